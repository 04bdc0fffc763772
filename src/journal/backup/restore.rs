//! Restores a whole backup.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{BACKUP_SETTING, BackupError, BackupFile, make_backup_before};
use crate::{
    domain::{backup::BackupReason, moment::Moment},
    journal::{passphrase::PASSPHRASE_SETTING, progress::ProgressFn},
    store::{BackupInspection, BackupLabel, Db, StoreError, inspect_backup},
};

/// The settings that stay as they are when a backup is restored: they are about this computer.
const KEPT_SETTINGS: [&str; 4] = [BACKUP_SETTING, PASSPHRASE_SETTING, "window", "journal_id"];

/// What the leader has agreed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RestorePermission {
    /// The backup may be of another journal.
    pub other_journal: bool,
}

/// A restore that was made.
#[derive(Debug)]
pub struct RestoreOutcome {
    /// The backup of the journal as it was before; `None` if there was no journal, or it could not
    /// be read.
    pub backup_before: Option<BackupFile>,
    /// Where the damaged journal was moved.
    pub moved_aside: Option<PathBuf>,
}

/// Verifies a backup and checks that it may be restored to `journal`.
///
/// # Errors
/// Fails if it is the journal itself, cannot be opened, has a newer schema, is damaged, or is of
/// another journal without permission.
pub fn verify(backup: &Path, journal: &Path, permission: RestorePermission) -> Result<BackupInspection, BackupError> {
    if is_same_file(backup, journal) {
        return Err(BackupError::SameFile(backup.to_owned()));
    }
    let inspection = inspect_backup(backup).map_err(|error| match error {
        error if error.is_damage() => BackupError::Damaged(backup.to_owned()),
        error => error.into(),
    })?;
    if !inspection.problems.is_empty() {
        return Err(BackupError::Damaged(backup.to_owned()));
    }
    let own = Db::open_reader(journal).and_then(|db| db.journal_id()).ok().flatten();
    let is_other = own.is_some() && inspection.journal_id.is_some() && own != inspection.journal_id;
    if is_other && !permission.other_journal {
        return Err(BackupError::OtherJournal(backup.to_owned()));
    }
    Ok(inspection)
}

/// Puts the content of a backup in the place of the journal's. A backup of the journal as it is now
/// is made first. Open windows notice it as any other change of another window; their drafts stay.
///
/// A journal that cannot be read any more is moved aside, never overwritten.
///
/// # Errors
/// Fails, without changing the journal, if the backup must not be restored (see [`verify`]), the
/// journal cannot be backed up, or it cannot be written.
pub fn restore_journal(
    backup: &Path,
    journal: &Path,
    default_folder: Option<&Path>,
    permission: RestorePermission,
    now: &Moment,
    progress: &mut ProgressFn<'_>,
) -> Result<RestoreOutcome, BackupError> {
    verify(backup, journal, permission)?;
    let copy = Db::load_copy(backup)?;
    copy.remove_manifest()?;
    let label = BackupLabel { made_at: now.clone(), reason: BackupReason::BeforeRestore };
    let current = match Db::open_existing(journal) {
        Ok(current) => current,
        Err(StoreError::NotFound(_)) => {
            copy.write_journal(journal)?;
            return Ok(RestoreOutcome { backup_before: None, moved_aside: None });
        }
        Err(error) if is_damage(&error) => return replace_damaged(&copy, journal, now),
        Err(error) => return Err(error.into()),
    };
    match make_backup_before(&current, default_folder, &label, progress) {
        Ok(made) => {
            overwrite(current, &copy)?;
            Ok(RestoreOutcome { backup_before: Some(made.backup), moved_aside: None })
        }
        // It can be opened, but not read to its end.
        Err(BackupError::Store(error)) if is_damage(&error) => {
            drop(current);
            replace_damaged(&copy, journal, now)
        }
        Err(error) => Err(error),
    }
}

fn overwrite(mut current: Db, copy: &Db) -> Result<(), StoreError> {
    copy.keep_current(&current, &KEPT_SETTINGS)?;
    current.replace_content(copy)
}

/// Whether the journal cannot be read any more, so that a backup takes its place.
fn is_damage(error: &StoreError) -> bool {
    use StoreError as Error;
    let cannot_be_opened = matches!(
        error,
        Error::NotAJournal(_) | Error::Empty(_) | Error::LogWithoutJournal(_) | Error::Migration { .. }
    );
    error.is_damage() || cannot_be_opened
}

/// Moves a damaged journal and what belongs to it aside, and writes the backup to its path.
fn replace_damaged(copy: &Db, journal: &Path, now: &Moment) -> Result<RestoreOutcome, BackupError> {
    let aside = path_aside(journal, now);
    for suffix in ["-wal", "-shm", "-journal", ""] {
        let (from, to) = (with_suffix(journal, suffix), with_suffix(&aside, suffix));
        if from.symlink_metadata().is_ok() {
            fs::rename(&from, &to).map_err(|source| StoreError::from_io(journal, source))?;
        }
    }
    copy.write_journal(journal)?;
    Ok(RestoreOutcome { backup_before: None, moved_aside: Some(aside) })
}

/// The first free path of the kind `journal.damaged-2026-11-30.rapport`.
fn path_aside(journal: &Path, now: &Moment) -> PathBuf {
    let day = now.day();
    let mut path = journal.with_extension(format!("damaged-{day}.rapport"));
    let mut number = 2;
    while path.symlink_metadata().is_ok() {
        path = journal.with_extension(format!("damaged-{day}-{number}.rapport"));
        number += 1;
    }
    path
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether both paths lead to the same file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if let (Ok(one), Ok(other)) = (fs::metadata(one), fs::metadata(other)) {
            return (one.dev(), one.ino()) == (other.dev(), other.ino());
        }
    }
    fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
}
