//! What a line with a box says besides its words: by when, and when it was done.

use jiff::civil::Date;

use crate::domain::parse::date::{DayOrder, PartialDate, find_date, parse_trailing_date, strip_trailing_date};

/// Years in which something can be due.
const MAX_YEAR: i16 = 2200;

/// A line with a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaskInfo {
    /// Without the signs of the program it was written in.
    pub text: String,
    pub due: Option<Date>,
    /// When it was done or given up.
    pub done: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TaskDateRole {
    Due,
    Done,
    /// When it was made, or is begun: not kept.
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

/// Reads a line that was written on a day.
pub(super) fn parse_task(text: &str, written: Date, order: Option<DayOrder>) -> TaskInfo {
    let mut promise = parse_markers(text, written, order);
    if promise.due.is_none() {
        parse_trailing_due(&mut promise, written, order);
    }
    promise
}

/// The words of a line, whatever a program adds to it when it is ticked or planned.
pub(super) fn strip_markers(text: &str, written: Date) -> String {
    parse_markers(text, written, None).text
}

fn parse_markers(text: &str, written: Date, order: Option<DayOrder>) -> TaskInfo {
    let mut promise = TaskInfo { text: text.to_owned(), due: None, done: None };
    for (sign, means) in DATE_MARKERS {
        if let Some((rest, day)) = take_marker(&promise.text, sign, written, order) {
            promise.text = rest;
            match means {
                TaskDateRole::Due => promise.due = promise.due.or(Some(day)),
                TaskDateRole::Done => promise.done = promise.done.or(Some(day)),
                TaskDateRole::Ignored => {}
            }
        }
    }
    for sign in ["🔺", "⏫", "🔼", "🔽", "⏬"] {
        promise.text = promise.text.replace(sign, "");
    }
    promise.text = promise.text.trim().to_owned();
    promise
}

/// The text without a sign and the day after it, and that day.
fn take_marker(text: &str, sign: &str, written: Date, order: Option<DayOrder>) -> Option<(String, Date)> {
    let (before, after) = text.split_once(sign)?;
    if sign.starts_with('d') && before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let said = after.trim_start_matches('\u{FE0F}').trim_start();
    let skipped = said.strip_prefix("[[").unwrap_or(said);
    let found = find_date(skipped.lines().next()?).filter(|found| found.range.start == 0)?;
    let day = resolve_date(found.date, written, order)?;
    let mut rest = skipped.get(found.range.end..)?;
    if skipped.len() < said.len() {
        rest = rest.strip_prefix("]]")?;
    }
    let closes = match sign.as_bytes().first()? {
        b'[' => "]",
        b'(' => ")",
        _ if sign.ends_with('(') => ")",
        _ if sign.ends_with('<') => ">",
        _ if sign.ends_with('[') => "]",
        _ => "",
    };
    if !closes.is_empty() {
        rest = rest.split_once(closes)?.1;
    }
    let before = before.trim_end();
    let rest = rest.trim_start_matches(' ');
    let gap = if before.is_empty() || rest.is_empty() || rest.starts_with('\n') { "" } else { " " };
    Some((format!("{before}{gap}{rest}"), day))
}

/// “by friday”, “by 10/03/24” and “(due 3 March)” at the end of the first line.
fn parse_trailing_due(promise: &mut TaskInfo, written: Date, order: Option<DayOrder>) {
    let (line, rest) = match promise.text.split_once('\n') {
        Some((line, rest)) => (line.to_owned(), format!("\n{rest}")),
        None => (promise.text.clone(), String::new()),
    };
    if let Some(found) = parse_trailing_date(&line, written).filter(|found| found.date.year() <= MAX_YEAR) {
        promise.due = Some(found.date);
        promise.text = format!("{}{rest}", strip_trailing_date(&line, &found));
        return;
    }
    for word in [" (by ", " (due ", " by ", " due "] {
        let Some((before, said)) = line.rsplit_once(word) else { continue };
        let Some(found) = find_date(said).filter(|found| found.range.start == 0) else { continue };
        let over = said.get(found.range.end..).unwrap_or_default().trim();
        if !before.trim().is_empty()
            && over.chars().all(|c| ").!".contains(c))
            && let Some(day) = resolve_date(found.date, written, order)
        {
            promise.due = Some(day);
            promise.text = format!("{}{rest}", before.trim_end_matches([' ', ',', '-', '–', '—', ':', ';']));
            return;
        }
    }
}

/// The day; one without a year is the next one after it was written.
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
