//! What could not be done, at the top of the window until it is mended: what happened, what is safe, and another try.

use eframe::egui::Ui;

use crate::{
    journal::change::{Change, ChangeError, Refusal},
    store::Draft,
    ui::widget::{banner::Banner, button::Button},
};

/// A change that could not be made, with what a person wrote for it.
pub(super) struct Unkept {
    pub change: Change,
    pub error: ChangeError,
    /// The draft that it was written as, where that still stands in its field as it was.
    pub draft: Option<Draft>,
}

impl Unkept {
    /// Whether it only asked for what is so already: a key that was pressed twice.
    pub(super) fn is_so_already(&self) -> bool {
        let running = matches!(self.error, ChangeError::Refused(Refusal::AlreadyRunning(_)));
        running && matches!(self.change, Change::Begin(_))
    }

    /// Shows it.
    pub(super) fn show(&self, ui: &mut Ui) -> Option<Choice> {
        let text = self.change.text();
        let (what, more) = say(text.is_some(), &self.error);
        show_banner(ui, &what, &more, &Offer { retry: true, copy: text.as_deref(), dismiss: true })
    }
}

fn say(has_text: bool, error: &ChangeError) -> (String, String) {
    let what = if has_text { "What you wrote could not be kept." } else { "That could not be done." };
    match error {
        ChangeError::Refused(refusal) => (what.to_owned(), refusal.to_string()),
        ChangeError::Stopped => (what.to_owned(), error.to_string()),
        ChangeError::Store(error) => {
            let trouble = error.trouble();
            let here = if has_text { " Your text is safe in this window." } else { "" };
            (what.to_owned(), format!("{}{here} {} {}", trouble.happened, trouble.safe, trouble.to_do))
        }
    }
}

/// What a person does about something that did not work.
pub(super) enum Choice {
    Retry,
    Dismiss,
}

/// The buttons that a banner offers.
pub(super) struct Offer<'a> {
    pub retry: bool,
    pub copy: Option<&'a str>,
    pub dismiss: bool,
}

pub(super) fn show_banner(ui: &mut Ui, what: &str, more: &str, offer: &Offer<'_>) -> Option<Choice> {
    Banner::problem(what, more).show(ui, |ui| {
        let mut choice = None;
        if offer.retry && ui.add(Button::plain("Try again").small()).clicked() {
            choice = Some(Choice::Retry);
        }
        if let Some(text) = offer.copy
            && ui.add(Button::quiet("Copy").small()).clicked()
        {
            ui.ctx().copy_text(text.to_owned());
        }
        if offer.dismiss && ui.add(Button::quiet("Dismiss").small()).clicked() {
            choice = Some(Choice::Dismiss);
        }
        choice
    })
}
