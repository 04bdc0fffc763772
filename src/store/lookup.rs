//! Lookups by uid, for imports.

use rusqlite::OptionalExtension as _;

use super::{Db, RecordKind, error::Result};
use crate::domain::{
    entry::kind::Kind,
    id::{EntryId, PersonId, Uid},
    one_on_one::OneOnOne,
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
