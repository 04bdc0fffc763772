//! One piece of evidence in the list: the box that picks it, its text, what became of it, and the chip of its kind.

use eframe::egui::{
    Align, CursorIcon, DragAndDrop, EventFilter, Id, Layout, Rect, Response, Sense, Ui, UiBuilder, Vec2, pos2, vec2,
};

use super::draft::Quotation;
use crate::{
    domain::{
        entry::{Detail, Entry, kind::Kind},
        id::EntryId,
        review::{evidence::EvidenceItem, format_quotation, period::Period},
    },
    store::{Db, StoreError},
    ui::{
        entry::{EntryView, editor::EntryEditor, toggle_evidence},
        icons, kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::{Tokens, size},
        widget::{checkbox::checkbox, markdown::to_plain_text, menu, menu::MenuItem, paint_util},
    },
    wording::evidence::{EvidenceContext, evidence_captions},
};

/// Above the first line of a row, and below the last.
const ROW_PADDING: f32 = 9.0;
/// The box and the space after it.
const CHECKBOX_WIDTH: f32 = 26.0;
/// Between the text and the chip.
const CHIP_GAP: f32 = 10.0;
/// The handle stands in the padding of the card.
const HANDLE_WIDTH: f32 = 12.0;

/// A piece that is ready to be shown.
pub(super) struct EvidenceItemRow {
    view: EntryView,
    quotation: String,
    summary: String,
}

/// What was asked of a row, beside what was dispatched.
#[derive(Default)]
pub(super) struct RowResponse {
    /// To be put into the draft.
    pub quote: Option<Quotation>,
    /// To go so many rows on, or back.
    pub step: i64,
    /// Whether it has the focus.
    pub focused: bool,
}

impl EvidenceItemRow {
    /// Reads a piece; nothing where it is gone.
    pub(super) fn load(
        db: &Db,
        piece: &EvidenceItem,
        period: Period,
        today: jiff::civil::Date,
        them: &str,
    ) -> Result<Option<Self>, StoreError> {
        let Some(entry) = db.entry(piece.entry)? else { return Ok(None) };
        let check_ins =
            if matches!(entry.detail, Detail::Goal(_)) { db.check_ins_in(entry.id, period)? } else { Vec::new() };
        let goal = match &entry.detail {
            Detail::CheckIn(check_in) => db.entry(check_in.goal)?.map(|goal| to_plain_text(&goal.text)),
            _ => None,
        };
        let beside =
            EvidenceContext { today, short_name: them, period, check_ins: &check_ins, goal_text: goal.as_deref() };
        let asides = evidence_captions(&entry, piece, &beside);
        Ok(Some(Self {
            quotation: format_quotation(&entry.text, entry.kind().label(), entry.written_at.day()),
            summary: crate::ui::text::excerpt(&to_plain_text(&entry.text)),
            view: EntryView::compact(entry, asides),
        }))
    }

    /// Which entry it is.
    fn entry(&self) -> &Entry {
        &self.view.entry
    }

    /// What of it is put into the draft.
    fn quotation(&self) -> Quotation {
        let entry = self.entry();
        let is_private = entry.kind() == Kind::Flag && !entry.evidence;
        Quotation { text: self.quotation.clone(), private_entry: is_private.then_some(entry.id) }
    }

    /// Shows it. It takes the focus where that is wanted.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
        wanted: bool,
    ) -> RowResponse {
        let mut asked = RowResponse::default();
        let name = format!("Evidence: {}", self.summary);
        let quotation = self.quotation();
        let shown = &mut self.view;
        let response = shown.show_focusable(ui, screen, |shown, ui, screen, looked_at| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(ROW_PADDING);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let chip = kind_style::chip(shown.entry.kind());
                let right = chip.size(ui).x;
                let width = ui.available_width() - CHECKBOX_WIDTH - CHIP_GAP - right;
                super::super::meet::fixed_width_cell(ui, CHECKBOX_WIDTH, |ui| {
                    let mut on = shown.entry.evidence;
                    if checkbox(ui, &mut on, &name).changed() {
                        screen.dispatch(toggle_evidence(&shown.entry));
                    }
                });
                super::super::meet::fixed_width_cell(ui, width, |ui| shown.show_text(ui, screen, editor));
                ui.add_space(CHIP_GAP);
                let (_, place) = ui.allocate_space(vec2(right, size::CHIP));
                let layout = Layout::right_to_left(Align::Min);
                ui.new_child(UiBuilder::new().id_salt("chip").max_rect(place).layout(layout)).add(chip);
                // Below the chip, where it makes the row no higher.
                let at = pos2(place.right() - size::CONTROL_SMALL, place.bottom() + 1.0);
                let more = Rect::from_min_size(at, Vec2::splat(size::CONTROL_SMALL));
                let mut ui = ui.new_child(UiBuilder::new().id_salt("menu").max_rect(more));
                shown.show_menu_with_items(&mut ui, screen, looked_at, |ui, _| {
                    let key = Shortcut::QuoteEvidence.label(ui);
                    if menu::item(ui, MenuItem::new("Quote in the draft").icon(icons::ARROW_RIGHT).shortcut(&key)) {
                        asked.quote = Some(quotation.clone());
                    }
                    menu::separator(ui);
                });
            });
            ui.add_space(ROW_PADDING);
        });
        self.handle_drag(ui, &response);
        paint_util::focus_ring(ui, &response, response.rect.expand2(vec2(4.0, -3.0)), size::CHIP_RADIUS);
        if wanted {
            response.request_focus();
            ui.scroll_to_rect(response.rect.expand2(vec2(0.0, 4.0)), None);
        }
        if response.gained_focus() {
            // The arrows are its own from the next frame on.
            ui.ctx().request_repaint();
        }
        if response.has_focus() {
            self.handle_keys(ui, screen, &response, &mut asked);
        }
        if response.clicked() {
            response.request_focus();
        }
        asked
    }

    fn handle_keys(&self, ui: &Ui, screen: &mut ScreenContext<'_>, response: &Response, asked: &mut RowResponse) {
        asked.focused = true;
        if screen.is_dialog_open {
            return;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let presses = |shortcut: Shortcut| i64::try_from(shortcut.consume_presses(ui)).unwrap_or_default();
        asked.step = presses(Shortcut::NextEvidence) - presses(Shortcut::PreviousEvidence);
        if Shortcut::QuoteEvidence.consume(ui) {
            asked.quote = Some(self.quotation());
        }
        if Shortcut::CheckEvidence.consume(ui) {
            screen.dispatch(toggle_evidence(self.entry()));
        }
    }

    /// The handle at the left of the row, by which it is dragged into the draft. There is a key for it too: the handle is for the
    /// pointer, and no stop on the way of the Tab key.
    fn handle_drag(&self, ui: &Ui, row: &Response) {
        let place = row.rect;
        let at = pos2(place.left() - HANDLE_WIDTH, place.top() + ROW_PADDING);
        let handle = Rect::from_min_size(at, vec2(HANDLE_WIDTH, 22.0));
        let response = ui.interact(handle, handle_id(self.entry().id), Sense::DRAG);
        if response.drag_started() {
            DragAndDrop::set_payload(ui, self.quotation());
        }
        let is_dragged = response.dragged();
        let near = ui.rect_contains_pointer(place.with_min_x(handle.left()));
        if is_dragged || near || response.hovered() {
            paint_util::drag_handle(ui, handle);
            response.clone().on_hover_cursor(if is_dragged { CursorIcon::Grabbing } else { CursorIcon::Grab });
        }
        if is_dragged && let Some(pointer) = ui.ctx().pointer_latest_pos() {
            show_drag_preview(ui, pointer, &self.summary);
        }
    }
}

fn handle_id(entry: EntryId) -> Id {
    Id::unique(("drag evidence", entry.0))
}

/// What is dragged, at the pointer.
fn show_drag_preview(ui: &Ui, pointer: eframe::egui::Pos2, about: &str) {
    let area = eframe::egui::Area::new(Id::unique("dragged evidence"))
        .order(eframe::egui::Order::Tooltip)
        .interactable(false)
        .fixed_pos(pointer + vec2(12.0, 8.0));
    area.show(ui, |ui| {
        crate::ui::widget::card::frame(Tokens::of(ui)).inner_margin(eframe::egui::Margin::symmetric(10, 6)).show(
            ui,
            |ui| {
                ui.set_max_width(260.0);
                crate::ui::widget::truncated_label::truncated_label(
                    ui,
                    crate::ui::text::small(about).color(Tokens::of(ui).ink),
                );
            },
        );
    });
}
