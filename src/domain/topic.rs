//! Something to talk about.

use serde::{Deserialize, Serialize};

use super::{action::By, words::words};

words! {
    /// Whether a topic was talked about.
    pub enum TopicState {
        /// For next time.
        Open = "open",
        /// Talked about.
        Talked = "talked",
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
    pub from: By,
    /// Whether it was talked about.
    pub state: TopicState,
}

impl Default for Topic {
    fn default() -> Self {
        Self { from: By::Me, state: TopicState::Open }
    }
}
