//! Why an open journal takes no more changes.

use std::path::Path;

use crate::store::{Displacement, ReadOnlyReason, StoreError};

/// Why the writer takes no more changes. The journal can still be read, and everything that was
/// not stored is still known to the window: see [`Journal::save_as`](super::Journal::save_as).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// The journal was opened for reading only.
    ReadOnly(ReadOnlyReason),
    /// The file at the path is no longer the one that was opened.
    Displaced(Displacement),
    /// A page of the file is damaged.
    Damaged,
    /// The writer thread has panicked.
    Panicked,
}

impl StopReason {
    /// The reason to stop after an error, if it is one after which nothing may be written.
    pub(super) fn after(error: &StoreError) -> Option<Self> {
        match error {
            StoreError::Displaced { displacement, .. } => Some(Self::Displaced(*displacement)),
            // Of a file that was a journal when it was opened.
            StoreError::NotAJournal(_) => Some(Self::Damaged),
            error => error.is_damage().then_some(Self::Damaged),
        }
    }

    /// Whether this is why the other reason came first: when another program changes the
    /// passphrase, it deletes the log before it replaces the file, and overwrites the old one,
    /// whose pages can then not be read.
    pub(super) fn explains(self, first: Self) -> bool {
        self == Self::Displaced(Displacement::Rekeyed) && first.may_be_explained()
    }

    /// Whether another reason can [explain](Self::explains) this one.
    pub(super) fn may_be_explained(self) -> bool {
        matches!(self, Self::Damaged | Self::Displaced(Displacement::LogRemoved))
    }

    /// The error of a change that is rejected for this reason.
    pub fn error(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::ReadOnly(reason) => reason.error(&path),
            Self::Displaced(displacement) => StoreError::Displaced { path, displacement },
            Self::Damaged => StoreError::Corrupt(path),
            Self::Panicked => StoreError::WriterGone,
        }
    }
}
