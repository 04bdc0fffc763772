//! Searching the open journal.

use super::{Journal, writer::WriterCommand};
use crate::{
    domain::{
        search::query::{Query, QueryContext},
        short_name::NameFacts,
    },
    store::{SearchExtent, SearchOptions, SearchOrder, SearchResults, StoreError},
};

impl Journal {
    /// Parses a query with the people and the date of the journal.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn parse_query(&self, input: &str) -> Result<Query, StoreError> {
        let people: Vec<NameFacts> = self.read(|db| Ok(db.people()?.iter().map(NameFacts::from).collect()))?;
        Ok(Query::parse(input, &QueryContext { today: self.today(), people: &people }))
    }

    /// Searches everything that was ever written. If the index turns out to be damaged, it is made
    /// again, which raises the [generation](Journal::generation).
    ///
    /// # Errors
    /// Fails with [`StoreError::SearchIndexDamaged`] until the index is made again, or if the file
    /// cannot be read.
    ///
    /// # Examples
    /// ```
    /// # use std::sync::Arc;
    /// # use rapport::{domain::{parse::entry_line::parse_entry_line, person::Profile},
    /// #     journal::{Journal, change::Change, clock::SystemClock}};
    /// use rapport::store::SearchOrder;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?; let path = folder.path().join("journal.rapport");
    /// # let journal = Journal::open(&path, Arc::new(SystemClock), || {})?;
    /// # let now = journal.now();
    /// # let people = Change::AddPeople(vec![Profile::with_name("Tomás Ferreira")]);
    /// # let person = journal.commit(people, &now)?.ok_or("one person was added")?;
    /// let line = parse_entry_line("! Third week on-call", now.date())?;
    /// journal.commit(Change::AddEntry { person, one_on_one: None, line }, &now)?;
    /// let query = journal.parse_query("kind:flag person:tomas \"on call\"")?;
    /// let found = journal.search(&query, 10, SearchOrder::BestMatch)?;
    /// assert_eq!(found.hits[0].text(), "Third week on-call");
    /// assert_eq!(query.match_ranges(found.hits[0].text()).len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn search(&self, query: &Query, limit: usize, order: SearchOrder) -> Result<SearchResults, StoreError> {
        let options = SearchOptions { limit, order, today: self.today(), extent: SearchExtent::Counted };
        self.read(|db| db.search(query, &options)).inspect_err(|error| self.repair_after(error))
    }

    /// Makes the index again if an error says that it is damaged.
    pub(super) fn repair_after(&self, error: &StoreError) {
        if matches!(error, StoreError::SearchIndexDamaged(_)) {
            self.writer.send(WriterCommand::RebuildSearchIndex);
        }
    }
}
