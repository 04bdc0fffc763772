//! Errors of an export, and their messages.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    store::StoreError,
    wording::user_error::{NOTHING_WRITTEN, UserFacingError},
};

/// Why an export ended early. No half-written file is left.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The journal could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such person.
    #[error("This person is no longer in the journal.")]
    PersonNotFound,
    /// There is no such review.
    #[error("This review is no longer in the journal.")]
    ReviewNotFound,
    /// The progress callback cancelled the export.
    #[error("The export was stopped.")]
    Cancelled,
    /// Standard output or another stream could not be written.
    #[error("The output could not be written: {0}.")]
    Output(#[from] io::Error),
    /// The target exists.
    #[error("{} already exists.", .0.display())]
    AlreadyExists(PathBuf),
    /// The target is a folder.
    #[error("{} is a folder.", .0.display())]
    IsDirectory(PathBuf),
    /// The folder of the target does not exist.
    #[error("The folder {} doesn’t exist.", .0.display())]
    DirectoryNotFound(PathBuf),
    /// The target is a journal.
    #[error("{} is a journal, which an export never replaces.", .0.display())]
    IsJournal(PathBuf),
    /// The target is a device or pipe.
    #[error("{} is not a regular file.", .0.display())]
    NotRegularFile(PathBuf),
    /// No permission to replace the target or write in its folder.
    #[error("You don’t have permission to write {}.", .0.display())]
    PermissionDenied(PathBuf),
    /// The disk is full, or the file too large for it.
    #[error("There isn’t enough space on the disk for {}.", .0.display())]
    DiskFull(PathBuf),
    /// Another I/O error.
    #[error("{} could not be written: {source}.", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
}

impl ExportError {
    /// Maps an I/O error about `path`.
    pub(super) fn from_io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::PermissionDenied(path),
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::DiskFull(path),
            Kind::AlreadyExists => Self::AlreadyExists(path),
            // Some system folders refuse files with this error.
            Kind::NotFound if path.parent().is_some_and(Path::is_dir) => Self::PermissionDenied(path),
            Kind::NotFound | Kind::NotADirectory => {
                Self::DirectoryNotFound(path.parent().map_or_else(|| path.clone(), Path::to_owned))
            }
            _ => Self::Io { path, source },
        }
    }

    /// Maps an error of writing the file at `path`.
    pub(super) fn with_path(self, path: &Path) -> Self {
        if let Self::Output(source) = self { Self::from_io(path, source) } else { self }
    }

    /// The message: what happened, what is safe, what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        let to_do = match self {
            Self::Store(error) => return error.user_facing_error(),
            Self::PersonNotFound => "Choose another person.",
            Self::ReviewNotFound => "Choose another review.",
            Self::Cancelled => "You can export again at any time.",
            Self::AlreadyExists(_) => "Choose another file, or replace this one (in a terminal: --force).",
            Self::IsDirectory(_) => "Choose a file in it.",
            Self::DirectoryNotFound(_) => "Create the folder first, or choose another.",
            Self::IsJournal(_) | Self::NotRegularFile(_) => "Choose another file.",
            Self::PermissionDenied(_) => "Choose a file in one of your own folders.",
            Self::DiskFull(_) => "Free up some space, or choose a file on another disk.",
            Self::Io { .. } | Self::Output(_) => "Check that the disk is connected and working, then try again.",
        };
        UserFacingError { problem: self.to_string(), reassurance: NOTHING_WRITTEN, remedy: to_do }
    }
}
