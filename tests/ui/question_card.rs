//! The card that offers a question: used, passed over and hidden. It stands on its own here, as on any page.

use std::time::Duration;

use eframe::egui::{Key, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use rapport::{
    domain::{id::PersonId, person::Person, question::Question},
    journal::{Journal, change::Change, drafts::Drafts, leading::Leading},
    ui::{
        action::Action,
        desk::Desk,
        question_card::{QuestionCard, offers},
    },
};

use crate::support::TempJournal;

const DANA: PersonId = PersonId(1);

struct Page {
    journal: Journal,
    drafts: Drafts,
    card: QuestionCard,
    person: Person,
    asked_for: Vec<Action>,
}

impl Page {
    fn over(journal: &TempJournal) -> Harness<'static, Self> {
        let journal = journal.another();
        let drafts = Drafts::open(&journal).unwrap();
        let person = journal.db().person(DANA).unwrap().unwrap();
        let page = Self { journal, drafts, card: QuestionCard::default(), person, asked_for: Vec::new() };
        let show = |ui: &mut eframe::egui::Ui, page: &mut Self| {
            let Self { journal, drafts, card, person, asked_for } = page;
            let mut actions = Vec::new();
            let trouble = &mut None;
            let (today, time) = (journal.today(), Duration::ZERO);
            let mut desk = Desk { journal, drafts, actions: &mut actions, trouble, asking: false, today, time };
            card.show(ui, &mut desk, person);
            assert!(trouble.is_none());
            for action in actions {
                match action {
                    Action::Make(change) => {
                        journal.submit(change);
                        journal.flush().unwrap();
                    }
                    other => asked_for.push(other),
                }
            }
        };
        Harness::builder()
            .with_size(eframe::egui::vec2(260.0, 200.0))
            .with_context_setup(rapport::ui::install)
            .build_ui_state(show, page)
    }
}

fn order(journal: &TempJournal) -> Vec<Question> {
    offers(journal.db(), DANA, journal.today()).unwrap()
}

fn shows(page: &Harness<'_, Page>, question: &Question) -> bool {
    page.query_by_label_contains(&question.text).is_some()
}

#[test]
fn a_question_is_passed_over_used_and_hidden() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut page = Page::over(&journal);
    let order = order(&journal);
    assert!(shows(&page, &order[0]));
    page.get_by_role_and_label(Role::Button, "Another question").click();
    page.run();
    assert!(shows(&page, &order[1]) && !shows(&page, &order[0]));
    page.get_by_role_and_label(Role::Button, "Use this question with Dana").click();
    page.run();
    page.run();
    let topics = journal.db().open_entries(DANA).unwrap();
    assert_eq!(topics.iter().map(|topic| topic.text.as_str()).collect::<Vec<_>>(), [order[1].text.as_str()]);
    assert!(!shows(&page, &order[1]), "it is on the table");
    // The theme was asked about: another comes first now, and this one not for ninety days.
    let next = self::order(&journal);
    assert!(next.iter().all(|question| question.name != order[1].name));
    let shown = next.iter().find(|question| shows(&page, question)).unwrap().clone();
    page.get_by_role_and_label(Role::Button, "More for this question").click();
    page.run();
    page.get_by_role_and_label(Role::MenuItem, "Do not offer it again").click();
    page.run();
    page.run();
    assert!(!shows(&page, &shown));
    assert!(self::order(&journal).iter().all(|question| question.name != shown.name));
    page.get_by_role_and_label(Role::Button, "More for this question").click();
    page.run();
    page.get_by_role_and_label(Role::MenuItem, "Add your own…").click();
    page.run();
    assert_eq!(page.state().asked_for, [Action::Deck { person: Some(DANA), adding: true }]);
}

#[test]
fn it_can_be_used_from_the_keyboard_and_what_was_looked_at_stays() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut page = Page::over(&journal);
    let order = order(&journal);
    for _ in 0..6 {
        if page.get_by_role_and_label(Role::Button, "Another question").is_focused() {
            break;
        }
        page.key_press(Key::Tab);
        page.run();
    }
    page.key_press(Key::Enter);
    page.run();
    assert!(shows(&page, &order[1]));
    // Something is written elsewhere: the question under the eyes does not change.
    let jot = crate::support::jotted(1, None, "quiet today");
    page.state().journal.submit(jot);
    page.state().journal.flush().unwrap();
    page.run();
    assert!(shows(&page, &order[1]));
}

#[test]
fn where_nothing_is_left_to_offer_it_says_so() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for question in order(&journal) {
        journal.commit(Change::Leading(Leading::HideQuestion(question.name))).unwrap();
    }
    let mut page = Page::over(&journal);
    page.get_by_label_contains("was asked in the last 90 days");
    page.get_by_role_and_label(Role::Button, "All questions").click();
    page.run();
    assert_eq!(page.state().asked_for, [Action::Deck { person: Some(DANA), adding: false }]);
}
