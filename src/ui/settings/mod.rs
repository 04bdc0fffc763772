//! The Settings page: one tab each for how the window looks, reminders, who can read the journal
//! and its backups, import and export, and the shortcuts.

mod backups;
mod calendar;
mod import_export;
mod look;
mod privacy;
mod reminders;
mod step_away;

use std::{path::PathBuf, time::Duration};

use eframe::egui::{CentralPanel, Frame, Id, Key, Label, Margin, Modifiers, Panel, Ui};

pub use self::{
    calendar::{CalendarState, CalendarView},
    privacy::KeychainStatus,
    reminders::REMINDERS_SETTING,
    step_away::CLEAR_CLIPBOARD_SETTING,
};
use self::{privacy::PrivacyCards, step_away::StepAwayCard};
use super::{
    action::{BackupCommand, Navigation},
    dialog::shortcuts::ShortcutList,
    keys, region,
    retention_card::RetentionCard,
    route::{Route, SettingsTab},
    screen_context::ScreenContext,
    text,
    tokens::{Tokens, size},
    widget::{
        heading::page_title,
        scroll,
        tabs::{TabItem, tab_bar},
    },
    width_class::WidthClass,
};
use crate::journal::backup::{BackupJob, BackupStatus};

/// The width of the tabs; in less they scroll.
const TABS_WIDTH: f32 = 540.0;
/// Maximum width of the content.
const MAX_WIDTH: f32 = 760.0;

const TABS: [(SettingsTab, &str); 5] = [
    (SettingsTab::Look, "Appearance"),
    (SettingsTab::Reminders, "Reminders"),
    (SettingsTab::Privacy, "Privacy & backup"),
    (SettingsTab::ImportExport, "Import & export"),
    (SettingsTab::Shortcuts, "Shortcuts"),
];

/// The backups as the page shows them.
#[derive(Clone, Copy, Default)]
pub struct BackupView<'a> {
    /// What there is; `None` until it was read, and for the sample journal.
    pub status: Option<&'a BackupStatus>,
    /// The backup that is being made.
    pub job: Option<BackupJob>,
    /// Whether this journal is backed up at all: the sample journal is not.
    pub is_on: bool,
}

/// What the page shows that is not in the journal.
#[derive(Clone, Copy)]
pub struct SettingsView<'a> {
    /// The backups.
    pub backups: BackupView<'a>,
    /// The calendar that is followed.
    pub calendar: CalendarView<'a>,
    /// The key in the system keychain.
    pub keychain: KeychainStatus,
}

/// The Settings page.
#[derive(Default)]
pub struct SettingsPage {
    /// Whether reminders are enabled; loaded when first shown.
    reminders: Option<bool>,
    /// The calendar file imported last, if any.
    calendar: Option<PathBuf>,
    /// Whether `calendar` was loaded.
    calendar_loaded: bool,
    /// Whether the status of the backups was asked for.
    backups_refreshed: bool,
    /// When the backup that is being made was first seen.
    job_since: Option<Duration>,
    privacy: PrivacyCards,
    step_away: StepAwayCard,
    retention: RetentionCard,
    shortcuts: ShortcutList,
}

impl SettingsPage {
    /// The list of shortcuts.
    pub fn shortcuts_mut(&mut self) -> &mut ShortcutList {
        &mut self.shortcuts
    }

    /// Shows a tab of the page.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, tab: SettingsTab, view: SettingsView<'_>) {
        let t = Tokens::of(ui);
        if !screen.is_dialog_open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            screen.dispatch(Navigation::OpenPage(Route::Today));
        }
        let side = WidthClass::of(ui).page_margin();
        let margin = Margin { left: side, right: 8, top: 24, bottom: 1 };
        Panel::top(Id::unique("settings header"))
            .frame(Frame::new().fill(t.page).inner_margin(margin))
            .show_separator_line(false)
            .show(ui, |ui| {
                page_title(ui, Label::new(text::heading("Settings").color(t.ink)));
                ui.add_space(10.0);
                show_tabs(ui, screen, tab);
            });
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        if tab == SettingsTab::Privacy && is_wide {
            let is_encrypted = self.privacy.is_encrypted(screen);
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 0 });
            let panel = Panel::right(Id::unique("who can read this")).exact_size(size::SIDE_PANEL).resizable(false);
            region::show_side_panel(ui, panel.frame(frame), "Who can read this", |ui| {
                scroll::vertical(ui, "who can read this", |ui| {
                    privacy::show_readers(ui, is_encrypted, view.keychain);
                    ui.add_space(20.0);
                });
            });
        }
        let frame = Frame::new().fill(t.page).inner_margin(Margin::symmetric(side, 0));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let height = ui.available_height();
            scroll::vertical(ui, ("settings", tab), |ui| {
                keys::scroll_by_page(ui, height);
                ui.set_max_width(ui.available_width().min(MAX_WIDTH));
                ui.spacing_mut().item_spacing.y = 8.0;
                ui.add_space(20.0);
                self.show_tab(ui, screen, tab, view, is_wide);
                ui.add_space(28.0);
            });
        });
    }

    fn show_tab(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        tab: SettingsTab,
        view: SettingsView<'_>,
        is_wide: bool,
    ) {
        match tab {
            SettingsTab::Look => look::show(ui),
            SettingsTab::Reminders => self.show_reminders(ui, screen),
            SettingsTab::Privacy => {
                if !std::mem::replace(&mut self.backups_refreshed, true) {
                    screen.dispatch(BackupCommand::Refresh);
                }
                self.privacy.show(ui, screen, view.keychain);
                ui.add_space(12.0);
                let lock = self.privacy.lock(screen);
                self.step_away.show(ui, screen, lock);
                ui.add_space(12.0);
                self.show_backups(ui, screen, view.backups);
                ui.add_space(12.0);
                self.retention.show(ui, screen);
                if !is_wide {
                    ui.add_space(16.0);
                    privacy::show_readers(ui, self.privacy.is_encrypted(screen), view.keychain);
                }
            }
            SettingsTab::ImportExport => self.show_import_export(ui, screen, view.calendar),
            SettingsTab::Shortcuts => self.shortcuts.show(ui, screen),
        }
    }
}

fn show_tabs(ui: &mut Ui, screen: &mut ScreenContext<'_>, open: SettingsTab) {
    let items = TABS.map(|(_, label)| TabItem { label, hint: "" });
    let index = TABS.iter().position(|(tab, _)| *tab == open).unwrap_or_default();
    let chosen = if ui.available_width() < TABS_WIDTH {
        scroll::horizontal(ui, "settings tabs", |ui| tab_bar(ui, "Settings", index, &items))
    } else {
        tab_bar(ui, "Settings", index, &items)
    };
    if let Some((tab, _)) = chosen.and_then(|index| TABS.get(index)) {
        screen.dispatch(Navigation::OpenPage(Route::Settings(*tab)));
    }
}
