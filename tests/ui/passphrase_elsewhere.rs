//! A window whose journal gets another passphrase, or loses it, by another program: the window asks
//! for the new one, and loses nothing that was written.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use eframe::egui::{Event, Key, Modifiers, ViewportEvent, ViewportId, accesskit::Role};
use rapport::{
    domain::passphrase::Passphrase,
    store::{Db, FileKey, change_key, forget_key},
};

use super::passphrase::{PASSPHRASE, encrypted_window, journal, unlock};
use crate::{displacement::other_journal, support::TempJournal, window::Window};

const COMPOSER: &str = "Jot about Dana";
const CHANGED: &str = "Passphrase changed";
const NEW: &str = "a quite different one";
const REPLACED: &str = "was replaced with another file while it was open.";

/// Runs `rapport passphrase` as another program.
fn run_passphrase(journal: &Path, arguments: &[&str], lines: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rapport"))
        .arg("passphrase")
        .args(arguments)
        .arg("--passphrase-stdin")
        .arg("--journal")
        .arg(journal)
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the file has of the line that is being written about the first person.
fn stored_draft(journal: &TempJournal) -> Option<String> {
    let db = Db::open_reader(&journal.file()).unwrap();
    let person = db.people().unwrap().remove(0);
    let draft = db.draft(&format!("jot/{}", person.uid), 1).unwrap();
    draft.map(|draft| draft.text).filter(|text| !text.is_empty())
}

/// A window on Meet of Dana, with the focus in the composer.
fn plain_window(journal: &TempJournal) -> Window {
    let mut window = Window::open(journal);
    window.wait_for_entries(&["Note: written before"]);
    window.focus_field(COMPOSER);
    window
}

#[test]
fn passphrase_set_by_another_program_is_asked_for_and_the_draft_is_there_again() {
    let journal = journal();
    let mut window = plain_window(&journal);
    window.paste("half a thought");
    run_passphrase(&journal.file(), &["set"], &[NEW]);
    window.wait_for_text(CHANGED);
    let text = window.visible_text();
    assert!(text.contains("Another program encrypted this journal with a passphrase. Enter it."), "{text}");
    assert!(!text.contains("Dana") && !text.contains("written") && !text.contains("half"), "{text}");
    window.press(Key::Enter);
    assert_eq!(window.focused_label().as_deref(), Some("PasswordInput Passphrase"), "nothing was entered");
    window.type_text(NEW);
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: written before"]);
    assert_eq!(window.field_text(COMPOSER), "half a thought");
    window.focus_field(COMPOSER);
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: written before", "Note: half a thought"]);
    window.close();
    assert_eq!(stored_draft(&journal), None);
}

#[test]
fn line_that_was_not_stored_before_the_passphrase_changed_is_saved_with_the_new_one() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.focus_field(COMPOSER);
    window.paste("written meanwhile");
    run_passphrase(&journal.file(), &["change"], &[PASSPHRASE, NEW]);
    // In the frame in which the window learns of it.
    window.press(Key::Enter);
    window.wait_for_text("Another program changed the passphrase of this journal. Enter the new one.");
    assert!(window.has_text("1 change is only in this window, and is saved once you unlock."));
    unlock(&mut window, PASSPHRASE);
    window.wait_for_text("Wrong passphrase.");
    window.advance_time(1.2);
    window.press_with(Modifiers::COMMAND, Key::A);
    unlock(&mut window, NEW);
    window.wait_for_entries(&["Note: written before", "Note: written meanwhile"]);
    assert_eq!(window.field_text(COMPOSER), "");
    window.close();
    assert_eq!(stored_draft(&journal), None);
}

#[test]
fn passphrase_removed_by_another_program_is_said_and_the_journal_opened_again_with_the_draft() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.focus_field(COMPOSER);
    window.paste("half a thought");
    run_passphrase(&journal.file(), &["remove", "--yes"], &[PASSPHRASE]);
    window.wait_for_text("was set, changed or removed by another program.");
    window.click_button("Open again");
    window.wait_for_entries(&["Note: written before"]);
    assert_eq!(window.field_text(COMPOSER), "half a thought");
    window.wait_until("the draft is stored", |_| stored_draft(&journal).as_deref() == Some("half a thought"));
}

#[test]
fn closing_without_the_new_passphrase_asks_about_what_is_not_stored() {
    let journal = journal();
    let mut window = plain_window(&journal);
    window.paste("written meanwhile");
    run_passphrase(&journal.file(), &["set"], &[NEW]);
    window.press(Key::Enter);
    window.wait_for_text(CHANGED);
    let viewport = window.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.wait_for(Role::Dialog, "Not everything is saved");
    assert!(window.has_text("Note about Dana Whitfield: written meanwhile"), "{}", window.visible_text());
    window.press(Key::Escape);
    window.click_button("Open again");
    unlock(&mut window, NEW);
    window.wait_for_entries(&["Note: written before", "Note: written meanwhile"]);
}

#[test]
fn encrypted_file_that_is_another_journal_gets_nothing_of_this_one() {
    let journal = journal();
    let mut window = plain_window(&journal);
    window.paste("half a thought");
    let other = journal.file().with_file_name("other.rapport");
    other_journal(&other);
    let key = FileKey::generate(&Passphrase::new(NEW).unwrap()).unwrap();
    change_key(&other, Some(key)).unwrap();
    let key = Db::open_existing(&other).unwrap().key().unwrap().unwrap();
    forget_key(&key);
    fs::rename(&other, journal.file()).unwrap();
    window.wait_for_text(CHANGED);
    unlock(&mut window, NEW);
    window.wait_for_text(REPLACED);
    assert!(window.has_text("Only in this window: 1 draft."), "{}", window.visible_text());
    assert!(window.has(Role::Button, "Save as a new file…"));
    assert_eq!(window.field_text(COMPOSER), "half a thought");
    drop(window);
    assert_eq!(stored_draft(&journal), None);
}

#[test]
fn window_in_the_background_asks_for_the_new_passphrase_when_it_is_used_again() {
    let journal = journal();
    let mut window = plain_window(&journal);
    window.event(Event::WindowFocused(false));
    window.settle();
    run_passphrase(&journal.file(), &["set"], &[NEW]);
    window.event(Event::WindowFocused(true));
    window.wait_for_text(CHANGED);
    assert!(window.has_text("Everything you wrote is saved."), "{}", window.visible_text());
}
