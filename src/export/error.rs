//! Why there is no document, and what a person is told about it.

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
    /// The person is not there.
    #[error("This person is not in the journal any more.")]
    PersonNotFound,
    /// The review is not there.
    #[error("This review is not in the journal any more.")]
    ReviewNotFound,
    /// Whoever watched said to stop.
    #[error("The export was stopped.")]
    Cancelled,
    /// What is not a file of ours could not be written.
    #[error("The output could not be written: {0}.")]
    Output(#[from] io::Error),
    /// Something is at the place already.
    #[error("{} is there already.", .0.display())]
    AlreadyExists(PathBuf),
    /// The place is a folder.
    #[error("{} is a folder.", .0.display())]
    IsDirectory(PathBuf),
    /// The folder of the place is not there.
    #[error("There is no folder {}.", .0.display())]
    DirectoryNotFound(PathBuf),
    /// The place is a journal.
    #[error("{} is a journal, and an export never takes its place.", .0.display())]
    IsJournal(PathBuf),
    /// The place is a device or a pipe.
    #[error("{} is no file.", .0.display())]
    NotRegularFile(PathBuf),
    /// What is there may not be changed, or this user may not write in its folder.
    #[error("You have no right to write {}.", .0.display())]
    PermissionDenied(PathBuf),
    /// The disk is full, or takes no file so large.
    #[error("There is not enough room on the disk for {}.", .0.display())]
    DiskFull(PathBuf),
    /// The disk did not do what was asked.
    #[error("{} could not be written: {source}.", path.display())]
    Io {
        /// The place.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ExportError {
    /// Reads what the file system said about `path`.
    pub(super) fn from_io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::PermissionDenied(path),
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::DiskFull(path),
            Kind::AlreadyExists => Self::AlreadyExists(path),
            // Some folders of the system take no files, and say so in these words.
            Kind::NotFound if path.parent().is_some_and(Path::is_dir) => Self::PermissionDenied(path),
            Kind::NotFound | Kind::NotADirectory => {
                Self::DirectoryNotFound(path.parent().map_or_else(|| path.clone(), Path::to_owned))
            }
            _ => Self::Io { path, source },
        }
    }

    /// The same, where what could not be written is the file at `path`.
    pub(super) fn with_path(self, path: &Path) -> Self {
        if let Self::Output(source) = self { Self::from_io(path, source) } else { self }
    }

    /// What happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        let to_do = match self {
            Self::Store(error) => return error.user_facing_error(),
            Self::PersonNotFound => "Choose another person.",
            Self::ReviewNotFound => "Choose another review.",
            Self::Cancelled => "Export again whenever you like.",
            Self::AlreadyExists(_) => "Name another file, or replace this one (in a terminal: --force).",
            Self::IsDirectory(_) => "Name the file in it.",
            Self::DirectoryNotFound(_) => "Make the folder first, or name another.",
            Self::IsJournal(_) | Self::NotRegularFile(_) => "Name another file.",
            Self::PermissionDenied(_) => "Name a file in a folder of your own.",
            Self::DiskFull(_) => "Free some room, or name a file on another disk.",
            Self::Io { .. } | Self::Output(_) => "See that the disk is there and well, then try again.",
        };
        UserFacingError { problem: self.to_string(), reassurance: NOTHING_WRITTEN, remedy: to_do }
    }
}
