//! Bringing the schema of a file up to date.

use rusqlite::TransactionBehavior;
use rusqlite_migration::{M, Migrations};

use super::{APPLICATION_ID, Db, MIGRATIONS, OpenStep, SCHEMA_VERSION, StoreError, error::Result};

/// Called before the first migration of a journal with an older schema, with the open journal and
/// the version of its schema. If it fails, nothing is migrated.
pub type BeforeMigration<'a> = &'a dyn Fn(&Db, i64) -> Result<()>;

impl Db {
    pub(super) fn schema_version(&self) -> Result<i64> {
        self.conn.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(|error| self.sqlite_error(error))
    }

    /// Whether the schema is older than that of this program.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn has_older_schema(&self) -> Result<bool> {
        Ok((1..SCHEMA_VERSION).contains(&self.schema_version()?))
    }

    /// Migrates the schema to [`SCHEMA_VERSION`], completely or not at all. It is no error if
    /// another process does the same at the same time.
    pub(super) fn migrate(
        &mut self,
        before: Option<BeforeMigration<'_>>,
        on_step: &mut dyn FnMut(OpenStep),
    ) -> Result<()> {
        self.migrate_to(MIGRATIONS, before, on_step)
    }

    fn migrate_to(
        &mut self,
        migrations: &[&str],
        before: Option<BeforeMigration<'_>>,
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
            before.map_or(Ok(()), |before| before(self, from))?;
        }
        self.conn.set_transaction_behavior(TransactionBehavior::Immediate);
        let migrations = Migrations::new(migrations.iter().map(|sql| M::up(sql)).collect());
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
