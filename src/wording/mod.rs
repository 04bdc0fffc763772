//! Every English sentence about the journal: pure functions from facts to text.
//!
//! The texts of errors (`#[error]`) and the labels of kinds, which parsing reads as well, stay
//! beside their types.

pub mod backup;
pub mod balance;
pub mod brief;
pub mod cadence;
pub mod calendar;
pub mod change_label;
pub mod coverage;
pub mod date;
pub mod elapsed_time;
pub mod entry_caption;
pub mod entry_description;
pub mod entry_fields;
pub mod entry_name;
pub mod erase;
pub mod event_label;
pub mod evidence;
pub mod intention;
pub mod leader_stats;
pub mod month;
pub mod need;
pub mod next_meeting;
pub mod open_items;
pub mod passphrase;
pub mod period;
pub mod quick_jot;
pub mod recap;
pub mod recovery;
pub mod reminder;
pub mod review;
pub mod roster;
pub mod search;
pub mod search_hit;
pub mod self_check;
pub mod text;
pub mod theme;
pub mod timeline;
pub mod today;
pub mod unsaved;
pub mod upcoming_date;
pub mod user_error;
