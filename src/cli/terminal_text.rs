//! Text for a terminal of 80 columns.

use unicode_segmentation::UnicodeSegmentation as _;

pub(super) const TERMINAL_COLUMNS: usize = 80;

/// Lines of the text, each with so many spaces before it, broken between words where they are too long. What is not for
/// reading (a control character that a stranger's file might hold) is left out.
pub(super) fn wrap_indented(text: &str, indent: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        for row in wrap_line(line, TERMINAL_COLUMNS - indent) {
            out.extend(std::iter::repeat_n(' ', if row.is_empty() { 0 } else { indent }));
            out.extend(row.chars().filter(|c| !c.is_control()));
            out.push('\n');
        }
    }
    out
}

/// The text in one line of at most `most` columns, cut where it is longer.
pub(super) fn single_line(text: &str, max_columns: usize) -> String {
    // A cut could leave an isolate (U+2066 to U+2069) open, which would turn what follows around.
    let shown = |c: &char| !c.is_control() && !matches!(c, '\u{2066}'..='\u{2069}');
    let words: Vec<String> = text.split_whitespace().map(|word| word.chars().filter(shown).collect()).collect();
    let line = words.join(" ");
    if grapheme_count(&line) <= max_columns {
        return line;
    }
    let start: String = line.graphemes(true).take(max_columns.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// The line in rows of at most `width`, but for a word that is longer; a row goes on below where its own text begins.
fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let line = line.replace('\t', "    ");
    let spaces = line.len() - line.trim_start().len();
    let hanging = " ".repeat(spaces.min(width / 2));
    let mut rows = Vec::new();
    let mut row = hanging.clone();
    for word in line.split_whitespace() {
        let is_first = row.len() == hanging.len();
        if !is_first && grapheme_count(&row) + 1 + grapheme_count(word) > width {
            rows.push(std::mem::replace(&mut row, hanging.clone()));
        } else if !is_first {
            row.push(' ');
        }
        row.push_str(word);
    }
    rows.push(row.trim_end().to_owned());
    rows
}

/// As many columns as most scripts take.
pub(super) fn grapheme_count(text: &str) -> usize {
    text.graphemes(true).count()
}

/// A count with its word: "1 person", "6 people".
pub(super) fn pluralize(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Words in a row: "a, b and c".
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
            let widest = wrap_indented(&text, 9).lines().map(grapheme_count).max();
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
    fn control_characters_are_stripped() {
        assert_eq!(wrap_indented("a\u{1b}[31mb", 2), "  a[31mb\n");
    }
}
