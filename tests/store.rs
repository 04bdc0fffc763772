//! The journal's file: who may open it, what it can hold, and what it can be asked. Real files in temp folders.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "store/entries.rs"]
mod entries;
#[path = "store/file.rs"]
mod file;
#[path = "store/fixture.rs"]
mod fixture;
#[path = "store/period.rs"]
mod period;
#[path = "store/reflect.rs"]
mod reflect;
#[path = "store/schema.rs"]
mod schema;
