//! What the leader set out before a one-on-one: the order of what to raise, and what was asked about.

use serde::{Deserialize, Serialize};

use super::{id::Uid, matters::Asked};

/// What was set out for the one-on-ones with a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Prepare {
    /// What to raise, in the order it was put into; empty until it is arranged.
    pub order: Vec<Uid>,
    /// The details that were asked about.
    pub asked: Vec<Asked>,
}
