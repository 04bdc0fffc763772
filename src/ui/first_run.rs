//! The first-run page, where you enter the people you meet.

use eframe::egui::{Align, CentralPanel, Frame, Id, Label, Layout, ScrollArea, Ui, vec2};

use super::{
    action::{Action, DialogRequest, PassphrasePurpose, SampleCommand, Submission},
    icons, keys,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::{Tokens, Tone},
    widget::{button::Button, card::card, field::TextField, heading::page_title, scroll},
};
use crate::{
    domain::{
        person::Profile,
        roster::{RosterLine, parse_roster},
    },
    journal::change::Change,
    wording::roster::describe_roster_line,
};

/// The draft key of the names.
const FIELD_KEY: &str = "first-run";
const WIDTH: f32 = 520.0;
/// So many lines are shown as they were understood.
const MAX_UNDERSTOOD: usize = 40;
const HINT: &str = "Dana Whitfield, every week\nMarcus Oyelaran, every week\nPriya Raman, every 2 weeks";

/// The page of the first run.
#[derive(Default)]
pub struct FirstRunPage {
    names: Option<RosterText>,
    /// Lines that cannot be used are errors only after the first attempt to submit.
    show_errors: bool,
    wants_focus: bool,
    /// Why a paste was rejected.
    paste_error: Option<String>,
}

/// The names as typed and as parsed.
struct RosterText {
    text: String,
    lines: Vec<RosterLine>,
}

impl RosterText {
    fn parse(text: String) -> Self {
        Self { lines: parse_roster(&text), text }
    }
}

impl FirstRunPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        CentralPanel::default().frame(Frame::new().fill(t.page)).show(ui, |ui| {
            let size = ui.available_size();
            scroll::show(ui, ScrollArea::vertical().auto_shrink([false, false]), |ui| {
                ui.add_space((size.y * 0.26).max(24.0));
                let width = WIDTH.min(size.x - 56.0);
                ui.horizontal(|ui| {
                    ui.add_space(((size.x - width) / 2.0).floor());
                    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                        self.show_page(ui, screen);
                    });
                });
            });
        });
    }

    fn show_page(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        page_title(ui, Label::new(text::heading("Who do you meet with?").color(t.ink)));
        ui.add_space(2.0);
        let explanation = "One name per line. Add how often you meet, like “every week” or “every 2 weeks”. You can change \
          everything later.";
        ui.label(text::body(explanation).color(t.ink_soft));
        ui.add_space(12.0);
        self.show_names(ui, screen);
        self.show_understood(ui);
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| self.show_buttons(ui, screen));
        let import_hint = "Already have notes? Import them, or drop a file or folder here.";
        ui.label(text::fine(import_hint).color(t.ink_faint));
        ui.add_space(20.0);
        show_privacy_note(ui, screen);
        ui.add_space(24.0);
    }

    fn show_names(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let is_first_frame = self.names.is_none();
        let names = self.names.get_or_insert_with(|| {
            RosterText::parse(screen.draft(FIELD_KEY).map(|draft| draft.text).unwrap_or_default())
        });
        let id = Id::unique("first run names");
        if ui.memory(|memory| memory.has_focus(id))
            && let Some(error) = keys::reject_oversized_paste(ui, &names.text)
        {
            self.paste_error = Some(error);
        }
        let field = TextField::multiline("Names, one per line", &mut names.text, 6).hide_label().on_page();
        let output = field.hint(HINT).id(id).error(self.paste_error.as_deref()).show(ui);
        if is_first_frame || std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            screen.set_draft(FIELD_KEY, "", &names.text);
            names.lines = parse_roster(&names.text);
            self.paste_error = None;
        }
    }

    fn lines(&self) -> &[RosterLine] {
        self.names.as_ref().map_or(&[], |names| &names.lines)
    }

    /// What was understood of each line. A line that cannot be used is a question while typing, and
    /// an error once it was submitted.
    fn show_understood(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 3.0;
        for line in self.lines().iter().take(MAX_UNDERSTOOD) {
            let (text, color) = match &line.error {
                Some(error) if self.show_errors => {
                    let text = format!("{} Line {}: {error}", icons::WARNING_CIRCLE, line.line_number);
                    (text, t.kind_ink(Tone::Flag))
                }
                Some(_) => (format!("{} {}", icons::INFO, describe_roster_line(line)), t.ink_soft),
                None => (format!("{} {}", icons::CHECK, describe_roster_line(line)), t.ink_soft),
            };
            ui.add(Label::new(text::fine(text).color(color)).wrap());
        }
        if let Some(more) = self.lines().len().checked_sub(MAX_UNDERSTOOD).filter(|more| *more > 0) {
            ui.label(text::fine(format!("and {more} more")).color(t.ink_faint));
        }
    }

    fn show_buttons(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let has_names = !self.lines().is_empty();
        let key = Shortcut::StartOrWrapUp.label(ui);
        let clicked = ui.add_enabled(has_names, Button::primary("Get started").shortcut(&key)).clicked();
        // The shortcut that starts a one-on-one submits the names here.
        let pressed = screen.consume(&Action::StartOrWrapUp);
        if has_names && (clicked || pressed) {
            self.submit(screen);
        }
        if ui.add(Button::plain("Import notes…")).clicked() {
            screen.dispatch(DialogRequest::Import(None));
        }
        if ui.add(Button::plain("Explore a sample journal")).clicked() {
            screen.dispatch(SampleCommand::Open);
        }
    }

    fn submit(&mut self, screen: &mut ScreenContext<'_>) {
        let lines = self.lines();
        if lines.iter().all(|line| line.error.is_none()) {
            let people = lines.iter().map(profile_from_line).collect();
            screen.dispatch(Submission::with_draft(Change::AddPeople(people), FIELD_KEY.to_owned()));
        } else {
            self.show_errors = true;
            self.wants_focus = true;
        }
    }
}

fn profile_from_line(line: &RosterLine) -> Profile {
    let profile = Profile::with_name(&line.name);
    Profile { cadence: line.cadence.or(profile.cadence), ..profile }
}

/// The note on privacy, with the path of the journal.
fn show_privacy_note(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let t = Tokens::of(ui);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        let promise =
            format!("{} Everything stays in one file on this computer. Nothing is ever sent anywhere.", icons::SHIELD);
        ui.label(text::small(promise).color(t.ink_soft));
        ui.label(text::fine(screen.journal.path().display().to_string()).color(t.ink_faint));
        if !screen.journal.is_encrypted() {
            ui.add_space(4.0);
            if ui.add(Button::flush("Protect it with a passphrase…").small()).clicked() {
                screen.dispatch(DialogRequest::Passphrase(PassphrasePurpose::Set));
            }
        }
    });
}
