//! "What does this person need to be successful?": one standing answer, dated, with its earlier answers.

use serde::{Deserialize, Serialize};

use super::{
    id::{PersonId, Uid},
    moment::Moment,
};

/// One answer; the latest of a person is the one that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The lasting name.
    pub uid: Uid,
    /// Whose need.
    pub person: PersonId,
    /// When it was written.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// The answer.
    pub text: String,
}
