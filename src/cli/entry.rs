//! An entry in a terminal: in words, and as JSON.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Result;
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            kind::{action::Party, delegation::Level, feedback::Direction, flag::RaisePlan},
            state::EntryState,
        },
        id::EntryId,
        moment::Moment,
        parse::entry_line,
    },
    store::Db,
};

/// The word of its kind, and which side of it.
pub(super) fn kind_label(detail: &Detail) -> &'static str {
    match detail {
        Detail::Action(action) if action.by == Party::Them => "Their action",
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => "Feedback received",
        other => other.kind().label(),
    }
}

/// Its number as it is shown, and given to a command.
pub(super) fn format_id(id: EntryId) -> String {
    format!("#{}", id.0)
}

/// Its kind, its number where something can be done about it, its state and its day: "Action #12, open, due Fri 27 Nov
/// 2026".
pub(super) fn entry_label(entry: &Entry) -> String {
    let detail = &entry.detail;
    let state = detail.state().map(EntryState::label);
    let day = match detail {
        Detail::Action(action) => action.due.map(|day| ("due", day)),
        Detail::Goal(goal) => goal.target.map(|day| ("target", day)),
        Detail::Flag(flag) => match flag.raise_plan {
            RaisePlan::On(day) => Some(("to raise", day)),
            _ => flag.watch_until.map(|day| ("until", day)),
        },
        Detail::Delegation(delegation) => delegation.hands_off_until.map(|day| ("hands off until", day)),
        _ => None,
    };
    let day = day.map(|(what, day)| format!("{what} {}", day.strftime("%a %-d %b %Y")));
    let more = match detail {
        Detail::CheckIn(check_in) => Some(format!("{} of 5", u8::from(check_in.closeness))),
        Detail::Flag(flag) if flag.raise_plan == RaisePlan::NextOneOnOne => Some("for the next one-on-one".to_owned()),
        _ => None,
    };
    let number = state.as_ref().map_or_else(String::new, |_| format!(" {}", format_id(entry.id)));
    let parts = [Some(format!("{}{number}", kind_label(detail))), state, more, day];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An entry as `--json` writes it. The names of the fields never change.
#[derive(Serialize)]
pub(super) struct EntryJson<'a> {
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
    #[serde(rename = "steps")]
    events: Vec<EventJson<'a>>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    at: &'a Moment,
    #[serde(rename = "what")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    words: &'a str,
}

impl<'a> EntryJson<'a> {
    pub(super) fn new(db: &Db, entry: &'a Entry, person: &'a str) -> Result<Self> {
        let one_on_one = match entry.one_on_one {
            Some(id) => db.one_on_one(id)?.map(|one| one.at),
            None => None,
        };
        let subjects = entry_line::find_subjects(&entry.text).into_iter();
        let steps = entry.events.iter().map(|step| EventJson {
            at: &step.at,
            kind: step.kind.as_str(),
            level: step.kind.level(),
            words: &step.comment,
        });
        Ok(Self {
            id: entry.id,
            uid: entry.uid.to_string(),
            person,
            written: &entry.written_at,
            day: entry.written_at.day(),
            one_on_one,
            text: &entry.text,
            detail: detail_fields(db, &entry.detail)?,
            subjects: subjects.map(|subject| subject.word).collect(),
            events: steps.collect(),
        })
    }
}

fn detail_fields(db: &Db, detail: &Detail) -> Result<Map<String, Value>> {
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
