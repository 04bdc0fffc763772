//! What you expect and what you provide, as a pair.

use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Whether an expectation is in force.
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

/// What only an expectation has. "I expect" is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// "I will provide".
    pub provide: String,
    /// The same in their words.
    pub their_words: String,
    /// Whether it is in force.
    pub state: ExpectationState,
}

impl Default for Expectation {
    fn default() -> Self {
        Self { provide: String::new(), their_words: String::new(), state: ExpectationState::Current }
    }
}
