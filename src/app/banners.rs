//! Error banners at the top of the window: what failed, what is safe, and a retry.

use eframe::egui::Ui;

use crate::{
    journal::change::{Change, ChangeError, RuleViolation},
    store::Draft,
    ui::widget::{banner::Banner, button::Button},
};

/// A change that was rejected.
pub(super) struct FailedChange {
    pub change: Change,
    pub error: ChangeError,
    /// The draft it was written in, if the field still holds the same text.
    pub draft: Option<Draft>,
}

impl FailedChange {
    /// Whether the change had been made already, as when a shortcut is pressed twice.
    pub(super) fn is_redundant(&self) -> bool {
        let is_running = matches!(self.error, ChangeError::RuleViolation(RuleViolation::AlreadyRunning(_)));
        is_running && matches!(self.change, Change::StartMeeting(_))
    }

    /// Shows the banner and returns the clicked button.
    pub(super) fn show(&self, ui: &mut Ui) -> Option<BannerChoice> {
        let text = self.change.user_text();
        let (title, detail) = banner_text(text.is_some(), &self.error);
        show_banner(ui, &title, &detail, &BannerButtons { retry: true, copy: text.as_deref(), dismiss: true })
    }
}

fn banner_text(has_text: bool, error: &ChangeError) -> (String, String) {
    let title = if has_text { "What you wrote couldn’t be saved." } else { "That couldn’t be done." };
    match error {
        ChangeError::RuleViolation(violation) => (title.to_owned(), violation.to_string()),
        ChangeError::Cancelled => (title.to_owned(), error.to_string()),
        ChangeError::Store(error) => {
            let error = error.user_facing_error();
            let safety = if has_text { " Your text is safe in this window." } else { "" };
            (title.to_owned(), format!("{}{safety} {} {}", error.problem, error.reassurance, error.remedy))
        }
    }
}

/// A button of an error banner that was clicked.
pub(super) enum BannerChoice {
    Retry,
    Dismiss,
}

/// The buttons of an error banner; `copy` is the text to copy.
pub(super) struct BannerButtons<'a> {
    pub retry: bool,
    pub copy: Option<&'a str>,
    pub dismiss: bool,
}

pub(super) fn show_banner(ui: &mut Ui, title: &str, detail: &str, buttons: &BannerButtons<'_>) -> Option<BannerChoice> {
    Banner::error(title, detail).show(ui, |ui| {
        let mut choice = None;
        if buttons.retry && ui.add(Button::plain("Try again").small()).clicked() {
            choice = Some(BannerChoice::Retry);
        }
        if let Some(text) = buttons.copy
            && ui.add(Button::quiet("Copy").small()).clicked()
        {
            ui.ctx().copy_text(text.to_owned());
        }
        if buttons.dismiss && ui.add(Button::quiet("Dismiss").small()).clicked() {
            choice = Some(BannerChoice::Dismiss);
        }
        choice
    })
}
