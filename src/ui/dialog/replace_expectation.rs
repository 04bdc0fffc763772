//! The dialog that replaces an expectation with a new one; the old one stays in the timeline.

use eframe::egui::{Context, Id, Ui};

use crate::{
    domain::{
        entry::{Detail, Entry, kind::Kind},
        id::EntryId,
        parse::entry_line::{TextError, clean_text},
    },
    journal::change::Change,
    ui::{
        action::Submission,
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text},
    },
};

/// Replaces an expectation.
pub struct ReplaceExpectationDialog {
    entry: EntryId,
    field_key: String,
    entry_text: String,
    /// What you expect, what you provide, and the expectation in their words.
    texts: [String; 3],
    show_errors: bool,
}

impl ReplaceExpectationDialog {
    /// Opens it for an expectation, with the draft of an earlier edit or else the old wording;
    /// `None` for an entry of another kind.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let Detail::Expectation(old) = &entry.detail else { return None };
        let field_key = format!("replace/{}", entry.uid);
        let draft = screen.draft(&field_key).and_then(|draft| serde_json::from_str(&draft.text).ok());
        // Their words for the old expectation do not apply to the new one.
        let texts = draft.unwrap_or_else(|| [entry.text.clone(), old.provide.clone(), String::new()]);
        Some(Self { entry: entry.id, field_key, entry_text: to_plain_text(&entry.text), texts, show_errors: false })
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let error = clean_text(&self.texts[0]).err().filter(|_| self.show_errors);
        let output = Dialog::new(Id::unique("replace"), "Replace expectation")
            .title_contents(|ui| drop(ui.add(kind_style::chip(Kind::Expectation))))
            .note("The old one stays in the timeline.")
            .show(
                ctx,
                |ui| {
                    let typed = self.show_fields(ui, error.as_ref());
                    (Shortcut::SubmitDialog.consume(ui), typed)
                },
                |ui| (ui.add(Button::primary("Replace")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &serde_json::to_string(&self.texts).unwrap_or_default());
        }
        if done || enter {
            self.show_errors = true;
            if let Ok(text) = clean_text(&self.texts[0]) {
                let [_, provide, their_words] = self.texts.clone();
                let change = Change::ReplaceExpectation { entry: self.entry, text, provide, their_words };
                screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
                return true;
            }
        }
        // Esc keeps the draft for the next time; only Cancel discards it.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    /// Returns whether any text changed.
    fn show_fields(&mut self, ui: &mut Ui, error: Option<&TextError>) -> bool {
        let text = format!("Currently: {}", self.entry_text);
        ui.label(text::body(text).color(Tokens::of(ui).ink_soft));
        let [expect, provide, their_words] = &mut self.texts;
        let error = error.map(ToString::to_string);
        let fields = [
            TextField::multiline("I expect", expect, 2).error(error.as_deref()),
            TextField::multiline("I will provide", provide, 1).hint("What they get from you in return"),
            TextField::multiline("In their words", their_words, 1).hint("How they put it"),
        ];
        fields.into_iter().fold(false, |typed, field| field.show(ui).response.changed() | typed)
    }
}
