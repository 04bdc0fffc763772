//! The page of a locked journal, which asks for its passphrase. It says nothing about the journal
//! but the name of its file.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use eframe::egui::{Align, Align2, CentralPanel, Frame, Id, Key, Label, Layout, ScrollArea, Sense, Stroke, Ui, vec2};

use super::{
    background_job::BackgroundJob,
    icons,
    shortcut::Shortcut,
    text::{self, Type, Weight},
    tokens::Tokens,
    widget::{button::Button, field::TextField, heading::page_title, password_field::PasswordField, scroll},
};
use crate::{
    domain::{passphrase::Passphrase, recovery_key::RecoveryKey},
    journal::keychain::{KeyLookup, KeychainError},
    store::{self, StoreError},
};

/// The width of the content.
const WIDTH: f32 = 320.0;
/// The diameter of the circle around the lock.
const CIRCLE: f32 = 48.0;
/// How long to wait after the first wrong passphrase; twice as long after each other one.
const FIRST_WAIT_S: f64 = 1.0;
/// The longest wait.
const MAX_WAIT_S: f64 = 64.0;
/// How long the page stays empty while the system keychain is asked, which may spare the question.
const BLANK_S: f64 = 0.5;

/// Why the journal is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockReason {
    /// The program has just started.
    Start,
    /// It was locked while it was open.
    Locked,
    /// Another program has set or changed its passphrase while it was open.
    Rekeyed,
}

/// The page.
pub struct UnlockPage {
    path: PathBuf,
    reason: LockReason,
    passphrase: PasswordField,
    /// What is typed of the recovery key; `None` while the passphrase is asked for.
    recovery_key: Option<String>,
    error: Option<String>,
    failures: u32,
    /// The time of the window before which nothing is tried.
    wait_until: f64,
    job: Option<BackgroundJob<Result<(), StoreError>>>,
    wants_focus: bool,
    /// Whether something waits to be written once it is unlocked.
    has_capture: bool,
    /// The search for the key in the system keychain.
    lookup: Option<KeyLookup>,
    /// The time of the window at which that was first waited for.
    blank_since: Option<f64>,
    /// Why the key in the system keychain is not used.
    keychain_notice: Option<&'static str>,
    /// What is said instead of the hint below the button.
    notice: Option<String>,
}

impl UnlockPage {
    /// The page of the journal at `path`.
    pub fn new(path: &Path, reason: LockReason) -> Self {
        Self {
            path: path.to_owned(),
            reason,
            passphrase: PasswordField::new(Id::unique("passphrase of the journal")),
            recovery_key: None,
            error: None,
            failures: 0,
            wait_until: 0.0,
            job: None,
            wants_focus: true,
            has_capture: false,
            lookup: None,
            blank_since: None,
            keychain_notice: None,
            notice: None,
        }
    }

    /// Uses the key that this finds in the system keychain, unless the passphrase is typed before.
    pub fn use_lookup(&mut self, lookup: Option<KeyLookup>) {
        self.lookup = lookup;
    }

    /// Says more about why the journal is locked.
    pub fn set_notice(&mut self, notice: String) {
        self.notice = Some(notice);
    }

    /// Why the journal is locked.
    pub fn reason(&self) -> LockReason {
        self.reason
    }

    /// Says that the journal has to be unlocked before something can be written.
    pub fn ask_for_capture(&mut self) {
        self.has_capture = true;
        self.wants_focus = true;
    }

    /// Shows the page. Returns whether the journal is unlocked.
    pub fn show(&mut self, ui: &mut Ui) -> bool {
        let time = ui.input(|input| input.time);
        if self.poll_lookup() || self.poll(ui, time) {
            return true;
        }
        let t = Tokens::of(ui);
        let is_blank = self.is_blank(ui, time);
        CentralPanel::default().frame(Frame::new().fill(t.page)).show(ui, |ui| {
            if is_blank {
                return;
            }
            let size = ui.available_size();
            scroll::show(ui, ScrollArea::vertical().auto_shrink(false), |ui| {
                let width = WIDTH.min(size.x - 32.0);
                ui.add_space((size.y * 0.307).floor());
                ui.horizontal_top(|ui| {
                    ui.add_space(((size.x - width) / 2.0).floor());
                    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Center), |ui| {
                        ui.set_width(width);
                        self.show_content(ui, time);
                    });
                });
            });
        });
        false
    }

    /// Takes the result of the search in the system keychain.
    fn poll_lookup(&mut self) -> bool {
        // A passphrase that is being tried is waited for: only one of them reads the file.
        if self.job.is_some() {
            return false;
        }
        let Some(result) = self.lookup.as_ref().and_then(|lookup| lookup.poll(&self.path)) else { return false };
        self.lookup = None;
        let error = match result {
            Ok(is_unlocked) => return is_unlocked,
            Err(error) => error,
        };
        tracing::info!(%error, "the passphrase is asked for");
        self.keychain_notice = match error {
            KeychainError::Locked => Some("Your system keychain is locked, so the passphrase is needed."),
            KeychainError::WrongKey => Some("The key in your system keychain doesn’t open this journal."),
            // Perhaps the key was never there.
            KeychainError::Unavailable(_) | KeychainError::Store(_) => None,
        };
        false
    }

    /// Whether nothing is shown yet, because the system keychain may have the key.
    fn is_blank(&mut self, ui: &Ui, time: f64) -> bool {
        if self.lookup.is_none() {
            return false;
        }
        let since = *self.blank_since.get_or_insert(time);
        let remaining = BLANK_S - (time - since);
        if remaining > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(remaining));
        }
        remaining > 0.0
    }

    /// Takes the result of an attempt.
    fn poll(&mut self, ui: &Ui, time: f64) -> bool {
        let Some(result) = self.job.as_mut().and_then(BackgroundJob::poll) else { return false };
        self.job = None;
        match result {
            Ok(Ok(())) => {
                self.passphrase.clear(ui);
                return true;
            }
            Ok(Err(StoreError::WrongPassphrase(_))) => {
                let wait = (FIRST_WAIT_S * 2_f64.powi(self.failures.cast_signed())).min(MAX_WAIT_S);
                self.failures += 1;
                self.wait_until = time + wait;
                let what = if self.recovery_key.is_some() { "Wrong recovery key" } else { "Wrong passphrase" };
                self.error = Some(format!("{what}."));
                ui.ctx().request_repaint_after(Duration::from_secs_f64(wait));
            }
            Ok(Err(error)) => {
                let error = error.user_facing_error();
                self.error = Some(format!("{} {}", error.problem, error.remedy));
            }
            Err(error) => self.error = Some(error.to_string()),
        }
        self.wants_focus = true;
        false
    }

    fn show_content(&mut self, ui: &mut Ui, time: f64) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 4.0;
        let (circle, _) = ui.allocate_exact_size(vec2(CIRCLE, CIRCLE), Sense::hover());
        ui.painter().circle(circle.center(), CIRCLE / 2.0, t.sidebar, Stroke::new(1.0, t.line));
        let icon = text::font(Type::Section, Weight::Regular);
        ui.painter().text(circle.center(), Align2::CENTER_CENTER, icons::LOCK, icon, t.ink_soft);
        ui.add_space(8.0);
        let title = if self.reason == LockReason::Rekeyed { "Passphrase changed" } else { "Locked" };
        page_title(ui, Label::new(text::heading(title).color(t.ink)));
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        ui.add(Label::new(text::small(name).color(t.ink_soft)).truncate());
        ui.add_space(26.0);
        let is_waiting = time < self.wait_until || self.job.is_some();
        let submitted = self.show_field(ui);
        ui.add_space(6.0);
        let has_text = self.recovery_key.as_ref().map_or(!self.passphrase.is_empty(), |key| !key.trim().is_empty());
        let key = Shortcut::SubmitField.label(ui);
        let unlock = Button::primary("Unlock").shortcut(&key).full_width();
        let clicked = ui.add_enabled(has_text && !is_waiting, unlock).clicked();
        if (clicked || submitted) && has_text && !is_waiting {
            self.start(ui);
        } else if submitted {
            // Enter takes the focus from a field.
            self.wants_focus = true;
            ui.request_repaint();
        }
        ui.add_space(16.0);
        let hint = match (self.has_capture, self.notice.as_deref().or(self.keychain_notice), self.reason) {
            (true, ..) => "Unlock to save what you jot.",
            (false, Some(notice), _) => notice,
            (false, None, LockReason::Locked) => "You’ll be back where you left off. Your draft is safe.",
            (false, None, LockReason::Start | LockReason::Rekeyed) => "Only your passphrase opens this journal.",
        };
        ui.add(Label::new(text::small(hint).color(t.ink_faint)).wrap());
        ui.add_space(40.0);
        self.show_way_out(ui);
    }

    /// Returns whether Enter was pressed in the field.
    fn show_field(&mut self, ui: &mut Ui) -> bool {
        let error = self.error.clone();
        let response = match &mut self.recovery_key {
            Some(key) => {
                let id = Id::unique("recovery key of the journal");
                TextField::multiline("Recovery key", key, 3).id(id).on_page().error(error.as_deref()).show(ui).response
            }
            None => self.passphrase.show_on_page(ui, "Passphrase", error.as_deref()),
        };
        if response.changed() {
            self.error = None;
        }
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    }

    fn show_way_out(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let uses_key = self.recovery_key.is_some();
        let (question, label) =
            if uses_key { ("", "Use your passphrase") } else { ("Forgot it?", "Use your recovery key") };
        if !question.is_empty() {
            ui.label(text::small(question).color(t.ink_faint));
        }
        if ui.add(Button::quiet(label).small()).clicked() {
            self.recovery_key = if uses_key { None } else { Some(String::new()) };
            self.error = None;
            self.wants_focus = true;
        }
    }

    fn start(&mut self, ui: &Ui) {
        let path = self.path.clone();
        let started = if let Some(typed) = &self.recovery_key {
            match RecoveryKey::parse(typed) {
                Ok(key) => {
                    BackgroundJob::start("unlock", ui.ctx(), move |_| store::unlock_with_recovery_key(&path, &key))
                }
                Err(error) => {
                    self.error = Some(error.to_string());
                    self.wants_focus = true;
                    return;
                }
            }
        } else {
            let Ok(passphrase) = Passphrase::new(self.passphrase.text()) else { return };
            BackgroundJob::start("unlock", ui.ctx(), move |_| store::unlock(&path, &passphrase))
        };
        match started {
            Ok(job) => self.job = Some(job),
            Err(error) => self.error = Some(error.to_string()),
        }
    }
}
