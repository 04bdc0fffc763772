//! A segmented control: a few exclusive choices in one bar.

use eframe::egui::{
    Color32, CornerRadius, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{paint_util, tabs};
use crate::ui::{
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

const PADDING: f32 = 14.0;
const INSET: f32 = 3.0;

/// Shows the choices; `name` is the accessible name of the group. The response is `changed` when
/// another one was chosen.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, &str)]) -> Response {
    let mut widths: Vec<f32> = choices.iter().map(|(_, label)| segment_width(ui, label)).collect();
    // In a narrow window, all choices get narrower alike.
    let room = ui.available_width() - 2.0 * INSET;
    let excess = (widths.iter().sum::<f32>() - room).max(0.0) / widths.len().max(1) as f32;
    for width in &mut widths {
        *width = (*width - excess).max(0.0);
    }
    let size = vec2(widths.iter().sum::<f32>() + 2.0 * INSET, size::CONTROL);
    let (rect, mut bar) = ui.allocate_exact_size(size, Sense::hover());
    let t = Tokens::of(ui);
    let corners = CornerRadius::same(size::CONTROL_RADIUS);
    ui.painter().rect(rect, corners, t.page, Stroke::new(1.0, t.line), StrokeKind::Inside);
    let id = |index: usize| -> Id { bar.id.with(index) };
    let group = UiBuilder::new().max_rect(rect).accessibility_role(Role::RadioGroup).accessibility_label(name);
    let ui = &mut ui.new_child(group);
    let mut left = rect.left() + INSET;
    let (mut next, mut focus) = (None, None);
    for (index, ((choice, label), width)) in choices.iter().zip(widths).enumerate() {
        let segment = Rect::from_min_size(pos2(left, rect.top() + INSET), vec2(width, rect.height() - 2.0 * INSET));
        left += width;
        let response = show_choice(ui, id(index), segment, label, *choice == *value);
        if response.clicked() {
            next = Some(index);
        }
        if response.has_focus()
            && let Some(to) = tabs::consume_arrow_key(ui, &response, index, choices.len())
        {
            next = Some(to);
            focus = Some(id(to));
        }
    }
    tabs::request_focus_on(ui, focus);
    if let Some((choice, _)) = next.and_then(|index| choices.get(index))
        && *choice != *value
    {
        *value = *choice;
        bar.mark_changed();
    }
    bar
}

fn segment_width(ui: &Ui, label: &str) -> f32 {
    let format = text::format(Type::Small, Weight::Medium, Color32::PLACEHOLDER);
    let galley = paint_util::layout_line(ui, label, format, f32::INFINITY);
    (galley.size().x + 2.0 * PADDING).ceil()
}

fn show_choice(ui: &mut Ui, id: Id, rect: Rect, label: &str, selected: bool) -> Response {
    let sense = if selected { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    let t = Tokens::of(ui);
    if ui.is_rect_visible(rect) {
        let highlighted = paint_util::is_highlighted(&response);
        let corners = CornerRadius::same(size::CHIP_RADIUS);
        if selected {
            let line = Stroke::new(1.0, t.line);
            ui.painter().rect(rect, corners, t.card, line, StrokeKind::Inside);
        }
        let ink = if selected || highlighted { t.ink } else { t.ink_soft };
        let format = text::format(Type::Small, Weight::Medium, Color32::PLACEHOLDER);
        let galley = paint_util::layout_line(ui, label, format, rect.width() - 4.0);
        paint_util::line_centred(ui.painter(), rect, galley, ink);
        paint_util::focus_ring(ui, &response, rect, size::CHIP_RADIUS);
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, label));
    response
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn segment_is_selected_by_click_or_arrows() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, value: &mut u8| {
                segmented(ui, "Theme", value, &[(0, "System"), (1, "Light"), (2, "Dark")]);
            },
            0,
        );
        harness.get_by_role_and_label(Role::RadioButton, "Light").click();
        harness.run();
        assert_eq!(*harness.state(), 1);
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(*harness.state(), 2);
        harness.get_by_role_and_label(Role::RadioGroup, "Theme");
    }
}
