//! Lookups by uid.

use rusqlite::{OptionalExtension as _, Row};

use super::{Db, Record, RecordKind, error::Result, needs, people, questions, reviews};
use crate::domain::{
    entry::kind::Kind,
    id::{EntryId, PersonId, Uid},
    one_on_one::OneOnOne,
    person::Person,
};

impl Db {
    /// Whether a record of this kind and uid exists, including the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn exists(&self, kind: RecordKind, uid: Uid) -> Result<bool> {
        let table = match kind {
            RecordKind::Person => "people",
            RecordKind::OneOnOne => "one_on_ones",
            RecordKind::Entry => "entries",
            RecordKind::Need => "needs",
            RecordKind::Question => "questions",
            RecordKind::AskedQuestion => "asked",
            RecordKind::SelfCheck => "self_checks",
            RecordKind::Intention => "intentions",
            RecordKind::Review => "reviews",
            RecordKind::Template => "templates",
        };
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE uid = ?1)");
        Ok(self.prepare(&sql)?.query_row([uid], |row| row.get(0))?)
    }

    /// The record of this kind and uid, including the trash.
    pub(super) fn record(&self, kind: RecordKind, uid: Uid) -> Result<Option<Record>> {
        Ok(match kind {
            RecordKind::Person => self.person_by_uid(uid)?.map(|person| Record::Person(Box::new(person))),
            RecordKind::OneOnOne => self.one_on_one_by_uid(uid)?.map(Record::OneOnOne),
            RecordKind::Entry => match self.entry_by_uid(uid)? {
                Some((id, ..)) => self.entry(id)?.map(|entry| Record::Entry(Box::new(entry))),
                None => None,
            },
            RecordKind::Need => self.row_by_uid("needs", needs::COLUMNS, uid, needs::read_need)?.map(Record::Need),
            RecordKind::Question => self
                .row_by_uid("questions", questions::COLUMNS, uid, questions::read_question_override)?
                .map(Record::Question),
            RecordKind::AskedQuestion => self
                .row_by_uid("asked", questions::ASKED_COLUMNS, uid, questions::read_asked_question)?
                .map(Record::AskedQuestion),
            RecordKind::SelfCheck => self.self_check(uid)?.map(Record::SelfCheck),
            RecordKind::Intention => self.intention(uid)?.map(Record::Intention),
            RecordKind::Review => self.review(uid)?.map(Record::Review),
            RecordKind::Template => self
                .row_by_uid("templates", reviews::TEMPLATE_COLUMNS, uid, reviews::read_template)?
                .map(Record::Template),
        })
    }

    pub(super) fn person_by_uid(&self, uid: Uid) -> Result<Option<Person>> {
        let mut found = self.row_by_uid("people", people::COLUMNS, uid, people::read_person)?;
        if let Some(person) = &mut found {
            self.load_meeting_prep(std::slice::from_mut(person))?;
        }
        Ok(found)
    }

    fn row_by_uid<T>(
        &self,
        table: &str,
        columns: &str,
        uid: Uid,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let sql = format!("SELECT {columns} FROM {table} WHERE uid = ?1");
        Ok(self.prepare(&sql)?.query_row([uid], read).optional()?)
    }

    /// Whether an event with this uid exists.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn event_exists(&self, uid: Uid) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM steps WHERE uid = ?1)";
        Ok(self.prepare(sql)?.query_row([uid], |row| row.get(0))?)
    }

    /// The id, person and kind of the entry with this uid.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn entry_by_uid(&self, uid: Uid) -> Result<Option<(EntryId, PersonId, Kind)>> {
        let sql = "SELECT id, person, kind FROM entries WHERE uid = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(self.prepare(sql)?.query_row([uid], read).optional()?)
    }

    /// The one-on-one with this uid.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn one_on_one_by_uid(&self, uid: Uid) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE uid = ?1", uid)
    }
}
