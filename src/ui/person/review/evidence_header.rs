//! What stands above the evidence: how much of it is picked, how often you met, and in which order it is shown.

use eframe::egui::{Align, Label, Layout, Sense, TextStyle, TextWrapMode, Ui, WidgetText, vec2};

use crate::{
    domain::review::evidence::{Evidence, SortOrder, entries_to_pick, entries_to_unpick},
    journal::change::Change,
    ui::{
        action::Action,
        icons,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, Tone, size},
        widget::{chip::FilterChip, menu, menu::MenuItem, section_label::section_label, segmented::segmented},
    },
};

/// What was asked for.
pub(super) enum HeaderRequest {
    /// Another order.
    SetOrder(SortOrder),
    /// Only what is picked, or everything.
    SetOnlyPicked(bool),
    /// Everything to be picked, or nothing.
    PickAll(bool),
}

/// Shows it. `of` is how many pieces there are, and how many of them are picked.
pub(super) fn show(
    ui: &mut Ui,
    screen: &ScreenContext<'_>,
    (all, picked): (usize, usize),
    met: Option<&str>,
    (order, only_picked): (SortOrder, bool),
) -> Option<HeaderRequest> {
    let mut asked = None;
    show_counts(ui, (all, picked), met.unwrap_or_default());
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let mut chosen = order;
        let orders = [(SortOrder::Month, "Month"), (SortOrder::Kind, "Kind"), (SortOrder::Subject, "Subject")];
        if segmented(ui, "In order of", &mut chosen, &orders).changed() {
            asked = Some(HeaderRequest::SetOrder(chosen));
        }
        let chip = FilterChip::new(Tone::Goal, "Only picked", only_picked);
        let wanted = chip.size(ui);
        let (_, place) = ui.allocate_space(vec2(wanted.x, size::CONTROL));
        let place = eframe::egui::Rect::from_center_size(place.center(), wanted);
        if chip.show_at(ui, place, eframe::egui::Id::unique("only picked"), Sense::click()).clicked() {
            asked = Some(HeaderRequest::SetOnlyPicked(!only_picked));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu::more_button(ui, "More for the evidence", |ui| {
                if menu::item(ui, MenuItem::new("Pick all of it, but for flags").icon(icons::CHECK)) {
                    asked = Some(HeaderRequest::PickAll(true));
                }
                if picked > 0 && menu::item(ui, MenuItem::new("Let all of it go").icon(icons::CLOSE)) {
                    asked = Some(HeaderRequest::PickAll(false));
                }
            });
        });
    });
    asked.filter(|_| !screen.is_dialog_open)
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
    let entries = if picked { entries_to_pick(evidence) } else { entries_to_unpick(evidence) };
    Action::from(Change::SetEvidence { entries, picked })
}
