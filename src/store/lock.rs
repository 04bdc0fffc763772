//! Locks on small files beside the journal.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, error::Result, path_check};

/// An exclusive lock on an empty file, until this is dropped or the process ends, however it ends. `SQLite` takes it, by the
/// same means as on the journal: so it works on every disk on which the journal does.
#[derive(Debug)]
pub struct FileLock {
    /// Holds an exclusive transaction, in which nothing is written.
    _conn: Connection,
}

impl FileLock {
    /// Locks the file at `path`, which is made first where there is none; `None` where somebody else holds it.
    ///
    /// # Errors
    /// Where the file cannot be made or locked.
    pub fn try_acquire(path: &Path) -> Result<Option<Self>> {
        path_check::create_if_missing(path)?;
        let locked = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(path, flags)?;
            conn.busy_timeout(Duration::ZERO)?;
            // Without it the transaction would begin a rollback journal beside the file.
            conn.execute_batch("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")?;
            Ok(conn)
        };
        match locked().map_err(|error| StoreError::from_sqlite(path, error)) {
            Ok(conn) => Ok(Some(Self { _conn: conn })),
            Err(StoreError::Busy(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
