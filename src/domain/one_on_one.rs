//! One-on-ones: meetings with one person, planned, held or skipped.

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
}

impl OneOnOne {
    /// The longest duration accepted: a day.
    pub const MAX_MINUTES: u32 = 24 * 60;

    /// Whether it has started and was not wrapped up yet. A person has at most one such.
    pub fn is_running(&self) -> bool {
        self.state == OneOnOneState::Held && self.wrapped_up_at.is_none()
    }

    /// Why its fields contradict one another, as a sentence; `None` if they do not.
    pub fn validation_error(&self) -> Option<&'static str> {
        if self.wrapped_up_at.is_some() && self.state != OneOnOneState::Held {
            return Some("only a held one-on-one can be wrapped up");
        }
        if self.minutes.is_some_and(|minutes| self.wrapped_up_at.is_none() || minutes > Self::MAX_MINUTES) {
            return Some("only a wrapped-up one-on-one has a duration, of at most a day");
        }
        (!self.reason.is_empty() && self.state != OneOnOneState::Skipped)
            .then_some("only a skipped one-on-one has a reason")
    }
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
            };
            assert_eq!(one_on_one.validation_error().is_none(), valid, "{case}");
        }
    }
}
