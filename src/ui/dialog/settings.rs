//! Settings: how the window looks, where the journal is, and what stays private.

use std::path::PathBuf;

use eframe::egui::{Context, Id, Label, Sense, ThemePreference, Ui};

use crate::{
    domain::reminder::MINUTES_BEFORE,
    export::ExportScope,
    ui::{
        action::Action,
        dialog::import::CALENDAR_SETTING,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            button::Button, checkbox::checkbox, dialog::Dialog, section_label::section_label, segmented::segmented,
        },
    },
};

/// The name of the setting that says whether you are reminded of one-on-ones.
pub const REMINDERS_SETTING: &str = "reminders";

/// The settings.
#[derive(Default)]
pub struct SettingsDialog {
    /// Whether you are reminded; read when they are shown first.
    reminders: Option<bool>,
    /// The calendar that was read, where one was.
    calendar: Option<PathBuf>,
    /// Whether that was looked up.
    calendar_loaded: bool,
}

const THEMES: [(ThemePreference, &str); 3] =
    [(ThemePreference::System, "System"), (ThemePreference::Light, "Light"), (ThemePreference::Dark, "Dark")];

/// How many percent one step of the zoom is.
const ZOOM_STEP: f32 = 0.1;
const ZOOM_RANGE: std::ops::RangeInclusive<f32> = 0.7..=2.0;

impl SettingsDialog {
    /// Shows them; `true` when they are done with.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let output = Dialog::new(Id::unique("settings"), "Settings").show(
            ctx,
            |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                section_label(ui, "Look");
                show_theme(ui);
                show_zoom(ui);
                ui.add_space(10.0);
                section_label(ui, "Reminders");
                self.show_reminders(ui, screen);
                ui.add_space(10.0);
                section_label(ui, "Your journal");
                show_file(ui, screen);
                if !std::mem::replace(&mut self.calendar_loaded, true) {
                    self.calendar = screen.read(|db| db.setting(CALENDAR_SETTING));
                }
                show_import(ui, screen, self.calendar.as_ref());
            },
            |ui| ui.add(Button::primary("Close")).clicked(),
        );
        output.closed || output.buttons
    }

    fn show_reminders(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        let on =
            self.reminders.get_or_insert_with(|| screen.read(|db| db.setting(REMINDERS_SETTING)).unwrap_or_default());
        let said = format!("Remind me {MINUTES_BEFORE} minutes before a one-on-one");
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let mut changed = checkbox(ui, on, &said).changed();
            let label = ui.add(Label::new(text::small(&said).color(t.ink)).sense(Sense::CLICK));
            if label.clicked() {
                *on = !*on;
                changed = true;
            }
            if changed {
                screen.dispatch(Action::SetReminders(*on));
            }
        });
        let how = "Through your desktop, while Rapport is open. It says “One-on-one at 10:00” and no name.";
        ui.add(Label::new(text::fine(how).color(t.ink_faint)).wrap());
    }
}

/// What comes from elsewhere, and what came before.
fn show_import(ui: &mut Ui, screen: &mut ScreenContext<'_>, calendar: Option<&PathBuf>) {
    ui.horizontal(|ui| {
        if ui.add(Button::plain("Import…").small()).clicked() {
            screen.dispatch(Action::OpenImport(None));
        }
        if let Some(calendar) = calendar {
            let again = ui.add(Button::plain("Read the calendar again").small());
            if again.on_hover_text(calendar.display().to_string()).clicked() {
                screen.dispatch(Action::OpenImport(Some(calendar.clone())));
            }
        }
    });
}

fn show_theme(ui: &mut Ui) {
    let mut theme = ui.ctx().options(|options| options.theme_preference);
    if segmented(ui, "Light or dark", &mut theme, &THEMES).changed() {
        ui.ctx().set_theme(theme);
    }
}

fn show_zoom(ui: &mut Ui) {
    let zoom = ui.ctx().zoom_factor();
    let set = |ui: &Ui, zoom: f32| {
        ui.ctx().set_zoom_factor(((zoom * 10.0).round() / 10.0).clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end()))
    };
    ui.horizontal(|ui| {
        if ui.add(Button::plain("Smaller").small()).clicked() {
            set(ui, zoom - ZOOM_STEP);
        }
        if ui.add(Button::plain("Larger").small()).clicked() {
            set(ui, zoom + ZOOM_STEP);
        }
        if ui.add_enabled((zoom - 1.0).abs() > 0.01, Button::quiet("As it was").small()).clicked() {
            set(ui, 1.0);
        }
        ui.label(text::small(format!("{:.0}%", zoom * 100.0)).color(Tokens::of(ui).ink_soft));
    });
}

fn show_file(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let t = Tokens::of(ui);
    let path = screen.journal.path().display().to_string();
    ui.label(text::small("One file on this computer. Nothing is ever sent anywhere.").color(t.ink_soft));
    ui.label(text::small(&path).color(t.ink));
    ui.label(text::fine("To back it up, close Rapport and copy the file to a place of yours.").color(t.ink_faint));
    ui.horizontal(|ui| {
        if ui.add(Button::plain("Export the journal…").small()).clicked() {
            screen.dispatch(Action::OpenExport(ExportScope::Journal));
        }
        if ui.add(Button::quiet("Copy the path").small()).clicked() {
            screen.dispatch(Action::CopyText(path));
        }
    });
}
