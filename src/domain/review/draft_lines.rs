//! The text of a review: what is kept of it, and what each of its lines is.

use std::ops::Range;

use crate::domain::{
    parse::entry_line,
    text_cleaning::{format_thousands, has_visible_text},
};

/// The longest review in characters: twice an entry, since evidence is quoted in it.
const MAX_REVIEW_CHARS: usize = 200_000;

/// Why a text is not a valid review.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewTextError {
    /// It has no visible text.
    #[error("This review is empty. Write something, then finish it.")]
    Empty,
    /// It is too long.
    #[error(
        "This review has {} characters; the maximum is {}. It stays a draft. Remove a quotation or two.",
        format_thousands(*.0), format_thousands(MAX_REVIEW_CHARS)
    )]
    TooLong(usize),
}

/// Cleans the text like that of an entry, with a larger limit.
///
/// # Errors
/// When nothing visible is left, or the text is too long.
pub fn clean_review_text(text: &str) -> Result<String, ReviewTextError> {
    let kept = entry_line::sanitize(text);
    let trimmed = kept.trim();
    if !has_visible_text(trimmed) {
        return Err(ReviewTextError::Empty);
    }
    let chars = trimmed.chars().count();
    if chars > MAX_REVIEW_CHARS {
        return Err(ReviewTextError::TooLong(chars));
    }
    Ok(trimmed.to_owned())
}

/// The kind of a line of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftLineKind {
    /// Running text.
    Text,
    /// A heading.
    Heading {
        /// Its level, 1 to 6.
        level: usize,
        /// The byte length of the `#` signs and the white space after them.
        prefix_len: usize,
    },
    /// A line of a quotation.
    Quote,
    /// A line of code, or its fence.
    Code,
}

/// A line, without its line ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Its byte range.
    pub range: Range<usize>,
    /// Its kind.
    pub kind: DraftLineKind,
}

/// The lines of a text with their Markdown kinds.
pub fn classify_lines(text: &str) -> impl Iterator<Item = DraftLine> {
    let mut at = 0;
    let mut fence: Option<&str> = None;
    text.split('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end + 1;
        let kind = match (fence, fence_marker(line)) {
            (Some(open), Some(found)) if found.starts_with(open) => {
                fence = None;
                DraftLineKind::Code
            }
            (Some(_), _) => DraftLineKind::Code,
            (None, Some(found)) => {
                fence = Some(found);
                DraftLineKind::Code
            }
            (None, None) => classify_line(line),
        };
        DraftLine { range, kind }
    })
}

/// The fence at the start of a line.
fn fence_marker(line: &str) -> Option<&str> {
    let line = strip_indent(line)?;
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let signs = line.len() - line.trim_start_matches(sign).len();
    line.get(..signs).filter(|found| found.len() >= 3)
}

fn classify_line(line: &str) -> DraftLineKind {
    let Some(words) = strip_indent(line) else { return DraftLineKind::Text };
    if words.starts_with('>') {
        return DraftLineKind::Quote;
    }
    let level = words.len() - words.trim_start_matches('#').len();
    let rest = words.get(level..).unwrap_or_default();
    if (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return DraftLineKind::Heading { level, prefix_len: line.len() - rest.trim_start().len() };
    }
    DraftLineKind::Text
}

/// The line without up to three leading spaces; with more it is no heading, quotation or fence.
fn strip_indent(line: &str) -> Option<&str> {
    let words = line.trim_start_matches(' ');
    (line.len() - words.len() < 4).then_some(words)
}

/// The headings of a text, without those in quotations.
pub fn headings(text: &str) -> Vec<&str> {
    headings_with_level(text).into_iter().map(|(_, words)| words).collect()
}

/// The same, each with its level from 1 to 6.
pub fn headings_with_level(text: &str) -> Vec<(usize, &str)> {
    let words = |line: DraftLine| match line.kind {
        DraftLineKind::Heading { level, prefix_len: signs } => {
            Some((level, strip_closing_hashes(text.get(line.range)?.get(signs..)?)))
        }
        _ => None,
    };
    classify_lines(text).filter_map(words).filter(|(_, words)| !words.is_empty()).collect()
}

/// Removes the closing signs of `## Words ##`.
fn strip_closing_hashes(words: &str) -> &str {
    let words = words.trim_end();
    let open = words.trim_end_matches('#');
    if open.is_empty() || open.ends_with([' ', '\t']) { open.trim_end() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_markdown_headings() {
        for (text, expected) in [
            ("", &[][..]),
            ("## Where Dana grew\n\nFar.\n\n### Design\n# All", &["Where Dana grew", "Design", "All"]),
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
    fn lines_cover_every_byte() {
        for text in ["", "\n", "a\n\nb", "## é\n> q\n"] {
            let mut end = 0;
            for (index, line) in classify_lines(text).enumerate() {
                assert_eq!(line.range.start, end + usize::from(index > 0), "{text:?}");
                end = line.range.end;
            }
            assert_eq!(end, text.len(), "{text:?}");
        }
    }

    #[test]
    fn review_text_is_cleaned_and_limited() {
        assert_eq!(clean_review_text(" \r\nGood\r\nwork\u{7} \n").as_deref(), Ok("Good\nwork"));
        assert_eq!(clean_review_text("\u{200B}\n"), Err(ReviewTextError::Empty));
        assert_eq!(
            clean_review_text(&"é".repeat(MAX_REVIEW_CHARS)).map(|text| text.chars().count()),
            Ok(MAX_REVIEW_CHARS)
        );
        let long = clean_review_text(&"é".repeat(MAX_REVIEW_CHARS + 1)).unwrap_err();
        assert!(long.to_string().contains("200,001 characters"), "{long}");
    }
}
