//! The keys that run commands on every page, and their change in the settings.

use eframe::egui::Context;

use super::Workspace;
use crate::{
    journal::Journal,
    ui::{
        action::Action,
        dialog::{ActiveDialog, shortcuts::ShortcutList},
        route::{Route, SettingsTab},
        shortcut::{Keymap, SHORTCUTS_SETTING, consume_global},
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
