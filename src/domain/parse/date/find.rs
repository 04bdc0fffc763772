//! Finds a date within a text: titles, names of files, the first words of a line.

use std::ops::Range;

use super::{
    names::{self, NameMatch},
    numeric::{
        checked_date, implied_order as order_of_numbers, is_ordinal_suffix, parse_full_year, parse_number,
        parse_short_number, parse_year,
    },
    partial::{DayOrder, PartialDate},
};

/// The longest text that is searched. Titles and names of files are shorter.
const MAX_SCAN_BYTES: usize = 400;

/// The years that bare digits are read as.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// A date within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMatch {
    /// The date.
    pub date: PartialDate,
    /// Where it stands, with the weekday before it: bytes in the text.
    pub range: Range<usize>,
}

/// Finds the first date in a text, with or without a year.
///
/// Months may have names in six languages. Eight digits are a date, as are 12 and 14, with which
/// note programs name their files. Only the first 400 bytes are searched.
///
/// # Examples
///
/// ```
/// use jiff::civil::date;
/// use rapport::domain::parse::date::{PartialDate, find_date};
///
/// let found = find_date("1:1 with Dana, Sun 3 March 2024").unwrap(); assert_eq!(found.date,
/// PartialDate::Day(date(2024, 3, 3))); assert_eq!(found.range, 15..31); assert_eq!(find_date("3rd
/// of March").unwrap().date, PartialDate::WithoutYear { day: 3, month: 3 });
/// assert_eq!(find_date("version 1.2.3"), None);
/// ```
pub fn find_date(text: &str) -> Option<DateMatch> {
    let text = text.get(..text.floor_char_boundary(MAX_SCAN_BYTES))?;
    let tokens = tokenize(text);
    let mut at = 0;
    while at < tokens.len() {
        if let Some((date, used)) = parse_at(&tokens, at) {
            let first = start_with_weekday(&tokens, at);
            let range = tokens[first].range.start..tokens[at + used - 1].range.end;
            return Some(DateMatch { date, range });
        }
        at += 1;
    }
    None
}

/// The order of day and month that the first numeric date of a text shows, as 25/03/24 does.
pub fn implied_order(text: &str) -> Option<DayOrder> {
    let text = text.get(..text.floor_char_boundary(MAX_SCAN_BYTES))?;
    let tokens = tokenize(text);
    (0..tokens.len()).find_map(|at| {
        let numbers = numeric_triple(&tokens, at)?;
        if numbers.separator == "." || numbers.first.len() > 2 {
            return None;
        }
        order_of_numbers(parse_number(numbers.first)?, parse_number(numbers.second)?)
    })
}

/// The year of a title that is only a year, or a month and a year: "2024", "March 2024".
pub fn standalone_year(text: &str) -> Option<i16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let year = words.clone().find_map(parse_plausible_year)?;
    words.all(|word| parse_plausible_year(word).is_some() || month_from_name(word).is_some()).then_some(year)
}

/// The year that a title begins or ends with: "1:1 notes 2024".
pub fn year_at_edge(text: &str) -> Option<i16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next()?;
    parse_plausible_year(first).or_else(|| words.next_back().and_then(parse_plausible_year))
}

fn parse_plausible_year(word: &str) -> Option<i16> {
    parse_full_year(word).filter(|year| PLAUSIBLE_YEARS.contains(year))
}

/// Whether a word of a title is the name of a weekday, English or German, in any case.
pub fn is_weekday(word: &str) -> bool {
    names::is_weekday(&word.to_lowercase(), NameMatch::Prose)
}

/// The month that a word names, in any case.
fn month_from_name(word: &str) -> Option<i8> {
    names::month(&word.to_lowercase(), NameMatch::Prose)
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
    let kind_of = |c: char| match c {
        '0'..='9' => TokenKind::Number,
        c if c.is_alphabetic() => TokenKind::Word,
        c if c.is_whitespace() => TokenKind::Space,
        _ => TokenKind::Other,
    };
    let mut tokens: Vec<Token<'_>> = Vec::new();
    for (at, c) in text.char_indices() {
        let (kind, end) = (kind_of(c), at + c.len_utf8());
        match tokens.last_mut() {
            Some(last) if last.kind == kind && kind != TokenKind::Other => {
                last.range.end = end;
                last.text = text.get(last.range.clone()).unwrap_or_default();
            }
            _ => tokens.push(Token { text: text.get(at..end).unwrap_or_default(), range: at..end, kind }),
        }
    }
    tokens
}

/// The date that begins at this token, and how many tokens it takes.
fn parse_at(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let token = tokens.get(at)?;
    // No dates: `v2024`, `x3`, and the end of a longer number such as `10.0.3.2024`.
    let is_part_of_more = at > 0
        && match (tokens[at - 1].kind, token.kind) {
            (TokenKind::Word, _) => true,
            (TokenKind::Other, TokenKind::Number) if matches!(tokens[at - 1].text, "." | "/") => {
                at > 1 && tokens[at - 2].kind == TokenKind::Number
            }
            _ => false,
        };
    if is_part_of_more {
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

/// `20240303`, and `202403031030` with a time, as note programs name their files.
fn parse_compact(token: &Token<'_>) -> Option<(PartialDate, usize)> {
    if !matches!(token.text.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |range: Range<usize>| parse_number(token.text.get(range)?);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    if !PLAUSIBLE_YEARS.contains(&year) {
        return None;
    }
    // Eight digits may be any number: one that is not a date is not an invalid date.
    Some((PartialDate::Day(checked_date(year, month, day)?), 1))
}

/// Three numbers with one separator between them.
struct NumericTriple<'a> {
    first: &'a str,
    second: &'a str,
    third: &'a str,
    separator: &'a str,
    token_count: usize,
}

/// The three numbers that begin at this token. A space may follow a dot.
fn numeric_triple<'a>(tokens: &[Token<'a>], at: usize) -> Option<NumericTriple<'a>> {
    let number = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Number).map(|token| token.text);
    let separator = tokens.get(at + 1).map(|token| token.text).filter(|sign| matches!(*sign, "-" | "/" | "." | "_"))?;
    let after = |at: usize| {
        let spaced = separator == "." && tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Space);
        (tokens.get(at)?.text == separator).then_some(at + 1 + usize::from(spaced))
    };
    let second_at = after(at + 1)?;
    let third_at = after(second_at + 1)?;
    let (first, second, third) = (number(at)?, number(second_at)?, number(third_at)?);
    // Part of a longer number: `1.2.3.4`.
    let goes_on = matches!(separator, "." | "/")
        && tokens.get(third_at + 1).is_some_and(|sign| sign.text == separator)
        && number(third_at + 2).is_some();
    // In `1-1-2024-03-03` the date begins with its year.
    let starts_with_third =
        third.len() == 4 && first.len() < 4 && after(third_at + 1).and_then(number).is_some_and(|next| next.len() == 2);
    (!goes_on && !starts_with_third).then_some(NumericTriple {
        first,
        second,
        third,
        separator,
        token_count: third_at + 1 - at,
    })
}

fn parse_numeric(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let NumericTriple { first, second, third, separator, token_count } = numeric_triple(tokens, at)?;
    if second.len() > 2 {
        return None;
    }
    if first.len() == 4 && third.len() <= 2 {
        let date = PartialDate::from_ymd(parse_number(first)?, parse_number(second)?, parse_number(third)?);
        return Some((date, token_count));
    }
    if first.len() > 2 {
        return None;
    }
    let (first, second, year) = (parse_number(first)?, parse_number(second)?, parse_year(third)?);
    let date = match checked_date(year, second, first) {
        // Whoever writes dots writes the day first.
        Some(date) if separator == "." => PartialDate::Day(date),
        _ => PartialDate::from_either_order(year, first, second),
    };
    // With two digits at the end it may be anything: a version, a sum.
    (date != PartialDate::Invalid || third.len() == 4).then_some((date, token_count))
}

/// `3 March 2024`, `3rd of March`, `3. März 2024`, `3-Mar-24`.
fn parse_day_month(tokens: &[Token<'_>], at: usize) -> Option<(PartialDate, usize)> {
    let day = day_number(tokens.get(at)?)?;
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| is_ordinal_suffix(token.text)) {
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
    let day_at = skip_separators(tokens, at + 1, &[".", "-"]);
    if day_at == at + 1 {
        return None;
    }
    let day = day_number(tokens.get(day_at)?)?;
    let mut next = day_at + 1;
    if tokens.get(next).is_some_and(|token| is_ordinal_suffix(token.text)) {
        next += 1;
    }
    let (year, used) = parse_year_after(tokens, next);
    Some((partial_date(day, month, year), used - at))
}

fn partial_date(day: i8, month: i8, year: Option<i16>) -> PartialDate {
    match year {
        Some(year) => PartialDate::from_ymd(year, month.into(), day.into()),
        // A leap year has every day that any year has.
        None if checked_date(2024, month.into(), day.into()).is_some() => PartialDate::WithoutYear { day, month },
        None => PartialDate::Invalid,
    }
}

/// The year after a day and a month, and the token after it; without a year, the token given.
fn parse_year_after(tokens: &[Token<'_>], at: usize) -> (Option<i16>, usize) {
    let year_at = skip_separators(tokens, at, &[",", ".", "-", "/", "'", "’"]);
    let token = tokens.get(year_at).filter(|token| token.kind == TokenKind::Number && year_at > at);
    let is_marked =
        year_at > 0 && tokens.get(year_at - 1).is_some_and(|token| matches!(token.text, "'" | "’" | "-" | "/"));
    match token.and_then(|token| parse_year(token.text).map(|year| (year, token.text.len()))) {
        Some((year, 4)) => (Some(year), year_at + 1),
        // The last number of `March 3 24` may be anything; `3 Mar ’24` and `3-Mar-24` end with a
        // year.
        Some((year, 2)) if is_marked => (Some(year), year_at + 1),
        _ => (None, at),
    }
}

/// The first token that is neither white space nor one of these signs.
fn skip_separators(tokens: &[Token<'_>], mut at: usize, signs: &[&str]) -> usize {
    while tokens.get(at).is_some_and(|token| token.kind == TokenKind::Space || signs.contains(&token.text)) {
        at += 1;
    }
    at
}

/// The token of the weekday before this token, or this token.
fn start_with_weekday(tokens: &[Token<'_>], at: usize) -> usize {
    let mut before = at;
    while before > 0 && (tokens[before - 1].kind == TokenKind::Space || matches!(tokens[before - 1].text, "," | ".")) {
        before -= 1;
    }
    if before > 0 && before < at && is_weekday(tokens[before - 1].text) { before - 1 } else { at }
}

fn day_number(token: &Token<'_>) -> Option<i8> {
    parse_short_number(token.text).filter(|day| token.kind == TokenKind::Number && (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_found_in_common_formats() {
        let third = Some(PartialDate::Day(date(2024, 3, 3)));
        let either = Some(PartialDate::Ambiguous { day_first: date(2024, 4, 3), month_first: date(2024, 3, 4) });
        let no_year = Some(PartialDate::WithoutYear { day: 3, month: 3 });
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
            ("29 February", &Some(PartialDate::WithoutYear { day: 29, month: 2 }), ""),
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
            assert_eq!(&found.as_ref().map(|found| found.date), expected, "{text}");
            let range = found.map_or(0..0, |found| found.range);
            let mut remaining = text.to_owned();
            remaining.replace_range(range, "");
            assert_eq!(remaining, rest, "{text}");
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
