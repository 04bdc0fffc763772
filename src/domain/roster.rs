//! The parser of the list of people that is entered at the first start: one name a line, with an
//! optional cadence after it.

use std::collections::HashMap;

use thiserror::Error;

use super::{
    cadence::Cadence,
    name::{MAX_NAME_CHARS, NameError, case_insensitive_key, clean_name, collapse_whitespace},
    text_cleaning::{format_thousands, has_visible_text, is_line_ending, quote_input},
};

/// What may stand between a name and a cadence.
const SEPARATORS: [&str; 14] = [",", "，", "،", ";", "；", "؛", ": ", "：", "|", " - ", " – ", " — ", "(", "["];

/// The separators that are no part of a name, so that a cadence is meant.
const NEVER_IN_NAMES: [&str; 6] = [";", "；", "؛", ": ", "：", "|"];

/// A person parsed from one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// The line number, from 1; blank lines count.
    pub line_number: usize,
    /// The cleaned name. With an error it may be empty, or cut to [`MAX_NAME_CHARS`], and is only
    /// for display.
    pub name: String,
    /// The cadence, if the line has one.
    pub cadence: Option<Cadence>,
    /// Why the line cannot be accepted.
    pub error: Option<RosterLineError>,
}

/// Why a line cannot be accepted. The messages are shown beside it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RosterLineError {
    /// What follows the name looks like a cadence, but is none.
    #[error(
        "{} isn’t a cadence. Try “every 2 weeks” or “monthly”.",
        quote_input(.input)
    )]
    UnrecognizedCadence {
        /// What follows the name.
        input: String,
    },
    /// There is no name before the cadence.
    #[error("Enter a name first, then how often you meet.")]
    MissingName,
    /// The name is longer than [`MAX_NAME_CHARS`].
    #[error(
        "This name has {} characters; the maximum is {MAX_NAME_CHARS}.",
        format_thousands(*.chars)
    )]
    NameTooLong {
        /// The length in characters.
        chars: usize,
    },
    /// An earlier line has the same name.
    #[error("The same name is on line {first_line}. Add something to tell them apart.")]
    DuplicateName {
        /// The number of that line.
        first_line: usize,
    },
}

/// Parses names, one a line, each with an optional cadence after it.
///
/// Blank lines are skipped, and a bullet or number before a name is removed. The cadence may follow
/// a comma, a semicolon, a colon, a bar or a dash, stand in brackets, or follow the name itself.
/// What follows a semicolon, colon or bar is always meant as a cadence. A comma or dash that is
/// part of a name (`Smith, John`) stays, unless what follows looks like a cadence: it begins with
/// `every`, or is one lower-case word that ends in `ly` (`Kelly, Sally` is a name).
pub fn parse_roster(text: &str) -> Vec<RosterLine> {
    let mut first_lines = HashMap::new();
    lines(text)
        .enumerate()
        .filter_map(|(index, line)| parse_line(index + 1, line))
        .map(|mut line| {
            let first = *first_lines.entry(case_insensitive_key(&line.name)).or_insert(line.line_number);
            if first != line.line_number && line.error.is_none() {
                line.error = Some(RosterLineError::DuplicateName { first_line: first });
            }
            line
        })
        .collect()
}

/// Splits text at every kind of line ending; CR LF is one.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split(|c| c == '\r' || is_line_ending(c))
    })
}

fn parse_line(line: usize, text: &str) -> Option<RosterLine> {
    let text = collapse_whitespace(text);
    let text = strip_bullet(&text);
    if !has_visible_text(text) {
        return None;
    }
    let (name, cadence) = split_cadence(text);
    let (name, name_error) = check_name(name);
    let (cadence, cadence_error) = match cadence {
        None => (None, None),
        Some(Ok(cadence)) => (Some(cadence), None),
        Some(Err(error)) => (None, Some(error)),
    };
    Some(RosterLine { line_number: line, name, cadence, error: name_error.or(cadence_error) })
}

fn strip_bullet(line: &str) -> &str {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len();
    let rest = if numbered {
        digits.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+', '•', '–', '—'])
    };
    match rest {
        Some("") => "",
        Some(rest) => rest.strip_prefix(' ').unwrap_or(line),
        None => line,
    }
}

/// The name, and the cadence after it if what follows looks like one.
fn split_cadence(line: &str) -> (&str, Option<Result<Cadence, RosterLineError>>) {
    let mut parts: Vec<(usize, &str, &str, &str)> = SEPARATORS
        .iter()
        .flat_map(|separator| line.match_indices(separator).map(move |(at, _)| (at, *separator)))
        .filter_map(|(at, separator)| {
            let tail = line.get(at + separator.len()..)?.trim().trim_end_matches([')', ']', '.']).trim_end();
            Some((at, separator, line.get(..at)?.trim(), tail))
        })
        .collect();
    parts.sort_unstable();
    for (_, _, name, tail) in &parts {
        if let Ok(cadence) = tail.parse::<Cadence>() {
            return (name, Some(Ok(cadence)));
        }
    }
    for (_, separator, name, tail) in &parts {
        if tail.is_empty() && !matches!(*separator, "(" | "[") {
            return (name, None);
        }
        if NEVER_IN_NAMES.contains(separator) || looks_like_cadence(tail) {
            return (name, Some(Err(unrecognized(tail))));
        }
    }
    split_trailing_cadence(line)
}

/// The name, and a cadence that follows it without punctuation: `Elif weekly`.
fn split_trailing_cadence(line: &str) -> (&str, Option<Result<Cadence, RosterLineError>>) {
    let starts = line.char_indices().map(|(at, _)| line.split_at(at));
    for (name, tail) in starts.filter(|(name, _)| name.is_empty() || name.ends_with(' ')) {
        let name = name.trim();
        if !looks_like_cadence(tail) {
            continue;
        }
        if let Ok(cadence) = tail.trim_end_matches('.').parse::<Cadence>() {
            return (name, Some(Ok(cadence)));
        }
        if tail.starts_with("every ") {
            return (name, Some(Err(unrecognized(tail))));
        }
    }
    (line, None)
}

fn unrecognized(tail: &str) -> RosterLineError {
    RosterLineError::UnrecognizedCadence { input: tail.to_owned() }
}

fn looks_like_cadence(tail: &str) -> bool {
    let mut words = tail.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_lowercase = first.starts_with(char::is_lowercase);
    first.eq_ignore_ascii_case("every") || (words.next().is_none() && is_lowercase && first.ends_with("ly"))
}

fn check_name(name: &str) -> (String, Option<RosterLineError>) {
    match clean_name(name) {
        Ok(name) => (name, None),
        Err(NameError::Empty) => (String::new(), Some(RosterLineError::MissingName)),
        Err(NameError::TooLong { chars }) => {
            (name.chars().take(MAX_NAME_CHARS).collect(), Some(RosterLineError::NameTooLong { chars }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The fields of one parsed line, without its number.
    fn parse_one(text: &str) -> (String, Option<String>, Option<RosterLineError>) {
        let mut lines = parse_roster(text);
        assert_eq!(lines.len(), 1, "{text:?}");
        let line = lines.remove(0);
        (line.name, line.cadence.map(|c| c.to_string()), line.error)
    }

    #[test]
    fn parses_name_and_optional_cadence() {
        let cases = [
            ("a name", "Dana Whitfield", "Dana Whitfield", None),
            ("a name and a cadence", "Dana Whitfield, every 2 weeks", "Dana Whitfield", Some("every 2 weeks")),
            ("a cadence of one word", "Dana,weekly", "Dana", Some("every week")),
            ("a cadence in capitals", "Dana, Monthly.", "Dana", Some("every month")),
            ("a comma in the name", "Smith, John", "Smith, John", None),
            ("a comma in the name and a cadence", "Smith, John, monthly", "Smith, John", Some("every month")),
            ("a first name in -ly", "Kelly, Sally", "Kelly, Sally", None),
            ("a comma and nothing", "Dana,", "Dana", None),
            ("a comma of another script", "渡辺 健二，weekly", "渡辺 健二", Some("every week")),
            ("white space collapsed", "  Dana \t Whitfield ", "Dana Whitfield", None),
            ("no control characters", "Da\0na\u{202E}", "Dana", None),
            ("a bullet", "- Dana", "Dana", None),
            ("a star", "* Dana, weekly", "Dana", Some("every week")),
            ("a number", "12. Dana", "Dana", None),
            ("a number and a bracket", "1) Dana", "Dana", None),
            ("a hyphen that is no bullet", "-Dana", "-Dana", None),
            ("digits that are no list number", "7of9", "7of9", None),
            ("a semicolon", "Elif; weekly", "Elif", Some("every week")),
            ("a colon", "Elif: every 2 weeks", "Elif", Some("every 2 weeks")),
            ("a bar", "Elif | monthly", "Elif", Some("every month")),
            ("a dash", "Elif – every tuesday", "Elif", Some("every week on Tuesday")),
            ("a dash in the name", "Elif Kaya - Platform", "Elif Kaya - Platform", None),
            ("brackets", "Elif (weekly)", "Elif", Some("every week")),
            ("no punctuation", "Elif weekly", "Elif", Some("every week")),
            ("no punctuation, in words", "Elif Kaya every two weeks", "Elif Kaya", Some("every 2 weeks")),
            ("a last name in -ly", "dana kelly", "dana kelly", None),
            ("a team in brackets", "Dana (Platform)", "Dana (Platform)", None),
            ("a time", "Dana, every week on Tuesday at 10:00", "Dana", Some("every week on Tuesday at 10:00")),
        ];
        for (case, text, name, cadence) in cases {
            let expected = (name.to_owned(), cadence.map(str::to_owned), None);
            assert_eq!(parse_one(text), expected, "{case}");
        }
    }

    #[test]
    fn unrecognized_cadence_is_reported() {
        for input in ["every now and then", "Every 90 weeks", "every", "wekly", "bimonthly"] {
            let (name, cadence, error) = parse_one(&format!("Dana, {input}"));
            assert_eq!((name.as_str(), cadence), ("Dana", None));
            let input = input.to_owned();
            assert_eq!(error, Some(RosterLineError::UnrecognizedCadence { input }));
        }
        for (line, tail) in
            [("Elif; wekly", "wekly"), ("Elif: often", "often"), ("Elif every blue moon", "every blue moon")]
        {
            let (name, _, error) = parse_one(line);
            let input = tail.to_owned();
            assert_eq!(
                (name.as_str(), error),
                ("Elif", Some(RosterLineError::UnrecognizedCadence { input })),
                "{line}"
            );
        }
    }

    #[test]
    fn cadence_without_a_name_is_rejected() {
        assert_eq!(parse_one(", weekly").2, Some(RosterLineError::MissingName));
        assert_eq!(parse_one("-  , every 2 weeks").2, Some(RosterLineError::MissingName));
        assert_eq!(parse_one("weekly").2, Some(RosterLineError::MissingName));
        assert_eq!(parse_one("every 2 weeks").2, Some(RosterLineError::MissingName));
    }

    #[test]
    fn long_name_is_truncated_and_reported() {
        let (name, _, error) = parse_one(&"é".repeat(1_201));
        assert_eq!(name.chars().count(), 200);
        assert_eq!(error.unwrap().to_string(), "This name has 1,201 characters; the maximum is 200.");
        assert_eq!(parse_one(&"é".repeat(200)).2, None);
    }

    #[test]
    fn duplicate_name_is_reported_on_the_later_line() {
        let lines = parse_roster("Dana\n\nTomás\ndana, weekly\r\nTomas\nDANA, every moon");
        let errors: Vec<_> = lines.into_iter().map(|line| (line.line_number, line.error)).collect();
        let unrecognized = RosterLineError::UnrecognizedCadence { input: "every moon".to_owned() };
        assert_eq!(
            errors,
            [
                (1, None),
                (3, None),
                (4, Some(RosterLineError::DuplicateName { first_line: 1 })),
                (5, None),
                (6, Some(unrecognized)),
            ]
        );
    }

    #[test]
    fn blank_lines_are_skipped_but_counted() {
        let lines = parse_roster("\u{FEFF}\n \t\r\nDana\r\n- \n*\n\0\n\u{200B}\rTomás");
        let lines: Vec<_> = lines.iter().map(|line| (line.line_number, line.name.as_str())).collect();
        assert_eq!(lines, [(3, "Dana"), (8, "Tomás")]);
        assert_eq!(parse_roster(""), []);
    }

    proptest! {
        #[test]
        fn parser_never_panics(
            text in "(\\PC|[\r\n\0, ]|every |weekly|- |1\\. ){0,30}"
        ) {
            for line in parse_roster(&text) {
                prop_assert!(!line.name.is_empty() || line.error.is_some());
                prop_assert!(line.name.chars().count() <= MAX_NAME_CHARS);
            }
        }
    }
}
