//! A line of the palette that becomes an entry: "dana ! quiet today", or only the text where a
//! person's page is open.

use jiff::civil::Date;

use crate::{
    domain::{
        id::PersonId,
        name::split_leading_name,
        parse::entry_line::{EntryLine, parse_entry_line, split_prefix},
        person::Person,
    },
    store::PersonSummary,
};

/// What the typed line means.
pub(in crate::ui) struct ParsedLine<'a> {
    /// The person that it begins with, if it goes on after the name.
    pub named: Option<&'a Person>,
    /// What is searched for: the text after the name, or all of it.
    pub words: &'a str,
    /// The entry that it can become.
    pub jot: Option<Jot>,
}

/// An entry that can be saved.
#[derive(Clone)]
pub(in crate::ui) struct Jot {
    /// The person that it is about.
    pub person: PersonId,
    /// The name within a sentence.
    pub short_name: String,
    /// The entry.
    pub line: EntryLine,
    /// Whether the line says that it is one, by the prefix of a kind.
    pub has_prefix: bool,
}

/// Reads a line. Without a name it is about `current`, the person of the page.
pub(in crate::ui) fn parse_line<'a>(
    text: &'a str,
    people: &'a [PersonSummary],
    current: Option<PersonId>,
    today: Date,
) -> ParsedLine<'a> {
    let named = split_leading_name(text, people, |summary| summary.person.names()).ok();
    let named = named.map(|(summary, rest)| (&summary.person, rest)).filter(|(_, rest)| !rest.trim().is_empty());
    let current = people.iter().map(|summary| &summary.person).find(|person| Some(person.id) == current);
    let (about, words) = match named {
        Some((person, rest)) => (Some(person), rest),
        None => (current, text),
    };
    let about = about.filter(|person| person.archived_at.is_none());
    let jot = about.and_then(|person| {
        Some(Jot {
            person: person.id,
            short_name: person.short_name().to_owned(),
            line: parse_entry_line(words, today).ok()?,
            has_prefix: split_prefix(words).is_some(),
        })
    });
    ParsedLine { named: named.map(|(person, _)| person), words: words.trim(), jot }
}
