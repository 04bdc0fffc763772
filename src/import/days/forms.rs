//! Days as people write them in files: `2024-03-03`, `3 March 2024`, `Mar 3rd, 2024`, `03/04/24`, `3. März 2024`, with or
//! without a weekday before and a time behind.

use jiff::{
    civil::{Date, Time},
    tz::TimeZone,
};

use super::DayOrder;
use crate::domain::{day::is_in_calendar, when};

/// What a text that is a day says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Reading {
    /// This day.
    Day(Date),
    /// One of two, by the order.
    Either {
        /// With the day first.
        day_first: Date,
        /// With the month first.
        month_first: Date,
    },
    /// A day that is in no calendar, as 31 February.
    NoSuchDay,
}

impl Reading {
    /// The day, where there is one and it does not hang on an order that is not known.
    pub fn day(self, order: Option<DayOrder>) -> Option<Date> {
        match (self, order) {
            (Self::Day(day), _)
            | (Self::Either { day_first: day, .. }, Some(DayOrder::DayFirst))
            | (Self::Either { month_first: day, .. }, Some(DayOrder::MonthFirst)) => Some(day),
            (Self::Either { .. }, None) | (Self::NoSuchDay, _) => None,
        }
    }
}

/// A day as it was written, and the time beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct Written {
    pub reading: Reading,
    pub time: Option<Time>,
    /// Which order it was written in, where that shows: `31/12` has the day first.
    pub shows: Option<DayOrder>,
}

/// No form of a day is longer.
const LONGEST: usize = 64;

/// As in “13 de marzo de 2024”.
const MOST_WORDS: usize = 5;

/// Reads a text that is a day and nothing else, but for a weekday and a time. An instant with an offset is told on the
/// clock of `zone`.
pub(in crate::import) fn read(text: &str, zone: &TimeZone) -> Option<Written> {
    let text = without_zone(text.split('→').next().unwrap_or(text).trim());
    if text.len() > LONGEST || !text.contains(|c: char| c.is_numeric()) {
        return None;
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        let there = instant.to_zoned(zone.clone());
        return Some(Written { reading: Reading::Day(there.date()), time: Some(there.time()), shows: None });
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let words = match words.as_slice() {
        [first, rest @ ..] if is_weekday(first) && month(first).is_none() && !rest.is_empty() => rest,
        all => all,
    };
    // The day first, as long as it goes; what is behind it is a time or nothing.
    (1..=words.len().min(MOST_WORDS)).rev().find_map(|count| {
        let (day, rest) = words.split_at(count);
        let rest = match rest {
            ["at", rest @ ..] | [rest @ .., "uhr"] | rest => rest,
        };
        let (reading, shows, glued) = of_words(day)?;
        let time = match (rest, glued) {
            ([], time) => time.map(|time| time_of_day(&time)),
            (rest, None) if rest.len() <= 2 => Some(time_of_day(&rest.concat())),
            _ => return None,
        };
        match time {
            Some(None) => None,
            time => Some(Written { reading, time: time.flatten(), shows }),
        }
    })
}

/// A day without the zone in brackets that some programs write behind it, as `(GMT+1)`: it is the clock that was looked at.
fn without_zone(text: &str) -> &str {
    let is_zone = |zone: &str| {
        zone.starts_with("GMT")
            || zone.starts_with("UTC")
            || zone.len() > 2 && zone.chars().all(|c| c.is_ascii_uppercase())
    };
    let inside = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    inside.filter(|(_, zone)| is_zone(zone)).map_or(text, |(day, _)| day.trim_end())
}

/// `10:15`, `10:15:30`, `10:15:30.123`, `2pm`, `2:15 pm`.
pub(in crate::import) fn time_of_day(text: &str) -> Option<Time> {
    let text: String = text.trim().to_lowercase().split_whitespace().collect();
    let text = text.replace("a.m.", "am").replace("p.m.", "pm");
    when::time_of_day(&text).or_else(|| text.parse().ok()).or_else(|| Time::strptime("%I:%M:%S%p", &text).ok())
}

type Found = (Reading, Option<DayOrder>, Option<String>);

/// Words that are a day: its reading, the order that shows, and a time that is glued to it with a `T`.
fn of_words(words: &[&str]) -> Option<Found> {
    match words {
        [one] => {
            if let Some((day, time)) = one.split_once('t')
                && day.ends_with(|c: char| c.is_ascii_digit())
                && is_time_like(time)
            {
                let (reading, shows) = of_numbers(day)?;
                return Some((reading, shows, Some(time.to_owned())));
            }
            let apart: Vec<&str> = one.split(['-', '/', '.', '_']).filter(|part| !part.is_empty()).collect();
            let (reading, shows) = of_numbers(one).or_else(|| of_name(&apart))?;
            Some((reading, shows, None))
        }
        [first, .., last] => {
            // `3. 4. 2024` is written with spaces in some countries.
            if words.len() == 3
                && first.ends_with('.')
                && last.len() == 4
                && let Some((reading, shows)) = of_numbers(&words.concat())
            {
                return Some((reading, shows, None));
            }
            let apart: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "of" | "the" | "de")).collect();
            of_name(&apart).map(|(reading, shows)| (reading, shows, None))
        }
        _ => None,
    }
}

fn is_time_like(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':')
}

/// Three numbers with the same sign between them, or eight digits.
fn of_numbers(text: &str) -> Option<(Reading, Option<DayOrder>)> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range| text.get(range).and_then(number);
        return Some((exact(part(0..4)?, part(4..6)?, part(6..8)?), None))
            .filter(|(reading, _)| *reading != Reading::NoSuchDay);
    }
    let sign = text.chars().find(|c| matches!(c, '-' | '/' | '.' | '_'))?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    if a.len() == 4 {
        return (b.len() <= 2 && c.len() <= 2).then(|| (exact(first, second, third), None));
    }
    if a.len() > 2 || b.len() > 2 || !matches!(c.len(), 2 | 4) {
        return None;
    }
    let year = if c.len() == 2 { full_year(third) } else { third };
    // A dot is written where the day stands first.
    let ordered = |order| Some((of_order(year, first, second, order), None));
    match (sign, first, second) {
        ('.', ..) => ordered(DayOrder::DayFirst),
        (_, 13.., 1..=12) => Some((exact(year, second, first), Some(DayOrder::DayFirst))),
        (_, 1..=12, 13..) => Some((exact(year, first, second), Some(DayOrder::MonthFirst))),
        _ => {
            let day_first = of_order(year, first, second, DayOrder::DayFirst);
            let month_first = of_order(year, first, second, DayOrder::MonthFirst);
            let reading = match (day_first, month_first) {
                (Reading::Day(day_first), Reading::Day(month_first)) if day_first != month_first => {
                    Reading::Either { day_first, month_first }
                }
                (Reading::Day(day), _) | (_, Reading::Day(day)) => Reading::Day(day),
                _ => Reading::NoSuchDay,
            };
            Some((reading, None))
        }
    }
}

fn of_order(year: i16, first: i16, second: i16, order: DayOrder) -> Reading {
    match order {
        DayOrder::DayFirst => exact(year, second, first),
        DayOrder::MonthFirst => exact(year, first, second),
    }
}

/// A day with the name of a month: `3 march 2024`, `march 3rd 2024`, `2024 march 3`, `3 mar 24`.
fn of_name(words: &[&str]) -> Option<(Reading, Option<DayOrder>)> {
    let [a, b, c] = words else { return None };
    let (day, month, year) = match (month(a), month(b)) {
        (Some(month), None) => (b, month, c),
        (None, Some(month)) if a.len() == 4 && number(a).is_some() => (c, month, a),
        (None, Some(month)) => (a, month, c),
        _ => return None,
    };
    let year = match number(year.trim_start_matches('\'').trim_end_matches('.'))? {
        short @ 0..100 => full_year(short),
        year => year,
    };
    let day = day.trim_end_matches('.');
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    (day.len() <= 2).then_some(())?;
    Some((exact(year, month, number(day)?), None))
}

fn number(digits: &str) -> Option<i16> {
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// The year that two digits are short for.
fn full_year(short: i16) -> i16 {
    if short < 70 { 2000 + short } else { 1900 + short }
}

fn exact(year: i16, month: i16, day: i16) -> Reading {
    let parts = (i8::try_from(month), i8::try_from(day));
    let (Ok(month), Ok(day)) = parts else { return Reading::NoSuchDay };
    Date::new(year, month, day).ok().filter(|day| is_in_calendar(*day)).map_or(Reading::NoSuchDay, Reading::Day)
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

fn month(word: &str) -> Option<i16> {
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

    fn of(text: &str) -> Option<Written> {
        read(text, &TimeZone::UTC)
    }

    #[test]
    fn a_day_is_read_in_the_forms_in_which_people_write_it() {
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
                of(text).map(|written| (written.reading, written.time)),
                Some((Reading::Day(date(2024, 3, 13)), None)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_time_may_follow_the_day() {
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
            let written = of(text);
            assert_eq!(written.map(|written| written.time), Some(Some(time(14, 5, 0, 0))), "{text}");
            assert_eq!(written.map(|written| written.reading), Some(Reading::Day(date(2024, 3, 13))), "{text}");
        }
    }

    #[test]
    fn numbers_that_can_be_read_both_ways_are_not_guessed() {
        let either = Reading::Either { day_first: date(2024, 4, 3), month_first: date(2024, 3, 4) };
        for text in ["03/04/24", "3/4/2024", "03-04-2024", "3/4/24 10:00"] {
            assert_eq!(of(text).map(|written| written.reading), Some(either), "{text}");
        }
        assert_eq!(either.day(Some(DayOrder::DayFirst)), Some(date(2024, 4, 3)));
        assert_eq!(either.day(Some(DayOrder::MonthFirst)), Some(date(2024, 3, 4)));
        assert_eq!(either.day(None), None);
        for (text, day) in
            [("4/4/24", date(2024, 4, 4)), ("3.4.2024", date(2024, 4, 3)), ("2024-04-03", date(2024, 4, 3))]
        {
            assert_eq!(of(text).map(|written| written.reading), Some(Reading::Day(day)), "{text}");
        }
        assert_eq!(of("31/12/24").and_then(|written| written.shows), Some(DayOrder::DayFirst));
        assert_eq!(of("12/31/24").and_then(|written| written.shows), Some(DayOrder::MonthFirst));
    }

    #[test]
    fn a_day_in_no_calendar_is_said_to_be_one() {
        for text in ["2024-02-30", "31 February 2024", "2024-13-01", "31.2.2024", "0000-01-01", "32/13/2024"] {
            assert_eq!(of(text).map(|written| written.reading), Some(Reading::NoSuchDay), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
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
            assert_eq!(of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "[0-9/.\\-: tTapmz]{0,24}|\\PC{0,40}") {
            let _ = of(&text);
        }
    }
}
