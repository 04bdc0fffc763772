//! Plans of changes to one-on-ones. Open entries belong to the person, so none of these touches an
//! entry.

use jiff::civil::Date;

use super::{Result, RuleViolation};
use crate::{
    domain::{
        cadence::Cadence,
        calendar_sync::PlannedChange,
        id::{OneOnOneId, PersonId},
        moment::Moment,
        next_meeting::NextMeeting,
        one_on_one::{OneOnOne, OneOnOneState},
        parse::entry_line,
        person::Person,
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

/// Starts a one-on-one: the one planned for today or before, or a new one.
pub(super) fn start(db: &Db, id: PersonId, now: &Moment) -> Result<Vec<Edit>> {
    ensure_not_running(db, id)?;
    record_met(db, id, now, OneOnOneState::Held)
}

/// Fails if a one-on-one with the person is running: there is one at a time.
fn ensure_not_running(db: &Db, id: PersonId) -> Result<()> {
    let person = db.person(id)?.ok_or(RuleViolation::NotFound("person"))?;
    match db.running_one_on_one(id)? {
        Some(_) => Err(RuleViolation::AlreadyRunning(person.profile.name).into()),
        None => Ok(()),
    }
}

/// Records a one-on-one with nothing to note, which counts for the cadence like any other.
pub(super) fn nothing_to_note(db: &Db, id: PersonId, now: &Moment) -> Result<Vec<Edit>> {
    ensure_not_running(db, id)?;
    record_met(db, id, now, OneOnOneState::NothingToNote)
}

/// Marks the one-on-one planned for today or before as taking place now; adds one if none was
/// planned.
fn record_met(db: &Db, person: PersonId, now: &Moment, state: OneOnOneState) -> Result<Vec<Edit>> {
    let planned = db.next_planned(person)?.filter(|planned| planned.at.day() <= now.day());
    if let Some(planned) = planned {
        let held = planned.started(now, state);
        return Ok(vec![Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(held))]);
    }
    let held = new_one_on_one(db, person, now.clone(), state, now)?;
    Ok(vec![Edit::created(Record::OneOnOne(held))])
}

/// Records the one-on-one of a past day: the one planned for it, or one at the usual time.
pub(super) fn record_past(db: &Db, id: PersonId, day: Date, has_notes: bool, now: &Moment) -> Result<Vec<Edit>> {
    let person = existing_person(db, id)?;
    if day >= now.day() {
        return Err(RuleViolation::NotInPast.into());
    }
    let state = if has_notes { OneOnOneState::Held } else { OneOnOneState::NothingToNote };
    let record = |planned: &OneOnOne| OneOnOne {
        state,
        wrapped_up_at: has_notes.then(|| planned.at.clone()),
        ..planned.clone()
    };
    if let Some(planned) = db.next_planned(id)?.filter(|planned| planned.at.day() == day) {
        let held = record(&planned);
        return Ok(vec![Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(held))]);
    }
    let at = now.with_date(day);
    let at = person.profile.cadence.and_then(Cadence::time).map_or_else(|| at.clone(), |time| at.with_time(time));
    let held = record(&new_one_on_one(db, id, at, state, now)?);
    Ok(vec![Edit::created(Record::OneOnOne(held))])
}

/// Wraps up the running one-on-one.
pub(super) fn wrap_up(db: &Db, id: OneOnOneId, minutes: u32, now: &Moment) -> Result<Vec<Edit>> {
    let running = db.one_on_one(id)?.ok_or(RuleViolation::NotFound("one-on-one"))?;
    if !running.is_running() {
        return Err(RuleViolation::NotRunning.into());
    }
    if minutes > OneOnOne::MAX_MINUTES {
        return Err(RuleViolation::MeetingTooLong(minutes).into());
    }
    let finished = OneOnOne { wrapped_up_at: Some(now.clone()), minutes: Some(minutes), ..running.clone() };
    Ok(vec![Edit::updated(Record::OneOnOne(running), Record::OneOnOne(finished))])
}

fn new_one_on_one(db: &Db, person: PersonId, at: Moment, state: OneOnOneState, now: &Moment) -> Result<OneOnOne> {
    Ok(OneOnOne {
        id: db.next_one_on_one_id()?,
        uid: new_uid(now),
        person,
        at,
        state,
        wrapped_up_at: None,
        minutes: None,
        reason: String::new(),
        planned_end: None,
    })
}

/// Plans the next one-on-one, or reschedules the planned one.
pub(super) fn schedule(db: &Db, id: PersonId, at: &Moment, now: &Moment) -> Result<Vec<Edit>> {
    existing_person(db, id)?;
    if at <= now {
        return Err(RuleViolation::NotInFuture.into());
    }
    Ok(match db.next_planned(id)? {
        Some(planned) if planned.at == *at => Vec::new(),
        Some(planned) => {
            let moved = planned.rescheduled(at.clone());
            vec![Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(moved))]
        }
        None => vec![Edit::created(Record::OneOnOne(new_one_on_one(db, id, at.clone(), OneOnOneState::Planned, now)?))],
    })
}

/// Removes the planned one-on-one, so that the next one follows from the cadence.
pub(super) fn clear_schedule(db: &Db, id: PersonId) -> Result<Vec<Edit>> {
    let planned = db.next_planned(id)?.ok_or(RuleViolation::NotFound("one-on-one"))?;
    Ok(vec![Edit { before: Some(Record::OneOnOne(planned)), after: None }])
}

/// Makes the planned one-on-ones what a calendar has, where they are still as the changes say.
pub(super) fn follow_calendar(db: &Db, changes: &[PlannedChange], now: &Moment) -> Result<Vec<Edit>> {
    let OneOnOneId(mut next_id) = db.next_one_on_one_id()?;
    let mut edits = Vec::new();
    for PlannedChange { person: id, before, after } in changes {
        let planned = db.next_planned(*id)?;
        let in_journal = planned.as_ref().map(|planned| (planned.at.at_ms(), planned.planned_end));
        let is_as_before = in_journal == before.as_ref().map(|before| (before.at.at_ms(), before.end));
        if !is_as_before || db.person(*id)?.is_none_or(|person| person.archived_at.is_some()) {
            continue;
        }
        match (planned, after) {
            (Some(planned), Some(time)) => {
                let moved = OneOnOne { at: time.at.clone(), planned_end: time.end, ..planned.clone() };
                edits.push(Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(moved)));
            }
            (Some(planned), None) => edits.push(Edit { before: Some(Record::OneOnOne(planned)), after: None }),
            (None, Some(time)) => {
                let added = new_one_on_one(db, *id, time.at.clone(), OneOnOneState::Planned, now)?;
                let added = OneOnOne { planned_end: time.end, ..added };
                edits.push(Edit::created(Record::OneOnOne(OneOnOne { id: OneOnOneId(next_id), ..added })));
                next_id += 1;
            }
            (None, None) => {}
        }
    }
    Ok(edits)
}

/// Skips the planned one-on-one, or the one due by the cadence if none is planned.
pub(super) fn skip(db: &Db, id: PersonId, reason: &str, now: &Moment) -> Result<Vec<Edit>> {
    ensure_not_running(db, id)?;
    let person = existing_person(db, id)?;
    let reason = entry_line::clean_optional_text(reason)?;
    if let Some(planned) = db.next_planned(id)? {
        let skipped = OneOnOne { state: OneOnOneState::Skipped, reason, ..planned.clone() };
        return Ok(vec![Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(skipped))]);
    }
    let next = db.meeting_schedule(&person)?.next(now.day());
    let NextMeeting::ByCadence { status, time } = next else {
        return Err(RuleViolation::NothingToSkip(person.profile.name).into());
    };
    let day = now.with_date(status.due());
    let at = time.map_or_else(|| day.clone(), |time| day.with_time(time));
    let skipped = new_one_on_one(db, id, at, OneOnOneState::Skipped, now)?;
    Ok(vec![Edit::created(Record::OneOnOne(OneOnOne { reason, ..skipped }))])
}

fn existing_person(db: &Db, id: PersonId) -> Result<Person> {
    Ok(db.person(id)?.ok_or(RuleViolation::NotFound("person"))?)
}
