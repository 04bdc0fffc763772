//! The file itself, before it is a database: whether it is there, what it is, and who may read it.

use std::{
    fs,
    io::{ErrorKind, Read as _},
    path::Path,
};

use super::{StoreError, error::Result};

/// How every `SQLite` file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Makes an empty file that only its owner can read, in a folder that only its owner can enter, where there is none.
pub(super) fn make_if_missing(path: &Path) -> Result<()> {
    let io = |source| StoreError::io(path, source);
    if path.try_exists().map_err(io)? {
        return Ok(());
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        private_folder(folder).map_err(io)?;
    }
    match private_file(path) {
        // Another window made it in this moment.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(io),
    }
}

/// Says what is wrong with a file before it is opened as a database.
pub(super) fn look(path: &Path) -> Result<()> {
    let io = |source| StoreError::io(path, source);
    let facts = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        facts => facts.map_err(io)?,
    };
    if facts.is_dir() {
        return Err(StoreError::Folder(path.to_owned()));
    }
    let mut start = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(16).read_to_end(&mut start))
        .map_err(io)?;
    if !start.is_empty() && start != MAGIC {
        return Err(StoreError::NotAJournal(path.to_owned()));
    }
    if facts.permissions().readonly() {
        return Err(StoreError::ReadOnly(path.to_owned()));
    }
    match fs::OpenOptions::new().write(true).open(path) {
        Err(e)
            if matches!(
                e.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            Err(StoreError::ReadOnly(path.to_owned()))
        }
        opened => opened.map(drop).map_err(io),
    }
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

// Elsewhere a user's own data folder is closed to others already.
#[cfg(not(unix))]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<()> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}
