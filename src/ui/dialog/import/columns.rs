//! The columns of a table: what each holds, guessed from its name and corrected by the user.

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
            heading::section_label,
            menu::combo_box,
            truncated_label::truncated_label,
        },
    },
};

/// The width of the selection beside a column.
const SELECT_WIDTH: f32 = 190.0;

/// The columns and their assignment.
pub(super) struct ColumnsForm {
    rows: Vec<ColumnRow>,
    /// Whether the table has a header.
    has_header: bool,
    is_expanded: bool,
}

struct ColumnRow {
    name: String,
    sample: String,
    column: Option<Column>,
}

impl ColumnsForm {
    /// The columns of a table with the guessed assignment; `None` for a table with uids.
    pub fn from_head(head: &TableHead) -> Option<Self> {
        if head.has_uids() {
            return None;
        }
        let count = head.rows.iter().map(Vec::len).chain([head.header.len()]).max().unwrap_or_default();
        let mut rows: Vec<ColumnRow> = (0..count).map(|index| ColumnRow::from_column(head, index)).collect();
        for column in Column::ALL {
            let column_ref = head.mapping.get(*column);
            let index = column_ref.and_then(|column_ref| match column_ref {
                ColumnRef::Name(name) => head.header.iter().position(|other| other == name),
                ColumnRef::Position(index) => index.checked_sub(1),
            });
            if let Some(row) = index.and_then(|index| rows.get_mut(index)) {
                row.column = Some(*column);
            }
        }
        let is_expanded = !head.mapping.missing().is_empty();
        Some(Self { rows, has_header: !head.header.is_empty(), is_expanded })
    }

    /// The mapping for the reader.
    pub fn mapping(&self) -> Mapping {
        let mut mapping = Mapping::default();
        for (index, row) in self.rows.iter().enumerate() {
            let is_unique = self.rows.iter().filter(|other| other.name == row.name).count() == 1;
            let by_name = self.has_header && is_unique && !row.name.trim().is_empty();
            let column_ref = if by_name { ColumnRef::Name(row.name.clone()) } else { ColumnRef::Position(index + 1) };
            if let Some(column) = row.column {
                mapping.set(column, Some(column_ref));
            }
        }
        mapping
    }

    /// Shows them and returns whether an assignment changed. `missing` are required columns that
    /// are not assigned.
    pub fn show(&mut self, ui: &mut Ui, missing: &[Column]) -> bool {
        let t = Tokens::of(ui);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let room = vec2(ui.available_width(), size::CONTROL_SMALL);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                section_label(ui, "Columns");
                let icon = if self.is_expanded { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                let label = if self.is_expanded { "Hide columns" } else { "Edit columns" };
                if ui.add(Button::quiet(label).icon(icon).small()).clicked() {
                    self.is_expanded = !self.is_expanded;
                }
            });
            if missing.is_empty() {
                ui.label(text::small(self.summary()).color(t.ink_soft));
            } else {
                let text = format!("{} {}", icons::WARNING_CIRCLE, describe_missing(missing));
                ui.label(text::small(text).color(t.kind_ink(Tone::Flag)));
            }
            self.is_expanded && self.show_rows(ui)
        })
        .inner
    }

    /// The assignment in one line.
    fn summary(&self) -> String {
        let assignments = self.rows.iter().filter_map(|row| Some(format!("{}: {}", row.column?.label(), row.name)));
        assignments.collect::<Vec<_>>().join(" · ")
    }

    fn show_rows(&mut self, ui: &mut Ui) -> bool {
        let choices: Vec<(Option<Column>, &str)> =
            std::iter::once((None, "Ignore")).chain(Column::ALL.iter().map(|it| (Some(*it), it.label()))).collect();
        let mut changed = None;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (index, row) in self.rows.iter_mut().enumerate() {
                if index > 0 {
                    divider(ui);
                }
                if ui.push_id(index, |ui| row.show(ui, &choices)).inner {
                    changed = Some(index);
                }
            }
        });
        let Some(index) = changed else { return false };
        // A field is assigned to one column only.
        let column = self.rows.get(index).and_then(|row| row.column);
        for (other, row) in self.rows.iter_mut().enumerate() {
            if other != index && row.column == column {
                row.column = None;
            }
        }
        true
    }
}

impl ColumnRow {
    fn from_column(head: &TableHead, index: usize) -> Self {
        let name = head.header.get(index).filter(|name| !name.trim().is_empty());
        let cells = head.rows.iter().filter_map(|row| row.get(index));
        let samples: Vec<&str> = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).take(3).collect();
        Self {
            name: name.cloned().unwrap_or_else(|| format!("Column {}", index + 1)),
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
                    let choice = combo_box(ui, &format!("Content of {}", self.name), &mut self.column, choices);
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
        [one] => format!("Choose which column holds the {one}."),
        [all @ .., last] => format!("Choose which columns hold the {} and the {last}.", all.join(", the ")),
    }
}
