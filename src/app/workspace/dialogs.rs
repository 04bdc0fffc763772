//! What asks something first: which dialog an action opens, and with what it begins.

use std::time::Duration;

use super::Workspace;
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId},
    },
    journal::change::Change,
    ui::{
        action::Action,
        dialog::{
            ActiveDialog, confirm_private_evidence::ConfirmPrivateEvidenceDialog, export::ExportDialog,
            go_to_date::GoToDateDialog, need_answer::NeedAnswerDialog, person_form::PersonForm,
            question_library::QuestionLibrary, raise_flag::RaiseFlagDialog, reclassify::ReclassifyDialog,
            replace_expectation::ReplaceExpectationDialog, review::ReviewDialog,
            schedule_meeting::ScheduleMeetingDialog, settings::SettingsDialog, skip_meeting::SkipMeetingDialog,
            snooze::SnoozeDialog, transition_prompt::TransitionPrompt, trash::TrashDialog,
            version_history::VersionHistory, wrap_up::WrapUpDialog,
        },
        route::{Route, Tab},
        screen_context::ScreenContext,
    },
};

impl Workspace {
    /// The actions that ask something first.
    pub(super) fn open_dialog(&mut self, action: &Action, time: Duration) {
        match *action {
            Action::OpenAddPerson => self.open_person_form(None, time),
            Action::OpenEditPerson(person) => self.open_person_form(Some(person), time),
            Action::OpenPrompt(entry, question) => self.open_entry_dialog(entry, time, |entry, screen| {
                Some(ActiveDialog::TransitionPrompt(Box::new(TransitionPrompt::open(&entry, question, screen))))
            }),
            Action::OpenEntryFields(entry) => {
                self.open_entry_dialog(entry, time, |entry, screen| ActiveDialog::for_entry(&entry, screen))
            }
            Action::OpenReplaceExpectation(entry) => self.open_entry_dialog(entry, time, |entry, screen| {
                ReplaceExpectationDialog::open(&entry, screen)
                    .map(|replace| ActiveDialog::ReplaceExpectation(Box::new(replace)))
            }),
            Action::OpenReclassify(entry) => {
                self.open_entry_dialog(entry, time, |entry, screen| {
                    Some(ActiveDialog::Reclassify(Box::new(ReclassifyDialog::open(&entry, screen))))
                });
            }
            Action::OpenVersionHistory(entry) => {
                self.open_entry_dialog(entry, time, |entry, screen| {
                    Some(ActiveDialog::VersionHistory(Box::new(VersionHistory::open(entry, screen))))
                });
            }
            Action::OpenRaiseFlag(entry) => {
                self.open_entry_dialog(entry, time, |entry, screen| {
                    Some(ActiveDialog::RaiseFlag(Box::new(RaiseFlagDialog::open(&entry, screen))))
                });
            }
            Action::OpenConfirmPrivateEvidence(entry) => {
                self.open_entry_dialog(entry, time, |entry, _| {
                    Some(ActiveDialog::ConfirmPrivateEvidence(Box::new(ConfirmPrivateEvidenceDialog::open(&entry))))
                });
            }
            Action::OpenSnooze(entry) => {
                self.open_entry_dialog(entry, time, |entry, _| {
                    Some(ActiveDialog::Snooze(Box::new(SnoozeDialog::open(&entry))))
                });
            }
            Action::OpenScheduleMeeting => self.open_schedule_dialog(time),
            Action::OpenSkipMeeting(person) => self.with_context(time, |screen, dialog| {
                *dialog = SkipMeetingDialog::open(person, screen).map(|skip| ActiveDialog::SkipMeeting(Box::new(skip)));
            }),
            Action::OpenNeedAnswer(person) => self.with_context(time, |screen, dialog| {
                if let Some(person) = screen.read(|db| db.person(person)) {
                    *dialog = Some(ActiveDialog::NeedAnswer(Box::new(NeedAnswerDialog::open(&person, screen))));
                }
            }),
            Action::OpenTrash(person) => self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::Trash(Box::new(TrashDialog::open(person, screen))));
            }),
            Action::OpenExport(of) => self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::Export(Box::new(ExportDialog::open(of, screen))));
            }),
            Action::OpenGoToDate if matches!(self.route, Route::Person(..)) => {
                self.open_tab(Tab::Timeline);
                self.dialog = Some(ActiveDialog::GoToDate(GoToDateDialog::default()));
            }
            Action::OpenPeriodDialog => self.open_period_dialog(time),
            Action::OpenReviewDialog(ref about) => {
                self.dialog = Some(ActiveDialog::Review(Box::new(ReviewDialog::open((**about).clone()))));
            }
            Action::OpenQuestionLibrary { person, adding } => self.with_context(time, |screen, dialog| {
                let person = person.and_then(|id| screen.read(|db| db.person(id)));
                *dialog = Some(ActiveDialog::QuestionLibrary(Box::new(QuestionLibrary::open(
                    person.as_ref(),
                    adding,
                    screen,
                ))));
            }),
            Action::ShowShortcuts => self.dialog = Some(ActiveDialog::Shortcuts),
            Action::OpenSettings => self.dialog = Some(ActiveDialog::Settings(SettingsDialog::default())),
            _ => {}
        }
    }

    /// Opens what is asked about an entry, where there is something to ask.
    fn open_entry_dialog(
        &mut self,
        entry: EntryId,
        time: Duration,
        open: impl FnOnce(Entry, &mut ScreenContext<'_>) -> Option<ActiveDialog>,
    ) {
        self.with_context(time, |screen, dialog| {
            if let Some(opened) = screen.read(|db| db.entry(entry)).and_then(|entry| open(entry, screen)) {
                *dialog = Some(opened);
            }
        });
    }

    /// Asks from which day to which the review of the person that is shown is.
    fn open_period_dialog(&mut self, time: Duration) {
        self.open_tab(Tab::Review);
        let Some(mut page) = self.person_page.take() else { return };
        self.with_context(time, |screen, dialog| {
            *dialog = page.period_dialog(screen).map(|days| ActiveDialog::DateRange(Box::new(days)));
        });
        self.person_page = Some(page);
    }

    fn open_schedule_dialog(&mut self, time: Duration) {
        let Route::Person(id, _) = self.route else { return };
        self.with_context(time, |screen, dialog| {
            *dialog = ScheduleMeetingDialog::open(id, screen).map(|next| ActiveDialog::ScheduleMeeting(Box::new(next)));
        });
    }

    /// Begins a one-on-one with the person that is shown; where one is going on, asks what wrapping it up needs.
    pub(super) fn start_or_wrap_up(&mut self, time: Duration) {
        let Route::Person(id, _) = self.route else { return };
        self.open_tab(Tab::Meet);
        let found =
            self.with_context(time, |screen, _| screen.read(|db| Ok((db.person(id)?, db.running_one_on_one(id)?))));
        match found {
            (Some(person), Some(running)) => self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::WrapUp(Box::new(WrapUpDialog::new(running, &person, screen))));
            }),
            // Who is archived comes back first.
            (Some(person), None) if person.archived_at.is_none() => drop(self.journal.submit(Change::StartMeeting(id))),
            _ => {}
        }
    }

    fn open_person_form(&mut self, person: Option<PersonId>, time: Duration) {
        self.with_context(time, |screen, dialog| {
            let person = person.and_then(|id| screen.read(|db| db.person(id)));
            *dialog = Some(ActiveDialog::Person(Box::new(PersonForm::open(person.as_ref(), screen))));
        });
    }
}
