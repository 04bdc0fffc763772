//! A small line through the check-ins of a goal, the latest at its end.

use eframe::egui::{Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::tokens::{Tokens, Tone};

const SIZE: eframe::egui::Vec2 = vec2(36.0, 18.0);
const DOT_RADIUS: f32 = 2.5;

/// Shows the way from far away (1, low) to there (5, high); nothing for less than two steps.
pub fn sparkline(ui: &mut Ui, steps: &[u8]) {
    if steps.len() < 2 {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(SIZE, Sense::hover());
    let points = points(rect.shrink(DOT_RADIUS), steps);
    let ink = Tokens::of(ui).kind_ink(Tone::Goal);
    if let Some(last) = points.last() {
        ui.painter().circle_filled(*last, DOT_RADIUS, ink);
    }
    ui.painter().line(points, Stroke::new(1.5, ink));
    let said: Vec<String> = steps.iter().map(u8::to_string).collect();
    let said = format!("Check-ins so far: {}", said.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    response.on_hover_text(said);
}

fn points(rect: Rect, steps: &[u8]) -> Vec<Pos2> {
    let apart = rect.width() / steps.len().saturating_sub(1).max(1) as f32;
    let height = |step: u8| (f32::from(step) - 1.0) / 4.0;
    let at = |(nth, step): (usize, &u8)| {
        pos2(rect.left() + apart * nth as f32, rect.bottom() - height(*step) * rect.height())
    };
    steps.iter().enumerate().map(at).collect()
}
