//! Accessible names, keyboard access, and no repaints while idle.

use std::time::Duration;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};

use crate::{support::TempJournal, window::Window};

/// Every focusable widget has a name.
#[track_caller]
fn assert_focusable_nodes_have_names(window: &Window, screen: &str) {
    let focusable = |node: &AccessKitNode<'_>| node.data().supports_action(eframe::egui::accesskit::Action::Focus);
    let mut count = 0;
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        if focusable(&node) && !node.is_hidden() && node.role() != Role::Window {
            count += 1;
            let name = node.label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{screen}: {:?} at {:?} has no name", node.role(), node.raw_bounds());
            let is_icon = name.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter));
            assert!(!is_icon, "{screen}: {:?} is called by a sign", node.role());
        }
    }
    assert!(count > 0, "{screen}: nothing can have the focus");
}

fn open_meet() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    journal.jot(1, "! quiet today");
    journal.jot(1, "[] send the notes by friday");
    let window = Window::open(&journal);
    (journal, window)
}

#[test]
fn every_focusable_control_has_an_accessible_name() {
    let empty = TempJournal::with_people(&[]);
    assert_focusable_nodes_have_names(&Window::open(&empty), "first run");
    let (journal, mut window) = open_meet();
    assert_focusable_nodes_have_names(&window, "meet");
    window.click_button("More for Dana Whitfield");
    assert_focusable_nodes_have_names(&window, "menu of a person");
    window.press(Key::Escape);
    window.click_button("More for Flag: quiet today");
    assert_focusable_nodes_have_names(&window, "menu of an entry");
    window.press(Key::Escape);
    window.choose_menu_item("More for Flag: quiet today", "Edit");
    assert_focusable_nodes_have_names(&window, "editor");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert_focusable_nodes_have_names(&window, "prepare");
    window.click_button("Add topic");
    assert_focusable_nodes_have_names(&window, "prepare, while a topic is added");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Num3);
    assert_focusable_nodes_have_names(&window, "timeline");
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it goes on", |window| window.has_field("Jot while you talk"));
    assert_focusable_nodes_have_names(&window, "one-on-one");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert_focusable_nodes_have_names(&window, "wrap up");
    window.press(Key::Escape);
    for (open, screen) in [
        ("Add person", "person"),
        ("Details: quiet today", "flag"),
        ("Raise…", "raise"),
        ("Keep watching…", "watch"),
        ("Shortcuts", "keys"),
        ("Settings", "settings"),
    ] {
        if matches!(screen, "raise" | "watch") {
            // The choices of a flag are shown while it has the focus.
            window.focus(Role::Button, "Details: quiet today");
        }
        window.click_button(open);
        window.advance_time(0.3);
        assert_focusable_nodes_have_names(&window, screen);
        window.press(Key::Escape);
        window.advance_time(0.3);
    }
    window.click(Role::ListItem, "Reflect");
    assert_focusable_nodes_have_names(&window, "reflect");
    window.press_with(Modifiers::COMMAND, Key::D);
    window.advance_time(0.3);
    assert_focusable_nodes_have_names(&window, "all questions");
    window.press(Key::Escape);
    let folder = tempfile::tempdir().unwrap();
    assert_focusable_nodes_have_names(
        &Window::open_path(folder.path(), &journal.clock),
        "a journal that does not open",
    );
}

#[test]
fn tab_reaches_the_main_controls() {
    let (_journal, mut window) = open_meet();
    let mut reached = Vec::new();
    for _ in 0..60 {
        // In the composer, Tab changes the kind: Esc leaves it.
        let in_composer = window.field("Jot about Dana").is_focused();
        window.press(if in_composer { Key::Escape } else { Key::Tab });
        reached.extend(window.focused_label());
    }
    for expected in [
        "ListItem Dana Whitfield",
        "ListItem Tomás Alvarez",
        "Button Add person",
        "Button Shortcuts",
        "Button Settings",
        "Button More for Dana Whitfield",
        "Tab Meet",
        "Button Start one-on-one",
        "Button Log without notes",
        "Article Flag: quiet today",
        "MultilineTextInput Jot about Dana",
    ] {
        assert!(reached.iter().any(|name| name.starts_with(expected)), "{expected} is not among {reached:#?}");
    }
}

#[test]
fn dialogs_keep_the_focus_and_give_it_back() {
    let (_journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    for _ in 0..30 {
        window.press(Key::Tab);
        let focused = window.focused_label().unwrap_or_default();
        assert!(!focused.contains("Jot about") && !focused.contains("Dana"), "{focused}");
    }
    window.press(Key::Escape);
    window.advance_time(0.2);
    assert_eq!(window.focused_label().as_deref(), Some("MultilineTextInput Jot about Dana"));
}

#[test]
fn shortcuts_page_lists_shortcuts_and_prefixes() {
    let (_journal, mut window) = open_meet();
    window.press(Key::F1);
    window.advance_time(0.2);
    for text in ["Keyboard shortcuts", "Start or wrap up a one-on-one", "Delete", "#word"] {
        assert!(window.has_text(text), "{text}\n{}", window.visible_text());
    }
}

#[test]
fn a_window_that_is_left_alone_draws_nothing() {
    let idle = |window: &mut Window, screen: &str| {
        // Until drafts, positions and toasts of the start are done.
        window.advance_time(9.0);
        window.settle();
        std::thread::sleep(Duration::from_millis(500));
        window.step();
        let delay = window.repaint_delay();
        assert!(delay > Duration::from_millis(200), "{screen}: the next frame comes in {delay:?}");
    };
    let empty = TempJournal::with_people(&[]);
    idle(&mut Window::open(&empty), "first run");
    let (_journal, mut window) = open_meet();
    window.jot("one more");
    idle(&mut window, "meet, in the composer");
    window.press(Key::Escape);
    idle(&mut window, "meet");
    assert_eq!(window.repaint_delay(), Duration::MAX, "with no caret, nothing at all is drawn");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    idle(&mut window, "prepare");
    window.press_with(Modifiers::COMMAND, Key::Num3);
    idle(&mut window, "timeline");
    window.click(Role::ListItem, "Reflect");
    idle(&mut window, "reflect");
    window.click_button("Settings");
    idle(&mut window, "settings");
}

#[test]
fn theme_and_zoom_survive_a_restart() {
    let (journal, mut window) = open_meet();
    window.click_button("Settings");
    window.click(Role::RadioButton, "Dark");
    window.click_button("Zoom in");
    window.close();
    let window = Window::open(&journal);
    assert_eq!(window.ctx.theme(), eframe::egui::Theme::Dark);
    assert!((window.ctx.zoom_factor() - 1.1).abs() < 0.001);
}
