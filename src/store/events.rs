//! The events of an entry.

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
        for event in &entry.events {
            add.execute(params![
                event.uid,
                entry.id,
                entry.person,
                event.one_on_one,
                event.at.at_ms(),
                event.at.offset_s(),
                event.at.zone(),
                event.kind.as_str(),
                event.kind.level(),
                event.comment,
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
