//! The placeholder of an empty page.

use eframe::egui::{Align, Label, Layout, Ui, Vec2};

use super::heading::section_title;
use crate::ui::{text, tokens::Tokens};

/// The placeholder of an empty page or section: what will be here and how to add it.
#[must_use = "call `show`"]
pub struct EmptyState<'a> {
    icon: &'a str,
    title: &'a str,
    description: &'a str,
}

impl<'a> EmptyState<'a> {
    /// An icon, a title that names the content to come, and a sentence on how to add it.
    pub fn new(icon: &'a str, title: &'a str, description: &'a str) -> Self {
        Self { icon, title, description }
    }

    /// Shows it, horizontally centred.
    pub fn show(self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let room = ui.available_width();
        let inner = room.min(420.0);
        ui.allocate_ui_with_layout(Vec2::new(room, 0.0), Layout::top_down(Align::Center), |ui| {
            ui.set_max_width(inner);
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.label(text::heading(self.icon).color(t.ink_faint));
            section_title(ui, Label::new(text::section(self.title).color(t.ink)));
            ui.label(text::body(self.description).color(t.ink_soft));
        });
    }
}
