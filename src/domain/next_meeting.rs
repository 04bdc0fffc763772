//! When two people meet next: as it was set by hand, or else as it follows from their cadence; and how that is said.

use jiff::civil::{Date, Time};

use super::{
    cadence::{Cadence, CadenceAnchor, CadenceStatus, cadence_status},
    moment::Moment,
    parse::date::format_date,
};

/// All that the next one-on-one follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingSchedule {
    /// How often the two of you mean to meet.
    pub cadence: Option<Cadence>,
    /// From when that counts.
    pub anchor: CadenceAnchor,
    /// The next one, where it was set by hand.
    pub planned: Option<Moment>,
    /// Whether one is going on.
    pub is_running: bool,
}

/// When two people meet next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextMeeting {
    /// Neither planned nor due.
    Unscheduled,
    /// They meet at this moment.
    InProgress,
    /// Set by hand, in the zone it was set in; also where its day has gone by.
    Planned {
        /// The day.
        day: Date,
        /// The time of that place.
        time: Time,
    },
    /// It follows from the cadence.
    ByCadence {
        /// Whether it is still to come.
        status: CadenceStatus,
        /// The time, where the cadence has one.
        time: Option<Time>,
    },
}

impl MeetingSchedule {
    /// When they meet next, as of `today`.
    pub fn next(&self, today: Date) -> NextMeeting {
        if self.is_running {
            return NextMeeting::InProgress;
        }
        if let Some(planned) = &self.planned {
            return NextMeeting::Planned { day: planned.day(), time: planned.time() };
        }
        let time = self.cadence.and_then(Cadence::time);
        cadence_status(self.cadence, self.anchor, today)
            .map_or(NextMeeting::Unscheduled, |standing| NextMeeting::ByCadence { status: standing, time })
    }
}

impl NextMeeting {
    /// The day, where there is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Unscheduled | Self::InProgress => None,
            Self::Planned { day, .. } => Some(day),
            Self::ByCadence { status: standing, .. } => Some(standing.due()),
        }
    }

    /// The time, where there is one.
    pub fn time(self) -> Option<Time> {
        match self {
            Self::Unscheduled | Self::InProgress => None,
            Self::Planned { time, .. } => Some(time),
            Self::ByCadence { time, .. } => time,
        }
    }

    /// By how many days it is too late; 0 where it is not.
    pub fn days_late(self, today: Date) -> i32 {
        match self {
            Self::Planned { day, .. } => (today - day).get_days().max(0),
            Self::ByCadence { status: CadenceStatus::Overdue { due, .. }, .. } => (today - due).get_days(),
            Self::Unscheduled | Self::InProgress | Self::ByCadence { .. } => 0,
        }
    }

    /// In a few words, for a list: "Today 10:00", "Tomorrow", "Thu 26 Nov", "9 days overdue"; empty where there is none.
    pub fn short_label(self, today: Date) -> String {
        let late = self.days_late(today);
        let Some(day) = self.day().filter(|_| late == 0) else {
            return match self {
                Self::InProgress => "Going on now".to_owned(),
                _ if late > 0 => describe_overdue(late),
                _ => String::new(),
            };
        };
        if day < today {
            return format!("Due since {}", format_date(day, today));
        }
        let said = capitalize(&format_date(day, today));
        match self.time().filter(|_| day == today) {
            Some(time) => format!("{said} {}", time.strftime("%H:%M")),
            None => said,
        }
    }

    /// A beginning, and when: "Next one-on-one", "today, 10:00". Both are empty where there is none.
    pub fn long_label(self, today: Date) -> (&'static str, String) {
        let Some(day) = self.day() else {
            return if self == Self::InProgress {
                ("One-on-one", "going on now".to_owned())
            } else {
                ("", String::new())
            };
        };
        let mut when = format_date(day, today);
        if let Some(time) = self.time() {
            when = format!("{when}, {}", time.strftime("%H:%M"));
        }
        match self {
            Self::Planned { .. } if day < today => ("Planned for", when),
            Self::ByCadence { status: CadenceStatus::Overdue { .. }, .. } => {
                ("One-on-one", describe_overdue(self.days_late(today)))
            }
            Self::ByCadence { status: CadenceStatus::Due { .. }, .. } if day < today => {
                ("One-on-one", format!("due since {}", format_date(day, today)))
            }
            _ => ("Next one-on-one", when),
        }
    }
}

fn describe_overdue(days: i32) -> String {
    if days == 1 { "1 day overdue".into() } else { format!("{days} days overdue") }
}

/// The same with a capital at the start.
pub fn capitalize(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cadence::{Interval, Unit};
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
                "Going on now",
                "One-on-one going on now",
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
            // 02:30 does not exist on the day the clocks go forward; a calendar moves it an hour on.
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
                "9 days overdue",
                "One-on-one 9 days overdue",
            ),
            (
                "overdue by one day",
                schedule_after("every week", date(2026, 11, 16)),
                "1 day overdue",
                "One-on-one 1 day overdue",
            ),
            ("due, not too late", patient, "Due since Thu 19 Nov", "One-on-one due since Thu 19 Nov"),
            ("later than the latest", late, "9 days overdue", "One-on-one 9 days overdue"),
            ("no rhythm", schedule_after("", date(2026, 11, 1)), "", " "),
        ] {
            let next = meetings.next(TODAY);
            assert_eq!(next.short_label(TODAY), short, "{case}");
            let (before, when) = next.long_label(TODAY);
            assert_eq!(format!("{before} {when}"), full, "{case}");
            assert_eq!(next.days_late(TODAY) > 0, short.contains("overdue"), "{case}");
        }
    }
}
