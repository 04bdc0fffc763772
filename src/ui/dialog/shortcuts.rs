//! The page of all shortcuts and of the prefixes of the composer.

use eframe::egui::{Context, Grid, Id, Label, Ui};

use crate::{
    domain::{name::normalize_name, parse::prefix::Prefix},
    ui::{
        kind_style::tone,
        shortcut::{SHORTCUT_GROUPS, ShortcutGroup},
        text,
        tokens::Tokens,
        widget::{
            button::Button, chip::Chip, dialog::Dialog, field::TextField, key_hint::key_hint,
            section_label::section_label,
        },
    },
};

/// The list of all shortcuts and prefixes, which can be searched.
#[derive(Default)]
pub struct ShortcutList {
    filter: String,
}

impl ShortcutList {
    /// Shows it as a dialog and returns whether to close it.
    pub fn show_dialog(&mut self, ctx: &Context) -> bool {
        let output = Dialog::new(Id::unique("keys"), "Keyboard shortcuts").width(640.0).show(
            ctx,
            |ui| self.show(ui),
            |ui| ui.add(Button::primary("Close")).clicked(),
        );
        output.closed || output.buttons
    }

    /// Shows what matches the field above it, by task.
    pub fn show(&mut self, ui: &mut Ui) {
        let field = TextField::singleline("Search shortcuts", &mut self.filter);
        field.hide_label().hint("Search by name or key").show(ui);
        ui.spacing_mut().item_spacing.y = 6.0;
        let wanted = normalize_name(&self.filter);
        let mut is_empty = true;
        for group in SHORTCUT_GROUPS {
            let rows = matching_rows(ui, group, &wanted);
            if !rows.is_empty() {
                is_empty = false;
                section_label(ui, group.title);
                grid(ui, group.title, |ui| rows.iter().for_each(|(keys, description)| row(ui, keys, description)));
                ui.add_space(8.0);
            }
        }
        let prefixes = matching_prefixes(&wanted);
        if !prefixes.is_empty() {
            is_empty = false;
            section_label(ui, "Prefixes: at the start of a line, followed by a space");
            show_prefixes(ui, &prefixes, wanted.is_empty());
        }
        if is_empty {
            ui.add(Label::new(text::small("No shortcut matches.").color(Tokens::of(ui).ink_soft)));
        }
    }
}

/// The keys and the description of what matches by either, or by the task.
fn matching_rows(ui: &Ui, group: &ShortcutGroup, wanted: &str) -> Vec<(String, &'static str)> {
    let is_of_task = normalize_name(group.title).contains(wanted);
    let rows = group.rows().map(|(shortcut, description)| {
        let keys = match shortcut.shortcut.counterpart() {
            Some(other) => format!("{} / {}", shortcut.label(ui), other.label(ui)),
            None => shortcut.label(ui),
        };
        (keys, description)
    });
    rows.filter(|(keys, description)| {
        is_of_task || [keys.as_str(), description].iter().any(|text| normalize_name(text).contains(wanted))
    })
    .collect()
}

fn matching_prefixes(wanted: &str) -> Vec<Prefix> {
    let matches = |prefix: &Prefix| {
        [prefix.label(), prefix.symbol(), "prefix"].iter().any(|text| normalize_name(text).contains(wanted))
    };
    Prefix::ALL.into_iter().filter(|prefix| *prefix != Prefix::Note).filter(matches).collect()
}

fn show_prefixes(ui: &mut Ui, prefixes: &[Prefix], with_subject: bool) {
    grid(ui, "marks", |ui| {
        for prefix in prefixes {
            key_hint(ui, prefix.symbol());
            ui.add(Chip::new(tone(prefix.kind()), prefix.label()).plain());
            ui.end_row();
        }
        if with_subject {
            row(ui, "#word", "Subject, anywhere in the text");
        }
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
