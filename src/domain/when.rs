//! When the next one-on-one is, as people write it: `tue 10:00`, `tomorrow at 9`, `27 nov 14:30`, `10:00`.
//!
//! The day is read as [`super::day`] reads it. A time is `10:00`, `9.30`, `9am`, `2:30pm`, `noon`, or after `at` a bare hour; it
//! may stand before the day or after it. A time alone is of today, or of tomorrow where it is over.

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};
use thiserror::Error;

use super::day::{DayError, parse_day};
use super::text::quoted;

/// A day, and a time where one was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub day: Date,
    /// The time on the leader's clock.
    pub time: Option<Time>,
}

/// Why words do not say when. The messages are meant to be shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WhenError {
    /// Nothing was written.
    #[error("Say when: tue 10:00, tomorrow 9:30, 27 nov 14:00.")]
    Empty,
    /// The day cannot be read.
    #[error(transparent)]
    Day(#[from] DayError),
    /// There is no such time.
    #[error("There is no {} on the clock.", quoted(.said))]
    NoSuchTime {
        /// What was given.
        said: String,
    },
    /// A day alone, where nothing else says at what time.
    #[error("At what time? Write it as tue 10:00.")]
    NoTime,
    /// It has gone by.
    #[error("That is over already. Choose a time to come.")]
    Over,
}

/// Reads when something is to be, on the clock and calendar that say `now`. Where no time is written, it is `usual`.
///
/// # Errors
/// When it cannot be read, when it is over, or when there is no time at all.
pub fn parse_when(said: &str, usual: Option<Time>, now: DateTime) -> Result<DateTime, WhenError> {
    let When { day, time } = read(said, now)?;
    let at = day.to_datetime(time.or(usual).ok_or(WhenError::NoTime)?);
    if at <= now { Err(WhenError::Over) } else { Ok(at) }
}

fn read(said: &str, now: DateTime) -> Result<When, WhenError> {
    if let Some(at) = iso(said.trim()) {
        return Ok(When { day: at.date(), time: Some(at.time()) });
    }
    let lower = said.to_lowercase().replace(',', " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (rest, time) = split_time(&words)?;
    let Some(time) = time else {
        if rest.is_empty() {
            return Err(WhenError::Empty);
        }
        return Ok(When { day: parse_day(said.trim(), now.date())?, time: None });
    };
    if rest.is_empty() {
        let over = time <= now.time();
        let day = if over { now.date().saturating_add(1.day()) } else { now.date() };
        return Ok(When { day, time: Some(time) });
    }
    Ok(When { day: parse_day(&rest.join(" "), now.date())?, time: Some(time) })
}

/// `2026-11-27T14:30`.
fn iso(said: &str) -> Option<DateTime> {
    said.parse().ok().filter(|_| said.contains(':') && said.contains(['T', 't']))
}

/// The words without the time, which stands last or first.
fn split_time<'a, 'w>(words: &'a [&'w str]) -> Result<(&'a [&'w str], Option<Time>), WhenError> {
    let (rest, time, after_at) = match words {
        [before @ .., "at", time] => (before, *time, true),
        ["at", time, after @ ..] => (after, *time, true),
        [before @ .., time] if looks_like_time(time) => (before, *time, false),
        [time, after @ ..] if looks_like_time(time) => (after, *time, false),
        _ => return Ok((words, None)),
    };
    let read = read_time(time, after_at).ok_or_else(|| WhenError::NoSuchTime { said: time.to_owned() })?;
    Ok((rest, Some(read)))
}

/// Whether it is meant as a time, be there such a time or not.
fn looks_like_time(word: &str) -> bool {
    let digits = word.trim_end_matches("am").trim_end_matches("pm");
    let is_clock = |digits: &str| {
        digits.contains([':', '.']) && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'))
    };
    word == "noon" || is_clock(digits) || (digits.len() < word.len() && read_time(word, false).is_some())
}

/// Reads a time on its own: `10:00`, `9`, `2pm`, `noon`.
pub fn time_of_day(said: &str) -> Option<Time> {
    read_time(&said.trim().to_lowercase(), true)
}

/// Reads a time of the clock; a bare hour, as `9`, only where it can be nothing else.
pub(super) fn read_time(word: &str, bare_hour: bool) -> Option<Time> {
    if word == "noon" {
        return Time::new(12, 0, 0, 0).ok();
    }
    let (clock, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (word, None),
    };
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (number(hour)?, number(minute)?),
        None if bare_hour || half.is_some() => (number(clock)?, 0),
        _ => return None,
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn number(digits: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{datetime, time};
    use proptest::prelude::*;

    /// A Tuesday.
    const NOW: DateTime = datetime(2026, 11, 24, 10, 0, 0, 0);

    #[test]
    fn a_day_with_a_time_is_read_as_people_write_it() {
        for (said, at) in [
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
            let read = parse_when(said, None, NOW).map(|at| at.to_string());
            assert_eq!(read, Ok(format!("{at}:00")), "{said}");
        }
    }

    #[test]
    fn without_a_time_it_is_the_usual_one() {
        let usual = Some(time(15, 0, 0, 0));
        for (said, at) in [
            ("thu", "2026-11-26T15:00:00"),
            ("today", "2026-11-24T15:00:00"),
            ("next week", "2026-12-01T15:00:00"),
            ("27 nov 2027", "2027-11-27T15:00:00"),
        ] {
            assert_eq!(parse_when(said, usual, NOW).map(|at| at.to_string()).as_deref(), Ok(at), "{said}");
        }
        assert_eq!(parse_when("thu", None, NOW), Err(WhenError::NoTime));
    }

    #[test]
    fn what_is_over_or_no_time_is_refused() {
        for (said, error) in [
            ("", WhenError::Empty),
            ("today 10:00", WhenError::Over),
            ("yesterday 12:00", WhenError::Over),
            ("thu 25:00", WhenError::NoSuchTime { said: "25:00".into() }),
            ("thu 9:75", WhenError::NoSuchTime { said: "9:75".into() }),
            ("thu at tea", WhenError::NoSuchTime { said: "tea".into() }),
        ] {
            assert_eq!(parse_when(said, None, NOW), Err(error), "{said}");
        }
        for said in ["some day 10:00", "10", "13pm", "thu fri 10:00"] {
            assert!(matches!(parse_when(said, None, NOW), Err(WhenError::Day(_))), "{said}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_read_without_harm(said in "(tue |at |10:00 |9pm|noon|27 nov |T|\\PC){0,6}") {
            if let Ok(at) = parse_when(&said, None, NOW) {
                prop_assert!(at > NOW);
            }
        }
    }
}
