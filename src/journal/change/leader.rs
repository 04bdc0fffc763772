//! What the leader does for their own leading: questions, the self-check, and what they set out to do each day.

use super::{ChangeError, RuleViolation, entries::new_entry, kind::ChangeKind};
use crate::{
    domain::{
        entry::{Detail, kind::topic::Topic},
        id::{PersonId, Uid},
        intention::{Intention, Outcome},
        moment::Moment,
        parse::entry_line,
        question,
        question::{AskedQuestion, CustomQuestion, QuestionOverride},
        self_check::{Answers, SelfCheck},
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

/// Something to be done about the leader's own side of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeaderChange {
    /// Put a question on the table.
    AskQuestion {
        /// With whom.
        person: PersonId,
        /// The lasting name of the question.
        question: String,
    },
    /// Keep a question of your own.
    SaveQuestion {
        /// The card it stands on already; `None` for a new one.
        uid: Option<Uid>,
        /// The question.
        question: CustomQuestion,
    },
    /// Do not offer a question any more, by its lasting name.
    HideQuestion(String),
    /// Offer it again.
    ShowQuestion(String),
    /// Keep the answers to the self-check.
    SaveSelfCheck {
        /// The four steps.
        answers: Answers,
        /// The line.
        line: String,
    },
    /// Take a self-check away.
    DeleteSelfCheck(Uid),
    /// Say what you will do today; an empty text takes the line away.
    SetIntention(String),
    /// Say what became of it.
    SetIntentionOutcome {
        /// Of which line.
        intention: Uid,
        /// What became of it; `None` takes the answer away.
        outcome: Option<Outcome>,
    },
}

impl LeaderChange {
    /// What it does.
    pub(super) fn kind(&self) -> ChangeKind {
        match self {
            Self::AskQuestion { .. } => ChangeKind::AskQuestion,
            Self::SaveQuestion { .. } => ChangeKind::SaveQuestion,
            Self::HideQuestion(_) => ChangeKind::HideQuestion,
            Self::ShowQuestion(_) => ChangeKind::ShowQuestion,
            Self::SaveSelfCheck { .. } => ChangeKind::SaveSelfCheck,
            Self::DeleteSelfCheck(_) => ChangeKind::DeleteSelfCheck,
            Self::SetIntention(_) => ChangeKind::SetIntention,
            Self::SetIntentionOutcome { .. } => ChangeKind::SetIntentionOutcome,
        }
    }

    /// The text a person wrote for it.
    pub(super) fn user_text(&self) -> Option<&str> {
        match self {
            Self::SaveQuestion { question: own, .. } => Some(&own.text),
            Self::SaveSelfCheck { line, .. } => Some(line.as_str()).filter(|line| !line.is_empty()),
            Self::SetIntention(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}

type Result<T> = std::result::Result<T, ChangeError>;

pub(super) fn plan(db: &Db, change: &LeaderChange, now: &Moment) -> Result<Vec<Edit>> {
    match change {
        LeaderChange::AskQuestion { person, question } => ask_question(db, *person, question, now),
        LeaderChange::SaveQuestion { uid: card, question: own } => save_question(db, *card, own, now),
        LeaderChange::HideQuestion(question) => set_question_hidden(db, question, Some(now), now),
        LeaderChange::ShowQuestion(question) => set_question_hidden(db, question, None, now),
        LeaderChange::SaveSelfCheck { answers, line } => save_self_check(*answers, line, now),
        LeaderChange::DeleteSelfCheck(uid) => {
            let check = db.self_check(*uid)?.ok_or(RuleViolation::NotFound("self-check"))?;
            Ok(vec![Edit { before: Some(Record::SelfCheck(check)), after: None }])
        }
        LeaderChange::SetIntention(text) => set_intention(db, text, now),
        LeaderChange::SetIntentionOutcome { intention, outcome } => set_intention_outcome(db, *intention, *outcome),
    }
}

/// A topic with the words of the question, and that it was asked: one change.
fn ask_question(db: &Db, person: PersonId, name: &str, now: &Moment) -> Result<Vec<Edit>> {
    db.person(person)?.ok_or(RuleViolation::NotFound("person"))?;
    let all = question::all_questions(&db.question_overrides()?);
    let (question, _) =
        all.into_iter().find(|(known, _)| known.key == name).ok_or(RuleViolation::NotFound("question"))?;
    let text = entry_line::clean_text(&question.text)?;
    let topic = new_entry(db, person, text, Detail::Topic(Topic::default()), now)?;
    let asked =
        AskedQuestion { uid: new_uid(now), person, question: question.key, theme: question.theme, at: now.clone() };
    Ok(vec![Edit::created(Record::Entry(Box::new(topic))), Edit::created(Record::AskedQuestion(asked))])
}

fn save_question(db: &Db, card: Option<Uid>, own: &CustomQuestion, now: &Moment) -> Result<Vec<Edit>> {
    let own = CustomQuestion {
        theme: own.theme,
        text: entry_line::clean_text(&own.text)?,
        suitable_for: entry_line::clean_optional_text(&own.suitable_for)?,
    };
    let Some(uid) = card else {
        let uid = new_uid(now);
        let card = QuestionOverride {
            uid,
            question: uid.to_string(),
            custom: Some(own),
            written_at: now.clone(),
            hidden_at: None,
        };
        return Ok(vec![Edit::created(Record::Question(card))]);
    };
    let before = db.question_overrides()?.into_iter().find(|card| card.uid == uid && card.custom.is_some());
    let before = before.ok_or(RuleViolation::NotFound("question"))?;
    let after = QuestionOverride { custom: Some(own), ..before.clone() };
    Ok(edit_if_changed(before, after, Record::Question))
}

fn set_question_hidden(db: &Db, name: &str, hidden: Option<&Moment>, now: &Moment) -> Result<Vec<Edit>> {
    let known = db.question_overrides()?.into_iter().find(|card| card.question == name);
    let Some(before) = known else {
        question::deck().iter().find(|question| question.key == name).ok_or(RuleViolation::NotFound("question"))?;
        let card = QuestionOverride {
            uid: new_uid(now),
            question: name.to_owned(),
            custom: None,
            written_at: now.clone(),
            hidden_at: hidden.cloned(),
        };
        return Ok(if hidden.is_some() { vec![Edit::created(Record::Question(card))] } else { Vec::new() });
    };
    let already = before.hidden_at.is_some() == hidden.is_some();
    let after = QuestionOverride { hidden_at: hidden.cloned(), ..before.clone() };
    Ok(if already { Vec::new() } else { edit_if_changed(before, after, Record::Question) })
}

fn save_self_check(answers: Answers, line: &str, now: &Moment) -> Result<Vec<Edit>> {
    let line = entry_line::clean_optional_text(line)?;
    if line.is_empty() && answers.iter().all(Option::is_none) {
        return Err(RuleViolation::EmptySelfCheck.into());
    }
    Ok(vec![Edit::created(Record::SelfCheck(SelfCheck { uid: new_uid(now), at: now.clone(), answers, comment: line }))])
}

/// One line a day: the one of today is written anew.
fn set_intention(db: &Db, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let text = entry_line::clean_optional_text(text)?;
    let Some(before) = db.intention_on(now.day())? else {
        let new = Intention {
            uid: new_uid(now),
            written_at: now.clone(),
            text: entry_line::clean_text(&text)?,
            outcome: None,
        };
        return Ok(vec![Edit::created(Record::Intention(new))]);
    };
    if text.is_empty() {
        return Ok(vec![Edit { before: Some(Record::Intention(before)), after: None }]);
    }
    let after = Intention { text, ..before.clone() };
    Ok(edit_if_changed(before, after, Record::Intention))
}

fn set_intention_outcome(db: &Db, uid: Uid, outcome: Option<Outcome>) -> Result<Vec<Edit>> {
    let before = db.intention(uid)?.ok_or(RuleViolation::NotFound("line"))?;
    let after = Intention { outcome, ..before.clone() };
    Ok(edit_if_changed(before, after, Record::Intention))
}

/// No edit at all where nothing is different.
fn edit_if_changed<T: PartialEq>(before: T, after: T, record: impl Fn(T) -> Record) -> Vec<Edit> {
    if before == after { Vec::new() } else { vec![Edit::updated(record(before), record(after))] }
}
