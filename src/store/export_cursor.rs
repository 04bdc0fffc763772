//! Streams the records of a journal for exports, in an order that is the same in every copy of the
//! journal.

use jiff::civil::Date;
use rusqlite::{Row, params};

use super::{Db, StoreError, entries, error::Result, leader, needs, one_on_ones, questions, reviews};
use crate::domain::{
    entry::Entry,
    id::{EntryId, OneOnOneId, PersonId, Uid},
    intention::Intention,
    need::Need,
    one_on_one::OneOnOne,
    question::AskedQuestion,
    review::Review,
    self_check::SelfCheck,
};

/// The part of a journal to export. The default is all people and days, without flags and the
/// trash.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportFilter {
    /// Only this person.
    pub person: Option<PersonId>,
    /// This day or later.
    pub from: Option<Date>,
    /// This day or earlier.
    pub to: Option<Date>,
    /// Includes flags.
    pub include_flags: bool,
    /// Includes the trash.
    pub include_trashed: bool,
}

impl ExportFilter {
    /// The SQL condition on `person` and `day`, with the parameters of [`ExportFilter::params`].
    fn condition(&self) -> String {
        let person = if self.person.is_some() { "person = ?1" } else { "?1 IS NULL" };
        format!("{person} AND (?2 IS NULL OR day >= ?2) AND (?3 IS NULL OR day <= ?3)")
    }

    fn entry_condition(&self) -> String {
        let flags = if self.include_flags { "" } else { " AND kind <> 'flag'" };
        // Worded as in the partial index, so that the planner can use it.
        let trash = if self.include_trashed { "" } else { " AND trashed IS NULL" };
        format!("{}{flags}{trash}", self.condition())
    }

    fn params(&self) -> impl rusqlite::Params {
        (self.person, self.from, self.to)
    }
}

impl Db {
    /// The number of entries that match.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn count_entries(&self, filter: &ExportFilter) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM entries WHERE {}", filter.entry_condition());
        let count: i64 = self.prepare(&sql)?.query_row(filter.params(), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Passes each matching entry to `each` as it is read, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_entry<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM entries WHERE {} ORDER BY written_at, uid",
            entries::COLUMNS,
            filter.entry_condition()
        );
        let mut statement = self.prepare(&sql).map_err(StoreError::from)?;
        for entry in statement.query_map(filter.params(), entries::read_entry).map_err(StoreError::from)? {
            each(self.load_details(entry.map_err(|e| self.sqlite_error(e))?)?)?;
        }
        Ok(())
    }

    /// Passes each matching one-on-one to `each` as it is read, oldest first, including planned
    /// ones.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_one_on_one<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(OneOnOne) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql =
            format!("SELECT {} FROM one_on_ones WHERE {} ORDER BY at, uid", one_on_ones::COLUMNS, filter.condition());
        self.for_each_row(&sql, filter, one_on_ones::read_one_on_one, each)
    }

    /// Passes each matching need to `each`, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_need<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(Need) -> Result<(), E>,
    ) -> Result<(), E> {
        // The table has no column for the day.
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(written_at / 1000 + offset_s, 'unixepoch') AS day FROM needs)
             WHERE {} ORDER BY written_at, uid",
            needs::COLUMNS,
            filter.condition()
        );
        self.for_each_row(&sql, filter, needs::read_need, each)
    }

    /// Passes each matching asked question to `each`, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_asked_question<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(AskedQuestion) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(at / 1000 + offset_s, 'unixepoch') AS day FROM asked)
             WHERE {} ORDER BY at, uid",
            questions::ASKED_COLUMNS,
            filter.condition()
        );
        self.for_each_row(&sql, filter, questions::read_asked_question, each)
    }

    /// Passes each matching self-check to `each`, oldest first. They are about the leader, so a
    /// filter by person has none.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_self_check<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(SelfCheck) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, NULL AS person, date(at / 1000 + offset_s, 'unixepoch') AS day FROM self_checks)
             WHERE {} ORDER BY at, uid",
            leader::SELF_CHECK_COLUMNS,
            filter.condition()
        );
        self.for_each_row(&sql, filter, leader::read_self_check, each)
    }

    /// Passes each matching intention to `each`, oldest first. A filter by person has none.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_intention<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(Intention) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, NULL AS person FROM intentions) WHERE {} ORDER BY written_at, uid",
            leader::INTENTION_COLUMNS,
            filter.condition()
        );
        self.for_each_row(&sql, filter, leader::read_intention, each)
    }

    /// Passes each matching review to `each`, oldest first, finished or not. Its day is the day it
    /// was started.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_review<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(Review) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(begun_at / 1000 + offset_s, 'unixepoch') AS day FROM reviews)
             WHERE {} ORDER BY begun_at, uid",
            reviews::REVIEW_COLUMNS,
            filter.condition()
        );
        self.for_each_row(&sql, filter, reviews::read_review, each)
    }

    /// Runs `sql` with the parameters of the filter and passes each row to `each` as it is read.
    fn for_each_row<T, E: From<StoreError>>(
        &self,
        sql: &str,
        filter: &ExportFilter,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.prepare(sql).map_err(StoreError::from)?;
        for record in statement.query_map(filter.params(), read).map_err(StoreError::from)? {
            each(record.map_err(|e| self.sqlite_error(e))?)?;
        }
        Ok(())
    }

    /// The uid and the text of an entry, including the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn entry_uid_and_text(&self, id: EntryId) -> Result<(Uid, String)> {
        let sql = "SELECT uid, text FROM entries WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The uid of a one-on-one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn one_on_one_uid(&self, id: OneOnOneId) -> Result<Uid> {
        let sql = "SELECT uid FROM one_on_ones WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row(params![id], |row| row.get(0))?)
    }
}
