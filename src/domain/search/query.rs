//! The language of the search over the whole journal.
//!
//! # Overview
//!
//! - Words are found by their beginnings, in any order, and all of them must occur: `call week`.
//! - `"on call"` is found as a phrase, `-holiday` must not occur, and of `ladder or promotion`
//!   either is enough.
//! - Filters: `kind:flag`, `person:dana`, `before:2026-10`, `after:march`, `in:2024`, `is:open`,
//!   `is:late`, `is:evidence`, `is:trash` and `#subject`. Several kinds or people widen the search,
//!   other filters narrow it, and a `-` before one turns it round. Dates are those of
//!   [`parse_past_range`](crate::domain::parse::date::parse_past_range), of up to three words.
//!
//! # Usage
//!
//! [`Query::parse`] never fails. What it does not understand is searched as words, and a [`Remark`]
//! says so. Each [`Part`] knows its place in the input, so that a filter can be taken out of it
//! again.
//!
//! # Examples
//!
//! ```
//! use jiff::civil::date;
//! use rapport::domain::{
//!     entry::kind::Kind,
//!     search::{
//!         kind::SearchKind,
//!         query::{Filter, Query, QueryContext},
//!     },
//! };
//!
//! let context = QueryContext { today: date(2026, 11, 24), people: &[] };
//! let query = Query::parse(r#"kind:flag before:2026-10 "on call""#, &context);
//! let (kind, is_excluded) = query.filters().next().unwrap();
//! assert_eq!(kind, &Filter::Kind(SearchKind::Entry(Kind::Flag)));
//! assert!(!is_excluded);
//! assert_eq!(query.match_ranges("Won’t hand on-call to Piotr"), [11..18]);
//! assert!(query.remarks().is_empty());
//! ```

mod parse;
#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

use super::{
    kind::SearchKind,
    words::{Word, words},
};
use crate::domain::{id::PersonId, short_name::NameFacts};

/// The most words that are searched.
pub const MAX_WORDS: usize = 64;

/// The most words, phrases and filters that are read.
pub const MAX_PARTS: usize = 32;

/// What the meaning of a query depends on.
#[derive(Debug, Clone, Copy)]
pub struct QueryContext<'a> {
    /// The current day.
    pub today: Date,
    /// Everybody, for `person:`.
    pub people: &'a [NameFacts],
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    parts: Vec<Part>,
    remarks: Vec<Remark>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its place in the input, in bytes.
    pub range: Range<usize>,
    /// Whether it must not be so.
    pub is_excluded: bool,
    /// What it means.
    pub meaning: Meaning,
    /// Parts of one group are alternatives.
    group: usize,
}

/// What a part of a query means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Words to search for.
    Term(Term),
    /// A condition.
    Filter(Filter),
}

/// A word, or words that follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// The words, as in the index; never empty.
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub is_prefix: bool,
}

/// A condition on what is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Of this kind.
    Kind(SearchKind),
    /// About one of these people, who match the name.
    Person {
        /// The people.
        people: Vec<PersonId>,
        /// The name of the first.
        name: String,
    },
    /// Written then, in relation to a day, month or year.
    Days {
        /// The relation.
        relation: DayRelation,
        /// The first day of the period.
        first: Date,
        /// The last day of the period.
        last: Date,
    },
    /// In a state.
    State(StateFilter),
    /// With a subject.
    Subject {
        /// The word without `#`.
        word: String,
        /// Whether the subject may go on, as it is still being typed.
        is_prefix: bool,
    },
}

/// How what is found relates to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRelation {
    /// Earlier than its first day.
    Before,
    /// Within it.
    In,
    /// Later than its last day.
    After,
}

/// A state of what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateFilter {
    /// Something is still to be done.
    Open,
    /// Open, and its day has passed.
    Late,
    /// Picked as evidence for a review.
    Evidence,
    /// In the trash, which is not searched otherwise.
    Trash,
}

/// The key of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKey {
    /// `kind:`
    Kind,
    /// `person:`
    Person,
    /// `before:`
    Before,
    /// `after:`
    After,
    /// `in:`
    In,
    /// `is:`
    Is,
}

impl FilterKey {
    /// All keys, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Kind, Self::Person, Self::Before, Self::After, Self::In, Self::Is];

    /// The word before the colon.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Person => "person",
            Self::Before => "before",
            Self::After => "after",
            Self::In => "in",
            Self::Is => "is",
        }
    }
}

/// What was not understood, or not searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// There is no such filter; its words were searched.
    UnknownFilter(String),
    /// A filter does not know this value; its words were searched.
    UnknownValue(FilterKey, String),
    /// Nothing follows a filter yet.
    MissingValue(FilterKey),
    /// The query is too long; the rest was left out.
    TooLong,
    /// There is nothing to search for.
    NothingToSearch,
}

impl Query {
    /// Parses what a person typed.
    pub fn parse(input: &str, context: &QueryContext<'_>) -> Self {
        parse::parse(input, context)
    }

    /// Parses words, phrases and words that must not occur. Nothing is a filter.
    pub fn parse_words(input: &str) -> Self {
        parse::parse_words(input)
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The words, phrases and filters, in the order of the input.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What was not understood.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The filters, each with whether it is excluded.
    pub fn filters(&self) -> impl Iterator<Item = (&Filter, bool)> {
        self.parts.iter().filter_map(|part| match &part.meaning {
            Meaning::Filter(filter) => Some((filter, part.is_excluded)),
            Meaning::Term(_) => None,
        })
    }

    /// The terms that must occur: one of each group.
    pub fn required_terms(&self) -> Vec<Vec<&Term>> {
        let mut groups: Vec<(usize, Vec<&Term>)> = Vec::new();
        for part in self.parts.iter().filter(|part| !part.is_excluded) {
            let Meaning::Term(term) = &part.meaning else { continue };
            match groups.last_mut() {
                Some((group, terms)) if *group == part.group => terms.push(term),
                _ => groups.push((part.group, vec![term])),
            }
        }
        groups.into_iter().map(|(_, terms)| terms).collect()
    }

    /// The terms that must not occur.
    pub fn excluded_terms(&self) -> impl Iterator<Item = &Term> {
        self.parts.iter().filter(|part| part.is_excluded).filter_map(|part| match &part.meaning {
            Meaning::Term(term) => Some(term),
            Meaning::Filter(_) => None,
        })
    }

    /// The kinds that it is limited to; empty for all.
    pub fn kinds(&self) -> Vec<SearchKind> {
        let kinds = self.filters().filter_map(|(filter, is_excluded)| match filter {
            Filter::Kind(kind) if !is_excluded => Some(*kind),
            _ => None,
        });
        kinds.collect()
    }

    /// Whether the trash is searched, instead of what is not in it.
    pub fn is_in_trash(&self) -> bool {
        self.filters().any(|(filter, is_excluded)| *filter == Filter::State(StateFilter::Trash) && !is_excluded)
    }

    /// The ranges of a text that match a required term, in characters, sorted and merged.
    pub fn match_ranges(&self, text: &str) -> Vec<Range<usize>> {
        let terms: Vec<&Term> = self.required_terms().into_iter().flatten().collect();
        if terms.is_empty() {
            return Vec::new();
        }
        let found = words(text);
        let mut ranges: Vec<Range<usize>> = (0..found.len())
            .filter_map(|at| terms.iter().filter_map(|term| term.match_at(&found, at)).max_by_key(|range| range.end))
            .collect();
        ranges.dedup_by(|next, range| {
            let touches = next.start <= range.end;
            if touches {
                range.end = range.end.max(next.end);
            }
            touches
        });
        ranges
    }

    /// Whether texts of one record have the terms that must occur, and none that must not.
    pub fn matches_words(&self, texts: &[&str]) -> bool {
        let all: Vec<Vec<Word>> = texts.iter().map(|text| words(text)).collect();
        let occurs =
            |term: &Term| all.iter().any(|found| (0..found.len()).any(|at| term.match_at(found, at).is_some()));
        self.required_terms().iter().all(|group| group.iter().any(|term| occurs(term)))
            && !self.excluded_terms().any(occurs)
    }

    /// The input without its filters of a sort, excluded ones aside.
    pub fn without_filters(&self, input: &str, is_removed: impl Fn(&Filter) -> bool) -> String {
        let is_removed =
            |part: &Part| !part.is_excluded && matches!(&part.meaning, Meaning::Filter(filter) if is_removed(filter));
        let removed = (0..self.parts.len()).rev().filter(|index| self.parts.get(*index).is_some_and(is_removed));
        // From the end, so that the places of those before stay true.
        removed.fold(input.to_owned(), |input, index| self.without_part(&input, index))
    }

    /// The words and phrases of the input without its filters, as they were typed.
    pub fn words_of_input(&self, input: &str) -> String {
        let removed = (0..self.parts.len()).rev();
        let is_filter =
            |index: &usize| matches!(self.parts.get(*index), Some(Part { meaning: Meaning::Filter(_), .. }));
        removed.filter(is_filter).fold(input.to_owned(), |input, index| self.without_part(&input, index))
    }

    /// The input without one of its parts.
    pub fn without_part(&self, input: &str, index: usize) -> String {
        let Some(part) = self.parts.get(index) else { return input.to_owned() };
        let before = input.get(..part.range.start).unwrap_or_default().trim_end();
        let after = input.get(part.range.end..).unwrap_or_default().trim_start();
        // What joined it to another goes with it.
        let without_or = |text: &str| text.strip_suffix(" or").or_else(|| text.strip_suffix(" OR")).map(str::to_owned);
        let before = without_or(before).unwrap_or_else(|| before.to_owned());
        let after = match after.get(..3) {
            Some(word) if before.is_empty() && word.eq_ignore_ascii_case("or ") => after.get(3..).unwrap_or_default(),
            _ => after,
        };
        if before.is_empty() || after.is_empty() { before + after } else { format!("{before} {after}") }
    }
}

impl Term {
    /// The characters that match if the term begins at this word.
    fn match_at(&self, found: &[Word], at: usize) -> Option<Range<usize>> {
        let candidate = found.get(at..at + self.words.len())?;
        let (last, before) = self.words.split_last()?;
        let (found_last, found_before) = candidate.split_last()?;
        let is_last =
            if self.is_prefix { found_last.text.starts_with(last.as_str()) } else { found_last.text == *last };
        let matches = is_last && before.iter().zip(found_before).all(|(word, found)| *word == found.text);
        let start = candidate.first()?.chars.start;
        matches.then_some(start..found_last.chars.end)
    }
}
