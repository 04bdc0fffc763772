//! Texts that could not be stored: how many they are, and as a document to keep elsewhere.

use std::fmt::Write as _;

use jiff::Zoned;

use super::{change_label, text::pluralize};
use crate::domain::{change_kind::ChangeKind, entry::kind::Kind};

/// A text that could not be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsavedText {
    /// What it is, such as “Flag about Dana Whitfield”.
    pub heading: String,
    /// The text; may be empty, as of something that was only ticked off.
    pub text: String,
    /// Whether it is still being written.
    pub is_draft: bool,
}

/// The heading of a change; `kind` is that of an entry to be added.
pub fn change_heading(change: ChangeKind, kind: Option<Kind>, person: Option<&str>) -> String {
    about(kind.map_or_else(|| change_label::version_label(Some(change)), Kind::label), person)
}

/// The heading of a text that is still being written.
pub fn draft_heading(person: Option<&str>) -> String {
    about("Draft", person)
}

fn about(what: &str, person: Option<&str>) -> String {
    match person {
        Some(person) => format!("{what} about {person}"),
        None => what.to_owned(),
    }
}

/// How many there are, such as “2 changes and 1 draft”.
pub fn count(unsaved: &[UnsavedText]) -> String {
    let drafts = i32::try_from(unsaved.iter().filter(|text| text.is_draft).count()).unwrap_or(i32::MAX);
    let changes = i32::try_from(unsaved.len()).unwrap_or(i32::MAX) - drafts;
    match (changes, drafts) {
        (0, drafts) => pluralize(drafts, "draft"),
        (changes, 0) => pluralize(changes, "change"),
        (changes, drafts) => {
            format!("{} and {}", pluralize(changes, "change"), pluralize(drafts, "draft"))
        }
    }
}

/// All of them as plain text, oldest first.
pub fn document(unsaved: &[UnsavedText], now: &Zoned) -> String {
    let mut document = format!("Not saved in Rapport as of {}\n", now.strftime("%-d %B %Y, %H:%M"));
    for UnsavedText { heading, text, .. } in unsaved {
        // Writing to a string does not fail.
        let _ = write!(document, "\n{heading}\n{text}\n");
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsaved(is_draft: bool) -> UnsavedText {
        let heading = if is_draft {
            draft_heading(None)
        } else {
            change_heading(ChangeKind::AddEntry, Some(Kind::Flag), Some("Dana Whitfield"))
        };
        UnsavedText { heading, text: "Quieter than usual".into(), is_draft }
    }

    #[test]
    fn changes_and_drafts_are_counted_apart() {
        for (drafts, expected) in [
            (vec![false], "1 change"),
            (vec![false, false], "2 changes"),
            (vec![true], "1 draft"),
            (vec![false, true, true], "1 change and 2 drafts"),
        ] {
            assert_eq!(count(&drafts.into_iter().map(unsaved).collect::<Vec<_>>()), expected);
        }
    }

    #[test]
    fn document_has_every_text_below_its_heading() {
        let now = "2026-11-24T10:00:00+01:00[+01:00]".parse().unwrap();
        assert_eq!(
            document(&[unsaved(false), unsaved(true)], &now),
            "Not saved in Rapport as of 24 November 2026, 10:00\n\nFlag about Dana Whitfield\nQuieter than usual\n\n\
             Draft\nQuieter than usual\n"
        );
    }
}
