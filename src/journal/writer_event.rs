//! What the writer has to say about what it was asked to do.

use super::change::{Change, ChangeError, kind::ChangeKind};
use crate::{
    domain::id::{EntryId, PersonId},
    store::StoreError,
};

/// The number of one thing that was asked of the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChangeTicket(pub u64);

/// What became of something that was asked of the writer.
#[derive(Debug)]
pub enum WriterEvent {
    /// A change is kept; it survives a power cut.
    Committed {
        /// Which was asked.
        ticket: ChangeTicket,
        /// What was done.
        kind: ChangeKind,
        /// About whom, where it was about one person.
        person: Option<PersonId>,
        /// Which entry it made or changed, where it was one.
        entry: Option<EntryId>,
    },
    /// A change was not made; here it is, so that nothing of it is lost.
    Rejected {
        /// Which was asked.
        ticket: ChangeTicket,
        /// What was to be done.
        change: Change,
        /// Why it was not.
        error: ChangeError,
    },
    /// A change was taken back.
    Undone(UndoneChange),
    /// A change that had been taken back was made again.
    Redone(UndoneChange),
    /// There was nothing to take back, or nothing to make again.
    NothingToUndo,
    /// Taking back or making again did not work.
    UndoFailed(StoreError),
    /// A draft is kept.
    DraftSaved {
        /// Which field.
        field_key: String,
        /// Which of its texts.
        revision: u64,
    },
    /// A draft is not kept.
    DraftSaveFailed {
        /// Which field.
        field_key: String,
        /// Which of its texts.
        revision: u64,
        /// Why.
        error: StoreError,
    },
}

/// A change that undo or redo stepped over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoneChange {
    /// What it did; `None` where a newer Rapport made it.
    pub kind: Option<ChangeKind>,
    /// About whom, where it was about one person.
    pub person: Option<PersonId>,
}
