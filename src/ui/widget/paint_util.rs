//! Painting helpers shared by the widgets.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, Galley, Painter, Rect, Response, Stroke, StrokeKind, TextFormat, Ui, pos2,
    text::{LayoutJob, TextWrapping},
};

use crate::ui::tokens::Tokens;

/// Lays out text in one line, with an ellipsis where it is wider than `max_width`.
pub fn layout_line(ui: &Ui, text: &str, format: TextFormat, max_width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.break_on_newline = false;
    job.wrap = TextWrapping::truncate_at_width(max_width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Paints a line of text with its left edge at `left`, vertically centred in `rect`.
pub fn line_at(painter: &Painter, left: f32, rect: Rect, galley: Arc<Galley>, colour: Color32) {
    let top = rect.center().y - galley.size().y / 2.0;
    painter.galley(pos2(left, top.round()), galley, colour);
}

/// Paints a line of text in the centre of `rect`.
pub fn line_centred(painter: &Painter, rect: Rect, galley: Arc<Galley>, colour: Color32) {
    let left = rect.center().x - galley.size().x / 2.0;
    line_at(painter, left.round(), rect, galley, colour);
}

/// Paints a ring around a focused widget.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        ring(ui, rect, radius, Tokens::of(ui).accent);
    }
}

/// Paints a ring around a highlighted widget.
pub fn ring(ui: &Ui, rect: Rect, radius: u8, colour: Color32) {
    let corners = CornerRadius::same(radius.saturating_add(2));
    ui.painter().rect_stroke(rect.expand(1.0), corners, Stroke::new(2.0, colour), StrokeKind::Outside);
}

/// Reports to screen readers whether what a button opens is open.
pub fn set_expanded(ui: &Ui, response: &Response, is_open: bool) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(is_open));
}

/// Whether a widget is shown as hovered.
pub fn is_highlighted(response: &Response) -> bool {
    response.enabled() && (response.hovered() || response.is_pointer_button_down_on())
}
