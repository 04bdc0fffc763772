//! Changes as text: when they are made, undone or redone, and in the versions of an entry.

use crate::{
    domain::{change_kind::ChangeKind, entry::Entry},
    wording::entry_name::entry_name,
};

/// What a change was about, as far as it was about one entry or one person.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChangedItem<'a> {
    /// The entry it changed.
    pub entry: Option<&'a Entry>,
    /// The name of the person it was about.
    pub person: Option<&'a str>,
}

impl ChangedItem<'_> {
    /// "praise for Kenji", "Kenji"; `None` where it was about neither.
    fn name(self) -> Option<String> {
        match (self.entry, self.person) {
            (Some(entry), Some(person)) => Some(entry_name(entry, person)),
            (_, person) => person.map(str::to_owned),
        }
    }

    /// "praise for Kenji", or the fallback where it was not about one entry.
    fn entry_or(self, fallback: &str) -> String {
        self.entry.and(self.name()).unwrap_or_else(|| fallback.to_owned())
    }

    /// " with Kenji" for the preposition "with"; empty where it was not about one person.
    fn with_person(self, preposition: &str) -> String {
        self.person.map(|person| format!(" {preposition} {person}")).unwrap_or_default()
    }
}

/// The label of a change; `None` where the window shows its effect anyway.
pub fn label(kind: ChangeKind) -> Option<&'static str> {
    Some(match kind {
        ChangeKind::AddEntry
        | ChangeKind::StartMeeting
        | ChangeKind::AddPeople
        | ChangeKind::ReorderPeople
        | ChangeKind::SetAgendaOrder
        | ChangeKind::SetIntentionOutcome
        | ChangeKind::FollowCalendar
        | ChangeKind::SaveReview
        | ChangeKind::MarkShared => {
            return None;
        }
        ChangeKind::EditPerson | ChangeKind::EditText | ChangeKind::EditFields | ChangeKind::EditFlag => "Saved",
        ChangeKind::Archive => "Archived",
        ChangeKind::Unarchive => "Unarchived",
        ChangeKind::WrapUp => "Wrapped up",
        ChangeKind::NothingToNote => "Meeting logged",
        ChangeKind::RecordMeeting => "One-on-one recorded",
        ChangeKind::ScheduleMeeting => "One-on-one scheduled",
        ChangeKind::ClearSchedule => "Back to regular schedule",
        ChangeKind::SkipMeeting => "One-on-one skipped",
        ChangeKind::Snooze => "Snoozed",
        ChangeKind::Unsnooze => "Unsnoozed",
        ChangeKind::AddEvidence => "Added to evidence",
        ChangeKind::RemoveEvidence => "Removed from evidence",
        ChangeKind::Raise => "Raised",
        ChangeKind::AddToAgenda | ChangeKind::AskQuestion | ChangeKind::AddTopics => "Added to agenda",
        ChangeKind::ScheduleRaise => "Scheduled to raise",
        ChangeKind::RemoveFromAgenda => "Removed from agenda",
        ChangeKind::Watch => "Watching",
        ChangeKind::LetGo => "Let go",
        ChangeKind::Settle => "Settled",
        ChangeKind::Recheck => "Checked again",
        ChangeKind::Done => "Done",
        ChangeKind::Told => "Marked as told",
        ChangeKind::Talked | ChangeKind::SayAloud => "Marked as discussed",
        ChangeKind::Pause => "Paused",
        ChangeKind::Resume => "Resumed",
        ChangeKind::Reach => "Reached",
        ChangeKind::Abandon => "Dropped",
        ChangeKind::SetLevel => "Level changed",
        ChangeKind::TakeBack => "Back with you",
        ChangeKind::Complete => "Completed",
        ChangeKind::Reopen => "Reopened",
        ChangeKind::RecordTold => "Saved how you told them",
        ChangeKind::ReplaceExpectation => "Expectation replaced",
        ChangeKind::CheckIn => "Check-in saved",
        ChangeKind::Reclassify => "Changed",
        ChangeKind::AnswerNeed => "Answer saved",
        ChangeKind::MarkAsked => "Marked as asked",
        ChangeKind::SaveQuestion => "Question saved",
        ChangeKind::HideQuestion => "Question hidden",
        ChangeKind::ShowQuestion => "Question unhidden",
        ChangeKind::SaveSelfCheck => "Self-check saved",
        ChangeKind::DeleteSelfCheck => "Self-check deleted",
        ChangeKind::SetIntention => "Intention saved",
        ChangeKind::FinishReview => "Review finished",
        ChangeKind::ReopenReview => "Review reopened",
        ChangeKind::DiscardReview => "Draft discarded",
        ChangeKind::SaveTemplate | ChangeKind::EditTemplate => "Template saved",
        ChangeKind::DeleteTemplate => "Template deleted",
        ChangeKind::RestoreVersion => "Version restored",
        ChangeKind::Trash => "Moved to trash",
        ChangeKind::Restore => "Restored",
        ChangeKind::Erase => "Erased for good",
        ChangeKind::Import => "Import complete",
        ChangeKind::RestoreEntries => "Restored from the backup",
    })
}

/// The notice of a change, with what it was about: "Moved to trash: praise for Kenji". `None` where
/// the window shows its effect anyway.
pub fn notice(kind: ChangeKind, item: ChangedItem<'_>) -> Option<String> {
    let label = label(kind)?;
    Some(item.name().map_or_else(|| label.to_owned(), |name| format!("{label}: {name}")))
}

/// What a screen reader says of a change that has no notice: "Saved: praise for Kenji". `None`
/// where the focus goes to its effect.
pub fn announcement(kind: ChangeKind, item: ChangedItem<'_>) -> Option<String> {
    match kind {
        ChangeKind::AddEntry => item.name().map(|name| format!("Saved: {name}")),
        ChangeKind::StartMeeting => Some("One-on-one started".to_owned()),
        ChangeKind::SetAgendaOrder => Some("Agenda reordered".to_owned()),
        ChangeKind::ReorderPeople => Some("People reordered".to_owned()),
        ChangeKind::MarkShared => Some("Marked as shared".to_owned()),
        _ => None,
    }
}

/// The change that led to a version of an entry; `None` is one made by a newer Rapport.
pub fn version_label(kind: Option<ChangeKind>) -> &'static str {
    match kind {
        Some(ChangeKind::AddEntry) => "Written",
        Some(ChangeKind::EditText) => "Text edited",
        Some(ChangeKind::EditFields | ChangeKind::EditFlag) => "Details edited",
        Some(ChangeKind::MarkShared) => "Shared",
        Some(ChangeKind::Reclassify) => "Kind, date or person changed",
        Some(ChangeKind::RecordTold) => "How you told them edited",
        Some(ChangeKind::ReplaceExpectation) => "Replaced",
        Some(ChangeKind::Import) => "Imported",
        Some(kind) => label(kind).unwrap_or("Edited"),
        None => "Changed by a newer version of Rapport",
    }
}

/// The notice that a change was undone or redone: "Undid: note about Amara". A `kind` of `None` was
/// made by a newer Rapport.
pub fn undo_notice(kind: Option<ChangeKind>, undone: bool, item: ChangedItem<'_>) -> String {
    let what = match kind {
        Some(kind) => undone_change(kind, item),
        None => "a change by a newer version of Rapport".to_owned(),
    };
    if undone { format!("Undid: {what}") } else { format!("Redid: {what}") }
}

/// The change as a noun phrase.
fn undone_change(kind: ChangeKind, item: ChangedItem<'_>) -> String {
    let entry = |fallback: &str| item.entry_or(fallback);
    let person = item.person.unwrap_or("person");
    let with = || item.with_person("with");
    let of = || item.with_person("of");
    match kind {
        ChangeKind::AddEntry => entry("new entry"),
        ChangeKind::Import => "import".to_owned(),
        ChangeKind::Erase => "erasing".to_owned(),
        ChangeKind::FollowCalendar => "changes from your calendar".to_owned(),
        ChangeKind::RestoreEntries => "restoring entries from a backup".to_owned(),
        ChangeKind::AddPeople => "adding people".to_owned(),
        ChangeKind::ReorderPeople => "reordering people".to_owned(),
        ChangeKind::EditPerson => format!("edit to {person}"),
        ChangeKind::Archive => format!("archiving {person}"),
        ChangeKind::Unarchive => format!("unarchiving {person}"),
        ChangeKind::StartMeeting => format!("starting the one-on-one{}", with()),
        ChangeKind::WrapUp => format!("wrapping up{}", with()),
        ChangeKind::NothingToNote | ChangeKind::RecordMeeting => format!("logged meeting{}", with()),
        ChangeKind::ScheduleMeeting => format!("scheduling the one-on-one{}", with()),
        ChangeKind::ClearSchedule => format!("back to regular schedule{}", with()),
        ChangeKind::SkipMeeting => format!("skipping the one-on-one{}", with()),
        ChangeKind::CheckIn => entry("check-in"),
        ChangeKind::AnswerNeed => format!("answer{}", item.with_person("about")),
        ChangeKind::MarkShared => format!("marking the actions as shared{}", with()),
        ChangeKind::SetAgendaOrder => format!("reordering the agenda{}", with()),
        ChangeKind::MarkAsked => format!("marking as asked{}", item.with_person("about")),
        ChangeKind::AddTopics => format!("adding topics to the agenda{}", with()),
        ChangeKind::AskQuestion => format!("adding the question to the agenda{}", with()),
        ChangeKind::SaveQuestion => "your question".to_owned(),
        ChangeKind::HideQuestion => "hiding the question".to_owned(),
        ChangeKind::ShowQuestion => "unhiding the question".to_owned(),
        ChangeKind::SaveSelfCheck => "self-check".to_owned(),
        ChangeKind::DeleteSelfCheck => "deleting the self-check".to_owned(),
        ChangeKind::SetIntention => "intention".to_owned(),
        ChangeKind::SetIntentionOutcome => "outcome of the intention".to_owned(),
        ChangeKind::SaveReview => format!("edit to the review{}", of()),
        ChangeKind::FinishReview => format!("finishing the review{}", of()),
        ChangeKind::ReopenReview => format!("reopening the review{}", of()),
        ChangeKind::DiscardReview => format!("discarding the review{}", of()),
        ChangeKind::SaveTemplate => "saving the template".to_owned(),
        ChangeKind::EditTemplate => "edit to the template".to_owned(),
        ChangeKind::DeleteTemplate => "deleting the template".to_owned(),
        ChangeKind::EditText | ChangeKind::EditFields | ChangeKind::EditFlag | ChangeKind::Reclassify => {
            format!("edit to {}", entry("entry"))
        }
        ChangeKind::Snooze => format!("snoozing {}", entry("entry")),
        ChangeKind::Unsnooze => format!("unsnoozing {}", entry("entry")),
        ChangeKind::AddEvidence => format!("adding {} to evidence", entry("entries")),
        ChangeKind::RemoveEvidence => format!("removing {} from evidence", entry("entries")),
        ChangeKind::Raise => format!("raising {}", entry("flag")),
        ChangeKind::AddToAgenda => format!("adding {} to the agenda", entry("flag")),
        ChangeKind::ScheduleRaise => format!("scheduling {}", entry("flag")),
        ChangeKind::RemoveFromAgenda => format!("removing {} from the agenda", entry("flag")),
        ChangeKind::Watch => format!("watching {}", entry("flag")),
        ChangeKind::LetGo => format!("letting go of {}", entry("flag")),
        ChangeKind::Settle => format!("settling {}", entry("flag")),
        ChangeKind::Recheck => format!("checking {} again", entry("flag")),
        ChangeKind::Done => format!("marking {} as done", entry("action")),
        ChangeKind::Told => format!("marking {} as told", entry("entry")),
        ChangeKind::RecordTold => format!("how you told them about {}", entry("entry")),
        ChangeKind::Talked | ChangeKind::SayAloud => format!("marking {} as discussed", entry("entry")),
        ChangeKind::Pause => format!("pausing {}", entry("goal")),
        ChangeKind::Resume => format!("resuming {}", entry("goal")),
        ChangeKind::Reach => format!("marking {} as reached", entry("goal")),
        ChangeKind::Abandon => format!("dropping {}", entry("entry")),
        ChangeKind::SetLevel => format!("level change of {}", entry("delegation")),
        ChangeKind::TakeBack => format!("taking back {}", entry("delegation")),
        ChangeKind::Complete => format!("completing {}", entry("delegation")),
        ChangeKind::Reopen => format!("reopening {}", entry("entry")),
        ChangeKind::ReplaceExpectation => format!("replacing the expectation{}", item.with_person("of")),
        ChangeKind::RestoreVersion => format!("restoring a version of {}", entry("entry")),
        ChangeKind::Trash => format!("moving {} to trash", entry("entry")),
        ChangeKind::Restore => format!("restoring {}", entry("entry")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        entry::Detail,
        id::{EntryId, PersonId, Uid},
        moment::Moment,
        parse::prefix::Prefix,
    };

    fn entry(prefix: Prefix) -> Entry {
        Entry {
            id: EntryId(1),
            uid: Uid(uuid::Uuid::nil()),
            person: PersonId(1),
            one_on_one: None,
            written_at: Moment::from_parts(0, 0, "UTC".into()).unwrap(),
            text: "words".into(),
            detail: Detail::from_prefix(prefix, None),
            events: Vec::new(),
            trashed_at: None,
            snoozed_until: None,
            evidence: false,
            shared_on: None,
        }
    }

    #[test]
    fn announcements_are_of_changes_without_a_notice() {
        let praise = entry(Prefix::Praise);
        let item = ChangedItem { entry: Some(&praise), person: Some("Kenji") };
        assert_eq!(announcement(ChangeKind::AddEntry, item).as_deref(), Some("Saved: praise for Kenji"));
        for &kind in ChangeKind::ALL {
            assert!(announcement(kind, item).is_none() || notice(kind, item).is_none(), "{kind:?} is said twice");
        }
    }

    #[test]
    fn notices_name_the_entry_or_the_person() {
        let praise = entry(Prefix::Praise);
        let about_praise = ChangedItem { entry: Some(&praise), person: Some("Kenji") };
        let about_person = ChangedItem { entry: None, person: Some("Kenji") };
        for (kind, item, expected) in [
            (ChangeKind::Trash, about_praise, Some("Moved to trash: praise for Kenji")),
            (ChangeKind::Archive, about_person, Some("Archived: Kenji")),
            (ChangeKind::Import, ChangedItem::default(), Some("Import complete")),
            (ChangeKind::AddEntry, about_praise, None),
        ] {
            assert_eq!(notice(kind, item).as_deref(), expected);
        }
    }

    #[test]
    fn undo_notices_name_what_was_undone() {
        let note = entry(Prefix::Note);
        let about_note = ChangedItem { entry: Some(&note), person: Some("Amara") };
        let about_person = ChangedItem { entry: None, person: Some("Amara") };
        for (kind, item, expected) in [
            (ChangeKind::AddEntry, about_note, "Undid: note about Amara"),
            (ChangeKind::Trash, about_note, "Undid: moving note about Amara to trash"),
            (ChangeKind::Archive, about_person, "Undid: archiving Amara"),
            (ChangeKind::SkipMeeting, about_person, "Undid: skipping the one-on-one with Amara"),
            (ChangeKind::Raise, ChangedItem::default(), "Undid: raising flag"),
        ] {
            assert_eq!(undo_notice(Some(kind), true, item), expected);
        }
        let newer = undo_notice(None, false, ChangedItem::default());
        assert_eq!(newer, "Redid: a change by a newer version of Rapport");
    }
}
