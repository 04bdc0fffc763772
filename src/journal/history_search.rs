//! Finding words in one person's history, on a thread of its own.
//!
//! The index tells which entries have the words, the latest first. Only of entries with later
//! events are the texts read, to tell which of the events match.

use std::{collections::HashMap, ops::ControlFlow, sync::Arc};

use super::{
    Journal,
    background_reader::{BackgroundReader, JournalReader, Replies},
};
use crate::{
    domain::{id::EntryId, search::query::Query, timeline::Timeline},
    store::{Db, StoreError},
};

/// After so many entries the first matches are told, and later ones whenever as many again have
/// been looked at: the first soon, and all of them in few parts.
const FIRST_ENTRIES: usize = 500;

/// What to find, and where.
#[derive(Debug, Clone)]
pub struct HistoryRequest {
    /// The words.
    pub query: Arc<Query>,
    /// The history.
    pub timeline: Arc<Timeline>,
}

/// A part of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryMatches {
    /// The indices of events that match, of later entries before those of earlier ones.
    pub events: Vec<u32>,
    /// Whether this is the last part.
    pub is_complete: bool,
}

/// The thread that finds words in a history. It ends when this is dropped.
pub struct HistorySearch {
    reader: BackgroundReader<HistoryRequest, Result<HistoryMatches, StoreError>>,
}

impl HistorySearch {
    /// Starts the thread. `wake` is called from it when something was found.
    ///
    /// # Errors
    /// Fails if the file cannot be opened again, or the thread cannot be started.
    pub fn start(journal: &Journal, wake: impl Fn() + Send + 'static) -> Result<Self, StoreError> {
        let mut events = HistoryEvents::default();
        let answer = move |reader: &JournalReader, request: HistoryRequest, replies: &Replies<'_, _>| {
            events.index(&request.timeline);
            let mut finder = Finder { request: &request, events: &events, replies, found: Vec::new(), entries: 0 };
            match reader.read(|db| finder.find(db)) {
                Ok(()) => replies.send(Ok(HistoryMatches { events: finder.found, is_complete: true })),
                Err(error) => replies.send(Err(error)),
            }
        };
        Ok(Self { reader: BackgroundReader::start(journal, "history search", wake, answer)? })
    }

    /// Searches, in place of the search before.
    pub fn request(&mut self, request: HistoryRequest) {
        self.reader.request(request);
    }

    /// The next part of what the latest search has found. If the index turned out to be damaged, it
    /// is made again, which raises the [generation](Journal::generation).
    ///
    /// # Errors
    /// Fails with [`StoreError::SearchIndexDamaged`] until the index is made again, or if the file
    /// cannot be read.
    pub fn poll(&self, journal: &Journal) -> Result<Option<HistoryMatches>, StoreError> {
        self.reader.poll().transpose().inspect_err(|error| journal.repair_after(error))
    }
}

/// The events of each entry of a history.
#[derive(Default)]
struct HistoryEvents {
    timeline: Option<Arc<Timeline>>,
    /// By entry: the indices of its events, the writing last.
    of_entries: HashMap<EntryId, Vec<u32>>,
}

impl HistoryEvents {
    fn index(&mut self, timeline: &Arc<Timeline>) {
        if self.timeline.as_ref().is_some_and(|indexed| Arc::ptr_eq(indexed, timeline)) {
            return;
        }
        self.of_entries.clear();
        for (index, event) in (0_u32..).zip(&timeline.events) {
            self.of_entries.entry(event.entry).or_default().push(index);
        }
        self.timeline = Some(Arc::clone(timeline));
    }
}

/// The search for one request.
struct Finder<'a> {
    request: &'a HistoryRequest,
    events: &'a HistoryEvents,
    replies: &'a Replies<'a, Result<HistoryMatches, StoreError>>,
    found: Vec<u32>,
    /// The number of entries that have been looked at.
    entries: usize,
}

impl Finder<'_> {
    fn find(&mut self, db: &Db) -> Result<(), StoreError> {
        let mut next_part = FIRST_ENTRIES;
        let mut result = Ok(());
        db.visit_entries_with_words(&self.request.query, |entry| {
            result = self.add(db, entry);
            self.entries += 1;
            if self.entries == next_part {
                next_part *= 2;
                let events = std::mem::take(&mut self.found);
                self.replies.send(Ok(HistoryMatches { events, is_complete: false }));
            }
            let is_over = result.is_err() || self.replies.is_outdated();
            if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        result
    }

    /// Adds the events of an entry that match.
    fn add(&mut self, db: &Db, entry: EntryId) -> Result<(), StoreError> {
        match self.events.of_entries.get(&entry).map(Vec::as_slice) {
            // About somebody else.
            None | Some([]) => {}
            Some([written]) => self.found.push(*written),
            Some(indices) => self.add_matching(db, entry, indices)?,
        }
        Ok(())
    }

    /// Adds those of several events that match: each is shown with the text of its entry.
    fn add_matching(&mut self, db: &Db, entry: EntryId, indices: &[u32]) -> Result<(), StoreError> {
        let before = self.found.len();
        for index in indices {
            let at = usize::try_from(*index).unwrap_or(usize::MAX);
            let Some(event) = self.request.timeline.events.get(at) else { continue };
            let [words, text] = db.search_text(entry, event.event_index)?;
            if self.request.query.matches_words(&[words.as_str(), text.as_str()]) {
                self.found.push(*index);
            }
        }
        // The words are in several of its texts: it is found where it was written.
        if self.found.len() == before {
            self.found.extend(indices.last());
        }
        Ok(())
    }
}
