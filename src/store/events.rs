//! What happened to an entry after it was written.

use rusqlite::{Row, params};

use super::{Db, error::Result, sql_types};
use crate::domain::{
    entry::{
        Entry,
        event::{EntryEvent, EventKind},
    },
    id::EntryId,
};

impl Db {
    pub(super) fn entry_events(&self, entry: EntryId) -> Result<Vec<EntryEvent>> {
        let sql = "SELECT uid, at, offset_s, zone, one_on_one, what, level, words FROM steps WHERE entry = ?1 ORDER BY at, id";
        let mut statement = self.prepare(sql)?;
        Ok(statement.query_map([entry], read_event)?.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn put_events(&self, entry: &Entry) -> Result<()> {
        self.prepare("DELETE FROM steps WHERE entry = ?1")?.execute([entry.id])?;
        let mut add = self.prepare(
            "INSERT INTO steps (uid, entry, person, one_on_one, at, offset_s, zone, what, level, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for step in &entry.events {
            add.execute(params![
                step.uid,
                entry.id,
                entry.person,
                step.one_on_one,
                step.at.at_ms(),
                step.at.offset_s(),
                step.at.zone(),
                step.kind.as_str(),
                step.kind.level(),
                step.comment,
            ])?;
        }
        Ok(())
    }
}

fn read_event(row: &Row<'_>) -> rusqlite::Result<EntryEvent> {
    let word: String = row.get(5)?;
    Ok(EntryEvent {
        uid: row.get(0)?,
        at: sql_types::read_moment(row, 1)?,
        one_on_one: row.get(4)?,
        kind: EventKind::from_parts(&word, row.get(6)?).map_err(|error| sql_types::conversion_error(5, error))?,
        comment: row.get(7)?,
    })
}
