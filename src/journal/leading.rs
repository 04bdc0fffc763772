//! What the leader does for their own leading: questions, the self-check, and what they set out to do each day.

use super::{
    change::{ChangeError, Refusal},
    deed::Deed,
    new_uid,
};
use crate::{
    domain::{
        entry::{Detail, Entry},
        id::{PersonId, Uid},
        intention::{Intention, Outcome},
        jot::{self, JotError},
        moment::Moment,
        question::{self, Asked, Card, Own},
        self_check::{Answers, SelfCheck},
        topic::Topic,
    },
    store::{Db, Edit, Record},
};

/// Something to be done about the leader's own side of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leading {
    /// Put a question on the table.
    Ask {
        /// With whom.
        person: PersonId,
        /// The lasting name of the question.
        question: String,
    },
    /// Keep a question of your own.
    KeepQuestion {
        /// The card it stands on already; `None` for a new one.
        card: Option<Uid>,
        /// The question.
        own: Own,
    },
    /// Do not offer a question any more, by its lasting name.
    HideQuestion(String),
    /// Offer it again.
    ShowQuestion(String),
    /// Keep the answers to the self-check.
    CheckSelf {
        /// The four steps.
        answers: Answers,
        /// The line.
        line: String,
    },
    /// Take a self-check away.
    TakeAwaySelfCheck(Uid),
    /// Say what you will do today; an empty text takes the line away.
    Intend(String),
    /// Say what became of it.
    LookBack {
        /// Of which line.
        intention: Uid,
        /// What became of it; `None` takes the answer away.
        outcome: Option<Outcome>,
    },
}

impl Leading {
    /// What it does.
    pub(super) fn deed(&self) -> Deed {
        match self {
            Self::Ask { .. } => Deed::AskQuestion,
            Self::KeepQuestion { .. } => Deed::KeepQuestion,
            Self::HideQuestion(_) => Deed::HideQuestion,
            Self::ShowQuestion(_) => Deed::ShowQuestion,
            Self::CheckSelf { .. } => Deed::CheckSelf,
            Self::TakeAwaySelfCheck(_) => Deed::TakeAwaySelfCheck,
            Self::Intend(_) => Deed::Intend,
            Self::LookBack { .. } => Deed::LookBack,
        }
    }

    /// The text a person wrote for it.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::KeepQuestion { own, .. } => Some(&own.text),
            Self::CheckSelf { line, .. } => Some(line.as_str()).filter(|line| !line.is_empty()),
            Self::Intend(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}

type Result<T> = std::result::Result<T, ChangeError>;

pub(super) fn plan(db: &Db, leading: &Leading, now: &Moment) -> Result<Vec<Edit>> {
    match leading {
        Leading::Ask { person, question } => ask(db, *person, question, now),
        Leading::KeepQuestion { card, own } => keep_question(db, *card, own, now),
        Leading::HideQuestion(question) => hide(db, question, Some(now), now),
        Leading::ShowQuestion(question) => hide(db, question, None, now),
        Leading::CheckSelf { answers, line } => check_self(*answers, line, now),
        Leading::TakeAwaySelfCheck(uid) => {
            let check = db.self_check(*uid)?.ok_or(Refusal::Gone("self-check"))?;
            Ok(vec![Edit { before: Some(Record::SelfCheck(check)), after: None }])
        }
        Leading::Intend(text) => intend(db, text, now),
        Leading::LookBack { intention, outcome } => look_back(db, *intention, *outcome),
    }
}

/// A topic with the words of the question, and that it was asked: one change.
fn ask(db: &Db, person: PersonId, name: &str, now: &Moment) -> Result<Vec<Edit>> {
    db.person(person)?.ok_or(Refusal::Gone("person"))?;
    let all = question::all(&db.cards()?);
    let (question, _) = all.into_iter().find(|(known, _)| known.name == name).ok_or(Refusal::Gone("question"))?;
    let topic = Entry {
        id: db.next_entry_key()?,
        uid: new_uid(now),
        person,
        one_on_one: db.running(person)?.map(|running| running.id),
        written: now.clone(),
        text: jot::clean(&question.text)?,
        detail: Detail::Topic(Topic::default()),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    };
    let asked = Asked { uid: new_uid(now), person, question: question.name, theme: question.theme, at: now.clone() };
    Ok(vec![Edit::made(Record::Entry(Box::new(topic))), Edit::made(Record::Asked(asked))])
}

fn keep_question(db: &Db, card: Option<Uid>, own: &Own, now: &Moment) -> Result<Vec<Edit>> {
    let own = Own { theme: own.theme, text: jot::clean(&own.text)?, suits: or_empty(&own.suits)? };
    let Some(uid) = card else {
        let uid = new_uid(now);
        let card = Card { uid, question: uid.to_string(), own: Some(own), written: now.clone(), hidden: None };
        return Ok(vec![Edit::made(Record::Question(card))]);
    };
    let before = db.cards()?.into_iter().find(|card| card.uid == uid && card.own.is_some());
    let before = before.ok_or(Refusal::Gone("question"))?;
    let after = Card { own: Some(own), ..before.clone() };
    Ok(changed(before, after, Record::Question))
}

fn hide(db: &Db, name: &str, hidden: Option<&Moment>, now: &Moment) -> Result<Vec<Edit>> {
    let known = db.cards()?.into_iter().find(|card| card.question == name);
    let Some(before) = known else {
        question::deck().iter().find(|question| question.name == name).ok_or(Refusal::Gone("question"))?;
        let card = Card {
            uid: new_uid(now),
            question: name.to_owned(),
            own: None,
            written: now.clone(),
            hidden: hidden.cloned(),
        };
        return Ok(if hidden.is_some() { vec![Edit::made(Record::Question(card))] } else { Vec::new() });
    };
    let already = before.hidden.is_some() == hidden.is_some();
    let after = Card { hidden: hidden.cloned(), ..before.clone() };
    Ok(if already { Vec::new() } else { changed(before, after, Record::Question) })
}

fn check_self(answers: Answers, line: &str, now: &Moment) -> Result<Vec<Edit>> {
    let line = or_empty(line)?;
    if line.is_empty() && answers.iter().all(Option::is_none) {
        return Err(Refusal::NothingAnswered.into());
    }
    Ok(vec![Edit::made(Record::SelfCheck(SelfCheck { uid: new_uid(now), at: now.clone(), answers, line }))])
}

/// One line a day: the one of today is written anew.
fn intend(db: &Db, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let text = or_empty(text)?;
    let Some(before) = db.intention_of(now.day())? else {
        let new = Intention { uid: new_uid(now), written: now.clone(), text: jot::clean(&text)?, outcome: None };
        return Ok(vec![Edit::made(Record::Intention(new))]);
    };
    if text.is_empty() {
        return Ok(vec![Edit { before: Some(Record::Intention(before)), after: None }]);
    }
    let after = Intention { text, ..before.clone() };
    Ok(changed(before, after, Record::Intention))
}

fn look_back(db: &Db, uid: Uid, outcome: Option<Outcome>) -> Result<Vec<Edit>> {
    let before = db.intention(uid)?.ok_or(Refusal::Gone("line"))?;
    let after = Intention { outcome, ..before.clone() };
    Ok(changed(before, after, Record::Intention))
}

/// No edit at all where nothing is different.
fn changed<T: PartialEq>(before: T, after: T, record: impl Fn(T) -> Record) -> Vec<Edit> {
    if before == after { Vec::new() } else { vec![Edit::changed(record(before), record(after))] }
}

/// The text, cleaned; it may be empty.
fn or_empty(text: &str) -> Result<String> {
    match jot::clean(text) {
        Err(JotError::Empty) => Ok(String::new()),
        cleaned => Ok(cleaned?),
    }
}
