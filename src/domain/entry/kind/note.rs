//! Notes: entries of no other kind.

use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// What a note is about.
    pub enum NoteFocus {
        /// Not said.
        Unmarked = "unmarked",
        /// The person.
        Person = "person",
        /// The work.
        Work = "work",
    }
}

/// The fields of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is about, for the balance of notes about the person and about the work.
    pub about: NoteFocus,
}

impl Default for Note {
    fn default() -> Self {
        Self { about: NoteFocus::Unmarked }
    }
}
