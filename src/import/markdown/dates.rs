//! Days as people write them in file names, titles and the first words of a line.
//!
//! Other than [`domain::day`](crate::domain::day), which reads promises (“by friday”), this looks for the day that something
//! is from: it can stand anywhere in a short text, with or without a year, and may name no day at all.

use std::ops::Range;

use jiff::civil::Date;

use super::super::days::DayOrder;

/// The longest text that is searched. Titles and names of files are shorter.
const LOOKED_AT: usize = 400;

/// A day, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// This one.
    Day(Date),
    /// It depends on which number is the month: `day_first`, `month_first`.
    Either(Date, Date),
    /// A day and a month; the year is said elsewhere.
    NoYear(i8, i8),
    /// It looks like a day and is none.
    Never,
}

/// A day in a text, and where it stands, with the weekday before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub said: Said,
    pub range: Range<usize>,
}

impl Said {
    /// The one day that is meant, with the order that was decided and the year that goes without saying.
    pub(super) fn settle(&self, order: Option<DayOrder>, year: Option<i16>) -> Option<Date> {
        match *self {
            Self::Day(day) => Some(day),
            Self::Either(day_first, month_first) => Some(match order? {
                DayOrder::DayFirst => day_first,
                DayOrder::MonthFirst => month_first,
            }),
            Self::NoYear(day, month) => Date::new(year?, month, day).ok(),
            Self::Never => None,
        }
    }
}

/// The first day in a text.
pub(super) fn find(text: &str) -> Option<Found> {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT))?;
    let tokens = tokens(text);
    let mut at = 0;
    while at < tokens.len() {
        if let Some((said, used)) = at_token(&tokens, at) {
            let first = before_weekday(&tokens, at);
            let range = tokens[first].range.start..tokens[at + used - 1].range.end;
            return Some(Found { said, range });
        }
        at += 1;
    }
    None
}

/// The order that is plain from a day like 25/03/24, where one stands in the text.
pub(super) fn order(text: &str) -> Option<DayOrder> {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT))?;
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| {
        let (one, separator, other, _) = three_numbers(&tokens, at)?;
        if separator == "." || one.len() > 2 {
            return None;
        }
        match (number(one)?, number(other)?) {
            (13..=31, 1..=12) => Some(DayOrder::DayFirst),
            (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    })
}

/// A year that stands alone, as in a title “2024” or “March 2024”.
pub(super) fn year(text: &str) -> Option<i16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let year = words.clone().find_map(year_of)?;
    words.all(|word| year_of(word).is_some() || month(word).is_some()).then_some(year)
}

/// A year that a title begins or ends with: “1:1 notes 2024”.
pub(super) fn year_beside(text: &str) -> Option<i16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next()?;
    year_of(first).or_else(|| words.next_back().and_then(year_of))
}

fn year_of(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1900..=2200).contains(year))
}

/// Whether a word is the name of a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const SHORT: [&str; 11] = ["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "weds"];
    const GERMAN: [&str; 7] = ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"];
    let lower = word.to_lowercase();
    let all = [&WEEKDAYS[..], &SHORT, &GERMAN];
    all.iter().any(|names| names.contains(&lower.as_str()))
}

struct Token<'a> {
    text: &'a str,
    range: Range<usize>,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Word,
    Space,
    Other,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let sort = |c: char| match c {
        '0'..='9' => Sort::Number,
        c if c.is_alphabetic() => Sort::Word,
        c if c.is_whitespace() => Sort::Space,
        _ => Sort::Other,
    };
    let mut tokens: Vec<Token<'_>> = Vec::new();
    for (at, c) in text.char_indices() {
        let (sort, end) = (sort(c), at + c.len_utf8());
        match tokens.last_mut() {
            Some(last) if last.sort == sort && sort != Sort::Other => {
                last.range.end = end;
                last.text = text.get(last.range.clone()).unwrap_or_default();
            }
            _ => tokens.push(Token { text: text.get(at..end).unwrap_or_default(), range: at..end, sort }),
        }
    }
    tokens
}

/// The day that begins with this token, and how many tokens it takes.
fn at_token(tokens: &[Token<'_>], at: usize) -> Option<(Said, usize)> {
    let token = tokens.get(at)?;
    // `v2024`, `x3` are no days, and neither is what goes on from a number: `10.0.3.2024`.
    let stuck = at > 0
        && match (tokens[at - 1].sort, token.sort) {
            (Sort::Word, _) => true,
            (Sort::Other, Sort::Number) if matches!(tokens[at - 1].text, "." | "/") => {
                at > 1 && tokens[at - 2].sort == Sort::Number
            }
            _ => false,
        };
    if stuck {
        return None;
    }
    match token.sort {
        Sort::Number => compact(token).or_else(|| numbers(tokens, at)).or_else(|| day_then_month(tokens, at)),
        Sort::Word => month_then_day(tokens, at),
        _ => None,
    }
}

/// `20240303`, and `202403031030` as slip boxes name their notes.
fn compact(token: &Token<'_>) -> Option<(Said, usize)> {
    if !matches!(token.text.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |range: Range<usize>| number(token.text.get(range)?);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    if !(1900..=2200).contains(&year) {
        return None;
    }
    // Any number has eight digits; only one that is a day is read as one.
    Some((Said::Day(date(year, month, day)?), 1))
}

/// Three numbers with the same separator between them, and how many tokens they take. A space may follow a point.
fn three_numbers<'a>(tokens: &[Token<'a>], at: usize) -> Option<(&'a str, &'a str, &'a str, (&'a str, usize))> {
    let number = |at: usize| tokens.get(at).filter(|token| token.sort == Sort::Number).map(|token| token.text);
    let separator = tokens.get(at + 1).map(|token| token.text).filter(|sign| matches!(*sign, "-" | "/" | "." | "_"))?;
    let after = |at: usize| {
        let spaced = separator == "." && tokens.get(at + 1).is_some_and(|token| token.sort == Sort::Space);
        (tokens.get(at)?.text == separator).then_some(at + 1 + usize::from(spaced))
    };
    let second = after(at + 1)?;
    let third = after(second + 1)?;
    let (one, other, last) = (number(at)?, number(second)?, number(third)?);
    // It goes on: `1.2.3.4`.
    let goes_on = matches!(separator, "." | "/")
        && tokens.get(third + 1).is_some_and(|sign| sign.text == separator)
        && number(third + 2).is_some();
    // `1-1-2024-03-03`: the day begins with its year.
    let another =
        last.len() == 4 && one.len() < 4 && after(third + 1).and_then(number).is_some_and(|next| next.len() == 2);
    (!goes_on && !another).then_some((one, separator, other, (last, third + 1 - at)))
}

fn numbers(tokens: &[Token<'_>], at: usize) -> Option<(Said, usize)> {
    let (one, separator, other, (last, used)) = three_numbers(tokens, at)?;
    if other.len() > 2 {
        return None;
    }
    let (first, second, third) = (number(one)?, number(other)?, number(last)?);
    if one.len() == 4 && last.len() <= 2 {
        return Some((date(first, second, third).map_or(Said::Never, Said::Day), used));
    }
    if one.len() > 2 || !matches!(last.len(), 2 | 4) {
        return None;
    }
    let year = full_year(last)?;
    let (day_first, month_first) = (date(year, second, first), date(year, first, second));
    let said = match (day_first, month_first) {
        // Nobody who writes points between the numbers writes the month first.
        (Some(day), _) if separator == "." => Said::Day(day),
        (Some(day), Some(other)) if day == other => Said::Day(day),
        (Some(day_first), Some(month_first)) => Said::Either(day_first, month_first),
        (Some(day), None) | (None, Some(day)) => Said::Day(day),
        // Two digits at the end may be anything: a version, a sum.
        (None, None) if last.len() == 4 => Said::Never,
        (None, None) => return None,
    };
    Some((said, used))
}

/// `3 March 2024`, `3rd of March`, `3. März 2024`, `3-Mar-24`.
fn day_then_month(tokens: &[Token<'_>], at: usize) -> Option<(Said, usize)> {
    let day = day_number(tokens.get(at)?)?;
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| is_ordinal(token.text)) {
        next += 1;
    }
    next = past(tokens, next, &[".", "-", "/"]);
    if tokens.get(next).is_some_and(|token| token.text.eq_ignore_ascii_case("of")) {
        next = past(tokens, next + 1, &[]);
    }
    let month = month(tokens.get(next)?.text)?;
    let (year, used) = year_after(tokens, next + 1);
    Some((with_month(day, month, year), used - at))
}

/// `March 3rd, 2024`, `Mar 3 2024`, `March 3`.
fn month_then_day(tokens: &[Token<'_>], at: usize) -> Option<(Said, usize)> {
    let month = month(tokens.get(at)?.text)?;
    let place = past(tokens, at + 1, &[".", "-"]);
    if place == at + 1 {
        return None;
    }
    let day = day_number(tokens.get(place)?)?;
    let mut next = place + 1;
    if tokens.get(next).is_some_and(|token| is_ordinal(token.text)) {
        next += 1;
    }
    let (year, used) = year_after(tokens, next);
    Some((with_month(day, month, year), used - at))
}

fn with_month(day: i64, month: i8, year: Option<i64>) -> Said {
    match year {
        Some(year) => date(year, i64::from(month), day).map_or(Said::Never, Said::Day),
        // In a leap year every day exists that exists in any.
        None => match date(2024, i64::from(month), day) {
            Some(day) => Said::NoYear(day.day(), month),
            None => Said::Never,
        },
    }
}

/// The year after a day and a month, and where it ends; without one, where the month ends.
fn year_after(tokens: &[Token<'_>], at: usize) -> (Option<i64>, usize) {
    let place = past(tokens, at, &[",", ".", "-", "/", "'", "’"]);
    let year = tokens.get(place).filter(|token| token.sort == Sort::Number && place > at);
    let apostrophe =
        place > 0 && tokens.get(place - 1).is_some_and(|token| matches!(token.text, "'" | "’" | "-" | "/"));
    match year.and_then(|token| full_year(token.text).map(|year| (year, token.text.len()))) {
        Some((year, 4)) => (Some(year), place + 1),
        // `March 3 24` may be anything; `3 Mar ’24` and `3-Mar-24` are years.
        Some((year, 2)) if apostrophe => (Some(year), place + 1),
        _ => (None, at),
    }
}

/// Past white space and these signs.
fn past(tokens: &[Token<'_>], mut at: usize, signs: &[&str]) -> usize {
    while tokens.get(at).is_some_and(|token| token.sort == Sort::Space || signs.contains(&token.text)) {
        at += 1;
    }
    at
}

/// Where the weekday before this token begins, or the token itself.
fn before_weekday(tokens: &[Token<'_>], at: usize) -> usize {
    let mut before = at;
    while before > 0 && (tokens[before - 1].sort == Sort::Space || matches!(tokens[before - 1].text, "," | ".")) {
        before -= 1;
    }
    if before > 0 && before < at && is_weekday(tokens[before - 1].text) { before - 1 } else { at }
}

fn day_number(token: &Token<'_>) -> Option<i64> {
    let short = token.sort == Sort::Number && token.text.len() <= 2;
    number(token.text).filter(|day| short && (1..=31).contains(day))
}

fn is_ordinal(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th")
}

fn full_year(digits: &str) -> Option<i64> {
    let year = number(digits)?;
    match digits.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn number(digits: &str) -> Option<i64> {
    digits.parse().ok()
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (date.year() >= 1).then_some(date)
}

/// The month that a word names, in the languages that notes are mostly kept in; short only in English and German.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "jan", "januar", "jänner", "janvier", "enero", "janeiro", "gennaio"],
        &["february", "feb", "februar", "février", "febrero", "fevereiro", "febbraio"],
        &["march", "mar", "märz", "mär", "mrz", "mars", "marzo", "março"],
        &["april", "apr", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maio", "maggio"],
        &["june", "jun", "juni", "juin", "junio", "junho", "giugno"],
        &["july", "jul", "juli", "juillet", "julio", "julho", "luglio"],
        &["august", "aug", "août", "agosto"],
        &["september", "sep", "sept", "septembre", "septiembre", "setembro", "settembre"],
        &["october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "ottobre"],
        &["november", "nov", "novembre", "noviembre", "novembro"],
        &["december", "dec", "dezember", "dez", "décembre", "diciembre", "dezembro", "dicembre"],
    ];
    let lower = word.to_lowercase();
    let index = MONTHS.iter().position(|names| names.contains(&lower.as_str()))?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_found_in_the_usual_forms() {
        let third = Some(Said::Day(date(2024, 3, 3)));
        let either = Some(Said::Either(date(2024, 4, 3), date(2024, 3, 4)));
        let no_year = Some(Said::NoYear(3, 3));
        for (text, expected, rest) in [
            ("2024-03-03", &third, ""),
            ("2024_03_03", &third, ""),
            ("2024/3/3", &third, ""),
            ("2024.03.03", &third, ""),
            ("20240303", &third, ""),
            ("202403031030 Dana", &third, " Dana"),
            ("2024-03-03 Dana 1-1", &third, " Dana 1-1"),
            ("1-1 with Dana 2024-03-03", &third, "1-1 with Dana "),
            ("dana-2024-03-03", &third, "dana-"),
            ("1-1-2024-03-03", &third, "1-1-"),
            ("3 March 2024", &third, ""),
            ("3rd March 2024", &third, ""),
            ("3rd of March, 2024", &third, ""),
            ("March 3rd, 2024", &third, ""),
            ("Mar 3 2024", &third, ""),
            ("Mar. 3, 2024:", &third, ":"),
            ("3. März 2024", &third, ""),
            ("3 mars 2024", &third, ""),
            ("3-Mar-24", &third, ""),
            ("3 Mar ’24", &third, ""),
            ("Tue 3 Mar 2024", &third, ""),
            ("Sunday, 3 March 2024 – Dana", &third, " – Dana"),
            ("Sonntag, 3. März 2024", &third, ""),
            ("3.3.2024", &third, ""),
            ("3. 3. 2024", &third, ""),
            ("3.3.24", &third, ""),
            ("03/03/24", &third, ""),
            ("2024-03-03T10:00", &third, "T10:00"),
            ("4.3.2024", &Some(Said::Day(date(2024, 3, 4))), ""),
            ("25/03/24", &Some(Said::Day(date(2024, 3, 25))), ""),
            ("03/25/2024", &Some(Said::Day(date(2024, 3, 25))), ""),
            ("03/04/24", &either, ""),
            ("03-04-2024", &either, ""),
            ("3 March", &no_year, ""),
            ("March 3rd", &no_year, ""),
            ("3 March 10:30", &no_year, " 10:30"),
            ("29 February", &Some(Said::NoYear(29, 2)), ""),
            ("2024-13-01", &Some(Said::Never), ""),
            ("31 February 2024", &Some(Said::Never), ""),
            ("31 June", &Some(Said::Never), ""),
            ("0000-01-01", &Some(Said::Never), ""),
            ("32/13/2024", &Some(Said::Never), ""),
            ("31/12/9999", &Some(Said::Day(date(9999, 12, 31))), ""),
            ("March 2024", &None, "March 2024"),
            ("2024", &None, "2024"),
            ("1-1", &None, "1-1"),
            ("12345678", &None, "12345678"),
            ("20241399", &None, "20241399"),
            ("version 1.2.3", &None, "version 1.2.3"),
            ("10.0.3.24", &None, "10.0.3.24"),
            ("May be 3 of us", &None, "May be 3 of us"),
            ("v3 March", &None, "v3 March"),
            ("1:1", &None, "1:1"),
            ("", &None, ""),
        ] {
            let found = find(text);
            assert_eq!(&found.as_ref().map(|found| found.said.clone()), expected, "{text}");
            let range = found.map_or(0..0, |found| found.range);
            let mut left = text.to_owned();
            left.replace_range(range, "");
            assert_eq!(left, rest, "{text}");
        }
    }

    #[test]
    fn an_order_and_a_year_are_plain_from_some_texts() {
        assert_eq!(order("met on 25/03/24"), Some(DayOrder::DayFirst));
        assert_eq!(order("3/25/2024"), Some(DayOrder::MonthFirst));
        for text in ["03/04/24", "2024-03-25", "25.3.24", "99/99/24", ""] {
            assert_eq!(order(text), None, "{text}");
        }
        for (text, expected) in
            [("2024", Some(2024)), ("March 2024", Some(2024)), ("Plans for 2024", None), ("12", None), ("", None)]
        {
            assert_eq!(year(text), expected, "{text}");
        }
        for (text, expected) in [
            ("1:1 notes 2024", Some(2024)),
            ("2024 – notes", Some(2024)),
            ("the 2024 plan", None),
            ("Route 66", None),
            ("", None),
        ] {
            assert_eq!(year_beside(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "([0-9]{1,4}|[-/._ ,']|mar|march|3|tue|of|\\PC){0,14}") {
            if let Some(found) = find(&text) {
                prop_assert!(text.get(found.range).is_some());
            }
            order(&text);
            year(&text);
        }
    }
}
