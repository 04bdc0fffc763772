//! Dates in English words, most of them relative to today. Words come in lower case.

use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

use super::{
    names::{self, NameMatch, weekday as parse_weekday},
    numeric::{
        all_digits, checked_date, parse_full_year as parse_year, parse_number, parse_short_number, strip_ordinal_suffix,
    },
};

/// The number of words of the longest form: "by friday the 27th of november 2027".
pub(super) const MAX_WORDS: usize = 7;

/// The date that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParsedDate {
    Valid(Date),
    /// It has the form of a date, but there is no such day.
    Nonexistent,
}

/// A date with the preposition before it.
pub(super) struct ParsedPhrase {
    pub date: ParsedDate,
    /// The number of words before the date itself: 0 or 1.
    pub preposition_count: usize,
    /// Whether the preposition names a deadline, which may be past.
    pub is_deadline: bool,
}

/// Reads all of these words as a date at the end of a text.
pub(super) fn parse_trailing(words: &[&str], today: Date) -> Option<ParsedPhrase> {
    let (preposition, rest) = split_preposition(words);
    let mut date = parse_unambiguous(rest, today);
    if preposition.is_some() {
        date = date.or_else(|| parse_ambiguous(rest, today));
    }
    Some(ParsedPhrase {
        date: date?,
        preposition_count: usize::from(preposition.is_some()),
        is_deadline: preposition.is_some_and(|word| word != "on"),
    })
}

/// Reads all of these words as a date.
pub(super) fn parse_standalone(words: &[&str], today: Date) -> Option<ParsedDate> {
    let (_, rest) = split_preposition(words);
    parse_unambiguous(rest, today).or_else(|| parse_ambiguous(rest, today)).or_else(|| parse_relative_past(rest, today))
}

/// Reads all of these words as a date; of several that fit, the latest that is not after today.
pub(super) fn parse_past(words: &[&str], today: Date) -> Option<ParsedDate> {
    let (_, rest) = split_preposition(words);
    let rest = match rest {
        ["last", name] if parse_weekday(name).is_some() => rest.get(1..)?,
        ["last", "week"] => return add_span(today, (-1).week()),
        _ => rest,
    };
    parse_past_date_words(rest, today).or_else(|| parse_standalone(words, today))
}

/// Reads all of these words as a past month or year: its first and its last day.
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
            let named = parse_month(name)?;
            let years_ago = i16::from(named > today.month());
            month(today.year().checked_sub(years_ago)?, named)
        }
        [word] => match word.split_once('-') {
            Some((named_year, number)) if number.len() == 2 && all_digits(number) => {
                month(parse_year(named_year)?, number.parse().ok()?)
            }
            _ => year(parse_year(word)?),
        },
        [name, "of", named_year] | [name, named_year] => month(parse_year(named_year)?, parse_month(name)?),
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
            let date = parse_past_date_words(rest, today)?;
            Some(require_weekday(date, parse_weekday(trim_punctuation(name))?))
        }
        [day] => Some(latest_day_of_month(parse_ordinal(day)?, today)),
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

/// The forms that name a date wherever they stand.
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

/// The forms that are ordinary words unless a preposition precedes them, or a date is asked for.
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
            let date = parse_date_words(rest, today)?;
            Some(require_weekday(date, parse_weekday(trim_punctuation(name))?))
        }
        _ => parse_date_words(words, today),
    }
}

/// The forms that look back; they are never due dates.
fn parse_relative_past(words: &[&str], today: Date) -> Option<ParsedDate> {
    match words {
        ["yesterday"] => add_span(today, (-1).day()),
        [count, unit, "ago"] => add_span(today, parse_span(count, unit)?.negate()),
        _ => None,
    }
}

/// `None` beyond the last year that [`Date`] has.
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
    Some(exact_date(parse_number(year)?, parse_number(month)?, parse_number(day)?))
}

fn exact_date(year: i16, month: i16, day: i16) -> ParsedDate {
    checked_date(year, month, day).map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

/// A date in words, with or without its month and its year.
fn parse_date_words(words: &[&str], today: Date) -> Option<ParsedDate> {
    let words = match words {
        ["the", rest @ ..] => rest,
        _ => words,
    };
    match words {
        [day] => Some(next_day_of_month(parse_ordinal(day)?, today)),
        [rest @ .., year] if parse_year(year).is_some() => {
            let (day, month) = parse_day_and_month(rest)?;
            Some(exact_date(parse_year(year)?, month.into(), day.into()))
        }
        _ => {
            let (day, month) = parse_day_and_month(words)?;
            Some(next_day_and_month(day, month, today))
        }
    }
}

/// `27 nov`, `27th of november`, `nov 27`: the day and the month, whether or not they exist.
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

/// 29 February may be eight years away: a century that 400 does not divide has none.
fn next_day_and_month(day: i8, month: i8, today: Date) -> ParsedDate {
    (0..=8)
        .filter_map(|years| today.year().checked_add(years))
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date >= today)
        .map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

/// Three months are enough: of two in a row, one has 31 days.
fn next_day_of_month(day: i8, today: Date) -> ParsedDate {
    let first = today.first_of_month();
    (0..3)
        .filter_map(|months: i32| first.checked_add(months.months()).ok())
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date >= today)
        .map_or(ParsedDate::Nonexistent, ParsedDate::Valid)
}

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

/// The date, if it is on that weekday. Where they differ, either may be the slip: it is no date.
fn require_weekday(date: ParsedDate, weekday: Weekday) -> ParsedDate {
    match date {
        ParsedDate::Valid(day) if day.weekday() == weekday => date,
        _ => ParsedDate::Nonexistent,
    }
}

fn weekday_on_or_after(from: Date, weekday: Weekday) -> Option<ParsedDate> {
    add_span(from, i32::from(from.weekday().until(weekday)).days())
}

fn weekday_in_next_week(today: Date, weekday: Weekday) -> Option<ParsedDate> {
    let monday = i32::from(today.weekday().to_monday_zero_offset());
    let days = 7 - monday + i32::from(weekday.to_monday_zero_offset());
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

/// A day of a month with `st`, `nd`, `rd` or `th`.
fn parse_ordinal(word: &str) -> Option<i8> {
    let word = trim_punctuation(word);
    strip_ordinal_suffix(word).and_then(parse_short_number)
}

fn parse_month(word: &str) -> Option<i8> {
    names::month(trim_punctuation(word), NameMatch::English)
}
