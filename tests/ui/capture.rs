//! Quick capture: the composer over everything. (Here it is shown within the window; its own window
//! is tested in `tests/window`.)

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{app::StartRequest, domain::id::PersonId, journal::change::Change};

use crate::{
    support::{TempJournal, query_number, strings},
    window::Window,
};

const FIELD: &str = "What do you want to note?";
const ENTRIES: &str = "SELECT kind || ' ' || person || ' ' || text FROM entries";

fn journal() -> TempJournal {
    TempJournal::with_people(&["Dana Whitfield", "Tomás Álvarez", "Dana Okafor"])
}

impl Window {
    /// Asks for the composer as another start of the program does.
    fn capture(&mut self, text: &str) {
        self.state().start_requests().send(StartRequest::Capture { text: text.to_owned() }).unwrap();
        self.settle();
        self.settle();
    }

    #[track_caller]
    fn wait_for_entries_stored(&mut self, journal: &TempJournal, entries: &[&str]) {
        self.wait_until(&format!("{entries:?}"), |_| strings(&journal.raw_connection(), ENTRIES) == entries);
    }
}

fn is_chosen(window: &Window, name: &str) -> bool {
    window.is_toggled(Role::RadioButton, name)
}

#[test]
fn what_is_understood_is_shown_and_saved_with_enter() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("");
    assert_eq!(window.focused_label().unwrap(), format!("MultilineTextInput {FIELD}"));
    assert!(window.has_text("Begin with a name."), "{}", window.visible_text());
    window.type_text("tomas [] send the plan by 27 nov");
    assert!(window.has_text("Action") && window.has_text("to Tomás, due Fri 27 Nov"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for(Role::Status, "Saved to Tomás.");
    window.wait_for_entries_stored(&journal, &["action 2 send the plan"]);
    window.advance_time(1.5);
    assert!(!window.has_field(FIELD), "{}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts"), 0);
}

#[test]
fn text_without_a_person_is_saved_once_one_is_chosen() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("! quiet today");
    assert!(
        window.has_text("Choose a person: Tab, Up or Down") && window.has_text("Flag"),
        "{}",
        window.visible_text()
    );
    window.press(Key::Enter);
    assert!(window.has_text("Choose a person first"), "{}", window.visible_text());
    window.press(Key::ArrowDown);
    assert!(is_chosen(&window, "Dana Whitfield"), "{}", window.visible_text());
    window.press(Key::ArrowDown);
    assert!(is_chosen(&window, "Tomás Álvarez"));
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    assert!(is_chosen(&window, "Dana Okafor"));
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    window.wait_for_entries_stored(&journal, &["flag 1 quiet today"]);
}

#[test]
fn a_name_of_several_people_leaves_the_choice_between_them() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("dana + calm under fire");
    let people: Vec<_> =
        window.query_all_by_role(Role::RadioButton).filter_map(|node| node.accesskit_node().label()).collect();
    assert_eq!(people, ["Dana Whitfield", "Dana Okafor"]);
    assert!(window.has_text("Praise"), "{}", window.visible_text());
    window.press(Key::Tab);
    assert_eq!(window.focused_label().unwrap(), "RadioButton Dana Whitfield");
    assert!(is_chosen(&window, "Dana Whitfield"));
    window.press(Key::ArrowRight);
    assert_eq!(window.focused_label().unwrap(), "RadioButton Dana Okafor");
    window.press(Key::Enter);
    window.wait_for_entries_stored(&journal, &["praise 3 calm under fire"]);
}

#[test]
fn tab_goes_from_the_field_to_the_people_and_the_buttons() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("quiet today");
    let mut visited = Vec::new();
    for _ in 0..4 {
        visited.push(window.focused_label().unwrap());
        window.press(Key::Tab);
    }
    let expected =
        [&format!("MultilineTextInput {FIELD}"), "RadioButton Dana Whitfield", "Button Save", "Button Close"];
    assert_eq!(visited, expected);
    window.focus(Role::Button, "Close");
    window.press(Key::Enter);
    assert!(!window.has_field(FIELD), "Enter presses the button with the focus: {}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries"), 0);
}

#[test]
fn esc_keeps_the_text_for_the_next_time() {
    let mut journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("");
    window.type_text("tomas half a thou");
    window.press(Key::Escape);
    assert!(!window.has_field(FIELD), "{}", window.visible_text());
    window.capture("");
    assert_eq!(window.field_text(FIELD), "tomas half a thou");
    window.type_text("ght");
    window.press(Key::Escape);
    window.close();
    journal.reopen();
    let mut window = Window::launch(&journal);
    window.capture("tomas ! another");
    assert_eq!(window.field_text(FIELD), "tomas half a thought\ntomas ! another", "nothing is lost");
}

#[test]
fn a_second_request_goes_to_the_open_composer() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("tomas ! quiet");
    window.capture("tomas ! quiet");
    assert_eq!(window.field_text(FIELD), "tomas ! quiet", "the same text is not doubled");
    window.press(Key::Enter);
    window.wait_for_entries_stored(&journal, &["flag 2 quiet"]);
    // During the confirmation, the next one begins.
    window.capture("tomas + helped");
    assert_eq!(window.field_text(FIELD), "tomas + helped");
}

#[test]
fn an_entry_about_somebody_else_is_not_part_of_the_running_one_on_one() {
    let journal = journal();
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    let mut window = Window::launch(&journal);
    window.capture("tomas ! quiet");
    window.press(Key::Enter);
    window.wait_for_entries_stored(&journal, &["flag 2 quiet"]);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL"), 0);
}

#[test]
fn without_people_the_window_is_shown_instead() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::launch(&journal);
    window.capture("dana ! quiet");
    assert!(!window.has_field(FIELD), "{}", window.visible_text());
}

#[test]
fn a_rejected_entry_stays_in_the_composer() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("tomas ! quiet");
    journal
        .raw_connection()
        .execute_batch("CREATE TRIGGER refuse BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    window.press(Key::Enter);
    window.wait_until("the error is shown", |window| !window.has_text("Saving…"));
    assert_eq!(window.field_text(FIELD), "tomas ! quiet");
    assert!(!window.has_text("Saved to"), "{}", window.visible_text());
}

#[test]
fn shift_enter_begins_a_new_line() {
    let journal = journal();
    let mut window = Window::launch(&journal);
    window.capture("tomas first");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    window.type_text("second");
    window.press(Key::Enter);
    window.wait_for_entries_stored(&journal, &["note 2 first\nsecond"]);
}
