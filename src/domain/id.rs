//! Who is who: the small keys of rows in this file, and the lasting ones that two copies of a journal share.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}

key! {
    /// The row of a person in this file. Never used again, also after the row is gone.
    PersonId
}
key! {
    /// The row of a one-on-one in this file.
    OneOnOneId
}
key! {
    /// The row of an entry in this file.
    EntryId
}
key! {
    /// The row of a change in this file; a later change has a larger one.
    ChangeId
}

/// A lasting name (`UUIDv7`) of one thing, the same in every copy of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(pub Uuid);

impl Uid {
    /// The nil name, for a thing that has not been given one yet.
    pub const NONE: Self = Self(Uuid::nil());

    /// A name from the instant it is given at (milliseconds since 1970) and 74 bits of chance.
    pub fn new(unix_ms: u64, chance: u128) -> Self {
        let bytes = chance.to_be_bytes();
        let mut tail = [0; 10];
        tail.copy_from_slice(&bytes[6..]);
        Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &tail).into_uuid())
    }
}

impl std::fmt::Display for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
