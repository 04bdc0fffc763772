//! What is painted while discreet mode is on.

use std::sync::Arc;

use eframe::egui::{
    Color32, Context, CornerRadius, Galley, Rect, Shape, Stroke,
    epaint::{CircleShape, ClippedShape, ColorMode, RectShape, TextShape, text::Glyph},
    text::{LayoutJob, LayoutSection},
    vec2,
};

use super::{
    HINT_MARK, OWN_MARK, STATE_MARK,
    own_words::{TextFilter, Verdict},
    reveal::Revealed,
};
use crate::ui::{
    icons,
    tokens::{Tokens, Tone, size},
};

/// The height of a bar, in points.
const BAR: f32 = 9.0;
/// A dot is at most so large; an avatar, whose colour says nothing, is larger.
const MAX_DOT_RADIUS: f32 = 7.0;

/// Hides the texts of shapes, and returns the places of the states that are hidden.
pub(super) fn hide(
    ctx: &Context,
    filter: &mut TextFilter,
    revealed: &Revealed,
    shapes: &mut [ClippedShape],
) -> Vec<Rect> {
    let t = Tokens::of(ctx);
    let mut chips = Vec::new();
    for clipped in shapes.iter() {
        find_chips(t, &clipped.shape, &mut chips);
    }
    let mut painter = Hider { ctx, t, filter, revealed, chips, states: Vec::new(), has_laid_out: false };
    for clipped in shapes {
        painter.hide(&mut clipped.shape);
    }
    if painter.has_laid_out {
        // The letters that were never painted before are on the graphics card in the next frame.
        ctx.request_repaint();
    }
    painter.states
}

/// Collects the backgrounds of chips with the kind of an entry.
fn find_chips(t: &Tokens, shape: &Shape, chips: &mut Vec<Rect>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| find_chips(t, shape, chips)),
        Shape::Rect(rect) if is_chip(t, rect) => chips.push(rect.rect),
        _ => {}
    }
}

fn is_chip(t: &Tokens, rect: &RectShape) -> bool {
    rect.rect.height() <= size::CHIP + 1.0 && Tone::ALL.iter().any(|tone| rect.fill == t.kind_soft(*tone))
}

struct Hider<'a> {
    ctx: &'a Context,
    t: &'static Tokens,
    filter: &'a mut TextFilter,
    revealed: &'a Revealed,
    chips: Vec<Rect>,
    states: Vec<Rect>,
    has_laid_out: bool,
}

impl Hider<'_> {
    fn hide(&mut self, shape: &mut Shape) {
        match shape {
            Shape::Vec(shapes) => shapes.iter_mut().for_each(|shape| self.hide(shape)),
            Shape::Text(text) => {
                if let Some(hidden) = self.hide_text(text) {
                    *shape = hidden;
                }
            }
            Shape::Circle(circle) => {
                if self.is_warning(circle) {
                    *shape = Shape::Noop;
                } else if circle.radius <= MAX_DOT_RADIUS {
                    self.fade(&mut circle.fill);
                    self.fade(&mut circle.stroke.color);
                }
            }
            Shape::Rect(rect) if is_chip(self.t, rect) && self.revealed.shows_text(rect.rect) => {}
            Shape::Rect(rect) => {
                if is_chip(self.t, rect) {
                    rect.fill = self.t.code;
                }
                self.fade(&mut rect.fill);
                self.fade(&mut rect.stroke.color);
            }
            Shape::LineSegment { stroke, .. } => self.fade(&mut stroke.color),
            Shape::Path(path) => {
                self.fade(&mut path.fill);
                if let ColorMode::Solid(color) = &mut path.stroke.color {
                    self.fade(color);
                }
            }
            Shape::Noop
            | Shape::Ellipse(_)
            | Shape::Band(_)
            | Shape::Mesh(_)
            | Shape::QuadraticBezier(_)
            | Shape::CubicBezier(_)
            | Shape::Callback(_) => {}
        }
    }

    /// The dot of a flag that was not raised.
    fn is_warning(&self, circle: &CircleShape) -> bool {
        circle.radius <= MAX_DOT_RADIUS && circle.fill == self.t.kind_ink(Tone::Flag)
    }

    /// Takes the colour of a kind away, which says what was written. The colour of goals is also
    /// the accent.
    fn fade(&self, color: &mut Color32) {
        for tone in Tone::ALL.into_iter().filter(|tone| *tone != Tone::Goal) {
            if *color == self.t.kind_ink(tone) {
                *color = self.t.ink_faint;
            } else if *color == self.t.kind_soft(tone) {
                *color = self.t.code;
            }
        }
    }

    /// The shape to paint instead of a text; none where it is painted as it is.
    fn hide_text(&mut self, text: &mut TextShape) -> Option<Shape> {
        let place = text.galley.rect.translate(text.pos.to_vec2());
        let is_revealed = self.revealed.shows_text(place) && !has_mark(text, HINT_MARK);
        if is_revealed || has_mark(text, OWN_MARK) {
            return None;
        }
        let is_state = self.is_state(text);
        if is_state {
            self.states.push(place);
            if self.chips.iter().any(|chip| chip.contains(place.center())) {
                return Some(Shape::Noop);
            }
        }
        match if is_state { Verdict::Hidden } else { self.filter.judge(&text.galley.job.text) } {
            Verdict::Hidden => return Some(self.bars(text)),
            Verdict::Own => {}
            Verdict::Named(named) => text.galley = self.with_names(&text.galley, &named),
        }
        let is_kind = |section: &LayoutSection| {
            let mut color = section.format.color;
            self.fade(&mut color);
            color != section.format.color
        };
        if text.galley.job.sections.iter().any(is_kind) {
            text.override_text_color = Some(self.t.ink_soft);
        }
        self.fade(&mut text.fallback_color);
        None
    }

    /// Whether a text states what somebody wrote: the kind of an entry, or what a widget marks.
    fn is_state(&self, text: &TextShape) -> bool {
        let job = &text.galley.job;
        if has_mark(text, STATE_MARK) {
            return true;
        }
        let Some(icon) = job.text.chars().next() else { return false };
        let color = match job.sections.first().map(|section| section.format.color) {
            Some(Color32::PLACEHOLDER) | None => text.fallback_color,
            Some(color) => color,
        };
        Tone::ALL.iter().any(|tone| icons::for_tone(*tone).starts_with(icon) && color == self.t.kind_ink(*tone))
    }

    /// A bar for each row of a text.
    fn bars(&self, text: &TextShape) -> Shape {
        let color = self.t.line.gamma_multiply(text.opacity_factor);
        let bars = text.galley.rows.iter().filter_map(|row| {
            // A row may begin after something else in its line.
            let letters = row.glyphs.iter().filter(|glyph| !glyph.chr.is_whitespace());
            let place = letters.map(Glyph::logical_rect).reduce(Rect::union)?;
            let place = place.translate(row.pos.to_vec2() + text.pos.to_vec2());
            let bar = Rect::from_center_size(place.center(), vec2(place.width(), BAR.min(place.height())));
            Some(Shape::rect_filled(bar, CornerRadius::same(3), color))
        });
        Shape::Vec(bars.collect())
    }

    /// The same text with initials for names, in the same format.
    fn with_names(&mut self, galley: &Arc<Galley>, text: &str) -> Arc<Galley> {
        let Some(first) = galley.job.sections.first() else { return Arc::clone(galley) };
        let mut format = first.format.clone();
        format.background = Color32::TRANSPARENT;
        format.underline = Stroke::NONE;
        let mut job = LayoutJob { wrap: galley.job.wrap.clone(), halign: galley.job.halign, ..LayoutJob::default() };
        job.break_on_newline = galley.job.break_on_newline;
        job.append(text, first.leading_space, format);
        self.has_laid_out |= self.filter.is_new(text);
        self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

fn has_mark(text: &TextShape, mark: f32) -> bool {
    let sections = &text.galley.job.sections;
    sections.iter().any(|section| section.format.extra_letter_spacing.to_bits() == mark.to_bits())
}
