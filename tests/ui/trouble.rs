//! A journal that cannot be opened: what happened, what is safe, and what to do.

use std::fs;

use rapport::journal::clock::SetClock;

use crate::{
    support::{NOW, TempJournal, zoned},
    window::Window,
};

fn at(path: &std::path::Path) -> Window {
    Window::at(path, &SetClock::at(zoned(NOW)))
}

#[test]
fn what_is_wrong_is_said_and_try_again_works_once_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    fs::write(&path, "this is a letter, and no journal\n".repeat(200)).unwrap();
    let mut window = at(&path);
    assert!(window.says("Your journal did not open"), "{}", window.read());
    assert!(window.says(&path.display().to_string()), "it says where");
    let said = window.read();
    window.button("Try again");
    assert_eq!(window.read(), said, "it says the same as long as nothing has changed");
    assert!(fs::read_to_string(&path).unwrap().starts_with("this is a letter"), "the file is as it was");

    let mut good = TempJournal::with(&["Dana Whitfield"]);
    good.close();
    fs::copy(good.file(), &path).unwrap();
    window.button("Try again");
    window.until_says("Don’t hope it fixes itself");
}

#[test]
fn every_kind_of_trouble_says_what_is_safe_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("folder.rapport");
    fs::create_dir(&in_the_way).unwrap();
    let newer = folder.path().join("newer.rapport");
    let mut good = TempJournal::with(&["Dana"]);
    good.close();
    fs::copy(good.file(), &newer).unwrap();
    crate::support::raw(&newer).pragma_update(None, "user_version", 9_999).unwrap();
    let foreign = folder.path().join("foreign.rapport");
    crate::support::raw(&foreign).execute_batch("CREATE TABLE recipes (id INTEGER PRIMARY KEY)").unwrap();
    for path in [in_the_way, newer, foreign] {
        let before = fs::metadata(&path).unwrap().len();
        let window = at(&path);
        assert!(window.says("Your journal did not open"), "{}", window.read());
        // Heading, what happened, what is safe, what to do, where: and a button.
        assert!(window.read().lines().count() >= 6, "{}", window.read());
        assert_eq!(fs::metadata(&path).unwrap().len(), before, "nothing was written over");
    }
}
