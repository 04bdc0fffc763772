//! What was moved to the trash about a person, and the way back.

use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};

use crate::{
    domain::{day::ago, entry::Entry, id::PersonId},
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        kinds, text,
        tokens::Tokens,
        widget::{button::Button, card::divider, dialog::Dialog, elide::elide, markdown::plain},
    },
};

/// How much of the trash is shown; the rest is still there.
const MOST: usize = 200;

/// The trash of a person.
pub struct Trash {
    entries: Vec<Entry>,
}

impl Trash {
    /// Reads it.
    pub fn open(person: PersonId, desk: &mut Desk<'_>) -> Self {
        Self { entries: desk.read(|db| db.trash(person)) }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let mut back = None;
        let output = Dialog::new(Id::unique("trash"), "In the trash").note("Nothing leaves it by itself.").show(
            ctx,
            |ui| {
                if self.entries.is_empty() {
                    ui.label(text::body("It is empty.").color(Tokens::of(ui).ink_soft));
                }
                for (nth, entry) in self.entries.iter().take(MOST).enumerate() {
                    if nth > 0 {
                        divider(ui);
                    }
                    if ui.push_id(entry.id.0, |ui| show_entry(ui, entry, desk)).inner {
                        back = Some(nth);
                    }
                }
            },
            |ui| ui.add(Button::primary("Close")).clicked(),
        );
        if let Some(nth) = back {
            let entry = self.entries.remove(nth);
            desk.ask(Action::Make(Change::Restore(entry.id)));
        }
        output.closed || output.buttons
    }
}

/// One entry; `true` where it is to be brought back.
fn show_entry(ui: &mut Ui, entry: &Entry, desk: &Desk<'_>) -> bool {
    let t = Tokens::of(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::right_to_left(Align::Center), |ui| {
        let back = ui.add(Button::plain("Bring back").small()).clicked();
        if let Some(trashed) = &entry.trashed {
            ui.label(text::fine(ago(trashed.day(), desk.today)).color(t.ink_faint));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(kinds::chip(entry.kind()));
            elide(ui, text::body(plain(&entry.text)).color(t.ink));
        });
        back
    })
    .inner
}
