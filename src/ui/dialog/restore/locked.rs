//! A backup with another passphrase than the journal, which is asked for.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Context, Id, Key, Label, Ui};

use super::{Choice, Job, take};
use crate::{
    domain::passphrase::Passphrase,
    journal::backup::BackupError,
    store::{self, FileKey, StoreError},
    ui::{background_job::BackgroundJob, text, tokens::Tokens, widget::password_field::PasswordField},
};

/// The key of a backup, which is forgotten when this is dropped.
pub(super) struct BackupKey(Arc<FileKey>);

impl Drop for BackupKey {
    fn drop(&mut self) {
        store::forget_key(&self.0);
    }
}

/// The backup, until it is unlocked.
pub(super) struct LockedBackup {
    pub(super) path: PathBuf,
    passphrase: PasswordField,
    error: Option<String>,
    job: Option<Job<BackupKey>>,
    wants_focus: bool,
}

impl LockedBackup {
    pub(super) fn new(path: PathBuf) -> Self {
        let passphrase = PasswordField::new(Id::unique("passphrase of the backup"));
        Self { path, passphrase, error: None, job: None, wants_focus: true }
    }

    /// Whether the passphrase can be tried.
    pub(super) fn is_ready(&self) -> bool {
        self.job.is_none() && !self.passphrase.is_empty()
    }

    /// Tries the passphrase on a thread.
    pub(super) fn start(&mut self, ctx: &Context) {
        let Ok(passphrase) = Passphrase::new(self.passphrase.text()) else { return };
        let path = self.path.clone();
        match BackgroundJob::start("unlock a backup", ctx, move |_| unlock(&path, &passphrase)) {
            Ok(job) => self.job = Some(job),
            Err(error) => self.error = Some(error.to_string()),
        }
    }

    /// The key, once the passphrase was right.
    pub(super) fn poll(&mut self) -> Option<BackupKey> {
        let result = take(self.job.as_mut()?)?;
        self.job = None;
        self.wants_focus = true;
        self.error = match result {
            Ok(key) => return Some(key),
            Err(BackupError::Store(StoreError::WrongPassphrase(_))) => Some("Wrong passphrase.".to_owned()),
            Err(error) => Some(error.user_facing_error().problem),
        };
        None
    }

    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<Choice> {
        let t = Tokens::of(ui);
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        ui.add(Label::new(text::body(name).color(t.ink)).truncate());
        let about = "This backup has another passphrase: the one your journal had when it was made.";
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        let response = self.passphrase.show(ui, "Passphrase of the backup", self.error.as_deref());
        self.error.take_if(|_| response.changed());
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        (is_entered && self.is_ready()).then_some(Choice::Unlock)
    }
}

fn unlock(path: &Path, passphrase: &Passphrase) -> Result<BackupKey, BackupError> {
    store::unlock(path, passphrase)?;
    store::known_key(path).map(BackupKey).ok_or_else(|| StoreError::WrongPassphrase(path.to_owned()).into())
}
