//! Whether the next meeting of a cadence is due.

use jiff::{Span, civil::Date};

use super::{Cadence, is_weekend};

/// Whether the next one-on-one is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CadenceStatus {
    /// Due on a later day.
    OnTime {
        /// The day on which it is due.
        due: Date,
    },
    /// Due today, or before today and within the longest acceptable gap.
    Due {
        /// The day since which it is due.
        due: Date,
    },
    /// Past its deadline.
    Overdue {
        /// The last day on which it was in time.
        due: Date,
        /// How many days ago that was, from 1.
        days: i64,
    },
}

impl CadenceStatus {
    /// The day on which the one-on-one is, or was, due.
    pub const fn due(self) -> Date {
        match self {
            Self::OnTime { due } | Self::Due { due } | Self::Overdue { due, .. } => due,
        }
    }
}

/// The days that a cadence counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CadenceAnchor {
    /// The day of the last one-on-one that took place.
    pub last_held: Option<Date>,
    /// The day of the last skipped one.
    pub last_skipped: Option<Date>,
    /// The day the person was added, which the cadence counts from before the first one-on-one.
    pub added_on: Date,
}

/// The status of a cadence `today`; `None` without a cadence.
///
/// After a skipped meeting the next is due one interval later, but skipping does not extend the
/// longest acceptable gap.
pub fn cadence_status(cadence: Option<Cadence>, last: CadenceAnchor, today: Date) -> Option<CadenceStatus> {
    let cadence = cadence?;
    let met = last.last_held.unwrap_or(last.added_on);
    let from = last.last_skipped.map_or(met, |skipped| skipped.max(met));
    let latest = cadence.deadline_after(met);
    let is_first = last.last_held.is_none() && from == met;
    let ideal = if is_first { cadence.first_after(met) } else { cadence.next_after(from) };
    let due = latest.map_or(ideal, |latest| working_day_by(latest, met).min(ideal));
    let limit = latest.unwrap_or(due);
    let days = today.duration_since(limit).as_hours() / 24;
    Some(if today < due {
        CadenceStatus::OnTime { due }
    } else if days <= 0 {
        CadenceStatus::Due { due }
    } else {
        CadenceStatus::Overdue { due: limit, days }
    })
}

/// The latest working day by `limit`; `limit` itself where there is none after `met`.
fn working_day_by(limit: Date, met: Date) -> Date {
    let mut days = (0..3).map(|days| limit.saturating_sub(Span::new().days(days)));
    days.find(|day| !is_weekend(*day)).filter(|day| *day > met).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cadence::{Interval, Unit};
    use jiff::civil::{Weekday, date};

    const ADDED: Date = date(2026, 11, 1);

    fn describe(standing: Option<CadenceStatus>) -> String {
        match standing {
            None => "nothing is due".into(),
            Some(CadenceStatus::OnTime { due }) => format!("on time, due {due}"),
            Some(CadenceStatus::Due { due }) => format!("due since {due}"),
            Some(CadenceStatus::Overdue { due, days }) => format!("{days} overdue since {due}"),
        }
    }

    #[test]
    fn due_on_its_day_and_overdue_afterwards() {
        let weekly = Some(Cadence::WEEKLY);
        let met = Some(date(2026, 11, 17));
        for (rule, cadence, met, today, expected) in [
            ("the day before", weekly, met, date(2026, 11, 23), "on time, due 2026-11-24"),
            ("the day itself", weekly, met, date(2026, 11, 24), "due since 2026-11-24"),
            ("the day after", weekly, met, date(2026, 11, 25), "1 overdue since 2026-11-24"),
            ("long after", weekly, met, date(2027, 11, 24), "365 overdue since 2026-11-24"),
            ("new people get one interval of time", weekly, None, ADDED, "on time, due 2026-11-06"),
            ("then they are late too", weekly, None, date(2026, 11, 10), "4 overdue since 2026-11-06"),
            ("without a cadence nothing is late", None, met, date(2027, 11, 24), "nothing is due"),
        ] {
            let last = CadenceAnchor { last_held: met, last_skipped: None, added_on: ADDED };
            assert_eq!(describe(cadence_status(cadence, last, today)), expected, "{rule}");
        }
    }

    #[test]
    fn deadline_on_a_weekend_is_due_on_the_friday_before() {
        let cadence = Cadence::WEEKLY.with_max_gap(Some(Interval::new(11, Unit::Day).unwrap())).unwrap();
        let last = CadenceAnchor {
            last_held: Some(date(2026, 11, 17)),
            last_skipped: Some(date(2026, 11, 24)),
            added_on: ADDED,
        };
        let on = |day| describe(cadence_status(Some(cadence), last, day));
        assert_eq!(on(date(2026, 11, 24)), "on time, due 2026-11-27");
        assert_eq!(on(date(2026, 11, 28)), "due since 2026-11-27");
        assert_eq!(on(date(2026, 11, 29)), "1 overdue since 2026-11-28");
    }

    #[test]
    fn skipped_meeting_postpones_due_date_but_not_max_gap() {
        let weekly = Cadence::WEEKLY;
        let tuesdays = weekly.with_weekday(Some(Weekday::Tuesday));
        let patient = weekly.with_max_gap(Some(Interval::new(2, Unit::Week).unwrap())).unwrap();
        let (met, skipped) = (date(2026, 11, 10), date(2026, 11, 17));
        for (rule, cadence, met, skipped, today, expected) in [
            ("after the skipped one", weekly, met, Some(skipped), skipped, "on time, due 2026-11-24"),
            ("skipped ahead", weekly, met, Some(skipped), met, "on time, due 2026-11-24"),
            ("and not met then", weekly, met, Some(skipped), date(2026, 11, 26), "2 overdue since 2026-11-24"),
            (
                "met although it was skipped",
                weekly,
                date(2026, 11, 18),
                Some(skipped),
                skipped,
                "on time, due 2026-11-25",
            ),
            ("on the weekday again", tuesdays, met, Some(date(2026, 11, 19)), met, "on time, due 2026-11-24"),
            ("not skipped, not too late yet", patient, met, None, date(2026, 11, 20), "due since 2026-11-17"),
            ("the last day that will do", patient, met, None, date(2026, 11, 24), "due since 2026-11-17"),
            ("too late", patient, met, None, date(2026, 11, 25), "1 overdue since 2026-11-24"),
            (
                "skipping does not put that off",
                patient,
                met,
                Some(skipped),
                date(2026, 11, 25),
                "1 overdue since 2026-11-24",
            ),
            (
                "twice skipped, due by the latest",
                patient,
                met,
                Some(date(2026, 11, 24)),
                skipped,
                "on time, due 2026-11-24",
            ),
        ] {
            let last = CadenceAnchor { last_held: Some(met), last_skipped: skipped, added_on: ADDED };
            assert_eq!(describe(cadence_status(Some(cadence), last, today)), expected, "{rule}");
        }
    }
}
