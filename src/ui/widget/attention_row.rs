//! A row of the list of items that need attention: kind, person, text and reason.

use eframe::egui::{
    Color32, CornerRadius, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use super::paint_util;
use crate::{
    domain::attention::Emphasis,
    ui::{
        discreet, icons,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
    },
};

const HEIGHT: f32 = 38.0;
const HEIGHT_OF_TWO_LINES: f32 = 52.0;
/// Below this width, a row has two lines: the text above, and the rest below.
const MIN_WIDTH_FOR_ONE_LINE: f32 = 480.0;
const ICON_WIDTH: f32 = 24.0;
const KIND_WIDTH: f32 = 114.0;
const PERSON_WIDTH: f32 = 130.0;
/// Below this width, the kind and person columns are narrower.
const WIDE_LAYOUT_MIN_WIDTH: f32 = 760.0;
const GAP: f32 = 12.0;

/// An item that needs attention.
#[must_use = "add it with `ui.add(…)`"]
pub struct AttentionRow<'a> {
    /// The tone of its kind.
    pub tone: Tone,
    /// The label of its kind.
    pub kind: &'a str,
    /// The short name of the person it is about.
    pub person: &'a str,
    /// The text of the entry.
    pub text: &'a str,
    /// Why it needs attention.
    pub reason: &'a str,
    /// How strongly the reason is shown.
    pub emphasis: Emphasis,
    /// Whether its actions are shown.
    pub selected: bool,
}

/// The height of a row of this width.
pub fn height(width: f32) -> f32 {
    if width < MIN_WIDTH_FOR_ONE_LINE { HEIGHT_OF_TWO_LINES } else { HEIGHT }
}

/// The offset of the text in a row of this width.
pub fn text_column(width: f32) -> f32 {
    if width < MIN_WIDTH_FOR_ONE_LINE {
        return ICON_WIDTH;
    }
    let (kind, person) = columns(width);
    kind + person
}

fn columns(width: f32) -> (f32, f32) {
    if width >= WIDE_LAYOUT_MIN_WIDTH { (KIND_WIDTH, PERSON_WIDTH) } else { (92.0, 92.0) }
}

impl AttentionRow<'_> {
    /// Paints it, and returns whether a text is cut off.
    fn paint(&self, ui: &mut Ui, rect: Rect, response: &Response) -> bool {
        let t = Tokens::of(ui);
        if self.selected || response.hovered() {
            let background = rect.expand2(vec2(8.0, 0.0));
            ui.painter().rect_filled(background, CornerRadius::same(size::CHIP_RADIUS), t.hover);
        }
        if rect.width() < MIN_WIDTH_FOR_ONE_LINE {
            let is_cut_off = self.paint_two_lines(ui, rect);
            paint_util::focus_ring(ui, response, rect.expand2(vec2(8.0, -2.0)), size::CHIP_RADIUS);
            return is_cut_off;
        }
        let (kind, person) = columns(rect.width());
        self.paint_chip(ui, rect);
        let name = text::format(Type::Body, Weight::Regular, t.ink_soft);
        let name = paint_util::layout_line(ui, self.person, name, person - GAP);
        let mut is_cut_off = name.elided;
        paint_util::line_at(ui.painter(), rect.left() + kind, rect, name, t.ink_soft);
        let right = self.paint_reason(ui, rect);
        let left = rect.left() + kind + person;
        let weight = if self.selected { Weight::Medium } else { Weight::Regular };
        let text = paint_util::layout_line(ui, self.text, text::format(Type::Body, weight, t.ink), right - GAP - left);
        is_cut_off |= text.elided;
        paint_util::line_at(ui.painter(), left, rect, text, t.ink);
        if response.has_focus() {
            paint_util::focus_ring(ui, response, rect.expand2(vec2(8.0, -2.0)), size::CHIP_RADIUS);
        }
        is_cut_off
    }

    /// Icon and text, and below them kind, person and reason. Returns whether a text is cut off.
    fn paint_two_lines(&self, ui: &Ui, rect: Rect) -> bool {
        let t = Tokens::of(ui);
        let lines = rect.shrink2(vec2(0.0, 5.0));
        let (upper, lower) = lines.split_top_bottom_at_fraction(0.54);
        let left = rect.left() + ICON_WIDTH;
        let room = rect.right() - left;
        let (kind_ink, (ink, weight)) = (t.kind_ink(self.tone), self.reason_style(t));
        let icon = text::format(Type::Body, Weight::Regular, kind_ink);
        let icon = paint_util::layout_line(ui, icons::for_tone(self.tone), icon, f32::INFINITY);
        paint_util::line_at(ui.painter(), rect.left(), upper, icon, kind_ink);
        let text_weight = if self.selected { Weight::Medium } else { Weight::Regular };
        let text = paint_util::layout_line(ui, self.text, text::format(Type::Body, text_weight, t.ink), room);
        let mut is_cut_off = text.elided;
        paint_util::line_at(ui.painter(), left, upper, text, t.ink);
        let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
        job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
        job.append(self.kind, 0.0, text::format(Type::Fine, Weight::Medium, kind_ink));
        let person = format!(" · {} · ", self.person);
        job.append(&person, 0.0, text::format(Type::Fine, Weight::Regular, t.ink_soft));
        job.append(self.reason, 0.0, discreet::state_format(text::format(Type::Fine, weight, ink)));
        let below = ui.fonts_mut(|fonts| fonts.layout_job(job));
        is_cut_off |= below.elided;
        paint_util::line_at(ui.painter(), left, lower, below, t.ink_soft);
        is_cut_off
    }

    fn reason_style(&self, t: &Tokens) -> (Color32, Weight) {
        let flag = t.kind_ink(Tone::Flag);
        match self.emphasis {
            Emphasis::Normal => (t.ink_soft, Weight::Regular),
            Emphasis::Attention => (flag, Weight::Regular),
            Emphasis::Critical => (flag, Weight::SemiBold),
        }
    }

    fn paint_chip(&self, ui: &Ui, rect: Rect) {
        let t = Tokens::of(ui);
        let ink = t.kind_ink(self.tone);
        let label = format!("{} {}", icons::for_tone(self.tone), self.kind);
        let galley = paint_util::layout_line(ui, &label, text::format(Type::Fine, Weight::Medium, ink), KIND_WIDTH);
        let chip = vec2((galley.size().x + 16.0).ceil(), size::CHIP);
        let chip_rect = Rect::from_min_size(pos2(rect.left(), rect.center().y - chip.y / 2.0), chip);
        ui.painter().rect_filled(chip_rect, CornerRadius::same(size::CHIP_RADIUS), t.kind_soft(self.tone));
        paint_util::line_centred(ui.painter(), chip_rect, galley, ink);
    }

    /// Paints the reason at the right and returns its left edge.
    fn paint_reason(&self, ui: &Ui, rect: Rect) -> f32 {
        let (ink, weight) = self.reason_style(Tokens::of(ui));
        let format = discreet::state_format(text::format(Type::Fine, weight, ink));
        let reason = paint_util::layout_line(ui, self.reason, format, rect.width() * 0.4);
        let left = rect.right() - reason.size().x;
        paint_util::line_at(ui.painter(), left, rect, reason, ink);
        left
    }
}

impl Widget for AttentionRow<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = ui.available_width();
        let (rect, response) = ui.allocate_exact_size(vec2(width, height(width)), Sense::click());
        let is_cut_off = ui.is_rect_visible(rect) && self.paint(ui, rect, &response);
        let accessible_text = format!("{}, {}: {}, {}", self.kind, self.person, self.text, self.reason);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &accessible_text));
        if is_cut_off { response.on_hover_text(format!("{}: {}", self.person, self.text)) } else { response }
    }
}
