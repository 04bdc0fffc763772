//! The tab bar of a page.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, EventFilter, Galley, Id, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2,
    vec2,
};

use super::paint_util;
use crate::ui::{
    accessible_tree::mark_group,
    discreet,
    text::{self, Type, Weight},
    tokens::Tokens,
};

const HEIGHT: f32 = 42.0;
const GAP: f32 = 22.0;

/// A tab.
#[derive(Clone, Copy, Debug)]
pub struct TabItem<'a> {
    /// Its name.
    pub label: &'a str,
    /// Small text after the name, as the digit of `Ctrl+1`.
    pub hint: &'a str,
}

/// Shows the tabs of a page above a line and returns the index of a newly chosen one.
///
/// The whole bar is a single Tab stop; the arrow keys, Home and End move within it.
pub fn tab_bar(ui: &mut Ui, name: &str, open: usize, tabs: &[TabItem<'_>]) -> Option<usize> {
    let mut chosen = None;
    let mut focus = None;
    let bar = ui.horizontal(|ui| {
        mark_group(ui, Role::TabList, name);
        ui.spacing_mut().item_spacing.x = GAP;
        let fits = fits_with_hints(ui, tabs);
        for (index, tab) in tabs.iter().enumerate() {
            let tab = TabItem { hint: if fits { tab.hint } else { "" }, ..*tab };
            let response = show_tab(ui, tab_id(ui, name, index), tab, index == open);
            if response.clicked() && index != open {
                chosen = Some(index);
            }
            if response.has_focus()
                && let Some(next) = consume_arrow_key(ui, &response, index, tabs.len())
            {
                chosen = Some(next);
                focus = Some(tab_id(ui, name, next));
            }
        }
    });
    request_focus_on(ui, focus);
    let line = bar.response.rect;
    let below = Rect::from_x_y_ranges(ui.clip_rect().x_range(), line.bottom()..=line.bottom() + 1.0);
    ui.painter().rect_filled(below, CornerRadius::ZERO, Tokens::of(ui).line);
    chosen
}

fn tab_id(ui: &Ui, name: &str, index: usize) -> Id {
    ui.scope_id().with((name, index))
}

/// Whether there is room for the hints, which can be long.
fn fits_with_hints(ui: &Ui, tabs: &[TabItem<'_>]) -> bool {
    let widths: f32 = tabs.iter().map(|tab| label_width(ui, *tab) + hint_width(&lay_out_hint(ui, *tab)) + GAP).sum();
    widths - GAP <= ui.available_width()
}

/// The width of the label when its tab is open.
fn label_width(ui: &Ui, tab: TabItem<'_>) -> f32 {
    let format = text::format(Type::Body, Weight::SemiBold, Color32::PLACEHOLDER);
    paint_util::layout_line(ui, tab.label, format, f32::INFINITY).size().x
}

fn lay_out_hint(ui: &Ui, tab: TabItem<'_>) -> Arc<Galley> {
    let format = discreet::own_format(text::format(Type::Label, Weight::Regular, Color32::PLACEHOLDER));
    paint_util::layout_line(ui, tab.hint, format, f32::INFINITY)
}

/// The width that a hint adds to its tab.
fn hint_width(hint: &Galley) -> f32 {
    if hint.is_empty() { 0.0 } else { 9.0 + hint.size().x + 4.0 }
}

fn show_tab(ui: &mut Ui, id: Id, tab: TabItem<'_>, open: bool) -> Response {
    let weight = if open { Weight::SemiBold } else { Weight::Regular };
    let format = text::format(Type::Body, weight, Color32::PLACEHOLDER);
    let label = paint_util::layout_line(ui, tab.label, format, f32::INFINITY);
    let max_label_width = label_width(ui, tab);
    let hint = lay_out_hint(ui, tab);
    let width = max_label_width + hint_width(&hint);
    let (_, rect) = ui.allocate_space(vec2(width.ceil(), HEIGHT));
    // Only the open tab is a Tab stop.
    let sense = if open { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    let t = Tokens::of(ui);
    if ui.is_rect_visible(rect) {
        let ink = if open || paint_util::is_highlighted(&response) { t.ink } else { t.ink_soft };
        paint_util::line_at(ui.painter(), rect.left(), rect, label, ink);
        paint_util::line_at(
            ui.painter(),
            rect.left() + max_label_width + 9.0,
            rect.translate(vec2(0.0, 1.0)),
            hint,
            t.ink_faint,
        );
        if open {
            let under = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.right_bottom());
            ui.painter().rect_filled(under, CornerRadius::same(1), t.accent);
        }
        paint_util::focus_ring(ui, &response, rect.shrink2(vec2(-4.0, 6.0)), 6);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), tab.label));
    ui.accesskit_node_builder(response.id, |node| node.set_selected(open));
    response
}

/// Focuses another widget of a group once all were added: it cannot hold the focus before it is the
/// selected one.
pub fn request_focus_on(ui: &Ui, to: Option<Id>) {
    if let Some(to) = to {
        ui.memory_mut(|memory| memory.request_focus(to));
        ui.request_repaint();
    }
}

/// Consumes the arrow keys, Home and End; the index they lead to from `index`.
pub fn consume_arrow_key(ui: &Ui, response: &Response, index: usize, count: usize) -> Option<usize> {
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let last = count.checked_sub(1)?;
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let next = if pressed(Key::ArrowRight) {
        if index == last { 0 } else { index + 1 }
    } else if pressed(Key::ArrowLeft) {
        index.checked_sub(1).unwrap_or(last)
    } else if pressed(Key::Home) {
        0
    } else if pressed(Key::End) {
        last
    } else {
        return None;
    };
    (next != index).then_some(next)
}

#[cfg(test)]
mod tests {
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::*;

    const TABS: [TabItem<'static>; 3] = [
        TabItem { label: "Prepare", hint: "1" },
        TabItem { label: "Meet", hint: "2" },
        TabItem { label: "Timeline", hint: "3" },
    ];

    fn harness() -> Harness<'static, usize> {
        Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, open: &mut usize| {
                if let Some(chosen) = tab_bar(ui, "person", *open, &TABS) {
                    *open = chosen;
                }
            },
            0,
        )
    }

    #[test]
    fn clicked_tab_is_reported_as_selected() {
        let mut harness = harness();
        harness.get_by_role_and_label(Role::Tab, "Timeline").click();
        harness.run();
        assert_eq!(*harness.state(), 2);
        let tab = harness.get_by_role_and_label(Role::Tab, "Timeline");
        assert_eq!(tab.accesskit_node().is_selected(), Some(true));
    }

    #[test]
    fn arrow_keys_move_tab_and_focus() {
        let mut harness = harness();
        harness.key_press(Key::Tab);
        harness.run();
        for (key, open) in
            [(Key::ArrowRight, 1), (Key::ArrowRight, 2), (Key::ArrowRight, 0), (Key::ArrowLeft, 2), (Key::Home, 0)]
        {
            harness.key_press(key);
            harness.run();
            assert_eq!(*harness.state(), open, "after {key:?}");
        }
        assert!(harness.get_by_role_and_label(Role::Tab, "Prepare").is_focused());
    }
}
