//! The one-on-ones of today and the next ones.

use jiff::civil::Date;

use super::{date::days_between, id::PersonId, next_meeting::NextMeeting};

/// At least so many people are shown, whenever you meet them.
const MIN_SHOWN: usize = 3;
/// More than these would be a calendar.
const MAX_SHOWN: usize = 6;

/// A person, and when you meet next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingMeeting {
    /// The person.
    pub person: PersonId,
    /// When.
    pub next: NextMeeting,
}

impl UpcomingMeeting {
    /// Whether it is today, or at this moment.
    pub fn is_today(&self, today: Date) -> bool {
        self.next == NextMeeting::InProgress || self.next.day() == Some(today)
    }

    /// Sooner first; what is overdue comes after tomorrow: it still has to find its day.
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

/// Whom you meet, soonest first, as of `today`. Whom you meet neither by a plan nor by a cadence is left out.
pub fn upcoming_meetings(people: impl IntoIterator<Item = UpcomingMeeting>, today: Date) -> Vec<UpcomingMeeting> {
    let mut coming: Vec<UpcomingMeeting> =
        people.into_iter().filter(|coming| coming.next != NextMeeting::Unscheduled).collect();
    coming.sort_by_key(|coming| coming.sort_key(today));
    coming
}

/// How many of them are shown: everybody of today, as far as that goes, and never fewer than three.
pub fn visible_count(coming: &[UpcomingMeeting], today: Date) -> usize {
    let of_today = coming.iter().filter(|coming| coming.is_today(today)).count();
    of_today.clamp(MIN_SHOWN, MAX_SHOWN).min(coming.len())
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
