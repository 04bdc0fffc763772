//! A toast at the bottom of the sidebar: the last change, with a way to undo it.

use eframe::egui::{Align2, Area, Context, Frame, Id, Margin, Order, Stroke, UiKind, accesskit::Role, vec2};

use super::button::Button;
use crate::ui::{
    text,
    tokens::{Tokens, size},
};

/// Above the buttons at the bottom of the sidebar, where it covers nothing being read or written.
const BOTTOM_MARGIN: f32 = 144.0;

/// Shows a message with action buttons below it and returns the index of the one that was clicked.
///
/// The caller decides for how long; it must not be the only place where something is reported.
#[must_use]
pub fn toast(ctx: &Context, message: &str, actions: &[&str]) -> Option<usize> {
    let t = Tokens::of(ctx);
    let visuals = &ctx.style_of(ctx.theme()).visuals;
    let frame = Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(size::CARD_RADIUS)
        .shadow(visuals.popup_shadow)
        .inner_margin(Margin::symmetric(14, 8));
    Area::new(Id::unique("rapport: notice"))
        .kind(UiKind::Popup)
        .order(Order::Foreground)
        .anchor(Align2::LEFT_BOTTOM, vec2(10.0, -BOTTOM_MARGIN))
        .default_width(size::SIDEBAR - 20.0)
        .role(Role::Status)
        .accessible_name(message)
        .show(ctx, |ui| {
            frame
                .show(ui, |ui| {
                    ui.set_width(size::SIDEBAR - 20.0 - 30.0);
                    ui.spacing_mut().item_spacing.y = 4.0;
                    ui.label(text::small(message).color(t.ink));
                    let mut chosen = None;
                    ui.horizontal_wrapped(|ui| {
                        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
                        for (index, label) in actions.iter().enumerate() {
                            if ui.add(Button::plain(*label).small()).clicked() {
                                chosen = Some(index);
                            }
                        }
                    });
                    chosen
                })
                .inner
        })
        .inner
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
