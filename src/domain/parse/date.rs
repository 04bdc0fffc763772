//! Days as people write and read them: `by friday`, `in 2 weeks`, "12 days ago".
//!
//! # What is read
//!
//! Alone or after `by`, `on`, `before`, `until`:
//! `today`, `tomorrow`, `next week` (in seven days: the same weekday, so the next
//! weekly one-on-one), `next month`, `in 3 days`, `in a week`, `in two months`,
//! `2026-11-27`.
//!
//! Only after one of these words, since alone they are ordinary text:
//! - `friday`, `fri`: the next such day after today; said on a Friday it is in
//!   seven days. `this friday` may be today. `next friday` is the one of next
//!   week, and weeks begin on Monday.
//! - `27 nov`, `27th of november`, `nov 27`, `friday 27 nov`: the next one, today
//!   included; a year may follow.
//! - `the 27th`, `27th`: this month's if it is still to come, today included;
//!   otherwise that of the next month which has one.
//! - `end of week`, `eow`: Friday, today included; at the weekend that of the
//!   coming week. `end of month`, `eom`: its last day. `end of day`, `eod`: today.
//!
//! `before friday` is Friday itself: the word says when it is needed.

mod grammar;

use std::ops::Range;

use jiff::civil::Date;
use thiserror::Error;

use self::grammar::{ParsedDate, ParsedPhrase};
use crate::domain::text_cleaning::quote_input;

pub(super) use self::grammar::{parse_count, parse_weekday};

/// Whether there is such a day: the calendar begins with the year 1. A year 0 is a slip of the keys, or a broken file.
pub fn is_in_calendar(day: Date) -> bool {
    day.year() >= 1
}

/// A day that was read at the end of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailingDate {
    /// The day that was understood.
    pub date: Date,
    /// The words it was read from, with `by` or the like: bytes in the text.
    pub range: Range<usize>,
}

/// The day at the end of an action, if there is one. Only the last line is read;
/// `.`, `!` and white space may follow the day.
///
/// Something must remain before it: a text that is only a day is text. A day
/// that is past is read after `by`, `before` and `until` ("by 20 nov 2026" may be
/// late already) but not alone or after `on`, where it tells when something was.
pub fn parse_trailing_date(text: &str, today: Date) -> Option<TrailingDate> {
    let end = parse_trailing_phrase(text, today)?;
    match end.phrase.date {
        ParsedDate::Valid(day) if day >= today || end.phrase.is_deadline => {
            Some(TrailingDate { date: day, range: end.range })
        }
        _ => None,
    }
}

/// Where the end of the text looks like a day that does not exist, such as
/// `31 feb` or `2026-02-30`: bytes, without `by` or the like, so that the screen
/// can say "There is no 31 feb". A weekday that does not fit its date counts.
pub fn find_invalid_trailing_date(text: &str, today: Date) -> Option<Range<usize>> {
    let end = parse_trailing_phrase(text, today)?;
    matches!(end.phrase.date, ParsedDate::Nonexistent).then_some(end.date_range)
}

/// The text before the day, without the comma or dash that led to it: what is
/// stored once the day is taken off.
pub fn strip_trailing_date<'a>(text: &'a str, found: &TrailingDate) -> &'a str {
    text.get(..found.range.start).map_or(text, trim_separator)
}

fn trim_separator(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—'))
}

/// A day, possible or not, at the end of a text.
struct TrailingPhrase {
    phrase: ParsedPhrase,
    range: Range<usize>,
    date_range: Range<usize>,
}

fn parse_trailing_phrase(text: &str, today: Date) -> Option<TrailingPhrase> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '!'));
    let words = last_words(text);
    let lower: Vec<String> = words.iter().map(|(_, word)| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    // The longest reading wins: "by the 27th of november", not a part of it.
    let (first, sense) = (0..lower.len()).find_map(|first| {
        let sense = grammar::parse_trailing(lower.get(first..)?, today)?;
        Some((first, sense))
    })?;
    let start = words.get(first)?.0;
    let day = words.get(first + sense.preposition_count)?.0;
    if trim_separator(text.get(..start)?).is_empty() {
        return None;
    }
    Some(TrailingPhrase { phrase: sense, range: start..text.len(), date_range: day..text.len() })
}

/// The last words of the last line, each with the byte where it starts: as many
/// as the longest form has, so that the length of the text does not matter.
fn last_words(text: &str) -> Vec<(usize, &str)> {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let mut end = text.len();
    let mut words = Vec::new();
    while words.len() < grammar::MAX_WORDS {
        let Some(rest) = text.get(line..end).map(str::trim_end) else {
            break;
        };
        if rest.is_empty() {
            break;
        }
        let before = rest.trim_end_matches(|c: char| !c.is_whitespace());
        let start = line + before.len();
        words.push((start, rest.get(before.len()..).unwrap_or_default()));
        end = start;
    }
    words.reverse();
    words
}

/// Why words are not a day. The messages are meant to be shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DateError {
    /// It looks like a day, but the calendar has no such day.
    #[error("There is no day {} in the calendar.", quote_input(.input))]
    NonexistentDate {
        /// What was given.
        input: String,
    },
    /// None of the forms.
    #[error(
        "{} is not a day that Rapport can read. These work: 2026-11-27, today, yesterday, \
         tomorrow, friday, next friday, 27 nov, 27 nov 2026, the 27th, next week, in 2 weeks, \
         3 days ago, end of month.",
        quote_input(.input)
    )]
    Unrecognized {
        /// What was given.
        input: String,
    },
}

/// Reads a day given on its own, as in `--until`: every form of this
/// module, with or without `by`, and besides `yesterday` and `3 days ago`. A day
/// without a year is the next one.
///
/// # Errors
/// When there is no such day, or when it is none of the forms; the message says
/// which forms work.
pub fn parse_date(input: &str, today: Date) -> Result<Date, DateError> {
    parse_with(input, |words| grammar::parse_standalone(words, today))
}

/// The same for a period of what was: a day without a year, or a weekday, is the latest one that is not to come.
///
/// # Errors
/// As [`parse_day`].
pub fn parse_past_date(input: &str, today: Date) -> Result<Date, DateError> {
    parse_with(input, |words| grammar::parse_past(words, today))
}

/// The same, and besides whole months and years: `march 2024`, `2024-03`, `march`, `last month`, `2024`. Returns the first and
/// the last day of what was said; of a day, that day twice.
///
/// # Errors
/// As [`parse_day`].
pub fn parse_past_range(input: &str, today: Date) -> Result<(Date, Date), DateError> {
    let lower = input.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match grammar::parse_past_month_or_year(&words, today) {
        Some(stretch) => Ok(stretch),
        None => parse_past_date(input, today).map(|day| (day, day)),
    }
}

fn parse_with(input: &str, read: impl FnOnce(&[&str]) -> Option<ParsedDate>) -> Result<Date, DateError> {
    let lower = input.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match read(&words) {
        Some(ParsedDate::Valid(day)) => Ok(day),
        Some(ParsedDate::Nonexistent) => Err(DateError::NonexistentDate { input: input.to_owned() }),
        None => Err(DateError::Unrecognized { input: input.to_owned() }),
    }
}

#[cfg(test)]
mod tests;
