//! What to raise: flags, topics and praise, in an order that the pointer and the keys can change.

use eframe::egui::{Align, CornerRadius, CursorIcon, Id, Layout, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::{PrepareData, row, row::BriefRow, show_placeholder, topic_field::TopicField};
use crate::{
    domain::{
        brief::agenda::move_item,
        id::{EntryId, PersonId, Uid},
    },
    journal::change::Change,
    ui::{
        action::ListDirection,
        entry::editor::EntryEditor,
        icons,
        person::PersonSnapshot,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::Tokens,
        widget::{
            button::Button,
            card::{card, divider},
            menu,
            menu::MenuItem,
            paint_util,
            section_label::section_label,
        },
    },
};

/// How wide the handle is; it stands in the padding of the card.
const HANDLE_WIDTH: f32 = 12.0;

/// The part of the page, and the row that is being dragged.
#[derive(Default)]
pub(super) struct RaiseList {
    topic_field: TopicField,
    dragged: Option<EntryId>,
}

impl RaiseList {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        read: &mut PrepareData,
        editor: &mut Option<EntryEditor>,
    ) {
        self.show_label(ui, screen, facts);
        let rows = &mut read.to_raise;
        if rows.is_empty() && !self.topic_field.is_open() {
            show_placeholder(ui, "What you notice and want to talk about stands here until you have raised it.");
            return;
        }
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = row::GAP;
            self.show_rows(ui, screen, facts.person.id, rows, editor);
            if self.topic_field.is_open() && !rows.is_empty() {
                divider(ui);
            }
            self.topic_field.show(ui, screen, facts);
        });
    }

    fn show_label(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        let label = section_label(ui, "To raise").rect;
        // It stands in the line of the label, and makes it no higher.
        let line = Rect::from_x_y_ranges(ui.max_rect().x_range(), label.y_range()).expand2(vec2(0.0, 6.0));
        let at_right = UiBuilder::new().id_salt("add").max_rect(line).layout(Layout::right_to_left(Align::Center));
        let mut ui = ui.new_child(at_right);
        if ui.add(Button::quiet("Add a topic").icon(icons::ADD).small()).clicked() {
            self.topic_field.open(&ui, screen, facts);
        }
    }

    fn show_rows(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        person: PersonId,
        rows: &mut [BriefRow],
        editor: &mut Option<EntryEditor>,
    ) {
        let order: Vec<Uid> = rows.iter().map(|row| row.view.entry.uid).collect();
        let arrange = |screen: &mut ScreenContext<'_>, from: usize, to: usize| {
            if from != to && to < order.len() {
                screen.dispatch(Change::SetAgendaOrder { person, order: move_item(&order, from, to) });
            }
        };
        let mut places = Vec::with_capacity(rows.len());
        for (nth, row) in rows.iter_mut().enumerate() {
            if nth > 0 {
                divider(ui);
            }
            let last = nth + 1 == order.len();
            let mut chosen = None;
            let response =
                row.show_raise_item(ui, screen, editor, |ui, _| chosen = show_move_items(ui, nth > 0, !last));
            if !screen.is_dialog_open && row::contains_focus(ui, response.rect) {
                chosen = [(Shortcut::RaiseEarlier, ListDirection::Up), (Shortcut::RaiseLater, ListDirection::Down)]
                    .into_iter()
                    .find_map(|(shortcut, direction)| shortcut.consume(ui).then_some(direction))
                    .or(chosen);
            }
            match chosen {
                Some(ListDirection::Up) => arrange(screen, nth, nth.saturating_sub(1)),
                Some(ListDirection::Down) => arrange(screen, nth, nth + 1),
                None => {}
            }
            places.push(response.rect);
        }
        if rows.len() > 1
            && let Some((from, to)) = self.handle_drag(ui, rows, &places)
        {
            arrange(screen, from, to);
        }
    }

    /// The handles at the left of the rows. Where a row was let go: from where, and to where.
    fn handle_drag(&mut self, ui: &Ui, rows: &[BriefRow], places: &[Rect]) -> Option<(usize, usize)> {
        let mut dropped = None;
        for (nth, (row, place)) in rows.iter().zip(places).enumerate() {
            let entry = row.view.entry.id;
            let at = pos2(place.left() - HANDLE_WIDTH, place.top());
            let handle = Rect::from_min_size(at, vec2(HANDLE_WIDTH, 22.0));
            // Keys move a row too: the handle is for the pointer, and no stop on the way of the Tab key.
            let response = ui.interact(handle, Id::unique(("drag", entry.0)), Sense::DRAG);
            if response.drag_started() {
                self.dragged = Some(entry);
            }
            let is_dragged = self.dragged == Some(entry);
            let near = ui.rect_contains_pointer(place.with_min_x(handle.left()));
            if is_dragged || near || response.hovered() {
                paint_util::drag_handle(ui, handle);
                response.clone().on_hover_cursor(if is_dragged { CursorIcon::Grabbing } else { CursorIcon::Grab });
            }
            if !is_dragged {
                continue;
            }
            let Some(pointer) = ui.ctx().pointer_latest_pos() else { continue };
            let to = drop_index(places, nth, pointer.y);
            paint_drop_line(ui, places, nth, to);
            if response.drag_stopped() || !ui.input(|input| input.pointer.any_down()) {
                self.dragged = None;
                dropped = Some((nth, to));
            }
        }
        dropped
    }
}

/// The place in the list that the pointer means.
fn drop_index(places: &[Rect], from: usize, y: f32) -> usize {
    let before = |nth: usize, place: &Rect| if nth == from { false } else { place.center().y < y };
    places.iter().enumerate().filter(|(nth, place)| before(*nth, place)).count()
}

/// A line where the row would go.
fn paint_drop_line(ui: &Ui, places: &[Rect], from: usize, to: usize) {
    if from == to {
        return;
    }
    let (Some(place), half) = (places.get(to), row::GAP + 0.5) else { return };
    let y = if to < from { place.top() - half } else { place.bottom() + half };
    let line = Rect::from_x_y_ranges(place.left() - HANDLE_WIDTH..=place.right(), y - 1.0..=y + 1.0);
    ui.painter().rect_filled(line, CornerRadius::same(1), Tokens::of(ui).accent);
}

/// "Move up" and "Move down" in the menu of a row.
fn show_move_items(ui: &mut Ui, up: bool, down: bool) -> Option<ListDirection> {
    let (key_up, key_down) = (Shortcut::RaiseEarlier.label(ui), Shortcut::RaiseLater.label(ui));
    let mut chosen = None;
    if up && menu::item(ui, MenuItem::new("Move up").icon(icons::ARROW_UP).shortcut(&key_up)) {
        chosen = Some(ListDirection::Up);
    }
    if down && menu::item(ui, MenuItem::new("Move down").icon(icons::ARROW_DOWN).shortcut(&key_down)) {
        chosen = Some(ListDirection::Down);
    }
    if up || down {
        menu::separator(ui);
    }
    chosen
}
