//! Scroll areas whose bar stands in the margin at their right, so that it covers no text and no
//! border.
//!
//! What scrolls is as wide as what stands above and below it, with a bar or without one: text that
//! wrapped at another width beside a bar could need no bar, and would be laid out again and again.

use std::{fmt::Debug, hash::Hash};

use eframe::egui::{
    Color32, Direction, Id, Margin, Memory, Rect, ScrollArea, Shape, Ui, UiBuilder, scroll_area::ScrollAreaOutput,
};

use crate::ui::{theme::SCROLL_FADE, tokens::size};

/// A vertical scroll area that fills the available space.
pub fn vertical<R>(ui: &mut Ui, id_salt: impl Hash + Debug, add: impl FnOnce(&mut Ui) -> R) -> R {
    let area = ScrollArea::vertical().id_salt(id_salt).auto_shrink([false, false]);
    with_bar_in_margin(ui, |ui| show(ui, area, add).inner)
}

/// A vertical scroll area of at most this height, and less if it shrinks to its content.
pub fn vertical_up_to<R>(
    ui: &mut Ui,
    id_salt: impl Hash + Debug,
    max_height: f32,
    shrinks: bool,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let area = ScrollArea::vertical().id_salt(id_salt).max_height(max_height).min_scrolled_height(max_height);
    with_bar_in_margin(ui, |ui| show(ui, area.auto_shrink([false, shrinks]), add).inner)
}

/// Makes room for the bar of a vertical scroll area, which `show` shows, in the margin at the
/// right. That must be at least [`size::SCROLL_BAR`] wide.
pub fn with_bar_in_margin<R>(ui: &mut Ui, show: impl FnOnce(&mut Ui) -> R) -> R {
    let bar = f32::from(size::SCROLL_BAR);
    let mut rect = ui.available_rect_before_wrap();
    rect.max.x += bar;
    let mut wider = ui.new_child(UiBuilder::new().max_rect(rect));
    let result = show(&mut wider);
    let mut used = wider.min_rect();
    used.max.x = (used.max.x - bar).max(used.min.x);
    ui.advance_cursor_after_rect(used);
    result
}

/// A row that scrolls horizontally, with its bar below it.
pub fn horizontal<R>(ui: &mut Ui, id_salt: impl Hash + Debug, add: impl FnOnce(&mut Ui) -> R) -> R {
    let below = Margin { bottom: size::SCROLL_BAR - 4, ..Margin::ZERO };
    let area = ScrollArea::horizontal().id_salt(id_salt).auto_shrink([false, true]);
    show(ui, area.content_margin(below), add).inner
}

/// Shows a scroll area, in which the control that gets the focus is scrolled into sight.
pub fn show<R>(ui: &mut Ui, area: ScrollArea, add: impl FnOnce(&mut Ui) -> R) -> ScrollAreaOutput<R> {
    area.show(ui, |ui| {
        let result = add(ui);
        reveal_focus(ui);
        result
    })
}

/// The control that had the focus when a scroll area was shown last.
#[derive(Clone, Copy, Default)]
struct RevealedFocus {
    focused: Option<Id>,
    /// Whether it is still to be scrolled into sight.
    is_pending: bool,
}

/// Scrolls the control that has just got the focus into sight. To be called at the end of the
/// content of a scroll area.
pub fn reveal_focus(ui: &Ui) {
    /// Room for the ring around it.
    const RING: f32 = 6.0;
    let focused = ui.memory(Memory::focused);
    let state_id = ui.scope_id().with("revealed focus");
    let state = ui.data(|data| data.get_temp::<RevealedFocus>(state_id)).unwrap_or_default();
    let is_new = focused != state.focused;
    // Not in the frame in which it gets the focus, where the control may scroll to something that
    // it opens. The key or the click that moved the focus has another frame follow.
    ui.data_mut(|data| data.insert_temp(state_id, RevealedFocus { focused, is_pending: is_new }));
    if is_new || !state.is_pending {
        return;
    }
    let Some(rect) = focused.and_then(|focused| place_inside(ui, focused)) else { return };
    // A high field is longer than what can be shown: it shows its caret itself.
    if rect.height() < ui.clip_rect().height() {
        ui.scroll_to_rect(rect.expand(RING), None);
    }
}

/// The place of a widget that is shown in this [`Ui`]; none for any other. What scrolls can reach
/// below what stands beside it, so that its place alone does not tell. To ask for the response of
/// the widget would take its focus away after a click elsewhere.
fn place_inside(ui: &Ui, widget: Id) -> Option<Rect> {
    ui.ctx().viewport(|viewport| {
        let widgets = &viewport.this_pass.widgets;
        let parent = |id: &Id| widgets.get(*id).map(|widget| widget.parent_id).filter(|parent| parent != id);
        let is_inside = std::iter::successors(Some(widget), parent).any(|id| id == ui.unique_id());
        widgets.get(widget).filter(|_| is_inside).map(|widget| widget.rect)
    })
}

/// Fades what was painted over a vertical scroll area at the edges where it has more to show.
pub fn fade_edges<R>(ui: &Ui, painted: Rect, area: &ScrollAreaOutput<R>) {
    let above = area.state.clamped_offset().y;
    let below = area.content_size.y - area.inner_rect.height() - above;
    let upper = painted.with_max_y(painted.top() + SCROLL_FADE);
    let lower = painted.with_min_y(painted.bottom() - SCROLL_FADE);
    for (hidden, rect, direction) in [(above, upper, Direction::TopDown), (below, lower, Direction::BottomUp)] {
        let ground = ui.stack().bg_color().gamma_multiply((hidden / SCROLL_FADE).clamp(0.0, 1.0));
        ui.painter().add(Shape::gradient_rect(rect, direction, [ground, Color32::TRANSPARENT]));
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Frame, Label, vec2};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    /// A text over a scroll area with a number of rows, both in the margin of a page.
    fn harness(rows: usize) -> Harness<'static> {
        Harness::builder().with_size(vec2(400.0, 200.0)).with_context_setup(crate::ui::install).build_ui(move |ui| {
            Frame::new().inner_margin(Margin::same(size::SCROLL_BAR)).show(ui, |ui| {
                let above = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), eframe::egui::Sense::click()).1;
                above.accessible_name("above");
                vertical(ui, "rows", |ui| {
                    for row in 0..rows {
                        let size = vec2(ui.available_width(), 20.0);
                        ui.add_sized(size, Label::new(format!("row {row}")));
                    }
                });
            });
        })
    }

    #[test]
    fn what_scrolls_is_as_wide_as_what_does_not_and_leaves_room_for_the_bar() {
        for rows in [1, 40] {
            let mut harness = harness(rows);
            harness.run();
            let (above, row) = (harness.get_by_label("above").rect(), harness.get_by_label("row 0").rect());
            assert!((above.right() - row.right()).abs() < 0.1, "{above:?} {row:?}");
            assert!(row.right() <= harness.ctx.content_rect().right() - f32::from(size::SCROLL_BAR), "{row:?}");
        }
    }
}
