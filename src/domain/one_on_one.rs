//! One-on-ones: meetings with one person, planned, held or skipped.

use jiff::{Timestamp, civil::Time};
use serde::{Deserialize, Serialize};

use super::{
    id::{OneOnOneId, PersonId, Uid},
    moment::Moment,
    string_enum::string_enum,
};

string_enum! {
    /// The state of a one-on-one.
    pub enum OneOnOneState {
        /// Planned, not started.
        Planned = "planned",
        /// Started, and perhaps over: see [`OneOnOne::is_running`].
        Held = "held",
        /// Held, with nothing to write down.
        NothingToNote = "nothing_to_note",
        /// Not held.
        Skipped = "skipped",
    }
}

impl OneOnOneState {
    /// Whether the two of you met.
    pub fn took_place(self) -> bool {
        matches!(self, Self::Held | Self::NothingToNote)
    }
}

/// A one-on-one with a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneOnOne {
    /// The row in the database.
    pub id: OneOnOneId,
    /// The UUID, which never changes.
    pub uid: Uid,
    /// The person met.
    pub person: PersonId,
    /// The planned time; once started, the time of the start.
    pub at: Moment,
    /// The state.
    pub state: OneOnOneState,
    /// When it was wrapped up; only of one that was held.
    #[serde(rename = "wrapped_up")]
    pub wrapped_up_at: Option<Moment>,
    /// The duration in minutes, as entered when it was wrapped up.
    pub minutes: Option<u32>,
    /// Why it was skipped; empty otherwise.
    pub reason: String,
    /// When it was planned to end, to the millisecond; `None` if that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_end: Option<Timestamp>,
}

impl OneOnOne {
    /// The longest duration accepted: a day.
    pub const MAX_MINUTES: u32 = 24 * 60;

    /// Whether it has started and was not wrapped up yet. A person has at most one such.
    pub fn is_running(&self) -> bool {
        self.state == OneOnOneState::Held && self.wrapped_up_at.is_none()
    }

    /// The time of day of [`OneOnOne::planned_end`], in the zone of [`OneOnOne::at`].
    pub fn planned_end_time(&self) -> Option<Time> {
        self.planned_end.map(|end| self.at.time_of(end))
    }

    /// The same one-on-one at another planned time, as long as before.
    #[must_use]
    pub fn rescheduled(&self, at: Moment) -> Self {
        let end_ms = self.planned_end.map(|end| end.as_millisecond() - self.at.at_ms() + at.at_ms());
        let planned_end = end_ms.and_then(|end_ms| Timestamp::from_millisecond(end_ms).ok());
        Self { at, planned_end, ..self.clone() }
    }

    /// The same one-on-one, started at `now`. Its planned end stays if it is still to come.
    #[must_use]
    pub fn started(&self, now: &Moment, state: OneOnOneState) -> Self {
        let planned_end = self.planned_end.filter(|end| is_possible_end(now, *end));
        Self { at: now.clone(), state, planned_end, ..self.clone() }
    }

    /// Why its fields contradict one another, as a sentence; `None` if they do not.
    pub fn validation_error(&self) -> Option<&'static str> {
        if self.wrapped_up_at.is_some() && self.state != OneOnOneState::Held {
            return Some("only a held one-on-one can be wrapped up");
        }
        if self.minutes.is_some_and(|minutes| self.wrapped_up_at.is_none() || minutes > Self::MAX_MINUTES) {
            return Some("only a wrapped-up one-on-one has a duration, of at most a day");
        }
        if self.planned_end.is_some_and(|end| !is_possible_end(&self.at, end)) {
            return Some("its planned end is not after its start, or more than a day later");
        }
        (!self.reason.is_empty() && self.state != OneOnOneState::Skipped)
            .then_some("only a skipped one-on-one has a reason")
    }
}

/// Whether a one-on-one that starts at `start` can end at `end`: later, and within a day.
pub fn is_possible_end(start: &Moment, end: Timestamp) -> bool {
    let length_ms = end.as_millisecond() - start.at_ms();
    length_ms > 0 && length_ms <= i64::from(OneOnOne::MAX_MINUTES) * 60_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inconsistent_meeting_fails_validation() {
        use OneOnOneState::{Held, NothingToNote, Planned, Skipped};
        let at = Moment::from_parts(0, 0, "UTC".into()).expect("a moment");
        for (case, state, wrapped_up, minutes, reason, valid) in [
            ("planned", Planned, false, None, "", true),
            ("running", Held, false, None, "", true),
            ("wrapped up after a day", Held, true, Some(1_440), "", true),
            ("longer than a day", Held, true, Some(1_441), "", false),
            ("minutes while it goes on", Held, false, Some(5), "", false),
            ("nothing to note is not wrapped up", NothingToNote, true, None, "", false),
            ("skipped for a reason", Skipped, false, None, "ill", true),
            ("held for a reason", Held, true, None, "ill", false),
        ] {
            let one_on_one = OneOnOne {
                id: OneOnOneId(1),
                uid: Uid::NIL,
                person: PersonId(1),
                at: at.clone(),
                state,
                wrapped_up_at: wrapped_up.then(|| at.clone()),
                minutes,
                reason: reason.into(),
                planned_end: None,
            };
            assert_eq!(one_on_one.validation_error().is_none(), valid, "{case}");
        }
    }
    fn planned(start_ms: i64, end_ms: Option<i64>) -> OneOnOne {
        OneOnOne {
            id: OneOnOneId(1),
            uid: Uid::NIL,
            person: PersonId(1),
            at: moment(start_ms),
            state: OneOnOneState::Planned,
            wrapped_up_at: None,
            minutes: None,
            reason: String::new(),
            planned_end: end_ms.map(|end_ms| Timestamp::from_millisecond(end_ms).expect("an instant")),
        }
    }

    fn moment(at_ms: i64) -> Moment {
        Moment::from_parts(at_ms, 0, "UTC".into()).expect("a moment")
    }

    #[test]
    fn planned_end_is_after_the_start_and_within_a_day() {
        for (end_ms, valid) in [(-1, false), (0, false), (1, true), (86_400_000, true), (86_400_001, false)] {
            assert_eq!(planned(0, Some(end_ms)).validation_error().is_none(), valid, "{end_ms}");
        }
    }

    #[test]
    fn rescheduled_one_on_one_keeps_its_length() {
        assert_eq!(planned(0, Some(1_800_000)).rescheduled(moment(60_000)), planned(60_000, Some(1_860_000)));
        assert_eq!(planned(0, None).rescheduled(moment(60_000)), planned(60_000, None));
    }

    #[test]
    fn planned_end_stays_when_it_is_started_before_it() {
        for (case, now_ms, expected) in [
            ("late", 600_000, Some(1_800_000)),
            ("early", -600_000, Some(1_800_000)),
            ("after the end", 1_800_000, None),
            ("a day early", -86_400_000, None),
        ] {
            let held = planned(0, Some(1_800_000)).started(&moment(now_ms), OneOnOneState::Held);
            assert_eq!(held, OneOnOne { state: OneOnOneState::Held, ..planned(now_ms, expected) }, "{case}");
        }
    }
}
