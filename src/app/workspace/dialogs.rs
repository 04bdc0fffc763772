//! Opens dialogs, with the data that they start from.

use std::time::Duration;

use eframe::egui::Context;

use super::Workspace;
use crate::{
    domain::{
        entry::Entry,
        erase::EraseScope,
        id::{EntryId, PersonId},
    },
    journal::change::Change,
    ui::{
        action::DialogRequest,
        dialog::{
            ActiveDialog, backup_folder::BackupFolderDialog, confirm_private_evidence::ConfirmPrivateEvidenceDialog,
            date_range::DateRangeDialog, erase::EraseDialog, export::ExportDialog, go_to_date::GoToDateDialog,
            need_answer::NeedAnswerDialog, person_form::PersonForm, question_library::QuestionLibrary,
            raise_flag::RaiseFlagDialog, recap::RecapDialog, reclassify::ReclassifyDialog,
            replace_expectation::ReplaceExpectationDialog, restore::RestoreDialog, review::ReviewDialog,
            schedule_meeting::ScheduleMeetingDialog, shortcuts::ShortcutList, skip_meeting::SkipMeetingDialog,
            snooze::SnoozeDialog, transition_prompt::TransitionPrompt, trash::TrashDialog,
            version_history::VersionHistory, wrap_up::WrapUpDialog,
        },
        route::Tab,
        screen_context::ScreenContext,
    },
};

impl Workspace {
    pub(super) fn open_dialog(&mut self, ctx: &Context, request: DialogRequest, time: Duration) {
        match request {
            DialogRequest::AddPerson => self.open_person_form(None, time),
            DialogRequest::EditPerson(person) => self.open_person_form(Some(person), time),
            DialogRequest::TransitionPrompt(entry, kind) => self.open_entry_dialog(entry, time, |entry, screen| {
                Some(ActiveDialog::TransitionPrompt(Box::new(TransitionPrompt::open(&entry, kind, screen))))
            }),
            DialogRequest::RaiseFlag(entry) => self.open_entry_dialog(entry, time, |entry, screen| {
                Some(ActiveDialog::RaiseFlag(Box::new(RaiseFlagDialog::open(&entry, screen))))
            }),
            DialogRequest::ReplaceExpectation(entry) => self.open_entry_dialog(entry, time, |entry, screen| {
                let dialog = ReplaceExpectationDialog::open(&entry, screen)?;
                Some(ActiveDialog::ReplaceExpectation(Box::new(dialog)))
            }),
            DialogRequest::EntryFields(entry) => {
                self.open_entry_dialog(entry, time, |entry, screen| ActiveDialog::for_entry(&entry, screen));
            }
            DialogRequest::Reclassify(entry) => self.open_entry_dialog(entry, time, |entry, screen| {
                Some(ActiveDialog::Reclassify(Box::new(ReclassifyDialog::open(&entry, screen))))
            }),
            DialogRequest::Recap(request) => self.with_context(time, |screen, dialog| {
                if let Some(recap) = RecapDialog::open(request, screen) {
                    *dialog = Some(ActiveDialog::Recap(Box::new(recap)));
                }
            }),
            DialogRequest::VersionHistory(entry) => self.open_entry_dialog(entry, time, |entry, screen| {
                Some(ActiveDialog::VersionHistory(Box::new(VersionHistory::open(entry, screen))))
            }),
            DialogRequest::ConfirmPrivateEvidence(entry) => self.open_entry_dialog(entry, time, |entry, _| {
                Some(ActiveDialog::ConfirmPrivateEvidence(Box::new(ConfirmPrivateEvidenceDialog::open(&entry))))
            }),
            DialogRequest::Snooze(entry) => self.open_entry_dialog(entry, time, |entry, _| {
                Some(ActiveDialog::Snooze(Box::new(SnoozeDialog::open(&entry))))
            }),
            DialogRequest::NeedAnswer(person) => self.open_need_dialog(person, time),
            DialogRequest::Trash(person) => self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::Trash(Box::new(TrashDialog::open(person, screen))));
            }),
            DialogRequest::Erase(scope) => {
                self.open_erase_dialog(scope);
            }
            DialogRequest::GoToDate => self.open_go_to_date_dialog(),
            DialogRequest::ReviewPeriod => self.open_period_dialog(time),
            DialogRequest::Review(prompt) => {
                self.dialog = Some(ActiveDialog::Review(Box::new(ReviewDialog::open(*prompt))));
            }
            DialogRequest::QuestionLibrary { person, adding } => self.open_question_library(person, adding, time),
            DialogRequest::ScheduleMeeting(person) => self.open_schedule_dialog(person, time),
            DialogRequest::SkipMeeting(person) => self.with_context(time, |screen, dialog| {
                *dialog = SkipMeetingDialog::open(person, screen).map(|skip| ActiveDialog::SkipMeeting(Box::new(skip)));
            }),
            DialogRequest::Shortcuts => self.dialog = Some(ActiveDialog::Shortcuts(ShortcutList::default())),
            DialogRequest::BackupFolder { second } => self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::BackupFolder(Box::new(BackupFolderDialog::open(second, screen))));
            }),
            DialogRequest::FollowCalendar => {
                self.dialog = Some(ActiveDialog::FollowCalendar(Box::default()));
            }
            DialogRequest::RestoreBackup => {
                let default = self.backups.as_ref().map(|backups| backups.default_folder.clone()).unwrap_or_default();
                self.with_context(time, |screen, dialog| {
                    *dialog = Some(ActiveDialog::Restore(Box::new(RestoreDialog::open(default, ctx, screen))));
                });
            }
            DialogRequest::Passphrase(purpose) => self.open_passphrase_dialog(ctx, purpose),
            DialogRequest::RecoveryKey => self.open_recovery_key(None),
            DialogRequest::Export(scope) => self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::Export(Box::new(ExportDialog::open(scope, ctx, screen))));
            }),
            DialogRequest::Import(path) => self.open_import_dialog(ctx, path, time),
        }
    }

    pub(super) fn open_erase_dialog(&mut self, scope: Option<EraseScope>) {
        let backups = self.backups.as_ref().map(|backups| backups.default_folder.clone());
        self.dialog = Some(ActiveDialog::Erase(Box::new(EraseDialog::open(scope, backups))));
    }

    /// Opens a dialog about an entry, unless the entry is gone or `open` returns none.
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

    fn open_need_dialog(&mut self, person: PersonId, time: Duration) {
        self.with_context(time, |screen, dialog| {
            if let Some(person) = screen.read(|db| db.person(person)) {
                *dialog = Some(ActiveDialog::NeedAnswer(Box::new(NeedAnswerDialog::open(&person, screen))));
            }
        });
    }

    fn open_question_library(&mut self, person: Option<PersonId>, adding: bool, time: Duration) {
        self.with_context(time, |screen, dialog| {
            let person = person.and_then(|id| screen.read(|db| db.person(id)));
            let library = QuestionLibrary::open(person.as_ref(), adding, screen);
            *dialog = Some(ActiveDialog::QuestionLibrary(Box::new(library)));
        });
    }

    /// Opens the dialog over the timeline of the current person, if there is one.
    fn open_go_to_date_dialog(&mut self) {
        if self.current_person().is_some() {
            self.open_tab(Tab::Timeline);
            self.dialog = Some(ActiveDialog::GoToDate(GoToDateDialog::default()));
        }
    }

    /// Opens the dialog over the review of the current person, if there is one.
    fn open_period_dialog(&mut self, time: Duration) {
        self.open_tab(Tab::Review);
        let Some(mut page) = self.person_page.take() else { return };
        self.with_context(time, |screen, dialog| {
            *dialog = page.review_period(screen).map(|(person, prefs, period)| {
                ActiveDialog::DateRange(Box::new(DateRangeDialog::open(&person, prefs, period)))
            });
        });
        self.person_page = Some(page);
    }

    fn open_schedule_dialog(&mut self, person: Option<PersonId>, time: Duration) {
        let Some(id) = person.or_else(|| self.current_person()) else { return };
        self.with_context(time, |screen, dialog| {
            *dialog = ScheduleMeetingDialog::open(id, screen).map(|next| ActiveDialog::ScheduleMeeting(Box::new(next)));
        });
    }

    /// Starts a one-on-one with the current person, or opens the dialog that wraps up the running
    /// one.
    pub(super) fn start_or_wrap_up(&mut self, time: Duration) {
        let Some(id) = self.current_person() else { return };
        self.open_tab(Tab::Meet);
        let (person, running) =
            self.with_context(time, |screen, _| screen.read(|db| Ok((db.person(id)?, db.running_one_on_one(id)?))));
        let Some(person) = person else { return };
        if let Some(running) = running {
            self.with_context(time, |screen, dialog| {
                *dialog = Some(ActiveDialog::WrapUp(Box::new(WrapUpDialog::new(running, &person, screen))));
            });
        } else if person.archived_at.is_none() {
            // An archived person has to be restored first.
            self.journal.submit(Change::StartMeeting(id));
        }
    }

    fn open_person_form(&mut self, person: Option<PersonId>, time: Duration) {
        self.with_context(time, |screen, dialog| {
            let person = person.and_then(|id| screen.read(|db| db.person(id)));
            *dialog = Some(ActiveDialog::Person(Box::new(PersonForm::open(person.as_ref(), screen))));
        });
    }
}
