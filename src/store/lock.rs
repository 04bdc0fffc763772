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
        let from_io = |error| StoreError::from_io(path, error);
        path_check::create_if_missing(path)?;
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(from_io(error)),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(from_io(error)),
        }
        let is_at_path = FileId::of_file(&file).ok() == FileId::of(path).ok();
        Ok(is_at_path.then_some(Self { _file: file }))
    }
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
