//! An entry with no other kind.

use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    /// What a note is about, where you said so.
    pub enum About {
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
    pub about: About,
}

impl Default for Note {
    fn default() -> Self {
        Self { about: About::Unmarked }
    }
}
