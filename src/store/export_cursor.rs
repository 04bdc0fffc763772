//! A journal from end to end, or a slice of it, for exports: one thing after another, in an order that is the same in
//! every copy.

use jiff::civil::Date;
use rusqlite::{Row, TransactionBehavior, params};

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

/// Which part of a journal is read; the default is the live entries of all people and days, without flags.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportFilter {
    /// Of this person only.
    pub person: Option<PersonId>,
    /// Of this day or later.
    pub from: Option<Date>,
    /// Of this day or earlier.
    pub to: Option<Date>,
    /// Flags too.
    pub include_flags: bool,
    /// What is in the trash too.
    pub include_trashed: bool,
}

impl ExportFilter {
    /// The days and the person, as a condition over `day` and `person`, with the values of [`Slice::values`].
    fn condition(&self) -> String {
        let person = if self.person.is_some() { "person = ?1" } else { "?1 IS NULL" };
        format!("{person} AND (?2 IS NULL OR day >= ?2) AND (?3 IS NULL OR day <= ?3)")
    }

    fn entry_condition(&self) -> String {
        let flags = if self.include_flags { "" } else { " AND kind <> 'flag'" };
        // Said in the words of the index that holds what is live.
        let trash = if self.include_trashed { "" } else { " AND trashed IS NULL" };
        format!("{}{flags}{trash}", self.condition())
    }

    fn params(&self) -> impl rusqlite::Params {
        (self.person, self.from, self.to)
    }
}

impl Db {
    /// Does `work` on the journal as it is at one moment, whatever is written meanwhile. Within another snapshot or a
    /// transaction it reads what that one reads.
    ///
    /// # Errors
    /// What `work` says, or where the file cannot be read.
    pub fn snapshot<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        if !self.conn.is_autocommit() {
            return work(self);
        }
        let begun = rusqlite::Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred);
        let reading = begun.map_err(|e| self.sqlite_error(e))?;
        let done = work(self)?;
        reading.finish().map_err(|e| self.sqlite_error(e))?;
        Ok(done)
    }

    /// How many entries a slice has.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn count_entries(&self, filter: &ExportFilter) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM entries WHERE {}", filter.entry_condition());
        let count: i64 = self.prepare(&sql)?.query_row(filter.params(), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The entries of a slice, oldest first, each given to `each` as it is read.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
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

    /// The one-on-ones of a slice, oldest first, each given to `each` as it is read; planned ones too.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn for_each_one_on_one<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(OneOnOne) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql =
            format!("SELECT {} FROM one_on_ones WHERE {} ORDER BY at, uid", one_on_ones::COLUMNS, filter.condition());
        self.for_each_row(&sql, filter, one_on_ones::read_one_on_one, each)
    }

    /// The answers of a slice to what people need, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn for_each_need<E: From<StoreError>>(
        &self,
        filter: &ExportFilter,
        each: impl FnMut(Need) -> Result<(), E>,
    ) -> Result<(), E> {
        // A need keeps no day of its own.
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(written_at / 1000 + offset_s, 'unixepoch') AS day FROM needs)
             WHERE {} ORDER BY written_at, uid",
            needs::COLUMNS,
            filter.condition()
        );
        self.for_each_row(&sql, filter, needs::read_need, each)
    }

    /// Which questions of a slice were put on the table, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
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

    /// The self-checks of a slice, oldest first. They are about nobody else, so a slice of a person has none.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
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

    /// What you set out to do on the days of a slice, oldest first. A slice of a person has none.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
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

    /// The reviews that were begun on the days of a slice, oldest first; finished or not.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
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

    /// Gives every row of `sql`, asked with the values of a slice, to `each` as it is read.
    fn for_each_row<T, E: From<StoreError>>(
        &self,
        sql: &str,
        filter: &ExportFilter,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.prepare(sql).map_err(StoreError::from)?;
        for thing in statement.query_map(filter.params(), read).map_err(StoreError::from)? {
            each(thing.map_err(|e| self.sqlite_error(e))?)?;
        }
        Ok(())
    }

    /// The lasting name and the text of an entry, also of one in the trash.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn entry_uid_and_text(&self, id: EntryId) -> Result<(Uid, String)> {
        let sql = "SELECT uid, text FROM entries WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The lasting name of a one-on-one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn one_on_one_uid(&self, id: OneOnOneId) -> Result<Uid> {
        let sql = "SELECT uid FROM one_on_ones WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row(params![id], |row| row.get(0))?)
    }
}
