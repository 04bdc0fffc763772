//! The questions the window asks, and the pages it shows over the others.

pub mod confirm_private_evidence;
mod date_field;
pub mod date_range;
pub mod entry_fields;
pub mod export;
pub mod flag_form;
pub mod go_to_date;
pub mod import;
pub mod need_answer;
mod path_field;
pub mod person_form;
pub mod question_library;
pub mod raise_flag;
pub mod reclassify;
pub mod replace_expectation;
pub mod review;
pub mod schedule_meeting;
pub mod settings;
pub mod shortcuts;
pub mod skip_meeting;
pub mod snooze;
pub mod transition_prompt;
pub mod trash;
pub mod version_history;
pub mod wrap_up;

use eframe::egui::Context;

use self::{
    confirm_private_evidence::ConfirmPrivateEvidenceDialog, date_range::DateRangeDialog,
    entry_fields::EntryFieldsDialog, export::ExportDialog, flag_form::FlagForm, go_to_date::GoToDateDialog,
    import::ImportDialog, need_answer::NeedAnswerDialog, person_form::PersonForm, question_library::QuestionLibrary,
    raise_flag::RaiseFlagDialog, reclassify::ReclassifyDialog, replace_expectation::ReplaceExpectationDialog,
    review::ReviewDialog, schedule_meeting::ScheduleMeetingDialog, settings::SettingsDialog,
    skip_meeting::SkipMeetingDialog, snooze::SnoozeDialog, transition_prompt::TransitionPrompt, trash::TrashDialog,
    version_history::VersionHistory, wrap_up::WrapUpDialog,
};
use super::screen_context::ScreenContext;
use crate::domain::entry::{Detail, Entry};

/// The dialog that is open.
pub enum ActiveDialog {
    /// What is written down about a person.
    Person(Box<PersonForm>),
    /// How long did it take?
    WrapUp(Box<WrapUpDialog>),
    /// The one question before something is done about an entry.
    TransitionPrompt(Box<TransitionPrompt>),
    /// What only the kind of an entry has.
    EntryFields(Box<EntryFieldsDialog>),
    /// Something is off.
    FlagForm(Box<FlagForm>),
    /// A flag is raised, or will be.
    RaiseFlag(Box<RaiseFlagDialog>),
    /// What takes the place of an expectation?
    ReplaceExpectation(Box<ReplaceExpectationDialog>),
    /// All questions to ask.
    QuestionLibrary(Box<QuestionLibrary>),
    /// What does this person need to be successful?
    NeedAnswer(Box<NeedAnswerDialog>),
    /// When is the next one-on-one?
    ScheduleMeeting(Box<ScheduleMeetingDialog>),
    /// Why is it skipped?
    SkipMeeting(Box<SkipMeetingDialog>),
    /// Is it really evidence?
    ConfirmPrivateEvidence(Box<ConfirmPrivateEvidenceDialog>),
    /// Until when is it put off?
    Snooze(Box<SnoozeDialog>),
    /// What was moved to the trash.
    Trash(Box<TrashDialog>),
    /// Where an entry belongs.
    Reclassify(Box<ReclassifyDialog>),
    /// The versions of an entry.
    VersionHistory(Box<VersionHistory>),
    /// A day of a history.
    GoToDate(GoToDateDialog),
    /// Something about a review.
    Review(Box<ReviewDialog>),
    /// The days of a review.
    DateRange(Box<DateRangeDialog>),
    /// What leaves the journal.
    Export(Box<ExportDialog>),
    /// What comes in from elsewhere.
    Import(Box<ImportDialog>),
    /// All keys.
    Shortcuts,
    /// How the window looks, and where the journal is.
    Settings(SettingsDialog),
}

impl ActiveDialog {
    /// The form of an entry, where its kind has more than a text.
    pub fn for_entry(entry: &Entry, screen: &mut ScreenContext<'_>) -> Option<Self> {
        match &entry.detail {
            Detail::Flag(flag) => Some(Self::FlagForm(Box::new(FlagForm::open(entry, flag, screen)))),
            _ => EntryFieldsDialog::open(entry, screen).map(|details| Self::EntryFields(Box::new(details))),
        }
    }

    /// Whether an entry has a form.
    pub fn has_form(detail: &Detail) -> bool {
        matches!(detail, Detail::Flag(_)) || EntryFieldsDialog::has_form(detail)
    }

    /// Shows it; `true` when it is done with.
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
            Self::VersionHistory(versions) => versions.show(ctx, screen),
            Self::GoToDate(jump) => jump.show(ctx, screen),
            Self::Review(review) => review.show(ctx, screen),
            Self::DateRange(days) => days.show(ctx, screen),
            Self::Export(export) => export.show(ctx, screen),
            Self::Import(import) => import.show(ctx, screen),
            Self::Shortcuts => shortcuts::show(ctx),
            Self::Settings(settings) => settings.show(ctx, screen),
        }
    }
}
