//! When two people meet next: as it was set by hand, or else as it follows from their cadence; and how that is said.

use jiff::civil::{Date, Time};

use super::{
    cadence::{Cadence, Last, Standing, standing},
    day::say_day,
    moment::Moment,
};

/// All that the next one-on-one follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meetings {
    /// How often the two of you mean to meet.
    pub cadence: Option<Cadence>,
    /// From when that counts.
    pub last: Last,
    /// The next one, where it was set by hand.
    pub planned: Option<Moment>,
    /// Whether one is going on.
    pub running: bool,
}

/// When two people meet next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Neither planned nor due.
    Nothing,
    /// They meet at this moment.
    Now,
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
        standing: Standing,
        /// The time, where the cadence has one.
        time: Option<Time>,
    },
}

impl Meetings {
    /// When they meet next, as of `today`.
    pub fn next(&self, today: Date) -> Next {
        if self.running {
            return Next::Now;
        }
        if let Some(planned) = &self.planned {
            return Next::Planned { day: planned.day(), time: planned.time() };
        }
        let time = self.cadence.and_then(Cadence::time);
        standing(self.cadence, self.last, today).map_or(Next::Nothing, |standing| Next::ByCadence { standing, time })
    }
}

impl Next {
    /// The day, where there is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Nothing | Self::Now => None,
            Self::Planned { day, .. } => Some(day),
            Self::ByCadence { standing, .. } => Some(standing.due()),
        }
    }

    /// The time, where there is one.
    pub fn time(self) -> Option<Time> {
        match self {
            Self::Nothing | Self::Now => None,
            Self::Planned { time, .. } => Some(time),
            Self::ByCadence { time, .. } => time,
        }
    }

    /// By how many days it is too late; 0 where it is not.
    pub fn days_late(self, today: Date) -> i32 {
        match self {
            Self::Planned { day, .. } => (today - day).get_days().max(0),
            Self::ByCadence { standing: Standing::Overdue { due, .. }, .. } => (today - due).get_days(),
            Self::Nothing | Self::Now | Self::ByCadence { .. } => 0,
        }
    }

    /// In a few words, for a list: "Today 10:00", "Tomorrow", "Thu 26 Nov", "9 days overdue"; empty where there is none.
    pub fn in_short(self, today: Date) -> String {
        let late = self.days_late(today);
        let Some(day) = self.day().filter(|_| late == 0) else {
            return match self {
                Self::Now => "Going on now".to_owned(),
                _ if late > 0 => overdue(late),
                _ => String::new(),
            };
        };
        if day < today {
            return format!("Due since {}", say_day(day, today));
        }
        let said = capital(&say_day(day, today));
        match self.time().filter(|_| day == today) {
            Some(time) => format!("{said} {}", time.strftime("%H:%M")),
            None => said,
        }
    }

    /// A beginning, and when: "Next one-on-one", "today, 10:00". Both are empty where there is none.
    pub fn in_full(self, today: Date) -> (&'static str, String) {
        let Some(day) = self.day() else {
            return if self == Self::Now { ("One-on-one", "going on now".to_owned()) } else { ("", String::new()) };
        };
        let mut when = say_day(day, today);
        if let Some(time) = self.time() {
            when = format!("{when}, {}", time.strftime("%H:%M"));
        }
        match self {
            Self::Planned { .. } if day < today => ("Planned for", when),
            Self::ByCadence { standing: Standing::Overdue { .. }, .. } => {
                ("One-on-one", overdue(self.days_late(today)))
            }
            Self::ByCadence { standing: Standing::Due { .. }, .. } if day < today => {
                ("One-on-one", format!("due since {}", say_day(day, today)))
            }
            _ => ("Next one-on-one", when),
        }
    }
}

fn overdue(days: i32) -> String {
    if days == 1 { "1 day overdue".into() } else { format!("{days} days overdue") }
}

/// The same with a capital at the start.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cadence::{Gap, Unit};
    use jiff::{Zoned, civil::date};

    const TODAY: Date = date(2026, 11, 24);

    fn moment(text: &str) -> Moment {
        Moment::from(&text.parse::<Zoned>().expect("a zoned time"))
    }

    fn met(cadence: &str, met: Date) -> Meetings {
        let last = Last { met: Some(met), skipped: None, added: date(2026, 1, 1) };
        Meetings { cadence: cadence.parse().ok(), last, planned: None, running: false }
    }

    fn planned(at: &str) -> Meetings {
        Meetings { planned: Some(moment(at)), ..met("every week", date(2026, 11, 3)) }
    }

    #[test]
    fn the_next_one_is_said_short_and_in_full() {
        let patient = Cadence::WEEKLY.at_the_latest(Some(Gap::new(2, Unit::Week).unwrap())).unwrap();
        let patient = Meetings { cadence: Some(patient), ..met("", date(2026, 11, 12)) };
        let late = Meetings { last: Last { met: Some(date(2026, 11, 1)), ..patient.last }, ..patient.clone() };
        for (case, meetings, short, full) in [
            (
                "going on",
                Meetings { running: true, ..planned("2026-11-24T10:00[UTC]") },
                "Going on now",
                "One-on-one going on now",
            ),
            ("set for today", planned("2026-11-24T10:00[UTC]"), "Today 10:00", "Next one-on-one today, 10:00"),
            ("set for tomorrow", planned("2026-11-25T14:30[UTC]"), "Tomorrow", "Next one-on-one tomorrow, 14:30"),
            ("set for later", planned("2026-12-02T09:00[UTC]"), "Wed 2 Dec", "Next one-on-one Wed 2 Dec, 09:00"),
            ("set, and gone by", planned("2026-11-20T09:00[UTC]"), "4 days overdue", "Planned for Fri 20 Nov, 09:00"),
            // Set in Tokyo, read in Lisbon: the day and the time of Tokyo.
            ("set abroad", planned("2026-11-24T08:00[Asia/Tokyo]"), "Today 08:00", "Next one-on-one today, 08:00"),
            // 02:30 does not exist on the day the clocks go forward; a calendar moves it an hour on.
            (
                "set into the missing hour",
                planned("2027-03-28T02:30[Europe/Berlin]"),
                "Sun 28 Mar 2027",
                "Next one-on-one Sun 28 Mar 2027, 03:30",
            ),
            ("by cadence", met("every week", date(2026, 11, 19)), "Thu 26 Nov", "Next one-on-one Thu 26 Nov"),
            ("by cadence, today", met("every week", date(2026, 11, 17)), "Today", "Next one-on-one today"),
            (
                "with its time",
                met("every week at 10:00", date(2026, 11, 17)),
                "Today 10:00",
                "Next one-on-one today, 10:00",
            ),
            (
                "a weekday and a time",
                met("every tue at 9", date(2026, 11, 19)),
                "Today 09:00",
                "Next one-on-one today, 09:00",
            ),
            ("overdue", met("every 2 weeks", date(2026, 11, 1)), "9 days overdue", "One-on-one 9 days overdue"),
            ("overdue by one day", met("every week", date(2026, 11, 16)), "1 day overdue", "One-on-one 1 day overdue"),
            ("due, not too late", patient, "Due since Thu 19 Nov", "One-on-one due since Thu 19 Nov"),
            ("later than the latest", late, "9 days overdue", "One-on-one 9 days overdue"),
            ("no rhythm", met("", date(2026, 11, 1)), "", " "),
        ] {
            let next = meetings.next(TODAY);
            assert_eq!(next.in_short(TODAY), short, "{case}");
            let (before, when) = next.in_full(TODAY);
            assert_eq!(format!("{before} {when}"), full, "{case}");
            assert_eq!(next.days_late(TODAY) > 0, short.contains("overdue"), "{case}");
        }
    }
}
