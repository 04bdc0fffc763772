//! Parsers of what people type: entry lines, prefixes, dates, times and cadences.
//!
//! They are pure: what depends on the current date or time takes it as an argument.

pub(crate) mod cadence;
pub mod date;
pub mod datetime;
pub mod entry_line;
pub mod prefix;
pub mod time;
