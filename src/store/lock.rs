//! Locks on small files beside the journal.

use std::{path::Path, sync::Mutex, time::Duration};

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, error::Result, identity::FileId, path_check};

/// An exclusive lock on an empty file, released when dropped or when the process ends in any way.
/// `SQLite` takes it by the same means as on the journal, so it works on every file system on which
/// the journal does.
#[derive(Debug)]
pub struct FileLock {
    /// Holds an open exclusive transaction that writes nothing. In a mutex, so that threads can
    /// share the lock.
    _conn: Mutex<Connection>,
}

impl FileLock {
    /// Locks the file at `path`, creating it if it is missing; `None` if another process holds the
    /// lock. Whoever holds it may remove the file: a lock on a file that is no longer at `path`
    /// does not count.
    ///
    /// # Errors
    /// Fails if the file cannot be created or locked.
    pub fn try_acquire(path: &Path) -> Result<Option<Self>> {
        path_check::create_if_missing(path)?;
        let before = FileId::of(path).ok();
        let lock = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(path, flags)?;
            conn.busy_timeout(Duration::ZERO)?;
            // Otherwise the transaction would create a rollback journal beside the file.
            conn.execute_batch("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")?;
            Ok(conn)
        };
        let locked = lock().map_err(|error| StoreError::from_sqlite(path, error));
        if before.is_none() || FileId::of(path).ok() != before {
            return Ok(None);
        }
        match locked {
            Ok(conn) => Ok(Some(Self { _conn: Mutex::new(conn) })),
            Err(StoreError::Busy(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn waiting_for_a_file_that_its_holder_removes_is_no_error() {
        const THREADS: usize = 4;
        const ROUNDS: usize = 60;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let hold_often = || {
            let mut rounds = 0;
            while rounds < ROUNDS {
                let Some(lock) = FileLock::try_acquire(&path).unwrap() else { continue };
                std::thread::sleep(Duration::from_micros(200));
                // Another thread may have removed it at the same moment.
                let _ = fs::remove_file(&path);
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
