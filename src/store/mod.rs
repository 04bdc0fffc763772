//! The journal's file: opening it, its schema and all queries. The only layer that uses `SQLite`.
//!
//! [`Db`] is one connection. The window has one that only reads, the writer thread the only one
//! that writes. Each subject (people, entries, drafts, …) has its queries in a file of its own.
//! Writes go through [`Db::transaction`] and store whole [`Record`]s with [`Db::put`] and
//! [`Db::remove`].

mod activity_stats;
pub mod atomic_file;
mod attention_query;
mod backup;
mod balance;
mod brief_query;
mod change_log;
mod check;
mod checksum;
mod create_atomic;
mod drafts;
mod encryption;
mod entries;
mod entry_details;
mod erase;
mod error;
mod events;
mod evidence_flag;
mod evidence_query;
mod export_cursor;
mod identity;
mod interrupter;
mod leader;
mod leftovers;
mod lock;
mod lookup;
mod match_expression;
mod meeting_prep;
mod migrate;
mod needs;
mod one_on_ones;
mod open;
mod path_check;
mod people;
#[cfg(test)]
mod plans;
mod questions;
mod read_only;
mod recap_query;
mod records;
mod recover;
mod repair;
mod reviews;
mod schema_check;
mod search;
mod search_history;
mod search_index;
mod search_joins;
mod search_results;
mod search_text;
mod settings;
mod shared;
mod snoozes;
mod sql_types;
mod temp_register;
mod timeline;
mod vacuum;
mod wal;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{CachedStatement, Connection, TransactionBehavior};

pub use backup::{
    BackupInspection, BackupLabel, BackupManifest, JournalRevision, TEMP_BACKUP_PREFIX, assign_journal_id, copy_backup,
    encrypt_backup_as, inspect_backup, read_manifest, rewrite_backup,
};
pub use change_log::{Edit, EntryVersion, HistoryStep, LoggedChange, NewChange, SteppedChange, UndoDirection};
pub use check::CheckReport;
pub use checksum::register_functions;
pub use create_atomic::SIDECAR_SUFFIXES;
pub use drafts::Draft;
pub use encryption::{
    FileKey, OldFile, change_key, discard_old_files, forget_key, has_key, is_encrypted, key_id, known_key, unlock,
    unlock_with_recovery_key,
};
pub use entries::EntryFilter;
pub use erase::EraseTargets;
pub use error::StoreError;
pub use export_cursor::ExportFilter;
pub use identity::Displacement;
pub use interrupter::Interrupter;
pub use leftovers::remove_leftovers;
pub use lock::FileLock;
pub use migrate::{BeforeMigration, MigrationProgress, MigrationStop};
pub use open::OpenOptions;
pub use people::PersonSummary;
pub use read_only::ReadOnlyReason;
pub use records::{Record, RecordKind};
pub use recover::{RecoverError, recover};
pub use repair::RepairReport;
pub use search_joins::Respelling;
pub use search_results::{
    SearchExtent, SearchFacets, SearchHit, SearchOptions, SearchOrder, SearchResults, Suggestion,
};
pub use temp_register::{remove_registered_leftovers, set_temp_register};

/// The `application_id` of a journal: "RPRT" in ASCII.
const APPLICATION_ID: i32 = 0x5250_5254;

/// All migrations in order. A file's `user_version` is the number of migrations applied to it.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_journal.sql"),
    include_str!("migrations/0002_raising.sql"),
    include_str!("migrations/0003_calendar.sql"),
    include_str!("migrations/0004_timeline.sql"),
    include_str!("migrations/0005_meetings.sql"),
    include_str!("migrations/0006_reflect.sql"),
    include_str!("migrations/0007_prepare.sql"),
    include_str!("migrations/0008_evidence.sql"),
    include_str!("migrations/0009_reviews.sql"),
    include_str!("migrations/0010_trash.sql"),
    include_str!("migrations/0011_change_log.sql"),
    include_str!("migrations/0012_checksums.sql"),
    include_str!("migrations/0013_goes_by.sql"),
    include_str!("migrations/0014_shared.sql"),
    include_str!("migrations/0015_planned_end_and_format.sql"),
    include_str!("migrations/0016_search.sql"),
];

/// The schema version that this program reads and writes.
const SCHEMA_VERSION: i64 = 16;

/// How long a connection waits for the lock of another process before it fails with
/// [`StoreError::Busy`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The page cache of a connection. `SQLite` takes a negative number as KiB.
///
/// Measured on the huge sample (100,000 entries): reading and searching the longest history (20,000
/// entries) touches 2,980 pages, 12 MiB. With the default of 2 MiB, all of them are read from the
/// file again each time; with 8 MiB nearly all, with 16 MiB none.
const CACHE_SIZE: i64 = -16 * 1024;

use self::identity::FileIdentity;
use crate::domain::erase::InterruptedErase;

type Result<T, E = StoreError> = std::result::Result<T, E>;

/// A step of opening a journal that may take long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenStep {
    /// The schema of an older version is migrated.
    Migrate,
    /// The search index is made.
    Index,
    /// The file is rebuilt without free pages.
    Vacuum,
}

/// One open connection to a journal.
pub struct Db {
    conn: Connection,
    path: PathBuf,
    /// The path without symbolic links, beside which `SQLite` keeps its own files.
    real_path: PathBuf,
    /// The file as it was opened; `None` for a connection that only reads.
    identity: Option<FileIdentity>,
    read_only: Option<ReadOnlyReason>,
    interrupted_erase: Option<InterruptedErase>,
}

impl Db {
    /// Opens a journal for writing and creates it if it is missing. Only the owner can read a new
    /// file.
    ///
    /// # Errors
    /// As [`OpenOptions::open`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with_progress(path, &mut |_| {})
    }

    /// As [`Db::open`]. Reports each step that may take long, before it begins.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_with_progress(path: &Path, on_step: &mut dyn FnMut(OpenStep)) -> Result<Self> {
        OpenOptions::new().create().open_with_progress(path, on_step)
    }

    /// Opens an existing journal for writing.
    ///
    /// # Errors
    /// As [`OpenOptions::open`]; also fails if there is no file.
    pub fn open_existing(path: &Path) -> Result<Self> {
        OpenOptions::new().open(path)
    }

    /// The path of the journal.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` in a transaction, which is rolled back if `work` or the commit fails.
    ///
    /// # Errors
    /// Returns the error of `work`, or fails if the transaction cannot be started or committed, or
    /// the file is no longer at its path.
    pub fn transaction<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let transaction = rusqlite::Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate);
        // A file whose key was changed is overwritten, so that it cannot even be read.
        let transaction =
            transaction.map_err(|e| self.verify_identity().err().unwrap_or_else(|| self.sqlite_error(e)))?;
        self.verify_identity()?;
        let result = work(self)?;
        transaction.commit().map_err(|e| self.sqlite_error(e))?;
        Ok(result)
    }

    /// Runs `work` in one read transaction, so that it sees a single state of the journal. Inside
    /// another snapshot or a transaction it runs in that one.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `work`. Without locks on the file,
    /// also fails if it has changed.
    pub fn snapshot<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        if !self.conn.is_autocommit() {
            return work(self);
        }
        let transaction = rusqlite::Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred)
            .map_err(|e| self.sqlite_error(e))?;
        let result = work(self)?;
        if self.identity.is_some_and(|identity| identity.is_unchanging()) {
            self.verify_identity()?;
        }
        transaction.finish().map_err(|e| self.sqlite_error(e))?;
        Ok(result)
    }

    /// A number that changes whenever another connection commits a change to the file.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.prepare("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// Prepares a statement or takes it from the cache. All queries use it, so that the tests in
    /// `plans.rs` see them; only `check`, `backup` and `erase`, which read whole tables, do not.
    #[cfg_attr(test, track_caller)]
    fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        #[cfg(test)]
        plans::record(sql);
        self.conn.prepare_cached(sql)
    }

    /// The id of the next row of `table`. Ids are never reused.
    fn next_id(&self, table: &str) -> Result<i64> {
        let sql = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0) + 1";
        Ok(self.prepare(sql)?.query_row([table], |row| row.get(0))?)
    }

    fn sqlite_error(&self, error: rusqlite::Error) -> StoreError {
        StoreError::from_sqlite(&self.path, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read through the connection under test, because these pragmas are per connection.
    fn pragmas(db: &Db) -> Vec<String> {
        ["journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store", "cache_size", "query_only"]
            .into_iter()
            .map(|name| {
                let read = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
                let value = db.conn.pragma_query_value(None, name, read).unwrap();
                format!("{name} = {value:?}")
            })
            .collect()
    }

    #[test]
    fn writer_and_reader_set_the_expected_pragmas() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.rapport");
        let writer = Db::open(&path).unwrap();
        let expected = [
            r#"journal_mode = Text("wal")"#,
            "synchronous = Integer(2)",
            "secure_delete = Integer(1)",
            "foreign_keys = Integer(1)",
            "temp_store = Integer(2)",
            "cache_size = Integer(-16384)",
            "query_only = Integer(0)",
        ];
        assert_eq!(pragmas(&writer), expected);
        drop(writer);
        let again = Db::open_existing(&path).unwrap();
        assert_eq!(pragmas(&again), expected);
        let reader = Db::open_reader(&path).unwrap();
        assert_eq!(pragmas(&reader)[3..6], expected[3..6]);
        assert_eq!(pragmas(&reader)[6], "query_only = Integer(1)");
        assert!(reader.set_setting("theme", &"dark").is_err());
    }

    #[test]
    fn schema_version_equals_number_of_migrations() {
        assert_eq!(i64::try_from(MIGRATIONS.len()).unwrap(), SCHEMA_VERSION);
    }
}
