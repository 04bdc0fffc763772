//! Errors as they are shown: what happened, what is safe, and what to do.
//!
//! The one-line texts of errors stay beside their types, as `#[error]` attributes; here are the
//! sentences they share.

/// Nothing was changed.
pub const NOTHING_CHANGED: &str = "Nothing was changed.";
/// What was saved before is safe.
pub const SAVED_IS_SAFE: &str = "Everything saved so far is safe.";
/// The journal was not touched.
pub const JOURNAL_UNCHANGED: &str = "Your journal was not changed.";
/// No file was written.
pub const NOTHING_WRITTEN: &str = "Nothing was written.";
/// Nothing was imported.
pub const NOTHING_IMPORTED: &str = "Nothing was imported.";

/// An error as it is shown to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFacingError {
    /// What happened, in one sentence.
    pub problem: String,
    /// What is safe or unchanged.
    pub reassurance: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}
