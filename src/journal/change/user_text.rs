//! The text that the user typed for a change.

use super::Change;
use crate::domain::person::Profile;

impl Change {
    /// The text that the user typed for the change, which must not be lost if the change is
    /// rejected; `None` if there is none.
    pub fn user_text(&self) -> Option<String> {
        let text = match self {
            Self::AddEntry { line, .. } => line.text.clone(),
            Self::EditText { text, .. } | Self::AnswerNeed { text, .. } => text.clone(),
            Self::Transition { transition, .. } => transition.comment().to_owned(),
            Self::SkipMeeting { reason, .. } => reason.clone(),
            Self::RecordTold { words, .. } => words.clone(),
            Self::ReplaceExpectation { text, provide, their_words, .. } => {
                join_nonblank_lines([text, provide, their_words])
            }
            Self::EditFields { fields, .. } => join_nonblank_lines(fields.texts()),
            Self::EditFlag { text, fields, .. } => join_nonblank_lines(std::iter::once(text).chain(fields.texts())),
            Self::EditPerson { profile, .. } => join_nonblank_lines(profile.texts()),
            Self::AddPeople(profiles) => join_nonblank_lines(profiles.iter().flat_map(Profile::texts)),
            Self::Leader(change) => change.user_text().unwrap_or_default().to_owned(),
            Self::Review(change) => change.user_text().unwrap_or_default().to_owned(),
            Self::Archive(_)
            | Self::Unarchive(_)
            | Self::ReorderPeople(_)
            | Self::StartMeeting(_)
            | Self::WrapUp { .. }
            | Self::NothingToNote(_)
            | Self::RecordMeeting { .. }
            | Self::ScheduleMeeting { .. }
            | Self::ClearSchedule(_)
            | Self::Snooze { .. }
            | Self::SetEvidence { .. }
            | Self::AddTopics { .. }
            | Self::CheckIn { .. }
            | Self::MarkShared(_)
            | Self::Reclassify { .. }
            | Self::SetAgendaOrder { .. }
            | Self::MarkAsked { .. }
            | Self::RestoreVersion(_)
            | Self::Trash(_)
            | Self::Restore(_)
            | Self::Import(_)
            | Self::RestoreEntries { .. }
            | Self::FollowCalendar(_) => String::new(),
        };
        (!text.is_empty()).then_some(text)
    }
}

/// Joins the nonblank texts with line breaks.
fn join_nonblank_lines<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let nonblank: Vec<&str> = texts.into_iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    nonblank.join("\n")
}
