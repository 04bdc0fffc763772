//! Needs: answers to "what does this person need to be successful?".

use rusqlite::params;

use super::{Db, error::Result, search_index::DocumentSource, sql_types};
use crate::domain::{
    id::{PersonId, Uid},
    need::Need,
};

pub(super) const COLUMNS: &str = "uid, person, written_at, offset_s, zone, text";

impl Db {
    /// The needs of a person, newest first; the first is the current one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn needs(&self, person: PersonId) -> Result<Vec<Need>> {
        let sql = format!("SELECT {COLUMNS} FROM needs WHERE person = ?1 ORDER BY written_at DESC, uid DESC");
        let mut statement = self.prepare(&sql)?;
        Ok(statement.query_map([person], read_need)?.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn put_need(&self, need: &Need) -> Result<()> {
        let document = self.record_document(DocumentSource::Needs, need.uid)?;
        let sql = "INSERT INTO needs (uid, person, written_at, offset_s, zone, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (uid) DO UPDATE SET person = ?2, written_at = ?3, offset_s = ?4, zone = ?5, text = ?6";
        let written = &need.written_at;
        self.prepare(sql)?.execute(params![
            need.uid,
            need.person,
            written.at_ms(),
            written.offset_s(),
            written.zone(),
            need.text,
        ])?;
        self.index_record(DocumentSource::Needs, need.uid, document.as_ref())
    }

    pub(super) fn remove_need(&self, uid: Uid) -> Result<()> {
        let document = self.record_document(DocumentSource::Needs, uid)?;
        self.prepare("DELETE FROM needs WHERE uid = ?1")?.execute([uid])?;
        self.index_record(DocumentSource::Needs, uid, document.as_ref())
    }
}

pub(super) fn read_need(row: &rusqlite::Row<'_>) -> rusqlite::Result<Need> {
    Ok(Need { uid: row.get(0)?, person: row.get(1)?, written_at: sql_types::read_moment(row, 2)?, text: row.get(5)? })
}
