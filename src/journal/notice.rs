//! What the writer has to say about what it was asked to do.

use super::{
    change::{Change, ChangeError},
    deed::Deed,
};
use crate::{
    domain::id::{EntryId, PersonId},
    store::StoreError,
};

/// The number of one thing that was asked of the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What became of something that was asked of the writer.
#[derive(Debug)]
pub enum Notice {
    /// A change is kept; it survives a power cut.
    Kept {
        /// Which was asked.
        ticket: Ticket,
        /// What was done.
        deed: Deed,
        /// About whom, where it was about one person.
        person: Option<PersonId>,
        /// Which entry it made or changed, where it was one.
        entry: Option<EntryId>,
    },
    /// A change was not made; here it is, so that nothing of it is lost.
    NotKept {
        /// Which was asked.
        ticket: Ticket,
        /// What was to be done.
        change: Change,
        /// Why it was not.
        error: ChangeError,
    },
    /// A change was taken back.
    TakenBack(Stepped),
    /// A change that had been taken back was made again.
    MadeAgain(Stepped),
    /// There was nothing to take back, or nothing to make again.
    NoFurther,
    /// Taking back or making again did not work.
    HistoryFailed(StoreError),
    /// A draft is kept.
    DraftKept {
        /// Which field.
        place: String,
        /// Which of its texts.
        revision: u64,
    },
    /// A draft is not kept.
    DraftNotKept {
        /// Which field.
        place: String,
        /// Which of its texts.
        revision: u64,
        /// Why.
        error: StoreError,
    },
}

/// A change that undo or redo stepped over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stepped {
    /// What it did; `None` where a newer Rapport made it.
    pub deed: Option<Deed>,
    /// About whom, where it was about one person.
    pub person: Option<PersonId>,
}
