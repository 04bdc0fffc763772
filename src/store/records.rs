//! Records: the whole values that a change creates, replaces or removes.

use super::{Db, error::Result};
use crate::domain::{
    entry::Entry,
    id::Uid,
    intention::Intention,
    need::Need,
    one_on_one::OneOnOne,
    person::Person,
    question::{AskedQuestion, QuestionOverride},
    review::{Review, Template},
    self_check::SelfCheck,
    string_enum::string_enum,
};

string_enum! {
    /// The kind of a record, as stored in the change log.
    pub enum RecordKind {
        /// A person.
        Person = "person",
        /// A one-on-one.
        OneOnOne = "one_on_one",
        /// An entry with its detail and events.
        Entry = "entry",
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
        /// A review, finished or not.
        Review = "review",
        /// A template for reviews.
        Template = "template",
    }
}

/// A whole record of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An entry with its detail and events.
    Entry(Box<Entry>),
    /// A need of a person.
    Need(Need),
    /// A one-on-one.
    OneOnOne(OneOnOne),
    /// A person.
    Person(Box<Person>),
    /// A custom or hidden question.
    Question(QuestionOverride),
    /// A question that was asked.
    AskedQuestion(AskedQuestion),
    /// A self-check.
    SelfCheck(SelfCheck),
    /// An intention of a day.
    Intention(Intention),
    /// A review, finished or not.
    Review(Review),
    /// A template for reviews.
    Template(Template),
}

impl Record {
    /// The kind of the record.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Person(_) => RecordKind::Person,
            Self::OneOnOne(_) => RecordKind::OneOnOne,
            Self::Entry(_) => RecordKind::Entry,
            Self::Need(_) => RecordKind::Need,
            Self::Question(_) => RecordKind::Question,
            Self::AskedQuestion(_) => RecordKind::AskedQuestion,
            Self::SelfCheck(_) => RecordKind::SelfCheck,
            Self::Intention(_) => RecordKind::Intention,
            Self::Review(_) => RecordKind::Review,
            Self::Template(_) => RecordKind::Template,
        }
    }

    /// The uid of the record.
    pub fn uid(&self) -> Uid {
        match self {
            Self::Person(person) => person.uid,
            Self::OneOnOne(one_on_one) => one_on_one.uid,
            Self::Entry(entry) => entry.uid,
            Self::Need(need) => need.uid,
            Self::Question(question) => question.uid,
            Self::AskedQuestion(asked) => asked.uid,
            Self::SelfCheck(check) => check.uid,
            Self::Intention(intention) => intention.uid,
            Self::Review(review) => review.uid,
            Self::Template(template) => template.uid,
        }
    }

    pub(super) fn to_json(&self) -> Result<String> {
        Ok(match self {
            Self::Person(person) => serde_json::to_string(person)?,
            Self::OneOnOne(one_on_one) => serde_json::to_string(one_on_one)?,
            Self::Entry(entry) => serde_json::to_string(entry)?,
            Self::Need(need) => serde_json::to_string(need)?,
            Self::Question(question) => serde_json::to_string(question)?,
            Self::AskedQuestion(asked) => serde_json::to_string(asked)?,
            Self::SelfCheck(check) => serde_json::to_string(check)?,
            Self::Intention(intention) => serde_json::to_string(intention)?,
            Self::Review(review) => serde_json::to_string(review)?,
            Self::Template(template) => serde_json::to_string(template)?,
        })
    }

    /// Reads a record from the JSON in the change log.
    pub(super) fn from_json(kind: RecordKind, json: &str) -> Result<Self> {
        Ok(match kind {
            RecordKind::Person => Self::Person(serde_json::from_str(json)?),
            RecordKind::OneOnOne => Self::OneOnOne(serde_json::from_str(json)?),
            RecordKind::Entry => Self::Entry(serde_json::from_str(json)?),
            RecordKind::Need => Self::Need(serde_json::from_str(json)?),
            RecordKind::Question => Self::Question(serde_json::from_str(json)?),
            RecordKind::AskedQuestion => Self::AskedQuestion(serde_json::from_str(json)?),
            RecordKind::SelfCheck => Self::SelfCheck(serde_json::from_str(json)?),
            RecordKind::Intention => Self::Intention(serde_json::from_str(json)?),
            RecordKind::Review => Self::Review(serde_json::from_str(json)?),
            RecordKind::Template => Self::Template(serde_json::from_str(json)?),
        })
    }
}

impl Db {
    /// Inserts or updates a record.
    ///
    /// # Errors
    /// Fails if the file cannot be written or a constraint rejects the record.
    pub fn put(&self, record: &Record) -> Result<()> {
        match record {
            Record::Person(person) => self.put_person(person),
            Record::OneOnOne(one_on_one) => self.put_one_on_one(one_on_one),
            Record::Entry(entry) => self.put_entry(entry),
            Record::Need(need) => self.put_need(need),
            Record::Question(question) => self.put_question_override(question),
            Record::AskedQuestion(asked) => self.put_asked_question(asked),
            Record::SelfCheck(check) => self.put_self_check(check),
            Record::Intention(intention) => self.put_intention(intention),
            Record::Review(review) => self.put_review(review),
            Record::Template(template) => self.put_template(template),
        }
    }

    /// Deletes a record.
    ///
    /// # Errors
    /// Fails if the file cannot be written or another record refers to this one.
    pub fn remove(&self, record: &Record) -> Result<()> {
        match record {
            Record::Person(person) => self.remove_person(person.id),
            Record::OneOnOne(one_on_one) => self.remove_one_on_one(one_on_one.id),
            Record::Entry(entry) => self.remove_entry(entry.id),
            Record::Need(need) => self.remove_need(need.uid),
            Record::Question(question) => self.remove_question_override(question.uid),
            Record::AskedQuestion(asked) => self.remove_asked_question(asked.uid),
            Record::SelfCheck(check) => self.remove_self_check(check.uid),
            Record::Intention(intention) => self.remove_intention(intention.uid),
            Record::Review(review) => self.remove_review(review.uid),
            Record::Template(template) => self.remove_template(template.uid),
        }
    }
}
