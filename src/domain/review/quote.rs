//! A piece of evidence as a quotation in a review.

use jiff::civil::Date;

use crate::domain::{jot, kind::Kind, markdown};

/// The text of an entry as a quotation, with what it is ("Praise") and its day below. Nothing in the text can end the
/// quotation, or take what stands below it for a part of itself: every line is marked, what would only define the target of a
/// link elsewhere is spelled out, and where the text left something open (a fence, HTML), the day stands above it.
///
/// Ends without a new line; to stand alone it needs an empty line before and after it.
pub fn quotation(text: &str, what: &str, day: Date) -> String {
    let text = jot::tidy(text);
    let words = markdown::literal_definitions(&marked(text.trim_matches('\n')));
    let source = format!("> {}{}", from(what), day.strftime("%-d %B %Y"));
    let whole = format!("{words}\n>\n{source}");
    let said = source.trim_start_matches("> ");
    let stands_alone = markdown::parse(&whole).last().is_some_and(|last| {
        let read: String = last.spans.iter().map(|span| span.text.as_str()).collect();
        last.kind == markdown::Kind::Text && last.quote == 1 && last.depth == 0 && read == said
    });
    if stands_alone { whole } else { format!("{source}\n>\n{words}") }
}

/// Whether a text quotes a flag: somewhere in it stands what [`quotation`] writes below one. A flag is private, so whoever
/// hands the text on is told.
pub fn quotes_a_flag(text: &str) -> bool {
    let dated = |after: &str| after.starts_with(|c: char| c.is_ascii_digit());
    text.split(&from(Kind::Flag.word())).skip(1).any(dated)
}

/// What a quotation is of, before its day.
fn from(what: &str) -> String {
    format!("— {what}, ")
}

/// Every line with the sign of a quotation.
fn marked(text: &str) -> String {
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
    fn a_quotation_has_its_lines_marked_and_its_day_below() {
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
            assert_eq!(quotation(text, "Praise", DAY), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_says_whether_it_quotes_a_flag() {
        let flag = quotation("Quiet in two reviews", Kind::Flag.word(), DAY);
        let open = quotation("```\nquiet", Kind::Flag.word(), DAY);
        for text in [format!("## So\n\n{flag}\n\nWell."), open, flag.replace("> ", ""), flag.replace('\n', " ")] {
            assert!(quotes_a_flag(&text), "{text:?}");
        }
        let praise = quotation("Ran it alone", Kind::Praise.word(), DAY);
        for text in ["", "Flag, 24 November 2026", "It was a red — Flag, said she", &praise] {
            assert!(!quotes_a_flag(text), "{text:?}");
        }
    }

    /// The blocks before and after it, and whether all between them is quoted.
    fn stays_whole(text: &str) -> bool {
        let document = format!("before [a]\n\n{}\n\nafter [a]", quotation(text, "Note", DAY));
        let blocks = markdown::parse(&document);
        let outside: Vec<String> = blocks
            .iter()
            .filter(|block| block.quote == 0)
            .map(|block| block.spans.iter().map(|span| span.text.as_str()).collect())
            .collect();
        let day = |block: &markdown::Block| block.spans.iter().any(|span| span.text.contains("24 November 2026"));
        outside == ["before [a]", "after [a]"] && blocks.iter().any(|block| block.quote == 1 && day(block))
    }

    #[test]
    fn no_trick_ends_a_quotation() {
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
            assert!(stays_whole(text), "{text:?}: {}", quotation(text, "Note", DAY));
        }
    }

    proptest! {
        #[test]
        fn no_text_ends_a_quotation(text in r"[a>\-*_`~#\[\]:<!/ \n\t1.)|=&]{1,40}") {
            prop_assert!(stays_whole(&text), "{text:?}: {}", quotation(&text, "Note", DAY));
        }
    }
}
