//! How a person looks: the colour of the avatar.

use super::tokens::AVATARS;
use crate::domain::{id::PersonId, person::Person};

/// The index of a person’s avatar colour in [`AVATARS`]: the chosen one, or one derived from the
/// id.
pub fn avatar_colour(person: &Person) -> usize {
    match person.profile.colour {
        Some(colour) => usize::from(colour),
        None => default_colour(person.id),
    }
}

/// The colour of a person for whom none was chosen. Ids are consecutive and never reused:
/// neighbours differ, and nobody’s colour ever changes.
pub fn default_colour(id: PersonId) -> usize {
    usize::try_from(id.0 - 1).unwrap_or_default() % AVATARS.len()
}
