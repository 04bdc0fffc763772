//! The file of an open window, taken away in every way that [`WAYS`] lists: the window says so,
//! stores nothing as if it were saved, and saves all of it as a new file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use rapport::{
    domain::{id::PersonId, person::Profile},
    journal::change::Change,
    store::Db,
};

use crate::{
    displacement::{WAYS, beside, other_journal},
    support::{TempJournal, assert_clean, jot_change, open_journal, raw_connection, strings},
    window::Window,
};

const SAVED: &str = "Saved, on this computer only";
const SAVE_AS: &str = "Save as a new file…";

/// A window on a journal of Ana with one entry, in a folder of its own below `folder`.
fn open_in_folder(folder: &Path) -> (Window, PathBuf) {
    let temp = TempJournal::with_people(&[]);
    let file = folder.join("mine").join("journal.rapport");
    fs::create_dir(folder.join("mine")).unwrap();
    let journal = open_journal(&file, &temp.clock);
    journal.commit(Change::AddPeople(vec![Profile::with_name("Ana")]), &journal.now()).unwrap();
    journal.commit(jot_change(1, None, "! saved before"), &journal.now()).unwrap();
    drop(journal);
    let mut window = Window::open_path(&file, &temp.clock);
    jot(&mut window, "saved in the window");
    window.wait_for_text("Flag: saved in the window");
    window.wait_for_text(SAVED);
    (window, file)
}

/// Jots a flag. A text that is pasted takes fewer frames than one that is typed.
fn jot(window: &mut Window, text: &str) {
    window.type_text("! ");
    window.paste(text);
    window.press(Key::Enter);
}

fn assert_saved_as(new: &Path, name: &str) {
    let db = Db::open_existing(new).unwrap();
    assert_clean(&db);
    let mut texts: Vec<_> = db.open_entries(PersonId(1)).unwrap().into_iter().map(|entry| entry.text).collect();
    texts.sort();
    assert_eq!(texts, ["saved before", "saved in the window", "written after"], "{name}");
    drop(db);
    let drafts = strings(&raw_connection(new), "SELECT text FROM drafts WHERE text <> ''");
    assert_eq!(drafts, ["half a line"], "{name}");
}

#[test]
fn every_text_survives_whatever_takes_the_file_away() {
    for (name, take_away, _) in WAYS {
        let folder = tempfile::tempdir().unwrap();
        let (mut window, file) = open_in_folder(folder.path());
        take_away(&file);
        jot(&mut window, "written after");
        window.wait_for(Role::Button, SAVE_AS);
        window.paste("half a line");
        window.wait_for_text("Only in this window: 1 change and 1 draft.");
        assert!(!window.has_text(SAVED), "{name}\n{}", window.visible_text());
        let new = folder.path().join("new.rapport");
        window.click_button(SAVE_AS);
        window.focus_field("File");
        window.press_with(Modifiers::COMMAND, Key::A);
        window.paste(new.to_str().unwrap());
        window.get_button("Save").click();
        window.wait_for_text("Saved as");
        window.wait_until("the banner is gone", |window| !window.has(Role::Button, SAVE_AS));
        window.close();
        assert_saved_as(&new, name);
    }
}

#[test]
fn window_without_focus_notices_a_missing_file_when_it_gets_the_focus() {
    for (name, take_away, _) in WAYS {
        let folder = tempfile::tempdir().unwrap();
        let (mut window, file) = open_in_folder(folder.path());
        window.event(Event::WindowFocused(false));
        window.settle();
        take_away(&file);
        window.event(Event::WindowFocused(true));
        window.wait_until(&format!("{name} is noticed"), |window| window.has(Role::Button, SAVE_AS));
    }
}

#[test]
fn journal_that_is_put_in_its_place_is_not_changed_by_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, file) = open_in_folder(folder.path());
    let other = beside(&file, ".sync");
    other_journal(&other);
    let bytes = fs::read(&other).unwrap();
    fs::rename(&other, &file).unwrap();
    jot(&mut window, "written after");
    window.wait_for(Role::Button, "Compare…");
    window.close();
    assert!(fs::read(&file).unwrap() == bytes, "no byte of it is changed");
}
