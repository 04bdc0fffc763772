//! Periods of reviews and the choices for them.
//!
//! A quarter is a calendar quarter. A half-year and a year are the last six and twelve months
//! including the current one: on 24 November they start on 1 June and 1 December and end on 30
//! November. "Since the last review" is from the day after that one was finished until today.

use jiff::{Span, ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use crate::domain::{
    date::days_between,
    parse::date::{DateError, is_in_calendar, parse_past_range},
};

/// A range of days, both ends included; the first is never after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "PeriodRecord", into = "PeriodRecord")]
pub struct Period {
    first_day: Date,
    last_day: Date,
}

/// The serialized form of a period.
#[derive(Serialize, Deserialize)]
struct PeriodRecord {
    from: Date,
    to: Date,
}

impl TryFrom<PeriodRecord> for Period {
    type Error = PeriodError;

    fn try_from(days: PeriodRecord) -> Result<Self, PeriodError> {
        Self::new(days.from, days.to)
    }
}

impl From<Period> for PeriodRecord {
    fn from(Period { first_day: from, last_day: to }: Period) -> Self {
        Self { from, to }
    }
}

/// Why two days are not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The end is before the start.
    #[error("It ends before it starts: {} is after {}.", format_full_date(*.from), format_full_date(*.to))]
    EndBeforeStart {
        /// The start.
        from: Date,
        /// The end.
        to: Date,
    },
    /// A day is before the year 1.
    #[error("Dates can’t be before the year 1.")]
    DateOutOfRange,
}

impl Period {
    /// The period from one day to another.
    ///
    /// # Errors
    /// When the end is before the start, or a day before the year 1.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodError> {
        if !is_in_calendar(from) {
            return Err(PeriodError::DateOutOfRange);
        }
        if from > to {
            Err(PeriodError::EndBeforeStart { from, to })
        } else {
            Ok(Self { first_day: from, last_day: to })
        }
    }

    /// The period between two days in any order.
    pub(super) fn from_unordered(one: Date, other: Date) -> Self {
        Self { first_day: one.min(other), last_day: one.max(other) }
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        self.first_day
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.last_day
    }

    /// Whether it includes a day.
    pub fn contains(self, day: Date) -> bool {
        (self.first_day..=self.last_day).contains(&day)
    }

    /// The number of days.
    pub fn day_count(self) -> u32 {
        u32::try_from(days_between(self.first_day, self.last_day) + 1).unwrap_or_default()
    }

    /// The days that two periods have in common.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.first_day.max(other.first_day), self.last_day.min(other.last_day)).ok()
    }

    /// "1 Jun – 30 Nov 2026"; both years where they differ; of one day, that day.
    pub fn label(self) -> String {
        let Self { first_day: from, last_day: to } = self;
        if from == to {
            return format_full_date(from);
        }
        let first = if from.year() == to.year() { from.strftime("%-d %b").to_string() } else { format_full_date(from) };
        format!("{first} – {}", format_full_date(to))
    }
}

/// "30 Nov 2026".
fn format_full_date(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// A choice of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodChoice {
    /// The calendar quarter of today.
    ThisQuarter,
    /// The quarter before.
    LastQuarter,
    /// The last six months.
    #[default]
    HalfYear,
    /// The last twelve months.
    Year,
    /// Since the day after the last review was finished.
    #[serde(rename = "since_the_last")]
    SinceLastReview,
    /// Two days given by hand.
    #[serde(rename = "days")]
    Custom(Period),
}

impl PeriodChoice {
    /// The choices that need no days, in menu order.
    pub const PRESETS: [Self; 5] =
        [Self::ThisQuarter, Self::LastQuarter, Self::HalfYear, Self::Year, Self::SinceLastReview];

    /// The period of the choice as of `today`. `last` is the day the last review was finished;
    /// without one, "since the last review" is the year.
    pub fn period(self, today: Date, last: Option<Date>) -> Period {
        let quarter = months_before(today.first_of_month(), i32::from((today.month() - 1) % 3));
        let from =
            |first: Date, months: i32| Period::from_unordered(first, previous_day(months_before(first, -months)));
        match (self, last) {
            (Self::ThisQuarter, _) => from(quarter, 3),
            (Self::LastQuarter, _) => from(months_before(quarter, 3), 3),
            (Self::HalfYear, _) => from(months_before(today.first_of_month(), 5), 6),
            (Self::Year, _) | (Self::SinceLastReview, None) => from(months_before(today.first_of_month(), 11), 12),
            // After a review finished today, the period is today.
            (Self::SinceLastReview, Some(last)) => {
                Period::from_unordered(last.tomorrow().unwrap_or(last).min(today), today)
            }
            (Self::Custom(period), _) => period,
        }
    }
}

/// The first day of the month so many months earlier, within the calendar.
fn months_before(first: Date, months: i32) -> Date {
    first.checked_sub(Span::new().months(months)).unwrap_or(first).max(first_calendar_day())
}

fn previous_day(first: Date) -> Date {
    first.checked_sub(1.day()).unwrap_or(first)
}

fn first_calendar_day() -> Date {
    Date::constant(1, 1, 1)
}

/// The errors of two typed days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodFieldErrors {
    /// The error of the first.
    pub from: Option<String>,
    /// The error of the last.
    pub to: Option<String>,
}

/// Parses two typed days. A month or a year means its first day, or its last as the end.
///
/// # Errors
/// The errors of each field.
pub fn parse_period(from: &str, to: &str, today: Date) -> Result<Period, PeriodFieldErrors> {
    let to_text = |read: Result<(Date, Date), DateError>| read.map_err(|error| error.to_string());
    match (to_text(parse_past_range(from, today)), to_text(parse_past_range(to, today))) {
        (Ok((from, _)), Ok((_, to))) => {
            Period::new(from, to).map_err(|error| PeriodFieldErrors { from: None, to: Some(error.to_string()) })
        }
        (from, to) => Err(PeriodFieldErrors { from: from.err(), to: to.err() }),
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
    fn choices_resolve_to_calendar_periods() {
        use PeriodChoice::{HalfYear, LastQuarter, SinceLastReview, ThisQuarter, Year};
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
            ("since the last", SinceLastReview, "2026-11-24", Some("2026-05-31"), "1 Jun – 24 Nov 2026"),
            ("finished yesterday", SinceLastReview, "2026-11-24", Some("2026-11-23"), "24 Nov 2026"),
            ("finished today", SinceLastReview, "2026-11-24", Some("2026-11-24"), "24 Nov 2026"),
            ("never finished", SinceLastReview, "2026-11-24", None, "1 Dec 2025 – 30 Nov 2026"),
            ("the first year of all", Year, "0001-03-05", None, "1 Jan – 31 Dec 0001"),
        ];
        for (rule, choice, today, last, expected) in cases {
            assert_eq!(choice.period(day(today), last.map(day)).label(), expected, "{rule}");
        }
    }

    #[test]
    fn period_includes_both_ends() {
        let period = |from, to| Period::new(day(from), day(to)).unwrap();
        let cases = [
            ("one day", period("2026-11-24", "2026-11-24"), 1),
            ("the half-year", period("2026-06-01", "2026-11-30"), 183),
            ("with a leap day", period("2028-02-01", "2028-03-01"), 30),
            ("over New Year", period("2025-12-31", "2026-01-01"), 2),
        ];
        for (rule, period, days) in cases {
            assert_eq!(period.day_count(), days, "{rule}");
            assert!(period.contains(period.first_day()) && period.contains(period.last_day()), "{rule}");
            assert!(!period.contains(period.last_day().tomorrow().unwrap()), "{rule}");
        }
        let autumn = period("2026-09-01", "2026-11-30");
        assert_eq!(autumn.intersection(period("2026-11-01", "2027-01-01")), Some(period("2026-11-01", "2026-11-30")));
        assert_eq!(autumn.intersection(period("2026-12-01", "2027-01-01")), None);
    }

    #[test]
    fn parses_periods_as_typed() {
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
            assert_eq!(parse_period(from, to, today).map(Period::label).as_deref(), Ok(expected), "{rule}");
        }
    }

    #[test]
    fn invalid_period_reports_errors_per_field() {
        let today = date(2026, 11, 24);
        let wrong = parse_period("30 sep", "1 jun", today).unwrap_err();
        assert_eq!(wrong.to.as_deref(), Some("It ends before it starts: 30 Sep 2026 is after 1 Jun 2026."));
        assert_eq!(wrong.from, None);
        let wrong = parse_period("soon", "31 feb 2026", today).unwrap_err();
        assert!(wrong.from.unwrap().contains("isn’t a date"));
        assert!(wrong.to.unwrap().contains("There’s no"));
        let wrong = parse_period("", "today", today).unwrap_err();
        assert!(wrong.from.is_some() && wrong.to.is_none());
        assert!(parse_period("0000-01-01", "today", today).is_err());
    }

    #[test]
    fn period_choice_round_trips_and_rejects_invalid_json() {
        let days = PeriodChoice::Custom(Period::new(date(2026, 1, 5), date(2026, 2, 6)).unwrap());
        for choice in PeriodChoice::PRESETS.into_iter().chain([days]) {
            let json = serde_json::to_string(&choice).unwrap();
            assert_eq!(serde_json::from_str::<PeriodChoice>(&json).unwrap(), choice, "{json}");
        }
        let backwards = r#"{"days":{"from":"2026-02-06","to":"2026-01-05"}}"#;
        assert!(serde_json::from_str::<PeriodChoice>(backwards).is_err());
    }
}
