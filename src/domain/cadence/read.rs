//! Cadence as people say it.

use std::str::FromStr;

use jiff::civil::{Time, Weekday};
use thiserror::Error;

use super::{Cadence, Gap, MAX_EVERY, Unit};
use crate::domain::{
    day::{count_of, weekday},
    text::quoted,
    when::read_time,
};

/// Why words are not a cadence. The messages are meant to be shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CadenceError {
    /// None of the forms.
    #[error(
        "{} is not a rhythm that Rapport can read. These work: every week, every 2 weeks, \
         every month, every 10 days, every week on tuesday at 10:00, weekly, fortnightly, monthly, \
         quarterly.",
        quoted(.said)
    )]
    Unreadable {
        /// What was given.
        said: String,
    },
    /// Fewer than one or more than [`MAX_EVERY`].
    #[error("A rhythm counts from 1 to {MAX_EVERY} days, weeks or months, not {every}.")]
    OutOfRange {
        /// What was given.
        every: u16,
    },
    /// The gap that is not to be exceeded is shorter than the one they aim at.
    #[error("At the latest after {latest} is sooner than {ideal}. Name a longer time.")]
    LatestTooSoon {
        /// The one that is too short.
        latest: Gap,
        /// The one they aim at.
        ideal: Cadence,
    },
    /// No stretch of time.
    #[error("{} is not a time that Rapport can read. Write it as 3 weeks, 10 days or 2 months.", quoted(.said))]
    NoGap {
        /// What was given.
        said: String,
    },
}

impl CadenceError {
    pub(super) fn unreadable(said: &str) -> Self {
        Self::Unreadable { said: said.to_owned() }
    }
}

impl FromStr for Gap {
    type Err = CadenceError;

    /// Reads `3 weeks`, `three weeks`, `a month`, `6 weeks`.
    ///
    /// # Errors
    /// When it is none of these, or counts below 1 or above [`MAX_EVERY`].
    fn from_str(said: &str) -> Result<Self, Self::Err> {
        let lower = said.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let read = gap(&words).ok_or_else(|| CadenceError::NoGap { said: said.to_owned() })?;
        Self::new(read.0, read.1)
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
    /// When it is none of these, counts below 1 or above [`MAX_EVERY`], or the latest gap is the shorter one.
    fn from_str(said: &str) -> Result<Self, Self::Err> {
        let unreadable = || CadenceError::unreadable(said);
        let lower = said.to_lowercase().replace(['(', ')', ','], " ");
        let words: Vec<&str> = lower.split_whitespace().collect();
        let (words, latest) = split_latest(&words);
        let (words, time) = split_time(words);
        let (words, on) = split_weekday(words);
        let (every, unit, each) = rhythm(words).ok_or_else(unreadable)?;
        if on.is_some() && each.is_some() {
            return Err(unreadable());
        }
        let latest = latest.map(|latest| gap(latest).ok_or_else(unreadable)).transpose()?;
        let latest = latest.map(|(every, unit)| Gap::new(every, unit)).transpose()?;
        Self::new(every, unit)?.on(on.or(each)).at(time).at_the_latest(latest)
    }
}

/// The words of the rhythm itself, with the weekday of `every tuesday`.
fn rhythm(words: &[&str]) -> Option<(u16, Unit, Option<Weekday>)> {
    let plain = |(every, unit)| (every, unit, None);
    match words {
        [word] => single_word(word).map(plain),
        ["every", unit] => times(1, unit).map(plain).or_else(|| Some((1, Unit::Week, Some(weekday(unit)?)))),
        ["every", count, unit] => {
            let count = count_every(count)?;
            times(count, unit).map(plain).or_else(|| Some((count, Unit::Week, Some(weekday(unit)?))))
        }
        _ => None,
    }
}

/// `… 3 weeks at the latest`, `… at the latest after 3 weeks`.
fn split_latest<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Option<&'a [&'w str]>) {
    match words {
        [before @ .., count, unit, "at", "the", "latest"] if gap(&[count, unit]).is_some() => {
            (before, words.get(before.len()..before.len() + 2))
        }
        [before @ .., "at", "the", "latest", "after", _, _] => (before, words.get(before.len() + 4..)),
        _ => (words, None),
    }
}

/// `… at 10:00`, `… at 9`, `… 10:00`.
fn split_time<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Option<Time>) {
    match words {
        [before @ .., "at", time] if read_time(time, true).is_some() => (before, read_time(time, true)),
        [before @ .., time] if read_time(time, false).is_some() => (before, read_time(time, false)),
        _ => (words, None),
    }
}

/// `… on tuesday`, `… on tuesdays`.
fn split_weekday<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Option<Weekday>) {
    match words {
        [before @ .., "on", day] => {
            let read = weekday(day).or_else(|| weekday(day.strip_suffix('s')?));
            read.map_or((words, None), |day| (before, Some(day)))
        }
        _ => (words, None),
    }
}

fn gap(words: &[&str]) -> Option<(u16, Unit)> {
    let [count, unit] = words else { return None };
    let count = if matches!(*count, "a" | "an") { 1 } else { count_every(count)? };
    times(count, unit)
}

/// `biweekly` is also said for twice a week; of people who meet one-on-one it
/// means every two weeks. `bimonthly` is as unclear and is not read.
fn single_word(word: &str) -> Option<(u16, Unit)> {
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

fn count_every(word: &str) -> Option<u16> {
    match word {
        "other" | "second" | "2nd" => Some(2),
        "third" | "3rd" => Some(3),
        // "every a week" is nobody's English.
        "a" | "an" => None,
        // Zero has to get as far as the message about the range.
        "0" => Some(0),
        _ => count_of(word).and_then(|count| u16::try_from(count).ok()),
    }
}

fn times(count: u16, unit: &str) -> Option<(u16, Unit)> {
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
    fn a_rhythm_is_read_as_people_say_it() {
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
        for (said, count, unit) in cases {
            assert_eq!(said.parse(), Ok(every(count, unit)), "{said}");
        }
    }

    #[test]
    fn other_words_are_answered_with_the_rhythms_that_work() {
        for said in ["", "every", "week", "every a week", "every few weeks", "bimonthly"] {
            let error = said.parse::<Cadence>().unwrap_err();
            assert_eq!(error, CadenceError::unreadable(said));
        }
        let message = CadenceError::unreadable("").to_string();
        let (_, forms) = message.split_once("work: ").unwrap();
        for form in forms.trim_end_matches('.').split(", ") {
            assert!(form.parse::<Cadence>().is_ok(), "{form}");
        }
    }

    #[test]
    fn a_rhythm_counts_from_one_to_fifty_two() {
        for (said, count) in [("every 0 weeks", 0), ("every 53 weeks", 53), ("every 5 years", 60)] {
            let error = said.parse::<Cadence>().unwrap_err();
            assert_eq!(error, CadenceError::OutOfRange { every: count });
        }
        assert_eq!(
            Cadence::new(0, Unit::Day).unwrap_err().to_string(),
            "A rhythm counts from 1 to 52 days, weeks or months, not 0."
        );
    }

    #[test]
    fn weekday_time_and_latest_gap_are_read_after_it() {
        for (said, full) in [
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
            assert_eq!(said.parse::<Cadence>().map(|cadence| cadence.to_string()).as_deref(), Ok(full), "{said}");
        }
        for said in [
            "every week on someday",
            "every tuesday on monday",
            "every week at 25:00",
            "every week at the latest",
            "on tuesday",
        ] {
            assert_eq!(said.parse::<Cadence>(), Err(CadenceError::unreadable(said)), "{said}");
        }
        assert!(matches!(
            "every month, 2 weeks at the latest".parse::<Cadence>(),
            Err(CadenceError::LatestTooSoon { .. })
        ));
        assert!(matches!(
            "every week, 60 weeks at the latest".parse::<Cadence>(),
            Err(CadenceError::OutOfRange { .. })
        ));
        assert!(matches!("soon".parse::<Gap>(), Err(CadenceError::NoGap { .. })));
        assert_eq!("six weeks".parse::<Gap>(), Gap::new(6, Unit::Week));
    }

    proptest! {
        #[test]
        fn every_rhythm_reads_back_from_how_it_is_said(
            count in 1u16..=52,
            index in 0usize..3,
            day in proptest::option::of(1i8..=7),
            time in proptest::option::of((0i8..24, 0i8..60)),
            latest in proptest::bool::ANY,
        ) {
            let day = day.and_then(|day| Weekday::from_monday_one_offset(day).ok());
            let time = time.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
            let latest = latest.then(|| Gap::new(52, Unit::Month).unwrap());
            let cadence = every(count, Unit::ALL[index]).on(day).at(time).at_the_latest(latest).unwrap();
            prop_assert_eq!(cadence.to_string().parse(), Ok(cadence));
            let json = serde_json::to_string(&cadence).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cadence>(&json).unwrap(), cadence);
        }

        #[test]
        fn any_words_are_read_without_harm(said in "(every |[0-9]{1,6} |other |weeks?|on |tue |at |10:00|\\PC){0,7}") {
            if let Ok(cadence) = said.parse::<Cadence>() {
                prop_assert!((1..=MAX_EVERY).contains(&cadence.every()));
            }
        }
    }
}
