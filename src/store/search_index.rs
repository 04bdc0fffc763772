//! The index of the search over everything that was ever written.
//!
//! A document is an entry with its details and events, or another record with text. Its words are
//! in the FTS5 table `search_index`, and what it is, about whom and of which day in
//! `search_documents`. Whatever writes a record brings its document up to date in the same
//! transaction. FTS5 keeps no copy of the words of a document and no number of them, which would
//! take a quarter of the text; to remove a document it is told its words, so they are read before
//! the record is written.
//!
//! All of it follows from the records. A damaged index is made again, and the records are left
//! alone.

use std::hash::Hasher as _;

use rusqlite::{OptionalExtension as _, Row, config::DbConfig, params};
use siphasher::sip::SipHasher13;

use super::{Db, StoreError, error::Result};
use crate::domain::{
    id::{EntryId, Uid},
    search::words::indexed_text,
};

/// The setting that is stored while the index has to be made: a journal of an older schema has
/// none.
const INDEX_DUE: &str = "search_index_due";

/// The ids of documents other than entries begin here.
pub(super) const FIRST_OTHER_ID: i64 = 1 << 40;

/// Makes the FTS5 tables, as the migration does.
const CREATE_INDEX: &str = "
CREATE VIRTUAL TABLE search_index USING fts5(text, more, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, row);
CREATE VIRTUAL TABLE search_places USING fts5vocab(search_index, instance);";

const DROP_INDEX: &str = "
DROP TABLE IF EXISTS search_places;
DROP TABLE IF EXISTS search_terms;
DROP TABLE IF EXISTS search_index;
DELETE FROM search_documents;";

/// The documents of entries. `char(57344)` is [`FIELD_BREAK`](crate::domain::search::words).
const ENTRIES: &str = "SELECT id, NULL,
    CASE kind WHEN 'note' THEN 0 WHEN 'flag' THEN 1 WHEN 'goal' THEN 2 WHEN 'check_in' THEN 3 WHEN 'action' THEN 4
              WHEN 'praise' THEN 5 WHEN 'feedback' THEN 6 WHEN 'delegation' THEN 7 WHEN 'expectation' THEN 8 ELSE 9 END,
    person, coalesce(unixepoch(day) / 86400, 0), trashed IS NOT NULL, text,
    concat_ws(char(57344),
        CASE kind
        WHEN 'flag' THEN (SELECT concat_ws(char(57344), usually, lately, need) FROM flags WHERE entry = entries.id)
        WHEN 'goal' THEN (SELECT concat_ws(char(57344), why, success, support) FROM goals WHERE entry = entries.id)
        WHEN 'feedback' THEN (SELECT concat_ws(char(57344), situation, behaviour, impact, changed) FROM feedback
                              WHERE entry = entries.id)
        WHEN 'delegation' THEN (SELECT support FROM delegations WHERE entry = entries.id)
        WHEN 'expectation' THEN (SELECT concat_ws(char(57344), provide, their_words) FROM expectations
                                 WHERE entry = entries.id)
        END,
        (SELECT group_concat(words, char(57344) ORDER BY at, id) FROM steps WHERE entry = entries.id AND words <> ''))
    FROM entries";

const NEEDS: &str = "SELECT NULL, uid, 10, person,
    coalesce(unixepoch(date(written_at / 1000 + offset_s, 'unixepoch')) / 86400, 0), 0, text, '' FROM needs";

/// A review counts from the day on which it was finished.
const REVIEWS: &str = "SELECT NULL, uid, 11, person,
    coalesce(unixepoch(coalesce(substr(finished, 1, 10), date(begun_at / 1000 + offset_s, 'unixepoch'))) / 86400, 0),
    0, text, '' FROM reviews";

const ONE_ON_ONES: &str = "SELECT NULL, uid, 12, person, coalesce(unixepoch(day) / 86400, 0), 0, reason, ''
    FROM one_on_ones WHERE reason <> ''";

const PEOPLE: &str = "SELECT NULL, uid, 13, id, coalesce(unixepoch(substr(added, 1, 10)) / 86400, 0), 0, matters,
    concat_ws(char(57344), nullif(role, ''), nullif(team, '')) FROM people WHERE matters || role || team <> ''";

const SELF_CHECKS: &str = "SELECT NULL, uid, 14, NULL,
    coalesce(unixepoch(date(at / 1000 + offset_s, 'unixepoch')) / 86400, 0), 0, line, '' FROM self_checks WHERE line <> ''";

const INTENTIONS: &str = "SELECT NULL, uid, 15, NULL,
    coalesce(unixepoch(date(written_at / 1000 + offset_s, 'unixepoch')) / 86400, 0), 0, text, '' FROM intentions";

/// A table whose rows are documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DocumentSource {
    Entries,
    Needs,
    Reviews,
    OneOnOnes,
    People,
    SelfChecks,
    Intentions,
}

impl DocumentSource {
    const ALL: [Self; 7] =
        [Self::Entries, Self::Needs, Self::Reviews, Self::OneOnOnes, Self::People, Self::SelfChecks, Self::Intentions];

    /// Selects the documents of the table.
    const fn sql(self) -> &'static str {
        match self {
            Self::Entries => ENTRIES,
            Self::Needs => NEEDS,
            Self::Reviews => REVIEWS,
            Self::OneOnOnes => ONE_ON_ONES,
            Self::People => PEOPLE,
            Self::SelfChecks => SELF_CHECKS,
            Self::Intentions => INTENTIONS,
        }
    }

    /// Selects the document of one row.
    fn sql_of_one(self) -> String {
        let joint = if self.has_condition() { "AND" } else { "WHERE" };
        let key = if self == Self::Entries { "id" } else { "uid" };
        format!("{} {joint} {key} = ?1", self.sql())
    }

    const fn has_condition(self) -> bool {
        matches!(self, Self::OneOnOnes | Self::People | Self::SelfChecks)
    }
}

/// What the index has of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// The id of an entry.
    entry: Option<i64>,
    /// The uid of another record.
    uid: Option<Uid>,
    facts: DocumentFacts,
    text: String,
    more: String,
}

/// What a document is, about whom, and of which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DocumentFacts {
    kind: i64,
    person: Option<i64>,
    day: i64,
    trashed: bool,
}

impl Document {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (text, more) = (indexed_text(row.get_ref(6)?.as_str()?), indexed_text(row.get_ref(7)?.as_str()?));
        let facts = DocumentFacts { kind: row.get(2)?, person: row.get(3)?, day: row.get(4)?, trashed: row.get(5)? };
        Ok(Self { entry: row.get(0)?, uid: row.get(1)?, facts, text, more })
    }
}

impl Db {
    /// The document of an entry as the journal has it now; `None` if there is no such entry.
    pub(super) fn entry_document(&self, id: EntryId) -> Result<Option<Document>> {
        let sql = DocumentSource::Entries.sql_of_one();
        Ok(self.prepare(&sql)?.query_row([id], Document::read).optional()?)
    }

    /// The document of another record as the journal has it now.
    pub(super) fn record_document(&self, source: DocumentSource, uid: Uid) -> Result<Option<Document>> {
        Ok(self.prepare(&source.sql_of_one())?.query_row([uid], Document::read).optional()?)
    }

    /// Brings the index up to date after an entry was written that had the document `before`. To
    /// remove its words, the index has to be told them.
    pub(super) fn index_entry(&self, id: EntryId, before: Option<&Document>) -> Result<()> {
        let after = self.entry_document(id)?;
        self.update_document(Some(id.0), before, after.as_ref())
    }

    /// Brings the index up to date after another record was written that had the document `before`.
    pub(super) fn index_record(&self, source: DocumentSource, uid: Uid, before: Option<&Document>) -> Result<()> {
        let after = self.record_document(source, uid)?;
        // Records of different kinds may have the same uid.
        let sql = "SELECT id FROM search_documents WHERE uid = ?1 AND kind = ?2";
        let id = match before.or(after.as_ref()) {
            Some(Document { facts, .. }) => {
                self.prepare(sql)?.query_row(params![uid, facts.kind], |row| row.get(0)).optional()?
            }
            None => None,
        };
        self.update_document(id, before, after.as_ref())
    }

    /// Replaces a document, under a new id if there is none. A damaged index is made again: a
    /// change of the text must not fail because of it.
    fn update_document(&self, id: Option<i64>, before: Option<&Document>, after: Option<&Document>) -> Result<()> {
        if before == after {
            return Ok(());
        }
        match self.try_update_document(id, before, after) {
            Err(error) if is_index_damage(&error) => {
                tracing::warn!("the search index is damaged; it is made again");
                self.rebuild_search_index(&mut |_, _| {})
            }
            result => result,
        }
    }

    fn try_update_document(&self, id: Option<i64>, before: Option<&Document>, after: Option<&Document>) -> Result<()> {
        let id = match id {
            Some(id) => id,
            None => self.next_other_document()?,
        };
        let words =
            |document: Option<&Document>| document.map(|document| (document.text.clone(), document.more.clone()));
        let are_same_words = words(before) == words(after);
        // What is not in the index cannot be removed from it.
        let is_indexed = before.is_some() && self.is_indexed(id)?;
        if let Some(before) = before.filter(|_| is_indexed && !are_same_words) {
            let sql = "INSERT INTO search_index (search_index, rowid, text, more) VALUES ('delete', ?1, ?2, ?3)";
            self.prepare(sql)?.execute(params![id, before.text, before.more])?;
        }
        let Some(after) = after else {
            self.prepare("DELETE FROM search_documents WHERE id = ?1")?.execute([id])?;
            return Ok(());
        };
        if !(is_indexed && are_same_words) {
            let sql = "INSERT INTO search_index (rowid, text, more) VALUES (?1, ?2, ?3)";
            self.prepare(sql)?.execute(params![id, after.text, after.more])?;
        }
        let DocumentFacts { kind, person, day, trashed } = after.facts;
        let sql = "INSERT OR REPLACE INTO search_documents (id, kind, person, day, trashed, uid)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.prepare(sql)?.execute(params![id, kind, person, day, trashed, after.uid])?;
        Ok(())
    }

    fn is_indexed(&self, id: i64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM search_documents WHERE id = ?1)";
        Ok(self.prepare(sql)?.query_row([id], |row| row.get(0))?)
    }

    fn next_other_document(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(id) + 1, ?1) FROM search_documents WHERE id >= ?1";
        Ok(self.prepare(sql)?.query_row([FIRST_OTHER_ID], |row| row.get(0))?)
    }

    /// Whether the index of a migrated journal still has to be made.
    pub(super) fn is_search_index_due(&self) -> Result<bool> {
        Ok(self.setting(INDEX_DUE)?.unwrap_or(false))
    }

    /// Makes a damaged index again. The records are left alone.
    ///
    /// # Errors
    /// Fails if the file cannot be read or written.
    pub fn make_search_index_again(&self) -> Result<()> {
        self.transaction(|db| db.rebuild_search_index(&mut |_, _| {}))
    }

    /// Makes the index again from the records. `on_progress` is told how many documents of how many
    /// are done.
    pub(super) fn rebuild_search_index(&self, on_progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        if self.conn.execute_batch(DROP_INDEX).is_err() {
            self.restore_index_version()?;
            self.conn.execute_batch(DROP_INDEX)?;
        }
        self.conn.execute_batch(CREATE_INDEX)?;
        let total = self.count_document_sources()?;
        let mut done = 0;
        let mut other = FIRST_OTHER_ID;
        let mut add_words = self.conn.prepare("INSERT INTO search_index (rowid, text, more) VALUES (?1, ?2, ?3)")?;
        let mut add = self.conn.prepare(
            "INSERT INTO search_documents (id, kind, person, day, trashed, uid) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for source in DocumentSource::ALL {
            self.for_each_document(source, &mut |document| {
                let id = document.entry.unwrap_or(other);
                other += i64::from(document.entry.is_none());
                add_words.execute(params![id, document.text, document.more])?;
                let DocumentFacts { kind, person, day, trashed } = document.facts;
                add.execute(params![id, kind, person, day, trashed, document.uid])?;
                done += 1;
                if done % 256 == 0 {
                    on_progress(done, total);
                }
                Ok(())
            })?;
        }
        self.remove_setting(INDEX_DUE)
    }

    /// FTS5 does not even drop a table whose version it does not know.
    fn restore_index_version(&self) -> Result<()> {
        self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let sql = "INSERT OR REPLACE INTO search_index_config (k, v) VALUES ('version', 4)";
        let restored = self.conn.execute(sql, []);
        self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        restored?;
        Ok(())
    }

    fn for_each_document(
        &self,
        source: DocumentSource,
        each: &mut dyn FnMut(Document) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let mut statement = self.conn.prepare(source.sql())?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(Document::read(row)?)?;
        }
        Ok(())
    }

    fn count_document_sources(&self) -> Result<u64> {
        let sql = "SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM needs)";
        let count: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// What of the index differs from the records.
    pub(super) fn search_index_problems(&self) -> Result<Vec<String>> {
        if self.is_search_index_due()? {
            return Ok(Vec::new());
        }
        let mut different = 0_u64;
        let mut count = 0_i64;
        let mut expected = 0_u64;
        let by_uid = "SELECT id FROM search_documents WHERE uid = ?1 AND kind = ?2";
        let mut by_uid = self.conn.prepare(by_uid)?;
        for source in DocumentSource::ALL {
            self.for_each_document(source, &mut |document| {
                count += 1;
                let id = match (document.entry, document.uid) {
                    (Some(id), _) => Some(id),
                    (None, uid) => by_uid.query_row(params![uid, document.facts.kind], |row| row.get(0)).optional()?,
                };
                let sql = "SELECT kind, person, day, trashed FROM search_documents WHERE id = ?1";
                let stored = self.conn.prepare_cached(sql)?.query_row([id], read_facts).optional()?;
                different += u64::from(stored != Some(document.facts));
                let id = id.unwrap_or_default();
                expected = expected.wrapping_add(sum_of_places(id, 0, &document.text));
                expected = expected.wrapping_add(sum_of_places(id, 1, &document.more));
                Ok(())
            })?;
        }
        let stored: i64 = self.conn.query_row("SELECT count(*) FROM search_documents", [], |row| row.get(0))?;
        let differs = different > 0 || stored != count;
        let differs = differs || self.stored_places()? != Some(expected);
        Ok(differs.then(|| "the search index does not match the text".to_owned()).into_iter().collect())
    }

    /// The sum of all places of all words in the index; `None` if it is damaged.
    fn stored_places(&self) -> Result<Option<u64>> {
        let read = || -> rusqlite::Result<u64> {
            let mut statement = self.conn.prepare("SELECT doc, col, offset, term FROM search_places")?;
            let mut rows = statement.query([])?;
            let mut sum = 0_u64;
            while let Some(row) = rows.next()? {
                let column = i64::from(row.get_ref(1)?.as_str()? == "more");
                let term = row.get_ref(3)?.as_str()?.as_bytes();
                sum = sum.wrapping_add(hash_of_place(row.get(0)?, column, row.get(2)?, term));
            }
            Ok(sum)
        };
        match read().map_err(StoreError::from) {
            Ok(sum) => Ok(Some(sum)),
            Err(error) if is_index_damage(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn read_facts(row: &Row<'_>) -> rusqlite::Result<DocumentFacts> {
    Ok(DocumentFacts { kind: row.get(0)?, person: row.get(1)?, day: row.get(2)?, trashed: row.get(3)? })
}

/// A sum over the words of a column of a document, which does not depend on their order.
fn sum_of_places(id: i64, column: i64, words: &str) -> u64 {
    let places = (0..).zip(words.split(' ').filter(|word| !word.is_empty()));
    places.fold(0, |sum, (offset, word)| sum.wrapping_add(hash_of_place(id, column, offset, word.as_bytes())))
}

fn hash_of_place(id: i64, column: i64, offset: i64, word: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    for number in [id, column, offset] {
        hasher.write(&number.to_le_bytes());
    }
    hasher.write(word);
    hasher.finish()
}

/// Whether an error says that the index itself is damaged or missing, and no page of the file.
pub(super) fn is_index_damage(error: &StoreError) -> bool {
    match error {
        StoreError::SearchIndexDamaged(_) => true,
        // A table of the index is missing, or has not even a version.
        StoreError::Sqlite(error) => {
            ["search_", "fts5 file format"].iter().any(|part| error.to_string().contains(part))
        }
        _ => false,
    }
}
