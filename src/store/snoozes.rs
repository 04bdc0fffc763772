//! Snoozed entries.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

use super::{Db, error::Result};
use crate::domain::{entry::Entry, id::EntryId};

impl Db {
    pub(super) fn snoozed_until(&self, entry: EntryId) -> Result<Option<Date>> {
        let sql = "SELECT until FROM snoozes WHERE entry = ?1";
        Ok(self.prepare(sql)?.query_row([entry], |row| row.get(0)).optional()?)
    }

    pub(super) fn put_snooze(&self, entry: &Entry) -> Result<()> {
        match entry.snoozed_until {
            Some(until) => {
                let sql = "INSERT OR REPLACE INTO snoozes (entry, until) VALUES (?1, ?2)";
                self.prepare(sql)?.execute(params![entry.id, until])?;
            }
            None => {
                self.prepare("DELETE FROM snoozes WHERE entry = ?1")?.execute([entry.id])?;
            }
        }
        Ok(())
    }
}
