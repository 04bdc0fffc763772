//! Days as other programs and people write them, and the moment that stands for one.

mod grammar;

use jiff::civil::{Date, Time};

pub(super) use self::grammar::{ParsedDate, parse, parse_time};
use super::ImportContext;
use crate::domain::{moment::Moment, parse::date::is_in_calendar, string_enum::string_enum};

string_enum! {
    /// How a day of three numbers is read, where it can be read in two ways.
    pub enum DayOrder {
        /// 03/04/24 is the third of April.
        DayFirst = "day-first",
        /// 03/04/24 is the fourth of March.
        MonthFirst = "month-first",
    }
}

/// Whom one has met within so many days one is likely to meet again.
pub(super) const RECENT_DAYS: i32 = 42;

/// The moment for what was written on `day`, where nobody says at what time: noon where the leader is, or now where it is
/// today and still before noon. `None` for a day that has not come, and for one that is in no calendar.
pub fn moment_at_noon(day: Date, context: &ImportContext) -> Option<Moment> {
    moment_at(day, Time::constant(12, 0, 0, 0), context)
}

/// The same of a day and a time on the clock there. What is later today is now: nothing is written later than that.
pub fn moment_at(day: Date, time: Time, context: &ImportContext) -> Option<Moment> {
    if !is_in_calendar(day) || day > context.now.date() {
        return None;
    }
    let there = day.to_datetime(time).to_zoned(context.now.time_zone().clone()).ok()?;
    Some(Moment::from(&there.min(context.now.clone())))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn a_day_without_a_time_is_noon_and_never_later_than_now() {
        let ground = |now: &str| ImportContext { now: now.parse().expect(now), people: Vec::new() };
        let morning = ground("2026-11-24T10:11[Europe/Berlin]");
        for (day, expected) in [
            (date(2024, 3, 3), Some("2024-03-03T12:00:00+01:00[Europe/Berlin]")),
            (date(2024, 7, 3), Some("2024-07-03T12:00:00+02:00[Europe/Berlin]")),
            (date(2026, 11, 24), Some("2026-11-24T10:11:00+01:00[Europe/Berlin]")),
            (date(2026, 11, 25), None),
            (date(9999, 12, 31), None),
            (date(1, 1, 1), Some("0001-01-01T12:00:00+00:53:28[Europe/Berlin]")),
            (date(0, 12, 31), None),
        ] {
            let at = moment_at_noon(day, &morning).map(|at| (at.day(), at.to_string()));
            if day.year() > 1 {
                assert_eq!(at.map(|(_, at)| at).as_deref(), expected, "{day}");
            } else {
                assert_eq!(at.map(|(day, _)| day), expected.map(|_| day));
            }
        }
        let evening = ground("2026-11-24T20:00[Europe/Berlin]");
        let at = moment_at(date(2026, 11, 24), time(18, 30, 0, 0), &evening).expect("it is over");
        assert_eq!(at.to_string(), "2026-11-24T18:30:00+01:00[Europe/Berlin]");
    }
}
