//! A card that suggests a question to ask a person, on themes not talked about for long.

use eframe::egui::{Align, Label, Layout, Sense, Ui, vec2};
use jiff::{Span, civil::Date};

use super::{
    action::DialogRequest,
    icons,
    screen_context::ScreenContext,
    text,
    tokens::Tokens,
    widget::{card::card, link::LinkButton, menu, menu::MenuItem},
};
use crate::{
    domain::{
        id::PersonId,
        person::Person,
        question::{self, Question},
    },
    journal::change::{Change, leader::LeaderChange},
    store::{Db, StoreError},
    wording::theme::theme_label,
};

/// How many days back the last talk about a theme is searched.
const LOOK_BACK_DAYS: i64 = 400;

/// The card of suggested questions.
#[derive(Default)]
pub struct QuestionCard {
    read_at: Option<(u64, Date, PersonId)>,
    questions: Vec<Question>,
    current: usize,
}

impl QuestionCard {
    /// Shows the card for a person, in the available width.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        self.refresh(screen, person.id);
        card(ui, |ui| match self.questions.get(self.current).cloned() {
            Some(question) => self.show_question(ui, screen, person, &question),
            None => show_empty(ui, screen, person.id),
        });
    }

    fn refresh(&mut self, screen: &mut ScreenContext<'_>, person: PersonId) {
        let now = (screen.journal.generation(), screen.today, person);
        if self.read_at == Some(now) {
            return;
        }
        self.read_at = Some(now);
        let current_key = self.questions.get(self.current).map(|question| question.key.clone());
        self.questions = screen.read(|db| suggested_questions(db, person, now.1));
        // The current question stays as long as it is among the suggestions.
        self.current =
            current_key.and_then(|key| self.questions.iter().position(|question| question.key == key)).unwrap_or(0);
    }

    fn show_question(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person, question: &Question) {
        let t = Tokens::of(ui);
        let short_name = person.short_name();
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::fine("Suggested question").color(t.ink_faint));
        let text = format!("“{}”", question.text);
        let label = ui.add(Label::new(text::small(text).color(t.ink)).wrap().sense(Sense::hover()));
        label.on_hover_ui(|ui| {
            ui.label(text::small_strong(theme_label(question.theme)).color(t.ink));
            if !question.suitable_for.is_empty() {
                ui.label(text::small(&question.suitable_for).color(t.ink_soft));
            }
        });
        let line = vec2(ui.available_width(), 28.0);
        ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            show_menu(ui, screen, person.id, question);
            if ui.add(LinkButton::new("Shuffle", "Shuffle question")).clicked() {
                self.current = (self.current + 1) % self.questions.len().max(1);
            }
            ui.label(text::fine("·").color(t.ink_faint));
            if ui.add(LinkButton::new("Add to agenda", format!("Add to agenda for {short_name}"))).clicked() {
                screen.dispatch(mark_asked(person.id, question));
                // A used question is not suggested for a while; go to the next at once.
                self.current = (self.current + 1) % self.questions.len().max(1);
            }
        });
    }
}

/// The questions suggested for a person, in today's order.
///
/// # Errors
/// When the journal cannot be read.
pub fn suggested_questions(db: &Db, person: PersonId, today: Date) -> Result<Vec<Question>, StoreError> {
    let from = today.checked_sub(Span::new().days(LOOK_BACK_DAYS)).unwrap_or(Date::MIN);
    let questions = question::all_questions(&db.question_overrides()?);
    let shown = questions.into_iter().filter(|(_, hidden)| !hidden).map(|(question, _)| question);
    Ok(question::suggest_questions(
        shown,
        &db.themes_last_discussed(person, from)?,
        &db.asked_questions(person)?,
        person,
        today,
    ))
}

/// The change that records a question as asked, which puts it on the agenda.
pub fn mark_asked(person: PersonId, question: &Question) -> Change {
    Change::Leader(LeaderChange::AskQuestion { person, question: question.key.clone() })
}

fn show_menu(ui: &mut Ui, screen: &mut ScreenContext<'_>, person: PersonId, question: &Question) {
    menu::more_button(ui, "More for this question", |ui| {
        if menu::item(ui, MenuItem::new("Hide this question").icon(icons::HIDE)) {
            screen.dispatch(Change::Leader(LeaderChange::HideQuestion(question.key.clone())));
        }
        if menu::item(ui, MenuItem::new("Add question…").icon(icons::ADD)) {
            screen.dispatch(DialogRequest::QuestionLibrary { person: Some(person), adding: true });
        }
        if menu::item(ui, MenuItem::new("All questions…").icon(icons::CARDS)) {
            screen.dispatch(DialogRequest::QuestionLibrary { person: Some(person), adding: false });
        }
    });
}

fn show_empty(ui: &mut Ui, screen: &mut ScreenContext<'_>, person: PersonId) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    let explanation = "You’ve asked every question in the past 90 days, apart from hidden ones.";
    ui.add(Label::new(text::small(explanation).color(t.ink_soft)).wrap());
    if ui.add(LinkButton::new("All questions", "All questions")).clicked() {
        screen.dispatch(DialogRequest::QuestionLibrary { person: Some(person), adding: false });
    }
}
