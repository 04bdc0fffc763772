//! Tab goes through every control of a page once, in an order that can be followed by eye, and
//! Shift+Tab back; what has the focus is in sight.

use std::collections::{HashMap, HashSet};

use eframe::egui::{
    Key, Modifiers, Rect,
    accesskit::{Action, NodeId, Role},
};
use egui_kittest::{
    Node,
    kittest::{AccessKitNode, NodeT as _},
};

use rapport::journal::change::Change;

use crate::{support::TempJournal, window::Window};

/// Far more than there are controls on a page.
const MAX_STOPS: usize = 400;

fn id(node: &AccessKitNode<'_>) -> NodeId {
    node.locate().0
}

fn describe(node: &Node<'_>) -> String {
    let place = node.rect().min;
    let node = node.accesskit_node();
    format!("{:?} {} at {place:?}", node.role(), node.label().unwrap_or_default())
}

/// The controls that can have the focus by Tab.
fn stops(window: &Window) -> HashMap<NodeId, String> {
    let nodes = window.root().children_recursive().filter(|node| {
        let node = node.accesskit_node();
        node.data().supports_action(Action::Focus) && node.role() != Role::Window && !node.is_disabled()
    });
    nodes.map(|node| (id(&node.accesskit_node()), describe(&node))).collect()
}

fn focused(window: &Window) -> Option<(NodeId, String, Rect)> {
    let node = window.root().children_recursive().find(Node::is_focused)?;
    Some((id(&node.accesskit_node()), describe(&node), node.rect()))
}

/// Goes round once, and returns the stops with the problems on the way.
fn go_round(window: &mut Window, modifiers: Modifiers) -> (HashSet<NodeId>, Vec<String>) {
    let (mut visited, mut problems) = (HashSet::new(), Vec::new());
    let mut first = None;
    let mut last = "the beginning".to_owned();
    for _ in 0..MAX_STOPS {
        window.press_with(modifiers, Key::Tab);
        let Some((id, name, place)) = focused(window) else {
            problems.push(format!("after {last} nothing has the focus"));
            continue;
        };
        if first == Some(id) {
            return (visited, problems);
        }
        first = first.or(Some(id));
        if !visited.insert(id) {
            problems.push(format!("{name} comes twice"));
            return (visited, problems);
        }
        if !window.ctx.content_rect().expand(1.0).contains_rect(place) {
            problems.push(format!("{name} is out of sight"));
        }
        last = name;
    }
    problems.push("Tab does not come round".to_owned());
    (visited, problems)
}

/// Goes round a page in both directions. What is shown only before or after it may be left out: the
/// buttons of a row that opens with the focus, the month that is shown.
#[track_caller]
fn assert_tab_goes_round(window: &mut Window) {
    for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
        let before = stops(window);
        let (visited, mut problems) = go_round(window, modifiers);
        let after = stops(window);
        let missed = after.iter().filter(|(id, _)| before.contains_key(id) && !visited.contains(id));
        problems.extend(missed.map(|(_, name)| format!("{name} is not reached")));
        assert!(problems.is_empty(), "with {modifiers:?}:\n{}", problems.join("\n"));
    }
}

/// The sample journal at this tab of its first person.
fn open_tab(key: Key) -> (TempJournal, Window) {
    let journal = TempJournal::sample();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, key);
    window.advance_time(0.5);
    (journal, window)
}

#[test]
fn tab_reaches_every_control_of_today() {
    let journal = TempJournal::sample();
    assert_tab_goes_round(&mut Window::launch(&journal));
}

#[test]
fn tab_reaches_every_control_of_prepare() {
    assert_tab_goes_round(&mut open_tab(Key::Num1).1);
}

#[test]
fn tab_reaches_every_control_of_meet() {
    assert_tab_goes_round(&mut open_tab(Key::Num2).1);
}

#[test]
fn tab_reaches_every_control_of_the_timeline() {
    assert_tab_goes_round(&mut open_tab(Key::Num3).1);
}

#[test]
fn tab_reaches_every_control_of_review() {
    assert_tab_goes_round(&mut open_tab(Key::Num4).1);
}

#[test]
fn tab_reaches_every_control_of_reflect_and_search() {
    let journal = TempJournal::sample();
    let mut window = Window::launch(&journal);
    window.press_with(Modifiers::COMMAND, Key::R);
    assert_tab_goes_round(&mut window);
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    assert_tab_goes_round(&mut window);
}

#[test]
fn tab_goes_from_the_query_to_the_filters_and_on_behind_the_query() {
    let journal = TempJournal::sample();
    let mut window = Window::launch(&journal);
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    window.fill("Search everything", "on");
    window.wait_for(Role::Button, "Open on the timeline");
    let mut visited: Vec<String> = Vec::new();
    for _ in 0..40 {
        window.press(Key::Tab);
        visited.extend(window.focused_label());
    }
    assert!(visited[0].starts_with("Button "), "{visited:#?}");
    assert_eq!(visited[1], "Button Clear the search", "{visited:#?}");
    // While the query has the focus, a screen reader is told the selected result.
    let is_visited = |stop: &String| {
        let stop = stop.replace("TextInput Search everything", "ListBoxOption");
        visited.iter().any(|name| stop.starts_with(name) || name.starts_with(stop.split(" at ").next().unwrap()))
    };
    let missed: Vec<String> = stops(&window).into_values().filter(|stop| !is_visited(stop)).collect();
    assert!(missed.is_empty(), "{missed:#?} {visited:#?}");
}

#[test]
fn tab_reaches_every_control_of_the_settings() {
    let journal = TempJournal::sample();
    let mut window = Window::launch(&journal);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    for tab in ["Appearance", "Reminders", "Privacy & backup", "Import & export", "Shortcuts"] {
        window.click(Role::Tab, tab);
        window.advance_time(0.5);
        assert_tab_goes_round(&mut window);
    }
}

#[test]
fn focus_stays_on_a_row_of_today_when_rows_above_it_go() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let first = journal.jot_days_ago(1, 9, "[] first by 20 nov 2026");
    journal.jot_days_ago(1, 9, "[] second by 21 nov 2026");
    let mut window = Window::launch(&journal);
    window.press(Key::J);
    window.press(Key::J);
    let row = window.focused_label();
    assert!(row.as_deref().is_some_and(|row| row.contains("second")), "{row:?}");
    journal.commit(Change::Trash(first)).unwrap();
    window.wait_until("the first row is gone", |window| !window.has_text("first"));
    assert_eq!(window.focused_label(), row);
}
