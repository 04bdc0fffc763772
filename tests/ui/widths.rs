//! The layouts of the window: what changes with its width, and what stays.

use eframe::egui::{Key, Modifiers, Rect, accesskit::Role, vec2};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};

use crate::{support::TempJournal, window::Window};

/// Half a screen.
const HALF: f32 = 760.0;
const HEIGHT: f32 = 820.0;
/// The width of the strip that the sidebar becomes.
const STRIP: f32 = 56.0;

fn launch(journal: &TempJournal, width: f32) -> Window {
    let builder = Window::builder().with_size(vec2(width, HEIGHT));
    Window::launch_with_builder(builder, &journal.file(), &journal.clock)
}

/// The rectangle of the button whose name begins so.
#[track_caller]
fn button(window: &Window, start: &str) -> Rect {
    let rows = window.query_all_by_role(Role::ListItem);
    let buttons = window.query_all_by_role(Role::Button).chain(rows);
    let is_it = |node: &Node<'_>| node.accesskit_node().label().is_some_and(|label| label.starts_with(start));
    let found = buttons.into_iter().find(is_it);
    assert!(found.is_some(), "{start} in {}", window.visible_text());
    found.unwrap().rect()
}

#[test]
fn at_half_a_screen_the_sidebar_is_a_strip_with_the_same_names() {
    let journal = TempJournal::sample();
    let mut window = launch(&journal, HALF);
    for name in ["Today, ", "Dana Whitfield, ", "Kenji Watanabe, ", "Add person", "Shortcuts"] {
        let rect = button(&window, name);
        assert!(rect.right() <= STRIP && rect.width() >= 30.0, "{name} {rect:?}");
    }
    assert!(!window.has_text("Rapport"), "{}", window.visible_text());
    window.click_button("Settings");
    assert!(window.has(Role::Tab, "Appearance"), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.set_size(vec2(1280.0, HEIGHT));
    window.settle();
    assert!(window.has_text("Rapport"), "{}", window.visible_text());
    assert!(button(&window, "Dana Whitfield, ").width() > 200.0);
}

#[test]
fn avatars_say_who_they_are_and_open_the_person() {
    let journal = TempJournal::sample();
    let mut window = launch(&journal, HALF);
    window.hover_at(button(&window, "Priya Raman, ").center());
    window.advance_time(1.0);
    let tooltips = window.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().value());
    assert!(tooltips.into_iter().any(|text| text.starts_with("Priya Raman, ")), "{}", window.visible_text());
    let name = window
        .query_all_by_role(Role::ListItem)
        .filter_map(|node| node.accesskit_node().label())
        .find(|label| label.starts_with("Priya Raman, "))
        .unwrap();
    window.click(Role::ListItem, &name);
    assert!(window.has(Role::Button, "More for Priya Raman"), "{}", window.visible_text());
}

#[test]
fn texts_of_the_timeline_are_not_broken_into_letters_in_a_narrow_window() {
    let journal = TempJournal::sample();
    for width in [HALF, 580.0] {
        let mut window = launch(&journal, width);
        window.press_with(Modifiers::COMMAND, Key::Num3);
        let cards = window.query_all_by_role(Role::Article).map(|node| node.rect());
        let narrowest = cards.into_iter().map(|rect| rect.width()).fold(f32::INFINITY, f32::min);
        assert!((240.0..width).contains(&narrowest), "{narrowest} at {width}");
    }
}

#[test]
fn the_heading_of_meet_and_all_tabs_fit_half_a_screen() {
    let journal = TempJournal::sample();
    let mut window = launch(&journal, HALF);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    let (log, start) = (button(&window, "Log without notes"), button(&window, "Start one-on-one"));
    let title = window.get_by_label_contains("Last one-on-one").rect();
    assert!(title.right() <= log.left() && log.right() <= start.left(), "{title:?} {log:?} {start:?}");
    assert!(start.right() <= HALF);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    for tab in window.query_all_by_role(Role::Tab) {
        assert!(tab.rect().right() <= HALF, "{:?} {:?}", tab.accesskit_node().label(), tab.rect());
    }
}

#[test]
fn another_width_keeps_the_page_the_text_and_the_focus() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = launch(&journal, 1280.0);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.type_text("quiet today");
    for width in [HALF, 580.0, 1280.0] {
        window.set_size(vec2(width, HEIGHT));
        window.settle();
        assert_eq!(window.field_text("Jot about Dana"), "quiet today");
        assert!(window.field("Jot about Dana").is_focused(), "{width}: {:?}", window.focused_label());
        assert!(window.field("Jot about Dana").rect().right() <= width);
    }
    window.type_text(" too");
    assert_eq!(window.field_text("Jot about Dana"), "quiet today too");
}

#[test]
fn a_notice_beside_the_strip_covers_neither_it_nor_the_composer() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = launch(&journal, HALF);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.click_button("Log without notes");
    window.wait_for(Role::Button, "Undo");
    window.advance_time(0.3);
    let undo = button(&window, "Undo");
    assert!(undo.left() > STRIP && undo.right() <= HALF, "{undo:?}");
    assert!(undo.bottom() < window.field("Jot about Dana").rect().top(), "{undo:?}");
}
