//! A row of the evidence list: a checkbox that picks the entry, its text, captions and kind.

use eframe::egui::{Align, DragAndDrop, EventFilter, Id, Layout, Rect, Response, Ui, UiBuilder, Vec2, pos2, vec2};

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
        widget::{
            checkbox::checkbox, column::column, drag_handle::drag_handle, markdown::to_plain_text, menu,
            menu::MenuItem, paint_util,
        },
    },
    wording::evidence::{EvidenceContext, evidence_captions},
};

/// Space above and below the text of a row.
const ROW_PADDING: f32 = 9.0;
/// Width of the checkbox with the space after it.
const CHECKBOX_WIDTH: f32 = 26.0;
/// Space between the text and the chip.
const CHIP_GAP: f32 = 10.0;

/// An evidence item with what is needed to show it.
pub(super) struct EvidenceItemRow {
    view: EntryView,
    quotation: String,
    summary: String,
}

/// What the user did in a row, apart from dispatched actions.
#[derive(Default)]
pub(super) struct RowResponse {
    /// A quotation to insert into the draft.
    pub quote: Option<Quotation>,
    /// By how many items to move the focus; negative is up.
    pub step: i64,
    pub focused: bool,
}

impl EvidenceItemRow {
    /// Loads an item; `None` when its entry no longer exists.
    pub(super) fn load(
        db: &Db,
        item: &EvidenceItem,
        period: Period,
        today: jiff::civil::Date,
        short_name: &str,
    ) -> Result<Option<Self>, StoreError> {
        let Some(entry) = db.entry(item.entry)? else { return Ok(None) };
        let check_ins =
            if matches!(entry.detail, Detail::Goal(_)) { db.check_ins_in(entry.id, period)? } else { Vec::new() };
        let goal = match &entry.detail {
            Detail::CheckIn(check_in) => db.entry(check_in.goal)?.map(|goal| to_plain_text(&goal.text)),
            _ => None,
        };
        let context = EvidenceContext { today, short_name, period, check_ins: &check_ins, goal_text: goal.as_deref() };
        let captions = evidence_captions(&entry, item, &context);
        Ok(Some(Self {
            quotation: format_quotation(&entry.text, entry.kind().label(), entry.written_at.day()),
            summary: crate::ui::text::excerpt(&to_plain_text(&entry.text)),
            view: EntryView::compact(entry, captions),
        }))
    }

    fn entry(&self) -> &Entry {
        &self.view.entry
    }

    /// The entry as a quotation; a flag that is not picked counts as private.
    fn quotation(&self) -> Quotation {
        let entry = self.entry();
        let is_private = entry.kind() == Kind::Flag && !entry.evidence;
        Quotation { text: self.quotation.clone(), private_entry: is_private.then_some(entry.id) }
    }

    /// Shows the row. With `takes_focus` it requests the focus and scrolls into view.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
        takes_focus: bool,
    ) -> RowResponse {
        let mut row_response = RowResponse::default();
        let name = format!("Evidence: {}", self.summary);
        let quotation = self.quotation();
        let view = &mut self.view;
        let response = view.show_focusable(ui, screen, |view, ui, screen, is_active| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(ROW_PADDING);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let chip = kind_style::chip(view.entry.kind());
                let chip_width = chip.size(ui).x;
                let width = (ui.available_width() - CHECKBOX_WIDTH - CHIP_GAP - chip_width).max(0.0);
                column(ui, CHECKBOX_WIDTH, |ui| {
                    let mut on = view.entry.evidence;
                    if checkbox(ui, &mut on, &name).changed() {
                        screen.dispatch(toggle_evidence(&view.entry));
                    }
                });
                column(ui, width, |ui| view.show_text(ui, screen, editor));
                ui.add_space(CHIP_GAP);
                let (_, chip_rect) = ui.allocate_space(vec2(chip_width, size::CHIP));
                let layout = Layout::right_to_left(Align::Min);
                ui.new_child(UiBuilder::new().id_salt("chip").max_rect(chip_rect).layout(layout)).add(chip);
                // Below the chip, where the menu button does not make the row higher.
                let at = pos2(chip_rect.right() - size::CONTROL_SMALL, chip_rect.bottom() + 1.0);
                let more = Rect::from_min_size(at, Vec2::splat(size::CONTROL_SMALL));
                let mut ui = ui.new_child(UiBuilder::new().id_salt("menu").max_rect(more));
                view.show_menu_with_items(&mut ui, screen, is_active, |ui, _| {
                    let key = Shortcut::QuoteEvidence.label(ui);
                    if menu::item(ui, MenuItem::new("Quote in draft").icon(icons::ARROW_RIGHT).shortcut(&key)) {
                        row_response.quote = Some(quotation.clone());
                    }
                    menu::separator(ui);
                });
            });
            ui.add_space(ROW_PADDING);
        });
        self.handle_drag(ui, &response);
        paint_util::focus_ring(ui, &response, response.rect.expand2(vec2(4.0, -3.0)), size::CHIP_RADIUS);
        if takes_focus {
            response.request_focus();
            ui.scroll_to_rect(response.rect.expand2(vec2(0.0, 4.0)), None);
        }
        if response.gained_focus() {
            // The focus lock on the arrow keys works from the next frame on.
            ui.ctx().request_repaint();
        }
        if response.has_focus() {
            self.handle_keys(ui, screen, &response, &mut row_response);
        }
        if response.clicked() {
            response.request_focus();
        }
        row_response
    }

    fn handle_keys(
        &self,
        ui: &Ui,
        screen: &mut ScreenContext<'_>,
        response: &Response,
        row_response: &mut RowResponse,
    ) {
        row_response.focused = true;
        if screen.is_dialog_open {
            return;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let presses = |shortcut: Shortcut| i64::try_from(shortcut.consume_presses(ui)).unwrap_or_default();
        row_response.step = presses(Shortcut::NextEvidence) - presses(Shortcut::PreviousEvidence);
        if Shortcut::QuoteEvidence.consume(ui) {
            row_response.quote = Some(self.quotation());
        }
        if Shortcut::CheckEvidence.consume(ui) {
            screen.dispatch(toggle_evidence(self.entry()));
        }
    }

    /// The handle for dragging a quotation into the draft; `QUOTE_SHORTCUT` does the same.
    fn handle_drag(&self, ui: &Ui, row: &Response) {
        let response = drag_handle(ui, handle_id(self.entry().id), row.rect, row.rect.top() + ROW_PADDING);
        if response.drag_started() {
            DragAndDrop::set_payload(ui, self.quotation());
        }
        if response.dragged()
            && let Some(pointer) = ui.ctx().pointer_latest_pos()
        {
            show_drag_preview(ui, pointer, &self.summary);
        }
    }
}

fn handle_id(entry: EntryId) -> Id {
    Id::unique(("drag evidence", entry.0))
}

/// Shows the dragged entry at the pointer.
fn show_drag_preview(ui: &Ui, pointer: eframe::egui::Pos2, summary: &str) {
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
                    crate::ui::text::small(summary).color(Tokens::of(ui).ink),
                );
            },
        );
    });
}
