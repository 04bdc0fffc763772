//! A text button, where a framed button would be too prominent.

use std::borrow::Cow;

use eframe::egui::{Color32, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

use super::paint_util;
use crate::ui::{
    text::{self, Type, Weight},
    tokens::Tokens,
};

/// A word in small print; `name` is its accessible name and begins with the word.
#[must_use = "add it with `ui.add(…)`"]
pub struct LinkButton<'a> {
    label: &'a str,
    name: Cow<'a, str>,
    selected: bool,
}

impl<'a> LinkButton<'a> {
    /// A button with its label and the full name of its action.
    pub fn new(label: &'a str, name: impl Into<Cow<'a, str>>) -> Self {
        Self { label, name: name.into(), selected: false }
    }

    /// Marks it as the current choice.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }
}

impl Widget for LinkButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let weight = if self.selected { Weight::SemiBold } else { Weight::Regular };
        let galley = paint_util::layout_line(
            ui,
            self.label,
            text::format(Type::Fine, weight, Color32::PLACEHOLDER),
            f32::INFINITY,
        );
        let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x.ceil(), 22.0), Sense::click());
        if ui.is_rect_visible(rect) {
            let t = Tokens::of(ui);
            let ink = if paint_util::is_highlighted(&response) || self.selected { t.ink } else { t.ink_soft };
            if paint_util::is_highlighted(&response) {
                let bottom = rect.center().y + galley.size().y / 2.0;
                ui.painter().hline(rect.x_range(), bottom, eframe::egui::Stroke::new(1.0, ink));
            }
            paint_util::line_at(ui.painter(), rect.left(), rect, galley, ink);
            paint_util::focus_ring(ui, &response, rect.shrink2(vec2(-3.0, 1.0)), 3);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &*self.name));
        response
    }
}
