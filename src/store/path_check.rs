//! Checks and creation of the file before it is opened as a database.

use std::{fs, io::ErrorKind, path::Path};

use super::{
    StoreError,
    atomic_file::{parent_dir, resolve_symlink},
    error::Result,
    wal,
};

/// The size of the smallest page of a database.
const SMALLEST_PAGE: u64 = 512;

/// Creates an empty file and its folder, with permissions for the owner only, unless the file
/// exists.
pub(super) fn create_if_missing(path: &Path) -> Result<()> {
    let io = |source| StoreError::from_io(path, source);
    if path.try_exists().map_err(io)? {
        return Ok(());
    }
    create_private_dir(parent_dir(path)).map_err(io)?;
    match create_private_file(path) {
        // Another process created it at the same moment.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(io),
    }
}

/// Whether a journal is at `path`. A path at which only a log with content is left counts as one.
pub(super) fn exists(path: &Path) -> Result<bool> {
    let is_there = path.try_exists().map_err(|source| StoreError::from_io(path, source))?;
    Ok(is_there || path.is_symlink() || wal::has_log(path))
}

/// Removes the empty log that a journal has left at `path`. A window that still has it open, of a
/// file that was deleted, writes nothing more.
pub(super) fn remove_empty_log(path: &Path) {
    if !wal::has_log(path) {
        for suffix in ["-wal", "-shm"] {
            // Usually there is none; if one stays, creating the journal fails and says so.
            let _ = fs::remove_file(wal::with_suffix(path, suffix));
        }
    }
}

/// Checks that `path` may be a database. Does not open the file: closing it again would release all
/// locks that `SQLite` holds on it in this process, because POSIX locks belong to the process.
pub(super) fn validate_path(path: &Path) -> Result<()> {
    let io = |source| StoreError::from_io(path, source);
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let missing = if wal::has_log(path) { StoreError::LogWithoutJournal } else { StoreError::NotFound };
            return Err(missing(path.to_owned()));
        }
        result => result.map_err(io)?,
    };
    if metadata.is_dir() {
        return Err(StoreError::IsDirectory(path.to_owned()));
    }
    // Opening a pipe or a device would block.
    if !metadata.is_file() {
        return Err(StoreError::NotAJournal(path.to_owned()));
    }
    // SQLite would take a file of at most one byte for a new database, and throw its log away.
    match metadata.len() {
        SMALLEST_PAGE.. => Ok(()),
        _ if wal::has_log(&resolve_symlink(path)) => Err(StoreError::Truncated(path.to_owned())),
        0 => Err(StoreError::Empty(path.to_owned())),
        _ => Err(StoreError::NotAJournal(path.to_owned())),
    }
}

/// Whether the file is marked read-only, which `SQLite` does not notice for a privileged user.
pub(super) fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Creates a folder and those above it, with permissions for the owner only, unless it exists.
#[cfg(unix)]
pub(super) fn create_private_dir(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn create_private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

// On other systems the data folder of a user is already private.
#[cfg(not(unix))]
pub(super) fn create_private_dir(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn create_private_file(path: &Path) -> std::io::Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path).map(drop)
}
