//! The text of a review: what is kept of it, and what each of its lines is.

use std::ops::Range;

use crate::domain::{
    jot,
    text::{grouped, shows},
};

/// The most characters of a review: twice what an entry holds, since evidence is quoted in it.
const MAX_CHARS: usize = 200_000;

/// Why a text is no review.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// Nothing that anyone could see was written.
    #[error("There is nothing in this review yet. Write a line, then finish it.")]
    Empty,
    /// More than a review holds.
    #[error(
        "This review has {} characters, and one holds up to {}. It stays a draft here: take out a quotation or two.",
        grouped(*.0), grouped(MAX_CHARS)
    )]
    TooLong(usize),
}

/// The text as it is kept: as that of an entry, only that it may be longer.
///
/// # Errors
/// Where nothing is left, or too much.
pub fn clean(text: &str) -> Result<String, ReviewError> {
    let kept = jot::tidy(text);
    let trimmed = kept.trim();
    if !shows(trimmed) {
        return Err(ReviewError::Empty);
    }
    let chars = trimmed.chars().count();
    if chars > MAX_CHARS {
        return Err(ReviewError::TooLong(chars));
    }
    Ok(trimmed.to_owned())
}

/// What a line of a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Running text.
    Text,
    /// A heading, from 1 to 6, and how many bytes stand before its words.
    Heading {
        /// How many `#`.
        level: usize,
        /// The bytes of the signs and of the white space after them.
        signs: usize,
    },
    /// A line of a quotation.
    Quote,
    /// A line of code, or the fence above or below it.
    Code,
}

/// One line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: LineKind,
}

/// The lines of a text, each as a reader of Markdown would take it.
pub fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut at = 0;
    let mut fence: Option<&str> = None;
    text.split('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end + 1;
        let kind = match (fence, fence_of(line)) {
            (Some(open), Some(found)) if found.starts_with(open) => {
                fence = None;
                LineKind::Code
            }
            (Some(_), _) => LineKind::Code,
            (None, Some(found)) => {
                fence = Some(found);
                LineKind::Code
            }
            (None, None) => kind_of(line),
        };
        Line { range, kind }
    })
}

/// The signs of a fence at the beginning of a line.
fn fence_of(line: &str) -> Option<&str> {
    let line = indented(line)?;
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let signs = line.len() - line.trim_start_matches(sign).len();
    line.get(..signs).filter(|found| found.len() >= 3)
}

fn kind_of(line: &str) -> LineKind {
    let Some(words) = indented(line) else { return LineKind::Text };
    if words.starts_with('>') {
        return LineKind::Quote;
    }
    let level = words.len() - words.trim_start_matches('#').len();
    let rest = words.get(level..).unwrap_or_default();
    if (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return LineKind::Heading { level, signs: line.len() - rest.trim_start().len() };
    }
    LineKind::Text
}

/// The line without up to three spaces before it; with more it is no heading, no quotation and no fence.
fn indented(line: &str) -> Option<&str> {
    let words = line.trim_start_matches(' ');
    (line.len() - words.len() < 4).then_some(words)
}

/// The words of the headings of a text, without those of what is quoted in it.
pub fn headings(text: &str) -> Vec<&str> {
    levelled_headings(text).into_iter().map(|(_, words)| words).collect()
}

/// The same, each with its level from 1 to 6.
pub fn levelled_headings(text: &str) -> Vec<(usize, &str)> {
    let words = |line: Line| match line.kind {
        LineKind::Heading { level, signs } => Some((level, without_closing(text.get(line.range)?.get(signs..)?))),
        _ => None,
    };
    lines(text).filter_map(words).filter(|(_, words)| !words.is_empty()).collect()
}

/// `## Words ##` closes what it opened.
fn without_closing(words: &str) -> &str {
    let words = words.trim_end();
    let open = words.trim_end_matches('#');
    if open.is_empty() || open.ends_with([' ', '\t']) { open.trim_end() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_as_a_reader_of_markdown_finds_them() {
        for (text, expected) in [
            ("", &[][..]),
            ("## Where Dana moved\n\nFar.\n\n### Design\n# All", &["Where Dana moved", "Design", "All"]),
            ("#growth is a subject\n#\n####### seven", &[]),
            ("## Closed ##\n## C#\n##\ttab", &["Closed", "C#", "tab"]),
            ("> ## said then\n    ## set in\n   ## three", &["three"]),
            ("```\n## code\n~~~\n## still\n```\n## after", &["after"]),
            ("~~~~\n## code\n~~~\n## still\n~~~~~\n## after", &["after"]),
            ("## 次に\n## ما يلزم", &["次に", "ما يلزم"]),
        ] {
            assert_eq!(headings(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_byte_is_of_one_line() {
        for text in ["", "\n", "a\n\nb", "## é\n> q\n"] {
            let mut end = 0;
            for (nth, line) in lines(text).enumerate() {
                assert_eq!(line.range.start, end + usize::from(nth > 0), "{text:?}");
                end = line.range.end;
            }
            assert_eq!(end, text.len(), "{text:?}");
        }
    }

    #[test]
    fn a_text_is_kept_without_what_nobody_sees() {
        assert_eq!(clean(" \r\nGood\r\nwork\u{7} \n").as_deref(), Ok("Good\nwork"));
        assert_eq!(clean("\u{200B}\n"), Err(ReviewError::Empty));
        assert_eq!(clean(&"é".repeat(MAX_CHARS)).map(|text| text.chars().count()), Ok(MAX_CHARS));
        let long = clean(&"é".repeat(MAX_CHARS + 1)).unwrap_err();
        assert!(long.to_string().contains("200,001 characters"), "{long}");
    }
}
