//! The open journal: changes, undo, drafts, several windows, and what survives.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "journal/changes.rs"]
mod changes;
#[path = "journal/concurrency.rs"]
mod concurrency;
#[path = "journal/drafts.rs"]
mod drafts;
#[path = "journal/import_bundle.rs"]
mod import_bundle;
#[path = "journal/leader.rs"]
mod leader;
#[path = "journal/meetings.rs"]
mod meetings;
#[path = "journal/reclassify.rs"]
mod reclassify;
#[path = "journal/review.rs"]
mod review;
#[path = "journal/transitions.rs"]
mod transitions;
#[path = "journal/undo_property.rs"]
mod undo_property;
