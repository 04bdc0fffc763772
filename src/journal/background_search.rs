//! Searching on a thread of its own, so that no window waits for it.
//!
//! A request that has become out of date while another was answered is dropped. The results come
//! first, and then what else could be searched for.

use std::{
    io,
    sync::mpsc::{Receiver, Sender, channel},
    thread::JoinHandle,
};

use jiff::civil::Date;

use super::{DamageReporter, Journal};
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
}

/// A part of the answer to the request with a number.
#[derive(Debug)]
pub struct SearchAnswer {
    /// The number of the request, as counted by [`BackgroundSearch::request`].
    pub number: u64,
    /// What was found.
    pub content: AnswerContent,
}

/// What an answer says.
#[derive(Debug)]
pub enum AnswerContent {
    /// What was found.
    Results(Box<Result<SearchResults, StoreError>>),
    /// What else could be searched for.
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
    requests: Option<Sender<(u64, SearchRequest)>>,
    answers: Receiver<SearchAnswer>,
    thread: Option<JoinHandle<()>>,
    latest: u64,
}

impl BackgroundSearch {
    /// Starts the thread. `wake` is called from it when there is an answer.
    ///
    /// # Errors
    /// Fails if the file cannot be opened again, or the thread cannot be started.
    pub fn start(journal: &Journal, wake: impl Fn() + Send + 'static) -> Result<Self, StoreError> {
        let searcher = Searcher { db: journal.open_reader()?, damage: journal.damage_reporter() };
        let (requests, receiver) = channel();
        let (answer_to, answers) = channel();
        let work = move || searcher.run(&receiver, &answer_to, wake);
        let spawned = std::thread::Builder::new().name("search".to_owned()).spawn(work);
        let failed = |source: io::Error| StoreError::Io { path: journal.path().to_owned(), source };
        Ok(Self { requests: Some(requests), answers, thread: Some(spawned.map_err(failed)?), latest: 0 })
    }

    /// Asks for a search in place of the one before. Returns the number of its answers.
    pub fn request(&mut self, request: SearchRequest) -> u64 {
        self.latest += 1;
        if let Some(requests) = &self.requests {
            // Without a thread there is no answer.
            let _ = requests.send((self.latest, request));
        }
        self.latest
    }

    /// The next answer to the latest request. If the index turned out to be damaged, it is made
    /// again, which raises the [generation](Journal::generation).
    pub fn poll(&self, journal: &Journal) -> Option<AnswerContent> {
        let answer = self.answers.try_iter().find(|answer| answer.number == self.latest)?;
        if let AnswerContent::Results(results) = &answer.content
            && let Err(error) = &**results
        {
            journal.repair_after(error);
        }
        Some(answer.content)
    }
}

impl Drop for BackgroundSearch {
    fn drop(&mut self) {
        self.requests = None;
        // The file is closed before whatever follows.
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the search panicked");
        }
    }
}

struct Searcher {
    db: Db,
    damage: DamageReporter,
}

impl Searcher {
    fn run(&self, requests: &Receiver<(u64, SearchRequest)>, answer_to: &Sender<SearchAnswer>, wake: impl Fn()) {
        let mut next = requests.recv().ok();
        while let Some((number, request)) = next.take() {
            let (number, request) = requests.try_iter().last().unwrap_or((number, request));
            let query = request.parse(&request.input);
            let results = self.search(&query, &request, request.limit);
            let can_offer = results.is_ok();
            // The window may have gone.
            let _ = answer_to.send(SearchAnswer { number, content: AnswerContent::Results(Box::new(results)) });
            wake();
            next = requests.try_recv().ok();
            if next.is_none() && can_offer {
                let offers = self.offers(&query, &request);
                let _ = answer_to.send(SearchAnswer { number, content: AnswerContent::Offers(offers) });
                wake();
            }
            if next.is_none() {
                next = requests.recv().ok();
            }
        }
    }

    fn search(&self, query: &Query, request: &SearchRequest, limit: usize) -> Result<SearchResults, StoreError> {
        let options =
            SearchOptions { limit, order: request.order, today: request.today, extent: SearchExtent::Counted };
        self.db.search(query, &options).inspect_err(|error| self.damage.report(error))
    }

    fn offers(&self, query: &Query, request: &SearchRequest) -> Vec<SearchOffer> {
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
            let found = self.search(&request.parse(&input), request, 0).ok()?;
            (found.total > 0).then_some(SearchOffer { kind, input, total: found.total, is_capped: found.is_capped })
        });
        counted.collect()
    }

    /// Other spellings of the words: what is offered, and the whole query.
    fn respelled(&self, query: &Query, input: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.db.snapshot(|db| {
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
        })
    }
}

impl SearchRequest {
    fn parse(&self, input: &str) -> Query {
        Query::parse(input, &QueryContext { today: self.today, people: &self.people })
    }
}
