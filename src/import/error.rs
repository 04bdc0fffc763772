//! Why nothing could be read, and what a person is told about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::store::{StoreError, Trouble};

/// Why an import ended before there was anything to show. What is wrong with a part of a source is no such error, but
/// [`Unread`](super::Unread).
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The journal could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Whoever watched said to stop.
    #[error("The import was stopped.")]
    Stopped,
    /// There is nothing at the place.
    #[error("There is nothing at {}.", .0.display())]
    Missing(PathBuf),
    /// This user may not read it.
    #[error("You have no right to read {}.", .0.display())]
    NoRights(PathBuf),
    /// The place is a folder where a file was expected.
    #[error("{} is a folder.", .0.display())]
    Folder(PathBuf),
    /// The file is not what it was said to be; `why` says it as the end of a sentence.
    #[error("{} {why}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why, as in “is not text”.
        why: String,
    },
    /// The disk did not do what was asked.
    #[error("{} could not be read: {source}.", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ImportError {
    /// Reads what the file system said about `path`.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::NotFound | Kind::NotADirectory => Self::Missing(path),
            Kind::PermissionDenied => Self::NoRights(path),
            Kind::IsADirectory => Self::Folder(path),
            _ => Self::Disk { path, source },
        }
    }

    /// What happened, what is safe, and what to do.
    pub fn trouble(&self) -> Trouble {
        let to_do = match self {
            Self::Store(error) => return error.trouble(),
            Self::Stopped => "Import again whenever you like.",
            Self::Missing(_) => "Look at the path.",
            Self::NoRights(_) => "Copy it to a place of yours, or ask for the right to it.",
            Self::Folder(_) => "Name the file in it.",
            Self::Unreadable { .. } => "Your journal is as it was.",
            Self::Disk { .. } => "See that the disk is there and well, then try again.",
        };
        Trouble { happened: self.to_string(), safe: "Nothing was brought in.", to_do }
    }
}
