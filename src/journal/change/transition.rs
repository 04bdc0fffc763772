//! Planning of changes that record an event of an entry, or an entry that follows up on another.

use jiff::civil::Date;

use super::{Result, RuleViolation, entries::new_entry, update_entry};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::EventKind,
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

/// Applies a transition. The event happens in the one-on-one in progress, if any.
pub(super) fn apply_transition(db: &Db, id: EntryId, transition: &Transition, now: &Moment) -> Result<Vec<Edit>> {
    add_event(db, id, now, |entry, context| entry.apply(transition, context))
}

pub(super) fn record_told(db: &Db, id: EntryId, comment: &str, day: Option<Date>, now: &Moment) -> Result<Vec<Edit>> {
    add_event(db, id, now, |entry, context| entry.record_told(comment, day, context))
}

/// Marks actions as sent to the person. What is no action, or is gone, is left as it is.
pub(super) fn mark_shared(db: &Db, entries: &[EntryId], now: &Moment) -> Result<Vec<Edit>> {
    let mut edits = Vec::with_capacity(entries.len());
    for id in entries {
        let is_live_action = |entry: &Entry| entry.kind() == Kind::Action && entry.trashed_at.is_none();
        let Some(before) = db.entry(*id)?.filter(is_live_action) else { continue };
        let mut after = before.clone();
        after.shared_on = Some(now.day());
        if after.can(EventKind::Told) {
            let context = EventContext { uid: new_uid(now), at: now.clone(), one_on_one: None };
            after.apply(&Transition::MarkTold(String::new()), context)?;
        }
        if before != after {
            let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
            edits.push(Edit::updated(before, after));
        }
    }
    Ok(edits)
}

/// Adds an expectation and marks the old one as replaced, in one change.
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
    apply: impl FnOnce(&mut Entry, EventContext) -> std::result::Result<(), TransitionError>,
) -> Result<Vec<Edit>> {
    let before = db.entry(id)?.filter(|entry| entry.trashed_at.is_none()).ok_or(RuleViolation::NotFound("entry"))?;
    let one_on_one = db.running_one_on_one(before.person)?.map(|running| running.id);
    let mut after = before.clone();
    apply(&mut after, EventContext { uid: new_uid(now), at: now.clone(), one_on_one })?;
    // An event ends the snooze, which was meant for the old state.
    after.snoozed_until = None;
    if before == after {
        // Nothing has changed: it was watched until that day already, or told with that comment.
        return Ok(Vec::new());
    }
    let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
    Ok(vec![Edit::updated(before, after)])
}

/// Snoozes an entry until a day, or ends the snooze.
pub(super) fn snooze(db: &Db, id: EntryId, until: Option<Date>, now: &Moment) -> Result<Vec<Edit>> {
    if until.is_some_and(|until| until <= now.day()) {
        return Err(TransitionError::DateNotInFuture.into());
    }
    update_entry(db, id, |entry| entry.snoozed_until = until)
}

/// The text of a check-in until it is edited.
const DEFAULT_CHECK_IN_TEXT: &str = "Checked in";

pub(super) fn add_check_in(db: &Db, goal: EntryId, closeness: Closeness, now: &Moment) -> Result<Vec<Edit>> {
    let is_live_goal = |entry: &Entry| entry.kind() == Kind::Goal && entry.trashed_at.is_none();
    let goal_entry = db.entry(goal)?.filter(is_live_goal).ok_or(RuleViolation::NotFound("goal"))?;
    let text = DEFAULT_CHECK_IN_TEXT.to_owned();
    let entry = new_entry(db, goal_entry.person, text, Detail::CheckIn(CheckIn { goal, closeness }), now)?;
    Ok(vec![Edit::created(Record::Entry(Box::new(entry)))])
}
