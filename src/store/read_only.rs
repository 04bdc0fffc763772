//! Opening a journal that is not written to: a file that cannot be written, or is damaged.

use std::{fmt::Write as _, fs, path::Path};

use rusqlite::{Connection, OpenFlags, backup::Backup};

use super::{
    Db, SCHEMA_VERSION, StoreError, encryption, error::Result, identity::FileIdentity, migrate::MigrationHooks, open,
    open::MissingPages, path_check, wal,
};

/// Why a journal was opened for reading only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// The user may not write to the file or its folder, or the disk is read-only.
    NotWritable,
    /// The disk is full.
    DiskFull,
    /// It was asked for, as to see what can still be read of a damaged file.
    Requested,
}

impl ReadOnlyReason {
    /// The error of a change to a journal that is open for reading only.
    pub fn error(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::NotWritable => StoreError::ReadOnly(path),
            Self::DiskFull => StoreError::DiskFull(path),
            Self::Requested => StoreError::OpenedReadOnly(path),
        }
    }

    /// One line for the window: that nothing can be changed, and why.
    pub fn notice(self) -> &'static str {
        match self {
            Self::NotWritable => "Read-only: you can’t write to this file or its folder.",
            Self::DiskFull => "Read-only: the disk is full. Free some space, then reopen the journal.",
            Self::Requested => "Read-only: nothing in this file is changed.",
        }
    }
}

impl Db {
    /// Opens a journal for reading only, for `reason`. Changes nothing.
    ///
    /// A journal with an older schema, and one whose log cannot be read where it lies, is copied to
    /// memory. If the file is read without locks and another user changes it, reading fails with
    /// [`StoreError::Displaced`].
    ///
    /// # Errors
    /// Fails if the file cannot be read or is not a journal, and unless `reason` is
    /// [`ReadOnlyReason::Requested`], if a part of it is missing.
    pub fn open_read_only(path: &Path, reason: ReadOnlyReason) -> Result<Self> {
        path_check::validate_path(path)?;
        let missing_pages =
            if reason == ReadOnlyReason::Requested { MissingPages::Accept } else { MissingPages::Refuse };
        let (conn, is_unlocked) = connect_for_reading(path, missing_pages)?;
        if reason != ReadOnlyReason::Requested {
            wal::verify_length(&conn, path)?;
        }
        open::verify_application_id(&conn, path)?;
        let mut db = Self::from_connection(conn, path)?;
        if is_unlocked {
            let identity = FileIdentity::of_unchanging(&db.real_path);
            db.identity = Some(identity.map_err(|source| StoreError::from_io(path, source))?);
        }
        if db.schema_version()? < SCHEMA_VERSION {
            db.conn = copy_to_memory(&db.conn, path)?;
            db.migrate(MigrationHooks::default(), &mut |_| {})?;
        }
        db.conn.pragma_update(None, "query_only", true)?;
        db.read_only = Some(reason);
        Ok(db)
    }

    /// Why the journal is open for reading only; `None` if it is open for writing, or is another
    /// reader of one that is.
    pub fn read_only_reason(&self) -> Option<ReadOnlyReason> {
        self.read_only
    }
}

/// A connection, and whether it reads the file without locks.
pub(super) fn connect_for_reading(path: &Path, missing_pages: MissingPages) -> Result<(Connection, bool)> {
    let real_path = fs::canonicalize(path).map_err(|source| StoreError::from_io(path, source))?;
    // Whoever has the journal open has a log beside it. Without one the file can be read without
    // locks, and so without the files that SQLite would create beside it.
    if !wal::log_path(&real_path).exists() {
        return Ok((connect_immutable(&real_path, path, missing_pages)?, true));
    }
    match open::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY) {
        Err(StoreError::PermissionDenied(_) | StoreError::ReadOnly(_) | StoreError::DiskFull(_)) => {}
        opened => return Ok((opened?, false)),
    }
    if wal::has_log(&real_path) {
        Ok((copy_with_log(&real_path, path)?, false))
    } else {
        Ok((connect_immutable(&real_path, path, missing_pages)?, true))
    }
}

fn connect_immutable(real_path: &Path, path: &Path, missing_pages: MissingPages) -> Result<Connection> {
    let conn = open_uri(real_path, "mode=ro&immutable=1", path)?;
    open::configure(&conn, path, missing_pages)?;
    Ok(conn)
}

/// Reads the file and its log without locks and without the files that `SQLite` keeps beside them,
/// and copies both to memory at once.
fn copy_with_log(real_path: &Path, path: &Path) -> Result<Connection> {
    let source = open_uri(real_path, "mode=ro&vfs=unix-none", path)?;
    // Keeps the index of the log in memory.
    source.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    copy_to_memory(&source, path)
}

pub(super) fn copy_to_memory(source: &Connection, path: &Path) -> Result<Connection> {
    let sqlite_error = |error| StoreError::from_sqlite(path, error);
    let mut copy = Connection::open_in_memory().map_err(sqlite_error)?;
    // Pages are copied only between databases that are both encrypted, or both not.
    if let Some(key) = encryption::key_of(source)? {
        encryption::set_key(&copy, &key)?;
    }
    Backup::new(source, &mut copy)
        .and_then(|backup| backup.run_to_completion(i32::MAX, std::time::Duration::ZERO, None))
        .map_err(sqlite_error)?;
    open::configure(&copy, path, MissingPages::Refuse)?;
    Ok(copy)
}

fn open_uri(real_path: &Path, parameters: &str, path: &Path) -> Result<Connection> {
    let uri = format!("file:{}?{parameters}", percent_encode(real_path));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri, flags).map_err(|error| StoreError::from_sqlite(path, error))
}

/// The path as it stands in a URI: everything but letters, digits and slashes is escaped.
fn percent_encode(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            encoded.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
