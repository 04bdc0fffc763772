//! The first run's text: whom you meet, one a line, with a rhythm after a comma.

use std::collections::HashMap;

use thiserror::Error;

use super::cadence::Cadence;
use super::name::{MAX_NAME_CHARS, NameError, clean_name, collapse, same_case};
use super::text::{ends_line, grouped, quoted, shows};

/// One person as read from one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// The line of the text, from 1; blank lines count.
    pub line: usize,
    /// The name as it would be kept. With a problem it may be empty, or cut to
    /// [`MAX_NAME_CHARS`], and is there only to be shown.
    pub name: String,
    /// How often to meet, when the line says so.
    pub cadence: Option<Cadence>,
    /// Why the line cannot be taken as it is.
    pub problem: Option<RosterProblem>,
}

/// Why a line cannot be taken. The messages are meant to be shown beside it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RosterProblem {
    /// What follows the comma is meant as a rhythm and is none.
    #[error(
        "{} is not a rhythm that Rapport can read. Try “every 2 weeks” or “monthly”.",
        quoted(.said)
    )]
    UnreadableRhythm {
        /// What follows the comma.
        said: String,
    },
    /// A rhythm without a name before it.
    #[error("A name is missing before the comma.")]
    NoName,
    /// More than [`MAX_NAME_CHARS`].
    #[error(
        "This name has {} characters; a name holds up to {MAX_NAME_CHARS}.",
        grouped(*.chars)
    )]
    NameTooLong {
        /// How many characters it has.
        chars: usize,
    },
    /// The same name stands on an earlier line.
    #[error("The same name is on line {first}. Add something that tells the two apart.")]
    Twice {
        /// The line on which it stands first.
        first: usize,
    },
}

/// Reads names, one a line, each with an optional rhythm after its last comma.
///
/// Blank lines are passed over, and a bullet or number before a name is taken
/// off. A comma that is part of a name (`Smith, John`) stays, unless what follows
/// looks like a rhythm: that it begins with `every`, or is one word in small
/// letters that ends in `ly` (`Kelly, Sally` is a name).
pub fn read_roster(text: &str) -> Vec<RosterLine> {
    let mut first_on = HashMap::new();
    lines(text)
        .enumerate()
        .filter_map(|(index, line)| read_line(index + 1, line))
        .map(|mut read| {
            let first = *first_on.entry(same_case(&read.name)).or_insert(read.line);
            if first != read.line && read.problem.is_none() {
                read.problem = Some(RosterProblem::Twice { first });
            }
            read
        })
        .collect()
}

/// The lines however they end; CR and LF together end one line.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split(|c| c == '\r' || ends_line(c))
    })
}

fn read_line(line: usize, text: &str) -> Option<RosterLine> {
    let text = collapse(text);
    let text = without_bullet(&text);
    if !shows(text) {
        return None;
    }
    let (name, rhythm) = split_rhythm(text);
    let (name, name_problem) = checked_name(name);
    let (cadence, rhythm_problem) = match rhythm {
        None => (None, None),
        Some(Ok(cadence)) => (Some(cadence), None),
        Some(Err(problem)) => (None, Some(problem)),
    };
    Some(RosterLine { line, name, cadence, problem: name_problem.or(rhythm_problem) })
}

fn without_bullet(line: &str) -> &str {
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

/// The name and, when the line means one, the rhythm after the last comma.
fn split_rhythm(line: &str) -> (&str, Option<Result<Cadence, RosterProblem>>) {
    let Some((name, tail)) = line.rsplit_once([',', '，', '،']) else {
        return (line, None);
    };
    let (name, tail) = (name.trim(), tail.trim().trim_end_matches('.'));
    if tail.is_empty() {
        return (name, None);
    }
    match tail.parse::<Cadence>() {
        Ok(cadence) => (name, Some(Ok(cadence))),
        Err(_) if looks_like_rhythm(tail) => {
            let said = tail.to_owned();
            (name, Some(Err(RosterProblem::UnreadableRhythm { said })))
        }
        Err(_) => (line, None),
    }
}

fn looks_like_rhythm(tail: &str) -> bool {
    let mut words = tail.split_whitespace();
    let first = words.next().unwrap_or_default();
    let small = first.starts_with(char::is_lowercase);
    first.eq_ignore_ascii_case("every") || (words.next().is_none() && small && first.ends_with("ly"))
}

fn checked_name(name: &str) -> (String, Option<RosterProblem>) {
    match clean_name(name) {
        Ok(name) => (name, None),
        Err(NameError::Empty) => (String::new(), Some(RosterProblem::NoName)),
        Err(NameError::TooLong { chars }) => {
            (name.chars().take(MAX_NAME_CHARS).collect(), Some(RosterProblem::NameTooLong { chars }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What one line comes to, without its number.
    fn one(text: &str) -> (String, Option<String>, Option<RosterProblem>) {
        let mut lines = read_roster(text);
        assert_eq!(lines.len(), 1, "{text:?}");
        let line = lines.remove(0);
        (line.name, line.cadence.map(|c| c.to_string()), line.problem)
    }

    #[test]
    fn a_line_is_a_name_and_perhaps_a_rhythm() {
        let cases = [
            ("a name", "Dana Whitfield", "Dana Whitfield", None),
            ("a name and a rhythm", "Dana Whitfield, every 2 weeks", "Dana Whitfield", Some("every 2 weeks")),
            ("a rhythm in one word", "Dana,weekly", "Dana", Some("every week")),
            ("a rhythm in capitals", "Dana, Monthly.", "Dana", Some("every month")),
            ("a comma in the name", "Smith, John", "Smith, John", None),
            ("a comma in the name and a rhythm", "Smith, John, monthly", "Smith, John", Some("every month")),
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
            ("digits that are no number of a line", "7of9", "7of9", None),
        ];
        for (rule, text, name, cadence) in cases {
            let expected = (name.to_owned(), cadence.map(str::to_owned), None);
            assert_eq!(one(text), expected, "{rule}");
        }
    }

    #[test]
    fn a_rhythm_that_cannot_be_read_is_named() {
        for said in ["every now and then", "Every 90 weeks", "every", "wekly", "bimonthly"] {
            let (name, cadence, problem) = one(&format!("Dana, {said}"));
            assert_eq!((name.as_str(), cadence), ("Dana", None));
            let said = said.to_owned();
            assert_eq!(problem, Some(RosterProblem::UnreadableRhythm { said }));
        }
    }

    #[test]
    fn a_rhythm_needs_a_name() {
        assert_eq!(one(", weekly").2, Some(RosterProblem::NoName));
        assert_eq!(one("-  , every 2 weeks").2, Some(RosterProblem::NoName));
    }

    #[test]
    fn a_name_is_at_most_two_hundred_characters() {
        let (name, _, problem) = one(&"é".repeat(1_201));
        assert_eq!(name.chars().count(), 200);
        assert_eq!(problem.unwrap().to_string(), "This name has 1,201 characters; a name holds up to 200.");
        assert_eq!(one(&"é".repeat(200)).2, None);
    }

    #[test]
    fn the_same_name_twice_is_said_on_the_later_line() {
        let read = read_roster("Dana\n\nTomás\ndana, weekly\r\nTomas\nDANA, every moon");
        let problems: Vec<_> = read.into_iter().map(|l| (l.line, l.problem)).collect();
        let unreadable = RosterProblem::UnreadableRhythm { said: "every moon".to_owned() };
        assert_eq!(
            problems,
            [(1, None), (3, None), (4, Some(RosterProblem::Twice { first: 1 })), (5, None), (6, Some(unreadable)),]
        );
    }

    #[test]
    fn blank_lines_are_passed_over_but_counted() {
        let read = read_roster("\u{FEFF}\n \t\r\nDana\r\n- \n*\n\0\n\u{200B}\rTomás");
        let lines: Vec<_> = read.iter().map(|l| (l.line, l.name.as_str())).collect();
        assert_eq!(lines, [(3, "Dana"), (8, "Tomás")]);
        assert_eq!(read_roster(""), []);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_every_line_has_a_name_or_a_problem(
            text in "(\\PC|[\r\n\0, ]|every |weekly|- |1\\. ){0,30}"
        ) {
            for line in read_roster(&text) {
                prop_assert!(!line.name.is_empty() || line.problem.is_some());
                prop_assert!(line.name.chars().count() <= MAX_NAME_CHARS);
            }
        }
    }
}
