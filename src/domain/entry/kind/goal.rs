//! Goals: what you coach somebody towards.

use jiff::civil::Date;
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
    /// The state of a goal.
    pub enum GoalState {
        /// Being worked on.
        Active = "active",
        /// Resting.
        Paused = "paused",
        /// Reached.
        Reached = "reached",
        /// Given up.
        Dropped = "dropped",
    }
}

impl GoalState {
    /// Whether the two of you still pursue it, be it later.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Paused)
    }
}

event_subset! {
    /// What can happen to a goal. A check-in is an entry of its own.
    GoalEvent { Paused, Resumed, Reached, Dropped, }
}

/// The fields of a goal. The goal itself is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Why it matters.
    pub why: String,
    /// What success looks like.
    pub success: String,
    /// What you will do to support it.
    pub support: String,
    /// The target date.
    pub target: Option<Date>,
    /// The state.
    pub state: GoalState,
}

impl Default for Goal {
    fn default() -> Self {
        Self {
            why: String::new(),
            success: String::new(),
            support: String::new(),
            target: None,
            state: GoalState::Active,
        }
    }
}

impl Goal {
    pub(in crate::domain::entry) fn dates(&self) -> Vec<Date> {
        self.target.into_iter().collect()
    }

    pub(in crate::domain::entry) fn texts(&self) -> Vec<&String> {
        vec![&self.why, &self.success, &self.support]
    }
}

impl Lifecycle for Goal {
    type State = GoalState;
    type Event = GoalEvent;
    const KIND: Kind = Kind::Goal;
    const INITIAL: GoalState = GoalState::Active;
    const ENTRY_STATE: fn(GoalState) -> EntryState = EntryState::Goal;

    fn state(&self) -> GoalState {
        self.state
    }

    fn set_state(&mut self, state: GoalState) {
        self.state = state;
    }

    fn state_after(event: GoalEvent) -> Option<GoalState> {
        match event {
            GoalEvent::Paused => Some(GoalState::Paused),
            GoalEvent::Resumed => Some(GoalState::Active),
            GoalEvent::Reached => Some(GoalState::Reached),
            GoalEvent::Dropped => Some(GoalState::Dropped),
        }
    }

    fn can(&self, event: GoalEvent, _: &[EntryEvent]) -> bool {
        match event {
            GoalEvent::Paused => self.state == GoalState::Active,
            GoalEvent::Resumed => self.state == GoalState::Paused,
            GoalEvent::Reached | GoalEvent::Dropped => self.state.is_open(),
        }
    }
}
