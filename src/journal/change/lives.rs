//! What happens to an entry after it was written: done, told, replaced, checked in on.

use jiff::civil::Date;

use super::{Refusal, Result, with_entry};
use crate::{
    domain::{
        check_in::{CheckIn, Closeness},
        entry::{Detail, Entry},
        expectation::Expectation,
        id::EntryId,
        jot::{self, JotError},
        kind::Kind,
        life::{Move, MoveError, Occasion},
        moment::Moment,
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

/// Does something about an entry; where a one-on-one is going on, it happened there.
pub(super) fn make(db: &Db, id: EntryId, wanted: &Move, now: &Moment) -> Result<Vec<Edit>> {
    happen(db, id, now, |entry, occasion| entry.make(wanted, occasion))
}

pub(super) fn tell(db: &Db, id: EntryId, words: &str, day: Option<Date>, now: &Moment) -> Result<Vec<Edit>> {
    happen(db, id, now, |entry, occasion| entry.tell(words, day, occasion))
}

/// The old one gives way in the same change that writes the new one.
pub(super) fn replace(
    db: &Db,
    id: EntryId,
    [text, provide, their_words]: [&str; 3],
    now: &Moment,
) -> Result<Vec<Edit>> {
    let mut edits = happen(db, id, now, Entry::give_way)?;
    let old = db.entry(id)?.ok_or(Refusal::Gone("entry"))?;
    let said = |text: &str| match jot::clean(text) {
        Err(JotError::Empty) => Ok(String::new()),
        cleaned => cleaned,
    };
    let expectation =
        Expectation { provide: said(provide)?, their_words: said(their_words)?, ..Expectation::default() };
    let new = Entry {
        id: db.next_entry_key()?,
        uid: new_uid(now),
        person: old.person,
        one_on_one: db.running(old.person)?.map(|running| running.id),
        written: now.clone(),
        text: jot::clean(text)?,
        detail: Detail::Expectation(expectation),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    };
    edits.push(Edit::made(Record::Entry(Box::new(new))));
    Ok(edits)
}

fn happen(
    db: &Db,
    id: EntryId,
    now: &Moment,
    work: impl FnOnce(&mut Entry, Occasion) -> std::result::Result<(), MoveError>,
) -> Result<Vec<Edit>> {
    let before = db.entry(id)?.filter(|entry| entry.trashed.is_none()).ok_or(Refusal::Gone("entry"))?;
    let one_on_one = db.running(before.person)?.map(|running| running.id);
    let mut after = before.clone();
    work(&mut after, Occasion { uid: new_uid(now), at: now.clone(), one_on_one })?;
    // It was put off as it stood then.
    after.put_off = None;
    if before == after {
        // Watched until that day already, or told in those words.
        return Ok(Vec::new());
    }
    let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
    Ok(vec![Edit::changed(before, after)])
}

/// Lets it wait on you again on a day, or now.
pub(super) fn put_off(db: &Db, id: EntryId, until: Option<Date>, now: &Moment) -> Result<Vec<Edit>> {
    if until.is_some_and(|until| until <= now.day()) {
        return Err(MoveError::DayIsOver.into());
    }
    with_entry(db, id, |entry| entry.put_off = until)
}

/// What a check-in says until somebody writes a line for it.
const CHECKED_IN: &str = "Checked in";

pub(super) fn check_in(db: &Db, goal: EntryId, closeness: Closeness, now: &Moment) -> Result<Vec<Edit>> {
    let live = |entry: &Entry| entry.kind() == Kind::Goal && entry.trashed.is_none();
    let about = db.entry(goal)?.filter(live).ok_or(Refusal::Gone("goal"))?;
    let entry = Entry {
        id: db.next_entry_key()?,
        uid: new_uid(now),
        person: about.person,
        one_on_one: db.running(about.person)?.map(|running| running.id),
        written: now.clone(),
        text: CHECKED_IN.to_owned(),
        detail: Detail::CheckIn(CheckIn { goal, closeness }),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    };
    Ok(vec![Edit::made(Record::Entry(Box::new(entry)))])
}
