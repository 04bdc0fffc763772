//! A column of fixed width in a horizontal layout.

use eframe::egui::{Align, Layout, Ui, vec2};

/// Adds widgets from top to bottom in a column of the given width.
pub fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        add(ui);
    });
}
