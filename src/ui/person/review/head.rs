//! What stands above the evidence: how much of it is picked, how often you met, and in which order it is shown.

use eframe::egui::{Align, Label, Layout, Sense, TextStyle, TextWrapMode, Ui, WidgetText, vec2};

use crate::{
    domain::review::evidence::{Evidence, Order, to_drop, to_pick},
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        icons, text,
        tokens::{Tokens, Tone, size},
        widget::{
            chip::FilterChip,
            menu::{self, Item},
            section_label::section_label,
            segmented::segmented,
        },
    },
};

/// What was asked for.
pub(super) enum Asked {
    /// Another order.
    Order(Order),
    /// Only what is picked, or everything.
    OnlyPicked(bool),
    /// Everything to be picked, or nothing.
    Pick(bool),
}

/// Shows it. `of` is how many pieces there are, and how many of them are picked.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk<'_>,
    (all, picked): (usize, usize),
    met: Option<&str>,
    (order, only_picked): (Order, bool),
) -> Option<Asked> {
    let mut asked = None;
    show_counts(ui, (all, picked), met.unwrap_or_default());
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let mut chosen = order;
        let orders = [(Order::Month, "Month"), (Order::Kind, "Kind"), (Order::Subject, "Subject")];
        if segmented(ui, "In order of", &mut chosen, &orders).changed() {
            asked = Some(Asked::Order(chosen));
        }
        let chip = FilterChip::new(Tone::Goal, "Only picked", only_picked);
        let wanted = chip.size(ui);
        let (_, place) = ui.allocate_space(vec2(wanted.x, size::CONTROL));
        let place = eframe::egui::Rect::from_center_size(place.center(), wanted);
        if chip.show_at(ui, place, eframe::egui::Id::unique("only picked"), Sense::click()).clicked() {
            asked = Some(Asked::OnlyPicked(!only_picked));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu::more_button(ui, "More for the evidence", |ui| {
                if menu::item(ui, Item::new("Pick all of it, but for flags").icon(icons::CHECK)) {
                    asked = Some(Asked::Pick(true));
                }
                if picked > 0 && menu::item(ui, Item::new("Let all of it go").icon(icons::CLOSE)) {
                    asked = Some(Asked::Pick(false));
                }
            });
        });
    });
    asked.filter(|_| !desk.asking)
}

/// How much there is, and beside it how often you met; below it where both have no room in one line.
fn show_counts(ui: &mut Ui, (all, picked): (usize, usize), met: &str) {
    let met = text::fine(met).color(Tokens::of(ui).ink_faint);
    let wide =
        WidgetText::from(met.clone()).into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    let beside = ui.horizontal(|ui| {
        // Of nothing, nothing is counted.
        let counted = if all == 0 { String::new() } else { format!(" · {picked} of {all} picked") };
        section_label(ui, &format!("Evidence{counted}"));
        let fits = wide.size().x <= ui.available_width();
        if fits {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(met.clone()));
        }
        fits
    });
    if !beside.inner {
        ui.add(Label::new(met).wrap());
    }
}

/// Picks everything that is not private, or lets go of everything.
pub(super) fn pick_all(evidence: &Evidence, picked: bool) -> Action {
    let entries = if picked { to_pick(evidence) } else { to_drop(evidence) };
    Action::Make(Change::Evidence { entries, picked })
}
