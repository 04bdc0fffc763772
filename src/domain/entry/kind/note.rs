//! An entry with no other kind.

use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// What a note is about, where you said so.
    pub enum NoteFocus {
        /// You did not say.
        Unmarked = "unmarked",
        /// The person.
        Person = "person",
        /// The work.
        Work = "work",
    }
}

/// What only a note has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The person, or the work: for the balance of what is written.
    pub about: NoteFocus,
}

impl Default for Note {
    fn default() -> Self {
        Self { about: NoteFocus::Unmarked }
    }
}
