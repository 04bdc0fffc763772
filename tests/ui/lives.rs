//! What is open lives on in the window until it has an outcome: ticked off, said aloud, replaced, reached, told.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use rapport::{domain::life::Move, journal::change::Change};

use crate::{
    support::{TempJournal, after, number},
    window::Window,
};

const EDITOR: &str = "The entry";

/// Dana's Meet with these lines jotted, outside any one-on-one.
fn with(lines: &[&str]) -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield", "Bo Berg"]);
    for line in lines {
        journal.jot(1, line);
    }
    let window = Window::over(&journal);
    (journal, window)
}

fn count(journal: &TempJournal, sql: &str) -> i64 {
    number(&journal.raw(), sql)
}

#[test]
fn a_goal_is_checked_in_on_three_times_and_reached() {
    let (journal, mut window) = with(&["^ lead a design end to end"]);
    assert!(window.says("no check-in yet"), "{}", window.read());
    for (nth, closeness) in (1..).zip([2, 3, 5]) {
        journal.clock.set(after(nth * 7 * 24 * 60));
        window.button(&format!("{closeness} of 5: check in on lead a design end to end"));
        window.until_says(&format!("felt {closeness} of 5 close today"));
        assert_eq!(count(&journal, "SELECT count(*) FROM check_ins"), nth);
    }
    window.choose("More for Goal: lead a design end to end", "Reached…");
    window.fill("What made it work?", "she asked for help early");
    window.button("Reached");
    window.until_says("Reached today: she asked for help early");
    assert_eq!(count(&journal, "SELECT count(*) FROM goals WHERE state = 'reached'"), 1);
    let left = window.read();
    assert!(!left.contains("check in on"), "it is no longer asked about\n{left}");
}

#[test]
fn an_action_is_kept_and_told_and_how_is_said_if_one_likes() {
    let (journal, mut window) = with(&["[] ask Finance"]);
    window.click(Role::CheckBox, "Done: ask Finance");
    window.until_says("Dana does not know yet");
    journal.clock.set(after(3 * 24 * 60));
    window.click(Role::CheckBox, "They know: ask Finance");
    window.until_there(Role::Status, "They know");
    assert_eq!(count(&journal, "SELECT count(*) FROM actions WHERE state = 'told'"), 1, "nothing was asked before");
    window.button("How did you tell them?");
    assert_eq!(window.text_of("When"), "2026-11-27");
    window.fill("How did you tell them? (if you like)", "by the coffee machine");
    window.fill("When", "in 2 days");
    window.button("Keep it");
    assert!(window.says("Choose today or a day before."), "{}", window.read());
    window.fill("When", "monday");
    window.button("Keep it");
    assert!(window.says("It is of 24 November 2026: they cannot know since before."), "{}", window.read());
    window.fill("When", "yesterday");
    window.button("Keep it");
    window.until_says("done and told yesterday: by the coffee machine");
    assert_eq!(count(&journal, "SELECT count(*) FROM steps WHERE what = 'told'"), 1);
    window.until_there(Role::Button, "Undo");
    window.button("Undo");
    window.until_says("Taken back: how you told them");
    assert!(!window.says("by the coffee machine"), "one change, one undo\n{}", window.read());
}

#[test]
fn praise_is_told_with_its_words_at_once() {
    let (journal, mut window) = with(&["+ calm in the incident"]);
    window.choose("More for Praise: calm in the incident", "Told them…");
    window.fill("How did you tell them? (if you like)", "after the review");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("told today: after the review");
    window.choose("More for Praise: calm in the incident", "How you told them…");
    assert_eq!(window.text_of("How did you tell them? (if you like)"), "after the review");
    window.fill("How did you tell them? (if you like)", "");
    window.button("Keep it");
    window.until("the words are gone", |window| !window.says("after the review"));
    assert_eq!(count(&journal, "SELECT count(*) FROM praise WHERE state = 'told'"), 1);
}

#[test]
fn a_change_of_kind_is_undone_after_a_restart() {
    let (journal, mut window) = with(&["quiet in the review"]);
    window.choose("More for Note: quiet in the review", "Kind, day, person…");
    window.click(Role::ComboBox, "Kind");
    window.click(Role::MenuItemRadio, "Flag");
    window.button("Move it");
    window.until_entries(&["Flag: quiet in the review"]);
    window.close();
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_entries(&["Note: quiet in the review"]);
    window.until_there(Role::Status, "Taken back: moving it to another kind, day or person");
    window.button("Redo");
    window.until_entries(&["Flag: quiet in the review"]);
}

#[test]
fn an_expectation_is_said_aloud_and_replaced_and_the_old_one_stays_to_be_read() {
    let (journal, mut window) = with(&["= risks early"]);
    assert!(window.says("not said aloud yet"), "{}", window.read());
    window.button("Said aloud today: risks early");
    window.until_says("last said today");
    window.button("Replace it…: risks early");
    assert_eq!(window.text_of("I expect"), "risks early");
    window.fill("I expect", " ");
    window.button("Replace it");
    assert!(window.says("There is nothing to keep yet"), "{}", window.read());
    window.fill("I expect", "risks the day you see them");
    window.fill("I will provide", "no blame");
    window.button("Replace it");
    window.until_entries(&["Expectation: risks early", "Expectation: risks the day you see them"]);
    assert!(window.says("last said today · replaced today"), "{}", window.read());
    assert!(window.says("I will provide: no blame"), "{}", window.read());
    assert!(!window.has(Role::Button, "Replace it…: risks early"), "the rail has the new one only");
    assert!(window.has(Role::Button, "Replace it…: risks the day you see them"));
    window.button("Undo");
    window.until_entries(&["Expectation: risks early"]);
    window.until_says("Taken back: replacing the expectation");
    assert_eq!(count(&journal, "SELECT count(*) FROM expectations WHERE state = 'current'"), 1);
}

#[test]
fn what_was_being_written_as_a_replacement_waits() {
    let (_journal, mut window) = with(&["= risks early"]);
    window.button("Replace it…: risks early");
    window.fill("In their words", "no surprises");
    window.press(Key::Escape);
    window.button("Replace it…: risks early");
    assert_eq!(window.text_of("In their words"), "no surprises");
    window.button("Cancel");
    window.button("Replace it…: risks early");
    assert_eq!(window.text_of("In their words"), "");
}

#[test]
fn a_delegation_is_described_right_after_the_jot_and_climbs() {
    let (journal, mut window) = with(&[]);
    window.jot("> the release notes");
    window.until_there(Role::Button, "Who decides, with which support?");
    window.press_with(Modifiers::COMMAND, Key::M);
    window.click(Role::ComboBox, "Who decides");
    window.click(Role::MenuItemRadio, "consult: you decide, after asking");
    window.fill("What support you give", "a review");
    window.fill("Hands off until (if you like)", "in 2 weeks");
    window.button("Keep it");
    window.until_says("you decide, after asking · support: a review · hands off until Tue 8 Dec");
    assert!(!window.has(Role::Button, "Who decides, with which support?"), "it was answered");
    journal.clock.set(after(24 * 60));
    window.button("Step up: agree: the release notes");
    window.until_says("consult → agree today");
    window.button("Step up: advise: the release notes");
    window.until_says("consult → agree today → advise today");
    window.choose("More for Delegation: the release notes", "More about it…");
    assert!(!window.has(Role::ComboBox, "Who decides"), "where it stands now is a step");
    window.button("Cancel");
    window.choose("More for Delegation: the release notes", "Take it back…");
    window.button("Take it back");
    window.until_says("Back with you today");
    assert!(!window.has(Role::Button, "Step up: inquire: the release notes"));
}

#[test]
fn who_asked_for_a_topic_is_said_with_one_choice() {
    let (journal, mut window) = with(&["? the offsite"]);
    window.choose("More for Topic: the offsite", "They asked for it");
    window.until_says("Dana asked · for next time");
    window.choose("More for Topic: the offsite", "You asked for it");
    window.until("it is yours", |window| !window.says("Dana asked"));
    assert_eq!(count(&journal, "SELECT count(*) FROM topics WHERE \"from\" = 'me'"), 1);
}

#[test]
fn what_was_changed_because_of_feedback_is_two_keys_away() {
    let (_journal, mut window) = with(&[]);
    window.jot("<< wants to hear the reason");
    window.until_entries(&["Feedback: wants to hear the reason"]);
    window.press_with(Modifiers::COMMAND, Key::M);
    assert!(window.field("What you changed because of it").is_focused(), "{:?}", window.focused());
    window.type_text("I say why first");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("What you changed: I say why first");
}

#[test]
fn a_check_in_stays_with_its_goal_and_that_is_said_before_it_is_tried() {
    let (_journal, mut window) = with(&["^ lead a design"]);
    window.button("4 of 5: check in on lead a design");
    window.until_entries(&["Goal: lead a design", "Check-in: Checked in"]);
    for menu in ["More for Check-in: Checked in", "More for Goal: lead a design"] {
        window.choose(menu, "Kind, day, person…");
        assert!(window.says("A goal and its check-ins stay together"), "{}", window.read());
        assert!(!window.has(Role::ComboBox, "Kind") && !window.has(Role::ComboBox, "About"));
        window.button("Cancel");
    }
    window.choose("More for Check-in: Checked in", "Kind, day, person…");
    window.fill("Written on", "yesterday");
    window.button("Move it");
    window.until_says("felt 4 of 5 close yesterday");
}

#[test]
fn who_is_archived_is_marked_where_an_entry_is_put_and_no_year_0_is_taken() {
    let (journal, mut window) = with(&["hello"]);
    journal.commit(Change::Archive(rapport::domain::id::PersonId(2))).unwrap();
    window.until("it is seen", |window| !window.has(Role::Button, "Bo Berg, Tue 1 Dec"));
    window.choose("More for Note: hello", "Kind, day, person…");
    window.click(Role::ComboBox, "About");
    assert!(window.has(Role::MenuItemRadio, "Bo Berg (archived)"), "{}", window.read());
    window.press(Key::Escape);
    window.fill("Written on", "0000-01-01");
    window.button("Move it");
    assert!(window.says("There is no day “0000-01-01” in the calendar."), "{}", window.read());
}

#[test]
fn versions_are_told_in_words_and_any_of_them_comes_back() {
    let (journal, mut window) = with(&["> the notes"]);
    let id = rapport::domain::id::EntryId(1);
    let commit = |change| journal.commit(change).unwrap();
    commit(Change::Rewrite { entry: id, text: "the release notes".into(), due: None });
    commit(Change::Move { entry: id, wanted: Move::TakeBack("no time".into()) });
    window.until_says("Back with you today: no time");
    window.choose("More for Delegation: the release notes", "Versions…");
    let said = window.read();
    for words in [
        "Changed twice, first written 24 November 2026",
        "10:00 · Written",
        "10:00 · Text changed",
        "10:00 · Back with you",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    for raw in ["rewrite", "jot", "take back", "with them"] {
        assert!(!said.contains(&format!("· {raw}")), "{raw}\n{said}");
    }
    // The oldest stands last.
    window.query_all_by_role_and_label(Role::Button, "Bring this back").last().unwrap().click();
    window.settle();
    window.until_entries(&["Delegation: the notes"]);
    window.until_says("Brought back as it was");
}

#[test]
fn a_day_that_was_taken_back_stays_text_when_the_action_is_edited() {
    let (journal, mut window) = with(&[]);
    window.type_text("[] send it by friday");
    window.press(Key::Escape);
    window.press(Key::Enter);
    window.until_entries(&["Action: send it by friday"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.text_of(EDITOR), "send it by friday");
    assert!(!window.says("Due Fri"), "{}", window.read());
    window.press(Key::Home);
    window.type_text("please ");
    window.press(Key::Enter);
    window.until_entries(&["Action: please send it by friday"]);
    assert_eq!(count(&journal, "SELECT count(*) FROM actions WHERE due IS NULL"), 1);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, "please send it by 1 dec");
    assert!(window.says("Due Tue 1 Dec"), "another day is read");
}

#[test]
fn wrapping_up_shows_what_is_open_what_was_promised_and_what_is_next() {
    let (_journal, mut window) = with(&["? the offsite", "[] an older promise", "+ calm", "! quiet"]);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field("Jot while you talk"));
    window.jot("[@] draft it by friday");
    window.jot("? next time this");
    window.until("all is there", |window| window.entries().len() == 2);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    let said = window.read();
    let order = [
        "Promised",
        "draft it · Dana · due Fri 27 Nov",
        "Still on the table",
        "quiet",
        "the offsite",
        "next time this",
    ];
    let (_, dialog) = said.rsplit_once("How long did it take").unwrap();
    let mut rest = dialog;
    for words in order {
        (_, rest) = rest.split_once(words).unwrap_or_else(|| panic!("{words}\n{said}"));
    }
    for words in ["an older promise · you", "calm · not told Dana yet", "Tue 1 Dec"] {
        assert!(dialog.contains(words), "{words}\n{said}");
    }
}
