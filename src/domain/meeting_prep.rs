//! Preparation of one-on-ones.

use serde::{Deserialize, Serialize};

use super::{id::Uid, personal_details::AskedDetail};

/// What the leader prepared for the one-on-ones with a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingPrep {
    /// The agenda in the order that was chosen for it, by UUID; empty until it is rearranged.
    #[serde(rename = "order")]
    pub agenda_order: Vec<Uid>,
    /// The personal details that were asked about, and when.
    #[serde(rename = "asked")]
    pub asked_details: Vec<AskedDetail>,
}
