//! Entries in the output of commands, as text and as JSON.

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

/// The name of its kind, with the direction of an action or feedback.
pub(super) fn kind_label(detail: &Detail) -> &'static str {
    match detail {
        Detail::Action(action) if action.by == Party::Them => "Their action",
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => "Feedback received",
        other => other.kind().label(),
    }
}

/// The number of an entry as commands show and accept it.
pub(super) fn format_id(id: EntryId) -> String {
    format!("#{}", id.0)
}

/// The kind of an entry, its number if it has a state, its state and its date, as in "Action #12,
/// open, due Fri 27 Nov 2026".
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
        Detail::Note(_)
        | Detail::CheckIn(_)
        | Detail::Praise(_)
        | Detail::Feedback(_)
        | Detail::Expectation(_)
        | Detail::Topic(_) => None,
    };
    let day = day.map(|(label, day)| format!("{label} {}", day.strftime("%a %-d %b %Y")));
    let more = match detail {
        Detail::CheckIn(check_in) => Some(format!("{} of 5", u8::from(check_in.closeness))),
        Detail::Flag(flag) if flag.raise_plan == RaisePlan::NextOneOnOne => Some("for the next one-on-one".to_owned()),
        _ => None,
    };
    let number = state.as_ref().map_or_else(String::new, |_| format!(" {}", format_id(entry.id)));
    let parts = [Some(format!("{}{number}", kind_label(detail))), state, more, day];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An entry as `--json` writes it. Scripts rely on the names of the fields, so they never change.
#[derive(Serialize)]
pub(super) struct EntryJson<'a> {
    /// The row id, which only this file has; the uid is the same in every copy.
    id: EntryId,
    uid: String,
    person: &'a str,
    written: &'a Moment,
    day: jiff::civil::Date,
    /// The start of the one-on-one in which it was written.
    one_on_one: Option<Moment>,
    text: &'a str,
    /// The kind, the state and the fields of this kind.
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
        let events = entry.events.iter().map(|event| EventJson {
            at: &event.at,
            kind: event.kind.as_str(),
            level: event.kind.level(),
            words: &event.comment,
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
            events: events.collect(),
        })
    }
}

fn detail_fields(db: &Db, detail: &Detail) -> Result<Map<String, Value>> {
    let Value::Object(mut fields) = serde_json::to_value(detail)? else {
        return Ok(Map::new());
    };
    if let Detail::CheckIn(check_in) = detail {
        // A row id means nothing outside this file.
        let goal = db.entry(check_in.goal)?.map(|goal| goal.uid.to_string());
        fields.insert("goal".to_owned(), goal.into());
    }
    Ok(fields)
}
