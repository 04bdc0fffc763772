//! The timeline: all entries about a person, newest first, and its scroll position.

use eframe::egui::{Key, Modifiers, accesskit::Role, pos2};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use rapport::journal::change::Change;

use crate::{
    support::{TempJournal, jot_change},
    window::Window,
};

/// All labels and headings from top to bottom.
fn labels(window: &Window) -> Vec<String> {
    let mut labels: Vec<_> = window.query_all_by_role(Role::Label).collect();
    labels.extend(window.query_all_by_role(Role::Heading));
    labels.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    let text = |node: &Node<'_>| node.accesskit_node().value().or_else(|| node.accesskit_node().label());
    labels.iter().filter_map(text).collect()
}

#[test]
fn entries_stand_newest_first_below_their_months_and_days() {
    let journal = TempJournal::with_entries(&[
        (400, "long ago"),
        (30, "! in october"),
        (1, "+ yesterday"),
        (0, "first"),
        (0, "[] second"),
    ]);
    let window = Window::open_timeline(&journal);
    assert_eq!(
        window.entry_labels(),
        ["Action: second", "Note: first", "Praise: yesterday", "Flag: in october", "Note: long ago"]
    );
    let landmarks = ["November 2026", "Today", "Yesterday", "October 2026", "25 Oct", "October 2025", "20 Oct"];
    let seen: Vec<String> = labels(&window).into_iter().filter(|label| landmarks.contains(&label.as_str())).collect();
    assert_eq!(seen, landmarks, "the day is said once a day");
    assert!(window.has_text("3 entries") && window.has_text("1 entry"), "{}", window.visible_text());
}

#[test]
fn every_entry_says_its_kind_and_the_one_on_one_it_belongs_to() {
    let journal = TempJournal::with_entries(&[(0, "outside")]);
    let person = rapport::domain::id::PersonId(1);
    journal.commit(Change::StartMeeting(person)).unwrap();
    journal.commit(jot_change(1, Some(1), "! inside")).unwrap();
    let one_on_one = rapport::domain::id::OneOnOneId(1);
    journal.commit(Change::WrapUp { one_on_one, minutes: 25 }).unwrap();
    let window = Window::open_timeline(&journal);
    assert!(window.has_text("One-on-one, 25 min"), "{}", window.visible_text());
    let chips = labels(&window);
    assert!(chips.contains(&"Flag".to_owned()) && chips.contains(&"Note".to_owned()), "{chips:?}");
}

#[test]
fn empty_timeline_explains_itself() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::open_timeline(&journal);
    assert!(window.has_text("No history with Dana yet"), "{}", window.visible_text());
    assert!(window.has_text("Everything you write about them appears here, newest first."));
}

#[test]
fn entries_can_be_edited_and_trashed_on_the_timeline() {
    let journal = TempJournal::with_entries(&[(0, "first"), (0, "second")]);
    let mut window = Window::open_timeline(&journal);
    window.choose_menu_item("More for Note: first", "Edit");
    window.fill("Entry", "first, anew");
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: second", "Note: first, anew"]);
    window.choose_menu_item("More for Note: second", "Move to trash");
    window.wait_for_entries(&["Note: first, anew"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&["Note: second", "Note: first, anew"]);
}

#[test]
fn scroll_position_survives_page_change_and_restart() {
    let lines: Vec<(i64, String)> = (0..60).map(|day| (60 - day, format!("line {day}"))).collect();
    let lines: Vec<(i64, &str)> = lines.iter().map(|(days, line)| (*days, line.as_str())).collect();
    let journal = TempJournal::with_entries(&lines);
    let mut window = Window::open_timeline(&journal);
    window.hover_at(pos2(700.0, 500.0));
    window.event(eframe::egui::Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: eframe::egui::vec2(0.0, -900.0),
        source: eframe::egui::MouseWheelSource::Wheel,
        phase: eframe::egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.advance_time(1.0);
    let visible_entries = |window: &Window| -> Vec<(String, i32)> {
        let entries = window
            .query_all_by_role(Role::Article)
            .filter(|node| node.rect().top() > 130.0 && node.rect().bottom() < 820.0);
        entries
            .map(|node| (node.accesskit_node().label().unwrap_or_default(), rounded_points(node.rect().top())))
            .collect()
    };
    let position = visible_entries(&window);
    assert!(position.len() > 3 && !position.iter().any(|(name, _)| name == "Note: line 59"), "{position:?}");
    window.click(Role::Tab, "Meet");
    window.click(Role::Tab, "Timeline");
    assert_eq!(visible_entries(&window), position, "the same place after another page");
    window.close();
    let mut window = Window::open(&journal);
    window.advance_time(0.5);
    assert_eq!(visible_entries(&window), position, "the same page and place after another start");
}

#[expect(clippy::cast_possible_truncation, reason = "a window is not as large")]
fn rounded_points(y: f32) -> i32 {
    y.round() as i32
}
