//! Errors when a journal cannot be opened.

use std::fs;

use rapport::journal::clock::FixedClock;

use crate::{
    support::{NOW, TempJournal, zoned},
    window::Window,
};

fn open_path(path: &std::path::Path) -> Window {
    Window::open_path(path, &FixedClock::new(zoned(NOW)))
}

#[test]
fn open_error_is_shown_and_try_again_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    fs::write(&path, "this is a letter, and no journal\n".repeat(200)).unwrap();
    let mut window = open_path(&path);
    assert!(window.has_text("Your journal did not open"), "{}", window.visible_text());
    assert!(window.has_text(&path.display().to_string()), "it says where");
    let text = window.visible_text();
    window.click_button("Try again");
    assert_eq!(window.visible_text(), text, "it says the same as long as nothing has changed");
    assert!(fs::read_to_string(&path).unwrap().starts_with("this is a letter"), "the file is as it was");

    let mut good = TempJournal::with_people(&["Dana Whitfield"]);
    good.close();
    fs::copy(good.file(), &path).unwrap();
    window.click_button("Try again");
    window.wait_for_text("Don’t hope it fixes itself");
}

#[test]
fn every_open_error_says_what_is_safe_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("folder.rapport");
    fs::create_dir(&in_the_way).unwrap();
    let newer = folder.path().join("newer.rapport");
    let mut good = TempJournal::with_people(&["Dana"]);
    good.close();
    fs::copy(good.file(), &newer).unwrap();
    crate::support::raw_connection(&newer).pragma_update(None, "user_version", 9_999).unwrap();
    let foreign = folder.path().join("foreign.rapport");
    crate::support::raw_connection(&foreign).execute_batch("CREATE TABLE recipes (id INTEGER PRIMARY KEY)").unwrap();
    for path in [in_the_way, newer, foreign] {
        let size_before = fs::metadata(&path).unwrap().len();
        let window = open_path(&path);
        assert!(window.has_text("Your journal did not open"), "{}", window.visible_text());
        // Heading, problem, reassurance, remedy and path, plus a button.
        assert!(window.visible_text().lines().count() >= 6, "{}", window.visible_text());
        assert_eq!(fs::metadata(&path).unwrap().len(), size_before, "nothing was written over");
    }
}
