//! Saving everything as a new journal, when the file of the open one is gone.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Id};

use super::path_field::PathField;
use crate::ui::{
    shortcut::Shortcut,
    text,
    tokens::Tokens,
    widget::{button::Button, dialog::Dialog},
};

const TITLE: &str = "Save as a new file";

/// Asks for the path of the new journal.
pub struct SaveAsDialog {
    path_field: PathField,
    is_saving: bool,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveAsChoice {
    /// Save to this path.
    SaveTo(PathBuf),
    /// Close the dialog.
    Cancel,
}

impl SaveAsDialog {
    /// Opens it with a suggested path.
    pub fn open(path: &Path) -> Self {
        Self { path_field: PathField::with_path(path), is_saving: false }
    }

    /// Reports that the file could not be written.
    pub fn on_failed(&mut self, message: String) {
        self.is_saving = false;
        self.path_field.error = Some(message);
    }

    /// Shows it and returns what was chosen.
    pub fn show(&mut self, ctx: &Context) -> Option<SaveAsChoice> {
        if let Some(path) = self.path_field.poll_picker() {
            self.path_field.path = path.display().to_string();
            self.path_field.error = None;
        }
        let ready = !self.is_saving && !self.path_field.is_picker_open();
        let output = Dialog::new(Id::unique("save as"), TITLE).note("Only you can read the file.").show(
            ctx,
            |ui| {
                let about = "Everything in this window goes into the new file, including what isn’t saved yet, and you \
                             continue there. Next time, open that file, or move it to where the old one was.";
                ui.label(text::body(about).color(Tokens::of(ui).ink_soft));
                let (browse, submit) = self.path_field.show_with_browse(ui);
                (browse, submit || Shortcut::SubmitDialog.consume(ui))
            },
            |ui| {
                let save = ui.add_enabled(ready, Button::primary("Save")).clicked();
                (save, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let ((browse, submit), (save, cancel)) = (output.body, output.buttons);
        if browse {
            self.path_field.browse_to_save(ctx, TITLE);
        }
        if (save || submit) && ready {
            self.is_saving = true;
            return Some(SaveAsChoice::SaveTo(self.path_field.resolved_path()));
        }
        ((cancel || output.closed) && !self.is_saving).then_some(SaveAsChoice::Cancel)
    }
}
