//! All keys and marks on one page, from the same table that the keys themselves come from.

use eframe::egui::{Context, Grid, Id, Key, KeyboardShortcut, Modifiers, Ui};

use crate::{
    domain::parse::prefix::Prefix,
    ui::{
        action::{BINDINGS, format_shortcut},
        kind_style::tone,
        text,
        tokens::Tokens,
        widget::{button::Button, chip::Chip, dialog::Dialog, key_hint::key_hint, section_label::section_label},
    },
};

/// Keys that belong to the field or the list they work in.
const LOCAL_SHORTCUTS: &[(Modifiers, Key, &str)] = &[
    (Modifiers::NONE, Key::Enter, "Keep the line, in the composer"),
    (Modifiers::SHIFT, Key::Enter, "A new line in the composer"),
    (Modifiers::NONE, Key::Tab, "The next kind, in the composer"),
    (Modifiers::NONE, Key::Escape, "Take back the day that was read; then leave the composer"),
    (Modifiers::NONE, Key::ArrowUp, "Edit the last entry, in an empty composer"),
    (Modifiers::NONE, Key::E, "Edit the entry that has the focus"),
    (Modifiers::NONE, Key::M, "Say more about the entry that has the focus"),
    (Modifiers::COMMAND, Key::M, "Say more about what you jotted last, while you write"),
    (Modifiers::COMMAND, Key::E, "Pick the entry that has the focus as evidence for a review, or no longer"),
    (
        Modifiers::COMMAND.plus(Modifiers::SHIFT),
        Key::E,
        "Quote the evidence that has the focus in the draft of the review",
    ),
    (Modifiers::NONE, Key::ArrowDown, "The next piece of evidence, in a review; Up the one before"),
    (Modifiers::NONE, Key::Space, "Pick the piece of evidence that has the focus, or no longer"),
    (Modifiers::COMMAND, Key::J, "The next judging word in the draft of a review, while they are looked for"),
    (Modifiers::NONE, Key::Delete, "Move the entry that has the focus to the trash"),
    (
        Modifiers::COMMAND.plus(Modifiers::SHIFT),
        Key::ArrowUp,
        "Move what to raise up, where it has the focus; Down moves it down",
    ),
    (Modifiers::ALT, Key::Num1, "Tick off the first thing on the table; 2 to 9 the others"),
    (Modifiers::NONE, Key::J, "The next thing that waits, on Today; K the one before"),
    (Modifiers::NONE, Key::Enter, "On Today: prepare for the first person, or open what is chosen"),
    (Modifiers::NONE, Key::PageDown, "Further down; PageUp goes back"),
    (Modifiers::COMMAND, Key::PageDown, "The month before, in a history; PageUp the month after"),
    (Modifiers::NONE, Key::Home, "The latest of a history; End its beginning"),
    (Modifiers::NONE, Key::J, "The next entry of a history; K the one before"),
    (Modifiers::SHIFT, Key::Enter, "The match before, while something is looked for; Enter the next"),
    (Modifiers::COMMAND, Key::Plus, "Larger; Minus makes smaller, 0 as it was"),
];

/// Shows the page; `true` when it is done with.
pub fn show(ctx: &Context) -> bool {
    let output = Dialog::new(Id::unique("keys"), "All keys").width(640.0).show(
        ctx,
        |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_label(ui, "Everywhere");
            show_global_shortcuts(ui);
            ui.add_space(8.0);
            section_label(ui, "Where they belong");
            show_local_shortcuts(ui);
            ui.add_space(8.0);
            section_label(ui, "Marks: at the start of a line, then a space");
            show_prefixes(ui);
        },
        |ui| ui.add(Button::primary("Close")).clicked(),
    );
    output.closed || output.buttons
}

fn show_global_shortcuts(ui: &mut Ui) {
    grid(ui, "everywhere", |ui| {
        for binding in BINDINGS {
            row(ui, &format_shortcut(ui, &binding.shortcut), binding.description);
        }
    });
}

fn show_local_shortcuts(ui: &mut Ui) {
    grid(ui, "there", |ui| {
        for (modifiers, key, does) in LOCAL_SHORTCUTS {
            row(ui, &format_shortcut(ui, &KeyboardShortcut::new(*modifiers, *key)), does);
        }
    });
}

fn show_prefixes(ui: &mut Ui) {
    grid(ui, "marks", |ui| {
        for mark in Prefix::ALL.into_iter().filter(|mark| *mark != Prefix::Note) {
            key_hint(ui, mark.symbol());
            ui.add(Chip::new(tone(mark.kind()), mark.label()).plain());
            ui.end_row();
        }
        row(ui, "#word", "A subject, anywhere in the text");
    });
}

fn grid(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    Grid::new(name).num_columns(2).min_col_width(130.0).spacing([12.0, 6.0]).show(ui, add);
}

fn row(ui: &mut Ui, keys: &str, does: &str) {
    key_hint(ui, keys);
    ui.label(text::small(does).color(Tokens::of(ui).ink));
    ui.end_row();
}
