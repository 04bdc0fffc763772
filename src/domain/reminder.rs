//! Reminders before a one-on-one: when one is due, and what it says. It gives nothing away to whoever sees the screen.

use super::{id::OneOnOneId, moment::Moment};

/// How many minutes before a one-on-one you are reminded.
pub const MINUTES_BEFORE: i64 = 10;

/// A one-on-one that is planned: which, and when.
pub type PlannedMeeting = (OneOnOneId, Moment);

/// What to remind of `now_ms` (milliseconds since 1970): what begins within [`BEFORE_MIN`] minutes and was not told yet. One
/// that was moved is told again.
pub fn due_reminders<'a>(
    planned: &'a [PlannedMeeting],
    told: &'a [PlannedMeeting],
    now_ms: i64,
) -> impl Iterator<Item = &'a PlannedMeeting> {
    planned.iter().filter(move |one| {
        let left = one.1.at_ms() - now_ms;
        (0..=MINUTES_BEFORE * 60_000).contains(&left) && !told.contains(one)
    })
}

/// What the reminder says: the time, and nobody's name.
pub fn reminder_text(at: &Moment) -> String {
    format!("One-on-one at {}", at.time().strftime("%H:%M"))
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
    fn reminder_text_holds_only_the_planned_time() {
        assert_eq!(reminder_text(&planned(1, 600).1), "One-on-one at 11:00");
    }
}
