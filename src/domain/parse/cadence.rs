//! Cadences as people write them: `every 2 weeks on tuesday at 10:00`.
//!
//! # Usage
//!
//! [`Cadence`] and [`Interval`] implement [`FromStr`]. A cadence is an interval, and after it, in
//! this order and each optional, a weekday, a time and the longest gap: `every week on tuesday at
//! 10:00, 3 weeks at the latest`. Their `Display` forms parse back to the same value.
//!
//! # Examples
//!
//! ```
//! use jiff::civil::Weekday;
//! use rapport::domain::cadence::{Cadence, Interval};
//!
//! let cadence: Cadence = "every 2 weeks on Tuesday at 10:00".parse()?;
//! assert_eq!((cadence.interval_count(), cadence.weekday()), (2, Some(Weekday::Tuesday)));
//! assert_eq!("biweekly".parse::<Cadence>()?, "every other week".parse()?);
//! assert!("every 0 weeks".parse::<Cadence>().is_err());
//! assert!("six weeks".parse::<Interval>().is_ok());
//! # Ok::<(), rapport::domain::cadence::CadenceError>(())
//! ```

use std::str::FromStr;

use jiff::civil::{Time, Weekday};
use thiserror::Error;

use crate::domain::{
    cadence::{Cadence, Interval, MAX_INTERVAL, Unit},
    parse::{
        date::{parse_count, parse_weekday},
        time::parse_clock_time,
    },
    text_cleaning::quote_input,
};

/// Why a text is not a cadence. The messages are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CadenceError {
    /// It has none of the forms.
    #[error(
        "{} isn’t a cadence that Rapport understands. Try every week, every 2 weeks, every month, every 10 days, \
         every week on tuesday at 10:00, weekly, monthly or quarterly.",
        quote_input(.input)
    )]
    Unrecognized {
        /// The input.
        input: String,
    },
    /// Fewer than one or more than [`MAX_INTERVAL`].
    #[error("A cadence can be 1 to {MAX_INTERVAL} days, weeks or months, not {count}.")]
    OutOfRange {
        /// The input.
        count: u16,
    },
    /// The longest gap is shorter than the interval.
    #[error("Overdue after {max_gap} is sooner than {cadence}. Enter a longer time.")]
    MaxGapTooShort {
        /// The longest gap.
        max_gap: Interval,
        /// The cadence it is too short for.
        cadence: Cadence,
    },
    /// It is not an interval.
    #[error("{} isn’t a length that Rapport understands. Try “3 weeks”, “10 days” or “2 months”.", quote_input(.input))]
    InvalidInterval {
        /// The input.
        input: String,
    },
}

impl CadenceError {
    pub(in crate::domain) fn unrecognized(input: &str) -> Self {
        Self::Unrecognized { input: input.to_owned() }
    }
}

impl FromStr for Interval {
    type Err = CadenceError;

    /// Reads `3 weeks`, `three weeks`, `a month`, `6 weeks`.
    ///
    /// # Errors
    /// If it is none of these, or counts below 1 or above [`MAX_INTERVAL`].
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let lower = input.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let parsed = parse_interval(&words).ok_or_else(|| CadenceError::InvalidInterval { input: input.to_owned() })?;
        Self::new(parsed.0, parsed.1)
    }
}

impl FromStr for Cadence {
    type Err = CadenceError;

    /// Reads `every week`, `every 2 weeks`, `every two weeks`, `every other week`,
    /// `every 10 days`, `every quarter`, `every tuesday`, and the single words from `daily` to
    /// `yearly`, in any case; `biweekly` is every two weeks. After it, `on tuesday`, `at 10:00` and
    /// `3 weeks at the latest` may follow, in this order.
    ///
    /// # Errors
    /// If it is none of these, counts below 1 or above [`MAX_INTERVAL`], or the longest gap is
    /// shorter than the interval.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let unrecognized = || CadenceError::unrecognized(input);
        let lower = input.to_lowercase().replace(['(', ')', ','], " ");
        let words: Vec<&str> = lower.split_whitespace().collect();
        let (words, latest) = split_max_gap(&words);
        let (words, time) = split_time(words);
        let (words, on) = split_weekday(words);
        let (every, unit, each) = parse_interval_words(words).ok_or_else(unrecognized)?;
        if on.is_some() && each.is_some() {
            return Err(unrecognized());
        }
        let latest = latest.map(|latest| parse_interval(latest).ok_or_else(unrecognized)).transpose()?;
        let latest = latest.map(|(every, unit)| Interval::new(every, unit)).transpose()?;
        Self::new(every, unit)?.with_weekday(on.or(each)).with_time(time).with_max_gap(latest)
    }
}

/// The count and unit, and the weekday of `every tuesday`.
fn parse_interval_words(words: &[&str]) -> Option<(u16, Unit, Option<Weekday>)> {
    let plain = |(every, unit)| (every, unit, None);
    match words {
        [word] => parse_single_word(word).map(plain),
        ["every", unit] => {
            parse_multiple(1, unit).map(plain).or_else(|| Some((1, Unit::Week, Some(parse_weekday(unit)?))))
        }
        ["every", count, unit] => {
            let count = parse_ordinal_count(count)?;
            parse_multiple(count, unit).map(plain).or_else(|| Some((count, Unit::Week, Some(parse_weekday(unit)?))))
        }
        _ => None,
    }
}

/// `… 3 weeks at the latest`, `… at the latest after 3 weeks`.
fn split_max_gap<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Option<&'a [&'w str]>) {
    match words {
        [before @ .., count, unit, "at", "the", "latest"] if parse_interval(&[count, unit]).is_some() => {
            (before, words.get(before.len()..before.len() + 2))
        }
        [before @ .., "at", "the", "latest", "after", _, _] => (before, words.get(before.len() + 4..)),
        _ => (words, None),
    }
}

/// `… at 10:00`, `… at 9`, `… 10:00`.
fn split_time<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Option<Time>) {
    match words {
        [before @ .., "at", time] if parse_clock_time(time, true).is_some() => (before, parse_clock_time(time, true)),
        [before @ .., time] if parse_clock_time(time, false).is_some() => (before, parse_clock_time(time, false)),
        _ => (words, None),
    }
}

/// `… on tuesday`, `… on tuesdays`.
fn split_weekday<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Option<Weekday>) {
    match words {
        [before @ .., "on", day] => {
            let weekday = parse_weekday(day).or_else(|| parse_weekday(day.strip_suffix('s')?));
            weekday.map_or((words, None), |day| (before, Some(day)))
        }
        _ => (words, None),
    }
}

fn parse_interval(words: &[&str]) -> Option<(u16, Unit)> {
    let [count, unit] = words else { return None };
    let count = if matches!(*count, "a" | "an") { 1 } else { parse_ordinal_count(count)? };
    parse_multiple(count, unit)
}

/// `biweekly` can also mean twice a week; of one-on-ones it means every two weeks. `bimonthly` is
/// as ambiguous, and is not read.
fn parse_single_word(word: &str) -> Option<(u16, Unit)> {
    match word {
        "daily" => Some((1, Unit::Day)),
        "weekly" => Some((1, Unit::Week)),
        "biweekly" | "bi-weekly" | "fortnightly" => Some((2, Unit::Week)),
        "monthly" => Some((1, Unit::Month)),
        "quarterly" => Some((3, Unit::Month)),
        "yearly" | "annually" => Some((12, Unit::Month)),
        _ => None,
    }
}

fn parse_ordinal_count(word: &str) -> Option<u16> {
    match word {
        "other" | "second" | "2nd" => Some(2),
        "third" | "3rd" => Some(3),
        // "every a week" is no English.
        "a" | "an" => None,
        // Zero is read, so that the error is about the range.
        "0" => Some(0),
        _ => parse_count(word).and_then(|count| u16::try_from(count).ok()),
    }
}

fn parse_multiple(count: u16, unit: &str) -> Option<(u16, Unit)> {
    let (each, unit) = match unit {
        "fortnight" | "fortnights" => (2, Unit::Week),
        "quarter" | "quarters" => (3, Unit::Month),
        "year" | "years" => (12, Unit::Month),
        _ => (1, unit.parse().ok()?),
    };
    Some((count.checked_mul(each)?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn every(count: u16, unit: Unit) -> Cadence {
        Cadence::new(count, unit).unwrap()
    }

    #[test]
    fn parses_common_cadence_phrases() {
        let cases = [
            ("every week", 1, Unit::Week),
            ("every 2 weeks", 2, Unit::Week),
            ("every two weeks", 2, Unit::Week),
            ("every other week", 2, Unit::Week),
            ("every second week", 2, Unit::Week),
            ("every fortnight", 2, Unit::Week),
            ("every 1 week", 1, Unit::Week),
            ("every month", 1, Unit::Month),
            ("every six months", 6, Unit::Month),
            ("every quarter", 3, Unit::Month),
            ("every year", 12, Unit::Month),
            ("every day", 1, Unit::Day),
            ("every 10 days", 10, Unit::Day),
            ("every 52 weeks", 52, Unit::Week),
            ("daily", 1, Unit::Day),
            ("weekly", 1, Unit::Week),
            ("biweekly", 2, Unit::Week),
            ("bi-weekly", 2, Unit::Week),
            ("fortnightly", 2, Unit::Week),
            ("monthly", 1, Unit::Month),
            ("quarterly", 3, Unit::Month),
            ("yearly", 12, Unit::Month),
            ("  Every   2 WEEKS ", 2, Unit::Week),
        ];
        for (input, count, unit) in cases {
            assert_eq!(input.parse(), Ok(every(count, unit)), "{input}");
        }
    }

    #[test]
    fn unrecognized_cadence_lists_working_forms() {
        for input in ["", "every", "week", "every a week", "every few weeks", "bimonthly"] {
            let error = input.parse::<Cadence>().unwrap_err();
            assert_eq!(error, CadenceError::unrecognized(input));
        }
        let message = CadenceError::unrecognized("").to_string();
        let (_, forms) = message.split_once("Try ").unwrap();
        for form in forms.trim_end_matches('.').replace(" or ", ", ").split(", ") {
            assert!(form.parse::<Cadence>().is_ok(), "{form}");
        }
    }

    #[test]
    fn interval_count_is_limited_to_1_to_52() {
        for (input, count) in [("every 0 weeks", 0), ("every 53 weeks", 53), ("every 5 years", 60)] {
            let error = input.parse::<Cadence>().unwrap_err();
            assert_eq!(error, CadenceError::OutOfRange { count });
        }
        assert_eq!(
            Cadence::new(0, Unit::Day).unwrap_err().to_string(),
            "A cadence can be 1 to 52 days, weeks or months, not 0."
        );
    }

    #[test]
    fn parses_weekday_time_and_max_gap() {
        for (input, full) in [
            ("every week on tuesday", "every week on Tuesday"),
            ("every tuesday", "every week on Tuesday"),
            ("Every other Tue at 9", "every 2 weeks on Tuesday at 09:00"),
            ("weekly on Mondays at 9:30am", "every week on Monday at 09:30"),
            ("every month 2pm", "every month at 14:00"),
            ("every 2 weeks, 3 weeks at the latest", "every 2 weeks (3 weeks at the latest)"),
            ("every week at noon at the latest after 10 days", "every week at 12:00 (10 days at the latest)"),
            (
                "every 2 weeks on fri at 16:00 (a month at the latest)",
                "every 2 weeks on Friday at 16:00 (1 month at the latest)",
            ),
        ] {
            assert_eq!(input.parse::<Cadence>().map(|cadence| cadence.to_string()).as_deref(), Ok(full), "{input}");
        }
        for input in [
            "every week on someday",
            "every tuesday on monday",
            "every week at 25:00",
            "every week at the latest",
            "on tuesday",
        ] {
            assert_eq!(input.parse::<Cadence>(), Err(CadenceError::unrecognized(input)), "{input}");
        }
        assert!(matches!(
            "every month, 2 weeks at the latest".parse::<Cadence>(),
            Err(CadenceError::MaxGapTooShort { .. })
        ));
        assert!(matches!(
            "every week, 60 weeks at the latest".parse::<Cadence>(),
            Err(CadenceError::OutOfRange { .. })
        ));
        assert!(matches!("soon".parse::<Interval>(), Err(CadenceError::InvalidInterval { .. })));
        assert_eq!("six weeks".parse::<Interval>(), Interval::new(6, Unit::Week));
    }

    proptest! {
        #[test]
        fn cadence_round_trips_through_display_and_serde(
            count in 1u16..=52,
            index in 0usize..3,
            day in proptest::option::of(1i8..=7),
            time in proptest::option::of((0i8..24, 0i8..60)),
            latest in proptest::bool::ANY,
        ) {
            let day = day.and_then(|day| Weekday::from_monday_one_offset(day).ok());
            let time = time.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
            let latest = latest.then(|| Interval::new(52, Unit::Month).unwrap());
            let cadence = every(count, Unit::ALL[index]).with_weekday(day).with_time(time).with_max_gap(latest).unwrap();
            prop_assert_eq!(cadence.to_string().parse(), Ok(cadence));
            let json = serde_json::to_string(&cadence).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cadence>(&json).unwrap(), cadence);
        }

        #[test]
        fn parser_never_panics(input in "(every |[0-9]{1,6} |other |weeks?|on |tue |at |10:00|\\PC){0,7}") {
            if let Ok(cadence) = input.parse::<Cadence>() {
                prop_assert!((1..=MAX_INTERVAL).contains(&cadence.interval_count()));
            }
        }
    }
}
