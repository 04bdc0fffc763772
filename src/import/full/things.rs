//! The things of a document, each by itself. They point at each other by lasting names; here each name gets a row of the
//! bundle when it is met first, defined or only pointed at, and [`join`](Reading::join) sees to it that all are defined.

use std::{borrow::Cow, collections::HashMap};

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    domain::{
        check_in::{CheckIn, Closeness},
        day::is_in_calendar,
        delegation::{Delegation, Level},
        entry::{Detail, Entry},
        expectation::Expectation,
        feedback::Feedback,
        flag::Flag,
        goal::Goal,
        id::{EntryId, OneOnOneId, PersonId, Uid},
        intention::Intention,
        jot::{self, JotError},
        kind::Kind,
        moment::Moment,
        name::clean_name,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        prepare::Prepare,
        question::{Asked, Card, Theme},
        review::{self, Review, Template},
        self_check::SelfCheck,
        step::{Step, What},
    },
    journal::bundle::{Arrival, Belongs, Bundle},
};

/// How many people are believed to stand before somebody.
const MOST_PLACE: i64 = 1 << 20;

/// How much of what a parser says is repeated, in characters: it may quote what stands there.
const QUOTED: usize = 100;

/// Why a thing is left out, as the end of a sentence, and how many lines below its first one.
#[derive(Debug)]
pub(super) struct Fault {
    pub below: u64,
    pub why: String,
}

impl Fault {
    fn new(why: impl Into<String>) -> Self {
        Self { below: 0, why: why.into() }
    }
}

type Result<T = (), E = Fault> = std::result::Result<T, E>;

/// What was read so far.
#[derive(Default)]
pub(super) struct Reading {
    /// Whether nothing may point at what is not in the document.
    pub is_whole: bool,
    pub bundle: Bundle,
    pub people: Names,
    pub one_on_ones: Names,
    pub entries: Names,
    others: Names,
    /// In which line each need stands, each one-on-one, and so on, in the order of the bundle.
    pub lines: Lines,
}

#[derive(Default)]
pub(super) struct Lines {
    pub needs: Vec<u64>,
    pub one_on_ones: Vec<u64>,
    pub entries: Vec<u64>,
    pub asked: Vec<u64>,
    pub reviews: Vec<u64>,
}

/// Lasting names with their rows, and whether the thing was met that has the name.
#[derive(Default)]
pub(super) struct Names(HashMap<Uid, (i64, bool)>);

impl Names {
    /// The row of the thing, which may stand further down.
    fn row(&mut self, uid: Uid) -> i64 {
        let next = i64::try_from(self.0.len()).unwrap_or(i64::MAX);
        self.0.entry(uid).or_insert((next, false)).0
    }

    /// The row for the thing itself, which is there once.
    fn define(&mut self, uid: Uid, what: &str) -> Result<i64> {
        if uid == Uid::NONE {
            return Err(Fault::new(format!("has {what} without a lasting name")));
        }
        let row = self.row(uid);
        let defined = self.0.insert(uid, (row, true)).is_some_and(|(_, defined)| defined);
        if defined { Err(Fault::new(format!("has {what} twice: {uid}"))) } else { Ok(row) }
    }
}

fn parsed<'a, T: Deserialize<'a>>(json: &'a str, what: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        let below = (error.line() as u64).saturating_sub(1);
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        let said: String = said.chars().filter(|c| !c.is_control()).take(QUOTED).collect();
        Fault { below, why: format!("has {what} that cannot be read ({said})") }
    })
}

/// The text, as clean as a typed one; there has to be some.
fn text(text: &str, what: &str) -> Result<String> {
    jot::clean(text).map_err(|error| Fault::new(format!("has {what} {}", without_text(&error))))
}

fn without_text(error: &JotError) -> String {
    match error {
        JotError::Empty => "without a text".to_owned(),
        JotError::TooLong { chars } => format!("with a text of {chars} characters: {} are the most", jot::MAX_CHARS),
    }
}

/// Takes out of a text what is never kept; white space around it stays, as the journal keeps it in small fields.
fn tidy(text: &mut String) {
    *text = jot::tidy(text);
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct PersonIn {
    uid: Uid,
    #[serde(default)]
    place: i64,
    added: Moment,
    archived: Option<Moment>,
    #[serde(default)]
    prepare: Prepare,
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct NeedIn {
    uid: Uid,
    person: Uid,
    written: Moment,
    text: String,
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct OneOnOneIn {
    uid: Uid,
    person: Uid,
    at: Moment,
    state: OneOnOneState,
    wrapped_up: Option<Moment>,
    minutes: Option<u32>,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct EntryIn<'a> {
    uid: Uid,
    kind: Kind,
    person: Uid,
    one_on_one: Option<Uid>,
    written: Moment,
    text: String,
    #[serde(borrow)]
    detail: &'a RawValue,
    #[serde(borrow, default)]
    steps: Vec<StepIn<'a>>,
    trashed: Option<Moment>,
    put_off: Option<Date>,
    #[serde(default)]
    evidence: bool,
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct StepIn<'a> {
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
#[serde(expecting = "names and values")]
struct CheckInIn {
    goal: Option<Uid>,
    closeness: Closeness,
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct AskedIn {
    uid: Uid,
    person: Uid,
    question: String,
    theme: Theme,
    at: Moment,
}

#[derive(Deserialize)]
#[serde(expecting = "names and values")]
struct ReviewIn {
    uid: Uid,
    person: Uid,
    from: Date,
    to: Date,
    begun: Moment,
    text: String,
    finished: Option<Moment>,
}

impl Reading {
    /// Nothing yet; of a `whole` document nothing may point at what is not in it.
    pub(super) fn begun(is_whole: bool) -> Self {
        Self { is_whole, ..Self::default() }
    }

    pub(super) fn person(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a person";
        let mut profile: Profile = parsed(json, WHAT)?;
        let PersonIn { uid, place, added, archived, mut prepare } = parsed(json, WHAT)?;
        profile.name =
            clean_name(&profile.name).map_err(|_| Fault::new(format!("has {WHAT} without a name that can be kept")))?;
        for text in [&mut profile.role, &mut profile.team, &mut profile.pronouns, &mut profile.matters] {
            tidy(text);
        }
        for asked in &mut prepare.asked {
            tidy(&mut asked.detail);
        }
        prepare.asked.retain(|asked| !asked.detail.trim().is_empty());
        let days = prepare.asked.iter().map(|asked| asked.on).chain(profile.since);
        in_calendar(days, WHAT)?;
        let id = PersonId(self.people.define(uid, WHAT)?);
        let place = place.clamp(0, MOST_PLACE);
        let person = Person { id, uid, profile, place, added, archived, prepare };
        self.bundle.people.push(Arrival { person, belongs: Belongs::AsNamed });
        Ok(())
    }

    pub(super) fn need(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "an answer to what somebody needs";
        let NeedIn { uid, person, written, text: said } = parsed(json, WHAT)?;
        let text = text(&said, WHAT)?;
        self.others.define(uid, WHAT)?;
        let person = self.about(person);
        self.bundle.needs.push(Need { uid, person, written, text });
        self.lines.needs.push(line);
        Ok(())
    }

    pub(super) fn one_on_one(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "a one-on-one";
        let OneOnOneIn { uid, person, at, state, wrapped_up, minutes, mut reason } = parsed(json, WHAT)?;
        tidy(&mut reason);
        let person = self.about(person);
        let mut one = OneOnOne { id: OneOnOneId(0), uid, person, at, state, wrapped_up, minutes, reason };
        if let Some(problem) = one.problem() {
            return Err(Fault::new(format!("has {WHAT} that cannot be: {problem}")));
        }
        one.id = OneOnOneId(self.one_on_ones.define(uid, WHAT)?);
        self.bundle.one_on_ones.push(one);
        self.lines.one_on_ones.push(line);
        Ok(())
    }

    pub(super) fn entry(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "an entry";
        let read: EntryIn<'_> = parsed(json, WHAT)?;
        let detail = self.detail(read.kind, read.detail.get())?;
        let steps = read.steps.into_iter().map(|step| self.step(step)).collect::<Result<_>>()?;
        let mut entry = Entry {
            id: EntryId(0),
            uid: read.uid,
            person: self.about(read.person),
            one_on_one: read.one_on_one.map(|uid| self.met(uid)),
            written: read.written,
            text: text(&read.text, WHAT)?,
            detail,
            steps,
            trashed: read.trashed,
            put_off: read.put_off,
            evidence: read.evidence,
        };
        if let Some(problem) = entry.problem() {
            return Err(Fault::new(format!("has {WHAT} that cannot be: {problem}")));
        }
        entry.id = EntryId(self.entries.define(read.uid, WHAT)?);
        self.bundle.entries.push(entry);
        self.lines.entries.push(line);
        Ok(())
    }

    fn detail(&mut self, kind: Kind, json: &str) -> Result<Detail> {
        const WHAT: &str = "an entry with a detail";
        let tidied = |texts: &mut [&mut String]| texts.iter_mut().for_each(|text| tidy(text));
        Ok(match kind {
            Kind::Note => Detail::Note(parsed(json, WHAT)?),
            Kind::Flag => {
                let mut flag: Flag = parsed(json, WHAT)?;
                tidied(&mut [&mut flag.usually, &mut flag.lately, &mut flag.need]);
                Detail::Flag(flag)
            }
            Kind::Goal => {
                let mut goal: Goal = parsed(json, WHAT)?;
                tidied(&mut [&mut goal.why, &mut goal.success, &mut goal.support]);
                Detail::Goal(goal)
            }
            Kind::CheckIn => {
                let CheckInIn { goal, closeness } = parsed(json, WHAT)?;
                let goal = goal.ok_or_else(|| Fault::new("has a check-in on no goal"))?;
                Detail::CheckIn(CheckIn { goal: EntryId(self.entries.row(goal)), closeness })
            }
            Kind::Action => Detail::Action(parsed(json, WHAT)?),
            Kind::Praise => Detail::Praise(parsed(json, WHAT)?),
            Kind::Feedback => {
                let mut feedback: Feedback = parsed(json, WHAT)?;
                let Feedback { direction: _, situation, behaviour, impact, changed } = &mut feedback;
                tidied(&mut [situation, behaviour, impact, changed]);
                Detail::Feedback(feedback)
            }
            Kind::Delegation => {
                let mut delegation: Delegation = parsed(json, WHAT)?;
                tidied(&mut [&mut delegation.support]);
                Detail::Delegation(delegation)
            }
            Kind::Expectation => {
                let mut expectation: Expectation = parsed(json, WHAT)?;
                tidied(&mut [&mut expectation.provide, &mut expectation.their_words]);
                Detail::Expectation(expectation)
            }
            Kind::Topic => Detail::Topic(parsed(json, WHAT)?),
        })
    }

    fn step(&mut self, step: StepIn<'_>) -> Result<Step> {
        const WHAT: &str = "an entry with a step";
        let StepIn { uid, at, one_on_one, what, level, mut words } = step;
        tidy(&mut words);
        let what = What::from_parts(&what, level).map_err(|_| Fault::new(format!("has {WHAT} that is none")))?;
        Ok(Step { uid, at, one_on_one: one_on_one.map(|uid| self.met(uid)), what, words })
    }

    pub(super) fn question(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a question";
        let mut card: Card = parsed(json, WHAT)?;
        if let Some(own) = &mut card.own {
            own.text = text(&own.text, WHAT)?;
            tidy(&mut own.suits);
        }
        card.question = text(&card.question, WHAT)?;
        self.others.define(card.uid, WHAT)?;
        self.bundle.questions.push(card);
        Ok(())
    }

    pub(super) fn asked(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "a question that was asked";
        let AskedIn { uid, person, question, theme, at } = parsed(json, WHAT)?;
        let question = text(&question, WHAT)?;
        self.others.define(uid, WHAT)?;
        let person = self.about(person);
        self.bundle.asked.push(Asked { uid, person, question, theme, at });
        self.lines.asked.push(line);
        Ok(())
    }

    pub(super) fn self_check(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a self-check";
        let mut check: SelfCheck = parsed(json, WHAT)?;
        tidy(&mut check.line);
        if check.line.trim().is_empty() && check.answers.iter().all(Option::is_none) {
            return Err(Fault::new(format!("has {WHAT} without an answer")));
        }
        self.others.define(check.uid, WHAT)?;
        self.bundle.self_checks.push(check);
        Ok(())
    }

    pub(super) fn intention(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "something you set out to do";
        let mut intention: Intention = parsed(json, WHAT)?;
        intention.text = text(&intention.text, WHAT)?;
        self.others.define(intention.uid, WHAT)?;
        self.bundle.intentions.push(intention);
        Ok(())
    }

    pub(super) fn review(&mut self, json: &str, line: u64) -> Result {
        const WHAT: &str = "a review";
        let ReviewIn { uid, person, from, to, begun, text, finished } = parsed(json, WHAT)?;
        let text = review::clean(&text).map_err(|_| no_text(WHAT))?;
        in_calendar([from, to], WHAT)?;
        if from > to {
            return Err(Fault::new(format!("has {WHAT} of a period that ends before it begins")));
        }
        self.others.define(uid, WHAT)?;
        let person = self.about(person);
        self.bundle.reviews.push(Review { uid, person, from, to, begun, text, finished });
        self.lines.reviews.push(line);
        Ok(())
    }

    pub(super) fn template(&mut self, json: &str, _: u64) -> Result {
        const WHAT: &str = "a template of a review";
        let mut template: Template = parsed(json, WHAT)?;
        template.name = Template::clean_name(&template.name).map_err(|_| no_text(WHAT))?;
        template.text = review::clean(&template.text).map_err(|_| no_text(WHAT))?;
        self.others.define(template.uid, WHAT)?;
        self.bundle.templates.push(template);
        Ok(())
    }

    fn about(&mut self, uid: Uid) -> PersonId {
        PersonId(self.people.row(uid))
    }

    fn met(&mut self, uid: Uid) -> OneOnOneId {
        OneOnOneId(self.one_on_ones.row(uid))
    }
}

fn no_text(what: &str) -> Fault {
    Fault::new(format!("has {what} without a text, or with one that is too long"))
}

fn in_calendar(days: impl IntoIterator<Item = Date>, what: &str) -> Result {
    if days.into_iter().all(is_in_calendar) {
        Ok(())
    } else {
        Err(Fault::new(format!("has {what} with a day before the year 1")))
    }
}
