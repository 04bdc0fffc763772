//! Rebuilding the file without free pages, so that it holds nothing but what is in the journal.
//!
//! An erase has three steps, each of which is complete or has no effect: it is announced, the rows
//! are deleted, and the file is rebuilt. The announcement is a setting, so that whoever opens the
//! journal after a crash knows how far it came.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{BUSY_TIMEOUT, Db, OpenStep, StoreError, error::Result};
use crate::domain::erase::InterruptedErase;

/// The setting that is stored while the file has to be rebuilt. It is written in the transaction
/// that frees the pages, so that an interrupted rebuild is made up for when the journal is opened
/// next.
const VACUUM_DUE: &str = "vacuum_due";

/// The setting that is stored while an erase is under way.
const ERASE: &str = "erase";

/// How far an erase has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EraseProgress {
    /// Nothing is erased yet.
    Announced,
    /// The rows are deleted; the file still has to be rebuilt.
    Deleted,
}

impl Db {
    /// What became of an erase that was interrupted before the journal was opened.
    pub fn interrupted_erase(&self) -> Option<InterruptedErase> {
        self.interrupted_erase
    }

    /// Announces an erase.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn announce_erase(&self) -> Result<()> {
        self.transaction(|db| db.set_setting(ERASE, &EraseProgress::Announced))
    }

    /// Records that the rows of an erase are deleted. Must run in the transaction that does so.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn mark_erase_deleted(&self) -> Result<()> {
        self.set_setting(VACUUM_DUE, &true)?;
        self.set_setting(ERASE, &EraseProgress::Deleted)
    }

    /// Withdraws the announcement of an erase that failed.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn withdraw_erase(&self) -> Result<()> {
        self.transaction(|db| db.remove_setting(ERASE))
    }

    /// Rebuilds the file and empties the write-ahead log, so that neither holds deleted text. Must
    /// run outside a transaction.
    ///
    /// # Errors
    /// Fails if the file cannot be written, or another program is reading it. It is tried again
    /// when the journal is opened next.
    pub fn vacuum(&self) -> Result<()> {
        self.verify_identity()?;
        self.conn.execute_batch("VACUUM").map_err(|error| self.sqlite_error(error))?;
        if !self.fold_log()? {
            return Err(StoreError::Busy(self.path.clone()));
        }
        self.transaction(|db| {
            db.remove_setting(VACUUM_DUE)?;
            db.remove_setting(ERASE)
        })
    }

    /// Rebuilds the file if that is due, and finds out what became of an interrupted erase. A
    /// failure leaves the journal as it is: it is tried again when the journal is opened next.
    pub(super) fn finish_interrupted_work(&mut self, on_step: &mut dyn FnMut(OpenStep)) {
        // Opening does not wait for another program.
        let result = self.set_busy_timeout(Duration::ZERO).and_then(|()| self.try_finish(on_step));
        if let Err(error) = self.set_busy_timeout(BUSY_TIMEOUT) {
            tracing::warn!(%error, "this connection does not wait for other programs");
        }
        match result {
            Ok(erase) => self.interrupted_erase = erase,
            Err(error) => {
                tracing::warn!(%error, "the file was not rebuilt; that is tried again when it is opened next");
            }
        }
        match self.interrupted_erase {
            Some(InterruptedErase::Completed) => tracing::warn!("an erase was interrupted; it is complete now"),
            Some(InterruptedErase::NotStarted) => tracing::warn!("an erase was interrupted; nothing was erased"),
            None => {}
        }
    }

    fn try_finish(&self, on_step: &mut dyn FnMut(OpenStep)) -> Result<Option<InterruptedErase>> {
        let erase: Option<EraseProgress> = self.setting(ERASE)?;
        if self.is_vacuum_due()? {
            on_step(OpenStep::Vacuum);
            self.vacuum()?;
        }
        Ok(match erase {
            None => None,
            Some(EraseProgress::Deleted) => Some(InterruptedErase::Completed),
            // Another program may have come further in the meantime.
            Some(EraseProgress::Announced) => self.transaction(|db| match db.setting(ERASE)? {
                Some(EraseProgress::Announced) => {
                    db.remove_setting(ERASE)?;
                    Ok::<_, StoreError>(Some(InterruptedErase::NotStarted))
                }
                _ => Ok(None),
            })?,
        })
    }

    /// Whether the file has to be rebuilt.
    pub(super) fn is_vacuum_due(&self) -> Result<bool> {
        Ok(self.setting(VACUUM_DUE)?.unwrap_or(false))
    }

    fn set_busy_timeout(&self, timeout: Duration) -> Result<()> {
        Ok(self.conn.busy_timeout(timeout)?)
    }
}
