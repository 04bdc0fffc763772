//! Something promised, by you or by them, with an optional day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Who promised.
    pub enum Party {
        /// You did.
        Me = "me",
        /// They did.
        Them = "them",
    }
}

string_enum! {
    /// Where an action stands.
    pub enum ActionState {
        /// To be done.
        Open = "open",
        /// Done; where you promised it, they do not know yet.
        Done = "done",
        /// Done, and they know.
        Told = "told",
        /// Given up.
        Dropped = "dropped",
    }
}

/// What only an action has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Who promised.
    pub by: Party,
    /// By when.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: ActionState,
}

impl Action {
    /// You promised.
    pub fn mine(due: Option<Date>) -> Self {
        Self { by: Party::Me, due, state: ActionState::Open }
    }

    /// They promised.
    pub fn theirs(due: Option<Date>) -> Self {
        Self { by: Party::Them, due, state: ActionState::Open }
    }

    /// Yours stands open until it is done and they know; theirs until it is done.
    pub fn is_open(&self) -> bool {
        match self.state {
            ActionState::Open => true,
            ActionState::Done => self.by == Party::Me,
            ActionState::Told | ActionState::Dropped => false,
        }
    }

    /// By how many days it is late; 0 on time or without a day.
    pub fn days_late(&self, today: Date) -> i32 {
        match self.due {
            Some(due) if self.state == ActionState::Open => (today - due).get_days().max(0),
            _ => 0,
        }
    }
}
