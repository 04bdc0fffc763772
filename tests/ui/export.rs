//! Export from the window: asked for, written, found; refused where it has to be.

use std::fs;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::NodeT as _;
use rapport::{
    domain::id::{EntryId, PersonId},
    journal::{
        change::Change,
        reviewing::{Reviewing, Written},
    },
};

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

/// From what was seen to what is handed over: picked on the timeline, quoted, finished, exported, found.
#[test]
fn a_review_goes_from_the_timeline_to_a_file() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "+ ran the review alone");
    journal.jot(1, "slept badly");
    let mut window = Window::over(&journal);
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until_says("Picked as evidence for a review");
    window.click(Role::Tab, "Review");
    window.button("Begin with Short");
    window.press(Key::Escape);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    let quoted = "> ran the review alone\n>\n> — Praise, 24 November 2026";
    window.until("it is quoted", |window| window.text_of("What you will say to Dana").contains(quoted));
    window.button("Finish…");
    window.button("Finish it");
    window.until_says("Finished on 24 Nov 2026");
    window.button("Read it");
    window.button("Export…");
    assert!(window.has(Role::Dialog, "Export the review of Dana"));
    assert!(window.text_of(SAVE_AS).ends_with("Dana Whitfield, review of November 2026.html"));
    assert!(!window.has_field("From"), "a review has its own days");
    window.click(Role::RadioButton, "Markdown");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("review.md");
    window.fill(SAVE_AS, &file.display().to_string());
    window.button("Export");
    window.until_says("Exported the review with 1 piece of evidence to");
    assert!(window.has(Role::Button, "Open the folder"));
    let document = fs::read_to_string(&file).unwrap();
    assert!(document.contains("## What went well") && document.contains(quoted), "{document}");
    assert!(!document.contains("slept badly"), "what was not picked is not in it");
}

/// What was typed a moment ago is in it.
#[test]
fn a_draft_is_exported_as_it_stands_there_with_the_flags_that_were_picked() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "! quiet in two reviews");
    let entries = vec![EntryId(1)];
    journal.commit(Change::Evidence { entries, picked: true }).unwrap();
    let mut window = Window::over(&journal);
    window.click(Role::Tab, "Review");
    assert!(window.get_button("Export…").accesskit_node().is_disabled(), "there is nothing to export");
    window.enter_field("What you will say to Dana");
    window.type_text("She speaks last");
    window.button("Export…");
    window.until_there(Role::Dialog, "Export the review of Dana");
    let folder = tempfile::tempdir().unwrap();
    for (name, has_flag) in [("with.html", true), ("without.html", false)] {
        let file = folder.path().join(name);
        if !has_flag {
            window.button("Export…");
            window.until_there(Role::Dialog, "Export the review of Dana");
            window.click(Role::CheckBox, "With the flag that you picked");
        }
        window.fill(SAVE_AS, &file.display().to_string());
        window.button("Export");
        window.until_says("Exported the review with");
        let document = fs::read_to_string(&file).unwrap();
        assert!(document.contains("She speaks last"));
        assert_eq!(document.contains("quiet in two reviews"), has_flag);
        window.button("Close");
    }
}

/// A text that quotes a flag is no text without flags, and the dialog says so before it is written.
#[test]
fn a_review_that_quotes_a_flag_says_so_before_it_is_exported() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "+ ran the review alone");
    for (text, quotes) in
        [("> quiet\n>\n> — Flag, 24 November 2026", true), ("> ran it\n>\n> — Praise, 24 November 2026", false)]
    {
        let (from, to) = (journal.today(), journal.today());
        let written = Written { person: PersonId(1), from, to, text: text.to_owned() };
        journal.commit(Change::Reviewing(Reviewing::Write(written))).unwrap();
        let mut window = Window::over(&journal);
        window.click(Role::Tab, "Review");
        window.button("Export…");
        window.until_there(Role::Dialog, "Export the review of Dana");
        assert_eq!(window.says("The text quotes a flag."), quotes);
        assert_eq!(window.says("Without flags"), !quotes);
        window.click(Role::RadioButton, "Table (CSV)");
        assert!(!window.says("The text quotes a flag.") && window.says("Without flags"), "a table has no text");
    }
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
