//! The integrity check: `SQLite`'s own, foreign keys, and the rules of the domain.

use super::{Db, entry_details, error::Result};
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
    /// Fails if the file cannot be read at all.
    pub fn check(&self) -> Result<CheckReport> {
        let mut problems = self.integrity_errors()?;
        problems.extend(self.foreign_key_violations()?);
        problems.extend(self.events_of_wrong_person()?);
        let missing = self.missing_details()?;
        // An entry without its detail cannot be read, so its rules cannot be checked.
        let violations = if missing.is_empty() { self.rule_violations()? } else { Vec::new() };
        problems.extend(missing.into_iter().chain(violations));
        Ok(CheckReport { counts: self.record_counts()?, problems })
    }

    fn record_counts(&self) -> Result<Vec<(&'static str, i64)>> {
        [
            ("people", "people"),
            ("one-on-ones", "one_on_ones"),
            ("entries", "entries"),
            ("steps", "steps"),
            ("drafts", "drafts"),
            ("changes", "changes"),
        ]
        .into_iter()
        .map(|(word, table)| {
            Ok((word, self.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?))
        })
        .collect()
    }

    pub(super) fn integrity_errors(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare("PRAGMA integrity_check")?;
        let lines = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
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
        let mut words: Vec<String> =
            entry_line::find_subjects(&entry.text).into_iter().map(|subject| subject.word).collect();
        words.sort();
        words.dedup();
        if words != self.subjects_of(entry.id)? {
            problems.push(format!("entry {id}: its subjects are not those of its text"));
        }
        Ok(())
    }

    pub(super) fn subjects_of(&self, entry: EntryId) -> Result<Vec<String>> {
        let mut statement = self.prepare("SELECT word FROM subjects WHERE entry = ?1 ORDER BY word")?;
        Ok(statement.query_map([entry], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}
