//! The field that takes a name first, as text.

use jiff::civil::Date;

use super::date::format_date;
use crate::domain::parse::entry_line::EntryLine;

/// What was understood of a line: "Action for Dana Whitfield, due Fri 27 Nov".
pub fn describe_line(line: &EntryLine, name: &str, today: Date) -> String {
    let due = line.due.map(|day| format!(", due {}", format_date(day, today))).unwrap_or_default();
    format!("{} · {name}{due}", line.prefix.label())
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
    }
}
