//! What a journal about people is made of, and its rules, in plain Rust.
//!
//! Nothing here reads a file or asks the clock: the day is an argument (`today`), so every rule can be tried with a date
//! of its own. The words are those of the window, the database and the export.

pub mod action;
pub mod aside;
pub mod balance;
pub mod brief;
pub mod cadence;
pub mod check_in;
pub mod day;
pub mod delegation;
pub mod describe;
pub mod entry;
pub mod expectation;
pub mod feedback;
pub mod find;
pub mod flag;
mod flag_life;
mod fold;
pub mod goal;
pub mod id;
pub mod intention;
pub mod jot;
pub mod kind;
pub mod life;
pub mod mark;
pub mod markdown;
pub mod matters;
pub mod meeting;
pub mod moment;
pub mod months;
pub mod name;
pub mod need;
pub mod note;
pub mod one_on_one;
pub mod person;
pub mod praise;
pub mod prepare;
pub mod question;
pub mod reflect;
pub mod reminder;
pub mod review;
pub mod roster;
pub mod self_check;
pub mod step;
pub mod subject;
mod text;
pub mod timeline;
pub mod today;
pub mod topic;
pub mod when;
pub mod words;
