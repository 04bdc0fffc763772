//! When the journal locks itself.

use serde::{Deserialize, Serialize};

/// The setting that holds [`LockSettings`].
pub const LOCK_SETTING: &str = "lock";

/// When the journal locks itself, if it has a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockSettings {
    /// After so many minutes without input; `None` for never.
    pub idle_minutes: Option<u16>,
}

impl Default for LockSettings {
    fn default() -> Self {
        Self { idle_minutes: Some(10) }
    }
}
