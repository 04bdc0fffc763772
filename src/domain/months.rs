//! A history month by month: how much was written, and where flags were noticed. What holds nothing is short, so that twenty
//! years can be taken in.

use jiff::civil::Date;

/// One line of the months, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A year begins. One that holds nothing is only this line.
    Year(i16),
    /// A month in which something was written.
    Month(Month),
    /// Months of a year in which nothing was written, however many.
    Gap,
}

/// What was written in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// How many entries.
    pub entries: u32,
    /// How many of them are flags.
    pub flags: u32,
}

impl Month {
    /// "November 2026, 42 entries, 2 flags noticed".
    pub fn say(&self) -> String {
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
        format!("{}, {entries}{flags}", self.first.strftime("%B %Y"))
    }
}

/// One entry, as far as the months care.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// Its day.
    pub day: Date,
    /// Whether it is counted now, or only keeps its month in the list.
    pub counts: bool,
    /// Whether it is a flag.
    pub flag: bool,
}

/// The lines of a history that is given newest first.
pub fn lines(history: impl IntoIterator<Item = Written>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut before: Option<Date> = None;
    for written in history {
        let first = written.day.first_of_month();
        if before != Some(first) {
            lead_to(&mut lines, before, first);
            lines.push(Line::Month(Month { first, entries: 0, flags: 0 }));
            before = Some(first);
        }
        if let Some(Line::Month(month)) = lines.last_mut() {
            month.entries += u32::from(written.counts);
            month.flags += u32::from(written.counts && written.flag);
        }
    }
    lines
}

/// What stands between two months with something in them.
fn lead_to(lines: &mut Vec<Line>, before: Option<Date>, first: Date) {
    let Some(before) = before else {
        lines.push(Line::Year(first.year()));
        return;
    };
    if before.year() == first.year() {
        if before.month() > first.month() + 1 {
            lines.push(Line::Gap);
        }
        return;
    }
    if before.month() > 1 {
        lines.push(Line::Gap);
    }
    lines.extend((first.year()..before.year()).rev().map(Line::Year));
    if first.month() < 12 {
        lines.push(Line::Gap);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn written(day: Date) -> Written {
        Written { day, counts: true, flag: false }
    }

    fn said(lines: &[Line]) -> Vec<String> {
        let say = |line: &Line| match line {
            Line::Year(year) => year.to_string(),
            Line::Month(month) => month.say(),
            Line::Gap => "…".to_owned(),
        };
        lines.iter().map(say).collect()
    }

    #[test]
    fn months_say_how_much_was_written_and_noticed() {
        let flag = Written { flag: true, ..written(date(2026, 11, 3)) };
        let history = [written(date(2026, 11, 24)), flag, written(date(2026, 10, 31)), written(date(2026, 10, 1))];
        assert_eq!(
            said(&lines(history)),
            ["2026", "November 2026, 2 entries, 1 flag noticed", "October 2026, 2 entries"]
        );
    }

    #[test]
    fn what_holds_nothing_is_one_short_line() {
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
        assert_eq!(said(&lines(days.map(written))), expected);
        assert_eq!(lines([]), []);
    }

    #[test]
    fn a_month_whose_entries_do_not_count_keeps_its_line() {
        let hidden = Written { counts: false, flag: true, ..written(date(2026, 11, 3)) };
        assert_eq!(said(&lines([hidden])), ["2026", "November 2026, no entries"]);
    }
}
