//! Whether an entry is picked as evidence for a review.

use super::{Db, error::Result};
use crate::domain::{entry::Entry, id::EntryId};

impl Db {
    pub(super) fn is_evidence(&self, entry: EntryId) -> Result<bool> {
        Ok(self.prepare("SELECT 1 FROM evidence WHERE entry = ?1")?.exists([entry])?)
    }

    pub(super) fn put_evidence(&self, entry: &Entry) -> Result<()> {
        let sql = if entry.evidence {
            "INSERT OR IGNORE INTO evidence (entry) VALUES (?1)"
        } else {
            "DELETE FROM evidence WHERE entry = ?1"
        };
        self.prepare(sql)?.execute([entry.id])?;
        Ok(())
    }
}
