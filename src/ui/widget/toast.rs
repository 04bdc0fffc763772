//! A toast at the bottom of the sidebar: the last change, with a way to undo it. It has a place
//! of its own there, so that it covers nothing. Where the sidebar is a strip or a bar, the toast is
//! at the top right, over the heading of the page or below the bar.

use eframe::egui::{
    Align, Align2, Area, Context, Frame, Id, Layout, Margin, Order, Pos2, Sense, Stroke, Ui, UiKind,
    accesskit::{Live, Role},
    pos2, vec2,
};

use super::{button::Button, truncated_label::truncated_label};
use crate::ui::{
    text,
    tokens::{Tokens, size},
};

/// Between the toast and the buttons below it, or the edges of the window.
const GAP: f32 = 10.0;
/// The same for a toast of one line, which is to hide no more than the line that it covers.
const LINE_GAP: f32 = 2.0;

/// Where the toast is shown.
#[derive(Clone, Copy, Default)]
struct ToastPlace {
    /// The height of the toast; zero while there is none.
    height: f32,
    /// The lower left corner of its place in the sidebar; at the top right if there is none.
    left_bottom: Option<Pos2>,
    /// What it leaves free at the top, where it is there.
    top: f32,
}

fn place_id() -> Id {
    Id::unique("rapport: place of the notice")
}

/// Takes the space for the toast, at the bottom of the sidebar above its buttons.
pub fn show_place(ui: &mut Ui) {
    let height = ui.data(|data| data.get_temp::<ToastPlace>(place_id())).unwrap_or_default().height;
    let size = vec2(ui.available_width(), if height > 0.0 { height + GAP } else { 0.0 });
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let left_bottom = pos2(rect.left(), rect.bottom() - if height > 0.0 { GAP } else { 0.0 });
    ui.data_mut(|data| data.insert_temp(place_id(), ToastPlace { height, left_bottom: Some(left_bottom), top: 0.0 }));
}

/// Places the toast at the right of the window, below a bar of the height `top`.
pub fn place_at_top(ctx: &Context, top: f32) {
    ctx.data_mut(|data| {
        let place = data.get_temp_mut_or_default::<ToastPlace>(place_id());
        (place.left_bottom, place.top) = (None, top);
    });
}

/// Gives the space back while there is no toast.
pub fn clear_place(ctx: &Context) {
    ctx.data_mut(|data| data.get_temp_mut_or_default::<ToastPlace>(place_id()).height = 0.0);
}

/// Shows a message with action buttons below it and returns the index of the one that was clicked.
///
/// The caller decides for how long; it must not be the only place where something is reported.
#[must_use]
pub fn toast(ctx: &Context, message: &str, actions: &[&str]) -> Option<usize> {
    let t = Tokens::of(ctx);
    let visuals = &ctx.style_of(ctx.theme()).visuals;
    let place = ctx.data(|data| data.get_temp::<ToastPlace>(place_id())).unwrap_or_default();
    let is_line = place.top > 0.0;
    let frame = Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(size::CARD_RADIUS)
        .shadow(visuals.popup_shadow)
        .inner_margin(if is_line { Margin::symmetric(12, 3) } else { Margin::symmetric(14, 8) });
    let right_top = ctx.content_rect().right_top();
    let (pivot, at) = match place.left_bottom {
        Some(at) => (Align2::LEFT_BOTTOM, at),
        None if is_line => (Align2::RIGHT_TOP, right_top + vec2(-LINE_GAP, place.top + LINE_GAP)),
        None => (Align2::RIGHT_TOP, right_top + vec2(-GAP, GAP)),
    };
    let output = Area::new(Id::unique("rapport: notice"))
        .kind(UiKind::Popup)
        .order(Order::Foreground)
        .pivot(pivot)
        .fixed_pos(at)
        .default_width(size::SIDEBAR - 20.0)
        .role(Role::Status)
        .accessible_name(message)
        .show(ctx, |ui| {
            ui.accesskit_node_builder(ui.unique_id(), |node| node.set_live(Live::Polite));
            let show = |ui: &mut Ui| {
                if is_line { show_line(ui, message, actions) } else { show_lines(ui, message, actions) }
            };
            frame.show(ui, show).inner
        });
    let height = output.response.rect.height();
    if (height - place.height).abs() > 0.5 {
        ctx.data_mut(|data| data.insert_temp(place_id(), ToastPlace { height, ..place }));
        ctx.request_repaint();
    }
    output.inner
}

/// The message with its buttons below.
fn show_lines(ui: &mut Ui, message: &str, actions: &[&str]) -> Option<usize> {
    ui.set_width(size::SIDEBAR - 20.0 - 30.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(text::small(message).color(Tokens::of(ui).ink));
    let buttons = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        let clicked = actions.iter().map(|label| ui.add(Button::plain(*label).small()).clicked());
        clicked.enumerate().fold(None, |chosen, (index, clicked)| if clicked { Some(index) } else { chosen })
    });
    buttons.inner
}

/// The message with its buttons beside it, across the window.
fn show_line(ui: &mut Ui, message: &str, actions: &[&str]) -> Option<usize> {
    let width = ui.ctx().content_rect().width() - 2.0 * LINE_GAP - 26.0;
    ui.set_width(width);
    let line =
        ui.allocate_ui_with_layout(vec2(width, size::CONTROL_SMALL), Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let clicked = actions.iter().enumerate().rev();
            let clicked = clicked.map(|(index, label)| (index, ui.add(Button::plain(*label).small()).clicked()));
            let chosen = clicked.fold(None, |chosen, (index, clicked)| if clicked { Some(index) } else { chosen });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                truncated_label(ui, text::small(message).color(Tokens::of(ui).ink));
            });
            chosen
        });
    line.inner
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn toast_reports_the_clicked_button() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, chosen: &mut Option<usize>| *chosen = chosen.or(toast(ui, "Moved to the trash", &["Redo", "Undo"])),
            None,
        );
        harness.run();
        harness.get_by_role_and_label(Role::Status, "Moved to the trash");
        harness.get_by_role_and_label(Role::Button, "Undo").click();
        harness.run();
        assert_eq!(*harness.state(), Some(1));
    }
}
