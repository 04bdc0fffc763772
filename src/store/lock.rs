//! Locks on small files beside the journal.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::ErrorKind,
    path::Path,
};

use super::{StoreError, error::Result, identity::FileId, path_check};

/// An exclusive lock on an empty file, released when dropped or when the process ends in any way.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Locks the file at `path`, creating it if it is missing; `None` if somebody else holds the
    /// lock. Whoever holds it may remove the file: a lock on a file that is no longer at `path`
    /// does not count.
    ///
    /// # Errors
    /// Fails if the file cannot be created or locked.
    pub fn try_acquire(path: &Path) -> Result<Option<Self>> {
        let Some(file) = open_or_create(path)? else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => Ok(is_at_path(&file, path).then_some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(StoreError::from_io(path, error)),
        }
    }

    /// The same, but waits until nobody else holds the lock.
    ///
    /// # Errors
    /// Fails if the file cannot be created or locked.
    pub fn acquire(path: &Path) -> Result<Self> {
        loop {
            let Some(file) = open_or_create(path)? else { continue };
            file.lock().map_err(|error| StoreError::from_io(path, error))?;
            if is_at_path(&file, path) {
                return Ok(Self { _file: file });
            }
        }
    }
}

/// Opens the file; `None` if it was removed in between.
fn open_or_create(path: &Path) -> Result<Option<File>> {
    path_check::create_if_missing(path)?;
    match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::from_io(path, error)),
    }
}

fn is_at_path(file: &File, path: &Path) -> bool {
    FileId::of_file(file).ok() == FileId::of(path).ok()
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        sync::atomic::{AtomicBool, Ordering},
        time::Duration,
    };

    use super::*;

    #[test]
    fn a_waiting_thread_gets_the_lock_though_its_file_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = FileLock::try_acquire(&path).unwrap().unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| FileLock::acquire(&path).unwrap());
            fs::remove_file(&path).unwrap();
            drop(held);
            let lock = waiting.join().unwrap();
            assert!(FileLock::try_acquire(&path).unwrap().is_none());
            drop(lock);
        });
        assert!(FileLock::try_acquire(&path).unwrap().is_some());
    }

    #[test]
    fn only_one_holds_the_lock_though_the_file_is_removed_each_time() {
        const THREADS: usize = 4;
        const ROUNDS: usize = 60;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let is_held = AtomicBool::new(false);
        let hold_often = || {
            let mut rounds = 0;
            while rounds < ROUNDS {
                let Some(lock) = FileLock::try_acquire(&path).unwrap() else { continue };
                assert!(!is_held.swap(true, Ordering::SeqCst), "two hold it");
                std::thread::sleep(Duration::from_micros(200));
                is_held.store(false, Ordering::SeqCst);
                fs::remove_file(&path).unwrap();
                drop(lock);
                rounds += 1;
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(hold_often);
            }
        });
    }
}
