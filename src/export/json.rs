//! The full form: everything that was written, each thing on a line of its own, by its lasting name.
//!
//! The bytes follow from the content alone: two journals that hold the same give the same document, whatever the numbers
//! of their rows, and however often something was done and undone on the way. `docs/export.md` describes the fields.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{About, Count, ExportError, Of, Order, Result};
use crate::{
    domain::{
        check_in::Closeness,
        delegation::Level,
        entry::{Detail, Entry},
        id::{OneOnOneId, PersonId, Uid},
        jot,
        kind::Kind,
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        prepare::Prepare,
        question::{Asked, Theme},
        review::Review,
        step::Step,
    },
    store::{Db, Slice},
};

/// The form of the document. It grows by one when a program that knows the form before would misread the new one; a list
/// or a field more is no such change.
const FORMAT: u32 = 1;

/// A list: its name, which documents have it, and how it is filled.
type List = (&'static str, In, fn(&mut Reading<'_, '_, '_>, &mut Lines<'_>) -> Result);

/// Which documents have a list.
enum In {
    /// All, with what is of the person in that of a person, and of the review in that of a review.
    Every,
    /// The same, but that of a person only with flags: the text of a review may quote one.
    EveryWithFlags,
    /// That of the journal and that of a person.
    Person,
    /// Only that of the journal: it is about the leader, and about nobody else.
    Journal,
}

impl In {
    fn is_in(&self, order: &Order) -> bool {
        match (self, order.of) {
            (Self::EveryWithFlags, Of::Person(_)) => order.has_flags(),
            (Self::Every | Self::EveryWithFlags, _) | (_, Of::Journal) | (Self::Person, Of::Person(_)) => true,
            (Self::Person, Of::Review(_)) | (Self::Journal, _) => false,
        }
    }
}

/// Every list. A thing points only into lists that stand before its own, or into its own. What the journal learns to hold
/// is added here and in `docs/export.md`.
const LISTS: &[List] = &[
    ("people", In::Every, people),
    ("needs", In::Person, needs),
    ("one_on_ones", In::Person, one_on_ones),
    ("entries", In::Every, entries),
    ("questions", In::Journal, questions),
    ("asked", In::Person, asked),
    ("self_checks", In::Journal, self_checks),
    ("intentions", In::Journal, intentions),
    ("reviews", In::EveryWithFlags, reviews),
    ("templates", In::Journal, templates),
];

/// What a list is read from.
struct Reading<'a, 'c, 'w> {
    db: &'a Db,
    slice: &'a Slice,
    about: &'a About<'a>,
    names: HashMap<PersonId, Uid>,
    count: &'a mut Count<'c, 'w>,
}

/// Writes everything of a slice.
pub(super) fn write(
    db: &Db,
    order: &Order,
    slice: &Slice,
    about: &About<'_>,
    out: &mut dyn Write,
    count: &mut Count<'_, '_>,
) -> Result {
    let head = Head {
        format: FORMAT,
        of: match order.of {
            Of::Journal => "journal",
            Of::Person(_) => "person",
            Of::Review(_) => "review",
        },
        from: order.from,
        to: order.to,
        flags: order.has_flags(),
        trash: order.is_full_form(),
    };
    write!(out, "{{\n\"rapport\": {}", serde_json::to_string(&head)?)?;
    let names = about.people.iter().map(|person| (person.id, person.uid)).collect();
    let mut reading = Reading { db, slice, about, names, count };
    for (name, _, fill) in LISTS.iter().filter(|(_, which, _)| which.is_in(order)) {
        write!(out, ",\n\"{name}\": [")?;
        let mut lines = Lines { out, first: true };
        fill(&mut reading, &mut lines)?;
        let is_empty = lines.first;
        write!(out, "{}", if is_empty { "]" } else { "\n]" })?;
    }
    Ok(writeln!(out, "\n}}")?)
}

/// What the document is.
#[derive(Serialize)]
struct Head {
    format: u32,
    of: &'static str,
    from: Option<Date>,
    to: Option<Date>,
    flags: bool,
    trash: bool,
}

/// A list that is being written, a thing on each line.
struct Lines<'a> {
    out: &'a mut dyn Write,
    first: bool,
}

impl Lines<'_> {
    fn put(&mut self, thing: &impl Serialize) -> Result {
        self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        Ok(serde_json::to_writer(&mut self.out, thing)?)
    }
}

#[derive(Serialize)]
struct PersonOut<'a> {
    uid: Uid,
    #[serde(flatten)]
    profile: &'a Profile,
    place: i64,
    added: &'a Moment,
    archived: &'a Option<Moment>,
    prepare: &'a Prepare,
}

fn people(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    let mut people: Vec<&Person> = reading.about.people.iter().collect();
    people.sort_by_key(|person| (person.place, person.uid));
    people.into_iter().try_for_each(|person| {
        let Person { id: _, uid, profile, place, added, archived, prepare } = person;
        lines.put(&PersonOut { uid: *uid, profile, place: *place, added, archived, prepare })
    })
}

#[derive(Serialize)]
struct NeedOut<'a> {
    uid: Uid,
    person: Uid,
    written: &'a Moment,
    text: &'a str,
}

fn needs(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    reading.db.each_need(reading.slice, |need| {
        let person = named(&reading.names, need.person);
        lines.put(&NeedOut { uid: need.uid, person, written: &need.written, text: &need.text })
    })
}

#[derive(Serialize)]
struct OneOnOneOut<'a> {
    uid: Uid,
    person: Uid,
    at: &'a Moment,
    state: OneOnOneState,
    wrapped_up: &'a Option<Moment>,
    minutes: Option<u32>,
    reason: &'a str,
}

fn one_on_ones(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    reading.db.each_one_on_one(reading.slice, |one| {
        let OneOnOne { id: _, uid, person, at, state, wrapped_up, minutes, reason } = &one;
        let (uid, state, minutes) = (*uid, *state, *minutes);
        lines.put(&OneOnOneOut { uid, person: named(&reading.names, *person), at, state, wrapped_up, minutes, reason })
    })
}

#[derive(Serialize)]
struct EntryOut<'a> {
    uid: Uid,
    kind: Kind,
    person: Uid,
    one_on_one: Option<Uid>,
    written: &'a Moment,
    text: &'a str,
    /// They follow from the text; they stand here for whoever reads no Markdown.
    subjects: Vec<String>,
    detail: DetailOut<'a>,
    steps: Vec<StepOut<'a>>,
    trashed: &'a Option<Moment>,
    put_off: Option<Date>,
    evidence: bool,
}

#[derive(Serialize)]
struct StepOut<'a> {
    uid: Uid,
    at: &'a Moment,
    one_on_one: Option<Uid>,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    words: &'a str,
}

/// What only the kind has, with a lasting name where the journal has a row.
struct DetailOut<'a> {
    detail: &'a Detail,
    /// The goal of a check-in.
    goal: Option<Uid>,
}

impl Serialize for DetailOut<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct CheckInOut {
            goal: Option<Uid>,
            closeness: Closeness,
        }
        match self.detail {
            Detail::Note(note) => note.serialize(to),
            Detail::Flag(flag) => flag.serialize(to),
            Detail::Goal(goal) => goal.serialize(to),
            Detail::CheckIn(check_in) => CheckInOut { goal: self.goal, closeness: check_in.closeness }.serialize(to),
            Detail::Action(action) => action.serialize(to),
            Detail::Praise(praise) => praise.serialize(to),
            Detail::Feedback(feedback) => feedback.serialize(to),
            Detail::Delegation(delegation) => delegation.serialize(to),
            Detail::Expectation(expectation) => expectation.serialize(to),
            Detail::Topic(topic) => topic.serialize(to),
        }
    }
}

fn entries(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    let Reading { db, slice, names, count, about } = reading;
    let mut put = |entry: &Entry| {
        let Entry { id: _, uid, person, one_on_one, written, text, detail, steps, trashed, put_off, evidence } = entry;
        let goal = match detail {
            Detail::CheckIn(check_in) => Some(db.entry_name(check_in.goal)?.0),
            _ => None,
        };
        lines.put(&EntryOut {
            uid: *uid,
            kind: entry.kind(),
            person: named(names, *person),
            one_on_one: meeting(db, *one_on_one)?,
            written,
            text,
            subjects: jot::subjects(text).into_iter().map(|subject| subject.word).collect(),
            detail: DetailOut { detail, goal },
            steps: steps.iter().map(|step| step_out(db, step)).collect::<Result<_>>()?,
            trashed,
            put_off: *put_off,
            evidence: *evidence,
        })?;
        count.one_more()
    };
    match about.review {
        Some((_, evidence)) => evidence.pieces.iter().try_for_each(|proof| put(&proof.entry)),
        None => db.each_entry(slice, |entry| put(&entry)),
    }
}

fn step_out<'a>(db: &Db, step: &'a Step) -> Result<StepOut<'a>> {
    let Step { uid, at, one_on_one, what, words } = step;
    let (what, level) = (what.as_str(), what.level());
    Ok(StepOut { uid: *uid, at, one_on_one: meeting(db, *one_on_one)?, what, level, words })
}

/// As people, they are no things of a day.
fn questions(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    let mut cards = reading.db.cards()?;
    cards.sort_by_key(|card| (card.written.at_ms(), card.uid));
    cards.iter().try_for_each(|card| lines.put(card))
}

#[derive(Serialize)]
struct AskedOut<'a> {
    uid: Uid,
    person: Uid,
    question: &'a str,
    theme: Theme,
    at: &'a Moment,
}

fn asked(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    reading.db.each_asked(reading.slice, |asked| {
        let Asked { uid, person, question, theme, at } = &asked;
        lines.put(&AskedOut { uid: *uid, person: named(&reading.names, *person), question, theme: *theme, at })
    })
}

fn self_checks(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    reading.db.each_self_check(reading.slice, |check| lines.put(&check))
}

fn intentions(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    reading.db.each_intention(reading.slice, |intention| lines.put(&intention))
}

#[derive(Serialize)]
struct ReviewOut<'a> {
    uid: Uid,
    person: Uid,
    from: Date,
    to: Date,
    begun: &'a Moment,
    text: &'a str,
    finished: &'a Option<Moment>,
}

fn reviews(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    let Reading { db, slice, names, .. } = reading;
    let mut put = |review: &Review| {
        let Review { uid, person, from, to, begun, text, finished } = review;
        let person = named(names, *person);
        lines.put(&ReviewOut { uid: *uid, person, from: *from, to: *to, begun, text, finished })
    };
    match reading.about.review {
        Some((review, _)) => put(review),
        None => db.each_review(slice, |review| put(&review)),
    }
}

/// As questions, they are no things of a day.
fn templates(reading: &mut Reading<'_, '_, '_>, lines: &mut Lines<'_>) -> Result {
    let mut templates = reading.db.templates()?;
    templates.sort_by_key(|template| (template.written.at_ms(), template.uid));
    templates.iter().try_for_each(|template| lines.put(template))
}

fn meeting(db: &Db, id: Option<OneOnOneId>) -> Result<Option<Uid>> {
    Ok(id.map(|id| db.one_on_one_name(id)).transpose()?)
}

/// A row points at a person who is there: the schema sees to it.
fn named(names: &HashMap<PersonId, Uid>, id: PersonId) -> Uid {
    names.get(&id).copied().unwrap_or(Uid::NONE)
}

impl From<serde_json::Error> for ExportError {
    /// Nothing that is written here can fail for another reason than its output.
    fn from(error: serde_json::Error) -> Self {
        Self::Output(io::Error::from(error))
    }
}
