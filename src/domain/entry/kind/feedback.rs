//! Feedback given or received, as situation, behaviour and impact (the SBI model).

use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Who gave the feedback.
    pub enum Direction {
        /// From you to them.
        Given = "given",
        /// From them to you.
        Received = "received",
    }
}

/// The fields of feedback. The feedback itself is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Who gave it.
    pub direction: Direction,
    /// When and where.
    pub situation: String,
    /// What was seen.
    pub behaviour: String,
    /// What it did.
    pub impact: String,
    /// What you changed because of it; only of received feedback.
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

    /// Empty feedback from you to them.
    pub fn given() -> Self {
        Self::with_direction(Direction::Given)
    }

    /// Empty feedback from them to you.
    pub fn received() -> Self {
        Self::with_direction(Direction::Received)
    }

    pub(in crate::domain::entry) fn texts(&self) -> Vec<&String> {
        vec![&self.situation, &self.behaviour, &self.impact, &self.changed]
    }

    pub(in crate::domain::entry) fn validation_error(&self) -> Option<&'static str> {
        (self.direction == Direction::Given && !self.changed.is_empty())
            .then_some("only feedback you received changed something for you")
    }
}
