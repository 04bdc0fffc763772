//! A row of the sidebar for a page that belongs to no person.

use eframe::egui::{
    CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, accesskit::AriaCurrent,
    pos2, vec2,
};

use super::paint_util;
use crate::ui::{
    discreet,
    text::{self, Type, Weight},
    tokens::{Tokens, Tone, size},
};

const PADDING: f32 = 10.0;
const GAP: f32 = 8.0;

/// A page: icon, label and the number of items that need attention.
#[must_use = "add it with `ui.add(…)`"]
pub struct NavRow<'a> {
    /// The icon before the label.
    pub icon: &'a str,
    /// The name of the page.
    pub label: &'a str,
    /// The number of items that need attention; 0 shows nothing.
    pub count: usize,
    /// Whether the page is open.
    pub selected: bool,
    /// Whether only the icon and the number are shown, as in a narrow sidebar.
    pub icon_only: bool,
}

impl NavRow<'_> {
    fn accessible_text(&self) -> String {
        match self.count {
            0 => self.label.to_owned(),
            1 => format!("{}, 1 item needs your attention", self.label),
            count => format!("{}, {count} items need your attention", self.label),
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let t = Tokens::of(ui);
        let corners = CornerRadius::same(size::CONTROL_RADIUS);
        if self.selected {
            ui.painter().rect(rect, corners, t.card, Stroke::new(1.0, t.line), StrokeKind::Inside);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, corners, t.hover);
        }
        let weight = if self.selected { Weight::Medium } else { Weight::Regular };
        let ink = if self.selected { t.ink } else { t.ink_soft };
        let icon =
            paint_util::layout_line(ui, self.icon, text::format(Type::Body, Weight::Regular, ink), f32::INFINITY);
        if self.icon_only {
            paint_util::line_centred(ui.painter(), rect, icon, ink);
            self.paint_small_count(ui, rect);
            return paint_util::focus_ring(ui, response, rect, size::CONTROL_RADIUS);
        }
        let left = rect.left() + PADDING;
        let label_left = left + icon.size().x + GAP;
        paint_util::line_at(ui.painter(), left, rect, icon, ink);
        let mut right = rect.right() - PADDING;
        if self.count > 0 {
            let ink = t.kind_ink(Tone::Flag);
            let format = text::format(Type::Fine, Weight::Medium, ink);
            let count = paint_util::layout_line(ui, &self.count.to_string(), format, f32::INFINITY);
            let badge = vec2((count.size().x + 14.0).max(22.0), 19.0);
            let badge_rect = Rect::from_min_size(pos2(right - badge.x, rect.center().y - badge.y / 2.0), badge);
            ui.painter().rect_filled(badge_rect, CornerRadius::same(size::CHIP_RADIUS), t.kind_soft(Tone::Flag));
            paint_util::line_centred(ui.painter(), badge_rect, count, ink);
            right = badge_rect.left() - GAP;
        }
        let label = paint_util::layout_line(ui, self.label, text::format(Type::Body, weight, ink), right - label_left);
        paint_util::line_at(ui.painter(), label_left, rect, label, ink);
        paint_util::focus_ring(ui, response, rect, size::CONTROL_RADIUS);
    }

    /// The number at the upper right of the icon.
    fn paint_small_count(&self, ui: &Ui, rect: Rect) {
        if self.count == 0 {
            return;
        }
        let ink = Tokens::of(ui).kind_ink(Tone::Flag);
        let format = text::format(Type::Fine, Weight::SemiBold, ink);
        let count = paint_util::layout_line(ui, &self.count.to_string(), format, f32::INFINITY);
        let left = (rect.center().x + 8.0).min(rect.right() - count.size().x);
        let upper = rect.with_max_y(rect.center().y);
        paint_util::line_at(ui.painter(), left, upper, count, ink);
    }
}

impl Widget for NavRow<'_> {
    fn ui(mut self, ui: &mut Ui) -> Response {
        if discreet::is_on(ui) {
            self.count = 0;
        }
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::click());
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        let accessible_text = self.accessible_text();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &accessible_text));
        if self.selected {
            ui.accesskit_node_builder(response.id, |node| node.set_aria_current(AriaCurrent::Page));
        }
        if self.icon_only { response.on_hover_text(accessible_text) } else { response }
    }
}
