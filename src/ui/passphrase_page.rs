//! The page that is shown while a journal is encrypted, or its encryption is changed or ended.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Align, CentralPanel, Frame, Label, Layout, Ui, vec2};

use super::{
    background_job::BackgroundJob,
    text,
    tokens::Tokens,
    widget::{card::card, heading::page_title, progress::percent_bar},
};
use crate::{
    domain::{moment::Moment, passphrase::Passphrase},
    journal::{
        backup::BackupError,
        keychain::Keychain,
        passphrase::{PassphraseOutcome, remove_passphrase, set_passphrase},
    },
    store::{FileKey, StoreError},
};

/// The width of the content.
const WIDTH: f32 = 480.0;

/// What became of it.
pub type PassphraseResult = Result<PassphraseOutcome, BackupError>;

/// The page.
pub struct PassphrasePage {
    path: PathBuf,
    backups: Option<PathBuf>,
    /// The new passphrase; `None` to remove the old one.
    passphrase: Option<Passphrase>,
    /// The system keychain and the key that it may have.
    stored_key: Option<(Keychain, Arc<FileKey>)>,
    now: Moment,
    job: Option<BackgroundJob<PassphraseResult>>,
}

impl PassphrasePage {
    /// The page of the journal at `path`, which must not be open. Its backups are in the folder
    /// `backups` unless it names another.
    pub fn new(path: &Path, backups: Option<PathBuf>, passphrase: Option<Passphrase>, now: Moment) -> Self {
        Self { path: path.to_owned(), backups, passphrase, stored_key: None, now, job: None }
    }

    /// Has the system keychain follow the change, if it has this key of the journal.
    pub fn replace_stored_key(&mut self, keychain: Keychain, old: Arc<FileKey>) {
        self.stored_key = Some((keychain, old));
    }

    /// Whether a passphrase is set, and not removed.
    pub fn sets_passphrase(&self) -> bool {
        self.passphrase.is_some()
    }

    /// Shows the page, and returns the result once there is one.
    pub fn show(&mut self, ui: &mut Ui) -> Option<PassphraseResult> {
        if let Some(result) = self.poll(ui) {
            return Some(result);
        }
        let page = Frame::new().fill(Tokens::of(ui).page);
        CentralPanel::default().frame(page).show(ui, |ui| {
            let size = ui.available_size();
            let width = WIDTH.min(size.x - 56.0);
            ui.add_space(size.y * 0.26);
            ui.horizontal_top(|ui| {
                ui.add_space(((size.x - width) / 2.0).floor());
                let column = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(width, 0.0), column, |ui| self.show_content(ui));
            });
        });
        None
    }

    fn poll(&mut self, ui: &Ui) -> Option<PassphraseResult> {
        let io_error = |path: &Path, source| Err(StoreError::Io { path: path.to_owned(), source }.into());
        let Some(job) = &mut self.job else {
            let (path, folder, now) = (self.path.clone(), self.backups.clone(), self.now.clone());
            let (passphrase, stored_key) = (self.passphrase.clone(), self.stored_key.take());
            let started = BackgroundJob::start("passphrase", ui.ctx(), move |progress| {
                let outcome = match passphrase {
                    Some(passphrase) => set_passphrase(&path, folder.as_deref(), &passphrase, &now, progress),
                    None => remove_passphrase(&path, folder.as_deref(), progress),
                }?;
                if let Some((keychain, old)) = stored_key
                    && let Err(error) = keychain.replace_key(&path, &old)
                {
                    tracing::warn!(%error, "the key of the journal in the system keychain stays");
                }
                Ok(outcome)
            });
            return match started {
                Ok(job) => {
                    self.job = Some(job);
                    None
                }
                Err(error) => Some(io_error(&self.path, error)),
            };
        };
        let result = job.poll()?;
        Some(result.unwrap_or_else(|error| io_error(&self.path, error)))
    }

    fn show_content(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        ui.set_width(ui.available_width());
        let (heading, about) = match &self.passphrase {
            Some(_) => (
                "Encrypting your journal",
                "It’s written again, compared with what you have, and only then replaced. Its backups follow.",
            ),
            None => ("Removing the passphrase", "Your journal and its backups are written again without encryption."),
        };
        page_title(ui, Label::new(text::heading(heading).color(t.ink)));
        ui.add_space(8.0);
        ui.add(Label::new(text::body(about).color(t.ink_soft)).wrap());
        ui.add_space(10.0);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            let (done, total) = self.job.as_ref().map_or((0, 0), BackgroundJob::done_and_total);
            percent_bar(ui, (done, total), "done");
        });
    }
}
