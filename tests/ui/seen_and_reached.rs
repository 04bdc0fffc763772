//! What is to be seen is in view, and what is to be reached is reached: the sidebar, notices, the
//! choices of flags, numbers while Alt is held, and the first Tab.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use rapport::{
    domain::{id::PersonId, person::Profile},
    journal::change::Change,
};

use crate::{
    support::{TempJournal, minutes_after_now, query_number},
    window::Window,
};

/// Forty people, the first twenty in one team and the others in another.
fn forty_people() -> TempJournal {
    let journal = TempJournal::with_people(&[]);
    let profile = |index: usize| Profile {
        team: if index < 20 { "Platform" } else { "Support" }.to_owned(),
        ..Profile::with_name(
            format!("{} Person", char::from(b'A' + u8::try_from(index % 26).unwrap())).repeat(1 + index / 26),
        )
    };
    journal.commit(Change::AddPeople((0..40).map(profile).collect())).unwrap();
    journal
}

/// The row of a person in the sidebar, if it is within the window.
fn is_in_view(window: &Window, name: &str) -> bool {
    let rows = window.query_all_by_role(Role::ListItem).filter(|node| {
        node.accesskit_node().label().is_some_and(|label| label == name || label.starts_with(&format!("{name}, ")))
    });
    rows.map(|node| node.rect()).any(|rect| rect.right() < 232.0 && rect.top() > 100.0 && rect.bottom() < 740.0)
}

/// The accessible name of the row of a person.
fn row_label(window: &Window, name: &str) -> String {
    let labels = window.query_all_by_role(Role::ListItem).filter_map(|node| node.accesskit_node().label());
    labels.into_iter().find(|label| label.starts_with(&format!("{name}, "))).unwrap()
}

#[test]
fn the_sidebar_scrolls_to_the_selected_person() {
    let journal = forty_people();
    let mut window = Window::launch(&journal);
    for _ in 0..20 {
        window.press_with(Modifiers::ALT, Key::ArrowDown);
    }
    window.advance_time(0.5);
    assert!(window.has(Role::Button, "More for T Person"), "{}", window.visible_text());
    assert!(is_in_view(&window, "T Person"), "{}", window.visible_text());
}

#[test]
fn people_are_filtered_by_typing_in_the_sidebar() {
    let journal = forty_people();
    let mut window = Window::launch(&journal);
    let row = row_label(&window, "C Person");
    window.click(Role::ListItem, &row);
    window.focus(Role::ListItem, &row);
    window.type_text("m per");
    assert_eq!(window.field_text("Filter people"), "m per", "{}", window.visible_text());
    assert!(is_in_view(&window, "M Person"));
    assert!(!is_in_view(&window, "C Person"));
    window.press(Key::Enter);
    window.advance_time(0.3);
    assert!(window.has(Role::Button, "More for M Person"), "{}", window.visible_text());
    assert!(is_in_view(&window, "C Person") || is_in_view(&window, "M Person"));
    assert_eq!(window.field_text("Filter people"), "");
}

#[test]
fn people_are_grouped_by_team_and_groups_fold() {
    let journal = forty_people();
    let mut window = Window::launch(&journal);
    window.click_button("Order of people");
    window.click(Role::MenuItemRadio, "By team");
    assert!(window.has(Role::Button, "Platform · 20"), "{}", window.visible_text());
    window.click_button("Platform · 20");
    assert!(!is_in_view(&window, "A Person"), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.advance_time(0.3);
    assert!(is_in_view(&window, "A Person"), "the group of a person who is opened unfolds");
    window.close();
    let window = Window::launch(&journal);
    assert!(window.has(Role::Button, "Support · 20"), "the order is kept");
}

#[test]
fn a_notice_covers_neither_the_sidebar_nor_the_composer() {
    let journal = forty_people();
    let mut window = Window::open(&journal);
    window.click_button("Log without notes");
    window.wait_for(Role::Button, "Undo");
    window.advance_time(0.3);
    // Its button stands for the notice, which has no place in the tree.
    let undo = window.get_button("Undo").rect();
    for node in window.query_all_by_role(Role::Button) {
        let label = node.accesskit_node().label().unwrap_or_default();
        // What is scrolled out of the list is clipped there.
        let is_scrolled_out = label.contains("Person") || label == "Add person";
        assert!(label == "Undo" || is_scrolled_out || !undo.intersects(node.rect()), "{label} {:?}", node.rect());
    }
    assert!(!undo.intersects(window.field("Jot about A Person").rect()));
}

#[test]
fn the_first_tab_goes_to_the_page() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::launch(&journal);
    assert_eq!(window.focused_label(), None);
    window.press(Key::Tab);
    let focused = window.root().children_recursive().find(egui_kittest::Node::is_focused).map(|node| node.rect());
    assert!(focused.is_some_and(|rect| rect.left() > 232.0), "{:?}", window.focused_label());
}

#[test]
fn choices_of_a_flag_are_shown_while_it_is_pointed_at_or_focused() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "! quiet today");
    let mut window = Window::open(&journal);
    assert!(!window.has(Role::Button, "Raise…"), "{}", window.visible_text());
    window.get_by_label("Details: quiet today").hover();
    window.settle();
    assert!(window.has(Role::Button, "Raise…"), "{}", window.visible_text());
    window.remove_cursor();
    window.settle();
    assert!(!window.has(Role::Button, "Raise…"));
    window.get_by_label("Details: quiet today").focus();
    window.settle();
    assert!(window.has(Role::Button, "Raise…"), "{}", window.visible_text());
}

#[test]
fn numbers_are_shown_while_alt_is_held() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "[] send the notes");
    journal.jot(1, "? the offsite");
    let mut window = Window::open(&journal);
    assert!(!window.has_text("Alt+1"), "{}", window.visible_text());
    let before = label_rect(&window, "send the notes");
    window.event(Event::ModifiersChanged(Modifiers::ALT));
    window.settle();
    assert!(window.has_text("Alt+1") && window.has_text("Alt+2"), "{}", window.visible_text());
    assert_eq!(label_rect(&window, "send the notes"), before, "nothing moves");
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.settle();
    assert!(!window.has_text("Alt+1"));
}

#[test]
fn copying_a_review_says_so() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window.fill("Review of Dana", "Steady.");
    window.click_button("Copy");
    window.wait_for(Role::Status, "Copied to the clipboard");
}

#[test]
fn lines_of_a_draft_are_at_most_760_points_wide() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let builder = Window::builder().with_size(vec2(2000.0, 900.0));
    let mut window = Window::open_with_builder(builder, &journal.file(), &journal.clock);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    let field = window.field("Review of Dana").rect();
    assert!(field.width() <= 760.5, "{field:?}");
}

#[test]
fn the_person_form_marks_the_current_colour() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "Edit…");
    window.advance_time(0.3);
    let selected: Vec<String> = window
        .query_all_by_role(Role::RadioButton)
        .filter(|node| node.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True))
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert!(selected.iter().any(|name| name == "Green"), "{selected:?}");
    let top = |name: &str| window.field(name).rect().top();
    assert!(top("How often you meet") < top("Overdue after"));
    assert!(top("Overdue after") < top("Working together since"), "the cadence is one group");
}

#[test]
fn wrapping_up_lists_what_was_discussed_and_moves_the_next_one() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "? the offsite");
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field("Jot while you talk"));
    window.press_with(Modifiers::ALT, Key::Num1);
    window.wait_until("it is discussed", |_| {
        query_number(&journal.raw_connection(), "SELECT count(*) FROM topics WHERE state = 'open'") == 0
    });
    journal.clock.set(minutes_after_now(30));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("Raised and discussed"), "{}", window.visible_text());
    assert!(window.has_text("the offsite"), "{}", window.visible_text());
    window.fill("Next one-on-one", "nonsense");
    window.press(Key::Enter);
    assert!(window.has_field("Next one-on-one"), "an unreadable date is not taken");
    window.fill("Next one-on-one", "thu 14:00");
    assert!(window.has_text("Thursday 26 November 2026, 14:00"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_until("it is moved", |_| {
        journal.read(|db| db.next_planned(PersonId(1))).is_ok_and(|planned| planned.is_some())
    });
    let planned = journal.read(|db| db.next_planned(PersonId(1))).unwrap().unwrap();
    assert_eq!(planned.at.to_string().get(..16), Some("2026-11-26T14:00"));
}

#[test]
fn after_done_the_ring_and_the_choices_are_of_the_same_row() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for text in ["[] first by 20 nov 2026", "[] second by 21 nov 2026", "[] third by 22 nov 2026"] {
        journal.jot_days_ago(1, 9, text);
    }
    let mut window = Window::launch(&journal);
    window.press(Key::J);
    window.press(Key::D);
    window.wait_for_text("Done, not told");
    window.settle();
    let focused = window.focused_label().unwrap_or_default();
    let selected: Vec<String> = window
        .query_all_by_role(Role::ListItem)
        .filter(|node| node.accesskit_node().is_selected() == Some(true))
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.starts_with("Action, "))
        .collect();
    assert_eq!(selected.len(), 1, "{selected:?}");
    assert_eq!(focused, format!("ListItem {}", selected[0]));
    // The keys are of the same row.
    window.press(Key::Enter);
    window.advance_time(0.3);
    let text = selected[0].trim_start_matches("Action, Dana: ").split(',').next().unwrap_or_default().to_owned();
    assert!(window.focused_label().is_some_and(|label| label.contains(&text)), "{:?}", window.focused_label());
}

#[test]
fn undo_of_something_on_another_page_leads_there() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Kenji Watanabe"]);
    let entry = journal.jot(2, "+ stayed late");
    journal.commit(Change::Trash(entry)).unwrap();
    let mut window = Window::open(&journal);
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Undid");
    window.click_button("Show");
    window.advance_time(0.5);
    assert_eq!(window.entry_labels(), ["Praise: stayed late"], "{}", window.visible_text());
    assert!(window.has(Role::Button, "More for Kenji Watanabe"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    window.wait_for_text("Redid");
    assert!(!window.has(Role::Button, "Show"), "it is on this page");
}

#[test]
fn undo_of_an_entry_leads_to_the_timeline_from_the_other_tabs_of_the_person() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "+ stayed late");
    journal.commit(Change::Trash(entry)).unwrap();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Undid");
    window.click_button("Show");
    window.advance_time(0.5);
    assert_eq!(window.entry_labels(), ["Praise: stayed late"], "{}", window.visible_text());
    assert!(window.is_toggled(Role::Tab, "Timeline") || window.has(Role::Button, "Go to date…"));
}

/// The rectangle of a label that begins so.
fn label_rect(window: &Window, start: &str) -> eframe::egui::Rect {
    let labels = window.query_all_by_role(Role::Label);
    let is_it = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        [node.label(), node.value()].into_iter().flatten().any(|text| text.starts_with(start))
    };
    let found = labels.into_iter().find(is_it);
    assert!(found.is_some(), "{start} in {}", window.visible_text());
    found.unwrap().rect()
}

#[test]
fn the_header_of_a_person_fits_half_a_screen() {
    let journal = TempJournal::sample();
    let builder = Window::builder().with_size(vec2(760.0, 820.0));
    let mut window = Window::launch_with_builder(builder, &journal.file(), &journal.clock);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    let (about, met) = (label_rect(&window, "Staff engineer, Platform"), label_rect(&window, "met 10 of the last 12"));
    assert!(about.right() <= met.left(), "{about:?} {met:?}");
    let next = window.get_button("Next one-on-one today, 10:00").rect();
    assert!(!next.intersects(window.get_button("More for Dana Whitfield").rect()), "{next:?}");
    assert!(next.right() <= 760.0);
}

#[test]
fn tooltips_say_what_is_cut_off() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let text = "asked three times for a decision about the storage migration and got three different answers";
    journal.jot(1, &format!("! {text}"));
    let builder = Window::builder().with_size(vec2(760.0, 820.0));
    let mut window = Window::launch_with_builder(builder, &journal.file(), &journal.clock);
    let row = format!("Flag, Dana: {text}");
    let rows = window.query_all_by_role(Role::ListItem);
    let rect = rows
        .into_iter()
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(&row)))
        .map(|node| node.rect());
    window.hover_at(rect.expect("the row is there").center());
    window.advance_time(1.0);
    assert!(window.has_text(&format!("Dana: {text}")), "{}", window.visible_text());
}

#[test]
fn a_tooltip_does_not_repeat_the_text_beside_its_button() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "! quiet today");
    let mut window = Window::open(&journal);
    window.get_by_label("Details: quiet today").hover();
    window.advance_time(1.0);
    let tooltips: Vec<String> = window
        .query_all_by_role(Role::Label)
        .filter_map(|node| node.accesskit_node().value())
        .filter(|text| text.starts_with("Details"))
        .collect();
    assert_eq!(tooltips, ["Details"], "{}", window.visible_text());
}

#[test]
fn f6_goes_around_sidebar_page_and_side_panel() {
    let journal = TempJournal::sample();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    let part = |window: &Window| {
        let focused = window.root().children_recursive().find(Node::is_focused).unwrap();
        let middle = focused.rect().center().x;
        if middle < 232.0 {
            "sidebar"
        } else if middle < 980.0 {
            "page"
        } else {
            "side panel"
        }
    };
    let visited = |window: &mut Window, modifiers: Modifiers| {
        (0..4)
            .map(|_| {
                window.press_with(modifiers, Key::F6);
                part(window)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(visited(&mut window, Modifiers::NONE), ["page", "side panel", "sidebar", "page"]);
    assert_eq!(visited(&mut window, Modifiers::SHIFT), ["sidebar", "side panel", "page", "sidebar"]);
    // Today has no side panel.
    window.press_with(Modifiers::COMMAND, Key::T);
    let parts = visited(&mut window, Modifiers::NONE);
    assert!(parts.contains(&"sidebar") && !parts.contains(&"side panel"), "{parts:?}");
}

#[test]
fn the_list_of_shortcuts_is_searched_by_name_key_and_task() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.press(Key::F1);
    window.type_text("wrap");
    assert!(window.has_text("Start or wrap up a one-on-one"), "{}", window.visible_text());
    assert!(!window.has_text("Move this person up in the list"), "{}", window.visible_text());
    window.fill("Search shortcuts", "ctrl+k");
    assert!(window.has_text("Find anything, or jot about anyone"), "{}", window.visible_text());
    window.fill("Search shortcuts", "people and files");
    assert!(window.has_text("Move this person up in the list"), "{}", window.visible_text());
    window.fill("Search shortcuts", "praise");
    assert!(window.has_text("Praise"), "{}", window.visible_text());
    window.fill("Search shortcuts", "zzz");
    assert!(window.has_text("No shortcut matches."), "{}", window.visible_text());
}
