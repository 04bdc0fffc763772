//! Buttons.

use std::{borrow::Cow, sync::Arc};

use eframe::egui::{
    Color32, CornerRadius, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo, pos2,
    vec2,
};

use super::{key_hint::KeyHint, paint_util};
use crate::ui::{
    text::{self, Type, Weight},
    tokens::{Tokens, Tone, size},
};

const GAP: f32 = 8.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum ButtonStyle {
    Primary,
    Plain,
    Quiet,
    Flush,
}

/// How far the background of a flush button goes beyond its label.
const FLUSH_MARGIN: f32 = 8.0;

/// A button with a label.
///
/// ```text
/// if ui.add(Button::primary("Start one-on-one").shortcut("Ctrl ↵")).clicked() { … }
/// ```
#[must_use = "add it with `ui.add(…)`"]
pub struct Button<'a> {
    style: ButtonStyle,
    text: Cow<'a, str>,
    icon: Option<&'a str>,
    trailing_icon: Option<&'a str>,
    shortcut: Option<&'a str>,
    small: bool,
    full_width: bool,
    warn: bool,
}

impl<'a> Button<'a> {
    fn new(style: ButtonStyle, text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            style,
            text: text.into(),
            icon: None,
            trailing_icon: None,
            shortcut: None,
            small: false,
            full_width: false,
            warn: false,
        }
    }

    /// The main action, filled with the accent. At most one on a page or in a dialog.
    pub fn primary(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(ButtonStyle::Primary, text)
    }

    /// A secondary action.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(ButtonStyle::Plain, text)
    }

    /// A button without a background until the pointer is over it.
    pub fn quiet(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(ButtonStyle::Quiet, text)
    }

    /// A quiet button whose label is aligned with the text above and below it.
    pub fn flush(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(ButtonStyle::Flush, text)
    }

    /// An icon before the label.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the label, as the caret of a button that opens a menu.
    pub fn trailing_icon(mut self, icon: &'a str) -> Self {
        self.trailing_icon = Some(icon);
        self
    }

    /// The keyboard shortcut, shown inside the button.
    pub fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// 28 points high instead of 34, for use inside a card.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// As wide as the available space: label at the left, shortcut at the right.
    pub fn full_width(mut self) -> Self {
        self.full_width = true;
        self
    }

    /// Colours the label as overdue.
    pub fn warn(mut self, warn: bool) -> Self {
        self.warn = warn;
        self
    }

    /// The width it takes.
    pub fn width(&self, ui: &Ui) -> f32 {
        self.lay_out(ui).size.x
    }

    fn height(&self) -> f32 {
        if self.small { size::CONTROL_SMALL } else { size::CONTROL }
    }

    fn padding(&self) -> f32 {
        match self.style {
            ButtonStyle::Primary | ButtonStyle::Plain => 15.0,
            ButtonStyle::Quiet => 10.0,
            ButtonStyle::Flush => 0.0,
        }
    }

    fn lay_out(&self, ui: &Ui) -> ButtonLayout {
        let step = if self.small { Type::Small } else { Type::Body };
        let format = || text::format(step, Weight::Medium, Color32::PLACEHOLDER);
        let layout_icon = |icon: &str| paint_util::layout_line(ui, icon, format(), f32::INFINITY);
        let icon = self.icon.map(layout_icon);
        let trailing_icon = self.trailing_icon.map(layout_icon);
        let key = self.shortcut.map(|keys| KeyHint::new(ui, keys));
        let others_width = [
            icon.as_ref().map(|icon| icon.size().x),
            trailing_icon.as_ref().map(|trailing_icon| trailing_icon.size().x),
            key.as_ref().map(|key| key.size().x),
        ];
        let others_width: f32 = others_width.into_iter().flatten().map(|width| width + GAP).sum();
        let room = (ui.available_width() - 2.0 * self.padding() - others_width).max(0.0);
        let label = paint_util::layout_line(ui, &self.text, format(), room.max(48.0));
        let min_width = 2.0 * self.padding() + others_width + label.size().x;
        let width = if self.full_width { min_width.max(ui.available_width()) } else { min_width };
        ButtonLayout { size: vec2(width.ceil(), self.height()), icon, label, trailing_icon, shortcut: key }
    }
}

/// The laid-out parts of a button.
struct ButtonLayout {
    size: Vec2,
    icon: Option<Arc<Galley>>,
    label: Arc<Galley>,
    trailing_icon: Option<Arc<Galley>>,
    shortcut: Option<KeyHint>,
}

/// The colours of a button in its current state.
struct ButtonColours {
    fill: Color32,
    border: Color32,
    text: Color32,
    shortcut_border: Color32,
}

fn button_colours(t: &Tokens, style: ButtonStyle, highlighted: bool) -> ButtonColours {
    let none = Color32::TRANSPARENT;
    let pick = |plain, hovered| if highlighted { hovered } else { plain };
    match style {
        ButtonStyle::Primary => ButtonColours {
            fill: pick(t.accent, t.accent_hover),
            border: none,
            text: t.on_accent,
            shortcut_border: t.on_accent_line,
        },
        ButtonStyle::Plain => ButtonColours {
            fill: pick(t.card, t.card.blend(t.hover)),
            border: t.line,
            text: t.ink,
            shortcut_border: t.line,
        },
        ButtonStyle::Quiet | ButtonStyle::Flush => ButtonColours {
            fill: pick(none, t.hover),
            border: none,
            text: pick(t.ink_soft, t.ink),
            shortcut_border: t.line,
        },
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let layout = self.lay_out(ui);
        let (rect, response) = ui.allocate_exact_size(layout.size, Sense::click());
        let truncated = layout.label.elided;
        if ui.is_rect_visible(rect) {
            let t = Tokens::of(ui);
            let mut colours = button_colours(t, self.style, paint_util::is_highlighted(&response));
            if self.warn {
                colours.text = t.kind_ink(Tone::Flag);
            }
            let beyond = if self.style == ButtonStyle::Flush { FLUSH_MARGIN } else { 0.0 };
            let background = rect.expand2(vec2(beyond, 0.0));
            paint_button(ui, background, self.padding() + beyond, layout, &colours);
            paint_util::focus_ring(ui, &response, background, size::CONTROL_RADIUS);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &self.text));
        if truncated { response.on_hover_text(self.text) } else { response }
    }
}

fn paint_button(ui: &Ui, rect: Rect, padding: f32, layout: ButtonLayout, colours: &ButtonColours) {
    let painter = ui.painter();
    let corners = CornerRadius::same(size::CONTROL_RADIUS);
    let stroke = Stroke::new(1.0, colours.border);
    painter.rect(rect, corners, colours.fill, stroke, StrokeKind::Inside);
    let mut left = rect.left() + padding;
    for galley in [layout.icon, Some(layout.label), layout.trailing_icon].into_iter().flatten() {
        let width = galley.size().x;
        paint_util::line_at(painter, left, rect, galley, colours.text);
        left += width + GAP;
    }
    if let Some(key) = layout.shortcut {
        let height = key.size().y;
        let top = rect.center().y - height / 2.0;
        // After the label, or at the right edge of a wide button.
        let left = left.max(rect.right() - padding - key.size().x);
        let at = Rect::from_min_size(pos2(left.round(), top.round()), key.size());
        key.paint(painter, at, colours.text, colours.shortcut_border, Color32::TRANSPARENT);
    }
}

/// A square button with only an icon. Its name is its accessible name, and its tooltip unless that
/// is set.
#[must_use = "add it with `ui.add(…)`"]
pub struct IconButton<'a> {
    icon: &'a str,
    name: Cow<'a, str>,
    tooltip: Option<&'a str>,
    small: bool,
}

impl<'a> IconButton<'a> {
    /// A button with an icon and the name of its action.
    pub fn new(icon: &'a str, name: impl Into<Cow<'a, str>>) -> Self {
        Self { icon, name: name.into(), tooltip: None, small: false }
    }

    /// A tooltip without what stands beside the button and is repeated in its name.
    pub fn tooltip(mut self, tooltip: &'a str) -> Self {
        self.tooltip = Some(tooltip);
        self
    }

    /// 28 points square instead of 34.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let side = if self.small { size::CONTROL_SMALL } else { size::CONTROL };
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
        if ui.is_rect_visible(rect) {
            let colours = button_colours(Tokens::of(ui), ButtonStyle::Quiet, paint_util::is_highlighted(&response));
            ui.painter().rect_filled(rect, CornerRadius::same(size::CONTROL_RADIUS), colours.fill);
            let mut format = text::format(Type::Body, Weight::Regular, Color32::PLACEHOLDER);
            format.font_id.size = if self.small { 16.0 } else { 18.0 };
            let galley = paint_util::layout_line(ui, self.icon, format, f32::INFINITY);
            paint_util::line_centred(ui.painter(), rect, galley, colours.text);
            paint_util::focus_ring(ui, &response, rect, size::CONTROL_RADIUS);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &self.name));
        response.on_hover_ui(|ui| drop(ui.label(text::small(self.tooltip.unwrap_or(&self.name)))))
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, accesskit::Role};
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::*;
    use crate::ui::icons;

    #[test]
    fn button_is_found_by_its_label_and_activated_with_the_keyboard() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, pressed: &mut u32| {
                if ui.add(Button::primary("Save").shortcut("Ctrl ↵")).clicked() {
                    *pressed += 1;
                }
            },
            0,
        );
        harness.get_by_role_and_label(Role::Button, "Save").click();
        harness.run();
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 2);
    }

    #[test]
    fn disabled_button_is_reported_as_disabled_and_does_nothing() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, pressed: &mut bool| {
                *pressed |= ui.add_enabled(false, Button::plain("Begin")).clicked();
            },
            false,
        );
        let button = harness.get_by_role_and_label(Role::Button, "Begin");
        assert!(button.accesskit_node().is_disabled());
        button.click();
        harness.run();
        assert!(!harness.state());
    }

    #[test]
    fn icon_button_has_an_accessible_name() {
        let harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
            ui.add(IconButton::new(icons::TRASH, "To the trash"));
        });
        harness.get_by_role_and_label(Role::Button, "To the trash");
    }
}
