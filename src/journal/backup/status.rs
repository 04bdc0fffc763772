//! What the window says about the backups of a journal.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{
    BACKUP_SETTING, BackupError, BackupFile, BackupFolders, BackupSettings, list_backups, make::has_changed_since,
};
use crate::{domain::backup::MAX_AGE_DAYS, store::Db, wording::user_error::UserFacingError};

/// Folders of programs that copy what is in them to another computer.
const SYNCED_FOLDERS: [&str; 8] =
    ["Dropbox", "OneDrive", "Nextcloud", "ownCloud", "Google Drive", "GoogleDrive", "iCloud Drive", "Mobile Documents"];
/// The file by which Syncthing marks a folder that it syncs.
const SYNCTHING_MARKER: &str = ".stfolder";

/// The backups of a journal and what is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupStatus {
    /// Where they are written; `None` if there is no folder.
    pub folders: Option<BackupFolders>,
    /// The newest backup.
    pub newest: Option<BackupFile>,
    /// The number of backups in the main folder.
    pub count: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Why backups cannot be made, or why the last one failed.
    pub problem: Option<BackupProblem>,
    /// Whether all backups are on the same disk as the journal, and in no folder that is synced.
    pub is_on_same_disk: bool,
    /// Whether Today no longer says so.
    pub accepts_same_disk: bool,
    /// Whether something was written since the newest backup.
    pub has_changed_since: bool,
}

/// A reason to look at the backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupConcern<'a> {
    /// The folder is not there.
    FolderMissing(&'a Path),
    /// No backup could be made so far.
    NoBackup(&'a UserFacingError),
    /// The newest is so many days old.
    Overdue(i32),
    /// All are on the disk of the journal.
    SameDisk,
}

/// What is wrong with the backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupProblem {
    /// The message.
    pub error: UserFacingError,
    /// The folder, if it is not there.
    pub missing_folder: Option<PathBuf>,
}

impl From<&BackupError> for BackupProblem {
    fn from(error: &BackupError) -> Self {
        let missing_folder = match error {
            BackupError::FolderMissing(folder) | BackupError::FolderIsFile(folder) => Some(folder.clone()),
            _ => None,
        };
        Self { error: error.user_facing_error(), missing_folder }
    }
}

impl BackupStatus {
    /// What to say where the leader looks every day: that there is no folder, no backup, none of
    /// the last days, or, until that is accepted, that all are on the disk of the journal.
    pub fn concern(&self, today: Date) -> Option<BackupConcern<'_>> {
        let problem = self.problem.as_ref();
        if let Some(folder) = problem.and_then(|problem| problem.missing_folder.as_deref()) {
            return Some(BackupConcern::FolderMissing(folder));
        }
        match problem {
            Some(problem) if self.newest.is_none() => Some(BackupConcern::NoBackup(&problem.error)),
            _ => self.days_overdue(today).map(BackupConcern::Overdue).or_else(|| self.same_disk_concern()),
        }
    }

    fn same_disk_concern(&self) -> Option<BackupConcern<'_>> {
        let is_said = self.is_on_same_disk && !self.accepts_same_disk && self.newest.is_some();
        is_said.then_some(BackupConcern::SameDisk)
    }

    /// The age of the newest backup in days, if it is too old and something was written since.
    pub fn days_overdue(&self, today: Date) -> Option<i32> {
        let newest = self.newest.as_ref().filter(|_| self.has_changed_since)?;
        let days = (today - newest.manifest.made_at.day()).get_days();
        (days > MAX_AGE_DAYS).then_some(days)
    }
}

/// Reads the status of the backups of a journal. An error is part of it.
pub fn read_status(journal: &Db, default_folder: Option<&Path>) -> BackupStatus {
    let mut status = BackupStatus::default();
    if let Err(error) = fill(&mut status, journal, default_folder) {
        status.problem = Some(BackupProblem::from(&error));
    }
    status
}

fn fill(status: &mut BackupStatus, journal: &Db, default_folder: Option<&Path>) -> Result<(), BackupError> {
    let settings: BackupSettings = journal.setting(BACKUP_SETTING)?.unwrap_or_default();
    let folders = BackupFolders::from_settings(&settings, default_folder)?;
    status.accepts_same_disk = settings.accepts_same_disk;
    status.is_on_same_disk = folders.all().all(|folder| is_on_same_disk(folder, journal.path()) && !is_synced(folder));
    status.folders = Some(folders.clone());
    let id = journal.journal_id()?;
    status.has_changed_since = true;
    let backups = match (list_backups(&folders.main, id), id) {
        // No backup was made yet: the folder is created with the first.
        (Err(BackupError::FolderMissing(_)), _) if folders.is_default => Vec::new(),
        (listed, id) => listed?.into_iter().filter(|_| id.is_some()).collect(),
    };
    status.count = backups.len();
    status.bytes = backups.iter().map(|backup| backup.size).sum();
    status.newest = backups.into_iter().next();
    status.has_changed_since = has_changed_since(journal, status.newest.as_ref())?;
    match folders.second.as_deref().map(super::folders::check_folder) {
        Some(checked) => checked,
        None => Ok(()),
    }
}

/// Whether the folder, or the one in which it will be created, is on the disk of the journal.
fn is_on_same_disk(folder: &Path, journal: &Path) -> bool {
    let disk = |path: &Path| path.ancestors().find_map(disk_of);
    disk(folder) == std::path::absolute(journal).ok().as_deref().and_then(disk)
}

#[cfg(unix)]
fn disk_of(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|metadata| metadata.dev())
}

#[cfg(not(unix))]
fn disk_of(path: &Path) -> Option<std::path::PathBuf> {
    std::fs::metadata(path).ok()?;
    path.components().next().map(|drive| PathBuf::from(drive.as_os_str()))
}

fn is_synced(folder: &Path) -> bool {
    let has_name = |part: &Path| {
        part.file_name()
            .is_some_and(|name| SYNCED_FOLDERS.iter().any(|synced| name.to_string_lossy().starts_with(synced)))
    };
    folder.ancestors().any(|part| has_name(part) || part.join(SYNCTHING_MARKER).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_folders_are_recognised() {
        for (folder, expected) in [
            ("/home/alex/Dropbox/Rapport", true),
            ("/home/alex/OneDrive - Work/Rapport", true),
            ("/Users/alex/Library/Mobile Documents/Rapport", true),
            ("/home/alex/Backups/Rapport", false),
        ] {
            assert_eq!(is_synced(Path::new(folder)), expected, "{folder}");
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(SYNCTHING_MARKER)).unwrap();
        assert!(is_synced(&folder.path().join("not yet there")));
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_on_the_disk_of_its_parent() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        std::fs::write(&journal, "").unwrap();
        assert!(is_on_same_disk(&folder.path().join("data/backups"), &journal));
        if cfg!(target_os = "linux") {
            assert!(!is_on_same_disk(Path::new("/proc"), &journal));
        }
    }
}
