//! What the leader set out before a one-on-one: the order of what to raise, and what was asked about.

use serde::{Deserialize, Serialize};

use super::{id::Uid, personal_details::AskedDetail};

/// What was set out for the one-on-ones with a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingPrep {
    /// What to raise, in the order it was put into; empty until it is arranged.
    #[serde(rename = "order")]
    pub agenda_order: Vec<Uid>,
    /// The details that were asked about.
    #[serde(rename = "asked")]
    pub asked_details: Vec<AskedDetail>,
}
