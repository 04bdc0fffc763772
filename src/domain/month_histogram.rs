//! The entries of a history counted by month. Months without entries are merged into gaps, so that
//! twenty years stay readable.

use jiff::civil::Date;

/// One row of the histogram; rows are newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthRow {
    /// The heading of a year; a year without entries has no other row.
    Year(i16),
    /// A month with entries.
    Month(MonthCount),
    /// One or more months of a year without entries.
    EmptyMonths,
}

/// The entries of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// Its first day.
    pub first_day: Date,
    /// The number of entries.
    pub entries: u32,
    /// How many of them are flags.
    pub flags: u32,
}

/// The part of an entry that is counted.
#[derive(Debug, Clone, Copy)]
pub struct CountedEntry {
    /// Its day.
    pub day: Date,
    /// Whether the filter counts it; if not, it only keeps its month in the list.
    pub is_counted: bool,
    /// Whether it is a flag.
    pub is_flag: bool,
}

/// The rows of a history, which is given newest first.
pub fn month_rows(history: impl IntoIterator<Item = CountedEntry>) -> Vec<MonthRow> {
    let mut rows = Vec::new();
    let mut before: Option<Date> = None;
    for entry in history {
        let first = entry.day.first_of_month();
        if before != Some(first) {
            push_gap_rows(&mut rows, before, first);
            rows.push(MonthRow::Month(MonthCount { first_day: first, entries: 0, flags: 0 }));
            before = Some(first);
        }
        if let Some(MonthRow::Month(month)) = rows.last_mut() {
            month.entries += u32::from(entry.is_counted);
            month.flags += u32::from(entry.is_counted && entry.is_flag);
        }
    }
    rows
}

/// The rows between two months with entries.
fn push_gap_rows(rows: &mut Vec<MonthRow>, before: Option<Date>, first: Date) {
    let Some(before) = before else {
        rows.push(MonthRow::Year(first.year()));
        return;
    };
    if before.year() == first.year() {
        if before.month() > first.month() + 1 {
            rows.push(MonthRow::EmptyMonths);
        }
        return;
    }
    if before.month() > 1 {
        rows.push(MonthRow::EmptyMonths);
    }
    rows.extend((first.year()..before.year()).rev().map(MonthRow::Year));
    if first.month() < 12 {
        rows.push(MonthRow::EmptyMonths);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn counted(day: Date) -> CountedEntry {
        CountedEntry { day, is_counted: true, is_flag: false }
    }

    /// Each row, a month as "November 2026 2 with 1": its entries, and its flags among them.
    fn rendered(rows: &[MonthRow]) -> Vec<String> {
        let render = |row: &MonthRow| match row {
            MonthRow::Year(year) => year.to_string(),
            MonthRow::Month(MonthCount { first_day, entries, flags }) => {
                format!("{} {entries} with {flags}", first_day.strftime("%B %Y"))
            }
            MonthRow::EmptyMonths => "…".to_owned(),
        };
        rows.iter().map(render).collect()
    }

    #[test]
    fn months_count_entries_and_flags() {
        let flag = CountedEntry { is_flag: true, ..counted(date(2026, 11, 3)) };
        let history = [counted(date(2026, 11, 24)), flag, counted(date(2026, 10, 31)), counted(date(2026, 10, 1))];
        assert_eq!(rendered(&month_rows(history)), ["2026", "November 2026 2 with 1", "October 2026 2 with 0"]);
    }

    #[test]
    fn empty_stretches_become_single_rows() {
        let days = [date(2026, 11, 1), date(2026, 8, 1), date(2026, 7, 1), date(2022, 12, 31), date(2021, 3, 1)];
        let expected = [
            "2026",
            "November 2026 1 with 0",
            "…",
            "August 2026 1 with 0",
            "July 2026 1 with 0",
            "…",
            "2025",
            "2024",
            "2023",
            "2022",
            "December 2022 1 with 0",
            "…",
            "2021",
            "…",
            "March 2021 1 with 0",
        ];
        assert_eq!(rendered(&month_rows(days.map(counted))), expected);
        assert_eq!(month_rows([]), []);
    }

    #[test]
    fn month_without_counted_entries_keeps_its_row() {
        let hidden = CountedEntry { is_counted: false, is_flag: true, ..counted(date(2026, 11, 3)) };
        assert_eq!(rendered(&month_rows([hidden])), ["2026", "November 2026 0 with 0"]);
    }
}
