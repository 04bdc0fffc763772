//! The columns of a table: what each of them holds, as its name suggests and as it is put right.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::{
    import::table::{Column, Head, Mapping, Place},
    ui::{
        icons,
        keys::keep_in_sight,
        text,
        tokens::{Tokens, Tone, size},
        widget::{button::Button, card::card, card::divider, elide::elide, menu::select, section_label::section_label},
    },
};

/// As wide as the choice beside a column.
const CHOICE: f32 = 190.0;

/// The columns, and what each is said to hold.
pub(super) struct Columns {
    all: Vec<Line>,
    /// Whether the table names its columns.
    named: bool,
    open: bool,
}

/// A column.
struct Line {
    name: String,
    sample: String,
    holds: Option<Column>,
}

impl Columns {
    /// The columns of a table, as they are offered. An export of our own is not asked about.
    pub fn of(head: &Head) -> Option<Self> {
        if head.is_ours {
            return None;
        }
        let count = head.rows.iter().map(Vec::len).chain([head.header.len()]).max().unwrap_or_default();
        let mut all: Vec<Line> = (0..count).map(|nth| Line::of(head, nth)).collect();
        for column in Column::ALL {
            let place = head.mapping.get(*column);
            let nth = place.and_then(|place| match place {
                Place::Named(name) => head.header.iter().position(|other| other == name),
                Place::Nth(nth) => nth.checked_sub(1),
            });
            if let Some(line) = nth.and_then(|nth| all.get_mut(nth)) {
                line.holds = Some(*column);
            }
        }
        let open = !head.mapping.missing().is_empty();
        Some(Self { all, named: !head.header.is_empty(), open })
    }

    /// What the reader is to be told.
    pub fn mapping(&self) -> Mapping {
        let mut mapping = Mapping::default();
        for (nth, line) in self.all.iter().enumerate() {
            let once = self.all.iter().filter(|other| other.name == line.name).count() == 1;
            let by_name = self.named && once && !line.name.trim().is_empty();
            let place = if by_name { Place::Named(line.name.clone()) } else { Place::Nth(nth + 1) };
            if let Some(column) = line.holds {
                mapping.set(column, Some(place));
            }
        }
        mapping
    }

    /// Shows them; `true` where one was put right. `missing` is what is needed and not there.
    pub fn show(&mut self, ui: &mut Ui, missing: &[Column]) -> bool {
        let t = Tokens::of(ui);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let room = vec2(ui.available_width(), size::CONTROL_SMALL);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                section_label(ui, "Columns");
                let sign = if self.open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                let word = if self.open { "Hide the columns" } else { "Put them right" };
                if ui.add(Button::quiet(word).icon(sign).small()).clicked() {
                    self.open = !self.open;
                }
            });
            if missing.is_empty() {
                ui.label(text::small(self.said()).color(t.ink_soft));
            } else {
                let said = format!("{} {}", icons::WARNING_CIRCLE, say_missing(missing));
                ui.label(text::small(said).color(t.kind_ink(Tone::Flag)));
            }
            self.open && self.show_all(ui)
        })
        .inner
    }

    /// What holds what, in a line.
    fn said(&self) -> String {
        let held = self.all.iter().filter_map(|line| Some(format!("{}: {}", line.holds?.said(), line.name)));
        held.collect::<Vec<_>>().join(" · ")
    }

    fn show_all(&mut self, ui: &mut Ui) -> bool {
        let choices: Vec<(Option<Column>, &str)> =
            std::iter::once((None, "Left out")).chain(Column::ALL.iter().map(|it| (Some(*it), it.said()))).collect();
        let mut changed = None;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (nth, line) in self.all.iter_mut().enumerate() {
                if nth > 0 {
                    divider(ui);
                }
                if ui.push_id(nth, |ui| line.show(ui, &choices)).inner {
                    changed = Some(nth);
                }
            }
        });
        let Some(nth) = changed else { return false };
        // A thing has one column.
        let holds = self.all.get(nth).and_then(|line| line.holds);
        for (other, line) in self.all.iter_mut().enumerate() {
            if other != nth && line.holds == holds {
                line.holds = None;
            }
        }
        true
    }
}

impl Line {
    fn of(head: &Head, nth: usize) -> Self {
        let name = head.header.get(nth).filter(|name| !name.trim().is_empty());
        let cells = head.rows.iter().filter_map(|row| row.get(nth));
        let samples: Vec<&str> = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).take(3).collect();
        Self {
            name: name.cloned().unwrap_or_else(|| format!("Column {}", nth + 1)),
            sample: samples.join(" · "),
            holds: None,
        }
    }

    fn show(&mut self, ui: &mut Ui, choices: &[(Option<Column>, &str)]) -> bool {
        let t = Tokens::of(ui);
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 34.0), Layout::right_to_left(Align::Center), |ui| {
            let changed = ui
                .allocate_ui_with_layout(vec2(CHOICE, 34.0), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(CHOICE);
                    let choice = select(ui, &format!("What is in {}?", self.name), &mut self.holds, choices);
                    keep_in_sight(&choice);
                    choice.changed()
                })
                .inner;
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    elide(ui, text::body_medium(&self.name).color(t.ink));
                    elide(ui, text::fine(&self.sample).color(t.ink_faint));
                });
            });
            changed
        })
        .inner
    }
}

fn say_missing(missing: &[Column]) -> String {
    let words: Vec<String> = missing.iter().map(|column| column.said().to_lowercase()).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => format!("Say which column holds the {one}."),
        [all @ .., last] => format!("Say which columns hold the {} and the {last}.", all.join(", the ")),
    }
}
