//! Errors of the journal file and their messages.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use rusqlite::{ErrorCode, ffi};

use super::{Displacement, ReadOnlyReason, encryption};
use crate::wording::user_error::{JOURNAL_UNCHANGED, NOTHING_CHANGED, SAVED_IS_SAFE, UserFacingError};

pub(super) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// An error of the journal file. The message is shown to the user and never contains text of an
/// entry.
///
/// A path is empty if the error came from a query, which knows no path.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file at the path.
    #[error("There is no journal at {}.", .0.display())]
    NotFound(PathBuf),
    /// A new journal was to be created, but the path exists.
    #[error("{} already exists.", .0.display())]
    AlreadyExists(PathBuf),
    /// The path is a folder.
    #[error("{} is a folder, not a journal.", .0.display())]
    IsDirectory(PathBuf),
    /// The file has no content.
    #[error("{} is empty: there is nothing in the file.", .0.display())]
    Empty(PathBuf),
    /// There is no file at the path, but a write-ahead log with content beside it.
    #[error("{path} is missing, but its log {path}-wal is still there.", path = .0.display())]
    LogWithoutJournal(PathBuf),
    /// The file is not a database.
    #[error("{} is not a Rapport journal.", NameOf(.0))]
    NotAJournal(PathBuf),
    /// The file is encrypted, and its key is not known.
    #[error("{} is protected with a passphrase.", NameOf(.0))]
    Encrypted(PathBuf),
    /// The passphrase, or the recovery key, is that of another file.
    #[error("That’s not the passphrase of {}.", .0.display())]
    WrongPassphrase(PathBuf),
    /// The file is a database of another program.
    #[error("{} is another program’s database.", .0.display())]
    ForeignDatabase(PathBuf),
    /// The schema of the file is newer than this program.
    #[error("{} was written by a newer version of Rapport (schema {found}; this version supports up to {known}).", path.display())]
    SchemaTooNew {
        /// The file.
        path: PathBuf,
        /// The schema version of the file.
        found: i64,
        /// The newest schema version this program supports.
        known: i64,
    },
    /// The file or its folder is not writable.
    #[error("{} can be read but not changed.", NameOf(.0))]
    ReadOnly(PathBuf),
    /// The journal was opened for reading only because that was asked for.
    #[error("{} is open for reading only.", NameOf(.0))]
    OpenedReadOnly(PathBuf),
    /// The user has no permission to open the file or its folder.
    #[error("You don’t have permission to open {}.", .0.display())]
    PermissionDenied(PathBuf),
    /// The disk or the quota of the user is full.
    #[error("{} cannot be written: the disk is full.", NameOf(.0))]
    DiskFull(PathBuf),
    /// `SQLite` found the file to be corrupt.
    #[error("{} is damaged.", NameOf(.0))]
    Corrupt(PathBuf),
    /// A part of the file is missing.
    #[error("{} is damaged: a part of the file is missing.", NameOf(.0))]
    Truncated(PathBuf),
    /// The search index is damaged. It follows from the text, which is not affected.
    #[error("The search index of {} is damaged.", NameOf(.0))]
    SearchIndexDamaged(PathBuf),
    /// Another process held the lock for longer than the timeout.
    #[error("{} is being written by another program.", NameOf(.0))]
    Busy(PathBuf),
    /// While the journal was open, its file was taken away.
    #[error("{}", displaced(path, *displacement))]
    Displaced {
        /// Where the file was.
        path: PathBuf,
        /// What happened to it.
        displacement: Displacement,
    },
    /// Reading or writing the file failed.
    #[error("{} could not be read or written: {source}.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The schema could not be migrated.
    #[error("{} could not be upgraded for this version of Rapport (schema {from} to {to}).", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// The schema version of the file.
        from: i64,
        /// The schema version it was to have.
        to: i64,
    },
    /// Opening the journal was stopped while it was updated for this version.
    #[error("The update of your journal was stopped.")]
    UpgradeStopped,
    /// The writer thread has panicked and stopped.
    #[error("Rapport can no longer save changes.")]
    WriterGone,
    /// The JSON of a record in the change log cannot be read or written.
    #[error("A recorded change cannot be read: {0}.")]
    InvalidRecord(#[from] serde_json::Error),
    /// Any other error of `SQLite`.
    #[error("The journal could not be read or written: {}.", short_message(.0))]
    Sqlite(#[source] rusqlite::Error),
}

/// Names a file at the beginning of a sentence.
struct NameOf<'a>(&'a Path);

impl fmt::Display for NameOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.as_os_str().is_empty() { f.write_str("The journal") } else { self.0.display().fmt(f) }
    }
}

fn displaced(path: &Path, displacement: Displacement) -> String {
    let path = path.display();
    match displacement {
        Displacement::Removed => {
            format!("{path} is no longer there: it was moved or deleted, or its disk was removed.")
        }
        Displacement::Replaced => format!("{path} was replaced with another file while it was open."),
        Displacement::LogRemoved => format!("The log of the open journal, {path}-wal, was deleted."),
        Displacement::Rekeyed => format!("The passphrase of {path} was set, changed or removed by another program."),
    }
}

/// The message of `SQLite`, without the statement that failed.
fn short_message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => message.clone().unwrap_or_else(|| code.to_string()),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_sqlite(Path::new(""), error)
    }
}

impl StoreError {
    /// Classifies an error of `SQLite` on the file at `path`.
    pub(super) fn from_sqlite(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error().map(|error| error.extended_code) {
            // SQLite gives no reason when it cannot make its shared memory larger; it is a small
            // file beside the journal.
            Some(ffi::SQLITE_IOERR_SHMSIZE) => return Self::DiskFull(path),
            Some(ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS | ffi::SQLITE_IOERR_DATA) => {
                return Self::Corrupt(path);
            }
            // Only the search index is a virtual table.
            Some(ffi::SQLITE_CORRUPT_VTAB) => return Self::SearchIndexDamaged(path),
            Some(ffi::SQLITE_READONLY_DBMOVED) => {
                return Self::Displaced { path, displacement: Displacement::Removed };
            }
            _ => {}
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotAJournal(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt(path),
            // A page that SQLCipher cannot authenticate is missing for SQLite, which takes that for
            // a lack of memory. There is no other sign of it.
            Some(ErrorCode::OutOfMemory) if encryption::knows_any_key() => Self::Corrupt(path),
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(path),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::PermissionDenied(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            // Only the update of a journal is ever interrupted.
            Some(ErrorCode::OperationInterrupted) => Self::UpgradeStopped,
            Some(ErrorCode::SystemIoFailure) => Self::Io { path, source: std::io::Error::other(error) },
            _ => Self::Sqlite(error),
        }
    }

    /// Classifies an error of the file system on `path`.
    pub(crate) fn from_io(path: &Path, source: std::io::Error) -> Self {
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

    /// Whether the file is damaged, so that nothing more may be written to it.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Corrupt(_) | Self::Truncated(_))
    }

    /// Whether it is damage of the file at `path`, and not of another one.
    pub fn is_damage_of(&self, path: &Path) -> bool {
        // A query knows no path.
        matches!(self, Self::Corrupt(of) | Self::Truncated(of) if of.as_os_str().is_empty() || of == path)
    }

    /// The reason for which the journal can be opened for reading only, after this error of opening
    /// it for writing.
    pub fn read_only_reason(&self) -> Option<ReadOnlyReason> {
        match self {
            Self::ReadOnly(_) | Self::PermissionDenied(_) => Some(ReadOnlyReason::NotWritable),
            Self::DiskFull(_) => Some(ReadOnlyReason::DiskFull),
            _ => None,
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
                (NOTHING_CHANGED, "Check the path, or open it in Rapport’s window to create a journal there.")
            }
            Self::AlreadyExists(_) => (NOTHING_CHANGED, "Choose a new file: a journal is never overwritten."),
            Self::IsDirectory(_) => (NOTHING_CHANGED, "Choose the file in it, usually journal.rapport."),
            Self::Empty(_) => (
                NOTHING_CHANGED,
                "Restore a backup of it, or open another file. To start a new journal there, move the empty file away.",
            ),
            Self::LogWithoutJournal(_) => (
                NOTHING_CHANGED,
                "Put the journal back beside its log, or restore a backup. Keep the log: it may hold your newest entries.",
            ),
            Self::NotAJournal(_) => (NOTHING_CHANGED, "Check the path. If this was your journal, restore a backup."),
            Self::Encrypted(_) => (NOTHING_CHANGED, "Enter its passphrase, or its recovery key."),
            Self::WrongPassphrase(_) => {
                (NOTHING_CHANGED, "Check Caps Lock and the keyboard layout, or use the recovery key.")
            }
            Self::ForeignDatabase(_) => {
                (NOTHING_CHANGED, "Choose another file: Rapport doesn’t change other programs’ files.")
            }
            Self::SchemaTooNew { .. } => (NOTHING_CHANGED, "Open it with the newer version, or update Rapport."),
            Self::ReadOnly(_) => {
                (NOTHING_CHANGED, "Make the file and its folder writable, or copy the file to one of your own folders.")
            }
            Self::OpenedReadOnly(_) => (NOTHING_CHANGED, "Close it and open it again to write."),
            Self::PermissionDenied(_) => {
                (NOTHING_CHANGED, "Ask for permission for the file and its folder, or choose a file of your own.")
            }
            Self::DiskFull(_) => (SAVED_IS_SAFE, "Free up some space on the disk, then try again."),
            Self::Corrupt(_) | Self::Truncated(_) => (
                "Nothing was changed, and nothing more will be written.",
                "Recover what can still be read, or restore your latest backup.",
            ),
            Self::SearchIndexDamaged(_) => {
                ("Everything you wrote is safe.", "“rapport check --repair” builds the index again.")
            }
            Self::Busy(_) => (SAVED_IS_SAFE, "Close the other program, then try again."),
            Self::Displaced { displacement, .. } => match displacement {
                Displacement::Removed => (
                    "Nothing more is written, and what you have open here can still be saved.",
                    "Save everything as a new file, or put the file back and open it again.",
                ),
                Displacement::Replaced => (
                    "The new file was not changed, and what you have open here can still be saved.",
                    "Save everything as a new file, or open the file that is there now.",
                ),
                Displacement::LogRemoved => {
                    ("Nothing more is written, and what was saved is in the journal.", "Open the journal again.")
                }
                Displacement::Rekeyed => (
                    "What was saved is in the journal, and what you have open here can still be saved.",
                    "Open the journal again, with its new passphrase if it has one.",
                ),
            },
            Self::Io { .. } => (SAVED_IS_SAFE, "Check that the disk is connected and working, then try again."),
            Self::Migration { .. } => {
                (JOURNAL_UNCHANGED, "Open it with the version of Rapport that wrote it, and report the problem.")
            }
            Self::UpgradeStopped => (
                "Everything you wrote is safe.",
                "Try again when you have a few minutes. Until then you can read your journal.",
            ),
            Self::WriterGone => (SAVED_IS_SAFE, "Copy what you’re writing, then restart Rapport."),
            Self::InvalidRecord(_) | Self::Sqlite(_) => {
                (SAVED_IS_SAFE, "Try again. “rapport check” checks the whole file.")
            }
        }
    }
}
