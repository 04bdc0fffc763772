//! The small frame around a keyboard shortcut, and the button that changes one.

use std::{borrow::Cow, sync::Arc};

use eframe::egui::{
    Color32, CornerRadius, Galley, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo,
    vec2,
};

use super::paint_util;
use crate::ui::{
    discreet,
    text::{self, Type, Weight},
    tokens::Tokens,
};

const HEIGHT: f32 = 19.0;
const BUTTON_HEIGHT: f32 = 24.0;
const PADDING: f32 = 6.0;
const RADIUS: u8 = 4;

/// Shows a shortcut beside its action: `Ctrl K`.
pub fn key_hint(ui: &mut Ui, keys: &str) -> Response {
    let t = Tokens::of(ui);
    let hint = KeyHint::new(ui, keys);
    let (rect, response) = ui.allocate_exact_size(hint.size(), Sense::hover());
    if ui.is_rect_visible(rect) {
        hint.paint(ui.painter(), rect, t.ink_soft, t.line, t.page);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), keys));
    response
}

/// A laid-out key hint, for widgets that contain one.
pub struct KeyHint(Arc<Galley>);

impl KeyHint {
    /// Lays it out.
    pub fn new(ui: &Ui, keys: &str) -> Self {
        let format = discreet::own_format(text::format(Type::Label, Weight::Medium, Color32::PLACEHOLDER));
        Self(paint_util::layout_line(ui, keys, format, f32::INFINITY))
    }

    /// The size of its frame.
    pub fn size(&self) -> eframe::egui::Vec2 {
        vec2((self.0.size().x + 2.0 * PADDING).ceil(), HEIGHT)
    }

    /// Paints it.
    pub fn paint(self, painter: &Painter, rect: Rect, ink: Color32, line: Color32, background: Color32) {
        let corners = CornerRadius::same(RADIUS);
        painter.rect(rect, corners, background, Stroke::new(1.0, line), StrokeKind::Inside);
        paint_util::line_centred(painter, rect, self.0, ink);
    }
}

/// The keys of a command that can be changed. While new ones are waited for it stands out.
#[must_use = "add it with `ui.add(…)`"]
pub struct KeyButton<'a> {
    text: &'a str,
    name: Cow<'a, str>,
    is_recording: bool,
}

impl<'a> KeyButton<'a> {
    /// A button with the keys, or what to do, and its accessible name, which begins with that.
    pub fn new(text: &'a str, name: impl Into<Cow<'a, str>>) -> Self {
        Self { text, name: name.into(), is_recording: false }
    }

    /// Whether it waits for keys.
    pub fn recording(mut self, is_recording: bool) -> Self {
        self.is_recording = is_recording;
        self
    }
}

impl Widget for KeyButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let hint = KeyHint::new(ui, self.text);
        let (rect, response) = ui.allocate_exact_size(vec2(hint.size().x, BUTTON_HEIGHT), Sense::click());
        if ui.is_rect_visible(rect) {
            let t = Tokens::of(ui);
            let (ink, line) = if self.is_recording { (t.accent, t.accent) } else { (t.ink, t.line) };
            let fill = if paint_util::is_highlighted(&response) { t.card.blend(t.hover) } else { t.card };
            hint.paint(ui.painter(), rect, ink, line, fill);
            paint_util::focus_ring(ui, &response, rect, RADIUS);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &*self.name));
        response
    }
}
