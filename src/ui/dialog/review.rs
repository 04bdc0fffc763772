//! What is asked about a review: whether it is finished, and what headings are called.

use eframe::egui::{Context, Id, Key, Label, Modifiers, Ui};

use crate::{
    domain::{
        id::Uid,
        person::Person,
        review::{Offered, Template, headings, period::Period, same_name},
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
    /// What a template is from now on.
    Edit {
        /// Which of your own; of one that Rapport brings along, one of your own takes the place.
        own: Option<Uid>,
        /// What it is called now.
        name: String,
        /// What it holds now.
        text: String,
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

    /// What a template is from now on.
    pub fn edit(template: &Offered) -> Self {
        Self::Edit { own: template.own, name: template.name.clone(), text: template.text.clone() }
    }
}

/// The dialog.
pub struct AskReview {
    about: About,
    name: String,
    text: String,
    tried: bool,
}

impl AskReview {
    /// Asks about it.
    pub fn open(about: About) -> Self {
        let (name, text) = match &about {
            About::Edit { name, text, .. } => (name.clone(), text.clone()),
            About::Finish { .. } | About::KeepHeadings { .. } => Default::default(),
        };
        Self { about, name, text, tried: false }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let (title, done) = match &self.about {
            About::Finish { .. } => ("Finish this review?", "Finish it"),
            About::KeepHeadings { .. } => ("Keep these headings", "Keep them"),
            About::Edit { .. } => ("Edit these headings", "Keep them"),
        };
        let output = Dialog::new(Id::unique("about a review"), title).width(460.0).show(
            ctx,
            |ui| {
                // A button that has the focus takes Enter for itself, and a field of several lines too.
                let enter = keys::take(ui, Modifiers::COMMAND, Key::Enter)
                    || (self.is_a_line() && keys::take(ui, Modifiers::NONE, Key::Enter));
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

    fn is_a_line(&self) -> bool {
        matches!(self.about, About::KeepHeadings { .. })
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
            About::Edit { .. } => {
                Field::line("What are they called?", &mut self.name).error(wrong.as_deref()).show(ui);
                let empty =
                    Template::clean_text(&self.text).err().filter(|_| self.tried).map(|error| error.to_string());
                Field::lines("The headings", &mut self.text, 8).error(empty.as_deref()).show(ui);
                let places = "A line that begins with ## is a heading. {name} becomes their name, {they} becomes she, he or \
                              they, and {s} the ending of a verb behind that.";
                ui.add(Label::new(text::fine(places).color(t.ink_faint)).wrap());
            }
        }
    }

    /// Asks for the change. `false` where something is missing.
    fn make(&mut self, desk: &mut Desk<'_>) -> bool {
        self.tried = true;
        if self.asks_a_name() && Template::clean_name(&self.name).is_err() {
            return false;
        }
        if matches!(self.about, About::Edit { .. }) && Template::clean_text(&self.text).is_err() {
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
            About::Edit { own, .. } => {
                let text = self.text.clone();
                let change = match *own {
                    Some(template) => Reviewing::ChangeTemplate { template, name, text },
                    None => Reviewing::KeepTemplate { name, text },
                };
                desk.ask(Action::Make(Change::Reviewing(change)));
            }
        }
        true
    }
}
