//! Which of several windows on one journal this one is, so that each keeps drafts of its own.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::store::{Db, FileLock, StoreError};

/// How many slots are tried; more than anybody opens windows on one journal.
const MAX_SLOTS: u32 = 1_000;

/// A place among the windows, held by a lock on an empty file beside the journal; it is free again when the process ends,
/// however it ends. Two windows never have the same one.
#[derive(Debug)]
pub(super) struct WindowSlot {
    number: u32,
    _lock: FileLock,
}

impl WindowSlot {
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// The slot, if no living window holds it.
    fn try_claim(journal: &Path, number: u32) -> Result<Option<Self>, StoreError> {
        Ok(FileLock::try_acquire(&path_of(journal, number))?.map(|lock| Self { number, _lock: lock }))
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

/// Claims a slot for a new window, moves the drafts of windows that are gone to it, and removes the files of their slots.
///
/// To be called within a transaction on the journal, like [`remove_unheld_files`]: as only one window at a time does any of
/// this, none can lock a file that another is just removing, beside a third that makes it anew.
///
/// # Errors
/// Where no slot can be locked, or the journal cannot be read or written.
pub(super) fn claim(db: &Db) -> Result<WindowSlot, StoreError> {
    let slot = WindowSlot::first_free(db.path())?;
    for number in db.draft_slots()?.into_iter().filter(|number| *number != slot.number) {
        match WindowSlot::try_claim(db.path(), number) {
            Ok(Some(_gone)) => db.adopt_drafts(number, slot.number)?,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, number, "the drafts of a slot stay where they are"),
        }
    }
    remove_unheld_files(db.path());
    Ok(slot)
}

/// Removes the files of the slots that no living window holds.
pub(super) fn remove_unheld_files(journal: &Path) {
    for number in numbers_of_files(journal) {
        let path = path_of(journal, number);
        if let Ok(Some(lock)) = FileLock::try_acquire(&path) {
            drop(lock);
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, number, "the file of a slot stays");
            }
        }
    }
}

/// The slots that have a file beside the journal.
fn numbers_of_files(journal: &Path) -> Vec<u32> {
    let folder = journal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
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

fn path_of(journal: &Path, number: u32) -> PathBuf {
    let mut name = file_prefix(journal);
    name.push(number.to_string());
    journal.with_file_name(name)
}
