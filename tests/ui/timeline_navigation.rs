//! Navigation of the timeline: filters, search, months, dates and keys.

use std::{fs, path::PathBuf};

use eframe::egui::{
    Event, Key, Modifiers, PointerButton, Pos2,
    accesskit::{AriaCurrent, Role},
    vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::domain::id::EntryId;

use crate::{
    support::{NOW, TempJournal, jot_change, zoned},
    window::Window,
};

/// Three years: a note every ten days, a flag at the beginning of each year, and one goal.
fn three_year_journal() -> TempJournal {
    let mut lines: Vec<(i64, String)> =
        (0..110).map(|index| (index * 10, format!("line {index} of the years"))).collect();
    for flag in [5, 371, 736] {
        lines.push((flag, format!("! flag {flag} days ago")));
    }
    lines.push((402, "^ a goal".to_owned()));
    lines.reverse();
    TempJournal::with_entries(&lines)
}

/// The entries that are completely visible.
fn entries_in_view(window: &Window) -> Vec<String> {
    let viewport = window.ctx.content_rect();
    let mut entries: Vec<_> = window.query_all_by_role(Role::Article).collect();
    entries.retain(|node| node.rect().top() > 175.0 && node.rect().bottom() < viewport.bottom() + 0.5);
    entries.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    entries.iter().filter_map(|node| node.accesskit_node().label()).collect()
}

/// The month marked as current in the month strip.
fn current_month(window: &Window) -> String {
    let is_current =
        |node: &&egui_kittest::Node<'_>| node.accesskit_node().data().aria_current() == Some(AriaCurrent::Date);
    let all: Vec<_> = window.query_all_by_role(Role::Button).collect();
    all.iter().find(is_current).and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

/// The highlighted entry.
fn current_match(window: &Window) -> String {
    let is_current =
        |node: &&egui_kittest::Node<'_>| node.accesskit_node().data().aria_current() == Some(AriaCurrent::True);
    let all: Vec<_> = window.query_all_by_role(Role::Article).collect();
    all.iter().find(is_current).and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

#[test]
fn filter_chips_show_counts_and_combine() {
    let journal =
        TempJournal::with_entries(&[(9, "^ goal"), (5, "! first"), (3, "+ good"), (2, "! second"), (1, "a note")]);
    let mut window = Window::open_timeline(&journal);
    assert!(window.is_toggled(Role::Button, "Everything") && !window.has_text("Topics"), "{}", window.visible_text());
    window.click_button("Flags 2");
    assert_eq!(window.entry_labels(), ["Flag: second", "Flag: first"]);
    assert!(window.is_toggled(Role::Button, "Flags 2") && !window.is_toggled(Role::Button, "Everything"));
    window.click_button("Goals 1");
    assert_eq!(window.entry_labels(), ["Flag: second", "Flag: first", "Goal: goal"]);
    window.click_button("Flags 2");
    assert_eq!(window.entry_labels(), ["Goal: goal"]);
    window.click_button("Everything");
    assert_eq!(window.entry_labels().len(), 5);
    assert!(window.has(Role::Button, "Praise 1") && window.has(Role::Button, "Notes 1"));
}

#[test]
fn filter_chips_are_one_tab_stop_with_arrow_keys() {
    let journal = TempJournal::with_entries(&[(5, "! first"), (1, "a note")]);
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.press(Key::Tab);
    assert_eq!(window.focused_label().as_deref(), Some("Button Everything"));
    window.press(Key::ArrowRight);
    assert_eq!(window.focused_label().as_deref(), Some("Button Flags 1"));
    window.press(Key::Space);
    assert_eq!(window.entry_labels(), ["Flag: first"]);
    window.press(Key::Tab);
    assert!(!window.focused_label().unwrap().contains("Notes"), "{:?}", window.focused_label());
}

#[test]
fn emptied_filter_offers_to_show_everything() {
    let journal = TempJournal::with_entries(&[(5, "a note"), (1, "! flag")]);
    let mut window = Window::open_timeline(&journal);
    window.click_button("Flags 1");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("No flags here.");
    window.click_button("Everything");
    assert_eq!(window.entry_labels(), ["Note: a note"]);
}

#[test]
fn scroll_position_survives_filter_changes() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    window.press(Key::End);
    window.press(Key::Home);
    // The flag of a year ago with its neighbours.
    window.press_with(Modifiers::COMMAND, Key::G);
    window.type_text("371 days ago");
    window.press(Key::Enter);
    assert_eq!(entries_in_view(&window)[0], "Flag: flag 371 days ago");
    let visible = entries_in_view(&window);
    window.click_button("Notes 110");
    assert_eq!(entries_in_view(&window)[0], "Note: line 38 of the years", "the next one further down");
    window.click_button("Notes 110");
    assert_eq!(entries_in_view(&window), visible);
    window.click_button("Flags 3");
    assert_eq!(entries_in_view(&window).len(), 3, "all in sight");
    window.click_button("Everything");
    assert_eq!(entries_in_view(&window), visible, "though there was nothing to scroll");
}

#[test]
fn words_are_found_as_they_are_typed_counted_and_stepped_through() {
    let journal = TempJournal::with_entries(&[
        (400, "Tomás, long ago"),
        (90, "[] ask TOMAS by tomorrow"),
        (40, "else"),
        (1, "with tomás"),
    ]);
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    assert_eq!(window.focused_label().as_deref(), Some("TextInput Search history"));
    window.type_text("tomas");
    window.wait_for_text("1 of 3");
    assert_eq!(current_match(&window), "Note: with tomás");
    window.press(Key::Enter);
    assert!(window.has_text("2 of 3") && current_match(&window) == "Action: ask TOMAS", "{}", window.visible_text());
    window.press(Key::Enter);
    assert_eq!(current_match(&window), "Note: Tomás, long ago");
    window.press(Key::Enter);
    assert!(window.has_text("1 of 3"), "and around");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert!(window.has_text("3 of 3"));
    window.click_button("Previous match");
    assert!(window.has_text("2 of 3"));
    window.type_text(" ask");
    window.wait_for_text("1 of 1");
}

#[test]
fn words_are_found_by_the_index_as_on_the_search_page() {
    let journal = TempJournal::with_entries(&[
        (50, "took the week on call"),
        (40, "called about the week"),
        (30, "東京で一対一"),
        (20, "don’t call, on Friday"),
        (10, "resent the invitation"),
    ]);
    let mut window = Window::open_timeline(&journal);
    for (query, count) in [
        ("call", "1 of 3"),
        ("\"on call\"", "1 of 1"),
        ("week call", "1 of 2"),
        ("call -week", "1 of 1"),
        ("京で", "1 of 1"),
        ("sent", "none"),
        ("kind:note", "none"),
    ] {
        window.press_with(Modifiers::COMMAND, Key::F);
        window.fill("Search history", query);
        window.wait_for_text(count);
    }
}

#[test]
fn matches_stay_while_the_history_changes_and_until_others_are_found() {
    let journal = TempJournal::with_entries(&[(9, "a plan"), (5, "else"), (1, "the plans")]);
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("plan");
    window.wait_for_text("1 of 2");
    window.press(Key::Enter);
    assert_eq!(current_match(&window), "Note: a plan");
    // A letter more: in the frame of the key, what was found for the letters before is shown.
    window.event(Event::Text("s".to_owned()));
    window.step();
    assert!(window.has_text("2 of 2") || window.has_text("1 of 1"), "{}", window.visible_text());
    window.wait_for_text("1 of 1");
    window.press(Key::Backspace);
    window.wait_for_text("2 of 2");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert!(window.has_text("1 of 2") && current_match(&window) == "Note: the plans", "{}", window.visible_text());
    journal.jot_days_ago(1, 0, "no match");
    window.wait_for(Role::Article, "Note: no match");
    window.wait_for_text("1 of 2");
    assert_eq!(current_match(&window), "Note: the plans");
    journal.jot_days_ago(1, 0, "one more plan");
    window.wait_for_text("2 of 3");
    assert_eq!(current_match(&window), "Note: the plans");
}

/// The connection of the search is closed before the one that writes.
#[test]
fn closing_after_a_search_leaves_one_file() {
    let mut journal = TempJournal::with_entries(&[(9, "a plan")]);
    let path = journal.path().to_owned();
    journal.close();
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("plan");
    window.wait_for_text("1 of 1");
    window.close();
    let in_folder = fs::read_dir(path.parent().unwrap()).unwrap();
    let files: Vec<PathBuf> = in_folder.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files, [path]);
}

#[test]
fn search_finds_the_text_of_events() {
    use rapport::{domain::entry::transition::Transition, journal::change::Change};
    let journal = TempJournal::with_entries(&[(9, "! quiet in reviews"), (1, "a note")]);
    let entry = rapport::domain::id::EntryId(1);
    journal
        .commit(Change::Transition { entry, transition: Transition::Raise("The vendor talks over her".to_owned()) })
        .unwrap();
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("vendor talks");
    window.wait_for_text("1 of 1");
}

#[test]
fn far_matches_are_brought_into_sight_one_after_the_other() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("days ago");
    window.wait_for_text("1 of 3");
    for expected in ["Flag: flag 5 days ago", "Flag: flag 371 days ago", "Flag: flag 736 days ago"] {
        assert_eq!(current_match(&window), expected);
        assert!(entries_in_view(&window).contains(&expected.to_owned()), "{:?}", entries_in_view(&window));
        window.press(Key::Enter);
    }
    assert_eq!(current_match(&window), "Flag: flag 5 days ago");
}

#[test]
fn esc_clears_the_search_and_restores_the_focus() {
    let journal = TempJournal::with_entries(&[(2, "first"), (1, "second")]);
    let mut window = Window::open_timeline(&journal);
    window.press(Key::J);
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: second"));
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("first");
    window.wait_for_text("1 of 1");
    assert_eq!(current_match(&window), "Note: first");
    window.press(Key::Escape);
    assert_eq!(window.field_text("Search history"), "");
    assert_eq!((current_match(&window).as_str(), window.has_text(" of ")), ("", false));
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: second"));
}

#[test]
fn down_arrow_moves_focus_from_search_to_match() {
    let journal = TempJournal::with_entries(&[(2, "first"), (1, "second")]);
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    // The key is pressed before the match may have been found.
    window.type_text("first");
    window.press(Key::ArrowDown);
    window.wait_until("the match has the focus", |window| {
        window.focused_label().as_deref() == Some("Article Note: first")
    });
    window.press(Key::E);
    assert_eq!(window.field_text("Entry"), "first");
}

#[test]
fn search_without_matches_points_to_other_filters() {
    let journal = TempJournal::with_entries(&[(2, "a note"), (1, "! flag")]);
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("gardening");
    window.wait_for_text("No matches for “gardening”.");
    assert_eq!(window.entry_labels().len(), 2, "the history stays where it is");
    window.click_button("Clear");
    assert_eq!(window.field_text("Search history"), "");
    window.click_button("Flags 1");
    window.press_with(Modifiers::COMMAND, Key::F);
    window.type_text("note");
    window.wait_for_text("No matches for “note” in flags, but 1 elsewhere.");
    window
        .get_by(|node| {
            node.role() == Role::Button && node.label().as_deref() == Some("Show all") && node.toggled().is_none()
        })
        .click();
    window.settle();
    assert_eq!(current_match(&window), "Note: a note");
}

#[test]
fn a_click_on_a_month_goes_there_and_the_month_is_marked() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    assert_eq!(current_month(&window), "November 2026, 4 entries, 1 flag noticed");
    window.click_button("November 2025, 4 entries, 1 flag noticed");
    assert_eq!(current_month(&window), "November 2025, 4 entries, 1 flag noticed");
    assert!(entries_in_view(&window).contains(&"Flag: flag 371 days ago".to_owned()), "{:?}", entries_in_view(&window));
    window.press(Key::ArrowDown);
    assert_eq!(current_month(&window), "October 2025, 4 entries");
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    assert_eq!(current_month(&window), "December 2025, 3 entries");
    window.press_with(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(current_month(&window), "November 2025, 4 entries, 1 flag noticed");
    window.press_with(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(current_month(&window), "December 2025, 3 entries");
    window.press_with(Modifiers::COMMAND, Key::ArrowDown);
    assert_eq!(current_month(&window), "December 2025, 3 entries", "only plain and Shift arrows move");
    window.press(Key::Tab);
    let focused = window.focused_label().unwrap();
    assert!(!focused.contains("entries"), "one stop of Tab for all months: {focused}");
}

#[test]
fn dragging_scrubs_through_the_months() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
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
    for fraction in [0.2, 0.5, 1.0] {
        window.event(Event::PointerMoved(from + (to - from) * fraction));
        window.settle();
    }
    assert_eq!(current_month(&window), "April 2026, 3 entries");
    window.event(button(to, false));
    window.settle();
    assert_eq!(current_month(&window), "April 2026, 3 entries");
}

#[test]
fn go_to_accepts_natural_language_dates() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    for (text, entry, month) in [
        ("march 2025", "Note: line 61 of the years", "March 2025, 3 entries"),
        ("20 november 2025", "Flag: flag 371 days ago", "November 2025, 4 entries, 1 flag noticed"),
        ("1999", "Note: line 109 of the years", "November 2023, 1 entry"),
    ] {
        window.press_with(Modifiers::COMMAND, Key::G);
        window.type_text(text);
        window.press(Key::Enter);
        assert!(entries_in_view(&window).contains(&entry.to_owned()), "{text}: {:?}", entries_in_view(&window));
        assert_eq!(current_month(&window), month, "{text}");
    }
    window.click_button("Go to date…");
    window.type_text("someday");
    window.press(Key::Enter);
    assert!(window.has_text("“someday” isn’t a date that Rapport understands."), "{}", window.visible_text());
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, "Go to date"));
}

#[test]
fn j_and_k_go_from_entry_to_entry_and_further_than_the_window() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    window.press(Key::J);
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: line 0 of the years"));
    window.press(Key::J);
    assert_eq!(window.focused_label().as_deref(), Some("Article Flag: flag 5 days ago"));
    window.press(Key::K);
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: line 0 of the years"));
    for _ in 0..30 {
        window.press(Key::J);
    }
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: line 29 of the years"));
    assert!(
        entries_in_view(&window).contains(&"Note: line 29 of the years".to_owned()),
        "{:?}",
        entries_in_view(&window)
    );
    for _ in 0..40 {
        window.press(Key::K);
    }
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: line 0 of the years"));
    window.press(Key::Delete);
    window.wait_until("it is in the trash", |window| {
        !window.entry_labels().contains(&"Note: line 0 of the years".to_owned())
    });
}

#[test]
fn home_end_and_page_keys_scroll_the_timeline() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    window.press(Key::End);
    assert!(
        entries_in_view(&window).last().is_some_and(|last| last == "Note: line 109 of the years"),
        "{:?}",
        entries_in_view(&window)
    );
    window.press(Key::Home);
    assert_eq!(entries_in_view(&window)[0], "Note: line 0 of the years");
    window.press_with(Modifiers::COMMAND, Key::PageDown);
    assert_eq!(current_month(&window), "October 2026, 3 entries");
    window.press_with(Modifiers::COMMAND, Key::PageDown);
    assert_eq!(current_month(&window), "September 2026, 3 entries");
    window.press_with(Modifiers::COMMAND, Key::PageUp);
    assert_eq!(current_month(&window), "October 2026, 3 entries");
    let before = entries_in_view(&window);
    window.press(Key::PageDown);
    assert_ne!(entries_in_view(&window), before);
}

#[test]
fn scroll_position_survives_new_entry_undo_and_resize() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    window.click_button("November 2025, 4 entries, 1 flag noticed");
    let visible = entries_in_view(&window);
    journal
        .open_another()
        .commit(rapport::journal::change::Change::StartMeeting(rapport::domain::id::PersonId(1)), &zoned(NOW))
        .unwrap();
    journal.open_another().commit(jot_change(1, None, "while you read"), &zoned(NOW)).unwrap();
    window.wait_until("the new entry is counted", |window| window.has(Role::Button, "Notes 111"));
    window.settle();
    assert_eq!(entries_in_view(&window), visible);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("it is taken back", |window| window.has(Role::Button, "Notes 110"));
    window.settle();
    assert_eq!(entries_in_view(&window), visible);
    window.set_size(vec2(900.0, 820.0));
    window.settle();
    assert_eq!(entries_in_view(&window)[0], visible[0], "narrower");
    window.set_size(vec2(1280.0, 820.0));
    window.settle();
    assert_eq!(entries_in_view(&window), visible);
}

#[test]
fn shortcuts_are_off_while_typing_in_the_search_field() {
    let journal = TempJournal::with_entries(&[(2, "first"), (1, "second")]);
    let mut window = Window::open_timeline(&journal);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.key_press(Key::J);
    window.type_text("jk");
    assert_eq!(window.field_text("Search history"), "jk");
    assert_eq!(window.focused_label().as_deref(), Some("TextInput Search history"));
}

#[test]
fn in_a_narrow_window_nothing_is_cut_off() {
    let journal = three_year_journal();
    let mut window = Window::open_timeline(&journal);
    for width in [900.0, 640.0] {
        window.set_size(vec2(width, 700.0));
        window.settle();
        for chip in ["Everything", "Flags 3", "Goals 1"] {
            let rect = window.get_button(chip).rect();
            assert!(rect.right() < width && rect.left() > 56.0, "{chip} at {rect:?} of {width}");
        }
    }
    assert!(window.query_by_label("November 2026, 4 entries, 1 flag noticed").is_none(), "no room for the months");
}

#[test]
fn ctrl_e_picks_evidence_and_undo_reverts_it() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "led the review herself");
    let mut window = Window::open(&journal);
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_until("it is picked", |window| window.has_text("review evidence"));
    assert!(journal.db().entry(EntryId(1)).unwrap().unwrap().evidence);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("it is taken back", |window| window.has_text("Undid: adding note about"));
    assert!(!journal.db().entry(EntryId(1)).unwrap().unwrap().evidence);
    window.choose_menu_item("More for Note: led the review herself", "Add to evidence");
    window.wait_until("it is picked again", |window| window.has_text("review evidence"));
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_until("it is evidence no more", |window| window.has_text("Removed from evidence"));
    assert!(!journal.db().entry(EntryId(1)).unwrap().unwrap().evidence);
}
