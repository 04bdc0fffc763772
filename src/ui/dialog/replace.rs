//! A new expectation in the place of an old one, which stays to be read.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};

use crate::{
    domain::{
        entry::{Detail, Entry},
        id::EntryId,
        jot::{JotError, clean},
        kind::Kind,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain},
    },
};

/// The dialog.
pub struct Replace {
    entry: EntryId,
    place: String,
    about: String,
    /// What you expect, what you provide, and the same in their words.
    texts: [String; 3],
    tried: bool,
}

impl Replace {
    /// Asks for what takes the place of an expectation, with what was being written when it was last left. It begins with
    /// the old wording: often only a part of it changes.
    pub fn open(entry: &Entry, desk: &mut Desk<'_>) -> Option<Self> {
        let Detail::Expectation(old) = &entry.detail else { return None };
        let place = format!("replace/{}", entry.uid);
        let draft = desk.draft(&place).and_then(|draft| serde_json::from_str(&draft.text).ok());
        // How they said the old one back is not how they say the new one.
        let texts = draft.unwrap_or_else(|| [entry.text.clone(), old.provide.clone(), String::new()]);
        Some(Self { entry: entry.id, place, about: plain(&entry.text), texts, tried: false })
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let wrong = clean(&self.texts[0]).err().filter(|_| self.tried);
        let output = Dialog::new(Id::unique("replace"), "Replace it")
            .chip(|ui| drop(ui.add(kinds::chip(Kind::Expectation))))
            .note("The old one stays in the timeline.")
            .show(
                ctx,
                |ui| {
                    let typed = self.show_fields(ui, wrong.as_ref());
                    (keys::take(ui, Modifiers::COMMAND, Key::Enter), typed)
                },
                |ui| (ui.add(Button::primary("Replace it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            desk.typed(&self.place, "", &serde_json::to_string(&self.texts).unwrap_or_default());
        }
        if done || enter {
            self.tried = true;
            if let Ok(text) = clean(&self.texts[0]) {
                let [_, provide, their_words] = self.texts.clone();
                let change = Change::Replace { entry: self.entry, text, provide, their_words };
                desk.ask(Action::MakeDrafted(change, self.place.clone()));
                return true;
            }
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }

    /// Whether any of them holds another text than before.
    fn show_fields(&mut self, ui: &mut Ui, wrong: Option<&JotError>) -> bool {
        let said = format!("So far: {}", self.about);
        ui.label(text::body(said).color(Tokens::of(ui).ink_soft));
        let [expect, provide, theirs] = &mut self.texts;
        let error = wrong.map(ToString::to_string);
        let fields = [
            Field::lines("I expect", expect, 2).error(error.as_deref()),
            Field::lines("I will provide", provide, 1).hint("What they get from you in return"),
            Field::lines("In their words", theirs, 1).hint("How they said it back"),
        ];
        fields.into_iter().fold(false, |typed, field| field.show(ui).response.changed() | typed)
    }
}
