//! When two people meet next: as planned by hand, or else as it follows from their cadence.

use jiff::civil::{Date, Time};

use super::{
    cadence::{Cadence, CadenceAnchor, CadenceStatus, cadence_status},
    date::days_between,
    moment::Moment,
};

/// What the next one-on-one follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingSchedule {
    /// How often the two mean to meet.
    pub cadence: Option<Cadence>,
    /// From when the cadence counts.
    pub anchor: CadenceAnchor,
    /// The next one, where it is planned by hand.
    pub planned: Option<Moment>,
    /// Whether a one-on-one is in progress.
    pub is_running: bool,
}

/// The next one-on-one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextMeeting {
    /// Neither planned nor due.
    Unscheduled,
    /// A one-on-one is in progress.
    InProgress,
    /// Planned by hand, in the zone it was planned in; the day may be past.
    Planned {
        /// The day.
        day: Date,
        /// The local time there.
        time: Time,
    },
    /// It follows from the cadence.
    ByCadence {
        /// Whether it is due.
        status: CadenceStatus,
        /// The time, where the cadence has one.
        time: Option<Time>,
    },
}

impl MeetingSchedule {
    /// The next one-on-one as of `today`.
    pub fn next(&self, today: Date) -> NextMeeting {
        if self.is_running {
            return NextMeeting::InProgress;
        }
        if let Some(planned) = &self.planned {
            return NextMeeting::Planned { day: planned.day(), time: planned.time() };
        }
        let time = self.cadence.and_then(Cadence::time);
        cadence_status(self.cadence, self.anchor, today)
            .map_or(NextMeeting::Unscheduled, |status| NextMeeting::ByCadence { status, time })
    }
}

impl NextMeeting {
    /// The day, where there is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Unscheduled | Self::InProgress => None,
            Self::Planned { day, .. } => Some(day),
            Self::ByCadence { status, .. } => Some(status.due()),
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

    /// By how many days it is overdue; 0 where it is not.
    pub fn days_late(self, today: Date) -> i32 {
        match self {
            Self::Planned { day, .. } => days_between(day, today).max(0),
            Self::ByCadence { status: CadenceStatus::Overdue { due, .. }, .. } => days_between(due, today),
            Self::Unscheduled | Self::InProgress | Self::ByCadence { .. } => 0,
        }
    }
}
