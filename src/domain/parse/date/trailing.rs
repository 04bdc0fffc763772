//! The date at the end of a line: `ask finance by friday`.

use std::ops::Range;

use jiff::civil::Date;

use super::relative::{self, ParsedDate, ParsedPhrase};

/// A date at the end of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailingDate {
    /// The date.
    pub date: Date,
    /// The words it was read from, with their preposition: bytes in the text.
    pub range: Range<usize>,
}

/// Parses the date at the end of an action. Only the last line is read; `.`, `!` and white space
/// may follow the date.
///
/// Some text has to remain before it: a text that is only a date stays text. A past date is read
/// after `by`, `before` and `until` ("by 20 nov 2026" may be late already), but not alone or after
/// `on`, where it tells when something was.
///
/// # Examples
///
/// ```
/// use jiff::civil::date;
/// use rapport::domain::parse::date::parse_trailing_date;
///
/// let tuesday = date(2026, 11, 24);
/// let found = parse_trailing_date("ask finance by the 27th", tuesday).unwrap();
/// assert_eq!(found.date, date(2026, 11, 27));
/// assert_eq!(found.range, 12..23);
/// assert_eq!(parse_trailing_date("the plan for friday", tuesday), None);
/// ```
pub fn parse_trailing_date(text: &str, today: Date) -> Option<TrailingDate> {
    let end = parse_trailing_phrase(text, today)?;
    match end.phrase.date {
        ParsedDate::Valid(day) if day >= today || end.phrase.is_deadline => {
            Some(TrailingDate { date: day, range: end.range })
        }
        _ => None,
    }
}

/// Finds a date at the end of the text that does not exist, such as `31 feb`, `2026-02-30` or a
/// date with another weekday: bytes without the preposition, so that a screen can say "There is no
/// 31 feb".
pub fn find_invalid_trailing_date(text: &str, today: Date) -> Option<Range<usize>> {
    let end = parse_trailing_phrase(text, today)?;
    matches!(end.phrase.date, ParsedDate::Nonexistent).then_some(end.date_range)
}

/// The text before the date, without the comma or dash in between.
pub fn strip_trailing_date<'a>(text: &'a str, found: &TrailingDate) -> &'a str {
    text.get(..found.range.start).map_or(text, trim_separator)
}

fn trim_separator(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—'))
}

/// A date at the end of a text, whether or not it exists.
struct TrailingPhrase {
    phrase: ParsedPhrase,
    range: Range<usize>,
    /// Without the preposition.
    date_range: Range<usize>,
}

fn parse_trailing_phrase(text: &str, today: Date) -> Option<TrailingPhrase> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '!'));
    let words = last_words(text);
    let lower: Vec<String> = words.iter().map(|(_, word)| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    // The longest phrase wins: "by the 27th of november", not a part of it.
    let (first, phrase) = (0..lower.len()).find_map(|first| {
        let phrase = relative::parse_trailing(lower.get(first..)?, today)?;
        Some((first, phrase))
    })?;
    let start = words.get(first)?.0;
    let date_start = words.get(first + phrase.preposition_count)?.0;
    if trim_separator(text.get(..start)?).is_empty() {
        return None;
    }
    Some(TrailingPhrase { phrase, range: start..text.len(), date_range: date_start..text.len() })
}

/// The last words of the last line, each with the byte where it starts: as many as the longest
/// form has, so that the time does not grow with the text.
fn last_words(text: &str) -> Vec<(usize, &str)> {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let mut end = text.len();
    let mut words = Vec::new();
    while words.len() < relative::MAX_WORDS {
        let Some(rest) = text.get(line..end).map(str::trim_end) else {
            break;
        };
        if rest.is_empty() {
            break;
        }
        let before = rest.trim_end_matches(|c: char| !c.is_whitespace());
        let start = line + before.len();
        words.push((start, rest.get(before.len()..).unwrap_or_default()));
        end = start;
    }
    words.reverse();
    words
}
