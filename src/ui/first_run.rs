//! First run: whom do you meet?

use eframe::egui::{Align, CentralPanel, Frame, Id, Layout, ScrollArea, Ui, vec2};

use super::{
    action::Action,
    desk::Desk,
    icons, text,
    tokens::{Tokens, Tone},
    widget::{button::Button, card::card, field::Field},
};
use crate::{
    domain::{
        person::Profile,
        roster::{RosterLine, read_roster},
    },
    journal::change::Change,
};

/// Where the names are kept while they are being written.
const PLACE: &str = "first-run";
const WIDTH: f32 = 520.0;
const HINT: &str = "Dana Whitfield, every week\nMarcus Oyelaran, every week\nPriya Raman, every 2 weeks";

/// The page of the first run.
#[derive(Default)]
pub struct FirstRun {
    names: Option<String>,
    /// The problems are said from the first try on, not while the first name is being typed.
    tried: bool,
}

impl FirstRun {
    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let t = Tokens::of(ui);
        CentralPanel::default().frame(Frame::new().fill(t.page)).show(ui, |ui| {
            let room = ui.available_size();
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                ui.add_space((room.y * 0.26).max(24.0));
                let width = WIDTH.min(room.x - 56.0);
                ui.horizontal(|ui| {
                    ui.add_space(((room.x - width) / 2.0).floor());
                    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                        self.show_page(ui, desk);
                    });
                });
            });
        });
    }

    fn show_page(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let t = Tokens::of(ui);
        ui.label(text::heading("Who do you meet with?").color(t.ink));
        ui.add_space(2.0);
        let how = "One name a line. Add a rhythm if you like: “every week”, “every 2 weeks”. You can change everything later.";
        ui.label(text::body(how).color(t.ink_soft));
        ui.add_space(12.0);
        let lines = self.show_names(ui, desk);
        self.show_problems(ui, &lines);
        ui.add_space(10.0);
        ui.horizontal(|ui| self.show_buttons(ui, desk, &lines));
        ui.add_space(20.0);
        show_promise(ui, desk);
        ui.add_space(24.0);
    }

    fn show_names(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) -> Vec<RosterLine> {
        let first = self.names.is_none();
        let names = self.names.get_or_insert_with(|| desk.draft(PLACE).map(|draft| draft.text).unwrap_or_default());
        let id = Id::unique("first run names");
        let output = Field::lines("Names, one a line", names, 6).hide_label().on_page().hint(HINT).id(id).show(ui);
        if first {
            output.response.request_focus();
        }
        if output.response.changed() {
            desk.typed(PLACE, "", names);
        }
        read_roster(names)
    }

    fn show_problems(&self, ui: &mut Ui, lines: &[RosterLine]) {
        let problems = lines.iter().filter_map(|line| Some((line.line, line.problem.as_ref()?)));
        for (line, problem) in problems.filter(|_| self.tried).take(4) {
            let said = format!("{} Line {line}: {problem}", icons::WARNING_CIRCLE);
            ui.label(text::fine(said).color(Tokens::of(ui).kind_ink(Tone::Flag)));
        }
    }

    fn show_buttons(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, lines: &[RosterLine]) {
        if ui.add_enabled(!lines.is_empty(), Button::primary("Begin")).clicked() {
            self.tried = true;
            if lines.iter().all(|line| line.problem.is_none()) {
                let people = lines.iter().map(profile).collect();
                desk.ask(Action::MakeDrafted(Change::AddPeople(people), PLACE.to_owned()));
            }
        }
        if ui.add(Button::plain("Look at a sample journal")).clicked() {
            desk.ask(Action::LookAtSample);
        }
    }
}

fn profile(line: &RosterLine) -> Profile {
    let named = Profile::named(&line.name);
    Profile { cadence: line.cadence.or(named.cadence), ..named }
}

/// What stays private, said plainly.
fn show_promise(ui: &mut Ui, desk: &Desk<'_>) {
    let t = Tokens::of(ui);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        let promise =
            format!("{} Everything stays in one file on this computer. Nothing is ever sent anywhere.", icons::SHIELD);
        ui.label(text::small(promise).color(t.ink_soft));
        ui.label(text::fine(desk.journal.path().display().to_string()).color(t.ink_faint));
    });
}
