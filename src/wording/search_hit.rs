//! A found entry in the list of results: its texts with what they are, and the line below them.

use std::ops::Range;

use jiff::civil::Date;

use super::{date::format_short_date, event_label::event_label, text::join_parts};
use crate::domain::{
    date::days_between,
    entry::{
        Detail, Entry,
        kind::{action::ActionState, flag::FlagState, goal::GoalState},
    },
};

/// What stands before the first match in an excerpt, in characters.
const BEFORE_MATCH: usize = 48;

/// The texts of an entry beside its main one, each with what it is, without empty ones.
pub fn labelled_texts(entry: &Entry) -> Vec<(&'static str, &str)> {
    let details: Vec<(&'static str, &String)> = match &entry.detail {
        Detail::Flag(flag) => vec![("Usually", &flag.usually), ("Lately", &flag.lately), ("Might need", &flag.need)],
        Detail::Goal(goal) => vec![
            ("Why it matters", &goal.why),
            ("What success looks like", &goal.success),
            ("Your support", &goal.support),
        ],
        Detail::Feedback(feedback) => vec![
            ("Situation", &feedback.situation),
            ("Behaviour", &feedback.behaviour),
            ("Impact", &feedback.impact),
            ("What you changed", &feedback.changed),
        ],
        Detail::Delegation(delegation) => vec![("Support", &delegation.support)],
        Detail::Expectation(expectation) => {
            vec![("I will provide", &expectation.provide), ("In their words", &expectation.their_words)]
        }
        Detail::Note(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) | Detail::Topic(_) => Vec::new(),
    };
    let events = entry.events.iter().map(|event| (event_label(event.kind), &event.comment));
    let texts = details.into_iter().chain(events).map(|(label, text)| (label, text.as_str()));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

/// Where an entry was written, and what became of it: "One-on-one, Tue 14 Apr · let go 2 May".
pub fn describe_entry(entry: &Entry, today: Date) -> String {
    let place = match entry.one_on_one {
        Some(_) => format!("One-on-one, {}", entry.written_at.day().strftime("%a %-d %b")),
        None => "Between one-on-ones".to_owned(),
    };
    let evidence = if entry.evidence { "evidence" } else { "" };
    let trash = if entry.trashed_at.is_some() { "in the trash" } else { "" };
    join_parts([place.as_str(), &describe_state(entry, today), evidence, trash])
}

fn describe_state(entry: &Entry, today: Date) -> String {
    if let Some(event) = entry.events.last() {
        let day = format_short_date(event.at.day(), today);
        return format!("{} {day}", event_label(event.kind).to_lowercase());
    }
    match &entry.detail {
        Detail::Flag(flag) if flag.state == FlagState::Noticed => "not raised".to_owned(),
        Detail::CheckIn(check_in) => format!("{} of 5", u8::from(check_in.closeness)),
        Detail::Action(action) if action.state == ActionState::Open => match action.due {
            Some(due) if days_between(due, today) > 0 => format!("was due {}", format_short_date(due, today)),
            Some(due) => format!("due {}", format_short_date(due, today)),
            None => "open".to_owned(),
        },
        Detail::Goal(goal) if goal.state == GoalState::Active => "active".to_owned(),
        _ => String::new(),
    }
}

/// The part of a text around what matches first, in one line of at most `max_chars` characters, and
/// what matches in it.
pub fn excerpt_around(text: &str, matches: &[Range<usize>], max_chars: usize) -> (String, Vec<Range<usize>>) {
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let first = matches.first().map_or(0, |range| range.start);
    let mut start = 0;
    if chars.len() > max_chars && first > BEFORE_MATCH {
        let from = first - BEFORE_MATCH;
        let word_start = (from..first).find(|index| chars.get(*index) == Some(&' ')).map(|index| index + 1);
        start = word_start.unwrap_or(from);
    }
    let end = chars.len().min(start + max_chars);
    let lead = if start > 0 { "…" } else { "" };
    let tail = if end < chars.len() { "…" } else { "" };
    let shown: String = chars.get(start..end).unwrap_or_default().iter().collect();
    let shift = lead.chars().count();
    let place = |at: usize| at.clamp(start, end) - start + shift;
    let ranges = matches.iter().map(|range| place(range.start)..place(range.end)).filter(|range| !range.is_empty());
    (format!("{lead}{shown}{tail}"), ranges.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shown excerpt around a part of a text, and the marked parts of it.
    fn excerpt(text: &str, parts: &[&str], max_chars: usize) -> (String, Vec<String>) {
        let place = |part: &&str| {
            let start = text.split_once(part).map_or(0, |(before, _)| before.chars().count());
            start..start + part.chars().count()
        };
        let (shown, marks) = excerpt_around(text, &parts.iter().map(place).collect::<Vec<_>>(), max_chars);
        let marked = |range: Range<usize>| shown.chars().skip(range.start).take(range.len()).collect();
        let marked = marks.into_iter().map(marked).collect();
        (shown, marked)
    }

    #[test]
    fn an_excerpt_shows_the_first_match_and_marks_what_it_shows() {
        assert_eq!(excerpt("on call\nagain", &["call"], 100), ("on call again".into(), vec!["call".into()]));
        let long = format!("{}the on call rota {}last", "word ".repeat(40), "end ".repeat(40));
        let (shown, marked) = excerpt(&long, &["on call", "last"], 90);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.chars().count() <= 92, "{shown}");
        assert_eq!(marked, ["on call"]);
        assert_eq!(excerpt("東京で会う", &["で"], 3), ("東京で…".into(), vec!["で".into()]));
        assert_eq!(excerpt("", &[], 3), (String::new(), Vec::new()));
    }
}
