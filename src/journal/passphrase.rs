//! Setting, changing and removing the passphrase of a journal, and with it that of its backups.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{
    backup::{BackupError, BackupFile, BackupFolders, BackupLock, list_backups},
    progress::ProgressFn,
};
use crate::{
    domain::{
        id::{PersonId, Uid},
        moment::Moment,
        passphrase::Passphrase,
    },
    store::{Db, FileKey, OldFile, StoreError, change_key, encrypt_backup_as, forget_key},
};

/// The setting of the journal that holds its [`PassphraseStatus`].
pub const PASSPHRASE_SETTING: &str = "passphrase";

/// How long to wait while a backup is made.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is known about the passphrase of an encrypted journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseStatus {
    /// When it was set or last changed.
    pub set_at: Moment,
    /// Whether the leader has shown that they have the recovery key.
    #[serde(default)]
    pub has_recovery_key: bool,
}

/// What was done besides encrypting the journal, or ending its encryption.
#[derive(Debug)]
pub struct PassphraseOutcome {
    /// What became of the file that was the journal before.
    pub old_file: OldFile,
    /// How many backups follow the journal: they have its passphrase, or none.
    pub backups: usize,
    /// The backups that could not be written again. They are as they were.
    pub failed_backups: Vec<PathBuf>,
}

/// Encrypts a journal with a passphrase; if it has one, changes it. Its backups are then written
/// again, so that they have the same one. No connection of this process may have the journal open.
///
/// `progress` is told how many files are written and how many there are, and cannot stop it.
///
/// # Errors
/// Fails, and leaves everything as it was, if the journal cannot be opened for writing, another
/// program uses it, or the new file cannot be written or is not equal to it.
pub fn set_passphrase(
    journal: &Path,
    default_folder: Option<&Path>,
    passphrase: &Passphrase,
    now: &Moment,
    progress: &mut ProgressFn<'_>,
) -> Result<PassphraseOutcome, BackupError> {
    let status = PassphraseStatus { set_at: now.clone(), has_recovery_key: false };
    write_with_key(journal, default_folder, Some(FileKey::generate(passphrase)?), Some(&status), progress)
}

/// Ends the encryption of a journal and of its backups.
///
/// # Errors
/// As [`set_passphrase`].
pub fn remove_passphrase(
    journal: &Path,
    default_folder: Option<&Path>,
    progress: &mut ProgressFn<'_>,
) -> Result<PassphraseOutcome, BackupError> {
    write_with_key(journal, default_folder, None, None, progress)
}

fn write_with_key(
    journal: &Path,
    default_folder: Option<&Path>,
    key: Option<FileKey>,
    status: Option<&PassphraseStatus>,
    progress: &mut ProgressFn<'_>,
) -> Result<PassphraseOutcome, BackupError> {
    let _lock = BackupLock::acquire(journal, PATIENCE)?;
    let (backups, old_key) = {
        let db = Db::open_existing(journal)?;
        (backups_of(&db, default_folder), db.key()?)
    };
    let total = backups.len() as u64 + 1;
    let _ = progress(0, total);
    let old_file = change_key(journal, key)?;
    let db = Db::open_existing(journal)?;
    db.transaction(|db| match status {
        Some(status) => db.set_setting(PASSPHRASE_SETTING, status),
        None => db.remove_setting(PASSPHRASE_SETTING),
    })?;
    let mut outcome = PassphraseOutcome { old_file, backups: 0, failed_backups: Vec::new() };
    for (done, backup) in (1..).zip(backups) {
        let _ = progress(done, total);
        match encrypt_backup_as(&backup.path, &db) {
            Ok(()) => outcome.backups += 1,
            Err(error) => {
                tracing::warn!(%error, "a backup was not written with the key of the journal");
                outcome.failed_backups.push(backup.path);
            }
        }
    }
    let _ = progress(total, total);
    if let Some(old_key) = old_key {
        forget_key(&old_key);
    }
    Ok(outcome)
}

/// Whether the journal at `path` is the one that has these people, with a passphrase that was
/// changed since they were read. Its key must be known.
///
/// # Errors
/// Fails if the journal cannot be read.
pub fn is_same_journal(path: &Path, people: impl IntoIterator<Item = (PersonId, Uid)>) -> Result<bool, StoreError> {
    let found: HashMap<PersonId, Uid> =
        Db::open_reader(path)?.people()?.into_iter().map(|person| (person.id, person.uid)).collect();
    Ok(people.into_iter().all(|(id, uid)| found.get(&id) == Some(&uid)))
}

/// The backups of a journal. A folder that cannot be read, as of an unplugged drive, has none.
fn backups_of(db: &Db, default_folder: Option<&Path>) -> Vec<BackupFile> {
    let (Ok(folders), Ok(Some(id))) = (BackupFolders::of_journal(db, default_folder), db.journal_id()) else {
        return Vec::new();
    };
    folders.all().filter_map(|folder| list_backups(folder, Some(id)).ok()).flatten().collect()
}

impl PassphraseStatus {
    /// What the journal says about its passphrase.
    ///
    /// # Errors
    /// Fails if the journal cannot be read.
    pub fn read(db: &Db) -> Result<Option<Self>, StoreError> {
        db.setting(PASSPHRASE_SETTING)
    }
}
