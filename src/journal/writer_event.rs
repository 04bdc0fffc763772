//! Events of the writer thread: the results of its commands.

use std::path::PathBuf;

use super::{
    StopReason,
    backup::{BackupError, ReplacedFile},
    change::{Change, ChangeError, kind::ChangeKind},
    erase::EraseOutcome,
};
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId},
    },
    store::StoreError,
};

/// Identifies a submitted change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChangeTicket(pub u64);

/// The result of a command to the writer.
#[derive(Debug)]
pub enum WriterEvent {
    /// A change was committed and synced to the disk.
    Committed {
        /// The ticket of the change.
        ticket: ChangeTicket,
        /// The kind of the change.
        kind: ChangeKind,
        /// The person it was about, if it was one.
        person: Option<PersonId>,
        /// The entry it created or updated, if it was one.
        entry: Option<EntryId>,
    },
    /// A change was not made. It is returned, so that its text is not lost.
    Rejected {
        /// The ticket of the change.
        ticket: ChangeTicket,
        /// The change.
        change: Change,
        /// Why it was rejected.
        error: ChangeError,
    },
    /// A change was undone.
    Undone(UndoneChange),
    /// A change was redone.
    Redone(UndoneChange),
    /// There was nothing to undo or redo.
    NothingToUndo,
    /// The latest change is an erase, which cannot be undone.
    EraseCannotBeUndone,
    /// Records were erased.
    Erased(Box<EraseOutcome>),
    /// Nothing was erased.
    EraseFailed(StoreError),
    /// Undo or redo failed.
    UndoFailed(StoreError),
    /// The writer has stopped: nothing more is stored. Everything queued is rejected after this.
    Stopped(StopReason),
    /// The answer to [`Journal::save_as`](super::Journal::save_as).
    SavedAs {
        /// The path of the new file.
        path: PathBuf,
        /// How many of the changes could not be made in the new file, or why there is none.
        result: Result<usize, StoreError>,
    },
    /// The answer to
    /// [`Journal::compare_with_replacement`](super::Journal::compare_with_replacement).
    Compared(Result<ReplacedFile, BackupError>),
    /// A draft was saved.
    DraftSaved {
        /// The field.
        field_key: String,
        /// The revision of its text.
        revision: u64,
    },
    /// A draft could not be saved.
    DraftSaveFailed {
        /// The field.
        field_key: String,
        /// The revision of its text.
        revision: u64,
        /// The error.
        error: StoreError,
    },
}

/// A change that was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneChange {
    /// Its kind; `None` if it was made by a newer version with a kind unknown here.
    pub kind: Option<ChangeKind>,
    /// The person it was about, if it was one.
    pub person: Option<PersonId>,
    /// The entry it created or updated, if it was one.
    pub entry: Option<Box<Entry>>,
}
