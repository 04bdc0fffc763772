//! The card of the backups: the last one, how many there are, and where.

use std::{path::Path, time::Duration};

use eframe::egui::{Align, Label, Layout, Ui, text::LayoutJob, vec2};

use super::{BackupView, SettingsPage};
use crate::{
    journal::backup::BackupStatus,
    ui::{
        action::{BackupCommand, DialogRequest, ExternalCommand},
        icons,
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{
            banner::Banner, button::Button, card::card, heading::section_label, link::LinkButton,
            progress::percent_bar, truncated_label::truncated_label,
        },
    },
    wording::backup::{count_and_size, made_at, overdue, rotation},
};

/// The width of the captions before the rows.
const CAPTION_WIDTH: f32 = 88.0;
/// Progress is shown only for a backup that takes longer.
const PROGRESS_DELAY: Duration = Duration::from_millis(300);

impl SettingsPage {
    pub(super) fn show_backups(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: BackupView<'_>) {
        let t = Tokens::of(ui);
        section_label(ui, "Backups");
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            if !view.is_on {
                ui.label(text::small("The sample journal isn’t backed up.").color(t.ink_soft));
                return;
            }
            let Some(status) = view.status else {
                ui.label(text::small("Reading your backups…").color(t.ink_soft));
                return;
            };
            show_last(ui, screen, status);
            show_kept(ui, status);
            show_folders(ui, screen, status);
            show_warnings(ui, screen, status);
            self.show_buttons(ui, screen, view);
        });
    }

    fn show_buttons(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: BackupView<'_>) {
        let time = screen.time;
        let since = view.job.map(|_| *self.job_since.get_or_insert(time));
        self.job_since = since;
        let is_slow = since.is_some_and(|since| time.saturating_sub(since) >= PROGRESS_DELAY);
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            if ui.add_enabled(view.job.is_none(), Button::plain("Back up now").small()).clicked() {
                screen.dispatch(BackupCommand::BackUp);
            }
            if ui.add(Button::plain("Restore…").small()).clicked() {
                screen.dispatch(DialogRequest::RestoreBackup);
            }
        });
        if let Some(job) = view.job.filter(|_| is_slow) {
            let unit = if job.total > 0 && job.done >= job.total { "copied. Checking the copy…" } else { "copied" };
            percent_bar(ui, (job.done, job.total), unit);
        }
        if view.job.is_some() {
            ui.ctx().request_repaint_after(PROGRESS_DELAY);
        }
    }
}

fn row(ui: &mut Ui, caption: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(vec2(CAPTION_WIDTH, 22.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(CAPTION_WIDTH);
            ui.label(text::small(caption).color(Tokens::of(ui).ink_soft));
        });
        // What does not fit goes on in the next line.
        let room = vec2(ui.available_width(), 22.0);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center).with_main_wrap(true), add);
    });
}

fn show_last(ui: &mut Ui, screen: &ScreenContext<'_>, status: &BackupStatus) {
    let t = Tokens::of(ui);
    row(ui, "Last", |ui| match &status.newest {
        Some(newest) => {
            ui.label(text::small(made_at(&newest.manifest.made_at, screen.today)).color(t.ink));
            ui.label(text::body(icons::CHECK_CIRCLE).color(t.accent));
            ui.label(text::small("opened and checked").color(t.ink_soft));
        }
        None => {
            ui.label(text::small("None yet. The first is made when you close Rapport.").color(t.ink));
        }
    });
}

fn show_kept(ui: &mut Ui, status: &BackupStatus) {
    let t = Tokens::of(ui);
    let mut kept = LayoutJob::default();
    let format = |ink| text::format(Type::Small, Weight::Regular, ink);
    kept.append(&count_and_size(status.count, status.bytes), 0.0, format(t.ink));
    kept.append(&format!(" · {}", rotation()), 0.0, format(t.ink_soft));
    row(ui, "Kept", |ui| drop(ui.add(Label::new(kept).wrap())));
}

fn show_folders(ui: &mut Ui, screen: &mut ScreenContext<'_>, status: &BackupStatus) {
    let Some(folders) = &status.folders else { return };
    row(ui, "Where", |ui| {
        let newest = status.newest.as_ref().map(|newest| newest.path.as_path());
        show_folder(ui, screen, &folders.main, newest, false);
    });
    match &folders.second {
        Some(second) => row(ui, "Also in", |ui| show_folder(ui, screen, second, None, true)),
        None => row(ui, "", |ui| {
            let add = LinkButton::new("Add a second folder…", "Add a second folder…");
            if ui.add(add).clicked() {
                screen.dispatch(DialogRequest::BackupFolder { second: true });
            }
        }),
    }
}

fn show_folder(ui: &mut Ui, screen: &mut ScreenContext<'_>, folder: &Path, newest: Option<&Path>, second: bool) {
    let t = Tokens::of(ui);
    let room = vec2(ui.available_width(), 22.0);
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let which = if second { "Change the second backup folder" } else { "Change the backup folder" };
        if ui.add(LinkButton::new("Change…", format!("Change…: {which}"))).clicked() {
            screen.dispatch(DialogRequest::BackupFolder { second });
        }
        if let Some(newest) = newest
            && ui.add(LinkButton::new("Show in folder", "Show in folder")).clicked()
        {
            screen.dispatch(ExternalCommand::ShowInFileManager(newest.to_owned()));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            truncated_label(ui, text::small(folder.display().to_string()).color(t.ink));
        });
    });
}

/// A band, only for a real reason.
fn show_warnings(ui: &mut Ui, screen: &ScreenContext<'_>, status: &BackupStatus) {
    if let Some(problem) = &status.problem {
        let detail = format!("{} {}", problem.error.reassurance, problem.error.remedy);
        Banner::error(&problem.error.problem, &detail).show(ui, |_| ());
    } else if let Some(days) = status.days_overdue(screen.today) {
        Banner::error(&overdue(days), "Back up now, or choose another folder.").show(ui, |_| ());
    } else if status.is_on_same_disk {
        let title = "These backups are on the same disk as your journal.";
        let detail = "If the disk fails, you lose both. An external drive or a synced folder is safer.";
        Banner::error(title, detail).show(ui, |_| ());
    }
}
