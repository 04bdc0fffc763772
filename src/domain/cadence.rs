//! Cadence: how often two people mean to meet, and whether they do.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::day::count_of;
use super::text::quoted;

/// The most units between two meetings: a year of weeks.
pub const MAX_EVERY: u16 = 52;

/// The unit in which a cadence counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days of the calendar, not working days.
    Day,
    /// Seven days.
    Week,
    /// Months of the calendar; the 31st becomes the last day of a shorter one.
    Month,
}

impl Unit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The word in the database and on screen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Unit {
    type Err = CadenceError;

    /// Reads a word written by [`Unit::as_str`], or its plural.
    ///
    /// # Errors
    /// When it is no unit.
    fn from_str(said: &str) -> Result<Self, Self::Err> {
        let singular = said.strip_suffix('s').unwrap_or(said);
        Self::ALL.into_iter().find(|unit| unit.as_str() == singular).ok_or_else(|| CadenceError::unreadable(said))
    }
}

/// How often two people mean to meet: every so many days, weeks or months.
///
/// The default is every week (DESIGN.md, "Words").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cadence {
    every: u16,
    unit: Unit,
}

impl Cadence {
    /// Every week.
    pub const WEEKLY: Self = Self { every: 1, unit: Unit::Week };

    /// A cadence of every so many units.
    ///
    /// # Errors
    /// When `every` is not 1 to [`MAX_EVERY`].
    pub const fn new(every: u16, unit: Unit) -> Result<Self, CadenceError> {
        if every == 0 || every > MAX_EVERY {
            return Err(CadenceError::OutOfRange { every });
        }
        Ok(Self { every, unit })
    }

    /// How many units lie between two meetings: 1 to [`MAX_EVERY`].
    pub const fn every(self) -> u16 {
        self.every
    }

    /// The unit that it counts in.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// The day on which the next meeting is due after one on `last`.
    pub fn next_after(self, last: Date) -> Date {
        let span = match self.unit {
            Unit::Day => Span::new().try_days(self.every),
            Unit::Week => Span::new().try_weeks(self.every),
            Unit::Month => Span::new().try_months(self.every),
        };
        // At most 52 units fit any span; only the last year of the calendar is
        // too near, and there its last day will do.
        span.map_or(last, |span| last.saturating_add(span))
    }
}

impl Default for Cadence {
    fn default() -> Self {
        Self::WEEKLY
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.every {
            1 => write!(f, "every {}", self.unit),
            every => write!(f, "every {every} {}s", self.unit),
        }
    }
}

/// Why words are not a cadence. The messages are meant to be shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CadenceError {
    /// None of the forms.
    #[error(
        "{} is not a rhythm that Rapport can read. These work: every week, every 2 weeks, \
         every month, every 10 days, weekly, fortnightly, monthly, quarterly.",
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
}

impl CadenceError {
    fn unreadable(said: &str) -> Self {
        Self::Unreadable { said: said.to_owned() }
    }
}

impl FromStr for Cadence {
    type Err = CadenceError;

    /// Reads `every week`, `every 2 weeks`, `every two weeks`, `every other week`,
    /// `every 10 days`, `every quarter`, and the single words from `daily` to
    /// `yearly`, in any case. `biweekly` is every two weeks.
    ///
    /// # Errors
    /// When it is none of these, or counts below 1 or above [`MAX_EVERY`].
    fn from_str(said: &str) -> Result<Self, Self::Err> {
        let lower = said.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let (every, unit) = match words.as_slice() {
            [word] => single_word(word),
            ["every", unit] => times(1, unit),
            ["every", count, unit] => count_every(count).and_then(|count| times(count, unit)),
            _ => None,
        }
        .ok_or_else(|| CadenceError::unreadable(said))?;
        Self::new(every, unit)
    }
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

impl TryFrom<String> for Cadence {
    type Error = CadenceError;

    fn try_from(said: String) -> Result<Self, Self::Error> {
        said.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}

/// Whether the next one-on-one is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Due on a later day.
    OnTime {
        /// The day on which it is due.
        due: Date,
    },
    /// Due today.
    Due {
        /// Today.
        due: Date,
    },
    /// Should have been.
    Overdue {
        /// The day on which it was due.
        due: Date,
        /// How many days ago that was, from 1.
        days: i64,
    },
}

impl Standing {
    /// The day on which the one-on-one is, or was, due.
    pub const fn due(self) -> Date {
        match self {
            Self::OnTime { due } | Self::Due { due } | Self::Overdue { due, .. } => due,
        }
    }
}

/// How two people stand with their cadence on `today`; nothing when they have none.
///
/// `last_met` is the day of their last one-on-one that was held. Before the first,
/// the cadence counts from `since`, the day on which the person was added, so that
/// someone new is neither late at once nor never.
pub fn standing(cadence: Option<Cadence>, last_met: Option<Date>, since: Date, today: Date) -> Option<Standing> {
    let due = cadence?.next_after(last_met.unwrap_or(since));
    let days = today.duration_since(due).as_hours() / 24;
    Some(match days {
        ..0 => Standing::OnTime { due },
        0 => Standing::Due { due },
        _ => Standing::Overdue { due, days },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
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
    fn the_default_is_every_week() {
        assert_eq!(Cadence::default(), every(1, Unit::Week));
        assert_eq!(Cadence::default().to_string(), "every week");
        assert_eq!(every(2, Unit::Week).to_string(), "every 2 weeks");
    }

    #[test]
    fn the_next_one_is_counted_in_the_calendar() {
        let cases = [
            (every(10, Unit::Day), date(2026, 11, 24), date(2026, 12, 4)),
            (every(2, Unit::Week), date(2026, 11, 24), date(2026, 12, 8)),
            (every(1, Unit::Month), date(2026, 1, 31), date(2026, 2, 28)),
            (every(52, Unit::Month), Date::MAX, Date::MAX),
        ];
        for (cadence, last, next) in cases {
            assert_eq!(cadence.next_after(last), next, "{cadence}");
        }
    }

    #[test]
    fn a_one_on_one_is_due_on_its_day_and_overdue_after_it() {
        let weekly = Some(Cadence::WEEKLY);
        let met = Some(date(2026, 11, 17));
        let added = date(2026, 11, 1);
        let due = date(2026, 11, 24);
        let first = date(2026, 11, 8);
        let cases = [
            ("the day before", weekly, met, date(2026, 11, 23), Some(Standing::OnTime { due })),
            ("the day itself", weekly, met, due, Some(Standing::Due { due })),
            ("the day after", weekly, met, date(2026, 11, 25), Some(Standing::Overdue { due, days: 1 })),
            ("long after", weekly, met, date(2027, 11, 24), Some(Standing::Overdue { due, days: 365 })),
            ("new people get one rhythm of time", weekly, None, added, Some(Standing::OnTime { due: first })),
            (
                "then they are late too",
                weekly,
                None,
                date(2026, 11, 10),
                Some(Standing::Overdue { due: first, days: 2 }),
            ),
            ("without a rhythm nothing is late", None, met, date(2027, 11, 24), None),
        ];
        for (rule, cadence, last_met, today, expected) in cases {
            assert_eq!(standing(cadence, last_met, added, today), expected, "{rule}");
        }
    }

    proptest! {
        #[test]
        fn every_rhythm_reads_back_from_how_it_is_said(count in 1u16..=52, index in 0usize..3) {
            let cadence = every(count, Unit::ALL[index]);
            prop_assert_eq!(cadence.to_string().parse(), Ok(cadence));
            let json = serde_json::to_string(&cadence).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cadence>(&json).unwrap(), cadence);
        }

        #[test]
        fn any_words_are_read_without_harm(said in "(every |[0-9]{1,6} |other |weeks?|\\PC){0,5}") {
            if let Ok(cadence) = said.parse::<Cadence>() {
                prop_assert!((1..=MAX_EVERY).contains(&cadence.every()));
            }
        }
    }
}
