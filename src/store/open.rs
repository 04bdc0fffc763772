//! Opening the file: for writing, or for reading only where it cannot be written.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{
    APPLICATION_ID, BUSY_TIMEOUT, CACHE_SIZE, Db, Displacement, OpenStep, ReadOnlyReason, SCHEMA_VERSION, StoreError,
    atomic_file::resolve_symlink,
    checksum,
    encryption::{self, FileKey},
    error::Result,
    identity::FileIdentity,
    migrate::{BeforeMigration, MigrationHooks, MigrationProgress, MigrationStop},
    path_check, wal,
};

/// How a journal is opened.
#[derive(Clone, Copy, Default)]
pub struct OpenOptions<'a> {
    create: bool,
    or_read_only: bool,
    migration: MigrationHooks<'a>,
}

impl<'a> OpenOptions<'a> {
    /// Opens an existing journal for writing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a new journal if nothing is at the path.
    #[must_use]
    pub fn create(mut self) -> Self {
        self.create = true;
        self
    }

    /// Opens the journal for reading only if it cannot be opened for writing: see
    /// [`Db::read_only_reason`].
    #[must_use]
    pub fn or_read_only(mut self) -> Self {
        self.or_read_only = true;
        self
    }

    /// Calls `before` when the journal has an older schema, before it is migrated.
    #[must_use]
    pub fn before_migration(mut self, before: BeforeMigration<'a>) -> Self {
        self.migration.before = Some(before);
        self
    }

    /// Calls `progress` after each migration.
    #[must_use]
    pub fn migration_progress(mut self, progress: &'a MigrationProgress) -> Self {
        self.migration.progress = Some(progress);
        self
    }

    /// Stops the migration once `stop` says true. Where only the file is still to be rebuilt, that
    /// is left for the next time, and the journal is opened.
    #[must_use]
    pub fn stop_migration_when(mut self, stop: &'a MigrationStop) -> Self {
        self.migration.stop = Some(stop);
        self
    }

    /// Opens the journal at `path`.
    ///
    /// # Errors
    /// Fails, without changing the file, if it cannot be opened, is not a journal, is damaged or
    /// has a newer schema.
    pub fn open(self, path: &Path) -> Result<Db> {
        self.open_with_progress(path, &mut |_| {})
    }

    /// As [`OpenOptions::open`]. Reports each step that may take long, before it begins.
    ///
    /// # Errors
    /// As [`OpenOptions::open`].
    pub fn open_with_progress(self, path: &Path, on_step: &mut dyn FnMut(OpenStep)) -> Result<Db> {
        let error = match self.open_for_writing(path, on_step) {
            Ok(db) => return Ok(db),
            Err(error) => error,
        };
        let Some(reason) = error.read_only_reason() else { return Err(error) };
        match Db::open_read_only(path, reason) {
            Ok(db) if self.or_read_only => Ok(db),
            // SQLite does not tell a read-only folder from a file that may not be opened at all.
            Ok(_) => Err(reason.error(path)),
            Err(_) => Err(error),
        }
    }

    fn open_for_writing(self, path: &Path, on_step: &mut dyn FnMut(OpenStep)) -> Result<Db> {
        if self.create && !path_check::exists(path)? {
            path_check::remove_empty_log(path);
            match Db::create_atomic(path, |_| Ok(())) {
                // Another process created it at the same moment.
                Err(StoreError::AlreadyExists(existing)) if existing == path => {}
                created => created?,
            }
        }
        path_check::validate_path(path)?;
        let has_log = wal::has_log(&resolve_symlink(path));
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if path_check::is_read_only(path) || conn.is_readonly(rusqlite::MAIN_DB)? {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        let mut db = Db::from_connection(conn, path)?;
        // A file that is refused is left as it is, with its log.
        keep_log_on_close(&db.conn, has_log)?;
        wal::verify_length(&db.conn, path)?;
        verify_application_id(&db.conn, path)?;
        keep_log_on_close(&db.conn, false)?;
        db.heed_stop(self.migration.stop)?;
        db.prepare_for_writing(self.migration, on_step)?;
        db.finish_interrupted_work(on_step);
        db.ignore_stop()?;
        let identity = FileIdentity::of(&db.real_path).map_err(|source| StoreError::from_io(path, source))?;
        db.identity = Some(identity);
        Ok(db)
    }
}

impl Db {
    /// Opens an empty file that nobody else knows as a new journal, encrypted with `key` if there
    /// is one.
    pub(super) fn initialize(path: &Path, key: Option<&FileKey>) -> Result<Self> {
        let conn = connect_with_key(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
        let mut db = Self::from_connection(conn, path)?;
        db.prepare_for_writing(MigrationHooks::default(), &mut |_| {})?;
        Ok(db)
    }

    /// Opens another connection to a journal that is already open, for reading only.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn open_reader(path: &Path) -> Result<Self> {
        // Even a connection that only reads would remove the log beside an empty file.
        path_check::validate_path(path)?;
        // And it would leave an empty log beside a file that it may not write.
        if path_check::is_read_only(path) {
            return Self::open_read_only(path, ReadOnlyReason::NotWritable);
        }
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        conn.pragma_update(None, "query_only", true)?;
        Self::from_connection(conn, path)
    }

    pub(super) fn from_connection(conn: Connection, path: &Path) -> Result<Self> {
        let real_path = fs::canonicalize(path).map_err(|source| StoreError::from_io(path, source))?;
        checksum::register_functions(&conn)?;
        Ok(Self { conn, path: path.to_owned(), real_path, identity: None, read_only: None, interrupted_erase: None })
    }

    fn prepare_for_writing(&mut self, migration: MigrationHooks<'_>, on_step: &mut dyn FnMut(OpenStep)) -> Result<()> {
        switch_to_wal(&self.conn, &self.path)?;
        self.conn.pragma_update(None, "synchronous", "FULL")?;
        // Deleted text is overwritten, so that it cannot be read from the file.
        self.conn.pragma_update(None, "secure_delete", true)?;
        self.migrate(migration, on_step)
    }

    /// Fails with [`StoreError::Displaced`] if the file at the path is no longer the one that was
    /// opened.
    ///
    /// # Errors
    /// As above.
    pub fn verify_identity(&self) -> Result<()> {
        match self.identity.and_then(|identity| identity.displacement(&self.real_path)) {
            Some(displacement) => {
                let is_rekeyed =
                    displacement == Displacement::Replaced && encryption::has_other_key(&self.conn, &self.real_path);
                let displacement = if is_rekeyed { Displacement::Rekeyed } else { displacement };
                Err(StoreError::Displaced { path: self.path.clone(), displacement })
            }
            None => Ok(()),
        }
    }

    /// Moves everything to the file that was opened, and removes its write-ahead log from the path,
    /// where another file may have taken its place: `SQLite` would apply the log to that file.
    ///
    /// To be called once [`Db::verify_identity`] has failed; nothing may be written afterwards. The
    /// connection can still read the whole journal.
    ///
    /// # Errors
    /// Fails if the log cannot be emptied. It is removed nevertheless.
    pub fn abandon_path(&self) -> Result<()> {
        let Some(identity) = self.identity else { return Ok(()) };
        let emptied = self.truncate_log();
        let is_elsewhere = identity.displacement(&self.real_path).is_some_and(|how| how != Displacement::LogRemoved);
        if is_elsewhere && identity.owns_log_at(&self.real_path) {
            for suffix in ["-wal", "-shm"] {
                // What cannot be removed is empty.
                let _ = fs::remove_file(wal::with_suffix(&self.real_path, suffix));
            }
        }
        emptied.map(drop)
    }

    /// Leaves the write-ahead log beside the file when the connection is closed: to a damaged file
    /// nothing more is written, and its log may hold pages that the file has lost.
    ///
    /// # Errors
    /// Fails if `SQLite` does not know the setting.
    pub fn keep_log_on_close(&self) -> Result<()> {
        keep_log_on_close(&self.conn, true)
    }

    /// The path with all symbolic links resolved. What belongs to the file lies beside it.
    pub fn real_path(&self) -> &Path {
        &self.real_path
    }

    /// The path of the write-ahead log, to which `SQLite` appends every commit.
    pub fn write_ahead_log(&self) -> PathBuf {
        wal::log_path(&self.real_path)
    }

    /// Opens another connection for reading, in the same way as this one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn open_another_reader(&self) -> Result<Self> {
        match &self.read_only {
            Some(reason) => Self::open_read_only(&self.path, *reason),
            None => Self::open_reader(&self.path),
        }
    }
}

pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection> {
    connect_with_key(path, access, None)
}

/// As [`connect`]; a file that is still empty will be encrypted with `key`.
pub(super) fn connect_with_key(path: &Path, access: OpenFlags, key: Option<&FileKey>) -> Result<Connection> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(|error| StoreError::from_sqlite(path, error))?;
    if let Some(key) = key {
        encryption::set_key(&conn, key)?;
    }
    configure(&conn, path, MissingPages::Refuse)?;
    Ok(conn)
}

/// What to do with a file that is shorter than its header says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MissingPages {
    /// Every read fails.
    Refuse,
    /// Only what needs a missing page fails. For reading only.
    Accept,
}

pub(super) fn configure(conn: &Connection, path: &Path, missing_pages: MissingPages) -> Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    // Until it is known that the file can be read.
    keep_log_on_close(conn, wal::has_log(&resolve_symlink(path)))?;
    encryption::apply_key(conn, path)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, missing_pages == MissingPages::Refuse)?;
    if missing_pages == MissingPages::Accept {
        // This is how SQLite itself lets a recovery read a file that was cut.
        conn.pragma_update(None, "writable_schema", true)?;
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    checksum::register_functions(conn)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // The text of entries must not reach temporary files.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // The first pragma that reads the file, so the first that finds it damaged.
    conn.pragma_update(None, "cache_size", CACHE_SIZE).map_err(|error| StoreError::from_sqlite(path, error))?;
    keep_log_on_close(conn, false)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn keep_log_on_close(conn: &Connection, keep: bool) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep)?;
    Ok(())
}

/// Rejects databases of other programs and journals with a newer schema, before anything is
/// written.
pub(super) fn verify_application_id(conn: &Connection, path: &Path) -> Result<()> {
    let sqlite_error = |e| StoreError::from_sqlite(path, e);
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(sqlite_error);
    // Reads the whole schema, so it also finds that damaged.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(sqlite_error)?;
    if pragma("application_id")? != i64::from(APPLICATION_ID) {
        return Err(StoreError::ForeignDatabase(path.to_owned()));
    }
    let schema = pragma("user_version")?;
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
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            result => return result,
        }
    }
}
