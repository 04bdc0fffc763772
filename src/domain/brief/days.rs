//! A birthday, and the day somebody came, within the next thirty days.
//!
//! In a year without a 29 February, such a day is kept on the 28th, and its date is said with it.

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::{
    day::{ago, say_day},
    person::{Birthday, Profile},
};

/// How far ahead is looked, in days.
pub const AHEAD: i32 = 30;

/// A day to remember.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remembered {
    /// Birthday or anniversary.
    pub what: What,
    /// When it is kept.
    pub on: Date,
    /// The same in words.
    pub said: String,
}

/// What a day is remembered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// They were born.
    Birthday,
    /// They came to you.
    Anniversary,
}

/// The days to remember, the nearest first.
pub fn remembered(profile: &Profile, today: Date) -> Vec<Remembered> {
    let said = |day: Kept| {
        let away = ago(day.on, today);
        // Beyond tomorrow the day itself is worth a word.
        let when = if (day.on - today).get_days() < 2 { away } else { format!("{away}, {}", say_day(day.on, today)) };
        Remembered { what: day.what, on: day.on, said: format!("{} {when}", day.name) }
    };
    kept(profile, today).into_iter().map(said).collect()
}

/// Those within so many days, in a few words within a line: "birthday in 6 days".
pub fn soon(profile: &Profile, within: i32, today: Date) -> Vec<String> {
    let near = kept(profile, today).into_iter().filter(|day| (day.on - today).get_days() <= within);
    near.map(|day| format!("{} {}", small(&day.name), ago(day.on, today))).collect()
}

/// A day that is kept soon, and what it is called.
struct Kept {
    what: What,
    on: Date,
    name: String,
}

fn kept(profile: &Profile, today: Date) -> Vec<Kept> {
    let birthday = profile.birthday.and_then(|birthday| kept_birthday(birthday, today));
    let anniversary = profile.since.and_then(|since| kept_anniversary(since, today));
    let mut days: Vec<Kept> = birthday.into_iter().chain(anniversary).collect();
    days.sort_by_key(|day| day.on);
    days
}

fn kept_birthday(Birthday { month, day, .. }: Birthday, today: Date) -> Option<Kept> {
    let on = next(month, day, today)?;
    let name = if on.day() == day { "Birthday" } else { "Birthday (29 February)" };
    Some(Kept { what: What::Birthday, on, name: name.to_owned() })
}

fn kept_anniversary(since: Date, today: Date) -> Option<Kept> {
    let on = next(since.month(), since.day(), today)?;
    let name = match on.year() - since.year() {
        ..1 => return None,
        1 => "One year with you".to_owned(),
        years => format!("{years} years with you"),
    };
    Some(Kept { what: What::Anniversary, on, name })
}

/// The same without a capital at the start.
fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// When that day of the year is kept next, if within thirty days from today.
fn next(month: i8, day: i8, today: Date) -> Option<Date> {
    [Some(today.year()), today.year().checked_add(1)]
        .into_iter()
        .flatten()
        .filter_map(|year| Date::new(year, month, day).or_else(|_| Date::new(year, month, day - 1)).ok())
        .find(|on| *on >= today && (*on - today).get_days() <= AHEAD)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(birthday: &str, since: Option<Date>, today: Date) -> Vec<String> {
        let birthday = Birthday::read(birthday).ok();
        let profile = Profile { since, birthday, ..Profile::named("Dana") };
        remembered(&profile, today).into_iter().map(|day| day.said).collect()
    }

    #[test]
    fn a_birthday_is_said_thirty_days_ahead() {
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
            let found = said(birthday, None, today);
            assert_eq!(found.first().map(String::as_str), expected, "{birthday}");
        }
        let over_the_year = said("3 January", None, date(2026, 12, 20));
        assert_eq!(over_the_year, ["Birthday in 14 days, Sun 3 Jan 2027"]);
    }

    #[test]
    fn the_29th_of_february_is_kept_on_the_28th_where_there_is_none() {
        for (today, expected) in [
            (date(2027, 2, 20), "Birthday (29 February) in 8 days, Sun 28 Feb"),
            (date(2027, 2, 28), "Birthday (29 February) today"),
            (date(2028, 2, 20), "Birthday in 9 days, Tue 29 Feb"),
            (date(2028, 2, 28), "Birthday tomorrow"),
        ] {
            assert_eq!(said("29 February", None, today), [expected], "{today}");
        }
        assert_eq!(said("29 February", None, date(2027, 3, 1)), [""; 0], "it is over");
        let came = said("", Some(date(2024, 2, 29)), date(2027, 2, 20));
        assert_eq!(came, ["3 years with you in 8 days, Sun 28 Feb"]);
    }

    #[test]
    fn the_day_they_came_is_remembered_from_the_first_year_on() {
        let came = Some(date(2025, 12, 1));
        assert_eq!(said("", came, date(2026, 11, 24)), ["One year with you in 7 days, Tue 1 Dec"]);
        assert_eq!(said("", came, date(2025, 11, 24)), [""; 0]);
        let both = said("30 November", Some(date(2022, 11, 25)), date(2026, 11, 24));
        assert_eq!(both, ["4 years with you tomorrow", "Birthday in 6 days, Mon 30 Nov"]);
    }

    #[test]
    fn the_last_days_of_the_calendar_are_no_trouble() {
        assert_eq!(said("1 January", Some(Date::MAX), Date::MAX), [""; 0]);
    }
}
