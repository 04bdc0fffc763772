//! The brief as Markdown, for the clipboard and the terminal.

use std::fmt::Write as _;

use crate::wording::brief::{
    Brief,
    sections::{SectionLine, StyledText},
};

/// The brief as Markdown.
pub fn render(brief: &Brief) -> String {
    let mut out =
        format!("# {}\n\n{}\n\n{}\n", escape(&brief.title()), escape(&brief.date_line()), escape(&brief.headline));
    for section in brief.sections() {
        // Writing into a `String` does not fail.
        let _ = writeln!(out, "\n## {}\n", escape(&section.title));
        for line in &section.lines {
            push_line(&mut out, line);
        }
    }
    if let Some(rest) = brief.rest_label() {
        let _ = writeln!(out, "\n*{rest}*");
    }
    out
}

fn push_line(out: &mut String, line: &SectionLine) {
    let tick = match line.is_done {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let kind = line.kind.map(|kind| format!("**{}** ", kind.label())).unwrap_or_default();
    let text = escape(&line.text);
    let text = if line.is_done == Some(true) { format!("~~{text}~~") } else { text };
    let beside: Vec<String> = line.side_text.iter().map(format_styled_text).collect();
    let beside = if beside.is_empty() { String::new() } else { format!(" ({})", beside.join(", ")) };
    let _ = writeln!(out, "- {tick}{kind}{text}{beside}");
    for under in &line.details {
        let _ = writeln!(out, "  - {}", format_styled_text(under));
    }
}

fn format_styled_text(said: &StyledText) -> String {
    let text = escape(&said.text);
    if said.is_emphasized { format!("**{text}**") } else { text }
}

/// Escapes text so that nothing in it is read as Markdown.
pub(in crate::export) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let starts_list = |text: &str| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < text.len() && rest.starts_with(['.', ')'])
    };
    let numbered = starts_list(text);
    for (at, c) in text.chars().enumerate() {
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&');
        let begins = at == 0 && matches!(c, '#' | '-' | '+' | '=');
        let number = numbered && matches!(c, '.' | ')') && out.chars().all(|c| c.is_ascii_digit());
        if marks || begins || number {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::markdown::to_plain_text;

    #[test]
    fn escaped_text_renders_as_typed() {
        for text in
            ["*not strong*", "1. not a list", "# no title", "- no list", "<b>no mark</b>", "a_b_c", "[x](y)", "&amp;"]
        {
            assert_eq!(to_plain_text(&escape(text)), text, "{}", escape(text));
        }
    }

    proptest! {
        #[test]
        fn escaping_roundtrips(text in "[a-z0-9 .)#*_`<>\\[\\]\\\\~&+=-]{1,30}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            let item = format!("- {}", escape(&text));
            prop_assert_eq!(to_plain_text(&item), text);
        }
    }
}
