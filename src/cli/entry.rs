//! An entry in a terminal: in words, and as JSON.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Result;
use crate::{
    domain::{
        action::By,
        delegation::Level,
        entry::{Detail, Entry},
        feedback::Direction,
        flag::RaiseWhen,
        id::EntryId,
        jot,
        moment::Moment,
    },
    store::Db,
};

/// The word of its kind, and which side of it.
pub(super) fn word(detail: &Detail) -> &'static str {
    match detail {
        Detail::Action(action) if action.by == By::Them => "Their action",
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => "Feedback received",
        other => other.kind().word(),
    }
}

/// Its number as it is shown, and given to a command.
pub(super) fn number(id: EntryId) -> String {
    format!("#{}", id.0)
}

/// Its kind, its number where something can be done about it, its state and its day: "Action #12, open, due Fri 27 Nov
/// 2026".
pub(super) fn label(entry: &Entry) -> String {
    let detail = &entry.detail;
    let state = detail.state().map(|state| state.replace('_', " "));
    let day = match detail {
        Detail::Action(action) => action.due.map(|day| ("due", day)),
        Detail::Goal(goal) => goal.target.map(|day| ("target", day)),
        Detail::Flag(flag) => match flag.raise_when {
            RaiseWhen::On(day) => Some(("to raise", day)),
            _ => flag.watch_until.map(|day| ("until", day)),
        },
        Detail::Delegation(delegation) => delegation.hands_off_until.map(|day| ("hands off until", day)),
        _ => None,
    };
    let day = day.map(|(what, day)| format!("{what} {}", day.strftime("%a %-d %b %Y")));
    let more = match detail {
        Detail::CheckIn(check_in) => Some(format!("{} of 5", u8::from(check_in.closeness))),
        Detail::Flag(flag) if flag.raise_when == RaiseWhen::NextOneOnOne => Some("for the next one-on-one".to_owned()),
        _ => None,
    };
    let number = state.as_ref().map_or_else(String::new, |_| format!(" {}", number(entry.id)));
    let parts = [Some(format!("{}{number}", word(detail))), state, more, day];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An entry as `--json` writes it. The names of the fields never change.
#[derive(Serialize)]
pub(super) struct Listed<'a> {
    /// The number in this file; the uid is the same in every copy.
    id: EntryId,
    uid: String,
    person: &'a str,
    written: &'a Moment,
    day: jiff::civil::Date,
    /// When the one-on-one began in which it was written.
    one_on_one: Option<Moment>,
    text: &'a str,
    /// The kind, the state, and what only this kind has.
    #[serde(flatten)]
    detail: Map<String, Value>,
    subjects: Vec<String>,
    steps: Vec<ListedStep<'a>>,
}

#[derive(Serialize)]
struct ListedStep<'a> {
    at: &'a Moment,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    words: &'a str,
}

impl<'a> Listed<'a> {
    pub(super) fn new(db: &Db, entry: &'a Entry, person: &'a str) -> Result<Self> {
        let one_on_one = match entry.one_on_one {
            Some(id) => db.one_on_one(id)?.map(|one| one.at),
            None => None,
        };
        let subjects = jot::subjects(&entry.text).into_iter();
        let steps = entry.steps.iter().map(|step| ListedStep {
            at: &step.at,
            what: step.what.as_str(),
            level: step.what.level(),
            words: &step.words,
        });
        Ok(Self {
            id: entry.id,
            uid: entry.uid.to_string(),
            person,
            written: &entry.written,
            day: entry.written.day(),
            one_on_one,
            text: &entry.text,
            detail: detail(db, &entry.detail)?,
            subjects: subjects.map(|subject| subject.word).collect(),
            steps: steps.collect(),
        })
    }
}

fn detail(db: &Db, detail: &Detail) -> Result<Map<String, Value>> {
    let Value::Object(mut fields) = serde_json::to_value(detail)? else {
        return Ok(Map::new());
    };
    if let Detail::CheckIn(check_in) = detail {
        // A row's number says nothing outside this file.
        let goal = db.entry(check_in.goal)?.map(|goal| goal.uid.to_string());
        fields.insert("goal".to_owned(), goal.into());
    }
    Ok(fields)
}
