//! A scale of five steps between two words.

use eframe::egui::{
    Align, Id, Layout, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, accesskit, pos2, vec2,
};

use super::{paint_util, tabs};
use crate::ui::{text, tokens::Tokens};

const STEPS: usize = 5;
const STEP_SPACING: f32 = 34.0;
const SIDE: f32 = 22.0;
const HEIGHT: f32 = SIDE + 6.0;
const DOT_RADIUS: f32 = 7.0;
/// The width of the line, including the space for the focus ring at its ends.
const SCALE_WIDTH: f32 = STEP_SPACING * (STEPS - 1) as f32 + SIDE;
const MAX_LABEL_WIDTH: f32 = 150.0;
const GAP: f32 = 12.0;

/// Shows the scale and returns whether the value changed. `value` is the selected step from 0;
/// `labels` are those of the steps, the first and last of which are shown at the ends. Choosing the
/// selected step again clears it.
pub fn rating_scale(ui: &mut Ui, name: &str, value: &mut Option<usize>, labels: &[String; STEPS]) -> bool {
    let before = *value;
    let width = ((ui.available_width() - SCALE_WIDTH - 2.0 * GAP) / 2.0).clamp(60.0, MAX_LABEL_WIDTH);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        show_end_label(ui, width, &labels[0], Layout::right_to_left(Align::Center));
        let (rect, bar) = ui.allocate_exact_size(vec2(SCALE_WIDTH, HEIGHT), Sense::hover());
        let group = UiBuilder::new().max_rect(rect).accessibility_role(Role::RadioGroup).accessibility_label(name);
        show_steps(&ui.new_child(group), rect, &bar, value, labels);
        show_end_label(ui, width, &labels[STEPS - 1], Layout::left_to_right(Align::Center));
    });
    *value != before
}

fn show_end_label(ui: &mut Ui, width: f32, label: &str, layout: Layout) {
    let colour = Tokens::of(ui).ink_soft;
    ui.allocate_ui_with_layout(vec2(width, HEIGHT), layout, |ui| {
        ui.set_min_size(vec2(width, HEIGHT));
        super::truncated_label::truncated_label(ui, text::small(label).color(colour));
    });
}

fn show_steps(ui: &Ui, rect: Rect, bar: &Response, value: &mut Option<usize>, labels: &[String; STEPS]) {
    let t = Tokens::of(ui);
    let centre = |step: usize| pos2(rect.left() + SIDE / 2.0 + STEP_SPACING * step as f32, rect.center().y);
    ui.painter().line_segment([centre(0), centre(STEPS - 1)], Stroke::new(1.0, t.outline));
    let id = |step: usize| -> Id { bar.id.with(step) };
    let (mut next, mut focus) = (None, None);
    for (step, label) in labels.iter().enumerate() {
        let at = Rect::from_center_size(centre(step), Vec2::splat(SIDE));
        let selected = *value == Some(step);
        // The scale is a single Tab stop: the selected step, or the first.
        let is_tab_stop = selected || (value.is_none() && step == 0);
        let response = ui.interact(at, id(step), if is_tab_stop { Sense::click() } else { Sense::CLICK });
        if response.clicked() {
            next = Some((!selected).then_some(step));
        }
        if response.has_focus()
            && let Some(to) = tabs::consume_arrow_key(ui, &response, step, STEPS)
        {
            next = Some(Some(to));
            focus = Some(id(to));
        }
        show_dot(ui, &response, at, selected);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, label));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_position_in_set(step + 1);
            node.set_size_of_set(STEPS);
            node.set_toggled(if selected { accesskit::Toggled::True } else { accesskit::Toggled::False });
        });
        // The words at the ends stand beside the scale.
        if (1..STEPS - 1).contains(&step) {
            response.on_hover_text(label);
        }
    }
    tabs::request_focus_on(ui, focus);
    if let Some(next) = next {
        *value = next;
    }
}

fn show_dot(ui: &Ui, response: &Response, at: Rect, selected: bool) {
    if !ui.is_rect_visible(at) {
        return;
    }
    let t = Tokens::of(ui);
    let (fill, line) = match (selected, paint_util::is_highlighted(response)) {
        (true, _) => (t.accent, t.accent),
        (false, true) => (t.accent_soft, t.accent),
        (false, false) => (t.card, t.outline),
    };
    ui.painter().circle(
        at.center(),
        if selected { DOT_RADIUS + 1.0 } else { DOT_RADIUS },
        fill,
        Stroke::new(1.0, line),
    );
    paint_util::focus_ring(ui, response, at, 11);
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn step_is_selected_by_click_or_arrows_and_cleared_by_second_click() {
        let labels = ["angry", "rather angry", "in between", "rather helping", "helping"].map(str::to_owned);
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            move |ui, value: &mut Option<usize>| {
                rating_scale(ui, "Angry, or helping?", value, &labels);
            },
            None,
        );
        harness.get_by_role_and_label(Role::RadioGroup, "Angry, or helping?");
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::RadioButton, "angry").is_focused());
        for (key, value) in [(Key::ArrowRight, Some(1)), (Key::End, Some(4)), (Key::ArrowLeft, Some(3))] {
            harness.key_press(key);
            harness.run();
            assert_eq!(*harness.state(), value, "after {key:?}");
        }
        assert!(harness.get_by_role_and_label(Role::RadioButton, "rather helping").is_focused());
        harness.get_by_role_and_label(Role::RadioButton, "in between").click();
        harness.run();
        assert_eq!(*harness.state(), Some(2));
        harness.get_by_role_and_label(Role::RadioButton, "in between").click();
        harness.run();
        assert_eq!(*harness.state(), None);
    }
}
