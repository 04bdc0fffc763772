//! Topics: something to talk about next time.

use serde::{Deserialize, Serialize};

use super::{
    Kind,
    action::Party,
    lifecycle::{Lifecycle, event_subset},
};
use crate::domain::{
    entry::{event::EntryEvent, state::EntryState},
    string_enum::string_enum,
};

string_enum! {
    /// The state of a topic.
    pub enum TopicState {
        /// For next time.
        Open = "open",
        /// Talked about.
        Discussed = "talked",
    }
}

impl TopicState {
    /// Whether it is still for next time.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }
}

event_subset! {
    /// What can happen to a topic.
    TopicEvent { Discussed, }
}

/// The fields of a topic. What to talk about is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Who wants to talk about it.
    pub from: Party,
    /// The state.
    pub state: TopicState,
}

impl Default for Topic {
    fn default() -> Self {
        Self { from: Party::Me, state: TopicState::Open }
    }
}

impl Lifecycle for Topic {
    type State = TopicState;
    type Event = TopicEvent;
    const KIND: Kind = Kind::Topic;
    const INITIAL: TopicState = TopicState::Open;
    const ENTRY_STATE: fn(TopicState) -> EntryState = EntryState::Topic;

    fn state(&self) -> TopicState {
        self.state
    }

    fn set_state(&mut self, state: TopicState) {
        self.state = state;
    }

    fn state_after(event: TopicEvent) -> Option<TopicState> {
        match event {
            TopicEvent::Discussed => Some(TopicState::Discussed),
        }
    }

    fn can(&self, event: TopicEvent, _: &[EntryEvent]) -> bool {
        match event {
            TopicEvent::Discussed => self.state == TopicState::Open,
        }
    }
}
