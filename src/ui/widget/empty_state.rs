//! What a page shows while there is nothing on it yet.

use eframe::egui::{Align, Layout, Ui, Vec2};

use crate::ui::{text, tokens::Tokens};

/// A page, or a part of one, with nothing on it: what will be there, and how it comes there.
#[must_use = "call `show`"]
pub struct EmptyState<'a> {
    icon: &'a str,
    title: &'a str,
    description: &'a str,
}

impl<'a> EmptyState<'a> {
    /// An icon, a line that names what will be here, and a sentence on how it comes here.
    pub fn new(icon: &'a str, title: &'a str, description: &'a str) -> Self {
        Self { icon, title, description }
    }

    /// Shows it in the middle of the width there is.
    pub fn show(self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let room = ui.available_width();
        let inner = room.min(420.0);
        ui.allocate_ui_with_layout(Vec2::new(room, 0.0), Layout::top_down(Align::Center), |ui| {
            ui.set_max_width(inner);
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.label(text::heading(self.icon).color(t.ink_faint));
            ui.label(text::section(self.title).color(t.ink));
            ui.label(text::body(self.description).color(t.ink_soft));
        });
    }
}
