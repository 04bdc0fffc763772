//! Everything has a name and can be reached from the keyboard, and a window that is left alone draws nothing.

use std::time::Duration;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};

use crate::{support::TempJournal, window::Window};

/// Whatever can have the focus has a name.
#[track_caller]
fn assert_named(window: &Window, screen: &str) {
    let focusable = |node: &AccessKitNode<'_>| node.data().supports_action(eframe::egui::accesskit::Action::Focus);
    let mut seen = 0;
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        if focusable(&node) && !node.is_hidden() && node.role() != Role::Window {
            seen += 1;
            let name = node.label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{screen}: {:?} at {:?} has no name", node.role(), node.raw_bounds());
            let signs = name.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter));
            assert!(!signs, "{screen}: {:?} is called by a sign", node.role());
        }
    }
    assert!(seen > 0, "{screen}: nothing can have the focus");
}

fn meet() -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Alvarez"]);
    journal.jot(1, "! quiet today");
    journal.jot(1, "[] send the notes by friday");
    let window = Window::over(&journal);
    (journal, window)
}

#[test]
fn every_screen_and_dialog_has_a_name_for_all_that_can_be_reached() {
    assert_named(&Window::over(&TempJournal::with(&[])), "first run");
    let (journal, mut window) = meet();
    assert_named(&window, "meet");
    window.button("More for Dana Whitfield");
    assert_named(&window, "menu of a person");
    window.press(Key::Escape);
    window.button("More for Flag: quiet today");
    assert_named(&window, "menu of an entry");
    window.press(Key::Escape);
    window.choose("More for Flag: quiet today", "Edit");
    assert_named(&window, "editor");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert_named(&window, "prepare");
    window.button("Add a topic");
    assert_named(&window, "prepare, while a topic is added");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Num3);
    assert_named(&window, "timeline");
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it goes on", |window| window.has_field("Jot while you talk"));
    assert_named(&window, "one-on-one");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert_named(&window, "wrap up");
    window.press(Key::Escape);
    for (open, screen) in [
        ("Add a person", "person"),
        ("More about: quiet today", "flag"),
        ("Raise it…", "raise"),
        ("Keep watching…", "watch"),
        ("Keys", "keys"),
        ("Settings", "settings"),
    ] {
        window.button(open);
        window.wait(0.3);
        assert_named(&window, screen);
        window.press(Key::Escape);
        window.wait(0.3);
    }
    window.button("Reflect");
    assert_named(&window, "reflect");
    window.press_with(Modifiers::COMMAND, Key::D);
    window.wait(0.3);
    assert_named(&window, "all questions");
    window.press(Key::Escape);
    let folder = tempfile::tempdir().unwrap();
    assert_named(&Window::at(folder.path(), &journal.clock), "a journal that does not open");
}

#[test]
fn tab_reaches_the_main_controls() {
    let (_journal, mut window) = meet();
    let mut reached = Vec::new();
    for _ in 0..60 {
        // In the composer, Tab chooses the kind: Esc goes on.
        let composing = window.field("Jot about Dana").is_focused();
        window.press(if composing { Key::Escape } else { Key::Tab });
        reached.extend(window.focused());
    }
    for wanted in [
        "Button Dana Whitfield",
        "Button Tomás Alvarez",
        "Button Add a person",
        "Button Keys",
        "Button Settings",
        "Button More for Dana Whitfield",
        "Tab Meet",
        "Button Start one-on-one",
        "Button Met, nothing to note",
        "Article Flag: quiet today",
        "MultilineTextInput Jot about Dana",
    ] {
        assert!(reached.iter().any(|name| name.starts_with(wanted)), "{wanted} is not among {reached:#?}");
    }
}

#[test]
fn dialogs_keep_the_focus_and_give_it_back() {
    let (_journal, mut window) = meet();
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    for _ in 0..30 {
        window.press(Key::Tab);
        let focused = window.focused().unwrap_or_default();
        assert!(!focused.contains("Jot about") && !focused.contains("Dana"), "{focused}");
    }
    window.press(Key::Escape);
    window.wait(0.2);
    assert_eq!(window.focused().as_deref(), Some("MultilineTextInput Jot about Dana"));
}

#[test]
fn the_page_of_keys_lists_the_keys_and_the_marks() {
    let (_journal, mut window) = meet();
    window.press(Key::F1);
    window.wait(0.2);
    for said in ["All keys", "Start or wrap up a one-on-one", "Delete", "#word"] {
        assert!(window.says(said), "{said}\n{}", window.read());
    }
}

#[test]
fn a_window_that_is_left_alone_draws_nothing() {
    let idle = |window: &mut Window, screen: &str| {
        // Drafts, places and notices of the beginning go by.
        window.wait(9.0);
        window.settle();
        std::thread::sleep(Duration::from_millis(500));
        window.step();
        let delay = window.repaint_delay();
        assert!(delay > Duration::from_millis(200), "{screen}: the next frame comes in {delay:?}");
    };
    idle(&mut Window::over(&TempJournal::with(&[])), "first run");
    let (_journal, mut window) = meet();
    window.jot("one more");
    idle(&mut window, "meet, in the composer");
    window.press(Key::Escape);
    idle(&mut window, "meet");
    assert_eq!(window.repaint_delay(), Duration::MAX, "with no caret, nothing at all is drawn");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    idle(&mut window, "prepare");
    window.press_with(Modifiers::COMMAND, Key::Num3);
    idle(&mut window, "timeline");
    window.button("Reflect");
    idle(&mut window, "reflect");
    window.button("Settings");
    idle(&mut window, "settings");
}

#[test]
fn the_theme_and_the_zoom_are_there_again() {
    let (journal, mut window) = meet();
    window.button("Settings");
    window.click(Role::RadioButton, "Dark");
    window.button("Larger");
    window.close();
    let window = Window::over(&journal);
    assert_eq!(window.ctx.theme(), eframe::egui::Theme::Dark);
    assert!((window.ctx.zoom_factor() - 1.1).abs() < 0.001);
}
