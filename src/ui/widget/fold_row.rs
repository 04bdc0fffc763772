//! A line that stands for what it opens: icon, label, a warning, and the shortcut.

use eframe::egui::{Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{key_hint::KeyHint, paint_util};
use crate::ui::{
    icons,
    text::{self, Type, Weight},
    tokens::{Tokens, Tone, size},
};

const HEIGHT: f32 = 36.0;
const GAP: f32 = 8.0;

/// The line, as wide as the available space.
#[must_use = "add it with `ui.add(…)`"]
pub struct FoldRow<'a> {
    /// The icon before the label.
    pub icon: &'a str,
    /// What it stands for.
    pub label: &'a str,
    /// What is wrong with it, in the colour of a warning.
    pub warning: Option<&'a str>,
    /// The shortcut that opens it.
    pub shortcut: &'a str,
    /// Whether it is open.
    pub is_open: bool,
}

impl Widget for FoldRow<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        let name = match self.warning {
            Some(warning) => format!("{}, {warning}", self.label),
            None => self.label.to_owned(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        paint_util::set_expanded(ui, &response, self.is_open);
        response
    }
}

impl FoldRow<'_> {
    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let t = Tokens::of(ui);
        let background = rect.expand2(vec2(6.0, -1.0));
        if paint_util::is_highlighted(response) {
            ui.painter().rect_filled(background, CornerRadius::same(size::CONTROL_RADIUS), t.hover);
        }
        let line = |text: &str, step, weight, room| {
            paint_util::layout_line(ui, text, text::format(step, weight, Color32::PLACEHOLDER), room)
        };
        let caret = line(icons::CARET_DOWN, Type::Body, Weight::Regular, f32::INFINITY);
        let key = KeyHint::new(ui, self.shortcut);
        let caret_left = rect.right() - caret.size().x;
        let key_rect = Rect::from_min_max(pos2(rect.left(), rect.top()), pos2(caret_left - GAP, rect.bottom()));
        let key_rect = Align2::RIGHT_CENTER.align_size_within_rect(key.size(), key_rect);
        let icon = line(self.icon, Type::Body, Weight::Regular, f32::INFINITY);
        let warning = self.warning.map(|warning| line(warning, Type::Small, Weight::Regular, f32::INFINITY));
        let warning_width = warning.as_ref().map_or(0.0, |warning| warning.size().x + GAP);
        let left = rect.left() + icon.size().x + GAP;
        let room = key_rect.left() - GAP - warning_width - left;
        let label = line(self.label, Type::Small, Weight::Medium, room);
        paint_util::line_at(ui.painter(), rect.left(), rect, icon, t.ink_soft);
        let warning_left = left + label.size().x + GAP;
        paint_util::line_at(ui.painter(), left, rect, label, t.ink);
        if let Some(warning) = warning {
            paint_util::line_at(ui.painter(), warning_left, rect, warning, t.kind_ink(Tone::Flag));
        }
        key.paint(ui.painter(), key_rect, t.ink_soft, t.line, Color32::TRANSPARENT);
        paint_util::line_at(ui.painter(), caret_left, rect, caret, t.ink_soft);
        paint_util::focus_ring(ui, response, background, size::CONTROL_RADIUS);
    }
}
