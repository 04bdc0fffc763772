//! Months of the timeline as text.

use crate::{domain::month_histogram::MonthCount, wording::text::count_of};

/// "November 2026, 42 entries, 2 flags noticed".
pub fn describe_month(month: &MonthCount) -> String {
    let entries = count_of(month.entries, "entry", "entries");
    let flags = match month.flags {
        0 => String::new(),
        flags => format!(", {} noticed", count_of(flags, "flag", "flags")),
    };
    format!("{}, {entries}{flags}", month.first_day.strftime("%B %Y"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_described_by_their_entries_and_flags() {
        for (entries, flags, expected) in [
            (2, 1, "November 2026, 2 entries, 1 flag noticed"),
            (42, 2, "November 2026, 42 entries, 2 flags noticed"),
            (1, 0, "November 2026, 1 entry"),
            (0, 0, "November 2026, no entries"),
        ] {
            let month = MonthCount { first_day: date(2026, 11, 1), entries, flags };
            assert_eq!(describe_month(&month), expected);
        }
    }
}
