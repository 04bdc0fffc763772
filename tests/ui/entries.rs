//! Entries in a list: edited in place, trashed, restored.

use eframe::egui::{Key, Modifiers, OutputCommand, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";
const EDITOR: &str = "Entry";

/// Dana's Meet tab with these entries, written outside any one-on-one.
fn open_meet_with(lines: &[&str]) -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for line in lines {
        journal.jot(1, line);
    }
    let window = Window::open(&journal);
    (journal, window)
}

#[test]
fn up_in_the_empty_composer_edits_the_last_entry() {
    let (_journal, mut window) = open_meet_with(&["first", "! second"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.field_text(EDITOR), "second");
    assert!(window.field(EDITOR).is_focused());
    window.press(Key::End);
    window.jot(", and more");
    window.wait_for_entries(&["Note: first", "Flag: second, and more"]);
    window.wait_for_text("Saved: flag about");
    window.wait_until("the composer has the caret", |window| window.field(COMPOSER).is_focused());
}

#[test]
fn up_with_text_in_the_composer_moves_the_caret_only() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.type_text("a line");
    window.press(Key::ArrowUp);
    assert!(!window.has_field(EDITOR));
}

#[test]
fn edit_is_saved_with_its_button_and_can_be_repeated() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.choose_menu_item("More for Note: first", "Edit");
    window.fill(EDITOR, "second");
    window.click_button("Save");
    window.wait_for_entries(&["Note: second"]);
    window.choose_menu_item("More for Note: second", "Edit");
    assert_eq!(window.field_text(EDITOR), "second", "the editor begins with what stands there");
    window.press(Key::Escape);
    assert_eq!(window.entry_labels(), ["Note: second"]);
}

#[test]
fn cancelled_edit_leaves_the_entry_unchanged() {
    let (journal, mut window) = open_meet_with(&["first"]);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, "something else");
    window.click_button("Cancel");
    assert!(!window.has_field(EDITOR));
    assert_eq!(window.entry_labels(), ["Note: first"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.field_text(EDITOR), "first");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM changes WHERE what = 'rewrite'"), 0);
}

#[test]
fn esc_closes_the_editor_and_keeps_the_draft() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.press(Key::ArrowUp);
    window.press(Key::End);
    window.type_text(", unfinished");
    window.press(Key::Escape);
    assert_eq!(window.entry_labels(), ["Note: first"], "the entry is as it was");
    window.press(Key::ArrowUp);
    assert_eq!(window.field_text(EDITOR), "first, unfinished");
}

#[test]
fn open_editor_survives_switching_pages() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.press(Key::ArrowUp);
    window.press(Key::End);
    window.type_text(", unfinished");
    window.click(Role::Tab, "Timeline");
    window.click(Role::Tab, "Meet");
    assert_eq!(window.field_text(EDITOR), "first, unfinished");
}

#[test]
fn emptying_an_entry_is_rejected_with_a_reason() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, " ");
    window.press(Key::Enter);
    assert!(window.has_text("Write something first."), "{}", window.visible_text());
    assert!(window.has_field(EDITOR));
}

#[test]
fn oversized_paste_is_rejected_in_the_editor() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.press(Key::ArrowUp);
    window.paste(&"x".repeat(1_000_000));
    assert_eq!(window.field_text(EDITOR), "first");
    assert!(window.has_text("an entry can have up to 100,000."), "{}", window.visible_text());
}

#[test]
fn shift_enter_makes_a_new_line_in_place_too() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.press(Key::ArrowUp);
    window.press(Key::End);
    window.press_with(Modifiers::SHIFT, Key::Enter);
    window.type_text("second");
    assert_eq!(window.field_text(EDITOR), "first\nsecond");
}

#[test]
fn the_day_of_an_action_is_edited_with_its_text() {
    let (journal, mut window) = open_meet_with(&["[] send it by friday"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.field_text(EDITOR), "send it by 2026-11-27");
    window.fill(EDITOR, "send it by 1 dec");
    assert!(window.has_text("Due Tue 1 Dec"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_text("due Tue 1 Dec");
    assert_eq!(window.entry_labels(), ["Action: send it"]);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, "send it");
    window.press(Key::Enter);
    window.wait_until("the day is gone", |window| !window.has_text("due Tue 1 Dec"));
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM actions WHERE due IS NULL"), 1);
}

#[test]
fn delete_trashes_the_focused_entry_and_the_toast_restores_it() {
    let (journal, mut window) = open_meet_with(&["first", "second"]);
    window.get_by_role_and_label(Role::Article, "Note: first").focus();
    window.settle();
    window.press(Key::Delete);
    window.wait_for_entries(&["Note: second"]);
    window.wait_for(Role::Status, "Moved to trash: note about Dana");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries"), 2, "nothing is lost");
    window.click_button("Undo");
    window.wait_for_entries(&["Note: first", "Note: second"]);
    window.wait_for_text("Undid: moving note about");
    window.click_button("Redo");
    window.wait_for_entries(&["Note: second"]);
}

#[test]
fn ctrl_z_brings_an_entry_back_from_another_page() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.choose_menu_item("More for Note: first", "Move to trash");
    window.wait_for_entries(&[]);
    window.click(Role::Tab, "Timeline");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&["Note: first"]);
}

#[test]
fn an_entry_with_the_focus_is_edited_with_e() {
    let (_journal, mut window) = open_meet_with(&["first", "second"]);
    window.get_by_role_and_label(Role::Article, "Note: first").focus();
    window.settle();
    window.press(Key::E);
    assert_eq!(window.field_text(EDITOR), "first");
}

#[test]
fn toast_disappears_by_itself() {
    let (_journal, mut window) = open_meet_with(&["first"]);
    window.choose_menu_item("More for Note: first", "Move to trash");
    window.wait_for(Role::Status, "Moved to trash: note about Dana");
    window.advance_time(7.5);
    assert!(!window.has(Role::Status, "Moved to trash: note about Dana"));
}

#[test]
fn the_text_of_an_entry_is_copied_as_it_was_written() {
    let (_journal, mut window) = open_meet_with(&["she said *no*"]);
    window.click_button("More for Note: she said no");
    window.get_by_role_and_label(Role::MenuItem, "Copy text").click();
    window.wait_until("it is on the clipboard", |window| window.copied_text() == Some("she said *no*"));
}

#[test]
fn markdown_is_shown_as_such() {
    let (_journal, window) = open_meet_with(&["**bold** and `code`"]);
    assert_eq!(window.entry_labels(), ["Note: bold and code"]);
}

#[test]
fn a_long_text_is_folded_until_it_is_asked_for() {
    let long = format!("{}the end", "word ".repeat(400));
    let (_journal, mut window) = open_meet_with(&[&long]);
    assert!(!window.has_text("the end"));
    window.click_button("Show more");
    assert!(window.has_text("the end"));
}

#[test]
fn link_in_a_note_is_opened_after_its_whole_address_was_shown() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let address = "https://a.example/a/very/long/path/that/the/text/does/not/show?token=1";
    journal.jot(1, &format!("Read [the notes]({address})"));
    let mut window = Window::open(&journal);
    let opened = |window: &Window| {
        window.output().platform_output.commands.iter().any(|command| matches!(command, OutputCommand::OpenUrl(_)))
    };
    window.click(Role::Link, "the notes");
    window.wait_for_text("Open this link?");
    assert!(window.has_text(address) && !opened(&window), "{}", window.visible_text());
    window.press(Key::Escape);
    assert!(!window.has_text("Open this link?"));

    window.click(Role::Link, "the notes");
    window.wait_for_text("Open this link?");
    window.get_button("Open in browser").click();
    window.step();
    assert!(opened(&window));
    window.settle();
    assert!(!window.has_text("Open this link?"));
}
