//! Checkboxes.

use eframe::egui::{
    Color32, CornerRadius, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::paint_util;
use crate::ui::tokens::Tokens;

const SIDE: f32 = 16.0;
const RADIUS: u8 = 4;

/// A checkbox without a label, before a row that describes it; `name` is its accessible name.
pub fn checkbox(ui: &mut Ui, checked: &mut bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, 20.0), Sense::click());
    let square = Rect::from_center_size(rect.center(), Vec2::splat(SIDE));
    finish(ui, response, square, checked, name)
}

fn finish(ui: &Ui, mut response: Response, square: Rect, checked: &mut bool, name: &str) -> Response {
    if response.clicked() {
        *checked = !*checked;
        response.mark_changed();
    }
    if ui.is_rect_visible(square) {
        paint_box(ui, &response, square, *checked);
        paint_util::focus_ring(ui, &response, square, RADIUS);
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *checked, name));
    response
}

fn paint_box(ui: &Ui, response: &Response, square: Rect, checked: bool) {
    let t = Tokens::of(ui);
    let highlighted = paint_util::is_highlighted(response);
    let corners = CornerRadius::same(RADIUS);
    let (fill, line) = match (checked, highlighted) {
        (true, false) => (t.accent, Color32::TRANSPARENT),
        (true, true) => (t.accent_hover, Color32::TRANSPARENT),
        (false, false) => (t.card, t.outline),
        (false, true) => (t.card.blend(t.hover), t.ink_soft),
    };
    ui.painter().rect(square, corners, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    if checked {
        let point = |x, y| square.min + vec2(x, y);
        let points = vec![point(4.0, 8.5), point(6.8, 11.2), point(12.0, 5.4)];
        ui.painter().add(Shape::line(points, Stroke::new(1.8, t.on_accent)));
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{
        Key,
        accesskit::{Role, Toggled},
    };
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::*;

    #[test]
    fn checkbox_toggles_by_click_and_by_space() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, checked: &mut bool| {
                checkbox(ui, checked, "Conference talk");
            },
            false,
        );
        harness.get_by_role_and_label(Role::CheckBox, "Conference talk").click();
        harness.run();
        assert!(*harness.state());
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
        assert!(!*harness.state());
        let node = harness.get_by_label("Conference talk");
        assert_eq!(node.accesskit_node().toggled(), Some(Toggled::False));
    }
}
