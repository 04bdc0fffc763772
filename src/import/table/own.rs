//! Rows of our own export (`src/export/csv.rs`, `docs/export.md`): what it says of an entry in words is read again.

use jiff::{civil::Date, tz::TimeZone};

use super::{
    making::{Making, Wrong, side, steps_of},
    rows::Row,
};
use crate::{
    domain::{
        aside::level_words,
        check_in::{CheckIn, Closeness},
        delegation::Level,
        entry::{Detail, Entry},
        feedback::Direction,
        flag::RaiseWhen,
        id::{EntryId, PersonId, Uid},
        jot,
        kind::Kind,
        mark::Mark,
        moment::Moment,
        note::About,
        step::What,
    },
    import::days::{self, Reading},
};

/// The columns, as the export has them.
const COLUMNS: [&str; 12] =
    ["day", "time", "zone", "person", "kind", "what", "state", "text", "subjects", "details", "one_on_one", "uid"];

/// Whether a table with this header is ours. New columns are added at the end.
pub(super) fn is_header(names: &[String]) -> bool {
    names.get(..COLUMNS.len()).is_some_and(|names| names == COLUMNS)
}

/// What the export calls what belongs to an entry.
const LABELS: [&str; 20] = [
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
const STEPS: [(&str, What); 15] = [
    ("Raised", What::Raised),
    ("Settled", What::Settled),
    ("Looked again", What::LookedAgain),
    ("Let go", What::LetGo),
    ("Paused", What::Paused),
    ("Going on again", What::Resumed),
    ("Reached", What::Reached),
    ("Dropped", What::Dropped),
    ("Done", What::Done),
    ("Told", What::Told),
    ("Back with you", What::Back),
    ("Complete", What::Complete),
    ("Said aloud", What::Said),
    ("Replaced", What::Replaced),
    ("Talked about", What::Talked),
];

/// Something in the column of details.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Belongs(&'static str, String),
    Happened(What, Date, String),
}

/// Reads a row of ours.
pub(super) fn entry(making: &mut Making<'_>, row: &Row) -> Result<Entry, Wrong> {
    let cell = |nth: usize| guarded(row.cells.get(nth).unwrap_or(""));
    let uid = cell(11).parse().map(Uid).map_err(|_| "has no lasting name in the column uid".to_owned())?;
    let written =
        written(cell(0), cell(1), cell(2)).ok_or_else(|| "is of no day and time that can be read".to_owned())?;
    let written = written.min(Moment::from(&making.ground.now));
    let kind: Kind = cell(4).parse().map_err(|_| "is of no kind that is known".to_owned())?;
    let text = jot::clean(cell(7)).map_err(|_| "has no text, or too much of it".to_owned())?;
    let person = making.somebody(cell(3))?;
    let parts = parts(cell(9));
    let detail = detail(making, kind, person, (cell(5), cell(6)), &parts)?;
    let mut latest = written.clone();
    let mut steps = Vec::new();
    for part in parts {
        if let Part::Happened(what, day, words) = part {
            // Only the day is kept: at the hour of writing, and never before what happened before.
            latest = written.on(day).max(latest);
            steps.push((what, latest.clone(), words));
        }
    }
    let one_on_one = cell(10).parse().ok().map(Uid).map(|uid| making.met(uid, person, &written));
    Ok(Entry {
        id: EntryId(0),
        uid,
        person,
        one_on_one,
        written,
        text,
        detail,
        steps: steps_of(uid, steps),
        trashed: None,
        put_off: None,
        evidence: false,
    })
}

/// A cell without the apostrophe that keeps a spreadsheet from computing it.
fn guarded(cell: &str) -> &str {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let breaks = |c: char| matches!(c, '\t' | '\r' | '\n');
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(breaks) || rest.trim_start().starts_with(starts) => rest,
        _ => cell,
    }
}

fn written(day: &str, time: &str, zone: &str) -> Option<Moment> {
    let day: Date = day.parse().ok()?;
    let time = days::time_of_day(time)?;
    // Where the zone has no name, its offset stands for it.
    if zone.starts_with(['+', '-']) {
        return format!("{day}T{time}{zone}").parse().ok();
    }
    let there = day.to_datetime(time).to_zoned(TimeZone::get(zone).ok()?).ok()?;
    Some(Moment::from(&there)).filter(|moment| moment.day().year() > 0)
}

/// Takes the details apart: a line that begins with no word of the export goes on the text before.
fn parts(details: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for line in details.split('\n') {
        match (part(line), parts.last_mut()) {
            (Some(part), _) => parts.push(part),
            (None, Some(Part::Belongs(_, text) | Part::Happened(.., text))) => {
                text.push('\n');
                text.push_str(line);
            }
            (None, None) => {}
        }
    }
    parts
}

fn part(line: &str) -> Option<Part> {
    let labels = LABELS.into_iter().chain([THEIR_WORDS]);
    let belongs = labels.filter_map(|label| Some((label, line.strip_prefix(label)?.strip_prefix(": ")?))).next();
    if let Some((label, text)) = belongs {
        return Some(Part::Belongs(label, text.to_owned()));
    }
    let (head, words) = line.split_once(": ").unwrap_or((line, ""));
    if let Some((when, level)) = head.strip_prefix("From ").and_then(|rest| rest.split_once(" on, ")) {
        return Some(Part::Happened(What::Level(level_of(level)?), day(when)?, words.to_owned()));
    }
    let (what, when) = head.split_once(", ")?;
    let what = STEPS.into_iter().find(|(word, _)| *word == what)?.1;
    Some(Part::Happened(what, day(when)?, words.to_owned()))
}

/// “Tue 3 Nov 2026”
fn day(text: &str) -> Option<Date> {
    match days::read(text, &TimeZone::UTC)?.reading {
        Reading::Day(day) => Some(day),
        _ => None,
    }
}

fn level_of(words: &str) -> Option<Level> {
    Level::ALL.iter().copied().find(|level| level_words(*level) == words)
}

fn detail(
    making: &Making<'_>,
    kind: Kind,
    person: PersonId,
    (what, state): (&str, &str),
    parts: &[Part],
) -> Result<Detail, Wrong> {
    let text = |wanted: &str| {
        let found = parts.iter().find_map(|part| match part {
            Part::Belongs(label, text) if *label == wanted => Some(text.clone()),
            _ => None,
        });
        found.unwrap_or_default()
    };
    let when = |label: &str| day(&text(label));
    let mark = match kind {
        Kind::Note => Mark::Note,
        Kind::Flag => Mark::Flag,
        Kind::Goal => Mark::Goal,
        Kind::Action => Mark::MyAction,
        Kind::Praise => Mark::Praise,
        Kind::Feedback => Mark::FeedbackGiven,
        Kind::Delegation => Mark::Delegation,
        Kind::Expectation => Mark::Expectation,
        Kind::Topic => Mark::Topic,
        Kind::CheckIn => {
            let goal = making.goal(person, &text("On the goal"));
            let goal = goal.ok_or_else(|| "is a step on a goal that is not in the table before it".to_owned())?;
            let close = text("How close it feels");
            let close = close.split(' ').next().and_then(|number| number.parse::<u8>().ok());
            let close = close.and_then(|number| Closeness::try_from(number).ok());
            let closeness = close.ok_or_else(|| "does not say how close it feels".to_owned())?;
            return Ok(Detail::CheckIn(CheckIn { goal, closeness }));
        }
    };
    let mut detail = Detail::begun(mark, None);
    match &mut detail {
        Detail::Note(note) => {
            note.about = match state {
                "about the person" => About::Person,
                "about the work" => About::Work,
                _ => About::Unmarked,
            }
        }
        Detail::Flag(flag) => {
            (flag.usually, flag.lately) = (text("Usually"), text("Lately"));
            flag.need = text("What they might need to be successful");
            flag.raise_when = match text("To raise").as_str() {
                "" => RaiseWhen::Undecided,
                "in the next one-on-one" => RaiseWhen::NextOneOnOne,
                on => day(on).map_or(RaiseWhen::Undecided, RaiseWhen::On),
            };
            (flag.watch_until, flag.check_again) = (when("Watching until"), when("Look again"));
        }
        Detail::Goal(goal) => {
            (goal.why, goal.success) = (text("Why it matters"), text("What success looks like"));
            (goal.support, goal.target) = (text("What you do to support it"), when("By when"));
        }
        Detail::Action(action) => (action.by, action.due) = (side(what), when("By when")),
        Detail::Feedback(feedback) => {
            if what == "Feedback received" {
                feedback.direction = Direction::Received;
            }
            (feedback.situation, feedback.behaviour) = (text("Situation"), text("Behaviour"));
            (feedback.impact, feedback.changed) = (text("Impact"), text("What you changed because of it"));
        }
        Detail::Delegation(delegation) => {
            delegation.level = level_of(&text("Who decides")).unwrap_or(delegation.level);
            (delegation.support, delegation.hands_off_until) = (text("What support you give"), when("Hands off until"));
        }
        Detail::Expectation(expectation) => {
            (expectation.provide, expectation.their_words) = (text("I will provide"), text(THEIR_WORDS));
        }
        Detail::Topic(topic) => topic.from = side(what),
        Detail::Praise(_) | Detail::CheckIn(_) => {}
    }
    Ok(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn details_are_taken_apart_and_lines_go_on() {
        let details = "By when: Fri 12 Jun 2026\nWhy it matters: first\nsecond: third\nDone, Thu 11 Jun 2026: Lena\nand Piotr\nFrom Tue 3 Nov 2026 on, they decide\nTold, Tue 16 Jun 2026";
        let belongs = |label: &'static str, text: &str| Part::Belongs(label, text.to_owned());
        assert_eq!(
            parts(details),
            [
                belongs("By when", "Fri 12 Jun 2026"),
                belongs("Why it matters", "first\nsecond: third"),
                Part::Happened(What::Done, date(2026, 6, 11), "Lena\nand Piotr".to_owned()),
                Part::Happened(What::Level(Level::Delegate), date(2026, 11, 3), String::new()),
                Part::Happened(What::Told, date(2026, 6, 16), String::new()),
            ]
        );
    }

    #[test]
    fn the_guard_against_formulas_is_taken_off() {
        for (cell, expected) in
            [("'=1+1", "=1+1"), ("' - a", " - a"), ("'tis", "'tis"), ("''=1", "''=1"), ("", ""), ("'\t=1", "\t=1")]
        {
            assert_eq!(guarded(cell), expected);
        }
    }
}
