//! What is kept: drafts and places over a restart, the text where the writer fails, and two windows on one journal.

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
/// Refuses every new entry, as a disk that is broken does.
const BREAK_ENTRIES: &str =
    "CREATE TRIGGER broken BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'broken for a test'); END";
/// Refuses every draft.
const BREAK_DRAFTS: &str = "CREATE TRIGGER broken BEFORE INSERT ON drafts WHEN NEW.text <> '' BEGIN \
                            SELECT RAISE(ABORT, 'broken for a test'); END";
const MEND: &str = "DROP TRIGGER broken";

fn break_with(journal: &TempJournal, sql: &str) {
    journal.raw().execute_batch(sql).unwrap();
}

fn drafts(journal: &TempJournal) -> i64 {
    number(&journal.raw(), "SELECT count(*) FROM drafts WHERE text <> ''")
}

#[test]
fn the_draft_and_the_page_are_there_again_after_a_normal_end() {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.type_text("[@] half a line by friday");
    window.close();
    let mut window = Window::over(&journal);
    assert_eq!(window.text_of("Jot about Tomás"), "half a line by friday");
    assert!(window.says("Due Fri 27 Nov"), "and its kind\n{}", window.read());
    window.press(Key::Enter);
    window.until_entries(&["Action: half a line"]);
    window.close();
    let window = Window::over(&journal);
    assert_eq!(window.text_of("Jot about Tomás"), "", "what became an entry is no draft any more");
}

#[test]
fn a_draft_is_stored_soon_after_the_last_key_without_any_end() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    window.type_text("half a line");
    window.until("it is stored", |_| drafts(&journal) == 1);
    window.until_says("Saved, on this computer only");
    // Dropped, not closed: what was not stored by now is lost.
    drop(window);
    let window = Window::over(&journal);
    assert_eq!(window.text_of(COMPOSER), "half a line");
}

#[test]
fn a_draft_is_stored_at_once_when_its_page_or_the_focus_goes() {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::over(&journal);
    window.type_text("ab");
    window.click(Role::Tab, "Timeline");
    let time = window.ctx.input(|input| input.time);
    window.until("it is stored", |_| drafts(&journal) == 1);
    assert!(window.ctx.input(|input| input.time) >= time);
}

#[test]
fn a_jot_that_cannot_be_kept_is_said_and_kept_once_the_journal_is_mended() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    break_with(&journal, BREAK_ENTRIES);
    window.jot("! a thought that must not be lost");
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    assert!(window.says("Your text is safe in this window."), "{}", window.read());
    window.wait(10.0);
    assert!(window.has(Role::Alert, "What you wrote could not be kept."), "it stays until it is mended");
    window.get_button("Copy").click();
    window.until("the text is on the clipboard", |window| window.copied() == Some("a thought that must not be lost"));
    window.button("Try again");
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    break_with(&journal, MEND);
    window.button("Try again");
    window.until_entries(&["Flag: a thought that must not be lost"]);
    assert!(!window.has(Role::Alert, "What you wrote could not be kept."));
    window.press_with(Modifiers::COMMAND, Key::N);
    window.jot("and the next");
    window.until_entries(&["Flag: a thought that must not be lost", "Note: and the next"]);
}

#[test]
fn a_jot_that_could_not_be_kept_is_in_the_composer_after_another_start() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    break_with(&journal, BREAK_ENTRIES);
    window.type_text("! a thought");
    window.until("the draft is stored", |_| drafts(&journal) == 1);
    window.press(Key::Enter);
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    window.close();
    break_with(&journal, MEND);
    let mut window = Window::over(&journal);
    assert_eq!(window.text_of(COMPOSER), "a thought");
    window.press(Key::Enter);
    window.until_entries(&["Flag: a thought"]);
}

#[test]
fn what_is_kept_at_the_second_try_is_not_in_the_composer_too() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    break_with(&journal, BREAK_ENTRIES);
    window.type_text("! a thought");
    window.until("the draft is stored", |_| drafts(&journal) == 1);
    window.press(Key::Enter);
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    // The page opens anew, and finds the draft.
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    window.fill("Name", "Bo Berg");
    window.button("Add");
    window.until_there(Role::Button, "Bo Berg, Tue 1 Dec");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    window.until("it is in the composer", |window| window.has_field(COMPOSER));
    assert_eq!(window.text_of(COMPOSER), "a thought");
    window.press(Key::Escape);
    break_with(&journal, MEND);
    window.button("Try again");
    window.until_entries(&["Flag: a thought"]);
    // The entry is there as soon as it is written; the window hears of it a frame later.
    window.until("it is no draft any more", |window| window.text_of(COMPOSER).is_empty() && drafts(&journal) == 0);
    window.until("the caret is back", |window| window.field(COMPOSER).is_focused());
}

#[test]
fn what_was_typed_since_stays_when_the_first_text_is_kept() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    break_with(&journal, BREAK_ENTRIES);
    window.jot("the first");
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    window.type_text("the second");
    window.until("the draft is stored", |_| drafts(&journal) == 1);
    break_with(&journal, MEND);
    window.button("Try again");
    window.until_entries(&["Note: the first"]);
    assert_eq!(window.text_of(COMPOSER), "the second");
    assert_eq!(drafts(&journal), 1);
}

#[test]
fn a_form_that_could_not_be_kept_can_be_copied() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "^ lead a design");
    let mut window = Window::over(&journal);
    break_with(&journal, "CREATE TRIGGER broken BEFORE UPDATE ON goals BEGIN SELECT RAISE(ABORT, 'broken'); END");
    window.choose("More for Goal: lead a design", "More about it…");
    window.fill("Why it matters", "a staff role");
    window.fill("What success looks like", "two teams use it");
    window.button("Keep it");
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    window.get_button("Copy").click();
    window.until("it is on the clipboard", |window| window.copied() == Some("a staff role\ntwo teams use it"));
}

#[test]
fn a_draft_that_cannot_be_stored_is_said_and_stays_in_its_field() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    break_with(&journal, BREAK_DRAFTS);
    window.type_text("half a line");
    window.until_there(Role::Alert, "What you are writing is not stored yet.");
    assert_eq!(window.text_of(COMPOSER), "half a line");
    window.get_button("Copy").click();
    window.until("the text is on the clipboard", |window| window.copied() == Some("half a line"));
    break_with(&journal, MEND);
    window.button("Try again");
    window.until("it is stored", |_| drafts(&journal) == 1);
    window.until("it is no longer said", |window| !window.has(Role::Alert, "What you are writing is not stored yet."));
    assert_eq!(window.text_of(COMPOSER), "half a line");
}

#[test]
fn a_writer_that_panicked_is_said_and_what_is_written_stays_in_the_window() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    window.ctx.set_request_repaint_callback(|_| {
        assert_ne!(std::thread::current().name(), Some("writer"), "on purpose: this ends the writer");
    });
    window.jot("the first");
    window.until_there(Role::Alert, "The part of Rapport that writes has stopped.");
    assert!(window.says("What was kept before is safe."), "{}", window.read());
    assert!(window.says("close Rapport and open it again"), "{}", window.read());
    window.until_entries(&["Note: the first"]);
    window.jot("the second");
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    window.get_button("Copy").click();
    window.until("the text is on the clipboard", |window| window.copied() == Some("the second"));
    window.wait(10.0);
    assert!(window.has(Role::Alert, "The part of Rapport that writes has stopped."), "it stays");
}

#[test]
fn two_windows_see_each_other_and_each_keeps_its_draft() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut first = Window::over(&journal);
    let mut second = Window::over(&journal);
    second.type_text("draft of the second");
    second.until("its draft is stored", |_| drafts(&journal) == 1);
    first.jot("from the first");
    second.until_entries(&["Note: from the first"]);
    first.type_text("draft of the first");
    first.until("both drafts are stored", |_| drafts(&journal) == 2);
    assert_eq!(second.text_of(COMPOSER), "draft of the second");
    first.press(Key::Enter);
    second.until_entries(&["Note: from the first", "Note: draft of the first"]);
    second.press(Key::Enter);
    let all = ["Note: from the first", "Note: draft of the first", "Note: draft of the second"];
    first.until_entries(&all);
    second.until_entries(&all);
}

#[test]
fn a_one_on_one_that_another_window_wrapped_up_is_over_here_too() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut first = Window::over(&journal);
    let mut second = Window::over(&journal);
    first.press_with(Modifiers::COMMAND, Key::Enter);
    second.until("it goes on here too", |window| window.has_field("Jot while you talk"));
    second.press_with(Modifiers::COMMAND, Key::Enter);
    second.press_with(Modifiers::COMMAND, Key::Enter);
    first.until_says("Last time, today");
}
