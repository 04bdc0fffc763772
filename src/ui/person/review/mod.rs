//! Review: a period, how fairly what was written covers it, the evidence in it, and beside that what you will say.

mod kept;
mod period;

use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, ScrollArea, Ui};

pub use self::kept::{NAME, ReviewChoices};
use super::Facts;
use crate::{
    domain::review::period::{Choice, Period},
    ui::{
        desk::Desk,
        entry::editor::EntryEditor,
        keys,
        tokens::{Tokens, size},
    },
};

/// How wide the evidence is where there is room for all of it, and where there is not.
const LEFT: f32 = 430.0;
const LEFT_NARROW: f32 = 320.0;
/// Between the evidence and the draft.
const BETWEEN: i8 = 24;

/// What Review keeps between frames.
#[derive(Default)]
pub(super) struct Review {
    reviewing: Option<ReviewChoices>,
}

impl Review {
    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {}

    /// From now on reviews are looked at like this.
    pub(super) fn look_at(&mut self, reviewing: ReviewChoices) {
        self.reviewing = Some(reviewing);
    }

    /// How reviews are looked at.
    fn reviewing(&mut self, desk: &mut Desk<'_>) -> &ReviewChoices {
        self.reviewing.get_or_insert_with(|| desk.read(|db| db.setting(NAME)).unwrap_or_default())
    }

    /// How the period is chosen, and the days that means today.
    fn period(&mut self, desk: &mut Desk<'_>, facts: &Facts) -> (Choice, Period) {
        let today = desk.today;
        let choice = self.reviewing(desk).choice(&facts.person);
        (choice, choice.period(today, None))
    }

    /// How reviews are looked at, and the period of this person.
    pub(super) fn looks_at(&mut self, desk: &mut Desk<'_>, facts: &Facts) -> (ReviewChoices, Period) {
        let (_, period) = self.period(desk, facts);
        (self.reviewing(desk).clone(), period)
    }

    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, _editor: &mut Option<EntryEditor>) {
        let t = Tokens::of(ui);
        let margin = Margin { left: 28, right: 28, top: 20, bottom: 20 };
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        if wide {
            let room = ui.available_width();
            let left = (room * 0.41).clamp(LEFT_NARROW, LEFT) + f32::from(margin.left);
            let frame = Frame::new().fill(t.page).inner_margin(Margin { right: 0, ..margin });
            let panel = Panel::left(Id::unique("evidence")).exact_size(left).resizable(false).frame(frame);
            panel.show_separator_line(false).show(ui, |ui| self.show_left(ui, desk, facts));
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: BETWEEN, ..margin });
            CentralPanel::default().frame(frame).show(ui, |_ui| {});
            return;
        }
        CentralPanel::default().frame(Frame::new().fill(t.page).inner_margin(margin)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("review").auto_shrink([false, false]).show(ui, |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                self.show_left(ui, desk, facts);
            });
        });
    }

    fn show_left(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let (choice, period) = self.period(desk, facts);
        if let Some(chosen) = period::show(ui, desk, (choice, period), None) {
            let reviewing = self.reviewing(desk).choosing(&facts.person, chosen);
            desk.ask(crate::ui::action::Action::KeepReviewChoices(Box::new(reviewing)));
        }
    }
}
