//! Syntax highlighting of the draft: headings, quotations and code, and the underline of judging
//! words.

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    Align, CornerRadius, FontId, Galley, Pos2, Rect, TextFormat, Theme, Ui,
    text::{CharIndex, LayoutJob, LayoutSection},
    vec2,
};

use crate::{
    domain::review::{DraftLineKind, classify_lines},
    ui::{
        text::{self, Type, Weight},
        tokens::Tokens,
    },
};

/// Line height of the text, a little more than elsewhere, as it is long.
const LINE_HEIGHT: f32 = 22.0;
/// Line height of a heading, with space above.
const HEADING_HEIGHT: f32 = 30.0;
/// Space between the bar beside a quotation and its text.
const QUOTE_BAR_MARGIN: f32 = 10.0;
/// Distance of the dots of an underline.
const DOT_SPACING: f32 = 3.5;

/// Caches the layout of the draft, as it is needed every frame.
#[derive(Default)]
pub(super) struct DraftHighlighter {
    cache: Option<CachedLayout>,
}

struct CachedLayout {
    theme: Theme,
    width: f32,
    job: LayoutJob,
    /// The lines of quotations, as ranges of characters.
    quotes: Vec<Range<usize>>,
}

impl DraftHighlighter {
    pub(super) fn lay_out(&mut self, ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
        let theme = ui.theme();
        let is_same = |cached: &CachedLayout| {
            cached.theme == theme && (cached.width - width).abs() < 0.01 && cached.job.text == text
        };
        if !self.cache.as_ref().is_some_and(is_same) {
            let (job, quotes) = build_layout_job(text, width, Tokens::for_theme(theme));
            self.cache = Some(CachedLayout { theme, width, job, quotes });
        }
        // egui caches the galley of an equal job itself.
        let job = self.cache.as_ref().map(|cached| cached.job.clone()).unwrap_or_default();
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    /// Paints a bar in the margin beside quotations.
    pub(super) fn paint_quotes(&self, ui: &Ui, galley: &Galley, at: Pos2) {
        let quotes = self.cache.as_ref().map_or(&[][..], |cached| &cached.quotes);
        let ink = Tokens::of(ui).line;
        for (_, row) in visible_rects(galley, at, ui.clip_rect(), quotes) {
            let bar = Rect::from_x_y_ranges(at.x - QUOTE_BAR_MARGIN..=at.x - QUOTE_BAR_MARGIN + 2.0, row.y_range());
            ui.painter().rect_filled(bar, CornerRadius::ZERO, ink);
        }
    }
}

/// The layout of a text, and the ranges of its quoted characters.
fn build_layout_job(text: &str, width: f32, t: &Tokens) -> (LayoutJob, Vec<Range<usize>>) {
    let (mut quotes, mut char_count) = (Vec::new(), 0);
    let mut job = LayoutJob { keep_trailing_whitespace: true, ..LayoutJob::default() };
    job.wrap.max_width = width;
    text.clone_into(&mut job.text);
    let mut end = 0;
    for line in classify_lines(text) {
        let range = line.range;
        // A line break has the format of the line that it ends.
        if range.start > end {
            let previous_format = job.sections.last().map(|last| last.format.clone());
            push_section(&mut job, end..range.start, previous_format.unwrap_or_else(|| body_format(t)));
        }
        end = range.end;
        let start = char_count;
        char_count += text.get(range.clone()).map_or(0, |line| line.chars().count()) + 1;
        match line.kind {
            DraftLineKind::Text => push_section(&mut job, range, body_format(t)),
            DraftLineKind::Heading { level, prefix_len } => {
                let text_start = range.start + prefix_len.min(range.len());
                push_section(&mut job, range.start..text_start, heading_marker_format(t));
                push_section(&mut job, text_start..range.end, heading_format(level, t));
            }
            DraftLineKind::Quote => {
                quotes.push(start..char_count - 1);
                let line = text.get(range.clone()).unwrap_or_default();
                let text_start = range.end - line.trim_start_matches(['>', ' ']).len();
                push_section(&mut job, range.start..text_start, TextFormat { color: t.ink_faint, ..body_format(t) });
                push_section(&mut job, text_start..range.end, TextFormat { color: t.ink_soft, ..body_format(t) });
            }
            DraftLineKind::Code => {
                let mono = FontId::new(Type::Body.size() - 1.0, text::family(Type::Body, Weight::Mono));
                push_section(&mut job, range, TextFormat { font_id: mono, color: t.ink_soft, ..body_format(t) });
            }
        }
    }
    (job, quotes)
}

fn push_section(job: &mut LayoutJob, byte_range: Range<usize>, format: TextFormat) {
    if !byte_range.is_empty() {
        let byte_range = byte_range.start.into()..byte_range.end.into();
        job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format });
    }
}

fn body_format(t: &Tokens) -> TextFormat {
    TextFormat { line_height: Some(LINE_HEIGHT), ..text::format(Type::Body, Weight::Regular, t.ink) }
}

fn heading_format(level: usize, t: &Tokens) -> TextFormat {
    let (step, weight) = if level <= 2 { (Type::Section, Weight::Medium) } else { (Type::Body, Weight::SemiBold) };
    TextFormat { line_height: Some(HEADING_HEIGHT), valign: Align::BOTTOM, ..text::format(step, weight, t.ink) }
}

/// The format of the `#` signs of a heading.
fn heading_marker_format(t: &Tokens) -> TextFormat {
    let fine = text::format(Type::Fine, Weight::Regular, t.ink_faint);
    TextFormat { line_height: Some(HEADING_HEIGHT), valign: Align::BOTTOM, ..fine }
}

/// The screen rectangles of the visible parts of `ranges`, each with the index of its range. The
/// ranges are in characters and sorted.
pub(super) fn visible_rects(galley: &Galley, at: Pos2, viewport: Rect, ranges: &[Range<usize>]) -> Vec<(usize, Rect)> {
    let mut rects = Vec::new();
    let (mut start, mut first) = (0, 0);
    for row in &galley.rows {
        let end = start + row.glyphs.len();
        let rect = Rect::from_min_size(at + row.pos.to_vec2(), row.size);
        while ranges.get(first).is_some_and(|range| range.end <= start) {
            first += 1;
        }
        if rect.bottom() > viewport.top() && rect.top() < viewport.bottom() {
            for (index, range) in ranges.iter().enumerate().skip(first).take_while(|(_, range)| range.start < end) {
                let x = |at: usize| rect.left() + row.x_offset(CharIndex(at.clamp(start, end) - start));
                let part = Rect::from_x_y_ranges(x(range.start)..=x(range.end), rect.y_range());
                rects.push((index, part));
            }
        }
        start = end + usize::from(row.ends_with_newline);
    }
    rects
}

pub(super) fn paint_dotted_underline(ui: &Ui, word: Rect) {
    let ink = Tokens::of(ui).accent;
    let mut at = word.left_bottom() + vec2(1.0, -2.0);
    while at.x < word.right() {
        ui.painter().circle_filled(at, 1.0, ink);
        at.x += DOT_SPACING;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tokens::LIGHT;

    #[test]
    fn every_byte_is_laid_out_exactly_once() {
        for text in ["", "\n\n", "## Moved\n\nFar.\n> said\n> — Praise", "##\n###### six\n```\ncode", "é\n## ü"] {
            let (job, _) = build_layout_job(text, 300.0, &LIGHT);
            let mut end = 0;
            for section in &job.sections {
                assert_eq!(section.byte_range.start.0, end, "{text:?}");
                end = section.byte_range.end.0;
            }
            assert_eq!(end, text.len(), "{text:?}");
        }
    }

    #[test]
    fn headings_and_quotations_have_their_own_format() {
        let (job, quotes) = build_layout_job("## Möved\n> said\nso", 300.0, &LIGHT);
        assert_eq!((quotes.len(), quotes[0].clone()), (1, 9..15));
        let of = |words: &str| {
            let at = job.text.find(words).unwrap();
            let section = job.sections.iter().find(|one| (one.byte_range.start.0..one.byte_range.end.0).contains(&at));
            section.unwrap().format.clone()
        };
        assert_eq!(of("Möved").font_id, text::font(Type::Section, Weight::Medium));
        assert_eq!(of("said").color, LIGHT.ink_soft);
    }
}
