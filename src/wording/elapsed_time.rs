//! How long a one-on-one has been going on, and how soon it ends.

use std::time::Duration;

use crate::domain::{moment::Moment, one_on_one::OneOnOne};

/// From how many minutes before its planned end a one-on-one is marked as ending.
const MARKED_MINUTES: i64 = 5;

/// The elapsed time of a running one-on-one, with its planned end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElapsedTime {
    /// "18 min", "1 h 5 min".
    pub elapsed: String,
    /// "until 10:30", "4 min left", "2 min over"; `None` where no end is planned.
    pub end: Option<String>,
    /// Whether the planned end is near or has passed.
    pub is_ending: bool,
    /// How long all of this stays as it is.
    pub changes_after: Duration,
}

impl ElapsedTime {
    /// The elapsed time of a one-on-one that is running.
    pub fn of(running: &OneOnOne, now: &Moment) -> Self {
        const MINUTE_MS: i64 = 60_000;
        let elapsed_ms = now.at_ms().saturating_sub(running.at.at_ms());
        let next_minute_ms = MINUTE_MS - elapsed_ms.rem_euclid(MINUTE_MS);
        let time = Self {
            elapsed: format_minutes(now.minutes_since(&running.at).into()),
            end: None,
            is_ending: false,
            changes_after: milliseconds(next_minute_ms),
        };
        let Some((end, end_time)) = running.planned_end.zip(running.planned_end_time()) else { return time };
        let left_ms = end.as_millisecond().saturating_sub(now.at_ms());
        let (label, next_label_ms) = match left_ms {
            left_ms if left_ms > MARKED_MINUTES * MINUTE_MS => {
                (format!("until {}", end_time.strftime("%H:%M")), left_ms - MARKED_MINUTES * MINUTE_MS)
            }
            1.. => {
                let minutes = (left_ms + MINUTE_MS - 1) / MINUTE_MS;
                (format!("{} left", format_minutes(minutes)), (left_ms - 1) % MINUTE_MS + 1)
            }
            _ => {
                (format!("{} over", format_minutes(-left_ms / MINUTE_MS)), MINUTE_MS - (-left_ms).rem_euclid(MINUTE_MS))
            }
        };
        Self {
            end: Some(label),
            is_ending: left_ms <= MARKED_MINUTES * MINUTE_MS,
            changes_after: milliseconds(next_minute_ms.min(next_label_ms)),
            ..time
        }
    }
}

fn milliseconds(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(1))
}

/// "18 min", "1 h", "1 h 5 min".
fn format_minutes(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{OneOnOneId, PersonId, Uid},
        one_on_one::OneOnOneState,
    };
    use jiff::Zoned;

    fn moment(text: &str) -> Moment {
        Moment::from(&text.parse::<Zoned>().expect("a zoned time"))
    }

    fn running(end: Option<&str>) -> OneOnOne {
        OneOnOne {
            id: OneOnOneId(1),
            uid: Uid::NIL,
            person: PersonId(1),
            at: moment("2026-11-24T10:00:20[Europe/Berlin]"),
            state: OneOnOneState::Held,
            wrapped_up_at: None,
            minutes: None,
            reason: String::new(),
            planned_end: end.map(|end| moment(end).instant()),
        }
    }

    #[test]
    fn elapsed_time_has_the_planned_end_and_marks_the_last_minutes() {
        let end = Some("2026-11-24T10:30[Europe/Berlin]");
        for (now, elapsed, label, is_ending, stays_s) in [
            ("2026-11-24T10:00:20[Europe/Berlin]", "0 min", "until 10:30", false, 60),
            ("2026-11-24T10:12:30[Europe/Berlin]", "12 min", "until 10:30", false, 50),
            ("2026-11-24T10:24:50[Europe/Berlin]", "24 min", "until 10:30", false, 10),
            ("2026-11-24T10:25:00[Europe/Berlin]", "24 min", "5 min left", true, 20),
            ("2026-11-24T09:29:30[UTC]", "29 min", "1 min left", true, 30),
            ("2026-11-24T10:30:00[Europe/Berlin]", "29 min", "0 min over", true, 20),
            ("2026-11-24T10:32:00[Europe/Berlin]", "31 min", "2 min over", true, 20),
            ("2026-11-24T19:00:20[Europe/Berlin]", "9 h", "8 h 30 min over", true, 40),
        ] {
            let expected = ElapsedTime {
                elapsed: elapsed.into(),
                end: Some(label.into()),
                is_ending,
                changes_after: Duration::from_secs(stays_s),
            };
            assert_eq!(ElapsedTime::of(&running(end), &moment(now)), expected, "{now}");
        }
    }

    #[test]
    fn elapsed_time_without_a_planned_end_is_the_time_alone() {
        for (now, elapsed, stays_s) in [
            ("2026-11-24T10:00[Europe/Berlin]", "0 min", 20),
            ("2026-11-24T10:59[Europe/Berlin]", "58 min", 20),
            ("2026-11-24T11:05:20[Europe/Berlin]", "1 h 5 min", 60),
        ] {
            let expected = ElapsedTime {
                elapsed: elapsed.into(),
                end: None,
                is_ending: false,
                changes_after: Duration::from_secs(stays_s),
            };
            assert_eq!(ElapsedTime::of(&running(None), &moment(now)), expected, "{now}");
        }
    }

    #[test]
    fn elapsed_time_is_the_same_until_it_changes() {
        let running = running(Some("2026-11-24T10:30[Europe/Berlin]"));
        let mut now = moment("2026-11-24T10:00:25[Europe/Berlin]");
        for _ in 0..200 {
            let time = ElapsedTime::of(&running, &now);
            let later = |ms: i64| {
                let change_ms = i64::try_from(time.changes_after.as_millis()).expect("milliseconds");
                Moment::from_parts(now.at_ms() + change_ms + ms, 3_600, "Europe/Berlin".into()).expect("a moment")
            };
            let shown = |time: ElapsedTime| (time.elapsed, time.end);
            assert_eq!(shown(ElapsedTime::of(&running, &later(-1))), shown(time.clone()), "{now}");
            assert_ne!(shown(ElapsedTime::of(&running, &later(0))), shown(time.clone()), "{now}");
            now = later(0);
        }
    }
}
