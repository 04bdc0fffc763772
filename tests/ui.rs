//! The window: the whole app over a journal in a temp folder, found by role and name as a screen reader finds it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;
#[path = "support/window.rs"]
mod window;

#[path = "ui/composer.rs"]
mod composer;
#[path = "ui/entries.rs"]
mod entries;
#[path = "ui/export.rs"]
mod export;
#[path = "ui/first_run.rs"]
mod first_run;
#[path = "ui/flags.rs"]
mod flags;
#[path = "ui/keeping.rs"]
mod keeping;
#[path = "ui/lanes.rs"]
mod lanes;
#[path = "ui/lives.rs"]
mod lives;
#[path = "ui/one_on_one.rs"]
mod one_on_one;
#[path = "ui/people.rs"]
mod people;
#[path = "ui/pictures.rs"]
mod pictures;
#[path = "ui/prepare.rs"]
mod prepare;
#[path = "ui/question_card.rs"]
mod question_card;
#[path = "ui/reach.rs"]
mod reach;
#[path = "ui/reflect.rs"]
mod reflect;
#[path = "ui/review.rs"]
mod review;
#[path = "ui/review_draft.rs"]
mod review_draft;
#[path = "ui/timeline.rs"]
mod timeline;
#[path = "ui/today.rs"]
mod today;
#[path = "ui/trouble.rs"]
mod trouble;
#[path = "ui/way.rs"]
mod way;
