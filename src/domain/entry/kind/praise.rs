//! Something good you saw.

use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Whether the praise was really said.
    pub enum PraiseState {
        /// Seen, not said yet.
        Noticed = "noticed",
        /// They know.
        Told = "told",
    }
}

impl PraiseState {
    /// Whether it still waits to be said.
    pub fn is_open(self) -> bool {
        self == Self::Noticed
    }
}

/// What only praise has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Praise {
    /// Whether it was said.
    pub state: PraiseState,
}

impl Default for Praise {
    fn default() -> Self {
        Self { state: PraiseState::Noticed }
    }
}
