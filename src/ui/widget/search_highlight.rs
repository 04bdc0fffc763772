//! Search highlighting: paints matches behind every text shown within [`with_search_highlight`].

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    CornerRadius, Galley, Label, Pos2, Rect, Response, RichText, Role, Stroke, Ui, UiBuilder, UiStackInfo, WidgetInfo,
    text::CharIndex, text_selection::LabelSelectionState, vec2,
};

use super::selectable_galley::selectable_galley;
use crate::{domain::search::query::Query, ui::tokens::Tokens};

/// The tag of the query in the `Ui` stack.
const QUERY_TAG: &str = "rapport: wanted";

/// Shows a part of the window in which matches of `query` are highlighted.
pub fn with_search_highlight<R>(ui: &mut Ui, query: Option<&Arc<Query>>, add: impl FnOnce(&mut Ui) -> R) -> R {
    let info = UiStackInfo::default();
    let info = match query {
        Some(query) => info.with_tag_value(QUERY_TAG, Arc::clone(query)),
        None => info,
    };
    // The scope exists without a query too, so that the widgets in it keep their ids and with them
    // the focus.
    ui.scope_builder(UiBuilder::new().ui_stack_info(info), add).inner
}

/// The query of the enclosing [`with_search_highlight`].
fn active_query(ui: &Ui) -> Option<Arc<Query>> {
    ui.stack().iter().find_map(|part| part.tags().get_downcast::<Arc<Query>>(QUERY_TAG)).cloned()
}

/// Paints the match backgrounds of a text that is painted afterwards.
pub fn paint_matches(ui: &Ui, at: Pos2, galley: &Galley) {
    let Some(query) = active_query(ui) else { return };
    for range in query.match_ranges(galley.text()) {
        paint_match(ui, at, galley, &range);
    }
}

/// Paints the background of a link whose address matches.
pub fn paint_link_match(ui: &Ui, at: Pos2, galley: &Galley, range: &Range<usize>, address: &str) {
    if active_query(ui).is_some_and(|query| !query.match_ranges(address).is_empty()) {
        paint_match(ui, at, galley, range);
    }
}

fn paint_match(ui: &Ui, at: Pos2, galley: &Galley, range: &Range<usize>) {
    let (background, corners) = (Tokens::of(ui).search_match, CornerRadius::same(3));
    for span in row_spans(galley, range, at) {
        ui.painter().rect_filled(span.rect.expand2(vec2(1.0, -1.0)), corners, background);
    }
}

/// A wrapping label with highlighted matches.
pub fn highlighted_label(ui: &mut Ui, text: RichText) -> Response {
    let accessible_text = text.text().to_owned();
    let (at, galley, response) = Label::new(text).wrap().layout_in_ui(ui);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &accessible_text));
    if ui.is_rect_visible(response.rect) {
        let galley = selectable_galley(galley);
        paint_matches(ui, at, &galley);
        let ink = Tokens::of(ui).ink;
        LabelSelectionState::label_text_selection(ui, &response, at, galley, ink, Stroke::NONE);
    }
    response
}

/// The part of a character range that lies in one row.
pub(super) struct RowSpan {
    pub rect: Rect,
    pub baseline: f32,
}

/// The screen rectangles of a character range, row by row.
pub(super) fn row_spans(galley: &Galley, range: &Range<usize>, at: Pos2) -> Vec<RowSpan> {
    let mut spans = Vec::new();
    let mut start = 0;
    for row in &galley.rows {
        let length = row.glyphs.len();
        let within = |at: usize| at.clamp(start, start + length) - start;
        let (from, to) = (within(range.start), within(range.end));
        if from < to
            && let Some(glyph) = row.glyphs.get(from)
        {
            let origin = at + row.pos.to_vec2();
            let left = origin + vec2(glyph.pos.x, 0.0);
            let right = origin + vec2(row.x_offset(CharIndex(to)), row.size.y);
            spans.push(RowSpan { rect: Rect::from_two_pos(left, right), baseline: (origin.y + glyph.pos.y).floor() });
        }
        start += length + usize::from(row.ends_with_newline);
    }
    spans
}

#[cfg(test)]
mod tests {
    use eframe::egui::Shape;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::ui::text;

    /// The number of match backgrounds painted for a query.
    fn count_highlights(query: &str, width: f32) -> usize {
        let mut harness = Harness::builder()
            .with_size(vec2(width, 200.0))
            .with_context_setup(crate::ui::install)
            .build_ui(move |ui| {
                let query = Arc::new(Query::parse_words(query));
                with_search_highlight(ui, Some(&query), |ui| {
                    highlighted_label(ui, text::body("The design of the platform team"))
                });
            });
        harness.run();
        harness.get_by_label("The design of the platform team");
        let background = Tokens::of(&harness.ctx).search_match;
        let is_match = |shape: &Shape| matches!(shape, Shape::Rect(rect) if rect.fill == background);
        harness.output().shapes.iter().filter(|clipped| is_match(&clipped.shape)).count()
    }

    #[test]
    fn every_match_is_highlighted_once_per_text_row() {
        assert_eq!(count_highlights("", 600.0), 0);
        assert_eq!(count_highlights("nothing", 600.0), 0);
        assert_eq!(count_highlights("the", 600.0), 2);
        assert_eq!(count_highlights("THE design", 600.0), 3);
        assert_eq!(count_highlights("platform", 50.0), 2);
    }
}
