//! What a line with a box says besides its words: by when, and when it was done.

use jiff::civil::Date;

use super::{super::days::DayOrder, dates};
use crate::domain::day::{day_at_end, without_day};

/// Years in which something can be due.
const LATEST: i16 = 2200;

/// A line with a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Promise {
    /// Without the signs of the program it was written in.
    pub text: String,
    pub due: Option<Date>,
    /// When it was done or given up.
    pub done: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Due,
    Done,
    /// When it was made, or is begun: not kept.
    Else,
}

const SIGNS: &[(&str, Means)] = &[
    ("📅", Means::Due),
    ("🗓", Means::Due),
    ("📆", Means::Due),
    ("✅", Means::Done),
    ("❌", Means::Done),
    ("➕", Means::Else),
    ("⏳", Means::Else),
    ("🛫", Means::Else),
    ("[due:: ", Means::Due),
    ("(due:: ", Means::Due),
    ("due:: ", Means::Due),
    ("due:", Means::Due),
    ("@due(", Means::Due),
    ("@done(", Means::Done),
    ("[completion:: ", Means::Done),
    ("(completion:: ", Means::Done),
    ("completion:: ", Means::Done),
    ("DEADLINE: <", Means::Due),
    ("SCHEDULED: <", Means::Else),
    ("CLOSED: [", Means::Done),
];

/// Reads a line that was written on a day.
pub(super) fn read(text: &str, written: Date, order: Option<DayOrder>) -> Promise {
    let mut promise = signs(text, written, order);
    if promise.due.is_none() {
        at_end(&mut promise, written, order);
    }
    promise
}

/// The words of a line, whatever a program adds to it when it is ticked or planned.
pub(super) fn words(text: &str, written: Date) -> String {
    signs(text, written, None).text
}

fn signs(text: &str, written: Date, order: Option<DayOrder>) -> Promise {
    let mut promise = Promise { text: text.to_owned(), due: None, done: None };
    for (sign, means) in SIGNS {
        if let Some((rest, day)) = without_sign(&promise.text, sign, written, order) {
            promise.text = rest;
            match means {
                Means::Due => promise.due = promise.due.or(Some(day)),
                Means::Done => promise.done = promise.done.or(Some(day)),
                Means::Else => {}
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
fn without_sign(text: &str, sign: &str, written: Date, order: Option<DayOrder>) -> Option<(String, Date)> {
    let (before, after) = text.split_once(sign)?;
    if sign.starts_with('d') && before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let said = after.trim_start_matches('\u{FE0F}').trim_start();
    let skipped = said.strip_prefix("[[").unwrap_or(said);
    let found = dates::find(skipped.lines().next()?).filter(|found| found.range.start == 0)?;
    let day = settle(&found.said, written, order)?;
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
fn at_end(promise: &mut Promise, written: Date, order: Option<DayOrder>) {
    let (line, rest) = match promise.text.split_once('\n') {
        Some((line, rest)) => (line.to_owned(), format!("\n{rest}")),
        None => (promise.text.clone(), String::new()),
    };
    if let Some(found) = day_at_end(&line, written).filter(|found| found.day.year() <= LATEST) {
        promise.due = Some(found.day);
        promise.text = format!("{}{rest}", without_day(&line, &found));
        return;
    }
    for word in [" (by ", " (due ", " by ", " due "] {
        let Some((before, said)) = line.rsplit_once(word) else { continue };
        let Some(found) = dates::find(said).filter(|found| found.range.start == 0) else { continue };
        let over = said.get(found.range.end..).unwrap_or_default().trim();
        if !before.trim().is_empty()
            && over.chars().all(|c| ").!".contains(c))
            && let Some(day) = settle(&found.said, written, order)
        {
            promise.due = Some(day);
            promise.text = format!("{}{rest}", before.trim_end_matches([' ', ',', '-', '–', '—', ':', ';']));
            return;
        }
    }
}

/// The day; one without a year is the next one after it was written.
fn settle(said: &dates::Said, written: Date, order: Option<DayOrder>) -> Option<Date> {
    let this_year = said.settle(order, Some(written.year()));
    let day = match (said, this_year) {
        (dates::Said::NoYear(..), Some(day)) if day < written => {
            said.settle(order, Some(written.year().saturating_add(1)))
        }
        _ => this_year,
    };
    day.filter(|day| day.year() <= LATEST)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_promise_says_by_when_and_when_it_was_done() {
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
            let expected = Promise { text: text.to_owned(), due, done };
            assert_eq!(read(line, date(2024, 3, 3), Some(DayOrder::DayFirst)), expected, "{line}");
        }
        assert_eq!(read("a by 10/03/24", date(2024, 3, 3), None).due, None);
    }

    proptest! {
        #[test]
        fn no_line_is_too_odd(line in "(📅|due:: |@due\\(|2024-03-10|by |\\)|\\]|\n|\\PC){0,14}") {
            read(&line, date(2024, 3, 3), None);
        }
    }
}
