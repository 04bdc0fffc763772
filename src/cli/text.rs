//! Text for a terminal of 80 columns.

use unicode_segmentation::UnicodeSegmentation as _;

pub(super) const COLUMNS: usize = 80;

/// Lines of the text, each with so many spaces before it, broken between words where they are too long. What is not for
/// reading (a control character that a stranger's file might hold) is left out.
pub(super) fn indented(text: &str, indent: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        for row in rows(line, COLUMNS - indent) {
            out.extend(std::iter::repeat_n(' ', if row.is_empty() { 0 } else { indent }));
            out.extend(row.chars().filter(|c| !c.is_control()));
            out.push('\n');
        }
    }
    out
}

/// The text in one line of at most `most` columns, cut where it is longer.
pub(super) fn line(text: &str, most: usize) -> String {
    // A cut could leave an isolate (U+2066 to U+2069) open, which would turn what follows around.
    let shown = |c: &char| !c.is_control() && !matches!(c, '\u{2066}'..='\u{2069}');
    let words: Vec<String> = text.split_whitespace().map(|word| word.chars().filter(shown).collect()).collect();
    let line = words.join(" ");
    if letters(&line) <= most {
        return line;
    }
    let start: String = line.graphemes(true).take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// The line in rows of at most `width`, but for a word that is longer; a row goes on below where its own text begins.
fn rows(line: &str, width: usize) -> Vec<String> {
    let line = line.replace('\t', "    ");
    let spaces = line.len() - line.trim_start().len();
    let hanging = " ".repeat(spaces.min(width / 2));
    let mut rows = Vec::new();
    let mut row = hanging.clone();
    for word in line.split_whitespace() {
        let is_first = row.len() == hanging.len();
        if !is_first && letters(&row) + 1 + letters(word) > width {
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
pub(super) fn letters(text: &str) -> usize {
    text.graphemes(true).count()
}

/// A count with its word: "1 person", "6 people".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Words in a row: "a, b and c".
pub(super) fn listed(words: &[String]) -> String {
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
    fn text_is_broken_between_words_and_keeps_its_lines() {
        let text = format!("{}end\n\n- one\n  two", "word ".repeat(15));
        let expected = [
            &format!("         {}word", "word ".repeat(13)),
            "         word end",
            "",
            "         - one",
            "           two",
            "",
        ];
        assert_eq!(indented(&text, 9), expected.join("\n"));
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        for width in [0, 1, 30, 69, 70, 71, 72] {
            let text = format!("{} word word word", "é".repeat(width));
            let widest = indented(&text, 9).lines().map(letters).max();
            assert!(widest <= Some(COLUMNS + 1), "{width}");
        }
    }

    #[test]
    fn a_text_is_put_into_one_line_and_cut() {
        assert_eq!(line("one\n\ttwo", 7), "one two");
        assert_eq!(line("one two", 6), "one t…");
        assert_eq!(line("one two", 5), "one…");
        assert_eq!(line("\u{2067}a\u{1b}b", 9), "ab");
    }

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(indented("a\u{1b}[31mb", 2), "  a[31mb\n");
    }
}
