//! Rows of our own export (`src/export/csv.rs`, `docs/export.md`): what it says of an entry in words is read again.

use jiff::{civil::Date, tz::TimeZone};

use super::{
    reader::CsvRow,
    row_builder::{RowBuilder, RowError, build_events, owner_from_label},
};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::EventKind,
            kind::{
                Kind,
                check_in::{CheckIn, Closeness},
                delegation::Level,
                feedback::Direction,
                flag::RaisePlan,
                note::NoteFocus,
            },
        },
        id::{EntryId, PersonId, Uid},
        moment::Moment,
        parse::{
            date::{PartialDate, parse_written},
            entry_line,
            prefix::Prefix,
            time::parse_exported_time,
        },
    },
};

/// The columns, as the export has them.
const COLUMNS: [&str; 12] =
    ["day", "time", "zone", "person", "kind", "what", "state", "text", "subjects", "details", "one_on_one", "uid"];

/// Whether a table with this header is ours. New columns are added at the end.
pub(super) fn is_rapport_header(names: &[String]) -> bool {
    names.get(..COLUMNS.len()).is_some_and(|names| names == COLUMNS)
}

/// What the export calls what belongs to an entry.
const DETAIL_LABELS: [&str; 20] = [
    "Usually",
    "Lately",
    "What they might need to be successful",
    "To raise",
    "Watching until",
    "Look again",
    "Why it matters",
    "What success looks like",
    "What you do to support it",
    "By when",
    "On the goal",
    "How close it feels",
    "Situation",
    "Behaviour",
    "Impact",
    "What you changed because of it",
    "Who decides",
    "What support you give",
    "Hands off until",
    "I will provide",
];

/// One more, that begins as another might.
const THEIR_WORDS: &str = "In their words";

/// What the export calls what happened.
const EVENT_LABELS: [(&str, EventKind); 15] = [
    ("Raised", EventKind::Raised),
    ("Settled", EventKind::Settled),
    ("Looked again", EventKind::Rechecked),
    ("Let go", EventKind::LetGo),
    ("Paused", EventKind::Paused),
    ("Going on again", EventKind::Resumed),
    ("Reached", EventKind::Reached),
    ("Dropped", EventKind::Dropped),
    ("Done", EventKind::Done),
    ("Told", EventKind::Told),
    ("Back with you", EventKind::TakenBack),
    ("Complete", EventKind::Completed),
    ("Said aloud", EventKind::SaidAloud),
    ("Replaced", EventKind::Replaced),
    ("Talked about", EventKind::Discussed),
];

/// Something in the column of details.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DetailPart {
    Field(&'static str, String),
    Event(EventKind, Date, String),
}

/// Reads a row of ours.
pub(super) fn parse_entry(builder: &mut RowBuilder<'_>, row: &CsvRow) -> Result<Entry, RowError> {
    let cell = |nth: usize| strip_formula_guard(row.cells.get(nth).unwrap_or(""));
    let uid = cell(11).parse().map(Uid).map_err(|_| "has no lasting name in the column uid".to_owned())?;
    let written =
        parse_moment(cell(0), cell(1), cell(2)).ok_or_else(|| "is of no day and time that can be read".to_owned())?;
    let written = written.min(Moment::from(&builder.context.now));
    let kind: Kind = cell(4).parse().map_err(|_| "is of no kind that is known".to_owned())?;
    let text = entry_line::clean_text(cell(7)).map_err(|_| "has no text, or too much of it".to_owned())?;
    let person = builder.person_id(cell(3))?;
    let parts = parse_details(cell(9));
    let detail = build_detail(builder, kind, person, (cell(5), cell(6)), &parts)?;
    let mut latest = written.clone();
    let mut steps = Vec::new();
    for part in parts {
        if let DetailPart::Event(what, day, words) = part {
            // Only the day is kept: at the hour of writing, and never before what happened before.
            latest = written.with_date(day).max(latest);
            steps.push((what, latest.clone(), words));
        }
    }
    let one_on_one = cell(10).parse().ok().map(Uid).map(|uid| builder.one_on_one_id(uid, person, &written));
    Ok(Entry {
        id: EntryId(0),
        uid,
        person,
        one_on_one,
        written_at: written,
        text,
        detail,
        events: build_events(uid, steps),
        trashed_at: None,
        snoozed_until: None,
        evidence: false,
    })
}

/// A cell without the apostrophe that keeps a spreadsheet from computing it.
fn strip_formula_guard(cell: &str) -> &str {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let breaks = |c: char| matches!(c, '\t' | '\r' | '\n');
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(breaks) || rest.trim_start().starts_with(starts) => rest,
        _ => cell,
    }
}

fn parse_moment(day: &str, time: &str, zone: &str) -> Option<Moment> {
    let day: Date = day.parse().ok()?;
    let time = parse_exported_time(time)?;
    // Where the zone has no name, its offset stands for it.
    if zone.starts_with(['+', '-']) {
        return format!("{day}T{time}{zone}").parse().ok();
    }
    let there = day.to_datetime(time).to_zoned(TimeZone::get(zone).ok()?).ok()?;
    Some(Moment::from(&there)).filter(|moment| moment.day().year() > 0)
}

/// Takes the details apart: a line that begins with no word of the export goes on the text before.
fn parse_details(details: &str) -> Vec<DetailPart> {
    let mut parts: Vec<DetailPart> = Vec::new();
    for line in details.split('\n') {
        match (parse_detail_line(line), parts.last_mut()) {
            (Some(part), _) => parts.push(part),
            (None, Some(DetailPart::Field(_, text) | DetailPart::Event(.., text))) => {
                text.push('\n');
                text.push_str(line);
            }
            (None, None) => {}
        }
    }
    parts
}

fn parse_detail_line(line: &str) -> Option<DetailPart> {
    let mut labels = DETAIL_LABELS.into_iter().chain([THEIR_WORDS]);
    let belongs = labels.find_map(|label| Some((label, line.strip_prefix(label)?.strip_prefix(": ")?)));
    if let Some((label, text)) = belongs {
        return Some(DetailPart::Field(label, text.to_owned()));
    }
    let (head, words) = line.split_once(": ").unwrap_or((line, ""));
    if let Some((when, level)) = head.strip_prefix("From ").and_then(|rest| rest.split_once(" on, ")) {
        return Some(DetailPart::Event(
            EventKind::LevelChanged(level_from_label(level)?),
            parse_day(when)?,
            words.to_owned(),
        ));
    }
    let (what, when) = head.split_once(", ")?;
    let what = EVENT_LABELS.into_iter().find(|(word, _)| *word == what)?.1;
    Some(DetailPart::Event(what, parse_day(when)?, words.to_owned()))
}

/// “Tue 3 Nov 2026”
fn parse_day(text: &str) -> Option<Date> {
    match parse_written(text, &TimeZone::UTC)?.date {
        PartialDate::Day(day) => Some(day),
        _ => None,
    }
}

fn level_from_label(words: &str) -> Option<Level> {
    Level::ALL.iter().copied().find(|level| level.description() == words)
}

fn build_detail(
    builder: &RowBuilder<'_>,
    kind: Kind,
    person: PersonId,
    (what, state): (&str, &str),
    parts: &[DetailPart],
) -> Result<Detail, RowError> {
    let text = |wanted: &str| {
        let found = parts.iter().find_map(|part| match part {
            DetailPart::Field(label, text) if *label == wanted => Some(text.clone()),
            _ => None,
        });
        found.unwrap_or_default()
    };
    let when = |label: &str| parse_day(&text(label));
    let mark = match kind {
        Kind::Note => Prefix::Note,
        Kind::Flag => Prefix::Flag,
        Kind::Goal => Prefix::Goal,
        Kind::Action => Prefix::MyAction,
        Kind::Praise => Prefix::Praise,
        Kind::Feedback => Prefix::FeedbackGiven,
        Kind::Delegation => Prefix::Delegation,
        Kind::Expectation => Prefix::Expectation,
        Kind::Topic => Prefix::Topic,
        Kind::CheckIn => {
            let goal = builder.find_goal(person, &text("On the goal"));
            let goal = goal.ok_or_else(|| "is a step on a goal that is not in the table before it".to_owned())?;
            let close = text("How close it feels");
            let close = close.split(' ').next().and_then(|number| number.parse::<u8>().ok());
            let close = close.and_then(|number| Closeness::try_from(number).ok());
            let closeness = close.ok_or_else(|| "does not say how close it feels".to_owned())?;
            return Ok(Detail::CheckIn(CheckIn { goal, closeness }));
        }
    };
    let mut detail = Detail::from_prefix(mark, None);
    match &mut detail {
        Detail::Note(note) => {
            note.about = match state {
                "about the person" => NoteFocus::Person,
                "about the work" => NoteFocus::Work,
                _ => NoteFocus::Unmarked,
            }
        }
        Detail::Flag(flag) => {
            (flag.usually, flag.lately) = (text("Usually"), text("Lately"));
            flag.need = text("What they might need to be successful");
            flag.raise_plan = match text("To raise").as_str() {
                "" => RaisePlan::Undecided,
                "in the next one-on-one" => RaisePlan::NextOneOnOne,
                on => parse_day(on).map_or(RaisePlan::Undecided, RaisePlan::On),
            };
            (flag.watch_until, flag.recheck_on) = (when("Watching until"), when("Look again"));
        }
        Detail::Goal(goal) => {
            (goal.why, goal.success) = (text("Why it matters"), text("What success looks like"));
            (goal.support, goal.target) = (text("What you do to support it"), when("By when"));
        }
        Detail::Action(action) => (action.by, action.due) = (owner_from_label(what), when("By when")),
        Detail::Feedback(feedback) => {
            if what == "Feedback received" {
                feedback.direction = Direction::Received;
            }
            (feedback.situation, feedback.behaviour) = (text("Situation"), text("Behaviour"));
            (feedback.impact, feedback.changed) = (text("Impact"), text("What you changed because of it"));
        }
        Detail::Delegation(delegation) => {
            delegation.level = level_from_label(&text("Who decides")).unwrap_or(delegation.level);
            (delegation.support, delegation.hands_off_until) = (text("What support you give"), when("Hands off until"));
        }
        Detail::Expectation(expectation) => {
            (expectation.provide, expectation.their_words) = (text("I will provide"), text(THEIR_WORDS));
        }
        Detail::Topic(topic) => topic.from = owner_from_label(what),
        Detail::Praise(_) | Detail::CheckIn(_) => {}
    }
    Ok(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn details_are_split_and_continuation_lines_joined() {
        let details = "By when: Fri 12 Jun 2026\nWhy it matters: first\nsecond: third\nDone, Thu 11 Jun 2026: Lena\nand Piotr\nFrom Tue 3 Nov 2026 on, they decide\nTold, Tue 16 Jun 2026";
        let belongs = |label: &'static str, text: &str| DetailPart::Field(label, text.to_owned());
        assert_eq!(
            parse_details(details),
            [
                belongs("By when", "Fri 12 Jun 2026"),
                belongs("Why it matters", "first\nsecond: third"),
                DetailPart::Event(EventKind::Done, date(2026, 6, 11), "Lena\nand Piotr".to_owned()),
                DetailPart::Event(EventKind::LevelChanged(Level::Delegate), date(2026, 11, 3), String::new()),
                DetailPart::Event(EventKind::Told, date(2026, 6, 16), String::new()),
            ]
        );
    }

    #[test]
    fn formula_guard_is_stripped() {
        for (cell, expected) in
            [("'=1+1", "=1+1"), ("' - a", " - a"), ("'tis", "'tis"), ("''=1", "''=1"), ("", ""), ("'\t=1", "\t=1")]
        {
            assert_eq!(strip_formula_guard(cell), expected);
        }
    }
}
