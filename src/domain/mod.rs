//! The domain model: what a journal about people consists of, and its rules, without I/O.
//!
//! Nothing here reads a file or asks the clock: the date is an argument (`today`), so every rule
//! can be tested on any date.

pub mod attention;
pub mod backup;
pub mod balance;
pub mod bookmark;
pub mod brief;
pub mod cadence;
pub mod calendar_sync;
pub mod change_kind;
pub mod date;
pub mod entry;
pub mod erase;
pub mod format;
pub(crate) mod formula_guard;
pub mod id;
pub mod intention;
pub mod leader_stats;
pub mod markdown;
pub mod meeting_prep;
pub mod moment;
pub mod month_histogram;
pub mod name;
pub mod need;
pub mod next_meeting;
mod normalize;
pub mod one_on_one;
pub mod parse;
pub mod passphrase;
pub mod person;
pub mod personal_details;
pub mod question;
pub mod recap;
pub mod recovery;
pub mod recovery_key;
pub mod reminder;
pub mod retention;
pub mod review;
pub mod roster;
pub mod search;
pub mod self_check;
pub mod short_name;
pub mod string_enum;
pub mod subject;
pub(crate) mod text_cleaning;
pub mod timeline;
pub mod unconfirmed_meeting;
pub mod upcoming;
