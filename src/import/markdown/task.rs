//! The dates of a task: when it is due, and when it was done.

use jiff::civil::Date;

use crate::domain::parse::date::{DayOrder, PartialDate, find_date, parse_trailing_date, strip_trailing_date};

/// The latest year of a due date.
const MAX_YEAR: i16 = 2200;

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaskInfo {
    /// Without the markers of the program it was written in.
    pub text: String,
    pub due: Option<Date>,
    /// When it was done or cancelled.
    pub done: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TaskDateRole {
    Due,
    Done,
    /// When it was created or starts: not imported.
    Ignored,
}

const DATE_MARKERS: &[(&str, TaskDateRole)] = &[
    ("📅", TaskDateRole::Due),
    ("🗓", TaskDateRole::Due),
    ("📆", TaskDateRole::Due),
    ("✅", TaskDateRole::Done),
    ("❌", TaskDateRole::Done),
    ("➕", TaskDateRole::Ignored),
    ("⏳", TaskDateRole::Ignored),
    ("🛫", TaskDateRole::Ignored),
    ("[due:: ", TaskDateRole::Due),
    ("(due:: ", TaskDateRole::Due),
    ("due:: ", TaskDateRole::Due),
    ("due:", TaskDateRole::Due),
    ("@due(", TaskDateRole::Due),
    ("@done(", TaskDateRole::Done),
    ("[completion:: ", TaskDateRole::Done),
    ("(completion:: ", TaskDateRole::Done),
    ("completion:: ", TaskDateRole::Done),
    ("DEADLINE: <", TaskDateRole::Due),
    ("SCHEDULED: <", TaskDateRole::Ignored),
    ("CLOSED: [", TaskDateRole::Done),
];

/// Parses a task that was written on a day.
pub(super) fn parse_task(text: &str, written: Date, order: Option<DayOrder>) -> TaskInfo {
    let mut task = parse_markers(text, written, order);
    if task.due.is_none() {
        parse_trailing_due(&mut task, written, order);
    }
    task
}

/// The text of a line without what a program adds when it is ticked or scheduled.
pub(super) fn strip_markers(text: &str, written: Date) -> String {
    parse_markers(text, written, None).text
}

fn parse_markers(text: &str, written: Date, order: Option<DayOrder>) -> TaskInfo {
    let mut task = TaskInfo { text: text.to_owned(), due: None, done: None };
    for (marker, role) in DATE_MARKERS {
        if let Some((rest, day)) = take_marker(&task.text, marker, written, order) {
            task.text = rest;
            match role {
                TaskDateRole::Due => task.due = task.due.or(Some(day)),
                TaskDateRole::Done => task.done = task.done.or(Some(day)),
                TaskDateRole::Ignored => {}
            }
        }
    }
    for marker in ["🔺", "⏫", "🔼", "🔽", "⏬"] {
        task.text = task.text.replace(marker, "");
    }
    task.text = task.text.trim().to_owned();
    task
}

/// The text without a marker and the date after it, and that date.
fn take_marker(text: &str, marker: &str, written: Date, order: Option<DayOrder>) -> Option<(String, Date)> {
    let (before, after) = text.split_once(marker)?;
    if marker.starts_with('d') && before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let date_text = after.trim_start_matches('\u{FE0F}').trim_start();
    let unlinked = date_text.strip_prefix("[[").unwrap_or(date_text);
    let found = find_date(unlinked.lines().next()?).filter(|found| found.range.start == 0)?;
    let day = resolve_date(found.date, written, order)?;
    let mut rest = unlinked.get(found.range.end..)?;
    if unlinked.len() < date_text.len() {
        rest = rest.strip_prefix("]]")?;
    }
    let closing = match marker.as_bytes().first()? {
        b'[' => "]",
        b'(' => ")",
        _ if marker.ends_with('(') => ")",
        _ if marker.ends_with('<') => ">",
        _ if marker.ends_with('[') => "]",
        _ => "",
    };
    if !closing.is_empty() {
        rest = rest.split_once(closing)?.1;
    }
    let before = before.trim_end();
    let rest = rest.trim_start_matches(' ');
    let gap = if before.is_empty() || rest.is_empty() || rest.starts_with('\n') { "" } else { " " };
    Some((format!("{before}{gap}{rest}"), day))
}

/// The due date at the end of the first line: “by friday”, “by 10/03/24” and “(due 3 March)”.
fn parse_trailing_due(task: &mut TaskInfo, written: Date, order: Option<DayOrder>) {
    let (line, rest) = match task.text.split_once('\n') {
        Some((line, rest)) => (line.to_owned(), format!("\n{rest}")),
        None => (task.text.clone(), String::new()),
    };
    if let Some(found) = parse_trailing_date(&line, written).filter(|found| found.date.year() <= MAX_YEAR) {
        task.due = Some(found.date);
        task.text = format!("{}{rest}", strip_trailing_date(&line, &found));
        return;
    }
    for word in [" (by ", " (due ", " by ", " due "] {
        let Some((before, date_text)) = line.rsplit_once(word) else { continue };
        let Some(found) = find_date(date_text).filter(|found| found.range.start == 0) else { continue };
        let rest_of_line = date_text.get(found.range.end..).unwrap_or_default().trim();
        if !before.trim().is_empty()
            && rest_of_line.chars().all(|c| ").!".contains(c))
            && let Some(day) = resolve_date(found.date, written, order)
        {
            task.due = Some(day);
            task.text = format!("{}{rest}", before.trim_end_matches([' ', ',', '-', '–', '—', ':', ';']));
            return;
        }
    }
}

/// The date; without a year it is the next one after the task was written.
fn resolve_date(date: PartialDate, written: Date, order: Option<DayOrder>) -> Option<Date> {
    let this_year = date.resolve(order, Some(written.year()));
    let day = match (date, this_year) {
        (PartialDate::WithoutYear { .. }, Some(day)) if day < written => {
            date.resolve(order, Some(written.year().saturating_add(1)))
        }
        _ => this_year,
    };
    day.filter(|day| day.year() <= MAX_YEAR)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn task_dates_are_extracted() {
        let tenth = Some(date(2024, 3, 10));
        for (line, text, due, done) in [
            ("send the ladder", "send the ladder", None, None),
            ("send it 📅 2024-03-10", "send it", tenth, None),
            ("send it ⏫ 📅 2024-03-10 ✅ 2024-03-09", "send it", tenth, Some(date(2024, 3, 9))),
            ("send it ➕ 2024-03-01 again", "send it again", None, None),
            ("send it [due:: 2024-03-10]", "send it", tenth, None),
            ("send it due:: [[2024-03-10]]", "send it", tenth, None),
            ("send it @due(2024-03-10)", "send it", tenth, None),
            ("send it\nDEADLINE: <2024-03-10 Sun>", "send it", tenth, None),
            ("send it by 10 March", "send it", tenth, None),
            ("send it, by 10 March 2024.", "send it", tenth, None),
            ("send it by friday", "send it", Some(date(2024, 3, 8)), None),
            ("send it (due 10/03/24)", "send it", tenth, None),
            ("send it by 10.3.2024", "send it", tenth, None),
            ("send it by 2 January", "send it", Some(date(2025, 1, 2)), None),
            ("send it 📅 9999-12-31", "send it 📅 9999-12-31", None, None),
            ("send it 📅 soon", "send it 📅 soon", None, None),
            ("overdue: 2024-03-10 was it", "overdue: 2024-03-10 was it", None, None),
            ("by 10 March", "by 10 March", None, None),
        ] {
            let expected = TaskInfo { text: text.to_owned(), due, done };
            assert_eq!(parse_task(line, date(2024, 3, 3), Some(DayOrder::DayFirst)), expected, "{line}");
        }
        assert_eq!(parse_task("a by 10/03/24", date(2024, 3, 3), None).due, None);
    }

    proptest! {
        #[test]
        fn parser_never_panics(line in "(📅|due:: |@due\\(|2024-03-10|by |\\)|\\]|\n|\\PC){0,14}") {
            parse_task(&line, date(2024, 3, 3), None);
        }
    }
}
