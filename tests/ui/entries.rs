//! Entries where they are shown: edited in place, moved to the trash, and brought back.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::{
    support::{TempJournal, number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
const EDITOR: &str = "The entry";

/// Dana's Meet with these lines jotted, outside any one-on-one.
fn with(lines: &[&str]) -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for line in lines {
        journal.jot(1, line);
    }
    let window = Window::over(&journal);
    (journal, window)
}

#[test]
fn up_in_the_empty_composer_edits_the_last_entry() {
    let (_journal, mut window) = with(&["first", "! second"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.text_of(EDITOR), "second");
    assert!(window.field(EDITOR).is_focused());
    window.press(Key::End);
    window.jot(", and more");
    window.until_entries(&["Note: first", "Flag: second, and more"]);
    window.until_says("Kept the new text");
    window.until("the composer has the caret", |window| window.field(COMPOSER).is_focused());
}

#[test]
fn up_with_text_in_the_composer_moves_the_caret_only() {
    let (_journal, mut window) = with(&["first"]);
    window.type_text("a line");
    window.press(Key::ArrowUp);
    assert!(!window.has_field(EDITOR));
}

#[test]
fn an_edit_is_kept_with_its_button_and_the_entry_can_be_edited_again() {
    let (_journal, mut window) = with(&["first"]);
    window.choose("More for Note: first", "Edit");
    window.fill(EDITOR, "second");
    window.button("Keep it");
    window.until_entries(&["Note: second"]);
    window.choose("More for Note: second", "Edit");
    assert_eq!(window.text_of(EDITOR), "second", "the editor begins with what stands there");
    window.press(Key::Escape);
    assert_eq!(window.entries(), ["Note: second"]);
}

#[test]
fn an_edit_is_left_and_the_entry_stays_and_can_be_edited_again() {
    let (journal, mut window) = with(&["first"]);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, "something else");
    window.button("Leave it as it was");
    assert!(!window.has_field(EDITOR));
    assert_eq!(window.entries(), ["Note: first"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.text_of(EDITOR), "first");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM changes WHERE what = 'rewrite'"), 0);
}

#[test]
fn esc_closes_the_editor_and_what_was_typed_waits() {
    let (_journal, mut window) = with(&["first"]);
    window.press(Key::ArrowUp);
    window.press(Key::End);
    window.type_text(", unfinished");
    window.press(Key::Escape);
    assert_eq!(window.entries(), ["Note: first"], "the entry is as it was");
    window.press(Key::ArrowUp);
    assert_eq!(window.text_of(EDITOR), "first, unfinished");
}

#[test]
fn an_edit_that_is_open_is_there_again_after_another_page() {
    let (_journal, mut window) = with(&["first"]);
    window.press(Key::ArrowUp);
    window.press(Key::End);
    window.type_text(", unfinished");
    window.click(Role::Tab, "Timeline");
    window.click(Role::Tab, "Meet");
    assert_eq!(window.text_of(EDITOR), "first, unfinished");
}

#[test]
fn an_entry_cannot_be_emptied_and_it_is_said_why() {
    let (_journal, mut window) = with(&["first"]);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, " ");
    window.press(Key::Enter);
    assert!(window.says("There is nothing to keep yet: write a few words first."), "{}", window.read());
    assert!(window.has_field(EDITOR));
}

#[test]
fn a_paste_that_no_entry_can_hold_is_refused_here_too() {
    let (_journal, mut window) = with(&["first"]);
    window.press(Key::ArrowUp);
    window.paste(&"x".repeat(1_000_000));
    assert_eq!(window.text_of(EDITOR), "first");
    assert!(window.says("one entry holds up to 100,000."), "{}", window.read());
}

#[test]
fn shift_enter_makes_a_new_line_in_place_too() {
    let (_journal, mut window) = with(&["first"]);
    window.press(Key::ArrowUp);
    window.press(Key::End);
    window.press_with(Modifiers::SHIFT, Key::Enter);
    window.type_text("second");
    assert_eq!(window.text_of(EDITOR), "first\nsecond");
}

#[test]
fn the_day_of_an_action_is_edited_with_its_text() {
    let (journal, mut window) = with(&["[] send it by friday"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.text_of(EDITOR), "send it by 2026-11-27");
    window.fill(EDITOR, "send it by 1 dec");
    assert!(window.says("Due Tue 1 Dec"), "{}", window.read());
    window.press(Key::Enter);
    window.until_says("due Tue 1 Dec");
    assert_eq!(window.entries(), ["Action: send it"]);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, "send it");
    window.press(Key::Enter);
    window.until("the day is gone", |window| !window.says("due Tue 1 Dec"));
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM actions WHERE due IS NULL"), 1);
}

#[test]
fn delete_moves_the_entry_with_the_focus_to_the_trash_and_the_notice_brings_it_back() {
    let (journal, mut window) = with(&["first", "second"]);
    window.get_by_role_and_label(Role::Article, "Note: first").focus();
    window.settle();
    window.press(Key::Delete);
    window.until_entries(&["Note: second"]);
    window.until_there(Role::Status, "Moved to the trash");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries"), 2, "nothing is lost");
    window.button("Undo");
    window.until_entries(&["Note: first", "Note: second"]);
    window.until_says("Taken back: moving to the trash");
    window.button("Redo");
    window.until_entries(&["Note: second"]);
}

#[test]
fn ctrl_z_brings_an_entry_back_from_another_page() {
    let (_journal, mut window) = with(&["first"]);
    window.choose("More for Note: first", "Move to the trash");
    window.until_entries(&[]);
    window.click(Role::Tab, "Timeline");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_entries(&["Note: first"]);
}

#[test]
fn an_entry_with_the_focus_is_edited_with_e() {
    let (_journal, mut window) = with(&["first", "second"]);
    window.get_by_role_and_label(Role::Article, "Note: first").focus();
    window.settle();
    window.press(Key::E);
    assert_eq!(window.text_of(EDITOR), "first");
}

#[test]
fn a_notice_goes_by_itself() {
    let (_journal, mut window) = with(&["first"]);
    window.choose("More for Note: first", "Move to the trash");
    window.until_there(Role::Status, "Moved to the trash");
    window.wait(7.5);
    assert!(!window.has(Role::Status, "Moved to the trash"));
}

#[test]
fn the_text_of_an_entry_is_copied_as_it_was_written() {
    let (_journal, mut window) = with(&["she said *no*"]);
    window.button("More for Note: she said no");
    window.get_by_role_and_label(Role::MenuItem, "Copy the text").click();
    window.until("it is on the clipboard", |window| window.copied() == Some("she said *no*"));
}

#[test]
fn markdown_is_shown_as_such() {
    let (_journal, window) = with(&["**bold** and `code`"]);
    assert_eq!(window.entries(), ["Note: bold and code"]);
}

#[test]
fn a_long_text_is_folded_until_it_is_asked_for() {
    let long = format!("{}the end", "word ".repeat(400));
    let (_journal, mut window) = with(&[&long]);
    assert!(!window.says("the end"));
    window.button("Show all of it");
    assert!(window.says("the end"));
}
