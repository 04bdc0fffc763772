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
    question::Asked,
    review::Review,
    self_check::SelfCheck,
};

/// Which part of a journal is read; the default is the live entries of all people and days, without flags.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slice {
    /// Of this person only.
    pub person: Option<PersonId>,
    /// Of this day or later.
    pub from: Option<Date>,
    /// Of this day or earlier.
    pub to: Option<Date>,
    /// Flags too.
    pub flags: bool,
    /// What is in the trash too.
    pub trash: bool,
}

impl Slice {
    /// The days and the person, as a condition over `day` and `person`, with the values of [`Slice::values`].
    fn narrowed(&self) -> String {
        let person = if self.person.is_some() { "person = ?1" } else { "?1 IS NULL" };
        format!("{person} AND (?2 IS NULL OR day >= ?2) AND (?3 IS NULL OR day <= ?3)")
    }

    fn of_entries(&self) -> String {
        let flags = if self.flags { "" } else { " AND kind <> 'flag'" };
        // Said in the words of the index that holds what is live.
        let trash = if self.trash { "" } else { " AND trashed IS NULL" };
        format!("{}{flags}{trash}", self.narrowed())
    }

    fn values(&self) -> impl rusqlite::Params {
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
        let reading = begun.map_err(|e| self.trouble(e))?;
        let done = work(self)?;
        reading.finish().map_err(|e| self.trouble(e))?;
        Ok(done)
    }

    /// How many entries a slice has.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn count_entries(&self, slice: &Slice) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM entries WHERE {}", slice.of_entries());
        let count: i64 = self.prepare(&sql)?.query_row(slice.values(), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The entries of a slice, oldest first, each given to `each` as it is read.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_entry<E: From<StoreError>>(
        &self,
        slice: &Slice,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql =
            format!("SELECT {} FROM entries WHERE {} ORDER BY written_at, uid", entries::COLUMNS, slice.of_entries());
        let mut statement = self.prepare(&sql).map_err(StoreError::from)?;
        for entry in statement.query_map(slice.values(), entries::read).map_err(StoreError::from)? {
            each(self.complete(entry.map_err(|e| self.trouble(e))?)?)?;
        }
        Ok(())
    }

    /// The one-on-ones of a slice, oldest first, each given to `each` as it is read; planned ones too.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_one_on_one<E: From<StoreError>>(
        &self,
        slice: &Slice,
        each: impl FnMut(OneOnOne) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql =
            format!("SELECT {} FROM one_on_ones WHERE {} ORDER BY at, uid", one_on_ones::COLUMNS, slice.narrowed());
        self.each(&sql, slice, one_on_ones::read, each)
    }

    /// The answers of a slice to what people need, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_need<E: From<StoreError>>(
        &self,
        slice: &Slice,
        each: impl FnMut(Need) -> Result<(), E>,
    ) -> Result<(), E> {
        // A need keeps no day of its own.
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(written_at / 1000 + offset_s, 'unixepoch') AS day FROM needs)
             WHERE {} ORDER BY written_at, uid",
            needs::COLUMNS,
            slice.narrowed()
        );
        self.each(&sql, slice, needs::read, each)
    }

    /// Which questions of a slice were put on the table, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_asked<E: From<StoreError>>(
        &self,
        slice: &Slice,
        each: impl FnMut(Asked) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(at / 1000 + offset_s, 'unixepoch') AS day FROM asked)
             WHERE {} ORDER BY at, uid",
            questions::ASKED,
            slice.narrowed()
        );
        self.each(&sql, slice, questions::read_asked, each)
    }

    /// The self-checks of a slice, oldest first. They are about nobody else, so a slice of a person has none.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_self_check<E: From<StoreError>>(
        &self,
        slice: &Slice,
        each: impl FnMut(SelfCheck) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, NULL AS person, date(at / 1000 + offset_s, 'unixepoch') AS day FROM self_checks)
             WHERE {} ORDER BY at, uid",
            leader::CHECK,
            slice.narrowed()
        );
        self.each(&sql, slice, leader::read_check, each)
    }

    /// What you set out to do on the days of a slice, oldest first. A slice of a person has none.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_intention<E: From<StoreError>>(
        &self,
        slice: &Slice,
        each: impl FnMut(Intention) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, NULL AS person FROM intentions) WHERE {} ORDER BY written_at, uid",
            leader::INTENTION,
            slice.narrowed()
        );
        self.each(&sql, slice, leader::read_intention, each)
    }

    /// The reviews that were begun on the days of a slice, oldest first; finished or not.
    ///
    /// # Errors
    /// Where the file cannot be read, or what `each` says.
    pub fn each_review<E: From<StoreError>>(
        &self,
        slice: &Slice,
        each: impl FnMut(Review) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM (SELECT *, date(begun_at / 1000 + offset_s, 'unixepoch') AS day FROM reviews)
             WHERE {} ORDER BY begun_at, uid",
            reviews::REVIEW,
            slice.narrowed()
        );
        self.each(&sql, slice, reviews::read, each)
    }

    /// Gives every row of `sql`, asked with the values of a slice, to `each` as it is read.
    fn each<T, E: From<StoreError>>(
        &self,
        sql: &str,
        slice: &Slice,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.prepare(sql).map_err(StoreError::from)?;
        for thing in statement.query_map(slice.values(), read).map_err(StoreError::from)? {
            each(thing.map_err(|e| self.trouble(e))?)?;
        }
        Ok(())
    }

    /// The lasting name and the text of an entry, also of one in the trash.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn entry_name(&self, id: EntryId) -> Result<(Uid, String)> {
        let sql = "SELECT uid, text FROM entries WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The lasting name of a one-on-one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn one_on_one_name(&self, id: OneOnOneId) -> Result<Uid> {
        let sql = "SELECT uid FROM one_on_ones WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row(params![id], |row| row.get(0))?)
    }
}
