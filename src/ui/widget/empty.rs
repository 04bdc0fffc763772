//! What a page shows while there is nothing on it yet.

use eframe::egui::{Align, Layout, Response, Ui, Vec2};

use super::button::Button;
use crate::ui::text;
use crate::ui::tokens::Tokens;

/// A page, or a part of one, with nothing on it: what will be there, and the one next step.
#[must_use = "call `show`"]
pub struct Empty<'a> {
    icon: &'a str,
    line: &'a str,
    text: &'a str,
    step: Option<(&'a str, Option<&'a str>)>,
}

impl<'a> Empty<'a> {
    /// An icon, a line that names what will be here, and a sentence on how it comes here.
    pub fn new(icon: &'a str, line: &'a str, text: &'a str) -> Self {
        Self { icon, line, text, step: None }
    }

    /// The next step, and the key that does it.
    pub fn step(mut self, word: &'a str, key: Option<&'a str>) -> Self {
        self.step = Some((word, key));
        self
    }

    /// Shows it in the middle of the width there is; the response is that of the next step's button.
    pub fn show(self, ui: &mut Ui) -> Option<Response> {
        let t = Tokens::of(ui);
        let room = ui.available_width();
        let inner = room.min(420.0);
        ui.allocate_ui_with_layout(Vec2::new(room, 0.0), Layout::top_down(Align::Center), |ui| {
            ui.set_max_width(inner);
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.label(text::heading(self.icon).color(t.ink_faint));
            ui.label(text::section(self.line).color(t.ink));
            ui.label(text::body(self.text).color(t.ink_soft));
            self.step.map(|(word, key)| {
                ui.add_space(10.0);
                let button = Button::primary(word);
                ui.add(match key {
                    Some(key) => button.key(key),
                    None => button,
                })
            })
        })
        .inner
    }
}
