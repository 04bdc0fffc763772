//! Recovery of a damaged journal into a new one. The damaged file is only read, and never opened
//! with `SQLite`.
//!
//! 1. [`pages`] reads the file and its write-ahead log, [`node`] the rows on each page.
//! 2. [`salvage`] finds the tables by what is left of the schema, and puts every row that can be
//!    true into a scratch database in memory, which is then migrated to the newest schema.
//! 3. [`rebuild`] reads whole records from there, takes what is missing or damaged from the change
//!    log, and writes them to a new journal as any change would.
//!
//! The recovery extension of `SQLite` and its table of pages are not in the bundled build.

mod log;
mod node;
mod pages;
mod rebuild;
mod rebuild_entries;
mod rebuild_log;
mod salvage;
mod schema;

use std::{ops::ControlFlow, path::Path};

use self::{pages::Pages, rebuild::Rebuild, salvage::Salvage};
use super::{Db, SCHEMA_VERSION, StoreError, wal};
use crate::{
    domain::{moment::Moment, recovery::RecoveryReport},
    wording::user_error::{NOTHING_WRITTEN, UserFacingError},
};

/// Reports progress as `(done, total)`; `Break` stops the recovery.
pub type ProgressFn<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Why nothing was recovered. In every case there is no new file.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// A file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No person and no entry was found.
    #[error("No journal data was found in {}.", .0.display())]
    NothingFound(std::path::PathBuf),
    /// The recovery was stopped.
    #[error("The recovery was stopped.")]
    Cancelled,
}

impl RecoverError {
    /// The message for the user: what happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        match self {
            Self::Store(error) => error.user_facing_error(),
            Self::NothingFound(_) => UserFacingError {
                problem: self.to_string(),
                reassurance: "The file was not changed.",
                remedy: "Check that it is the right file, or restore a backup.",
            },
            Self::Cancelled => UserFacingError {
                problem: self.to_string(),
                reassurance: NOTHING_WRITTEN,
                remedy: "You can start it again at any time.",
            },
        }
    }
}

impl From<rusqlite::Error> for RecoverError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The schema of a new journal, in an empty database in memory.
pub(super) fn newest_schema() -> Result<rusqlite::Connection, StoreError> {
    let mut conn = schema::scratch_database()?;
    schema::migrate_to(&mut conn, SCHEMA_VERSION)?;
    Ok(conn)
}

/// Recovers what can be had of the journal at `damaged` into a new journal at `new`. `now` is the
/// time at which placeholders are added.
///
/// No connection of this process may have the damaged file open: reading it would release the
/// connection's locks.
///
/// # Errors
/// Fails without a new file if `new` exists, if the damaged file cannot be read at all or holds
/// nothing of a journal, or if `on_progress` stops the recovery.
pub fn recover(
    damaged: &Path,
    new: &Path,
    now: &Moment,
    on_progress: &mut ProgressFn<'_>,
) -> Result<RecoveryReport, RecoverError> {
    Db::ensure_not_exists(new)?;
    let pages = Pages::read(damaged, &wal::log_path(damaged))?;
    let found_version = pages.schema_version();
    let is_newer = pages.has_journal_header() && found_version > SCHEMA_VERSION;
    let mut salvage = Salvage::read(&pages, on_progress)?;
    let page_count = u64::from(pages.count());
    let torn_commits = pages.torn_commits;
    let key = pages.key.clone();
    drop(pages);
    // Brings the rows found to the newest schema, as an old journal would be.
    schema::migrate_to(&mut salvage.conn, SCHEMA_VERSION)?;
    let conn = std::mem::replace(&mut salvage.conn, schema::scratch_database()?);
    let old = Db {
        conn,
        path: damaged.to_owned(),
        real_path: damaged.to_owned(),
        identity: None,
        read_only: None,
        interrupted_erase: None,
    };
    let report = Db::create_atomic_with_key(new, key.as_deref(), |db| {
        let mut rebuild = Rebuild::new(&old, db, &salvage, now, page_count, on_progress)?;
        rebuild.run()?;
        let mut report = rebuild.into_report();
        if report.people + report.entries == 0 {
            // Not of this program, or of a version whose tables are not known.
            let too_new =
                || StoreError::SchemaTooNew { path: damaged.to_owned(), found: found_version, known: SCHEMA_VERSION };
            return Err(if is_newer { too_new().into() } else { RecoverError::NothingFound(damaged.to_owned()) });
        }
        report.torn_commits = torn_commits;
        Ok(report)
    })?;
    Ok(report)
}
