//! The header of the evidence list: how much is picked, how often you met, sort order and filter.

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
        widget::{chip::FilterChip, heading::section_label, menu, menu::MenuItem, segmented::segmented},
    },
};

/// A request of the user.
pub(super) enum HeaderRequest {
    SetOrder(SortOrder),
    SetOnlyPicked(bool),
    /// Pick everything except flags (`true`), or unpick everything (`false`).
    PickAll(bool),
}

/// Shows the header. The counts are all items of the period and the picked ones; `meeting_counts`
/// says how often you met.
pub(super) fn show(
    ui: &mut Ui,
    screen: &ScreenContext<'_>,
    (all, picked): (usize, usize),
    meeting_counts: Option<&str>,
    (order, only_picked): (SortOrder, bool),
) -> Option<HeaderRequest> {
    let mut request = None;
    show_counts(ui, (all, picked), meeting_counts.unwrap_or_default());
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let mut order_choice = order;
        let orders = [(SortOrder::Month, "Month"), (SortOrder::Kind, "Kind"), (SortOrder::Subject, "Subject")];
        if segmented(ui, "Group by", &mut order_choice, &orders).changed() {
            request = Some(HeaderRequest::SetOrder(order_choice));
        }
        let chip = FilterChip::new(Tone::Goal, "Only picked", only_picked);
        let chip_size = chip.size(ui);
        let (_, rect) = ui.allocate_space(vec2(chip_size.x, size::CONTROL));
        let rect = eframe::egui::Rect::from_center_size(rect.center(), chip_size);
        if chip.show_at(ui, rect, eframe::egui::Id::unique("only picked"), Sense::click()).clicked() {
            request = Some(HeaderRequest::SetOnlyPicked(!only_picked));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu::more_button(ui, "More for evidence", |ui| {
                if menu::item(ui, MenuItem::new("Select all except flags").icon(icons::CHECK)) {
                    request = Some(HeaderRequest::PickAll(true));
                }
                if picked > 0 && menu::item(ui, MenuItem::new("Clear selection").icon(icons::CLOSE)) {
                    request = Some(HeaderRequest::PickAll(false));
                }
            });
        });
    });
    request.filter(|_| !screen.is_dialog_open)
}

/// The counts, and beside them the meetings; below them when both do not fit into one line.
fn show_counts(ui: &mut Ui, (all, picked): (usize, usize), meeting_counts: &str) {
    let meeting_counts = text::fine(meeting_counts).color(Tokens::of(ui).ink_faint);
    let galley = WidgetText::from(meeting_counts.clone()).into_galley(
        ui,
        Some(TextWrapMode::Extend),
        f32::INFINITY,
        TextStyle::Body,
    );
    let line = ui.horizontal(|ui| {
        // Without evidence there is no "0 of 0".
        let counts = if all == 0 { String::new() } else { format!(" · {picked} of {all} picked") };
        section_label(ui, &format!("Evidence{counts}"));
        let fits = galley.size().x <= ui.available_width();
        if fits {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(meeting_counts.clone()));
        }
        fits
    });
    if !line.inner {
        ui.add(Label::new(meeting_counts).wrap());
    }
}

/// The action that picks everything except flags, or unpicks everything.
pub(super) fn pick_all(evidence: &Evidence, picked: bool) -> Action {
    let entries = if picked { entries_to_pick(evidence) } else { entries_to_unpick(evidence) };
    Action::from(Change::SetEvidence { entries, picked })
}
