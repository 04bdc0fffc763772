//! What is planned about an entry itself: that it is kept, written anew, picked, or made what it was or should have been.

use jiff::civil::Date;

use super::{Refusal, Result};
use crate::{
    domain::{
        day::is_in_calendar,
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId},
        jot::{self, Jot},
        kind::Kind,
        mark::Mark,
        moment::Moment,
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

pub(super) fn keep_jot(
    db: &Db,
    person: PersonId,
    one_on_one: Option<OneOnOneId>,
    jot: &Jot,
    now: &Moment,
) -> Result<Vec<Edit>> {
    db.person(person)?.ok_or(Refusal::Gone("person"))?;
    if let Some(id) = one_on_one {
        db.one_on_one(id)?.filter(|one_on_one| one_on_one.person == person).ok_or(Refusal::Gone("one-on-one"))?;
    }
    let entry = Entry {
        id: db.next_entry_key()?,
        uid: new_uid(now),
        person,
        one_on_one,
        written: now.clone(),
        text: jot::clean(&jot.text)?,
        detail: Detail::begun(jot.mark, jot.due),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    };
    Ok(vec![Edit::made(Record::Entry(Box::new(entry)))])
}

pub(super) fn rewrite(db: &Db, id: EntryId, text: &str, due: Option<Date>) -> Result<Vec<Edit>> {
    let text = jot::clean(text)?;
    with_entry(db, id, |entry| {
        entry.text = text;
        if let Detail::Action(action) = &mut entry.detail {
            action.due = due;
        }
    })
}

/// All of them at once, so that one step takes it back; what is so already is left alone.
pub(super) fn pick(db: &Db, entries: &[EntryId], picked: bool) -> Result<Vec<Edit>> {
    let mut edits = Vec::with_capacity(entries.len());
    for id in entries {
        edits.extend(with_entry(db, *id, |entry| entry.evidence = picked)?);
    }
    Ok(edits)
}

/// No edit at all where `change` leaves the entry as it was.
pub(super) fn with_entry(db: &Db, id: EntryId, change: impl FnOnce(&mut Entry)) -> Result<Vec<Edit>> {
    let before = db.entry(id)?.ok_or(Refusal::Gone("entry"))?;
    let mut after = before.clone();
    change(&mut after);
    let same = before == after;
    let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
    Ok(if same { Vec::new() } else { vec![Edit::changed(before, after)] })
}

/// Whether an entry is a check-in, or a goal that has one, be it in the trash.
fn is_tied(db: &Db, entry: &Entry) -> Result<bool> {
    Ok(entry.kind() == Kind::CheckIn || (entry.kind() == Kind::Goal && db.has_check_ins(entry.id)?))
}

pub(super) fn bring_back_version(db: &Db, version: &Entry) -> Result<Vec<Edit>> {
    let entry = db.entry(version.id)?.ok_or(Refusal::Gone("entry"))?;
    let is_elsewhere = entry.kind() != version.kind() || entry.person != version.person;
    if is_elsewhere && is_tied(db, &entry)? {
        return Err(Refusal::GoalAndCheckIns.into());
    }
    with_entry(db, version.id, |entry| *entry = version.clone())
}

pub(super) fn refile(
    db: &Db,
    id: EntryId,
    mark: Option<Mark>,
    day: Date,
    person: PersonId,
    now: &Moment,
) -> Result<Vec<Edit>> {
    let entry = db.entry(id)?.ok_or(Refusal::Gone("entry"))?;
    db.person(person)?.ok_or(Refusal::Gone("person"))?;
    if (mark.is_some() || person != entry.person) && is_tied(db, &entry)? {
        return Err(Refusal::GoalAndCheckIns.into());
    }
    if !is_in_calendar(day) {
        return Err(Refusal::BeforeTheCalendar.into());
    }
    let written = entry.written.on(day);
    if let Some(step) = entry.steps.first().filter(|step| mark.is_none() && step.at < written) {
        return Err(Refusal::HappenedBefore(step.at.day()).into());
    }
    // What was written east of here may be of tomorrow already, and stays so.
    if day > now.day() && day != entry.written.day() {
        return Err(Refusal::StillToCome.into());
    }
    with_entry(db, id, |entry| {
        // It was not jotted in that one-on-one, if it is of another day or about somebody else.
        if entry.person != person || entry.written != written {
            entry.one_on_one = None;
            entry.steps.iter_mut().filter(|_| entry.person != person).for_each(|step| step.one_on_one = None);
        }
        entry.person = person;
        entry.written = written;
        if let Some(mark) = mark {
            entry.detail = Detail::begun(mark, None);
            entry.steps.clear();
            // A flag is evidence only where somebody was asked whether it is to be: it was none when this was picked.
            entry.evidence &= mark.kind() != Kind::Flag;
        }
    })
}
