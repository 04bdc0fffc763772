//! Chooses the calendar file that planned one-on-ones follow.

use eframe::egui::{Context, Id, Label, Ui};

use super::path_field::PathField;
use crate::{
    journal::paths,
    ui::{
        action::CalendarCommand,
        file_picker::PickerMode,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog},
    },
};

const TITLE: &str = "Follow a calendar";

/// The dialog.
#[derive(Default)]
pub struct FollowCalendarDialog {
    path_field: PathField,
    error: Option<String>,
}

#[derive(Clone, Copy)]
enum Choice {
    Follow,
    Cancel,
}

impl FollowCalendarDialog {
    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        if let Some(file) = self.path_field.poll_picker() {
            self.path_field.path = file.display().to_string();
            self.error = None;
        }
        let output = Dialog::new(Id::unique("follow calendar"), TITLE).note("The file is only read.").show(
            ctx,
            |ui| self.show_form(ui),
            |ui| {
                let follow = ui.add(Button::primary("Follow")).clicked().then_some(Choice::Follow);
                follow.or(ui.add(Button::plain("Cancel")).clicked().then_some(Choice::Cancel))
            },
        );
        match output.body.or(output.buttons) {
            Some(Choice::Follow) => self.follow(screen),
            Some(Choice::Cancel) => true,
            None => output.closed,
        }
    }

    fn show_form(&mut self, ui: &mut Ui) -> Option<Choice> {
        let about = "The .ics file that your calendar program or a synced folder keeps up to date. The next one-on-one \
                     with each of your people is planned as it stands there, and moves when it moves.";
        ui.add(Label::new(text::small(about).color(Tokens::of(ui).ink_soft)).wrap());
        let (field, clicked) =
            self.path_field.show(ui, "File", "/home/you/calendar.ics", self.error.as_deref(), &["Browse…"]);
        if field.changed() {
            self.error = None;
        }
        self.path_field.show_message(ui);
        if clicked.is_some() {
            let folder = paths::documents_dir().unwrap_or_default();
            self.path_field.browse(ui, TITLE, &folder, PickerMode::File);
        }
        Shortcut::SubmitDialog.consume(ui).then_some(Choice::Follow)
    }

    /// Follows the file if there is one; returns whether there is.
    fn follow(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let path = self.path_field.resolved_path();
        if self.path_field.path.trim().is_empty() || path.is_dir() {
            self.error = Some("Choose a file.".to_owned());
            return false;
        }
        if !path.exists() {
            self.error = Some(format!("There’s no file at {}.", path.display()));
            return false;
        }
        screen.dispatch(CalendarCommand::Follow(path));
        true
    }
}
