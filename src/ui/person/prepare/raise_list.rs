//! The items to raise (flags, topics and praise), which can be reordered by dragging and with keys.

use eframe::egui::{Align, CornerRadius, Id, Layout, Rect, Ui, UiBuilder, vec2};

use super::{PrepareData, formats, row, row::BriefRow, show_group, show_placeholder, topic_field::TopicField};
use crate::{
    domain::{
        brief::agenda::move_item,
        id::{EntryId, PersonId, Uid},
    },
    journal::change::Change,
    ui::{
        action::ListDirection,
        entry::editor::EntryEditor,
        format_loader::FormatLoader,
        icons,
        person::PersonSnapshot,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::Tokens,
        widget::{
            button::Button, card::divider, drag_handle, drag_handle::drag_handle, heading::section_label, menu,
            menu::MenuItem,
        },
    },
};

/// The section "To raise", with the field of a new topic and the row being dragged.
#[derive(Default)]
pub(super) struct RaiseList {
    topic_field: TopicField,
    formats: FormatLoader,
    dragged: Option<EntryId>,
}

impl RaiseList {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        data: &mut PrepareData,
        editor: &mut Option<EntryEditor>,
    ) {
        self.show_label(ui, screen, snapshot, &data.agenda);
        let order = data.agenda_order.clone();
        let rows = &mut data.to_raise;
        if rows.is_empty() && !self.topic_field.is_open() {
            show_placeholder(ui, "Flags and topics appear here until you raise them.");
            formats::show_standing(ui, screen, &mut self.formats, snapshot, &data.agenda);
            return;
        }
        show_group(ui, |ui| {
            ui.spacing_mut().item_spacing.y = row::GAP;
            self.show_rows(ui, screen, snapshot.person.id, &order, rows, editor);
            if self.topic_field.is_open() && !rows.is_empty() {
                divider(ui);
            }
            self.topic_field.show(ui, screen, snapshot);
        });
        formats::show_standing(ui, screen, &mut self.formats, snapshot, &data.agenda);
    }

    fn show_label(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        agenda: &[String],
    ) {
        let label = section_label(ui, "To raise").rect;
        // The button is in the line of the label, and does not make it higher.
        let line = Rect::from_x_y_ranges(ui.max_rect().x_range(), label.y_range()).expand2(vec2(0.0, 6.0));
        let at_right = UiBuilder::new().id_salt("add").max_rect(line).layout(Layout::right_to_left(Align::Center));
        let mut ui = ui.new_child(at_right);
        if ui.add(Button::quiet("Add topic").icon(icons::ADD).small()).clicked() {
            self.topic_field.open(&ui, screen, snapshot);
        }
        if snapshot.person.archived_at.is_none() {
            formats::show_menu(&mut ui, screen, &mut self.formats, &snapshot.person, agenda);
        }
    }

    fn show_rows(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        person: PersonId,
        order: &[Uid],
        rows: &mut [BriefRow],
        editor: &mut Option<EntryEditor>,
    ) {
        let move_row = |screen: &mut ScreenContext<'_>, from: usize, to: usize| {
            if from != to && to < order.len() {
                screen.dispatch(Change::SetAgendaOrder { person, order: move_item(order, from, to) });
            }
        };
        let mut rects = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter_mut().enumerate() {
            if index > 0 {
                divider(ui);
            }
            let is_last = index + 1 == order.len();
            let mut chosen = None;
            let response =
                row.show_raise_item(ui, screen, editor, |ui, _| chosen = show_move_items(ui, index > 0, !is_last));
            if !screen.is_dialog_open && row::contains_focus(ui, response.rect) {
                chosen = [(Shortcut::RaiseEarlier, ListDirection::Up), (Shortcut::RaiseLater, ListDirection::Down)]
                    .into_iter()
                    .find_map(|(shortcut, direction)| shortcut.consume(ui).then_some(direction))
                    .or(chosen);
            }
            match chosen {
                Some(ListDirection::Up) => move_row(screen, index, index.saturating_sub(1)),
                Some(ListDirection::Down) => move_row(screen, index, index + 1),
                None => {}
            }
            rects.push(response.rect);
        }
        if rows.len() > 1
            && let Some((from, to)) = self.handle_drag(ui, rows, &rects)
        {
            move_row(screen, from, to);
        }
    }

    /// The drag handles of the rows. Returns the old and the new index of a row that was dropped.
    fn handle_drag(&mut self, ui: &Ui, rows: &[BriefRow], rects: &[Rect]) -> Option<(usize, usize)> {
        let mut dropped = None;
        for (index, (row, rect)) in rows.iter().zip(rects).enumerate() {
            let entry = row.view.entry.id;
            let response = drag_handle(ui, Id::unique(("drag", entry.0)), *rect, rect.top());
            if response.drag_started() {
                self.dragged = Some(entry);
            }
            if self.dragged != Some(entry) {
                continue;
            }
            let Some(pointer) = ui.ctx().pointer_latest_pos() else { continue };
            let to = drop_index(rects, index, pointer.y);
            paint_drop_line(ui, rects, index, to);
            if response.drag_stopped() || !ui.input(|input| input.pointer.any_down()) {
                self.dragged = None;
                dropped = Some((index, to));
            }
        }
        dropped
    }
}

/// The index at which the dragged row would be inserted at height `y`.
fn drop_index(rects: &[Rect], from: usize, y: f32) -> usize {
    let is_above = |index: usize, rect: &Rect| if index == from { false } else { rect.center().y < y };
    rects.iter().enumerate().filter(|(index, rect)| is_above(*index, rect)).count()
}

/// Paints a line where the dragged row would be inserted.
fn paint_drop_line(ui: &Ui, rects: &[Rect], from: usize, to: usize) {
    if from == to {
        return;
    }
    let (Some(rect), half) = (rects.get(to), row::GAP + 0.5) else { return };
    let y = if to < from { rect.top() - half } else { rect.bottom() + half };
    let line = Rect::from_x_y_ranges(rect.left() - drag_handle::WIDTH..=rect.right(), y - 1.0..=y + 1.0);
    ui.painter().rect_filled(line, CornerRadius::same(1), Tokens::of(ui).accent);
}

/// The menu items "Move up" and "Move down".
fn show_move_items(ui: &mut Ui, can_move_up: bool, can_move_down: bool) -> Option<ListDirection> {
    let (key_up, key_down) = (Shortcut::RaiseEarlier.label(ui), Shortcut::RaiseLater.label(ui));
    let mut chosen = None;
    if can_move_up && menu::item(ui, MenuItem::new("Move up").icon(icons::ARROW_UP).shortcut(&key_up)) {
        chosen = Some(ListDirection::Up);
    }
    if can_move_down && menu::item(ui, MenuItem::new("Move down").icon(icons::ARROW_DOWN).shortcut(&key_down)) {
        chosen = Some(ListDirection::Down);
    }
    if can_move_up || can_move_down {
        menu::separator(ui);
    }
    chosen
}
