//! Export from the window: options, progress, result, and rejected input.

use std::fs;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::NodeT as _;
use rapport::{
    domain::id::{EntryId, PersonId},
    journal::change::{
        Change,
        review::{ReviewChange, ReviewText},
    },
};

use crate::{support::TempJournal, window::Window};

const SAVE_AS: &str = "Save as";

fn open_export_dialog() -> (TempJournal, Window, tempfile::TempDir) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "asked for a mentor");
    journal.jot(1, "! quiet in two reviews");
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "Export…");
    assert!(window.has(Role::Dialog, "Export Dana’s history"));
    (journal, window, tempfile::tempdir().unwrap())
}

#[test]
fn person_is_exported_and_the_file_is_shown() {
    let (_journal, mut window, folder) = open_export_dialog();
    assert!(window.field_text(SAVE_AS).ends_with("Dana Whitfield.html"));
    window.click(Role::RadioButton, "Markdown");
    assert!(window.field_text(SAVE_AS).ends_with("Dana Whitfield.md"), "the ending follows the format");
    let file = folder.path().join("dana.md");
    window.fill(SAVE_AS, &file.display().to_string());
    window.click_button("Export");
    window.wait_for_text("Exported 1 entry to");
    assert!(window.has_text(&file.display().to_string()));
    assert!(window.has_text("1 flag was left out."));
    assert!(window.has(Role::Button, "Open folder"));
    let document = fs::read_to_string(&file).unwrap();
    assert!(document.contains("> asked for a mentor") && !document.contains("quiet in two reviews"));
    window.click_button("Close");
    assert!(!window.has(Role::Dialog, "Export Dana’s history"));
}

/// The whole way from evidence to file: picked on the timeline, quoted, finished, exported.
#[test]
fn review_is_picked_written_finished_and_exported() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "+ ran the review alone");
    journal.jot(1, "slept badly");
    let mut window = Window::open(&journal);
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_for_text("Added to evidence");
    window.click(Role::Tab, "Review");
    window.click_button("Start from Brief review");
    window.press(Key::Escape);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    let quoted = "> ran the review alone\n>\n> — Praise, 24 November 2026";
    window.wait_until("it is quoted", |window| window.field_text("Review of Dana").contains(quoted));
    window.click_button("Finish…");
    window.click_button("Finish");
    window.wait_for_text("Finished 24 Nov 2026");
    window.click_button("Read");
    window.click_button("Export…");
    assert!(window.has(Role::Dialog, "Export Dana’s review"));
    assert!(window.field_text(SAVE_AS).ends_with("Dana Whitfield, review of November 2026.html"));
    assert!(!window.has_field("From"), "a review has its own days");
    window.click(Role::RadioButton, "Markdown");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("review.md");
    window.fill(SAVE_AS, &file.display().to_string());
    window.click_button("Export");
    window.wait_for_text("Exported the review with 1 piece of evidence to");
    assert!(window.has(Role::Button, "Open folder"));
    let document = fs::read_to_string(&file).unwrap();
    assert!(document.contains("## What went well") && document.contains(quoted), "{document}");
    assert!(!document.contains("slept badly"), "what was not picked is not in it");
}

/// The export includes what was typed just before.
#[test]
fn unfinished_review_is_exported_with_picked_flags() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "! quiet in two reviews");
    let entries = vec![EntryId(1)];
    journal.commit(Change::SetEvidence { entries, picked: true }).unwrap();
    let mut window = Window::open(&journal);
    window.click(Role::Tab, "Review");
    assert!(window.get_button("Export…").accesskit_node().is_disabled(), "there is nothing to export");
    window.focus_field("Review of Dana");
    window.type_text("She speaks last");
    window.click_button("Export…");
    window.wait_for(Role::Dialog, "Export Dana’s review");
    let folder = tempfile::tempdir().unwrap();
    for (name, has_flag) in [("with.html", true), ("without.html", false)] {
        let file = folder.path().join(name);
        if !has_flag {
            window.click_button("Export…");
            window.wait_for(Role::Dialog, "Export Dana’s review");
            window.click(Role::CheckBox, "Include the flag you picked");
        }
        window.fill(SAVE_AS, &file.display().to_string());
        window.click_button("Export");
        window.wait_for_text("Exported the review with");
        let document = fs::read_to_string(&file).unwrap();
        assert!(document.contains("She speaks last"));
        assert_eq!(document.contains("quiet in two reviews"), has_flag);
        window.click_button("Close");
    }
}

/// The dialog warns about a quoted flag before the export.
#[test]
fn a_review_that_quotes_a_flag_says_so_before_it_is_exported() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "+ ran the review alone");
    for (text, quotes) in
        [("> quiet\n>\n> — Flag, 24 November 2026", true), ("> ran it\n>\n> — Praise, 24 November 2026", false)]
    {
        let (from, to) = (journal.today(), journal.today());
        let review_text = ReviewText { person: PersonId(1), from, to, text: text.to_owned() };
        journal.commit(Change::Review(ReviewChange::Save(review_text))).unwrap();
        let mut window = Window::open(&journal);
        window.click(Role::Tab, "Review");
        window.click_button("Export…");
        window.wait_for(Role::Dialog, "Export Dana’s review");
        assert_eq!(window.has_text("The text quotes a flag."), quotes);
        assert_eq!(window.has_text("No flags included"), !quotes);
        window.click(Role::RadioButton, "Table (CSV)");
        assert!(
            !window.has_text("The text quotes a flag.") && window.has_text("No flags included"),
            "a table has no text"
        );
    }
}

#[test]
fn including_flags_asks_for_confirmation() {
    let (_journal, mut window, folder) = open_export_dialog();
    let file = folder.path().join("dana.html");
    window.fill(SAVE_AS, &file.display().to_string());
    window.click(Role::CheckBox, "Include flags");
    assert!(window.has_text("Include them?"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("Include them?"), "nothing is written while it is asked");
    window.click_button("Leave out");
    assert!(!window.has_text("Include them?"));
    window.click(Role::CheckBox, "Include flags");
    window.click_button("Include");
    window.click_button("Export");
    window.wait_for_text("Exported 2 entries to");
    assert!(fs::read_to_string(&file).unwrap().contains("quiet in two reviews"));
}

#[test]
fn existing_file_is_replaced_only_after_confirmation() {
    let (_journal, mut window, folder) = open_export_dialog();
    let file = folder.path().join("dana.html");
    fs::write(&file, "precious").unwrap();
    window.fill(SAVE_AS, &file.display().to_string());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("A file with that name already exists.");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    window.click_button("Replace");
    window.click_button("Export");
    window.wait_for_text("Exported 1 entry to");
    assert!(fs::read_to_string(&file).unwrap().contains("asked for a mentor"));
}

#[test]
fn errors_are_shown_at_their_field() {
    let (_journal, mut window, folder) = open_export_dialog();
    window.fill(SAVE_AS, &folder.path().join("nowhere/dana.html").display().to_string());
    window.click_button("Export");
    window.wait_for_text("Nothing was written. Create the folder first, or choose another.");
    window.fill(SAVE_AS, &folder.path().join("dana.html").display().to_string());
    window.fill("From", "soon");
    window.click_button("Export");
    assert!(window.has_text("“soon”"), "{}", window.visible_text());
    window.fill("From", "2026-11-02");
    window.fill("To", "2026-11-01");
    window.click_button("Export");
    assert!(window.has_text("The end date is before the start date."));
    assert!(!folder.path().join("dana.html").exists());
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, "Export Dana’s history"));
}

#[test]
fn the_journal_is_exported_from_the_settings() {
    let journal = TempJournal::with_people(&["Dana", "Tomás"]);
    journal.jot(1, "! quiet in two reviews");
    journal.jot(2, "on the rota from Monday");
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Import & export");
    window.click_button("Export journal…");
    window.click(Role::RadioButton, "JSON");
    assert!(window.has_text("including flags and the trash."));
    assert!(!window.has(Role::CheckBox, "Include flags"), "the full form has them always");
    let file = folder.path().join("all.json");
    window.fill(SAVE_AS, &file.display().to_string());
    window.click_button("Export");
    window.wait_for_text("Exported 2 entries to");
    assert_eq!(fs::read_to_string(&file).unwrap(), journal.export_json());
}

#[test]
fn an_export_is_encrypted_with_a_passphrase_that_is_typed_twice() {
    let (_journal, mut window, folder) = open_export_dialog();
    let file = folder.path().join("dana.html");
    window.fill(SAVE_AS, &file.display().to_string());
    window.click(Role::CheckBox, "Encrypt with a passphrase");
    let file = folder.path().join("dana.html.age");
    assert_eq!(window.field_text(SAVE_AS), file.display().to_string());
    window.click_button("Export");
    assert!(window.has_text("Enter a passphrase."), "{}", window.visible_text());
    let type_into = |window: &mut Window, field: &str, text: &str| {
        window.focus(Role::PasswordInput, field);
        window.type_text(text);
    };
    type_into(&mut window, "Passphrase", "planted words");
    type_into(&mut window, "Repeat it", "planted word");
    assert!(!window.visible_text().contains("planted"), "{}", window.visible_text());
    window.click_button("Export");
    assert!(window.has_text("The two are different.") && !file.exists());
    type_into(&mut window, "Repeat it", "s");
    window.click_button("Export");
    window.wait_for_text("Exported 1 entry to");
    assert!(window.has_text("Open it with “age --decrypt” and its passphrase."));
    let encrypted = fs::read(&file).unwrap();
    let mut identity = age::scrypt::Identity::new("planted words".to_owned().into());
    identity.set_max_work_factor(20);
    let mut plain = String::new();
    let mut document = age::Decryptor::new(&encrypted[..]).unwrap().decrypt(std::iter::once(&identity as _)).unwrap();
    std::io::Read::read_to_string(&mut document, &mut plain).unwrap();
    assert!(plain.contains("asked for a mentor"));
}
