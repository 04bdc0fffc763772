//! The forms in which a day is written. Words come in lower case.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// As many words as the longest form has: "by friday the 27th of november 2027".
pub(super) const MOST_WORDS: usize = 7;

/// What words that look like a day say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Day(Date),
    /// Such a day does not exist.
    Impossible,
}

/// A reading, and what its preposition tells.
pub(super) struct Sense {
    pub reading: Reading,
    /// How many words stand before the day itself: none or one.
    pub prepositions: usize,
    /// It says until when something is due, even if that is past.
    pub sets_a_limit: bool,
}

/// Reads all of these words as a day at the end of a text.
pub(super) fn at_end(words: &[&str], today: Date) -> Option<Sense> {
    let (preposition, rest) = split_preposition(words);
    let mut reading = clear(rest, today);
    if preposition.is_some() {
        reading = reading.or_else(|| ambiguous(rest, today));
    }
    Some(Sense {
        reading: reading?,
        prepositions: usize::from(preposition.is_some()),
        sets_a_limit: preposition.is_some_and(|word| word != "on"),
    })
}

/// Reads all of these words as a day that was asked for.
pub(super) fn alone(words: &[&str], today: Date) -> Option<Reading> {
    let (_, rest) = split_preposition(words);
    clear(rest, today).or_else(|| ambiguous(rest, today)).or_else(|| past(rest, today))
}

/// Reads all of these words as a day that was asked for, and takes the latest where they leave open which one.
pub(super) fn looking_back(words: &[&str], today: Date) -> Option<Reading> {
    let (_, rest) = split_preposition(words);
    let rest = match rest {
        ["last", name] if weekday(name).is_some() => rest.get(1..)?,
        ["last", "week"] => return later(today, (-1).week()),
        _ => rest,
    };
    dated_back(rest, today).or_else(|| alone(words, today))
}

/// Reads all of these words as a month or a year of what was, and returns its first and its last day.
pub(super) fn stretch_back(words: &[&str], today: Date) -> Option<(Date, Date)> {
    let (_, rest) = split_preposition(words);
    let begin = |year, month| Date::new(year, month, 1).ok().filter(|_| year > 0);
    let month = |year, month| begin(year, month).map(|first| (first, first.last_of_month()));
    let year = |year| begin(year, 1).map(|first| (first, first.last_of_year()));
    match rest {
        ["in", rest @ ..] => stretch_back(rest, today),
        ["this", "month"] => month(today.year(), today.month()),
        ["this", "year"] => year(today.year()),
        ["last", "month"] => {
            let day = today.checked_sub(1.month()).ok()?;
            month(day.year(), day.month())
        }
        ["last", "year"] => year(today.year().checked_sub(1)?),
        ["last", name] | [name] if month_of(name).is_some() => {
            let wanted = month_of(name)?;
            let ago = i16::from(wanted > today.month());
            month(today.year().checked_sub(ago)?, wanted)
        }
        [said] => match said.split_once('-') {
            Some((said_year, nth)) if nth.len() == 2 && all_digits(nth) => {
                month(year_of(said_year)?, nth.parse().ok()?)
            }
            _ => year(year_of(said)?),
        },
        [name, "of", said] | [name, said] => month(year_of(said)?, month_of(name)?),
        _ => None,
    }
}

/// A weekday, or a date without its year, that is not after today.
fn dated_back(words: &[&str], today: Date) -> Option<Reading> {
    match words {
        ["the", rest @ ..] => dated_back(rest, today),
        [name] if weekday(name).is_some() => on_or_after(today.checked_sub(7.days()).ok()?, weekday(name)?),
        [name, rest @ ..] if weekday(bare(name)).is_some() => {
            let reading = dated_back(rest, today)?;
            Some(on_weekday(reading, weekday(bare(name))?))
        }
        [nth] => Some(latest_of_day(ordinal(nth)?, today)),
        _ => {
            let (day, month) = day_and_month(words)?;
            Some(latest_of_day_and_month(day, month, today))
        }
    }
}

fn split_preposition<'a, 'w>(words: &'a [&'w str]) -> (Option<&'w str>, &'a [&'w str]) {
    match words {
        [word @ ("by" | "on" | "before" | "until" | "till"), rest @ ..] => (Some(word), rest),
        _ => (None, words),
    }
}

/// The forms that mean a day wherever they stand.
fn clear(words: &[&str], today: Date) -> Option<Reading> {
    match words {
        ["today"] => Some(Reading::Day(today)),
        ["tomorrow"] => later(today, 1.day()),
        ["next", "week"] => later(today, 1.week()),
        ["next", "month"] => later(today, 1.month()),
        ["in", count, unit] => later(today, span(count, unit)?),
        [word] => iso(word),
        _ => None,
    }
}

/// The forms that are ordinary words unless something says that a day is meant.
fn ambiguous(words: &[&str], today: Date) -> Option<Reading> {
    match words {
        ["this", name] => on_or_after(today, weekday(name)?),
        ["next", name] => in_next_week(today, weekday(name)?),
        ["eod"] => end_of("day", today),
        ["eow"] => end_of("week", today),
        ["eom"] => end_of("month", today),
        ["end", "of", unit]
        | ["end", "of", "the", unit]
        | ["the", "end", "of", unit]
        | ["the", "end", "of", "the", unit] => end_of(unit, today),
        [name] if weekday(name).is_some() => on_or_after(today.tomorrow().ok()?, weekday(name)?),
        [name, rest @ ..] if weekday(bare(name)).is_some() => {
            let reading = dated(rest, today)?;
            Some(on_weekday(reading, weekday(bare(name))?))
        }
        _ => dated(words, today),
    }
}

/// The forms that look back: for a period, never for something promised.
fn past(words: &[&str], today: Date) -> Option<Reading> {
    match words {
        ["yesterday"] => later(today, (-1).day()),
        [count, unit, "ago"] => later(today, span(count, unit)?.negate()),
        _ => None,
    }
}

/// Outside the years that the calendar here has, words are not read as a day.
fn later(today: Date, span: Span) -> Option<Reading> {
    today.checked_add(span).ok().map(Reading::Day)
}

fn span(count: &str, unit: &str) -> Option<Span> {
    let count = count_of(count)?;
    match unit {
        "day" | "days" => Some(count.days()),
        "week" | "weeks" => Some(count.weeks()),
        "month" | "months" => Some(count.months()),
        "year" | "years" => Some(count.years()),
        _ => None,
    }
}

/// A count from 1 to 999, in digits or, up to twelve, as a word.
pub(in crate::domain) fn count_of(word: &str) -> Option<i32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if let Some(index) = WORDS.iter().position(|known| *known == word) {
        return i32::try_from(index + 1).ok();
    }
    let digits = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|count| digits && *count > 0)
}

/// `2026-11-27`, always with four, two and two digits.
fn iso(word: &str) -> Option<Reading> {
    let mut parts = word.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let shaped = parts.next().is_none()
        && (year.len(), month.len(), day.len()) == (4, 2, 2)
        && [year, month, day].iter().all(|part| all_digits(part));
    if !shaped {
        return None;
    }
    let read = exact(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    Some(if matches!(read, Reading::Day(day) if !super::is_in_calendar(day)) { Reading::Impossible } else { read })
}

fn all_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// No calendar that people use has a year 0.
fn exact(year: i16, month: i8, day: i8) -> Reading {
    let date = Date::new(year, month, day).ok().filter(|date| date.year() > 0);
    date.map_or(Reading::Impossible, Reading::Day)
}

/// A date in words, with or without its month and its year.
fn dated(words: &[&str], today: Date) -> Option<Reading> {
    let words = match words {
        ["the", rest @ ..] => rest,
        _ => words,
    };
    match words {
        [nth] => Some(next_of_day(ordinal(nth)?, today)),
        [rest @ .., year] if year_of(year).is_some() => {
            let (day, month) = day_and_month(rest)?;
            Some(exact(year_of(year)?, month, day))
        }
        _ => {
            let (day, month) = day_and_month(words)?;
            Some(next_of_day_and_month(day, month, today))
        }
    }
}

/// `27 nov`, `27th of november`, `nov 27`: the day and the month, possible or not.
fn day_and_month(words: &[&str]) -> Option<(i8, i8)> {
    match words {
        [day, "of", month] => Some((day_number(day)?, month_of(month)?)),
        [first, second] => match month_of(first) {
            Some(month) => Some((day_number(second)?, month)),
            None => Some((day_number(first)?, month_of(second)?)),
        },
        _ => None,
    }
}

/// 29 February may be seven years away: no century that 400 does not divide has it.
fn next_of_day_and_month(day: i8, month: i8, today: Date) -> Reading {
    (0..=8)
        .filter_map(|years| today.year().checked_add(years))
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date >= today)
        .map_or(Reading::Impossible, Reading::Day)
}

/// No two months in a row lack a day up to the 31st, so three are enough.
fn next_of_day(day: i8, today: Date) -> Reading {
    let first = today.first_of_month();
    (0..3)
        .filter_map(|months: i32| first.checked_add(months.months()).ok())
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date >= today)
        .map_or(Reading::Impossible, Reading::Day)
}

/// The same, looking back.
fn latest_of_day_and_month(day: i8, month: i8, today: Date) -> Reading {
    (0..=8)
        .filter_map(|years| today.year().checked_sub(years))
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date <= today)
        .map_or(Reading::Impossible, Reading::Day)
}

fn latest_of_day(day: i8, today: Date) -> Reading {
    let first = today.first_of_month();
    (0..3)
        .filter_map(|months: i32| first.checked_sub(months.months()).ok())
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date <= today)
        .map_or(Reading::Impossible, Reading::Day)
}

/// A date that is said to be on a weekday and is not, is no date at all: guessing
/// which of the two was meant would be wrong half of the time.
fn on_weekday(reading: Reading, wanted: Weekday) -> Reading {
    match reading {
        Reading::Day(day) if day.weekday() == wanted => reading,
        _ => Reading::Impossible,
    }
}

fn on_or_after(from: Date, wanted: Weekday) -> Option<Reading> {
    later(from, i32::from(from.weekday().until(wanted)).days())
}

fn in_next_week(today: Date, wanted: Weekday) -> Option<Reading> {
    let monday = i32::from(today.weekday().to_monday_zero_offset());
    let days = 7 - monday + i32::from(wanted.to_monday_zero_offset());
    later(today, days.days())
}

fn end_of(unit: &str, today: Date) -> Option<Reading> {
    match unit {
        "day" => Some(Reading::Day(today)),
        "week" => on_or_after(today, Weekday::Friday),
        "month" => Some(Reading::Day(today.last_of_month())),
        _ => None,
    }
}

/// A word of a date without the comma or full stop after it: `nov 27, 2027`, `27. nov`.
fn bare(word: &str) -> &str {
    word.trim_end_matches([',', '.'])
}

/// A day of a month in digits, with or without `st`, `nd`, `rd`, `th`.
fn day_number(word: &str) -> Option<i8> {
    let word = bare(word);
    ordinal(word).or_else(|| short_number(word))
}

/// A day of a month with `st`, `nd`, `rd` or `th`; which of them is not our business.
fn ordinal(word: &str) -> Option<i8> {
    let word = bare(word);
    ["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix)).and_then(short_number)
}

fn short_number(word: &str) -> Option<i8> {
    (word.len() <= 2 && all_digits(word)).then(|| word.parse().ok())?
}

fn year_of(word: &str) -> Option<i16> {
    (word.len() == 4 && all_digits(word)).then(|| word.parse().ok())?
}

pub(in crate::domain) fn weekday(word: &str) -> Option<Weekday> {
    match word {
        "monday" | "mon" => Some(Weekday::Monday),
        "tuesday" | "tue" | "tues" => Some(Weekday::Tuesday),
        "wednesday" | "wed" | "weds" => Some(Weekday::Wednesday),
        "thursday" | "thu" | "thur" | "thurs" => Some(Weekday::Thursday),
        "friday" | "fri" => Some(Weekday::Friday),
        "saturday" | "sat" => Some(Weekday::Saturday),
        "sunday" | "sun" => Some(Weekday::Sunday),
        _ => None,
    }
}

fn month_of(word: &str) -> Option<i8> {
    match bare(word) {
        "january" | "jan" => Some(1),
        "february" | "feb" => Some(2),
        "march" | "mar" => Some(3),
        "april" | "apr" => Some(4),
        "may" => Some(5),
        "june" | "jun" => Some(6),
        "july" | "jul" => Some(7),
        "august" | "aug" => Some(8),
        "september" | "sep" | "sept" => Some(9),
        "october" | "oct" => Some(10),
        "november" | "nov" => Some(11),
        "december" | "dec" => Some(12),
        _ => None,
    }
}
