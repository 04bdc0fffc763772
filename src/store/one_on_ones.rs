//! One-on-ones.

use rusqlite::{OptionalExtension as _, Row, params};

use super::{Db, error::Result, sql_types};
use crate::domain::{
    cadence::CadenceAnchor,
    id::{OneOnOneId, PersonId},
    moment::Moment,
    next_meeting::MeetingSchedule,
    one_on_one::OneOnOne,
    person::Person,
};

pub(super) const COLUMNS: &str = "id, uid, person, at, offset_s, zone, state, wrapped_up, minutes, reason";

impl Db {
    /// One one-on-one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn one_on_one(&self, id: OneOnOneId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE id = ?1", id)
    }

    /// The one that is going on with a person.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn running_one_on_one(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE person = ?1 AND state = 'held' AND wrapped_up IS NULL", person)
    }

    /// The planned one that comes first, also where its time has passed.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next_planned(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE person = ?1 AND state = 'planned' ORDER BY at, id", person)
    }

    /// Of those that are planned the one that was made first: it is the same whichever of them moves.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn first_created_planned(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one("WHERE person = ?1 AND state = 'planned' ORDER BY id", person)
    }

    /// The latest that was begun or recorded, wrapped up or not.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn latest_met(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one(
            "WHERE person = ?1 AND state IN ('held', 'nothing_to_note') ORDER BY at DESC, id DESC",
            person,
        )
    }

    /// When the two of you last met.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn last_met(&self, person: PersonId) -> Result<Option<Moment>> {
        Ok(self.latest_met(person)?.map(|one_on_one| one_on_one.at))
    }

    /// All that the next one with a person follows from.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn meeting_schedule(&self, person: &Person) -> Result<MeetingSchedule> {
        let id = person.id;
        let day = |moment: Option<Moment>| moment.map(|moment| moment.day());
        // The planner would walk every one-on-one of the person, the latest first, until it finds one.
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

    /// A person, and all that the next one-on-one with them follows from.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn person_with_schedule(&self, id: PersonId) -> Result<Option<(Person, MeetingSchedule)>> {
        let Some(person) = self.person(id)? else { return Ok(None) };
        let meetings = self.meeting_schedule(&person)?;
        Ok(Some((person, meetings)))
    }

    /// The latest `most` that were held or skipped, oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
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

    /// The one-on-ones with those who are not archived that are planned for an instant from `from_ms` to `to_ms`, both in
    /// milliseconds since 1970.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn planned_between(&self, from_ms: i64, to_ms: i64) -> Result<Vec<(OneOnOneId, Moment)>> {
        let sql = "SELECT one_on_ones.id, at, offset_s, zone FROM one_on_ones INDEXED BY one_on_ones_planned
                   JOIN people ON people.id = one_on_ones.person
                   WHERE state = 'planned' AND at BETWEEN ?1 AND ?2 AND people.archived IS NULL ORDER BY at, one_on_ones.id";
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map([from_ms, to_ms], |row| Ok((row.get(0)?, sql_types::read_moment(row, 1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The key that the next one-on-one gets.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next_one_on_one_id(&self) -> Result<OneOnOneId> {
        Ok(OneOnOneId(self.next_id("one_on_ones")?))
    }

    pub(super) fn query_one_on_one(&self, which: &str, key: impl rusqlite::ToSql) -> Result<Option<OneOnOne>> {
        let sql = format!("SELECT {COLUMNS} FROM one_on_ones {which} LIMIT 1");
        Ok(self.prepare(&sql)?.query_row([key], read_one_on_one).optional()?)
    }

    pub(super) fn put_one_on_one(&self, one: &OneOnOne) -> Result<()> {
        let sql = "INSERT INTO one_on_ones (id, uid, person, at, offset_s, zone, state, wrapped_up, minutes, reason)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                   ON CONFLICT (id) DO UPDATE SET
                       person = ?3, at = ?4, offset_s = ?5, zone = ?6, state = ?7, wrapped_up = ?8, minutes = ?9, reason = ?10";
        self.prepare(sql)?.execute(params![
            one.id,
            one.uid,
            one.person,
            one.at.at_ms(),
            one.at.offset_s(),
            one.at.zone(),
            one.state,
            one.wrapped_up_at,
            one.minutes,
            one.reason,
        ])?;
        Ok(())
    }

    pub(super) fn remove_one_on_one(&self, id: OneOnOneId) -> Result<()> {
        self.prepare("DELETE FROM one_on_ones WHERE id = ?1")?.execute([id])?;
        Ok(())
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
    })
}
