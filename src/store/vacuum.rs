//! Rebuilding the file without free pages, so that it holds nothing but what is in the journal.

use std::time::Duration;

use super::{BUSY_TIMEOUT, Db, OpenStep, StoreError, error::Result};

/// The setting that is stored while the file has to be rebuilt. It is written in the transaction
/// that frees the pages, so that an interrupted rebuild is made up for when the journal is opened
/// next.
const VACUUM_DUE: &str = "vacuum_due";

impl Db {
    /// Rebuilds the file if that is due. A failure leaves the journal as it is: it is tried again
    /// when the journal is opened next.
    pub(super) fn vacuum_if_due(&self, on_step: &mut dyn FnMut(OpenStep)) {
        let vacuumed = self.is_vacuum_due().and_then(|is_due| {
            if !is_due {
                return Ok(());
            }
            on_step(OpenStep::Vacuum);
            // Opening does not wait for another program.
            self.conn.busy_timeout(Duration::ZERO)?;
            let vacuumed = self.vacuum();
            self.conn.busy_timeout(BUSY_TIMEOUT)?;
            vacuumed
        });
        if let Err(error) = vacuumed {
            tracing::warn!(%error, "the file was not rebuilt; that is tried again when it is opened next");
        }
    }

    fn is_vacuum_due(&self) -> Result<bool> {
        Ok(self.setting(VACUUM_DUE)?.unwrap_or(false))
    }

    /// Rebuilds the file and empties the write-ahead log. Must run outside a transaction.
    fn vacuum(&self) -> Result<()> {
        self.conn.execute_batch("VACUUM").map_err(|error| self.sqlite_error(error))?;
        self.truncate_write_ahead_log()?;
        self.prepare("DELETE FROM settings WHERE name = ?1")?.execute([VACUUM_DUE])?;
        Ok(())
    }

    /// Moves everything in the write-ahead log to the file and empties the log.
    fn truncate_write_ahead_log(&self) -> Result<()> {
        let busy: bool = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy { Err(StoreError::Busy(self.path.clone())) } else { Ok(()) }
    }
}
