//! A meeting with one person; it holds the entries jotted in it.

use serde::{Deserialize, Serialize};

use super::{
    id::{OneOnOneId, PersonId, Uid},
    moment::Moment,
    words::words,
};

words! {
    /// What became of a one-on-one.
    pub enum OneOnOneState {
        /// In the calendar, not begun.
        Planned = "planned",
        /// Begun, or over: see [`OneOnOne::is_running`].
        Held = "held",
        /// You met, and there was nothing to write down.
        NothingToNote = "nothing_to_note",
        /// It did not happen.
        Skipped = "skipped",
    }
}

impl OneOnOneState {
    /// Whether the two of you met.
    pub fn met(self) -> bool {
        matches!(self, Self::Held | Self::NothingToNote)
    }
}

/// A one-on-one as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneOnOne {
    /// The row.
    pub id: OneOnOneId,
    /// The lasting name.
    pub uid: Uid,
    /// With whom.
    pub person: PersonId,
    /// When it is planned for; once begun, when it began.
    pub at: Moment,
    /// What became of it.
    pub state: OneOnOneState,
    /// When it was wrapped up; only a held one can be.
    pub wrapped_up: Option<Moment>,
    /// How long it took, as said at the wrap up.
    pub minutes: Option<u32>,
    /// Why it was skipped; empty otherwise.
    pub reason: String,
}

impl OneOnOne {
    /// Longest that is believed of one meeting: a day.
    pub const MAX_MINUTES: u32 = 24 * 60;

    /// Begun and not wrapped up yet. A person has at most one such.
    pub fn is_running(&self) -> bool {
        self.state == OneOnOneState::Held && self.wrapped_up.is_none()
    }
}
