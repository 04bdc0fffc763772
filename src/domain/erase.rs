//! Erasing: what is deleted so that nothing of it remains.

use jiff::civil::Date;

use super::{entry::kind::Kind, id::Uid};

/// What to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EraseRequest {
    /// The records.
    pub scope: EraseScope,
    /// Whether all drafts are erased too. The drafts about the records always are.
    pub all_drafts: bool,
}

/// The records to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EraseScope {
    /// No record.
    Nothing,
    /// These entries, or other records that were deleted or undone.
    Entries(Vec<Uid>),
    /// A person and everything about them.
    Person(Uid),
    /// All entries in the trash, and what was deleted or undone and is only in the change log.
    Trash,
    /// Everything written before this day. People, questions and templates stay.
    Before(Date),
}

/// What became of an erase that was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterruptedErase {
    /// It has been completed now.
    Completed,
    /// Nothing was erased.
    NotStarted,
}

impl EraseRequest {
    /// Erases these records and the drafts about them.
    pub fn new(scope: EraseScope) -> Self {
        Self { scope, all_drafts: false }
    }

    /// Erases all drafts and nothing else.
    pub fn drafts() -> Self {
        Self { scope: EraseScope::Nothing, all_drafts: true }
    }
}

/// What an erase removes, in numbers. It quotes nothing that was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EraseSummary {
    /// The names of the people who are erased.
    pub people: Vec<String>,
    /// How many entries of each kind.
    pub entries: Vec<(Kind, u64)>,
    /// How many of the entries are check-ins that go only because their goal does.
    pub linked_check_ins: u64,
    /// How many one-on-ones.
    pub one_on_ones: u64,
    /// How many answers to what a person needs.
    pub needs: u64,
    /// How many questions that were asked.
    pub asked_questions: u64,
    /// How many reviews.
    pub reviews: u64,
    /// How many self-checks.
    pub self_checks: u64,
    /// How many intentions of a day.
    pub intentions: u64,
    /// How many drafts.
    pub drafts: u64,
    /// How many earlier versions of records.
    pub versions: u64,
    /// How many records that were deleted or undone before, and are only in the change log.
    pub only_in_log: u64,
    /// How many reviews stay that quote an entry that is erased.
    pub quoting_reviews: u64,
    /// The days of the oldest and the newest record.
    pub days: Option<(Date, Date)>,
}

impl EraseSummary {
    /// How many entries.
    pub fn entry_count(&self) -> u64 {
        self.entries.iter().map(|(_, count)| count).sum()
    }

    /// Whether there is nothing to erase.
    pub fn is_empty(&self) -> bool {
        let counts = [
            self.entry_count(),
            self.one_on_ones,
            self.needs,
            self.asked_questions,
            self.reviews,
            self.self_checks,
            self.intentions,
            self.drafts,
            self.versions,
            self.only_in_log,
        ];
        self.people.is_empty() && counts.iter().all(|count| *count == 0)
    }

    /// Counts an entry of this kind.
    pub fn add_entry(&mut self, kind: Kind) {
        if let Some((_, count)) = self.entries.iter_mut().find(|(counted, _)| *counted == kind) {
            *count += 1;
        } else {
            self.entries.push((kind, 1));
            self.entries.sort();
        }
    }

    /// Widens [`EraseSummary::days`] to include a day.
    pub fn add_day(&mut self, day: Date) {
        self.days = Some(self.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
    }
}
