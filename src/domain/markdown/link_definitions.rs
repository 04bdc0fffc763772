//! Escapes link reference definitions, which Markdown does not show.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The text with a backslash before each link reference definition, so that it is shown.
pub fn escape_link_definitions(text: &str) -> String {
    let mut text = text.to_owned();
    // Escaping one may reveal another. Each round adds a backslash, so the loop ends.
    loop {
        let parser = Parser::new_ext(&text, Options::empty());
        let mut found: BTreeSet<usize> =
            parser.reference_definitions().iter().map(|(_, found)| found.span.start).collect();
        if found.is_empty() {
            return text;
        }
        found.extend(find_hidden_definitions(&text, parser));
        text = insert_backslashes(&text, found);
    }
}

/// The brackets that start a line, after list and quotation markers, and are part of no shown
/// event. The parser reports only the first definition of a label; finding all at once saves a
/// round for each.
fn find_hidden_definitions(text: &str, parser: Parser<'_>) -> Vec<usize> {
    let mut shown =
        parser.into_offset_iter().filter(|(event, _)| !is_container(event)).map(|(_, range)| range).peekable();
    let mut at = 0;
    let mut end = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let signs = |c: char| c.is_ascii_digit() || " \t>-+*.)".contains(c);
        let bracket = at + line.len() - line.trim_start_matches(signs).len();
        at += line.len();
        while let Some(range) = shown.next_if(|range| range.start <= bracket) {
            end = end.max(range.end);
        }
        if bracket >= end && text.get(bracket..).is_some_and(|rest| rest.starts_with('[')) {
            found.push(bracket);
        }
    }
    found
}

/// Whether an event contains only shown text.
fn is_container(event: &Event<'_>) -> bool {
    let around = |tag: &Tag<'_>| {
        matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)
    };
    matches!(event, Event::End(_)) || matches!(event, Event::Start(tag) if around(tag))
}

/// The text with a backslash before each of these offsets.
pub fn insert_backslashes(text: &str, places: BTreeSet<usize>) -> String {
    let mut out = String::with_capacity(text.len() + places.len());
    let mut from = 0;
    for at in places {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push('\\');
        from = at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::markdown::to_plain_text;

    #[test]
    fn only_link_definitions_are_escaped() {
        for (text, expected) in [
            ("[a]: b", "\\[a]: b"),
            ("[a]: b\n\n[a]: c\n\n> [A]: d", "\\[a]: b\n\n\\[a]: c\n\n> \\[A]: d"),
            ("- [a]: b\n- [a]: c", "- \\[a]: b\n- \\[a]: c"),
            ("[a]: b\n\n```\n[a]: c\n```\n\n    [a]: d", "\\[a]: b\n\n```\n[a]: c\n```\n\n    [a]: d"),
            ("[a]: b\n\n[a] and [b](c)\n[ ] open", "\\[a]: b\n\n[a] and [b](c)\n[ ] open"),
            ("no [a]: b", "no [a]: b"),
        ] {
            assert_eq!(escape_link_definitions(text), expected, "{text:?}");
        }
    }

    #[test]
    fn many_definitions_are_escaped_quickly() {
        let chat = "[Dana]: yes\n\n> [dana]: no\n\n- [Dana]: so\n\n".repeat(4_000);
        let shown = to_plain_text(&escape_link_definitions(&chat));
        assert_eq!(shown.matches("ana]: ").count(), 12_000);
    }

    proptest! {
        #[test]
        fn no_chat_line_is_lost(messages in proptest::collection::vec(("[> -]{0,3}", "[aAb]", "[a-z]{1,4}"), 1..40)) {
            let lines: Vec<String> = messages.iter().map(|(signs, who, word)| format!("{signs}[{who}]: {word}")).collect();
            let shown = to_plain_text(&escape_link_definitions(&lines.join("\n\n")));
            prop_assert_eq!(shown.matches("]: ").count(), messages.len(), "{}", shown);
        }
    }
}
