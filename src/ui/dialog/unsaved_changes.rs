//! What to do with texts that could not be stored, before the window closes.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Id, Ui};

use super::path_field::PathField;
use crate::{
    ui::{
        icons,
        open_error_page::Remedy,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone},
        widget::{button::Button, dialog::Dialog, truncated_label::truncated_label},
    },
    wording::{unsaved, unsaved::UnsavedText, user_error::UserFacingError},
};

/// How many of the texts are listed.
const MAX_LISTED: usize = 5;
const FILE_NAME: &str = "Not saved in Rapport.txt";

/// Asks what to do with texts that could not be stored.
pub struct UnsavedChangesDialog {
    purpose: Purpose,
    /// Whether the journal can still be written.
    can_retry: bool,
    path_field: PathField,
    stage: Stage,
}

/// What would lose the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The window is closed.
    Close,
    /// The file at the path is opened again.
    Reload,
    /// The journal is damaged, and recovered or replaced with a backup.
    Repair(Remedy),
}

impl Purpose {
    /// The button that goes on once the texts are saved elsewhere.
    fn button(self) -> &'static str {
        match self {
            Self::Close => "Close Rapport",
            Self::Reload => "Reload",
            Self::Repair(_) => "Continue",
        }
    }

    /// The button that goes on and loses the texts.
    fn button_without_saving(self) -> &'static str {
        match self {
            Self::Close => "Close without saving",
            Self::Reload => "Reload without saving",
            Self::Repair(_) => "Continue without saving",
        }
    }

    /// The beginning of “… now would lose them.”
    fn gerund(self) -> &'static str {
        match self {
            Self::Close => "Closing",
            Self::Reload => "Reloading",
            Self::Repair(Remedy::Recover) => "Recovering",
            Self::Repair(Remedy::RestoreBackup) => "Restoring a backup",
        }
    }
}

enum Stage {
    Ask,
    /// The file to save elsewhere is being chosen.
    ChooseFile,
    Saving,
    Saved {
        text: PathBuf,
        journal: JournalCopy,
    },
}

/// The copy of the whole journal that is written beside the texts.
enum JournalCopy {
    Writing,
    Written(PathBuf),
    Failed(String),
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsavedChoice {
    /// Store them again, and close if that succeeds.
    TryAgain,
    /// Copy them to the clipboard.
    Copy,
    /// Write them to this file.
    SaveTo(PathBuf),
    /// Close the window, or reload the file, without them.
    GoOn,
    /// Do neither.
    KeepOpen,
}

impl UnsavedChangesDialog {
    /// Opens it. `folder` is suggested for saving elsewhere.
    pub fn open(purpose: Purpose, can_retry: bool, folder: &Path) -> Self {
        let path_field = PathField::with_path(&folder.join(FILE_NAME));
        Self { purpose, can_retry, path_field, stage: Stage::Ask }
    }

    /// What would lose the texts.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Reports the copy of the whole journal that follows the texts.
    pub fn on_copied(&mut self, result: Result<PathBuf, String>) {
        if let Stage::Saved { journal, .. } = &mut self.stage {
            *journal = result.map_or_else(JournalCopy::Failed, JournalCopy::Written);
        }
    }

    /// Reports the result of [`UnsavedChoice::SaveTo`].
    pub fn on_saved(&mut self, result: Result<PathBuf, String>) {
        self.stage = match result {
            Ok(text) => Stage::Saved { text, journal: JournalCopy::Writing },
            Err(message) => {
                self.path_field.error = Some(message);
                Stage::ChooseFile
            }
        };
    }

    /// Shows it and returns what was chosen.
    pub fn show(
        &mut self,
        ctx: &Context,
        unsaved: &[UnsavedText],
        error: Option<&UserFacingError>,
    ) -> Option<UnsavedChoice> {
        if let Some(path) = self.path_field.poll_picker() {
            self.path_field.path = path.display().to_string();
            self.path_field.error = None;
        }
        let title = match self.stage {
            Stage::Ask => "Not everything is saved",
            Stage::ChooseFile | Stage::Saving => "Save elsewhere",
            Stage::Saved { .. } => "Saved elsewhere",
        };
        let id = Id::unique("unsaved changes");
        match &self.stage {
            Stage::Ask => {
                let (purpose, can_retry) = (self.purpose, self.can_retry);
                let output = Dialog::new(id, title).show(
                    ctx,
                    |ui| show_unsaved(ui, unsaved, error, purpose),
                    |ui| show_ask_footer(ui, purpose, can_retry),
                );
                match output.buttons {
                    Some(AskChoice::SaveElsewhere) => {
                        self.stage = Stage::ChooseFile;
                        None
                    }
                    Some(AskChoice::Done(choice)) => Some(choice),
                    None => output.closed.then_some(UnsavedChoice::KeepOpen),
                }
            }
            Stage::ChooseFile | Stage::Saving => self.show_choose_file(ctx, id, title),
            Stage::Saved { text, journal } => {
                let go_on = self.purpose.button();
                let output = Dialog::new(id, title).show(
                    ctx,
                    |ui| show_saved(ui, text, journal),
                    |ui| {
                        let is_done = !matches!(journal, JournalCopy::Writing);
                        let go_on = ui.add_enabled(is_done, Button::primary(go_on)).clicked();
                        (go_on, ui.add(Button::plain("Back")).clicked())
                    },
                );
                match output.buttons {
                    (true, _) => Some(UnsavedChoice::GoOn),
                    (_, true) => Some(UnsavedChoice::KeepOpen),
                    _ => output.closed.then_some(UnsavedChoice::KeepOpen),
                }
            }
        }
    }

    fn show_choose_file(&mut self, ctx: &Context, id: Id, title: &str) -> Option<UnsavedChoice> {
        let ready = !matches!(self.stage, Stage::Saving) && !self.path_field.is_picker_open();
        let output = Dialog::new(id, title).note("Only you can read the file.").show(
            ctx,
            |ui| {
                let about = "Your unsaved texts go into this file, and a copy of the whole journal beside it.";
                ui.label(text::body(about).color(Tokens::of(ui).ink_soft));
                let (browse, submit) = self.path_field.show_with_browse(ui);
                (browse, submit || Shortcut::SubmitDialog.consume(ui))
            },
            |ui| {
                let save = ui.add_enabled(ready, Button::primary("Save")).clicked();
                (save, ui.add(Button::plain("Back")).clicked())
            },
        );
        let ((browse, submit), (save, back)) = (output.body, output.buttons);
        if browse {
            self.path_field.browse_to_save(ctx, title);
        }
        if (save || submit) && ready {
            self.stage = Stage::Saving;
            return Some(UnsavedChoice::SaveTo(self.path_field.resolved_path()));
        }
        if (back || output.closed) && !matches!(self.stage, Stage::Saving) {
            self.stage = Stage::Ask;
        }
        None
    }
}

enum AskChoice {
    SaveElsewhere,
    Done(UnsavedChoice),
}

fn show_ask_footer(ui: &mut Ui, purpose: Purpose, can_retry: bool) -> Option<AskChoice> {
    let go_on = purpose.button_without_saving();
    let save = if can_retry { Button::plain("Save elsewhere…") } else { Button::primary("Save elsewhere…") };
    let retry = can_retry.then(|| (Button::primary("Try again"), AskChoice::Done(UnsavedChoice::TryAgain)));
    let buttons = [
        (save, AskChoice::SaveElsewhere),
        (Button::plain("Copy"), AskChoice::Done(UnsavedChoice::Copy)),
        (Button::quiet(go_on).warn(true), AskChoice::Done(UnsavedChoice::GoOn)),
    ];
    let mut choice = None;
    for (button, chosen) in retry.into_iter().chain(buttons) {
        if ui.add(button).clicked() {
            choice = Some(chosen);
        }
    }
    choice
}

fn show_saved(ui: &mut Ui, text: &Path, journal: &JournalCopy) {
    let t = Tokens::of(ui);
    ui.label(text::body(format!("{} Your texts: {}", icons::CHECK_CIRCLE, text.display())).color(t.ink));
    let (copy, ink) = match journal {
        JournalCopy::Writing => ("Copying the journal…".to_owned(), t.ink_soft),
        JournalCopy::Written(path) => {
            (format!("{} The whole journal, with them: {}", icons::CHECK_CIRCLE, path.display()), t.ink)
        }
        JournalCopy::Failed(problem) => {
            (format!("{} The journal itself was not copied. {problem}", icons::WARNING), t.kind_ink(Tone::Flag))
        }
    };
    ui.label(text::body(copy).color(ink));
}

fn show_unsaved(ui: &mut Ui, unsaved: &[UnsavedText], error: Option<&UserFacingError>, purpose: Purpose) {
    let t = Tokens::of(ui);
    let count = unsaved::count(unsaved);
    let doing = purpose.gerund();
    let problem = format!("{count} could not be saved in your journal. {doing} now would lose them.");
    ui.label(text::body(problem).color(t.ink));
    if let Some(error) = error {
        ui.label(text::body(format!("{} {}", icons::WARNING, error.problem)).color(t.kind_ink(Tone::Flag)));
        ui.label(text::body(format!("{} {}", icons::ARROW_RIGHT, error.remedy)).color(t.ink));
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for UnsavedText { heading, text, .. } in unsaved.iter().take(MAX_LISTED) {
            truncated_label(ui, text::small(format!("{heading}: {}", text::excerpt(text))).color(t.ink_soft));
        }
        if let Some(more) = unsaved.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
            ui.label(text::small(format!("and {more} more")).color(t.ink_faint));
        }
    });
}
