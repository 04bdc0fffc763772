//! The journal's file: who may open it, what it can hold, and what it can be asked. Real files in temp folders.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "store/activity_stats.rs"]
mod activity_stats;
#[path = "store/entries.rs"]
mod entries;
#[path = "store/evidence.rs"]
mod evidence;
#[path = "store/migrations.rs"]
mod migrations;
#[path = "store/opening.rs"]
mod opening;
#[path = "store/schema.rs"]
mod schema;
