//! The button in the bar of a compact window that says where you are and opens the menu.

use eframe::egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Ui, UiBuilder, Widget, WidgetInfo, pos2, vec2};

use super::{avatar::Avatar, paint_util};
use crate::ui::{
    icons,
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

const HEIGHT: f32 = 36.0;
const AVATAR_SIZE: f32 = 28.0;
const GAP: f32 = 8.0;

/// A person with their avatar, or the name of a page, with a caret; cut off with an ellipsis where
/// there is less room.
#[must_use = "add it with `ui.add(…)`"]
pub struct PlaceButton<'a> {
    /// The initials of the person and the index of their colour; `None` for a page.
    pub avatar: Option<(String, usize)>,
    /// The name of the person or the page.
    pub title: &'a str,
}

impl Widget for PlaceButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let format = |step, weight| text::format(step, weight, Color32::PLACEHOLDER);
        let caret = paint_util::layout_line(ui, icons::CARET_DOWN, format(Type::Body, Weight::Regular), f32::INFINITY);
        let before = if self.avatar.is_some() { AVATAR_SIZE + GAP } else { 0.0 };
        let room = ui.available_width() - before - GAP - caret.size().x;
        let title = paint_util::layout_line(ui, self.title, format(Type::Section, Weight::Medium), room);
        let width = (before + title.size().x + GAP + caret.size().x).ceil();
        let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
        let is_cut_off = title.elided;
        if ui.is_rect_visible(rect) {
            let t = Tokens::of(ui);
            let background = rect.expand2(vec2(4.0, 0.0));
            if paint_util::is_highlighted(&response) {
                ui.painter().rect_filled(background, CornerRadius::same(size::CONTROL_RADIUS), t.hover);
            }
            if let Some((initials, colour)) = self.avatar {
                let middle = pos2(rect.left() + AVATAR_SIZE / 2.0, rect.center().y);
                let circle = Rect::from_center_size(middle, vec2(AVATAR_SIZE, AVATAR_SIZE));
                ui.new_child(UiBuilder::new().max_rect(circle)).add(Avatar::new(&initials, colour));
            }
            let left = rect.left() + before;
            let caret_left = left + title.size().x + GAP;
            paint_util::line_at(ui.painter(), left, rect, title, t.ink);
            paint_util::line_at(ui.painter(), caret_left, rect, caret, t.ink_soft);
            paint_util::focus_ring(ui, &response, background, size::CONTROL_RADIUS);
        }
        let name = format!("Menu, {}", self.title);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        if is_cut_off { response.on_hover_text(self.title) } else { response }
    }
}
