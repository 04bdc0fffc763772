//! Searching on a thread of its own, so that no window waits for it.
//!
//! A request that has become out of date while another was answered is dropped. The results come
//! first, and then what else could be searched for, unless the query is still being typed.

use jiff::civil::Date;

use super::{
    Journal,
    background_reader::{BackgroundReader, JournalReader, Replies},
};
use crate::{
    domain::{
        search::query::{Filter, Query, QueryContext},
        short_name::NameFacts,
    },
    store::{Db, SearchExtent, SearchOptions, SearchOrder, SearchResults, StoreError},
    wording::search::suggested_query,
};

/// The most other spellings that are offered.
const MAX_RESPELLINGS: usize = 2;

/// What to search for.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The query as it was typed.
    pub input: String,
    /// Everybody, for `person:`.
    pub people: Vec<NameFacts>,
    /// The current day.
    pub today: Date,
    /// The order of the hits.
    pub order: SearchOrder,
    /// The most hits that are returned.
    pub limit: usize,
    /// How much is found out.
    pub extent: SearchExtent,
}

/// A part of the answer to a request.
#[derive(Debug)]
pub enum AnswerContent {
    /// What was found.
    Results(Box<Result<SearchResults, StoreError>>),
    /// What else could be searched for; not [while typing](SearchExtent::WhileTyping).
    Offers(Vec<SearchOffer>),
}

/// Another query, and what it would find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOffer {
    /// How it differs.
    pub kind: OfferKind,
    /// The query.
    pub input: String,
    /// The number of its hits.
    pub total: usize,
    /// Whether there are more than were counted.
    pub is_capped: bool,
}

/// How an offered query differs from the one that was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferKind {
    /// Words are spelled in another way.
    DidYouMean(String),
    /// It has no filter of kinds.
    AllKinds,
    /// It has no filter of people.
    Everyone,
    /// It has no filter of dates.
    AllDates,
}

/// The thread that searches. It ends when this is dropped.
pub struct BackgroundSearch {
    reader: BackgroundReader<SearchRequest, AnswerContent>,
}

impl BackgroundSearch {
    /// Starts the thread. `wake` is called from it when there is an answer.
    ///
    /// # Errors
    /// Fails if the file cannot be opened again, or the thread cannot be started.
    pub fn start(journal: &Journal, wake: impl Fn() + Send + 'static) -> Result<Self, StoreError> {
        let answer = |reader: &JournalReader, request: SearchRequest, replies: &Replies<'_, _>| {
            Searcher { reader, request: &request }.answer(replies);
        };
        Ok(Self { reader: BackgroundReader::start(journal, "search", wake, answer)? })
    }

    /// Asks for a search in place of the one before.
    pub fn request(&mut self, request: SearchRequest) {
        self.reader.request(request);
    }

    /// The next answer to the latest request. If the index turned out to be damaged, it is made
    /// again, which raises the [generation](Journal::generation).
    pub fn poll(&self, journal: &Journal) -> Option<AnswerContent> {
        let answer = self.reader.poll()?;
        if let AnswerContent::Results(results) = &answer
            && let Err(error) = &**results
        {
            journal.repair_after(error);
        }
        Some(answer)
    }
}

/// The search for one request.
struct Searcher<'a> {
    reader: &'a JournalReader,
    request: &'a SearchRequest,
}

impl Searcher<'_> {
    fn answer(&self, replies: &Replies<'_, AnswerContent>) {
        let query = self.request.parse(&self.request.input);
        let results = self.search(&query, self.request.limit);
        let can_offer = results.is_ok() && self.request.extent == SearchExtent::Counted;
        replies.send(AnswerContent::Results(Box::new(results)));
        if can_offer && !replies.is_outdated() {
            replies.send(AnswerContent::Offers(self.offers(&query)));
        }
    }

    fn search(&self, query: &Query, limit: usize) -> Result<SearchResults, StoreError> {
        let SearchRequest { order, today, extent, .. } = *self.request;
        let options = SearchOptions { limit, order, today, extent };
        self.reader.read(|db| db.search(query, &options))
    }

    fn offers(&self, query: &Query) -> Vec<SearchOffer> {
        let request = self.request;
        let respelled = self.respelled(query, &request.input).unwrap_or_else(|error| {
            tracing::warn!(%error, "other spellings could not be looked up");
            Vec::new()
        });
        let respelled = respelled.into_iter().map(|(words, input)| (OfferKind::DidYouMean(words), input));
        let without = |kind: OfferKind, is_removed: fn(&Filter) -> bool| {
            let input = query.without_filters(&request.input, is_removed);
            (input != request.input && !input.trim().is_empty()).then_some((kind, input))
        };
        let wider = [
            without(OfferKind::AllKinds, |filter| matches!(filter, Filter::Kind(_))),
            without(OfferKind::Everyone, |filter| matches!(filter, Filter::Person { .. })),
            without(OfferKind::AllDates, |filter| matches!(filter, Filter::Days { .. })),
        ];
        let counted = respelled.take(MAX_RESPELLINGS).chain(wider.into_iter().flatten()).filter_map(|(kind, input)| {
            let found = self.search(&request.parse(&input), 0).ok()?;
            (found.total > 0).then_some(SearchOffer { kind, input, total: found.total, is_capped: found.is_capped })
        });
        counted.collect()
    }

    /// Other spellings of the words: what is offered, and the whole query.
    fn respelled(&self, query: &Query, input: &str) -> Result<Vec<(String, String)>, StoreError> {
        let read = |db: &Db| {
            let similar = db.search_suggestions(query)?.into_iter().map(|suggestion| {
                let input = suggested_query(query, input, suggestion.part, &suggestion.word);
                (suggestion.word, input)
            });
            let joined = db.respellings(query)?.into_iter().map(|other| {
                let before = input.get(..other.range.start).unwrap_or_default();
                let after = input.get(other.range.end..).unwrap_or_default();
                (other.words.replace('"', ""), format!("{before}{}{after}", other.words))
            });
            Ok(similar.chain(joined).collect())
        };
        self.reader.read(|db| db.snapshot(read))
    }
}

impl SearchRequest {
    fn parse(&self, input: &str) -> Query {
        Query::parse(input, &QueryContext { today: self.today, people: &self.people })
    }
}
