//! The open journal: changes, undo, drafts, several windows, and what survives.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "journal/belonging.rs"]
mod belonging;
#[path = "journal/bring_in.rs"]
mod bring_in;
#[path = "journal/changes.rs"]
mod changes;
#[path = "journal/drafts.rs"]
mod drafts;
#[path = "journal/leading.rs"]
mod leading;
#[path = "journal/meetings.rs"]
mod meetings;
#[path = "journal/moves.rs"]
mod moves;
#[path = "journal/property.rs"]
mod property;
#[path = "journal/reviewing.rs"]
mod reviewing;
#[path = "journal/windows.rs"]
mod windows;
