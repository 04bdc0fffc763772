//! What happened to an entry after it was written.

use rusqlite::{Row, params};

use super::{Db, error::Result, row};
use crate::domain::{
    entry::Entry,
    id::EntryId,
    step::{Step, What},
};

impl Db {
    pub(super) fn steps(&self, entry: EntryId) -> Result<Vec<Step>> {
        let sql = "SELECT uid, at, offset_s, zone, one_on_one, what, level, words FROM steps WHERE entry = ?1 ORDER BY at, id";
        let mut statement = self.prepare(sql)?;
        Ok(statement.query_map([entry], read)?.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn put_steps(&self, entry: &Entry) -> Result<()> {
        self.prepare("DELETE FROM steps WHERE entry = ?1")?.execute([entry.id])?;
        let mut add = self.prepare(
            "INSERT INTO steps (uid, entry, person, one_on_one, at, offset_s, zone, what, level, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for step in &entry.steps {
            add.execute(params![
                step.uid,
                entry.id,
                entry.person,
                step.one_on_one,
                step.at.at_ms(),
                step.at.offset_s(),
                step.at.zone(),
                step.what.as_str(),
                step.what.level(),
                step.words,
            ])?;
        }
        Ok(())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Step> {
    let word: String = row.get(5)?;
    Ok(Step {
        uid: row.get(0)?,
        at: row::moment(row, 1)?,
        one_on_one: row.get(4)?,
        what: What::from_parts(&word, row.get(6)?).map_err(|error| row::unreadable(5, error))?,
        words: row.get(7)?,
    })
}
