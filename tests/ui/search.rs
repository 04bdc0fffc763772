//! The Search page: filters and their chips, results, and the way to the timeline and back.

use eframe::egui::{Key, Modifiers, Shape, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{domain::id::PersonId, journal::change::Change};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const FIELD: &str = "Search everything";
const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Window {
    fn open_search(&mut self) {
        self.press_with(COMMAND_SHIFT, Key::F);
        assert!(self.has_field(FIELD), "{}", self.visible_text());
    }

    /// Types in the query and waits until the results are counted.
    #[track_caller]
    fn search(&mut self, query: &str, count: &str) {
        self.open_search();
        self.type_text(query);
        self.wait_for_text(count);
    }

    /// The accessible names of the results and offers, from top to bottom.
    fn results(&self) -> Vec<String> {
        let mut rows: Vec<_> = self.query_all_by_role(Role::ListBoxOption).collect();
        rows.sort_by(|a, b| {
            a.rect().top().total_cmp(&b.rect().top()).then(a.rect().left().total_cmp(&b.rect().left()))
        });
        rows.iter().filter_map(|row| row.accesskit_node().label()).collect()
    }

    fn selected_result(&self) -> String {
        let mut rows = self.query_all_by_role(Role::ListBoxOption);
        let selected = rows.find(|row| row.accesskit_node().is_selected() == Some(true));
        selected.and_then(|row| row.accesskit_node().label()).unwrap_or_default()
    }

    #[track_caller]
    fn wait_for_result(&mut self, name: &str) {
        self.wait_until(name, |window| window.results().iter().any(|row| row == name));
        self.settle();
    }
}

fn on_call_journal() -> TempJournal {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Álvarez"]);
    journal.jot_days_ago(1, 300, "! third week on call out of five");
    journal.jot_days_ago(1, 200, "the on-call rota is unfair #workload");
    journal.jot_days_ago(2, 100, "! took on call over his birthday");
    journal.jot_days_ago(2, 20, "talked about holidays");
    journal
}

#[test]
fn what_is_typed_is_found_grouped_by_person_and_counted() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.search("on call", "3 results about 2 people");
    let results = window.results();
    assert_eq!(results.len(), 3, "{results:?}");
    assert!(window.has(Role::Heading, "Dana Whitfield, 2") && window.has(Role::Heading, "Tomás Álvarez, 1"));
    assert!(
        results.contains(&"Flag: third week on call out of five, Dana Whitfield, 28 Jan 2026".to_owned()),
        "{results:?}"
    );
    assert!(!results.iter().any(|row| row.contains("holidays")), "{results:?}");
}

#[test]
fn words_that_only_an_address_has_are_shown_with_it() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot_days_ago(1, 5, "see [the notes](https://a.example/roadmap)");
    let mut window = Window::open(&journal);
    window.search("roadmap", "1 note about 1 person");
    assert!(is_painted(&window, "Link: https://a.example/roadmap"));
    window.press(Key::Enter);
    window.wait_for(Role::Link, "the notes");
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("roadmap");
    assert!(is_painted(&window, "see the notes · https://a.example/roadmap"));
}

fn is_painted(window: &Window, text: &str) -> bool {
    let is_text = |shape: &Shape| matches!(shape, Shape::Text(shape) if shape.galley.text() == text);
    window.output().shapes.iter().any(|clipped| is_text(&clipped.shape))
}

#[test]
fn each_filter_is_a_chip_that_takes_it_out_again() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.search("kind:flag before:2026-06 \"on call\"", "1 flag about 1 person");
    for chip in ["Flags", "Before June 2026", "“on call”, as a phrase"] {
        assert!(window.has(Role::Button, &format!("Remove filter: {chip}")), "{chip}: {}", window.visible_text());
    }
    window.click_button("Remove filter: Before June 2026");
    assert_eq!(window.field_text(FIELD), "kind:flag \"on call\"");
    window.wait_for_text("2 flags about 2 people");
    window.click_button("Remove filter: Flags");
    window.wait_for_text("3 results about 2 people");
    // Typing goes on in the query.
    window.type_text(" rota");
    assert_eq!(window.field_text(FIELD), "\"on call\" rota");
    window.wait_for_text("1 note about 1 person");
}

#[test]
fn what_is_not_understood_is_said_and_searched_as_words() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.search("mood:call", "Nothing found");
    assert!(window.has_text("“mood:” isn’t a filter, so it’s searched as words."), "{}", window.visible_text());
    assert!(window.has_text("The trash is searched with is:trash."), "{}", window.visible_text());
}

#[test]
fn enter_opens_the_timeline_at_its_place_and_esc_comes_back_to_the_results_as_they_were() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Álvarez"]);
    for index in 0..60 {
        journal.jot_days_ago(1, 400 - index * 5, &format!("line {index} of the on-call story"));
    }
    let mut window = Window::open(&journal);
    window.search("story", "60 notes about 1 person");
    for _ in 0..40 {
        window.press(Key::ArrowDown);
    }
    let (selected, shown) = (window.selected_result(), window.results());
    assert!(selected.contains("of the on-call story"), "{selected}");
    window.press(Key::Enter);
    let line = selected.split(',').next().unwrap().to_owned();
    window.wait_for(Role::Article, &line);
    assert!(window.has(Role::Button, "More for Dana Whitfield"), "{}", window.visible_text());
    assert_eq!(window.field_text("Search history"), "story");
    window.wait_for_text(" of 60");
    window.press(Key::Escape);
    assert_eq!(window.field_text(FIELD), "story");
    assert_eq!((window.selected_result(), window.results()), (selected, shown));
    assert!(window.field(FIELD).is_focused() || window.focused_label().unwrap().starts_with("ListBoxOption"));
    // From there, Esc leads back to the page where the search was opened.
    window.press(Key::Escape);
    assert!(!window.has_field(FIELD) && window.has(Role::Button, "More for Dana Whitfield"));
}

#[test]
fn esc_on_the_timeline_clears_the_found_words_first_if_their_field_has_the_focus() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.search("birthday", "1 flag about 1 person");
    window.press(Key::Enter);
    window.wait_for(Role::Article, "Flag: took on call over his birthday");
    window.press_with(Modifiers::COMMAND, Key::F);
    assert_eq!(window.field_text("Search history"), "birthday");
    window.press(Key::Escape);
    assert_eq!(window.field_text("Search history"), "");
    // Another page has been opened since, so Esc stays on it.
    window.press(Key::Escape);
    assert!(window.has_field("Search history"));
}

#[test]
fn a_word_one_letter_off_and_words_that_are_joined_are_offered() {
    let journal = on_call_journal();
    journal.jot_days_ago(1, 10, "! oncall again");
    let mut window = Window::open(&journal);
    window.search("birthdai", "Nothing found");
    window.wait_for_result("Did you mean “birthday”, 1 result");
    window.press(Key::Enter);
    window.wait_for_text("1 flag about 1 person");
    assert_eq!(window.field_text(FIELD), "birthday");

    window.search("kind:flag \"on call\"", "2 flags about 2 people");
    window.wait_for_result("Did you mean “oncall”, 1 flag");
    window.wait_for_result("Search all kinds, 3");
    for _ in 0..3 {
        window.press(Key::ArrowDown);
    }
    assert_eq!(window.selected_result(), "Search all kinds, 3");
    window.press(Key::Enter);
    window.wait_for_text("3 results about 2 people");
    assert_eq!(window.field_text(FIELD), "\"on call\"");

    window.search("oncall", "1 flag about 1 person");
    window.wait_for_result("Did you mean “on call”, 3 results");
}

#[test]
fn a_facet_narrows_the_search_with_a_click_or_a_key_and_widens_it_again() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.search("call", "3 results about 2 people");
    for facet in ["Dana, 2", "Tomás, 1", "Flags, 2", "Notes, 1", "2026, 3", "#workload, 1"] {
        assert!(window.has(Role::Button, facet), "{facet}: {}", window.visible_text());
    }
    window.click_button("Flags, 2");
    assert_eq!(window.field_text(FIELD), "kind:flag call");
    window.wait_for_text("2 flags about 2 people");
    // The counts of kinds are those without their filter.
    assert!(window.is_toggled(Role::Button, "Flags, 2") && window.has(Role::Button, "Notes, 1"));
    window.press(Key::Tab);
    assert_eq!(window.focused_label().as_deref(), Some("Button Flags, 2"));
    window.press(Key::ArrowUp);
    assert_eq!(window.focused_label().as_deref(), Some("Button Tomás, 1"));
    window.press(Key::Space);
    assert_eq!(window.field_text(FIELD), "person:tomás kind:flag call");
    window.wait_for_text("1 flag about 1 person");
    assert!(window.has(Role::Button, "Remove filter: Tomás Álvarez"), "{}", window.visible_text());
    window.press(Key::Space);
    window.wait_for_text("2 flags about 2 people");
    window.press(Key::Escape);
    window.type_text("x");
    assert_eq!(window.field_text(FIELD), "kind:flag callx");
}

#[test]
fn the_preview_shows_what_was_written_around_the_selected_result() {
    let journal = on_call_journal();
    journal.jot_days_ago(1, 199, "sleeps with the laptop next to the bed");
    journal.jot_days_ago(2, 99, "his partner is away this month");
    let mut window = Window::open(&journal);
    window.search("call", "3 results about 2 people");
    window.wait_for_result("Flag: took on call over his birthday, Tomás Álvarez, 16 Aug 2026");
    assert!(window.selected_result().starts_with("Flag: took on call"), "{}", window.selected_result());
    assert!(window.has(Role::Heading, "Around 16 August 2026"), "{}", window.visible_text());
    window.wait_for_text("his partner is away this month");
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    assert!(window.has(Role::Heading, "Around 8 May 2026"), "{}", window.visible_text());
    window.wait_for_text("sleeps with the laptop next to the bed");
    // A click selects, and a second one opens.
    let row = window.get_by_label("Flag: third week on call out of five, Dana Whitfield, 28 Jan 2026");
    row.click();
    window.settle();
    assert!(window.has(Role::Heading, "Around 28 January 2026"), "{}", window.visible_text());
    window.click_button("Open on the timeline");
    window.wait_for(Role::Article, "Flag: third week on call out of five");
}

#[test]
fn the_preview_shows_records_that_are_no_entries() {
    let journal = on_call_journal();
    let need = Change::AnswerNeed { person: PersonId(1), text: "a quiet week after on call".into() };
    journal.commit(need).unwrap();
    let mut window = Window::open(&journal);
    window.search("kind:need", "1 need about 1 person");
    assert!(window.has_text("a quiet week after on call"), "{}", window.visible_text());
    window.click_button("Open");
    assert!(window.has(Role::Tab, "Prepare") && !window.has_field(FIELD), "{}", window.visible_text());
    window.press(Key::Escape);
    assert_eq!(window.field_text(FIELD), "kind:need");
}

#[test]
fn the_selected_result_is_picked_as_evidence() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.search("rota", "1 note about 1 person");
    window.press_with(Modifiers::COMMAND, Key::E);
    let picked = "SELECT count(*) FROM evidence";
    window.wait_until(picked, |_| query_number(&journal.raw_connection(), picked) == 1);
    window.wait_for_text("evidence");
    assert!(window.selected_result().contains("rota"), "{}", window.selected_result());
}

#[test]
fn the_trash_is_searched_only_when_asked() {
    let journal = on_call_journal();
    let trashed = journal.jot_days_ago(1, 5, "a misunderstanding about pagers");
    journal.commit(Change::Trash(trashed)).unwrap();
    let mut window = Window::open(&journal);
    window.search("pagers", "Nothing found");
    assert!(window.has_text("Trash not included"), "{}", window.visible_text());
    window.click_button("Search the trash");
    window.wait_for_text("1 note about 1 person");
    assert_eq!(window.field_text(FIELD), "is:trash pagers");
    window.press(Key::Enter);
    window.wait_for_text("a misunderstanding about pagers");
    assert!(window.query_by_role(Role::Dialog).is_some(), "the trash of the person");
    window.press(Key::Escape);
    window.click_button("Leave out the trash");
    assert_eq!(window.field_text(FIELD), "pagers");
}

#[test]
fn words_in_the_palette_open_the_page() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("on call");
    assert_eq!(window.results()[0], "Search: Search for “on call”");
    window.press(Key::Enter);
    window.wait_for_text("3 results about 2 people");
    assert_eq!(window.field_text(FIELD), "on call");
    // A name before the words limits the search to that person.
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("tomas call");
    window.wait_for_result("Search: Search for “call”, Tomás");
    let row = window.get_by_label("Search: Search for “call”, Tomás");
    row.click();
    window.wait_for_text("1 flag about 1 person");
    assert!(window.has(Role::Button, "Remove filter: Tomás Álvarez"), "{}", window.visible_text());
}

#[test]
fn the_page_is_opened_from_every_page_and_keeps_its_query() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    for (modifiers, key) in
        [(Modifiers::COMMAND, Key::T), (Modifiers::COMMAND, Key::R), (Modifiers::COMMAND, Key::Comma)]
    {
        window.press_with(modifiers, key);
        window.search("holidays", "1 note about 1 person");
        window.press(Key::Escape);
        assert!(!window.has_field(FIELD));
    }
    window.click(Role::ListItem, "Search");
    assert_eq!(window.field_text(FIELD), "holidays");
    // All of it is selected: typing replaces it.
    window.type_text("rota");
    assert_eq!(window.field_text(FIELD), "rota");
    window.click_button("Clear the search");
    assert_eq!(window.field_text(FIELD), "");
    assert!(window.has_text("Recent searches"), "{}", window.visible_text());
    window.click_button("holidays");
    window.wait_for_text("1 note about 1 person");
}

#[test]
fn odd_queries_are_no_trouble() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.open_search();
    let odd = [
        "\"",
        "\"on call",
        "- or AND",
        "***",
        "NEAR(on call)",
        "text:call",
        "' OR 1=1 --",
        "👩‍🚀 🚀",
        "مرحبا بالعالم",
        "e\u{301}\u{301}\u{301}",
        "call* ^call",
        "东京",
        "kind: person: in: is:",
        "\u{0}\u{1}",
    ];
    for query in odd.into_iter().map(str::to_owned).chain(["x".repeat(10_000), "a ".repeat(5_000)]) {
        window.open_search();
        window.paste(&query);
        window.press(Key::ArrowDown);
        window.settle();
        assert!(window.has_field(FIELD), "{query}");
        assert!(!window.has_text("SQL") && !window.has_text("fts5"), "{query}: {}", window.visible_text());
    }
    window.search("birthday", "1 flag about 1 person");
}

#[test]
fn a_damaged_index_says_so_and_is_made_again() {
    let journal = on_call_journal();
    journal.raw_connection().execute("DELETE FROM search_index_data", []).unwrap();
    let mut window = Window::open(&journal);
    window.open_search();
    window.type_text("birthday");
    window.wait_for_text("1 flag about 1 person");
}

#[test]
fn the_page_works_in_a_compact_window() {
    let journal = on_call_journal();
    let mut window = Window::open(&journal);
    window.set_size(vec2(400.0, 700.0));
    window.settle();
    window.search("kind:flag call", "2 flags about 2 people");
    assert!(window.has(Role::Button, "Remove filter: Flags"));
    window.click_button("Filters");
    window.click_button("Tomás, 1");
    window.wait_for_text("1 flag about 1 person");
    assert_eq!(window.field_text(FIELD), "person:tomás kind:flag call");
    window.press(Key::Escape);
    window.click_button("Remove filter: Tomás Álvarez");
    window.wait_for_text("2 flags about 2 people");
    window.press(Key::ArrowDown);
    let selected = window.selected_result();
    window.press(Key::Enter);
    window.wait_for(Role::Article, selected.split(',').next().unwrap());
    window.press(Key::Escape);
    assert_eq!(window.selected_result(), selected);
}
