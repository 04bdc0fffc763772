//! A column of fixed width in a horizontal layout.

use eframe::egui::{Align, Layout, Ui, vec2};

/// Adds widgets from top to bottom in a column of the given width.
pub fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    // None may be left in a narrow window with large text.
    let width = width.max(0.0);
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        add(ui);
    });
}
