//! A typed line that becomes an entry.
//!
//! # Overview
//!
//! A line may begin with a [`Prefix`], contain subjects ([`find_subjects`]) and, if it is an
//! action, end with a due date (see [`super::date`]).
//!
//! # Usage
//!
//! [`parse_entry_line`] reads all of it at once, as the terminal needs it. The composer calls the
//! parts, since it shows each of them, and lets the user undo it, before the line is saved.
//! Prefixes are read while typing only: text that is pasted or edited later only goes through
//! [`clean_text`].
//!
//! # Examples
//!
//! ```
//! use jiff::civil::date;
//! use rapport::domain::parse::{entry_line::parse_entry_line, prefix::Prefix};
//!
//! let line = parse_entry_line("[ ] send the ladder by friday", date(2026, 11, 24))?;
//! assert_eq!(line.prefix, Prefix::MyAction);
//! assert_eq!(line.text, "send the ladder");
//! assert_eq!(line.due, Some(date(2026, 11, 27)));
//! # Ok::<(), rapport::domain::parse::entry_line::TextError>(())
//! ```

use jiff::civil::Date;
use thiserror::Error;

use super::{
    date::{find_invalid_trailing_date, parse_trailing_date, strip_trailing_date},
    prefix::Prefix,
};
pub use crate::domain::subject::{Subject, find_subjects};
use crate::domain::text_cleaning::{format_thousands, has_visible_text, is_line_ending, is_stripped};

/// The longest text of an entry, in Unicode scalar values.
pub const MAX_ENTRY_CHARS: usize = 100_000;

/// Why a text cannot be an entry. The messages are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// It has no visible character.
    #[error("Write something first.")]
    Empty,
    /// It is longer than [`MAX_ENTRY_CHARS`].
    #[error(
        "This text has {} characters; an entry can have up to {}. Nothing was changed. Split it into parts.",
        format_thousands(*.chars), format_thousands(MAX_ENTRY_CHARS)
    )]
    TooLong {
        /// The length of the text in characters.
        chars: usize,
    },
}

/// Splits off the prefix at the very start of a text and the space after it.
///
/// Without the space it is text, as in `!important`; `"! "` alone is a prefix with nothing after it
/// yet, so that the chip lights up as soon as it is typed. A space before it keeps it as text. Only
/// `[]` may do without the space before a word, which no text begins with.
///
/// # Examples
///
/// ```
/// use rapport::domain::parse::{entry_line::split_prefix, prefix::Prefix};
///
/// assert_eq!(split_prefix("! quiet in the review"), Some((Prefix::Flag, "quiet in the review")));
/// assert_eq!(split_prefix("!important"), None);
/// ```
pub fn split_prefix(text: &str) -> Option<(Prefix, &str)> {
    // The only prefix with a space in it.
    if let Some(rest) = text.strip_prefix("[ ] ") {
        return Some((Prefix::MyAction, rest));
    }
    if let Some(rest) = text.strip_prefix("[]").filter(|rest| rest.starts_with(char::is_alphanumeric)) {
        return Some((Prefix::MyAction, rest));
    }
    let (symbol, rest) = text.split_once(' ')?;
    if symbol.is_empty() {
        return None;
    }
    Prefix::from_symbol(symbol).map(|prefix| (prefix, rest))
}

/// Cleans a text that was typed or pasted.
///
/// - Every line ending (CRLF, CR, VT, FF, NEL, U+2028, U+2029) becomes LF.
/// - Other control characters but tab, and the byte order mark, are removed.
/// - Bidi embeddings and overrides (U+202A to U+202E) are removed, since they can make a text
///   display in another order than it is stored. Isolates (U+2066 to U+2069), right-to-left marks,
///   emoji and their joiners stay.
/// - Blank lines and spaces at the start (a space there kept a prefix as text) and white space at
///   the end are removed. Lines in between keep theirs.
///
/// Idempotent.
///
/// # Errors
/// [`TextError::Empty`] if nothing visible is left, [`TextError::TooLong`] if more than
/// [`MAX_ENTRY_CHARS`] characters are.
pub fn clean_text(text: &str) -> Result<String, TextError> {
    let sanitized = sanitize(text);
    let trimmed = sanitized.trim();
    if !has_visible_text(trimmed) {
        return Err(TextError::Empty);
    }
    let chars = trimmed.chars().count();
    if chars > MAX_ENTRY_CHARS {
        return Err(TextError::TooLong { chars });
    }
    Ok(trimmed.to_owned())
}

/// Cleans a text that may be empty.
///
/// # Errors
/// [`TextError::TooLong`] if more than [`MAX_ENTRY_CHARS`] characters are left.
pub fn clean_optional_text(text: &str) -> Result<String, TextError> {
    match clean_text(text) {
        Err(TextError::Empty) => Ok(String::new()),
        result => result,
    }
}

/// The text with normalised line endings and without the characters that [`clean_text`] removes, of
/// any length.
pub fn sanitize(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        if c == '\r' || (is_line_ending(c) && !(after_cr && c == '\n')) {
            clean.push('\n');
        } else if !is_line_ending(c) && !is_stripped(c) {
            clean.push(c);
        }
        after_cr = c == '\r';
    }
    clean
}

/// A parsed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// Its prefix; [`Prefix::Note`] where it has none.
    pub prefix: Prefix,
    /// The clean text, without the prefix and the due date.
    pub text: String,
    /// The due date at the end of an action.
    pub due: Option<Date>,
    /// The words at the end of an action that have the form of a date but are none (`31 feb`). They
    /// stay in the text.
    pub invalid_date: Option<String>,
}

/// Parses a line as the terminal takes it: prefix, text and, for actions, the due date at the end.
/// `today` is the day on which it is written.
///
/// # Errors
/// Those of [`clean_text`]; a prefix with nothing after it is empty.
pub fn parse_entry_line(line: &str, today: Date) -> Result<EntryLine, TextError> {
    let (prefix, rest) = split_prefix(line).unwrap_or((Prefix::Note, line));
    let text = clean_text(rest)?;
    let mut parsed = EntryLine { prefix, text, due: None, invalid_date: None };
    if prefix.accepts_due_date() {
        parse_due_date(&mut parsed, today);
    }
    Ok(parsed)
}

fn parse_due_date(line: &mut EntryLine, today: Date) {
    if let Some(found) = parse_trailing_date(&line.text, today) {
        line.due = Some(found.date);
        line.text = strip_trailing_date(&line.text, &found).to_owned();
    } else if let Some(range) = find_invalid_trailing_date(&line.text, today) {
        line.invalid_date = line.text.get(range).map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn leading_prefix_is_parsed_and_removed() {
        let cases = [
            ("a flag", "! quiet today", Prefix::Flag, "quiet today"),
            ("an action of mine", "[] send it", Prefix::MyAction, "send it"),
            ("an action without a space", "[]send it", Prefix::MyAction, "send it"),
            ("a box with a space", "[ ] send it", Prefix::MyAction, "send it"),
            ("an action of theirs", "[@] send it", Prefix::TheirAction, "send it"),
            ("praise", "+ well said", Prefix::Praise, "well said"),
            ("an expectation", "= on time", Prefix::Expectation, "on time"),
            ("feedback given", "< too fast", Prefix::FeedbackGiven, "too fast"),
            ("the longest prefix wins", "<< too fast", Prefix::FeedbackReceived, "too fast"),
            ("a goal", "^ speak up", Prefix::Goal, "speak up"),
            ("a delegation", "> the migration", Prefix::Delegation, "the migration"),
            ("a topic", "? the offsite", Prefix::Topic, "the offsite"),
            ("as soon as it is typed", "! ", Prefix::Flag, ""),
            ("only one space belongs to it", "!  two", Prefix::Flag, " two"),
            ("a second prefix is text", "! ? why", Prefix::Flag, "? why"),
            ("a new line in the rest", "+ one\ntwo", Prefix::Praise, "one\ntwo"),
        ];
        for (rule, text, prefix, rest) in cases {
            assert_eq!(split_prefix(text), Some((prefix, rest)), "{rule}");
        }
    }

    #[test]
    fn text_without_a_prefix_is_plain() {
        let cases = [
            ("nothing", ""),
            ("a space", " "),
            ("no space after it yet", "!"),
            ("a word that begins with a symbol", "!important"),
            ("a leading space keeps it as text", " ! quiet"),
            ("a symbol inside", "quiet ! today"),
            ("the symbol twice", "!! quiet"),
            ("a new line is not a space", "!\nquiet"),
            ("a tab is not a space", "!\tquiet"),
            ("an unfinished box", "[ ]"),
            ("a ticked box", "[x] done"),
            ("a link without a text", "[](a.md)"),
            ("a subject", "# heading"),
        ];
        for (rule, text) in cases {
            assert_eq!(split_prefix(text), None, "{rule}");
        }
    }

    #[test]
    fn clean_text_removes_control_and_invisible_characters() {
        let cases = [
            ("line ends of Windows", "a\r\nb", "a\nb"),
            ("line ends of old Macs", "a\rb\r\rc", "a\nb\n\nc"),
            ("line ends of word processors", "a\u{B}b\u{2028}c\u{85}d", "a\nb\nc\nd"),
            ("no NUL, bell or escape", "a\0b\u{7}c\u{1b}[1m\u{9b}d", "abc[1md"),
            ("tabs inside", "a\tb", "a\tb"),
            ("no byte order mark", "\u{FEFF}a", "a"),
            ("no override or embedding", "a\u{202E}b\u{202C}\u{202A}c", "abc"),
            ("isolates", "a \u{2067}ש\u{2069} b", "a \u{2067}ש\u{2069} b"),
            ("right-to-left marks", "\u{200F}שלום!", "\u{200F}שלום!"),
            ("emoji and their joiners", "👩🏽‍💻 ❤️", "👩🏽‍💻 ❤️"),
            ("no space at the end", "a \n\t\n", "a"),
            ("no blank lines at the start", "\n \n a", "a"),
            ("no space that kept a prefix as text", " ! a", "! a"),
            ("spaces and blank lines within", "a  \n\n  b", "a  \n\n  b"),
        ];
        for (rule, text, clean) in cases {
            assert_eq!(clean_text(text).as_deref(), Ok(clean), "{rule}");
        }
    }

    #[test]
    fn text_without_visible_characters_is_rejected() {
        for text in ["", " \r\n\t", "\0\u{7}", "\u{200B}\u{FEFF}", "\u{2067}\u{2069}"] {
            assert_eq!(clean_text(text), Err(TextError::Empty), "{text:?}");
        }
        assert_eq!(TextError::Empty.to_string(), "Write something first.");
    }

    #[test]
    fn entry_length_is_limited() {
        let full = "é".repeat(MAX_ENTRY_CHARS);
        assert_eq!(clean_text(&format!(" {full}\n")), Ok(full.clone()));
        assert_eq!(clean_text(&format!("{full}é")), Err(TextError::TooLong { chars: 100_001 }));
        assert_eq!(
            clean_text(&"x".repeat(1 << 20)).unwrap_err().to_string(),
            "This text has 1,048,576 characters; an entry can have up to 100,000. \
             Nothing was changed. Split it into parts."
        );
    }

    #[test]
    fn parses_prefix_text_and_due_date() {
        let friday = Some(date(2026, 11, 27));
        let cases = [
            ("a note", "tired", Prefix::Note, "tired", None),
            ("a note keeps its day", "ill by friday", Prefix::Note, "ill by friday", None),
            ("a flag keeps its day", "! late today", Prefix::Flag, "late today", None),
            ("an action of mine", "[] ask, by friday", Prefix::MyAction, "ask", friday),
            ("an action of theirs", "[@] ask by friday.", Prefix::TheirAction, "ask", friday),
            ("an action without a day", "[] ask", Prefix::MyAction, "ask", None),
            ("only a day stays text", "[] by friday", Prefix::MyAction, "by friday", None),
            ("a prefix kept as text", " ! a", Prefix::Note, "! a", None),
        ];
        for (rule, line, prefix, text, due) in cases {
            let parsed = parse_entry_line(line, date(2026, 11, 24)).unwrap();
            assert_eq!((parsed.prefix, parsed.text.as_str(), parsed.due), (prefix, text, due), "{rule}");
            assert_eq!(parsed.invalid_date, None, "{rule}");
        }
        assert_eq!(parse_entry_line("! ", date(2026, 11, 24)), Err(TextError::Empty));
    }

    #[test]
    fn nonexistent_due_date_stays_in_the_text_and_is_reported() {
        let parsed = parse_entry_line("[] send it by 31 Feb.", date(2026, 11, 24)).unwrap();
        assert_eq!(parsed.text, "send it by 31 Feb.");
        assert_eq!(parsed.due, None);
        assert_eq!(parsed.invalid_date.as_deref(), Some("31 Feb"));
    }

    proptest! {
        #[test]
        fn clean_text_is_idempotent(text in "(\\PC|[\r\n\t\0 \u{B}\u{FEFF}\u{202E}]){0,40}") {
            if let Ok(once) = clean_text(&text) {
                prop_assert_eq!(clean_text(&once), Ok(once.clone()));
                let dropped = once.contains(['\r', '\0', '\u{FEFF}', '\u{202E}']);
                prop_assert!(!dropped);
            }
        }

        #[test]
        fn parser_never_panics(
            line in "(! |\\[\\] |\\[@\\] |<< ?| )?(\\PC|[\r\n\t ]){0,20}( by (friday|31 feb|27 nov)[.! ]?)?"
        ) {
            match parse_entry_line(&line, date(2026, 11, 24)) {
                Ok(parsed) => prop_assert!(!parsed.text.is_empty()),
                Err(error) => prop_assert_eq!(error, TextError::Empty),
            }
        }

        #[test]
        fn every_symbol_is_parsed_before_any_text(index in 1usize..11, rest in "\\PC{0,20}") {
            let prefix = Prefix::ALL[index];
            let line = format!("{} {rest}", prefix.symbol());
            prop_assert_eq!(split_prefix(&line), Some((prefix, rest.as_str())));
        }
    }
}
