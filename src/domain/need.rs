//! Answers to "What does this person need to be successful?".

use serde::{Deserialize, Serialize};

use super::{
    id::{PersonId, Uid},
    moment::Moment,
};

/// One answer. The latest of a person is the current one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The UUID, which never changes.
    pub uid: Uid,
    /// The person that it is about.
    pub person: PersonId,
    /// When it was written.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// The answer.
    pub text: String,
}
