//! Given or received, as situation, behaviour, impact.

use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Which way it went.
    pub enum Direction {
        /// From you to them.
        Given = "given",
        /// From them to you.
        Received = "received",
    }
}

/// What only feedback has. The line itself is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Which way it went.
    pub direction: Direction,
    /// When and where.
    pub situation: String,
    /// What was seen.
    pub behaviour: String,
    /// What it did.
    pub impact: String,
    /// For received feedback: what you changed because of it.
    pub changed: String,
}

impl Feedback {
    fn with_direction(direction: Direction) -> Self {
        Self {
            direction,
            situation: String::new(),
            behaviour: String::new(),
            impact: String::new(),
            changed: String::new(),
        }
    }

    /// From you to them.
    pub fn given() -> Self {
        Self::with_direction(Direction::Given)
    }

    /// From them to you.
    pub fn received() -> Self {
        Self::with_direction(Direction::Received)
    }
}
