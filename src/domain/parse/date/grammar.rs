//! The forms in which a day is written. Words come in lower case.

use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

/// As many words as the longest form has: "by friday the 27th of november 2027".
pub(super) const MAX_WORDS: usize = 7;

/// What words that look like a day say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParsedDate {
    Valid(Date),
    /// Such a day does not exist.
    Nonexistent,
}

/// A reading, and what its preposition tells.
pub(super) struct ParsedPhrase {
    pub date: ParsedDate,
    /// How many words stand before the day itself: none or one.
    pub preposition_count: usize,
    /// It says until when something is due, even if that is past.
    pub is_deadline: bool,
}

/// Reads all of these words as a day at the end of a text.
pub(super) fn parse_trailing(words: &[&str], today: Date) -> Option<ParsedPhrase> {
    let (preposition, rest) = split_preposition(words);
    let mut reading = parse_unambiguous(rest, today);
    if preposition.is_some() {
        reading = reading.or_else(|| parse_ambiguous(rest, today));
    }
    Some(ParsedPhrase {
        date: reading?,
        preposition_count: usize::from(preposition.is_some()),
        is_deadline: preposition.is_some_and(|word| word != "on"),
    })
}

/// Reads all of these words as a day that was asked for.
pub(super) fn parse_standalone(words: &[&str], today: Date) -> Option<ParsedDate> {
    let (_, rest) = split_preposition(words);
    parse_unambiguous(rest, today).or_else(|| parse_ambiguous(rest, today)).or_else(|| parse_relative_past(rest, today))
}

/// Reads all of these words as a day that was asked for, and takes the latest where they leave open which one.
pub(super) fn parse_past(words: &[&str], today: Date) -> Option<ParsedDate> {
    let (_, rest) = split_preposition(words);
    let rest = match rest {
        ["last", name] if parse_weekday(name).is_some() => rest.get(1..)?,
        ["last", "week"] => return add_span(today, (-1).week()),
        _ => rest,
    };
    parse_past_date_words(rest, today).or_else(|| parse_standalone(words, today))
}

/// Reads all of these words as a month or a year of what was, and returns its first and its last day.
pub(super) fn parse_past_month_or_year(words: &[&str], today: Date) -> Option<(Date, Date)> {
    let (_, rest) = split_preposition(words);
    let begin = |year, month| Date::new(year, month, 1).ok().filter(|_| year > 0);
    let month = |year, month| begin(year, month).map(|first| (first, first.last_of_month()));
    let year = |year| begin(year, 1).map(|first| (first, first.last_of_year()));
    match rest {
        ["in", rest @ ..] => parse_past_month_or_year(rest, today),
        ["this", "month"] => month(today.year(), today.month()),
        ["this", "year"] => year(today.year()),
        ["last", "month"] => {
            let day = today.checked_sub(1.month()).ok()?;
            month(day.year(), day.month())
        }
        ["last", "year"] => year(today.year().checked_sub(1)?),
        ["last", name] | [name] if parse_month(name).is_some() => {
            let wanted = parse_month(name)?;
            let ago = i16::from(wanted > today.month());
            month(today.year().checked_sub(ago)?, wanted)
        }
        [said] => match said.split_once('-') {
            Some((said_year, nth)) if nth.len() == 2 && all_digits(nth) => {
                month(parse_year(said_year)?, nth.parse().ok()?)
            }
            _ => year(parse_year(said)?),
        },
        [name, "of", said] | [name, said] => month(parse_year(said)?, parse_month(name)?),
        _ => None,
    }
}

/// A weekday, or a date without its year, that is not after today.
fn parse_past_date_words(words: &[&str], today: Date) -> Option<ParsedDate> {
    match words {
        ["the", rest @ ..] => parse_past_date_words(rest, today),
        [name] if parse_weekday(name).is_some() => {
            weekday_on_or_after(today.checked_sub(7.days()).ok()?, parse_weekday(name)?)
        }
        [name, rest @ ..] if parse_weekday(trim_punctuation(name)).is_some() => {
            let reading = parse_past_date_words(rest, today)?;
            Some(require_weekday(reading, parse_weekday(trim_punctuation(name))?))
        }
        [nth] => Some(latest_day_of_month(parse_ordinal(nth)?, today)),
        _ => {
            let (day, month) = parse_day_and_month(words)?;
            Some(latest_day_and_month(day, month, today))
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
fn parse_unambiguous(words: &[&str], today: Date) -> Option<ParsedDate> {
    match words {
        ["today"] => Some(ParsedDate::Valid(today)),
        ["tomorrow"] => add_span(today, 1.day()),
        ["next", "week"] => add_span(today, 1.week()),
        ["next", "month"] => add_span(today, 1.month()),
        ["in", count, unit] => add_span(today, parse_span(count, unit)?),
        [word] => parse_iso(word),
        _ => None,
    }
}

/// The forms that are ordinary words unless something says that a day is meant.
fn parse_ambiguous(words: &[&str], today: Date) -> Option<ParsedDate> {
    match words {
        ["this", name] => weekday_on_or_after(today, parse_weekday(name)?),
        ["next", name] => weekday_in_next_week(today, parse_weekday(name)?),
        ["eod"] => end_of("day", today),
        ["eow"] => end_of("week", today),
        ["eom"] => end_of("month", today),
        ["end", "of", unit]
        | ["end", "of", "the", unit]
        | ["the", "end", "of", unit]
        | ["the", "end", "of", "the", unit] => end_of(unit, today),
        [name] if parse_weekday(name).is_some() => weekday_on_or_after(today.tomorrow().ok()?, parse_weekday(name)?),
        [name, rest @ ..] if parse_weekday(trim_punctuation(name)).is_some() => {
            let reading = parse_date_words(rest, today)?;
            Some(require_weekday(reading, parse_weekday(trim_punctuation(name))?))
        }
        _ => parse_date_words(words, today),
    }
}

/// The forms that look back: for a period, never for something promised.
fn parse_relative_past(words: &[&str], today: Date) -> Option<ParsedDate> {
    match words {
        ["yesterday"] => add_span(today, (-1).day()),
        [count, unit, "ago"] => add_span(today, parse_span(count, unit)?.negate()),
        _ => None,
    }
}

/// Outside the years that the calendar here has, words are not read as a day.
fn add_span(today: Date, span: Span) -> Option<ParsedDate> {
    today.checked_add(span).ok().map(ParsedDate::Valid)
}

fn parse_span(count: &str, unit: &str) -> Option<Span> {
    let count = parse_count(count)?;
    match unit {
        "day" | "days" => Some(count.days()),
        "week" | "weeks" => Some(count.weeks()),
        "month" | "months" => Some(count.months()),
        "year" | "years" => Some(count.years()),
        _ => None,
    }
}

/// A count from 1 to 999, in digits or, up to twelve, as a word.
pub(in crate::domain) fn parse_count(word: &str) -> Option<i32> {
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
fn parse_iso(word: &str) -> Option<ParsedDate> {
    let mut parts = word.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let shaped = parts.next().is_none()
        && (year.len(), month.len(), day.len()) == (4, 2, 2)
        && [year, month, day].iter().all(|part| all_digits(part));
    if !shaped {
        return None;
    }
    let read = exact_date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    Some(if matches!(read, ParsedDate::Valid(day) if !super::is_in_calendar(day)) {
        ParsedDate::Nonexistent
    } else {
        read
    })
}

fn all_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// No calendar that people use has a year 0.
fn exact_date(year: i16, month: i8, day: i8) -> ParsedDate {
    let date = Date::new(year, month, day).ok().filter(|date| date.year() > 0);
    date.map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

/// A date in words, with or without its month and its year.
fn parse_date_words(words: &[&str], today: Date) -> Option<ParsedDate> {
    let words = match words {
        ["the", rest @ ..] => rest,
        _ => words,
    };
    match words {
        [nth] => Some(next_day_of_month(parse_ordinal(nth)?, today)),
        [rest @ .., year] if parse_year(year).is_some() => {
            let (day, month) = parse_day_and_month(rest)?;
            Some(exact_date(parse_year(year)?, month, day))
        }
        _ => {
            let (day, month) = parse_day_and_month(words)?;
            Some(next_day_and_month(day, month, today))
        }
    }
}

/// `27 nov`, `27th of november`, `nov 27`: the day and the month, possible or not.
fn parse_day_and_month(words: &[&str]) -> Option<(i8, i8)> {
    match words {
        [day, "of", month] => Some((parse_day_number(day)?, parse_month(month)?)),
        [first, second] => match parse_month(first) {
            Some(month) => Some((parse_day_number(second)?, month)),
            None => Some((parse_day_number(first)?, parse_month(second)?)),
        },
        _ => None,
    }
}

/// 29 February may be seven years away: no century that 400 does not divide has it.
fn next_day_and_month(day: i8, month: i8, today: Date) -> ParsedDate {
    (0..=8)
        .filter_map(|years| today.year().checked_add(years))
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date >= today)
        .map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

/// No two months in a row lack a day up to the 31st, so three are enough.
fn next_day_of_month(day: i8, today: Date) -> ParsedDate {
    let first = today.first_of_month();
    (0..3)
        .filter_map(|months: i32| first.checked_add(months.months()).ok())
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date >= today)
        .map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

/// The same, looking back.
fn latest_day_and_month(day: i8, month: i8, today: Date) -> ParsedDate {
    (0..=8)
        .filter_map(|years| today.year().checked_sub(years))
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date <= today)
        .map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

fn latest_day_of_month(day: i8, today: Date) -> ParsedDate {
    let first = today.first_of_month();
    (0..3)
        .filter_map(|months: i32| first.checked_sub(months.months()).ok())
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date <= today)
        .map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

/// A date that is said to be on a weekday and is not, is no date at all: guessing
/// which of the two was meant would be wrong half of the time.
fn require_weekday(reading: ParsedDate, wanted: Weekday) -> ParsedDate {
    match reading {
        ParsedDate::Valid(day) if day.weekday() == wanted => reading,
        _ => ParsedDate::Nonexistent,
    }
}

fn weekday_on_or_after(from: Date, wanted: Weekday) -> Option<ParsedDate> {
    add_span(from, i32::from(from.weekday().until(wanted)).days())
}

fn weekday_in_next_week(today: Date, wanted: Weekday) -> Option<ParsedDate> {
    let monday = i32::from(today.weekday().to_monday_zero_offset());
    let days = 7 - monday + i32::from(wanted.to_monday_zero_offset());
    add_span(today, days.days())
}

fn end_of(unit: &str, today: Date) -> Option<ParsedDate> {
    match unit {
        "day" => Some(ParsedDate::Valid(today)),
        "week" => weekday_on_or_after(today, Weekday::Friday),
        "month" => Some(ParsedDate::Valid(today.last_of_month())),
        _ => None,
    }
}

/// A word of a date without the comma or full stop after it: `nov 27, 2027`, `27. nov`.
fn trim_punctuation(word: &str) -> &str {
    word.trim_end_matches([',', '.'])
}

/// A day of a month in digits, with or without `st`, `nd`, `rd`, `th`.
fn parse_day_number(word: &str) -> Option<i8> {
    let word = trim_punctuation(word);
    parse_ordinal(word).or_else(|| parse_short_number(word))
}

/// A day of a month with `st`, `nd`, `rd` or `th`; which of them is not our business.
fn parse_ordinal(word: &str) -> Option<i8> {
    let word = trim_punctuation(word);
    ["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix)).and_then(parse_short_number)
}

fn parse_short_number(word: &str) -> Option<i8> {
    (word.len() <= 2 && all_digits(word)).then(|| word.parse().ok())?
}

fn parse_year(word: &str) -> Option<i16> {
    (word.len() == 4 && all_digits(word)).then(|| word.parse().ok())?
}

pub(in crate::domain) fn parse_weekday(word: &str) -> Option<Weekday> {
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

fn parse_month(word: &str) -> Option<i8> {
    match trim_punctuation(word) {
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
