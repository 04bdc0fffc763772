//! Who is who: the small keys of rows in this file, and the lasting ones that two copies of a journal share.

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
    /// The row of a person in this file. Never used again, also after the row is gone.
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

/// A lasting name (`UUIDv7`) of one thing, the same in every copy of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(pub Uuid);

impl Uid {
    /// The nil name, for a thing that has not been given one yet.
    pub const NIL: Self = Self(Uuid::nil());

    /// A name from the instant it is given at (milliseconds since 1970) and 74 bits of chance.
    pub fn new(unix_ms: u64, chance: u128) -> Self {
        let bytes = chance.to_be_bytes();
        let mut tail = [0; 10];
        tail.copy_from_slice(&bytes[6..]);
        Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &tail).into_uuid())
    }

    /// The name that follows from what a thing is made of (`UUIDv5`), so that the same thing read twice is one thing. The
    /// first part says of what sort it is.
    pub fn from_content(parts: &[&str]) -> Self {
        // The length before each part, so that no two lists of parts are the same bytes.
        let bytes: Vec<u8> =
            parts.iter().flat_map(|part| [part.len().to_string().as_bytes(), b":", part.as_bytes()].concat()).collect();
        Self(Uuid::new_v5(&Self::CONTENT_NAMESPACE, &bytes))
    }

    /// Whether it follows from what the thing is made of.
    pub fn is_content_derived(self) -> bool {
        self.0.get_version_num() == 5
    }

    /// The space of the names that follow from content; any value, once and for ever.
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
        let name = |parts: &[&str]| Uid::from_content(parts);
        assert_eq!(name(&["entry", "Quiet today"]), name(&["entry", "Quiet today"]));
        assert_ne!(name(&["entry", "Quiet today"]), name(&["entry", "Quiet", " today"]));
        assert_ne!(name(&["1:a"]), name(&["", "a"]));
        assert!(name(&["entry"]).is_content_derived() && !Uid::new(1, 2).is_content_derived());
        assert_eq!(
            name(&["person", "Dana"]).to_string(),
            "c9c0b573-5575-567e-a526-3b214d8cccd0",
            "it never changes: it is in people's journals"
        );
    }
}
