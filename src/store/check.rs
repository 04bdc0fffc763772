//! The integrity check: `SQLite`'s own, the schema, checksums, foreign keys, and the rules of the
//! domain.

use std::collections::HashSet;

use rusqlite::types::{Value, ValueRef};

use super::{Db, StoreError, checksum, entry_details, error::Result, schema_check::SchemaDifference};
use crate::domain::{
    entry::{Entry, kind::Kind},
    id::EntryId,
    parse::entry_line,
};

/// The result of an integrity check.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CheckReport {
    /// The number of records checked, by what they are.
    #[serde(rename = "looked_at")]
    pub counts: Vec<(&'static str, i64)>,
    /// The problems found. They name kinds and ids, never text of an entry.
    pub problems: Vec<String>,
}

impl Db {
    /// Checks the whole file without changing it.
    ///
    /// # Errors
    /// Fails if the disk does not answer. Damage is a problem of the report.
    pub fn check(&self) -> Result<CheckReport> {
        type Part = fn(&Db) -> Result<Vec<String>>;
        let mut problems = Vec::new();
        let parts: [Part; 8] = [
            Self::integrity_errors,
            Self::schema_problems,
            Self::checksum_mismatches,
            Self::low_sequences,
            Self::foreign_key_violations,
            Self::events_of_wrong_person,
            Self::content_problems,
            Self::search_index_problems,
        ];
        for part in parts {
            match part(self) {
                Ok(found) => problems.extend(found),
                Err(error) => problems.push(damage_problem(error)?),
            }
        }
        // A damaged page fails several parts.
        let mut seen = HashSet::new();
        problems.retain(|problem| seen.insert(problem.clone()));
        Ok(CheckReport { counts: self.record_counts(&mut problems)?, problems })
    }

    fn content_problems(&self) -> Result<Vec<String>> {
        let missing = self.missing_details()?;
        // An entry without its detail cannot be read, so its rules cannot be checked.
        if missing.is_empty() { self.rule_violations() } else { Ok(missing) }
    }

    fn schema_problems(&self) -> Result<Vec<String>> {
        Ok(self.schema_differences()?.iter().map(SchemaDifference::describe).collect())
    }

    /// Rows that are not as they were written.
    fn checksum_mismatches(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for (table, columns) in self.checksummed_tables()? {
            for row in self.mismatched_rows(&table, &columns)? {
                problems.push(format!("{} of {table} does not match its checksum", row.name));
            }
        }
        Ok(problems)
    }

    /// The rows of a table that do not match their checksums.
    pub(super) fn mismatched_rows(&self, table: &str, columns: &[String]) -> Result<Vec<MismatchedRow>> {
        let sql = format!(
            "SELECT {columns}, {COLUMN} FROM {table} WHERE {COLUMN} IS NOT row_checksum('{table}', {columns})",
            columns = columns.join(", "),
            COLUMN = checksum::COLUMN,
        );
        let mut statement = self.conn.prepare(&sql)?;
        let rows = statement.query_map([], |row| {
            let values = (0..columns.len()).map(|index| row.get_ref(index).map(ToOwnedValue::to_owned_value));
            let values = values.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(MismatchedRow { name: row_name(columns, &values), values, checksum: row.get(columns.len())? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Tables whose next id lies below an id that they have, so that a new row would replace
    /// another.
    fn low_sequences(&self) -> Result<Vec<String>> {
        let low = self.tables_with_low_sequence()?;
        Ok(low.into_iter().map(|table| format!("the next number of {table} is one that it has")).collect())
    }

    pub(super) fn tables_with_low_sequence(&self) -> Result<Vec<String>> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name";
        let mut statement = self.conn.prepare(sql)?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let is_low = |table: &String| {
            let sql = format!(
                "SELECT coalesce(max(id), 0) > coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0) FROM {table}"
            );
            self.conn.query_row(&sql, [table], |row| row.get::<_, bool>(0))
        };
        let mut low = Vec::new();
        for name in names {
            if is_low(&name)? {
                low.push(name);
            }
        }
        Ok(low)
    }

    fn record_counts(&self, problems: &mut Vec<String>) -> Result<Vec<(&'static str, i64)>> {
        let mut counts = Vec::new();
        for (word, table) in [
            ("people", "people"),
            ("one-on-ones", "one_on_ones"),
            ("entries", "entries"),
            ("steps", "steps"),
            ("drafts", "drafts"),
            ("changes", "changes"),
        ] {
            let counted = self.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
            match counted {
                Ok(count) => counts.push((word, count)),
                Err(error) => {
                    let problem = damage_problem(error.into())?;
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
            }
        }
        Ok(counts)
    }

    pub(super) fn integrity_errors(&self) -> Result<Vec<String>> {
        let lines = self.snapshot(|db| -> Result<Vec<String>> {
            // SQLite 3.51 checks the search index by what the connection last knew of it. Reading
            // from it makes it look again. Damage is found by the check itself.
            let sql = "SELECT 1 FROM search_index WHERE search_index MATCH 'a' LIMIT 1";
            let _ = db.conn.query_row(sql, [], |_| Ok(()));
            let mut statement = db.conn.prepare("PRAGMA integrity_check")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        })?;
        Ok(lines.into_iter().filter(|line| line != "ok").map(|line| format!("SQLite: {line}")).collect())
    }

    pub(super) fn foreign_key_violations(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare("PRAGMA foreign_key_check")?;
        let rows = statement.query_map([], |row| {
            let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("row {} of {table} points at a row of {parent} that is not there", id.unwrap_or_default()))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Entries without their detail row. (The schema ensures only that each detail has its entry.)
    fn missing_details(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for &kind in Kind::ALL {
            let table = entry_details::detail_table(kind);
            let sql = format!(
                "SELECT id FROM entries WHERE kind = ?1 AND NOT EXISTS (SELECT 1 FROM {table} WHERE entry = entries.id)"
            );
            let mut statement = self.conn.prepare(&sql)?;
            let ids = statement.query_map([kind], |row| row.get::<_, i64>(0))?;
            for id in ids {
                problems.push(format!("entry {} is a {} without its row in {table}", id?, kind.as_str()));
            }
        }
        Ok(problems)
    }

    /// Events stored for another person than their entry; the timeline would miss them.
    fn events_of_wrong_person(&self) -> Result<Vec<String>> {
        let sql = "SELECT steps.id FROM steps JOIN entries ON entries.id = steps.entry WHERE steps.person IS NOT entries.person";
        let mut statement = self.conn.prepare(sql)?;
        let ids = statement.query_map([], |row| row.get::<_, i64>(0))?;
        ids.map(|id| Ok(format!("step {} is kept for another person than its entry", id?))).collect()
    }

    /// Entries that break the rules of the domain, including those in the trash.
    fn rule_violations(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        let mut statement = self.conn.prepare("SELECT id FROM entries")?;
        for id in statement.query_map([], |row| row.get::<_, EntryId>(0))? {
            if let Some(entry) = self.entry(id?)? {
                self.check_entry(&entry, &mut problems)?;
            }
        }
        Ok(problems)
    }

    fn check_entry(&self, entry: &Entry, problems: &mut Vec<String>) -> Result<()> {
        let id = entry.id.0;
        if let Some(problem) = entry.validation_error() {
            problems.push(format!("entry {id}: {problem}"));
        }
        if self.has_wrong_subjects(entry)? {
            problems.push(format!("entry {id}: its subjects are not those of its text"));
        }
        Ok(())
    }

    /// Whether the stored subjects of an entry are not those of its text.
    pub(super) fn has_wrong_subjects(&self, entry: &Entry) -> Result<bool> {
        let mut words: Vec<String> =
            entry_line::find_subjects(&entry.text).into_iter().map(|subject| subject.word).collect();
        words.sort();
        words.dedup();
        Ok(words != self.subjects_of(entry.id)?)
    }

    pub(super) fn subjects_of(&self, entry: EntryId) -> Result<Vec<String>> {
        let mut statement = self.prepare("SELECT word FROM subjects WHERE entry = ?1 ORDER BY word")?;
        Ok(statement.query_map([entry], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

/// A row that is not as it was written.
pub(super) struct MismatchedRow {
    /// What identifies it in a message.
    pub name: String,
    /// Its values by the columns of the table, without the checksum.
    pub values: Vec<Value>,
    /// Its stored checksum; `None` if it has none.
    pub checksum: Option<i64>,
}

/// Copies a value with texts as bytes, which may not be UTF-8.
trait ToOwnedValue {
    fn to_owned_value(self) -> Value;
}

impl ToOwnedValue for ValueRef<'_> {
    fn to_owned_value(self) -> Value {
        match self {
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => Value::Blob(text.to_vec()),
            },
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Blob(blob) => Value::Blob(blob.to_vec()),
        }
    }
}

/// Names a row by its id or uid, without a text of the user.
fn row_name(columns: &[String], values: &[Value]) -> String {
    let value = |name: &str| columns.iter().position(|column| column == name).and_then(|index| values.get(index));
    for (column, word) in [("\"id\"", "row"), ("\"entry\"", "the row of entry"), ("\"change\"", "a row of change")] {
        if let Some(Value::Integer(id)) = value(column) {
            return format!("{word} {id}");
        }
    }
    match value("\"uid\"") {
        Some(Value::Blob(uid)) if uid.len() == 16 => {
            uuid::Uuid::from_slice(uid).map_or_else(|_| "a row".to_owned(), |uid| format!("row {uid}"))
        }
        _ => match value("\"person\"") {
            Some(Value::Integer(person)) => format!("a row of person {person}"),
            _ => "a row".to_owned(),
        },
    }
}

/// The line of a part of the check that failed on a damaged page or value.
fn damage_problem(error: StoreError) -> Result<String> {
    match error {
        StoreError::Corrupt(_) | StoreError::NotAJournal(_) | StoreError::Truncated(_) => {
            Ok("SQLite: a page cannot be read".to_owned())
        }
        StoreError::SearchIndexDamaged(_) => Ok("the search index is damaged".to_owned()),
        // A value that is none of its type.
        StoreError::Sqlite(_) | StoreError::InvalidRecord(_) => Ok("a row cannot be read".to_owned()),
        error => Err(error),
    }
}
