//! Saves what is being written from any thread, when the program ends without its window being
//! closed.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    time::Duration,
};

use super::{clock::Clock, writer::WriterCommand};
use crate::store::Draft;

/// The texts of a window that are not stored yet, each with its revision. Shared with the thread
/// that may have to save them.
#[derive(Debug, Clone, Default)]
pub(super) struct UnsavedTexts(Arc<Mutex<HashMap<String, (Draft, u64)>>>);

impl UnsavedTexts {
    pub(super) fn insert(&self, draft: Draft, revision: u64) {
        self.with(|texts| texts.insert(draft.field_key.clone(), (draft, revision)));
    }

    /// Removes the text of a field, unless it is newer than `revision`.
    pub(super) fn remove(&self, field_key: &str, revision: u64) {
        self.with(|texts| {
            if texts.get(field_key).is_some_and(|(_, unsaved)| *unsaved <= revision) {
                texts.remove(field_key);
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, (Draft, u64)>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Saves the texts that a window has not stored yet, without the window.
pub struct EmergencySaver {
    pub(super) texts: UnsavedTexts,
    pub(super) slot: u32,
    pub(super) commands: Sender<WriterCommand>,
    pub(super) clock: Arc<dyn Clock>,
}

impl EmergencySaver {
    /// Stores every text that is not stored yet, after all changes queued before. Waits for the
    /// writer, but no longer than `timeout`. Does nothing if the journal is closed.
    pub fn save(&self, timeout: Duration) {
        let now_ms = self.clock.now().timestamp().as_millisecond();
        let texts: Vec<(Draft, u64)> = self.texts.with(|texts| texts.values().cloned().collect());
        for (draft, revision) in texts {
            // Fails when the journal is closed: then all is stored.
            let _ = self.commands.send(WriterCommand::SaveDraft { draft, slot: self.slot, revision, now_ms });
        }
        let (reply_to, done) = channel();
        if self.commands.send(WriterCommand::FoldLog(reply_to)).is_ok() {
            // Nobody is left to tell that it took too long.
            let _ = done.recv_timeout(timeout);
        }
    }
}
