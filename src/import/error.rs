//! Why nothing could be read, and what a person is told about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    store::StoreError,
    wording::user_error::{NOTHING_IMPORTED, UserFacingError},
};

/// Why an import ended before there was anything to show. What is wrong with a part of a source is no such error, but
/// [`Unread`](super::Unread).
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The journal could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Whoever watched said to stop.
    #[error("The import was stopped.")]
    Cancelled,
    /// There is nothing at the place.
    #[error("There is nothing at {}.", .0.display())]
    NotFound(PathBuf),
    /// This user may not read it.
    #[error("You have no right to read {}.", .0.display())]
    PermissionDenied(PathBuf),
    /// The place is a folder where a file was expected.
    #[error("{} is a folder.", .0.display())]
    IsDirectory(PathBuf),
    /// The file is not what it was said to be; `why` says it as the end of a sentence.
    #[error("{} {reason}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why, as in “is not text”.
        reason: String,
    },
    /// The disk did not do what was asked.
    #[error("{} could not be read: {source}.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ImportError {
    /// Reads what the file system said about `path`.
    pub(super) fn from_io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::NotFound | Kind::NotADirectory => Self::NotFound(path),
            Kind::PermissionDenied => Self::PermissionDenied(path),
            Kind::IsADirectory => Self::IsDirectory(path),
            _ => Self::Io { path, source },
        }
    }

    /// What happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        let to_do = match self {
            Self::Store(error) => return error.user_facing_error(),
            Self::Cancelled => "Import again whenever you like.",
            Self::NotFound(_) => "Look at the path.",
            Self::PermissionDenied(_) => "Copy it to a place of yours, or ask for the right to it.",
            Self::IsDirectory(_) => "Name the file in it.",
            Self::Unreadable { .. } => "Your journal is as it was.",
            Self::Io { .. } => "See that the disk is there and well, then try again.",
        };
        UserFacingError { problem: self.to_string(), reassurance: NOTHING_IMPORTED, remedy: to_do }
    }
}
