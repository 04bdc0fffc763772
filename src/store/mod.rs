//! The journal's file: opening it, its schema and all queries. The only layer that uses `SQLite`.
//!
//! [`Db`] is one connection. The window has one that only reads, the writer thread the only one
//! that writes. Each subject (people, entries, drafts, …) has its queries in a file of its own.
//! Writes go through [`Db::transaction`] and store whole [`Record`]s with [`Db::put`] and
//! [`Db::remove`].

mod activity_stats;
pub mod atomic_file;
mod attention_query;
mod balance;
mod brief_query;
mod change_log;
mod check;
mod create_atomic;
mod drafts;
mod entries;
mod entry_details;
mod error;
mod events;
mod evidence_flag;
mod evidence_query;
mod export_cursor;
mod leader;
mod lock;
mod lookup;
mod meeting_prep;
mod needs;
mod one_on_ones;
mod path_check;
mod people;
#[cfg(test)]
mod plans;
mod questions;
mod records;
mod reviews;
mod search_text;
mod settings;
mod snoozes;
mod sql_types;
mod timeline;
mod vacuum;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::{CachedStatement, Connection, TransactionBehavior, config::DbConfig};
use rusqlite_migration::{M, Migrations};

pub use change_log::{Edit, EntryVersion, LoggedChange, NewChange, UndoDirection};
pub use check::CheckReport;
pub use create_atomic::SIDECAR_SUFFIXES;
pub use drafts::Draft;
pub use entries::EntryFilter;
pub use error::StoreError;
pub use export_cursor::ExportFilter;
pub use lock::FileLock;
pub use people::PersonSummary;
pub use records::{Record, RecordKind};

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
];

/// The schema version that this program reads and writes.
const SCHEMA_VERSION: i64 = 11;

/// How long a connection waits for the lock of another process before it fails with
/// [`StoreError::Busy`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The page cache of a connection. `SQLite` takes a negative number as KiB.
///
/// Measured on the huge sample (100,000 entries): reading and searching the longest history (20,000
/// entries) touches 2,980 pages, 12 MiB. With the default of 2 MiB, all of them are read from the
/// file again each time; with 8 MiB nearly all, with 16 MiB none.
const CACHE_SIZE: i64 = -16 * 1024;

type Result<T, E = StoreError> = std::result::Result<T, E>;

/// A step of opening a journal that may take long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenStep {
    /// The schema of an older version is migrated.
    Migrate,
    /// The file is rebuilt without free pages.
    Vacuum,
}

/// One open connection to a journal.
pub struct Db {
    conn: Connection,
    path: PathBuf,
}

impl Db {
    /// Opens a journal for writing and creates it if it is missing. Only the owner can read a new
    /// file.
    ///
    /// # Errors
    /// Fails, without changing the file, if it cannot be opened, is not a journal, has a newer
    /// schema or is read-only.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with_progress(path, &mut |_| {})
    }

    /// As [`Db::open`]. Reports each step that may take long, before it begins.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_with_progress(path: &Path, on_step: &mut dyn FnMut(OpenStep)) -> Result<Self> {
        path_check::create_if_missing(path)?;
        Self::open_checked(path, on_step)
    }

    /// Opens an existing journal for writing.
    ///
    /// # Errors
    /// As [`Db::open`]; also fails if there is no file.
    pub fn open_existing(path: &Path) -> Result<Self> {
        Self::open_checked(path, &mut |_| {})
    }

    fn open_checked(path: &Path, on_step: &mut dyn FnMut(OpenStep)) -> Result<Self> {
        path_check::validate_path(path)?;
        let mut conn = connect(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if path_check::is_read_only(path) || conn.is_readonly(rusqlite::MAIN_DB)? {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        verify_application_id(&conn, path)?;
        switch_to_wal(&conn, path)?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        // Deleted text is overwritten, so that it cannot be read from the file.
        conn.pragma_update(None, "secure_delete", true)?;
        migrate(&mut conn, path, on_step)?;
        let db = Self { conn, path: path.to_owned() };
        db.vacuum_if_due(on_step);
        Ok(db)
    }

    /// Opens another, read-only connection to a journal that is already open for writing.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn open_reader(path: &Path) -> Result<Self> {
        let conn = connect(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        conn.pragma_update(None, "query_only", true)?;
        Ok(Self { conn, path: path.to_owned() })
    }

    /// The path of the journal.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of the write-ahead log, to which `SQLite` appends every commit.
    pub fn write_ahead_log(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push("-wal");
        PathBuf::from(name)
    }

    /// Runs `work` in a transaction, which is rolled back if `work` or the commit fails.
    ///
    /// # Errors
    /// Returns the error of `work`, or fails if the transaction cannot be started or committed.
    pub fn transaction<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let transaction = rusqlite::Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)
            .map_err(|e| self.sqlite_error(e))?;
        let result = work(self)?;
        transaction.commit().map_err(|e| self.sqlite_error(e))?;
        Ok(result)
    }

    /// Runs `work` in one read transaction, so that it sees a single state of the journal. Inside
    /// another snapshot or a transaction it runs in that one.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `work`.
    pub fn snapshot<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        if !self.conn.is_autocommit() {
            return work(self);
        }
        let transaction = rusqlite::Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred)
            .map_err(|e| self.sqlite_error(e))?;
        let result = work(self)?;
        transaction.finish().map_err(|e| self.sqlite_error(e))?;
        Ok(result)
    }

    /// A number that changes whenever another connection commits a change to the file.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Prepares a statement or takes it from the cache. All queries use it, so that the tests in
    /// `plans.rs` see them; only `check`, which reads whole tables, does not.
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

fn connect(path: &Path, access: rusqlite::OpenFlags) -> Result<Connection> {
    let flags = access | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sqlite_error = |e| StoreError::from_sqlite(path, e);
    let conn = Connection::open_with_flags(path, flags).map_err(sqlite_error)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // The text of entries must not reach temporary files.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // The first pragma that reads the file, so the first that finds it damaged.
    conn.pragma_update(None, "cache_size", CACHE_SIZE).map_err(sqlite_error)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}

/// Rejects databases of other programs and journals with a newer schema, before anything is
/// written.
fn verify_application_id(conn: &Connection, path: &Path) -> Result<()> {
    let sqlite_error = |e| StoreError::from_sqlite(path, e);
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(sqlite_error);
    let tables: i64 =
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(sqlite_error)?;
    let application = pragma("application_id")?;
    let schema = pragma("user_version")?;
    if application != i64::from(APPLICATION_ID) && (tables > 0 || application != 0) {
        return Err(StoreError::ForeignDatabase(path.to_owned()));
    }
    if schema > SCHEMA_VERSION {
        return Err(StoreError::SchemaTooNew { path: path.to_owned(), found: schema, known: SCHEMA_VERSION });
    }
    Ok(())
}

/// Switches to write-ahead logging. Retries while another process does the same, because `SQLite`
/// reports that as busy at once, without waiting for [`BUSY_TIMEOUT`].
fn switch_to_wal(conn: &Connection, path: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        let switched = conn.pragma_update(None, "journal_mode", "WAL");
        match switched.map_err(|e| StoreError::from_sqlite(path, e)) {
            Err(StoreError::Busy(_)) if start.elapsed() < BUSY_TIMEOUT => {
                std::thread::sleep(Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

/// Migrates the schema to [`SCHEMA_VERSION`]. It is no error if another process does the same at
/// the same time.
fn migrate(conn: &mut Connection, path: &Path, on_step: &mut dyn FnMut(OpenStep)) -> Result<()> {
    let version = |conn: &Connection| conn.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    let found = version(conn)?;
    if found == SCHEMA_VERSION {
        return Ok(());
    }
    if found > 0 {
        on_step(OpenStep::Migrate);
    }
    conn.pragma_update(None, "application_id", APPLICATION_ID).map_err(|e| StoreError::from_sqlite(path, e))?;
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    let migrations = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    match migrations.to_latest(conn) {
        Ok(()) => Ok(()),
        Err(_) if version(conn)? == SCHEMA_VERSION => Ok(()),
        Err(error) => Err(StoreError::Migration { path: path.to_owned(), source: error }),
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
