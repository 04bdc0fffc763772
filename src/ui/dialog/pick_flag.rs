//! A flag is private: is it really evidence for a review?

use eframe::egui::{Context, Id, Key, Modifiers};

use crate::{
    domain::{entry::Entry, id::EntryId, kind::Kind},
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, markdown::plain},
    },
};

/// The dialog.
pub struct PickFlag {
    entry: EntryId,
    about: String,
}

impl PickFlag {
    /// Asks about a flag.
    pub fn open(entry: &Entry) -> Self {
        Self { entry: entry.id, about: text::beginning(&plain(&entry.text)) }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let t = Tokens::of(ctx);
        let output = Dialog::new(Id::unique("pick flag"), "Pick a flag as evidence?")
            .width(480.0)
            .chip(|ui| drop(ui.add(kinds::chip(Kind::Flag))))
            .show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.about).color(t.ink));
                    let said = "Flags are private: what you noticed stays with you, and out of every export. Picked as \
                                evidence, this one can leave the journal in the export of a review.";
                    ui.label(text::body(said).color(t.ink_soft));
                    keys::take(ui, Modifiers::NONE, Key::Enter) || keys::take(ui, Modifiers::COMMAND, Key::Enter)
                },
                |ui| {
                    let keep = ui.add(Button::primary("Keep it private")).clicked();
                    (ui.add(Button::plain("Pick it")).clicked(), keep)
                },
            );
        let (pick, keep) = output.buttons;
        if pick {
            desk.ask(Action::Make(Change::Evidence { entries: vec![self.entry], picked: true }));
        }
        pick || keep || output.closed
    }
}
