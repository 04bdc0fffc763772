//! The leader's own records: self-checks and intentions.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, params};

use super::{Db, balance::earliest_ms, error::Result, search_index::DocumentSource, sql_types};
use crate::domain::{id::Uid, intention::Intention, self_check::SelfCheck};

pub(super) const SELF_CHECK_COLUMNS: &str = "uid, at, offset_s, zone, want_to, helping, asking, encouraged, line";
pub(super) const INTENTION_COLUMNS: &str = "uid, written_at, offset_s, zone, text, outcome";

impl Db {
    /// The latest `limit` self-checks, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn latest_self_checks(&self, limit: u32) -> Result<Vec<SelfCheck>> {
        let sql = format!("SELECT {SELF_CHECK_COLUMNS} FROM self_checks ORDER BY at DESC, uid DESC LIMIT ?1");
        let mut statement = self.prepare(&sql)?;
        let mut latest = statement.query_map([limit], read_self_check)?.collect::<rusqlite::Result<Vec<_>>>()?;
        latest.reverse();
        Ok(latest)
    }

    /// One self-check.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn self_check(&self, uid: Uid) -> Result<Option<SelfCheck>> {
        let sql = format!("SELECT {SELF_CHECK_COLUMNS} FROM self_checks WHERE uid = ?1");
        Ok(self.prepare(&sql)?.query_row([uid], read_self_check).optional()?)
    }

    /// The intention of a day; the latest if there are several, which an import can bring.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn intention_on(&self, day: Date) -> Result<Option<Intention>> {
        Ok(self.intentions(day, day)?.pop())
    }

    /// The intentions of the days `from` to `to`, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn intentions(&self, from: Date, to: Date) -> Result<Vec<Intention>> {
        let sql = format!(
            "SELECT {INTENTION_COLUMNS} FROM intentions
             WHERE written_at >= ?1 AND day BETWEEN ?2 AND ?3 ORDER BY written_at, uid"
        );
        let mut statement = self.prepare(&sql)?;
        let rows = statement.query_map(params![earliest_ms(from), from, to], read_intention)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The latest `limit` intentions, newest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn latest_intentions(&self, limit: u32) -> Result<Vec<Intention>> {
        let sql = format!("SELECT {INTENTION_COLUMNS} FROM intentions ORDER BY written_at DESC, uid DESC LIMIT ?1");
        let mut statement = self.prepare(&sql)?;
        Ok(statement.query_map([limit], read_intention)?.collect::<rusqlite::Result<_>>()?)
    }

    /// One intention.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn intention(&self, uid: Uid) -> Result<Option<Intention>> {
        let sql = format!("SELECT {INTENTION_COLUMNS} FROM intentions WHERE uid = ?1");
        Ok(self.prepare(&sql)?.query_row([uid], read_intention).optional()?)
    }

    pub(super) fn put_self_check(&self, check: &SelfCheck) -> Result<()> {
        let document = self.record_document(DocumentSource::SelfChecks, check.uid)?;
        let sql = "INSERT INTO self_checks (uid, at, offset_s, zone, want_to, helping, asking, encouraged, line)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                   ON CONFLICT (uid) DO UPDATE SET
                       at = ?2, offset_s = ?3, zone = ?4, want_to = ?5, helping = ?6, asking = ?7, encouraged = ?8, line = ?9";
        let SelfCheck { uid, at, answers, comment } = check;
        let [want_to, helping, asking, encouraged] = answers;
        self.prepare(sql)?.execute(params![
            uid,
            at.at_ms(),
            at.offset_s(),
            at.zone(),
            want_to,
            helping,
            asking,
            encouraged,
            comment
        ])?;
        self.index_record(DocumentSource::SelfChecks, *uid, document.as_ref())
    }

    pub(super) fn remove_self_check(&self, uid: Uid) -> Result<()> {
        let document = self.record_document(DocumentSource::SelfChecks, uid)?;
        self.prepare("DELETE FROM self_checks WHERE uid = ?1")?.execute([uid])?;
        self.index_record(DocumentSource::SelfChecks, uid, document.as_ref())
    }

    pub(super) fn put_intention(&self, intention: &Intention) -> Result<()> {
        let document = self.record_document(DocumentSource::Intentions, intention.uid)?;
        let sql =
            "INSERT INTO intentions (uid, written_at, offset_s, zone, text, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (uid) DO UPDATE SET written_at = ?2, offset_s = ?3, zone = ?4, text = ?5, outcome = ?6";
        let Intention { uid, written_at: at, text, outcome } = intention;
        self.prepare(sql)?.execute(params![uid, at.at_ms(), at.offset_s(), at.zone(), text, outcome])?;
        self.index_record(DocumentSource::Intentions, *uid, document.as_ref())
    }

    pub(super) fn remove_intention(&self, uid: Uid) -> Result<()> {
        let document = self.record_document(DocumentSource::Intentions, uid)?;
        self.prepare("DELETE FROM intentions WHERE uid = ?1")?.execute([uid])?;
        self.index_record(DocumentSource::Intentions, uid, document.as_ref())
    }
}

pub(super) fn read_self_check(row: &Row<'_>) -> rusqlite::Result<SelfCheck> {
    Ok(SelfCheck {
        uid: row.get(0)?,
        at: sql_types::read_moment(row, 1)?,
        answers: [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?],
        comment: row.get(8)?,
    })
}

pub(super) fn read_intention(row: &Row<'_>) -> rusqlite::Result<Intention> {
    Ok(Intention {
        uid: row.get(0)?,
        written_at: sql_types::read_moment(row, 1)?,
        text: row.get(4)?,
        outcome: row.get(5)?,
    })
}
