//! The palette: people, entries and commands from anywhere, and jots about anyone.

use eframe::egui::{Event, Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::id::{EntryId, PersonId},
    journal::change::Change,
};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

fn query_text(journal: &TempJournal, sql: &str) -> String {
    journal.raw_connection().query_row(sql, [], |row| row.get(0)).unwrap()
}

const FIELD: &str = "Find people, entries and commands, or jot";

impl Window {
    fn open_palette(&mut self) {
        self.press_with(Modifiers::COMMAND, Key::K);
        // The field has the focus, and for screen readers the selected row has it, if there is one.
        let focused = self.focused_label().unwrap_or_default();
        assert!(focused.starts_with("ListBoxOption ") || focused == format!("TextInput {FIELD}"), "{focused}");
    }

    /// The accessible names of the rows, from top to bottom.
    fn palette_rows(&self) -> Vec<String> {
        let mut rows: Vec<_> = self.query_all_by_role(Role::ListBoxOption).collect();
        rows.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        rows.iter().filter_map(|row| row.accesskit_node().label()).collect()
    }

    /// Waits for a row: entries are found by a thread.
    #[track_caller]
    fn wait_for_row(&mut self, name: &str) {
        self.wait_for(Role::ListBoxOption, name);
    }

    fn selected_row(&self) -> String {
        let mut rows = self.query_all_by_role(Role::ListBoxOption);
        let selected = rows.find(|row| row.accesskit_node().is_selected() == Some(true));
        selected.and_then(|row| row.accesskit_node().label()).unwrap_or_default()
    }

    fn wait_for_count(&mut self, journal: &TempJournal, sql: &str, count: i64) {
        self.wait_until(sql, |_| query_number(&journal.raw_connection(), sql) == count);
    }

    fn is_palette_open(&self) -> bool {
        self.has_field(FIELD)
    }
}

fn open_with_two_people() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Álvarez"]);
    let window = Window::open(&journal);
    (journal, window)
}

#[test]
fn a_person_is_found_without_accents_and_opened() {
    let (_journal, mut window) = open_with_two_people();
    window.open_palette();
    window.type_text("tomas");
    assert_eq!(window.palette_rows(), ["Person: Tomás Álvarez, Tue 1 Dec", "Search: Search for “tomas”"]);
    window.press(Key::Enter);
    assert!(!window.is_palette_open());
    assert!(window.has(Role::Button, "More for Tomás Álvarez"), "{}", window.visible_text());
}

#[test]
fn commands_are_run_by_name_and_listed_again() {
    let (_journal, mut window) = open_with_two_people();
    window.open_palette();
    window.type_text("dark theme");
    assert_eq!(window.selected_row(), "Command: Use dark theme");
    window.press(Key::Enter);
    assert_eq!(window.ctx.theme(), Theme::Dark);
    window.open_palette();
    assert!(window.palette_rows().contains(&"Command: Use dark theme".to_owned()), "{:?}", window.palette_rows());
}

#[test]
fn every_global_shortcut_is_a_command_with_its_keys() {
    let (_journal, mut window) = open_with_two_people();
    for (name, row) in [
        ("import", "Command: Import, Ctrl+I"),
        ("set or move", "Command: Set or move the next one-on-one, Dana, Ctrl+Shift+Enter"),
        ("beside the call", "Command: Beside the call: small and on top, and back, Ctrl+Shift+B"),
        ("reflect", "Command: Reflect, Ctrl+R"),
    ] {
        window.open_palette();
        window.type_text(name);
        assert_eq!(window.selected_row(), row);
        window.press(Key::Escape);
        assert!(!window.is_palette_open());
    }
}

#[test]
fn commands_of_the_page_are_listed_where_they_work() {
    let (journal, mut window) = open_with_two_people();
    let bookmark = "Command: Bookmark this moment, to fill in at the end, Ctrl+Space";
    window.open_palette();
    window.type_text("bookmark");
    assert_ne!(window.selected_row(), bookmark, "there is no one-on-one");
    window.press(Key::Escape);

    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Button, "Wrap up");
    window.open_palette();
    window.type_text("bookmark");
    assert_eq!(window.selected_row(), bookmark);
    window.press(Key::Enter);
    window.wait_until("the bookmark is stored", |_| journal.db().entry(EntryId(1)).unwrap().is_some());

    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.open_palette();
    window.type_text("bookmark");
    assert_ne!(window.selected_row(), bookmark, "another tab is shown");
}

#[test]
fn a_command_after_a_name_is_about_that_person() {
    let (_journal, mut window) = open_with_two_people();
    window.open_palette();
    window.type_text("tom timeline");
    assert_eq!(window.selected_row(), "Command: Timeline, Tomás, Ctrl+3");
    window.press(Key::Enter);
    assert!(window.has(Role::Button, "More for Tomás Álvarez"), "{}", window.visible_text());
    assert!(window.has_text("No history with Tomás yet"), "{}", window.visible_text());
}

#[test]
fn a_name_and_a_prefix_jot_during_a_one_on_one_with_somebody_else() {
    let (journal, mut window) = open_with_two_people();
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.type_text("half a line about Dana");
    window.open_palette();
    window.type_text("tomas ! quiet today");
    assert_eq!(window.selected_row(), "Jot: quiet today, to Tomás");
    window.press(Key::Enter);
    window.wait_for(Role::Status, "Saved to Tomás.");
    window.wait_for_count(&journal, "SELECT count(*) FROM entries", 1);
    assert_eq!(query_text(&journal, "SELECT kind || ' ' || person || ' ' || text FROM entries"), "flag 2 quiet today");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL"), 0);
    assert!(!window.is_palette_open());
    // The caret is back where it was.
    window.type_text(", and more");
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: half a line about Dana, and more"]);
}

#[test]
fn ctrl_enter_jots_without_a_prefix_and_says_about_whom() {
    let (journal, mut window) = open_with_two_people();
    window.open_palette();
    window.type_text("tomas helped with the release");
    assert!(window.has_text("Jot to Tomás as a note"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Status, "Saved to Tomás.");
    window.wait_for_count(&journal, "SELECT count(*) FROM entries", 1);
    assert_eq!(query_text(&journal, "SELECT text FROM entries WHERE person = 2"), "helped with the release");

    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.open_palette();
    window.type_text("nobody by that name");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("To jot, begin with a name"), "{}", window.visible_text());
    assert_eq!(window.field_text(FIELD), "nobody by that name");
}

#[test]
fn the_arrow_keys_choose_and_wrap_around() {
    let (_journal, mut window) = open_with_two_people();
    window.open_palette();
    window.type_text("settings");
    let rows = window.palette_rows();
    assert!(rows.len() > 3, "{rows:?}");
    assert_eq!(window.selected_row(), rows[0]);
    window.press(Key::ArrowUp);
    assert_eq!(window.selected_row(), *rows.last().unwrap());
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    assert_eq!(window.selected_row(), rows[1]);
    let second = window.query_all_by_role(Role::ListBoxOption).nth(1).unwrap();
    assert_eq!(second.accesskit_node().label().unwrap(), rows[1]);
    second.click();
    window.settle();
    assert!(!window.is_palette_open());
}

#[test]
fn entries_are_found_by_their_words_and_opened_at_their_place() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Álvarez"]);
    journal.jot_days_ago(2, 200, "? somebody should be on call next winter");
    journal.jot_days_ago(1, 20, "> storage migration: Dana decides");
    journal.jot_days_ago(1, 10, "the migration slipped by a week");
    let mut window = Window::open(&journal);
    window.open_palette();
    window.type_text("on call");
    // Enter on words searches for them; what is found is below.
    assert_eq!(window.selected_row(), "Search: Search for “on call”");
    let topic = "Topic: somebody should be on call next winter, Tomás · 8 May";
    window.wait_for_row(topic);
    assert_eq!(window.selected_row(), "Search: Search for “on call”", "what is found does not move the selection");
    window.press(Key::ArrowDown);
    assert_eq!(window.selected_row(), topic);
    window.press(Key::Enter);
    assert!(window.has(Role::Button, "More for Tomás Álvarez"), "{}", window.visible_text());
    window.wait_for(Role::Article, "Topic: somebody should be on call next winter");
    window.open_palette();
    // A name followed by words searches that person.
    window.type_text("dana migr");
    let found = ["Note: the migration slipped by a week, 14 Nov", "Delegation: storage migration: Dana decides, 4 Nov"];
    window.wait_for_row(found[0]);
    let rows = window.palette_rows();
    assert!(found.iter().all(|expected| rows[..2].contains(&(*expected).to_owned())), "{rows:?}");
    // Until others are found, they stay.
    window.event(Event::Text("a".to_owned()));
    window.step();
    assert_eq!(window.palette_rows()[..2], rows[..2]);
    window.settle();
    window.type_text("te");
    window.wait_until("none is left", |window| !window.palette_rows().contains(&rows[0]));
}

#[test]
fn enter_pressed_before_entries_are_found_opens_the_best_one() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Álvarez"]);
    journal.jot_days_ago(1, 10, "asked how to prepare the migration");
    let mut window = Window::launch(&journal);
    window.open_palette();
    // Without the entry, the first row would be the command.
    let typed = "dana prepare".chars().map(|letter| Event::Text(letter.to_string()));
    let enter =
        Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    window.input_mut().events.extend(typed.chain([enter]));
    window.wait_for(Role::Article, "Note: asked how to prepare the migration");
    assert!(window.has_field("Search history") && !window.is_palette_open(), "{}", window.visible_text());
}

#[test]
fn it_opens_over_a_dialog_and_esc_returns_to_it() {
    let (journal, mut window) = open_with_two_people();
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    window.fill("Name", "Marcus");
    window.open_palette();
    window.type_text("dana + calm in the incident");
    window.press(Key::Enter);
    window.wait_for_count(&journal, "SELECT count(*) FROM entries", 1);
    assert_eq!(window.field_text("Name"), "Marcus");
    assert!(window.field("Name").is_focused());
    window.open_palette();
    window.press(Key::Escape);
    assert!(window.field("Name").is_focused(), "{:?}", window.focused_label());
    window.open_palette();
    window.type_text("reflect");
    window.press(Key::Enter);
    assert!(!window.has_field("Name"), "what lies over the page closes");
}

#[test]
fn a_jot_that_was_begun_is_there_again_and_a_search_is_not() {
    let (_journal, mut window) = open_with_two_people();
    window.open_palette();
    window.type_text("dana ! quiet to");
    window.press(Key::Escape);
    window.open_palette();
    assert_eq!(window.field_text(FIELD), "dana ! quiet to");
    // It is selected, so that typing replaces it.
    window.type_text("refl");
    assert_eq!(window.field_text(FIELD), "refl");
    window.press_with(Modifiers::COMMAND, Key::K);
    assert!(!window.is_palette_open(), "the same keys close it");
    window.open_palette();
    assert_eq!(window.field_text(FIELD), "");
}

#[test]
fn what_is_typed_right_after_the_keys_is_not_lost() {
    let (_journal, mut window) = open_with_two_people();
    let keys = |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    let typed = "tomas".chars().map(|letter| Event::Text(letter.to_string()));
    let events = [keys(Key::K, modifiers)].into_iter().chain(typed).chain([keys(Key::Enter, Modifiers::NONE)]);
    window.input_mut().events.extend(events);
    window.settle();
    window.wait_for(Role::Button, "More for Tomás Álvarez");
}

#[test]
fn nothing_found_and_long_or_odd_lines_are_no_trouble() {
    let (_journal, mut window) = open_with_two_people();
    for line in ["zzzqqq", "\"", "dana ", "! ", "' OR 1=1 --", "👩‍🚀 🚀", "مرحبا", &"x".repeat(10_000)] {
        window.open_palette();
        window.paste(line);
        window.press(Key::ArrowDown);
        window.press(Key::Escape);
        assert!(!window.is_palette_open(), "{line}");
    }
    window.open_palette();
    window.type_text("zzzqqq");
    assert_eq!(window.palette_rows(), ["Search: Search for “zzzqqq”"], "what it finds is said on its page");
}
