//! First run: whom do you meet?

use eframe::egui::{Align, CentralPanel, Frame, Id, Layout, ScrollArea, Ui, vec2};

use super::{
    action::{Action, key_of},
    desk::Desk,
    icons, keys, text,
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
    names: Option<Names>,
    /// The problems are said from the first try on, not while the first name is being typed.
    tried: bool,
    wants_focus: bool,
    /// Why a paste was not taken.
    problem: Option<String>,
}

/// The names as they are typed, and as they were understood.
struct Names {
    text: String,
    lines: Vec<RosterLine>,
}

impl Names {
    fn read(text: String) -> Self {
        Self { lines: read_roster(&text), text }
    }
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
        self.show_names(ui, desk);
        self.show_problems(ui);
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| self.show_buttons(ui, desk));
        let have = "Do you have notes already? Import them, or drop the file or folder here.";
        ui.label(text::fine(have).color(t.ink_faint));
        ui.add_space(20.0);
        show_promise(ui, desk);
        ui.add_space(24.0);
    }

    fn show_names(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let first = self.names.is_none();
        let names = self
            .names
            .get_or_insert_with(|| Names::read(desk.draft(PLACE).map(|draft| draft.text).unwrap_or_default()));
        let id = Id::unique("first run names");
        if ui.memory(|memory| memory.has_focus(id))
            && let Some(problem) = keys::refuse_paste(ui, &names.text)
        {
            self.problem = Some(problem);
        }
        let field = Field::lines("Names, one a line", &mut names.text, 6).hide_label().on_page();
        let output = field.hint(HINT).id(id).error(self.problem.as_deref()).show(ui);
        if first || std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            desk.typed(PLACE, "", &names.text);
            names.lines = read_roster(&names.text);
            self.problem = None;
        }
    }

    fn lines(&self) -> &[RosterLine] {
        self.names.as_ref().map_or(&[], |names| &names.lines)
    }

    fn show_problems(&self, ui: &mut Ui) {
        let problems = self.lines().iter().filter_map(|line| Some((line.line, line.problem.as_ref()?)));
        for (line, problem) in problems.filter(|_| self.tried).take(4) {
            let said = format!("{} Line {line}: {problem}", icons::WARNING_CIRCLE);
            ui.label(text::fine(said).color(Tokens::of(ui).kind_ink(Tone::Flag)));
        }
    }

    fn show_buttons(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let named = !self.lines().is_empty();
        let key = key_of(ui, &Action::StartOrWrapUp);
        let clicked = ui.add_enabled(named, Button::primary("Begin").key(&key)).clicked();
        // The key that starts a one-on-one starts the journal here.
        let pressed = desk.take(&Action::StartOrWrapUp);
        if named && (clicked || pressed) {
            self.begin(desk);
        }
        if ui.add(Button::plain("Import notes…")).clicked() {
            desk.ask(Action::Import(None));
        }
        if ui.add(Button::plain("Look at a sample journal")).clicked() {
            desk.ask(Action::LookAtSample);
        }
    }

    fn begin(&mut self, desk: &mut Desk<'_>) {
        let lines = self.lines();
        if lines.iter().all(|line| line.problem.is_none()) {
            let people = lines.iter().map(profile).collect();
            desk.ask(Action::MakeDrafted(Change::AddPeople(people), PLACE.to_owned()));
        } else {
            self.tried = true;
            self.wants_focus = true;
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
