//! Days as people write them in file names, titles and the first words of a line.
//!
//! Other than [`domain::day`](crate::domain::parse::date), which reads promises (“by friday”), this looks for the day that something
//! is from: it can stand anywhere in a short text, with or without a year, and may name no day at all.

use std::ops::Range;

use jiff::civil::Date;

use super::super::dates::DayOrder;

/// The longest text that is searched. Titles and names of files are shorter.
const MAX_SCAN_BYTES: usize = 400;

/// A day, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) enum PartialDate {
    /// This one.
    Day(Date),
    /// It depends on which number is the month: `day_first`, `month_first`.
    Ambiguous(Date, Date),
    /// A day and a month; the year is said elsewhere.
    WithoutYear(i8, i8),
    /// It looks like a day and is none.
    Invalid,
}

/// A day in a text, and where it stands, with the weekday before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct DateMatch {
    pub date: PartialDate,
    pub range: Range<usize>,
}

impl PartialDate {
    /// The one day that is meant, with the order that was decided and the year that goes without saying.
    pub(in crate::import) fn resolve(&self, order: Option<DayOrder>, year: Option<i16>) -> Option<Date> {
        match *self {
            Self::Day(day) => Some(day),
            Self::Ambiguous(day_first, month_first) => Some(match order? {
                DayOrder::DayFirst => day_first,
                DayOrder::MonthFirst => month_first,
            }),
            Self::WithoutYear(day, month) => Date::new(year?, month, day).ok(),
            Self::Invalid => None,
        }
    }
}

/// The first day in a text.
pub(in crate::import) fn find_date(text: &str) -> Option<DateMatch> {
    let text = text.get(..text.floor_char_boundary(MAX_SCAN_BYTES))?;
    let tokens = tokenize(text);
    let mut at = 0;
    while at < tokens.len() {
        if let Some((said, used)) = parse_at(&tokens, at) {
            let first = start_with_weekday(&tokens, at);
            let range = tokens[first].range.start..tokens[at + used - 1].range.end;
            return Some(DateMatch { date: said, range });
        }
        at += 1;
    }
    None
}

/// The order that is plain from a day like 25/03/24, where one stands in the text.
pub(in crate::import) fn implied_order(text: &str) -> Option<DayOrder> {
    let text = text.get(..text.floor_char_boundary(MAX_SCAN_BYTES))?;
    let tokens = tokenize(text);
    (0..tokens.len()).find_map(|at| {
        let (one, separator, other, _) = numeric_triple(&tokens, at)?;
        if separator == "." || one.len() > 2 {
            return None;
        }
        match (parse_number(one)?, parse_number(other)?) {
            (13..=31, 1..=12) => Some(DayOrder::DayFirst),
            (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    })
}

/// A year that stands alone, as in a title “2024” or “March 2024”.
pub(in crate::import) fn standalone_year(text: &str) -> Option<i16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let year = words.clone().find_map(parse_year)?;
    words.all(|word| parse_year(word).is_some() || month_from_name(word).is_some()).then_some(year)
}

/// A year that a title begins or ends with: “1:1 notes 2024”.
pub(in crate::import) fn year_at_edge(text: &str) -> Option<i16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next()?;
    parse_year(first).or_else(|| words.next_back().and_then(parse_year))
}

fn parse_year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1900..=2200).contains(year))
}

/// Whether a word is the name of a weekday.
pub(in crate::import) fn is_weekday(word: &str) -> bool {
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
    kind: TokenKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Number,
    Word,
    Space,
    Other,
}

fn tokenize(text: &str) -> Vec<Token<'_>> {
    let sort = |c: char| match c {
        '0'..='9' => TokenKind::Number,
        c if c.is_alphabetic() => TokenKind::Word,
        c if c.is_whitespace() => TokenKind::Space,
        _ => TokenKind::Other,
    };
    let mut tokens: Vec<Token<'_>> = Vec::new();
    for (at, c) in text.char_indices() {
        let (sort, end) = (sort(c), at + c.len_utf8());
        match tokens.last_mut() {
            Some(last) if last.kind == sort && sort != TokenKind::Other => {
                last.range.end = end;
                last.text = text.get(last.range.clone()).unwrap_or_default();
            }
            _ => tokens.push(Token { text: text.get(at..end).unwrap_or_default(), range: at..end, kind: sort }),
        }
    }
    tokens
}

/// The day that begins with this token, and how many tokens it takes.
fn parse_at(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let token = tokens.get(at)?;
    // `v2024`, `x3` are no days, and neither is what goes on from a number: `10.0.3.2024`.
    let stuck = at > 0
        && match (tokens[at - 1].kind, token.kind) {
            (TokenKind::Word, _) => true,
            (TokenKind::Other, TokenKind::Number) if matches!(tokens[at - 1].text, "." | "/") => {
                at > 1 && tokens[at - 2].kind == TokenKind::Number
            }
            _ => false,
        };
    if stuck {
        return None;
    }
    match token.kind {
        TokenKind::Number => {
            parse_compact(token).or_else(|| parse_numeric(tokens, at)).or_else(|| parse_day_month(tokens, at))
        }
        TokenKind::Word => parse_month_day(tokens, at),
        _ => None,
    }
}

/// `20240303`, and `202403031030` as slip boxes name their notes.
fn parse_compact(token: &Token<'_>) -> Option<(PartialDate, usize)> {
    if !matches!(token.text.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |range: Range<usize>| parse_number(token.text.get(range)?);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    if !(1900..=2200).contains(&year) {
        return None;
    }
    // Any number has eight digits; only one that is a day is read as one.
    Some((PartialDate::Day(checked_date(year, month, day)?), 1))
}

/// Three numbers with the same separator between them, and how many tokens they take. A space may follow a point.
fn numeric_triple<'a>(tokens: &[Token<'a>], at: usize) -> Option<(&'a str, &'a str, &'a str, (&'a str, usize))> {
    let number = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Number).map(|token| token.text);
    let separator = tokens.get(at + 1).map(|token| token.text).filter(|sign| matches!(*sign, "-" | "/" | "." | "_"))?;
    let after = |at: usize| {
        let spaced = separator == "." && tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Space);
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

fn parse_numeric(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let (one, separator, other, (last, used)) = numeric_triple(tokens, at)?;
    if other.len() > 2 {
        return None;
    }
    let (first, second, third) = (parse_number(one)?, parse_number(other)?, parse_number(last)?);
    if one.len() == 4 && last.len() <= 2 {
        return Some((checked_date(first, second, third).map_or(PartialDate::Invalid, PartialDate::Day), used));
    }
    if one.len() > 2 || !matches!(last.len(), 2 | 4) {
        return None;
    }
    let year = expand_year(last)?;
    let (day_first, month_first) = (checked_date(year, second, first), checked_date(year, first, second));
    let said = match (day_first, month_first) {
        // Nobody who writes points between the numbers writes the month first.
        (Some(day), _) if separator == "." => PartialDate::Day(day),
        (Some(day), Some(other)) if day == other => PartialDate::Day(day),
        (Some(day_first), Some(month_first)) => PartialDate::Ambiguous(day_first, month_first),
        (Some(day), None) | (None, Some(day)) => PartialDate::Day(day),
        // Two digits at the end may be anything: a version, a sum.
        (None, None) if last.len() == 4 => PartialDate::Invalid,
        (None, None) => return None,
    };
    Some((said, used))
}

/// `3 March 2024`, `3rd of March`, `3. März 2024`, `3-Mar-24`.
fn parse_day_month(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let day = day_number(tokens.get(at)?)?;
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| is_ordinal(token.text)) {
        next += 1;
    }
    next = skip_separators(tokens, next, &[".", "-", "/"]);
    if tokens.get(next).is_some_and(|token| token.text.eq_ignore_ascii_case("of")) {
        next = skip_separators(tokens, next + 1, &[]);
    }
    let month = month_from_name(tokens.get(next)?.text)?;
    let (year, used) = parse_year_after(tokens, next + 1);
    Some((partial_date(day, month, year), used - at))
}

/// `March 3rd, 2024`, `Mar 3 2024`, `March 3`.
fn parse_month_day(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let month = month_from_name(tokens.get(at)?.text)?;
    let place = skip_separators(tokens, at + 1, &[".", "-"]);
    if place == at + 1 {
        return None;
    }
    let day = day_number(tokens.get(place)?)?;
    let mut next = place + 1;
    if tokens.get(next).is_some_and(|token| is_ordinal(token.text)) {
        next += 1;
    }
    let (year, used) = parse_year_after(tokens, next);
    Some((partial_date(day, month, year), used - at))
}

fn partial_date(day: i64, month: i8, year: Option<i64>) -> PartialDate {
    match year {
        Some(year) => checked_date(year, i64::from(month), day).map_or(PartialDate::Invalid, PartialDate::Day),
        // In a leap year every day exists that exists in any.
        None => match checked_date(2024, i64::from(month), day) {
            Some(day) => PartialDate::WithoutYear(day.day(), month),
            None => PartialDate::Invalid,
        },
    }
}

/// The year after a day and a month, and where it ends; without one, where the month ends.
fn parse_year_after(tokens: &[Token<'_>], at: usize) -> (Option<i64>, usize) {
    let place = skip_separators(tokens, at, &[",", ".", "-", "/", "'", "’"]);
    let year = tokens.get(place).filter(|token| token.kind == TokenKind::Number && place > at);
    let apostrophe =
        place > 0 && tokens.get(place - 1).is_some_and(|token| matches!(token.text, "'" | "’" | "-" | "/"));
    match year.and_then(|token| expand_year(token.text).map(|year| (year, token.text.len()))) {
        Some((year, 4)) => (Some(year), place + 1),
        // `March 3 24` may be anything; `3 Mar ’24` and `3-Mar-24` are years.
        Some((year, 2)) if apostrophe => (Some(year), place + 1),
        _ => (None, at),
    }
}

/// Past white space and these signs.
fn skip_separators(tokens: &[Token<'_>], mut at: usize, signs: &[&str]) -> usize {
    while tokens.get(at).is_some_and(|token| token.kind == TokenKind::Space || signs.contains(&token.text)) {
        at += 1;
    }
    at
}

/// Where the weekday before this token begins, or the token itself.
fn start_with_weekday(tokens: &[Token<'_>], at: usize) -> usize {
    let mut before = at;
    while before > 0 && (tokens[before - 1].kind == TokenKind::Space || matches!(tokens[before - 1].text, "," | ".")) {
        before -= 1;
    }
    if before > 0 && before < at && is_weekday(tokens[before - 1].text) { before - 1 } else { at }
}

fn day_number(token: &Token<'_>) -> Option<i64> {
    let short = token.kind == TokenKind::Number && token.text.len() <= 2;
    parse_number(token.text).filter(|day| short && (1..=31).contains(day))
}

fn is_ordinal(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th")
}

fn expand_year(digits: &str) -> Option<i64> {
    let year = parse_number(digits)?;
    match digits.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn parse_number(digits: &str) -> Option<i64> {
    digits.parse().ok()
}

fn checked_date(year: i64, month: i64, day: i64) -> Option<Date> {
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (date.year() >= 1).then_some(date)
}

/// The month that a word names, in the languages that notes are mostly kept in; short only in English and German.
fn month_from_name(word: &str) -> Option<i8> {
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
    fn dates_are_found_in_common_formats() {
        let third = Some(PartialDate::Day(date(2024, 3, 3)));
        let either = Some(PartialDate::Ambiguous(date(2024, 4, 3), date(2024, 3, 4)));
        let no_year = Some(PartialDate::WithoutYear(3, 3));
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
            ("4.3.2024", &Some(PartialDate::Day(date(2024, 3, 4))), ""),
            ("25/03/24", &Some(PartialDate::Day(date(2024, 3, 25))), ""),
            ("03/25/2024", &Some(PartialDate::Day(date(2024, 3, 25))), ""),
            ("03/04/24", &either, ""),
            ("03-04-2024", &either, ""),
            ("3 March", &no_year, ""),
            ("March 3rd", &no_year, ""),
            ("3 March 10:30", &no_year, " 10:30"),
            ("29 February", &Some(PartialDate::WithoutYear(29, 2)), ""),
            ("2024-13-01", &Some(PartialDate::Invalid), ""),
            ("31 February 2024", &Some(PartialDate::Invalid), ""),
            ("31 June", &Some(PartialDate::Invalid), ""),
            ("0000-01-01", &Some(PartialDate::Invalid), ""),
            ("32/13/2024", &Some(PartialDate::Invalid), ""),
            ("31/12/9999", &Some(PartialDate::Day(date(9999, 12, 31))), ""),
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
            let found = find_date(text);
            assert_eq!(&found.as_ref().map(|found| found.date.clone()), expected, "{text}");
            let range = found.map_or(0..0, |found| found.range);
            let mut left = text.to_owned();
            left.replace_range(range, "");
            assert_eq!(left, rest, "{text}");
        }
    }

    #[test]
    fn order_and_year_are_inferred_only_where_unambiguous() {
        assert_eq!(implied_order("met on 25/03/24"), Some(DayOrder::DayFirst));
        assert_eq!(implied_order("3/25/2024"), Some(DayOrder::MonthFirst));
        for text in ["03/04/24", "2024-03-25", "25.3.24", "99/99/24", ""] {
            assert_eq!(implied_order(text), None, "{text}");
        }
        for (text, expected) in
            [("2024", Some(2024)), ("March 2024", Some(2024)), ("Plans for 2024", None), ("12", None), ("", None)]
        {
            assert_eq!(standalone_year(text), expected, "{text}");
        }
        for (text, expected) in [
            ("1:1 notes 2024", Some(2024)),
            ("2024 – notes", Some(2024)),
            ("the 2024 plan", None),
            ("Route 66", None),
            ("", None),
        ] {
            assert_eq!(year_at_edge(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parser_never_panics(text in "([0-9]{1,4}|[-/._ ,']|mar|march|3|tue|of|\\PC){0,14}") {
            if let Some(found) = find_date(&text) {
                prop_assert!(text.get(found.range).is_some());
            }
            implied_order(&text);
            standalone_year(&text);
        }
    }
}
