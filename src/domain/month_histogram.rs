//! A history month by month: how much was written, and where flags were noticed. What holds nothing is short, so that twenty
//! years can be taken in.

use jiff::civil::Date;

/// One line of the months, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthRow {
    /// A year begins. One that holds nothing is only this line.
    Year(i16),
    /// A month in which something was written.
    Month(MonthCount),
    /// Months of a year in which nothing was written, however many.
    EmptyMonths,
}

/// What was written in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// Its first day.
    pub first_day: Date,
    /// How many entries.
    pub entries: u32,
    /// How many of them are flags.
    pub flags: u32,
}

impl MonthCount {
    /// "November 2026, 42 entries, 2 flags noticed".
    pub fn describe(&self) -> String {
        let count = |count: u32, one: &str, many: &str| match count {
            0 => format!("no {many}"),
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        let entries = count(self.entries, "entry", "entries");
        let flags = match self.flags {
            0 => String::new(),
            flags => format!(", {} noticed", count(flags, "flag", "flags")),
        };
        format!("{}, {entries}{flags}", self.first_day.strftime("%B %Y"))
    }
}

/// One entry, as far as the months care.
#[derive(Debug, Clone, Copy)]
pub struct CountedEntry {
    /// Its day.
    pub day: Date,
    /// Whether it is counted now, or only keeps its month in the list.
    pub is_counted: bool,
    /// Whether it is a flag.
    pub is_flag: bool,
}

/// The lines of a history that is given newest first.
pub fn month_rows(history: impl IntoIterator<Item = CountedEntry>) -> Vec<MonthRow> {
    let mut lines = Vec::new();
    let mut before: Option<Date> = None;
    for written in history {
        let first = written.day.first_of_month();
        if before != Some(first) {
            push_gap_rows(&mut lines, before, first);
            lines.push(MonthRow::Month(MonthCount { first_day: first, entries: 0, flags: 0 }));
            before = Some(first);
        }
        if let Some(MonthRow::Month(month)) = lines.last_mut() {
            month.entries += u32::from(written.is_counted);
            month.flags += u32::from(written.is_counted && written.is_flag);
        }
    }
    lines
}

/// What stands between two months with something in them.
fn push_gap_rows(lines: &mut Vec<MonthRow>, before: Option<Date>, first: Date) {
    let Some(before) = before else {
        lines.push(MonthRow::Year(first.year()));
        return;
    };
    if before.year() == first.year() {
        if before.month() > first.month() + 1 {
            lines.push(MonthRow::EmptyMonths);
        }
        return;
    }
    if before.month() > 1 {
        lines.push(MonthRow::EmptyMonths);
    }
    lines.extend((first.year()..before.year()).rev().map(MonthRow::Year));
    if first.month() < 12 {
        lines.push(MonthRow::EmptyMonths);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn counted(day: Date) -> CountedEntry {
        CountedEntry { day, is_counted: true, is_flag: false }
    }

    fn described(lines: &[MonthRow]) -> Vec<String> {
        let say = |line: &MonthRow| match line {
            MonthRow::Year(year) => year.to_string(),
            MonthRow::Month(month) => month.describe(),
            MonthRow::EmptyMonths => "…".to_owned(),
        };
        lines.iter().map(say).collect()
    }

    #[test]
    fn months_count_entries_and_flags() {
        let flag = CountedEntry { is_flag: true, ..counted(date(2026, 11, 3)) };
        let history = [counted(date(2026, 11, 24)), flag, counted(date(2026, 10, 31)), counted(date(2026, 10, 1))];
        assert_eq!(
            described(&month_rows(history)),
            ["2026", "November 2026, 2 entries, 1 flag noticed", "October 2026, 2 entries"]
        );
    }

    #[test]
    fn empty_stretches_become_single_rows() {
        let days = [date(2026, 11, 1), date(2026, 8, 1), date(2026, 7, 1), date(2022, 12, 31), date(2021, 3, 1)];
        let expected = [
            "2026",
            "November 2026, 1 entry",
            "…",
            "August 2026, 1 entry",
            "July 2026, 1 entry",
            "…",
            "2025",
            "2024",
            "2023",
            "2022",
            "December 2022, 1 entry",
            "…",
            "2021",
            "…",
            "March 2021, 1 entry",
        ];
        assert_eq!(described(&month_rows(days.map(counted))), expected);
        assert_eq!(month_rows([]), []);
    }

    #[test]
    fn month_without_counted_entries_keeps_its_row() {
        let hidden = CountedEntry { is_counted: false, is_flag: true, ..counted(date(2026, 11, 3)) };
        assert_eq!(described(&month_rows([hidden])), ["2026", "November 2026, no entries"]);
    }
}
