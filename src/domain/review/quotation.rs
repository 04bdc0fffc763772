//! Entries as quotations in a review.

use jiff::civil::Date;

use crate::domain::{entry::kind::Kind, markdown, parse::entry_line};

/// The text of an entry as a quotation, followed by its kind ("Praise") and day. Nothing in the
/// text can end the quotation or absorb what follows: every line is marked, link definitions are
/// escaped, and where the text leaves something open (a fence, HTML), the attribution goes above
/// it.
///
/// Ends without a line ending; the caller adds an empty line before and after it.
pub fn format_quotation(text: &str, what: &str, day: Date) -> String {
    let text = entry_line::sanitize(text);
    let words = markdown::escape_link_definitions(&quote_lines(text.trim_matches('\n')));
    let source = format!("> {}{}", attribution_prefix(what), day.strftime("%-d %B %Y"));
    let whole = format!("{words}\n>\n{source}");
    let content = source.trim_start_matches("> ");
    let stands_alone = markdown::parse(&whole).last().is_some_and(|last| {
        let read: String = last.spans.iter().map(|span| span.text.as_str()).collect();
        last.kind == markdown::BlockKind::Text && last.quote_depth == 1 && last.list_depth == 0 && read == content
    });
    if stands_alone { whole } else { format!("{source}\n>\n{words}") }
}

/// Whether a text quotes a flag, by the attribution that [`format_quotation`] writes. Flags are
/// private, so the writer is warned before sharing it.
pub fn contains_flag_quotation(text: &str) -> bool {
    let dated = |after: &str| after.starts_with(|c: char| c.is_ascii_digit());
    text.split(&attribution_prefix(Kind::Flag.label())).skip(1).any(dated)
}

/// The start of an attribution, before the day.
fn attribution_prefix(what: &str) -> String {
    format!("— {what}, ")
}

/// Marks every line as quoted.
fn quote_lines(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const DAY: Date = date(2026, 11, 24);

    #[test]
    fn quotation_prefixes_lines_and_appends_its_date() {
        for (text, expected) in [
            ("Ran it alone", "> Ran it alone\n>\n> — Praise, 24 November 2026"),
            ("Two\r\nlines\n\nand more", "> Two\n> lines\n>\n> and more\n>\n> — Praise, 24 November 2026"),
            ("> said\n> by her", "> > said\n> > by her\n>\n> — Praise, 24 November 2026"),
            ("- one\n- two", "> - one\n> - two\n>\n> — Praise, 24 November 2026"),
            ("# Big\n---", "> # Big\n> ---\n>\n> — Praise, 24 November 2026"),
            ("[a]: https://elsewhere", "> \\[a]: https://elsewhere\n>\n> — Praise, 24 November 2026"),
            ("<b>hi</b>", "> <b>hi</b>\n>\n> — Praise, 24 November 2026"),
            // What was left open ends with the quotation, and the day stands above it.
            ("```\ncode", "> — Praise, 24 November 2026\n>\n> ```\n> code"),
            ("<script>\nalert(1)", "> — Praise, 24 November 2026\n>\n> <script>\n> alert(1)"),
            ("<!-- so", "> — Praise, 24 November 2026\n>\n> <!-- so"),
        ] {
            assert_eq!(format_quotation(text, "Praise", DAY), expected, "{text:?}");
        }
    }

    #[test]
    fn detects_quoted_flags() {
        let flag = format_quotation("Quiet in two reviews", Kind::Flag.label(), DAY);
        let open = format_quotation("```\nquiet", Kind::Flag.label(), DAY);
        for text in [format!("## So\n\n{flag}\n\nWell."), open, flag.replace("> ", ""), flag.replace('\n', " ")] {
            assert!(contains_flag_quotation(&text), "{text:?}");
        }
        let praise = format_quotation("Ran it alone", Kind::Praise.label(), DAY);
        for text in ["", "Flag, 24 November 2026", "It was a red — Flag, said she", &praise] {
            assert!(!contains_flag_quotation(text), "{text:?}");
        }
    }

    /// The blocks before and after it, and whether all between them is quoted.
    fn is_self_contained(text: &str) -> bool {
        let document = format!("before [a]\n\n{}\n\nafter [a]", format_quotation(text, "Note", DAY));
        let blocks = markdown::parse(&document);
        let outside: Vec<String> = blocks
            .iter()
            .filter(|block| block.quote_depth == 0)
            .map(|block| block.spans.iter().map(|span| span.text.as_str()).collect())
            .collect();
        let day = |block: &markdown::Block| block.spans.iter().any(|span| span.text.contains("24 November 2026"));
        outside == ["before [a]", "after [a]"] && blocks.iter().any(|block| block.quote_depth == 1 && day(block))
    }

    #[test]
    fn markdown_cannot_escape_the_quotation() {
        for text in [
            "</blockquote><h1>x</h1>",
            "~~~\n> ```",
            "[a]:\nhttps://elsewhere",
            "  [a]: <x> \"t\"",
            "- [a]: x",
            "text\n===\n\n***",
            "<?php",
            "<![CDATA[",
            "| a |\n|---|",
            "    set in",
            "\tset in",
            "1) one\n\n   ```",
            "![x](https://elsewhere)",
            "\\",
            "`open",
            "**open",
            "[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b\n\n[a]: b",
            "line\u{2028}other\u{85}third\rfourth",
        ] {
            assert!(is_self_contained(text), "{text:?}: {}", format_quotation(text, "Note", DAY));
        }
    }

    proptest! {
        #[test]
        fn arbitrary_text_cannot_escape_the_quotation(text in r"[a>\-*_`~#\[\]:<!/ \n\t1.)|=&]{1,40}") {
            prop_assert!(is_self_contained(&text), "{text:?}: {}", format_quotation(&text, "Note", DAY));
        }
    }
}
