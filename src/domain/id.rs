//! Identifiers: row ids of one database file, and UUIDs that copies of a journal share.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}

id_type! {
    /// The row of a person in this file. It is never reused, even after the row is deleted.
    PersonId
}
id_type! {
    /// The row of a one-on-one in this file.
    OneOnOneId
}
id_type! {
    /// The row of an entry in this file.
    EntryId
}
id_type! {
    /// The row of a change in this file; a later change has a larger one.
    ChangeId
}

/// The UUID of a record, the same in every copy of the journal: a `UUIDv7`, or a `UUIDv5` for a
/// record that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(pub Uuid);

impl Uid {
    /// The nil UUID, for a record that has none yet.
    pub const NIL: Self = Self(Uuid::nil());

    /// A `UUIDv7` of an instant (milliseconds since 1970, UTC) and the low 74 bits of a random
    /// number.
    pub fn new(unix_ms: u64, random: u128) -> Self {
        let bytes = random.to_be_bytes();
        let mut tail = [0; 10];
        tail.copy_from_slice(&bytes[6..]);
        Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &tail).into_uuid())
    }

    /// The `UUIDv5` of a record's content, so that a record that is imported twice is recognized.
    /// The first part is the type of record.
    pub fn from_content(parts: &[&str]) -> Self {
        // Length-prefixed, so that no two lists of parts have the same bytes.
        let bytes: Vec<u8> =
            parts.iter().flat_map(|part| [part.len().to_string().as_bytes(), b":", part.as_bytes()].concat()).collect();
        Self(Uuid::new_v5(&Self::CONTENT_NAMESPACE, &bytes))
    }

    /// Whether it was made [from content](Self::from_content).
    pub fn is_content_derived(self) -> bool {
        self.0.get_version_num() == 5
    }

    /// The namespace of UUIDs made from content. Arbitrary, but it must never change.
    const CONTENT_NAMESPACE: Uuid = Uuid::from_u128(0x3f0c_6f5e_97a1_4d1b_9a57_5d3b_2f6e_8c41);
}

impl std::fmt::Display for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_uid_depends_on_parts_and_their_boundaries() {
        let uid = |parts: &[&str]| Uid::from_content(parts);
        assert_eq!(uid(&["entry", "Quiet today"]), uid(&["entry", "Quiet today"]));
        assert_ne!(uid(&["entry", "Quiet today"]), uid(&["entry", "Quiet", " today"]));
        assert_ne!(uid(&["1:a"]), uid(&["", "a"]));
        assert!(uid(&["entry"]).is_content_derived() && !Uid::new(1, 2).is_content_derived());
        assert_eq!(
            uid(&["person", "Dana"]).to_string(),
            "c9c0b573-5575-567e-a526-3b214d8cccd0",
            "it must never change: journals contain it"
        );
    }
}
