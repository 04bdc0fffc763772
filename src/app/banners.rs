//! Error banners at the top of the window: what failed, what is safe, and a retry.

use eframe::egui::{Ui, UiBuilder, accesskit::Role};

use crate::{
    journal::change::{Change, ChangeError, RuleViolation},
    store::Draft,
    ui::{
        icons, text,
        tokens::Tokens,
        widget::{banner::Banner, button::Button},
    },
    wording::user_error::UserFacingError,
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

    /// Whether closing the window would lose something: a text, or a change that can be tried
    /// again.
    pub(super) fn is_worth_keeping(&self) -> bool {
        matches!(self.error, ChangeError::Store(_)) || self.change.user_text().is_some()
    }

    /// The error of the file, if it was one.
    pub(super) fn store_error(&self) -> Option<UserFacingError> {
        if let ChangeError::Store(error) = &self.error { Some(error.user_facing_error()) } else { None }
    }
}

/// Shows the banner about rejected changes, and returns the clicked button.
pub(super) fn show_failed_changes(ui: &mut Ui, failed: &[FailedChange]) -> Option<BannerChoice> {
    let latest = failed.last()?;
    let texts: Vec<String> = failed.iter().filter_map(|failed| failed.change.user_text()).collect();
    let (mut title, detail) = banner_text(!texts.is_empty(), &latest.error);
    if failed.len() > 1 {
        title = format!("{} changes could not be saved.", failed.len());
    }
    let copy = (!texts.is_empty()).then(|| texts.join("\n\n"));
    show_banner(ui, &title, &detail, &BannerButtons { retry: true, copy: copy.as_deref(), dismiss: true })
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

/// Shows one line that says how things are, which is no error, and returns whether its button was
/// clicked.
pub(super) fn show_quiet_line(ui: &mut Ui, notice: &str, button: &str) -> bool {
    let t = Tokens::of(ui);
    let builder = UiBuilder::new().accessibility_role(Role::Status).accessibility_label(notice);
    ui.scope_builder(builder, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(8.0);
            ui.label(text::small(format!("{} {notice}", icons::INFO)).color(t.ink_soft));
            ui.add(Button::quiet(button).small()).clicked()
        })
        .inner
    })
    .inner
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
