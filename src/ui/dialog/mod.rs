//! Dialogs over the pages.

pub mod backup_folder;
pub mod compare_files;
pub mod confirm_private_evidence;
mod date_field;
pub mod date_range;
pub mod entry_fields;
pub mod erase;
pub mod export;
mod export_encryption;
pub mod flag_form;
pub mod follow_calendar;
pub mod go_to_date;
pub mod import;
pub mod need_answer;
pub mod open_link;
pub mod passphrase;
pub(super) mod path_field;
pub mod person_form;
pub mod question_library;
pub mod raise_flag;
pub mod recap;
pub mod reclassify;
pub mod recovery_key;
pub mod replace_expectation;
pub mod restore;
pub mod review;
pub mod save_as;
pub mod schedule_meeting;
pub mod shortcuts;
pub mod skip_meeting;
pub mod snooze;
pub mod transition_prompt;
pub mod trash;
pub mod unsaved_changes;
pub mod version_history;
pub mod wrap_up;

use eframe::egui::Context;

use self::{
    backup_folder::BackupFolderDialog, confirm_private_evidence::ConfirmPrivateEvidenceDialog,
    date_range::DateRangeDialog, entry_fields::EntryFieldsDialog, erase::EraseDialog, export::ExportDialog,
    flag_form::FlagForm, follow_calendar::FollowCalendarDialog, go_to_date::GoToDateDialog, import::ImportDialog,
    need_answer::NeedAnswerDialog, passphrase::PassphraseDialog, person_form::PersonForm,
    question_library::QuestionLibrary, raise_flag::RaiseFlagDialog, recap::RecapDialog, reclassify::ReclassifyDialog,
    recovery_key::RecoveryKeyDialog, replace_expectation::ReplaceExpectationDialog, restore::RestoreDialog,
    review::ReviewDialog, schedule_meeting::ScheduleMeetingDialog, shortcuts::ShortcutList,
    skip_meeting::SkipMeetingDialog, snooze::SnoozeDialog, transition_prompt::TransitionPrompt, trash::TrashDialog,
    version_history::VersionHistory, wrap_up::WrapUpDialog,
};
use super::screen_context::ScreenContext;
use crate::domain::{
    entry::{Detail, Entry},
    person::Person,
};

/// The open dialog.
pub enum ActiveDialog {
    /// Adds or edits a person.
    Person(Box<PersonForm>),
    /// Ends a one-on-one and records its length.
    WrapUp(Box<WrapUpDialog>),
    /// Asks for the reason or date of a transition.
    TransitionPrompt(Box<TransitionPrompt>),
    /// Edits the fields of an entry that depend on its kind.
    EntryFields(Box<EntryFieldsDialog>),
    /// Edits a flag.
    FlagForm(Box<FlagForm>),
    /// Raises a flag, or plans to.
    RaiseFlag(Box<RaiseFlagDialog>),
    /// Replaces an expectation with a new one.
    ReplaceExpectation(Box<ReplaceExpectationDialog>),
    /// All questions to ask.
    QuestionLibrary(Box<QuestionLibrary>),
    /// Answers what a person needs to be successful.
    NeedAnswer(Box<NeedAnswerDialog>),
    /// Schedules the next one-on-one.
    ScheduleMeeting(Box<ScheduleMeetingDialog>),
    /// Skips the next one-on-one, with a reason.
    SkipMeeting(Box<SkipMeetingDialog>),
    /// Confirms that a flag is picked as evidence.
    ConfirmPrivateEvidence(Box<ConfirmPrivateEvidenceDialog>),
    /// Snoozes an entry until a date.
    Snooze(Box<SnoozeDialog>),
    /// The trashed entries of a person.
    Trash(Box<TrashDialog>),
    /// Moves an entry to another kind, date or person.
    Reclassify(Box<ReclassifyDialog>),
    /// What both agreed, or what to talk about, to send to the person.
    Recap(Box<RecapDialog>),
    /// The versions of an entry.
    VersionHistory(Box<VersionHistory>),
    /// Erases for good.
    Erase(Box<EraseDialog>),
    /// Goes to a date of the timeline.
    GoToDate(GoToDateDialog),
    /// Finishes a review, or edits its templates.
    Review(Box<ReviewDialog>),
    /// The first and last day of a review.
    DateRange(Box<DateRangeDialog>),
    /// Exports the journal, a person or a review.
    Export(Box<ExportDialog>),
    /// Imports a file or folder.
    Import(Box<ImportDialog>),
    /// All keyboard shortcuts.
    Shortcuts(ShortcutList),
    /// Chooses a folder for backups.
    BackupFolder(Box<BackupFolderDialog>),
    /// Chooses the calendar to follow.
    FollowCalendar(Box<FollowCalendarDialog>),
    /// Restores a backup, or entries from it.
    Restore(Box<RestoreDialog>),
    /// Asks for the passphrase, or a new one.
    Passphrase(Box<PassphraseDialog>),
    /// Shows the recovery key.
    RecoveryKey(Box<RecoveryKeyDialog>),
}

impl ActiveDialog {
    /// The form of an entry, where its kind has more fields than the text.
    pub fn for_entry(entry: &Entry, screen: &mut ScreenContext<'_>) -> Option<Self> {
        match &entry.detail {
            Detail::Flag(flag) => Some(Self::FlagForm(Box::new(FlagForm::open(entry, flag, screen)))),
            _ => EntryFieldsDialog::open(entry, screen).map(|details| Self::EntryFields(Box::new(details))),
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        match self {
            Self::Person(form) => form.show(ctx, screen),
            Self::WrapUp(wrap_up) => wrap_up.show(ctx, screen),
            Self::TransitionPrompt(ask) => ask.show(ctx, screen),
            Self::EntryFields(details) => details.show(ctx, screen),
            Self::FlagForm(flag) => flag.show(ctx, screen),
            Self::RaiseFlag(raise) => raise.show(ctx, screen),
            Self::ReplaceExpectation(replace) => replace.show(ctx, screen),
            Self::QuestionLibrary(deck) => deck.show(ctx, screen),
            Self::NeedAnswer(need) => need.show(ctx, screen),
            Self::ScheduleMeeting(next) => next.show(ctx, screen),
            Self::SkipMeeting(skip) => skip.show(ctx, screen),
            Self::ConfirmPrivateEvidence(pick) => pick.show(ctx, screen),
            Self::Snooze(put_off) => put_off.show(ctx, screen),
            Self::Trash(trash) => trash.show(ctx, screen),
            Self::Reclassify(refile) => refile.show(ctx, screen),
            Self::Recap(recap) => recap.show(ctx, screen),
            Self::VersionHistory(versions) => versions.show(ctx, screen),
            Self::Erase(erase) => erase.show(ctx, screen),
            Self::GoToDate(jump) => jump.show(ctx, screen),
            Self::Review(review) => review.show(ctx, screen),
            Self::DateRange(days) => days.show(ctx, screen),
            Self::Export(export) => export.show(ctx, screen),
            Self::Import(import) => import.show(ctx, screen),
            Self::Shortcuts(list) => list.show_dialog(ctx, screen),
            Self::BackupFolder(folder) => folder.show(ctx, screen),
            Self::FollowCalendar(calendar) => calendar.show(ctx, screen),
            Self::Restore(restore) => restore.show(ctx, screen),
            Self::Passphrase(passphrase) => passphrase.show(ctx, screen),
            Self::RecoveryKey(key) => key.show(ctx, screen),
        }
    }
}

/// The full name, marked where the person is archived.
fn name_with_archived(person: &Person) -> String {
    let archived = if person.archived_at.is_some() { " (archived)" } else { "" };
    format!("{}{archived}", person.profile.name)
}
