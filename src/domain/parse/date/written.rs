//! Dates as files of other programs hold them: the whole text is a date, and a time may follow.

use jiff::{civil::Time, tz::TimeZone};

use super::{
    names::{self, NameMatch},
    numeric::{all_digits, expand_year, implied_order, parse_number, parse_year, strip_ordinal_suffix},
    partial::{DayOrder, PartialDate},
};
use crate::domain::parse::time::parse_exported_time;

/// A date, and the time beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDateTime {
    /// The date; it always has a year.
    pub date: PartialDate,
    /// The time, where one is given.
    pub time: Option<Time>,
    /// The order of day and month, where the date shows it: `31/12/24` has the day first.
    pub implied_order: Option<DayOrder>,
}

/// Longer texts are not searched for a date, in bytes.
const MAX_LEN: usize = 64;

/// The longest form: "13 de marzo de 2024".
const MAX_WORDS: usize = 5;

/// Reads a text that is a date and nothing else but a weekday before it and a time after it, in
/// any of eight languages. An instant with an offset is converted to `zone`.
///
/// `2024-03-03`, `20240303`, `3 March 2024`, `Mar 3rd, 2024`, `03/04/24`, `3. März 2024`,
/// `2024-03-13T14:05`, `March 13, 2024 2:05 PM (GMT+1)`.
///
/// # Examples
///
/// ```
/// use jiff::{civil::{date, time}, tz::TimeZone};
/// use rapport::domain::parse::date::{PartialDate, parse_written};
///
/// let cell = parse_written("Mi, 13.03.24 14:05 Uhr", &TimeZone::UTC).unwrap();
/// assert_eq!(cell.date, PartialDate::Day(date(2024, 3, 13)));
/// assert_eq!(cell.time, Some(time(14, 5, 0, 0)));
/// assert_eq!(parse_written("2024-03-13 maybe", &TimeZone::UTC), None);
/// ```
pub fn parse_written(text: &str, zone: &TimeZone) -> Option<ParsedDateTime> {
    let text = strip_zone(text.split('→').next().unwrap_or(text).trim());
    if text.len() > MAX_LEN || !text.contains(|c: char| c.is_numeric()) {
        return None;
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        let local = instant.to_zoned(zone.clone());
        return Some(ParsedDateTime {
            date: PartialDate::Day(local.date()),
            time: Some(local.time()),
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
    // The longest date wins; what follows it is a time or nothing.
    (1..=words.len().min(MAX_WORDS)).rev().find_map(|count| {
        let (date_words, rest) = words.split_at(count);
        let rest = match rest {
            ["at", rest @ ..] | [rest @ .., "uhr"] | rest => rest,
        };
        let date = parse_words(date_words)?;
        let time = match (rest, date.attached_time) {
            ([], None) => None,
            ([], Some(time)) => Some(parse_exported_time(time)?),
            (rest, None) if rest.len() <= 2 => Some(parse_exported_time(&rest.concat())?),
            _ => return None,
        };
        Some(ParsedDateTime { date: date.date, time, implied_order: date.implied_order })
    })
}

/// The text without a zone in brackets after it, such as `(GMT+1)`: the time before it is local.
fn strip_zone(text: &str) -> &str {
    let is_zone = |zone: &str| {
        zone.starts_with("GMT")
            || zone.starts_with("UTC")
            || zone.len() > 2 && zone.chars().all(|c| c.is_ascii_uppercase())
    };
    let inside = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    inside.filter(|(_, zone)| is_zone(zone)).map_or(text, |(date, _)| date.trim_end())
}

struct WrittenDate<'a> {
    date: PartialDate,
    implied_order: Option<DayOrder>,
    /// The time that follows the date after a `T`.
    attached_time: Option<&'a str>,
}

impl From<PartialDate> for WrittenDate<'_> {
    fn from(date: PartialDate) -> Self {
        Self { date, implied_order: None, attached_time: None }
    }
}

fn parse_words<'a>(words: &[&'a str]) -> Option<WrittenDate<'a>> {
    match words {
        [word] => {
            if let Some((date, time)) = word.split_once('t')
                && date.ends_with(|c: char| c.is_ascii_digit())
                && is_time_like(time)
            {
                return Some(WrittenDate { attached_time: Some(time), ..parse_numeric(date)? });
            }
            let parts: Vec<&str> = word.split(['-', '/', '.', '_']).filter(|part| !part.is_empty()).collect();
            parse_numeric(word).or_else(|| parse_with_month_name(&parts).map(WrittenDate::from))
        }
        [first, .., last] => {
            // `3. 4. 2024` is written with spaces in some countries.
            if words.len() == 3
                && first.ends_with('.')
                && last.len() == 4
                && let Some(date) = parse_numeric(&words.concat())
            {
                return Some(WrittenDate { attached_time: None, ..date });
            }
            let parts: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "of" | "the" | "de")).collect();
            parse_with_month_name(&parts).map(WrittenDate::from)
        }
        [] => None,
    }
}

fn is_time_like(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':')
}

/// Three numbers with one separator between them, or eight digits.
fn parse_numeric(text: &str) -> Option<WrittenDate<'static>> {
    if text.len() == 8 && all_digits(text) {
        let part = |range| text.get(range).and_then(parse_number);
        let date = PartialDate::from_ymd(part(0..4)?, part(4..6)?, part(6..8)?);
        return (date != PartialDate::Invalid).then(|| date.into());
    }
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.' | '_'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (first, second, third) = (parse_number(a)?, parse_number(b)?, parse_number(c)?);
    if a.len() == 4 {
        return (b.len() <= 2 && c.len() <= 2).then(|| PartialDate::from_ymd(first, second, third).into());
    }
    if a.len() > 2 || b.len() > 2 {
        return None;
    }
    let year = parse_year(c)?;
    // Whoever writes dots writes the day first.
    if separator == '.' {
        return Some(PartialDate::from_ymd(year, second, first).into());
    }
    Some(WrittenDate {
        date: PartialDate::from_either_order(year, first, second),
        implied_order: implied_order(first, second),
        attached_time: None,
    })
}

/// A date with the name of a month: `3 march 2024`, `march 3rd 2024`, `2024 march 3`, `3 mar 24`.
fn parse_with_month_name(words: &[&str]) -> Option<PartialDate> {
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
    let day = strip_ordinal_suffix(day).unwrap_or(day);
    if day.len() > 2 {
        return None;
    }
    Some(PartialDate::from_ymd(year, month.into(), parse_number(day)?))
}

fn month_from_name(word: &str) -> Option<i8> {
    names::month(word.trim_end_matches('.'), NameMatch::Cell)
}

fn is_weekday(word: &str) -> bool {
    names::is_weekday(word.trim_end_matches('.'), NameMatch::Cell)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn parse_utc(text: &str) -> Option<ParsedDateTime> {
        parse_written(text, &TimeZone::UTC)
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
                Some((PartialDate::Day(date(2024, 3, 13)), None)),
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
            assert_eq!(written.map(|written| written.date), Some(PartialDate::Day(date(2024, 3, 13))), "{text}");
        }
    }

    #[test]
    fn ambiguous_numeric_dates_are_not_guessed() {
        let either = PartialDate::Ambiguous { day_first: date(2024, 4, 3), month_first: date(2024, 3, 4) };
        for text in ["03/04/24", "3/4/2024", "03-04-2024", "3/4/24 10:00"] {
            assert_eq!(parse_utc(text).map(|written| written.date), Some(either), "{text}");
        }
        assert_eq!(either.resolve(Some(DayOrder::DayFirst), None), Some(date(2024, 4, 3)));
        assert_eq!(either.resolve(Some(DayOrder::MonthFirst), None), Some(date(2024, 3, 4)));
        assert_eq!(either.resolve(None, None), None);
        for (text, day) in
            [("4/4/24", date(2024, 4, 4)), ("3.4.2024", date(2024, 4, 3)), ("2024-04-03", date(2024, 4, 3))]
        {
            assert_eq!(parse_utc(text).map(|written| written.date), Some(PartialDate::Day(day)), "{text}");
        }
        assert_eq!(parse_utc("31/12/24").and_then(|written| written.implied_order), Some(DayOrder::DayFirst));
        assert_eq!(parse_utc("12/31/24").and_then(|written| written.implied_order), Some(DayOrder::MonthFirst));
        for impossible in ["45/3/24", "3/45/24", "32/12/2024"] {
            assert_eq!(parse_utc(impossible).and_then(|written| written.implied_order), None, "{impossible}");
        }
    }

    #[test]
    fn impossible_dates_are_invalid() {
        for text in ["2024-02-30", "31 February 2024", "2024-13-01", "31.2.2024", "0000-01-01", "32/13/2024"] {
            assert_eq!(parse_utc(text).map(|written| written.date), Some(PartialDate::Invalid), "{text}");
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
