//! Classes of characters in text that people type or paste: which are kept, stripped or invisible.

/// How much of its input an error message quotes, in characters.
const MAX_QUOTED_CHARS: usize = 40;

/// A character that ends a line, except for CR, which may be part of CR LF. Word processors put VT
/// where a line was broken by hand, and pages of a PDF end in FF: to strip those would join two
/// words.
pub(super) const fn is_line_ending(c: char) -> bool {
    matches!(c, '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A character that is stripped from all text: control characters other than tab and line feed, the
/// byte order mark, and the bidi embeddings and overrides (U+202A to U+202E), which can make text
/// read as something else.
pub(super) fn is_stripped(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FEFF}' | '\u{202A}'..='\u{202E}')
}

/// A bidi isolate (U+2066 to U+2069). Its effect ends with its paragraph, so entries keep it.
pub(super) const fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// An invisible character that only sets the direction of text.
pub(super) const fn is_direction_mark(c: char) -> bool {
    is_isolate(c) || matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}

/// Whether text has a visible character.
pub(super) fn has_visible_text(text: &str) -> bool {
    text.chars().any(|c| {
        !(c.is_whitespace()
            || is_stripped(c)
            || is_direction_mark(c)
            || matches!(c, '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
            || matches!(c, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}')
            || matches!(c, '\u{E0000}'..='\u{E0FFF}'))
    })
}

/// Quotes input for a one-line message: cleaned, on one line, and cut if it is long.
pub(crate) fn quote_input(input: &str) -> String {
    let mut chars =
        input.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_stripped(*c) && !is_isolate(*c));
    let start: String = chars.by_ref().take(MAX_QUOTED_CHARS).collect();
    let ellipsis = if chars.next().is_some() { "…" } else { "" };
    format!("“{}{ellipsis}”", start.trim())
}

/// A number with a comma every three digits.
pub(crate) fn format_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_by_commas() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (100_000, "100,000"), (1_048_576, "1,048,576")];
        for (number, text) in cases {
            assert_eq!(format_thousands(number), text);
        }
    }

    #[test]
    fn quoted_input_is_one_short_clean_line() {
        assert_eq!(quote_input("dana"), "“dana”");
        assert_eq!(quote_input("two\nlines\u{7}\u{202E}"), "“two lines”");
        assert_eq!(quote_input(&"a".repeat(40)), format!("“{}”", "a".repeat(40)));
        assert_eq!(quote_input(&"a".repeat(41)), format!("“{}…”", "a".repeat(40)));
    }

    #[test]
    fn invisible_characters_are_not_visible_text() {
        for text in ["", " \n\t", "\u{200B}\u{200D}", "\u{2067}\u{2069}", "\u{FEFF}\u{FE0F}"] {
            assert!(!has_visible_text(text), "{text:?}");
        }
        for text in ["a", ".", "👍", "\u{200F}ש"] {
            assert!(has_visible_text(text), "{text:?}");
        }
    }
}
