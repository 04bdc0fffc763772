//! One-on-ones whose day has passed without a record of what happened.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{
    cadence::Cadence,
    id::{PersonId, Uid},
    next_meeting::{MeetingSchedule, NextMeeting},
};

/// A one-on-one that was planned for a past day, and was neither held nor skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnconfirmedMeeting {
    /// The person.
    pub person: PersonId,
    /// The day it was planned for.
    pub day: Date,
    /// The time, where there was one.
    pub time: Option<Time>,
}

/// A question about an unconfirmed one-on-one that the leader does not want to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DismissedMeeting {
    /// The UUID of the person.
    pub person: Uid,
    /// The day that the one-on-one was planned for.
    pub day: Date,
}

/// The one-on-one of a past day of which it is not known whether it happened. It was planned by
/// hand, or a cadence with a weekday gives its day; without a weekday, the day is only a guess.
pub fn unconfirmed_meeting(person: PersonId, schedule: &MeetingSchedule, today: Date) -> Option<UnconfirmedMeeting> {
    let has_fixed_day = |cadence: Cadence| cadence.weekday().is_some() && cadence.max_gap().is_none();
    let next = schedule.next(today);
    let day = match next {
        NextMeeting::Planned { day, .. } => day,
        NextMeeting::ByCadence { status, .. } if schedule.cadence.is_some_and(has_fixed_day) => status.due(),
        NextMeeting::ByCadence { .. } | NextMeeting::Unscheduled | NextMeeting::InProgress => return None,
    };
    (day < today).then(|| UnconfirmedMeeting { person, day, time: next.time() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{cadence::CadenceAnchor, moment::Moment};

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn a_past_day_is_asked_about_once_it_was_really_planned() {
        let at = |day: Date| {
            let at = day.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
            Moment::from(&at)
        };
        for (case, cadence, planned, is_running, expected) in [
            ("planned for yesterday", "", Some(date(2026, 11, 23)), false, Some(date(2026, 11, 23))),
            ("planned for today", "", Some(TODAY), false, None),
            ("in progress", "", Some(date(2026, 11, 23)), true, None),
            ("every week on Friday", "every week on friday", None, false, Some(date(2026, 11, 20))),
            ("every week", "every week", None, false, None),
            ("nothing planned", "", None, false, None),
        ] {
            let schedule = MeetingSchedule {
                cadence: (!cadence.is_empty()).then(|| cadence.parse().unwrap()),
                anchor: CadenceAnchor { last_held: Some(date(2026, 11, 13)), last_skipped: None, added_on: TODAY },
                planned: planned.map(at),
                is_running,
            };
            let found = unconfirmed_meeting(PersonId(1), &schedule, TODAY).map(|meeting| meeting.day);
            assert_eq!(found, expected, "{case}");
        }
    }
}
