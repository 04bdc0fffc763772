//! The compact and the medium window: what the sidebar and the side panel become there.

use eframe::egui::{Key, Modifiers, Rect, accesskit::Role, vec2};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use rapport::{domain::id::PersonId, journal::change::Change};

use crate::{support::TempJournal, window::Window};

const COMPACT: f32 = 380.0;
const MEDIUM: f32 = 760.0;
const HEIGHT: f32 = 760.0;

fn launch(journal: &TempJournal, width: f32) -> Window {
    let builder = Window::builder().with_size(vec2(width, HEIGHT));
    Window::launch_with_builder(builder, &journal.file(), &journal.clock)
}

/// The button whose name begins so.
fn query_button<'a>(window: &'a Window, start: &str) -> Option<Node<'a>> {
    let begins = |node: &Node<'_>| node.accesskit_node().label().is_some_and(|label| label.starts_with(start));
    window.query_all_by_role(Role::Button).chain(window.query_all_by_role(Role::ListItem)).find(begins)
}

#[track_caller]
fn button(window: &Window, start: &str) -> Rect {
    let found = query_button(window, start);
    assert!(found.is_some(), "{start} in {}", window.visible_text());
    found.unwrap().rect()
}

fn click_button(window: &mut Window, start: &str) {
    button(window, start);
    if let Some(found) = query_button(window, start) {
        found.click();
    }
    window.settle();
}

/// Dana with a topic, two actions (one late) and a running one-on-one.
fn journal_in_one_on_one() -> TempJournal {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Sofia Almeida"]);
    journal.jot_days_ago(1, 9, "[] talk to Finance by 2026-11-17");
    journal.jot_days_ago(1, 3, "? does she want to lead the migration");
    journal.jot_days_ago(1, 2, "[@] draft the storage options");
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    journal
}

#[test]
fn a_compact_window_has_one_menu_for_tabs_pages_and_people() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Sofia Almeida"]);
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::COMMAND, Key::T);
    click_button(&mut window, "Menu, Today");
    click_button(&mut window, "Sofia Almeida");
    button(&window, "Menu, Sofia Almeida");
    assert!(query_button(&window, "Dana Whitfield").is_none(), "the menu closes: {}", window.visible_text());
    click_button(&mut window, "Menu, Sofia Almeida");
    window.click(Role::MenuItemRadio, "Timeline");
    assert!(window.has_text("No history with Sofia yet"), "{}", window.visible_text());
    for (key, text) in [(Key::Num1, "Start one-on-one"), (Key::Num2, "Jot about Sofia")] {
        window.press_with(Modifiers::COMMAND, key);
        assert!(window.has_text(text), "{}", window.visible_text());
    }
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    click_button(&mut window, "Menu, Dana Whitfield");
    window.click(Role::ListItem, "Reflect");
    button(&window, "Menu, Reflect");
    click_button(&mut window, "Menu, Reflect");
    click_button(&mut window, "Settings");
    button(&window, "Menu, Settings");
}

#[test]
fn the_menu_has_what_the_header_has_in_a_wider_window() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    click_button(&mut window, "Menu, Dana Whitfield");
    click_button(&mut window, "One-on-one and profile");
    window.click(Role::MenuItem, "Change cadence…");
    assert!(window.has(Role::Dialog, "About Dana"), "{}", window.visible_text());
}

#[test]
fn the_menu_works_from_the_keyboard() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num3);
    window.focus(Role::Button, "Menu, Dana Whitfield");
    window.press(Key::Enter);
    window.press(Key::Tab);
    assert_eq!(window.focused_label().as_deref(), Some("MenuItemRadio Prepare"));
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert!(window.has_field("Jot about Dana"), "{}", window.visible_text());
}

#[test]
fn the_agenda_line_opens_over_the_notes_and_esc_returns_to_the_caret() {
    let journal = journal_in_one_on_one();
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    let line = button(&window, "1 on the agenda, 2 actions, 1 late");
    window.type_text("she is glad");
    for _ in 0..4 {
        window.press(Key::ArrowLeft);
    }
    assert!(!window.has_text("does she want to lead the migration"), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::Num0);
    let item = window.get_by_label("does she want to lead the migration").rect();
    let composer = window.field("Jot while you talk").rect();
    assert!(item.top() > line.bottom() && item.bottom() < composer.top(), "{line:?} {item:?} {composer:?}");
    assert_eq!(window.focused_label().as_deref(), Some("Button 1 on the agenda, 2 actions, 1 late"));
    window.press(Key::Escape);
    assert!(!window.has_text("does she want to lead the migration"), "{}", window.visible_text());
    window.type_text("so ");
    assert_eq!(window.field_text("Jot while you talk"), "she is so glad");
}

#[test]
fn numbers_check_off_items_while_the_agenda_is_folded() {
    let journal = journal_in_one_on_one();
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::ALT, Key::Num1);
    window.wait_for(Role::Button, "2 actions, 1 late");
    assert!(window.field("Jot while you talk").is_focused());
    assert_eq!(window.field_text("Jot while you talk"), "");
}

#[test]
fn a_medium_window_counts_open_items_in_an_edge_that_opens_a_drawer() {
    let journal = journal_in_one_on_one();
    let mut window = launch(&journal, MEDIUM);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    for name in ["Show open items", "1 topic", "2 actions, 1 late"] {
        let rect = button(&window, name);
        assert!(rect.left() >= MEDIUM - 48.0, "{name} {rect:?}");
    }
    window.press(Key::F6);
    let item = window.get_by_label("does she want to lead the migration").rect();
    assert!(item.left() >= MEDIUM - 348.0 && item.right() <= MEDIUM - 48.0, "{item:?}");
    window.press(Key::Escape);
    assert!(window.field("Jot while you talk").is_focused(), "{:?}", window.focused_label());
    assert!(!window.has_text("does she want to lead the migration"), "{}", window.visible_text());
    click_button(&mut window, "2 actions");
    assert!(window.has_text("does she want to lead the migration"), "{}", window.visible_text());
    window.set_size(vec2(1280.0, HEIGHT));
    window.settle();
    assert!(query_button(&window, "Hide open items").is_none());
    assert!(window.get_by_label("does she want to lead the migration").rect().left() > 980.0);
}

#[test]
fn only_the_current_kind_keeps_its_word_where_the_words_do_not_fit() {
    let journal = journal_in_one_on_one();
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.type_text("! ");
    let chip = |window: &Window, name: &str| window.get_by_role_and_label(Role::RadioButton, name).rect();
    let (flag, praise) = (chip(&window, "Flag"), chip(&window, "Praise"));
    assert!(flag.width() > praise.width() + 20.0, "{flag:?} {praise:?}");
    assert!((flag.top() - chip(&window, "Expectation").top()).abs() < 1.0, "the chips are in one line");
    window.set_size(vec2(1280.0, HEIGHT));
    window.settle();
    assert!(chip(&window, "Praise").width() > praise.width() + 20.0);
}

#[test]
fn prepare_has_its_button_at_the_foot_of_a_compact_window() {
    let journal = TempJournal::sample();
    let mut window = launch(&journal, COMPACT);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    let start = button(&window, "Start one-on-one");
    assert!(start.bottom() > HEIGHT - 20.0 && start.width() > COMPACT - 40.0, "{start:?}");
    let headings = ["To raise", "Actions", "What does Dana need to be successful?", "Coaching goals"];
    let tops = headings.map(|heading| window.get_by_role_and_label(Role::Heading, heading).rect().top());
    assert!(tops.is_sorted(), "{tops:?}");
}

#[test]
fn from_wide_to_compact_and_back_keeps_page_scroll_position_and_caret() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for day in 1..60 {
        journal.jot_days_ago(1, day, &format!("note {day} of a long history"));
    }
    let mut window = launch(&journal, 1280.0);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num3);
    for _ in 0..2 {
        window.press(Key::PageDown);
    }
    window.advance_time(1.0);
    let first = |window: &Window| window.entry_labels().into_iter().next();
    let before = first(&window);
    for width in [COMPACT, MEDIUM, COMPACT, 1280.0] {
        window.set_size(vec2(width, HEIGHT));
        window.settle();
    }
    window.set_size(vec2(1280.0, HEIGHT));
    window.settle();
    assert_eq!(first(&window), before);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.type_text("she is glad");
    for _ in 0..4 {
        window.press(Key::ArrowLeft);
    }
    for width in [COMPACT, 1280.0] {
        window.set_size(vec2(width, HEIGHT));
        window.settle();
        assert!(window.field("Jot about Dana").is_focused(), "{width}: {:?}", window.focused_label());
    }
    window.type_text("so ");
    assert_eq!(window.field_text("Jot about Dana"), "she is so glad");
}

#[test]
fn the_latest_entry_is_in_sight_when_meet_opens_and_after_a_jot() {
    for width in [COMPACT, MEDIUM, 1280.0] {
        let journal = TempJournal::sample();
        let mut window = launch(&journal, width);
        window.press_with(Modifiers::ALT, Key::ArrowDown);
        window.press_with(Modifiers::COMMAND, Key::Num2);
        window.advance_time(0.5);
        assert_latest_entry_is_in_sight(&window);
        let text = format!("jotted at {width}");
        window.jot(&text);
        window.wait_for(Role::Article, &format!("Note: {text}"));
        window.advance_time(0.5);
        assert_latest_entry_is_in_sight(&window);
    }
}

/// It is wholly above the composer.
#[track_caller]
fn assert_latest_entry_is_in_sight(window: &Window) {
    let composer = window.field("Jot about Dana").rect();
    let is_in_stream = |entry: &Node<'_>| entry.rect().left() < composer.right();
    let entries = window.query_all_by_role(Role::Article).filter(is_in_stream);
    let bottom = entries.map(|entry| entry.rect().bottom()).reduce(f32::max);
    assert!(bottom.is_some_and(|bottom| bottom <= composer.top()), "{bottom:?} {composer:?}");
}
