//! Shortcuts that are changed in the settings.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::{
    support::{TempJournal, strings},
    window::Window,
};

const COMMAND: Modifiers = Modifiers::COMMAND;
const CHANGE_TODAY: &str = "Ctrl+T: Change the keys of Today";

fn open_list(journal: &TempJournal) -> Window {
    let mut window = Window::open(journal);
    window.press_with(COMMAND, Key::Comma);
    window.click(Role::Tab, "Shortcuts");
    window
}

/// Clicks the keys of a command and presses others.
fn change(window: &mut Window, button: &str, modifiers: Modifiers, key: Key) {
    if let Some((_, name)) = button.split_once("keys of ") {
        window.fill("Search shortcuts", name);
    }
    window.click_button(button);
    assert!(window.has_text("Press keys…"), "{}", window.visible_text());
    window.press_with(modifiers, key);
}

fn wait_for_setting(window: &mut Window, journal: &TempJournal, value: &str) {
    let sql = "SELECT value FROM settings WHERE name = 'shortcuts'";
    window.wait_until(value, |_| strings(&journal.raw_connection(), sql) == [value]);
}

#[test]
fn changed_keys_run_the_command_and_are_shown_everywhere_also_after_a_restart() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_list(&journal);
    change(&mut window, CHANGE_TODAY, COMMAND, Key::B);
    change(&mut window, "Ctrl+K: Change the keys of Find anything, or jot about anyone", COMMAND, Key::P);
    change(&mut window, "Ctrl+2: Change the keys of Meet", Modifiers::ALT, Key::M);
    wait_for_setting(&mut window, &journal, r#"{"meet":"alt+M","palette":"command+P","today":"command+B"}"#);
    window.close();

    let mut window = Window::open(&journal);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(COMMAND, Key::Num1);
    window.press_with(Modifiers::ALT, Key::M);
    assert!(window.has_text("Notes about Dana"), "it shows Meet: {}", window.visible_text());
    window.press_with(COMMAND, Key::K);
    assert!(window.query_by_role(Role::Dialog).is_none(), "the default keys are free");
    window.press_with(COMMAND, Key::P);
    window.type_text("today");
    assert!(window.has_text("Today, Ctrl+B"), "the palette shows them: {}", window.visible_text());
    window.press(Key::Escape);
    window.press_with(COMMAND, Key::B);
    assert!(window.has_text("Needs your attention"), "{}", window.visible_text());
}

#[test]
fn keys_of_another_command_are_refused_with_its_name() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_list(&journal);
    change(&mut window, CHANGE_TODAY, COMMAND, Key::R);
    assert!(window.has_text("Ctrl+R is already used for “Reflect”."), "{}", window.visible_text());
    window.press_with(COMMAND, Key::E);
    assert!(window.has_text("Ctrl+E is already used for “Add to / remove from evidence”."), "it still waits");
    window.press_with(COMMAND, Key::B);
    assert!(window.has(Role::Button, "Ctrl+B: Change the keys of Today"), "{}", window.visible_text());
    assert!(!window.has_text("is already used"));
}

#[test]
fn keys_that_typing_or_the_system_needs_are_refused_with_the_reason() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_list(&journal);
    window.click_button(CHANGE_TODAY);
    for (modifiers, key, reason) in [
        (Modifiers::NONE, Key::K, "K alone is needed elsewhere. Add Ctrl or Alt."),
        (Modifiers::NONE, Key::Enter, "Enter alone is needed"),
        (Modifiers::NONE, Key::Tab, "Tab moves the focus."),
        (COMMAND, Key::A, "Ctrl+A is needed for editing text."),
        (COMMAND, Key::Z, "Ctrl+Z is needed for editing text."),
        (COMMAND, Key::Plus, "Ctrl+Plus zooms the window."),
        (Modifiers::ALT, Key::F4, "Alt+F4 is used by the system."),
    ] {
        window.press_with(modifiers, key);
        assert!(window.has_text(reason), "{reason}: {}", window.visible_text());
    }
    for (event, reason) in [(Event::Copy, "Ctrl+C"), (Event::Cut, "Ctrl+X"), (Event::Paste("x".into()), "Ctrl+V")] {
        window.event(event);
        window.settle();
        assert!(window.has_text(&format!("{reason} is needed for editing text.")), "{}", window.visible_text());
    }
    assert!((window.ctx.zoom_factor() - 1.0).abs() < 0.01);
    window.press(Key::Escape);
    assert!(window.has(Role::Button, CHANGE_TODAY), "Esc cancels: {}", window.visible_text());
    assert!(!window.has_text("is needed"));
    window.press(Key::Escape);
    assert!(!window.has(Role::Tab, "Shortcuts"), "and leaves the page then");
}

#[test]
fn one_or_all_commands_get_their_default_keys_back() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_list(&journal);
    assert!(!window.has(Role::Button, "Reset all to default"));
    change(&mut window, CHANGE_TODAY, COMMAND, Key::B);
    change(&mut window, "Ctrl+R: Change the keys of Reflect", COMMAND, Key::T);
    window.fill("Search shortcuts", "getting around");
    let reset_today = "Reset to default: Today to Ctrl+T";
    window.click_button(reset_today);
    assert!(window.has_text("Ctrl+T is already used for “Reflect”."), "{}", window.visible_text());
    window.click_button("Reset to default: Reflect to Ctrl+R");
    window.click_button(reset_today);
    assert!(window.has(Role::Button, CHANGE_TODAY), "{}", window.visible_text());
    wait_for_setting(&mut window, &journal, "{}");
    change(&mut window, CHANGE_TODAY, COMMAND, Key::B);
    window.click_button("Reset all to default");
    wait_for_setting(&mut window, &journal, "{}");
    assert!(window.has(Role::Button, CHANGE_TODAY), "{}", window.visible_text());
    window.press_with(COMMAND, Key::T);
    assert!(window.has_text("Needs your attention"), "{}", window.visible_text());
}

#[test]
fn shortcuts_are_changed_from_the_keyboard_in_the_dialog_too() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.press(Key::F1);
    window.focus(Role::Button, CHANGE_TODAY);
    window.press(Key::Enter);
    window.press(Key::F8);
    assert!(window.has(Role::Button, "F8: Change the keys of Today"), "{}", window.visible_text());
    assert_eq!(window.focused_label().unwrap(), "Button F8: Change the keys of Today");
    window.press(Key::Escape);
    assert!(window.query_by_role(Role::Dialog).is_none(), "{}", window.visible_text());
    window.press(Key::F8);
    assert!(window.has_text("Needs your attention"), "{}", window.visible_text());
}

#[test]
fn a_click_elsewhere_cancels_the_change() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_list(&journal);
    window.click_button(CHANGE_TODAY);
    window.click(Role::Tab, "Reminders");
    window.click(Role::Tab, "Shortcuts");
    assert!(!window.has_text("Press keys…"), "{}", window.visible_text());
    window.press_with(COMMAND, Key::R);
    assert!(window.has_text("Self-check"), "{}", window.visible_text());
}

#[test]
fn an_unusable_stored_value_leaves_the_default_keys() {
    for stored in ["7", r#""text""#, r#"{"today":"command+R","palette":"K","reflect":[]}"#] {
        let journal = TempJournal::with_people(&["Dana Whitfield"]);
        let insert = "INSERT INTO settings (name, value) VALUES ('shortcuts', ?1)";
        journal.raw_connection().execute(insert, [stored]).unwrap();
        let mut window = open_list(&journal);
        assert!(window.has(Role::Button, CHANGE_TODAY), "{stored}: {}", window.visible_text());
        window.press_with(COMMAND, Key::R);
        assert!(window.has_text("Self-check"), "{stored}: {}", window.visible_text());
    }
}

#[test]
fn changed_keys_for_undo_undo_what_is_typed_in_a_field() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_list(&journal);
    change(&mut window, "Ctrl+Z: Change the keys of Undo", COMMAND, Key::U);
    window.fill("Search shortcuts", "wrap");
    window.advance_time(2.0);
    window.type_text("ping");
    window.advance_time(2.0);
    window.press_with(COMMAND, Key::U);
    assert_eq!(window.field_text("Search shortcuts"), "wrap");
}

#[test]
fn long_keys_leave_room_for_the_tabs_of_a_person() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let stored = r#"{"prepare":"command+alt+shift+F9","meet":"command+alt+shift+F10","timeline":"command+alt+shift+F11","review":"command+alt+shift+F12"}"#;
    let insert = "INSERT INTO settings (name, value) VALUES ('shortcuts', ?1)";
    journal.raw_connection().execute(insert, [stored]).unwrap();
    let mut window = Window::open(&journal);
    window.set_size(vec2(640.0, 700.0));
    window.settle();
    let tab = window.get_by_role_and_label(Role::Tab, "Review").rect();
    assert!(tab.right() <= 640.0, "{tab:?}");
}
