//! The number of items of a kind as an icon button, for the edge that a side panel becomes.

use eframe::egui::{Color32, CornerRadius, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

use super::paint_util;
use crate::ui::{
    text::{self, Type, Weight},
    tokens::{Tokens, Tone, size},
};

const WIDTH: f32 = 42.0;
const HEIGHT: f32 = 36.0;
const GAP: f32 = 5.0;

/// Icon and number, with a dot where something is late.
#[must_use = "add it with `ui.add(…)`"]
pub struct CountButton<'a> {
    /// The icon of the kind.
    pub icon: &'a str,
    /// The colour of the kind.
    pub tone: Tone,
    /// The number.
    pub count: usize,
    /// Whether something is late.
    pub has_dot: bool,
    /// The number in words, as tooltip and accessible name.
    pub name: &'a str,
}

impl Widget for CountButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, HEIGHT), Sense::click());
        if ui.is_rect_visible(rect) {
            let t = Tokens::of(ui);
            if paint_util::is_highlighted(&response) {
                ui.painter().rect_filled(rect, CornerRadius::same(size::CONTROL_RADIUS), t.hover);
            }
            let line = |text: &str, step, weight| {
                let format = text::format(step, weight, Color32::PLACEHOLDER);
                paint_util::layout_line(ui, text, format, f32::INFINITY)
            };
            let icon = line(self.icon, Type::Body, Weight::Regular);
            let count = line(&self.count.to_string(), Type::Fine, Weight::Medium);
            let width = icon.size().x + GAP + count.size().x;
            let left = (rect.center().x - width / 2.0).round();
            let count_left = left + icon.size().x + GAP;
            paint_util::line_at(ui.painter(), left, rect, icon, t.kind_ink(self.tone));
            paint_util::line_at(ui.painter(), count_left, rect, count, t.ink_soft);
            if self.has_dot {
                let at = rect.right_top() + vec2(-5.0, 7.0);
                ui.painter().circle_filled(at, 3.5, t.kind_ink(Tone::Flag));
            }
            paint_util::focus_ring(ui, &response, rect, size::CONTROL_RADIUS);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.name));
        response.on_hover_text(self.name)
    }
}
