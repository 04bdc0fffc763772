//! Reviews that are finished: they stay to be read, and the last one can be written on.

use eframe::egui::{Align, Frame, Label, Layout, Margin, ScrollArea, Stroke, Ui};

use super::Draft;
use crate::{
    domain::review::Review,
    export::Of,
    journal::{change::Change, reviewing::Reviewing},
    ui::{
        action::Action,
        desk::Desk,
        icons, keys, text,
        tokens::{Tokens, size},
        widget::{button::Button, markdown::Rich},
    },
};

/// A finished review that is read.
pub(super) struct Reading {
    review: Review,
    rich: Rich,
}

impl Reading {
    pub(super) fn of(review: &Review) -> Self {
        Self { rich: Rich::new(&review.text).page(), review: review.clone() }
    }

    pub(super) fn is_of(&self, review: &Review) -> bool {
        self.review == *review
    }

    pub(super) fn title(&self) -> String {
        self.review.period().say()
    }

    pub(super) fn show(&mut self, ui: &mut Ui, fills: bool) {
        let t = Tokens::of(ui);
        let frame = Frame::new()
            .fill(t.card)
            .stroke(Stroke::new(1.0, t.line))
            .corner_radius(size::CARD_RADIUS)
            .inner_margin(Margin { left: 22, right: 10, top: 14, bottom: 14 });
        let height = ui.available_height() - frame.total_margin().sum().y;
        let said = said_finished(&self.review);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let body = |ui: &mut Ui| {
                ui.set_max_width(ui.available_width() - 12.0);
                ui.label(text::fine(said).color(t.ink_faint));
                ui.add_space(8.0);
                self.rich.show(ui);
            };
            if !fills {
                body(ui);
                return;
            }
            ui.set_height(height);
            ScrollArea::vertical().id_salt("earlier review").auto_shrink([false, false]).show(ui, |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                body(ui);
            });
        });
    }
}

impl Draft {
    /// What can be done about the one that is read.
    pub(super) fn show_reading_head(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let Some(reading) = &self.reading else { return };
        let review = reading.review.clone();
        let is_free = self.is_empty();
        let back = if is_free { "Back" } else { "Back to the draft" };
        let back = ui.add(Button::plain(back)).clicked();
        if ui.add(Button::plain("Export…")).clicked() {
            desk.ask(Action::Export(Of::Review(review.uid)));
        }
        if ui.add(Button::plain("Copy")).clicked() {
            desk.ask(Action::Copy(review.text.clone()));
        }
        let write_on = is_free && ui.add(Button::plain("Write on")).clicked();
        if write_on {
            desk.ask(Action::Make(Change::Reviewing(Reviewing::WriteOn(review.uid))));
        }
        if back || write_on {
            self.reading = None;
            self.wants_focus = true;
        }
    }

    /// While nothing is being written: what was said last.
    pub(super) fn show_finished(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let Some(last) = self.read.as_ref().and_then(|read| read.finished.first()) else { return };
        let t = Tokens::of(ui);
        let (uid, said) = (last.uid, said_finished(last));
        let period = last.period().say();
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                if ui.add(Button::plain("Write on").small()).clicked() {
                    desk.ask(Action::Make(Change::Reviewing(Reviewing::WriteOn(uid))));
                    self.wants_focus = true;
                }
                if ui.add(Button::plain("Read it").small()).clicked() {
                    self.wanted = Some(uid);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.label(text::body(icons::CHECK_CIRCLE).color(t.accent));
                    ui.add(Label::new(text::small(format!("{said} · {period}")).color(t.ink)).truncate());
                });
            },
        );
        ui.add_space(6.0);
    }
}

fn said_finished(review: &Review) -> String {
    let day = review.finished.as_ref().map(|at| at.day().strftime("%-d %b %Y").to_string());
    format!("Finished on {}", day.unwrap_or_default())
}
