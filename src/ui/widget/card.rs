//! Cards: related content on a background of its own.

use eframe::egui::{CornerRadius, Frame, InnerResponse, Margin, Sense, Stroke, Ui, vec2};

use crate::ui::tokens::{Tokens, size};

/// The frame of a card: background, a border of one point, no shadow.
pub fn frame(t: &Tokens) -> Frame {
    Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::same(size::CARD_PADDING))
}

/// A card as wide as the available space.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    frame(Tokens::of(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui)
    })
}

/// The line between two rows of a card, or between two sections of a page.
pub fn divider(ui: &mut Ui) {
    let width = if ui.is_sizing_pass() { 0.0 } else { ui.available_width() };
    let (rect, _) = ui.allocate_exact_size(vec2(width, 1.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::ZERO, Tokens::of(ui).line);
}
