//! Actions that were sent to the person.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

use super::{Db, error::Result};
use crate::domain::{entry::Entry, id::EntryId};

impl Db {
    pub(super) fn shared_on(&self, entry: EntryId) -> Result<Option<Date>> {
        let sql = "SELECT day FROM shared WHERE entry = ?1";
        Ok(self.prepare(sql)?.query_row([entry], |row| row.get(0)).optional()?)
    }

    pub(super) fn put_shared(&self, entry: &Entry) -> Result<()> {
        match entry.shared_on {
            Some(day) => {
                let sql = "INSERT OR REPLACE INTO shared (entry, day) VALUES (?1, ?2)";
                self.prepare(sql)?.execute(params![entry.id, day])?;
            }
            None => {
                self.prepare("DELETE FROM shared WHERE entry = ?1")?.execute([entry.id])?;
            }
        }
        Ok(())
    }
}
