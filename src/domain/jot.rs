//! Jotting: how one line of a person's own words becomes an entry.
//!
//! A line may begin with a mark ([`leading_mark`]), hold subjects ([`subjects`])
//! and, when it is an action, end with a day (see [`super::day`]). [`read`] does
//! all of it at once, as the terminal needs it; the composer calls the parts,
//! since there each is seen, and can be taken back, before the line is kept.
//!
//! Marks are read from typing only. Text that is pasted, or edited later, goes
//! to [`clean`] alone.

use jiff::civil::Date;
use thiserror::Error;

use super::day::{day_at_end, impossible_day_at_end, without_day};
use super::mark::Mark;
pub use super::subject::{Subject, subjects};
use super::text::{ends_line, grouped, is_unwanted, shows};

/// The most that one entry holds, in characters (Unicode scalar values).
pub const MAX_CHARS: usize = 100_000;

/// Why a text cannot be kept. The messages are meant to be shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JotError {
    /// Nothing that anyone could see was written.
    #[error("There is nothing to keep yet: write a few words first.")]
    Empty,
    /// More than [`MAX_CHARS`].
    #[error(
        "This text has {} characters; one entry holds up to {}. Nothing was changed. \
         Split it into parts.",
        grouped(*.chars), grouped(MAX_CHARS)
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
pub fn leading_mark(text: &str) -> Option<(Mark, &str)> {
    // The only sign that has a space within.
    if let Some(rest) = text.strip_prefix("[ ] ") {
        return Some((Mark::MyAction, rest));
    }
    let (sign, rest) = text.split_once(' ')?;
    if sign.is_empty() {
        return None;
    }
    Mark::from_sign(sign).map(|mark| (mark, rest))
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
pub fn clean(text: &str) -> Result<String, JotError> {
    let kept = tidy(text);
    let trimmed = kept.trim();
    if !shows(trimmed) {
        return Err(JotError::Empty);
    }
    let chars = trimmed.chars().count();
    if chars > MAX_CHARS {
        return Err(JotError::TooLong { chars });
    }
    Ok(trimmed.to_owned())
}

/// The text with line feeds only and without what is never kept, as [`clean`] says; whatever its length.
pub fn tidy(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        if c == '\r' || (ends_line(c) && !(after_cr && c == '\n')) {
            kept.push('\n');
        } else if !ends_line(c) && !is_unwanted(c) {
            kept.push(c);
        }
        after_cr = c == '\r';
    }
    kept
}

/// A line as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jot {
    /// What it becomes.
    pub mark: Mark,
    /// What is kept: clean, without the mark, and without the day if one was read.
    pub text: String,
    /// The day at the end of an action.
    pub due: Option<Date>,
    /// The words at the end of an action that look like a day which does not
    /// exist (`31 feb`). They stay in the text; whoever shows the jot says so.
    pub no_such_day: Option<String>,
}

/// Reads a whole line as the terminal takes it: mark, text and, for actions, the
/// day at the end. `today` is the day on which it is written.
///
/// # Errors
/// Those of [`clean`]; a mark with nothing after it is empty.
pub fn read(line: &str, today: Date) -> Result<Jot, JotError> {
    let (mark, rest) = leading_mark(line).unwrap_or((Mark::Note, line));
    let text = clean(rest)?;
    let mut jot = Jot { mark, text, due: None, no_such_day: None };
    if mark.takes_a_day() {
        read_day(&mut jot, today);
    }
    Ok(jot)
}

fn read_day(jot: &mut Jot, today: Date) {
    if let Some(found) = day_at_end(&jot.text, today) {
        jot.due = Some(found.day);
        jot.text = without_day(&jot.text, &found).to_owned();
    } else if let Some(range) = impossible_day_at_end(&jot.text, today) {
        jot.no_such_day = jot.text.get(range).map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_mark_at_the_start_followed_by_a_space_is_read_and_not_kept() {
        let cases = [
            ("a flag", "! quiet today", Mark::Flag, "quiet today"),
            ("an action of mine", "[] send it", Mark::MyAction, "send it"),
            ("a box with a space", "[ ] send it", Mark::MyAction, "send it"),
            ("an action of theirs", "[@] send it", Mark::TheirAction, "send it"),
            ("praise", "+ well said", Mark::Praise, "well said"),
            ("an expectation", "= on time", Mark::Expectation, "on time"),
            ("feedback given", "< too fast", Mark::FeedbackGiven, "too fast"),
            ("the longest mark wins", "<< too fast", Mark::FeedbackReceived, "too fast"),
            ("a goal", "^ speak up", Mark::Goal, "speak up"),
            ("a delegation", "> the migration", Mark::Delegation, "the migration"),
            ("a topic", "? the offsite", Mark::Topic, "the offsite"),
            ("as soon as it is typed", "! ", Mark::Flag, ""),
            ("only one space belongs to it", "!  two", Mark::Flag, " two"),
            ("a second mark is text", "! ? why", Mark::Flag, "? why"),
            ("a new line in the rest", "+ one\ntwo", Mark::Praise, "one\ntwo"),
        ];
        for (rule, text, mark, rest) in cases {
            assert_eq!(leading_mark(text), Some((mark, rest)), "{rule}");
        }
    }

    #[test]
    fn everything_else_is_plain_text() {
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
            assert_eq!(leading_mark(text), None, "{rule}");
        }
    }

    #[test]
    fn cleaning_keeps_what_people_write_and_drops_what_hides() {
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
            assert_eq!(clean(text).as_deref(), Ok(kept), "{rule}");
        }
    }

    #[test]
    fn nothing_visible_is_nothing_to_keep() {
        for text in ["", " \r\n\t", "\0\u{7}", "\u{200B}\u{FEFF}", "\u{2067}\u{2069}"] {
            assert_eq!(clean(text), Err(JotError::Empty), "{text:?}");
        }
        assert_eq!(JotError::Empty.to_string(), "There is nothing to keep yet: write a few words first.");
    }

    #[test]
    fn an_entry_holds_a_hundred_thousand_characters_and_not_one_more() {
        let full = "é".repeat(MAX_CHARS);
        assert_eq!(clean(&format!(" {full}\n")), Ok(full.clone()));
        assert_eq!(clean(&format!("{full}é")), Err(JotError::TooLong { chars: 100_001 }));
        assert_eq!(
            clean(&"x".repeat(1 << 20)).unwrap_err().to_string(),
            "This text has 1,048,576 characters; one entry holds up to 100,000. \
             Nothing was changed. Split it into parts."
        );
    }

    #[test]
    fn a_line_is_read_as_the_terminal_takes_it() {
        let friday = Some(date(2026, 11, 27));
        let cases = [
            ("a note", "tired", Mark::Note, "tired", None),
            ("a note keeps its day", "ill by friday", Mark::Note, "ill by friday", None),
            ("a flag keeps its day", "! late today", Mark::Flag, "late today", None),
            ("an action of mine", "[] ask, by friday", Mark::MyAction, "ask", friday),
            ("an action of theirs", "[@] ask by friday.", Mark::TheirAction, "ask", friday),
            ("an action without a day", "[] ask", Mark::MyAction, "ask", None),
            ("only a day stays text", "[] by friday", Mark::MyAction, "by friday", None),
            ("a kept mark", " ! a", Mark::Note, "! a", None),
        ];
        for (rule, line, mark, text, due) in cases {
            let jot = read(line, date(2026, 11, 24)).unwrap();
            assert_eq!((jot.mark, jot.text.as_str(), jot.due), (mark, text, due), "{rule}");
            assert_eq!(jot.no_such_day, None, "{rule}");
        }
        assert_eq!(read("! ", date(2026, 11, 24)), Err(JotError::Empty));
    }

    #[test]
    fn a_day_that_does_not_exist_stays_in_the_text_and_is_named() {
        let jot = read("[] send it by 31 Feb.", date(2026, 11, 24)).unwrap();
        assert_eq!(jot.text, "send it by 31 Feb.");
        assert_eq!(jot.due, None);
        assert_eq!(jot.no_such_day.as_deref(), Some("31 Feb"));
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "(\\PC|[\r\n\t\0 \u{B}\u{FEFF}\u{202E}]){0,40}") {
            if let Ok(once) = clean(&text) {
                prop_assert_eq!(clean(&once), Ok(once.clone()));
                let dropped = once.contains(['\r', '\0', '\u{FEFF}', '\u{202E}']);
                prop_assert!(!dropped);
            }
        }

        #[test]
        fn any_line_is_read_or_refused_as_empty(
            line in "(! |\\[\\] |\\[@\\] |<< ?| )?(\\PC|[\r\n\t ]){0,20}( by (friday|31 feb|27 nov)[.! ]?)?"
        ) {
            match read(&line, date(2026, 11, 24)) {
                Ok(jot) => prop_assert!(!jot.text.is_empty()),
                Err(error) => prop_assert_eq!(error, JotError::Empty),
            }
        }

        #[test]
        fn a_sign_and_a_space_before_any_text_is_that_mark(index in 1usize..11, rest in "\\PC{0,20}") {
            let mark = Mark::ALL[index];
            let line = format!("{} {rest}", mark.sign());
            prop_assert_eq!(leading_mark(&line), Some((mark, rest.as_str())));
        }
    }
}
