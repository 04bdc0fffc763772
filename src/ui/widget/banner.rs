//! A bar that stays as long as the condition it reports.

use eframe::egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, Stroke, Ui, UiBuilder,
    accesskit::{Live, Role},
    vec2,
};

use crate::ui::{
    icons, text,
    tokens::{Tokens, Tone, size},
};

/// The height of two lines of text.
const MIN_HEIGHT: f32 = 39.0;

/// An ongoing condition: what happened, what is safe, and what to do.
#[must_use = "call `show`"]
pub struct Banner<'a> {
    title: &'a str,
    detail: &'a str,
    tone: Tone,
    icon: &'a str,
}

impl<'a> Banner<'a> {
    /// A problem. `detail` says what is safe and what to do.
    pub fn error(title: &'a str, detail: &'a str) -> Self {
        Self { title, detail, tone: Tone::Flag, icon: icons::WARNING }
    }

    /// A notice that is no problem, as that this is the sample journal.
    pub fn info(title: &'a str, detail: &'a str) -> Self {
        Self { title, detail, tone: Tone::Topic, icon: icons::INFO }
    }

    /// Shows it at full width. `buttons` are added from the right.
    pub fn show<R>(self, ui: &mut Ui, buttons: impl FnOnce(&mut Ui) -> R) -> R {
        let t = Tokens::of(ui);
        let ink = t.kind_ink(self.tone);
        let frame = Frame::new()
            .fill(t.kind_soft(self.tone))
            .stroke(Stroke::new(1.0, ink.gamma_multiply(0.35)))
            .corner_radius(CornerRadius::same(size::CARD_RADIUS))
            .inner_margin(Margin::symmetric(14, 10));
        let role = if self.tone == Tone::Flag { Role::Alert } else { Role::Status };
        let builder = UiBuilder::new().accessibility_role(role).accessibility_label(self.title);
        let live = if self.tone == Tone::Flag { Live::Assertive } else { Live::Polite };
        ui.scope_builder(builder, |ui| {
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| node.set_live(live));
            frame
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    // A height to start from: the layout alone would take all the available height.
                    let room = vec2(ui.available_width(), MIN_HEIGHT);
                    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
                        let inner = buttons(ui);
                        ui.with_layout(Layout::left_to_right(Align::Min), |ui| self.show_text(ui, ink));
                        inner
                    })
                    .inner
                })
                .inner
        })
        .inner
    }

    fn show_text(&self, ui: &mut Ui, ink: eframe::egui::Color32) {
        let t = Tokens::of(ui);
        ui.label(text::body(self.icon).color(ink));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(text::body_medium(self.title).color(t.ink)).wrap());
            if !self.detail.is_empty() {
                ui.add(Label::new(text::small(self.detail).color(t.ink_soft)).wrap());
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{super::button::Button, *};

    #[test]
    fn error_banner_is_an_alert_with_buttons() {
        let harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
            Banner::error("Your last words are not stored yet.", "They are safe in this window.").show(ui, |ui| {
                ui.add(Button::plain("Try again").small());
            });
        });
        harness.get_by_role_and_label(Role::Alert, "Your last words are not stored yet.");
        harness.get_by_role_and_label(Role::Button, "Try again");
    }
}
