//! What is asked about a review: whether it is finished, and what headings are called.

use eframe::egui::{Context, Id, Key, Label, Modifiers, Ui};

use crate::{
    domain::{
        id::Uid,
        person::Person,
        review::{Template, headings, period::Period, same_name},
    },
    journal::{
        change::Change,
        reviewing::{Reviewing, Written},
    },
    ui::{
        action::Action,
        desk::Desk,
        keys, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, section_label::section_label},
    },
};

/// What is asked about.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// Whether a review is finished.
    Finish {
        /// As it stands in its field.
        written: Written,
        /// Where it was written.
        place: String,
        /// How to speak of the person.
        them: String,
    },
    /// What headings are called that are kept.
    KeepHeadings {
        /// Markdown, with the places for the person.
        text: String,
        /// The names of those that are kept already.
        names: Vec<String>,
    },
    /// What a template is called from now on.
    Rename {
        /// Which.
        template: Uid,
        /// What it is called now.
        name: String,
    },
}

impl About {
    /// Whether a review is finished.
    pub fn finish(written: Written, place: String, person: &Person) -> Self {
        Self::Finish { written, place, them: person.profile.short_name().to_owned() }
    }

    /// What headings are called that are kept.
    pub fn keep_headings(text: String, names: Vec<String>) -> Self {
        Self::KeepHeadings { text, names }
    }

    /// What a template is called from now on.
    pub fn rename(template: Uid, name: &str) -> Self {
        Self::Rename { template, name: name.to_owned() }
    }
}

/// The dialog.
pub struct AskReview {
    about: About,
    name: String,
    tried: bool,
}

impl AskReview {
    /// Asks about it.
    pub fn open(about: About) -> Self {
        let name = if let About::Rename { name, .. } = &about { name.clone() } else { String::new() };
        Self { about, name, tried: false }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let (title, done) = match &self.about {
            About::Finish { .. } => ("Finish this review?", "Finish it"),
            About::KeepHeadings { .. } => ("Keep these headings", "Keep them"),
            About::Rename { .. } => ("Another name for these headings", "Rename them"),
        };
        let output = Dialog::new(Id::unique("about a review"), title).width(460.0).show(
            ctx,
            |ui| {
                // A button that has the focus takes Enter for itself.
                let enter = keys::take(ui, Modifiers::COMMAND, Key::Enter)
                    || (self.asks_a_name() && keys::take(ui, Modifiers::NONE, Key::Enter));
                self.show_body(ui);
                enter
            },
            |ui| {
                let done = ui.add(Button::primary(done)).clicked();
                (done, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (done, cancel) = output.buttons;
        if (done || output.body) && self.make(desk) {
            return true;
        }
        cancel || output.closed
    }

    fn asks_a_name(&self) -> bool {
        !matches!(self.about, About::Finish { .. })
    }

    fn show_body(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let say = |ui: &mut Ui, said: String| drop(ui.add(Label::new(text::body(said).color(t.ink_soft)).wrap()));
        let wrong = Template::clean_name(&self.name).err().filter(|_| self.tried).map(|error| error.to_string());
        match &self.about {
            About::Finish { written, them, .. } => {
                let period = Period::new(written.from, written.to).map(Period::say).unwrap_or_default();
                say(ui, format!("It is about {them}, {period}."));
                say(
                    ui,
                    "It gets today’s date, stays here to be read, and stands on the timeline. You can write on later."
                        .to_owned(),
                );
            }
            About::KeepHeadings { text, names } => {
                let field = Field::line("What are they called?", &mut self.name).hint("My half-year");
                field.error(wrong.as_deref()).show(ui);
                if names.iter().any(|name| same_name(name, self.name.trim())) {
                    say(ui, "These take the place of your headings of that name.".to_owned());
                }
                section_label(ui, "The headings");
                let lines =
                    headings(text).join("\n").replace("{name}", "the name").replace("{they}", "she, he or they");
                ui.add(Label::new(text::small(lines.replace("{s}", "s")).color(t.ink)).wrap());
            }
            About::Rename { .. } => {
                Field::line("What are they called?", &mut self.name).error(wrong.as_deref()).show(ui);
            }
        }
    }

    /// Asks for the change. `false` where something is missing.
    fn make(&mut self, desk: &mut Desk<'_>) -> bool {
        self.tried = true;
        if self.asks_a_name() && Template::clean_name(&self.name).is_err() {
            return false;
        }
        let name = self.name.clone();
        match &self.about {
            About::Finish { written, place, .. } => {
                let change = Change::Reviewing(Reviewing::Finish(written.clone()));
                desk.ask(Action::MakeDrafted(change, place.clone()));
            }
            About::KeepHeadings { text, .. } => {
                let change = Reviewing::KeepTemplate { name, text: text.clone() };
                desk.ask(Action::Make(Change::Reviewing(change)));
            }
            About::Rename { template, .. } => {
                let change = Reviewing::RenameTemplate { template: *template, name };
                desk.ask(Action::Make(Change::Reviewing(change)));
            }
        }
        true
    }
}
