//! One-on-ones: planned, running, held and skipped.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params, types::FromSqlError};

use super::{Db, error::Result, search_index::DocumentSource, sql_types};
use crate::domain::{
    cadence::CadenceAnchor,
    id::{OneOnOneId, PersonId},
    moment::Moment,
    next_meeting::MeetingSchedule,
    one_on_one::OneOnOne,
    person::Person,
};

pub(super) const COLUMNS: &str = "id, uid, person, at, offset_s, zone, state, wrapped_up, minutes, reason, planned_end";

impl Db {
    /// One one-on-one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn one_on_one(&self, id: OneOnOneId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE id = ?1", id)
    }

    /// The running one-on-one with a person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn running_one_on_one(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE person = ?1 AND state = 'held' AND wrapped_up IS NULL", person)
    }

    /// The earliest planned one-on-one, even if its time has passed.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn next_planned(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE person = ?1 AND state = 'planned' ORDER BY at, id", person)
    }

    /// The planned one-on-one that was created first, which stays the same when one is rescheduled.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn first_created_planned(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE person = ?1 AND state = 'planned' ORDER BY id", person)
    }

    /// The latest one-on-one that was started or recorded, wrapped up or not.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn latest_met(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one(
            "WHERE person = ?1 AND state IN ('held', 'nothing_to_note') ORDER BY at DESC, id DESC",
            person,
        )
    }

    /// When the last one-on-one took place.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn last_met(&self, person: PersonId) -> Result<Option<Moment>> {
        Ok(self.latest_met(person)?.map(|one_on_one| one_on_one.at))
    }

    /// What determines the next one-on-one with a person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn meeting_schedule(&self, person: &Person) -> Result<MeetingSchedule> {
        let id = person.id;
        let day = |moment: Option<Moment>| moment.map(|moment| moment.day());
        // Without the named index, the planner would scan all one-on-ones of the person.
        let skipped = self.query_one_on_one(
            "INDEXED BY one_on_ones_skipped WHERE person = ?1 AND state = 'skipped' ORDER BY at DESC",
            id,
        )?;
        Ok(MeetingSchedule {
            cadence: person.profile.cadence,
            anchor: CadenceAnchor {
                last_held: day(self.last_met(id)?),
                last_skipped: day(skipped.map(|skipped| skipped.at)),
                added_on: person.added_at.day(),
            },
            planned: self.next_planned(id)?.map(|planned| planned.at),
            is_running: self.running_one_on_one(id)?.is_some(),
        })
    }

    /// A person, and what determines the next one-on-one with them.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn person_with_schedule(&self, id: PersonId) -> Result<Option<(Person, MeetingSchedule)>> {
        let Some(person) = self.person(id)? else { return Ok(None) };
        let schedule = self.meeting_schedule(&person)?;
        Ok(Some((person, schedule)))
    }

    /// The latest `limit` one-on-ones held or skipped, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn latest_one_on_ones(&self, person: PersonId, limit: u32) -> Result<Vec<OneOnOne>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM one_on_ones WHERE person = ?1 AND state <> 'planned' ORDER BY at DESC, id DESC LIMIT ?2"
        );
        let mut statement = self.prepare(&sql)?;
        let mut latest =
            statement.query_map(params![person, limit], read_one_on_one)?.collect::<rusqlite::Result<Vec<_>>>()?;
        latest.reverse();
        Ok(latest)
    }

    /// The one-on-ones planned from `from_ms` to `to_ms` (milliseconds since 1970, inclusive) with
    /// people who are not archived, earliest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn planned_between(&self, from_ms: i64, to_ms: i64) -> Result<Vec<(OneOnOneId, Moment)>> {
        let sql = "SELECT one_on_ones.id, at, offset_s, zone FROM one_on_ones INDEXED BY one_on_ones_planned
                   JOIN people ON people.id = one_on_ones.person
                   WHERE state = 'planned' AND at BETWEEN ?1 AND ?2 AND people.archived IS NULL ORDER BY at, one_on_ones.id";
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map([from_ms, to_ms], |row| Ok((row.get(0)?, sql_types::read_moment(row, 1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The id of the next one-on-one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn next_one_on_one_id(&self) -> Result<OneOnOneId> {
        Ok(OneOnOneId(self.next_id("one_on_ones")?))
    }

    /// The first one-on-one that matches `condition`, which has one parameter.
    pub(super) fn query_one_on_one(&self, condition: &str, key: impl rusqlite::ToSql) -> Result<Option<OneOnOne>> {
        let sql = format!("SELECT {COLUMNS} FROM one_on_ones {condition} LIMIT 1");
        Ok(self.prepare(&sql)?.query_row([key], read_one_on_one).optional()?)
    }

    pub(super) fn put_one_on_one(&self, one_on_one: &OneOnOne) -> Result<()> {
        let document = self.record_document(DocumentSource::OneOnOnes, one_on_one.uid)?;
        let sql = "INSERT INTO one_on_ones (id, uid, person, at, offset_s, zone, state, wrapped_up, minutes, reason,
                                            planned_end)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                   ON CONFLICT (id) DO UPDATE SET
                       person = ?3, at = ?4, offset_s = ?5, zone = ?6, state = ?7, wrapped_up = ?8, minutes = ?9, reason = ?10,
                       planned_end = ?11";
        self.prepare(sql)?.execute(params![
            one_on_one.id,
            one_on_one.uid,
            one_on_one.person,
            one_on_one.at.at_ms(),
            one_on_one.at.offset_s(),
            one_on_one.at.zone(),
            one_on_one.state,
            one_on_one.wrapped_up_at,
            one_on_one.minutes,
            one_on_one.reason,
            one_on_one.planned_end.map(Timestamp::as_millisecond),
        ])?;
        self.index_record(DocumentSource::OneOnOnes, one_on_one.uid, document.as_ref())
    }

    pub(super) fn remove_one_on_one(&self, id: OneOnOneId) -> Result<()> {
        let sql = "SELECT uid FROM one_on_ones WHERE id = ?1";
        let Some(uid) = self.prepare(sql)?.query_row([id], |row| row.get(0)).optional()? else { return Ok(()) };
        let document = self.record_document(DocumentSource::OneOnOnes, uid)?;
        self.prepare("DELETE FROM one_on_ones WHERE id = ?1")?.execute([id])?;
        self.index_record(DocumentSource::OneOnOnes, uid, document.as_ref())
    }
}

pub(super) fn read_one_on_one(row: &Row<'_>) -> rusqlite::Result<OneOnOne> {
    Ok(OneOnOne {
        id: row.get(0)?,
        uid: row.get(1)?,
        person: row.get(2)?,
        at: sql_types::read_moment(row, 3)?,
        state: row.get(6)?,
        wrapped_up_at: row.get(7)?,
        minutes: row.get(8)?,
        reason: row.get(9)?,
        planned_end: row.get::<_, Option<i64>>(10)?.map(read_timestamp).transpose()?,
    })
}

fn read_timestamp(at_ms: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(at_ms).map_err(|error| FromSqlError::other(error).into())
}
