//! Makes backups and removes old ones.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    BackupError, BackupFile, BackupFolders, file_name, folders::check_folder, list_backups, lock::BackupLock,
    read_status,
};
use crate::{
    domain::{
        backup::{BackupReason, retained},
        id::Uid,
        moment::Moment,
    },
    journal::{new_uid, progress::ProgressFn},
    store::{BackupLabel, Db, StoreError, TEMP_BACKUP_PREFIX, assign_journal_id, copy_backup},
};

/// A backup that was made.
#[derive(Debug)]
pub struct BackupOutcome {
    /// The backup in the main folder.
    pub backup: BackupFile,
    /// How many older backups were removed from the main folder.
    pub removed: usize,
    /// Why there is no copy in the second folder, if there should be one.
    pub second_folder_error: Option<BackupError>,
}

/// Makes a backup of the journal at `journal` and verifies it; then removes the backups that the
/// rotation no longer keeps. Waits for at most `patience` if another window is making one, or
/// something is being erased.
///
/// # Errors
/// Fails, without removing anything, if the journal cannot be read, the folder is missing or cannot
/// be written, or the backup is not equal to the journal.
pub fn make_backup(
    journal: &Path,
    folders: &BackupFolders,
    label: &BackupLabel,
    patience: Duration,
    progress: &mut ProgressFn<'_>,
) -> Result<BackupOutcome, BackupError> {
    make_backup_of(&Db::open_reader(journal)?, folders, label, patience, progress)
}

/// As [`make_backup`], of a journal that is open.
fn make_backup_of(
    db: &Db,
    folders: &BackupFolders,
    label: &BackupLabel,
    patience: Duration,
    progress: &mut ProgressFn<'_>,
) -> Result<BackupOutcome, BackupError> {
    folders.prepare()?;
    let lock = BackupLock::acquire(db.path(), patience)?;
    if lock.is_some() {
        remove_leftovers(folders);
    }
    let id = ensure_journal_id(db, &label.made_at)?;
    let path = file_name::new_path(&folders.main, db.path(), &label.made_at);
    let written = db.write_backup(&path, label, |done, total| match progress(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(BackupError::Cancelled),
    });
    let manifest = written.map_err(|error| explain(error, &folders.main, &path))?;
    let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    let backup = BackupFile { path, size, journal_id: id, manifest };
    let rotated = id.filter(|_| !folders.keeps_all);
    let removed = rotated.map_or(0, |id| remove_expired(&folders.main, id, &label.made_at, &backup.path));
    let second_folder_error =
        folders.second.as_ref().and_then(|second| copy_to(second, &backup, rotated, &label.made_at).err());
    Ok(BackupOutcome { backup, removed, second_folder_error })
}

/// Makes a backup of an open journal before a risky operation, in the folders that it names. Where
/// these are missing, as an unplugged drive is, or read-only, it is made in the default folder.
/// Older backups stay until the next automatic one: the operation may be the restore of one of
/// them.
///
/// # Errors
/// As [`make_backup`].
pub fn make_backup_before(
    db: &Db,
    default_folder: Option<&Path>,
    label: &BackupLabel,
    progress: &mut ProgressFn<'_>,
) -> Result<BackupOutcome, BackupError> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let folders = BackupFolders { keeps_all: true, ..BackupFolders::of_journal(db, default_folder)? };
    let made = make_backup_of(db, &folders, label, PATIENCE, progress);
    let Some(default) = default_folder.filter(|_| !folders.is_default) else { return made };
    match made {
        Err(BackupError::FolderMissing(_) | BackupError::FolderIsFile(_) | BackupError::FolderNotWritable(_)) => {
            let folders = BackupFolders { main: default.to_owned(), second: None, is_default: true, keeps_all: true };
            make_backup_of(db, &folders, label, PATIENCE, progress)
        }
        made => made,
    }
}

/// The uid of the journal, which gets one with its first backup; `None` if it has none and cannot
/// be written.
fn ensure_journal_id(db: &Db, now: &Moment) -> Result<Option<Uid>, BackupError> {
    if let Some(id) = db.journal_id()? {
        return Ok(Some(id));
    }
    match assign_journal_id(db.path(), new_uid(now)) {
        Ok(id) => Ok(Some(id)),
        Err(error) if error.read_only_reason().is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn copy_to(folder: &Path, backup: &BackupFile, rotated: Option<Uid>, now: &Moment) -> Result<(), BackupError> {
    check_folder(folder)?;
    let name = backup.path.file_name().unwrap_or_default();
    let target = folder.join(name);
    copy_backup(&backup.path, &target).map_err(|error| explain(error.into(), folder, &target))?;
    if let Some(id) = rotated {
        remove_expired(folder, id, now, &target);
    }
    Ok(())
}

/// What is wrong with the folder, if that is why a backup could not be written to `target` in it.
fn explain(error: BackupError, folder: &Path, target: &Path) -> BackupError {
    // It may have been removed meanwhile.
    if let Err(gone) = check_folder(folder) {
        return gone;
    }
    match error {
        BackupError::Store(StoreError::ReadOnly(path) | StoreError::PermissionDenied(path)) if path == target => {
            BackupError::FolderNotWritable(folder.to_owned())
        }
        error => error,
    }
}

/// Removes the backups of a journal that the rotation no longer keeps, but never `newest`. Returns
/// how many.
fn remove_expired(folder: &Path, journal: Uid, now: &Moment, newest: &Path) -> usize {
    let backups = list_backups(folder, Some(journal)).unwrap_or_else(|error| {
        tracing::warn!(%error, "old backups stay");
        Vec::new()
    });
    let made: Vec<(&Moment, BackupReason)> =
        backups.iter().map(|backup| (&backup.manifest.made_at, backup.manifest.reason)).collect();
    let keep = retained(&made, now);
    let expired = backups.iter().zip(keep).filter(|(backup, keep)| !keep && backup.path != newest);
    expired.filter(|(backup, _)| remove(&backup.path)).count()
}

fn remove(path: &Path) -> bool {
    fs::remove_file(path).inspect_err(|error| tracing::warn!(%error, "an old backup stays")).is_ok()
}

/// Removes what killed processes left half written, in both folders.
fn remove_leftovers(folders: &BackupFolders) {
    let files = folders.all().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let is_leftover = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMP_BACKUP_PREFIX)) && path.is_file()
    };
    files.filter_map(|entry| Some(entry.ok()?.path())).filter(is_leftover).for_each(|path| {
        remove(&path);
    });
}

/// Whether anything was written since the newest backup of the journal, so that another is needed;
/// `false` if there is no journal.
///
/// # Errors
/// Fails if the journal cannot be read or the backup folder is missing.
pub fn needs_backup(journal: &Path, default_folder: Option<&Path>) -> Result<bool, BackupError> {
    if !journal.exists() {
        return Ok(false);
    }
    let db = Db::open_reader(journal)?;
    let status = read_status(&db, default_folder);
    Ok(status.has_changed_since || status.problem.is_some())
}

/// Whether anything was written since `newest`.
pub(super) fn has_changed_since(db: &Db, newest: Option<&BackupFile>) -> Result<bool, StoreError> {
    let revision = db.revision()?;
    Ok(newest.is_none_or(|newest| newest.manifest.revision != revision))
}
