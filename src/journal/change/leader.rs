//! Changes of the leader's own records: questions, self-checks and intentions.

use super::{
    ChangeError, RuleViolation,
    entries::{new_entry, require_person},
    kind::ChangeKind,
};
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

/// A change of the leader's own records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeaderChange {
    /// Adds a question as a topic with a person and records that it was asked.
    AskQuestion {
        /// The person.
        person: PersonId,
        /// The key of the question.
        question: String,
    },
    /// Adds or updates a custom question.
    SaveQuestion {
        /// The question to update; `None` adds one.
        uid: Option<Uid>,
        /// The question.
        question: CustomQuestion,
    },
    /// Hides the question with this key.
    HideQuestion(String),
    /// Shows the question with this key again.
    ShowQuestion(String),
    /// Adds a self-check.
    SaveSelfCheck {
        /// The four answers.
        answers: Answers,
        /// The comment; may be empty.
        line: String,
    },
    /// Deletes a self-check.
    DeleteSelfCheck(Uid),
    /// Sets the intention of today; an empty text deletes it.
    SetIntention(String),
    /// Sets the outcome of an intention.
    SetIntentionOutcome {
        /// The intention.
        intention: Uid,
        /// The outcome; `None` clears it.
        outcome: Option<Outcome>,
    },
}

impl LeaderChange {
    /// The kind under which the change log records it.
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

    /// The text that the user typed for it.
    pub(super) fn user_text(&self) -> Option<&str> {
        match self {
            Self::SaveQuestion { question, .. } => Some(&question.text),
            Self::SaveSelfCheck { line, .. } => Some(line.as_str()).filter(|line| !line.is_empty()),
            Self::SetIntention(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            Self::AskQuestion { .. }
            | Self::HideQuestion(_)
            | Self::ShowQuestion(_)
            | Self::DeleteSelfCheck(_)
            | Self::SetIntentionOutcome { .. } => None,
        }
    }
}

type Result<T> = std::result::Result<T, ChangeError>;

pub(super) fn plan(db: &Db, change: &LeaderChange, now: &Moment) -> Result<Vec<Edit>> {
    match change {
        LeaderChange::AskQuestion { person, question } => ask_question(db, *person, question, now),
        LeaderChange::SaveQuestion { uid, question } => save_question(db, *uid, question, now),
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

/// Plans a topic with the text of the question and the record that it was asked, as one change.
fn ask_question(db: &Db, person: PersonId, key: &str, now: &Moment) -> Result<Vec<Edit>> {
    require_person(db, person)?;
    let all = question::all_questions(&db.question_overrides()?);
    let (question, _) =
        all.into_iter().find(|(question, _)| question.key == key).ok_or(RuleViolation::NotFound("question"))?;
    let text = entry_line::clean_text(&question.text)?;
    let topic = new_entry(db, person, text, Detail::Topic(Topic::default()), now)?;
    let asked =
        AskedQuestion { uid: new_uid(now), person, question: question.key, theme: question.theme, at: now.clone() };
    Ok(vec![Edit::created(Record::Entry(Box::new(topic))), Edit::created(Record::AskedQuestion(asked))])
}

fn save_question(db: &Db, uid: Option<Uid>, question: &CustomQuestion, now: &Moment) -> Result<Vec<Edit>> {
    let custom = CustomQuestion {
        theme: question.theme,
        text: entry_line::clean_text(&question.text)?,
        suitable_for: entry_line::clean_optional_text(&question.suitable_for)?,
    };
    let Some(uid) = uid else {
        let uid = new_uid(now);
        let added = QuestionOverride {
            uid,
            question: uid.to_string(),
            custom: Some(custom),
            written_at: now.clone(),
            hidden_at: None,
        };
        return Ok(vec![Edit::created(Record::Question(added))]);
    };
    let before = db.question_overrides()?.into_iter().find(|question| question.uid == uid && question.custom.is_some());
    let before = before.ok_or(RuleViolation::NotFound("question"))?;
    let after = QuestionOverride { custom: Some(custom), ..before.clone() };
    Ok(edit_if_changed(before, after, Record::Question))
}

fn set_question_hidden(db: &Db, key: &str, hidden_at: Option<&Moment>, now: &Moment) -> Result<Vec<Edit>> {
    let existing = db.question_overrides()?.into_iter().find(|question| question.question == key);
    let Some(before) = existing else {
        question::deck().iter().find(|question| question.key == key).ok_or(RuleViolation::NotFound("question"))?;
        let added = QuestionOverride {
            uid: new_uid(now),
            question: key.to_owned(),
            custom: None,
            written_at: now.clone(),
            hidden_at: hidden_at.cloned(),
        };
        return Ok(if hidden_at.is_some() { vec![Edit::created(Record::Question(added))] } else { Vec::new() });
    };
    let unchanged = before.hidden_at.is_some() == hidden_at.is_some();
    let after = QuestionOverride { hidden_at: hidden_at.cloned(), ..before.clone() };
    Ok(if unchanged { Vec::new() } else { edit_if_changed(before, after, Record::Question) })
}

fn save_self_check(answers: Answers, line: &str, now: &Moment) -> Result<Vec<Edit>> {
    let comment = entry_line::clean_optional_text(line)?;
    if comment.is_empty() && answers.iter().all(Option::is_none) {
        return Err(RuleViolation::EmptySelfCheck.into());
    }
    Ok(vec![Edit::created(Record::SelfCheck(SelfCheck { uid: new_uid(now), at: now.clone(), answers, comment }))])
}

/// Sets the intention of today: there is one a day, so an existing one is updated.
fn set_intention(db: &Db, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let text = entry_line::clean_optional_text(text)?;
    let Some(before) = db.intention_on(now.day())? else {
        let added = Intention {
            uid: new_uid(now),
            written_at: now.clone(),
            text: entry_line::clean_text(&text)?,
            outcome: None,
        };
        return Ok(vec![Edit::created(Record::Intention(added))]);
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

/// An edit of a record; none if nothing changed.
fn edit_if_changed<T: PartialEq>(before: T, after: T, record: impl Fn(T) -> Record) -> Vec<Edit> {
    if before == after { Vec::new() } else { vec![Edit::updated(record(before), record(after))] }
}
