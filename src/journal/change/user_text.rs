//! What a person wrote for a change.

use super::Change;
use crate::domain::person::Profile;

impl Change {
    /// The text a person wrote for it: what must not be lost when it cannot be kept.
    pub fn user_text(&self) -> Option<String> {
        let text = match self {
            Self::AddEntry { line: jot, .. } => jot.text.clone(),
            Self::EditText { text, .. } | Self::AnswerNeed { text, .. } => text.clone(),
            Self::Transition { transition: wanted, .. } => wanted.comment().to_owned(),
            Self::SkipMeeting { reason, .. } => reason.clone(),
            Self::RecordTold { words, .. } => words.clone(),
            Self::ReplaceExpectation { text, provide, their_words, .. } => {
                join_nonblank_lines([text, provide, their_words])
            }
            Self::EditFields { fields: description, .. } => join_nonblank_lines(description.texts()),
            Self::EditFlag { text, fields: about, .. } => {
                join_nonblank_lines(std::iter::once(text).chain(about.texts()))
            }
            Self::EditPerson { profile, .. } => join_nonblank_lines(profile.texts()),
            Self::AddPeople(profiles) => join_nonblank_lines(profiles.iter().flat_map(Profile::texts)),
            Self::Leader(leading) => leading.user_text().unwrap_or_default().to_owned(),
            Self::Review(reviewing) => reviewing.user_text().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        (!text.is_empty()).then_some(text)
    }
}

/// Those that are not empty, each on a line of its own.
fn join_nonblank_lines<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let written: Vec<&str> = texts.into_iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    written.join("\n")
}
