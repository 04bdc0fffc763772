//! The trashed entries of a person, which can be restored.

use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};

use crate::{
    domain::{entry::Entry, erase::EraseScope, id::PersonId},
    journal::change::Change,
    ui::{
        action::DialogRequest,
        icons, kind_style,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            button::{Button, IconButton},
            card::divider,
            dialog::Dialog,
            markdown::to_plain_text,
            truncated_label::truncated_label,
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
        let (mut restored, mut erased) = (None, None);
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
                    match ui.push_id(entry.id.0, |ui| show_entry(ui, entry, screen)).inner {
                        Some(EntryChoice::Restore) => restored = Some(index),
                        Some(EntryChoice::Erase) => erased = Some(vec![entry.uid]),
                        None => {}
                    }
                }
            },
            |ui| {
                let close = ui.add(Button::primary("Close")).clicked();
                let label = Button::plain("Erase all for good…");
                (close, !self.entries.is_empty() && ui.add(label).clicked())
            },
        );
        let (close, erase_all) = output.buttons;
        if erase_all {
            erased = Some(self.entries.iter().map(|entry| entry.uid).collect());
        }
        if let Some(uids) = erased {
            screen.dispatch(DialogRequest::Erase(Some(EraseScope::Entries(uids))));
            return true;
        }
        if let Some(index) = restored {
            let entry = self.entries.remove(index);
            screen.dispatch(Change::Restore(entry.id));
        }
        output.closed || close
    }
}

/// What was chosen for an entry.
enum EntryChoice {
    Restore,
    Erase,
}

fn show_entry(ui: &mut Ui, entry: &Entry, screen: &ScreenContext<'_>) -> Option<EntryChoice> {
    let t = Tokens::of(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::right_to_left(Align::Center), |ui| {
        let erase = ui.add(IconButton::new(icons::TRASH, "Erase for good…").small()).clicked();
        let restore = ui.add(Button::plain("Restore").small()).clicked();
        if let Some(trashed) = &entry.trashed_at {
            ui.label(text::fine(format_relative_date(trashed.day(), screen.today)).color(t.ink_faint));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(kind_style::chip(entry.kind()));
            truncated_label(ui, text::body(to_plain_text(&entry.text)).color(t.ink));
        });
        match (restore, erase) {
            (true, _) => Some(EntryChoice::Restore),
            (_, true) => Some(EntryChoice::Erase),
            _ => None,
        }
    })
    .inner
}
