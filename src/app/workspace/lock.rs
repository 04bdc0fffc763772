//! Locking the journal, and its passphrase.

use std::{sync::Arc, time::Duration};

use eframe::egui::Context;

use super::{FrameOutcome, Reminders, Workspace};
use crate::{
    journal::passphrase::{PASSPHRASE_SETTING, PassphraseOutcome, PassphraseStatus},
    store::{FileKey, OldFile},
    ui::{
        action::{Navigation, PassphraseCommand, PassphrasePurpose},
        dialog::{ActiveDialog, passphrase::PassphraseDialog, recovery_key::RecoveryKeyDialog},
        lock_settings::{LOCK_SETTING, LockSettings},
        route::{Route, SettingsTab},
    },
    wording::{passphrase, user_error::UserFacingError},
};

impl Workspace {
    /// Locks the journal, if it has a passphrase; otherwise shows where one is set.
    pub(super) fn request_lock(&mut self, ctx: &Context, time: Duration) {
        if self.journal.is_encrypted() {
            self.requested_outcome = Some(FrameOutcome::Lock);
            return;
        }
        if !self.is_sample {
            self.navigate(Navigation::OpenPage(Route::Settings(SettingsTab::Privacy)), time);
        }
        self.show_toast(passphrase::NO_LOCK.to_owned(), Vec::new(), ctx.input(|input| input.time));
    }

    /// The key of the journal, if it is encrypted.
    pub fn key(&self) -> Option<Arc<FileKey>> {
        self.journal.key().unwrap_or_default()
    }

    /// The reminders while the journal is locked, if they are switched on.
    pub fn reminders_while_locked(&self) -> Option<Reminders> {
        self.reminders.while_locked(&self.journal)
    }

    /// After how long without input the journal is locked; `None` if it is not.
    pub fn lock_after(&self) -> Option<Duration> {
        let settings = self.journal.is_encrypted().then_some(self.lock_settings)?;
        settings.idle_minutes.map(|minutes| Duration::from_mins(minutes.into()))
    }

    pub(super) fn set_lock_settings(&mut self, settings: LockSettings) {
        self.lock_settings = settings;
        self.journal.set_observed_setting(LOCK_SETTING, &settings);
    }

    pub(super) fn run_passphrase_command(&mut self, command: PassphraseCommand) {
        match command {
            PassphraseCommand::Set(passphrase) => {
                self.requested_outcome = Some(FrameOutcome::ChangePassphrase(Some(passphrase)));
            }
            PassphraseCommand::Remove => self.requested_outcome = Some(FrameOutcome::ChangePassphrase(None)),
            PassphraseCommand::ConfirmRecoveryKey => match self.journal.read(PassphraseStatus::read) {
                Ok(Some(status)) => {
                    let status = PassphraseStatus { has_recovery_key: true, ..status };
                    self.journal.set_observed_setting(PASSPHRASE_SETTING, &status);
                }
                Ok(None) => {}
                Err(error) => self.error = Some(error.user_facing_error()),
            },
        }
    }

    /// Shows an error.
    pub fn show_error(&mut self, error: UserFacingError) {
        self.error = Some(error);
    }

    /// Says what was done about the passphrase, and offers the recovery key of a new one.
    pub fn report_passphrase(&mut self, ctx: &Context, outcome: &PassphraseOutcome) {
        let is_encrypted = self.journal.is_encrypted();
        let notice = passphrase::outcome(
            is_encrypted,
            outcome.backups,
            outcome.failed_backups.len(),
            outcome.old_file == OldFile::Overwritten,
        );
        if is_encrypted {
            // A toast would cover the dialog in a narrow window.
            self.open_recovery_key(Some(notice));
        } else {
            self.show_notice(ctx, notice);
        }
    }

    /// Asks for the passphrase. Whether there is one decides what can be asked.
    pub(super) fn open_passphrase_dialog(&mut self, ctx: &Context, purpose: PassphrasePurpose) {
        let is_encrypted = self.journal.is_encrypted();
        let refusal = match (purpose == PassphrasePurpose::Set, is_encrypted) {
            _ if self.is_sample => Some(passphrase::SAMPLE_HAS_NONE),
            (true, true) => Some(passphrase::IS_SET),
            (false, false) => Some(passphrase::IS_NOT_SET),
            _ => None,
        };
        match refusal {
            Some(refusal) => self.show_notice(ctx, refusal.to_owned()),
            None => self.dialog = Some(ActiveDialog::Passphrase(Box::new(PassphraseDialog::new(purpose)))),
        }
    }

    /// Shows the recovery key, if the journal has one, below what was done before.
    pub(super) fn open_recovery_key(&mut self, notice: Option<String>) {
        match self.journal.key() {
            Ok(Some(key)) => {
                let dialog = RecoveryKeyDialog::new(key.recovery_key(), notice);
                self.dialog = Some(ActiveDialog::RecoveryKey(Box::new(dialog)));
            }
            Ok(None) => {}
            Err(error) => self.error = Some(error.user_facing_error()),
        }
    }
}
