//! Coaching goals as cards, in two columns where there is room; one click is a check-in.

use eframe::egui::{Label, Rect, Sense, Shape, Ui, UiBuilder, pos2, vec2};

use super::{
    row::{
        BriefRow, MENU_WIDTH, column, is_being_edited, show_caption_rows, show_evidence_caption, show_focusable,
        show_menu, text_width,
    },
    show_placeholder,
};
use crate::{
    domain::{
        entry::kind::{Kind, check_in::Closeness},
        person::Person,
    },
    journal::change::Change,
    ui::{
        entry::{editor::EntryEditor, show_caption},
        kind_style::chip,
        screen_context::ScreenContext,
        text,
        text::{Type, Weight},
        tokens::{Tokens, size},
        widget::{card, rating_dots::rating_dots, section_label::section_label, sparkline::sparkline},
    },
    wording::brief::{BriefGoal, BriefItem},
};

/// Between two cards.
const GAP: f32 = 12.0;
/// Below this width a card would have no room for its words.
const MIN_CARD_WIDTH: f32 = 250.0;
const CHIP_WIDTH: f32 = 70.0;
/// How wide the line of the check-ins is, and the five circles are.
const SPARKLINE_WIDTH: f32 = 42.0;
const RATING_WIDTH: f32 = 118.0;

/// The goals, each with how close it felt so far.
pub(super) struct GoalCards(Vec<(BriefRow, Vec<u8>)>);

impl GoalCards {
    pub(super) fn new(rows: Vec<BriefRow>, goals: &[BriefGoal]) -> Self {
        let path = |row: &BriefRow| {
            goals.iter().find(|goal| goal.item.id == row.item.id).map(|goal| goal.closeness_history.clone())
        };
        Self(rows.into_iter().map(|row| (path(&row).unwrap_or_default(), row)).map(|(path, row)| (row, path)).collect())
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        person: &Person,
        editor: &mut Option<EntryEditor>,
    ) {
        section_label(ui, "Coaching goals");
        if self.0.is_empty() {
            let them = person.profile.short_name();
            show_placeholder(
                ui,
                &format!("What {them} wants to grow into, and why it matters. Jot “^” and a line to begin one."),
            );
            return;
        }
        let columns = if ui.available_width() >= 2.0 * MIN_CARD_WIDTH + GAP { 2 } else { 1 };
        for pair in self.0.chunks_mut(columns) {
            show_row_of_cards(ui, screen, pair, columns, editor);
            ui.add_space(GAP - ui.spacing().item_spacing.y);
        }
    }
}

/// Cards beside each other, as high as the highest.
fn show_row_of_cards(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    pair: &mut [(BriefRow, Vec<u8>)],
    columns: usize,
    editor: &mut Option<EntryEditor>,
) {
    let room = ui.available_rect_before_wrap();
    let width = (room.width() - GAP * (columns as f32 - 1.0)) / columns as f32;
    // With the line around it.
    let padding = f32::from(size::CARD_PADDING) + 1.0;
    let mut bottom = room.top();
    let mut grounds = Vec::new();
    for (nth, (row, steps)) in pair.iter_mut().enumerate() {
        let left = room.left() + nth as f32 * (width + GAP);
        // The ground is painted below what is on it, and its height is known after.
        grounds.push((left, ui.painter().add(Shape::Noop)));
        let inner = Rect::from_min_max(
            pos2(left + padding, room.top() + padding),
            pos2(left + width - padding, room.bottom().max(room.top() + padding)),
        );
        let mut child = ui.new_child(UiBuilder::new().id_salt(("goal", row.item.id.0)).max_rect(inner));
        show_goal(&mut child, screen, row, steps, editor);
        bottom = bottom.max(child.min_rect().bottom() + padding);
    }
    for (left, ground) in grounds {
        let rect = Rect::from_min_max(pos2(left, room.top()), pos2(left + width, bottom));
        ui.painter().set(ground, card::frame(Tokens::of(ui)).paint(rect.shrink(padding)));
    }
    ui.allocate_rect(Rect::from_min_max(room.left_top(), pos2(room.right(), bottom)), Sense::hover());
}

fn show_goal(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    row: &mut BriefRow,
    felt: &[u8],
    editor: &mut Option<EntryEditor>,
) {
    let BriefRow { view: shown, item, .. } = row;
    show_focusable(ui, screen, shown, |shown, ui, screen, looked_at| {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            column(ui, CHIP_WIDTH, |ui| drop(ui.add(chip(Kind::Goal))));
            column(ui, width - CHIP_WIDTH - MENU_WIDTH, |ui| {
                if is_being_edited(shown, editor.as_ref()) {
                    shown.show_text(ui, screen, editor);
                } else {
                    ui.add_space(1.0);
                    ui.add(Label::new(text::body_medium(&item.text).color(t.ink)).wrap());
                }
            });
            show_menu(ui, |ui| shown.show_menu(ui, screen, looked_at));
        });
        // What they are about is known; how they go is what is new.
        let rows = if item.captions.len() > 1 { 1 } else { 2 };
        for line in &item.captions {
            show_caption_rows(ui, line, rows);
        }
        show_evidence_caption(ui, &shown.entry);
        // A goal that rests has nothing to say of its check-ins.
        let Some(beside) = &item.side_caption else { return };
        let said = text_width(ui, &beside.text, Type::Fine, Weight::Regular)
            + if felt.len() > 1 { SPARKLINE_WIDTH } else { 0.0 };
        let beside_each_other = said + RATING_WIDTH + 6.0 <= ui.available_width();
        ui.horizontal(|ui| {
            ui.set_min_height(size::CHIP);
            sparkline(ui, felt);
            show_caption(ui, beside);
            if beside_each_other {
                ui.add_space(ui.available_width() - RATING_WIDTH);
                show_rating(ui, screen, item);
            }
        });
        if !beside_each_other {
            show_rating(ui, screen, item);
        }
    });
}

/// How close it feels: one click is a check-in.
fn show_rating(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &BriefItem) {
    let clicked = rating_dots(ui, &format!("check in on {}", item.text));
    if let Some(closeness) = clicked.and_then(|number| Closeness::try_from(number).ok()) {
        screen.dispatch(Change::CheckIn { goal: item.id, closeness });
    }
}
