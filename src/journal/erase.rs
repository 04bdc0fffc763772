//! Erasing for good: the rows, their history and their drafts in one transaction, then the file is
//! rebuilt.

use std::path::{Path, PathBuf};

use super::{
    backup::{BackupError, BackupFolders, list_backups},
    new_uid,
};
use crate::{
    domain::{
        change_kind::ChangeKind,
        erase::{EraseRequest, EraseSummary},
        moment::Moment,
    },
    store::{Db, EraseTargets, NewChange, StoreError, rewrite_backup},
};

/// The result of an erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EraseOutcome {
    /// What was erased.
    pub summary: EraseSummary,
    /// Whether the file was rebuilt. If not, free pages may still hold what was erased until the
    /// journal is opened next, which tries again.
    pub is_rebuilt: bool,
    /// Erases the same records in a copy of the journal.
    pub request_for_copy: EraseRequest,
}

/// The backups that still have something that a request erases, newest first in each folder.
///
/// # Errors
/// Fails if a backup folder cannot be read.
pub fn backups_with(
    journal: &Db,
    request: &EraseRequest,
    default_folder: Option<&Path>,
) -> Result<Vec<PathBuf>, BackupError> {
    let folders = BackupFolders::of_journal(journal, default_folder)?;
    let Some(id) = journal.journal_id()? else { return Ok(Vec::new()) };
    let request = journal.snapshot(|db| Ok::<_, StoreError>(db.erase_targets(request)?.request_for_copy(request)))?;
    let mut found = Vec::new();
    for folder in folders.all().filter(|folder| folder.is_dir()) {
        let backups = list_backups(folder, Some(id))?.into_iter().map(|backup| backup.path);
        found.extend(backups.filter(|path| has_records(path, &request)));
    }
    Ok(found)
}

/// Whether a backup has something that the request erases; also if that cannot be told.
fn has_records(backup: &Path, request: &EraseRequest) -> bool {
    let targets = Db::open_reader(backup).and_then(|db| db.snapshot(|db| db.erase_targets(request)));
    targets.map_or(true, |targets| !targets.summary().is_empty())
}

/// Erases in a backup, which stays a valid one. `request` is
/// [the one for copies](EraseOutcome::request_for_copy).
///
/// # Errors
/// Fails, and leaves the backup as it is, if it cannot be read or written.
pub fn erase_in_backup(backup: &Path, request: &EraseRequest, at: &Moment) -> Result<(), StoreError> {
    rewrite_backup(backup, |db| erase_rows(db, request, at).map(drop))
}

/// Erases in the journal. Everything is erased or nothing.
pub(super) fn erase(db: &Db, request: &EraseRequest, at: &Moment) -> Result<EraseOutcome, StoreError> {
    let targets = db.snapshot(|db| db.erase_targets(request))?;
    if targets.summary().is_empty() {
        return Ok(outcome(&targets, request, true));
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
    Ok(outcome(&targets, request, rebuilt.is_ok()))
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

fn outcome(targets: &EraseTargets, request: &EraseRequest, is_rebuilt: bool) -> EraseOutcome {
    EraseOutcome { summary: targets.summary().clone(), is_rebuilt, request_for_copy: targets.request_for_copy(request) }
}
