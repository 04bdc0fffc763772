//! How everything that was written is searched, and what that finds.

use jiff::civil::Date;

use super::Record;
use crate::domain::{
    id::{EntryId, PersonId},
    search::kind::SearchKind,
};

/// How a search is made.
#[derive(Debug, Clone, Copy)]
pub struct SearchOptions {
    /// The most hits that are returned.
    pub limit: usize,
    /// The order of the hits.
    pub order: SearchOrder,
    /// The current day.
    pub today: Date,
    /// How much is found out.
    pub extent: SearchExtent,
}

/// How much a search finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchExtent {
    /// The hits, and how they are distributed.
    #[default]
    Counted,
    /// Only the hits, the best of fewer matches: for a list that changes with every key.
    WhileTyping,
}

/// The order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchOrder {
    /// By match, kind and nearness in time.
    #[default]
    BestMatch,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchResults {
    /// The first hits in the order that was asked for.
    pub hits: Vec<SearchHit>,
    /// The number of all hits.
    pub total: usize,
    /// Whether there are more than were counted.
    pub is_capped: bool,
    /// How the hits are distributed.
    pub facets: SearchFacets,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The kind.
    pub kind: SearchKind,
    /// The person that it is about; `None` for the leader's own.
    pub person: Option<PersonId>,
    /// The day of it.
    pub day: Date,
    /// The record.
    pub record: Record,
}

/// The numbers of hits by what they are, the most first; years with the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchFacets {
    /// By the person.
    pub people: Vec<(PersonId, usize)>,
    /// By kind, in the order of kinds. These ignore the filter of kinds.
    pub kinds: Vec<(SearchKind, usize)>,
    /// By year.
    pub years: Vec<(i16, usize)>,
    /// By subject.
    pub subjects: Vec<(String, usize)>,
}

/// A word that is one letter off from one that was searched, and occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The index of the part of the query that it replaces.
    pub part: usize,
    /// The word.
    pub word: String,
    /// The number of records that it occurs in.
    pub count: u32,
}

impl SearchHit {
    /// The main text.
    pub fn text(&self) -> &str {
        match &self.record {
            Record::Entry(entry) => &entry.text,
            Record::Need(need) => &need.text,
            Record::OneOnOne(one_on_one) => &one_on_one.reason,
            Record::Person(person) => &person.profile.personal_details,
            Record::SelfCheck(check) => &check.comment,
            Record::Intention(intention) => &intention.text,
            Record::Review(review) => &review.text,
            Record::Question(_) | Record::AskedQuestion(_) | Record::Template(_) => "",
        }
    }

    /// The other texts of the record that are searched, without empty ones.
    pub fn other_texts(&self) -> Vec<&str> {
        let texts: Vec<&String> = match &self.record {
            Record::Entry(entry) => {
                entry.detail.texts().into_iter().chain(entry.events.iter().map(|event| &event.comment)).collect()
            }
            Record::Person(person) => vec![&person.profile.role, &person.profile.team],
            _ => Vec::new(),
        };
        texts.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect()
    }

    /// The entry that was found, if it is one.
    pub fn entry_id(&self) -> Option<EntryId> {
        if let Record::Entry(entry) = &self.record { Some(entry.id) } else { None }
    }
}
