//! Plans of changes to entries: adding, editing, picking as evidence, restoring a version and
//! reclassifying.

use jiff::civil::Date;

use super::{Result, RuleViolation};
use crate::{
    domain::{
        entry::{Detail, Entry, kind::Kind},
        format::{is_agenda_item, is_on_agenda},
        id::{EntryId, OneOnOneId, PersonId},
        moment::Moment,
        parse::{date::is_in_calendar, entry_line, entry_line::EntryLine, prefix::Prefix},
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

pub(super) fn add_entry(
    db: &Db,
    person: PersonId,
    one_on_one: Option<OneOnOneId>,
    line: &EntryLine,
    now: &Moment,
) -> Result<Vec<Edit>> {
    require_person(db, person)?;
    if let Some(id) = one_on_one {
        db.one_on_one(id)?
            .filter(|one_on_one| one_on_one.person == person)
            .ok_or(RuleViolation::NotFound("one-on-one"))?;
    }
    let text = entry_line::clean_text(&line.text)?;
    let detail = Detail::from_prefix(line.prefix, line.due);
    let entry =
        Entry { one_on_one, ..Entry::new(db.next_entry_id()?, new_uid(now), person, now.clone(), text, detail) };
    Ok(vec![Edit::created(Record::Entry(Box::new(entry)))])
}

/// Fails if there is no such person. Reading all about somebody takes as long as writing an entry.
pub(super) fn require_person(db: &Db, person: PersonId) -> Result<()> {
    if db.has_person(person)? { Ok(()) } else { Err(RuleViolation::NotFound("person").into()) }
}

/// A new entry about a person, in the one-on-one in progress, if any.
pub(super) fn new_entry(db: &Db, person: PersonId, text: String, detail: Detail, now: &Moment) -> Result<Entry> {
    let one_on_one = db.running_one_on_one(person)?.map(|running| running.id);
    Ok(Entry { one_on_one, ..Entry::new(db.next_entry_id()?, new_uid(now), person, now.clone(), text, detail) })
}

/// Plans one change for all topics, so that one undo reverts it.
pub(super) fn add_topics(db: &Db, person: PersonId, topics: &[String], now: &Moment) -> Result<Vec<Edit>> {
    require_person(db, person)?;
    let open = db.open_entries(person)?;
    let mut agenda: Vec<String> = open.into_iter().filter(is_agenda_item).map(|entry| entry.text).collect();
    let EntryId(first) = db.next_entry_id()?;
    let mut edits = Vec::new();
    for topic in topics {
        let text = entry_line::clean_text(topic)?;
        if is_on_agenda(&text, &agenda) {
            continue;
        }
        let id = EntryId(first + i64::try_from(edits.len()).unwrap_or(i64::MAX - first));
        let detail = Detail::from_prefix(Prefix::Topic, None);
        let entry = Entry::new(id, new_uid(now), person, now.clone(), text.clone(), detail);
        edits.push(Edit::created(Record::Entry(Box::new(entry))));
        agenda.push(text);
    }
    Ok(edits)
}

pub(super) fn edit_text(db: &Db, id: EntryId, text: &str, due: Option<Date>) -> Result<Vec<Edit>> {
    let text = entry_line::clean_text(text)?;
    update_entry(db, id, |entry| {
        entry.text = text;
        if let Detail::Action(action) = &mut entry.detail {
            action.due = due;
        }
    })
}

/// Plans one change for all entries, so that one undo reverts it. Entries in that state already get
/// no edit.
pub(super) fn set_evidence(db: &Db, entries: &[EntryId], picked: bool) -> Result<Vec<Edit>> {
    let mut edits = Vec::with_capacity(entries.len());
    for id in entries {
        edits.extend(update_entry(db, *id, |entry| entry.evidence = picked)?);
    }
    Ok(edits)
}

/// Plans the edit of an entry; none if `change` does not alter it.
pub(super) fn update_entry(db: &Db, id: EntryId, change: impl FnOnce(&mut Entry)) -> Result<Vec<Edit>> {
    let before = db.entry(id)?.ok_or(RuleViolation::NotFound("entry"))?;
    let mut after = before.clone();
    change(&mut after);
    let unchanged = before == after;
    let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
    Ok(if unchanged { Vec::new() } else { vec![Edit::updated(before, after)] })
}

/// Whether an entry is a check-in or a goal with check-ins, including those in the trash.
pub(super) fn is_linked_goal(db: &Db, entry: &Entry) -> Result<bool> {
    Ok(entry.kind() == Kind::CheckIn || (entry.kind() == Kind::Goal && db.has_check_ins(entry.id)?))
}

pub(super) fn restore_version(db: &Db, version: &Entry) -> Result<Vec<Edit>> {
    let entry = db.entry(version.id)?.ok_or(RuleViolation::NotFound("entry"))?;
    let is_reclassified = entry.kind() != version.kind() || entry.person != version.person;
    if is_reclassified && is_linked_goal(db, &entry)? {
        return Err(RuleViolation::LinkedGoal.into());
    }
    update_entry(db, version.id, |entry| *entry = version.clone())
}

pub(super) fn reclassify(
    db: &Db,
    id: EntryId,
    prefix: Option<Prefix>,
    day: Date,
    person: PersonId,
    now: &Moment,
) -> Result<Vec<Edit>> {
    let entry = db.entry(id)?.ok_or(RuleViolation::NotFound("entry"))?;
    require_person(db, person)?;
    if (prefix.is_some() || person != entry.person) && is_linked_goal(db, &entry)? {
        return Err(RuleViolation::LinkedGoal.into());
    }
    if !is_in_calendar(day) {
        return Err(RuleViolation::DateOutOfRange.into());
    }
    let written_at = entry.written_at.with_date(day);
    if let Some(event) = entry.events.first().filter(|event| prefix.is_none() && event.at < written_at) {
        return Err(RuleViolation::EventsPrecedeDate(event.at.day()).into());
    }
    // An entry written in a zone further east may be of tomorrow already, and may stay so.
    if day > now.day() && day != entry.written_at.day() {
        return Err(RuleViolation::FutureDate.into());
    }
    update_entry(db, id, |entry| {
        // An entry of another day or person does not belong to its one-on-one.
        if entry.person != person || entry.written_at != written_at {
            entry.one_on_one = None;
            entry.events.iter_mut().filter(|_| entry.person != person).for_each(|event| event.one_on_one = None);
        }
        if entry.person != person || prefix.is_some() {
            entry.shared_on = None;
        }
        entry.person = person;
        entry.written_at = written_at;
        if let Some(prefix) = prefix {
            entry.detail = Detail::from_prefix(prefix, None);
            entry.events.clear();
            // Flags are picked only after a confirmation, which was not asked for when this entry
            // was picked.
            entry.evidence &= prefix.kind() != Kind::Flag;
        }
    })
}
