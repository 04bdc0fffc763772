//! Text leaves memory only when the writer has said that it is stored: clean → dirty → saving → clean, or failed.

use std::{collections::HashMap, time::Duration};

use super::{Journal, notice::Notice, slot::Slot, writer::DraftKey};
use crate::store::{Draft, StoreError, Trouble};

/// How long after the last key a draft is written.
const AFTER_LAST_KEY: Duration = Duration::from_millis(300);
/// How long steady typing may go on before a draft is written all the same.
const AT_MOST: Duration = Duration::from_secs(2);

/// The drafts of one window. Times are since the window began.
pub struct Drafts {
    slot: Slot,
    fields: HashMap<String, Field>,
    /// The latest revision of any field. It never starts again, so that an answer about a text that is gone is not taken for
    /// one about the text that stands in its field now.
    revisions: u64,
}

#[derive(Debug)]
struct Field {
    draft: Draft,
    revision: u64,
    kept: u64,
    /// The latest revision that was sent, and not answered yet.
    sent: Option<u64>,
    dirty_since: Duration,
    last_key: Duration,
    /// The revision that could not be kept, and why; until one is kept.
    failed: Option<(u64, Trouble)>,
    /// Its text became an entry, and nothing was typed since.
    left: bool,
}

impl Field {
    fn empty(place: &str) -> Self {
        Self {
            draft: Draft { place: place.to_owned(), mark: String::new(), text: String::new() },
            revision: 0,
            kept: 0,
            sent: None,
            dirty_since: Duration::ZERO,
            last_key: Duration::ZERO,
            failed: None,
            left: false,
        }
    }

    fn is_dirty(&self) -> bool {
        let failed = self.failed.as_ref().map(|(revision, _)| *revision);
        self.revision > self.kept && self.sent != Some(self.revision) && failed != Some(self.revision)
    }

    fn due_at(&self) -> Duration {
        (self.last_key + AFTER_LAST_KEY).min(self.dirty_since + AT_MOST)
    }
}

impl Drafts {
    /// Takes a place among the windows, and takes over the drafts of windows that are gone.
    ///
    /// # Errors
    /// Where the journal cannot be read or written.
    pub fn open(journal: &Journal) -> Result<Self, StoreError> {
        let slot = journal.claim_slot()?;
        Ok(Self { slot, fields: HashMap::new(), revisions: 0 })
    }

    /// The key that names a field's draft to the writer.
    pub fn key(&self, place: &str) -> DraftKey {
        DraftKey { place: place.to_owned(), slot: self.slot.number() }
    }

    /// What was being written in a field: from memory where it is still there, else from the file.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn load(&self, journal: &Journal, place: &str) -> Result<Option<Draft>, StoreError> {
        match self.fields.get(place) {
            Some(field) => Ok(Some(field.draft.clone())),
            None => journal.db().draft(place, self.slot.number()),
        }
    }

    /// A field holds another text than before.
    pub fn typed(&mut self, draft: Draft, now: Duration) {
        self.revisions += 1;
        let field = self.fields.entry(draft.place.clone()).or_insert_with(|| Field::empty(&draft.place));
        if !field.is_dirty() {
            field.dirty_since = now;
        }
        field.draft = draft;
        field.revision = self.revisions;
        field.last_key = now;
        field.left = false;
    }

    /// A field's text became an entry; the writer takes the draft away together with that. Until it has, the field reads as
    /// empty all the same.
    pub fn became_entry(&mut self, place: &str) {
        let revision = self.revisions;
        let left = Field { revision, kept: revision, left: true, ..Field::empty(place) };
        self.fields.insert(place.to_owned(), left);
    }

    /// Whether a field's text became an entry, or was to become one, and nothing was typed there since.
    pub fn is_left(&self, place: &str) -> bool {
        self.fields.get(place).is_some_and(|field| field.left)
    }

    /// Sends what is due. Returns how long until the next is, if any.
    pub fn send_due(&mut self, journal: &Journal, now: Duration) -> Option<Duration> {
        self.send(journal, |field| field.due_at() <= now);
        self.fields.values().filter(|field| field.is_dirty()).map(|field| field.due_at().saturating_sub(now)).min()
    }

    /// Sends all that is not kept yet, due or not: when focus, page or window goes.
    pub fn send_all(&mut self, journal: &Journal) {
        self.send(journal, |_| true);
    }

    /// Tries again what could not be kept.
    pub fn retry(&mut self, journal: &Journal) {
        for field in self.fields.values_mut() {
            field.failed = None;
        }
        self.send_all(journal);
    }

    fn send(&mut self, journal: &Journal, wanted: impl Fn(&Field) -> bool) {
        let slot = self.slot.number();
        for field in self.fields.values_mut().filter(|field| field.is_dirty() && wanted(field)) {
            journal.keep_draft(field.draft.clone(), slot, field.revision);
            field.sent = Some(field.revision);
        }
    }

    /// Hears what became of a draft, or of a change that one was to go with.
    pub fn heard(&mut self, notice: &Notice) {
        if matches!(notice, Notice::NotKept { .. }) {
            // Its draft is in the file still, to be read from there.
            self.fields.retain(|_, field| !field.left);
        }
        let (Notice::DraftKept { place, revision } | Notice::DraftNotKept { place, revision, .. }) = notice else {
            return;
        };
        let Some(field) = self.fields.get_mut(place) else {
            return;
        };
        if field.sent == Some(*revision) {
            field.sent = None;
        }
        match notice {
            // A text that has grown since is dirty, and will be tried in its turn.
            Notice::DraftNotKept { error, .. } if *revision > field.kept => {
                field.failed = Some((*revision, error.trouble()));
            }
            Notice::DraftNotKept { .. } => {}
            _ if *revision > field.kept => {
                field.kept = *revision;
                field.failed = None;
            }
            _ => {}
        }
    }

    /// Why drafts are not kept, and the text of one that is not.
    pub fn failed(&self) -> Option<(&Trouble, &str)> {
        self.fields.values().find_map(|field| Some((&field.failed.as_ref()?.1, field.draft.text.as_str())))
    }

    /// Whether a field's text is kept as it stands.
    pub fn is_kept(&self, place: &str) -> bool {
        self.fields.get(place).is_none_or(|field| field.kept == field.revision)
    }
}
