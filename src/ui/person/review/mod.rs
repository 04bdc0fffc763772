//! Review: a period, how fairly what was written covers it, the evidence in it, and beside that what you will say.

mod draft;
mod kept;
mod period;

use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, ScrollArea, Ui};

use self::draft::Draft;
pub use self::{
    draft::{LENS, Quotation},
    kept::{NAME, ReviewChoices},
};
use super::Facts;
use crate::{
    domain::{
        id::Uid,
        review::period::{Choice, Period},
    },
    journal::{change::Change, drafts::Drafts},
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
    draft: Option<Draft>,
    /// The review that is to be read, once there is a draft panel to read it in.
    wanted: Option<Uid>,
}

impl Review {
    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        if let Some(draft) = &mut self.draft {
            draft.forget();
        }
    }

    /// Opens a finished review to be read.
    pub(super) fn read_review(&mut self, review: Uid) {
        self.wanted = Some(review);
    }

    /// The page is left: what was written becomes the review.
    pub(super) fn leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.draft.as_mut().and_then(|draft| draft.leave(drafts))
    }

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
            CentralPanel::default().frame(frame).show(ui, |ui| self.show_draft(ui, desk, facts, true));
            return;
        }
        CentralPanel::default().frame(Frame::new().fill(t.page).inner_margin(margin)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("review").auto_shrink([false, false]).show(ui, |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                self.show_left(ui, desk, facts);
                ui.add_space(24.0);
                self.show_draft(ui, desk, facts, false);
            });
        });
    }

    /// The draft, with all the room there is, or as high as it is.
    fn show_draft(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, fills: bool) {
        let (_, period) = self.period(desk, facts);
        let draft = self.draft.get_or_insert_with(|| Draft::open(&facts.person, period, desk));
        if let Some(review) = self.wanted.take() {
            draft.open_finished(review);
        }
        draft.show(ui, desk, &facts.person, period, fills);
    }

    fn show_left(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let (choice, period) = self.period(desk, facts);
        if let Some(chosen) = period::show(ui, desk, (choice, period), None) {
            let reviewing = self.reviewing(desk).choosing(&facts.person, chosen);
            desk.ask(crate::ui::action::Action::KeepReviewChoices(Box::new(reviewing)));
        }
    }
}
