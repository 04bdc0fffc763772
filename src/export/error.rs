//! Why there is no document, and what a person is told about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::store::{StoreError, Trouble};

/// Why an export ended early. No half-written file is left.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The journal could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The person is not there.
    #[error("This person is not in the journal any more.")]
    Nobody,
    /// The review is not there.
    #[error("This review is not in the journal any more.")]
    NoReview,
    /// Whoever watched said to stop.
    #[error("The export was stopped.")]
    Stopped,
    /// What is not a file of ours could not be written.
    #[error("The output could not be written: {0}.")]
    Output(#[from] io::Error),
    /// Something is at the place already.
    #[error("{} is there already.", .0.display())]
    Exists(PathBuf),
    /// The place is a folder.
    #[error("{} is a folder.", .0.display())]
    Folder(PathBuf),
    /// The folder of the place is not there.
    #[error("There is no folder {}.", .0.display())]
    NoFolder(PathBuf),
    /// The place is a journal.
    #[error("{} is a journal, and an export never takes its place.", .0.display())]
    Journal(PathBuf),
    /// The place is a device or a pipe.
    #[error("{} is no file.", .0.display())]
    NoFile(PathBuf),
    /// What is there may not be changed, or this user may not write in its folder.
    #[error("You have no right to write {}.", .0.display())]
    NoRights(PathBuf),
    /// The disk is full, or takes no file so large.
    #[error("There is not enough room on the disk for {}.", .0.display())]
    Full(PathBuf),
    /// The disk did not do what was asked.
    #[error("{} could not be written: {source}.", path.display())]
    Disk {
        /// The place.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ExportError {
    /// Reads what the file system said about `path`.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::NoRights(path),
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full(path),
            Kind::AlreadyExists => Self::Exists(path),
            // Some folders of the system take no files, and say so in these words.
            Kind::NotFound if path.parent().is_some_and(Path::is_dir) => Self::NoRights(path),
            Kind::NotFound | Kind::NotADirectory => {
                Self::NoFolder(path.parent().map_or_else(|| path.clone(), Path::to_owned))
            }
            _ => Self::Disk { path, source },
        }
    }

    /// The same, where what could not be written is the file at `path`.
    pub(super) fn at(self, path: &Path) -> Self {
        if let Self::Output(source) = self { Self::io(path, source) } else { self }
    }

    /// What happened, what is safe, and what to do.
    pub fn trouble(&self) -> Trouble {
        let to_do = match self {
            Self::Store(error) => return error.trouble(),
            Self::Nobody => "Choose another person.",
            Self::NoReview => "Choose another review.",
            Self::Stopped => "Export again whenever you like.",
            Self::Exists(_) => "Name another file, or replace this one (in a terminal: --force).",
            Self::Folder(_) => "Name the file in it.",
            Self::NoFolder(_) => "Make the folder first, or name another.",
            Self::Journal(_) | Self::NoFile(_) => "Name another file.",
            Self::NoRights(_) => "Name a file in a folder of your own.",
            Self::Full(_) => "Free some room, or name a file on another disk.",
            Self::Disk { .. } | Self::Output(_) => "See that the disk is there and well, then try again.",
        };
        Trouble { happened: self.to_string(), safe: "Nothing was written.", to_do }
    }
}
