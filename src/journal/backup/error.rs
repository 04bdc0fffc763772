//! Errors of backups and their messages.

use std::path::PathBuf;

use crate::{
    journal::change::ChangeError,
    store::StoreError,
    wording::user_error::{JOURNAL_UNCHANGED, NOTHING_CHANGED, UserFacingError},
};

/// Why a backup was not made, listed or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The system has no data folder, and none was chosen.
    #[error("Rapport can’t find your data folder.")]
    NoFolder,
    /// The folder is not there: a drive may be unplugged.
    #[error("The backup folder {} isn’t there.", .0.display())]
    FolderMissing(PathBuf),
    /// The folder is a file.
    #[error("{} is a file, not a folder.", .0.display())]
    FolderIsFile(PathBuf),
    /// The folder cannot be written: it, its disk or the file system is read-only.
    #[error("The backup folder {} can’t be written.", .0.display())]
    FolderNotWritable(PathBuf),
    /// Another window or command is making a backup of the same journal, or erasing in it.
    #[error("A backup is being made, or something is being erased, right now.")]
    AlreadyRunning,
    /// The backup is of another journal.
    #[error("{} is a backup of another journal.", .0.display())]
    OtherJournal(PathBuf),
    /// The file is the journal itself.
    #[error("{} is the journal itself.", .0.display())]
    SameFile(PathBuf),
    /// The backup does not hold what was written.
    #[error("The backup {} is damaged.", .0.display())]
    Damaged(PathBuf),
    /// It was cancelled.
    #[error("Cancelled.")]
    Cancelled,
    /// The journal or the backup could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was chosen could not be restored.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

impl BackupError {
    /// The error of a file, if it was one.
    pub fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) | Self::Change(ChangeError::Store(error)) => Some(error),
            _ => None,
        }
    }

    /// The message for the user: what happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        let (reassurance, remedy) = match self {
            Self::Store(error) | Self::Change(ChangeError::Store(error)) => return error.user_facing_error(),
            Self::NoFolder => (JOURNAL_UNCHANGED, "Choose a folder in Settings, or with --to DIR."),
            Self::FolderMissing(_) => {
                ("Your journal and older backups are safe.", "Connect the drive, or choose another folder in Settings.")
            }
            Self::FolderIsFile(_) => (JOURNAL_UNCHANGED, "Choose a folder in Settings."),
            Self::FolderNotWritable(_) => (
                "Your journal is safe, and older backups are where they were.",
                "Make the folder writable, or choose another one in Settings.",
            ),
            Self::AlreadyRunning => (JOURNAL_UNCHANGED, "Try again in a moment."),
            Self::OtherJournal(_) => {
                (NOTHING_CHANGED, "Open that journal on its own, or confirm that you want to replace this one.")
            }
            Self::SameFile(_) => (NOTHING_CHANGED, "Choose one of its backups."),
            Self::Damaged(_) => (NOTHING_CHANGED, "Choose another backup."),
            Self::Cancelled => (NOTHING_CHANGED, ""),
            Self::Change(_) => (NOTHING_CHANGED, "Try again with other entries."),
        };
        UserFacingError { problem: self.to_string(), reassurance, remedy }
    }
}
