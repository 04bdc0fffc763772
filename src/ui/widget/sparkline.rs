//! A sparkline of the ratings in the check-ins of a goal.

use eframe::egui::{Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::{
    discreet,
    tokens::{Tokens, Tone},
};

const SIZE: eframe::egui::Vec2 = vec2(36.0, 18.0);
const DOT_RADIUS: f32 = 2.5;

/// Shows the ratings, 1 (low) to 5 (high), latest last; nothing for fewer than two.
pub fn sparkline(ui: &mut Ui, ratings: &[u8]) {
    if ratings.len() < 2 || discreet::is_on(ui) {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(SIZE, Sense::hover());
    let points = plot_points(rect.shrink(DOT_RADIUS), ratings.iter().copied());
    let ink = Tokens::of(ui).kind_ink(Tone::Goal);
    if let Some(last) = points.last() {
        ui.painter().circle_filled(*last, DOT_RADIUS, ink);
    }
    ui.painter().line(points, Stroke::new(1.5, ink));
    let text: Vec<String> = ratings.iter().map(u8::to_string).collect();
    let text = format!("Check-ins: {}", text.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    response.on_hover_text(text);
}

/// The points of a chart of ratings from 1 to 5: time from left to right, ratings from bottom to
/// top.
pub fn plot_points(rect: Rect, ratings: impl ExactSizeIterator<Item = u8>) -> Vec<Pos2> {
    let spacing = rect.width() / ratings.len().saturating_sub(1).max(1) as f32;
    let point = |(index, rating): (usize, u8)| {
        let height = (f32::from(rating) - 1.0) / 4.0;
        pos2(rect.left() + spacing * index as f32, rect.bottom() - height * rect.height())
    };
    ratings.enumerate().map(point).collect()
}
