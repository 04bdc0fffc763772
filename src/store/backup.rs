//! Backups: verified copies of a journal, each in one file that needs no other.
//!
//! A backup holds a [`BackupManifest`] in its settings: when and why it was made, and a checksum of
//! everything else in it. So it can be verified without the journal that it is a copy of.

mod checksum;
mod restore;

use std::{
    fs::File,
    io,
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};
use serde::{Deserialize, Serialize};

use super::{
    BUSY_TIMEOUT, Db, SCHEMA_VERSION, StoreError,
    atomic_file::AtomicFile,
    encryption::{self, FileKey},
    error::Result,
    open, path_check, read_only, wal,
};
use crate::domain::{backup::BackupReason, id::Uid, moment::Moment};

/// The start of the names of files that are being written. What a killed process left of them is
/// removed by the next backup.
pub const TEMP_BACKUP_PREFIX: &str = ".rapport-backup-";

/// The setting that holds the manifest; only backups have it.
const MANIFEST_SETTING: &str = "backup_manifest";
/// The setting that holds the uid of the journal, the same in all its copies.
const JOURNAL_ID_SETTING: &str = "journal_id";

/// The number of pages copied between two reports of progress: 1 MiB.
const PAGES_PER_STEP: i32 = 256;

/// When and why a backup is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupLabel {
    /// When.
    pub made_at: Moment,
    /// Why.
    pub reason: BackupReason,
}

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupManifest {
    /// When it was made.
    pub made_at: Moment,
    /// Why it was made.
    pub reason: BackupReason,
    /// The checksum of its content without the manifest.
    pub checksum: String,
    /// The number of people in it.
    pub people: u64,
    /// The number of entries in it, including the trash.
    pub entries: u64,
    /// The state of the journal of which it is a copy.
    pub revision: JournalRevision,
}

/// Identifies a state of what was written: it differs after every change and every saved draft, but
/// not after a change of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRevision {
    last_change: i64,
    undone_changes: i64,
    drafts: i64,
    drafts_saved_at: i64,
}

/// The result of verifying a backup, or any copy of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupInspection {
    /// What it says about itself; `None` if it is a plain copy of the file.
    pub manifest: Option<BackupManifest>,
    /// The uid of the journal; `None` if it never had a backup.
    pub journal_id: Option<Uid>,
    /// The schema version.
    pub schema: i64,
    /// The number of people in it.
    pub people: u64,
    /// The number of entries in it, including the trash.
    pub entries: u64,
    /// What is wrong with it; empty if nothing is. Never text of an entry.
    pub problems: Vec<String>,
}

impl Db {
    /// The uid of this journal, which all its copies share; `None` if it has none yet.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn journal_id(&self) -> Result<Option<Uid>> {
        self.setting(JOURNAL_ID_SETTING)
    }

    /// The current state of what was written.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn revision(&self) -> Result<JournalRevision> {
        let sql = "SELECT coalesce((SELECT max(id) FROM changes), 0),
                          (SELECT count(*) FROM changes INDEXED BY changes_by_state WHERE state = 'undone'),
                          (SELECT count(*) FROM drafts), coalesce((SELECT max(saved_at) FROM drafts), 0)";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(JournalRevision {
                last_change: row.get(0)?,
                undone_changes: row.get(1)?,
                drafts: row.get(2)?,
                drafts_saved_at: row.get(3)?,
            })
        };
        self.conn.query_row(sql, [], read).map_err(|error| self.sqlite_error(error))
    }

    /// Writes a verified copy of the journal, as it is at this moment, to a new file that only the
    /// owner can read. `each` is told how many of how many pages are copied.
    ///
    /// # Errors
    /// Fails, and leaves no file, if `target` exists, the journal cannot be read, the folder cannot
    /// be written, or the copy is not equal to the journal; or with the error of `each`.
    pub fn write_backup<E: From<StoreError>>(
        &self,
        target: &Path,
        label: &BackupLabel,
        mut each: impl FnMut(u64, u64) -> Result<(), E>,
    ) -> Result<BackupManifest, E> {
        let temp = temp_file_for(target)?;
        let manifest = self.snapshot(|db| {
            let manifest = db.describe(label)?;
            let mut copy = open_temp(temp.temp_path(), target, encryption::key_of(&db.conn)?.as_deref())?;
            copy_database(&db.conn, &mut copy, target, &mut each)?;
            seal(copy, &manifest, temp.temp_path(), target)?;
            Ok::<_, E>(manifest)
        })?;
        verify_copy(temp.temp_path(), target, &manifest.checksum).map_err(|error| self.blame_source(error))?;
        temp.persist_noclobber().map_err(|source| StoreError::from_io(target, source))?;
        Ok(manifest)
    }

    /// Names this file as the damaged one if the copy only has the damage of its source.
    fn blame_source(&self, error: StoreError) -> StoreError {
        match self.damage(None) {
            Ok(problems) if error.is_damage() && !problems.is_empty() => StoreError::Corrupt(self.path.clone()),
            Err(of_source) if of_source.is_damage() => of_source,
            _ => error,
        }
    }

    fn describe(&self, label: &BackupLabel) -> Result<BackupManifest> {
        let BackupLabel { made_at, reason } = label.clone();
        let (people, entries) = self.people_and_entries()?;
        let (checksum, revision) = (self.content_checksum()?, self.revision()?);
        Ok(BackupManifest { made_at, reason, checksum, people, entries, revision })
    }

    fn people_and_entries(&self) -> Result<(u64, u64)> {
        let sql = "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM entries)";
        let count = |row: &rusqlite::Row<'_>, index| row.get::<_, i64>(index).map(i64::unsigned_abs);
        let counts = self.conn.query_row(sql, [], |row| Ok((count(row, 0)?, count(row, 1)?)));
        counts.map_err(|error| self.sqlite_error(error))
    }

    /// Opens a backup, or another copy of a journal, to be read. Its schema may be older.
    fn open_copy(path: &Path) -> Result<Self> {
        path_check::validate_path(path)?;
        let (conn, _) = read_only::connect_for_reading(path, open::MissingPages::Refuse)?;
        wal::verify_length(&conn, path)?;
        open::verify_application_id(&conn, path)?;
        Self::from_connection(conn, path)
    }

    pub(super) fn damage(&self, manifest: Option<&BackupManifest>) -> Result<Vec<String>> {
        let mut problems = self.integrity_errors()?;
        problems.extend(self.foreign_key_violations()?);
        if let Some(manifest) = manifest
            && self.content_checksum()? != manifest.checksum
        {
            problems.push("its content is not what was written: the checksum differs".to_owned());
        }
        Ok(problems)
    }
}

/// The uid of the journal at `path`. If it has none, it becomes `new`. The schema is not migrated.
///
/// # Errors
/// Fails if the file cannot be read or written, or is not a journal.
pub fn assign_journal_id(path: &Path, new: Uid) -> Result<Uid> {
    path_check::validate_path(path)?;
    let conn = open::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    open::verify_application_id(&conn, path)?;
    let db = Db::from_connection(conn, path)?;
    db.transaction(|db| match db.journal_id()? {
        Some(id) => Ok(id),
        None => db.set_setting(JOURNAL_ID_SETTING, &new).map(|()| new),
    })
}

/// What a backup says about itself and whose journal it is; reads almost nothing of it.
///
/// # Errors
/// Fails if the file cannot be read, is not a journal or has a newer schema.
pub fn read_manifest(path: &Path) -> Result<(Option<BackupManifest>, Option<Uid>)> {
    let db = Db::open_copy(path)?;
    Ok((db.setting(MANIFEST_SETTING)?, db.journal_id()?))
}

/// Verifies a backup, or another copy of a journal: that all of it can be read, that its rows are
/// consistent, and that its content is what was written. A copy with the current schema is also
/// checked against the rules of the journal.
///
/// # Errors
/// Fails if the file cannot be opened, is not a journal or has a newer schema.
pub fn inspect_backup(path: &Path) -> Result<BackupInspection> {
    let db = Db::open_copy(path)?;
    let schema = db.schema_version()?;
    let (manifest, journal_id): (Option<BackupManifest>, _) = (db.setting(MANIFEST_SETTING)?, db.journal_id()?);
    let mut problems = db.damage(manifest.as_ref())?;
    if problems.is_empty() && schema == SCHEMA_VERSION {
        problems = db.check()?.problems;
    }
    let (people, entries) = db.people_and_entries()?;
    Ok(BackupInspection { manifest, journal_id, schema, people, entries, problems })
}

/// Copies a backup to a new file, and verifies the copy.
///
/// # Errors
/// Fails, and leaves no file, if `to` exists, a file cannot be read or written, or the copy is not
/// equal.
pub fn copy_backup(from: &Path, to: &Path) -> Result<()> {
    let manifest = read_manifest(from)?.0.ok_or_else(|| StoreError::NotAJournal(from.to_owned()))?;
    let mut temp = temp_file_for(to)?;
    let mut source = File::open(from).map_err(|source| StoreError::from_io(from, source))?;
    io::copy(&mut source, temp.as_file_mut()).map_err(|source| StoreError::from_io(to, source))?;
    verify_copy(temp.temp_path(), to, &manifest.checksum)?;
    temp.persist_noclobber().map_err(|source| StoreError::from_io(to, source))
}

/// Changes the content of a backup, so that it stays a valid one: `work` changes a copy of it with
/// the current schema, which then replaces the file. What was deleted is not in the new file.
///
/// # Errors
/// Fails, and leaves the backup as it is, if it is not a backup, is damaged or cannot be written;
/// or with the error of `work`.
pub fn rewrite_backup<T, E: From<StoreError>>(path: &Path, work: impl FnOnce(&Db) -> Result<T, E>) -> Result<T, E> {
    rewrite(path, None, work)
}

/// Writes a backup again with the key of `journal`, or without one as that. What was readable in it
/// is overwritten on the disk.
///
/// # Errors
/// As [`rewrite_backup`].
pub fn encrypt_backup_as(path: &Path, journal: &Db) -> Result<()> {
    let old = File::options().write(true).open(path).map_err(|source| StoreError::from_io(path, source))?;
    rewrite(path, Some(&journal.conn), |_| Ok::<_, StoreError>(()))?;
    // It is no longer at the path, so nobody opens it any more.
    encryption::overwrite(old).map_err(|source| StoreError::from_io(path, source))
}

/// Writes a changed copy of a backup in its place, with the key of `like`, or with its own.
fn rewrite<T, E: From<StoreError>>(
    path: &Path,
    like: Option<&Connection>,
    work: impl FnOnce(&Db) -> Result<T, E>,
) -> Result<T, E> {
    let manifest = read_manifest(path)?.0.ok_or_else(|| StoreError::NotAJournal(path.to_owned()))?;
    // A new checksum would hide damage that the old one shows.
    if !Db::open_copy(path)?.damage(Some(&manifest))?.is_empty() {
        return Err(StoreError::Corrupt(path.to_owned()).into());
    }
    let copy = Db::load_copy(path)?;
    let result = copy.transaction(work)?;
    copy.conn.execute_batch("VACUUM").map_err(StoreError::from)?;
    let temp = temp_file_for(path)?;
    let mut out = open_temp(temp.temp_path(), path, encryption::key_of(like.unwrap_or(&copy.conn))?.as_deref())?;
    copy_database(&copy.conn, &mut out, path, &mut |_, _| Ok::<_, StoreError>(()))?;
    let (people, entries) = copy.people_and_entries()?;
    let manifest = BackupManifest { checksum: copy.content_checksum()?, people, entries, ..manifest };
    seal(out, &manifest, temp.temp_path(), path)?;
    verify_copy(temp.temp_path(), path, &manifest.checksum)?;
    temp.persist().map_err(|source| StoreError::from_io(path, source))?;
    Ok(result)
}

/// An empty file beside `target` that only the owner can read; removed when dropped.
fn temp_file_for(target: &Path) -> Result<AtomicFile> {
    let created = AtomicFile::create_with_prefix(target, TEMP_BACKUP_PREFIX);
    created.map_err(|source| StoreError::from_io(target, source))
}

/// Opens an empty file that will be at `target`, encrypted with `key` if there is one.
pub(super) fn open_temp(temp: &Path, target: &Path, key: Option<&FileKey>) -> Result<Connection> {
    let sqlite_error = |error| StoreError::from_sqlite(target, error);
    let conn = open::connect_with_key(temp, OpenFlags::SQLITE_OPEN_READ_WRITE, key)
        .map_err(|error| error.with_path(target))?;
    // Nobody else knows the file, and a power cut may lose it: it is synced once, at the end.
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")
        .map_err(sqlite_error)?;
    Ok(conn)
}

/// Copies a database. Between one that is encrypted and one that is not it is converted in memory.
pub(super) fn copy_database<E: From<StoreError>>(
    from: &Connection,
    to: &mut Connection,
    path: &Path,
    each: &mut impl FnMut(u64, u64) -> Result<(), E>,
) -> Result<(), E> {
    let key = encryption::key_of(to)?;
    if key.is_some() == encryption::is_keyed(from) {
        return copy_pages(from, "main", to, path, each);
    }
    encryption::convert_in_memory(from, key.as_deref())?;
    let copied = copy_pages(from, encryption::CONVERTED, to, path, each);
    encryption::detach_converted(from)?;
    copied
}

fn copy_pages<E: From<StoreError>>(
    from: &Connection,
    database: &str,
    to: &mut Connection,
    path: &Path,
    each: &mut impl FnMut(u64, u64) -> Result<(), E>,
) -> Result<(), E> {
    let sqlite_error = |error| StoreError::from_sqlite(path, error);
    let backup = Backup::new_with_names(from, database, to, "main").map_err(sqlite_error)?;
    let start = Instant::now();
    loop {
        match backup.step(PAGES_PER_STEP).map_err(sqlite_error)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {
                let progress = backup.progress();
                let total = u64::try_from(progress.pagecount).unwrap_or(0);
                each(total.saturating_sub(u64::try_from(progress.remaining).unwrap_or(0)), total)?;
            }
            _ if start.elapsed() < BUSY_TIMEOUT => std::thread::sleep(Duration::from_millis(10)),
            _ => return Err(StoreError::Busy(path.to_owned()).into()),
        }
    }
}

/// Writes the manifest to a copy, makes the copy a single file, and syncs it.
fn seal(conn: Connection, manifest: &BackupManifest, temp: &Path, target: &Path) -> Result<()> {
    let copy = Db::from_connection(conn, temp).map_err(|error| error.with_path(target))?;
    // The copy is in WAL mode as the journal is, and would need a second file.
    copy.set_pragma("journal_mode", "DELETE")?;
    copy.set_setting(MANIFEST_SETTING, manifest)?;
    copy.conn.close().map_err(|(_, error)| StoreError::from_sqlite(target, error))
}

/// Reads the whole copy again and compares it with what it should be.
fn verify_copy(copy: &Path, target: &Path, checksum: &str) -> Result<()> {
    let sync = File::open(copy).and_then(|file| file.sync_all());
    sync.map_err(|source| StoreError::from_io(target, source))?;
    let db = Db::open_copy(copy).map_err(|error| error.with_path(target))?;
    let manifest: Option<BackupManifest> = db.setting(MANIFEST_SETTING)?;
    let is_expected = manifest.as_ref().is_some_and(|manifest| manifest.checksum == checksum);
    let problems = db.damage(manifest.as_ref())?;
    if is_expected && problems.is_empty() {
        return Ok(());
    }
    tracing::warn!(count = problems.len(), "a backup does not hold what was copied");
    Err(StoreError::Corrupt(target.to_owned()))
}
