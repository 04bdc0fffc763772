//! A birthday, and the day somebody came, within the next thirty days.
//!
//! In a year without a 29 February, such a day is kept on the 28th, and its date is said with it.

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::{
    parse::date::{format_date, format_relative_date},
    person::{Birthday, Profile},
};

/// How far ahead is looked, in days.
pub const LOOKAHEAD_DAYS: i32 = 30;

/// A day to remember.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UpcomingDate {
    /// Birthday or anniversary.
    #[serde(rename = "what")]
    pub kind: UpcomingDateKind,
    /// When it is kept.
    #[serde(rename = "on")]
    pub date: Date,
    /// The same in words.
    #[serde(rename = "said")]
    pub label: String,
}

/// What a day is remembered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UpcomingDateKind {
    /// They were born.
    Birthday,
    /// They came to you.
    Anniversary,
}

/// The days to remember, the nearest first.
pub fn upcoming_dates(profile: &Profile, today: Date) -> Vec<UpcomingDate> {
    let said = |day: Occurrence| {
        let away = format_relative_date(day.date, today);
        // Beyond tomorrow the day itself is worth a word.
        let when =
            if (day.date - today).get_days() < 2 { away } else { format!("{away}, {}", format_date(day.date, today)) };
        UpcomingDate { kind: day.kind, date: day.date, label: format!("{} {when}", day.name) }
    };
    next_occurrences(profile, today).into_iter().map(said).collect()
}

/// Those within so many days, in a few words within a line: "birthday in 6 days".
pub fn short_labels_within(profile: &Profile, within: i32, today: Date) -> Vec<String> {
    let near = next_occurrences(profile, today).into_iter().filter(|day| (day.date - today).get_days() <= within);
    near.map(|day| format!("{} {}", lowercase_first(&day.name), format_relative_date(day.date, today))).collect()
}

/// A day that is kept soon, and what it is called.
struct Occurrence {
    kind: UpcomingDateKind,
    date: Date,
    name: String,
}

fn next_occurrences(profile: &Profile, today: Date) -> Vec<Occurrence> {
    let birthday = profile.birthday.and_then(|birthday| next_birthday(birthday, today));
    let anniversary = profile.since.and_then(|since| next_anniversary(since, today));
    let mut days: Vec<Occurrence> = birthday.into_iter().chain(anniversary).collect();
    days.sort_by_key(|day| day.date);
    days
}

fn next_birthday(Birthday { month, day, .. }: Birthday, today: Date) -> Option<Occurrence> {
    let on = next_annual_date(month, day, today)?;
    let name = if on.day() == day { "Birthday" } else { "Birthday (29 February)" };
    Some(Occurrence { kind: UpcomingDateKind::Birthday, date: on, name: name.to_owned() })
}

fn next_anniversary(since: Date, today: Date) -> Option<Occurrence> {
    let on = next_annual_date(since.month(), since.day(), today)?;
    let name = match on.year() - since.year() {
        ..1 => return None,
        1 => "One year with you".to_owned(),
        years => format!("{years} years with you"),
    };
    Some(Occurrence { kind: UpcomingDateKind::Anniversary, date: on, name })
}

/// The same without a capital at the start.
fn lowercase_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// When that day of the year is kept next, if within thirty days from today.
fn next_annual_date(month: i8, day: i8, today: Date) -> Option<Date> {
    [Some(today.year()), today.year().checked_add(1)]
        .into_iter()
        .flatten()
        .filter_map(|year| Date::new(year, month, day).or_else(|_| Date::new(year, month, day - 1)).ok())
        .find(|on| *on >= today && (*on - today).get_days() <= LOOKAHEAD_DAYS)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn labels(birthday: &str, since: Option<Date>, today: Date) -> Vec<String> {
        let birthday = Birthday::parse(birthday).ok();
        let profile = Profile { since, birthday, ..Profile::with_name("Dana") };
        upcoming_dates(&profile, today).into_iter().map(|day| day.label).collect()
    }

    #[test]
    fn birthday_is_listed_up_to_thirty_days_ahead() {
        let today = date(2026, 11, 24);
        for (birthday, expected) in [
            ("24 November", Some("Birthday today")),
            ("25 November", Some("Birthday tomorrow")),
            ("1988-11-30", Some("Birthday in 6 days, Mon 30 Nov")),
            ("24 December", Some("Birthday in 4 weeks, Thu 24 Dec")),
            ("25 December", None),
            ("23 November", None),
            ("", None),
        ] {
            let found = labels(birthday, None, today);
            assert_eq!(found.first().map(String::as_str), expected, "{birthday}");
        }
        let over_the_year = labels("3 January", None, date(2026, 12, 20));
        assert_eq!(over_the_year, ["Birthday in 14 days, Sun 3 Jan 2027"]);
    }

    #[test]
    fn leap_day_birthday_falls_on_28_february_in_common_years() {
        for (today, expected) in [
            (date(2027, 2, 20), "Birthday (29 February) in 8 days, Sun 28 Feb"),
            (date(2027, 2, 28), "Birthday (29 February) today"),
            (date(2028, 2, 20), "Birthday in 9 days, Tue 29 Feb"),
            (date(2028, 2, 28), "Birthday tomorrow"),
        ] {
            assert_eq!(labels("29 February", None, today), [expected], "{today}");
        }
        assert_eq!(labels("29 February", None, date(2027, 3, 1)), [""; 0], "it is over");
        let came = labels("", Some(date(2024, 2, 29)), date(2027, 2, 20));
        assert_eq!(came, ["3 years with you in 8 days, Sun 28 Feb"]);
    }

    #[test]
    fn anniversary_is_listed_from_the_first_year_on() {
        let came = Some(date(2025, 12, 1));
        assert_eq!(labels("", came, date(2026, 11, 24)), ["One year with you in 7 days, Tue 1 Dec"]);
        assert_eq!(labels("", came, date(2025, 11, 24)), [""; 0]);
        let both = labels("30 November", Some(date(2022, 11, 25)), date(2026, 11, 24));
        assert_eq!(both, ["4 years with you tomorrow", "Birthday in 6 days, Mon 30 Nov"]);
    }

    #[test]
    fn last_day_of_the_calendar_does_not_panic() {
        assert_eq!(labels("1 January", Some(Date::MAX), Date::MAX), [""; 0]);
    }
}
