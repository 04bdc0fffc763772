//! Expectations: what you expect and what you provide, as a pair.

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
    /// The state of an expectation.
    pub enum ExpectationState {
        /// In force.
        Current = "current",
        /// A newer one took its place.
        Replaced = "replaced",
    }
}

impl ExpectationState {
    /// Whether it is in force.
    pub fn is_in_force(self) -> bool {
        self == Self::Current
    }
}

event_subset! {
    /// What can happen to an expectation.
    ExpectationEvent { SaidAloud, Replaced, }
}

/// The fields of an expectation. What you expect is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// What you provide in return.
    pub provide: String,
    /// The expectation as they said it back.
    pub their_words: String,
    /// The state.
    pub state: ExpectationState,
}

impl Default for Expectation {
    fn default() -> Self {
        Self { provide: String::new(), their_words: String::new(), state: ExpectationState::Current }
    }
}

impl Expectation {
    pub(in crate::domain::entry) fn texts(&self) -> Vec<&String> {
        vec![&self.provide, &self.their_words]
    }
}

impl Lifecycle for Expectation {
    type State = ExpectationState;
    type Event = ExpectationEvent;
    const KIND: Kind = Kind::Expectation;
    const INITIAL: ExpectationState = ExpectationState::Current;
    const ENTRY_STATE: fn(ExpectationState) -> EntryState = EntryState::Expectation;

    fn state(&self) -> ExpectationState {
        self.state
    }

    fn set_state(&mut self, state: ExpectationState) {
        self.state = state;
    }

    fn state_after(event: ExpectationEvent) -> Option<ExpectationState> {
        match event {
            ExpectationEvent::SaidAloud => None,
            ExpectationEvent::Replaced => Some(ExpectationState::Replaced),
        }
    }

    fn can(&self, event: ExpectationEvent, _: &[EntryEvent]) -> bool {
        match event {
            ExpectationEvent::SaidAloud | ExpectationEvent::Replaced => self.state.is_in_force(),
        }
    }
}
