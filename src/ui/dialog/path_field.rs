//! A text field for a path with buttons that open the file dialog of the desktop.

use std::path::{Path, PathBuf};

use eframe::egui::{Align, Context, Layout, Response, Ui};

use crate::{
    journal::paths,
    ui::{
        file_picker::{FilePicker, PickerMode, PickerResult},
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, field::TextField},
    },
};

/// Space between the field and the buttons.
const GAP: f32 = 8.0;

/// A path to be entered or browsed for.
#[derive(Default)]
pub struct PathField {
    /// The path as typed.
    pub path: String,
    /// The message below the field.
    pub message: Option<&'static str>,
    /// Why the path cannot be used.
    pub error: Option<String>,
    picker: Option<FilePicker>,
}

impl PathField {
    /// A field with this path.
    pub fn with_path(path: &Path) -> Self {
        Self { path: path.display().to_string(), ..Self::default() }
    }

    /// The path with `~` and relative parts resolved.
    pub fn resolved_path(&self) -> PathBuf {
        paths::resolve_user_path(&self.path)
    }

    /// Whether the file dialog is open.
    pub fn is_picker_open(&self) -> bool {
        self.picker.is_some()
    }

    /// Opens the file dialog in `folder`.
    pub fn browse(&mut self, ctx: &Context, title: &str, folder: &Path, mode: PickerMode) {
        match FilePicker::open(ctx, title, folder, mode) {
            Ok(picker) => self.picker = Some(picker),
            Err(_) => self.on_picker_cancelled(),
        }
    }

    /// The path chosen in the file dialog, once it was; the field is not updated.
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
        self.message = Some("Nothing was chosen. If no file dialog appeared, type the path here.");
    }

    /// Shows the field and its buttons; returns the response of the field and the index of the
    /// clicked button.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        label: &str,
        hint: &str,
        error: Option<&str>,
        buttons: &[&str],
    ) -> (Response, Option<usize>) {
        let mut clicked = None;
        let enabled = !self.is_picker_open();
        let row = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let buttons_width: f32 = buttons.iter().map(|label| Button::plain(*label).width(ui) + GAP).sum();
            let width = (ui.available_width() - buttons_width).max(0.0);
            let field = TextField::singleline(label, &mut self.path).hint(hint).error(error).width(width).show(ui);
            ui.with_layout(Layout::top_down(Align::Max), |ui| {
                ui.add_space(25.0);
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    for (index, label) in buttons.iter().enumerate().rev() {
                        if ui.add_enabled(enabled, Button::plain(*label)).clicked() {
                            clicked = Some(index);
                        }
                    }
                });
            });
            field.response
        });
        if row.inner.changed() {
            self.message = None;
        }
        (row.inner, clicked)
    }

    /// Shows the field with a button that opens the file dialog. Returns whether that was clicked,
    /// and whether Enter was pressed in the field.
    pub(super) fn show_with_browse(&mut self, ui: &mut Ui) -> (bool, bool) {
        let error = self.error.clone();
        let (response, clicked) = self.show(ui, "File", "", error.as_deref(), &["Browse…"]);
        if response.changed() {
            self.error = None;
        }
        let submit = response.lost_focus() && Shortcut::ConfirmDialog.consume(ui);
        self.show_message(ui);
        (clicked.is_some(), submit)
    }

    /// Opens the file dialog to choose where to save, beginning with the path in the field.
    pub(super) fn browse_to_save(&mut self, ctx: &Context, title: &str) {
        let path = self.resolved_path();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.browse(ctx, title, &folder, PickerMode::Save(name));
    }

    /// Shows the message below the field, if any.
    pub fn show_message(&self, ui: &mut Ui) {
        let message = if self.is_picker_open() { Some("Choose it in the file dialog.") } else { self.message };
        if let Some(message) = message {
            ui.label(text::fine(message).color(Tokens::of(ui).ink_soft));
        }
    }
}
