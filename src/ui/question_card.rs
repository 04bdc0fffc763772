//! A question to ask, beside the brief: one at a time, by what was not talked about with this person.

use eframe::egui::{Align, Label, Layout, Sense, Ui, vec2};
use jiff::{Span, civil::Date};

use super::{
    action::Action,
    desk::Desk,
    icons, text,
    tokens::Tokens,
    widget::{
        card::card,
        link::Link,
        menu::{self, Item},
    },
};
use crate::{
    domain::{
        id::PersonId,
        person::Person,
        question::{self, Question},
    },
    journal::{change::Change, leading::Leading},
    store::{Db, StoreError},
};

/// How far back is looked for what was talked about: what is older was not talked about for long.
const LOOK_BACK: i64 = 400;

/// The card.
#[derive(Default)]
pub struct QuestionCard {
    read_at: Option<(u64, Date, PersonId)>,
    offers: Vec<Question>,
    at: usize,
}

impl QuestionCard {
    /// Shows it for a person, as wide as there is room.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
        self.refresh(desk, person.id);
        card(ui, |ui| match self.offers.get(self.at).cloned() {
            Some(question) => self.show_question(ui, desk, person, &question),
            None => show_nothing(ui, desk, person.id),
        });
    }

    fn refresh(&mut self, desk: &mut Desk<'_>, person: PersonId) {
        let now = (desk.journal.generation(), desk.today, person);
        if self.read_at == Some(now) {
            return;
        }
        self.read_at = Some(now);
        let shown = self.offers.get(self.at).map(|question| question.name.clone());
        self.offers = desk.read(|db| offers(db, person, now.1));
        // The question that was looked at stays, as long as it can be offered.
        self.at = shown.and_then(|name| self.offers.iter().position(|question| question.name == name)).unwrap_or(0);
    }

    fn show_question(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person, question: &Question) {
        let t = Tokens::of(ui);
        let them = person.profile.short_name();
        ui.spacing_mut().item_spacing.y = 4.0;
        let said = format!("“{}”", question.text);
        let label = ui.add(Label::new(text::small(said).color(t.ink)).wrap().sense(Sense::hover()));
        label.on_hover_ui(|ui| {
            ui.label(text::small_strong(question.theme.word()).color(t.ink));
            if !question.suits.is_empty() {
                ui.label(text::small(&question.suits).color(t.ink_soft));
            }
        });
        let line = vec2(ui.available_width(), 28.0);
        ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            show_menu(ui, desk, person.id, question);
            if ui.add(Link::new("Another", "Another question")).clicked() {
                self.at = (self.at + 1) % self.offers.len().max(1);
            }
            ui.label(text::fine("·").color(t.ink_faint));
            if ui.add(Link::new("Use", format!("Use this question with {them}"))).clicked() {
                desk.ask(Action::Make(ask(person.id, question)));
                // What is used rests; the next one is offered at once.
                self.at = (self.at + 1) % self.offers.len().max(1);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                super::widget::elide::elide(ui, text::fine("from the deck").color(t.ink_faint));
            });
        });
    }
}

/// The questions for a person, in the order they are offered today.
///
/// # Errors
/// Where the journal cannot be read.
pub fn offers(db: &Db, person: PersonId, today: Date) -> Result<Vec<Question>, StoreError> {
    let from = today.checked_sub(Span::new().days(LOOK_BACK)).unwrap_or(Date::MIN);
    let all = question::all(&db.cards()?);
    let shown = all.into_iter().filter(|(_, hidden)| !hidden).map(|(question, _)| question);
    Ok(question::offers(shown, &db.talked(person, from)?, &db.asked(person)?, person, today))
}

/// Puts a question on the table.
pub fn ask(person: PersonId, question: &Question) -> Change {
    Change::Leading(Leading::Ask { person, question: question.name.clone() })
}

fn show_menu(ui: &mut Ui, desk: &mut Desk<'_>, person: PersonId, question: &Question) {
    menu::more_button(ui, "More for this question", |ui| {
        if menu::item(ui, Item::new("Do not offer it again").icon(icons::HIDE)) {
            desk.ask(Action::Make(Change::Leading(Leading::HideQuestion(question.name.clone()))));
        }
        if menu::item(ui, Item::new("Add your own…").icon(icons::ADD)) {
            desk.ask(Action::Deck { person: Some(person), adding: true });
        }
        if menu::item(ui, Item::new("All questions…").icon(icons::CARDS)) {
            desk.ask(Action::Deck { person: Some(person), adding: false });
        }
    });
}

fn show_nothing(ui: &mut Ui, desk: &mut Desk<'_>, person: PersonId) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    let rests = "Every question that is not hidden was asked in the last 90 days.";
    ui.add(Label::new(text::small(rests).color(t.ink_soft)).wrap());
    if ui.add(Link::new("All questions", "All questions")).clicked() {
        desk.ask(Action::Deck { person: Some(person), adding: false });
    }
}
