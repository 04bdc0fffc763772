//! What defines the target of a link elsewhere, and is not shown itself.

use std::collections::BTreeSet;

use pulldown_cmark::{Options, Parser};

/// Taking one away may bring another to light.
const ROUNDS: usize = 8;

/// The text with a backslash before what only defines the target of a link elsewhere and would not be shown itself.
pub fn literal_definitions(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let parser = Parser::new_ext(&text, Options::empty());
        let found: BTreeSet<usize> = parser.reference_definitions().iter().map(|(_, found)| found.span.start).collect();
        if found.is_empty() {
            break;
        }
        text = with_backslashes(&text, found);
    }
    text
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
