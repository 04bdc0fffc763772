//! The field that takes a name first, as text.

use jiff::civil::Date;

use super::date::format_date;
use crate::domain::parse::{entry_line::EntryLine, prefix::Prefix};

/// What was understood of a line: "Action for Dana Whitfield, due Fri 27 Nov".
pub fn describe_line(line: &EntryLine, name: &str, today: Date) -> String {
    let due = line.due.map(|day| format!(", due {}", format_date(day, today))).unwrap_or_default();
    format!("{} · {name}{due}", line.prefix.label())
}

/// Whom a line goes to, and its due date: "to Dana, due Fri 27 Nov".
pub fn describe_target(line: &EntryLine, short_name: &str, today: Date) -> String {
    let due = line.due.map(|day| format!(", due {}", format_date(day, today))).unwrap_or_default();
    format!("to {short_name}{due}")
}

/// The offer to save a line: "Jot to Dana as a note".
pub fn describe_offer(line: &EntryLine, short_name: &str) -> String {
    format!("Jot to {short_name} as {}", as_kind(line.prefix))
}

/// A kind within a sentence: "a note", "praise".
fn as_kind(prefix: Prefix) -> &'static str {
    match prefix {
        Prefix::Note => "a note",
        Prefix::Flag => "a flag",
        Prefix::MyAction => "an action",
        Prefix::TheirAction => "their action",
        Prefix::Praise => "praise",
        Prefix::FeedbackGiven => "feedback",
        Prefix::FeedbackReceived => "feedback received",
        Prefix::Goal => "a goal",
        Prefix::Delegation => "a delegation",
        Prefix::Topic => "a topic",
        Prefix::Expectation => "an expectation",
    }
}

/// The notice after a line was saved.
pub fn saved_notice(short_name: &str) -> String {
    format!("Saved to {}.", short_name.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::parse::entry_line::parse_entry_line;

    #[test]
    fn a_line_is_described_with_its_kind_person_and_due_date() {
        let today = date(2026, 11, 24);
        let describe = |line: &str| describe_line(&parse_entry_line(line, today).unwrap(), "Dana Whitfield", today);
        assert_eq!(describe("! quiet today"), "Flag · Dana Whitfield");
        assert_eq!(describe("[] send it by friday"), "Action · Dana Whitfield, due Fri 27 Nov");
        let line = |text: &str| parse_entry_line(text, today).unwrap();
        assert_eq!(describe_target(&line("[] send it by friday"), "Dana", today), "to Dana, due Fri 27 Nov");
        assert_eq!(describe_offer(&line("quiet today"), "Dana"), "Jot to Dana as a note");
        assert_eq!(describe_offer(&line("+ calm under fire"), "Dana"), "Jot to Dana as praise");
    }
}
