//! The circle with a person's initials.

use eframe::egui::{Color32, Response, Sense, Ui, Vec2, Widget};

use super::paint_util;
use crate::ui::{
    text::{self, Type, Weight},
    tokens::{AVATARS, ON_AVATAR},
};

/// A person's initials on their colour. It repeats the name beside it, so it has no accessible
/// name.
#[must_use = "add it with `ui.add(…)`"]
pub struct Avatar<'a> {
    initials: &'a str,
    colour: usize,
    side: f32,
}

impl<'a> Avatar<'a> {
    /// 28 points across, for a row. `colour` is an index into [`AVATARS`], modulo its length.
    pub fn new(initials: &'a str, colour: usize) -> Self {
        Self { initials, colour, side: 28.0 }
    }

    /// 46 points across, for the top of a person's page.
    pub fn large(mut self) -> Self {
        self.side = 46.0;
        self
    }
}

impl Widget for Avatar<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.side), Sense::hover());
        if ui.is_rect_visible(rect) {
            let background = AVATARS.get(self.colour % AVATARS.len()).copied().unwrap_or(Color32::TRANSPARENT);
            ui.painter().circle_filled(rect.center(), self.side / 2.0, background);
            let mut format = text::format(Type::Label, Weight::SemiBold, ON_AVATAR);
            if self.side > 40.0 {
                format.font_id.size = 16.0;
                format.line_height = Some(20.0);
            }
            let galley = paint_util::layout_line(ui, self.initials, format, self.side);
            paint_util::line_centred(ui.painter(), rect, galley, ON_AVATAR);
        }
        response
    }
}
