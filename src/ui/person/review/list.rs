//! The evidence, one piece below the other in groups. Only what is in sight is read and laid out.

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

/// A piece of two lines and one small.
const ESTIMATED_ROW_HEIGHT: f32 = 73.0;
/// Pieces that were read are kept up to this many.
const MAX_CACHED_ROWS: usize = 400;
/// Below the last.
const BOTTOM_PADDING: f32 = 10.0;
/// Between a row and the bar of the list.
const SCROLL_BAR_MARGIN: f32 = 9.0;

/// The list, and what was read for it.
pub(super) struct EvidenceList {
    list: VirtualList,
    row_cache: HashMap<EntryId, Option<EvidenceItemRow>>,
    /// The line that gets the focus when it is in sight.
    focus_request: Option<usize>,
    /// The line that has it.
    focused: Option<usize>,
}

impl Default for EvidenceList {
    fn default() -> Self {
        Self {
            list: VirtualList::new(ESTIMATED_ROW_HEIGHT).bottom_padding(BOTTOM_PADDING),
            row_cache: HashMap::new(),
            focus_request: None,
            focused: None,
        }
    }
}

/// What is shown.
pub(super) struct EvidenceListInput<'a> {
    pub person: &'a Person,
    pub period: Period,
    pub evidence: &'a Evidence,
    pub rows: &'a [EvidenceListRow],
}

impl EvidenceListInput<'_> {
    /// Which line is which, whatever its place.
    fn key(&self, line: usize) -> u64 {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        match self.rows.get(line) {
            Some(EvidenceListRow::Header { group, .. }) => group.hash(&mut hasher),
            Some(EvidenceListRow::Item { index: at, group }) => {
                // The same piece may stand with several subjects.
                (group, self.evidence.items.get(*at).map(|piece| piece.entry)).hash(&mut hasher);
            }
            None => {}
        }
        hasher.finish()
    }

    fn is_item(&self, line: usize) -> bool {
        matches!(self.rows.get(line), Some(EvidenceListRow::Item { .. }))
    }

    /// The piece so many pieces on, or back; the first or the last where there are not so many.
    fn step(&self, from: usize, by: i64) -> usize {
        let mut at = from;
        for _ in 0..by.unsigned_abs() {
            let next = if by > 0 {
                (at + 1..self.rows.len()).find(|line| self.is_item(*line))
            } else {
                (0..at).rev().find(|line| self.is_item(*line))
            };
            at = next.unwrap_or(at);
        }
        at
    }
}

impl EvidenceList {
    /// Reads everything again when it is shown next.
    pub(super) fn invalidate(&mut self) {
        self.row_cache.clear();
    }

    /// The beginning of the list: it is another one now.
    pub(super) fn go_to_top(&mut self) {
        self.list.scroll_to(ScrollPosition { row: 0, key: 0, offset: 0.0 });
    }

    /// Shows the list in the room there is; what is to be put into the draft.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        showing: &EvidenceListInput<'_>,
        editor: &mut Option<EntryEditor>,
    ) -> Option<Quotation> {
        if self.row_cache.len() > MAX_CACHED_ROWS {
            self.row_cache.clear();
        }
        let before = self.focused.take();
        self.focus_first_on_arrow(ui, screen, showing);
        let Self { list, row_cache: known, focus_request: wanted, focused } = self;
        let (mut quote, mut step) = (None, None);
        list.show(
            ui,
            ("evidence", showing.person.id.0),
            showing.rows.len(),
            |line| showing.key(line),
            |ui, line| {
                ui.set_max_width(ui.available_width() - SCROLL_BAR_MARGIN);
                match showing.rows.get(line) {
                    Some(EvidenceListRow::Header { group, item_count: pieces, picked_count: picked }) => {
                        let said = group_label(group);
                        show_group_header(ui, &said, *pieces, *picked, line == 0)
                    }
                    Some(EvidenceListRow::Item { index: at, .. }) => {
                        let Some(piece) = showing.evidence.items.get(*at) else { return };
                        if line > 0 && showing.is_item(line - 1) {
                            card::divider(ui);
                        }
                        let row = known.entry(piece.entry).or_insert_with(|| {
                            let them = showing.person.profile.short_name();
                            let today = screen.today;
                            screen.read(|db| EvidenceItemRow::load(db, piece, showing.period, today, them))
                        });
                        // What is gone since the list was read leaves its place until it is read again in a moment.
                        let Some(row) = row else { return ui.add_space(ESTIMATED_ROW_HEIGHT) };
                        let is_wanted = wanted.take_if(|wanted| *wanted == line).is_some();
                        let asked = row.show(ui, screen, editor, is_wanted);
                        quote = asked.quote.or_else(|| quote.take());
                        if asked.focused {
                            *focused = Some(line);
                        }
                        if asked.step != 0 {
                            step = Some((line, asked.step));
                        }
                    }
                    None => {}
                }
            },
        );
        if let Some((line, by)) = step {
            self.go_to(ui, showing, showing.step(line, by));
        }
        if self.focused.is_none() && self.focus_request.is_some() {
            self.focused = before;
        }
        quote
    }

    /// From nowhere, an arrow begins at the first that is in sight.
    fn focus_first_on_arrow(&mut self, ui: &Ui, screen: &ScreenContext<'_>, showing: &EvidenceListInput<'_>) {
        let nowhere = ui.memory(eframe::egui::Memory::focused).is_none();
        // A menu that is open has the arrows.
        if screen.is_dialog_open || !nowhere || self.focus_request.is_some() || Popup::is_any_open(ui) {
            return;
        }
        if Shortcut::NextEvidence.consume(ui) {
            // The arrow would take the focus further, by the way it points.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            let first = self.list.position().row;
            let first = if showing.is_item(first) { first } else { showing.step(first, 1) };
            self.go_to(ui, showing, first);
        }
    }

    /// Gives a line the focus, and brings it into sight where it is not.
    fn go_to(&mut self, ui: &Ui, showing: &EvidenceListInput<'_>, line: usize) {
        self.focus_request = Some(line);
        if !self.list.rendered_range().contains(&line) {
            self.list.scroll_to(ScrollPosition { row: line, key: showing.key(line), offset: -40.0 });
        }
        ui.ctx().request_repaint();
    }
}

/// The name of a group, and how much is in it.
fn show_group_header(ui: &mut Ui, said: &str, pieces: usize, picked: usize, first: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if first { 10.0 } else { 14.0 });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        ui.label(text::rich(said, Type::Fine, Weight::SemiBold).color(t.ink));
        let count = if picked == 0 { pieces.to_string() } else { format!("{picked} of {pieces} picked") };
        ui.label(text::fine(count).color(t.ink_faint));
    });
}
