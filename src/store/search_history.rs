//! Finding words in the history of one person, part by part, with the index of
//! [`search_index`](super).

use rusqlite::params;

use super::{
    Db, StoreError,
    error::Result,
    search::{Prefixes, match_expression},
    search_index::{FIRST_OTHER_ID, is_index_damage},
};
use crate::domain::{id::EntryId, search::query::Query};

impl Db {
    /// The entries about anyone that have the words of a query, with ids below `below`, the latest
    /// ones up to a limit. None is found by a query without words.
    ///
    /// # Errors
    /// Fails with [`StoreError::SearchIndexDamaged`] if the index has to be made again, or if the
    /// file cannot be read.
    pub fn entries_with_words(&self, query: &Query, below: EntryId, limit: usize) -> Result<Vec<EntryId>> {
        let Some(expression) = match_expression(query, Prefixes::All) else { return Ok(Vec::new()) };
        let sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?1 AND rowid < ?2
                   ORDER BY rowid DESC LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = || {
            let mut statement = self.prepare(sql)?;
            let ids = statement.query_map(params![expression, below.0.min(FIRST_OTHER_ID), limit], |row| row.get(0))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        };
        read().map_err(
            |error: StoreError| {
                if is_index_damage(&error) { StoreError::SearchIndexDamaged(self.path.clone()) } else { error }
            },
        )
    }
}
