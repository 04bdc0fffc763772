//! The backups of the open journal: the automatic ones, those asked for, and those before an import
//! or a restore.

use std::{path::PathBuf, time::Duration};

use eframe::egui::Context;

use super::Workspace;
use crate::{
    domain::backup::BackupReason,
    journal::{
        backup::{BACKUP_SETTING, BackupConcern, BackupService, BackupSettings},
        change::Change,
    },
    ui::{
        action::{BackupCommand, ImportSubmission},
        today::BackupNotice,
    },
    wording::backup,
};

/// How long closing the window waits for the last backup.
const CLOSE_PATIENCE: Duration = Duration::from_secs(10);

/// The backups of the open journal.
pub struct Backups {
    /// Makes them.
    pub service: BackupService,
    /// Where they are written unless a folder was chosen.
    pub default_folder: PathBuf,
    /// What is done once a backup was made, or has failed: all of it can be undone.
    pending: Option<AfterBackup>,
    /// The generation before the folders were changed: the service reads them once they are stored.
    refresh_after: Option<u64>,
}

enum AfterBackup {
    Import(ImportSubmission),
    Restore(Box<Change>),
}

impl Backups {
    /// The backups of a journal whose service has been started.
    pub fn new(service: BackupService, default_folder: PathBuf) -> Self {
        Self { service, default_folder, pending: None, refresh_after: None }
    }
}

impl Workspace {
    /// Switches on the backups of this journal.
    #[must_use]
    pub fn with_backups(mut self, backups: Option<Backups>) -> Self {
        self.backups = backups;
        self
    }

    /// Makes the backup on closing. To be called once everything is stored.
    pub fn close_backups(&mut self) {
        if let Some(backups) = self.backups.take() {
            backups.service.close(CLOSE_PATIENCE);
        }
    }

    pub(super) fn run_backup_command(&mut self, command: BackupCommand) {
        match command {
            BackupCommand::BackUp => {
                if let Some(backups) = &self.backups {
                    backups.service.back_up(BackupReason::Manual);
                }
            }
            BackupCommand::Refresh => self.refresh_backups(),
            BackupCommand::SetFolders(settings) => {
                if let Some(backups) = &mut self.backups {
                    backups.refresh_after = Some(self.journal.generation());
                }
                self.journal.set_observed_setting(BACKUP_SETTING, &settings);
            }
            BackupCommand::AcceptSameDisk => match self.journal.read(|db| db.setting::<BackupSettings>(BACKUP_SETTING))
            {
                Ok(settings) => {
                    let settings = BackupSettings { accepts_same_disk: true, ..settings.unwrap_or_default() };
                    self.run_backup_command(BackupCommand::SetFolders(settings));
                }
                Err(error) => tracing::warn!(%error, "the settings of the backups were not read"),
            },
            BackupCommand::RestoreEntries(change) => self.after_backup(AfterBackup::Restore(change)),
            BackupCommand::ReopenJournal => self.reopen = true,
        }
    }

    pub(super) fn refresh_backups(&self) {
        if let Some(backups) = &self.backups {
            backups.service.refresh();
        }
    }

    /// Makes a backup, then the import.
    pub(super) fn import_after_backup(&mut self, import: ImportSubmission) {
        self.after_backup(AfterBackup::Import(import));
    }

    fn after_backup(&mut self, work: AfterBackup) {
        let reason = match &work {
            AfterBackup::Import(_) => BackupReason::BeforeImport,
            AfterBackup::Restore(_) => BackupReason::BeforeRestore,
        };
        match &mut self.backups {
            Some(backups) => {
                backups.service.back_up(reason);
                backups.pending = Some(work);
            }
            None => self.run_pending(work),
        }
    }

    fn run_pending(&mut self, work: AfterBackup) {
        match work {
            AfterBackup::Import(import) => self.start_import(import),
            AfterBackup::Restore(change) => drop(self.submit(*change, None)),
        }
    }

    /// Takes the results of the backups. Runs before the screens are shown.
    pub(super) fn poll_backups(&mut self, ctx: &Context) {
        let Some(backups) = &mut self.backups else { return };
        if backups.refresh_after.take_if(|before| *before != self.journal.generation()).is_some() {
            backups.service.refresh();
        }
        let result = backups.service.take_result();
        let ready = if backups.service.job().is_none() { backups.pending.take() } else { None };
        let notice = backups.service.status().and_then(|status| {
            let concern = status.concern(self.journal.today())?;
            let text = match concern {
                BackupConcern::FolderMissing(folder) => backup::folder_missing(folder),
                BackupConcern::NoBackup(error) => backup::no_backup(&error.problem),
                BackupConcern::Overdue(days) => backup::overdue(days),
                BackupConcern::SameDisk => backup::SAME_DISK.to_owned(),
            };
            Some(BackupNotice { text, can_be_dismissed: matches!(concern, BackupConcern::SameDisk) })
        });
        self.today.set_backup_notice(notice);
        if let Some(work) = ready {
            self.run_pending(work);
        }
        if let Some((BackupReason::Manual, result)) = result {
            let text = if result.is_ok() { "Backed up" } else { "The backup failed" };
            self.show_toast(text.to_owned(), Vec::new(), ctx.input(|input| input.time));
        }
    }
}
