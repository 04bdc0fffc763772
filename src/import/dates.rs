//! The order of day and month in a source, and the moments of its dates.

use jiff::civil::{Date, Time};

use super::ImportContext;
pub use crate::domain::parse::date::DayOrder;
use crate::domain::{
    moment::Moment,
    parse::date::{PartialDate, is_in_calendar},
};

/// What the numeric dates of a source show of their order.
#[derive(Debug, Default)]
pub(super) struct OrderEvidence {
    day_first: bool,
    month_first: bool,
    example: Option<String>,
}

impl OrderEvidence {
    /// Counts a date that can be in one order only.
    pub fn add_order(&mut self, implied: Option<DayOrder>) {
        match implied {
            Some(DayOrder::DayFirst) => self.day_first = true,
            Some(DayOrder::MonthFirst) => self.month_first = true,
            None => {}
        }
    }

    /// Keeps the text of the first date that can be read in both orders.
    pub fn add_date(&mut self, date: PartialDate, text: &str) {
        if matches!(date, PartialDate::Ambiguous { .. }) && self.example.is_none() {
            self.example = Some(text.to_owned());
        }
    }

    /// The order of the source, where its dates show one and do not contradict each other.
    pub fn order(&self) -> Option<DayOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }

    /// A date that can be read in both orders, as it was written.
    pub fn example(&self) -> Option<&str> {
        self.example.as_deref()
    }
}

/// People written about within this many days keep their cadence.
pub(super) const RECENT_DAYS: i32 = 42;

/// The moment of an entry of `day` without a time: noon in the leader's zone, or now if that is
/// earlier. `None` for a future day, and for one outside the calendar.
pub fn moment_at_noon(day: Date, context: &ImportContext) -> Option<Moment> {
    moment_at(day, Time::constant(12, 0, 0, 0), context)
}

/// The moment of an entry of `day` at `time` in the leader's zone; what is later today becomes now.
pub fn moment_at(day: Date, time: Time, context: &ImportContext) -> Option<Moment> {
    if !is_in_calendar(day) || day > context.now.date() {
        return None;
    }
    let local = day.to_datetime(time).to_zoned(context.now.time_zone().clone()).ok()?;
    Some(Moment::from(&local.min(context.now.clone())))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn a_day_without_a_time_is_noon_and_never_later_than_now() {
        let context_at = |now: &str| ImportContext { now: now.parse().expect(now), people: Vec::new() };
        let morning = context_at("2026-11-24T10:11[Europe/Berlin]");
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
        let evening = context_at("2026-11-24T20:00[Europe/Berlin]");
        let at = moment_at(date(2026, 11, 24), time(18, 30, 0, 0), &evening).expect("it is over");
        assert_eq!(at.to_string(), "2026-11-24T18:30:00+01:00[Europe/Berlin]");
    }
}
