//! The button in the bar of a compact window that says where you are and opens the menu.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, Galley, Rect, Response, Role, Sense, Ui, UiBuilder, Widget, WidgetInfo, pos2, vec2,
};

use super::{avatar::Avatar, paint_util};
use crate::ui::{
    icons,
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

const HEIGHT: f32 = 36.0;
const AVATAR_SIZE: f32 = 28.0;
const GAP: f32 = 8.0;

/// A person with their avatar, or the name of a page, with a caret; by the short name where
/// there is less room, and cut off with an ellipsis where there is not even that.
#[must_use = "add it with `ui.add(…)`"]
pub struct PlaceButton<'a> {
    /// The initials of the person and the index of their colour; `None` for a page.
    pub avatar: Option<(String, usize)>,
    /// The name of the person or the page.
    pub title: &'a str,
    /// What is shown where the title does not fit.
    pub short_title: &'a str,
}

impl PlaceButton<'_> {
    /// The width of a button with this title.
    pub fn width(ui: &Ui, has_avatar: bool, title: &str) -> f32 {
        let title = layout_title(ui, title, f32::INFINITY);
        let before = if has_avatar { AVATAR_SIZE + GAP } else { 0.0 };
        (before + title.size().x + GAP + layout_caret(ui).size().x).ceil()
    }
}

fn layout_title(ui: &Ui, title: &str, max_width: f32) -> Arc<Galley> {
    let format = text::format(Type::Section, Weight::Medium, Color32::PLACEHOLDER);
    paint_util::layout_line(ui, title, format, max_width)
}

fn layout_caret(ui: &Ui) -> Arc<Galley> {
    let format = text::format(Type::Body, Weight::Regular, Color32::PLACEHOLDER);
    paint_util::layout_line(ui, icons::CARET_DOWN, format, f32::INFINITY)
}

impl Widget for PlaceButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let caret = layout_caret(ui);
        let before = if self.avatar.is_some() { AVATAR_SIZE + GAP } else { 0.0 };
        let room = ui.available_width() - before - GAP - caret.size().x;
        let whole = layout_title(ui, self.title, room);
        let is_short = whole.elided;
        let title = if is_short { layout_title(ui, self.short_title, room) } else { whole };
        let width = (before + title.size().x + GAP + caret.size().x).ceil();
        let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
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
        if is_short { response.on_hover_text(self.title) } else { response }
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn short_title_stands_where_the_title_does_not_fit() {
        for (room, fits) in [(400.0, true), (120.0, false)] {
            let mut widths = (0.0, 0.0);
            let harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
                ui.set_max_width(room);
                let avatar = Some(("DW".to_owned(), 0));
                let button = PlaceButton { avatar, title: "Dana Whitfield", short_title: "Dana" };
                let expected = PlaceButton::width(ui, true, if fits { "Dana Whitfield" } else { "Dana" });
                widths = (ui.add(button).rect.width(), expected);
            });
            harness.get_by_role_and_label(Role::Button, "Menu, Dana Whitfield");
            drop(harness);
            assert!((widths.0 - widths.1).abs() < 0.5, "{room}: {widths:?}");
        }
    }
}
