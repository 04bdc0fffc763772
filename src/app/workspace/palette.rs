//! The palette over everything: opens it, and carries out what was chosen in it.

use std::time::Duration;

use eframe::egui::Ui;

use super::Workspace;
use crate::{
    domain::{id::PersonId, next_meeting::NextMeeting},
    ui::{
        action::{Action, Navigation, Submission},
        input_sequencer,
        palette::{Palette, PaletteOutcome, PaletteSources},
        route::{Route, Tab},
        screen_context::ScreenContext,
    },
    wording::quick_jot::saved_notice,
};

impl Workspace {
    pub(super) fn toggle_palette(&mut self, ui: &Ui, time: Duration) {
        if let Some(mut palette) = self.palette.take() {
            return self.with_context(time, |screen, _| palette.leave(screen));
        }
        self.palette = Some(self.with_context(time, |screen, _| Palette::open(screen)));
        input_sequencer::hold_until_focus_moves(ui);
    }

    pub(super) fn show_palette(&mut self, ui: &Ui, time: Duration) {
        let Some(mut palette) = self.palette.take() else { return };
        let current = self.current_person();
        let today = self.journal.today();
        let Self { journal, drafts, error, sidebar, palette_history, route, .. } = self;
        let actions = &mut Vec::new();
        let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open: true, today, time };
        let tab = if let Route::Person(_, tab) = route { Some(*tab) } else { None };
        let summary = sidebar.people().iter().find(|summary| Some(summary.person.id) == current);
        let is_meeting = summary.is_some_and(|summary| summary.schedule.next(today) == NextMeeting::InProgress);
        let sources = PaletteSources { people: sidebar.people(), current, tab, is_meeting };
        match palette.show(ui, screen, &sources, palette_history) {
            PaletteOutcome::Open => self.palette = Some(palette),
            // The focus returns in the next frame.
            PaletteOutcome::Closed => ui.ctx().request_repaint(),
            PaletteOutcome::Jotted(person, submission) => self.save_jot(ui, person, *submission, time),
            PaletteOutcome::Chosen(actions) => {
                self.dialog = None;
                self.apply_actions(ui, actions, time);
            }
        }
    }

    fn save_jot(&mut self, ui: &Ui, person: PersonId, submission: Submission, time: Duration) {
        self.apply_action(ui, submission.into(), time);
        let summary = self.sidebar.people().iter().find(|summary| summary.person.id == person);
        // On the person's own page, the entry itself shows it.
        if let Some(person) = summary.map(|summary| &summary.person).filter(|person| !self.shows_stream(person.id)) {
            let show = Action::Navigate(Navigation::OpenPage(Route::Person(person.id, Tab::Meet)));
            let notice = saved_notice(person.short_name());
            self.show_toast(notice, vec![("Show", show)], ui.input(|input| input.time));
        }
    }

    fn shows_stream(&self, person: PersonId) -> bool {
        self.route == Route::Person(person, Tab::Meet)
    }
}
