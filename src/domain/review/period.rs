//! The days a review is about, and how they are chosen.
//!
//! A quarter is one of the calendar. A half-year and a year are the six and the twelve months up to this one, this one
//! included: on 24 November they begin on 1 June and on 1 December, and both end on 30 November. Since the last review is from
//! the day after that one was finished until today.

use jiff::{Span, ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use crate::domain::{
    day::{DayError, is_in_calendar, parse_past_stretch},
    person::Person,
};

/// The days from one to another, both included; the first is never after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Days", into = "Days")]
pub struct Period {
    from: Date,
    to: Date,
}

/// How a period is written down.
#[derive(Serialize, Deserialize)]
struct Days {
    from: Date,
    to: Date,
}

impl TryFrom<Days> for Period {
    type Error = PeriodError;

    fn try_from(days: Days) -> Result<Self, PeriodError> {
        Self::new(days.from, days.to)
    }
}

impl From<Period> for Days {
    fn from(Period { from, to }: Period) -> Self {
        Self { from, to }
    }
}

/// Why two days are no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The wrong way round.
    #[error("It ends before it begins: {} comes after {}.", full(*.from), full(*.to))]
    Backwards {
        /// Where it was to begin.
        from: Date,
        /// Where it was to end.
        to: Date,
    },
    /// The calendar has no such day.
    #[error("The calendar begins with the year 1.")]
    BeforeTheCalendar,
}

impl Period {
    /// The days from one to another.
    ///
    /// # Errors
    /// Where they are the wrong way round, or before the calendar.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodError> {
        if !is_in_calendar(from) {
            return Err(PeriodError::BeforeTheCalendar);
        }
        if from > to { Err(PeriodError::Backwards { from, to }) } else { Ok(Self { from, to }) }
    }

    /// From the first to the last of two days, whichever is which.
    pub(super) fn between(one: Date, other: Date) -> Self {
        Self { from: one.min(other), to: one.max(other) }
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub fn to(self) -> Date {
        self.to
    }

    /// Whether a day is one of its days.
    pub fn contains(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// How many days it has.
    pub fn days(self) -> u32 {
        days(self.from, self.to)
    }

    /// The part of it that two periods have in common.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// "1 Jun – 30 Nov 2026"; both years where they differ; of one day, that day.
    pub fn say(self) -> String {
        let Self { from, to } = self;
        if from == to {
            return full(from);
        }
        let first = if from.year() == to.year() { from.strftime("%-d %b").to_string() } else { full(from) };
        format!("{first} – {}", full(to))
    }

    /// Why there is nothing in it that could be: it lies before the person came, or is still to come. `None` where neither is so.
    pub fn why_nothing(self, person: &Person, today: Date) -> Option<String> {
        let them = person.profile.short_name();
        match person.profile.since {
            Some(since) if self.to < since => {
                Some(format!("{them} came in {}, after this period.", since.strftime("%B %Y")))
            }
            _ if self.from > today => Some("This period is still to come.".to_owned()),
            _ => None,
        }
    }
}

/// "30 Nov 2026".
fn full(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// How many days there are from one to another, both counted.
fn days(from: Date, to: Date) -> u32 {
    let hours = to.duration_since(from).as_hours();
    u32::try_from(hours / 24 + 1).unwrap_or(0)
}

/// How a period is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The quarter of the calendar that today is in.
    ThisQuarter,
    /// The quarter before.
    LastQuarter,
    /// The six months up to this one.
    #[default]
    HalfYear,
    /// The twelve months up to this one.
    Year,
    /// Since the day after the last review was finished.
    SinceTheLast,
    /// Two days.
    Days(Period),
}

impl Choice {
    /// What can be chosen without naming days, in the order it is offered.
    pub const NAMED: [Self; 5] = [Self::ThisQuarter, Self::LastQuarter, Self::HalfYear, Self::Year, Self::SinceTheLast];

    /// The word on its button.
    pub fn word(self) -> &'static str {
        match self {
            Self::ThisQuarter => "This quarter",
            Self::LastQuarter => "Last quarter",
            Self::HalfYear => "Half-year",
            Self::Year => "Year",
            Self::SinceTheLast => "Since the last review",
            Self::Days(_) => "Two days",
        }
    }

    /// The days it means on `today`. `last` is the day on which the last review of the person was finished: where there was none,
    /// "since the last review" is the year.
    pub fn period(self, today: Date, last: Option<Date>) -> Period {
        let quarter = months_back(first_of_month(today), i32::from((today.month() - 1) % 3));
        let from = |first: Date, months: i32| Period::between(first, last_day_before(months_back(first, -months)));
        match (self, last) {
            (Self::ThisQuarter, _) => from(quarter, 3),
            (Self::LastQuarter, _) => from(months_back(quarter, 3), 3),
            (Self::HalfYear, _) => from(months_back(first_of_month(today), 5), 6),
            (Self::Year, _) | (Self::SinceTheLast, None) => from(months_back(first_of_month(today), 11), 12),
            // What was finished today leaves today.
            (Self::SinceTheLast, Some(last)) => Period::between(last.tomorrow().unwrap_or(last).min(today), today),
            (Self::Days(period), _) => period,
        }
    }
}

fn first_of_month(day: Date) -> Date {
    day.first_of_month()
}

/// The first day of a month so many months before; the end of the calendar is as far as it goes.
fn months_back(first: Date, months: i32) -> Date {
    first.checked_sub(Span::new().months(months)).unwrap_or(first).max(first_of_the_calendar())
}

fn last_day_before(first: Date) -> Date {
    first.checked_sub(1.day()).unwrap_or(first)
}

fn first_of_the_calendar() -> Date {
    Date::constant(1, 1, 1)
}

/// What is wrong with two days as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// With the first.
    pub from: Option<String>,
    /// With the last.
    pub to: Option<String>,
}

/// Reads two days as they are typed. A month or a year begins with its first day and ends with its last.
///
/// # Errors
/// What is wrong with which of them.
pub fn read_days(from: &str, to: &str, today: Date) -> Result<Period, Wrong> {
    let said = |read: Result<(Date, Date), DayError>| read.map_err(|error| error.to_string());
    match (said(parse_past_stretch(from, today)), said(parse_past_stretch(to, today))) {
        (Ok((from, _)), Ok((_, to))) => {
            Period::new(from, to).map_err(|error| Wrong { from: None, to: Some(error.to_string()) })
        }
        (from, to) => Err(Wrong { from: from.err(), to: to.err() }),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_choice_means_days_by_the_calendar() {
        use Choice::{HalfYear, LastQuarter, SinceTheLast, ThisQuarter, Year};
        let cases = [
            ("the picture", HalfYear, "2026-11-24", None, "1 Jun – 30 Nov 2026"),
            ("over the end of a year", HalfYear, "2026-02-10", None, "1 Sep 2025 – 28 Feb 2026"),
            ("into a leap day", HalfYear, "2028-02-01", None, "1 Sep 2027 – 29 Feb 2028"),
            ("from a leap day", HalfYear, "2028-02-29", None, "1 Sep 2027 – 29 Feb 2028"),
            ("from the last of a long month", HalfYear, "2026-08-31", None, "1 Mar – 31 Aug 2026"),
            ("a year", Year, "2026-11-24", None, "1 Dec 2025 – 30 Nov 2026"),
            ("a year in December", Year, "2026-12-31", None, "1 Jan – 31 Dec 2026"),
            ("this quarter", ThisQuarter, "2026-11-24", None, "1 Oct – 31 Dec 2026"),
            ("its first day", ThisQuarter, "2026-10-01", None, "1 Oct – 31 Dec 2026"),
            ("its last day", ThisQuarter, "2026-09-30", None, "1 Jul – 30 Sep 2026"),
            ("the first of a year", ThisQuarter, "2026-01-01", None, "1 Jan – 31 Mar 2026"),
            ("last quarter", LastQuarter, "2026-11-24", None, "1 Jul – 30 Sep 2026"),
            ("the last of last year", LastQuarter, "2026-02-28", None, "1 Oct – 31 Dec 2025"),
            ("since the last", SinceTheLast, "2026-11-24", Some("2026-05-31"), "1 Jun – 24 Nov 2026"),
            ("finished yesterday", SinceTheLast, "2026-11-24", Some("2026-11-23"), "24 Nov 2026"),
            ("finished today", SinceTheLast, "2026-11-24", Some("2026-11-24"), "24 Nov 2026"),
            ("never finished", SinceTheLast, "2026-11-24", None, "1 Dec 2025 – 30 Nov 2026"),
            ("the first year of all", Year, "0001-03-05", None, "1 Jan – 31 Dec 0001"),
        ];
        for (rule, choice, today, last, expected) in cases {
            assert_eq!(choice.period(day(today), last.map(day)).say(), expected, "{rule}");
        }
    }

    #[test]
    fn a_period_counts_both_its_ends() {
        let period = |from, to| Period::new(day(from), day(to)).unwrap();
        let cases = [
            ("one day", period("2026-11-24", "2026-11-24"), 1),
            ("the half-year", period("2026-06-01", "2026-11-30"), 183),
            ("with a leap day", period("2028-02-01", "2028-03-01"), 30),
            ("over New Year", period("2025-12-31", "2026-01-01"), 2),
        ];
        for (rule, period, days) in cases {
            assert_eq!(period.days(), days, "{rule}");
            assert!(period.contains(period.from()) && period.contains(period.to()), "{rule}");
            assert!(!period.contains(period.to().tomorrow().unwrap()), "{rule}");
        }
        let autumn = period("2026-09-01", "2026-11-30");
        assert_eq!(autumn.and(period("2026-11-01", "2027-01-01")), Some(period("2026-11-01", "2026-11-30")));
        assert_eq!(autumn.and(period("2026-12-01", "2027-01-01")), None);
    }

    #[test]
    fn two_days_are_read_as_they_are_said() {
        let today = date(2026, 11, 24);
        let cases = [
            ("days", "1 jun", "30 sep", "1 Jun – 30 Sep 2026"),
            ("as they are written down", "2026-06-01", "2026-11-30", "1 Jun – 30 Nov 2026"),
            ("months are whole", "march", "may", "1 Mar – 31 May 2026"),
            ("a year is whole", "2024", "2024", "1 Jan – 31 Dec 2024"),
            ("one day", "yesterday", "yesterday", "23 Nov 2026"),
            ("the latest that was", "dec", "feb", "1 Dec 2025 – 28 Feb 2026"),
        ];
        for (rule, from, to, expected) in cases {
            assert_eq!(read_days(from, to, today).map(Period::say).as_deref(), Ok(expected), "{rule}");
        }
    }

    #[test]
    fn two_days_that_are_no_period_say_what_is_wrong_where() {
        let today = date(2026, 11, 24);
        let wrong = read_days("30 sep", "1 jun", today).unwrap_err();
        assert_eq!(wrong.to.as_deref(), Some("It ends before it begins: 30 Sep 2026 comes after 1 Jun 2026."));
        assert_eq!(wrong.from, None);
        let wrong = read_days("soon", "31 feb 2026", today).unwrap_err();
        assert!(wrong.from.unwrap().contains("is not a day"));
        assert!(wrong.to.unwrap().contains("There is no day"));
        let wrong = read_days("", "today", today).unwrap_err();
        assert!(wrong.from.is_some() && wrong.to.is_none());
        assert!(read_days("0000-01-01", "today", today).is_err());
    }

    #[test]
    fn a_choice_that_is_kept_is_the_same_again_and_nonsense_is_none() {
        let days = Choice::Days(Period::new(date(2026, 1, 5), date(2026, 2, 6)).unwrap());
        for choice in Choice::NAMED.into_iter().chain([days]) {
            let json = serde_json::to_string(&choice).unwrap();
            assert_eq!(serde_json::from_str::<Choice>(&json).unwrap(), choice, "{json}");
        }
        let backwards = r#"{"days":{"from":"2026-02-06","to":"2026-01-05"}}"#;
        assert!(serde_json::from_str::<Choice>(backwards).is_err());
    }
}
