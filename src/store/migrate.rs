//! Bringing the schema of a file up to date.

use std::{path::Path, sync::Arc};

use rusqlite::TransactionBehavior;
use rusqlite_migration::{M, Migrations};

use super::{
    APPLICATION_ID, Db, MIGRATIONS, OpenStep, SCHEMA_VERSION, StoreError, error::Result, path_check, read_only,
};

/// Called before the first migration of a journal with an older schema, with the open journal and
/// the version of its schema. If it fails, nothing is migrated.
pub type BeforeMigration<'a> = &'a dyn Fn(&Db, i64) -> Result<()>;

/// Called after each migration, with how many are done and how many there are, and then while the
/// search index is made.
pub type MigrationProgress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Asked again and again while a journal is migrated. Once it says true, the work is rolled back
/// and opening fails with [`StoreError::UpgradeStopped`].
pub type MigrationStop = Arc<dyn Fn() -> bool + Send + Sync>;

/// How many steps of its virtual machine `SQLite` takes between two questions.
const STEPS_BETWEEN_QUESTIONS: i32 = 1_000;

/// What is called while a journal is migrated.
#[derive(Clone, Copy, Default)]
pub(super) struct MigrationHooks<'a> {
    pub(super) before: Option<BeforeMigration<'a>>,
    pub(super) progress: Option<&'a MigrationProgress>,
    pub(super) stop: Option<&'a MigrationStop>,
}

impl Db {
    pub(super) fn schema_version(&self) -> Result<i64> {
        self.conn.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(|error| self.sqlite_error(error))
    }

    /// Whether the schema of the journal at `path` is older than that of this program. Leaves
    /// nothing beside a file that cannot be written.
    ///
    /// # Errors
    /// Fails if the file cannot be read or is not a journal.
    pub fn has_older_schema(path: &Path) -> Result<bool> {
        path_check::validate_path(path)?;
        let (conn, _) = read_only::connect_for_reading(path, super::open::MissingPages::Refuse)?;
        Self::from_connection(conn, path)?.is_older()
    }

    /// Whether opening the journal at `path` for writing may take long: its schema is older, or the
    /// file has to be rebuilt. Leaves nothing beside a file that cannot be written.
    ///
    /// # Errors
    /// As [`Db::has_older_schema`].
    pub fn has_pending_work(path: &Path) -> Result<bool> {
        path_check::validate_path(path)?;
        let (conn, _) = read_only::connect_for_reading(path, super::open::MissingPages::Refuse)?;
        let db = Self::from_connection(conn, path)?;
        Ok(db.is_older()?
            || (db.schema_version()? == SCHEMA_VERSION && (db.is_search_index_due()? || db.is_vacuum_due()?)))
    }

    fn is_older(&self) -> Result<bool> {
        Ok((1..SCHEMA_VERSION).contains(&self.schema_version()?))
    }

    /// Lets `stop` interrupt every statement, until [`Db::ignore_stop`].
    pub(super) fn heed_stop(&self, stop: Option<&MigrationStop>) -> Result<()> {
        let Some(stop) = stop.cloned() else { return Ok(()) };
        Ok(self.conn.progress_handler(STEPS_BETWEEN_QUESTIONS, Some(move || stop()))?)
    }

    pub(super) fn ignore_stop(&self) -> Result<()> {
        Ok(self.conn.progress_handler(0, None::<fn() -> bool>)?)
    }

    /// Migrates the schema to [`SCHEMA_VERSION`], completely or not at all. It is no error if
    /// another process does the same at the same time.
    pub(super) fn migrate(&mut self, hooks: MigrationHooks<'_>, on_step: &mut dyn FnMut(OpenStep)) -> Result<()> {
        self.migrate_to(MIGRATIONS, hooks, on_step)?;
        self.make_due_search_index(hooks, on_step)
    }

    /// Makes the search index of a journal that has just got one, completely or not at all. If that
    /// is interrupted, it is made when the journal is opened next.
    fn make_due_search_index(&self, hooks: MigrationHooks<'_>, on_step: &mut dyn FnMut(OpenStep)) -> Result<()> {
        if !self.is_search_index_due()? {
            return Ok(());
        }
        on_step(OpenStep::Index);
        let mut on_progress = |done, total| {
            if let Some(progress) = hooks.progress {
                progress(done, total);
            }
        };
        // Another process may make it in the meantime.
        self.transaction(
            |db| {
                if db.is_search_index_due()? { db.rebuild_search_index(&mut on_progress) } else { Ok(()) }
            },
        )
    }

    fn migrate_to(
        &mut self,
        migrations: &[&str],
        hooks: MigrationHooks<'_>,
        on_step: &mut dyn FnMut(OpenStep),
    ) -> Result<()> {
        let newest = i64::try_from(migrations.len()).unwrap_or(SCHEMA_VERSION);
        let from = self.schema_version()?;
        if from == newest {
            return Ok(());
        }
        if from == 0 {
            self.conn
                .pragma_update(None, "application_id", APPLICATION_ID)
                .map_err(|error| self.sqlite_error(error))?;
        } else {
            on_step(OpenStep::Migrate);
            hooks.before.map_or(Ok(()), |before| before(self, from))?;
        }
        self.conn.set_transaction_behavior(TransactionBehavior::Immediate);
        let numbered = (1..).zip(migrations);
        let migrations = numbered.map(|(number, sql)| migration(sql, number - from, newest - from, hooks.progress));
        let migrations = Migrations::new(migrations.collect());
        match migrations.to_latest(&mut self.conn) {
            Ok(()) => Ok(()),
            Err(_) if self.schema_version()? == newest => Ok(()),
            Err(error) => Err(self.migration_error(from, error)),
        }
    }

    fn migration_error(&self, from: i64, error: rusqlite_migration::Error) -> StoreError {
        let cause = match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => self.sqlite_error(err),
            other => {
                tracing::error!(kind = ?std::mem::discriminant(&other), from, "a migration failed");
                return StoreError::Migration { path: self.path.clone(), from, to: SCHEMA_VERSION };
            }
        };
        match cause {
            StoreError::Sqlite(error) => {
                tracing::error!(code = ?error.sqlite_extended_error_code(), from, "a migration failed");
                StoreError::Migration { path: self.path.clone(), from, to: SCHEMA_VERSION }
            }
            // A full disk, a lock or a damaged page has its own way out.
            cause => cause,
        }
    }
}

/// A migration that reports, once it is made, that it was the one with this number.
fn migration<'a>(sql: &'a str, number: i64, total: i64, progress: Option<&MigrationProgress>) -> M<'a> {
    let Some(progress) = progress.cloned() else { return M::up(sql) };
    let (done, total) = (u64::try_from(number).unwrap_or(0), u64::try_from(total).unwrap_or(0));
    M::up_with_hook(sql, move |_: &rusqlite::Transaction<'_>| {
        progress(done, total);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, fs, path::PathBuf};

    use super::*;

    const SCHEMA_1: &str = include_str!("../../tests/fixtures/schema-1.sql");

    fn journal_of_schema_1(folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join("journal.rapport");
        rusqlite::Connection::open(&path).unwrap().execute_batch(SCHEMA_1).unwrap();
        path
    }

    fn dump(db: &Db) -> Vec<String> {
        let mut statement = db.conn.prepare("SELECT name || coalesce(sql, '') FROM sqlite_schema").unwrap();
        let schema = statement.query_map([], |row| row.get(0)).unwrap();
        schema.chain([Ok(db.schema_version().unwrap().to_string())]).map(Result::unwrap).collect()
    }

    #[test]
    fn failed_migration_leaves_the_file_as_it_was_and_its_error_is_short() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal_of_schema_1(&folder);
        let conn = super::super::open::connect(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        let mut db = Db::from_connection(conn, &path).unwrap();
        let before = dump(&db);
        let mut broken = MIGRATIONS.to_vec();
        broken.push("CREATE TABLE moods (id INTEGER); INSERT INTO no_such_table VALUES ('a long statement')");
        let error = db.migrate_to(&broken, MigrationHooks::default(), &mut |_| {}).unwrap_err();
        assert!(matches!(error, StoreError::Migration { from: 1, .. }), "{error:?}");
        let message = error.to_string();
        assert!(message.len() < path.as_os_str().len() + 100 && !message.contains("no_such_table"), "{message}");
        assert_eq!(dump(&db), before);
    }

    #[test]
    fn hook_runs_once_before_the_first_migration_and_can_prevent_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal_of_schema_1(&folder);
        let bytes = fs::read(&path).unwrap();
        let options = super::super::OpenOptions::new();
        let refused = options.before_migration(&|_, _| Err(StoreError::DiskFull(PathBuf::new()))).open(&path);
        assert!(matches!(refused.err(), Some(StoreError::DiskFull(_))));
        assert_eq!(fs::read(&path).unwrap()[100..], bytes[100..], "only the header says that it has a log");

        let calls = Cell::new(0);
        let count = |db: &Db, from: i64| {
            calls.set(calls.get() + 1);
            assert_eq!((from, db.schema_version().unwrap()), (1, 1), "the journal still has its old schema");
            Ok(())
        };
        drop(options.before_migration(&count).open(&path).unwrap());
        drop(options.before_migration(&count).open(&path).unwrap());
        assert_eq!(calls.get(), 1);
    }
}
