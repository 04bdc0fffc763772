//! A field for a path, with the desktop's dialog beside it.

use std::path::{Path, PathBuf};

use eframe::egui::{Align, Context, Layout, Response, Ui};

use crate::{
    journal::paths,
    ui::{
        file_picker::{FilePicker, PickerMode, PickerResult},
        text,
        tokens::Tokens,
        widget::{button::Button, field::TextField},
    },
};

/// Between the field and what is beside it.
const GAP: f32 = 8.0;

/// A path that is asked for.
#[derive(Default)]
pub struct PathField {
    /// As it is written.
    pub path: String,
    /// What is said below it.
    pub message: Option<&'static str>,
    picker: Option<FilePicker>,
}

impl PathField {
    /// Holding this path.
    pub fn with_path(path: &Path) -> Self {
        Self { path: path.display().to_string(), ..Self::default() }
    }

    /// The file or folder that is meant.
    pub fn resolved_path(&self) -> PathBuf {
        paths::resolve_user_path(&self.path)
    }

    /// Whether the desktop's dialog is open.
    pub fn is_picker_open(&self) -> bool {
        self.picker.is_some()
    }

    /// Opens the desktop's dialog, beginning in this folder.
    pub fn browse(&mut self, ctx: &Context, title: &str, folder: &Path, wanted: PickerMode) {
        match FilePicker::open(ctx, title, folder, wanted) {
            Ok(picker) => self.picker = Some(picker),
            Err(_) => self.on_picker_cancelled(),
        }
    }

    /// What was chosen in the desktop's dialog, once it was. The field does not hold it yet.
    pub fn poll_picker(&mut self) -> Option<PathBuf> {
        match self.picker.as_ref()?.poll() {
            PickerResult::Pending => None,
            PickerResult::Picked(path) => {
                (self.picker, self.message) = (None, None);
                Some(path)
            }
            PickerResult::Cancelled => {
                self.on_picker_cancelled();
                None
            }
        }
    }

    fn on_picker_cancelled(&mut self) {
        self.picker = None;
        self.message = Some("Nothing was chosen. If no dialog came up, write the path here.");
    }

    /// Shows the field with a button for each thing the desktop can be asked for. Returns the field, and which of them was
    /// clicked.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        label: &str,
        hint: &str,
        error: Option<&str>,
        buttons: &[&str],
    ) -> (Response, Option<usize>) {
        let mut asked = None;
        let enabled = !self.is_picker_open();
        let shown = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let room: f32 = buttons.iter().map(|word| Button::plain(*word).width(ui) + GAP).sum();
            let width = ui.available_width() - room;
            let field = TextField::singleline(label, &mut self.path).hint(hint).error(error).width(width).show(ui);
            ui.with_layout(Layout::top_down(Align::Max), |ui| {
                ui.add_space(25.0);
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    for (nth, word) in buttons.iter().enumerate().rev() {
                        if ui.add_enabled(enabled, Button::plain(*word)).clicked() {
                            asked = Some(nth);
                        }
                    }
                });
            });
            field.response
        });
        if shown.inner.changed() {
            self.message = None;
        }
        (shown.inner, asked)
    }

    /// Says below it what there is to say.
    pub fn show_message(&self, ui: &mut Ui) {
        let said = if self.is_picker_open() { Some("Choose it in the other window.") } else { self.message };
        if let Some(said) = said {
            ui.label(text::fine(said).color(Tokens::of(ui).ink_soft));
        }
    }
}
