//! Erasing in the window: it says what goes, asks, and what was shown is gone.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use rapport::{
    domain::id::{EntryId, PersonId},
    journal::change::Change,
};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

fn count(journal: &TempJournal, table: &str) -> i64 {
    query_number(&journal.raw_connection(), &format!("SELECT count(*) FROM {table}"))
}

#[test]
fn the_trash_of_a_person_is_erased_after_saying_what_goes() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "Stays");
    for text in ["First in the trash", "! Second in the trash"] {
        let entry = journal.jot(1, text);
        journal.commit(Change::Trash(entry)).unwrap();
    }
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("•  1 note, 1 flag");
    assert!(window.has_text("This can’t be undone."), "{}", window.visible_text());
    assert!(!window.has_text("First in the trash"), "nothing is quoted: {}", window.visible_text());
    window.click_button("Cancel");
    assert_eq!(count(&journal, "entries"), 3);

    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("•  1 note, 1 flag");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: 2 entries");
    assert_eq!(count(&journal, "entries"), 1);
    assert_eq!(journal.db().entry(EntryId(1)).unwrap().unwrap().text, "Stays");
}

#[test]
fn one_entry_of_the_trash_is_erased_alone() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for text in ["First in the trash", "Second in the trash"] {
        let entry = journal.jot(1, text);
        journal.commit(Change::Trash(entry)).unwrap();
    }
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.query_all_by_role_and_label(Role::Button, "Erase for good…").next().unwrap().click();
    window.wait_for_text("•  1 note");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: 1 entry");
    assert_eq!(count(&journal, "entries"), 1);
}

#[test]
fn an_archived_person_is_erased_and_their_page_is_left() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Bo Berg"]);
    journal.jot(1, "About Dana");
    let mut window = Window::open(&journal);
    window.click_button("More for Dana Whitfield");
    assert!(!window.has(Role::MenuItem, "Erase for good…"), "only an archived person can be erased here");
    window.get_by_role_and_label(Role::MenuItem, "Archive").click();
    window
        .wait_until("they are archived", |_| journal.db().person(PersonId(1)).unwrap().unwrap().archived_at.is_some());
    window.settle();
    window.choose_menu_item("More for Dana Whitfield", "Erase for good…");
    window.wait_for_text("•  Dana Whitfield, with the profile");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: Dana Whitfield");
    assert!(!window.has(Role::Button, "More for Dana Whitfield"), "{}", window.visible_text());
    assert_eq!((count(&journal, "people"), count(&journal, "entries")), (1, 0));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(count(&journal, "people"), 1);
}

#[test]
fn undo_after_an_erase_says_that_it_is_final() {
    use eframe::egui::{Key, Modifiers};
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "In the trash");
    journal.commit(Change::Trash(entry)).unwrap();
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("•  1 note");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: 1 entry");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for(Role::Status, "Nothing to undo: erasing is final");
}

#[test]
fn versions_show_what_changed_word_by_word_and_one_is_restored() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "Quiet in the review");
    journal.commit(Change::EditText { entry, text: "Very quiet in the demo".into(), due: None }).unwrap();
    let mut window = Window::open_timeline(&journal);
    window.choose_menu_item("More for Note: Very quiet in the demo", "Version history…");
    let spoken = "[removed: Quiet][added: Very quiet] in the [removed: review][added: demo]";
    window.wait_for_text(spoken);
    window.click_button("Restore this version");
    window.wait_for_entries(&["Note: Quiet in the review"]);
    journal.undo();
    window.wait_for_entries(&["Note: Very quiet in the demo"]);
}
