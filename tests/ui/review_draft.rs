//! The draft of a review: started from a template, typed, saved, finished, reread, and checked for
//! judging words.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use rapport::domain::{id::PersonId, review::Review};

use crate::{
    support::{TempJournal, query_number, zoned},
    window::Window,
};

const FIELD: &str = "Review of Dana";
const DANA: PersonId = PersonId(1);

fn open_review(journal: &TempJournal) -> Window {
    let mut window = Window::open(journal);
    window.click(Role::Tab, "Review");
    window
}

fn review_in_progress(journal: &TempJournal) -> Option<Review> {
    journal.db().unfinished_review(DANA).unwrap()
}

fn finished_reviews(journal: &TempJournal) -> Vec<Review> {
    journal.db().finished_reviews(DANA).unwrap()
}

fn stored_text(journal: &TempJournal) -> String {
    review_in_progress(journal).map(|review| review.text).unwrap_or_default()
}

/// Writes and finishes a review.
fn write_and_finish(window: &mut Window, text: &str) {
    window.focus_field(FIELD);
    window.paste(text);
    window.click_button("Finish…");
    window.click_button("Finish");
    window.wait_for_text("Finished 24 Nov 2026");
}

#[test]
fn review_starts_from_a_template_and_continues_where_it_was_left() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Bo"]);
    let mut window = open_review(&journal);
    assert!(window.has_text("Start from a template"), "{}", window.visible_text());
    window.click_button("Start from Half-year review");
    window.type_text("She ran the storage design.");
    let text = "## Where Dana grew\nShe ran the storage design.\n\n## Impact on others\n\n\n## What Dana needs next";
    assert_eq!(window.field_text(FIELD).trim_end(), text);
    assert_eq!(review_in_progress(&journal), None, "while it is typed, it is a draft");
    window.wait_until("it is stored as it is typed", |_| {
        query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts") == 1
    });
    window.click(Role::Tab, "Timeline");
    window.wait_until("it is a review", |_| stored_text(&journal) == text);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts"), 0, "and no draft any more");
    window.click(Role::Tab, "Review");
    assert_eq!(window.field_text(FIELD).trim_end(), text);
    // Another person has another draft.
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(window.field_text("Review of Bo"), "");
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(window.field_text(FIELD), text);
}

#[test]
fn typed_text_survives_a_crash() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.type_text("Half a sentence");
    window.wait_until("it is stored", |_| query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts") == 1);
    // Dropped, not closed: what is not stored yet is lost.
    drop(window);
    let mut window = open_review(&journal);
    assert_eq!(window.field_text(FIELD), "Half a sentence");
    window.focus_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::End);
    window.type_text(" more");
    window.close();
    assert_eq!(stored_text(&journal), "Half a sentence more", "a window that is closed keeps it as the review");
    assert_eq!(open_review(&journal).field_text(FIELD), "Half a sentence more");
}

#[test]
fn emptied_draft_survives_a_crash() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.type_text("Too harsh");
    window.press(Key::Escape);
    window.wait_until("it is kept", |_| stored_text(&journal) == "Too harsh");
    window.focus_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    window.wait_until("it is stored", |_| query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts") == 1);
    drop(window);
    let mut window = open_review(&journal);
    assert_eq!(window.field_text(FIELD), "");
    window.click(Role::Tab, "Timeline");
    window.wait_until("without a word it is none", |_| review_in_progress(&journal).is_none());
}

#[test]
fn leaving_the_field_commits_one_undoable_change() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.type_text("One.");
    window.press(Key::Escape);
    window.wait_until("it is kept", |_| stored_text(&journal) == "One.");
    window.focus_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::End);
    window.type_text(" Two.");
    // In the field, undo applies to the text.
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(review_in_progress(&journal).is_some());
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.press(Key::Escape);
    window.wait_until("it is kept too", |_| stored_text(&journal) == "One. Two.");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the field says what is kept", |window| window.field_text(FIELD) == "One.");
    window.wait_for_text("Undid: edit to the review of");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("nothing is begun", |window| window.field_text(FIELD).is_empty());
    assert_eq!(review_in_progress(&journal), None);
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_until("it is there again", |window| window.field_text(FIELD) == "One.");
    window.choose_menu_item("More for this draft", "Discard draft");
    window.wait_until("it is thrown away", |window| {
        window.field_text(FIELD).is_empty() && review_in_progress(&journal).is_none()
    });
    window.click_button("Undo");
    window.wait_until("it is back", |window| window.field_text(FIELD) == "One.");
}

#[test]
fn finished_review_is_on_the_timeline_and_can_be_reopened() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "+ ran it alone");
    let mut window = open_review(&journal);
    write_and_finish(&mut window, "## Far\n\nShe moved **far**.");
    assert_eq!(window.field_text(FIELD), "", "the next one can be begun");
    let reviews = finished_reviews(&journal);
    assert_eq!((reviews.len(), reviews[0].text.as_str()), (1, "## Far\n\nShe moved **far**."));
    assert_eq!((reviews[0].from.to_string(), reviews[0].to.to_string()), ("2026-06-01".into(), "2026-11-30".into()));

    // It is on the timeline, and opens from there.
    window.click(Role::Tab, "Timeline");
    window.wait_for_text("Review finished: 1 Jun – 30 Nov 2026");
    window.click_button("Read the review: 1 Jun – 30 Nov 2026");
    window.wait_for_text("She moved far.");
    assert!(!window.has_field(FIELD), "it is read, not written");
    window.click_button("Back");
    assert_eq!(window.field_text(FIELD), "");

    // While another draft exists, a finished review is read-only.
    window.focus_field(FIELD);
    window.type_text("The next");
    window.choose_menu_item("More for this draft", "Read 1 Jun – 30 Nov 2026");
    window.wait_for_text("She moved far.");
    assert!(!window.has(Role::Button, "Reopen"));
    window.click_button("Back to draft");
    assert_eq!(window.field_text(FIELD), "The next");
    window.choose_menu_item("More for this draft", "Discard draft");
    window.wait_until("it is thrown away", |_| review_in_progress(&journal).is_none());
    window.wait_for(Role::Button, "Reopen");
    window.click_button("Reopen");
    window.wait_until("it is written on", |window| window.field_text(FIELD) == "## Far\n\nShe moved **far**.");
    assert_eq!(finished_reviews(&journal), []);
    window.click(Role::Tab, "Timeline");
    window.wait_until("it is not finished any more", |window| !window.has_text("Review finished"));
}

#[test]
fn export_saves_the_draft_first() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.type_text("Far");
    window.click_button("Export…");
    window.wait_for_text("Export Dana’s review");
    assert_eq!(stored_text(&journal), "Far");
    window.press(Key::Escape);
    window.wait_until("it is closed", |window| !window.has_text("Export Dana’s review"));
    // It is about the chosen period, though nothing was typed since.
    window.click_button("Half-year");
    window.click(Role::MenuItemRadio, "Year");
    window.click_button("Export…");
    window.wait_for_text("Export Dana’s review");
    let is_a_year = |review: Review| review.period().label() == "1 Dec 2025 – 30 Nov 2026";
    window.wait_until("it is about the year", |_| review_in_progress(&journal).is_some_and(is_a_year));
}

#[test]
fn review_keeps_its_period_until_another_is_chosen() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    write_and_finish(&mut window, "Far");
    let period = || review_in_progress(&journal).map(|review| review.period().label());
    // A week later "half-year" is another period.
    journal.clock.set(zoned("2026-12-01T09:00:00+01:00[Europe/Berlin]"));
    window.close();
    let mut window = open_review(&journal);
    assert!(window.has(Role::Button, "1 Jul – 31 Dec 2026"), "{}", window.visible_text());
    window.click_button("Reopen");
    window.wait_for(Role::Button, "1 Jun – 30 Nov 2026");
    assert!(window.has(Role::Button, "Custom"));
    window.type_text(" and wide");
    window.click(Role::Tab, "Timeline");
    window.wait_until("it is kept", |_| stored_text(&journal).ends_with("wide"));
    assert_eq!(period().as_deref(), Some("1 Jun – 30 Nov 2026"));
    // Choosing a period moves the draft to it.
    window.click(Role::Tab, "Review");
    window.click_button("Custom");
    window.click(Role::MenuItemRadio, "Half-year");
    window.wait_for(Role::Button, "1 Jul – 31 Dec 2026");
    window.wait_until("its days are kept", |_| period().as_deref() == Some("1 Jul – 31 Dec 2026"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    window.fill("From", "july");
    window.fill("To", "august");
    window.press(Key::Enter);
    window.wait_until("its days are kept", |_| period().as_deref() == Some("1 Jul – 31 Aug 2026"));
    window.wait_for(Role::Button, "1 Jul – 31 Aug 2026");
    assert!(stored_text(&journal).ends_with("wide"));
}

#[test]
fn templates_are_saved_edited_and_removed_with_the_keyboard() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Bo"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.paste("## What Dana said\n\nMuch.\n");
    window.choose_menu_item("Templates", "Save as template…");
    window.press(Key::Enter);
    window.wait_for_text("Enter a name.");
    window.type_text("Said");
    window.press(Key::Enter);
    window.wait_until("it is kept", |_| journal.db().templates().unwrap().len() == 1);
    assert_eq!(journal.db().templates().unwrap()[0].text, "## What {name} said");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.click_button("Start from Said");
    assert_eq!(window.field_text("Review of Bo").trim_end(), "## What Bo said");
    window.choose_menu_item("Templates", "Edit Said…");
    window.fill("Template name", "Heard");
    window.fill("Headings", "nothing");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("Add a heading: a line that starts with ##.");
    window.fill("Headings", "## What I heard from {name}");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has its name", |_| journal.db().templates().unwrap()[0].name == "Heard");
    assert_eq!(journal.db().templates().unwrap()[0].text, "## What I heard from {name}");
    // The template is inserted at the cursor.
    window.choose_menu_item("Templates", "Brief review");
    let text = window.field_text("Review of Bo");
    assert!(text.starts_with("## What Bo said\n") && text.contains("## What went well"), "{text}");
    window.choose_menu_item("Templates", "Delete Heard");
    window.wait_until("it is removed", |_| journal.db().templates().unwrap().is_empty());
    window.click_button("Undo");
    window.wait_until("it is back", |_| journal.db().templates().unwrap().len() == 1);
    // A custom template replaces the built-in one.
    window.choose_menu_item("Templates", "Edit Brief review…");
    window.fill("Headings", "## In short");
    window.click_button("Save");
    window.wait_for_text("Template saved");
    assert_eq!(journal.db().templates().unwrap().len(), 2);
    window.choose_menu_item("Templates", "Brief review");
    assert!(window.field_text("Review of Bo").contains("## In short"));
}

#[test]
fn wording_check_is_off_by_default_and_marks_judging_words() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.type_text("She is always late. > Never is a word too.");
    assert!(!window.has_text("what did you see?"), "{}", window.visible_text());
    window.click(Role::CheckBox, "Check for judging words");
    window.wait_for_text("“always”: what did you see?");
    assert!(window.has_text("1 of 2"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::J);
    window.press_with(Modifiers::COMMAND, Key::J);
    window.wait_for_text("“Never”: what did you see?");
    // The selected text is replaced.
    window.type_text("Twice in October");
    assert_eq!(window.field_text(FIELD), "She is always late. > Twice in October is a word too.");
    window.close();
    let mut window = open_review(&journal);
    assert!(window.has_text("“always”: what did you see?"), "it is remembered\n{}", window.visible_text());
    window.click(Role::CheckBox, "Check for judging words");
    window.wait_until("it is off", |window| !window.has_text("what did you see?"));
}

#[test]
fn an_empty_review_is_not_finished() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.type_text("  ");
    window.get_button("Finish…").click();
    window.settle();
    assert!(!window.has_text("Finish this review?"), "{}", window.visible_text());
}

#[test]
fn quotation_is_saved_at_once_and_undone_in_the_field() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "+ ran it alone");
    journal.jot(1, "<< you re-open decisions\nand # I # waited");
    let mut window = open_review(&journal);
    window.focus_field(FIELD);
    window.paste("Above.\n\nBelow.");
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    window.choose_menu_item("More for Feedback: you re-open decisions and # I # waited", "Quote in draft");
    let quoted = "Above.\n\n> you re-open decisions\n> and # I # waited\n>\n> — Feedback, 24 November 2026\n\nBelow.";
    window.wait_until("it stands where the caret was", |window| window.field_text(FIELD) == quoted);
    window.wait_until("and is kept", |_| stored_text(&journal) == quoted);
    // The next quotation is inserted below.
    window.choose_menu_item("More for Praise: ran it alone", "Quote in draft");
    let second =
        "waited\n>\n> — Feedback, 24 November 2026\n\n> ran it alone\n>\n> — Praise, 24 November 2026\n\nBelow.";
    window.wait_until("the second stands below it", |window| window.field_text(FIELD).ends_with(second));
    window.focus_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the field takes it back", |window| window.field_text(FIELD) == quoted);
    // Outside the field, undo applies to the journal.
    window.press(Key::Escape);
    window.wait_until("that is kept too", |_| stored_text(&journal) == quoted);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("it is there again", |window| window.field_text(FIELD).contains("> ran it alone"));
}

#[test]
fn quoting_a_flag_asks_for_confirmation() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "! quiet in the review");
    let mut window = open_review(&journal);
    write_and_finish(&mut window, "Last time.");
    window.click_button("Read");
    window.wait_for_text("Back");
    // If it is kept private, nothing of it is quoted.
    window.choose_menu_item("More for Flag: quiet in the review", "Quote in draft");
    assert!(window.has_text("Flags are private"), "{}", window.visible_text());
    window.click_button("Keep private");
    window.settle();
    assert_eq!(window.field_text(FIELD), "");
    window.choose_menu_item("More for Flag: quiet in the review", "Quote in draft");
    window.click_button("Add to evidence");
    window.wait_for_text("Private, but picked: it can be exported with the review");
    assert_eq!(window.field_text(FIELD), "");
    // A picked flag is quoted without confirmation.
    window.choose_menu_item("More for Flag: quiet in the review", "Quote in draft");
    let quoted = "> quiet in the review\n>\n> — Flag, 24 November 2026";
    window.wait_until("it is quoted", |window| window.field_text(FIELD).trim_end() == quoted);
}

#[test]
fn the_review_is_exported_with_a_key() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_review(&journal);
    let export = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    window.press_with(export, Key::S);
    assert!(!window.has_text("Export Dana’s review"), "there is nothing to export");
    window.fill(FIELD, "Steady.");
    window.press_with(export, Key::S);
    window.wait_for_text("Export Dana’s review");
}
