//! Timeline: all that was written about a person, newest first, with the months as landmarks.

mod list;
mod row;

use eframe::egui::Ui;

use self::list::Moments;
use super::Facts;
use crate::ui::{
    desk::Desk,
    entry::editor::EntryEditor,
    icons,
    widget::{empty::Empty, virtual_list::Place},
};

/// What the timeline keeps between frames.
pub(super) struct Timeline {
    moments: Moments,
}

impl Timeline {
    /// A timeline that opens at a place it was left at.
    pub(super) fn at(place: Option<Place>) -> Self {
        Self { moments: Moments::at(place) }
    }

    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.moments.forget();
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        self.moments.place()
    }

    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let (history, _) = self.moments.read(desk, facts.person.id);
        if history.is_empty() {
            ui.add_space(96.0);
            let line = format!("{}’s years will be here.", facts.person.profile.short_name());
            Empty::new(icons::BOOK, &line, "Every jot, newest first, on the day it was written.").show(ui);
            return;
        }
        self.moments.show(ui, desk, facts, editor);
    }
}
