//! Saves unsaved text of a window as drafts. A text is kept in memory until the writer reports that
//! it is stored; the states of a field are clean → dirty → saving → clean or failed.

use std::{collections::HashMap, sync::Arc, time::Duration};

use super::{
    Journal,
    emergency_save::{EmergencySaver, UnsavedTexts},
    window_slot::WindowSlot,
    writer::DraftKey,
    writer_event::WriterEvent,
};
use crate::{
    store::{Draft, StoreError},
    wording::user_error::UserFacingError,
};

/// The delay from the last key to saving.
const SAVE_DEBOUNCE: Duration = Duration::from_millis(300);
/// The longest delay from the first key to saving, during steady typing.
const MAX_SAVE_DELAY: Duration = Duration::from_secs(2);

/// The drafts of one window. Times count from the start of the window.
pub struct Drafts {
    /// `None` if the journal is open for reading only.
    slot: Option<WindowSlot>,
    fields: HashMap<String, DraftField>,
    /// The latest revision of any field. It only grows, so that an event about an earlier text of a
    /// field is not taken for one about its current text.
    last_revision: u64,
    /// The texts that are not stored yet, also for the thread that may have to save them.
    unsaved: UnsavedTexts,
}

#[derive(Debug)]
struct DraftField {
    draft: Draft,
    revision: u64,
    saved_revision: u64,
    /// The latest revision sent to the writer and not yet reported on.
    pending_revision: Option<u64>,
    dirty_since: Duration,
    last_typed_at: Duration,
    /// The last revision that failed to save, and the error; cleared by the next success.
    failure: Option<(u64, UserFacingError)>,
    /// Whether its text was submitted as a change and nothing was typed since.
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
    /// Claims a window slot and takes over the drafts of windows that are gone.
    ///
    /// # Errors
    /// Fails if the journal cannot be read or written.
    pub fn open(journal: &Journal) -> Result<Self, StoreError> {
        let slot = journal.claim_slot()?;
        Ok(Self { slot, fields: HashMap::new(), last_revision: 0, unsaved: UnsavedTexts::default() })
    }

    /// Saves these drafts if the program ends without its window being closed.
    pub fn emergency_saver(&self, journal: &Journal) -> EmergencySaver {
        EmergencySaver {
            texts: self.unsaved.clone(),
            slot: self.slot_number(),
            commands: journal.writer.sender(),
            clock: Arc::clone(&journal.clock),
        }
    }

    /// The key of the draft of a field of this window.
    pub fn draft_key(&self, field_key: &str) -> DraftKey {
        DraftKey { field_key: field_key.to_owned(), slot: self.slot_number() }
    }

    /// The draft of a field, from memory if it was typed in this window, otherwise from the file.
    ///
    /// # Errors
    /// Fails if the journal cannot be read.
    pub fn load(&self, journal: &Journal, field_key: &str) -> Result<Option<Draft>, StoreError> {
        match self.fields.get(field_key) {
            Some(field) => Ok(Some(field.draft.clone())),
            None => journal.read(|db| db.draft(field_key, self.slot_number())),
        }
    }

    /// Records a new text of a field.
    pub fn set_text(&mut self, draft: Draft, now: Duration) {
        self.last_revision += 1;
        self.unsaved.insert(draft.clone(), self.last_revision);
        let field = self.fields.entry(draft.field_key.clone()).or_insert_with(|| DraftField::empty(&draft.field_key));
        if !field.is_dirty() {
            field.dirty_since = now;
        }
        field.draft = draft;
        field.revision = self.last_revision;
        field.last_typed_at = now;
        field.submitted = false;
    }

    /// Records that the text of a field was submitted. The writer removes the draft with the
    /// change; until then the field already loads as empty.
    pub fn mark_submitted(&mut self, field_key: &str) {
        let revision = self.last_revision;
        self.unsaved.remove(field_key, revision);
        let field = DraftField { revision, saved_revision: revision, submitted: true, ..DraftField::empty(field_key) };
        self.fields.insert(field_key.to_owned(), field);
    }

    /// Whether the text of a field was submitted and nothing was typed since.
    pub fn is_submitted(&self, field_key: &str) -> bool {
        self.fields.get(field_key).is_some_and(|field| field.submitted)
    }

    /// Saves the drafts that are due. Returns the time until the next is due, if any.
    pub fn save_due(&mut self, journal: &Journal, now: Duration) -> Option<Duration> {
        self.save_matching(journal, |field| field.save_due_at() <= now);
        self.fields.values().filter(|field| field.is_dirty()).map(|field| field.save_due_at().saturating_sub(now)).min()
    }

    /// Saves all unsaved drafts now: when the focus, page or window goes.
    pub fn save_all(&mut self, journal: &Journal) {
        self.save_matching(journal, |_| true);
    }

    /// Saves every draft again that is not stored, also one that the writer has not answered yet:
    /// it may be about to give up, after waiting for another program.
    pub fn retry(&mut self, journal: &Journal) {
        for field in self.fields.values_mut() {
            field.failure = None;
            field.pending_revision = None;
        }
        self.save_all(journal);
    }

    fn save_matching(&mut self, journal: &Journal, predicate: impl Fn(&DraftField) -> bool) {
        let slot = self.slot_number();
        for field in self.fields.values_mut().filter(|field| field.is_dirty() && predicate(field)) {
            journal.save_draft(field.draft.clone(), slot, field.revision);
            field.pending_revision = Some(field.revision);
        }
    }

    /// Updates the fields after an event about a draft or about a change submitted with one.
    pub fn on_event(&mut self, event: &WriterEvent) {
        if matches!(event, WriterEvent::Rejected { .. }) {
            // The draft of a rejected change is still in the file and is loaded from there.
            self.fields.retain(|_, field| !field.submitted);
        }
        let (WriterEvent::DraftSaved { field_key, revision }
        | WriterEvent::DraftSaveFailed { field_key, revision, .. }) = event
        else {
            return;
        };
        let Some(field) = self.fields.get_mut(field_key) else {
            return;
        };
        if field.pending_revision == Some(*revision) {
            field.pending_revision = None;
        }
        if matches!(event, WriterEvent::DraftSaved { .. }) {
            self.unsaved.remove(field_key, *revision);
        }
        if *revision <= field.saved_revision {
            return;
        }
        // A text typed since is dirty and will be saved in turn.
        if let WriterEvent::DraftSaveFailed { error, .. } = event {
            field.failure = Some((*revision, error.user_facing_error()));
        } else {
            field.saved_revision = *revision;
            field.failure = None;
        }
    }

    /// The slot of this window. Without one, the drafts of the first window are read.
    fn slot_number(&self) -> u32 {
        self.slot.as_ref().map_or(1, WindowSlot::number)
    }

    /// The texts that are not stored, in the order of their fields, each with the slot of this
    /// window.
    pub fn unsaved(&self) -> Vec<(Draft, u32)> {
        let unsaved = self.fields.values().filter(|field| field.revision > field.saved_revision);
        let mut drafts: Vec<_> = unsaved.map(|field| (field.draft.clone(), self.slot_number())).collect();
        drafts.sort_by(|(one, _), (other, _)| one.field_key.cmp(&other.field_key));
        drafts
    }

    /// Whether a text was typed that the writer has neither stored nor failed to store yet.
    pub fn has_unanswered(&self) -> bool {
        self.fields.values().any(|field| field.is_dirty() || field.pending_revision == Some(field.revision))
    }

    /// A failed draft: its error and its text.
    pub fn first_failure(&self) -> Option<(&UserFacingError, &str)> {
        self.fields.values().find_map(|field| Some((&field.failure.as_ref()?.1, field.draft.text.as_str())))
    }

    /// Whether the current text of a field is stored.
    pub fn is_saved(&self, field_key: &str) -> bool {
        self.fields.get(field_key).is_none_or(|field| field.saved_revision == field.revision)
    }
}
