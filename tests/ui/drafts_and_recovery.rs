//! Drafts and pages over a restart, text whose change failed, and two windows on one journal.

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
/// Makes every insert of an entry fail.
const BREAK_ENTRIES: &str =
    "CREATE TRIGGER broken BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'broken for a test'); END";
/// Makes every insert of a draft fail.
const BREAK_DRAFTS: &str = "CREATE TRIGGER broken BEFORE INSERT ON drafts WHEN NEW.text <> '' BEGIN \
                            SELECT RAISE(ABORT, 'broken for a test'); END";
const REPAIR: &str = "DROP TRIGGER broken";

fn execute_sql(journal: &TempJournal, sql: &str) {
    journal.raw_connection().execute_batch(sql).unwrap();
}

fn draft_count(journal: &TempJournal) -> i64 {
    query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text <> ''")
}

#[test]
fn draft_and_page_survive_closing_the_window() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.type_text("[@] half a line by friday");
    window.close();
    let mut window = Window::open(&journal);
    assert_eq!(window.field_text("Jot about Tomás"), "half a line by friday");
    assert!(window.has_text("Due Fri 27 Nov"), "and its kind\n{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_entries(&["Action: half a line"]);
    window.close();
    let window = Window::open(&journal);
    assert_eq!(window.field_text("Jot about Tomás"), "", "what became an entry is no draft any more");
}

#[test]
fn draft_is_saved_shortly_after_the_last_key() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.type_text("half a line");
    window.wait_until("it is stored", |_| draft_count(&journal) == 1);
    window.wait_for_text("Saved, on this computer only");
    // Dropped, not closed: what is not stored yet is lost.
    drop(window);
    let window = Window::open(&journal);
    assert_eq!(window.field_text(COMPOSER), "half a line");
}

#[test]
fn a_draft_is_stored_at_once_when_its_page_or_the_focus_goes() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::open(&journal);
    window.type_text("ab");
    window.click(Role::Tab, "Timeline");
    let time = window.ctx.input(|input| input.time);
    window.wait_until("it is stored", |_| draft_count(&journal) == 1);
    assert!(window.ctx.input(|input| input.time) >= time);
}

#[test]
fn failed_jot_is_reported_and_saved_on_retry() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    execute_sql(&journal, BREAK_ENTRIES);
    window.jot("! a thought that must not be lost");
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    assert!(window.has_text("Your text is safe in this window."), "{}", window.visible_text());
    window.advance_time(10.0);
    assert!(window.has(Role::Alert, "What you wrote couldn’t be saved."), "it stays until it is mended");
    window.get_button("Copy").click();
    window.wait_until("the text is on the clipboard", |window| {
        window.copied_text() == Some("a thought that must not be lost")
    });
    window.click_button("Try again");
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    execute_sql(&journal, REPAIR);
    window.click_button("Try again");
    window.wait_for_entries(&["Flag: a thought that must not be lost"]);
    assert!(!window.has(Role::Alert, "What you wrote couldn’t be saved."));
    window.press_with(Modifiers::COMMAND, Key::N);
    window.jot("and the next");
    window.wait_for_entries(&["Flag: a thought that must not be lost", "Note: and the next"]);
}

#[test]
fn failed_jot_is_back_in_the_composer_after_a_restart() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    execute_sql(&journal, BREAK_ENTRIES);
    window.type_text("! a thought");
    window.wait_until("the draft is stored", |_| draft_count(&journal) == 1);
    window.press(Key::Enter);
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    window.close();
    execute_sql(&journal, REPAIR);
    let mut window = Window::open(&journal);
    assert_eq!(window.field_text(COMPOSER), "a thought");
    window.press(Key::Enter);
    window.wait_for_entries(&["Flag: a thought"]);
}

#[test]
fn retry_clears_the_composer() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    execute_sql(&journal, BREAK_ENTRIES);
    window.type_text("! a thought");
    window.wait_until("the draft is stored", |_| draft_count(&journal) == 1);
    window.press(Key::Enter);
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    // The page is opened again, and loads the draft.
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    window.fill("Name", "Bo Berg");
    window.click_button("Add");
    window.wait_for(Role::ListItem, "Bo Berg, Tue 1 Dec");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    window.wait_until("it is in the composer", |window| window.has_field(COMPOSER));
    assert_eq!(window.field_text(COMPOSER), "a thought");
    window.press(Key::Escape);
    execute_sql(&journal, REPAIR);
    window.click_button("Try again");
    window.wait_for_entries(&["Flag: a thought"]);
    // The entry is shown as soon as it is written; the draft is cleared a frame later.
    window.wait_until("it is no draft any more", |window| {
        window.field_text(COMPOSER).is_empty() && draft_count(&journal) == 0
    });
    window.wait_until("the caret is back", |window| window.field(COMPOSER).is_focused());
}

#[test]
fn retry_keeps_the_text_typed_since() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    execute_sql(&journal, BREAK_ENTRIES);
    window.jot("the first");
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    window.type_text("the second");
    window.wait_until("the draft is stored", |_| draft_count(&journal) == 1);
    execute_sql(&journal, REPAIR);
    window.click_button("Try again");
    window.wait_for_entries(&["Note: the first"]);
    assert_eq!(window.field_text(COMPOSER), "the second");
    assert_eq!(draft_count(&journal), 1);
}

#[test]
fn text_of_a_failed_form_can_be_copied() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "^ lead a design");
    let mut window = Window::open(&journal);
    execute_sql(&journal, "CREATE TRIGGER broken BEFORE UPDATE ON goals BEGIN SELECT RAISE(ABORT, 'broken'); END");
    window.choose_menu_item("More for Goal: lead a design", "Add details…");
    window.fill("Why it matters", "a staff role");
    window.fill("What success looks like", "two teams use it");
    window.click_button("Save");
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    window.get_button("Copy").click();
    window
        .wait_until("it is on the clipboard", |window| window.copied_text() == Some("a staff role\ntwo teams use it"));
}

#[test]
fn failed_draft_is_reported_and_stays_in_its_field() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    execute_sql(&journal, BREAK_DRAFTS);
    window.type_text("half a line");
    window.wait_for(Role::Alert, "What you’re writing isn’t saved yet.");
    assert_eq!(window.field_text(COMPOSER), "half a line");
    window.get_button("Copy").click();
    window.wait_until("the text is on the clipboard", |window| window.copied_text() == Some("half a line"));
    execute_sql(&journal, REPAIR);
    window.click_button("Try again");
    window.wait_until("it is stored", |_| draft_count(&journal) == 1);
    window
        .wait_until("it is no longer said", |window| !window.has(Role::Alert, "What you’re writing isn’t saved yet."));
    assert_eq!(window.field_text(COMPOSER), "half a line");
}

#[test]
fn a_writer_that_panicked_is_said_and_what_is_written_stays_in_the_window() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.ctx.set_repaint_observer(|_| {
        assert_ne!(std::thread::current().name(), Some("writer"), "on purpose: this ends the writer");
    });
    window.jot("the first");
    window.wait_for(Role::Alert, "Rapport can no longer save changes.");
    assert!(window.has_text("Everything saved so far is safe."), "{}", window.visible_text());
    assert!(window.has_text("restart Rapport"), "{}", window.visible_text());
    window.wait_for_entries(&["Note: the first"]);
    window.jot("the second");
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    window.get_button("Copy").click();
    window.wait_until("the text is on the clipboard", |window| window.copied_text() == Some("the second"));
    window.advance_time(10.0);
    assert!(window.has(Role::Alert, "Rapport can no longer save changes."), "it stays");
}

#[test]
fn two_windows_see_each_other_and_each_keeps_its_draft() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut first = Window::open(&journal);
    let mut second = Window::open(&journal);
    second.type_text("draft of the second");
    second.wait_until("its draft is stored", |_| draft_count(&journal) == 1);
    first.jot("from the first");
    second.wait_for_entries(&["Note: from the first"]);
    first.type_text("draft of the first");
    first.wait_until("both drafts are stored", |_| draft_count(&journal) == 2);
    assert_eq!(second.field_text(COMPOSER), "draft of the second");
    first.press(Key::Enter);
    second.wait_for_entries(&["Note: from the first", "Note: draft of the first"]);
    second.press(Key::Enter);
    let all = ["Note: from the first", "Note: draft of the first", "Note: draft of the second"];
    first.wait_for_entries(&all);
    second.wait_for_entries(&all);
}

#[test]
fn a_one_on_one_that_another_window_wrapped_up_is_over_here_too() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut first = Window::open(&journal);
    let mut second = Window::open(&journal);
    first.press_with(Modifiers::COMMAND, Key::Enter);
    second.wait_until("it goes on here too", |window| window.has_field("Jot while you talk"));
    second.press_with(Modifiers::COMMAND, Key::Enter);
    second.press_with(Modifiers::COMMAND, Key::Enter);
    first.wait_for_text("Last one-on-one: today");
}
