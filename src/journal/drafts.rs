//! Text leaves memory only when the writer has said that it is stored: clean → dirty → saving → clean, or failed.

use std::{collections::HashMap, time::Duration};

use super::{Journal, window_slot::WindowSlot, writer::DraftKey, writer_event::WriterEvent};
use crate::{
    store::{Draft, StoreError},
    wording::user_error::UserFacingError,
};

/// How long after the last key a draft is written.
const SAVE_DEBOUNCE: Duration = Duration::from_millis(300);
/// How long steady typing may go on before a draft is written all the same.
const MAX_SAVE_DELAY: Duration = Duration::from_secs(2);

/// The drafts of one window. Times are since the window began.
pub struct Drafts {
    slot: WindowSlot,
    fields: HashMap<String, DraftField>,
    /// The latest revision of any field. It never starts again, so that an answer about a text that is gone is not taken for
    /// one about the text that stands in its field now.
    last_revision: u64,
}

#[derive(Debug)]
struct DraftField {
    draft: Draft,
    revision: u64,
    saved_revision: u64,
    /// The latest revision that was sent, and not answered yet.
    pending_revision: Option<u64>,
    dirty_since: Duration,
    last_typed_at: Duration,
    /// The revision that could not be kept, and why; until one is kept.
    failure: Option<(u64, UserFacingError)>,
    /// Its text became an entry, and nothing was typed since.
    submitted: bool,
}

impl DraftField {
    fn empty(field_key: &str) -> Self {
        Self {
            draft: Draft { field_key: field_key.to_owned(), prefix: String::new(), text: String::new() },
            revision: 0,
            saved_revision: 0,
            pending_revision: None,
            dirty_since: Duration::ZERO,
            last_typed_at: Duration::ZERO,
            failure: None,
            submitted: false,
        }
    }

    fn is_dirty(&self) -> bool {
        let failed = self.failure.as_ref().map(|(revision, _)| *revision);
        self.revision > self.saved_revision
            && self.pending_revision != Some(self.revision)
            && failed != Some(self.revision)
    }

    fn save_due_at(&self) -> Duration {
        (self.last_typed_at + SAVE_DEBOUNCE).min(self.dirty_since + MAX_SAVE_DELAY)
    }
}

impl Drafts {
    /// Takes a place among the windows, and takes over the drafts of windows that are gone.
    ///
    /// # Errors
    /// Where the journal cannot be read or written.
    pub fn open(journal: &Journal) -> Result<Self, StoreError> {
        let slot = journal.claim_slot()?;
        Ok(Self { slot, fields: HashMap::new(), last_revision: 0 })
    }

    /// The key that names a field's draft to the writer.
    pub fn draft_key(&self, field_key: &str) -> DraftKey {
        DraftKey { field_key: field_key.to_owned(), slot: self.slot.number() }
    }

    /// What was being written in a field: from memory where it is still there, else from the file.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn load(&self, journal: &Journal, field_key: &str) -> Result<Option<Draft>, StoreError> {
        match self.fields.get(field_key) {
            Some(field) => Ok(Some(field.draft.clone())),
            None => journal.db().draft(field_key, self.slot.number()),
        }
    }

    /// A field holds another text than before.
    pub fn set_text(&mut self, draft: Draft, now: Duration) {
        self.last_revision += 1;
        let field = self.fields.entry(draft.field_key.clone()).or_insert_with(|| DraftField::empty(&draft.field_key));
        if !field.is_dirty() {
            field.dirty_since = now;
        }
        field.draft = draft;
        field.revision = self.last_revision;
        field.last_typed_at = now;
        field.submitted = false;
    }

    /// A field's text became an entry; the writer takes the draft away together with that. Until it has, the field reads as
    /// empty all the same.
    pub fn mark_submitted(&mut self, field_key: &str) {
        let revision = self.last_revision;
        let left = DraftField { revision, saved_revision: revision, submitted: true, ..DraftField::empty(field_key) };
        self.fields.insert(field_key.to_owned(), left);
    }

    /// Whether a field's text became an entry, or was to become one, and nothing was typed there since.
    pub fn is_submitted(&self, field_key: &str) -> bool {
        self.fields.get(field_key).is_some_and(|field| field.submitted)
    }

    /// Sends what is due. Returns how long until the next is, if any.
    pub fn save_due(&mut self, journal: &Journal, now: Duration) -> Option<Duration> {
        self.save_matching(journal, |field| field.save_due_at() <= now);
        self.fields.values().filter(|field| field.is_dirty()).map(|field| field.save_due_at().saturating_sub(now)).min()
    }

    /// Sends all that is not kept yet, due or not: when focus, page or window goes.
    pub fn save_all(&mut self, journal: &Journal) {
        self.save_matching(journal, |_| true);
    }

    /// Tries again what could not be kept.
    pub fn retry(&mut self, journal: &Journal) {
        for field in self.fields.values_mut() {
            field.failure = None;
        }
        self.save_all(journal);
    }

    fn save_matching(&mut self, journal: &Journal, predicate: impl Fn(&DraftField) -> bool) {
        let slot = self.slot.number();
        for field in self.fields.values_mut().filter(|field| field.is_dirty() && predicate(field)) {
            journal.save_draft(field.draft.clone(), slot, field.revision);
            field.pending_revision = Some(field.revision);
        }
    }

    /// Hears what became of a draft, or of a change that one was to go with.
    pub fn on_event(&mut self, event: &WriterEvent) {
        if matches!(event, WriterEvent::Rejected { .. }) {
            // Its draft is in the file still, to be read from there.
            self.fields.retain(|_, field| !field.submitted);
        }
        let (WriterEvent::DraftSaved { field_key: place, revision }
        | WriterEvent::DraftSaveFailed { field_key: place, revision, .. }) = event
        else {
            return;
        };
        let Some(field) = self.fields.get_mut(place) else {
            return;
        };
        if field.pending_revision == Some(*revision) {
            field.pending_revision = None;
        }
        match event {
            // A text that has grown since is dirty, and will be tried in its turn.
            WriterEvent::DraftSaveFailed { error, .. } if *revision > field.saved_revision => {
                field.failure = Some((*revision, error.user_facing_error()));
            }
            WriterEvent::DraftSaveFailed { .. } => {}
            _ if *revision > field.saved_revision => {
                field.saved_revision = *revision;
                field.failure = None;
            }
            _ => {}
        }
    }

    /// Why drafts are not kept, and the text of one that is not.
    pub fn first_failure(&self) -> Option<(&UserFacingError, &str)> {
        self.fields.values().find_map(|field| Some((&field.failure.as_ref()?.1, field.draft.text.as_str())))
    }

    /// Whether a field's text is kept as it stands.
    pub fn is_saved(&self, field_key: &str) -> bool {
        self.fields.get(field_key).is_none_or(|field| field.saved_revision == field.revision)
    }
}
