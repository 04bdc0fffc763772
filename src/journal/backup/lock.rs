//! One backup of a journal at a time, and none while something is erased.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::BackupError;
use crate::store::FileLock;

/// How often a lock is tried again.
const RETRY_INTERVAL: Duration = Duration::from_millis(50);

/// A lock on a file beside the journal, held while a backup of it is made, and while something is
/// erased that a backup must not keep. The file is removed with the lock.
#[derive(Debug)]
pub struct BackupLock {
    path: PathBuf,
    _lock: FileLock,
}

impl BackupLock {
    /// Waits for at most `patience` until nobody else holds the lock. Returns `None` if nothing can
    /// be written beside the journal: a backup of it elsewhere is then needed all the more.
    ///
    /// # Errors
    /// Fails if another window or command still holds it, or the lock cannot be made.
    pub fn acquire(journal: &Path, patience: Duration) -> Result<Option<Self>, BackupError> {
        let mut name = journal.file_name().unwrap_or_default().to_owned();
        name.push(".backup-lock");
        let path = journal.with_file_name(name);
        let start = Instant::now();
        loop {
            match FileLock::try_acquire(&path) {
                Ok(Some(lock)) => return Ok(Some(Self { path, _lock: lock })),
                Ok(None) if start.elapsed() < patience => std::thread::sleep(RETRY_INTERVAL),
                Ok(None) => return Err(BackupError::AlreadyRunning),
                Err(error) if error.read_only_reason().is_some() => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Drop for BackupLock {
    fn drop(&mut self) {
        // While the lock is still held. Whoever waits for it sees that its file has gone, makes a
        // new one, and may have that a moment before this one is released, when the work is done.
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::info!(%error, "the lock of the backup stays");
        }
    }
}
