//! The page shown when a journal cannot be opened: what happened, what is safe, and what to do.

use std::path::Path;

use eframe::egui::{Align, CentralPanel, Frame, Layout, Ui, vec2};

use super::{
    icons, text,
    tokens::{Tokens, Tone},
    widget::{button::Button, card::card},
};
use crate::wording::user_error::UserFacingError;

/// Shows the page. Returns whether to try again.
pub fn show(ui: &mut Ui, error: &UserFacingError, path: &Path) -> bool {
    let t = Tokens::of(ui);
    CentralPanel::default()
        .frame(Frame::new().fill(t.page))
        .show(ui, |ui| {
            let size = ui.available_size();
            let width = 520.0_f32.min(size.x - 56.0);
            ui.add_space(size.y * 0.26);
            ui.horizontal(|ui| {
                ui.add_space(((size.x - width) / 2.0).floor());
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    show_page(ui, error, path)
                })
                .inner
            })
            .inner
        })
        .inner
}

fn show_page(ui: &mut Ui, error: &UserFacingError, path: &Path) -> bool {
    let t = Tokens::of(ui);
    ui.label(text::heading("Your journal did not open").color(t.ink));
    ui.add_space(8.0);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(text::body(format!("{} {}", icons::WARNING, error.problem)).color(t.kind_ink(Tone::Flag)));
        ui.label(text::body(format!("{} {}", icons::SHIELD, error.reassurance)).color(t.ink));
        ui.label(text::body(format!("{} {}", icons::ARROW_RIGHT, error.remedy)).color(t.ink));
    });
    ui.add_space(4.0);
    ui.label(text::fine(path.display().to_string()).color(t.ink_faint));
    ui.add_space(8.0);
    ui.add(Button::primary("Try again")).clicked()
}
