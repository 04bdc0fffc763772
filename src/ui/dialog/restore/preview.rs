//! What differs between a backup and the journal, and the choice of what to restore.

use std::{collections::HashSet, path::PathBuf};

use eframe::egui::{Align, Label, Layout, Ui, vec2};
use jiff::civil::Date;

use super::Preview;
use crate::{
    domain::id::Uid,
    journal::backup::{Comparison, EntryDifference, PersonDifference},
    store::BackupInspection,
    ui::{
        icons, kind_style, text,
        tokens::Tokens,
        widget::{
            button::Button, card::divider, checkbox::checkbox, markdown::to_plain_text, segmented::segmented,
            truncated_label::truncated_label,
        },
    },
    wording::{
        backup::{Difference, entry_difference, made_at, whole_difference},
        date::format_short_date,
    },
};

/// At most so many entries of a person are listed; all of them can be chosen at once.
const MAX_ENTRIES: usize = 100;

impl Preview {
    pub(super) fn new(path: PathBuf, inspection: BackupInspection, comparison: Comparison) -> Self {
        let chosen = HashSet::new();
        Self { path, inspection, comparison, only_chosen: false, chosen, unfolded: HashSet::new() }
    }

    pub(super) fn can_restore(&self) -> bool {
        if self.only_chosen { !self.chosen.is_empty() } else { !self.comparison.is_empty() }
    }

    pub(super) fn restore_label(&self) -> String {
        match (self.only_chosen, self.chosen.len()) {
            (false, _) => "Restore all".to_owned(),
            (true, 1) => "Restore 1 entry".to_owned(),
            (true, count) => format!("Restore {count} entries"),
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, today: Date) {
        let t = Tokens::of(ui);
        let when = self.inspection.manifest.as_ref().map(|manifest| made_at(&manifest.made_at, today));
        let when = when.unwrap_or_else(|| self.path.display().to_string());
        ui.label(text::body_medium(when).color(t.ink));
        if self.comparison.is_empty() {
            ui.label(text::body("Your journal is the same. Nothing to restore.").color(t.ink_soft));
            return;
        }
        let choices = [(false, "Everything"), (true, "Chosen entries")];
        segmented(ui, "What to restore", &mut self.only_chosen, &choices);
        let about = if self.only_chosen {
            "Entries that are missing now, or were changed since. Nothing is removed."
        } else {
            "Your whole journal goes back to this backup. Unsaved text stays."
        };
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        let Self { comparison, only_chosen, chosen, unfolded, .. } = self;
        let mut is_first = true;
        for person in &comparison.people {
            if *only_chosen && person.entries.is_empty() {
                continue;
            }
            if !std::mem::replace(&mut is_first, false) {
                divider(ui);
            }
            ui.push_id(person.uid, |ui| {
                if *only_chosen {
                    show_choices(ui, person, chosen, unfolded, today);
                } else {
                    show_line(ui, &person.name, &whole_difference(difference(person)));
                }
            });
        }
        if *only_chosen && is_first {
            ui.label(text::body("No entry is missing or was changed since.").color(t.ink_soft));
        } else if !*only_chosen && comparison.leader_records > 0 {
            divider(ui);
            let other = Difference { other: comparison.leader_records, ..Difference::default() };
            show_line(ui, "About you", &whole_difference(other));
        }
    }
}

fn difference(person: &PersonDifference) -> Difference {
    let changed = person.entries.iter().filter(|difference| difference.is_changed).count();
    Difference {
        missing: person.entries.len() - changed,
        changed,
        added_since: person.added_since,
        other: person.other_records,
    }
}

fn show_line(ui: &mut Ui, name: &str, what: &str) {
    let t = Tokens::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(text::body_medium(name).color(t.ink));
        ui.label(text::small(what).color(t.ink_soft));
    });
}

/// The entries of a person, to be chosen one by one or all at once.
fn show_choices(
    ui: &mut Ui,
    person: &PersonDifference,
    chosen: &mut HashSet<Uid>,
    unfolded: &mut HashSet<Uid>,
    today: Date,
) {
    let t = Tokens::of(ui);
    let uids = || person.entries.iter().map(|difference| difference.entry.uid);
    let mut all = uids().all(|uid| chosen.contains(&uid));
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::right_to_left(Align::Center), |ui| {
        let is_open = unfolded.contains(&person.uid);
        let (label, icon) = if is_open { ("Hide", icons::CARET_DOWN) } else { ("Show", icons::CARET_RIGHT) };
        let name = format!("{label} the entries about {}", person.name);
        let toggle = ui.add(Button::quiet(label).icon(icon).small());
        toggle.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, &name));
        if toggle.clicked() && !unfolded.remove(&person.uid) {
            unfolded.insert(person.uid);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if checkbox(ui, &mut all, &format!("All about {}", person.name)).changed() {
                for uid in uids() {
                    if all {
                        chosen.insert(uid)
                    } else {
                        chosen.remove(&uid)
                    };
                }
            }
            ui.label(text::body_medium(&person.name).color(t.ink));
            truncated_label(ui, text::small(entry_difference(difference(person))).color(t.ink_soft));
        });
    });
    if unfolded.contains(&person.uid) {
        // The newest first: what was lost last is what is looked for.
        for difference in person.entries.iter().rev().take(MAX_ENTRIES) {
            ui.push_id(difference.entry.uid, |ui| show_entry(ui, difference, chosen, today));
        }
        let more = person.entries.len().saturating_sub(MAX_ENTRIES);
        if more > 0 {
            ui.label(text::fine(format!("and {} older ones", text::group_digits(more as u64))).color(t.ink_faint));
        }
    }
}

fn show_entry(ui: &mut Ui, difference: &EntryDifference, chosen: &mut HashSet<Uid>, today: Date) {
    let t = Tokens::of(ui);
    let entry = &difference.entry;
    let text = to_plain_text(&entry.text);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 26.0), Layout::right_to_left(Align::Center), |ui| {
        let state = if difference.is_changed { "changed since" } else { "missing now" };
        ui.label(
            text::fine(format!("{} · {state}", format_short_date(entry.written_at.day(), today))).color(t.ink_faint),
        );
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(24.0);
            let mut is_chosen = chosen.contains(&entry.uid);
            if checkbox(ui, &mut is_chosen, &format!("Restore: {}", text::excerpt(&text))).changed() {
                if is_chosen {
                    chosen.insert(entry.uid)
                } else {
                    chosen.remove(&entry.uid)
                };
            }
            ui.add(kind_style::chip(entry.kind()));
            truncated_label(ui, text::body(text).color(t.ink));
        });
    });
}
