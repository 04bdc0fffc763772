//! Closing the window: everything is stored first, and the window stays while something is not.

use std::{fs, thread, time::Duration};

use eframe::egui::{Event, Key, ViewportCommand, ViewportEvent, ViewportId, accesskit::Role};

use egui_kittest::kittest::Queryable as _;

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
const TITLE: &str = "Not everything is saved";
const BREAK_ENTRIES: &str =
    "CREATE TRIGGER no_entries BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'broken for a test'); END";
const BREAK_DRAFTS: &str = "CREATE TRIGGER no_drafts BEFORE INSERT ON drafts WHEN NEW.text <> '' BEGIN \
                            SELECT RAISE(ABORT, 'broken for a test'); END";
const REPAIR: &str = "DROP TRIGGER no_entries; DROP TRIGGER no_drafts";

/// Asks the window to close, as its button does.
fn request_close(window: &mut Window) {
    let viewport = window.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.step();
}

fn commands(window: &Window) -> &[ViewportCommand] {
    &window.output().viewport_output[&ViewportId::ROOT].commands
}

/// Asks the window to close, and waits until it does, or asks what to do.
#[track_caller]
fn close_and_wait(window: &mut Window) {
    request_close(window);
    assert!(commands(window).contains(&ViewportCommand::CancelClose), "it stores first");
    // A quick writer is done within the frame.
    if !is_closing(window) {
        wait_until_closed_or_asked(window);
    }
}

#[track_caller]
fn wait_until_closed_or_asked(window: &mut Window) {
    window.wait_until("it closes or asks", |window| is_closing(window) || window.has(Role::Dialog, TITLE));
}

fn is_closing(window: &Window) -> bool {
    commands(window).contains(&ViewportCommand::Close)
}

/// Clicks the "Try again" of the last thing that offers it: a dialog, which is over the banners.
#[track_caller]
fn try_again(window: &mut Window) {
    window.query_all_by_role_and_label(Role::Button, "Try again").last().unwrap().click();
    window.step();
}

/// A window with two rejected jots and a draft that is not stored.
fn open_with_unsaved_texts() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    journal.raw_connection().execute_batch(BREAK_ENTRIES).unwrap();
    journal.raw_connection().execute_batch(BREAK_DRAFTS).unwrap();
    window.jot("! the first");
    window.jot("the second");
    window.wait_for(Role::Alert, "2 changes could not be saved.");
    window.type_text("half a line");
    window.wait_for_text("What you’re writing isn’t saved yet.");
    (journal, window)
}

#[test]
fn window_closes_once_everything_is_stored() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.type_text("half a line");
    close_and_wait(&mut window);
    assert!(is_closing(&window), "{}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text = 'half a line'"), 1);
}

#[test]
fn text_typed_as_the_window_closes_is_stored_without_a_question() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.type_text("half ");
    window.settle();
    window.input_mut().events.push(Event::Text("a line".to_owned()));
    close_and_wait(&mut window);
    assert!(is_closing(&window), "{}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text = 'half a line'"), 1);
}

#[test]
fn draft_that_fails_to_save_as_the_program_ends_is_saved_again() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    let other_program = journal.raw_connection();
    other_program.execute_batch("BEGIN IMMEDIATE").unwrap();
    window.type_text("half a line");
    window.advance_time(0.5);
    // Longer than the writer waits for another program, which is 5 s.
    let release = thread::spawn(move || {
        thread::sleep(Duration::from_millis(5_500));
        other_program.execute_batch("ROLLBACK").unwrap();
    });
    window.close();
    release.join().unwrap();
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text = 'half a line'"), 1);
}

#[test]
fn window_stays_with_all_texts_that_could_not_be_stored() {
    let (journal, mut window) = open_with_unsaved_texts();
    close_and_wait(&mut window);
    assert!(!is_closing(&window));
    window.settle();
    assert!(window.has_text("2 changes and 1 draft could not be saved"), "{}", window.visible_text());
    assert!(window.has_text("Flag about Dana Whitfield: the first"), "{}", window.visible_text());
    let focused = window.query_all_by_role_and_label(Role::Button, "Try again").last().unwrap().is_focused();
    assert!(focused, "closing without saving is never the default");
    window.query_all_by_role_and_label(Role::Button, "Copy").last().unwrap().click();
    window.wait_until("all of it is on the clipboard", |window| {
        window
            .copied_text()
            .is_some_and(|text| ["the first", "the second", "half a line"].iter().all(|part| text.contains(part)))
    });
    try_again(&mut window);
    wait_until_closed_or_asked(&mut window);
    assert!(!is_closing(&window), "it is still broken");
    journal.raw_connection().execute_batch(REPAIR).unwrap();
    window.settle();
    try_again(&mut window);
    window.wait_until("it closes", is_closing);
    let texts = crate::support::strings(&journal.raw_connection(), "SELECT text FROM entries ORDER BY id");
    assert_eq!(texts, ["the first", "the second"]);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text = 'half a line'"), 1);
}

#[test]
fn texts_are_saved_elsewhere_for_their_owner_only() {
    let (_journal, mut window) = open_with_unsaved_texts();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("unsaved.txt");
    close_and_wait(&mut window);
    window.click_button("Save elsewhere…");
    window.fill("File", path.to_str().unwrap());
    window.click_button("Save");
    window.wait_for_text("Saved elsewhere");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("Flag about Dana Whitfield\nthe first\n"), "{text}");
    assert!(text.contains("Note about Dana Whitfield\nthe second\n"), "{text}");
    assert!(text.contains("Draft about Dana Whitfield\nhalf a line\n"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // The copy of the journal has the same fault, so the texts do not fit into it either.
    window.wait_until("the copy of the journal is given up", |window| {
        window.visible_text().contains("The journal itself was not copied.")
    });
    window.get_button("Close Rapport").click();
    window.wait_until("it closes", is_closing);
}

#[test]
fn saving_elsewhere_overwrites_nothing() {
    let (_journal, mut window) = open_with_unsaved_texts();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("unsaved.txt");
    fs::write(&path, "precious").unwrap();
    close_and_wait(&mut window);
    window.click_button("Save elsewhere…");
    window.fill("File", path.to_str().unwrap());
    window.click_button("Save");
    window.wait_for_text("The file could not be written");
    assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
    window.click_button("Back");
    assert!(window.has(Role::Dialog, TITLE));
}

#[test]
fn window_is_kept_open_with_its_texts_or_closed_without_them() {
    let (_journal, mut window) = open_with_unsaved_texts();
    close_and_wait(&mut window);
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, TITLE) && !is_closing(&window));
    assert_eq!(window.field_text(COMPOSER), "half a line");
    close_and_wait(&mut window);
    window.settle();
    window.get_button("Close without saving").click();
    window.wait_until("it closes", is_closing);
}

#[test]
fn rejected_changes_are_all_tried_again_in_their_order() {
    let (journal, mut window) = open_with_unsaved_texts();
    journal.raw_connection().execute_batch(REPAIR).unwrap();
    window.query_all_by_role_and_label(Role::Button, "Try again").next().unwrap().click();
    window.wait_for_entries(&["Flag: the first", "Note: the second"]);
    window.wait_until("the banner goes", |window| !window.has(Role::Alert, "2 changes could not be saved."));
}
