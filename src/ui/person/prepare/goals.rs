//! Coaching goals as cards, in one or two columns; a click on a rating is a check-in.

use eframe::egui::{Label, Rect, Sense, Shape, Ui, UiBuilder, pos2, vec2};

use super::{
    compact,
    row::{
        BriefRow, MENU_WIDTH, is_being_edited, show_evidence_caption, show_focusable, show_menu, show_whole_caption,
        text_width,
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
        widget::{card, column::column, heading::section_label, rating_dots::rating_dots, sparkline::sparkline},
        width_class::WidthClass,
    },
    wording::brief::{BriefGoal, BriefItem},
};

/// Space between two cards.
const GAP: f32 = 12.0;
/// The cards are in one column when two of this width do not fit.
const MIN_CARD_WIDTH: f32 = 250.0;
const CHIP_WIDTH: f32 = 70.0;
/// Widths of the sparkline of check-ins, and of the five rating dots.
const SPARKLINE_WIDTH: f32 = 42.0;
const RATING_WIDTH: f32 = 118.0;

/// The goals, each with the ratings of its check-ins.
pub(super) struct GoalCards(Vec<(BriefRow, Vec<u8>)>);

impl GoalCards {
    pub(super) fn new(rows: Vec<BriefRow>, goals: &[BriefGoal]) -> Self {
        let ratings = |row: &BriefRow| {
            goals.iter().find(|goal| goal.item.id == row.item.id).map(|goal| goal.closeness_history.clone())
        };
        Self(
            rows.into_iter()
                .map(|row| (ratings(&row).unwrap_or_default(), row))
                .map(|(ratings, row)| (row, ratings))
                .collect(),
        )
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
            let short_name = person.short_name();
            show_placeholder(
                ui,
                &format!("What {short_name} wants to grow into, and why. Start a line with “^” to add one."),
            );
            return;
        }
        if WidthClass::of(ui) == WidthClass::Compact {
            for (row, _) in &mut self.0 {
                compact::show_goal(row, ui, screen, editor);
            }
            return;
        }
        let columns = if ui.available_width() >= 2.0 * MIN_CARD_WIDTH + GAP { 2 } else { 1 };
        for pair in self.0.chunks_mut(columns) {
            show_row_of_cards(ui, screen, pair, columns, editor);
            ui.add_space(GAP - ui.spacing().item_spacing.y);
        }
    }
}

/// Cards side by side, all as high as the highest.
fn show_row_of_cards(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    pair: &mut [(BriefRow, Vec<u8>)],
    columns: usize,
    editor: &mut Option<EntryEditor>,
) {
    let area = ui.available_rect_before_wrap();
    let width = (area.width() - GAP * (columns as f32 - 1.0)).max(0.0) / columns as f32;
    // Including the border.
    let padding = f32::from(size::CARD_PADDING) + 1.0;
    let mut bottom = area.top();
    let mut backgrounds = Vec::new();
    for (index, (row, ratings)) in pair.iter_mut().enumerate() {
        let left = area.left() + index as f32 * (width + GAP);
        // The background is painted first, but its height is known only afterwards.
        backgrounds.push((left, ui.painter().add(Shape::Noop)));
        let inner = Rect::from_min_max(
            pos2(left + padding, area.top() + padding),
            pos2(left + width - padding, area.bottom().max(area.top() + padding)),
        );
        let mut child = ui.new_child(UiBuilder::new().id_salt(("goal", row.item.id.0)).max_rect(inner));
        show_goal(&mut child, screen, row, ratings, editor);
        bottom = bottom.max(child.min_rect().bottom() + padding);
    }
    for (left, background) in backgrounds {
        let rect = Rect::from_min_max(pos2(left, area.top()), pos2(left + width, bottom));
        ui.painter().set(background, card::frame(Tokens::of(ui)).paint(rect.shrink(padding)));
    }
    ui.allocate_rect(Rect::from_min_max(area.left_top(), pos2(area.right(), bottom)), Sense::hover());
}

fn show_goal(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    row: &mut BriefRow,
    ratings: &[u8],
    editor: &mut Option<EntryEditor>,
) {
    let BriefRow { view, item, .. } = row;
    show_focusable(ui, screen, view, |view, ui, screen, is_active| {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            column(ui, CHIP_WIDTH, |ui| drop(ui.add(chip(Kind::Goal))));
            column(ui, width - CHIP_WIDTH - MENU_WIDTH, |ui| {
                if is_being_edited(view, editor.as_ref()) {
                    view.show_text(ui, screen, editor);
                } else {
                    ui.add_space(1.0);
                    ui.add(Label::new(text::body_medium(&item.text).color(t.ink)).wrap());
                }
            });
            show_menu(ui, |ui| view.show_menu(ui, screen, is_active));
        });
        for caption in &item.captions {
            show_whole_caption(ui, caption);
        }
        show_evidence_caption(ui, &view.entry);
        // A paused goal has no caption about check-ins.
        let Some(side_caption) = &item.side_caption else { return };
        let text_width = text_width(ui, &side_caption.text, Type::Fine, Weight::Regular)
            + if ratings.len() > 1 { SPARKLINE_WIDTH } else { 0.0 };
        let fits = text_width + RATING_WIDTH + 6.0 <= ui.available_width();
        ui.horizontal(|ui| {
            ui.set_min_height(size::CHIP);
            sparkline(ui, ratings);
            show_caption(ui, side_caption);
            if fits {
                ui.add_space((ui.available_width() - RATING_WIDTH).max(0.0));
                show_rating(ui, screen, item);
            }
        });
        if !fits {
            show_rating(ui, screen, item);
        }
    });
}

/// The rating dots; a click submits a check-in.
fn show_rating(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &BriefItem) {
    let clicked = rating_dots(ui, &format!("check in on {}", item.text));
    if let Some(closeness) = clicked.and_then(|number| Closeness::try_from(number).ok()) {
        screen.dispatch(Change::CheckIn { goal: item.id, closeness });
    }
}
