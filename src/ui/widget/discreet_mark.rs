//! The mark of discreet mode, which also turns it off.

use eframe::egui::{CornerRadius, Response, Role, Sense, Ui, Vec2, Widget, WidgetInfo, pos2, vec2};

use super::{key_hint::KeyHint, paint_util};
use crate::ui::{
    icons,
    shortcut::Shortcut,
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

const LABEL: &str = "Discreet mode";
const NAME: &str = "Turn off discreet mode";
const PADDING: f32 = 10.0;
const GAP: f32 = 8.0;

/// Says that discreet mode is on: as wide as there is room, or only its icon.
#[must_use = "add it with `ui.add(…)`"]
pub struct DiscreetMark {
    /// Whether only the icon is shown.
    pub icon_only: bool,
}

impl Widget for DiscreetMark {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let key = Shortcut::DiscreetMode.label(ui);
        let width = if self.icon_only { size::CONTROL } else { ui.available_width() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::click());
        if ui.is_rect_visible(rect) {
            let ink = if paint_util::is_highlighted(&response) { t.accent_hover } else { t.accent };
            ui.painter().rect_filled(rect, CornerRadius::same(size::CONTROL_RADIUS), t.accent_soft);
            let mut format = text::format(Type::Body, Weight::Medium, ink);
            if self.icon_only {
                format.font_id.size = 18.0;
            }
            let icon = paint_util::layout_line(ui, icons::HIDE, format, f32::INFINITY);
            if self.icon_only {
                paint_util::line_centred(ui.painter(), rect, icon, ink);
            } else {
                let left = rect.left() + PADDING + icon.size().x + GAP;
                paint_util::line_at(ui.painter(), rect.left() + PADDING, rect, icon, ink);
                let hint = KeyHint::new(ui, &key);
                let size: Vec2 = hint.size();
                let place = pos2(rect.right() - PADDING - size.x, rect.center().y - size.y / 2.0);
                let place = eframe::egui::Rect::from_min_size(place, size);
                hint.paint(ui.painter(), place, ink, ink.gamma_multiply(0.5), t.accent_soft);
                let format = text::format(Type::Body, Weight::Medium, ink);
                let label = paint_util::layout_line(ui, LABEL, format, place.left() - GAP - left);
                paint_util::line_at(ui.painter(), left, rect, label, ink);
            }
            paint_util::focus_ring(ui, &response, rect, size::CONTROL_RADIUS);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), NAME));
        response.on_hover_ui(|ui| {
            ui.horizontal(|ui| {
                ui.label(text::small(NAME).color(t.ink));
                super::key_hint::key_hint(ui, &key);
            });
        })
    }
}
