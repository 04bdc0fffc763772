//! Notices that the file at the path of an open journal is no longer the file that was opened.
//!
//! `SQLite` keeps writing to the file it has opened, wherever that has gone. So before each write
//! the file at the path is compared with the one that was opened.

use std::{
    fs::{self, File, Metadata},
    io,
    path::Path,
    time::SystemTime,
};

use super::wal;

/// What has happened to the file of a journal while it was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Displacement {
    /// Nothing is at the path any more: the file was deleted, moved or renamed, its folder was, or
    /// its disk was unmounted.
    Removed,
    /// Another file is at the path, as after a synchronisation program has put its copy there.
    Replaced,
    /// The write-ahead log was deleted or replaced; the journal itself is in its place.
    LogRemoved,
    /// Another file is at the path, which has another key or none, as after another program has
    /// set, changed or removed the passphrase.
    Rekeyed,
}

/// The identity of an open journal: of the file and of its write-ahead log.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileIdentity {
    file: FileId,
    log: Option<FileId>,
    /// The length and time of change of a file that must not change at all.
    unchanging: Option<(u64, SystemTime)>,
}

impl FileIdentity {
    /// The identity of the journal at `path`, which must be open in WAL mode.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        Ok(Self { file: FileId::of(path)?, log: FileId::of(&wal::log_path(path)).ok(), unchanging: None })
    }

    /// The identity of the journal at `path`, which is read without locks: any change of it counts
    /// as another file.
    pub(super) fn of_unchanging(path: &Path) -> io::Result<Self> {
        Ok(Self { file: FileId::of(path)?, log: None, unchanging: Some(length_and_time(path)?) })
    }

    /// Whether the file must not change while it is read.
    pub(super) fn is_unchanging(&self) -> bool {
        self.unchanging.is_some()
    }

    /// Compares what is at `path` now with this identity.
    pub(super) fn displacement(&self, path: &Path) -> Option<Displacement> {
        match FileId::of(path) {
            Err(_) => Some(Displacement::Removed),
            Ok(file) if file != self.file => Some(Displacement::Replaced),
            Ok(_) if self.unchanging.is_some_and(|before| length_and_time(path).ok() != Some(before)) => {
                Some(Displacement::Replaced)
            }
            Ok(_) => (self.log.is_some() && !self.owns_log_at(path)).then_some(Displacement::LogRemoved),
        }
    }

    /// Whether the write-ahead log at `path` is the one of this journal.
    pub(super) fn owns_log_at(&self, path: &Path) -> bool {
        self.log.is_some() && FileId::of(&wal::log_path(path)).ok() == self.log
    }
}

fn length_and_time(path: &Path) -> io::Result<(u64, SystemTime)> {
    let metadata = fs::metadata(path)?;
    Ok((metadata.len(), metadata.modified()?))
}

/// Identifies a file independently of its name.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

#[cfg(unix)]
impl FileId {
    fn of_metadata(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self { device: metadata.dev(), inode: metadata.ino() }
    }
}

/// On Windows a file that `SQLite` has open cannot be moved or deleted, so its time of creation is
/// enough.
#[cfg(not(unix))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    created: Option<SystemTime>,
}

#[cfg(not(unix))]
impl FileId {
    fn of_metadata(metadata: &Metadata) -> Self {
        Self { created: metadata.created().ok() }
    }
}

impl FileId {
    /// The identity of the file at a path.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        Ok(Self::of_metadata(&fs::metadata(path)?))
    }

    /// The identity of an open file.
    pub(super) fn of_file(file: &File) -> io::Result<Self> {
        Ok(Self::of_metadata(&file.metadata()?))
    }
}
