//! Dates as people write them: `by friday`, `in 2 weeks`, `27 nov`, `03/04/24`, `3. März 2024`.
//!
//! # Overview
//!
//! Three grammars share one vocabulary of month and weekday names (`names`), one set of numbers
//! (`numeric`) and one calendar, which begins with the year 1. They differ in what they take for a
//! date, because they read different text:
//!
//! | | [`parse_date`], [`parse_trailing_date`] | [`parse_written`] | [`find_date`] |
//! | --- | --- | --- | --- |
//! | reads | a typed line or field | a cell of a table | a title, a file name, a note |
//! | where | the whole text; the end of a line | the whole text, a time may follow | anywhere, the first match |
//! | month names | English | eight languages, any unique beginning | six languages |
//! | year | the next one, or the latest | required | may be missing |
//! | `03/04/24` | refused | [`PartialDate::Ambiguous`] | [`PartialDate::Ambiguous`] |
//! | weekday beside a date | has to fit | ignored | ignored |
//!
//! # Usage
//!
//! [`parse_date`] reads a date that was asked for, [`parse_past_date`] and [`parse_past_range`]
//! one of the past, [`parse_trailing_date`] one that ends a line of text. What needs no reference
//! to today is read by [`parse_written`] and [`find_date`], which import uses.
//!
//! Alone or after `by`, `on`, `before`, `until`:
//! `today`, `tomorrow`, `next week` (in seven days: the same weekday, so the next weekly
//! one-on-one), `next month`, `in 3 days`, `in a week`, `in two months`, `2026-11-27`.
//!
//! In a line of text only after one of these prepositions, since alone they are ordinary words:
//!
//! - `friday`, `fri`: the next such day after today; on a Friday it is in seven days. `this
//!   friday` may be today. `next friday` is the one of next week, and weeks begin on Monday.
//! - `27 nov`, `27th of november`, `nov 27`, `friday 27 nov`: the next one, today included; a year
//!   may follow.
//! - `the 27th`, `27th`: this month's if it is still to come, today included; otherwise that of
//!   the next month which has one.
//! - `end of week`, `eow`: Friday, today included; at the weekend that of the coming week. `end of
//!   month`, `eom`: its last day. `end of day`, `eod`: today.
//!
//! `before friday` is Friday itself: the preposition says when it is needed.
//!
//! # Examples
//!
//! A date on its own, relative to today:
//!
//! ```
//! use jiff::civil::date;
//! use rapport::domain::parse::date::parse_date;
//!
//! let tuesday = date(2026, 11, 24);
//! assert_eq!(parse_date("by friday", tuesday)?, date(2026, 11, 27));
//! assert_eq!(parse_date("in 2 weeks", tuesday)?, date(2026, 12, 8));
//! assert!(parse_date("31 feb", tuesday).is_err());
//! # Ok::<(), rapport::domain::parse::date::DateError>(())
//! ```
//!
//! A due date at the end of a line, and the line without it:
//!
//! ```
//! use jiff::civil::date;
//! use rapport::domain::parse::date::{parse_trailing_date, strip_trailing_date};
//!
//! let line = "send the ladder, by friday";
//! let found = parse_trailing_date(line, date(2026, 11, 24)).unwrap();
//! assert_eq!(found.date, date(2026, 11, 27));
//! assert_eq!(strip_trailing_date(line, &found), "send the ladder");
//! ```

#[cfg(test)]
mod corpus_tests;
mod find;
mod names;
mod numeric;
mod partial;
mod relative;
#[cfg(test)]
mod tests;
mod trailing;
mod written;

use jiff::civil::Date;
use thiserror::Error;

use self::relative::ParsedDate;
pub use self::{
    find::{DateMatch, find_date, implied_order, is_weekday, standalone_year, year_at_edge},
    partial::{DayOrder, PartialDate},
    trailing::{TrailingDate, find_invalid_trailing_date, parse_trailing_date, strip_trailing_date},
    written::{ParsedDateTime, parse_written},
};
pub(super) use self::{names::weekday as parse_weekday, relative::parse_count};
use crate::domain::text_cleaning::quote_input;

/// Whether the calendar has this date: it begins with the year 1. A year 0 is a typing error, or a
/// damaged file.
pub fn is_in_calendar(date: Date) -> bool {
    date.year() >= 1
}

/// Why a text is not a date. The messages are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DateError {
    /// It has the form of a date, but the calendar has no such date.
    #[error("There’s no {}.", quote_input(.input))]
    NonexistentDate {
        /// The input.
        input: String,
    },
    /// It has none of the forms.
    #[error(
        "{} isn’t a date that Rapport understands. Try 2026-11-27, today, yesterday, tomorrow, friday, next \
          friday, 27 nov, 27 nov 2026, the 27th, next week, in 2 weeks, 3 days ago or end of month.",
        quote_input(.input)
    )]
    Unrecognized {
        /// The input.
        input: String,
    },
}

/// Reads a date given on its own, as in `--until`: every form for a typed line, with or without
/// `by`, and besides `yesterday` and `3 days ago`. A date without a year is the next one.
///
/// # Errors
/// [`DateError::NonexistentDate`] if there is no such date, [`DateError::Unrecognized`] if it has
/// none of the forms; the message lists forms that work.
///
/// # Examples
///
/// ```
/// use jiff::civil::date;
/// use rapport::domain::parse::date::{DateError, parse_date};
///
/// let tuesday = date(2026, 11, 24);
/// assert_eq!(parse_date("3 days ago", tuesday), Ok(date(2026, 11, 21)));
/// assert!(matches!(parse_date("soon", tuesday), Err(DateError::Unrecognized { .. })));
/// ```
pub fn parse_date(input: &str, today: Date) -> Result<Date, DateError> {
    parse_with(input, |words| relative::parse_standalone(words, today))
}

/// Reads a date as [`parse_date`] does, but one without a year, or a weekday, is the latest that is
/// not after today.
///
/// # Errors
/// As for [`parse_date`].
pub fn parse_past_date(input: &str, today: Date) -> Result<Date, DateError> {
    parse_with(input, |words| relative::parse_past(words, today))
}

/// Reads a past date as [`parse_past_date`] does, or a whole month or year: `march 2024`,
/// `2024-03`, `march`, `last month`, `2024`. Returns the first and the last day, both included.
///
/// # Errors
/// As for [`parse_date`].
pub fn parse_past_range(input: &str, today: Date) -> Result<(Date, Date), DateError> {
    let lower = input.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match relative::parse_past_month_or_year(&words, today) {
        Some(range) => Ok(range),
        None => parse_past_date(input, today).map(|day| (day, day)),
    }
}

fn parse_with(input: &str, parse: impl FnOnce(&[&str]) -> Option<ParsedDate>) -> Result<Date, DateError> {
    let lower = input.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match parse(&words) {
        Some(ParsedDate::Valid(day)) => Ok(day),
        Some(ParsedDate::Nonexistent) => Err(DateError::NonexistentDate { input: input.to_owned() }),
        None => Err(DateError::Unrecognized { input: input.to_owned() }),
    }
}
