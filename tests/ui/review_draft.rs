//! The draft of a review: begun with headings, typed, kept, finished, read again, and looked at through the lens.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use rapport::domain::{id::PersonId, review::Review};

use crate::{
    support::{TempJournal, number, zoned},
    window::Window,
};

const FIELD: &str = "What you will say to Dana";
const DANA: PersonId = PersonId(1);

fn review_of(journal: &TempJournal) -> Window {
    let mut window = Window::over(journal);
    window.click(Role::Tab, "Review");
    window
}

fn begun(journal: &TempJournal) -> Option<Review> {
    journal.db().begun_review(DANA).unwrap()
}

fn finished(journal: &TempJournal) -> Vec<Review> {
    journal.db().finished_reviews(DANA).unwrap()
}

fn text_of(journal: &TempJournal) -> String {
    begun(journal).map(|begun| begun.text).unwrap_or_default()
}

/// Writes and finishes a review.
fn finish(window: &mut Window, text: &str) {
    window.enter_field(FIELD);
    window.paste(text);
    window.button("Finish…");
    window.button("Finish it");
    window.until_says("Finished on 24 Nov 2026");
}

#[test]
fn a_review_is_begun_with_headings_and_written_on_where_it_was_left() {
    let journal = TempJournal::with(&["Dana Whitfield", "Bo"]);
    let mut window = review_of(&journal);
    assert!(window.says("Begin with headings"), "{}", window.read());
    window.button("Begin with Half-year");
    window.type_text("She ran the storage design.");
    let text = "## Where Dana moved\nShe ran the storage design.\n\n## What helped others\n\n\n## What Dana needs next";
    assert_eq!(window.text_of(FIELD).trim_end(), text);
    assert_eq!(begun(&journal), None, "while it is typed, it is a draft");
    window.until("it is stored as it is typed", |_| number(&journal.raw(), "SELECT count(*) FROM drafts") == 1);
    window.click(Role::Tab, "Timeline");
    window.until("it is a review", |_| text_of(&journal) == text);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM drafts"), 0, "and no draft any more");
    window.click(Role::Tab, "Review");
    assert_eq!(window.text_of(FIELD).trim_end(), text);
    // Somebody else's is another.
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(window.text_of("What you will say to Bo"), "");
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(window.text_of(FIELD), text);
}

#[test]
fn what_is_typed_is_there_again_after_a_kill() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.type_text("Half a sentence");
    window.until("it is stored", |_| number(&journal.raw(), "SELECT count(*) FROM drafts") == 1);
    // Dropped, not closed: what was not stored by now is lost.
    drop(window);
    let mut window = review_of(&journal);
    assert_eq!(window.text_of(FIELD), "Half a sentence");
    window.enter_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::End);
    window.type_text(" more");
    window.close();
    assert_eq!(text_of(&journal), "Half a sentence more", "a window that is closed keeps it as the review");
    assert_eq!(review_of(&journal).text_of(FIELD), "Half a sentence more");
}

#[test]
fn that_everything_was_taken_out_is_there_again_too() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.type_text("Too harsh");
    window.press(Key::Escape);
    window.until("it is kept", |_| text_of(&journal) == "Too harsh");
    window.enter_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    window.until("it is stored", |_| number(&journal.raw(), "SELECT count(*) FROM drafts") == 1);
    drop(window);
    let mut window = review_of(&journal);
    assert_eq!(window.text_of(FIELD), "");
    window.click(Role::Tab, "Timeline");
    window.until("without a word it is none", |_| begun(&journal).is_none());
}

#[test]
fn each_leaving_of_the_field_is_one_change_that_undo_takes_back() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.type_text("One.");
    window.press(Key::Escape);
    window.until("it is kept", |_| text_of(&journal) == "One.");
    window.enter_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::End);
    window.type_text(" Two.");
    // In the field, undo is the field's.
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(begun(&journal).is_some());
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.press(Key::Escape);
    window.until("it is kept too", |_| text_of(&journal) == "One. Two.");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("the field says what is kept", |window| window.text_of(FIELD) == "One.");
    window.until_says("Taken back: what you wrote in the review");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("nothing is begun", |window| window.text_of(FIELD).is_empty());
    assert_eq!(begun(&journal), None);
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until("it is there again", |window| window.text_of(FIELD) == "One.");
    window.choose("More for the draft", "Throw the draft away");
    window.until("it is thrown away", |window| window.text_of(FIELD).is_empty() && begun(&journal).is_none());
    window.button("Undo");
    window.until("it is back", |window| window.text_of(FIELD) == "One.");
}

#[test]
fn a_finished_review_is_dated_read_written_on_and_stands_on_the_timeline() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "+ ran it alone");
    let mut window = review_of(&journal);
    finish(&mut window, "## Far\n\nShe moved **far**.");
    assert_eq!(window.text_of(FIELD), "", "the next one can be begun");
    let kept = finished(&journal);
    assert_eq!((kept.len(), kept[0].text.as_str()), (1, "## Far\n\nShe moved **far**."));
    assert_eq!((kept[0].from.to_string(), kept[0].to.to_string()), ("2026-06-01".into(), "2026-11-30".into()));

    // On the timeline, and from there to be read.
    window.click(Role::Tab, "Timeline");
    window.until_says("Review finished: 1 Jun – 30 Nov 2026");
    window.button("Read the review: 1 Jun – 30 Nov 2026");
    window.until_says("She moved far.");
    assert!(!window.has_field(FIELD), "it is read, not written");
    window.button("Back");
    assert_eq!(window.text_of(FIELD), "");

    // While another is begun, it is only read.
    window.enter_field(FIELD);
    window.type_text("The next");
    window.choose("More for the draft", "Read 1 Jun – 30 Nov 2026");
    window.until_says("She moved far.");
    assert!(!window.has(Role::Button, "Write on"));
    window.button("Back to the draft");
    assert_eq!(window.text_of(FIELD), "The next");
    window.choose("More for the draft", "Throw the draft away");
    window.until("it is thrown away", |_| begun(&journal).is_none());
    window.until_there(Role::Button, "Write on");
    window.button("Write on");
    window.until("it is written on", |window| window.text_of(FIELD) == "## Far\n\nShe moved **far**.");
    assert_eq!(finished(&journal), []);
    window.click(Role::Tab, "Timeline");
    window.until("it is not finished any more", |window| !window.says("Review finished"));
}

#[test]
fn what_stands_here_is_exported_as_soon_as_it_is_kept() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.type_text("Far");
    window.button("Export…");
    window.until_says("Export the review of Dana");
    assert_eq!(text_of(&journal), "Far");
    window.press(Key::Escape);
    window.until("it is closed", |window| !window.says("Export the review of Dana"));
    // Of the period that is chosen, though nothing was written since.
    window.button("Half-year");
    window.click(Role::MenuItemRadio, "Year");
    window.button("Export…");
    window.until_says("Export the review of Dana");
    let is_a_year = |review: Review| review.period().say() == "1 Dec 2025 – 30 Nov 2026";
    window.until("it is about the year", |_| begun(&journal).is_some_and(is_a_year));
}

#[test]
fn a_review_that_is_written_keeps_its_days_until_others_are_chosen() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    finish(&mut window, "Far");
    let period = || begun(&journal).map(|begun| begun.period().say());
    // A week later the half-year is another one.
    journal.clock.set(zoned("2026-12-01T09:00:00+01:00[Europe/Berlin]"));
    window.close();
    let mut window = review_of(&journal);
    assert!(window.has(Role::Button, "1 Jul – 31 Dec 2026"), "{}", window.read());
    window.button("Write on");
    window.until_there(Role::Button, "1 Jun – 30 Nov 2026");
    assert!(window.has(Role::Button, "Two days"));
    window.type_text(" and wide");
    window.click(Role::Tab, "Timeline");
    window.until("it is kept", |_| text_of(&journal).ends_with("wide"));
    assert_eq!(period().as_deref(), Some("1 Jun – 30 Nov 2026"));
    // What is chosen, it is about from then on.
    window.click(Role::Tab, "Review");
    window.button("Two days");
    window.click(Role::MenuItemRadio, "Half-year");
    window.until_there(Role::Button, "1 Jul – 31 Dec 2026");
    window.until("its days are kept", |_| period().as_deref() == Some("1 Jul – 31 Dec 2026"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    window.fill("The first day", "july");
    window.fill("The last day", "august");
    window.press(Key::Enter);
    window.until("its days are kept", |_| period().as_deref() == Some("1 Jul – 31 Aug 2026"));
    assert!(window.has(Role::Button, "1 Jul – 31 Aug 2026"), "{}", window.read());
    assert!(text_of(&journal).ends_with("wide"));
}

#[test]
fn headings_are_kept_for_others_edited_and_removed_from_the_keyboard() {
    let journal = TempJournal::with(&["Dana Whitfield", "Bo"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.paste("## What Dana said\n\nMuch.\n");
    window.choose("Headings", "Keep these headings…");
    window.press(Key::Enter);
    window.until_says("Give it a name, so that you find it again.");
    window.type_text("Said");
    window.press(Key::Enter);
    window.until("it is kept", |_| journal.db().templates().unwrap().len() == 1);
    assert_eq!(journal.db().templates().unwrap()[0].text, "## What {name} said");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.button("Begin with Said");
    assert_eq!(window.text_of("What you will say to Bo").trim_end(), "## What Bo said");
    window.choose("Headings", "Edit Said…");
    window.fill("What are they called?", "Heard");
    window.fill("The headings", "nothing");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("There is no heading yet. A line that begins with ## is one.");
    window.fill("The headings", "## What I heard from {name}");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has its name", |_| journal.db().templates().unwrap()[0].name == "Heard");
    assert_eq!(journal.db().templates().unwrap()[0].text, "## What I heard from {name}");
    // At the caret, among what stands there.
    window.choose("Headings", "Short");
    let text = window.text_of("What you will say to Bo");
    assert!(text.starts_with("## What Bo said\n") && text.contains("## What went well"), "{text}");
    window.choose("Headings", "Remove Heard");
    window.until("it is removed", |_| journal.db().templates().unwrap().is_empty());
    window.button("Undo");
    window.until("it is back", |_| journal.db().templates().unwrap().len() == 1);
    // What Rapport brings along gives way to your own.
    window.choose("Headings", "Edit Short…");
    window.fill("The headings", "## In short");
    window.button("Keep them");
    window.until("there are two", |_| journal.db().templates().unwrap().len() == 2);
    window.choose("Headings", "Short");
    assert!(window.text_of("What you will say to Bo").contains("## In short"));
}

#[test]
fn the_lens_is_off_until_it_is_wanted_and_asks_what_was_seen() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.type_text("She is always late. > Never is a word too.");
    assert!(!window.says("what did you see?"), "{}", window.read());
    window.click(Role::CheckBox, "Look for judging words");
    window.until_says("“always”: what did you see?");
    assert!(window.says("1 of 2"), "{}", window.read());
    window.press_with(Modifiers::COMMAND, Key::J);
    window.press_with(Modifiers::COMMAND, Key::J);
    window.until_says("“Never”: what did you see?");
    // What is marked is written anew.
    window.type_text("Twice in October");
    assert_eq!(window.text_of(FIELD), "She is always late. > Twice in October is a word too.");
    window.close();
    let mut window = review_of(&journal);
    assert!(window.says("“always”: what did you see?"), "it is remembered\n{}", window.read());
    window.click(Role::CheckBox, "Look for judging words");
    window.until("it is off", |window| !window.says("what did you see?"));
}

#[test]
fn an_empty_review_is_not_finished() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.type_text("  ");
    window.get_button("Finish…").click();
    window.settle();
    assert!(!window.says("Finish this review?"), "{}", window.read());
}

#[test]
fn what_is_quoted_from_the_evidence_is_kept_at_once_and_taken_back_in_the_field() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "+ ran it alone");
    journal.jot(1, "<< you re-open decisions\nand # I # waited");
    let mut window = review_of(&journal);
    window.enter_field(FIELD);
    window.paste("Above.\n\nBelow.");
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    window.choose("More for Feedback: you re-open decisions and # I # waited", "Quote in the draft");
    let quoted = "Above.\n\n> you re-open decisions\n> and # I # waited\n>\n> — Feedback, 24 November 2026\n\nBelow.";
    window.until("it stands where the caret was", |window| window.text_of(FIELD) == quoted);
    window.until("and is kept", |_| text_of(&journal) == quoted);
    // The next one goes below it.
    window.choose("More for Praise: ran it alone", "Quote in the draft");
    let second =
        "waited\n>\n> — Feedback, 24 November 2026\n\n> ran it alone\n>\n> — Praise, 24 November 2026\n\nBelow.";
    window.until("the second stands below it", |window| window.text_of(FIELD).ends_with(second));
    window.enter_field(FIELD);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("the field takes it back", |window| window.text_of(FIELD) == quoted);
    // Elsewhere, undo is the journal's.
    window.press(Key::Escape);
    window.until("that is kept too", |_| text_of(&journal) == quoted);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("it is there again", |window| window.text_of(FIELD).contains("> ran it alone"));
}

#[test]
fn a_flag_is_quoted_only_after_a_question_and_an_earlier_review_makes_room() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "! quiet in the review");
    let mut window = review_of(&journal);
    finish(&mut window, "Last time.");
    window.button("Read it");
    window.until_says("Back");
    // Kept private, not a word of it stands in the draft.
    window.choose("More for Flag: quiet in the review", "Quote in the draft");
    assert!(window.says("Flags are private"), "{}", window.read());
    window.button("Keep it private");
    window.settle();
    assert_eq!(window.text_of(FIELD), "");
    window.choose("More for Flag: quiet in the review", "Quote in the draft");
    window.button("Pick it");
    window.until_says("private, but picked: it can leave in the export of a review");
    assert_eq!(window.text_of(FIELD), "");
    // What is picked is quoted without a question.
    window.choose("More for Flag: quiet in the review", "Quote in the draft");
    let quoted = "> quiet in the review\n>\n> — Flag, 24 November 2026";
    window.until("it is quoted", |window| window.text_of(FIELD).trim_end() == quoted);
}
