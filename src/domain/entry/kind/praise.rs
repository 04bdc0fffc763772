//! Praise: something good that you saw.

use serde::{Deserialize, Serialize};

use super::{
    Kind,
    lifecycle::{Lifecycle, event_subset},
};
use crate::domain::{
    entry::{event::EntryEvent, state::EntryState},
    string_enum::string_enum,
};

string_enum! {
    /// The state of praise.
    pub enum PraiseState {
        /// You have not told them yet.
        Noticed = "noticed",
        /// They know.
        Told = "told",
    }
}

impl PraiseState {
    /// Whether they still have to be told.
    pub fn is_open(self) -> bool {
        self == Self::Noticed
    }
}

event_subset! {
    /// What can happen to praise.
    PraiseEvent { Told, }
}

/// The fields of praise. What was good is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Praise {
    /// The state.
    pub state: PraiseState,
}

impl Default for Praise {
    fn default() -> Self {
        Self { state: PraiseState::Noticed }
    }
}

impl Lifecycle for Praise {
    type State = PraiseState;
    type Event = PraiseEvent;
    const KIND: Kind = Kind::Praise;
    const INITIAL: PraiseState = PraiseState::Noticed;
    const ENTRY_STATE: fn(PraiseState) -> EntryState = EntryState::Praise;

    fn state(&self) -> PraiseState {
        self.state
    }

    fn set_state(&mut self, state: PraiseState) {
        self.state = state;
    }

    fn state_after(event: PraiseEvent) -> Option<PraiseState> {
        match event {
            PraiseEvent::Told => Some(PraiseState::Told),
        }
    }

    fn can(&self, event: PraiseEvent, _: &[EntryEvent]) -> bool {
        match event {
            PraiseEvent::Told => self.state == PraiseState::Noticed,
        }
    }
}
