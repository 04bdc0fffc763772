//! All questions: the deck and your own, to look through, to add to, and to hide what you would never ask.

use eframe::egui::{Align, Context, Id, Key, Label, Layout, Modifiers, Ui};

use crate::{
    domain::{
        id::PersonId,
        person::Person,
        question::{Card, Own, Question, Theme, all},
    },
    journal::{change::Change, leading::Leading},
    ui::{
        action::Action,
        desk::Desk,
        icons, keys, question_card, text,
        tokens::Tokens,
        widget::{
            button::Button,
            card::{card, divider},
            dialog::Dialog,
            field::Field,
            link::Link,
            menu::{self, Item},
            section_label::section_label,
        },
    },
};

/// The dialog.
#[derive(Default)]
pub struct Deck {
    /// With whom a question can be used right here.
    person: Option<(PersonId, String)>,
    cards: Vec<Card>,
    all: Vec<(Question, bool)>,
    read_at: Option<u64>,
    find: String,
    theme: Option<Theme>,
    writing: Option<Writing>,
}

/// A question of your own that is being written.
struct Writing {
    card: Option<Card>,
    place: String,
    own: Own,
}

impl Writing {
    fn open(card: Option<&Card>, theme: Theme, desk: &mut Desk<'_>) -> Self {
        let place = card.map_or_else(|| "question/new".to_owned(), |card| format!("question/{}", card.uid));
        let mut own =
            card.and_then(|card| card.own.clone()).unwrap_or(Own { theme, text: String::new(), suits: String::new() });
        if let Some(draft) = desk.draft(&place) {
            // As it was typed: the question, then whom it suits.
            let (text, suits) = draft.text.split_once('\n').unwrap_or((&draft.text, ""));
            own =
                Own { theme: draft.mark.parse().unwrap_or(own.theme), text: text.to_owned(), suits: suits.to_owned() };
        }
        Self { card: card.cloned(), place, own }
    }

    /// Shows the fields; `true` where it is done with.
    fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) -> bool {
        let mut done = false;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            let text = Field::line("Your question", &mut self.own.text).hint("What would you like to ask?").show(ui);
            let suits =
                Field::line("Who could use it when", &mut self.own.suits).hint("With someone who…, when…").show(ui);
            let themes: Vec<(Theme, &str)> = Theme::ALL.iter().map(|theme| (*theme, theme.word())).collect();
            let (mut keep, mut cancel) = (keys::take(ui, Modifiers::COMMAND, Key::Enter), false);
            let picked = ui
                .horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    let picked = menu::select(ui, "Its theme", &mut self.own.theme, &themes).changed();
                    let some = !self.own.text.trim().is_empty();
                    keep = (keep || ui.add_enabled(some, Button::plain("Keep the question")).clicked()) && some;
                    cancel = ui.add(Button::quiet("Cancel")).clicked();
                    picked
                })
                .inner;
            if text.response.changed() || suits.response.changed() || picked {
                let Own { theme, text, suits } = &self.own;
                let typed = if suits.is_empty() { text.clone() } else { format!("{text}\n{suits}") };
                desk.typed(&self.place, theme.as_str(), &typed);
            }
            if keep {
                let card = self.card.as_ref().map(|card| card.uid);
                let change = Change::Leading(Leading::KeepQuestion { card, own: self.own.clone() });
                desk.ask(Action::MakeDrafted(change, self.place.clone()));
            } else if cancel {
                desk.typed(&self.place, "", "");
            }
            done = keep || cancel;
        });
        done
    }
}

impl Deck {
    /// Opens it; with a person, a question can be used with them. `adding` begins with a question of your own.
    pub fn open(person: Option<&Person>, adding: bool, desk: &mut Desk<'_>) -> Self {
        let writing = adding.then(|| Writing::open(None, Theme::Wellbeing, desk));
        let person = person.map(|person| (person.id, person.profile.short_name().to_owned()));
        Self { person, writing, ..Self::default() }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let generation = desk.journal.generation();
        if self.read_at != Some(generation) {
            self.read_at = Some(generation);
            self.cards = desk.read(crate::store::Db::cards);
            self.all = all(&self.cards);
        }
        let note = "What you hide is not offered any more.";
        let mut add = false;
        let output = Dialog::new(Id::unique("deck"), "Questions to ask").width(680.0).note(note).show(
            ctx,
            |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                if let Some(mut writing) = self.writing.take()
                    && !writing.show(ui, desk)
                {
                    self.writing = Some(writing);
                }
                self.show_choice(ui);
                self.show_all(ui, desk);
            },
            |ui| {
                let close = ui.add(Button::primary("Close")).clicked();
                add = ui.add(Button::plain("Add your own").icon(icons::ADD)).clicked();
                close
            },
        );
        if add && self.writing.is_none() {
            self.writing = Some(Writing::open(None, self.theme.unwrap_or(Theme::Wellbeing), desk));
        }
        output.closed || output.buttons
    }

    fn show_choice(&mut self, ui: &mut Ui) {
        let mut themes = vec![(None, "All themes")];
        themes.extend(Theme::ALL.iter().map(|theme| (Some(*theme), theme.word())));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let room = (ui.available_width() - 210.0).max(120.0);
            Field::line("Find a question", &mut self.find).hide_label().hint("Find a question").width(room).show(ui);
            menu::select(ui, "Theme", &mut self.theme, &themes);
        });
    }

    fn show_all(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let find = self.find.trim().to_lowercase();
        let found = |question: &Question| {
            self.theme.is_none_or(|theme| theme == question.theme)
                && [question.text.as_str(), &question.suits, question.theme.word()]
                    .iter()
                    .any(|said| said.to_lowercase().contains(&find))
        };
        let mut theme = None;
        let mut edit = None;
        for (question, hidden) in self.all.iter().filter(|(question, _)| found(question)) {
            if theme == Some(question.theme) {
                divider(ui);
            } else {
                theme = Some(question.theme);
                ui.add_space(8.0);
                section_label(ui, question.theme.word());
            }
            if ui.push_id(&question.name, |ui| self.show_one(ui, desk, question, *hidden)).inner {
                edit = self.cards.iter().find(|card| card.question == question.name);
            }
        }
        if theme.is_none() {
            ui.add_space(8.0);
            ui.label(text::small("No question with these words.").color(Tokens::of(ui).ink_soft));
        }
        if let Some(card) = edit {
            self.writing = Some(Writing::open(Some(card), Theme::Wellbeing, desk));
        }
    }

    /// One question; `true` where it is to be written anew.
    fn show_one(&self, ui: &mut Ui, desk: &mut Desk<'_>, question: &Question, hidden: bool) -> bool {
        let t = Tokens::of(ui);
        let is_own = self.cards.iter().any(|card| card.question == question.name && card.own.is_some());
        let mut edit = false;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let room = ui.available_width() - if self.person.is_some() { 90.0 } else { 44.0 };
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 0.0;
                let ink = if hidden { t.ink_faint } else { t.ink };
                ui.add(Label::new(text::body(&question.text).color(ink)).wrap());
                let about = match (hidden, is_own) {
                    (true, _) => "Hidden".to_owned(),
                    (false, true) if question.suits.is_empty() => "Your own".to_owned(),
                    (false, true) => format!("Your own · {}", question.suits),
                    (false, false) => question.suits.clone(),
                };
                ui.add(Label::new(text::fine(about).color(t.ink_faint)).wrap());
            });
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                edit = show_menu(ui, desk, question, hidden, is_own);
                if let Some((person, them)) = &self.person {
                    let name = format!("Use with {them}: {}", question.text);
                    if ui.add(Link::new("Use", name)).clicked() {
                        desk.ask(Action::Make(question_card::ask(*person, question)));
                    }
                }
            });
        });
        edit
    }
}

fn show_menu(ui: &mut Ui, desk: &mut Desk<'_>, question: &Question, hidden: bool, is_own: bool) -> bool {
    let mut edit = false;
    menu::more_button(ui, &format!("More for {}", question.text), |ui| {
        let name = question.name.clone();
        if hidden {
            if menu::item(ui, Item::new("Offer it again").icon(icons::RESTORE)) {
                desk.ask(Action::Make(Change::Leading(Leading::ShowQuestion(name))));
            }
        } else if menu::item(ui, Item::new("Do not offer it").icon(icons::HIDE)) {
            desk.ask(Action::Make(Change::Leading(Leading::HideQuestion(name))));
        }
        edit = is_own && menu::item(ui, Item::new("Edit").icon(icons::EDIT));
        if menu::item(ui, Item::new("Copy").icon(icons::COPY)) {
            desk.ask(Action::Copy(question.text.clone()));
        }
    });
    edit
}
