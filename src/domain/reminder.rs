//! Reminders before planned one-on-ones.

use super::{id::OneOnOneId, moment::Moment};

/// How many minutes before a one-on-one its reminder appears.
pub const MINUTES_BEFORE: i64 = 10;

/// A planned one-on-one and its start.
pub type PlannedMeeting = (OneOnOneId, Moment);

/// The one-on-ones that begin within [`MINUTES_BEFORE`] minutes of `now_ms` (milliseconds since
/// 1970, UTC) and were not reminded of yet. A moved one is reminded of again.
pub fn due_reminders<'a>(
    planned: &'a [PlannedMeeting],
    reminded: &'a [PlannedMeeting],
    now_ms: i64,
) -> impl Iterator<Item = &'a PlannedMeeting> {
    planned.iter().filter(move |meeting| {
        let ms_left = meeting.1.at_ms() - now_ms;
        (0..=MINUTES_BEFORE * 60_000).contains(&ms_left) && !reminded.contains(meeting)
    })
}

/// When the next reminder after `now_ms` is due, in milliseconds since 1970; `None` if none is.
pub fn next_due_ms(planned: &[PlannedMeeting], now_ms: i64) -> Option<i64> {
    planned.iter().map(|one| one.1.at_ms() - MINUTES_BEFORE * 60_000).filter(|due_ms| *due_ms > now_ms).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(id: i64, minutes: i64) -> PlannedMeeting {
        (OneOnOneId(id), Moment::from_parts(minutes * 60_000, 3_600, "Europe/Berlin".into()).unwrap())
    }

    #[test]
    fn reminder_fires_once_within_ten_minutes() {
        let one = [planned(1, 600)];
        let is_due = |now_ms, told: &[PlannedMeeting]| due_reminders(&one, told, now_ms).count() == 1;
        let minute = 60_000;
        for (name, now_ms, expected) in [
            ("eleven minutes before", 589 * minute, false),
            ("a blink too early", 590 * minute - 1, false),
            ("ten minutes before", 590 * minute, true),
            ("the computer woke up two minutes before", 598 * minute, true),
            ("as it begins", 600 * minute, true),
            ("it has begun", 600 * minute + 1, false),
        ] {
            assert_eq!(is_due(now_ms, &[]), expected, "{name}");
        }
        assert!(!is_due(595 * minute, &one), "told already");
        assert!(is_due(595 * minute, &[planned(1, 540)]), "told, and moved since");
        assert!(is_due(595 * minute, &[planned(2, 600)]), "another one was told");
    }

    #[test]
    fn next_reminder_is_due_ten_minutes_before_the_next_one_on_one() {
        let all = [planned(1, 605), planned(2, 900), planned(3, 700)];
        let minute = 60_000;
        for (now_ms, expected) in [
            (0, Some(595 * minute)),
            (595 * minute - 1, Some(595 * minute)),
            (595 * minute, Some(690 * minute)),
            (890 * minute, None),
        ] {
            assert_eq!(next_due_ms(&all, now_ms), expected, "{now_ms}");
        }
        assert_eq!(next_due_ms(&[], 0), None);
    }
}
