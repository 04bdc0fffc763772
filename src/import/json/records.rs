//! Parses the records of a document. They refer to each other by uid; here each uid gets a row of
//! the bundle when it is first met, defined or only referred to, and
//! [`resolve_refs`](super::resolve_refs) checks that all are defined.

use std::{borrow::Cow, collections::HashMap};

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::{
                Kind,
                check_in::{CheckIn, Closeness},
                delegation::{Delegation, Level},
                expectation::Expectation,
                feedback::Feedback,
                flag::Flag,
                goal::Goal,
            },
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        intention::Intention,
        meeting_prep::MeetingPrep,
        moment::Moment,
        name::clean_name,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        parse::{date::is_in_calendar, entry_line, entry_line::TextError},
        person::{Person, Profile, ShortName},
        question::{AskedQuestion, QuestionOverride, Theme},
        review,
        review::{Review, Template},
        self_check::SelfCheck,
    },
    journal::import_bundle::{ImportBundle, ImportedPerson, PersonMapping},
};

/// The highest position of a person that is believed.
const MAX_PLACE: i64 = 1 << 20;

/// How much of a parser's message is repeated, in characters: it may quote the document.
const MAX_QUOTED_CHARS: usize = 100;

/// Why a record is left out, as the end of a sentence, and on which of its lines.
#[derive(Debug)]
pub(super) struct RecordError {
    pub line_offset: u64,
    pub reason: String,
}

impl RecordError {
    fn new(why: impl Into<String>) -> Self {
        Self { line_offset: 0, reason: why.into() }
    }
}

type Result<T = (), E = RecordError> = std::result::Result<T, E>;

/// The records read so far.
#[derive(Default)]
pub(super) struct DocumentState {
    /// Whether all references have to resolve within the document.
    pub is_complete: bool,
    pub bundle: ImportBundle,
    pub people: UidTable,
    pub one_on_ones: UidTable,
    pub entries: UidTable,
    others: UidTable,
    /// The line of each need, one-on-one, and so on, in the order of the bundle.
    pub lines: RecordLines,
}

#[derive(Default)]
pub(super) struct RecordLines {
    pub needs: Vec<u64>,
    pub one_on_ones: Vec<u64>,
    pub entries: Vec<u64>,
    pub asked: Vec<u64>,
    pub reviews: Vec<u64>,
}

/// Maps uids to rows, and knows which are defined.
#[derive(Default)]
pub(super) struct UidTable(HashMap<Uid, (i64, bool)>);

impl UidTable {
    /// The row of a uid, which may be defined later.
    fn row(&mut self, uid: Uid) -> i64 {
        let next = i64::try_from(self.0.len()).unwrap_or(i64::MAX);
        self.0.entry(uid).or_insert((next, false)).0
    }

    /// Defines a uid, which may be done once.
    fn define(&mut self, uid: Uid, what: &str) -> Result<i64> {
        if uid == Uid::NIL {
            return Err(RecordError::new(format!("has {what} without a uid")));
        }
        let row = self.row(uid);
        let defined = self.0.insert(uid, (row, true)).is_some_and(|(_, defined)| defined);
        if defined { Err(RecordError::new(format!("has {what} twice: {uid}"))) } else { Ok(row) }
    }
}

fn parse<'a, T: Deserialize<'a>>(json: &'a str, what: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        let below = (error.line() as u64).saturating_sub(1);
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        let message: String = message.chars().filter(|c| !c.is_control()).take(MAX_QUOTED_CHARS).collect();
        RecordError { line_offset: below, reason: format!("has {what} that can’t be read ({message})") }
    })
}

/// Cleans a text like a typed one; it must not be empty.
fn clean_text(text: &str, what: &str) -> Result<String> {
    entry_line::clean_text(text).map_err(|error| RecordError::new(format!("has {what} {}", text_error_reason(&error))))
}

fn text_error_reason(error: &TextError) -> String {
    match error {
        TextError::Empty => "without text".to_owned(),
        TextError::TooLong { chars } => {
            format!("with a text of {chars} characters; the maximum is {}", entry_line::MAX_ENTRY_CHARS)
        }
    }
}

/// Removes what is never stored; surrounding white space stays, as in the small fields of the
/// journal.
fn tidy_in_place(text: &mut String) {
    *text = entry_line::sanitize(text);
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct PersonRecord {
    uid: Uid,
    #[serde(default)]
    place: i64,
    added: Moment,
    archived: Option<Moment>,
    #[serde(default)]
    prepare: MeetingPrep,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct NeedRecord {
    uid: Uid,
    person: Uid,
    written: Moment,
    text: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct OneOnOneRecord {
    uid: Uid,
    person: Uid,
    at: Moment,
    state: OneOnOneState,
    wrapped_up: Option<Moment>,
    minutes: Option<u32>,
    #[serde(default)]
    reason: String,
    planned_end: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct EntryRecord<'a> {
    uid: Uid,
    kind: Kind,
    person: Uid,
    one_on_one: Option<Uid>,
    written: Moment,
    text: String,
    #[serde(borrow)]
    detail: &'a RawValue,
    #[serde(borrow, default)]
    steps: Vec<EventRecord<'a>>,
    trashed: Option<Moment>,
    put_off: Option<Date>,
    #[serde(default)]
    evidence: bool,
    shared: Option<Date>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct EventRecord<'a> {
    uid: Uid,
    at: Moment,
    one_on_one: Option<Uid>,
    #[serde(borrow)]
    what: Cow<'a, str>,
    level: Option<Level>,
    #[serde(default)]
    words: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct CheckInRecord {
    goal: Option<Uid>,
    closeness: Closeness,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct AskedRecord {
    uid: Uid,
    person: Uid,
    question: String,
    theme: Theme,
    at: Moment,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct ReviewRecord {
    uid: Uid,
    person: Uid,
    from: Date,
    to: Date,
    begun: Moment,
    text: String,
    finished: Option<Moment>,
}

impl DocumentState {
    /// An empty state; in a `whole` document all references have to resolve.
    pub(super) fn new(is_complete: bool) -> Self {
        Self { is_complete, ..Self::default() }
    }

    pub(super) fn read_person(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a person";
        let mut profile: Profile = parse(json, WHAT)?;
        let PersonRecord { uid, place, added, archived, mut prepare } = parse(json, WHAT)?;
        profile.name =
            clean_name(&profile.name).map_err(|_| RecordError::new(format!("has {WHAT} without a valid name")))?;
        profile.goes_by = clean_name(&profile.goes_by).unwrap_or_default();
        profile.format = clean_name(&profile.format).unwrap_or_default();
        for text in [&mut profile.role, &mut profile.team, &mut profile.pronouns, &mut profile.personal_details] {
            tidy_in_place(text);
        }
        for asked in &mut prepare.asked_details {
            tidy_in_place(&mut asked.detail);
        }
        prepare.asked_details.retain(|asked| !asked.detail.trim().is_empty());
        let days = prepare.asked_details.iter().map(|asked| asked.asked_on).chain(profile.since);
        check_in_calendar(days, WHAT)?;
        let id = PersonId(self.people.define(uid, WHAT)?);
        let place = place.clamp(0, MAX_PLACE);
        let person = Person {
            id,
            uid,
            profile,
            position: place,
            added_at: added,
            archived_at: archived,
            meeting_prep: prepare,
            short_name: ShortName::default(),
        };
        self.bundle.people.push(ImportedPerson { person, mapping: PersonMapping::ByName });
        Ok(())
    }

    pub(super) fn read_need(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "an answer to what somebody needs";
        let NeedRecord { uid, person, written, text: raw } = parse(json, WHAT)?;
        let text = clean_text(&raw, WHAT)?;
        self.others.define(uid, WHAT)?;
        let person = self.person_id(person);
        self.bundle.needs.push(Need { uid, person, written_at: written, text });
        self.lines.needs.push(line);
        Ok(())
    }

    pub(super) fn read_one_on_one(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "a one-on-one";
        let OneOnOneRecord { uid, person, at, state, wrapped_up, minutes, mut reason, planned_end } =
            parse(json, WHAT)?;
        tidy_in_place(&mut reason);
        let planned_end = planned_end.and_then(|end| Timestamp::from_millisecond(end.as_millisecond()).ok());
        let person = self.person_id(person);
        let mut one = OneOnOne {
            id: OneOnOneId(0),
            uid,
            person,
            at,
            state,
            wrapped_up_at: wrapped_up,
            minutes,
            reason,
            planned_end,
        };
        if let Some(problem) = one.validation_error() {
            return Err(RecordError::new(format!("has {WHAT} that is invalid: {problem}")));
        }
        one.id = OneOnOneId(self.one_on_ones.define(uid, WHAT)?);
        self.bundle.one_on_ones.push(one);
        self.lines.one_on_ones.push(line);
        Ok(())
    }

    pub(super) fn read_entry(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "an entry";
        let read: EntryRecord<'_> = parse(json, WHAT)?;
        let detail = self.read_detail(read.kind, read.detail.get())?;
        let events = read.steps.into_iter().map(|event| self.read_event(event)).collect::<Result<_>>()?;
        let mut entry = Entry {
            id: EntryId(0),
            uid: read.uid,
            person: self.person_id(read.person),
            one_on_one: read.one_on_one.map(|uid| self.one_on_one_id(uid)),
            written_at: read.written,
            text: clean_text(&read.text, WHAT)?,
            detail,
            events,
            trashed_at: read.trashed,
            snoozed_until: read.put_off,
            evidence: read.evidence,
            shared_on: read.shared,
        };
        if let Some(problem) = entry.validation_error() {
            return Err(RecordError::new(format!("has {WHAT} that is invalid: {problem}")));
        }
        entry.id = EntryId(self.entries.define(read.uid, WHAT)?);
        self.bundle.entries.push(entry);
        self.lines.entries.push(line);
        Ok(())
    }

    fn read_detail(&mut self, kind: Kind, json: &str) -> Result<Detail> {
        const WHAT: &str = "an entry with a detail";
        let tidied = |texts: &mut [&mut String]| texts.iter_mut().for_each(|text| tidy_in_place(text));
        Ok(match kind {
            Kind::Note => Detail::Note(parse(json, WHAT)?),
            Kind::Flag => {
                let mut flag: Flag = parse(json, WHAT)?;
                tidied(&mut [&mut flag.usually, &mut flag.lately, &mut flag.need]);
                Detail::Flag(flag)
            }
            Kind::Goal => {
                let mut goal: Goal = parse(json, WHAT)?;
                tidied(&mut [&mut goal.why, &mut goal.success, &mut goal.support]);
                Detail::Goal(goal)
            }
            Kind::CheckIn => {
                let CheckInRecord { goal, closeness } = parse(json, WHAT)?;
                let goal = goal.ok_or_else(|| RecordError::new("has a check-in without a goal"))?;
                Detail::CheckIn(CheckIn { goal: EntryId(self.entries.row(goal)), closeness })
            }
            Kind::Action => Detail::Action(parse(json, WHAT)?),
            Kind::Praise => Detail::Praise(parse(json, WHAT)?),
            Kind::Feedback => {
                let mut feedback: Feedback = parse(json, WHAT)?;
                let Feedback { direction: _, situation, behaviour, impact, changed } = &mut feedback;
                tidied(&mut [situation, behaviour, impact, changed]);
                Detail::Feedback(feedback)
            }
            Kind::Delegation => {
                let mut delegation: Delegation = parse(json, WHAT)?;
                tidied(&mut [&mut delegation.support]);
                Detail::Delegation(delegation)
            }
            Kind::Expectation => {
                let mut expectation: Expectation = parse(json, WHAT)?;
                tidied(&mut [&mut expectation.provide, &mut expectation.their_words]);
                Detail::Expectation(expectation)
            }
            Kind::Topic => Detail::Topic(parse(json, WHAT)?),
        })
    }

    fn read_event(&mut self, event: EventRecord<'_>) -> Result<EntryEvent> {
        const WHAT: &str = "an entry with an event";
        let EventRecord { uid, at, one_on_one, what, level, mut words } = event;
        tidy_in_place(&mut words);
        let what =
            EventKind::from_parts(&what, level).map_err(|_| RecordError::new(format!("has {WHAT} that is unknown")))?;
        Ok(EntryEvent {
            uid,
            at,
            one_on_one: one_on_one.map(|uid| self.one_on_one_id(uid)),
            kind: what,
            comment: words,
        })
    }

    pub(super) fn read_question(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a question";
        let mut card: QuestionOverride = parse(json, WHAT)?;
        if let Some(own) = &mut card.custom {
            own.text = clean_text(&own.text, WHAT)?;
            tidy_in_place(&mut own.suitable_for);
        }
        card.question = clean_text(&card.question, WHAT)?;
        self.others.define(card.uid, WHAT)?;
        self.bundle.questions.push(card);
        Ok(())
    }

    pub(super) fn read_asked(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "a question that was asked";
        let AskedRecord { uid, person, question, theme, at } = parse(json, WHAT)?;
        let question = clean_text(&question, WHAT)?;
        self.others.define(uid, WHAT)?;
        let person = self.person_id(person);
        self.bundle.asked_questions.push(AskedQuestion { uid, person, question, theme, at });
        self.lines.asked.push(line);
        Ok(())
    }

    pub(super) fn read_self_check(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a self-check";
        let mut check: SelfCheck = parse(json, WHAT)?;
        tidy_in_place(&mut check.comment);
        if check.comment.trim().is_empty() && check.answers.iter().all(Option::is_none) {
            return Err(RecordError::new(format!("has {WHAT} without an answer")));
        }
        self.others.define(check.uid, WHAT)?;
        self.bundle.self_checks.push(check);
        Ok(())
    }

    pub(super) fn read_intention(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "an intention";
        let mut intention: Intention = parse(json, WHAT)?;
        intention.text = clean_text(&intention.text, WHAT)?;
        self.others.define(intention.uid, WHAT)?;
        self.bundle.intentions.push(intention);
        Ok(())
    }

    pub(super) fn read_review(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "a review";
        let ReviewRecord { uid, person, from, to, begun, text, finished } = parse(json, WHAT)?;
        let text = review::clean_review_text(&text).map_err(|_| invalid_text_error(WHAT))?;
        check_in_calendar([from, to], WHAT)?;
        if from > to {
            return Err(RecordError::new(format!("has {WHAT} of a period that ends before it begins")));
        }
        self.others.define(uid, WHAT)?;
        let person = self.person_id(person);
        self.bundle.reviews.push(Review { uid, person, from, to, started_at: begun, text, finished_at: finished });
        self.lines.reviews.push(line);
        Ok(())
    }

    pub(super) fn read_template(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a review template";
        let mut template: Template = parse(json, WHAT)?;
        template.name = Template::clean_name(&template.name).map_err(|_| invalid_text_error(WHAT))?;
        template.text = review::clean_review_text(&template.text).map_err(|_| invalid_text_error(WHAT))?;
        self.others.define(template.uid, WHAT)?;
        self.bundle.templates.push(template);
        Ok(())
    }

    fn person_id(&mut self, uid: Uid) -> PersonId {
        PersonId(self.people.row(uid))
    }

    fn one_on_one_id(&mut self, uid: Uid) -> OneOnOneId {
        OneOnOneId(self.one_on_ones.row(uid))
    }
}

fn invalid_text_error(what: &str) -> RecordError {
    RecordError::new(format!("has {what} without text, or with one that is too long"))
}

fn check_in_calendar(days: impl IntoIterator<Item = Date>, what: &str) -> Result {
    if days.into_iter().all(is_in_calendar) {
        Ok(())
    } else {
        Err(RecordError::new(format!("has {what} with a day before the year 1")))
    }
}
