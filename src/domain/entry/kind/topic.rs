//! Something to talk about.

use serde::{Deserialize, Serialize};

use super::action::Party;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Whether a topic was talked about.
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

/// What only a topic has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Who wants to talk about it.
    pub from: Party,
    /// Whether it was talked about.
    pub state: TopicState,
}

impl Default for Topic {
    fn default() -> Self {
        Self { from: Party::Me, state: TopicState::Open }
    }
}
