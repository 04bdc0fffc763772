//! Chooses the folder of the backups, or a second one.

use std::{fs, path::PathBuf};

use eframe::egui::{Context, Id, Label, Ui};

use super::path_field::PathField;
use crate::{
    journal::{
        backup::{BACKUP_SETTING, BackupError, BackupFolders, BackupSettings},
        paths,
    },
    store::StoreError,
    ui::{
        action::BackupCommand,
        background_job::BackgroundJob,
        file_picker::PickerMode,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog},
    },
};

/// The dialog.
pub struct BackupFolderDialog {
    /// Whether it is about the second folder.
    second: bool,
    settings: BackupSettings,
    path_field: PathField,
    error: Option<String>,
    /// Checks the folder, which may be on a slow drive.
    check: Option<BackgroundJob<Result<(), BackupError>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Save,
    Reset,
    Cancel,
}

impl BackupFolderDialog {
    /// Opens it for the main folder or the second one.
    pub fn open(second: bool, screen: &mut ScreenContext<'_>) -> Self {
        let settings: BackupSettings = screen.read(|db| db.setting(BACKUP_SETTING)).unwrap_or_default();
        let chosen = if second { &settings.second_folder } else { &settings.folder };
        let path = chosen.clone().map(PathBuf::from).unwrap_or_default();
        Self { second, settings, path_field: PathField::with_path(&path), error: None, check: None }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        if let Some(folder) = self.path_field.poll_picker() {
            self.path_field.path = folder.display().to_string();
            self.error = None;
        }
        if self.poll_check(screen) {
            return true;
        }
        let title = if self.second { "Second backup folder" } else { "Backup folder" };
        let is_chosen = if self.second { &self.settings.second_folder } else { &self.settings.folder }.is_some();
        let reset = is_chosen.then_some(if self.second { "Remove" } else { "Use the default" });
        let is_ready = self.check.is_none() && !self.path_field.is_picker_open();
        let output = Dialog::new(Id::unique("backup folder"), title).show(
            ctx,
            |ui| self.show_form(ui, ctx),
            |ui| show_footer(ui, reset, is_ready),
        );
        match output.body.or(output.buttons) {
            Some(Choice::Save) if is_ready => self.start_check(ctx),
            Some(Choice::Reset) => {
                self.save(None, screen);
                return true;
            }
            Some(Choice::Cancel) => return true,
            _ => {}
        }
        output.closed
    }

    fn show_form(&mut self, ui: &mut Ui, ctx: &Context) -> Option<Choice> {
        let t = Tokens::of(ui);
        let about = if self.second {
            "Every backup is copied there too, and checked. An external drive or a synced folder is best."
        } else {
            "An external drive or a synced folder is best. Older backups stay where they are."
        };
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        let (field, clicked) = self.path_field.show(ui, "Folder", "", self.error.as_deref(), &["Browse…"]);
        if field.changed() {
            self.error = None;
        }
        self.path_field.show_message(ui);
        if clicked.is_some() {
            let folder = self.path_field.resolved_path();
            self.path_field.browse(ctx, "Backup folder", &folder, PickerMode::Folder);
        }
        Shortcut::SubmitDialog.consume(ui).then_some(Choice::Save)
    }

    fn start_check(&mut self, ctx: &Context) {
        if self.path_field.path.trim().is_empty() {
            self.error = Some("Enter a folder.".to_owned());
            return;
        }
        let folder = self.path_field.resolved_path();
        let check = BackgroundJob::start("backup folder", ctx, move |_| {
            BackupFolders::only(&folder).check()?;
            // Only writing tells whether it can be written.
            let probe = folder.join(".rapport-backup-test");
            let io = |source| StoreError::from_io(&folder, source);
            fs::write(&probe, "").and_then(|()| fs::remove_file(&probe)).map_err(io)?;
            Ok(())
        });
        match check {
            Ok(check) => self.check = Some(check),
            Err(error) => self.error = Some(error.to_string()),
        }
    }

    /// Saves the folder once it was checked; returns whether it was.
    fn poll_check(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let Some(result) = self.check.as_mut().and_then(BackgroundJob::poll) else { return false };
        self.check = None;
        match result {
            Ok(Ok(())) => {
                let folder = self.path_field.resolved_path();
                self.save(Some(folder.to_string_lossy().into_owned()), screen);
                true
            }
            Ok(Err(error)) => {
                let error = error.user_facing_error();
                self.error = Some(format!("{} {}", error.problem, error.remedy));
                false
            }
            Err(error) => {
                self.error = Some(error.to_string());
                false
            }
        }
    }

    fn save(&self, folder: Option<String>, screen: &mut ScreenContext<'_>) {
        let mut settings = self.settings.clone();
        if self.second {
            settings.second_folder = folder;
        } else {
            settings.folder = folder.filter(|folder| Some(folder.as_str()) != default_folder().as_deref());
        }
        screen.dispatch(BackupCommand::SetFolders(settings));
    }
}

fn default_folder() -> Option<String> {
    paths::default_backups().map(|folder| folder.to_string_lossy().into_owned())
}

fn show_footer(ui: &mut Ui, reset: Option<&str>, is_ready: bool) -> Option<Choice> {
    let save = ui.add_enabled(is_ready, Button::primary("Save")).clicked();
    let cancel = ui.add(Button::plain("Cancel")).clicked();
    let reset = reset.is_some_and(|label| ui.add(Button::quiet(label)).clicked());
    if save {
        Some(Choice::Save)
    } else if reset {
        Some(Choice::Reset)
    } else {
        cancel.then_some(Choice::Cancel)
    }
}
