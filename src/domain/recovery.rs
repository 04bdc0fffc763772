//! What the recovery of a damaged journal found, and what it could not get.

use jiff::civil::Date;
use serde::Serialize;

use super::{entry::kind::Kind, string_enum::string_enum};

string_enum! {
    /// The type of a record that was damaged.
    pub enum LostRecord {
        /// A person.
        Person = "person",
        /// A one-on-one.
        OneOnOne = "one_on_one",
        /// An entry.
        Entry = "entry",
        /// What happened to an entry.
        Event = "step",
        /// A need of a person.
        Need = "need",
        /// A custom or hidden question.
        Question = "question",
        /// A question that was asked.
        AskedQuestion = "asked",
        /// A self-check.
        SelfCheck = "self_check",
        /// An intention of a day.
        Intention = "intention",
        /// A review.
        Review = "review",
        /// A template for reviews.
        Template = "template",
        /// Unsaved text of a field.
        Draft = "draft",
        /// A setting.
        Setting = "setting",
        /// A logged change: the history behind undo and earlier versions.
        Change = "change",
    }
}

string_enum! {
    /// What could not be had of a record. The order is from bad to less bad.
    pub enum LossKind {
        /// All of it.
        Gone = "gone",
        /// Its text; a line in the recovered journal says so.
        TextLost = "text_lost",
        /// The end of its text.
        TextCut = "text_cut",
        /// Its fields and its state, which are those of a new entry now.
        DetailsLost = "details_lost",
        /// Something that happened to it.
        EventsLost = "steps_lost",
        /// All but its references; a placeholder stands for it.
        Placeholder = "placeholder",
        /// Nothing, but its checksum does not match: a letter, day or state may be wrong.
        Suspect = "checksum",
    }
}

/// Something that could not be had, or not surely. Holds no text of the journal but a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Loss {
    /// What could not be had of it.
    pub what: LossKind,
    /// The type of the record.
    pub record: LostRecord,
    /// The row of a person, one-on-one, entry, step or change.
    pub id: Option<i64>,
    /// The kind of an entry.
    pub kind: Option<Kind>,
    /// The name of the person it is about.
    pub person: Option<String>,
    /// The day it was written or took place.
    pub day: Option<Date>,
}

impl Loss {
    /// A loss of which nothing else is known.
    pub fn new(what: LossKind, record: LostRecord) -> Self {
        Self { what, record, id: None, kind: None, person: None, day: None }
    }
}

/// The result of a recovery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RecoveryReport {
    /// How many people the recovered journal has.
    pub people: u64,
    /// How many one-on-ones it has.
    pub one_on_ones: u64,
    /// How many entries it has, with the trash.
    pub entries: u64,
    /// How many other records it has: needs, questions, self-checks, intentions, reviews.
    pub others: u64,
    /// How many of all these were taken from the change log.
    pub from_change_log: u64,
    /// The pages of the file that could not be read, from 1. A page is 4 KB.
    pub unreadable_pages: Vec<u32>,
    /// How many commits in the write-ahead log beside the file could not be read in full.
    pub torn_commits: u64,
    /// What could not be had, the worst first.
    pub losses: Vec<Loss>,
}

impl RecoveryReport {
    /// Whether nothing is missing or doubtful.
    pub fn is_complete(&self) -> bool {
        self.losses.is_empty() && self.torn_commits == 0
    }
}
