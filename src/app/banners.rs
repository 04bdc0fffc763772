//! What could not be done, at the top of the window until it is mended: what happened, what is safe, and another try.

use eframe::egui::Ui;

use crate::{
    journal::change::{Change, ChangeError, RuleViolation},
    store::Draft,
    ui::widget::{banner::Banner, button::Button},
};

/// A change that could not be made, with what a person wrote for it.
pub(super) struct FailedChange {
    pub change: Change,
    pub error: ChangeError,
    /// The draft that it was written as, where that still stands in its field as it was.
    pub draft: Option<Draft>,
}

impl FailedChange {
    /// Whether it only asked for what is so already: a key that was pressed twice.
    pub(super) fn is_redundant(&self) -> bool {
        let running = matches!(self.error, ChangeError::RuleViolation(RuleViolation::AlreadyRunning(_)));
        running && matches!(self.change, Change::StartMeeting(_))
    }

    /// Shows it.
    pub(super) fn show(&self, ui: &mut Ui) -> Option<BannerChoice> {
        let text = self.change.user_text();
        let (what, more) = banner_text(text.is_some(), &self.error);
        show_banner(ui, &what, &more, &BannerButtons { retry: true, copy: text.as_deref(), dismiss: true })
    }
}

fn banner_text(has_text: bool, error: &ChangeError) -> (String, String) {
    let what = if has_text { "What you wrote could not be kept." } else { "That could not be done." };
    match error {
        ChangeError::RuleViolation(refusal) => (what.to_owned(), refusal.to_string()),
        ChangeError::Cancelled => (what.to_owned(), error.to_string()),
        ChangeError::Store(error) => {
            let trouble = error.user_facing_error();
            let here = if has_text { " Your text is safe in this window." } else { "" };
            (what.to_owned(), format!("{}{here} {} {}", trouble.problem, trouble.reassurance, trouble.remedy))
        }
    }
}

/// What a person does about something that did not work.
pub(super) enum BannerChoice {
    Retry,
    Dismiss,
}

/// The buttons that a banner offers.
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
