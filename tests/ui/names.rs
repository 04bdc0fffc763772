//! What people are called: two with one first name are told apart, and a person can go by another
//! name.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use rapport::{
    domain::{id::PersonId, person::Profile},
    journal::change::Change,
};

use crate::{support::TempJournal, window::Window};

fn open_next_person(window: &mut Window, shown: &str) {
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.wait_for_text(shown);
}

#[test]
fn two_people_with_one_first_name_are_told_apart_on_every_page() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Marcus Oyelaran", "Dana Kim"]);
    let mut window = Window::open(&journal);
    window.wait_for_text("Notes about Dana W.");
    assert_eq!(window.focused_label().as_deref(), Some("MultilineTextInput Jot about Dana W."));
    window.type_text("+ Ran the incident review");
    window.press(Key::Enter);
    window.wait_for_text("Ran the incident review");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.wait_for_text("What does Dana W. need to be successful?");
    assert!(window.has_text("What matters to Dana W."), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::Num3);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window.wait_for(Role::MultilineTextInput, "Review of Dana W.");
    window.choose_menu_item("More for Dana Whitfield", "Edit…");
    window.wait_for_text("About Dana W.");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    open_next_person(&mut window, "Notes about Marcus");
    open_next_person(&mut window, "Notes about Dana K.");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for(Role::Status, "Undid: praise for Dana W.");
}

#[test]
fn once_one_of_them_is_archived_the_other_has_the_first_name_again() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Dana Kim"]);
    journal.commit(Change::Archive(PersonId(2))).unwrap();
    let mut window = Window::open(&journal);
    open_next_person(&mut window, "Notes about Dana");
    assert!(!window.has_text("Dana W."), "{}", window.visible_text());
}

#[test]
fn a_person_goes_by_another_name_until_it_is_undone() {
    let journal = TempJournal::with_people(&["Robert Lang"]);
    let mut window = Window::open(&journal);
    open_next_person(&mut window, "Notes about Robert");
    window.choose_menu_item("More for Robert Lang", "Edit…");
    assert_eq!(window.field_text("Goes by"), "");
    window.fill("Goes by", "Bob");
    window.click_button("Save");
    window.wait_for_text("Notes about Bob");
    assert_eq!(journal.db().people().unwrap()[0].profile.goes_by, "Bob");
    window.choose_menu_item("More for Robert Lang", "Edit…");
    assert_eq!(window.field_text("Goes by"), "Bob");
    // The default is not stored, so that it follows the name.
    window.fill("Goes by", "Robert");
    window.click_button("Save");
    window.wait_for_text("Notes about Robert");
    assert_eq!(journal.db().people().unwrap()[0].profile.goes_by, "");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Notes about Bob");
}

#[test]
fn a_first_name_is_never_only_a_particle() {
    let journal = TempJournal::with_people(&[]);
    let profile = Profile::with_name("Abdul Karim Khan");
    journal.commit(Change::AddPeople(vec![profile])).unwrap();
    let mut window = Window::open(&journal);
    open_next_person(&mut window, "Notes about Abdul Karim");
}
