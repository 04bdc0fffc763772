//! The virtual list of evidence in groups: only the rows in view are read and laid out.

use std::collections::HashMap;

use eframe::egui::{FocusDirection, Popup, Ui, vec2};

use super::{draft::Quotation, row::EvidenceItemRow};
use crate::{
    domain::{
        id::EntryId,
        person::Person,
        review::{
            evidence::{Evidence, EvidenceListRow},
            period::Period,
        },
    },
    ui::{
        entry::editor::EntryEditor,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{
            card,
            virtual_list::{ScrollPosition, VirtualList},
        },
    },
    wording::evidence::group_label,
};

/// Height of a row with two lines of text and a caption.
const ESTIMATED_ROW_HEIGHT: f32 = 73.0;
/// The row cache is emptied when it holds more rows than this.
const MAX_CACHED_ROWS: usize = 400;
/// Space below the last row.
const BOTTOM_PADDING: f32 = 6.0;

/// The list, with its loaded rows and keyboard focus.
pub(super) struct EvidenceList {
    list: VirtualList,
    row_cache: HashMap<EntryId, Option<EvidenceItemRow>>,
    /// Index of the row that gets the focus once it is drawn.
    focus_request: Option<usize>,
    /// Index of the row that has the focus.
    focused: Option<usize>,
}

impl Default for EvidenceList {
    fn default() -> Self {
        Self {
            list: VirtualList::new("Evidence", ESTIMATED_ROW_HEIGHT).bottom_padding(BOTTOM_PADDING),
            row_cache: HashMap::new(),
            focus_request: None,
            focused: None,
        }
    }
}

/// The data shown in a frame.
pub(super) struct EvidenceListInput<'a> {
    pub person: &'a Person,
    pub period: Period,
    pub evidence: &'a Evidence,
    pub rows: &'a [EvidenceListRow],
}

impl EvidenceListInput<'_> {
    /// A key of a row that does not depend on its position.
    fn key(&self, row: usize) -> u64 {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        match self.rows.get(row) {
            Some(EvidenceListRow::Header { group, .. }) => group.hash(&mut hasher),
            Some(EvidenceListRow::Item { index, group }) => {
                // Sorted by subject, an entry can be in several groups.
                (group, self.evidence.items.get(*index).map(|item| item.entry)).hash(&mut hasher);
            }
            None => {}
        }
        hasher.finish()
    }

    fn is_item(&self, row: usize) -> bool {
        matches!(self.rows.get(row), Some(EvidenceListRow::Item { .. }))
    }

    /// The row that is `count` items after `from` (before, if negative), clamped to the first and
    /// last.
    fn step(&self, start: usize, count: i64) -> usize {
        let mut row = start;
        for _ in 0..count.unsigned_abs() {
            let next = if count > 0 {
                (row + 1..self.rows.len()).find(|row| self.is_item(*row))
            } else {
                (0..row).rev().find(|row| self.is_item(*row))
            };
            row = next.unwrap_or(row);
        }
        row
    }
}

impl EvidenceList {
    /// Drops the loaded rows, so that the next frame reads them again.
    pub(super) fn invalidate(&mut self) {
        self.row_cache.clear();
    }

    /// Scrolls to the top.
    pub(super) fn go_to_top(&mut self) {
        self.list.scroll_to(ScrollPosition { row: 0, key: 0, offset: 0.0 });
    }

    /// Shows the list in the available space. Returns a quotation to insert into the draft.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        input: &EvidenceListInput<'_>,
        editor: &mut Option<EntryEditor>,
    ) -> Option<Quotation> {
        if self.row_cache.len() > MAX_CACHED_ROWS {
            self.row_cache.clear();
        }
        let previous = self.focused.take();
        self.focus_first_on_arrow(ui, screen, input);
        let Self { list, row_cache, focus_request: requested_row, focused } = self;
        let (mut quote, mut step) = (None, None);
        list.show(
            ui,
            ("evidence", input.person.id.0),
            input.rows.len(),
            |row| input.key(row),
            |ui, row| {
                match input.rows.get(row) {
                    Some(EvidenceListRow::Header { group, item_count, picked_count }) => {
                        let label = group_label(group);
                        show_group_header(ui, &label, *item_count, *picked_count, row == 0);
                    }
                    Some(EvidenceListRow::Item { index, .. }) => {
                        let Some(item) = input.evidence.items.get(*index) else { return };
                        if row > 0 && input.is_item(row - 1) {
                            card::divider(ui);
                        }
                        let item_row = row_cache.entry(item.entry).or_insert_with(|| {
                            let short_name = input.person.short_name();
                            let today = screen.today;
                            screen.read(|db| EvidenceItemRow::load(db, item, input.period, today, short_name))
                        });
                        // An entry deleted since the list was read leaves a gap until the next
                        // read.
                        let Some(item_row) = item_row else { return ui.add_space(ESTIMATED_ROW_HEIGHT) };
                        let is_requested = requested_row.take_if(|requested_row| *requested_row == row).is_some();
                        let response = item_row.show(ui, screen, editor, is_requested);
                        quote = response.quote.or_else(|| quote.take());
                        if response.focused {
                            *focused = Some(row);
                        }
                        if response.step != 0 {
                            step = Some((row, response.step));
                        }
                    }
                    None => {}
                }
            },
        );
        if let Some((row, count)) = step {
            self.go_to(ui, input, input.step(row, count));
        }
        if self.focused.is_none() && self.focus_request.is_some() {
            self.focused = previous;
        }
        quote
    }

    /// When nothing has the focus, the down arrow focuses the first item in view.
    fn focus_first_on_arrow(&mut self, ui: &Ui, screen: &ScreenContext<'_>, input: &EvidenceListInput<'_>) {
        let nothing_focused = ui.memory(eframe::egui::Memory::focused).is_none();
        // An open menu uses the arrow keys itself.
        if screen.is_dialog_open || !nothing_focused || self.focus_request.is_some() || Popup::is_any_open(ui) {
            return;
        }
        if Shortcut::NextEvidence.consume(ui) {
            // Else egui would move the focus once more, in the direction of the arrow.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            let first = self.list.position().row;
            let first = if input.is_item(first) { first } else { input.step(first, 1) };
            self.go_to(ui, input, first);
        }
    }

    /// Focuses a row and scrolls to it if it is not rendered.
    fn go_to(&mut self, ui: &Ui, input: &EvidenceListInput<'_>, row: usize) {
        self.focus_request = Some(row);
        if !self.list.rendered_range().contains(&row) {
            self.list.scroll_to(ScrollPosition { row, key: input.key(row), offset: -40.0 });
        }
        ui.ctx().request_repaint();
    }
}

/// The heading of a group, with the number of its items.
fn show_group_header(ui: &mut Ui, label: &str, item_count: usize, picked_count: usize, is_first: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if is_first { 6.0 } else { 14.0 });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        ui.label(text::rich(label, Type::Fine, Weight::SemiBold).color(t.ink));
        let count =
            if picked_count == 0 { item_count.to_string() } else { format!("{picked_count} of {item_count} picked") };
        ui.label(text::fine(count).color(t.ink_faint));
    });
}
