//! The handle by which a row of a list is dragged.

use eframe::egui::{CursorIcon, Id, Rect, Response, Sense, Ui, pos2, vec2};

use crate::ui::tokens::Tokens;

/// Width of a handle, which is in the padding left of its row.
pub const WIDTH: f32 = 12.0;
const HEIGHT: f32 = 22.0;

/// A handle left of a row, visible while the pointer is on the row. It is for the pointer only and
/// no Tab stop: what it does needs a shortcut too.
pub fn drag_handle(ui: &Ui, id: Id, row: Rect, top: f32) -> Response {
    let rect = Rect::from_min_size(pos2(row.left() - WIDTH, top), vec2(WIDTH, HEIGHT));
    let response = ui.interact(rect, id, Sense::DRAG);
    let is_near = ui.rect_contains_pointer(row.with_min_x(rect.left()));
    if response.dragged() || is_near || response.hovered() {
        paint_dots(ui, rect);
        let icon = if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab };
        return response.on_hover_cursor(icon);
    }
    response
}

fn paint_dots(ui: &Ui, rect: Rect) {
    let ink = Tokens::of(ui).ink_faint;
    let middle = rect.center() - vec2(1.0, 0.0);
    for dx in [-2.0, 2.0] {
        for dy in [-4.0, 0.0, 4.0] {
            ui.painter().circle_filled(middle + vec2(dx, dy), 1.1, ink);
        }
    }
}
