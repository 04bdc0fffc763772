//! Which of several windows on one journal this one is, so that each keeps drafts of its own.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// More windows than anybody opens on one journal.
const MOST: u32 = 64;

/// A place among the windows, held by a lock on an empty file beside the journal; it is free again when the process ends,
/// however it ends.
#[derive(Debug)]
pub(super) struct Slot {
    number: u32,
    _lock: Option<File>,
}

impl Slot {
    /// The first place that no living window holds.
    pub(super) fn first_free(journal: &Path) -> Self {
        let free = (1..=MOST).find_map(|number| try_lock(journal, number).map(|lock| (number, Some(lock))));
        // Where nothing can be locked (some network disks), windows share the first place.
        let (number, lock) = free.unwrap_or((1, None));
        Self { number, _lock: lock }
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// That place, if no living window holds it; until it is dropped, no new window can take it.
    pub(super) fn if_free(journal: &Path, number: u32) -> Option<Self> {
        let lock = try_lock(journal, number)?;
        Some(Self { number, _lock: Some(lock) })
    }
}

fn try_lock(journal: &Path, number: u32) -> Option<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path_of(journal, number)).ok()?;
    match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
    }
}

fn path_of(journal: &Path, number: u32) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push(format!(".window-{number}"));
    PathBuf::from(name)
}
