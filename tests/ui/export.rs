//! Export from the window: asked for, written, found; refused where it has to be.

use std::fs;

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::{support::TempJournal, window::Window};

const SAVE_AS: &str = "Save as";

fn dana() -> (TempJournal, Window, tempfile::TempDir) {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "asked for a mentor");
    journal.jot(1, "! quiet in two reviews");
    let mut window = Window::over(&journal);
    window.choose("More for Dana Whitfield", "Export…");
    assert!(window.has(Role::Dialog, "Export what you wrote about Dana"));
    (journal, window, tempfile::tempdir().unwrap())
}

#[test]
fn a_persons_history_is_exported_and_found() {
    let (_journal, mut window, folder) = dana();
    assert!(window.text_of(SAVE_AS).ends_with("Dana Whitfield.html"));
    window.click(Role::RadioButton, "Markdown");
    assert!(window.text_of(SAVE_AS).ends_with("Dana Whitfield.md"), "the ending follows the format");
    let file = folder.path().join("dana.md");
    window.fill(SAVE_AS, &file.display().to_string());
    window.button("Export");
    window.until_says("Exported 1 entry to");
    assert!(window.says(&file.display().to_string()));
    assert!(window.says("1 flag was left out."));
    assert!(window.has(Role::Button, "Open the folder"));
    let document = fs::read_to_string(&file).unwrap();
    assert!(document.contains("> asked for a mentor") && !document.contains("quiet in two reviews"));
    window.button("Close");
    assert!(!window.has(Role::Dialog, "Export what you wrote about Dana"));
}

#[test]
fn flags_are_put_in_only_after_a_question() {
    let (_journal, mut window, folder) = dana();
    let file = folder.path().join("dana.html");
    window.fill(SAVE_AS, &file.display().to_string());
    window.click(Role::CheckBox, "With flags");
    assert!(window.says("Put them in?"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.says("Put them in?"), "nothing is written while it is asked");
    window.button("Leave them out");
    assert!(!window.says("Put them in?"));
    window.click(Role::CheckBox, "With flags");
    window.button("Put them in");
    window.button("Export");
    window.until_says("Exported 2 entries to");
    assert!(fs::read_to_string(&file).unwrap().contains("quiet in two reviews"));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_was_said() {
    let (_journal, mut window, folder) = dana();
    let file = folder.path().join("dana.html");
    fs::write(&file, "precious").unwrap();
    window.fill(SAVE_AS, &file.display().to_string());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("A file of that name is there already.");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    window.button("Replace it");
    window.button("Export");
    window.until_says("Exported 1 entry to");
    assert!(fs::read_to_string(&file).unwrap().contains("asked for a mentor"));
}

#[test]
fn what_cannot_be_written_or_read_is_said_at_its_field() {
    let (_journal, mut window, folder) = dana();
    window.fill(SAVE_AS, &folder.path().join("nowhere/dana.html").display().to_string());
    window.button("Export");
    window.until_says("Nothing was written. Make the folder first, or name another.");
    window.fill(SAVE_AS, &folder.path().join("dana.html").display().to_string());
    window.fill("From", "soon");
    window.button("Export");
    assert!(window.says("“soon”"), "{}", window.read());
    window.fill("From", "2026-11-02");
    window.fill("To", "2026-11-01");
    window.button("Export");
    assert!(window.says("This day is before the other."));
    assert!(!folder.path().join("dana.html").exists());
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, "Export what you wrote about Dana"));
}

#[test]
fn the_journal_is_exported_from_the_settings() {
    let journal = TempJournal::with(&["Dana", "Tomás"]);
    journal.jot(1, "! quiet in two reviews");
    journal.jot(2, "on the rota from Monday");
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.button("Export the journal…");
    window.click(Role::RadioButton, "JSON");
    assert!(window.says("Flags and the trash are in it."));
    assert!(!window.has(Role::CheckBox, "With flags"), "the full form has them always");
    let file = folder.path().join("all.json");
    window.fill(SAVE_AS, &file.display().to_string());
    window.button("Export");
    window.until_says("Exported 2 entries to");
    assert_eq!(fs::read_to_string(&file).unwrap(), journal.full_form());
}
