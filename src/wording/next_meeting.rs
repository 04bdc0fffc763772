//! The next one-on-one as text.

use std::time::Duration;

use jiff::civil::Date;

use crate::{
    domain::{
        cadence::{Cadence, CadenceStatus},
        moment::Moment,
        next_meeting::NextMeeting,
    },
    wording::{
        date::format_date,
        text::{capitalize, pluralize},
    },
};

/// A short label for a list: "Today 10:00", "Tomorrow", "Thu 26 Nov", "9 days overdue"; empty where
/// there is none.
pub fn short_label(next: NextMeeting, today: Date) -> String {
    let days_late = next.days_late(today);
    if next == NextMeeting::InProgress {
        return "In progress".to_owned();
    }
    if days_late > 0 {
        return describe_overdue(days_late);
    }
    let Some(day) = next.day() else { return String::new() };
    if day < today {
        return format!("Due since {}", format_date(day, today));
    }
    let label = capitalize(&format_date(day, today));
    match next.time().filter(|_| day == today) {
        Some(time) => format!("{label} {}", time.strftime("%H:%M")),
        None => label,
    }
}

/// How soon a one-on-one begins that is planned for `start`, in the hour before it: "in 8 min", and
/// "now" from its start on for ten minutes.
pub fn countdown(start: &Moment, now: &Moment) -> Option<String> {
    let seconds = start.at_ms().saturating_sub(now.at_ms()).div_euclid(1000);
    match seconds {
        -600..=0 => Some("now".to_owned()),
        1..=3600 => Some(format!("in {} min", (seconds + 59) / 60)),
        _ => None,
    }
}

/// How long [`countdown`] stays as it is; `None` once it is over.
pub fn until_countdown_changes(start: &Moment, now: &Moment) -> Option<Duration> {
    const HOUR_MS: i64 = 3_600_000;
    const MINUTE_MS: i64 = 60_000;
    let remaining_ms = start.at_ms().saturating_sub(now.at_ms());
    let ms = match remaining_ms {
        ..-600_000 => return None,
        // Until it ends.
        -600_000..=0 => remaining_ms + 601_000,
        1..=HOUR_MS => (remaining_ms - 1) % MINUTE_MS + 1,
        _ => remaining_ms - HOUR_MS,
    };
    u64::try_from(ms).ok().map(Duration::from_millis)
}

/// A lead-in and the time: ("Next one-on-one", "today, 10:00"). Both are empty where there is none.
pub fn long_label(next: NextMeeting, today: Date) -> (&'static str, String) {
    let Some(day) = next.day() else {
        return if next == NextMeeting::InProgress {
            ("One-on-one", "in progress".to_owned())
        } else {
            ("", String::new())
        };
    };
    let mut when = format_date(day, today);
    if let Some(time) = next.time() {
        when = format!("{when}, {}", time.strftime("%H:%M"));
    }
    match next {
        NextMeeting::Planned { .. } if day < today => ("Planned for", when),
        NextMeeting::ByCadence { status: CadenceStatus::Overdue { .. }, .. } => {
            ("One-on-one", describe_overdue(next.days_late(today)))
        }
        NextMeeting::ByCadence { status: CadenceStatus::Due { .. }, .. } if day < today => {
            ("One-on-one", format!("due since {}", format_date(day, today)))
        }
        _ => ("Next one-on-one", when),
    }
}

/// A late one-on-one with its cadence, where it follows from one: "Every week, 3 days overdue".
pub fn late_label(next: NextMeeting, cadence: Option<Cadence>, today: Date) -> String {
    let (lead_in, when) = long_label(next, today);
    match (next, cadence) {
        (NextMeeting::ByCadence { .. }, Some(cadence)) => {
            format!("{}, {when}", capitalize(&cadence.interval_only().to_string()))
        }
        _ => format!("{lead_in} {when}"),
    }
}

fn describe_overdue(days: i32) -> String {
    format!("{} overdue", pluralize(days, "day"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        cadence::{CadenceAnchor, Interval, Unit},
        next_meeting::MeetingSchedule,
    };
    use jiff::{Zoned, civil::date};

    const TODAY: Date = date(2026, 11, 24);

    fn moment(text: &str) -> Moment {
        Moment::from(&text.parse::<Zoned>().expect("a zoned time"))
    }

    fn schedule_after(cadence: &str, met: Date) -> MeetingSchedule {
        let last = CadenceAnchor { last_held: Some(met), last_skipped: None, added_on: date(2026, 1, 1) };
        MeetingSchedule { cadence: cadence.parse().ok(), anchor: last, planned: None, is_running: false }
    }

    fn planned_for(at: &str) -> MeetingSchedule {
        MeetingSchedule { planned: Some(moment(at)), ..schedule_after("every week", date(2026, 11, 3)) }
    }

    #[test]
    fn the_last_hour_before_a_meeting_is_counted_down() {
        let start = moment("2026-11-24T10:00[UTC]");
        for (now, label) in [
            ("2026-11-24T08:59[UTC]", None),
            ("2026-11-24T09:00[UTC]", Some("in 60 min")),
            ("2026-11-24T09:51:30[UTC]", Some("in 9 min")),
            ("2026-11-24T10:52:00[Europe/Berlin]", Some("in 8 min")),
            ("2026-11-24T10:05[UTC]", Some("now")),
            ("2026-11-24T10:11[UTC]", None),
        ] {
            assert_eq!(countdown(&start, &moment(now)).as_deref(), label, "{now}");
        }
    }

    #[test]
    fn window_wakes_when_the_countdown_changes() {
        let start = moment("2026-11-24T10:00[UTC]");
        for now in
            ["2026-11-24T07:59[UTC]", "2026-11-24T09:00[UTC]", "2026-11-24T09:51:30[UTC]", "2026-11-24T10:05[UTC]"]
        {
            let now: Zoned = now.parse().expect("a zoned time");
            let wait = until_countdown_changes(&start, &Moment::from(&now)).expect("it changes");
            let then = now.checked_add(wait).expect("a time");
            let label = |at: &Zoned| countdown(&start, &Moment::from(at));
            assert_ne!(label(&then), label(&now), "{now}");
        }
        assert_eq!(until_countdown_changes(&start, &moment("2026-11-24T10:11[UTC]")), None);
    }

    #[test]
    fn labels_of_the_next_meeting() {
        let patient = Cadence::WEEKLY.with_max_gap(Some(Interval::new(2, Unit::Week).unwrap())).unwrap();
        let patient = MeetingSchedule { cadence: Some(patient), ..schedule_after("", date(2026, 11, 12)) };
        let late = MeetingSchedule {
            anchor: CadenceAnchor { last_held: Some(date(2026, 11, 1)), ..patient.anchor },
            ..patient.clone()
        };
        for (case, meetings, short, full) in [
            (
                "going on",
                MeetingSchedule { is_running: true, ..planned_for("2026-11-24T10:00[UTC]") },
                "In progress",
                "One-on-one in progress",
            ),
            ("set for today", planned_for("2026-11-24T10:00[UTC]"), "Today 10:00", "Next one-on-one today, 10:00"),
            ("set for tomorrow", planned_for("2026-11-25T14:30[UTC]"), "Tomorrow", "Next one-on-one tomorrow, 14:30"),
            ("set for later", planned_for("2026-12-02T09:00[UTC]"), "Wed 2 Dec", "Next one-on-one Wed 2 Dec, 09:00"),
            (
                "set, and gone by",
                planned_for("2026-11-20T09:00[UTC]"),
                "4 days overdue",
                "Planned for Fri 20 Nov, 09:00",
            ),
            // Set in Tokyo, read in Lisbon: the day and the time of Tokyo.
            ("set abroad", planned_for("2026-11-24T08:00[Asia/Tokyo]"), "Today 08:00", "Next one-on-one today, 08:00"),
            // 02:30 does not exist on the day the clocks go forward; a calendar moves it an hour
            // on.
            (
                "set into the missing hour",
                planned_for("2027-03-28T02:30[Europe/Berlin]"),
                "Sun 28 Mar 2027",
                "Next one-on-one Sun 28 Mar 2027, 03:30",
            ),
            (
                "by cadence",
                schedule_after("every week", date(2026, 11, 19)),
                "Thu 26 Nov",
                "Next one-on-one Thu 26 Nov",
            ),
            ("by cadence, today", schedule_after("every week", date(2026, 11, 17)), "Today", "Next one-on-one today"),
            (
                "with its time",
                schedule_after("every week at 10:00", date(2026, 11, 17)),
                "Today 10:00",
                "Next one-on-one today, 10:00",
            ),
            (
                "a weekday and a time",
                schedule_after("every tue at 9", date(2026, 11, 19)),
                "Today 09:00",
                "Next one-on-one today, 09:00",
            ),
            (
                "overdue",
                schedule_after("every 2 weeks", date(2026, 11, 1)),
                "8 days overdue",
                "One-on-one 8 days overdue",
            ),
            (
                "overdue by one day",
                schedule_after("every week", date(2026, 11, 16)),
                "1 day overdue",
                "One-on-one 1 day overdue",
            ),
            ("due, not too late", patient, "Due since Thu 19 Nov", "One-on-one due since Thu 19 Nov"),
            ("later than the latest", late, "9 days overdue", "One-on-one 9 days overdue"),
            ("no cadence", schedule_after("", date(2026, 11, 1)), "", " "),
        ] {
            let next = meetings.next(TODAY);
            assert_eq!(short_label(next, TODAY), short, "{case}");
            let (before, when) = long_label(next, TODAY);
            assert_eq!(format!("{before} {when}"), full, "{case}");
            assert_eq!(next.days_late(TODAY) > 0, short.contains("overdue"), "{case}");
        }
    }
}
