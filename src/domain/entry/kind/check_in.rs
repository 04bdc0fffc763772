//! Check-ins: how close a goal feels on a day.

use serde::{Deserialize, Serialize};

use crate::domain::id::EntryId;

/// The fields of a check-in. The comment is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// The goal's entry, about the same person.
    pub goal: EntryId,
    /// How close the goal feels to them.
    pub closeness: Closeness,
}

/// How close a goal feels, from 1 (far away) to 5 (reached). It is never a score of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Closeness(u8);

/// A closeness that is not from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("closeness goes from 1 to 5, not {0}")]
pub struct ClosenessError(u8);

impl TryFrom<u8> for Closeness {
    type Error = ClosenessError;

    fn try_from(value: u8) -> Result<Self, ClosenessError> {
        if (1..=5).contains(&value) { Ok(Self(value)) } else { Err(ClosenessError(value)) }
    }
}

impl From<Closeness> for u8 {
    fn from(closeness: Closeness) -> Self {
        closeness.0
    }
}
