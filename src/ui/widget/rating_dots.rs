//! A rating from 1 to 5 as five small circles that are buttons.

use eframe::egui::{Color32, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::paint_util;
use crate::ui::{
    discreet,
    text::{self, Type, Weight},
    tokens::Tokens,
};

const SIDE: f32 = 22.0;
const GAP: f32 = 2.0;

/// Shows the circles and returns the number that was clicked. `name` is part of their accessible
/// names.
pub fn rating_dots(ui: &mut Ui, name: &str) -> Option<u8> {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        (1..=5).filter(|number| rating_dot(ui, *number, name).clicked()).last()
    })
    .inner
}

fn rating_dot(ui: &mut Ui, number: u8, name: &str) -> Response {
    let t = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
    if ui.is_rect_visible(rect) {
        let highlighted = paint_util::is_highlighted(&response);
        let (fill, line, ink) =
            if highlighted { (t.accent, t.accent, t.on_accent) } else { (t.card, t.outline, t.ink_soft) };
        ui.painter().circle(rect.center(), SIDE / 2.0 - 1.0, fill, Stroke::new(1.0, line));
        let format = discreet::own_format(text::format(Type::Fine, Weight::Medium, Color32::PLACEHOLDER));
        let galley = paint_util::layout_line(ui, &number.to_string(), format, SIDE);
        paint_util::line_centred(ui.painter(), rect, galley, ink);
    }
    let accessible_text = format!("{number} of 5: {name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &accessible_text));
    response.on_hover_text(format!("Check in: {number} of 5"))
}
