//! Finished reviews: shown for reading; one of them can be reopened for writing.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Stroke, Ui};

use super::ReviewDraft;
use crate::{
    domain::review::Review,
    export::ExportScope,
    journal::change::{Change, review::ReviewChange},
    ui::{
        action::{DialogRequest, ExternalCommand},
        icons, keys,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, size},
        widget::{button::Button, markdown::MarkdownText, scroll},
    },
};

/// A finished review, shown instead of the draft.
pub(super) struct PastReview {
    review: Review,
    text: MarkdownText,
}

impl PastReview {
    pub(super) fn from_review(review: &Review) -> Self {
        Self { text: MarkdownText::new(&review.text).page(), review: review.clone() }
    }

    pub(super) fn is_showing(&self, review: &Review) -> bool {
        self.review == *review
    }

    pub(super) fn title(&self) -> String {
        self.review.period().label()
    }

    pub(super) fn show(&mut self, ui: &mut Ui, fills: bool) {
        let t = Tokens::of(ui);
        let frame = Frame::new()
            .fill(t.card)
            .stroke(Stroke::new(1.0, t.line))
            .corner_radius(size::CARD_RADIUS)
            .inner_margin(Margin::symmetric(22, 14));
        let height = ui.available_height() - frame.total_margin().sum().y;
        let caption = describe_finished(&self.review);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let body = |ui: &mut Ui| {
                ui.set_max_width(ui.available_width().min(size::MEASURE));
                ui.label(text::fine(caption).color(t.ink_faint));
                ui.add_space(8.0);
                self.text.show(ui);
            };
            if !fills {
                body(ui);
                return;
            }
            ui.set_height(height);
            scroll::vertical(ui, "earlier review", |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                body(ui);
            });
        });
    }
}

impl ReviewDraft {
    /// The buttons for the finished review being read.
    pub(super) fn show_past_review_header(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(past_review) = &self.past_review else { return };
        let review = past_review.review.clone();
        let draft_is_empty = self.is_empty();
        let back = if draft_is_empty { "Back" } else { "Back to draft" };
        let back = ui.add(Button::plain(back)).clicked();
        if ui.add(Button::plain("Export…")).clicked() {
            screen.dispatch(DialogRequest::Export(ExportScope::Review(review.uid)));
        }
        if ui.add(Button::plain("Copy")).clicked() {
            screen.dispatch(ExternalCommand::CopyText(review.text.clone()));
        }
        let reopen = draft_is_empty && ui.add(Button::plain("Reopen")).clicked();
        if reopen {
            screen.dispatch(Change::Review(ReviewChange::Reopen(review.uid)));
        }
        if back || reopen {
            self.past_review = None;
            self.wants_focus = true;
        }
    }

    /// The latest finished review, offered above an empty draft.
    pub(super) fn show_latest_finished(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(latest) = self.data.as_ref().and_then(|data| data.finished.first()) else { return };
        let t = Tokens::of(ui);
        let (uid, caption) = (latest.uid, describe_finished(latest));
        let period = latest.period().label();
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                if ui.add(Button::plain("Reopen").small()).clicked() {
                    screen.dispatch(Change::Review(ReviewChange::Reopen(uid)));
                    self.wants_focus = true;
                }
                if ui.add(Button::plain("Read").small()).clicked() {
                    self.requested_review = Some(uid);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.label(text::body(icons::CHECK_CIRCLE).color(t.accent));
                    ui.add(Label::new(text::small(format!("{caption} · {period}")).color(t.ink)).truncate());
                });
            },
        );
        ui.add_space(6.0);
    }
}

fn describe_finished(review: &Review) -> String {
    let day = review.finished_at.as_ref().map(|at| at.day().strftime("%-d %b %Y").to_string());
    format!("Finished {}", day.unwrap_or_default())
}
