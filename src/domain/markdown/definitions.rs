//! What defines the target of a link elsewhere, and is not shown itself.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The text with a backslash before what only defines the target of a link elsewhere and would not be shown itself.
pub fn literal_definitions(text: &str) -> String {
    let mut text = text.to_owned();
    // Taking one away may bring another to light. Each round adds a backslash, so there is a last one.
    loop {
        let parser = Parser::new_ext(&text, Options::empty());
        let mut found: BTreeSet<usize> =
            parser.reference_definitions().iter().map(|(_, found)| found.span.start).collect();
        if found.is_empty() {
            return text;
        }
        found.extend(unshown(&text, parser));
        text = with_backslashes(&text, found);
    }
}

/// Where a bracket begins a line, behind the signs of lists and quotations, that is no part of anything that is shown. Of a
/// label that is defined again and again the parser tells the first only; all of them at once spare a round for each.
fn unshown(text: &str, parser: Parser<'_>) -> Vec<usize> {
    let mut shown = parser.into_offset_iter().filter(|(event, _)| !is_around(event)).map(|(_, range)| range).peekable();
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

/// Whether it only holds what is shown.
fn is_around(event: &Event<'_>) -> bool {
    let around = |tag: &Tag<'_>| {
        matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)
    };
    matches!(event, Event::End(_)) || matches!(event, Event::Start(tag) if around(tag))
}

/// The text with a backslash before each of these places.
pub fn with_backslashes(text: &str, places: BTreeSet<usize>) -> String {
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
    use crate::domain::markdown::plain;

    #[test]
    fn every_definition_is_shown_and_nothing_else_gets_a_backslash() {
        for (text, expected) in [
            ("[a]: b", "\\[a]: b"),
            ("[a]: b\n\n[a]: c\n\n> [A]: d", "\\[a]: b\n\n\\[a]: c\n\n> \\[A]: d"),
            ("- [a]: b\n- [a]: c", "- \\[a]: b\n- \\[a]: c"),
            ("[a]: b\n\n```\n[a]: c\n```\n\n    [a]: d", "\\[a]: b\n\n```\n[a]: c\n```\n\n    [a]: d"),
            ("[a]: b\n\n[a] and [b](c)\n[ ] open", "\\[a]: b\n\n[a] and [b](c)\n[ ] open"),
            ("no [a]: b", "no [a]: b"),
        ] {
            assert_eq!(literal_definitions(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_chat_keeps_its_lines() {
        let chat = "[Dana]: yes\n\n> [dana]: no\n\n- [Dana]: so\n\n".repeat(4_000);
        let shown = plain(&literal_definitions(&chat));
        assert_eq!(shown.matches("ana]: ").count(), 12_000);
    }

    proptest! {
        #[test]
        fn no_line_of_a_chat_is_lost(said in proptest::collection::vec(("[> -]{0,3}", "[aAb]", "[a-z]{1,4}"), 1..40)) {
            let lines: Vec<String> = said.iter().map(|(signs, who, word)| format!("{signs}[{who}]: {word}")).collect();
            let shown = plain(&literal_definitions(&lines.join("\n\n")));
            prop_assert_eq!(shown.matches("]: ").count(), said.len(), "{}", shown);
        }
    }
}
