//! Exclusive choices, each a button of its own; choosing the selected one again clears the
//! selection.

use eframe::egui::{Color32, CornerRadius, Id, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{paint_util, tabs};
use crate::ui::{
    accessible_tree::mark_group,
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

const PADDING: f32 = 15.0;
const HEIGHT: f32 = 30.0;

/// Shows the choices; `name` is the accessible name of the group. The response is `changed` when
/// the selection changed.
pub fn radio_group<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut Option<T>,
    choices: &[(T, &str)],
) -> Response {
    let before = *value;
    let row = ui.horizontal_wrapped(|ui| {
        mark_group(ui, Role::RadioGroup, name);
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let id = |index: usize| -> Id { Id::unique((name, index)) };
        let mut focus = None;
        for (index, (choice, label)) in choices.iter().enumerate() {
            let selected = before == Some(*choice);
            // The group is a single Tab stop: the selected choice, or the first.
            let is_tab_stop = selected || (before.is_none() && index == 0);
            let response = show_option(
                ui,
                id(index),
                label,
                selected,
                is_tab_stop || ui.memory(|memory| memory.has_focus(id(index))),
            );
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                *value = (!selected).then_some(*choice);
            }
            if response.has_focus()
                && let Some(to) = tabs::consume_arrow_key(ui, &response, index, choices.len())
            {
                *value = choices.get(to).map(|(choice, _)| *choice);
                focus = Some(id(to));
            }
        }
        tabs::request_focus_on(ui, focus);
    });
    let mut group = row.response;
    if *value != before {
        group.mark_changed();
    }
    group
}

fn show_option(ui: &mut Ui, id: Id, label: &str, selected: bool, is_tab_stop: bool) -> Response {
    let format = || text::format(Type::Body, Weight::Medium, Color32::PLACEHOLDER);
    let room = (ui.max_rect().width() - 2.0 * PADDING).max(48.0);
    let galley = paint_util::layout_line(ui, label, format(), room);
    let (_, rect) = ui.allocate_space(vec2((galley.size().x + 2.0 * PADDING).ceil(), HEIGHT));
    let response = ui.interact(rect, id, if is_tab_stop { Sense::click() } else { Sense::CLICK });
    let t = Tokens::of(ui);
    if ui.is_rect_visible(rect) {
        let highlighted = paint_util::is_highlighted(&response);
        let (fill, line, ink) = match (selected, highlighted) {
            (true, false) => (t.accent, t.accent, t.on_accent),
            (true, true) => (t.accent_hover, t.accent_hover, t.on_accent),
            (false, false) => (t.card, t.line, t.ink),
            (false, true) => (t.card.blend(t.hover), t.line, t.ink),
        };
        let corners = CornerRadius::same(size::CONTROL_RADIUS);
        ui.painter().rect(rect, corners, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        paint_util::line_centred(ui.painter(), rect, galley, ink);
        paint_util::focus_ring(ui, &response, rect, size::CONTROL_RADIUS);
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, label));
    response
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::*;

    fn harness() -> Harness<'static, Option<u8>> {
        Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, value: &mut Option<u8>| {
                radio_group(ui, "When?", value, &[(0, "Next time"), (1, "Today"), (2, "Later…")]);
            },
            None,
        )
    }

    #[test]
    fn click_selects_and_second_click_clears() {
        let mut harness = harness();
        harness.get_by_role_and_label(Role::RadioButton, "Today").click();
        harness.run();
        assert_eq!(*harness.state(), Some(1));
        let toggled = harness.get_by_role_and_label(Role::RadioButton, "Today").accesskit_node().toggled();
        assert_eq!(toggled, Some(eframe::egui::accesskit::Toggled::True));
        harness.get_by_role_and_label(Role::RadioButton, "Today").click();
        harness.run();
        assert_eq!(*harness.state(), None);
        harness.get_by_role_and_label(Role::RadioGroup, "When?");
    }

    #[test]
    fn tab_focuses_the_first_option_and_arrows_and_space_select() {
        let mut harness = harness();
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::RadioButton, "Next time").is_focused());
        harness.key_press(Key::Space);
        harness.run();
        assert_eq!(*harness.state(), Some(0));
        for (key, chosen) in [(Key::ArrowRight, 1), (Key::ArrowRight, 2), (Key::ArrowRight, 0), (Key::ArrowLeft, 2)] {
            harness.key_press(key);
            harness.run();
            assert_eq!(*harness.state(), Some(chosen), "after {key:?}");
        }
        assert!(harness.get_by_role_and_label(Role::RadioButton, "Later…").is_focused());
    }
}
