//! Jotting: how one line of a person's own words becomes an entry.
//!
//! A line may begin with a mark ([`leading_mark`]), hold subjects ([`subjects`])
//! and, when it is an action, end with a day (see [`super::date`]). [`read`] does
//! all of it at once, as the terminal needs it; the composer calls the parts,
//! since there each is seen, and can be taken back, before the line is kept.
//!
//! Marks are read from typing only. Text that is pasted, or edited later, goes
//! to [`clean`] alone.

use jiff::civil::Date;
use thiserror::Error;

use super::{
    date::{find_invalid_trailing_date, parse_trailing_date, strip_trailing_date},
    prefix::Prefix,
};
pub use crate::domain::subject::{Subject, find_subjects};
use crate::domain::text_cleaning::{format_thousands, has_visible_text, is_line_ending, is_stripped};

/// The most that one entry holds, in characters (Unicode scalar values).
pub const MAX_ENTRY_CHARS: usize = 100_000;

/// Why a text cannot be kept. The messages are meant to be shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing that anyone could see was written.
    #[error("There is nothing to keep yet: write a few words first.")]
    Empty,
    /// More than [`MAX_CHARS`].
    #[error(
        "This text has {} characters; one entry holds up to {}. Nothing was changed. \
         Split it into parts.",
        format_thousands(*.chars), format_thousands(MAX_ENTRY_CHARS)
    )]
    TooLong {
        /// How many characters the text has.
        chars: usize,
    },
}

/// The mark at the very start of the text and what follows its one space.
///
/// The mark must be followed by a space, so `!important` is text; `"! "` alone is
/// a mark with nothing after it yet, so that the chip lights up as soon as it is
/// typed. Text that begins with a space keeps its mark as plain text.
pub fn split_prefix(text: &str) -> Option<(Prefix, &str)> {
    // The only sign that has a space within.
    if let Some(rest) = text.strip_prefix("[ ] ") {
        return Some((Prefix::MyAction, rest));
    }
    let (sign, rest) = text.split_once(' ')?;
    if sign.is_empty() {
        return None;
    }
    Prefix::from_symbol(sign).map(|mark| (mark, rest))
}

/// What is kept of what a person typed or pasted.
///
/// - Every way to end a line (CRLF, CR, and VT, FF, NEL, U+2028, U+2029) becomes LF.
/// - Other control characters but tab, and the byte order mark, are dropped.
/// - Bidi embeddings and overrides (U+202A to U+202E) are dropped, since with them
///   text reads as something else than it says. Isolates (U+2066 to U+2069),
///   right-to-left marks, emoji and their joiners are kept: they are how people
///   write.
/// - Blank lines and spaces at the start go (the space was there to keep a mark as
///   text), and so does white space at the end. Lines in between keep theirs.
///
/// Cleaning what is clean changes nothing.
///
/// # Errors
/// [`JotError::Empty`] when nothing visible is left, [`JotError::TooLong`] when
/// more than [`MAX_CHARS`] characters are.
pub fn clean_text(text: &str) -> Result<String, TextError> {
    let kept = sanitize(text);
    let trimmed = kept.trim();
    if !has_visible_text(trimmed) {
        return Err(TextError::Empty);
    }
    let chars = trimmed.chars().count();
    if chars > MAX_ENTRY_CHARS {
        return Err(TextError::TooLong { chars });
    }
    Ok(trimmed.to_owned())
}

/// The text with line feeds only and without what is never kept, as [`clean`] says; whatever its length.
pub fn sanitize(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        if c == '\r' || (is_line_ending(c) && !(after_cr && c == '\n')) {
            kept.push('\n');
        } else if !is_line_ending(c) && !is_stripped(c) {
            kept.push(c);
        }
        after_cr = c == '\r';
    }
    kept
}

/// A line as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// What it becomes.
    pub prefix: Prefix,
    /// What is kept: clean, without the mark, and without the day if one was read.
    pub text: String,
    /// The day at the end of an action.
    pub due: Option<Date>,
    /// The words at the end of an action that look like a day which does not
    /// exist (`31 feb`). They stay in the text; whoever shows the jot says so.
    pub invalid_date: Option<String>,
}

/// Reads a whole line as the terminal takes it: mark, text and, for actions, the
/// day at the end. `today` is the day on which it is written.
///
/// # Errors
/// Those of [`clean`]; a mark with nothing after it is empty.
pub fn parse_entry_line(line: &str, today: Date) -> Result<EntryLine, TextError> {
    let (mark, rest) = split_prefix(line).unwrap_or((Prefix::Note, line));
    let text = clean_text(rest)?;
    let mut jot = EntryLine { prefix: mark, text, due: None, invalid_date: None };
    if mark.accepts_due_date() {
        parse_due_date(&mut jot, today);
    }
    Ok(jot)
}

fn parse_due_date(jot: &mut EntryLine, today: Date) {
    if let Some(found) = parse_trailing_date(&jot.text, today) {
        jot.due = Some(found.date);
        jot.text = strip_trailing_date(&jot.text, &found).to_owned();
    } else if let Some(range) = find_invalid_trailing_date(&jot.text, today) {
        jot.invalid_date = jot.text.get(range).map(str::to_owned);
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
            ("a box with a space", "[ ] send it", Prefix::MyAction, "send it"),
            ("an action of theirs", "[@] send it", Prefix::TheirAction, "send it"),
            ("praise", "+ well said", Prefix::Praise, "well said"),
            ("an expectation", "= on time", Prefix::Expectation, "on time"),
            ("feedback given", "< too fast", Prefix::FeedbackGiven, "too fast"),
            ("the longest mark wins", "<< too fast", Prefix::FeedbackReceived, "too fast"),
            ("a goal", "^ speak up", Prefix::Goal, "speak up"),
            ("a delegation", "> the migration", Prefix::Delegation, "the migration"),
            ("a topic", "? the offsite", Prefix::Topic, "the offsite"),
            ("as soon as it is typed", "! ", Prefix::Flag, ""),
            ("only one space belongs to it", "!  two", Prefix::Flag, " two"),
            ("a second mark is text", "! ? why", Prefix::Flag, "? why"),
            ("a new line in the rest", "+ one\ntwo", Prefix::Praise, "one\ntwo"),
        ];
        for (rule, text, mark, rest) in cases {
            assert_eq!(split_prefix(text), Some((mark, rest)), "{rule}");
        }
    }

    #[test]
    fn text_without_a_prefix_is_plain() {
        let cases = [
            ("nothing", ""),
            ("a space", " "),
            ("no space after the mark yet", "!"),
            ("a word that begins with a mark", "!important"),
            ("a leading space keeps the mark", " ! quiet"),
            ("a mark inside", "quiet ! today"),
            ("twice the mark", "!! quiet"),
            ("a new line is not a space", "!\nquiet"),
            ("a tab is not a space", "!\tquiet"),
            ("an unfinished box", "[ ]"),
            ("a ticked box", "[x] done"),
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
            ("not the space that kept a mark", " ! a", "! a"),
            ("spaces and blank lines within", "a  \n\n  b", "a  \n\n  b"),
        ];
        for (rule, text, kept) in cases {
            assert_eq!(clean_text(text).as_deref(), Ok(kept), "{rule}");
        }
    }

    #[test]
    fn text_without_visible_characters_is_rejected() {
        for text in ["", " \r\n\t", "\0\u{7}", "\u{200B}\u{FEFF}", "\u{2067}\u{2069}"] {
            assert_eq!(clean_text(text), Err(TextError::Empty), "{text:?}");
        }
        assert_eq!(TextError::Empty.to_string(), "There is nothing to keep yet: write a few words first.");
    }

    #[test]
    fn entry_length_is_limited() {
        let full = "é".repeat(MAX_ENTRY_CHARS);
        assert_eq!(clean_text(&format!(" {full}\n")), Ok(full.clone()));
        assert_eq!(clean_text(&format!("{full}é")), Err(TextError::TooLong { chars: 100_001 }));
        assert_eq!(
            clean_text(&"x".repeat(1 << 20)).unwrap_err().to_string(),
            "This text has 1,048,576 characters; one entry holds up to 100,000. \
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
            ("a kept mark", " ! a", Prefix::Note, "! a", None),
        ];
        for (rule, line, mark, text, due) in cases {
            let jot = parse_entry_line(line, date(2026, 11, 24)).unwrap();
            assert_eq!((jot.prefix, jot.text.as_str(), jot.due), (mark, text, due), "{rule}");
            assert_eq!(jot.invalid_date, None, "{rule}");
        }
        assert_eq!(parse_entry_line("! ", date(2026, 11, 24)), Err(TextError::Empty));
    }

    #[test]
    fn nonexistent_due_date_stays_in_the_text_and_is_reported() {
        let jot = parse_entry_line("[] send it by 31 Feb.", date(2026, 11, 24)).unwrap();
        assert_eq!(jot.text, "send it by 31 Feb.");
        assert_eq!(jot.due, None);
        assert_eq!(jot.invalid_date.as_deref(), Some("31 Feb"));
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
                Ok(jot) => prop_assert!(!jot.text.is_empty()),
                Err(error) => prop_assert_eq!(error, TextError::Empty),
            }
        }

        #[test]
        fn every_symbol_is_parsed_before_any_text(index in 1usize..11, rest in "\\PC{0,20}") {
            let mark = Prefix::ALL[index];
            let line = format!("{} {rest}", mark.symbol());
            prop_assert_eq!(split_prefix(&line), Some((mark, rest.as_str())));
        }
    }
}
