//! The confirmation before a flag, which is private, is picked as evidence for a review.

use eframe::egui::{Context, Id};

use crate::{
    domain::{
        entry::{Entry, kind::Kind},
        id::EntryId,
    },
    journal::change::Change,
    ui::{
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, markdown::to_plain_text},
    },
};

/// Confirms that a flag is picked as evidence.
pub struct ConfirmPrivateEvidenceDialog {
    entry: EntryId,
    entry_text: String,
}

impl ConfirmPrivateEvidenceDialog {
    /// Opens it for a flag.
    pub fn open(entry: &Entry) -> Self {
        Self { entry: entry.id, entry_text: text::excerpt(&to_plain_text(&entry.text)) }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let t = Tokens::of(ctx);
        let output = Dialog::new(Id::unique("pick flag"), "Add this flag to the evidence?")
            .width(480.0)
            .title_contents(|ui| drop(ui.add(kind_style::chip(Kind::Flag))))
            .show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.entry_text).color(t.ink));
                    let explanation = "Flags are private and stay out of every export. As evidence, this one can be included when \
                      you export a review.";
                    ui.label(text::body(explanation).color(t.ink_soft));
                    Shortcut::ConfirmDialog.consume(ui)
                        || Shortcut::SubmitDialog.consume(ui)
                },
                |ui| {
                    let keep = ui.add(Button::primary("Keep private")).clicked();
                    (ui.add(Button::plain("Add to evidence")).clicked(), keep)
                },
            );
        let (pick, keep) = output.buttons;
        if pick {
            screen.dispatch(Change::SetEvidence { entries: vec![self.entry], picked: true });
        }
        pick || keep || output.closed
    }
}
