//! A coaching goal, and how the person's work connects to something larger.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Where a goal stands.
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
    /// Whether it is still something the two of you mean to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Paused)
    }
}

/// What only a goal has. The goal itself is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Why it matters.
    pub why: String,
    /// What success looks like.
    pub success: String,
    /// What you will do to support it.
    pub support: String,
    /// The target day.
    pub target: Option<Date>,
    /// Where it stands.
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
