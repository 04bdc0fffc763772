//! What is typed is never lost, wherever the focus is and however fast it comes.

use eframe::egui::{Event, Key, Modifiers, pos2};
use egui_kittest::kittest::NodeT as _;

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
const CTRL: Modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND };

fn open_meet() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::open(&journal);
    (journal, window)
}

fn press(modifiers: Modifiers, key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}

/// The events of typing a word on a keyboard: each letter is a key and a text.
fn typed(word: &str) -> Vec<Event> {
    let key = |letter: char| Key::from_name(&letter.to_uppercase().to_string());
    word.chars()
        .flat_map(|letter| [key(letter).map(|key| press(Modifiers::NONE, key)), Some(text(&letter.to_string()))])
        .flatten()
        .collect()
}

/// Delivers events in one frame, as a loaded machine does.
fn all_at_once(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.input_mut().events.extend(events);
    window.settle();
}

#[track_caller]
fn assert_written(window: &Window, text: &str) {
    assert_eq!(window.field_text(COMPOSER), text, "{}", window.visible_text());
    assert!(window.field(COMPOSER).is_focused(), "{:?}", window.focused_label());
}

#[test]
fn letters_on_a_chip_or_a_button_go_to_the_composer() {
    let (_journal, mut window) = open_meet();
    window.press(Key::Escape);
    assert_eq!(window.focused_label().as_deref(), Some("RadioButton Note"));
    window.type_text("quiet today");
    assert_written(&window, "quiet today");
    window.press(Key::Escape);
    window.press(Key::Tab);
    all_at_once(&mut window, typed("again"));
    assert_written(&window, "quiet todayagain");
}

#[test]
fn a_prefix_typed_on_a_chip_still_sets_the_kind() {
    let (_journal, mut window) = open_meet();
    window.press(Key::Escape);
    window.type_text("! short with the team");
    window.press(Key::Enter);
    window.wait_for_entries(&["Flag: short with the team"]);
}

#[test]
fn pasted_text_goes_to_the_composer_too() {
    let (_journal, mut window) = open_meet();
    window.press(Key::Escape);
    window.paste("from the chat");
    assert_written(&window, "from the chat");
}

#[test]
fn esc_in_an_inline_editor_gives_the_focus_back_to_the_composer() {
    let (_journal, mut window) = open_meet();
    window.jot("first");
    window.wait_for_entries(&["Note: first"]);
    window.press(Key::ArrowUp);
    assert!(window.has_field("Entry"));
    window.press(Key::Escape);
    assert!(!window.has_field("Entry"), "{}", window.visible_text());
    assert!(window.field(COMPOSER).is_focused(), "{:?}", window.focused_label());
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&[]);
    window.type_text("once more");
    assert_written(&window, "once more");
}

#[test]
fn letters_on_the_other_tabs_of_a_person_go_to_the_composer() {
    for tab in [Key::Num1, Key::Num3, Key::Num4] {
        let (_journal, mut window) = open_meet();
        window.press_with(Modifiers::COMMAND, tab);
        assert!(!window.has_field(COMPOSER));
        window.type_text("seen at lunch");
        assert_written(&window, "seen at lunch");
    }
}

#[test]
fn keys_of_a_list_are_not_written() {
    let journal = TempJournal::with_entries(&[(1, "first"), (2, "second")]);
    let mut window = Window::open_timeline(&journal);
    all_at_once(&mut window, typed("j"));
    assert!(!window.has_field(COMPOSER), "{}", window.visible_text());
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: first"));
    all_at_once(&mut window, typed("e"));
    assert!(window.has_field("Entry"), "{}", window.visible_text());
}

#[test]
fn text_right_after_a_tab_key_reaches_the_composer() {
    let (_journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND, Key::Num1);
    let events = [vec![press(CTRL, Key::Num2)], typed("quiet"), vec![press(Modifiers::NONE, Key::Enter)]];
    all_at_once(&mut window, events.concat());
    window.wait_for_entries(&["Note: quiet"]);
    window.press_with(Modifiers::COMMAND, Key::Num3);
    all_at_once(&mut window, [vec![press(CTRL, Key::N)], typed("later")].concat());
    assert_written(&window, "later");
}

#[test]
fn text_right_after_alt_and_a_number_reaches_the_dialog() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "! quiet today");
    let mut window = Window::open(&journal);
    let alt_1 = || vec![press(Modifiers::ALT, Key::Num1), text("1")];
    all_at_once(&mut window, [alt_1(), typed("rushed")].concat());
    assert_eq!(window.field_text("What did they say?"), "rushed", "{}", window.visible_text());
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field("Jot while you talk"));
    window.advance_time(0.3);
    all_at_once(&mut window, [alt_1(), typed("still")].concat());
    assert_eq!(window.field_text("What did they say?"), "rushedstill", "{}", window.visible_text());
    assert_eq!(window.field_text("Jot while you talk"), "");
}

#[test]
fn text_right_after_the_key_for_details_reaches_the_form() {
    let (journal, mut window) = open_meet();
    let enter = vec![press(Modifiers::NONE, Key::Enter)];
    let events = [vec![text("! "), text("quiet")], enter, vec![press(CTRL, Key::M)], typed("lively")];
    window.input_mut().events.extend(events.concat());
    window.wait_until("the form is filled", |window| window.has_field("Usually"));
    window.advance_time(0.5);
    let fields: Vec<String> = window
        .root()
        .children_recursive()
        .filter(egui_kittest::Node::is_focused)
        .filter_map(|node| node.accesskit_node().value())
        .collect();
    assert_eq!(fields.len(), 1);
    assert!(fields[0].ends_with("lively"), "{fields:?}\n{}", window.visible_text());
    window.press(Key::Escape);
    assert_eq!(window.field_text(COMPOSER), "");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries"), 1);
}

#[test]
fn a_click_anywhere_in_an_empty_draft_begins_it() {
    let (_journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND, Key::Num4);
    let field = window.field("Review of Dana").rect();
    let below = pos2(field.center().x, field.bottom() + 300.0);
    window.hover_at(below);
    window.settle();
    for pressed in [true, false] {
        let button = eframe::egui::PointerButton::Primary;
        window.event(Event::PointerButton { pos: below, button, pressed, modifiers: Modifiers::NONE });
        window.step();
    }
    window.settle();
    assert!(window.field("Review of Dana").is_focused(), "{:?}", window.focused_label());
    window.type_text("Steady");
    assert_eq!(window.field_text("Review of Dana"), "Steady");
}

#[test]
fn digits_on_a_button_of_a_dialog_go_to_its_first_field() {
    const MINUTES: &str = "Duration (min)";
    let (_journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field("Jot while you talk"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    while !window.focused_label().is_some_and(|label| label.starts_with("Button")) {
        window.press(Key::Tab);
    }
    window.type_text("25");
    assert!(window.field(MINUTES).is_focused());
    assert!(window.field_text(MINUTES).contains("25"), "{}", window.field_text(MINUTES));
}

#[test]
fn a_key_with_alt_that_does_nothing_on_this_page_is_not_written() {
    let (_journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND, Key::Num3);
    all_at_once(&mut window, [press(Modifiers::ALT, Key::Num1), text("1")]);
    assert!(!window.has_field(COMPOSER), "{}", window.visible_text());
    // What Alt produces on a Mac is a letter like any other.
    all_at_once(&mut window, [press(Modifiers::ALT, Key::L), text("@")]);
    assert_written(&window, "@");
}

/// A font may have more glyphs than a word has letters, as for Arabic.
#[test]
fn the_last_letter_of_any_script_can_be_deleted_at_the_end() {
    for word in ["مرحبا", "漢字", "e\u{301}", "हिन्दी", "\u{1F600}"] {
        let (_journal, mut window) = open_meet();
        window.type_text(word);
        window.press(Key::End);
        window.press_with(CTRL, Key::ArrowLeft);
        window.press(Key::End);
        window.press(Key::Backspace);
        let mut letters = word.chars();
        letters.next_back();
        assert_written(&window, letters.as_str());
    }
}
