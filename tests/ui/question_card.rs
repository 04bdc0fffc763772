//! The question card: a question used, skipped and hidden. The card is tested on its own.

use std::time::Duration;

use eframe::egui::{Key, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use rapport::{
    domain::{id::PersonId, person::Person, question::Question},
    journal::{
        Journal,
        change::{Change, leader::LeaderChange},
        drafts::Drafts,
    },
    ui::{
        action::{Action, DialogRequest, Submission},
        question_card::{QuestionCard, suggested_questions},
        screen_context::ScreenContext,
    },
};

use crate::support::TempJournal;

const DANA: PersonId = PersonId(1);

struct Page {
    journal: Journal,
    drafts: Drafts,
    card: QuestionCard,
    person: Person,
    other_actions: Vec<Action>,
}

impl Page {
    fn open(journal: &TempJournal) -> Harness<'static, Self> {
        let journal = journal.open_another();
        let drafts = Drafts::open(&journal).unwrap();
        let person = journal.db().person(DANA).unwrap().unwrap();
        let page = Self { journal, drafts, card: QuestionCard::default(), person, other_actions: Vec::new() };
        let show = |ui: &mut eframe::egui::Ui, page: &mut Self| {
            let Self { journal, drafts, card, person, other_actions } = page;
            let mut actions = Vec::new();
            let error = &mut None;
            let (today, time) = (journal.today(), Duration::ZERO);
            let mut screen =
                ScreenContext { journal, drafts, actions: &mut actions, error, is_dialog_open: false, today, time };
            card.show(ui, &mut screen, person);
            assert!(error.is_none());
            for action in actions {
                match action {
                    Action::Submit(Submission { change, .. }) => {
                        journal.submit(change);
                        journal.flush().unwrap();
                    }
                    other => other_actions.push(other),
                }
            }
        };
        Harness::builder()
            .with_size(eframe::egui::vec2(260.0, 200.0))
            .with_context_setup(rapport::ui::install)
            .build_ui_state(show, page)
    }
}

fn offered_questions(journal: &TempJournal) -> Vec<Question> {
    suggested_questions(journal.db(), DANA, journal.today()).unwrap()
}

fn is_shown(page: &Harness<'_, Page>, question: &Question) -> bool {
    page.query_by_label_contains(&question.text).is_some()
}

#[test]
fn question_is_skipped_asked_and_hidden() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut page = Page::open(&journal);
    let questions = offered_questions(&journal);
    assert!(is_shown(&page, &questions[0]));
    page.get_by_role_and_label(Role::Button, "Shuffle question").click();
    page.run();
    assert!(is_shown(&page, &questions[1]) && !is_shown(&page, &questions[0]));
    page.get_by_role_and_label(Role::Button, "Add to agenda for Dana").click();
    page.run();
    page.run();
    let topics = journal.db().open_entries(DANA).unwrap();
    assert_eq!(topics.iter().map(|topic| topic.text.as_str()).collect::<Vec<_>>(), [questions[1].text.as_str()]);
    assert!(!is_shown(&page, &questions[1]), "it is on the table");
    // A theme that was asked about is not offered first, and its question not for 90 days.
    let next = self::offered_questions(&journal);
    assert!(next.iter().all(|question| question.key != questions[1].key));
    let shown = next.iter().find(|question| is_shown(&page, question)).unwrap().clone();
    page.get_by_role_and_label(Role::Button, "More for this question").click();
    page.run();
    page.get_by_role_and_label(Role::MenuItem, "Hide this question").click();
    page.run();
    page.run();
    assert!(!is_shown(&page, &shown));
    assert!(self::offered_questions(&journal).iter().all(|question| question.key != shown.key));
    page.get_by_role_and_label(Role::Button, "More for this question").click();
    page.run();
    page.get_by_role_and_label(Role::MenuItem, "Add question…").click();
    page.run();
    assert_eq!(
        page.state().other_actions,
        [Action::OpenDialog(DialogRequest::QuestionLibrary { person: Some(DANA), adding: true })]
    );
}

#[test]
fn card_works_from_the_keyboard_and_keeps_its_question() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut page = Page::open(&journal);
    let questions = offered_questions(&journal);
    for _ in 0..6 {
        if page.get_by_role_and_label(Role::Button, "Shuffle question").is_focused() {
            break;
        }
        page.key_press(Key::Tab);
        page.run();
    }
    page.key_press(Key::Enter);
    page.run();
    assert!(is_shown(&page, &questions[1]));
    // A change elsewhere does not replace the question.
    let jot = crate::support::jot_change(1, None, "quiet today");
    page.state().journal.submit(jot);
    page.state().journal.flush().unwrap();
    page.run();
    assert!(is_shown(&page, &questions[1]));
}

#[test]
fn card_says_when_no_question_is_left() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for question in offered_questions(&journal) {
        journal.commit(Change::Leader(LeaderChange::HideQuestion(question.key))).unwrap();
    }
    let mut page = Page::open(&journal);
    page.get_by_label_contains("You’ve asked every question in the past 90 days");
    page.get_by_role_and_label(Role::Button, "All questions").click();
    page.run();
    assert_eq!(
        page.state().other_actions,
        [Action::OpenDialog(DialogRequest::QuestionLibrary { person: Some(DANA), adding: false })]
    );
}
