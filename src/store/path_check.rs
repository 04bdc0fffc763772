//! The file itself, before it is a database: whether it is there, what it is, and who may read it.

use std::{fs, io::ErrorKind, path::Path};

use super::{StoreError, error::Result};

/// Makes an empty file that only its owner can read, in a folder that only its owner can enter, where there is none.
pub(super) fn create_if_missing(path: &Path) -> Result<()> {
    let io = |source| StoreError::from_io(path, source);
    if path.try_exists().map_err(io)? {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_private_dir(folder).map_err(io)?;
    }
    match create_private_file(path) {
        // Another window made it in this moment.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(io),
    }
}

/// Says what is wrong with a file before it is opened as a database. The file is not opened here: closing it again would
/// let go of every lock that `SQLite` holds on it in this process (POSIX locks belong to the process, not to the opener).
pub(super) fn validate_path(path: &Path) -> Result<()> {
    let io = |source| StoreError::from_io(path, source);
    let facts = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(StoreError::NotFound(path.to_owned()));
        }
        facts => facts.map_err(io)?,
    };
    if facts.is_dir() {
        return Err(StoreError::IsDirectory(path.to_owned()));
    }
    // A pipe or a device would keep whoever opens it waiting. A file shorter than the smallest page is no database; of one
    // byte, SQLite would take it for empty.
    if !facts.is_file() || (1..512).contains(&facts.len()) {
        return Err(StoreError::NotAJournal(path.to_owned()));
    }
    Ok(())
}

/// Whether the file says that it is not to be changed, also to those whom no right stops.
pub(super) fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|facts| facts.permissions().readonly())
}

#[cfg(unix)]
fn create_private_dir(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn create_private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

// Elsewhere a user's own data folder is closed to others already.
#[cfg(not(unix))]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path).map(drop)
}
