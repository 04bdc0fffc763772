//! The one-on-ones of today and the next ones.

use jiff::civil::Date;

use super::{date::days_between, id::PersonId, next_meeting::NextMeeting};

/// At least so many people are shown, whenever their meeting is.
const MIN_SHOWN: usize = 3;
/// At most so many people are shown.
const MAX_SHOWN: usize = 6;

/// A person and their next one-on-one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingMeeting {
    /// The person.
    pub person: PersonId,
    /// The next one-on-one.
    pub next: NextMeeting,
}

impl UpcomingMeeting {
    /// Whether it is today or in progress.
    pub fn is_today(&self, today: Date) -> bool {
        self.next == NextMeeting::InProgress || self.next.day() == Some(today)
    }

    /// Soonest first; overdue ones come after tomorrow, since they have no date yet.
    fn sort_key(&self, today: Date) -> (u8, i32, i16) {
        let minutes = self.next.time().map_or(i16::MAX, |time| i16::from(time.hour()) * 60 + i16::from(time.minute()));
        let late = self.next.days_late(today);
        let away = self.next.day().map_or(0, |day| days_between(today, day));
        match away {
            _ if self.next == NextMeeting::InProgress => (0, 0, 0),
            _ if late > 0 => (3, -late, 0),
            0 => (1, 0, minutes),
            1 => (2, 0, minutes),
            ..0 => (4, away, 0),
            _ => (5, away, minutes),
        }
    }
}

/// The next one-on-ones, soonest first. People without a plan and a cadence are left out.
pub fn upcoming_meetings(people: impl IntoIterator<Item = UpcomingMeeting>, today: Date) -> Vec<UpcomingMeeting> {
    let mut meetings: Vec<UpcomingMeeting> =
        people.into_iter().filter(|meeting| meeting.next != NextMeeting::Unscheduled).collect();
    meetings.sort_by_key(|meeting| meeting.sort_key(today));
    meetings
}

/// How many of them to show: those of today, at least three and at most six.
pub fn visible_count(meetings: &[UpcomingMeeting], today: Date) -> usize {
    let today_count = meetings.iter().filter(|meeting| meeting.is_today(today)).count();
    today_count.clamp(MIN_SHOWN, MAX_SHOWN).min(meetings.len())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Time, date, time};

    use super::*;
    use crate::domain::cadence::CadenceStatus;

    const TODAY: Date = date(2026, 11, 24);

    fn days_ago(days: i32) -> Date {
        TODAY.saturating_sub(jiff::Span::new().days(days))
    }

    fn upcoming(id: i64, next: NextMeeting) -> UpcomingMeeting {
        UpcomingMeeting { person: PersonId(id), next }
    }

    fn planned(id: i64, day: Date, hour: i8) -> UpcomingMeeting {
        upcoming(id, NextMeeting::Planned { day, time: time(hour, 0, 0, 0) })
    }

    fn by_cadence(id: i64, standing: CadenceStatus, time: Option<Time>) -> UpcomingMeeting {
        upcoming(id, NextMeeting::ByCadence { status: standing, time })
    }

    #[test]
    fn upcoming_meetings_are_sorted_soonest_first() {
        let tomorrow = date(2026, 11, 25);
        let expected = [
            upcoming(1, NextMeeting::InProgress),
            by_cadence(2, CadenceStatus::Due { due: TODAY }, Some(time(9, 0, 0, 0))),
            planned(3, TODAY, 16),
            by_cadence(4, CadenceStatus::Due { due: TODAY }, None),
            planned(5, tomorrow, 8),
            by_cadence(6, CadenceStatus::Overdue { due: days_ago(9), days: 9 }, None),
            planned(7, days_ago(2), 10),
            by_cadence(8, CadenceStatus::Due { due: days_ago(20) }, None),
            planned(9, date(2026, 11, 26), 10),
            by_cadence(10, CadenceStatus::OnTime { due: date(2026, 12, 2) }, None),
        ];
        let mut given = expected.to_vec();
        given.push(upcoming(11, NextMeeting::Unscheduled));
        given.reverse();
        let order: Vec<i64> = upcoming_meetings(given, TODAY).iter().map(|coming| coming.person.0).collect();
        assert_eq!(order, (1..=10).collect::<Vec<_>>());
        assert_eq!(visible_count(&expected, TODAY), 4, "everybody of today");
        assert_eq!(visible_count(&expected[4..], TODAY), 3, "or else three");
        assert_eq!(visible_count(&expected[9..], TODAY), 1);
        let crowd: Vec<UpcomingMeeting> = (1..=9).map(|id| planned(id, TODAY, 10)).collect();
        assert_eq!(visible_count(&crowd, TODAY), 6);
    }
}
