//! What else could be searched for: other spellings, and the same words without a filter.

use eframe::egui::{
    Color32, CornerRadius, Response, Role, Sense, Stroke, Ui, WidgetInfo, style::ScrollAnimation, vec2,
};

use super::results::row_id;
use crate::{
    domain::search::query::Query,
    journal::background_search::{OfferKind, SearchOffer},
    ui::{
        icons,
        text::{self, Type, Weight},
        tokens::{Tokens, size},
        widget::{card::divider, paint_util},
    },
    wording::search::count_of_kind,
};

const INDENT: f32 = 8.0;
const ICON_WIDTH: f32 = 24.0;
const LINE_HEIGHT: f32 = 28.0;

/// Shows the offers; they have the places from `first` on. Returns the index of the one that was
/// clicked.
pub(super) fn show(
    ui: &mut Ui,
    query: &Query,
    offers: &[SearchOffer],
    first: usize,
    selected: Option<usize>,
    has_moved: bool,
) -> Option<usize> {
    ui.add_space(14.0);
    divider(ui);
    ui.add_space(8.0);
    let mut clicked = None;
    let is_respelling = |offer: &SearchOffer| matches!(offer.kind, OfferKind::DidYouMean(_));
    for (lead, icon, respelled) in [("Did you mean", icons::IDEA, true), ("Or search", "", false)] {
        if !offers.iter().any(|offer| is_respelling(offer) == respelled) {
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
            ui.add_space(INDENT);
            show_lead(ui, icon, lead);
            for (index, offer) in offers.iter().enumerate().filter(|(_, offer)| is_respelling(offer) == respelled) {
                let is_selected = selected == Some(index);
                let response = show_offer(ui, query, offer, first + index, is_selected);
                if is_selected && has_moved {
                    ui.scroll_to_rect_animation(response.rect.expand(LINE_HEIGHT), None, ScrollAnimation::none());
                }
                if response.clicked() {
                    clicked = Some(index);
                }
            }
        });
    }
    clicked
}

fn show_lead(ui: &mut Ui, icon: &str, lead: &str) {
    let t = Tokens::of(ui);
    let galley =
        paint_util::layout_line(ui, lead, text::format(Type::Small, Weight::Regular, t.ink), ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(ICON_WIDTH + galley.size().x, LINE_HEIGHT), Sense::hover());
    let icon = paint_util::layout_line(ui, icon, text::format(Type::Body, Weight::Regular, t.ink_soft), ICON_WIDTH);
    paint_util::line_at(ui.painter(), rect.left(), rect, icon, t.ink_soft);
    paint_util::line_at(ui.painter(), rect.left() + ICON_WIDTH, rect, galley, t.ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, lead));
}

/// The words of an offer, and how many hits it has.
fn show_offer(ui: &mut Ui, query: &Query, offer: &SearchOffer, place: usize, is_selected: bool) -> Response {
    let t = Tokens::of(ui);
    let more = if offer.is_capped { "+" } else { "" };
    let (words, count) = match &offer.kind {
        OfferKind::DidYouMean(words) => {
            let kinds = query.kinds();
            let kind = if let [kind] = kinds.as_slice() { Some(*kind) } else { None };
            (format!("“{words}”"), count_of_kind(offer.total, kind))
        }
        OfferKind::AllKinds => ("all kinds".to_owned(), format!("{}{more}", offer.total)),
        OfferKind::Everyone => ("everyone".to_owned(), format!("{}{more}", offer.total)),
        OfferKind::AllDates => ("all dates".to_owned(), format!("{}{more}", offer.total)),
    };
    let format = |step, weight| text::format(step, weight, Color32::PLACEHOLDER);
    let room = (ui.max_rect().width() - 80.0).max(40.0);
    let words_galley = paint_util::layout_line(ui, &words, format(Type::Small, Weight::Medium), room);
    let count_galley = paint_util::layout_line(ui, &count, format(Type::Small, Weight::Regular), room);
    let width = words_galley.size().x + 6.0 + count_galley.size().x + 8.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width.ceil(), LINE_HEIGHT), Sense::hover());
    let response = ui.interact(rect, row_id(place), Sense::CLICK);
    if is_selected {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), CornerRadius::same(size::CHIP_RADIUS), t.accent_soft);
    }
    let left = rect.left() + 4.0;
    let words_right = left + words_galley.size().x;
    if paint_util::is_highlighted(&response) {
        let bottom = rect.center().y + words_galley.size().y / 2.0;
        ui.painter().hline(left..=words_right, bottom, Stroke::new(1.0, t.accent));
    }
    paint_util::line_at(ui.painter(), left, rect, words_galley, t.accent);
    paint_util::line_at(ui.painter(), words_right + 6.0, rect, count_galley, t.ink_soft);
    let name = match &offer.kind {
        OfferKind::DidYouMean(_) => format!("Did you mean {words}, {count}"),
        _ => format!("Search {words}, {count}"),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
    response
}
