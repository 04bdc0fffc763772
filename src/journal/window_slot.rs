//! Window slots: numbers of the open windows on a journal, so that each window has drafts of its
//! own.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::store::{Db, FileLock, StoreError, atomic_file::parent_dir};

/// The number of slots that are tried, more than any realistic number of windows.
const MAX_SLOTS: u32 = 1_000;

/// The slot of a window, held by a lock on an empty file beside the journal. It is released when
/// the process ends in any way. Two windows never have the same slot.
#[derive(Debug)]
pub(super) struct WindowSlot {
    number: u32,
    _lock: FileLock,
}

impl WindowSlot {
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Claims a slot; `None` if an open window holds it.
    fn try_claim(journal: &Path, number: u32) -> Result<Option<Self>, StoreError> {
        Ok(FileLock::try_acquire(&slot_path(journal, number))?.map(|lock| Self { number, _lock: lock }))
    }

    fn first_free(journal: &Path) -> Result<Self, StoreError> {
        let mut failure = StoreError::Busy(journal.to_owned());
        for number in 1..=MAX_SLOTS {
            match Self::try_claim(journal, number) {
                Ok(Some(slot)) => return Ok(slot),
                Ok(None) => {}
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

/// Claims a slot for a new window, moves the drafts of windows that are gone to it, and removes the
/// files of their slots.
///
/// Must run inside a transaction on the journal, like [`remove_unheld_files`], so that only one
/// window at a time does this. Otherwise one window could lock a file that another is removing,
/// while a third creates it again.
///
/// # Errors
/// Fails if no slot can be locked, or the journal cannot be read or written.
pub(super) fn claim(db: &Db) -> Result<WindowSlot, StoreError> {
    let slot = WindowSlot::first_free(db.real_path())?;
    for number in db.draft_slots()?.into_iter().filter(|number| *number != slot.number) {
        match WindowSlot::try_claim(db.real_path(), number) {
            Ok(Some(_gone)) => db.adopt_drafts(number, slot.number)?,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, number, "the drafts of a slot could not be adopted"),
        }
    }
    remove_unheld_files(db.real_path());
    Ok(slot)
}

/// Removes the files of the slots that no open window holds.
pub(super) fn remove_unheld_files(journal: &Path) {
    for number in slots_with_files(journal) {
        let path = slot_path(journal, number);
        // The file of a slot is empty: one with content is not ours.
        if !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0) {
            continue;
        }
        if let Ok(Some(lock)) = FileLock::try_acquire(&path) {
            drop(lock);
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, number, "the file of a slot could not be deleted");
            }
        }
    }
}

/// The slots that have a file beside the journal.
fn slots_with_files(journal: &Path) -> Vec<u32> {
    let folder = parent_dir(journal);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let prefix = file_prefix(journal);
    let number = |name: OsString| name.to_str()?.strip_prefix(prefix.to_str()?)?.parse().ok();
    entries.filter_map(|entry| number(entry.ok()?.file_name())).collect()
}

fn file_prefix(journal: &Path) -> OsString {
    let mut name = journal.file_name().unwrap_or_default().to_owned();
    name.push(".window-");
    name
}

fn slot_path(journal: &Path, number: u32) -> PathBuf {
    let mut name = file_prefix(journal);
    name.push(number.to_string());
    journal.with_file_name(name)
}
