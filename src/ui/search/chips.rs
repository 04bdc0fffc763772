//! The line below the query: its filters as chips, what was not understood, the number of hits and
//! their order.

use std::borrow::Cow;

use eframe::egui::{
    Align, CornerRadius, Label, Layout, Response, Role, Sense, Ui, Widget, WidgetInfo, accesskit::Live, vec2,
};

use super::{
    facets,
    query_field::{icon_of, tone_of},
};
use crate::{
    domain::search::query::{Filter, Meaning, Part, Query, StateFilter},
    store::SearchOrder,
    ui::{
        icons,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{
            button::Button,
            menu::{self, MenuItem},
            paint_util,
        },
    },
    wording::search::{chip_label, describe_remark},
};

const ORDERS: [(SearchOrder, &str); 3] = [
    (SearchOrder::BestMatch, "Best match"),
    (SearchOrder::Newest, "Newest first"),
    (SearchOrder::Oldest, "Oldest first"),
];
/// In less room, the number of hits is below the chips.
const MIN_CHIPS_WIDTH: f32 = 220.0;
const GAP: f32 = 8.0;
const COUNT_GAP: f32 = 14.0;

/// What was chosen in the line.
#[derive(Default)]
pub(super) struct ChipsOutput {
    /// The index of the part of the query to take out.
    pub removed: Option<usize>,
    /// Another order.
    pub order: Option<SearchOrder>,
}

/// Shows the line. `count` is empty where there is nothing to count; `filters` shows the button of
/// the filters, where they are not beside the results.
pub(super) fn show(
    ui: &mut Ui,
    query: &Query,
    count: &str,
    order: SearchOrder,
    filters: Option<&mut dyn FnMut(&mut Ui)>,
) -> ChipsOutput {
    let mut output = ChipsOutput::default();
    let end = LineEnd::new(ui, count, order, filters.is_some());
    let width = ui.available_width();
    let has_chips = query.parts().iter().any(|part| chip_label(part).is_some());
    if !has_chips || width - end.width >= MIN_CHIPS_WIDTH {
        let chips_width = (width - end.width - 2.0 * GAP).max(0.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let area = vec2(chips_width, size::CONTROL_SMALL);
            let chips = ui.allocate_ui_with_layout(area, Layout::top_down(Align::Min), |ui| {
                ui.set_width(chips_width);
                ui.add_space((size::CONTROL_SMALL - size::CHIP) / 2.0);
                show_chips(ui, query)
            });
            output.removed = chips.inner;
            ui.add_space((ui.available_width() - end.width).max(0.0));
            output.order = end.show(ui, filters);
        });
    } else {
        output.removed = show_chips(ui, query);
        output.order = end.show(ui, filters);
    }
    for remark in query.remarks() {
        let said = describe_remark(remark);
        let line = text::fine(format!("{}  {said}", icons::INFO)).color(Tokens::of(ui).ink_soft);
        let label = ui.add(Label::new(line).wrap());
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    }
    output
}

/// The number of hits and their order, at the end of the line.
struct LineEnd<'a> {
    count: &'a str,
    order: SearchOrder,
    width: f32,
}

impl<'a> LineEnd<'a> {
    fn new(ui: &Ui, count: &'a str, order: SearchOrder, has_filters: bool) -> Self {
        let format = text::format(Type::Small, Weight::Regular, Tokens::of(ui).ink_soft);
        let count_width = paint_util::layout_line(ui, count, format, f32::INFINITY).size().x.ceil();
        let filters = if has_filters { COUNT_GAP + facets::button().width(ui) } else { 0.0 };
        Self { count, order, width: count_width + COUNT_GAP + order_button(order).width(ui) + filters + 2.0 }
    }

    fn show(self, ui: &mut Ui, filters: Option<&mut dyn FnMut(&mut Ui)>) -> Option<SearchOrder> {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(COUNT_GAP, 2.0);
            if !self.count.is_empty() {
                let ink = Tokens::of(ui).ink_soft;
                let format = text::format(Type::Small, Weight::Regular, ink);
                let count = paint_util::layout_line(ui, self.count, format, f32::INFINITY);
                let line = vec2(count.size().x.ceil(), size::CONTROL_SMALL);
                let (rect, label) = ui.allocate_exact_size(line, Sense::hover());
                paint_util::line_at(ui.painter(), rect.left(), rect, count, ink);
                label.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.count));
                ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
            }
            let order = show_order(ui, self.order);
            if let Some(filters) = filters {
                filters(ui);
            }
            order
        })
        .inner
    }
}

fn order_label(order: SearchOrder) -> &'static str {
    ORDERS.iter().find(|(other, _)| *other == order).map_or("", |(_, label)| *label)
}

fn order_button(order: SearchOrder) -> Button<'static> {
    Button::flush(order_label(order)).trailing_icon(icons::CARET_DOWN).small()
}

fn show_order(ui: &mut Ui, order: SearchOrder) -> Option<SearchOrder> {
    let button = ui.add(order_button(order));
    let label = order_label(order);
    button.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, "Order");
        info.current_text_value = Some(label.to_owned());
        info
    });
    let chosen = menu::popup_below(&button, "Order", |ui| {
        let mut chosen = None;
        for (other, label) in ORDERS {
            if menu::item(ui, MenuItem::new(label).selected(other == order)) {
                chosen = Some(other);
            }
        }
        chosen
    });
    chosen.flatten()
}

/// Shows the chips. Returns the index of the part whose chip was clicked.
fn show_chips(ui: &mut Ui, query: &Query) -> Option<usize> {
    let mut removed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, 6.0);
        for (index, part) in query.parts().iter().enumerate() {
            let Some(label) = chip_label(part) else { continue };
            if ui.add(QueryChip::new(part, label)).clicked() {
                removed = Some(index);
            }
        }
    });
    removed
}

/// A filter of the query, which a click takes out.
struct QueryChip<'a> {
    tone: Tone,
    icon: &'a str,
    label: Cow<'a, str>,
}

impl<'a> QueryChip<'a> {
    fn new(part: &Part, label: impl Into<Cow<'a, str>>) -> Self {
        let (tone, icon) = match &part.meaning {
            Meaning::Filter(Filter::Kind(kind)) => (tone_of(*kind), icon_of(*kind)),
            Meaning::Filter(Filter::Days { .. }) => (Tone::Note, icons::CALENDAR),
            Meaning::Filter(Filter::State(StateFilter::Trash)) => (Tone::Note, icons::TRASH),
            Meaning::Filter(Filter::State(StateFilter::Late)) => (Tone::Flag, icons::WAIT),
            Meaning::Filter(Filter::State(_)) => (Tone::Note, icons::CHECK),
            Meaning::Filter(Filter::Person { .. } | Filter::Subject { .. }) | Meaning::Term(_) => (Tone::Note, ""),
        };
        Self { tone, icon, label: label.into() }
    }
}

impl Widget for QueryChip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        const PADDING: f32 = 8.0;
        const CLOSE_WIDTH: f32 = 16.0;
        let t = Tokens::of(ui);
        let ink = t.kind_ink(self.tone);
        let icon = if self.icon.is_empty() { String::new() } else { format!("{} ", self.icon) };
        let format = text::format(Type::Fine, Weight::Medium, ink);
        let room = (ui.max_rect().width() - 2.0 * PADDING - CLOSE_WIDTH - 4.0).max(24.0);
        let galley = paint_util::layout_line(ui, &format!("{icon}{}", self.label), format.clone(), room);
        let close = paint_util::layout_line(ui, icons::CLOSE, format, CLOSE_WIDTH);
        let width = (galley.size().x + CLOSE_WIDTH + 2.0 * PADDING).ceil();
        let (rect, response) = ui.allocate_exact_size(vec2(width, size::CHIP), Sense::click());
        if ui.is_rect_visible(rect) {
            let corners = CornerRadius::same(size::CHIP_RADIUS);
            ui.painter().rect_filled(rect, corners, t.kind_soft(self.tone));
            if paint_util::is_highlighted(&response) {
                ui.painter().rect_filled(rect, corners, t.hover);
            }
            paint_util::line_at(ui.painter(), rect.left() + PADDING, rect, galley, ink);
            let close_left = rect.right() - PADDING - close.size().x;
            paint_util::line_at(ui.painter(), close_left, rect, close, ink);
            paint_util::focus_ring(ui, &response, rect, size::CHIP_RADIUS);
        }
        let name = format!("Remove filter: {}", self.label);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        response
    }
}
