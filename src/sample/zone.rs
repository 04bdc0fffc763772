//! The time zone of sample journals, Lisbon, and date arithmetic.

use jiff::{
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};

use crate::domain::moment::Moment;

const ZONE_NAME: &str = "Europe/Lisbon";

/// The rule of Lisbon since 1996, so that a sample does not depend on the time zone database of the
/// machine.
const POSIX_RULE: &str = "WET0WEST,M3.5.0/1,M10.5.0";

/// Converts local dates and times to moments.
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

/// Whether a day is from Monday to Friday.
pub(super) fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day, or the next Monday if it is on a weekend.
pub(super) fn working_day_from(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => days_after(day, 2),
        Weekday::Sunday => days_after(day, 1),
        _ => day,
    }
}

/// The date `days` later, or earlier where `days` is negative.
pub(super) fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// The number of days from `earlier` to `day`; negative where `day` is earlier.
pub(super) fn days_between(earlier: Date, day: Date) -> i32 {
    (day - earlier).get_days()
}
