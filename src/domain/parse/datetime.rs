//! When the next one-on-one is, as people write it: `tue 10:00`, `tomorrow at 9`, `27 nov 14:30`.
//!
//! # Usage
//!
//! [`parse_datetime`] reads a date as [`parse_date`] does and a time before or after it: `10:00`,
//! `9.30`, `9am`, `2:30pm`, `noon`, or after `at` a bare hour. A time alone is today's, or
//! tomorrow's when today's is over.
//!
//! # Examples
//!
//! ```
//! use jiff::civil::{datetime, time};
//! use rapport::domain::parse::datetime::parse_datetime;
//!
//! // A Tuesday.
//! let now = datetime(2026, 11, 24, 10, 0, 0, 0);
//! assert_eq!(parse_datetime("thu at 9", None, now)?, datetime(2026, 11, 26, 9, 0, 0, 0));
//! assert_eq!(parse_datetime("9:30", None, now)?, datetime(2026, 11, 25, 9, 30, 0, 0));
//!
//! let usual = Some(time(15, 0, 0, 0));
//! assert_eq!(parse_datetime("27 nov", usual, now)?, datetime(2026, 11, 27, 15, 0, 0, 0));
//! # Ok::<(), rapport::domain::parse::datetime::DateTimeError>(())
//! ```

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};
use thiserror::Error;

use super::{
    date::{DateError, parse_date},
    time::parse_clock_time,
};
use crate::domain::text_cleaning::quote_input;

/// A date, and a time where one is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeInput {
    /// The date.
    pub date: Date,
    /// The time on the leader's clock.
    pub time: Option<Time>,
}

/// Why a text is not a date and time to come. The messages are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DateTimeError {
    /// The input is empty.
    #[error("Enter a date and time, like tue 10:00, tomorrow 9:30 or 27 nov 14:00.")]
    Empty,
    /// The date cannot be read.
    #[error(transparent)]
    Date(#[from] DateError),
    /// There is no such time.
    #[error("{} isn’t a valid time.", quote_input(.input))]
    InvalidTime {
        /// The input.
        input: String,
    },
    /// A date without a time, and there is no usual time.
    #[error("Add a time, like tue 10:00.")]
    MissingTime,
    /// It is past.
    #[error("That’s in the past. Choose a time in the future.")]
    InPast,
}

/// Reads a date and time to come, on the clock that says `now`. Without a time it is `usual`.
///
/// # Errors
/// If it cannot be read, if it is not after `now`, or if there is neither a time nor a usual one.
pub fn parse_datetime(input: &str, usual: Option<Time>, now: DateTime) -> Result<DateTime, DateTimeError> {
    let DateTimeInput { date, time } = parse_input(input, now)?;
    let at = date.to_datetime(time.or(usual).ok_or(DateTimeError::MissingTime)?);
    if at <= now { Err(DateTimeError::InPast) } else { Ok(at) }
}

fn parse_input(input: &str, now: DateTime) -> Result<DateTimeInput, DateTimeError> {
    if let Some(at) = parse_iso(input.trim()) {
        return Ok(DateTimeInput { date: at.date(), time: Some(at.time()) });
    }
    let lower = input.to_lowercase().replace(',', " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (rest, time) = split_time(&words)?;
    let Some(time) = time else {
        if rest.is_empty() {
            return Err(DateTimeError::Empty);
        }
        return Ok(DateTimeInput { date: parse_date(input.trim(), now.date())?, time: None });
    };
    if rest.is_empty() {
        let is_over = time <= now.time();
        let date = if is_over { now.date().saturating_add(1.day()) } else { now.date() };
        return Ok(DateTimeInput { date, time: Some(time) });
    }
    Ok(DateTimeInput { date: parse_date(&rest.join(" "), now.date())?, time: Some(time) })
}

/// `2026-11-27T14:30`.
fn parse_iso(input: &str) -> Option<DateTime> {
    input.parse().ok().filter(|_| input.contains(':') && input.contains(['T', 't']))
}

/// Splits off the time, which stands last or first.
fn split_time<'a, 'w>(words: &'a [&'w str]) -> Result<(&'a [&'w str], Option<Time>), DateTimeError> {
    let (rest, time, after_at) = match words {
        [before @ .., "at", time] => (before, *time, true),
        ["at", time, after @ ..] => (after, *time, true),
        [before @ .., time] if looks_like_time(time) => (before, *time, false),
        [time, after @ ..] if looks_like_time(time) => (after, *time, false),
        _ => return Ok((words, None)),
    };
    let parsed =
        parse_clock_time(time, after_at).ok_or_else(|| DateTimeError::InvalidTime { input: time.to_owned() })?;
    Ok((rest, Some(parsed)))
}

/// Whether a word has the form of a time, whether or not the time exists.
fn looks_like_time(word: &str) -> bool {
    let digits = word.trim_end_matches("am").trim_end_matches("pm");
    let is_clock = |digits: &str| {
        digits.contains([':', '.']) && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'))
    };
    word == "noon" || is_clock(digits) || (digits.len() < word.len() && parse_clock_time(word, false).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{datetime, time};
    use proptest::prelude::*;

    /// A Tuesday.
    const NOW: DateTime = datetime(2026, 11, 24, 10, 0, 0, 0);

    #[test]
    fn parses_dates_with_times_as_typed() {
        for (input, at) in [
            ("thu 10:00", "2026-11-26T10:00"),
            ("Thu, 10:00", "2026-11-26T10:00"),
            ("tue 10:00", "2026-12-01T10:00"),
            ("this tue 11:00", "2026-11-24T11:00"),
            ("next thursday at 9", "2026-12-03T09:00"),
            ("tomorrow 9:30", "2026-11-25T09:30"),
            ("tomorrow at 9.30", "2026-11-25T09:30"),
            ("today at 2pm", "2026-11-24T14:00"),
            ("10:30 tomorrow", "2026-11-25T10:30"),
            ("at 9 on friday", "2026-11-27T09:00"),
            ("27 nov 14:30", "2026-11-27T14:30"),
            ("27 nov 2026 14:30", "2026-11-27T14:30"),
            ("in 2 weeks at noon", "2026-12-08T12:00"),
            ("12am thu", "2026-11-26T00:00"),
            ("thu 12:30pm", "2026-11-26T12:30"),
            ("11:00", "2026-11-24T11:00"),
            ("10:00", "2026-11-25T10:00"),
            ("9am", "2026-11-25T09:00"),
            ("2026-12-01T08:15", "2026-12-01T08:15"),
            ("2026-12-01 08:15", "2026-12-01T08:15"),
            ("31 dec 23:59", "2026-12-31T23:59"),
            ("29 feb 2028 10:00", "2028-02-29T10:00"),
        ] {
            let read = parse_datetime(input, None, NOW).map(|at| at.to_string());
            assert_eq!(read, Ok(format!("{at}:00")), "{input}");
        }
    }

    #[test]
    fn missing_time_falls_back_to_the_default() {
        let usual = Some(time(15, 0, 0, 0));
        for (input, at) in [
            ("thu", "2026-11-26T15:00:00"),
            ("today", "2026-11-24T15:00:00"),
            ("next week", "2026-12-01T15:00:00"),
            ("27 nov 2027", "2027-11-27T15:00:00"),
        ] {
            assert_eq!(parse_datetime(input, usual, NOW).map(|at| at.to_string()).as_deref(), Ok(at), "{input}");
        }
        assert_eq!(parse_datetime("thu", None, NOW), Err(DateTimeError::MissingTime));
    }

    #[test]
    fn past_or_invalid_times_are_rejected() {
        for (input, error) in [
            ("", DateTimeError::Empty),
            ("today 10:00", DateTimeError::InPast),
            ("yesterday 12:00", DateTimeError::InPast),
            ("thu 25:00", DateTimeError::InvalidTime { input: "25:00".into() }),
            ("thu 9:75", DateTimeError::InvalidTime { input: "9:75".into() }),
            ("thu at tea", DateTimeError::InvalidTime { input: "tea".into() }),
        ] {
            assert_eq!(parse_datetime(input, None, NOW), Err(error), "{input}");
        }
        for input in ["some day 10:00", "10", "13pm", "thu fri 10:00"] {
            assert!(matches!(parse_datetime(input, None, NOW), Err(DateTimeError::Date(_))), "{input}");
        }
    }

    proptest! {
        #[test]
        fn parser_never_panics(input in "(tue |at |10:00 |9pm|noon|27 nov |T|\\PC){0,6}") {
            if let Ok(at) = parse_datetime(&input, None, NOW) {
                prop_assert!(at > NOW);
            }
        }
    }
}
