//! The columns of a table: what each of them holds, as its name suggests and as it is put right.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::{
    import::table::{Column, ColumnRef, Mapping, TableHead},
    ui::{
        icons,
        keys::scroll_to_on_focus,
        text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::Button,
            card::{card, divider},
            menu::combo_box,
            section_label::section_label,
            truncated_label::truncated_label,
        },
    },
};

/// As wide as the choice beside a column.
const SELECT_WIDTH: f32 = 190.0;

/// The columns, and what each is said to hold.
pub(super) struct ColumnsForm {
    rows: Vec<ColumnRow>,
    /// Whether the table names its columns.
    has_header: bool,
    is_expanded: bool,
}

/// A column.
struct ColumnRow {
    name: String,
    sample: String,
    column: Option<Column>,
}

impl ColumnsForm {
    /// The columns of a table, as they are offered. An export of our own is not asked about.
    pub fn from_head(head: &TableHead) -> Option<Self> {
        if head.is_rapport_csv {
            return None;
        }
        let count = head.rows.iter().map(Vec::len).chain([head.header.len()]).max().unwrap_or_default();
        let mut all: Vec<ColumnRow> = (0..count).map(|nth| ColumnRow::from_column(head, nth)).collect();
        for column in Column::ALL {
            let place = head.mapping.get(*column);
            let nth = place.and_then(|place| match place {
                ColumnRef::Name(name) => head.header.iter().position(|other| other == name),
                ColumnRef::Position(nth) => nth.checked_sub(1),
            });
            if let Some(line) = nth.and_then(|nth| all.get_mut(nth)) {
                line.column = Some(*column);
            }
        }
        let open = !head.mapping.missing().is_empty();
        Some(Self { rows: all, has_header: !head.header.is_empty(), is_expanded: open })
    }

    /// What the reader is to be told.
    pub fn mapping(&self) -> Mapping {
        let mut mapping = Mapping::default();
        for (nth, line) in self.rows.iter().enumerate() {
            let once = self.rows.iter().filter(|other| other.name == line.name).count() == 1;
            let by_name = self.has_header && once && !line.name.trim().is_empty();
            let place = if by_name { ColumnRef::Name(line.name.clone()) } else { ColumnRef::Position(nth + 1) };
            if let Some(column) = line.column {
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
                let sign = if self.is_expanded { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                let word = if self.is_expanded { "Hide the columns" } else { "Put them right" };
                if ui.add(Button::quiet(word).icon(sign).small()).clicked() {
                    self.is_expanded = !self.is_expanded;
                }
            });
            if missing.is_empty() {
                ui.label(text::small(self.summary()).color(t.ink_soft));
            } else {
                let said = format!("{} {}", icons::WARNING_CIRCLE, describe_missing(missing));
                ui.label(text::small(said).color(t.kind_ink(Tone::Flag)));
            }
            self.is_expanded && self.show_rows(ui)
        })
        .inner
    }

    /// What holds what, in a line.
    fn summary(&self) -> String {
        let held = self.rows.iter().filter_map(|line| Some(format!("{}: {}", line.column?.label(), line.name)));
        held.collect::<Vec<_>>().join(" · ")
    }

    fn show_rows(&mut self, ui: &mut Ui) -> bool {
        let choices: Vec<(Option<Column>, &str)> =
            std::iter::once((None, "Left out")).chain(Column::ALL.iter().map(|it| (Some(*it), it.label()))).collect();
        let mut changed = None;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (nth, line) in self.rows.iter_mut().enumerate() {
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
        let holds = self.rows.get(nth).and_then(|line| line.column);
        for (other, line) in self.rows.iter_mut().enumerate() {
            if other != nth && line.column == holds {
                line.column = None;
            }
        }
        true
    }
}

impl ColumnRow {
    fn from_column(head: &TableHead, nth: usize) -> Self {
        let name = head.header.get(nth).filter(|name| !name.trim().is_empty());
        let cells = head.rows.iter().filter_map(|row| row.get(nth));
        let samples: Vec<&str> = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).take(3).collect();
        Self {
            name: name.cloned().unwrap_or_else(|| format!("Column {}", nth + 1)),
            sample: samples.join(" · "),
            column: None,
        }
    }

    fn show(&mut self, ui: &mut Ui, choices: &[(Option<Column>, &str)]) -> bool {
        let t = Tokens::of(ui);
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 34.0), Layout::right_to_left(Align::Center), |ui| {
            let changed = ui
                .allocate_ui_with_layout(vec2(SELECT_WIDTH, 34.0), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(SELECT_WIDTH);
                    let choice = combo_box(ui, &format!("What is in {}?", self.name), &mut self.column, choices);
                    scroll_to_on_focus(&choice);
                    choice.changed()
                })
                .inner;
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    truncated_label(ui, text::body_medium(&self.name).color(t.ink));
                    truncated_label(ui, text::fine(&self.sample).color(t.ink_faint));
                });
            });
            changed
        })
        .inner
    }
}

fn describe_missing(missing: &[Column]) -> String {
    let words: Vec<String> = missing.iter().map(|column| column.label().to_lowercase()).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => format!("Say which column holds the {one}."),
        [all @ .., last] => format!("Say which columns hold the {} and the {last}.", all.join(", the ")),
    }
}
