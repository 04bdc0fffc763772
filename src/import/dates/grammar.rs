//! Days as people write them in files: `2024-03-03`, `3 March 2024`, `Mar 3rd, 2024`, `03/04/24`, `3. März 2024`, with or
//! without a weekday before and a time behind.

use jiff::{
    civil::{Date, Time},
    tz::TimeZone,
};

use super::DayOrder;
use crate::domain::parse::{date::is_in_calendar, datetime};

/// What a text that is a day says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum ParsedDate {
    /// This day.
    Day(Date),
    /// One of two, by the order.
    Ambiguous {
        /// With the day first.
        day_first: Date,
        /// With the month first.
        month_first: Date,
    },
    /// A day that is in no calendar, as 31 February.
    Invalid,
}

impl ParsedDate {
    /// The day, where there is one and it does not hang on an order that is not known.
    pub fn resolve(self, order: Option<DayOrder>) -> Option<Date> {
        match (self, order) {
            (Self::Day(day), _)
            | (Self::Ambiguous { day_first: day, .. }, Some(DayOrder::DayFirst))
            | (Self::Ambiguous { month_first: day, .. }, Some(DayOrder::MonthFirst)) => Some(day),
            (Self::Ambiguous { .. }, None) | (Self::Invalid, _) => None,
        }
    }
}

/// A day as it was written, and the time beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct ParsedDateTime {
    pub date: ParsedDate,
    pub time: Option<Time>,
    /// Which order it was written in, where that shows: `31/12` has the day first.
    pub implied_order: Option<DayOrder>,
}

/// No form of a day is longer.
const MAX_LEN: usize = 64;

/// As in “13 de marzo de 2024”.
const MAX_WORDS: usize = 5;

/// Reads a text that is a day and nothing else, but for a weekday and a time. An instant with an offset is told on the
/// clock of `zone`.
pub(in crate::import) fn parse(text: &str, zone: &TimeZone) -> Option<ParsedDateTime> {
    let text = strip_zone(text.split('→').next().unwrap_or(text).trim());
    if text.len() > MAX_LEN || !text.contains(|c: char| c.is_numeric()) {
        return None;
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        let there = instant.to_zoned(zone.clone());
        return Some(ParsedDateTime {
            date: ParsedDate::Day(there.date()),
            time: Some(there.time()),
            implied_order: None,
        });
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let words = match words.as_slice() {
        [first, rest @ ..] if is_weekday(first) && month_from_name(first).is_none() && !rest.is_empty() => rest,
        all => all,
    };
    // The day first, as long as it goes; what is behind it is a time or nothing.
    (1..=words.len().min(MAX_WORDS)).rev().find_map(|count| {
        let (day, rest) = words.split_at(count);
        let rest = match rest {
            ["at", rest @ ..] | [rest @ .., "uhr"] | rest => rest,
        };
        let (reading, shows, glued) = parse_words(day)?;
        let time = match (rest, glued) {
            ([], time) => time.map(|time| parse_time(&time)),
            (rest, None) if rest.len() <= 2 => Some(parse_time(&rest.concat())),
            _ => return None,
        };
        match time {
            Some(None) => None,
            time => Some(ParsedDateTime { date: reading, time: time.flatten(), implied_order: shows }),
        }
    })
}

/// A day without the zone in brackets that some programs write behind it, as `(GMT+1)`: it is the clock that was looked at.
fn strip_zone(text: &str) -> &str {
    let is_zone = |zone: &str| {
        zone.starts_with("GMT")
            || zone.starts_with("UTC")
            || zone.len() > 2 && zone.chars().all(|c| c.is_ascii_uppercase())
    };
    let inside = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    inside.filter(|(_, zone)| is_zone(zone)).map_or(text, |(day, _)| day.trim_end())
}

/// `10:15`, `10:15:30`, `10:15:30.123`, `2pm`, `2:15 pm`.
pub(in crate::import) fn parse_time(text: &str) -> Option<Time> {
    let text: String = text.trim().to_lowercase().split_whitespace().collect();
    let text = text.replace("a.m.", "am").replace("p.m.", "pm");
    datetime::parse_time_of_day(&text)
        .or_else(|| text.parse().ok())
        .or_else(|| Time::strptime("%I:%M:%S%p", &text).ok())
}

type DateMatch = (ParsedDate, Option<DayOrder>, Option<String>);

/// Words that are a day: its reading, the order that shows, and a time that is glued to it with a `T`.
fn parse_words(words: &[&str]) -> Option<DateMatch> {
    match words {
        [one] => {
            if let Some((day, time)) = one.split_once('t')
                && day.ends_with(|c: char| c.is_ascii_digit())
                && is_time_like(time)
            {
                let (reading, shows) = parse_numeric(day)?;
                return Some((reading, shows, Some(time.to_owned())));
            }
            let apart: Vec<&str> = one.split(['-', '/', '.', '_']).filter(|part| !part.is_empty()).collect();
            let (reading, shows) = parse_numeric(one).or_else(|| parse_with_month_name(&apart))?;
            Some((reading, shows, None))
        }
        [first, .., last] => {
            // `3. 4. 2024` is written with spaces in some countries.
            if words.len() == 3
                && first.ends_with('.')
                && last.len() == 4
                && let Some((reading, shows)) = parse_numeric(&words.concat())
            {
                return Some((reading, shows, None));
            }
            let apart: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "of" | "the" | "de")).collect();
            parse_with_month_name(&apart).map(|(reading, shows)| (reading, shows, None))
        }
        _ => None,
    }
}

fn is_time_like(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':')
}

/// Three numbers with the same sign between them, or eight digits.
fn parse_numeric(text: &str) -> Option<(ParsedDate, Option<DayOrder>)> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range| text.get(range).and_then(parse_number);
        return Some((checked_date(part(0..4)?, part(4..6)?, part(6..8)?), None))
            .filter(|(reading, _)| *reading != ParsedDate::Invalid);
    }
    let sign = text.chars().find(|c| matches!(c, '-' | '/' | '.' | '_'))?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (first, second, third) = (parse_number(a)?, parse_number(b)?, parse_number(c)?);
    if a.len() == 4 {
        return (b.len() <= 2 && c.len() <= 2).then(|| (checked_date(first, second, third), None));
    }
    if a.len() > 2 || b.len() > 2 || !matches!(c.len(), 2 | 4) {
        return None;
    }
    let year = if c.len() == 2 { expand_year(third) } else { third };
    // A dot is written where the day stands first.
    let ordered = |order| Some((date_in_order(year, first, second, order), None));
    match (sign, first, second) {
        ('.', ..) => ordered(DayOrder::DayFirst),
        (_, 13.., 1..=12) => Some((checked_date(year, second, first), Some(DayOrder::DayFirst))),
        (_, 1..=12, 13..) => Some((checked_date(year, first, second), Some(DayOrder::MonthFirst))),
        _ => {
            let day_first = date_in_order(year, first, second, DayOrder::DayFirst);
            let month_first = date_in_order(year, first, second, DayOrder::MonthFirst);
            let reading = match (day_first, month_first) {
                (ParsedDate::Day(day_first), ParsedDate::Day(month_first)) if day_first != month_first => {
                    ParsedDate::Ambiguous { day_first, month_first }
                }
                (ParsedDate::Day(day), _) | (_, ParsedDate::Day(day)) => ParsedDate::Day(day),
                _ => ParsedDate::Invalid,
            };
            Some((reading, None))
        }
    }
}

fn date_in_order(year: i16, first: i16, second: i16, order: DayOrder) -> ParsedDate {
    match order {
        DayOrder::DayFirst => checked_date(year, second, first),
        DayOrder::MonthFirst => checked_date(year, first, second),
    }
}

/// A day with the name of a month: `3 march 2024`, `march 3rd 2024`, `2024 march 3`, `3 mar 24`.
fn parse_with_month_name(words: &[&str]) -> Option<(ParsedDate, Option<DayOrder>)> {
    let [a, b, c] = words else { return None };
    let (day, month, year) = match (month_from_name(a), month_from_name(b)) {
        (Some(month), None) => (b, month, c),
        (None, Some(month)) if a.len() == 4 && parse_number(a).is_some() => (c, month, a),
        (None, Some(month)) => (a, month, c),
        _ => return None,
    };
    let year = match parse_number(year.trim_start_matches('\'').trim_end_matches('.'))? {
        short @ 0..100 => expand_year(short),
        year => year,
    };
    let day = day.trim_end_matches('.');
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    (day.len() <= 2).then_some(())?;
    Some((checked_date(year, month, parse_number(day)?), None))
}

fn parse_number(digits: &str) -> Option<i16> {
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// The year that two digits are short for.
fn expand_year(short: i16) -> i16 {
    if short < 70 { 2000 + short } else { 1900 + short }
}

fn checked_date(year: i16, month: i16, day: i16) -> ParsedDate {
    let parts = (i8::try_from(month), i8::try_from(day));
    let (Ok(month), Ok(day)) = parts else { return ParsedDate::Invalid };
    Date::new(year, month, day).ok().filter(|day| is_in_calendar(*day)).map_or(ParsedDate::Invalid, ParsedDate::Day)
}

/// The months in the languages that calendars and tables around us are kept in. The first three letters are enough, where
/// they are enough to tell it from any other.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "januari", "janvier", "enero", "gennaio", "janeiro", "jänner"],
    &["february", "februar", "februari", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "märz", "maerz", "maart", "mars", "marzo", "março", "marco", "mrz"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mei", "mayo", "maggio", "maio", "maj"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "augustus", "août", "aout", "agosto", "augusti"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];

fn month_from_name(word: &str) -> Option<i16> {
    let word = word.trim_end_matches('.');
    let short = word.chars().count() >= 3;
    let fits = |names: &&&[&str]| names.iter().any(|name| name == &word || (short && name.starts_with(word)));
    let mut found = (1..).zip(&MONTHS).filter(|(_, names)| fits(names)).map(|(nth, _)| nth);
    // `jui` could be two months.
    found.next().filter(|_| found.next().is_none())
}

/// The weekdays in the same languages.
const WEEKDAYS: [&str; 49] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "sonnabend",
    "domingo",
];

fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.chars().count() >= 2 && WEEKDAYS.iter().any(|day| day.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    fn parse_utc(text: &str) -> Option<ParsedDateTime> {
        parse(text, &TimeZone::UTC)
    }

    #[test]
    fn common_date_formats_are_parsed() {
        for text in [
            "2024-03-13",
            "2024/3/13",
            "2024.03.13",
            "20240313",
            "2024_03_13",
            "13 March 2024",
            "13th of march 2024",
            "March 13, 2024",
            "Mar 13th 2024",
            "Wed 13 Mar 2024",
            "Wednesday, March 13, 2024",
            "13-Mar-24",
            "13/Mar/2024",
            "13.3.2024",
            "13. 3. 2024",
            "13. März 2024",
            "Mi, 13.03.24",
            "13 de marzo de 2024",
            "13 mars 2024",
            "Mar 13 2024",
            "2024 March 13",
            "13/03/2024",
            "03/13/2024",
            "3/13/24",
            " 2024-03-13 ",
        ] {
            assert_eq!(
                parse_utc(text).map(|written| (written.date, written.time)),
                Some((ParsedDate::Day(date(2024, 3, 13)), None)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_time_may_follow_the_date() {
        for text in [
            "2024-03-13 14:05",
            "2024-03-13T14:05",
            "2024-03-13t14:05:00",
            "13 March 2024 at 2:05pm",
            "3/13/2024 2:05:00 PM",
            "13.03.2024, 14.05 Uhr",
            "2024-03-13T14:05:00Z",
            "2024-03-13T15:05:00+01:00",
            "March 13, 2024 2:05 PM (GMT+1)",
            "March 13, 2024 2:05 PM (GMT+1) → March 13, 2024 3:00 PM (GMT+1)",
            "2024-03-13 14:05 (CET)",
        ] {
            let written = parse_utc(text);
            assert_eq!(written.map(|written| written.time), Some(Some(time(14, 5, 0, 0))), "{text}");
            assert_eq!(written.map(|written| written.date), Some(ParsedDate::Day(date(2024, 3, 13))), "{text}");
        }
    }

    #[test]
    fn ambiguous_numeric_dates_are_not_guessed() {
        let either = ParsedDate::Ambiguous { day_first: date(2024, 4, 3), month_first: date(2024, 3, 4) };
        for text in ["03/04/24", "3/4/2024", "03-04-2024", "3/4/24 10:00"] {
            assert_eq!(parse_utc(text).map(|written| written.date), Some(either), "{text}");
        }
        assert_eq!(either.resolve(Some(DayOrder::DayFirst)), Some(date(2024, 4, 3)));
        assert_eq!(either.resolve(Some(DayOrder::MonthFirst)), Some(date(2024, 3, 4)));
        assert_eq!(either.resolve(None), None);
        for (text, day) in
            [("4/4/24", date(2024, 4, 4)), ("3.4.2024", date(2024, 4, 3)), ("2024-04-03", date(2024, 4, 3))]
        {
            assert_eq!(parse_utc(text).map(|written| written.date), Some(ParsedDate::Day(day)), "{text}");
        }
        assert_eq!(parse_utc("31/12/24").and_then(|written| written.implied_order), Some(DayOrder::DayFirst));
        assert_eq!(parse_utc("12/31/24").and_then(|written| written.implied_order), Some(DayOrder::MonthFirst));
    }

    #[test]
    fn impossible_dates_are_invalid() {
        for text in ["2024-02-30", "31 February 2024", "2024-13-01", "31.2.2024", "0000-01-01", "32/13/2024"] {
            assert_eq!(parse_utc(text).map(|written| written.date), Some(ParsedDate::Invalid), "{text}");
        }
    }

    #[test]
    fn other_text_is_not_a_date() {
        for text in [
            "",
            "soon",
            "3",
            "12345678",
            "1.2",
            "10:15",
            "march",
            "2024",
            "v1.2.3.4",
            "3 apples 2024",
            "2024-03-13 maybe",
            "1/2/3",
        ] {
            assert_eq!(parse_utc(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parser_never_panics(text in "[0-9/.\\-: tTapmz]{0,24}|\\PC{0,40}") {
            let _ = parse_utc(&text);
        }
    }
}
