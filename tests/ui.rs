//! Tests of the window: the whole app over a journal in a temporary folder, with widgets found by
//! role and accessible name.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

#[path = "support/displacement.rs"]
mod displacement;
#[cfg(target_os = "linux")]
#[path = "support/session_bus.rs"]
mod session_bus;
mod support;
#[path = "support/window.rs"]
mod window;

#[path = "ui/accessibility.rs"]
mod accessibility;
#[path = "ui/beside_call.rs"]
mod beside_call;
#[path = "ui/calendar.rs"]
mod calendar;
#[path = "ui/capture.rs"]
mod capture;
#[path = "ui/closing.rs"]
mod closing;
#[path = "ui/compact.rs"]
mod compact;
#[path = "ui/composer.rs"]
mod composer;
#[path = "ui/discreet.rs"]
mod discreet;
#[path = "ui/drafts_and_recovery.rs"]
mod drafts_and_recovery;
#[path = "ui/entries.rs"]
mod entries;
#[path = "ui/entry_lifecycle.rs"]
mod entry_lifecycle;
#[path = "ui/erase.rs"]
mod erase;
#[path = "ui/export.rs"]
mod export;
#[path = "ui/file_taken_away.rs"]
mod file_taken_away;
#[path = "ui/file_trouble.rs"]
mod file_trouble;
#[path = "ui/first_run.rs"]
mod first_run;
#[path = "ui/flags.rs"]
mod flags;
#[path = "ui/formats.rs"]
mod formats;
#[path = "ui/import.rs"]
mod import;
#[path = "ui/keychain.rs"]
mod keychain;
#[path = "ui/keystrokes.rs"]
mod keystrokes;
#[path = "ui/killed_typing.rs"]
mod killed_typing;
#[path = "ui/layout.rs"]
mod layout;
#[path = "ui/names.rs"]
mod names;
#[path = "ui/one_on_one.rs"]
mod one_on_one;
#[path = "ui/open_errors.rs"]
mod open_errors;
#[path = "ui/palette.rs"]
mod palette;
#[path = "ui/passphrase.rs"]
mod passphrase;
#[path = "ui/passphrase_elsewhere.rs"]
mod passphrase_elsewhere;
#[path = "ui/people.rs"]
mod people;
#[path = "ui/prepare.rs"]
mod prepare;
#[path = "ui/question_card.rs"]
mod question_card;
#[path = "ui/random_events.rs"]
mod random_events;
#[path = "ui/recap.rs"]
mod recap;
#[path = "ui/reflect.rs"]
mod reflect;
#[path = "ui/review.rs"]
mod review;
#[path = "ui/review_draft.rs"]
mod review_draft;
#[path = "ui/search.rs"]
mod search;
#[path = "ui/seen_and_reached.rs"]
mod seen_and_reached;
#[path = "ui/settings.rs"]
mod settings;
#[path = "ui/shortcuts.rs"]
mod shortcuts;
#[path = "ui/snapshots.rs"]
mod snapshots;
#[path = "ui/tab_order.rs"]
mod tab_order;
#[path = "ui/timeline.rs"]
mod timeline;
#[path = "ui/timeline_lanes.rs"]
mod timeline_lanes;
#[path = "ui/timeline_navigation.rs"]
mod timeline_navigation;
#[path = "ui/today.rs"]
mod today;
#[path = "ui/typing.rs"]
mod typing;
#[path = "ui/widths.rs"]
mod widths;
