//! Text for a terminal of 80 columns.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

pub(super) const TERMINAL_COLUMNS: usize = 80;

/// The text with each line indented, and wrapped between words at the width of the terminal.
/// Control characters, which an imported text may contain, are left out.
pub(super) fn wrap_indented(text: &str, indent: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        for row in wrap_line(line, TERMINAL_COLUMNS - indent) {
            out.extend(std::iter::repeat_n(' ', if row.is_empty() { 0 } else { indent }));
            out.push_str(&row);
            out.push('\n');
        }
    }
    out
}

/// The text on one line of at most `max_columns`, with an ellipsis if it is cut.
pub(super) fn single_line(text: &str, max_columns: usize) -> String {
    // A cut could leave a bidirectional isolate (U+2066 to U+2069) open, which would reorder the
    // text after it.
    let is_shown = |c: &char| !c.is_control() && !matches!(c, '\u{2066}'..='\u{2069}');
    let words: Vec<String> = text.split_whitespace().map(|word| word.chars().filter(is_shown).collect()).collect();
    let line = words.join(" ");
    if column_count(&line) <= max_columns {
        return line;
    }
    let mut columns = 0;
    let is_within = |letter: &&str| {
        columns += column_count(letter);
        columns < max_columns
    };
    let start: String = line.graphemes(true).take_while(is_within).collect();
    format!("{}…", start.trim_end())
}

/// The rows of a line, at most `width` columns wide unless one word is wider. Rows are indented as
/// the line is.
fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let line: String = line.replace('\t', "    ").chars().filter(|c| !c.is_control()).collect();
    let spaces = line.len() - line.trim_start().len();
    let indent = " ".repeat(spaces.min(width / 2));
    let options = Options::new(width)
        .initial_indent(&indent)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let words: Vec<&str> = line.split_whitespace().collect();
    textwrap::wrap(&words.join(" "), options).iter().map(|row| row.trim_end().to_owned()).collect()
}

/// The columns that the text takes in a terminal: two for a letter such as 漢, none for a combining
/// mark.
pub(super) fn column_count(text: &str) -> usize {
    text.width()
}

/// The count with its noun: "1 person", "6 people".
pub(super) fn pluralize(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The words as a list: "a, b and c".
pub(super) fn join_with_and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_between_words_and_keeps_line_breaks() {
        let text = format!("{}end\n\n- one\n  two", "word ".repeat(15));
        let expected = [
            &format!("         {}word", "word ".repeat(13)),
            "         word end",
            "",
            "         - one",
            "           two",
            "",
        ];
        assert_eq!(wrap_indented(&text, 9), expected.join("\n"));
    }

    #[test]
    fn wrapped_rows_fit_the_terminal() {
        for width in [0, 1, 30, 69, 70, 71, 72] {
            let text = format!("{} word word word", "é".repeat(width));
            let widest = wrap_indented(&text, 9).lines().map(column_count).max();
            assert!(widest <= Some(TERMINAL_COLUMNS + 1), "{width}");
        }
    }

    #[test]
    fn single_line_collapses_whitespace_and_truncates() {
        assert_eq!(single_line("one\n\ttwo", 7), "one two");
        assert_eq!(single_line("one two", 6), "one t…");
        assert_eq!(single_line("one two", 5), "one…");
        assert_eq!(single_line("\u{2067}a\u{1b}b", 9), "ab");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let line = "東京 ".repeat(20);
        let rows: Vec<usize> = wrap_indented(&line, 2).lines().map(column_count).collect();
        assert_eq!(rows, [76, 26]);
        assert_eq!(single_line("東京東京", 8), "東京東京");
        assert_eq!(single_line("東京東京", 7), "東京東…");
        assert_eq!(single_line("東京東京", 6), "東京…");
        assert_eq!(single_line("e\u{301}te\u{301}", 3), "e\u{301}te\u{301}");
    }

    #[test]
    fn control_characters_are_stripped() {
        assert_eq!(wrap_indented("a\u{1b}[31mb", 2), "  a[31mb\n");
    }
}
