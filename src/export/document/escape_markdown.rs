//! Embeds the user's Markdown in another document. It stays as typed, except for a backslash before
//! anything that would change the surrounding document: a heading, HTML, an image that a viewer
//! would load, the definition of a link used elsewhere.
//!
//! A block quote ends with its lines, and so does every fence, list and table left open in it.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::domain::markdown::{escape_link_definitions, insert_backslashes};

/// Rounds of escaping. One round may expose something new, such as a heading within what was HTML.
/// A text that is still unsafe after these is put into a fence.
const MAX_ROUNDS: usize = 8;

/// The text as a block quote that nothing in it can end.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for line in escape(text.trim_matches('\n')).split('\n') {
        out.push('>');
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Markdown without effect on the surrounding document.
pub(super) fn escape(text: &str) -> String {
    escape_until_stable(text, Headings::Escape).unwrap_or_else(|wild| fence(&wild))
}

/// A text that is the document itself: its headings stay headings. If it leaves something open that
/// would swallow what follows, it becomes a block quote.
pub(super) fn escape_document(text: &str) -> String {
    match escape_until_stable(text.trim_matches('\n'), Headings::Keep) {
        Ok(tamed) if is_self_contained(&tamed) => tamed,
        _ => quote(text),
    }
}

/// How headings are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Headings {
    Keep,
    Escape,
}

/// The text in a fence, for one that stays unsafe.
fn escape_until_stable(text: &str, headings: Headings) -> Result<String, String> {
    let mut text = escape_link_definitions(&normalize_whitespace(text));
    for _ in 0..MAX_ROUNDS {
        let wild = unsafe_offsets(&text, headings);
        if wild.is_empty() {
            return Ok(text);
        }
        text = insert_backslashes(&text, wild);
    }
    Err(text)
}

/// Whether a heading after the text would still be a heading.
fn is_self_contained(text: &str) -> bool {
    let whole = format!("{text}\n\n## After\n");
    let mut depth = 0_usize;
    let mut closed = false;
    for (event, range) in Parser::new_ext(&whole, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => closed = depth == 0 && range.start > text.len(),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) => {}
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    closed
}

/// Text within a line of our own, such as a name, with all Markdown escaped.
pub(super) fn escape_inline(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if "\\`*_[]<>#|~&".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Line feeds only, and no control characters. Tabs become the spaces they stand for, because after
/// a quote marker they would have another width, and code would no longer be code.
fn normalize_whitespace(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        let width = if c == '\t' { 4 - column % 4 } else { 1 };
        match c {
            '\n' => out.push(c),
            '\t' => out.extend(std::iter::repeat_n(' ', width)),
            _ if c.is_control() => continue,
            _ => out.push(c),
        }
        column = if c == '\n' { 0 } else { column + width };
    }
    out
}

/// Byte offsets that need a backslash. Viewers support different extensions (tables, footnotes,
/// math), and each changes where code ends, so the text is parsed with every combination.
fn unsafe_offsets(text: &str, headings: Headings) -> BTreeSet<usize> {
    let github = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    // Front matter is only possible at the start of the document.
    let data = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut found = BTreeSet::new();
    for options in [Options::empty(), github, Options::all() - data] {
        let parser = Parser::new_ext(text, options);
        found.extend(parser.reference_definitions().iter().map(|(_, definition)| definition.span.start));
        for (event, range) in parser.into_offset_iter() {
            let inside = text.get(range.clone()).unwrap_or_default();
            let at = match event {
                Event::Start(Tag::Heading { .. }) if headings == Headings::Escape => {
                    Some(heading_marker_offset(inside))
                }
                Event::Start(Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => inside.find('<'),
                Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_) => Some(0),
                Event::Start(Tag::Link { dest_url, .. }) if is_unsafe_link(&dest_url) => Some(0),
                _ => None,
            };
            found.extend(at.map(|at| range.start + at));
        }
    }
    found
}

/// The offset of a heading’s marker: the first `#`, or the underline.
fn heading_marker_offset(heading: &str) -> usize {
    let start = heading.len() - heading.trim_start().len();
    if heading.trim_start().starts_with('#') && !heading.trim_end().contains('\n') {
        return start;
    }
    heading.trim_end().trim_end_matches(['=', '-']).len()
}

/// Whether a link leads anywhere but to the web, mail, or the document's folder.
fn is_unsafe_link(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| {
        !matches!(scheme.as_str(), "http" | "https" | "mailto") && !scheme.contains(['/', '?', '#', '@'])
    })
}

/// The text unchanged, line by line, in a fence.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '~').map(str::len).max().unwrap_or(0);
    let fence = "~".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn document_syntax_is_escaped_and_the_rest_unchanged() {
        for (text, expected) in [
            ("so *very* **quiet**, `<b>` and #career", "so *very* **quiet**, `<b>` and #career"),
            ("- a\n- b\n\n1. c", "- a\n- b\n\n1. c"),
            ("# Heading", "\\# Heading"),
            ("  ## Heading ##", "  \\## Heading ##"),
            ("Heading\n===", "Heading\n\\==="),
            ("Heading\n---", "Heading\n\\---"),
            ("- # Heading", "- \\# Heading"),
            ("> # Heading", "> \\# Heading"),
            ("a <b>bold</b> c", "a \\<b>bold\\</b> c"),
            ("<script>\nalert(1)\n</script>", "\\<script>\nalert(1)\n\\</script>"),
            ("<!-- hidden", "\\<!-- hidden"),
            ("<div>\n# Heading", "\\<div>\n\\# Heading"),
            ("![cat](https://a.example/cat.png)", "\\![cat](https://a.example/cat.png)"),
            ("[a]: https://a.example", "\\[a]: https://a.example"),
            ("[^1]: a note", "\\[^1]: a note"),
            (&"[Dana]: yes\n\n".repeat(12), &"\\[Dana]: yes\n\n".repeat(12)),
            ("[bad](javascript:alert(1))", "\\[bad](javascript:alert(1))"),
            ("<javascript:alert(1)>", "\\<javascript:alert(1)>"),
            ("[good](https://a.example) <me@a.example>", "[good](https://a.example) <me@a.example>"),
            ("```\n# not a heading", "```\n# not a heading"),
            ("a\tb", "a   b"),
            ("one\r\ntwo\rthree\u{7}", "one\ntwo\nthree"),
        ] {
            assert_eq!(escape(text), expected, "{text:?}");
        }
    }

    #[test]
    fn documents_keep_headings_and_are_self_contained() {
        for (text, expected) in [
            ("## Where she moved\n\nFar.", "## Where she moved\n\nFar."),
            ("> said\n>\n> — Praise\n\nSo *well*.", "> said\n>\n> — Praise\n\nSo *well*."),
            ("## A\n<b>x</b>", "## A\n\\<b>x\\</b>"),
            ("- one\n- two", "- one\n- two"),
            ("> ```\n> open", "> ```\n> open"),
            ("## A\n\n```\nopen", "> \\## A\n>\n> ```\n> open"),
        ] {
            assert_eq!(escape_document(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_line_is_quoted() {
        assert_eq!(quote("a\n\nb\n"), "> a\n>\n> b");
        assert_eq!(quote(""), ">");
        assert_eq!(quote("```\nopen"), "> ```\n> open");
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(escape_inline("Ana *Bo*\n# <b>"), "Ana \\*Bo\\* \\# \\<b\\>");
        assert_eq!(escape_inline("O’Neil-Smith, Jr."), "O’Neil-Smith, Jr.");
    }

    /// The text inside and outside the block quotes of a document.
    fn unquoted_content(document: &str) -> Vec<String> {
        let mut depth = 0_usize;
        let mut found = Vec::new();
        for event in Parser::new_ext(document, Options::all()) {
            match event {
                Event::Start(Tag::BlockQuote(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_)) => depth -= 1,
                Event::Start(Tag::Heading { .. }) => found.push(format!("heading at {depth}")),
                Event::Html(_) | Event::InlineHtml(_) => found.push("HTML".into()),
                Event::Start(Tag::Image { .. }) => found.push("an image".into()),
                Event::Text(text) if depth == 0 => found.push(text.into_string()),
                _ => {}
            }
        }
        found
    }

    proptest! {
        #[test]
        fn following_content_is_not_swallowed(
            text in "([#>`~=\\-*+|!<&\\[\\]():^_\\\\ \t\n0-9a]|</?[a-z]{1,6}>|```|~~~|<!--|\\[a\\]: /b|\\PC){0,40}"
        ) {
            let whole = format!("{}\n\n## After\n", escape_document(&text));
            let found = unquoted_content(&whole);
            prop_assert_eq!(&found[found.len() - 2..], ["heading at 0", "After"], "{}", whole);
            prop_assert!(!found.iter().any(|found| found == "HTML" || found == "an image"), "{}", whole);
        }

        #[test]
        fn text_cannot_escape_its_quotation(
            text in "([#>`~=\\-*+|!<&\\[\\]():^_\\\\ \t\n0-9a]|</?[a-z]{1,6}>|```|~~~|<!--|\\[a\\]: /b|\\PC){0,40}"
        ) {
            let document = format!("# Before\n\n{}\n\n## After\n", quote(&text));
            prop_assert_eq!(unquoted_content(&document), ["heading at 0", "Before", "heading at 0", "After"], "{}", document);
        }

        #[test]
        fn plain_words_are_unchanged(text in "[a-z]{1,8}( [a-z]{1,8}){0,6}") {
            prop_assert_eq!(quote(&text), format!("> {text}"));
        }
    }
}
