//! Erasing for good: the rows, their history and their drafts in one transaction, then the file is
//! rebuilt.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    backup::{BackupError, BackupFile, BackupFolders, BackupLock, list_backups, unreadable_backups},
    new_uid,
    progress::ProgressFn,
};
use crate::{
    domain::{
        change_kind::ChangeKind,
        erase::{EraseRequest, EraseSummary},
        moment::Moment,
    },
    store::{Db, EraseTargets, NewChange, StoreError, rewrite_backup},
};

/// How long an erase waits for a backup that is being made.
const BACKUP_PATIENCE: Duration = Duration::from_mins(1);

/// The result of an erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EraseOutcome {
    /// What was erased.
    pub summary: EraseSummary,
    /// Whether the file was rebuilt. If not, free pages may still hold what was erased until the
    /// journal is opened next, which tries again.
    pub is_rebuilt: bool,
}

/// The backups of a journal that have what a request erases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupsWithRecords {
    /// The backups, newest first in each folder.
    pub backups: Vec<BackupFile>,
    /// Files that are named as backups and cannot be read: they may have it.
    pub unreadable: Vec<PathBuf>,
    /// Erases the same records in them, also those that are not in the trash there yet.
    pub request: EraseRequest,
}

/// A backup in which nothing was erased, and why.
#[derive(Debug)]
pub struct FailedBackup {
    /// The backup.
    pub path: PathBuf,
    /// Why.
    pub error: StoreError,
}

/// The backups that still have something that a request erases.
///
/// # Errors
/// Fails if a backup folder that is there cannot be read.
pub fn backups_with(
    journal: &Db,
    request: &EraseRequest,
    default_folder: Option<&Path>,
) -> Result<BackupsWithRecords, BackupError> {
    let folders = BackupFolders::of_journal(journal, default_folder)?;
    let request = journal.snapshot(|db| Ok::<_, StoreError>(db.erase_targets(request)?.request_for_copy(request)))?;
    let (mut backups, mut unreadable) = (Vec::new(), Vec::new());
    if let Some(id) = journal.journal_id()? {
        for folder in folders.all().filter(|folder| folder.is_dir()) {
            backups
                .extend(list_backups(folder, Some(id))?.into_iter().filter(|file| has_records(&file.path, &request)));
            unreadable.extend(unreadable_backups(folder, journal.path())?);
        }
    }
    Ok(BackupsWithRecords { backups, unreadable, request })
}

/// The backups that have what is erased, and a lock that keeps another from being made of the
/// journal before that is erased, too. Without a lock nothing can be written beside the journal.
#[derive(Debug)]
pub struct LockedBackups {
    /// The backups.
    pub found: BackupsWithRecords,
    /// The lock, for [`Journal::erase`](super::Journal::erase).
    pub lock: Option<BackupLock>,
}

/// Waits for a backup that is being made, and then looks for those that have what a request erases.
/// One may have been made since they were shown.
///
/// # Errors
/// Fails if a backup is still being made after a minute, or as [`backups_with`].
pub fn lock_backups(
    journal: &Db,
    request: &EraseRequest,
    default_folder: Option<&Path>,
) -> Result<LockedBackups, BackupError> {
    let lock = BackupLock::acquire(journal.path(), BACKUP_PATIENCE)?;
    Ok(LockedBackups { found: backups_with(journal, request, default_folder)?, lock })
}

/// Whether a backup has something that the request erases; also if that cannot be told.
fn has_records(backup: &Path, request: &EraseRequest) -> bool {
    let of = |db: &Db| db.snapshot(|db| db.erase_targets(request));
    // One with an older schema is upgraded in memory.
    let targets =
        Db::open_reader(backup).and_then(|db| of(&db)).or_else(|_| Db::load_copy(backup).and_then(|db| of(&db)));
    targets.map_or(true, |targets| !targets.summary().is_empty())
}

/// Erases in these backups, and reads each again to see that nothing of it is left. Each stays a
/// valid backup. Returns those in which it failed; they are as they were. `progress` is told how
/// many of how many are done, and can stop it after each.
///
/// To be done before the journal is erased: as long as that still has the records, what failed here
/// can be tried again.
pub fn erase_in_backups(found: &BackupsWithRecords, at: &Moment, progress: &mut ProgressFn<'_>) -> Vec<FailedBackup> {
    let total = found.backups.len() as u64;
    let mut failed = Vec::new();
    for (done, backup) in (1..).zip(&found.backups) {
        if let Err(error) = erase_in_backup(&backup.path, &found.request, at) {
            failed.push(FailedBackup { path: backup.path.clone(), error });
        }
        if progress(done, total).is_break() {
            break;
        }
    }
    failed
}

fn erase_in_backup(backup: &Path, request: &EraseRequest, at: &Moment) -> Result<(), StoreError> {
    rewrite_backup(backup, |db| erase_rows(db, request, at).map(drop))?;
    if has_records(backup, request) { Err(StoreError::Corrupt(backup.to_owned())) } else { Ok(()) }
}

/// Erases in the journal. Everything is erased or nothing.
pub(super) fn erase(db: &Db, request: &EraseRequest, at: &Moment) -> Result<EraseOutcome, StoreError> {
    let targets = db.snapshot(|db| db.erase_targets(request))?;
    if targets.summary().is_empty() {
        return Ok(outcome(&targets, true));
    }
    db.announce_erase()?;
    let erased = db.transaction(|db| {
        let targets = erase_rows(db, request, at)?;
        db.mark_erase_deleted()?;
        Ok(targets)
    });
    let targets = erased.inspect_err(|_: &StoreError| {
        if let Err(error) = db.withdraw_erase() {
            tracing::warn!(%error, "an erase that failed is still announced");
        }
    })?;
    let rebuilt = db.vacuum();
    if let Err(error) = &rebuilt {
        tracing::warn!(%error, "the file was not rebuilt; that is tried again when it is opened next");
    }
    Ok(outcome(&targets, rebuilt.is_ok()))
}

/// Erases in an open transaction. The file has to be rebuilt afterwards.
///
/// # Errors
/// Fails if the file cannot be read or written.
pub fn erase_rows(db: &Db, request: &EraseRequest, at: &Moment) -> Result<EraseTargets, StoreError> {
    let targets = db.erase_targets(request)?;
    if !targets.summary().is_empty() {
        let change = NewChange { kind: ChangeKind::Erase.as_str(), person: None, uid: new_uid(at), made_at: at };
        db.erase(&targets, &change)?;
    }
    Ok(targets)
}

fn outcome(targets: &EraseTargets, is_rebuilt: bool) -> EraseOutcome {
    EraseOutcome { summary: targets.summary().clone(), is_rebuilt }
}
