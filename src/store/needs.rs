//! Answers to "what does this person need to be successful?".

use rusqlite::{OptionalExtension as _, params};

use super::{Db, error::Result, row};
use crate::domain::{id::PersonId, need::Need};

impl Db {
    /// The answer that stands.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn need(&self, person: PersonId) -> Result<Option<Need>> {
        let sql = "SELECT uid, written_at, offset_s, zone, text FROM needs WHERE person = ?1 ORDER BY written_at DESC, id DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Need { uid: row.get(0)?, person, written: row::moment(row, 1)?, text: row.get(4)? })
        };
        Ok(statement.query_row([person], read).optional()?)
    }

    /// Adds an answer; the latest stands, earlier ones stay readable.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn add_need(&self, need: &Need) -> Result<()> {
        let sql = "INSERT INTO needs (uid, person, written_at, offset_s, zone, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let written = &need.written;
        self.conn.prepare_cached(sql)?.execute(params![
            need.uid,
            need.person,
            written.at_ms(),
            written.offset_s(),
            written.zone(),
            need.text,
        ])?;
        Ok(())
    }
}
