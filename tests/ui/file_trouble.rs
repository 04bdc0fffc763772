//! A journal that is damaged, taken away or replaced while it is open, and one that can only be
//! read.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{
    support::{TempJournal, query_number, raw_connection, strings},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
const FIRST_RUN: &str = "Who do you meet with?";
const UNREADABLE: &str = "This page can’t be read right now";

/// Overwrites the first page of a table in the file, and makes every reader look again.
fn damage(path: &Path, table: &str) {
    let conn = raw_connection(path);
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    conn.query_row(checkpoint, [], |_| Ok(())).unwrap();
    let page = query_number(&conn, &format!("SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"));
    let size = query_number(&conn, "PRAGMA page_size");
    let (page, size) = (usize::try_from(page).unwrap(), usize::try_from(size).unwrap());
    let mut bytes = fs::read(path).unwrap();
    bytes[(page - 1) * size..page * size].fill(0x5A);
    // Not with `fs::write`, which would cut the file first.
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(((page - 1) * size) as u64)).unwrap();
    file.write_all(&bytes[(page - 1) * size..page * size]).unwrap();
    conn.execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('touched', '1')", []).unwrap();
}

fn fill_and_save(window: &mut Window, path: &Path) {
    window.fill("File", path.to_str().unwrap());
    window.get_button("Save").click();
}

#[test]
fn damage_while_the_journal_is_open_does_not_look_like_the_first_run() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    journal.jot(1, "written before");
    let mut window = Window::open(&journal);
    window.wait_for_entries(&["Note: written before"]);
    damage(&journal.file(), "people");
    wait_for_damage(&mut window);
    assert!(!window.has_text(FIRST_RUN), "{}", window.visible_text());
    assert!(window.has_text("Tomás Alvarez"), "the people are still shown\n{}", window.visible_text());
    assert!(window.has_text("Nothing was changed, and nothing more will be written."), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    assert!(!window.has_text(FIRST_RUN), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::R);
    assert!(window.has_text(UNREADABLE) && !window.has_text("Nobody here yet"), "{}", window.visible_text());
}

/// Waits until the window says that the file is damaged.
fn wait_for_damage(window: &mut Window) {
    window.wait_until("it says that the file is damaged", |window| {
        window
            .query_all_by_role(Role::Alert)
            .any(|node| node.accesskit_node().label().is_some_and(|label| label.contains("is damaged")))
    });
}

#[test]
fn journal_that_is_damaged_while_it_is_open_is_recovered_in_the_window() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "written before");
    let mut window = Window::open(&journal);
    window.wait_for_entries(&["Note: written before"]);
    damage(&journal.file(), "people");
    wait_for_damage(&mut window);
    window.click_button("Recover…");
    window.wait_for_text("Recover your journal");
    window.click_button("Back");
    assert!(window.has_text("Your journal is damaged"), "{}", window.visible_text());
    assert!(window.has(Role::Button, "Open read-only"), "{}", window.visible_text());
    window.click_button("Recover…");
    let new = journal.file().with_file_name("new.rapport");
    window.fill("Save the recovered journal as", new.to_str().unwrap());
    window.click_button("Recover");
    window.wait_for_text("Your journal was recovered");
    window.click_button("Open the recovered journal");
    window.wait_for_text("Needs your attention");
    assert_eq!(strings(&raw_connection(&new), "SELECT text FROM entries"), ["written before"]);
}

#[test]
fn texts_that_a_damaged_journal_did_not_take_are_asked_about_before_it_is_left() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.wait_for_text("Saved, on this computer only");
    damage(&journal.file(), "people");
    wait_for_damage(&mut window);
    window.focus_field(COMPOSER);
    window.type_text("half a line");
    window.wait_for_text("Only in this window: 1 draft.");
    window.click_button("Restore a backup…");
    assert!(window.has_text("Restoring a backup now would lose them."), "{}", window.visible_text());
    window.press(Key::Escape);
    assert_eq!(window.field_text(COMPOSER), "half a line");
    window.click_button("Restore a backup…");
    window.settle();
    window.get_button("Continue without saving").click();
    window.wait_for_text("The backup replaces the journal.");
}

/// The window itself reads no review on this page; the export does, on a thread of its own.
#[test]
fn damage_that_an_export_meets_is_said_as_any_other() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "written before");
    let mut window = Window::open(&journal);
    window.wait_for_text("Saved, on this computer only");
    damage(&journal.file(), "reviews");
    let folder = tempfile::tempdir().unwrap();
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Import & export");
    window.click_button("Export journal…");
    window.click(Role::RadioButton, "JSON");
    window.fill("Save as", folder.path().join("all.json").to_str().unwrap());
    window.get_button("Export").click();
    wait_for_damage(&mut window);
    window.press(Key::Escape);
    assert!(window.has(Role::Button, "Recover…"), "{}", window.visible_text());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no half export is left");
}

#[test]
fn journal_whose_people_cannot_be_read_does_not_look_like_a_new_one() {
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.close();
    damage(&journal.file(), "people");
    let window = Window::launch(&journal);
    assert!(!window.has_text(FIRST_RUN), "{}", window.visible_text());
    assert!(window.has_text(UNREADABLE) || window.has_text("did not open"), "{}", window.visible_text());
}

#[test]
fn journal_that_was_taken_away_is_saved_as_a_new_file_with_every_text() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "written before");
    let mut window = Window::open(&journal);
    window.wait_for_text("Saved, on this computer only");
    let folder = tempfile::tempdir().unwrap();
    fs::rename(journal.file(), folder.path().join("moved.rapport")).unwrap();
    window.jot("! written after");
    window.wait_for(Role::Button, "Save as a new file…");
    window.type_text("half a line");
    window.wait_for_text("Not being saved");
    window.wait_for_text("Only in this window: 1 change and 1 draft.");
    assert!(!window.has_text("Saved, on this computer only"));
    window.click_button("Open again");
    assert!(window.has_text("Nothing is at"), "no journal begins anew there\n{}", window.visible_text());
    assert!(!journal.file().exists());

    let taken = folder.path().join("taken.rapport");
    fs::write(&taken, "precious").unwrap();
    window.click_button("Save as a new file…");
    fill_and_save(&mut window, &taken);
    window.wait_for_text("already exists");
    assert_eq!(fs::read_to_string(&taken).unwrap(), "precious");
    let new = folder.path().join("new.rapport");
    fill_and_save(&mut window, &new);
    window.wait_for_text("Saved as");
    assert!(!window.has(Role::Button, "Save as a new file…"), "{}", window.visible_text());
    let texts = strings(&raw_connection(&new), "SELECT text FROM entries ORDER BY id");
    assert_eq!(texts, ["written before", "written after"]);
    assert_eq!(strings(&raw_connection(&new), "SELECT text FROM drafts WHERE text <> ''"), ["half a line"]);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.wait_until("the draft is there", |window| window.has_field(COMPOSER));
    assert_eq!(window.field_text(COMPOSER), "half a line");
}

#[test]
fn journal_that_was_replaced_is_reloaded_only_after_its_texts_are_safe() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut other = TempJournal::with_people(&["Somebody Else"]);
    other.close();
    let mut window = Window::open(&journal);
    window.type_text("half a line");
    window.wait_for_text("Saved, on this computer only");
    let copy = journal.file().with_file_name("copy");
    fs::copy(other.file(), &copy).unwrap();
    fs::rename(&copy, journal.file()).unwrap();
    window.type_text(" and more");
    window.wait_for(Role::Button, "Reload");
    assert!(window.has_text("was replaced with another file"), "{}", window.visible_text());
    window.click_button("Reload");
    assert!(
        window.has_text("1 draft could not be saved in your journal. Reloading now would lose"),
        "{}",
        window.visible_text()
    );
    window.settle();
    window.get_button("Reload without saving").click();
    window.wait_for_text("Somebody Else");
    assert_eq!(window.query_all_by_role(Role::Alert).count(), 0, "{}", window.visible_text());
}

#[test]
fn journal_that_was_replaced_is_compared_with_its_replacement_by_person() {
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "in both");
    journal.close();
    let copy = journal.file().with_file_name("copy");
    fs::copy(journal.file(), &copy).unwrap();
    journal.reopen();
    journal.jot(1, "only here, one");
    journal.jot(1, "only here, two");
    let there = crate::support::open_journal(&copy, &journal.clock);
    there.commit(crate::support::jot_change(1, None, "only in the copy"), &there.now()).unwrap();
    drop(there);
    let mut window = Window::open(&journal);
    window.wait_for_text("Saved, on this computer only");
    fs::rename(&copy, journal.file()).unwrap();
    window.jot("written after");
    window.wait_for(Role::Button, "Compare…");
    window.click_button("Compare…");
    window.wait_for_text("2 entries only here · 1 entry only there");
    assert!(window.has_text("Only here: only here, two"), "{}", window.visible_text());
    assert!(window.has_text("Only there: only in the copy"), "{}", window.visible_text());
    assert!(!window.has_text("Only there: in both") && !window.has_text("Only here: in both"));
    window.click_button("Close");
    assert!(!window.has(Role::Dialog, "What differs"));
}

#[test]
fn journal_that_cannot_be_written_is_shown_and_says_so_in_one_line() {
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "written before");
    journal.close();
    let mut permissions = fs::metadata(journal.file()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(journal.file(), permissions).unwrap();
    let mut window = Window::open(&journal);
    window.wait_for_entries(&["Note: written before"]);
    window.wait_for(Role::Status, "Read-only: you can’t write to this file or its folder.");
    assert!(window.field(COMPOSER).accesskit_node().is_disabled(), "{}", window.visible_text());
    let start = window.get_by_role_and_label(Role::Button, "Start one-on-one").accesskit_node().is_disabled();
    assert!(start);
    window.type_text("not taken");
    assert_eq!(window.field_text(COMPOSER), "");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.query_all_by_role(Role::Alert).count(), 0, "{}", window.visible_text());
    window.click(Role::Tab, "Timeline");
    window.wait_for_entries(&["Note: written before"]);
}
