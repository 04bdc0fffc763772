//! The page that is shown while a journal of an older version is brought up to date.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eframe::egui::{Align, CentralPanel, Frame, Label, Layout, Ui, vec2};

use super::{
    background_job::BackgroundJob,
    text,
    tokens::Tokens,
    widget::{button::Button, card::card, heading::page_title, progress::percent_bar},
};
use crate::{
    domain::{erase::InterruptedErase, moment::Moment},
    journal::{
        backup::{UpgradeProgress, UpgradeStep, upgrade},
        progress::ProgressFn,
    },
    store::StoreError,
};

/// The width of the content.
const WIDTH: f32 = 480.0;
/// Nothing is shown of an upgrade that takes less.
const SHOW_AFTER_S: f64 = 0.3;
/// The time between two frames.
const REPAINT_INTERVAL: Duration = Duration::from_millis(100);
/// The whole bar, and what each of the steps takes of it.
const BAR: u64 = 1_000;
const STEPS: [(UpgradeStep, u64, &str); 4] = [
    (UpgradeStep::BackUp, 250, "Backing it up first"),
    (UpgradeStep::Migrate, 250, "Updating"),
    (UpgradeStep::Index, 200, "Preparing the search"),
    (UpgradeStep::Rebuild, 300, "Cleaning up"),
];

/// What became of an upgrade.
pub type UpgradeResult = Result<Option<InterruptedErase>, StoreError>;

/// The page.
pub struct UpgradePage {
    path: PathBuf,
    backups: Option<PathBuf>,
    now: Moment,
    progress: Arc<UpgradeProgress>,
    /// The upgrade, and the time of the window at which it began; started with the first frame.
    job: Option<(BackgroundJob<UpgradeResult>, f64)>,
}

impl UpgradePage {
    /// The page of the journal at `path`, which is backed up to `backups` unless it names another
    /// folder.
    pub fn new(path: &Path, backups: Option<PathBuf>, now: Moment) -> Self {
        Self { path: path.to_owned(), backups, now, progress: Arc::default(), job: None }
    }

    /// Shows the page, and returns the result of the upgrade once there is one.
    pub fn show(&mut self, ui: &mut Ui) -> Option<UpgradeResult> {
        let time = ui.input(|input| input.time);
        let since = match self.poll(ui, time) {
            Ok(since) => since,
            Err(result) => return Some(result),
        };
        ui.ctx().request_repaint_after(REPAINT_INTERVAL);
        let page = Frame::new().fill(Tokens::of(ui).page);
        CentralPanel::default().frame(page).show(ui, |ui| {
            if time - since < SHOW_AFTER_S {
                return;
            }
            let size = ui.available_size();
            let width = WIDTH.min(size.x - 56.0);
            ui.add_space(size.y * 0.26);
            ui.horizontal_top(|ui| {
                ui.add_space(((size.x - width) / 2.0).floor());
                let column = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(width, 0.0), column, |ui| self.show_content(ui, time - since));
            });
        });
        None
    }

    /// When the upgrade began, or its result.
    fn poll(&mut self, ui: &Ui, time: f64) -> Result<f64, UpgradeResult> {
        let io_error = |path: &Path, source| Err(StoreError::Io { path: path.to_owned(), source });
        let Some((job, since)) = &mut self.job else {
            let (path, folder, now) = (self.path.clone(), self.backups.clone(), self.now.clone());
            let progress = Arc::clone(&self.progress);
            let work = move |_: &mut ProgressFn<'_>| upgrade(&path, folder.as_deref(), &now, &progress);
            let job = BackgroundJob::start("upgrade", ui.ctx(), work).map_err(|error| io_error(&self.path, error))?;
            self.job = Some((job, time));
            return Ok(time);
        };
        match job.poll() {
            None => Ok(*since),
            Some(result) => Err(result.unwrap_or_else(|error| io_error(&self.path, error))),
        }
    }

    fn show_content(&self, ui: &mut Ui, elapsed: f64) {
        let t = Tokens::of(ui);
        ui.set_width(ui.available_width());
        page_title(ui, Label::new(text::heading("Updating your journal").color(t.ink)));
        ui.add_space(8.0);
        let about = "This version of Rapport stores your journal in a new way. It happens once, and can take a few \
                     minutes for a large journal. Nothing is lost if you stop it.";
        ui.add(Label::new(text::body(about).color(t.ink_soft)).wrap());
        ui.add_space(10.0);
        card(ui, |ui| {
            let (done, label) = self.done_and_label();
            percent_bar(ui, (done, BAR), "done");
            ui.label(text::body(format!("{label}…")).color(t.ink));
            ui.label(text::small(elapsed_text(Duration::from_secs_f64(elapsed.max(0.0)))).color(t.ink_soft));
        });
        ui.add_space(4.0);
        let label = if self.progress.is_cancelled() { "Stopping…" } else { "Stop" };
        if ui.add_enabled(!self.progress.is_cancelled(), Button::plain(label)).clicked() {
            self.progress.cancel();
        }
        ui.add_space(4.0);
        ui.add(Label::new(text::fine(self.path.display().to_string()).color(t.ink_faint)).wrap());
    }

    /// How much of [`BAR`] is done, and what is being done.
    fn done_and_label(&self) -> (u64, &'static str) {
        let Some(current) = self.progress.step() else { return (0, "Opening it") };
        let (done, total) = self.progress.within_step();
        let mut before = 0;
        for (step, share, label) in STEPS {
            if step == current {
                let within = (share * done.min(total)).checked_div(total).unwrap_or_default();
                return (before + within, label);
            }
            before += share;
        }
        (before, "")
    }
}

impl Drop for UpgradePage {
    /// Closing the window does not wait for the end of the upgrade.
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

/// "12 seconds so far": it changes every second, so that it cannot be mistaken for a hang.
fn elapsed_text(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, 1) => "1 second so far".to_owned(),
        (0, seconds) => format!("{seconds} seconds so far"),
        (minutes, seconds) => format!("{minutes} min {seconds} s so far"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::elapsed_text;

    #[test]
    fn elapsed_time_is_said_in_minutes_and_seconds() {
        for (seconds, expected) in [
            (0.4, "0 seconds so far"),
            (1.9, "1 second so far"),
            (59.0, "59 seconds so far"),
            (61.0, "1 min 1 s so far"),
        ] {
            assert_eq!(elapsed_text(Duration::from_secs_f64(seconds)), expected);
        }
    }
}
