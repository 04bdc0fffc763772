//! Locks on small files beside the journal.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, error::Result, path_check};

/// An exclusive lock on an empty file, released when dropped or when the process ends in any way.
/// `SQLite` takes it by the same means as on the journal, so it works on every file system on which
/// the journal does.
#[derive(Debug)]
pub struct FileLock {
    /// Holds an open exclusive transaction that writes nothing.
    _conn: Connection,
}

impl FileLock {
    /// Locks the file at `path`, creating it if it is missing; `None` if another process holds the
    /// lock.
    ///
    /// # Errors
    /// Fails if the file cannot be created or locked.
    pub fn try_acquire(path: &Path) -> Result<Option<Self>> {
        path_check::create_if_missing(path)?;
        let lock = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(path, flags)?;
            conn.busy_timeout(Duration::ZERO)?;
            // Otherwise the transaction would create a rollback journal beside the file.
            conn.execute_batch("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")?;
            Ok(conn)
        };
        match lock().map_err(|error| StoreError::from_sqlite(path, error)) {
            Ok(conn) => Ok(Some(Self { _conn: conn })),
            Err(StoreError::Busy(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
