//! Layout and painting of Markdown blocks.

use std::{cell::RefCell, ops::Range, sync::Arc};

use eframe::egui::{
    CornerRadius, CursorIcon, Frame, Galley, Id, Label, Margin, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextFormat, Theme, Ui, UiBuilder, WidgetInfo, pos2, text::LayoutJob, text_selection::LabelSelectionState, vec2,
};

use super::{
    super::{paint_util, search_highlight, selectable_galley::selectable_galley},
    Block, BlockKind, Span, SpanStyle, opened_link, parse,
};
use crate::ui::{
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

/// The indent of a list item; its marker is painted inside it.
const ITEM_INDENT: f32 = 20.0;
const QUOTE_INDENT: f32 = 14.0;
/// The space above a heading of a page.
const ABOVE_HEADING: f32 = 16.0;

/// The parsed text of one entry.
///
/// Keep it beside its source and show it each frame: the layout is rebuilt only when the theme or
/// the size changes.
#[derive(Debug)]
pub struct MarkdownText {
    blocks: Vec<Block>,
    /// Set as a title, to stand out from what is below.
    is_strong: bool,
    /// Set as a page of its own, with the headings of a page.
    is_page: bool,
    layout_cache: RefCell<Option<Arc<LayoutCache>>>,
}

/// The emphasis of a whole text.
#[derive(Clone, Copy)]
struct TextEmphasis {
    strong: bool,
    page: bool,
}

/// The layout jobs for one theme and size.
#[derive(Debug)]
struct LayoutCache {
    theme: Theme,
    step: Type,
    blocks: Vec<BlockLayout>,
}

#[derive(Debug)]
struct BlockLayout {
    text: Arc<LayoutJob>,
    marker: Option<LayoutJob>,
    /// The character ranges of links, with their addresses.
    links: Vec<(Range<usize>, String)>,
    /// The text for screen readers.
    accessible_text: String,
}

impl MarkdownText {
    /// Parses a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { blocks: parse(text), is_strong: false, is_page: false, layout_cache: RefCell::new(None) }
    }

    /// Sets it as the title of what is below.
    #[must_use]
    pub fn strong(mut self) -> Self {
        self.is_strong = true;
        self
    }

    /// Sets it as a page of its own: headings are those of a page, with space above them.
    #[must_use]
    pub fn page(mut self) -> Self {
        self.is_page = true;
        self
    }

    /// Shows it as body text: 14 on 20.
    pub fn show(&self, ui: &mut Ui) -> Response {
        self.show_at(ui, Type::Body)
    }

    /// Shows it at a step of the type scale.
    pub fn show_at(&self, ui: &mut Ui, step: Type) -> Response {
        let jobs = self.layout_cache(ui, step);
        let outer = ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut previous: Option<&Block> = None;
            for (index, (block, job)) in self.blocks.iter().zip(&jobs.blocks).enumerate() {
                if let Some(previous) = previous {
                    let gap =
                        if self.is_page && is_heading(block) { ABOVE_HEADING } else { block_gap(previous, block) };
                    ui.add_space(gap);
                }
                ui.push_id(index, |ui| show_block(ui, block, job, step));
                previous = Some(block);
            }
        });
        outer.response
    }

    fn layout_cache(&self, ui: &Ui, step: Type) -> Arc<LayoutCache> {
        let theme = ui.theme();
        let mut cache = self.layout_cache.borrow_mut();
        if let Some(jobs) = cache.as_ref().filter(|jobs| jobs.theme == theme && jobs.step == step) {
            return Arc::clone(jobs);
        }
        let t = Tokens::for_theme(theme);
        let blocks = self
            .blocks
            .iter()
            .map(|block| layout_block(block, t, step, TextEmphasis { strong: self.is_strong, page: self.is_page }))
            .collect();
        Arc::clone(cache.insert(Arc::new(LayoutCache { theme, step, blocks })))
    }
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}

fn block_gap(previous: &Block, block: &Block) -> f32 {
    if block.list_depth > 0 && previous.list_depth > 0 && block.marker.is_some() { 2.0 } else { 8.0 }
}

fn layout_block(block: &Block, t: &Tokens, step: Type, emphasis: TextEmphasis) -> BlockLayout {
    let mut text = LayoutJob::default();
    let mut links = Vec::new();
    let mut at = 0;
    for span in &block.spans {
        let length = span.text.chars().count();
        if let Some(link) = &span.link {
            links.push((at..at + length, link.clone()));
        }
        at += length;
        text.append(&span.text, 0.0, span_format(span, block, t, step, emphasis));
    }
    let marker = block
        .marker
        .as_ref()
        .map(|marker| LayoutJob::single_section(marker.clone(), text::format(step, Weight::Regular, t.ink_faint)));
    let accessible_text = match &block.marker {
        Some(marker) => format!("{marker} {}", text.text),
        None => text.text.clone(),
    };
    BlockLayout { text: Arc::new(text), marker, links, accessible_text }
}

fn span_format(span: &Span, block: &Block, t: &Tokens, step: Type, emphasis: TextEmphasis) -> TextFormat {
    if emphasis.page && is_heading(block) {
        return text::format(Type::Section, Weight::Medium, t.ink);
    }
    let code = block.kind == BlockKind::Code || span.style == SpanStyle::Code;
    let weight = if code {
        Weight::Mono
    } else if span.strong || span.style == SpanStyle::Subject || is_heading(block) {
        Weight::SemiBold
    } else if span.emphasis {
        Weight::Italic
    } else if emphasis.strong {
        Weight::Medium
    } else {
        Weight::Regular
    };
    let ink = if span.link.is_some() {
        t.accent
    } else if span.style == SpanStyle::Subject || block.quote_depth > 0 {
        t.ink_soft
    } else {
        t.ink
    };
    let mut format = text::format(step, weight, ink);
    // There is no semi-bold italic face: egui slants the semi-bold.
    format.italics = span.emphasis && weight == Weight::SemiBold;
    if code {
        format.font_id.size = step.size() - 1.0;
    }
    if span.style == SpanStyle::Code && block.kind != BlockKind::Code {
        format.background = t.code;
        // The background is as high as the line: lower, so that it does not touch that of the next
        // line.
        format.line_height = Some(step.line_height() - 4.0);
    }
    if span.strikethrough {
        format.strikethrough = Stroke::new(1.0, ink);
    }
    format
}

fn show_block(ui: &mut Ui, block: &Block, job: &BlockLayout, step: Type) {
    let quotes = block.quote_depth as f32 * QUOTE_INDENT;
    let mut room = ui.available_rect_before_wrap();
    let left = room.left();
    // However deep the nesting, some width is left for the text.
    let deepest = (room.width() - 80.0).max(0.0);
    room.min.x += (quotes + block.list_depth as f32 * ITEM_INDENT).min(deepest);
    let shown = ui.scope_builder(UiBuilder::new().max_rect(room), |ui| match block.kind {
        BlockKind::Rule => super::super::card::divider(ui),
        BlockKind::Code => show_code(ui, job),
        BlockKind::Text | BlockKind::Heading(_) => show_text(ui, job),
    });
    let rect = shown.response.rect;
    if let Some(marker) = &job.marker {
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(marker.clone()));
        let first = Rect::from_min_size(rect.min, vec2(rect.width(), step.line_height()));
        let at = rect.left() - 7.0 - galley.size().x;
        paint_util::line_at(ui.painter(), at.max(left), first, galley, Tokens::of(ui).ink_faint);
    }
    for depth in 0..block.quote_depth {
        let bar = pos2(left + depth as f32 * QUOTE_INDENT, rect.top());
        let bar = Rect::from_min_size(bar, vec2(2.0, rect.height()));
        ui.painter().rect_filled(bar, CornerRadius::same(1), Tokens::of(ui).line);
    }
}

fn show_code(ui: &mut Ui, job: &BlockLayout) {
    let frame =
        Frame::new().fill(Tokens::of(ui).code).corner_radius(size::CHIP_RADIUS).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        show_text(ui, job);
    });
}

fn show_text(ui: &mut Ui, job: &BlockLayout) {
    let label = Label::new(Arc::clone(&job.text)).wrap().selectable(true);
    let (at, galley, response) = label.layout_in_ui(ui);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &job.accessible_text));
    if !ui.is_rect_visible(response.rect) && job.links.is_empty() {
        return;
    }
    let galley = selectable_galley(galley);
    for (index, (range, address)) in job.links.iter().enumerate() {
        search_highlight::paint_link_match(ui, at, &galley, range, address);
        show_link(ui, response.id.with(("link", index)), at, &galley, range, address);
    }
    search_highlight::paint_matches(ui, at, &galley);
    let ink = Tokens::of(ui).ink;
    LabelSelectionState::label_text_selection(ui, &response, at, galley, ink, Stroke::NONE);
}

fn show_link(ui: &Ui, id: Id, at: Pos2, galley: &Galley, range: &Range<usize>, address: &str) {
    let parts = search_highlight::row_spans(galley, range, at);
    let Some((first, more)) = parts.split_first() else {
        return;
    };
    let mut response = ui.interact(first.rect, id, Sense::click());
    for (row, part) in more.iter().enumerate() {
        response |= ui.interact(part.rect, id.with(row), Sense::CLICK);
    }
    let text: String = galley.text().chars().skip(range.start).take(range.len()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), &text));
    let accent = Tokens::of(ui).accent;
    for part in &parts {
        // egui would underline at the bottom of the line, far below the letters.
        let under = Stroke::new(1.0, accent.gamma_multiply(0.6));
        ui.painter().hline(part.rect.x_range(), part.baseline + 2.5, under);
        if response.has_focus() {
            let (corners, ring) = (CornerRadius::same(3), Stroke::new(2.0, accent));
            ui.painter().rect_stroke(part.rect, corners, ring, StrokeKind::Outside);
        }
    }
    if response.clicked() {
        opened_link::set(ui, address);
    }
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(address);
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, Shape};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::domain::search::query::Query;

    fn harness(text: &str) -> Harness<'static, MarkdownText> {
        Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, rich: &mut MarkdownText| {
                rich.show(ui);
            },
            MarkdownText::new(text),
        )
    }

    #[test]
    fn link_is_followed_from_the_keyboard() {
        let mut harness = harness("see [the notes](https://a.example/notes) and more");
        harness.key_press(Key::Tab);
        harness.step();
        assert!(harness.get_by_role_and_label(Role::Link, "the notes").is_focused());
        harness.key_down(Key::Enter);
        harness.step();
        assert_eq!(opened_link::take(&harness.ctx).as_deref(), Some("https://a.example/notes"));
        assert_eq!(opened_link::take(&harness.ctx), None);
    }

    #[test]
    fn link_whose_address_matches_a_search_is_marked() {
        for (query, expected) in [("roadmap", 1), ("notes", 1), ("absent", 0)] {
            let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(move |ui| {
                let query = Arc::new(Query::parse_words(query));
                let text = MarkdownText::new("see [the notes](https://a.example/roadmap) and more");
                search_highlight::with_search_highlight(ui, Some(&query), |ui| text.show(ui));
            });
            harness.run();
            let background = Tokens::of(&harness.ctx).search_match;
            let is_mark = |shape: &Shape| matches!(shape, Shape::Rect(rect) if rect.fill == background);
            let shapes = &harness.output().shapes;
            assert_eq!(shapes.iter().filter(|clipped| is_mark(&clipped.shape)).count(), expected, "{query}");
        }
    }

    #[test]
    fn list_items_are_readable_by_screen_readers() {
        let harness = harness("- raised **it**\n- settled");
        harness.get_by_label("• raised it");
        harness.get_by_label("• settled");
    }

    #[test]
    fn layout_is_cached_until_the_theme_changes() {
        let mut harness = harness("so *quiet*");
        let address = |harness: &Harness<'_, MarkdownText>| {
            let jobs = harness.state().layout_cache.borrow();
            jobs.as_ref().map(|jobs| Arc::as_ptr(&jobs.blocks[0].text))
        };
        let first = address(&harness);
        harness.run();
        assert_eq!(address(&harness), first);
        harness.ctx.set_theme(Theme::Light);
        harness.run();
        harness.ctx.set_theme(Theme::Dark);
        harness.run();
        assert_ne!(address(&harness), first);
    }
}
