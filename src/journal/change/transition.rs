//! What happens to an entry after it was written: done, told, replaced, checked in on.

use jiff::civil::Date;

use super::{Result, RuleViolation, entries::new_entry, update_entry};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            kind::{
                Kind,
                check_in::{CheckIn, Closeness},
                expectation::Expectation,
            },
            transition::{EventContext, Transition, TransitionError},
        },
        id::EntryId,
        moment::Moment,
        parse::entry_line,
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

/// Does something about an entry; where a one-on-one is going on, it happened there.
pub(super) fn apply_transition(db: &Db, id: EntryId, transition: &Transition, now: &Moment) -> Result<Vec<Edit>> {
    add_event(db, id, now, |entry, occasion| entry.apply(transition, occasion))
}

pub(super) fn record_told(db: &Db, id: EntryId, words: &str, day: Option<Date>, now: &Moment) -> Result<Vec<Edit>> {
    add_event(db, id, now, |entry, occasion| entry.record_told(words, day, occasion))
}

/// The old one gives way in the same change that writes the new one.
pub(super) fn replace_expectation(
    db: &Db,
    id: EntryId,
    [text, provide, their_words]: [&str; 3],
    now: &Moment,
) -> Result<Vec<Edit>> {
    let mut edits = add_event(db, id, now, Entry::mark_replaced)?;
    let old = db.entry(id)?.ok_or(RuleViolation::NotFound("entry"))?;
    let [provide, their_words] = [provide, their_words].map(entry_line::clean_optional_text);
    let expectation = Expectation { provide: provide?, their_words: their_words?, ..Expectation::default() };
    let text = entry_line::clean_text(text)?;
    let new = new_entry(db, old.person, text, Detail::Expectation(expectation), now)?;
    edits.push(Edit::created(Record::Entry(Box::new(new))));
    Ok(edits)
}

fn add_event(
    db: &Db,
    id: EntryId,
    now: &Moment,
    work: impl FnOnce(&mut Entry, EventContext) -> std::result::Result<(), TransitionError>,
) -> Result<Vec<Edit>> {
    let before = db.entry(id)?.filter(|entry| entry.trashed_at.is_none()).ok_or(RuleViolation::NotFound("entry"))?;
    let one_on_one = db.running_one_on_one(before.person)?.map(|running| running.id);
    let mut after = before.clone();
    work(&mut after, EventContext { uid: new_uid(now), at: now.clone(), one_on_one })?;
    // It was put off as it stood then.
    after.snoozed_until = None;
    if before == after {
        // Watched until that day already, or told in those words.
        return Ok(Vec::new());
    }
    let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
    Ok(vec![Edit::updated(before, after)])
}

/// Lets it wait on you again on a day, or now.
pub(super) fn snooze(db: &Db, id: EntryId, until: Option<Date>, now: &Moment) -> Result<Vec<Edit>> {
    if until.is_some_and(|until| until <= now.day()) {
        return Err(TransitionError::DateNotInFuture.into());
    }
    update_entry(db, id, |entry| entry.snoozed_until = until)
}

/// What a check-in says until somebody writes a line for it.
const DEFAULT_CHECK_IN_TEXT: &str = "Checked in";

pub(super) fn add_check_in(db: &Db, goal: EntryId, closeness: Closeness, now: &Moment) -> Result<Vec<Edit>> {
    let live = |entry: &Entry| entry.kind() == Kind::Goal && entry.trashed_at.is_none();
    let about = db.entry(goal)?.filter(live).ok_or(RuleViolation::NotFound("goal"))?;
    let text = DEFAULT_CHECK_IN_TEXT.to_owned();
    let entry = new_entry(db, about.person, text, Detail::CheckIn(CheckIn { goal, closeness }), now)?;
    Ok(vec![Edit::created(Record::Entry(Box::new(entry)))])
}
