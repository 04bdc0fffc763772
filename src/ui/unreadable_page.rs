//! The page in place of one whose content cannot be read. The banner above it says why.

use eframe::egui::{CentralPanel, Frame, Ui};

use super::{icons, tokens::Tokens, widget::empty_state::EmptyState};

/// Shows it.
pub fn show(ui: &mut Ui) {
    let t = Tokens::of(ui);
    CentralPanel::default().frame(Frame::new().fill(t.page)).show(ui, |ui| {
        ui.add_space(ui.available_height() * 0.26);
        let about = "Nothing here has been deleted. The message at the top says what happened and what to do.";
        EmptyState::new(icons::WARNING_CIRCLE, "This page can\u{2019}t be read right now", about).show(ui);
    });
}
