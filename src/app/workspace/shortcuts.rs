//! The keys that run commands on every page, and their change in the settings.

use eframe::egui::{Context, KeyboardShortcut};

use super::Workspace;
use crate::{
    app::global_shortcut::GlobalShortcut,
    journal::Journal,
    ui::{
        action::Action,
        dialog::{ActiveDialog, shortcuts::ShortcutList},
        route::{Route, SettingsTab},
        shortcut::{
            CAPTURE_KEYS_SETTING, CaptureKeys, GlobalKeySupport, Keymap, SHORTCUTS_SETTING, consume_global,
            format_keys, keys_label,
        },
    },
};

/// Puts the keys that a journal has stored in force.
pub fn restore_keymap(journal: &Journal, ctx: &Context) {
    let stored = journal.read(|db| db.setting(SHORTCUTS_SETTING)).unwrap_or_else(|error| {
        tracing::warn!(%error, "the shortcuts have their default keys");
        None
    });
    Keymap::from_setting(&stored.unwrap_or_default(), ctx.os().is_mac()).install(ctx);
}

impl Workspace {
    /// Registers the keys of quick capture that this journal has stored.
    pub(super) fn restore_capture_keys(&mut self, ctx: &Context) {
        let stored = self.journal.read(|db| db.setting(CAPTURE_KEYS_SETTING)).unwrap_or_default();
        let keys = CaptureKeys::from_setting(&stored.unwrap_or_default(), ctx.os().is_mac());
        self.register_capture_keys(ctx, keys);
    }

    pub(super) fn set_capture_keys(&mut self, ctx: &Context, keys: Option<KeyboardShortcut>) {
        if self.register_capture_keys(ctx, keys) {
            self.journal.set_setting(CAPTURE_KEYS_SETTING, &keys.map(format_keys));
        }
    }

    /// Returns whether the keys are in force. Otherwise the former ones stay so.
    fn register_capture_keys(&mut self, ctx: &Context, keys: Option<KeyboardShortcut>) -> bool {
        let support = GlobalShortcut::support();
        let keys = keys.filter(|_| support == GlobalKeySupport::Supported);
        let result = self.global_shortcut.set(keys);
        let problem = result.err().and_then(|error| Some(format!("{}: {error}.", keys_label(ctx, keys?))));
        let is_in_force = problem.is_none();
        CaptureKeys { keys: self.global_shortcut.keys(), support, problem }.install(ctx);
        is_in_force
    }

    pub(super) fn set_keymap(&mut self, ctx: &Context, keymap: Keymap) {
        self.journal.set_setting(SHORTCUTS_SETTING, &keymap.to_setting());
        keymap.install(ctx);
    }

    /// The actions of the keys pressed in this frame. While a command waits for its new keys, no
    /// other gets any.
    pub(super) fn take_shortcuts(&mut self, ctx: &Context) -> Vec<Action> {
        match self.shortcut_list().filter(|list| list.is_recording()) {
            Some(list) => list.record(ctx).map(Action::from).into_iter().collect(),
            None => consume_global(ctx, self.shows_dialog()),
        }
    }

    /// The list of shortcuts, if it is shown.
    fn shortcut_list(&mut self) -> Option<&mut ShortcutList> {
        match (&mut self.dialog, &mut self.settings) {
            (Some(ActiveDialog::Shortcuts(list)), _) => Some(list),
            (None, Some(page)) if self.route == Route::Settings(SettingsTab::Shortcuts) => Some(page.shortcuts_mut()),
            _ => None,
        }
    }
}
