//! The ways through a history: filter, find, months, days and keys.

use eframe::egui::{
    Event, Key, Modifiers, PointerButton, Pos2,
    accesskit::{AriaCurrent, Role, Toggled},
    vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::{Span, Zoned};
use rapport::domain::id::EntryId;

use crate::{
    support::{NOW, TempJournal, jotted, zoned},
    window::Window,
};

fn days_ago(days: i64) -> Zoned {
    zoned(NOW).checked_sub(Span::new().days(days)).unwrap()
}

fn with<T: AsRef<str>>(lines: &[(i64, T)]) -> TempJournal {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for (days, line) in lines {
        rapport::journal::Journal::commit(&journal, jotted(1, None, line.as_ref()), &days_ago(*days)).unwrap();
    }
    journal
}

/// Three years, a line every ten days, a flag at the beginning of each, and one goal.
fn years() -> TempJournal {
    let mut lines: Vec<(i64, String)> = (0..110).map(|nth| (nth * 10, format!("line {nth} of the years"))).collect();
    for flag in [5, 371, 736] {
        lines.push((flag, format!("! flag {flag} days ago")));
    }
    lines.push((402, "^ a goal".to_owned()));
    lines.reverse();
    with(&lines)
}

fn timeline(journal: &TempJournal) -> Window {
    let mut window = Window::over(journal);
    window.click(Role::Tab, "Timeline");
    window
}

/// The entries that are in sight, all of each.
fn in_sight(window: &Window) -> Vec<String> {
    let sight = window.ctx.content_rect();
    let mut shown: Vec<_> = window.query_all_by_role(Role::Article).collect();
    shown.retain(|node| node.rect().top() > 175.0 && node.rect().bottom() < sight.bottom() + 0.5);
    shown.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    shown.iter().filter_map(|node| node.accesskit_node().label()).collect()
}

/// The month that the strip says is in sight.
fn month(window: &Window) -> String {
    let is_at = |node: &&egui_kittest::Node<'_>| node.accesskit_node().data().aria_current() == Some(AriaCurrent::Date);
    let all: Vec<_> = window.query_all_by_role(Role::Button).collect();
    all.iter().find(is_at).and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

/// The entry that stands out.
fn out(window: &Window) -> String {
    let is_out =
        |node: &&egui_kittest::Node<'_>| node.accesskit_node().data().aria_current() == Some(AriaCurrent::True);
    let all: Vec<_> = window.query_all_by_role(Role::Article).collect();
    all.iter().find(is_out).and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

fn is_on(window: &Window, chip: &str) -> bool {
    window.get_button(chip).accesskit_node().toggled() == Some(Toggled::True)
}

#[test]
fn chips_count_what_there_is_and_several_can_be_on() {
    let journal = with(&[(9, "^ goal"), (5, "! first"), (3, "+ good"), (2, "! second"), (1, "a note")]);
    let mut window = timeline(&journal);
    assert!(is_on(&window, "Everything") && !window.says("Topics"), "{}", window.read());
    window.button("Flags 2");
    assert_eq!(window.entries(), ["Flag: second", "Flag: first"]);
    assert!(is_on(&window, "Flags 2") && !is_on(&window, "Everything"));
    window.button("Goals 1");
    assert_eq!(window.entries(), ["Flag: second", "Flag: first", "Goal: goal"]);
    window.button("Flags 2");
    assert_eq!(window.entries(), ["Goal: goal"]);
    window.button("Everything");
    assert_eq!(window.entries().len(), 5);
    assert!(window.has(Role::Button, "Praise 1") && window.has(Role::Button, "Notes 1"));
}

#[test]
fn chips_are_one_stop_of_tab_and_arrows_go_through_them() {
    let journal = with(&[(5, "! first"), (1, "a note")]);
    let mut window = timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.press(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Button Everything"));
    window.press(Key::ArrowRight);
    assert_eq!(window.focused().as_deref(), Some("Button Flags 1"));
    window.press(Key::Space);
    assert_eq!(window.entries(), ["Flag: first"]);
    window.press(Key::Tab);
    assert!(!window.focused().unwrap().contains("Notes"), "{:?}", window.focused());
}

#[test]
fn a_filter_with_nothing_in_it_any_more_offers_everything() {
    let journal = with(&[(5, "a note"), (1, "! flag")]);
    let mut window = timeline(&journal);
    window.button("Flags 1");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_says("No flags here any more.");
    window.button("Show everything");
    assert_eq!(window.entries(), ["Note: a note"]);
}

#[test]
fn the_place_is_kept_when_a_filter_comes_and_goes() {
    let mut window = timeline(&years());
    window.press(Key::End);
    window.press(Key::Home);
    // The flag of a year ago, and what stands around it.
    window.press_with(Modifiers::COMMAND, Key::G);
    window.type_text("371 days ago");
    window.press(Key::Enter);
    assert_eq!(in_sight(&window)[0], "Flag: flag 371 days ago");
    let place = in_sight(&window);
    window.button("Notes 110");
    assert_eq!(in_sight(&window)[0], "Note: line 38 of the years", "the next one further down");
    window.button("Notes 110");
    assert_eq!(in_sight(&window), place);
    window.button("Flags 3");
    assert_eq!(in_sight(&window).len(), 3, "all in sight");
    window.button("Everything");
    assert_eq!(in_sight(&window), place, "though there was nothing to scroll");
}

#[test]
fn words_are_found_as_they_are_typed_counted_and_stepped_through() {
    let journal = with(&[(400, "Tomás, long ago"), (90, "[] ask TOMAS by tomorrow"), (40, "else"), (1, "with tomás")]);
    let mut window = timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    assert_eq!(window.focused().as_deref(), Some("TextInput Find in history"));
    window.type_text("tomas");
    assert!(window.says("1 of 3"), "{}", window.read());
    assert_eq!(out(&window), "Note: with tomás");
    window.press(Key::Enter);
    assert!(window.says("2 of 3") && out(&window) == "Action: ask TOMAS", "{}", window.read());
    window.press(Key::Enter);
    assert_eq!(out(&window), "Note: Tomás, long ago");
    window.press(Key::Enter);
    assert!(window.says("1 of 3"), "and around");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert!(window.says("3 of 3"));
    window.button("The match before");
    assert!(window.says("2 of 3"));
    window.type_text(" ask");
    assert!(window.says("1 of 1"), "{}", window.read());
}

#[test]
fn what_became_of_an_entry_is_found_by_its_words() {
    use rapport::{domain::life::Move, journal::change::Change};
    let journal = with(&[(9, "! quiet in reviews"), (1, "a note")]);
    let entry = rapport::domain::id::EntryId(1);
    journal.commit(Change::Move { entry, wanted: Move::Raise("The vendor talks over her".to_owned()) }).unwrap();
    let mut window = timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("vendor talks");
    assert!(window.says("1 of 1"), "{}", window.read());
}

#[test]
fn far_matches_are_brought_into_sight_one_after_the_other() {
    let mut window = timeline(&years());
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("days ago");
    for expected in ["Flag: flag 5 days ago", "Flag: flag 371 days ago", "Flag: flag 736 days ago"] {
        assert_eq!(out(&window), expected);
        assert!(in_sight(&window).contains(&expected.to_owned()), "{:?}", in_sight(&window));
        window.press(Key::Enter);
    }
    assert_eq!(out(&window), "Flag: flag 5 days ago");
}

#[test]
fn esc_clears_what_is_looked_for_and_gives_the_focus_back() {
    let journal = with(&[(2, "first"), (1, "second")]);
    let mut window = timeline(&journal);
    window.press(Key::J);
    assert_eq!(window.focused().as_deref(), Some("Article Note: second"));
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("first");
    assert_eq!(out(&window), "Note: first");
    window.press(Key::Escape);
    assert_eq!(window.text_of("Find in history"), "");
    assert_eq!((out(&window).as_str(), window.says(" of ")), ("", false));
    assert_eq!(window.focused().as_deref(), Some("Article Note: second"));
}

#[test]
fn the_way_from_the_field_to_what_was_found_is_an_arrow() {
    let journal = with(&[(2, "first"), (1, "second")]);
    let mut window = timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("first");
    window.press(Key::ArrowDown);
    assert_eq!(window.focused().as_deref(), Some("Article Note: first"));
    window.press(Key::E);
    assert_eq!(window.text_of("The entry"), "first");
}

#[test]
fn where_nothing_is_found_it_says_so_and_where_there_would_be_something() {
    let journal = with(&[(2, "a note"), (1, "! flag")]);
    let mut window = timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("gardening");
    assert!(window.says("Nothing with “gardening”."), "{}", window.read());
    assert_eq!(window.entries().len(), 2, "the history stays where it is");
    window.button("Clear");
    assert_eq!(window.text_of("Find in history"), "");
    window.button("Flags 1");
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("note");
    assert!(window.says("Nothing with “note” among flags, but 1 elsewhere."), "{}", window.read());
    window
        .get_by(|node| {
            node.role() == Role::Button && node.label().as_deref() == Some("Everything") && node.toggled().is_none()
        })
        .click();
    window.settle();
    assert_eq!(out(&window), "Note: a note");
}

#[test]
fn a_click_on_a_month_goes_there_and_the_month_is_marked() {
    let mut window = timeline(&years());
    assert_eq!(month(&window), "November 2026, 4 entries, 1 flag noticed");
    window.button("November 2025, 4 entries, 1 flag noticed");
    assert_eq!(month(&window), "November 2025, 4 entries, 1 flag noticed");
    assert!(in_sight(&window).contains(&"Flag: flag 371 days ago".to_owned()), "{:?}", in_sight(&window));
    window.press(Key::ArrowDown);
    assert_eq!(month(&window), "October 2025, 4 entries");
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    assert_eq!(month(&window), "December 2025, 3 entries");
    window.press(Key::Tab);
    let focused = window.focused().unwrap();
    assert!(!focused.contains("entries"), "one stop of Tab for all months: {focused}");
}

#[test]
fn the_months_are_gone_through_by_a_drag() {
    let mut window = timeline(&years());
    let at = |window: &Window, name: &str| window.get_button(name).rect().center();
    let (from, to) = (at(&window, "October 2026, 3 entries"), at(&window, "April 2026, 3 entries"));
    let button = |pos: Pos2, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.event(Event::PointerMoved(from));
    window.event(button(from, true));
    window.step();
    for part in [0.2, 0.5, 1.0] {
        window.event(Event::PointerMoved(from + (to - from) * part));
        window.settle();
    }
    assert_eq!(month(&window), "April 2026, 3 entries");
    window.event(button(to, false));
    window.settle();
    assert_eq!(month(&window), "April 2026, 3 entries");
}

#[test]
fn one_jumps_to_a_day_as_one_says_it() {
    let mut window = timeline(&years());
    for (said, there, month_there) in [
        ("march 2025", "Note: line 61 of the years", "March 2025, 3 entries"),
        ("20 november 2025", "Flag: flag 371 days ago", "November 2025, 4 entries, 1 flag noticed"),
        ("1999", "Note: line 109 of the years", "November 2023, 1 entry"),
    ] {
        window.press_with(Modifiers::COMMAND, Key::G);
        window.type_text(said);
        window.press(Key::Enter);
        assert!(in_sight(&window).contains(&there.to_owned()), "{said}: {:?}", in_sight(&window));
        assert_eq!(month(&window), month_there, "{said}");
    }
    window.button("Go to…");
    window.type_text("someday");
    window.press(Key::Enter);
    assert!(window.says("“someday” is not a day that Rapport can read."), "{}", window.read());
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, "Go to a day"));
}

#[test]
fn j_and_k_go_from_entry_to_entry_and_further_than_the_window() {
    let mut window = timeline(&years());
    window.press(Key::J);
    assert_eq!(window.focused().as_deref(), Some("Article Note: line 0 of the years"));
    window.press(Key::J);
    assert_eq!(window.focused().as_deref(), Some("Article Flag: flag 5 days ago"));
    window.press(Key::K);
    assert_eq!(window.focused().as_deref(), Some("Article Note: line 0 of the years"));
    for _ in 0..30 {
        window.press(Key::J);
    }
    assert_eq!(window.focused().as_deref(), Some("Article Note: line 29 of the years"));
    assert!(in_sight(&window).contains(&"Note: line 29 of the years".to_owned()), "{:?}", in_sight(&window));
    for _ in 0..40 {
        window.press(Key::K);
    }
    assert_eq!(window.focused().as_deref(), Some("Article Note: line 0 of the years"));
    window.press(Key::Delete);
    window.until("it is in the trash", |window| !window.entries().contains(&"Note: line 0 of the years".to_owned()));
}

#[test]
fn home_end_and_the_months_before_and_after_have_their_keys() {
    let mut window = timeline(&years());
    window.press(Key::End);
    assert!(
        in_sight(&window).last().is_some_and(|last| last == "Note: line 109 of the years"),
        "{:?}",
        in_sight(&window)
    );
    window.press(Key::Home);
    assert_eq!(in_sight(&window)[0], "Note: line 0 of the years");
    window.press_with(Modifiers::COMMAND, Key::PageDown);
    assert_eq!(month(&window), "October 2026, 3 entries");
    window.press_with(Modifiers::COMMAND, Key::PageDown);
    assert_eq!(month(&window), "September 2026, 3 entries");
    window.press_with(Modifiers::COMMAND, Key::PageUp);
    assert_eq!(month(&window), "October 2026, 3 entries");
    let before = in_sight(&window);
    window.press(Key::PageDown);
    assert_ne!(in_sight(&window), before);
}

#[test]
fn the_place_is_kept_on_a_new_entry_on_undo_and_when_the_window_changes() {
    let journal = years();
    let mut window = timeline(&journal);
    window.button("November 2025, 4 entries, 1 flag noticed");
    let place = in_sight(&window);
    journal
        .another()
        .commit(rapport::journal::change::Change::Begin(rapport::domain::id::PersonId(1)), &zoned(NOW))
        .unwrap();
    journal.another().commit(jotted(1, None, "while you read"), &zoned(NOW)).unwrap();
    window.until("the new entry is counted", |window| window.has(Role::Button, "Notes 111"));
    window.settle();
    assert_eq!(in_sight(&window), place);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("it is taken back", |window| window.has(Role::Button, "Notes 110"));
    window.settle();
    assert_eq!(in_sight(&window), place);
    window.set_size(vec2(900.0, 820.0));
    window.settle();
    assert_eq!(in_sight(&window)[0], place[0], "narrower");
    window.set_size(vec2(1280.0, 820.0));
    window.settle();
    assert_eq!(in_sight(&window), place);
}

#[test]
fn keys_are_for_the_field_while_something_is_typed() {
    let journal = with(&[(2, "first"), (1, "second")]);
    let mut window = timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.key_press(Key::J);
    window.type_text("jk");
    assert_eq!(window.text_of("Find in history"), "jk");
    assert_eq!(window.focused().as_deref(), Some("TextInput Find in history"));
}

#[test]
fn in_a_narrow_window_nothing_is_cut_off() {
    let mut window = timeline(&years());
    for width in [900.0, 640.0] {
        window.set_size(vec2(width, 700.0));
        window.settle();
        for chip in ["Everything", "Flags 3", "Goals 1"] {
            let rect = window.get_button(chip).rect();
            assert!(rect.right() < width && rect.left() > 232.0, "{chip} at {rect:?} of {width}");
        }
    }
    assert!(window.query_by_label("November 2026, 4 entries, 1 flag noticed").is_none(), "no room for the months");
}

#[test]
fn an_entry_is_picked_as_evidence_with_one_key_and_taken_back() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "led the review herself");
    let mut window = Window::over(&journal);
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until("it is picked", |window| window.says("evidence for a review"));
    assert!(journal.db().entry(EntryId(1)).unwrap().unwrap().evidence);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("it is taken back", |window| window.says("Taken back: picking it as evidence"));
    assert!(!journal.db().entry(EntryId(1)).unwrap().unwrap().evidence);
    window.choose("More for Note: led the review herself", "Pick as evidence for a review");
    window.until("it is picked again", |window| window.says("evidence for a review"));
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until("it is evidence no more", |window| window.says("No longer evidence"));
    assert!(!journal.db().entry(EntryId(1)).unwrap().unwrap().evidence);
}
