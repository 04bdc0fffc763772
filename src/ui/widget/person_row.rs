//! A row of the sidebar for a person.

use eframe::egui::{
    CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Widget, WidgetInfo, pos2, vec2,
};

use super::{avatar::Avatar, paint_util};
use crate::{
    ui::{
        discreet,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
    },
    wording::text::capitalize,
};

const HEIGHT: f32 = 44.0;
const PADDING: f32 = 10.0;
const AVATAR_SIZE: f32 = 28.0;

/// A person: avatar, name and the next one-on-one.
#[must_use = "add it with `ui.add(…)`"]
pub struct PersonRow<'a> {
    /// The initials on the avatar.
    pub initials: &'a str,
    /// The index of their colour.
    pub colour: usize,
    /// Their full name.
    pub name: &'a str,
    /// The next one-on-one.
    pub subtitle: &'a str,
    /// Whether the one-on-one is overdue.
    pub is_late: bool,
    /// What needs attention, for screen readers; shown as a dot.
    pub attention: Option<&'a str>,
    /// Whether their page is open.
    pub selected: bool,
    /// Whether only the avatar is shown, as in a narrow sidebar.
    pub avatar_only: bool,
}

impl PersonRow<'_> {
    fn accessible_text(&self) -> String {
        let attention = self.attention.map(|attention| format!(", {attention}")).unwrap_or_default();
        if self.subtitle.is_empty() {
            format!("{}{attention}", self.name)
        } else {
            format!("{}, {}{attention}", self.name, self.subtitle)
        }
    }

    /// Paints it, and returns whether a text is cut off or left out.
    fn paint(&self, ui: &mut Ui, rect: Rect, response: &Response) -> bool {
        let t = Tokens::of(ui);
        let corners = CornerRadius::same(size::CONTROL_RADIUS);
        if self.selected {
            ui.painter().rect(rect, corners, t.card, Stroke::new(1.0, t.line), StrokeKind::Inside);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, corners, t.hover);
        }
        let middle = if self.avatar_only { rect.center().x } else { rect.left() + PADDING + AVATAR_SIZE / 2.0 };
        let circle = Rect::from_center_size(pos2(middle, rect.center().y), vec2(AVATAR_SIZE, AVATAR_SIZE));
        ui.new_child(UiBuilder::new().max_rect(circle)).add(Avatar::new(self.initials, self.colour));
        if self.avatar_only {
            self.paint_attention_dot(ui, pos2(circle.right() + 1.0, circle.top() + 1.0));
            paint_util::focus_ring(ui, response, rect, size::CONTROL_RADIUS);
            return true;
        }
        let left = circle.right() + 10.0;
        let room = rect.right() - PADDING - left - if self.attention.is_some() { 16.0 } else { 0.0 };
        let weight = if self.selected { Weight::Medium } else { Weight::Regular };
        let ink = if self.selected { t.ink } else { t.ink_soft };
        let name = paint_util::layout_line(ui, self.name, text::format(Type::Body, weight, ink), room);
        let lines = Rect::from_min_max(pos2(left, rect.top() + 3.0), pos2(left + room, rect.bottom() - 3.0));
        let (upper, lower) = lines.split_top_bottom_at_fraction(0.52);
        let upper = if self.subtitle.is_empty() { lines } else { upper };
        let mut is_cut_off = name.elided;
        paint_util::line_at(ui.painter(), left, upper, name, ink);
        let line_ink = if self.is_late { t.kind_ink(Tone::Flag) } else { t.ink_faint };
        let line =
            paint_util::layout_line(ui, self.subtitle, text::format(Type::Fine, Weight::Regular, line_ink), room);
        is_cut_off |= line.elided;
        paint_util::line_at(ui.painter(), left, lower, line, line_ink);
        self.paint_attention_dot(ui, pos2(rect.right() - PADDING - 3.5, rect.center().y));
        paint_util::focus_ring(ui, response, rect, size::CONTROL_RADIUS);
        is_cut_off
    }

    fn paint_attention_dot(&self, ui: &Ui, at: Pos2) {
        if self.attention.is_some() {
            ui.painter().circle_filled(at, 3.5, Tokens::of(ui).kind_ink(Tone::Flag));
        }
    }
}

impl Widget for PersonRow<'_> {
    fn ui(mut self, ui: &mut Ui) -> Response {
        if discreet::is_on(ui) {
            self.attention = None;
        }
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
        let is_cut_off = ui.is_rect_visible(rect) && self.paint(ui, rect, &response);
        let accessible_text = self.accessible_text();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &accessible_text));
        // The tooltip says what is cut off, or what the dot means.
        match (is_cut_off, self.attention) {
            (true, _) => response.on_hover_text(accessible_text),
            (false, Some(attention)) => response.on_hover_text(capitalize(attention)),
            (false, None) => response,
        }
    }
}
