//! Restoring a backup in the place of a journal that cannot be opened.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Label, Ui};

use super::{OpenErrorAction, StepOutcome, folder_of, show_error_card};
use crate::{
    domain::moment::Moment,
    journal::{
        backup::{
            BackupError, BackupFile, BackupFolders, BackupSettings, RestoreOutcome, RestorePermission,
            list_all_backups, restore_journal,
        },
        clock::Clock,
    },
    store::{Db, ReadOnlyReason, StoreError},
    ui::{
        background_job::BackgroundJob,
        dialog::path_field::PathField,
        file_picker::PickerMode,
        text,
        tokens::Tokens,
        widget::{button::Button, card::card, heading::page_title, progress::percent_bar},
    },
    wording::{
        backup::{file_size, made_at, reason},
        user_error::UserFacingError,
    },
};

/// How many backups are listed.
const LISTED: usize = 12;

/// The choice of a backup, and its restore.
pub(super) struct BackupStep {
    file: PathField,
    default_folder: Option<PathBuf>,
    backups: Vec<BackupFile>,
    listing: Option<BackgroundJob<Result<Vec<BackupFile>, BackupError>>>,
    restoring: Option<BackgroundJob<Result<RestoreOutcome, BackupError>>>,
    error: Option<UserFacingError>,
}

impl BackupStep {
    /// Begins to list the backups.
    pub(super) fn new(ctx: &Context, journal: &Path, default_folder: Option<PathBuf>) -> Self {
        let (journal, default) = (journal.to_owned(), default_folder.clone());
        let list = move || Ok(list_all_backups(&backup_folders(&journal, default.as_deref())?, None));
        let listing = BackgroundJob::start("backups", ctx, move |_| list())
            .inspect_err(|error| tracing::error!(%error, "backups cannot be listed"))
            .ok();
        Self { file: PathField::default(), default_folder, backups: Vec::new(), listing, restoring: None, error: None }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, journal: &Path, clock: &dyn Clock) -> StepOutcome {
        if let Some(result) = self.listing.as_mut().and_then(BackgroundJob::poll) {
            self.listing = None;
            // Without a folder there are no backups in it.
            self.backups = result.ok().and_then(Result::ok).unwrap_or_default();
        }
        if let Some(result) = self.restoring.as_mut().and_then(BackgroundJob::poll) {
            self.restoring = None;
            match result.unwrap_or_else(|source| Err(StoreError::Io { path: journal.to_owned(), source }.into())) {
                Ok(_) => return StepOutcome::Act(OpenErrorAction::Retry),
                Err(error) => self.error = Some(error.user_facing_error()),
            }
        }
        page_title(ui, Label::new(text::heading("Restore a backup").color(Tokens::of(ui).ink)));
        ui.add_space(8.0);
        if let Some(job) = &self.restoring {
            percent_bar(ui, job.done_and_total(), "restored");
            return StepOutcome::Stay;
        }
        self.show_choice(ui, journal, clock)
    }

    fn show_choice(&mut self, ui: &mut Ui, journal: &Path, clock: &dyn Clock) -> StepOutcome {
        let t = Tokens::of(ui);
        let explanation = "The backup replaces the journal. The damaged file is moved aside, not deleted.";
        ui.label(text::body(explanation).color(t.ink_soft));
        ui.add_space(8.0);
        let mut chosen = self.show_list(ui, clock);
        if let Some(path) = self.file.poll_picker() {
            self.file.path = path.display().to_string();
        }
        let (_, clicked) = self.file.show(ui, "Or a backup in another folder", "", None, &["Browse…"]);
        self.file.show_message(ui);
        if clicked.is_some() {
            self.file.browse(ui.ctx(), "Choose a backup", folder_of(journal), PickerMode::File);
        }
        if let Some(error) = &self.error {
            ui.add_space(8.0);
            show_error_card(ui, error);
        }
        ui.add_space(10.0);
        let mut outcome = StepOutcome::Stay;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let is_named = !self.file.path.trim().is_empty();
            if ui.add_enabled(is_named, Button::plain("Restore this file")).clicked() {
                chosen = Some(self.file.resolved_path());
            }
            if ui.add(Button::plain("Back")).clicked() {
                outcome = StepOutcome::Back;
            }
        });
        if let Some(backup) = chosen {
            self.start(ui, backup, journal, clock);
        }
        outcome
    }

    /// The newest backups; returns the one that was chosen.
    fn show_list(&self, ui: &mut Ui, clock: &dyn Clock) -> Option<PathBuf> {
        let t = Tokens::of(ui);
        let mut chosen = None;
        if self.backups.is_empty() {
            let said = if self.listing.is_some() { "Looking for backups…" } else { "There are no backups yet." };
            ui.label(text::body(said).color(t.ink_soft));
        } else {
            let today = clock.now().date();
            card(ui, |ui| {
                for backup in self.backups.iter().take(LISTED) {
                    let made = made_at(&backup.manifest.made_at, today);
                    let parts = [made.clone(), file_size(backup.size), reason(backup.manifest.reason).to_owned()];
                    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                    ui.horizontal(|ui| {
                        if ui.add(Button::plain(format!("Restore {made}")).small()).clicked() {
                            chosen = Some(backup.path.clone());
                        }
                        ui.label(text::small(parts.get(1..).unwrap_or_default().join(" · ")).color(t.ink_soft));
                    });
                }
            });
        }
        ui.add_space(8.0);
        chosen
    }

    fn start(&mut self, ui: &Ui, backup: PathBuf, journal: &Path, clock: &dyn Clock) {
        self.error = None;
        let (journal, now, default) = (journal.to_owned(), Moment::from(&clock.now()), self.default_folder.clone());
        let path = journal.clone();
        let job = BackgroundJob::start("restore", ui.ctx(), move |progress| {
            // The journal cannot be read, so it cannot say whether the backup is its own; the
            // leader chose it.
            let permission = RestorePermission { other_journal: true };
            restore_journal(&backup, &journal, default.as_deref(), permission, &now, progress)
        });
        match job {
            Ok(job) => self.restoring = Some(job),
            Err(source) => self.error = Some(StoreError::Io { path, source }.user_facing_error()),
        }
    }
}

/// The folders that the journal names, if that can still be read, or else the default one.
fn backup_folders(journal: &Path, default: Option<&Path>) -> Result<BackupFolders, BackupError> {
    let named = Db::open_read_only(journal, ReadOnlyReason::Requested)
        .map_err(BackupError::from)
        .and_then(|db| BackupFolders::of_journal(&db, default));
    named.or_else(|_| BackupFolders::from_settings(&BackupSettings::default(), default))
}
