//! The field on Today that takes a name first: "dana ! quiet today".

use eframe::egui::{Id, Ui};

use crate::{
    domain::{
        name::{NameMatchError, split_leading_name},
        parse::entry_line::{EntryLine, parse_entry_line},
        person::Person,
    },
    journal::{change::Change, today_view::TodayView},
    ui::{
        action::{Navigation, Submission},
        icons, keys,
        route::{Route, Tab},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone},
        widget::{field::TextField, link::LinkButton},
    },
    wording::quick_jot::{describe_line, saved_notice},
};

/// The draft key of the field.
const FIELD_KEY: &str = "quick";

/// The accessible name of the field.
const LABEL: &str = "Jot about anyone";

/// State of the field that outlives a frame.
#[derive(Default)]
pub(super) struct QuickJot {
    text: String,
    is_loaded: bool,
    wants_focus: bool,
    error: Option<String>,
    /// The person of the last line, until the next one is begun.
    saved: Option<Person>,
}

impl QuickJot {
    /// Focuses the field.
    pub(super) fn focus(&mut self) {
        self.wants_focus = true;
    }

    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        if !std::mem::replace(&mut self.is_loaded, true) {
            self.text = screen.draft(FIELD_KEY).map(|draft| draft.text).unwrap_or_default();
        }
        let id = Id::unique("quick jot");
        if ui.memory(|memory| memory.has_focus(id))
            && let Some(error) = keys::reject_oversized_paste(ui, &self.text)
        {
            self.error = Some(error);
        }
        let key = Shortcut::QuickJot.label(ui);
        let hint = format!("Jot about anyone, name first: dana ! quiet today ({key})");
        let field = TextField::singleline(LABEL, &mut self.text).hide_label().hint(&hint).on_page().id(id);
        let output = field.error(self.error.as_deref()).show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            (self.error, self.saved) = (None, None);
            screen.set_draft(FIELD_KEY, "", &self.text);
        }
        if output.response.lost_focus() && Shortcut::SubmitField.is_pressed(ui) {
            self.wants_focus = true;
            self.submit(screen, view);
        }
        self.show_result(ui, screen, view);
    }

    /// What is understood of the line, or where the last one went.
    fn show_result(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        let t = Tokens::of(ui);
        if let Some(person) = &self.saved {
            let short_name = person.short_name();
            ui.horizontal(|ui| {
                ui.label(text::fine(format!("{} {}", icons::CHECK, saved_notice(short_name))).color(t.ink_soft));
                if ui.add(LinkButton::new("Show", format!("Show {short_name}"))).clicked() {
                    screen.dispatch(Navigation::OpenPage(Route::Person(person.id, Tab::Meet)));
                }
            });
        } else if let Ok(Some((person, line))) = self.parse(screen, view) {
            let text = describe_line(&line, &person.profile.name, screen.today);
            ui.label(text::fine(text).color(t.kind_ink(Tone::Action)));
        }
    }

    /// The person and the line; `None` while there is only a name or nothing.
    fn parse<'a>(
        &self,
        screen: &ScreenContext<'_>,
        view: &'a TodayView,
    ) -> Result<Option<(&'a Person, EntryLine)>, NameMatchError> {
        if self.text.trim().is_empty() {
            return Ok(None);
        }
        let (person, rest) = split_leading_name(&self.text, &view.people, Person::names)?;
        Ok(parse_entry_line(rest, screen.today).ok().map(|line| (person, line)))
    }

    fn submit(&mut self, screen: &mut ScreenContext<'_>, view: &TodayView) {
        match self.parse(screen, view) {
            Ok(Some((person, line))) => {
                let (id, person) = (person.id, person.clone());
                let one_on_one = screen.read(|db| db.running_one_on_one(id)).map(|running| running.id);
                let change = Change::AddEntry { person: id, one_on_one, line };
                screen.dispatch(Submission::with_draft(change, FIELD_KEY.to_owned()));
                self.saved = Some(person);
                self.text.clear();
            }
            Ok(None) if self.text.trim().is_empty() => {}
            Ok(None) => self.error = Some("Write something after the name.".to_owned()),
            Err(error) => self.error = Some(error.to_string()),
        }
    }
}
