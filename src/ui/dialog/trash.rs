//! The trashed entries of a person, which can be restored.

use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};

use crate::{
    domain::{entry::Entry, id::PersonId},
    journal::change::Change,
    ui::{
        kind_style,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            button::Button, card::divider, dialog::Dialog, markdown::to_plain_text, truncated_label::truncated_label,
        },
    },
    wording::date::format_relative_date,
};

/// The most entries that are listed.
const MAX_SHOWN: usize = 200;

/// The trash of a person.
pub struct TrashDialog {
    entries: Vec<Entry>,
}

impl TrashDialog {
    /// Loads it.
    pub fn open(person: PersonId, screen: &mut ScreenContext<'_>) -> Self {
        Self { entries: screen.read(|db| db.trashed_entries(person)) }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let mut restored = None;
        let output = Dialog::new(Id::unique("trash"), "Trash").note("Items stay until you restore them.").show(
            ctx,
            |ui| {
                if self.entries.is_empty() {
                    ui.label(text::body("The trash is empty.").color(Tokens::of(ui).ink_soft));
                }
                for (index, entry) in self.entries.iter().take(MAX_SHOWN).enumerate() {
                    if index > 0 {
                        divider(ui);
                    }
                    if ui.push_id(entry.id.0, |ui| show_entry(ui, entry, screen)).inner {
                        restored = Some(index);
                    }
                }
            },
            |ui| ui.add(Button::primary("Close")).clicked(),
        );
        if let Some(index) = restored {
            let entry = self.entries.remove(index);
            screen.dispatch(Change::Restore(entry.id));
        }
        output.closed || output.buttons
    }
}

/// Returns whether the entry is to be restored.
fn show_entry(ui: &mut Ui, entry: &Entry, screen: &ScreenContext<'_>) -> bool {
    let t = Tokens::of(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::right_to_left(Align::Center), |ui| {
        let restore = ui.add(Button::plain("Restore").small()).clicked();
        if let Some(trashed) = &entry.trashed_at {
            ui.label(text::fine(format_relative_date(trashed.day(), screen.today)).color(t.ink_faint));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(kind_style::chip(entry.kind()));
            truncated_label(ui, text::body(to_plain_text(&entry.text)).color(t.ink));
        });
        restore
    })
    .inner
}
