//! Cadences: how often two people mean to meet, and whether they do.

mod status;

use std::{fmt, str::FromStr};

use jiff::{
    Span,
    civil::{Date, Time, Weekday},
};
use serde::{Deserialize, Serialize};

pub use self::status::{CadenceAnchor, CadenceStatus, cadence_status};
pub use crate::domain::parse::cadence::CadenceError;

/// The largest count of an [`Interval`]: a year of weeks.
pub const MAX_INTERVAL: u16 = 52;

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
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let singular = input.strip_suffix('s').unwrap_or(input);
        Self::ALL.into_iter().find(|unit| unit.as_str() == singular).ok_or_else(|| CadenceError::unrecognized(input))
    }
}

/// So many days, weeks or months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    count: u16,
    unit: Unit,
}

impl Interval {
    /// An interval of `every` units.
    ///
    /// # Errors
    /// When `every` is not 1 to [`MAX_INTERVAL`].
    pub const fn new(every: u16, unit: Unit) -> Result<Self, CadenceError> {
        if every == 0 || every > MAX_INTERVAL {
            return Err(CadenceError::OutOfRange { count: every });
        }
        Ok(Self { count: every, unit })
    }

    /// The day one interval after `from`. The 31st becomes the last day of a shorter month, 29
    /// February the 28th.
    fn after(self, from: Date) -> Date {
        let span = match self.unit {
            Unit::Day => Span::new().try_days(self.count),
            Unit::Week => Span::new().try_weeks(self.count),
            Unit::Month => Span::new().try_months(self.count),
        };
        // At most 52 units fit any span; at the end of the calendar, its last day is used.
        span.map_or(from, |span| from.saturating_add(span))
    }

    /// The approximate number of days, to compare intervals.
    const fn approx_days(self) -> u16 {
        self.count
            * match self.unit {
                Unit::Day => 1,
                Unit::Week => 7,
                Unit::Month => 30,
            }
    }
}

/// "3 weeks", "1 month".
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.count, self.unit, if self.count == 1 { "" } else { "s" })
    }
}

/// How often two people mean to meet: an interval, which is the ideal gap, optionally with a
/// weekday, a time and the longest acceptable gap.
///
/// The default is every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cadence {
    interval: Interval,
    weekday: Option<Weekday>,
    time: Option<Time>,
    max_gap: Option<Interval>,
}

impl Cadence {
    /// Every week.
    pub const WEEKLY: Self = Self::from_interval(Interval { count: 1, unit: Unit::Week });

    const fn from_interval(interval: Interval) -> Self {
        Self { interval, weekday: None, time: None, max_gap: None }
    }

    /// A cadence of every `every` units.
    ///
    /// # Errors
    /// When `every` is not 1 to [`MAX_INTERVAL`].
    pub const fn new(every: u16, unit: Unit) -> Result<Self, CadenceError> {
        if every == 0 || every > MAX_INTERVAL {
            return Err(CadenceError::OutOfRange { count: every });
        }
        Ok(Self::from_interval(Interval { count: every, unit }))
    }

    /// The same on a weekday; `None` for any.
    #[must_use]
    pub const fn with_weekday(self, weekday: Option<Weekday>) -> Self {
        Self { weekday, ..self }
    }

    /// The same at a time of the leader's clock; `None` for any.
    #[must_use]
    pub const fn with_time(self, time: Option<Time>) -> Self {
        Self { time, ..self }
    }

    /// The same with a longest acceptable gap.
    ///
    /// # Errors
    /// When it is shorter than the interval.
    pub fn with_max_gap(self, latest: Option<Interval>) -> Result<Self, CadenceError> {
        match latest {
            Some(latest) if latest.approx_days() < self.interval.approx_days() => {
                Err(CadenceError::MaxGapTooShort { max_gap: latest, cadence: self.interval_only() })
            }
            latest => Ok(Self { max_gap: latest, ..self }),
        }
    }

    /// The same without weekday, time and longest gap.
    #[must_use]
    pub const fn interval_only(self) -> Self {
        Self::from_interval(self.interval)
    }

    /// The number of units between two meetings: 1 to [`MAX_INTERVAL`].
    pub const fn interval_count(self) -> u16 {
        self.interval.count
    }

    /// The unit of the interval.
    pub const fn unit(self) -> Unit {
        self.interval.unit
    }

    /// The weekday on which they meet.
    pub const fn weekday(self) -> Option<Weekday> {
        self.weekday
    }

    /// The time at which they meet, on the leader's clock.
    pub const fn time(self) -> Option<Time> {
        self.time
    }

    /// The longest acceptable gap.
    pub const fn max_gap(self) -> Option<Interval> {
        self.max_gap
    }

    /// The due day of the meeting after one on `last`. With a weekday, it is that day of the week
    /// in which the meeting would be due without: a meeting that slipped to Thursday does not move
    /// the Tuesdays that follow. Without a weekday, it is never on a weekend, but on the nearest
    /// working day.
    pub fn next_after(self, last: Date) -> Date {
        let day = self.interval.after(last);
        let Some(weekday) = self.weekday else { return nearest_working_day(day, last) };
        let monday = day.weekday().to_monday_zero_offset();
        let moved = i32::from(weekday.to_monday_zero_offset() - monday);
        let on_weekday = Span::new().try_days(moved).map_or(day, |days| day.saturating_add(days));
        if on_weekday > last { on_weekday } else { on_weekday.saturating_add(Span::new().days(7)) }
    }

    /// The due day of the first meeting with somebody who was added on `added`: as late as it can
    /// be within one interval, on the weekday or else on a working day.
    pub fn first_after(self, added: Date) -> Date {
        let end = self.interval.after(added);
        let fits = |day: Date| match self.weekday {
            Some(weekday) => day.weekday() == weekday,
            None => !is_weekend(day),
        };
        let days_before = (0..7).map(|days| end.saturating_sub(Span::new().days(days)));
        days_before.take_while(|day| *day > added).find(|day| fits(*day)).unwrap_or_else(|| self.next_after(added))
    }

    /// The last day within the longest acceptable gap after a meeting on `met`, if there is one.
    pub fn deadline_after(self, met: Date) -> Option<Date> {
        self.max_gap.map(|latest| latest.after(met))
    }
}

/// Whether it is a Saturday or Sunday.
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The working day that is nearest to `day` and after `last`: the Friday for a Saturday, the Monday
/// for a Sunday.
fn nearest_working_day(day: Date, last: Date) -> Date {
    let moved = |days: i64| day.saturating_add(Span::new().days(days));
    match day.weekday() {
        Weekday::Saturday if moved(-1) > last => moved(-1),
        Weekday::Saturday => moved(2),
        Weekday::Sunday => moved(1),
        _ => day,
    }
}

impl Default for Cadence {
    fn default() -> Self {
        Self::WEEKLY
    }
}

/// "every 2 weeks on Tuesday at 10:00 (3 weeks at the latest)".
impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.interval_count() {
            1 => write!(f, "every {}", self.unit())?,
            every => write!(f, "every {every} {}s", self.unit())?,
        }
        if let Some(weekday) = self.weekday {
            write!(f, " on {}", weekday_name(weekday))?;
        }
        if let Some(time) = self.time {
            write!(f, " at {}", time.strftime("%H:%M"))?;
        }
        self.max_gap.map_or(Ok(()), |latest| write!(f, " ({latest} at the latest)"))
    }
}

/// The English name of a weekday.
pub const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

impl TryFrom<String> for Cadence {
    type Error = CadenceError;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        input.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn every(count: u16, unit: Unit) -> Cadence {
        Cadence::new(count, unit).unwrap()
    }

    #[test]
    fn the_default_is_every_week() {
        assert_eq!(Cadence::default(), every(1, Unit::Week));
        assert_eq!(Cadence::default().to_string(), "every week");
        assert_eq!(every(2, Unit::Week).to_string(), "every 2 weeks");
    }

    #[test]
    fn display_includes_weekday_time_and_max_gap() {
        let full = every(2, Unit::Week).with_weekday(Some(Weekday::Tuesday)).with_time(Some(time(9, 30, 0, 0)));
        let full = full.with_max_gap(Some(Interval::new(1, Unit::Month).unwrap())).unwrap();
        assert_eq!(full.to_string(), "every 2 weeks on Tuesday at 09:30 (1 month at the latest)");
        assert_eq!(full.interval_only(), every(2, Unit::Week));
        let soon = every(1, Unit::Month).with_max_gap(Some(Interval::new(3, Unit::Week).unwrap())).unwrap_err();
        assert_eq!(soon.to_string(), "Overdue after 3 weeks is sooner than every month. Enter a longer time.");
    }

    #[test]
    fn next_meeting_follows_the_calendar() {
        let on = |count, unit, weekday| every(count, unit).with_weekday(Some(weekday));
        for (case, cadence, last, next) in [
            ("days", every(10, Unit::Day), date(2026, 11, 24), date(2026, 12, 4)),
            ("weeks", every(2, Unit::Week), date(2026, 11, 24), date(2026, 12, 8)),
            // The clocks of Europe change on 29 March and on 25 October, those of New York on 8
            // March and 1 November.
            ("over the day of 23 hours", every(1, Unit::Week), date(2026, 3, 24), date(2026, 3, 31)),
            ("to the day after that of 23 hours", every(1, Unit::Day), date(2026, 3, 29), date(2026, 3, 30)),
            ("over the day of 25 hours", every(1, Unit::Week), date(2026, 10, 20), date(2026, 10, 27)),
            ("in days over both", every(52, Unit::Day), date(2026, 3, 8), date(2026, 4, 29)),
            ("months", every(1, Unit::Month), date(2026, 11, 24), date(2026, 12, 24)),
            ("over the year", every(3, Unit::Month), date(2026, 11, 30), date(2027, 3, 1)),
            ("the 31st of a short month", every(1, Unit::Month), date(2028, 1, 31), date(2028, 2, 29)),
            ("from a Saturday to the Friday before", every(1, Unit::Month), date(2026, 1, 31), date(2026, 2, 27)),
            ("from a Sunday to the Monday after", every(1, Unit::Week), date(2026, 11, 22), date(2026, 11, 30)),
            ("daily, from Friday to Monday", every(1, Unit::Day), date(2026, 11, 27), date(2026, 11, 30)),
            ("on a Saturday that was set", on(1, Unit::Week, Weekday::Saturday), date(2026, 11, 28), date(2026, 12, 5)),
            ("the 31st of a month of 30", every(1, Unit::Month), date(2026, 3, 31), date(2026, 4, 30)),
            ("the 31st in two months", every(2, Unit::Month), date(2026, 7, 31), date(2026, 9, 30)),
            ("a leap year", every(1, Unit::Month), date(2028, 1, 31), date(2028, 2, 29)),
            ("a leap day in a year", every(12, Unit::Month), date(2028, 2, 29), date(2029, 2, 28)),
            ("a leap day in four years", every(48, Unit::Month), date(2028, 2, 29), date(2032, 3, 1)),
            ("the day before a leap day", every(1, Unit::Day), date(2028, 2, 28), date(2028, 2, 29)),
            ("the end of the calendar", every(52, Unit::Month), Date::MAX, Date::MAX),
            ("on its weekday", on(1, Unit::Week, Weekday::Tuesday), date(2026, 11, 24), date(2026, 12, 1)),
            ("slipped to a Thursday", on(1, Unit::Week, Weekday::Tuesday), date(2026, 11, 26), date(2026, 12, 1)),
            ("a day early", on(1, Unit::Week, Weekday::Tuesday), date(2026, 11, 23), date(2026, 12, 1)),
            ("slipped to a Sunday", on(2, Unit::Week, Weekday::Monday), date(2026, 11, 29), date(2026, 12, 7)),
            ("the month's Tuesday", on(1, Unit::Month, Weekday::Tuesday), date(2026, 11, 24), date(2026, 12, 22)),
            ("a month's end", on(1, Unit::Month, Weekday::Friday), date(2026, 1, 30), date(2026, 2, 27)),
            ("never the same day", on(1, Unit::Day, Weekday::Tuesday), date(2026, 11, 24), date(2026, 12, 1)),
            ("never a day before", on(2, Unit::Day, Weekday::Monday), date(2026, 11, 24), date(2026, 11, 30)),
        ] {
            assert_eq!(cadence.next_after(last), next, "{case}");
        }
    }

    #[test]
    fn the_first_meeting_is_within_one_interval() {
        let on = |count, unit, weekday| every(count, unit).with_weekday(Some(weekday));
        for (case, cadence, added, first) in [
            ("two weeks", every(2, Unit::Week), date(2026, 11, 24), date(2026, 12, 8)),
            ("added on a Sunday", every(2, Unit::Week), date(2026, 11, 29), date(2026, 12, 11)),
            ("on a later weekday", on(2, Unit::Week, Weekday::Friday), date(2026, 11, 23), date(2026, 12, 4)),
            ("on an earlier weekday", on(2, Unit::Week, Weekday::Monday), date(2026, 11, 25), date(2026, 12, 7)),
            ("on the same weekday", on(1, Unit::Week, Weekday::Monday), date(2026, 11, 23), date(2026, 11, 30)),
            (
                "on a Saturday that was set",
                on(1, Unit::Week, Weekday::Saturday),
                date(2026, 11, 24),
                date(2026, 11, 28),
            ),
            ("a month", every(1, Unit::Month), date(2026, 11, 24), date(2026, 12, 24)),
            ("daily over a weekend", every(1, Unit::Day), date(2026, 11, 27), date(2026, 11, 30)),
            ("daily on one weekday", on(2, Unit::Day, Weekday::Monday), date(2026, 11, 24), date(2026, 11, 30)),
        ] {
            assert_eq!(cadence.first_after(added), first, "{case}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_weekend_is_chosen_by_itself(count in 1_u16..=52, unit in 0_usize..3, day in 0_i64..20_000) {
            let cadence = every(count, Unit::ALL[unit]);
            let from = date(2000, 1, 1).checked_add(Span::new().days(day)).unwrap();
            for next in [cadence.next_after(from), cadence.first_after(from)] {
                proptest::prop_assert!(!is_weekend(next) && next > from, "{from}: {next}");
            }
        }
    }
}
