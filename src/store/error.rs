//! Errors of the journal file and their messages.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::wording::user_error::{JOURNAL_UNCHANGED, NOTHING_CHANGED, SAVED_IS_SAFE, UserFacingError};

pub(super) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// An error of the journal file. The message is shown to the user and never contains text of an
/// entry.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file at the path.
    #[error("There is no journal at {}.", .0.display())]
    NotFound(PathBuf),
    /// A new journal was to be created, but the path exists.
    #[error("{} is there already.", .0.display())]
    AlreadyExists(PathBuf),
    /// The path is a folder.
    #[error("{} is a folder, not a journal.", .0.display())]
    IsDirectory(PathBuf),
    /// The file is not a database.
    #[error("{} is not a journal of Rapport's.", .0.display())]
    NotAJournal(PathBuf),
    /// The file is a database of another program.
    #[error("{} is a database, but of another program.", .0.display())]
    ForeignDatabase(PathBuf),
    /// The schema of the file is newer than this program.
    #[error("{} was written by a newer Rapport (schema {found}; this one knows up to {known}).", path.display())]
    SchemaTooNew {
        /// The file.
        path: PathBuf,
        /// The schema version of the file.
        found: i64,
        /// The newest schema version this program supports.
        known: i64,
    },
    /// The file or its folder is not writable.
    #[error("{} can be read but not changed.", .0.display())]
    ReadOnly(PathBuf),
    /// The user has no permission to open the file or its folder.
    #[error("You have no right to open {}.", .0.display())]
    PermissionDenied(PathBuf),
    /// The disk or the quota of the user is full.
    #[error("The disk that holds {} is full.", .0.display())]
    DiskFull(PathBuf),
    /// `SQLite` found the file to be corrupt.
    #[error("{} is damaged.", .0.display())]
    Corrupt(PathBuf),
    /// Another process held the lock for longer than the timeout.
    #[error("{} is being written by another program.", .0.display())]
    Busy(PathBuf),
    /// Reading or writing the file failed.
    #[error("The disk did not answer for {}: {source}.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The schema could not be migrated.
    #[error("{} could not be brought up to date: {source}.", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: rusqlite_migration::Error,
    },
    /// The writer thread has panicked and stopped.
    #[error("The part of Rapport that writes has stopped.")]
    WriterGone,
    /// The JSON of a record in the change log cannot be read or written.
    #[error("A recorded change cannot be read: {0}.")]
    InvalidRecord(#[from] serde_json::Error),
    /// Any other error of `SQLite`.
    #[error("The journal's file said: {0}.")]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// Classifies an error of `SQLite` on the file at `path`.
    pub(super) fn from_sqlite(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotAJournal(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt(path),
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(path),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::PermissionDenied(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::SystemIoFailure) => Self::Io { path, source: std::io::Error::other(error) },
            _ => Self::Sqlite(error),
        }
    }

    /// Classifies an error of the file system on `path`.
    pub(super) fn from_io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::PermissionDenied => Self::PermissionDenied(path),
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull(path),
            Kind::ReadOnlyFilesystem => Self::ReadOnly(path),
            Kind::AlreadyExists => Self::AlreadyExists(path),
            Kind::NotADirectory => Self::NotAJournal(path),
            _ => Self::Io { path, source },
        }
    }

    /// Replaces the path of a temporary file with the path that the user knows.
    pub(super) fn with_path(self, path_shown: &Path) -> Self {
        let path = path_shown.to_owned();
        match self {
            Self::PermissionDenied(_) => Self::PermissionDenied(path),
            Self::ReadOnly(_) => Self::ReadOnly(path),
            Self::DiskFull(_) => Self::DiskFull(path),
            Self::Io { source, .. } => Self::Io { path, source },
            other => other,
        }
    }

    /// The message for the user: what happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        let (reassurance, remedy) = self.reassurance_and_remedy();
        UserFacingError { problem: self.to_string(), reassurance, remedy }
    }

    fn reassurance_and_remedy(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound(_) => {
                (NOTHING_CHANGED, "Look at the path, or open Rapport's window once to begin a journal there.")
            }
            Self::AlreadyExists(_) => (NOTHING_CHANGED, "Name a new file: a journal is never overwritten."),
            Self::IsDirectory(_) => (NOTHING_CHANGED, "Name the file in it, usually journal.rapport."),
            Self::NotAJournal(_) => {
                (NOTHING_CHANGED, "Look at the path; if this was your journal, bring back a copy of it.")
            }
            Self::ForeignDatabase(_) => {
                (NOTHING_CHANGED, "Name another file: Rapport does not write into other programs' files.")
            }
            Self::SchemaTooNew { .. } => {
                (NOTHING_CHANGED, "Open it with the newer Rapport, or bring this one up to date.")
            }
            Self::ReadOnly(_) => {
                (NOTHING_CHANGED, "Make the file and its folder writable, or copy the file to a place of yours.")
            }
            Self::PermissionDenied(_) => {
                (NOTHING_CHANGED, "Ask for the right to the file and its folder, or name a file of your own.")
            }
            Self::DiskFull(_) => (SAVED_IS_SAFE, "Free some room on the disk, then try again."),
            Self::Corrupt(_) => (
                "Nothing was changed, and nothing more is written.",
                "Copy the file away, then bring back your latest copy of it.",
            ),
            Self::Busy(_) => (SAVED_IS_SAFE, "Close the other program, then try again."),
            Self::Io { .. } => (SAVED_IS_SAFE, "See that the disk is there and well, then try again."),
            Self::Migration { .. } => (JOURNAL_UNCHANGED, "Copy the file away, then try again."),
            Self::WriterGone => (SAVED_IS_SAFE, "Copy what you are writing, then close Rapport and open it again."),
            Self::InvalidRecord(_) | Self::Sqlite(_) => {
                (SAVED_IS_SAFE, "Try again; “rapport check” looks the whole file over.")
            }
        }
    }
}
