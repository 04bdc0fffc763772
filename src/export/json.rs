//! The JSON export: every record on a line of its own, identified by its uid.
//!
//! The bytes depend only on the content: two journals with the same content give the same document,
//! whatever their row numbers and their undo history. `docs/export.md` describes the fields.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use jiff::{Timestamp, civil::Date};
use serde::{Serialize, Serializer};

use super::{ExportContent, ExportError, ExportOptions, ExportScope, ProgressCounter, Result};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::EntryEvent,
            kind::{Kind, check_in::Closeness, delegation::Level},
        },
        id::{OneOnOneId, PersonId, Uid},
        meeting_prep::MeetingPrep,
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
        parse::entry_line,
        person::{Person, Profile},
        question::{AskedQuestion, Theme},
        review::Review,
    },
    store::{Db, ExportFilter},
};

/// The version of the format. It rises by one when a program for the previous version would misread
/// the new one; a new list or field is no such change.
const FORMAT_VERSION: u32 = 1;

/// A list: its name, the documents that have it, and how it is written.
type ListSpec = (&'static str, ListScope, fn(&mut ListSource<'_, '_, '_>, &mut ListWriter<'_>) -> Result);

/// Which documents have a list.
enum ListScope {
    /// All documents, limited to the person or review they are about.
    Always,
    /// All, but the document of a person only with flags: the text of a review may quote one.
    AlwaysUnlessFlagsHidden,
    /// Documents of the journal and of a person.
    PersonAndJournal,
    /// Only documents of the journal: it is about the leader.
    JournalOnly,
}

impl ListScope {
    fn includes(&self, options: &ExportOptions) -> bool {
        match (self, options.scope) {
            (Self::AlwaysUnlessFlagsHidden, ExportScope::Person(_)) => options.includes_flags(),
            (Self::Always | Self::AlwaysUnlessFlagsHidden, _)
            | (_, ExportScope::Journal)
            | (Self::PersonAndJournal, ExportScope::Person(_)) => true,
            (Self::PersonAndJournal, ExportScope::Review(_)) | (Self::JournalOnly, _) => false,
        }
    }
}

/// Every list. A record refers only to lists before its own, or to its own. New content of the
/// journal is added here and in `docs/export.md`.
const LISTS: &[ListSpec] = &[
    ("people", ListScope::Always, write_people),
    ("needs", ListScope::PersonAndJournal, write_needs),
    ("one_on_ones", ListScope::PersonAndJournal, write_one_on_ones),
    ("entries", ListScope::Always, write_entries),
    ("questions", ListScope::JournalOnly, write_questions),
    ("asked", ListScope::PersonAndJournal, write_asked),
    ("self_checks", ListScope::JournalOnly, write_self_checks),
    ("intentions", ListScope::JournalOnly, write_intentions),
    ("reviews", ListScope::AlwaysUnlessFlagsHidden, write_reviews),
    ("templates", ListScope::JournalOnly, write_templates),
];

/// The source of a list.
struct ListSource<'a, 'c, 'w> {
    db: &'a Db,
    filter: &'a ExportFilter,
    content: &'a ExportContent<'a>,
    person_uids: HashMap<PersonId, Uid>,
    progress: &'a mut ProgressCounter<'c, 'w>,
}

/// Writes every list for a filter.
pub(super) fn write(
    db: &Db,
    options: &ExportOptions,
    filter: &ExportFilter,
    content: &ExportContent<'_>,
    out: &mut dyn Write,
    progress: &mut ProgressCounter<'_, '_>,
) -> Result {
    let head = Header {
        format: FORMAT_VERSION,
        of: match options.scope {
            ExportScope::Journal => "journal",
            ExportScope::Person(_) => "person",
            ExportScope::Review(_) => "review",
        },
        from: options.from,
        to: options.to,
        flags: options.includes_flags(),
        trash: options.is_full_export(),
    };
    write!(out, "{{\n\"rapport\": {}", serde_json::to_string(&head)?)?;
    let names = content.people.iter().map(|person| (person.id, person.uid)).collect();
    let mut reading = ListSource { db, filter, content, person_uids: names, progress };
    for (name, _, fill) in LISTS.iter().filter(|(_, which, _)| which.includes(options)) {
        write!(out, ",\n\"{name}\": [")?;
        let mut lines = ListWriter { out, is_empty: true };
        fill(&mut reading, &mut lines)?;
        let is_empty = lines.is_empty;
        write!(out, "{}", if is_empty { "]" } else { "\n]" })?;
    }
    Ok(writeln!(out, "\n}}")?)
}

/// The header of the document.
#[derive(Serialize)]
struct Header {
    format: u32,
    of: &'static str,
    from: Option<Date>,
    to: Option<Date>,
    flags: bool,
    trash: bool,
}

/// Writes a list, one record a line.
struct ListWriter<'a> {
    out: &'a mut dyn Write,
    is_empty: bool,
}

impl ListWriter<'_> {
    fn write_record(&mut self, thing: &impl Serialize) -> Result {
        self.out.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        Ok(serde_json::to_writer(&mut self.out, thing)?)
    }
}

#[derive(Serialize)]
struct PersonRecord<'a> {
    uid: Uid,
    #[serde(flatten)]
    profile: &'a Profile,
    place: i64,
    added: &'a Moment,
    archived: &'a Option<Moment>,
    prepare: &'a MeetingPrep,
}

fn write_people(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    let mut people: Vec<&Person> = source.content.people.iter().collect();
    people.sort_by_key(|person| (person.position, person.uid));
    people.into_iter().try_for_each(|person| {
        let Person {
            id: _,
            uid,
            profile,
            position: place,
            added_at: added,
            archived_at: archived,
            meeting_prep: prepare,
            short_name: _,
        } = person;
        writer.write_record(&PersonRecord { uid: *uid, profile, place: *place, added, archived, prepare })
    })
}

#[derive(Serialize)]
struct NeedRecord<'a> {
    uid: Uid,
    person: Uid,
    written: &'a Moment,
    text: &'a str,
}

fn write_needs(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    source.db.for_each_need(source.filter, |need| {
        let person = person_uid(&source.person_uids, need.person);
        writer.write_record(&NeedRecord { uid: need.uid, person, written: &need.written_at, text: &need.text })
    })
}

#[derive(Serialize)]
struct OneOnOneRecord<'a> {
    uid: Uid,
    person: Uid,
    at: &'a Moment,
    state: OneOnOneState,
    wrapped_up: &'a Option<Moment>,
    minutes: Option<u32>,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned_end: Option<Timestamp>,
}

fn write_one_on_ones(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    source.db.for_each_one_on_one(source.filter, |one| {
        let OneOnOne { id: _, uid, person, at, state, wrapped_up_at: wrapped_up, minutes, reason, planned_end } = &one;
        let (uid, state, minutes) = (*uid, *state, *minutes);
        writer.write_record(&OneOnOneRecord {
            uid,
            person: person_uid(&source.person_uids, *person),
            at,
            state,
            wrapped_up,
            minutes,
            reason,
            planned_end: *planned_end,
        })
    })
}

#[derive(Serialize)]
struct EntryRecord<'a> {
    uid: Uid,
    kind: Kind,
    person: Uid,
    one_on_one: Option<Uid>,
    written: &'a Moment,
    text: &'a str,
    /// Derived from the text, for readers that do not parse it.
    subjects: Vec<String>,
    detail: DetailRecord<'a>,
    steps: Vec<EventRecord<'a>>,
    trashed: &'a Option<Moment>,
    put_off: Option<Date>,
    evidence: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<Date>,
}

#[derive(Serialize)]
struct EventRecord<'a> {
    uid: Uid,
    at: &'a Moment,
    one_on_one: Option<Uid>,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    words: &'a str,
}

/// The detail of the kind, with a uid where the journal has a row id.
struct DetailRecord<'a> {
    detail: &'a Detail,
    /// The goal of a check-in.
    goal: Option<Uid>,
}

impl Serialize for DetailRecord<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct CheckInRecord {
            goal: Option<Uid>,
            closeness: Closeness,
        }
        match self.detail {
            Detail::Note(note) => note.serialize(to),
            Detail::Flag(flag) => flag.serialize(to),
            Detail::Goal(goal) => goal.serialize(to),
            Detail::CheckIn(check_in) => CheckInRecord { goal: self.goal, closeness: check_in.closeness }.serialize(to),
            Detail::Action(action) => action.serialize(to),
            Detail::Praise(praise) => praise.serialize(to),
            Detail::Feedback(feedback) => feedback.serialize(to),
            Detail::Delegation(delegation) => delegation.serialize(to),
            Detail::Expectation(expectation) => expectation.serialize(to),
            Detail::Topic(topic) => topic.serialize(to),
        }
    }
}

fn write_entries(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    let ListSource { db, filter: slice, person_uids: names, progress: count, content: about } = source;
    let mut put = |entry: &Entry| {
        let Entry {
            id: _,
            uid,
            person,
            one_on_one,
            written_at: written,
            text,
            detail,
            events: steps,
            trashed_at: trashed,
            snoozed_until: put_off,
            evidence,
            shared_on: shared,
        } = entry;
        let goal = match detail {
            Detail::CheckIn(check_in) => Some(db.entry_uid_and_text(check_in.goal)?.0),
            _ => None,
        };
        writer.write_record(&EntryRecord {
            uid: *uid,
            kind: entry.kind(),
            person: person_uid(names, *person),
            one_on_one: one_on_one_uid(db, *one_on_one)?,
            written,
            text,
            subjects: entry_line::find_subjects(text).into_iter().map(|subject| subject.word).collect(),
            detail: DetailRecord { detail, goal },
            steps: steps.iter().map(|event| event_record(db, event)).collect::<Result<_>>()?,
            trashed,
            put_off: *put_off,
            evidence: *evidence,
            shared: *shared,
        })?;
        count.increment()
    };
    match about.review {
        Some((_, evidence)) => evidence.rows.iter().try_for_each(|proof| put(&proof.entry)),
        None => db.for_each_entry(slice, |entry| put(&entry)),
    }
}

fn event_record<'a>(db: &Db, event: &'a EntryEvent) -> Result<EventRecord<'a>> {
    let EntryEvent { uid, at, one_on_one, kind: what, comment: words } = event;
    let (what, level) = (what.as_str(), what.level());
    Ok(EventRecord { uid: *uid, at, one_on_one: one_on_one_uid(db, *one_on_one)?, what, level, words })
}

/// Like people, they have no date.
fn write_questions(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    let mut cards = source.db.question_overrides()?;
    cards.sort_by_key(|card| (card.written_at.at_ms(), card.uid));
    cards.iter().try_for_each(|card| writer.write_record(card))
}

#[derive(Serialize)]
struct AskedRecord<'a> {
    uid: Uid,
    person: Uid,
    question: &'a str,
    theme: Theme,
    at: &'a Moment,
}

fn write_asked(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    source.db.for_each_asked_question(source.filter, |asked| {
        let AskedQuestion { uid, person, question, theme, at } = &asked;
        writer.write_record(&AskedRecord {
            uid: *uid,
            person: person_uid(&source.person_uids, *person),
            question,
            theme: *theme,
            at,
        })
    })
}

fn write_self_checks(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    source.db.for_each_self_check(source.filter, |check| writer.write_record(&check))
}

fn write_intentions(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    source.db.for_each_intention(source.filter, |intention| writer.write_record(&intention))
}

#[derive(Serialize)]
struct ReviewRecord<'a> {
    uid: Uid,
    person: Uid,
    from: Date,
    to: Date,
    begun: &'a Moment,
    text: &'a str,
    finished: &'a Option<Moment>,
}

fn write_reviews(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    let ListSource { db, filter: slice, person_uids: names, .. } = source;
    let mut put = |review: &Review| {
        let Review { uid, person, from, to, started_at: begun, text, finished_at: finished } = review;
        let person = person_uid(names, *person);
        writer.write_record(&ReviewRecord { uid: *uid, person, from: *from, to: *to, begun, text, finished })
    };
    match source.content.review {
        Some((review, _)) => put(review),
        None => db.for_each_review(slice, |review| put(&review)),
    }
}

/// Like questions, they have no date.
fn write_templates(source: &mut ListSource<'_, '_, '_>, writer: &mut ListWriter<'_>) -> Result {
    let mut templates = source.db.templates()?;
    templates.sort_by_key(|template| (template.written_at.at_ms(), template.uid));
    templates.iter().try_for_each(|template| writer.write_record(template))
}

fn one_on_one_uid(db: &Db, id: Option<OneOnOneId>) -> Result<Option<Uid>> {
    Ok(id.map(|id| db.one_on_one_uid(id)).transpose()?)
}

/// The schema guarantees that the person of a row exists.
fn person_uid(names: &HashMap<PersonId, Uid>, id: PersonId) -> Uid {
    names.get(&id).copied().unwrap_or(Uid::NIL)
}

impl From<serde_json::Error> for ExportError {
    /// Serialising these records fails only if the output does.
    fn from(error: serde_json::Error) -> Self {
        Self::Output(io::Error::from(error))
    }
}
