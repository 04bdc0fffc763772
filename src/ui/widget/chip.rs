//! Chips: the kind of an entry, the choice of a kind in the composer, filters with counts.

use std::{borrow::Cow, sync::Arc};

use eframe::egui::{
    Color32, CornerRadius, Galley, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo,
    vec2,
};

use super::paint_util;
use crate::ui::{
    icons,
    text::{self, Type, Weight},
    tokens::{Tokens, Tone, size},
};

const PADDING: f32 = 8.0;

/// The kind of an entry: icon and label on the soft background of the kind.
#[must_use = "add it with `ui.add(…)`"]
pub struct Chip<'a> {
    tone: Tone,
    icon: Option<&'a str>,
    label: Cow<'a, str>,
}

impl<'a> Chip<'a> {
    /// A kind with its own icon.
    pub fn new(tone: Tone, label: impl Into<Cow<'a, str>>) -> Self {
        Self { tone, icon: Some(icons::for_tone(tone)), label: label.into() }
    }

    /// Uses another icon, as for an expectation.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Only the label, as for who promised, or for a count.
    pub fn plain(mut self) -> Self {
        self.icon = None;
        self
    }

    /// The size it takes when it is not truncated.
    pub fn size(&self, ui: &Ui) -> Vec2 {
        let galley = self.lay_out(ui, f32::INFINITY);
        vec2((galley.size().x + 2.0 * PADDING).ceil(), size::CHIP)
    }

    fn lay_out(&self, ui: &Ui, max_width: f32) -> Arc<Galley> {
        let format = text::format(Type::Fine, Weight::Medium, Tokens::of(ui).kind_ink(self.tone));
        let text = match self.icon {
            Some(icon) => format!("{icon} {}", self.label),
            None => self.label.to_string(),
        };
        paint_util::layout_line(ui, &text, format, max_width)
    }
}

impl Widget for Chip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let galley = self.lay_out(ui, (ui.available_width() - 2.0 * PADDING).max(0.0));
        let size = vec2((galley.size().x + 2.0 * PADDING).ceil(), size::CHIP);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if ui.is_rect_visible(rect) {
            let corners = CornerRadius::same(size::CHIP_RADIUS);
            ui.painter().rect_filled(rect, corners, t.kind_soft(self.tone));
            paint_util::line_centred(ui.painter(), rect, galley, t.kind_ink(self.tone));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &self.label));
        response
    }
}

/// The choice of a kind in the composer: its prefix and its label. Highlighted while selected, when
/// it is also the Tab stop of all of them.
#[must_use = "call `show`"]
pub struct KindChip<'a> {
    tone: Tone,
    prefix: &'a str,
    label: Cow<'a, str>,
    selected: bool,
    is_short: bool,
}

impl<'a> KindChip<'a> {
    /// A kind by its prefix and label, as `!` and `Flag`.
    pub fn new(tone: Tone, prefix: &'a str, label: impl Into<Cow<'a, str>>, selected: bool) -> Self {
        Self { tone, prefix, label: label.into(), selected, is_short: false }
    }

    /// Shows the label only while it is selected, and as the tooltip otherwise.
    pub fn short(mut self) -> Self {
        self.is_short = !self.selected;
        self
    }

    /// The width it takes.
    pub fn width(&self, ui: &Ui) -> f32 {
        Self::size(&self.lay_out(ui)).x
    }

    fn lay_out(&self, ui: &Ui) -> Arc<Galley> {
        let format = text::format(Type::Fine, Weight::Medium, Color32::PLACEHOLDER);
        let text = if self.is_short { self.prefix.to_owned() } else { format!("{} {}", self.prefix, self.label) };
        paint_util::layout_line(ui, &text, format, f32::INFINITY)
    }

    fn size(galley: &Galley) -> Vec2 {
        vec2((galley.size().x + 2.0 * PADDING).ceil(), size::CHIP)
    }

    /// Shows it with this id.
    pub fn show(self, ui: &mut Ui, id: Id) -> Response {
        let t = Tokens::of(ui);
        let galley = self.lay_out(ui);
        let (_, rect) = ui.allocate_space(Self::size(&galley));
        let is_tab_stop = self.selected || ui.memory(|memory| memory.has_focus(id));
        let response = ui.interact(rect, id, if is_tab_stop { Sense::click() } else { Sense::CLICK });
        if ui.is_rect_visible(rect) {
            let (ink, soft) = (t.kind_ink(self.tone), t.kind_soft(self.tone));
            // A note is the default kind: its chip only gets a ring, so that it does not draw
            // attention.
            let inverted = self.selected && self.tone != Tone::Note;
            let (fill, text_colour) = if inverted { (ink, t.card) } else { (soft, ink) };
            let ring = if self.selected || paint_util::is_highlighted(&response) { ink } else { Color32::TRANSPARENT };
            let corners = CornerRadius::same(size::CHIP_RADIUS);
            ui.painter().rect(rect, corners, fill, Stroke::new(1.0, ring), StrokeKind::Inside);
            paint_util::line_centred(ui.painter(), rect, galley, text_colour);
            paint_util::focus_ring(ui, &response, rect, size::CHIP_RADIUS);
        }
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), self.selected, &self.label));
        if self.is_short { response.on_hover_text(self.label) } else { response }
    }
}

/// A filter of a list: icon, label and count of a kind, on its soft background while selected.
#[must_use = "call `show_at`"]
pub struct FilterChip<'a> {
    tone: Tone,
    icon: Option<&'a str>,
    label: &'a str,
    count: Option<usize>,
    selected: bool,
}

impl<'a> FilterChip<'a> {
    /// A filter, without an icon as long as it has no count.
    pub fn new(tone: Tone, label: &'a str, selected: bool) -> Self {
        Self { tone, icon: None, label, count: None, selected }
    }

    /// Adds the count and the icon of the kind.
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self.icon = Some(icons::for_tone(self.tone));
        self
    }

    /// Uses another icon, as for an expectation.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The size it takes.
    pub fn size(&self, ui: &Ui) -> Vec2 {
        let (_, galley) = self.lay_out(ui);
        vec2((galley.size().x + 2.0 * PADDING).ceil(), size::CHIP)
    }

    /// The accessible label and the laid-out text.
    fn lay_out(&self, ui: &Ui) -> (String, Arc<Galley>) {
        let label = match self.count {
            Some(count) => format!("{} {count}", self.label),
            None => self.label.to_owned(),
        };
        let text = match self.icon {
            Some(icon) => format!("{icon} {label}"),
            None => label.clone(),
        };
        let format = text::format(Type::Fine, Weight::SemiBold, Color32::PLACEHOLDER);
        let galley = paint_util::layout_line(ui, &text, format, f32::INFINITY);
        (label, galley)
    }

    /// Shows it in `rect` with this id, so that a group of chips can be a single Tab stop.
    pub fn show_at(self, ui: &Ui, rect: Rect, id: Id, sense: Sense) -> Response {
        let t = Tokens::of(ui);
        let (label, galley) = self.lay_out(ui);
        let response = ui.interact(rect, id, sense);
        if ui.is_rect_visible(rect) {
            let (ink, soft) = (t.kind_ink(self.tone), t.kind_soft(self.tone));
            let highlighted = paint_util::is_highlighted(&response);
            let (fill, text_colour) = match (self.selected, highlighted) {
                (true, _) => (soft, ink),
                (false, true) => (t.hover, t.ink),
                (false, false) => (Color32::TRANSPARENT, t.ink_soft),
            };
            let ring = if self.selected { ink.gamma_multiply(0.35) } else { Color32::TRANSPARENT };
            let corners = CornerRadius::same(size::CHIP_RADIUS);
            ui.painter().rect(rect, corners, fill, Stroke::new(1.0, ring), StrokeKind::Inside);
            paint_util::line_centred(ui.painter(), rect, galley, text_colour);
            paint_util::focus_ring(ui, &response, rect, size::CHIP_RADIUS);
        }
        response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), self.selected, &label));
        response
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::accesskit::{Role, Toggled};
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::*;

    #[test]
    fn composer_chip_is_a_radio_button() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, selected: &mut bool| {
                if KindChip::new(Tone::Flag, "!", "Flag", *selected).show(ui, Id::unique("flag")).clicked() {
                    *selected = !*selected;
                }
            },
            false,
        );
        let state = |harness: &Harness<'_, bool>| {
            let chip = harness.get_by_role_and_label(Role::RadioButton, "Flag");
            chip.accesskit_node().toggled()
        };
        assert_eq!(state(&harness), Some(Toggled::False));
        harness.get_by_label("Flag").click();
        harness.run();
        assert_eq!(state(&harness), Some(Toggled::True));
    }

    #[test]
    fn chip_accessible_name_omits_the_icon() {
        let harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
            let response = ui.add(Chip::new(Tone::Delegation, "Delegated"));
            assert!((response.rect.height() - size::CHIP).abs() < 0.1);
        });
        harness.get_by_label("Delegated");
    }
}
