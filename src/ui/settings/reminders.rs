//! Reminders of one-on-ones.

use eframe::egui::{Label, Sense, Ui};

use super::SettingsPage;
use crate::{
    domain::reminder::MINUTES_BEFORE,
    ui::{
        action::SettingChange,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{checkbox::checkbox, heading::section_label},
    },
};

/// The name of the setting that enables reminders of one-on-ones.
pub const REMINDERS_SETTING: &str = "reminders";

impl SettingsPage {
    pub(super) fn show_reminders(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        section_label(ui, "One-on-ones");
        let enabled =
            self.reminders.get_or_insert_with(|| screen.read(|db| db.setting(REMINDERS_SETTING)).unwrap_or_default());
        let label = format!("Remind me {MINUTES_BEFORE} minutes before a one-on-one");
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let mut changed = checkbox(ui, enabled, &label).changed();
            let label_response = ui.add(Label::new(text::small(&label).color(t.ink)).wrap().sense(Sense::CLICK));
            if label_response.clicked() {
                *enabled = !*enabled;
                changed = true;
            }
            if changed {
                screen.dispatch(SettingChange::Reminders(*enabled));
            }
        });
        let hint = "Shows a desktop notification while Rapport is open. It says “One-on-one at 10:00” and no name.";
        ui.add(Label::new(text::fine(hint).color(t.ink_faint)).wrap());
    }
}
