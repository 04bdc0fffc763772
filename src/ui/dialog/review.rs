//! Dialogs of reviews: finishing one, and saving or editing templates of headings.

use eframe::egui::{Context, Id, Label, Ui};

use crate::{
    domain::review::{Template, headings, is_same_name, period::Period},
    journal::change::{Change, review::ReviewChange},
    ui::{
        action::{ReviewPrompt, Submission},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, heading::section_label},
    },
};

/// A dialog about a review.
pub struct ReviewDialog {
    prompt: ReviewPrompt,
    name: String,
    text: String,
    show_errors: bool,
}

impl ReviewDialog {
    /// Opens it.
    pub fn open(prompt: ReviewPrompt) -> Self {
        let (name, text) = match &prompt {
            ReviewPrompt::EditTemplate { name, text, .. } => (name.clone(), text.clone()),
            ReviewPrompt::Finish { .. } | ReviewPrompt::SaveTemplate { .. } => Default::default(),
        };
        Self { prompt, name, text, show_errors: false }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let (title, done) = match &self.prompt {
            ReviewPrompt::Finish { .. } => ("Finish this review?", "Finish"),
            ReviewPrompt::SaveTemplate { .. } => ("Save as template", "Save"),
            ReviewPrompt::EditTemplate { .. } => ("Edit template", "Save"),
        };
        let output = Dialog::new(Id::unique("about a review"), title).width(460.0).show(
            ctx,
            |ui| {
                // Handled before the widgets: a focused button or a multi-line field would consume
                // Enter.
                let enter = Shortcut::SubmitDialog.consume(ui)
                    || (self.is_single_line() && Shortcut::ConfirmDialog.consume(ui));
                self.show_body(ui);
                enter
            },
            |ui| {
                let done = ui.add(Button::primary(done)).clicked();
                (done, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (done, cancel) = output.buttons;
        if (done || output.body) && self.submit(screen) {
            return true;
        }
        cancel || output.closed
    }

    fn needs_name(&self) -> bool {
        !matches!(self.prompt, ReviewPrompt::Finish { .. })
    }

    fn is_single_line(&self) -> bool {
        matches!(self.prompt, ReviewPrompt::SaveTemplate { .. })
    }

    fn show_body(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let show_paragraph =
            |ui: &mut Ui, text: String| drop(ui.add(Label::new(text::body(text).color(t.ink_soft)).wrap()));
        let name_error =
            Template::clean_name(&self.name).err().filter(|_| self.show_errors).map(|error| error.to_string());
        match &self.prompt {
            ReviewPrompt::Finish { text: review_text, short_name, .. } => {
                let period = Period::new(review_text.from, review_text.to).map(Period::label).unwrap_or_default();
                show_paragraph(ui, format!("{short_name}, {period}"));
                show_paragraph(
                    ui,
                    "It will be dated today and added to the timeline. You can reopen it later.".to_owned(),
                );
            }
            ReviewPrompt::SaveTemplate { text, names } => {
                let field = TextField::singleline("Template name", &mut self.name).hint("My half-year");
                field.error(name_error.as_deref()).show(ui);
                if names.iter().any(|name| is_same_name(name, self.name.trim())) {
                    show_paragraph(ui, "This replaces your template with that name.".to_owned());
                }
                section_label(ui, "Headings");
                let lines =
                    headings(text).join("\n").replace("{name}", "the name").replace("{they}", "she, he or they");
                ui.add(Label::new(text::small(lines.replace("{s}", "s")).color(t.ink)).wrap());
            }
            ReviewPrompt::EditTemplate { .. } => {
                TextField::singleline("Template name", &mut self.name).error(name_error.as_deref()).show(ui);
                let text_error =
                    Template::clean_text(&self.text).err().filter(|_| self.show_errors).map(|error| error.to_string());
                TextField::multiline("Headings", &mut self.text, 8).error(text_error.as_deref()).show(ui);
                let help = "A line that starts with ## is a heading. {name} becomes the person’s name, {they} becomes she, \
                  he or they, and {s} the verb ending after it.";
                ui.add(Label::new(text::fine(help).color(t.ink_faint)).wrap());
            }
        }
    }

    /// Dispatches the change; `false` where a field is invalid.
    fn submit(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        self.show_errors = true;
        if self.needs_name() && Template::clean_name(&self.name).is_err() {
            return false;
        }
        if matches!(self.prompt, ReviewPrompt::EditTemplate { .. }) && Template::clean_text(&self.text).is_err() {
            return false;
        }
        let name = self.name.clone();
        match &self.prompt {
            ReviewPrompt::Finish { text: review_text, field_key, .. } => {
                let change = Change::Review(ReviewChange::Finish(review_text.clone()));
                screen.dispatch(Submission::with_draft(change, field_key.clone()));
            }
            ReviewPrompt::SaveTemplate { text, .. } => {
                let change = ReviewChange::SaveTemplate { name, text: text.clone() };
                screen.dispatch(Change::Review(change));
            }
            ReviewPrompt::EditTemplate { own, .. } => {
                let text = self.text.clone();
                let change = match *own {
                    Some(template) => ReviewChange::EditTemplate { template, name, text },
                    None => ReviewChange::SaveTemplate { name, text },
                };
                screen.dispatch(Change::Review(change));
            }
        }
        true
    }
}
