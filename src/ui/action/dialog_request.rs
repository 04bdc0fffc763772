//! Requests to open a dialog, and the data that their questions need.

use std::path::PathBuf;

use crate::{
    domain::{
        erase::EraseScope,
        id::{EntryId, OneOnOneId, PersonId, Uid},
        person::Person,
        review::TemplateOption,
    },
    export::ExportScope,
    journal::change::review::ReviewText,
};

/// A dialog to open.
#[derive(Debug, Clone, PartialEq)]
pub enum DialogRequest {
    /// The form of a new person.
    AddPerson,
    /// The form of an existing person.
    EditPerson(PersonId),
    /// The question before a transition of an entry.
    TransitionPrompt(EntryId, PromptKind),
    /// Whether a flag is raised now or in the next one-on-one.
    RaiseFlag(EntryId),
    /// The successor of an expectation.
    ReplaceExpectation(EntryId),
    /// The fields that only the kind of an entry has.
    EntryFields(EntryId),
    /// What a person needs to be successful.
    NeedAnswer(PersonId),
    /// The trashed entries of a person.
    Trash(PersonId),
    /// Whether to erase these records for good; `None` to choose what to erase.
    Erase(Option<EraseScope>),
    /// The person, kind and date of an entry.
    Reclassify(EntryId),
    /// A text to send to a person.
    Recap(RecapRequest),
    /// The versions of an entry.
    VersionHistory(EntryId),
    /// The date to go to in the timeline of the current person.
    GoToDate,
    /// Whether a flag, which is private, is to be evidence for a review.
    ConfirmPrivateEvidence(EntryId),
    /// The first and last day of the review of the current person.
    ReviewPeriod,
    /// A question about a review or a template.
    Review(Box<ReviewPrompt>),
    /// All questions to ask in a one-on-one.
    QuestionLibrary {
        /// The person that a question can be marked as asked for.
        person: Option<PersonId>,
        /// Whether to begin with a new question.
        adding: bool,
    },
    /// The date of the next one-on-one; `None` with the current person.
    ScheduleMeeting(Option<PersonId>),
    /// The reason for skipping the next one-on-one with a person.
    SkipMeeting(PersonId),
    /// The date until which an entry is snoozed.
    Snooze(EntryId),
    /// The page of all shortcuts.
    Shortcuts,
    /// The folder of the backups.
    BackupFolder {
        /// Whether it is the second folder.
        second: bool,
    },
    /// The backups to restore from.
    RestoreBackup,
    /// The passphrase of the journal.
    Passphrase(PassphrasePurpose),
    /// The recovery key of the journal.
    RecoveryKey,
    /// The calendar that planned one-on-ones follow.
    FollowCalendar,
    /// The format and destination of an export.
    Export(ExportScope),
    /// The source of an import; a given path is read at once.
    Import(Option<PathBuf>),
}

/// A text to send to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecapRequest {
    /// The recap of a one-on-one.
    Meeting(OneOnOneId),
    /// The recap of the running or latest one-on-one with a person.
    Latest(PersonId),
    /// The agenda of the next one-on-one with a person.
    Agenda(PersonId),
}

impl DialogRequest {
    /// Whether the dialog is there to change the journal.
    pub(super) fn changes_journal(&self) -> bool {
        !matches!(
            self,
            Self::Shortcuts
                | Self::Export(_)
                | Self::GoToDate
                | Self::ReviewPeriod
                | Self::Recap(_)
                | Self::VersionHistory(_)
                | Self::Trash(_)
                | Self::BackupFolder { .. }
                | Self::RestoreBackup
                | Self::RecoveryKey
                | Self::Passphrase(PassphrasePurpose::RecoveryKey)
        )
    }
}

/// What the passphrase is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphrasePurpose {
    /// To set the first one.
    Set,
    /// To set another one.
    Change,
    /// To have none any more.
    Remove,
    /// To see the recovery key.
    RecoveryKey,
}

/// A question asked before a transition of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// Until when to keep watching.
    Watch,
    /// Why a flag is let go.
    LetGo,
    /// The outcome of a flag.
    Settle,
    /// How a goal was reached.
    Reach,
    /// Why a goal is paused.
    Pause,
    /// Why a goal is dropped.
    Drop,
    /// How a delegation went.
    Complete,
    /// Why a delegation was taken back.
    TakeBack,
    /// How and when the person was told.
    Told,
}

impl PromptKind {
    /// Every kind of prompt.
    pub const ALL: [Self; 9] = [
        Self::Watch,
        Self::LetGo,
        Self::Settle,
        Self::Reach,
        Self::Pause,
        Self::Drop,
        Self::Complete,
        Self::TakeBack,
        Self::Told,
    ];

    /// The name in the key of its draft. It is persisted and must never change.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Watch => "Watch",
            Self::LetGo => "LetGo",
            Self::Settle => "Settle",
            Self::Reach => "Reach",
            Self::Pause => "Pause",
            Self::Drop => "Drop",
            Self::Complete => "Complete",
            Self::TakeBack => "TakeBack",
            Self::Told => "Told",
        }
    }
}

/// A question about a review or a template, with the data that the question needs.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewPrompt {
    /// Confirms that a review is finished.
    Finish {
        /// The draft of the review.
        text: ReviewText,
        /// The key of the draft.
        field_key: String,
        /// The short name of the person.
        short_name: String,
    },
    /// Asks for the name of a new template.
    SaveTemplate {
        /// Markdown with placeholders for the person.
        text: String,
        /// The names of existing templates.
        names: Vec<String>,
    },
    /// Edits a template.
    EditTemplate {
        /// The custom template; `None` for a built-in one, which a custom one then overrides.
        own: Option<Uid>,
        /// The current name.
        name: String,
        /// The current text.
        text: String,
    },
}

impl ReviewPrompt {
    /// Asks whether a review is finished.
    pub fn finish(text: ReviewText, field_key: String, person: &Person) -> Self {
        Self::Finish { text, field_key, short_name: person.short_name().to_owned() }
    }

    /// Asks for the name of a new template.
    pub fn save_template(text: String, names: Vec<String>) -> Self {
        Self::SaveTemplate { text, names }
    }

    /// Edits a template.
    pub fn edit_template(template: &TemplateOption) -> Self {
        Self::EditTemplate { own: template.own_uid, name: template.name.clone(), text: template.text.clone() }
    }
}
