//! What a person wrote for a change.

use super::Change;
use crate::domain::person::Profile;

impl Change {
    /// The text a person wrote for it: what must not be lost when it cannot be kept.
    pub fn text(&self) -> Option<String> {
        let text = match self {
            Self::Jot { jot, .. } => jot.text.clone(),
            Self::Rewrite { text, .. } | Self::AnswerNeed { text, .. } => text.clone(),
            Self::Move { wanted, .. } => wanted.words().to_owned(),
            Self::Skip { reason, .. } => reason.clone(),
            Self::Tell { words, .. } => words.clone(),
            Self::Replace { text, provide, their_words, .. } => lines([text, provide, their_words]),
            Self::Describe { description, .. } => lines(description.texts()),
            Self::DescribeFlag { text, about, .. } => lines(std::iter::once(text).chain(about.texts())),
            Self::EditPerson { profile, .. } => lines(profile.texts()),
            Self::AddPeople(profiles) => lines(profiles.iter().flat_map(Profile::texts)),
            Self::Leading(leading) => leading.text().unwrap_or_default().to_owned(),
            Self::Reviewing(reviewing) => reviewing.text().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        (!text.is_empty()).then_some(text)
    }
}

/// Those that are not empty, each on a line of its own.
fn lines<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let written: Vec<&str> = texts.into_iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    written.join("\n")
}
