//! Where backups are written.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::store::{Db, StoreError};

/// The setting of the journal that holds its [`BackupSettings`].
pub const BACKUP_SETTING: &str = "backup";

/// The folders that were chosen in the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupSettings {
    /// The folder; `None` is the default one in the data folder of the user.
    #[serde(default)]
    pub folder: Option<String>,
    /// A second folder, which gets a copy of every backup.
    #[serde(default)]
    pub second_folder: Option<String>,
    /// Whether Today no longer says that the backups are on the disk of the journal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepts_same_disk: bool,
}

/// The folders that backups of a journal are written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFolders {
    /// The folder of all backups.
    pub main: PathBuf,
    /// A second folder with a copy of every backup.
    pub second: Option<PathBuf>,
    /// Whether `main` is the default folder, which is created when it is missing. A folder that was
    /// chosen is not: a drive may be unplugged.
    pub is_default: bool,
    /// Whether old backups in `main` are never removed, as in a folder that was named once.
    pub keeps_all: bool,
}

impl BackupFolders {
    /// The folders that the settings of a journal name. `default` is the folder of a journal
    /// without settings.
    ///
    /// # Errors
    /// Fails if the settings cannot be read, or there is neither a chosen nor a default folder.
    pub fn of_journal(db: &Db, default: Option<&Path>) -> Result<Self, BackupError> {
        let settings: BackupSettings = db.setting(BACKUP_SETTING)?.unwrap_or_default();
        Self::from_settings(&settings, default)
    }

    /// The folders of these settings.
    ///
    /// # Errors
    /// Fails if there is neither a chosen nor a default folder.
    pub fn from_settings(settings: &BackupSettings, default: Option<&Path>) -> Result<Self, BackupError> {
        let second = settings.second_folder.as_ref().map(PathBuf::from);
        match (&settings.folder, default) {
            (Some(chosen), _) => Ok(Self { main: PathBuf::from(chosen), second, is_default: false, keeps_all: false }),
            (None, Some(default)) => Ok(Self { main: default.to_owned(), second, is_default: true, keeps_all: false }),
            (None, None) => Err(BackupError::NoFolder),
        }
    }

    /// A single folder, which has to exist, and in which nothing is removed.
    pub fn only(folder: &Path) -> Self {
        Self { main: folder.to_owned(), second: None, is_default: false, keeps_all: true }
    }

    /// Both folders.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.main.as_path()).chain(self.second.as_deref())
    }

    /// Checks that the main folder is there.
    ///
    /// # Errors
    /// Fails if it is missing or not a folder.
    pub fn check(&self) -> Result<(), BackupError> {
        check_folder(&self.main)
    }

    /// Creates the main folder if it is the default one, and checks that it is a folder.
    pub(super) fn prepare(&self) -> Result<(), BackupError> {
        if self.is_default && self.main.symlink_metadata().is_err() {
            create_private_dir(&self.main).map_err(|source| StoreError::from_io(&self.main, source))?;
        }
        check_folder(&self.main)
    }
}

/// Checks that the folder is there.
pub(super) fn check_folder(folder: &Path) -> Result<(), BackupError> {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(BackupError::FolderIsFile(folder.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(BackupError::FolderIsFile(folder.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(BackupError::FolderMissing(folder.to_owned())),
        Err(source) => Err(StoreError::from_io(folder, source).into()),
    }
}

/// Creates a folder that only its owner can read.
#[cfg(unix)]
pub(in crate::journal) fn create_private_dir(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Creates a folder.
#[cfg(not(unix))]
pub(in crate::journal) fn create_private_dir(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
