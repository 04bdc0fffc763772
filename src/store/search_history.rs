//! Finding words in the history of one person, with the index of [`search_index`](super).

use std::ops::ControlFlow;

use rusqlite::params;

use super::{
    Db, StoreError,
    error::Result,
    match_expression::Prefixes,
    search_index::{FIRST_OTHER_ID, is_index_damage},
};
use crate::domain::{id::EntryId, search::query::Query};

impl Db {
    /// Visits the entries about anyone that have the words of a query, the latest first, until
    /// `visit` breaks. None is found by a query without words.
    ///
    /// # Errors
    /// Fails with [`StoreError::SearchIndexDamaged`] if the index has to be made again, or if the
    /// file cannot be read.
    pub fn visit_entries_with_words(
        &self,
        query: &Query,
        mut visit: impl FnMut(EntryId) -> ControlFlow<()>,
    ) -> Result<()> {
        let sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC";
        let mut read = || {
            let Some(expression) = self.match_expression(query, Prefixes::All)? else { return Ok(()) };
            let mut statement = self.prepare(sql)?;
            let mut rows = statement.query(params![expression, FIRST_OTHER_ID])?;
            while let Some(row) = rows.next()? {
                if visit(row.get(0)?).is_break() {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(
            |error: StoreError| {
                if is_index_damage(&error) { StoreError::SearchIndexDamaged(self.path.clone()) } else { error }
            },
        )
    }
}
