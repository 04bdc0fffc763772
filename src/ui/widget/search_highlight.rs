//! What is looked for, marked wherever it stands: behind its letters, in every text that is shown within [`marked`].

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    CornerRadius, Galley, Label, Pos2, Rect, Response, RichText, Role, Stroke, Ui, UiBuilder, UiStackInfo, WidgetInfo,
    text::CharIndex, text_selection::LabelSelectionState, vec2,
};

use crate::{domain::search::SearchQuery, ui::tokens::Tokens};

/// How a part of the window says what is looked for in it.
const QUERY_TAG: &str = "rapport: wanted";

/// Shows a part of the window; what is wanted is marked in its texts.
pub fn with_search_highlight<R>(ui: &mut Ui, wanted: Option<&Arc<SearchQuery>>, add: impl FnOnce(&mut Ui) -> R) -> R {
    let info = UiStackInfo::default();
    let info = match wanted {
        Some(wanted) => info.with_tag_value(QUERY_TAG, Arc::clone(wanted)),
        None => info,
    };
    // Also where nothing is wanted, so that what is in it keeps its ids, and with them the focus.
    ui.scope_builder(UiBuilder::new().ui_stack_info(info), add).inner
}

/// What is looked for in this part of the window.
fn active_query(ui: &Ui) -> Option<Arc<SearchQuery>> {
    ui.stack().iter().find_map(|part| part.tags().get_downcast::<Arc<SearchQuery>>(QUERY_TAG)).cloned()
}

/// Paints the marks of a text that will be painted over them.
pub fn paint_matches(ui: &Ui, at: Pos2, galley: &Galley) {
    let Some(wanted) = active_query(ui) else { return };
    let (ground, corners) = (Tokens::of(ui).search_match, CornerRadius::same(3));
    for mark in wanted.match_ranges(galley.text()) {
        for part in row_spans(galley, &mark, at) {
            ui.painter().rect_filled(part.rect.expand2(vec2(1.0, -1.0)), corners, ground);
        }
    }
}

/// A label of several lines in which what is wanted is marked.
pub fn highlighted_label(ui: &mut Ui, shown: RichText) -> Response {
    let said = shown.text().to_owned();
    let (at, galley, response) = Label::new(shown).wrap().layout_in_ui(ui);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &said));
    if ui.is_rect_visible(response.rect) {
        paint_matches(ui, at, &galley);
        let ink = Tokens::of(ui).ink;
        LabelSelectionState::label_text_selection(ui, &response, at, galley, ink, Stroke::NONE);
    }
    response
}

/// A part of a text that stands in one row.
pub(super) struct RowSpan {
    pub rect: Rect,
    pub baseline: f32,
}

/// Where characters stand on the screen, row by row.
pub(super) fn row_spans(galley: &Galley, range: &Range<usize>, at: Pos2) -> Vec<RowSpan> {
    let mut parts = Vec::new();
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
            parts.push(RowSpan { rect: Rect::from_two_pos(left, right), baseline: (origin.y + glyph.pos.y).floor() });
        }
        start += length + usize::from(row.ends_with_newline);
    }
    parts
}

#[cfg(test)]
mod tests {
    use eframe::egui::Shape;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::ui::text;

    /// How many marks are painted while this is looked for.
    fn count_highlights(said: &str, width: f32) -> usize {
        let mut harness = Harness::builder()
            .with_size(vec2(width, 200.0))
            .with_context_setup(crate::ui::install)
            .build_ui(move |ui| {
                let wanted = SearchQuery::new(said).map(Arc::new);
                with_search_highlight(ui, wanted.as_ref(), |ui| {
                    highlighted_label(ui, text::body("The design of the platform team"))
                });
            });
        harness.run();
        harness.get_by_label("The design of the platform team");
        let ground = Tokens::of(&harness.ctx).search_match;
        let is_mark = |shape: &Shape| matches!(shape, Shape::Rect(rect) if rect.fill == ground);
        harness.output().shapes.iter().filter(|clipped| is_mark(&clipped.shape)).count()
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
