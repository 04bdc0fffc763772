//! Actions: something promised, by you or by them.

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
    /// One of the two people that an entry is between.
    pub enum Party {
        /// You, the leader.
        Me = "me",
        /// The person that the entry is about.
        Them = "them",
    }
}

string_enum! {
    /// The state of an action.
    pub enum ActionState {
        /// To be done.
        Open = "open",
        /// Done; where you promised it, they do not know yet.
        Done = "done",
        /// Done, and they know. Only of what you promised.
        Told = "told",
        /// Given up.
        Dropped = "dropped",
    }
}

event_subset! {
    /// What can happen to an action.
    ActionEvent { Done, Told, Dropped, }
}

/// The fields of an action. What was promised is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Who promised.
    pub by: Party,
    /// The due date.
    pub due: Option<Date>,
    /// The state.
    pub state: ActionState,
}

impl Action {
    /// An open action of yours.
    pub fn mine(due: Option<Date>) -> Self {
        Self { by: Party::Me, due, state: ActionState::Open }
    }

    /// An open action of theirs.
    pub fn theirs(due: Option<Date>) -> Self {
        Self { by: Party::Them, due, state: ActionState::Open }
    }

    /// Whether something is left to do. Yours is open until it is done and they know; theirs until
    /// it is done.
    pub fn is_open(&self) -> bool {
        match self.state {
            ActionState::Open => true,
            ActionState::Done => self.by == Party::Me,
            ActionState::Told | ActionState::Dropped => false,
        }
    }

    /// The number of days that it is overdue; 0 on time or without a due date.
    pub fn days_late(&self, today: Date) -> i32 {
        match self.due {
            Some(due) if self.state == ActionState::Open => (today - due).get_days().max(0),
            _ => 0,
        }
    }

    pub(in crate::domain::entry) fn dates(&self) -> Vec<Date> {
        self.due.into_iter().collect()
    }

    pub(in crate::domain::entry) fn validation_error(&self) -> Option<&'static str> {
        (self.by == Party::Them && self.state == ActionState::Told).then_some("only your own actions can be told")
    }
}

impl Lifecycle for Action {
    type State = ActionState;
    type Event = ActionEvent;
    const KIND: Kind = Kind::Action;
    const INITIAL: ActionState = ActionState::Open;
    const ENTRY_STATE: fn(ActionState) -> EntryState = EntryState::Action;

    fn state(&self) -> ActionState {
        self.state
    }

    fn set_state(&mut self, state: ActionState) {
        self.state = state;
    }

    fn state_after(event: ActionEvent) -> Option<ActionState> {
        match event {
            ActionEvent::Done => Some(ActionState::Done),
            ActionEvent::Told => Some(ActionState::Told),
            ActionEvent::Dropped => Some(ActionState::Dropped),
        }
    }

    fn can(&self, event: ActionEvent, _: &[EntryEvent]) -> bool {
        match event {
            ActionEvent::Done | ActionEvent::Dropped => self.state == ActionState::Open,
            ActionEvent::Told => self.by == Party::Me && self.state == ActionState::Done,
        }
    }
}
