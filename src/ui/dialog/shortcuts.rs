//! The page of all shortcuts and of the prefixes of the composer.

use eframe::egui::{Context, Grid, Id, Label, Ui};

use crate::{
    domain::parse::prefix::Prefix,
    ui::{
        kind_style::tone,
        shortcut::{SHORTCUT_GROUPS, ShortcutGroup},
        text,
        tokens::Tokens,
        widget::{button::Button, chip::Chip, dialog::Dialog, key_hint::key_hint, section_label::section_label},
    },
};

/// Shows it and returns whether to close it.
pub fn show(ctx: &Context) -> bool {
    let output = Dialog::new(Id::unique("keys"), "Keyboard shortcuts")
        .width(640.0)
        .show(ctx, show_all, |ui| ui.add(Button::primary("Close")).clicked());
    output.closed || output.buttons
}

/// Shows all shortcuts and prefixes.
pub fn show_all(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = 6.0;
    for group in SHORTCUT_GROUPS {
        section_label(ui, group.title);
        show_rows(ui, group);
        ui.add_space(8.0);
    }
    section_label(ui, "Prefixes: at the start of a line, followed by a space");
    show_prefixes(ui);
}

/// The shortcuts of a task.
fn show_rows(ui: &mut Ui, group: &ShortcutGroup) {
    grid(ui, group.title, |ui| {
        for (shortcut, description) in group.rows() {
            let keys = match shortcut.shortcut.counterpart() {
                Some(other) => format!("{} / {}", shortcut.label(ui), other.label(ui)),
                None => shortcut.label(ui),
            };
            row(ui, &keys, description);
        }
    });
}

fn show_prefixes(ui: &mut Ui) {
    grid(ui, "marks", |ui| {
        for prefix in Prefix::ALL.into_iter().filter(|prefix| *prefix != Prefix::Note) {
            key_hint(ui, prefix.symbol());
            ui.add(Chip::new(tone(prefix.kind()), prefix.label()).plain());
            ui.end_row();
        }
        row(ui, "#word", "Subject, anywhere in the text");
    });
}

fn grid(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    Grid::new(name).num_columns(2).min_col_width(130.0).spacing([12.0, 6.0]).show(ui, add);
}

fn row(ui: &mut Ui, keys: &str, description: &str) {
    key_hint(ui, keys);
    ui.add(Label::new(text::small(description).color(Tokens::of(ui).ink)).wrap());
    ui.end_row();
}
