//! Settings: theme and zoom, reminders, the journal file, import and export.

use std::path::PathBuf;

use eframe::egui::{Context, Id, Label, Sense, ThemePreference, Ui};

use crate::{
    domain::reminder::MINUTES_BEFORE,
    export::ExportScope,
    ui::{
        action::{DialogRequest, ExternalCommand, SettingChange},
        dialog::import::CALENDAR_SETTING,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            button::Button, checkbox::checkbox, dialog::Dialog, section_label::section_label, segmented::segmented,
        },
    },
};

/// The name of the setting that enables reminders of one-on-ones.
pub const REMINDERS_SETTING: &str = "reminders";

/// The settings dialog.
#[derive(Default)]
pub struct SettingsDialog {
    /// Whether reminders are enabled; loaded when first shown.
    reminders: Option<bool>,
    /// The calendar file imported last, if any.
    calendar: Option<PathBuf>,
    /// Whether `calendar` was loaded.
    calendar_loaded: bool,
}

const THEMES: [(ThemePreference, &str); 3] =
    [(ThemePreference::System, "System"), (ThemePreference::Light, "Light"), (ThemePreference::Dark, "Dark")];

/// The change of the zoom factor per click.
const ZOOM_STEP: f32 = 0.1;
const ZOOM_RANGE: std::ops::RangeInclusive<f32> = 0.7..=2.0;

impl SettingsDialog {
    /// Shows them and returns whether to close the dialog.
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
        let enabled =
            self.reminders.get_or_insert_with(|| screen.read(|db| db.setting(REMINDERS_SETTING)).unwrap_or_default());
        let label = format!("Remind me {MINUTES_BEFORE} minutes before a one-on-one");
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let mut changed = checkbox(ui, enabled, &label).changed();
            let label_response = ui.add(Label::new(text::small(&label).color(t.ink)).sense(Sense::CLICK));
            if label_response.clicked() {
                *enabled = !*enabled;
                changed = true;
            }
            if changed {
                screen.dispatch(SettingChange::Reminders(*enabled));
            }
        });
        let hint = "Through your desktop, while Rapport is open. It says “One-on-one at 10:00” and no name.";
        ui.add(Label::new(text::fine(hint).color(t.ink_faint)).wrap());
    }
}

/// The import buttons.
fn show_import(ui: &mut Ui, screen: &mut ScreenContext<'_>, calendar: Option<&PathBuf>) {
    ui.horizontal(|ui| {
        if ui.add(Button::plain("Import…").small()).clicked() {
            screen.dispatch(DialogRequest::Import(None));
        }
        if let Some(calendar) = calendar {
            let reimport = ui.add(Button::plain("Read the calendar again").small());
            if reimport.on_hover_text(calendar.display().to_string()).clicked() {
                screen.dispatch(DialogRequest::Import(Some(calendar.clone())));
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
        ui.ctx().set_zoom_factor(((zoom * 10.0).round() / 10.0).clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end()));
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
            screen.dispatch(DialogRequest::Export(ExportScope::Journal));
        }
        if ui.add(Button::quiet("Copy the path").small()).clicked() {
            screen.dispatch(ExternalCommand::CopyText(path));
        }
    });
}
