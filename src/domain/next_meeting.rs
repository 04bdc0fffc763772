//! When two people meet next: as planned by hand, or else as it follows from their cadence.

use jiff::civil::{Date, Time};

use super::{
    cadence::{Cadence, CadenceAnchor, CadenceStatus, cadence_status},
    date::days_between,
    moment::Moment,
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
            Self::Planned { day, .. } => days_between(day, today).max(0),
            Self::ByCadence { status: CadenceStatus::Overdue { due, .. }, .. } => days_between(due, today),
            Self::Unscheduled | Self::InProgress | Self::ByCadence { .. } => 0,
        }
    }
}
