//! Where sample journals are written: in Lisbon.

use jiff::{
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};

use crate::domain::moment::Moment;

const ZONE_NAME: &str = "Europe/Lisbon";

/// The same rule that the zone database has for Lisbon since 1996. Spelled out, so that a sample does not depend on which
/// database a machine has, if it has one.
const POSIX_RULE: &str = "WET0WEST,M3.5.0/1,M10.5.0";

/// Turns a calendar's days and a clock's times into moments.
pub(super) struct SampleZone(TimeZone);

impl SampleZone {
    #[expect(clippy::expect_used, reason = "the rule is a constant, and tests use it")]
    pub(super) fn new() -> Self {
        Self(TimeZone::posix(POSIX_RULE).expect("a rule as POSIX has them"))
    }

    #[expect(clippy::expect_used, reason = "samples stay in years that every calendar has")]
    pub(super) fn moment(&self, at: DateTime) -> Moment {
        let zoned = at.to_zoned(self.0.clone()).expect("a time in these years");
        Moment::from_parts(zoned.timestamp().as_millisecond(), zoned.offset().seconds(), ZONE_NAME.to_owned())
            .expect("a moment in these years")
    }
}

/// Whether people work on that day.
pub(super) fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// That day, or the Monday after the weekend it is in.
pub(super) fn working_day_from(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => days_after(day, 2),
        Weekday::Sunday => days_after(day, 1),
        _ => day,
    }
}

/// The day so many days later, or earlier where `days` is negative.
pub(super) fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// How many days later than `earlier` the day is; negative where it is earlier.
pub(super) fn days_between(earlier: Date, day: Date) -> i32 {
    (day - earlier).get_days()
}
