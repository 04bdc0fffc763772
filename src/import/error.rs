//! Why nothing could be imported, and the message for the user.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    store::StoreError,
    wording::user_error::{NOTHING_IMPORTED, UserFacingError},
};

/// Why an import ended before there was anything to preview. Problems with a part of a source are
/// [`Diagnostic`](super::Diagnostic)s instead.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The journal could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The progress callback asked to stop.
    #[error("The import was stopped.")]
    Cancelled,
    /// The path does not exist.
    #[error("There’s no file or folder at {}.", .0.display())]
    NotFound(PathBuf),
    /// The user has no permission to read it.
    #[error("You don’t have permission to read {}.", .0.display())]
    PermissionDenied(PathBuf),
    /// The path is a folder where a file was expected.
    #[error("{} is a folder.", .0.display())]
    IsDirectory(PathBuf),
    /// The file does not have the expected content.
    #[error("{} {reason}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason as the end of a sentence: “is not text”.
        reason: String,
    },
    /// Reading failed.
    #[error("{} could not be read: {source}.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
}

impl ImportError {
    /// Converts an I/O error about `path`.
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

    /// The message with what happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        let to_do = match self {
            Self::Store(error) => return error.user_facing_error(),
            Self::Cancelled => "You can import again at any time.",
            Self::NotFound(_) => "Check the path.",
            Self::PermissionDenied(_) => "Copy it to one of your own folders, or ask for permission.",
            Self::IsDirectory(_) => "Choose a file in it.",
            Self::Unreadable { .. } => "Your journal was not changed.",
            Self::Io { .. } => "Check that the disk is connected and working, then try again.",
        };
        UserFacingError { problem: self.to_string(), reassurance: NOTHING_IMPORTED, remedy: to_do }
    }
}
