//! What happens to the window and the clipboard when the leader steps away.

use eframe::egui::{Align, Label, Layout, Sense, Ui};

use super::privacy::show_lock;
use crate::ui::{
    action::SettingChange,
    discreet::START_DISCREET_SETTING,
    lock_settings::LockSettings,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::Tokens,
    widget::{
        card::{card, divider},
        checkbox::checkbox,
        heading::section_label,
        key_hint::key_hint,
    },
};

/// The name of the setting to clear copied text after a minute; on unless it says otherwise.
pub const CLEAR_CLIPBOARD_SETTING: &str = "clear_clipboard";

/// The room for the keys beside a choice.
const KEY_WIDTH: f32 = 76.0;
/// In less, there are no keys.
const MIN_WIDTH_FOR_KEY: f32 = 240.0;

/// The settings; loaded when first shown.
#[derive(Default)]
pub(super) struct StepAwayCard {
    loaded: Option<Choices>,
}

#[derive(Clone, Copy)]
struct Choices {
    start_discreet: bool,
    clear_clipboard: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { start_discreet: false, clear_clipboard: true }
    }
}

impl StepAwayCard {
    /// Shows it, with when the journal is locked if it is encrypted.
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, lock: Option<LockSettings>) {
        let choices = self.loaded.get_or_insert_with(|| {
            screen.read(|db| {
                Ok(Choices {
                    start_discreet: db.setting(START_DISCREET_SETTING)?.unwrap_or_default(),
                    clear_clipboard: db.setting(CLEAR_CLIPBOARD_SETTING)?.unwrap_or(true),
                })
            })
        });
        section_label(ui, "When you step away");
        card(ui, |ui| {
            if let Some(lock) = lock {
                show_lock(ui, screen, lock);
                ui.add_space(4.0);
                divider(ui);
                ui.add_space(4.0);
            }
            let key = Shortcut::DiscreetMode.label(ui);
            let hint = "Names become initials and text becomes bars until you point at it";
            if show_choice(ui, &mut choices.start_discreet, "Start in discreet mode", hint, Some(&key)) {
                screen.dispatch(SettingChange::StartDiscreet(choices.start_discreet));
            }
            ui.add_space(4.0);
            divider(ui);
            ui.add_space(4.0);
            let hint = "Unless you’ve copied something else since. Also when you quit";
            if show_choice(ui, &mut choices.clear_clipboard, "Clear copied text after a minute", hint, None) {
                screen.dispatch(SettingChange::ClearClipboard(choices.clear_clipboard));
            }
        });
    }
}

/// A checkbox with a line below it. Returns whether it was changed.
pub(super) fn show_choice(ui: &mut Ui, on: &mut bool, name: &str, hint: &str, key: Option<&str>) -> bool {
    let t = Tokens::of(ui);
    let mut changed = false;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        changed = checkbox(ui, on, name).changed();
        let key = key.filter(|_| ui.available_width() > MIN_WIDTH_FOR_KEY);
        let room = ui.available_width() - if key.is_some() { KEY_WIDTH } else { 0.0 };
        ui.vertical(|ui| {
            ui.set_max_width(room.max(0.0));
            ui.spacing_mut().item_spacing.y = 2.0;
            if ui.add(Label::new(text::body(name).color(t.ink)).wrap().sense(Sense::CLICK)).clicked() {
                *on = !*on;
                changed = true;
            }
            ui.add(Label::new(text::fine(hint).color(t.ink_soft)).wrap());
        });
        if let Some(key) = key {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| key_hint(ui, key));
        }
    });
    changed
}
