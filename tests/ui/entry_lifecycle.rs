//! Open entries until they have an outcome: done, said aloud, replaced, reached, told.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use rapport::{domain::entry::transition::Transition, journal::change::Change};

use crate::{
    support::{TempJournal, minutes_after_now, query_number},
    window::Window,
};

const EDITOR: &str = "Entry";

/// Dana's Meet tab with these entries, written outside any one-on-one.
fn open_meet_with(lines: &[&str]) -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Bo Berg"]);
    for line in lines {
        journal.jot(1, line);
    }
    let window = Window::open(&journal);
    (journal, window)
}

fn query_count(journal: &TempJournal, sql: &str) -> i64 {
    query_number(&journal.raw_connection(), sql)
}

#[test]
fn a_goal_is_checked_in_on_three_times_and_reached() {
    let (journal, mut window) = open_meet_with(&["^ lead a design end to end"]);
    assert!(window.has_text("no check-in yet"), "{}", window.visible_text());
    for (week, closeness) in (1..).zip([2, 3, 5]) {
        journal.clock.set(minutes_after_now(week * 7 * 24 * 60));
        window.click_button(&format!("{closeness} of 5: check in on lead a design end to end"));
        window.wait_for_text(&format!("{closeness} of 5, today"));
        assert_eq!(query_count(&journal, "SELECT count(*) FROM check_ins"), week);
    }
    window.choose_menu_item("More for Goal: lead a design end to end", "Mark as reached…");
    window.fill("What made it work?", "she asked for help early");
    window.click_button("Mark as reached");
    window.wait_for_text("Reached today: she asked for help early");
    assert_eq!(query_count(&journal, "SELECT count(*) FROM goals WHERE state = 'reached'"), 1);
    let text = window.visible_text();
    assert!(!text.contains("check in on"), "it is no longer asked about\n{text}");
}

#[test]
fn action_is_done_and_told_with_optional_details() {
    let (journal, mut window) = open_meet_with(&["[] ask Finance"]);
    window.click(Role::CheckBox, "Done: ask Finance");
    window.wait_for_text("not told yet");
    journal.clock.set(minutes_after_now(3 * 24 * 60));
    window.click(Role::CheckBox, "Told: ask Finance");
    window.wait_for(Role::Status, "Marked as told: action for Dana");
    assert_eq!(
        query_count(&journal, "SELECT count(*) FROM actions WHERE state = 'told'"),
        1,
        "nothing was asked before"
    );
    window.click_button("Add how you told them");
    assert_eq!(window.field_text("When"), "2026-11-27");
    window.fill("How did you tell them? (optional)", "by the coffee machine");
    window.fill("When", "in 2 days");
    window.click_button("Save");
    assert!(window.has_text("Choose today or an earlier day."), "{}", window.visible_text());
    window.fill("When", "monday");
    window.click_button("Save");
    assert!(
        window.has_text("It’s dated 24 November 2026, so you can’t have told them earlier."),
        "{}",
        window.visible_text()
    );
    window.fill("When", "yesterday");
    window.click_button("Save");
    window.wait_for_text("done and told yesterday: by the coffee machine");
    assert_eq!(query_count(&journal, "SELECT count(*) FROM steps WHERE what = 'told'"), 1);
    window.wait_for(Role::Button, "Undo");
    window.click_button("Undo");
    window.wait_for_text("Undid: ");
    assert!(!window.has_text("by the coffee machine"), "one change, one undo\n{}", window.visible_text());
}

#[test]
fn praise_is_told_with_details_in_one_step() {
    let (journal, mut window) = open_meet_with(&["+ calm in the incident"]);
    window.choose_menu_item("More for Praise: calm in the incident", "Mark as told…");
    window.fill("How did you tell them? (optional)", "after the review");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("told today: after the review");
    window.choose_menu_item("More for Praise: calm in the incident", "How you told them…");
    assert_eq!(window.field_text("How did you tell them? (optional)"), "after the review");
    window.fill("How did you tell them? (optional)", "");
    window.click_button("Save");
    window.wait_until("the words are gone", |window| !window.has_text("after the review"));
    assert_eq!(query_count(&journal, "SELECT count(*) FROM praise WHERE state = 'told'"), 1);
}

#[test]
fn a_change_of_kind_is_undone_after_a_restart() {
    let (journal, mut window) = open_meet_with(&["quiet in the review"]);
    window.choose_menu_item("More for Note: quiet in the review", "Change kind, date or person…");
    window.click(Role::ComboBox, "Kind");
    window.click(Role::MenuItemRadio, "Flag");
    window.click_button("Save");
    window.wait_for_entries(&["Flag: quiet in the review"]);
    window.close();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&["Note: quiet in the review"]);
    window.wait_for(Role::Status, "Undid: edit to note about Dana");
    window.click_button("Redo");
    window.wait_for_entries(&["Flag: quiet in the review"]);
}

#[test]
fn replaced_expectation_stays_readable() {
    let (journal, mut window) = open_meet_with(&["= risks early"]);
    assert!(window.has_text("not discussed yet"), "{}", window.visible_text());
    window.click_button("Mark as discussed: risks early");
    window.wait_for_text("last discussed today");
    window.click_button("Replace…: risks early");
    assert_eq!(window.field_text("I expect"), "risks early");
    window.fill("I expect", " ");
    window.click_button("Replace");
    assert!(window.has_text("Write something first"), "{}", window.visible_text());
    window.fill("I expect", "risks the day you see them");
    window.fill("I will provide", "no blame");
    window.click_button("Replace");
    window.wait_for_entries(&["Expectation: risks early", "Expectation: risks the day you see them"]);
    assert!(window.has_text("last discussed today · replaced today"), "{}", window.visible_text());
    assert!(window.has_text("I will provide: no blame"), "{}", window.visible_text());
    assert!(!window.has(Role::Button, "Replace…: risks early"), "the rail has the new one only");
    assert!(window.has(Role::Button, "Replace…: risks the day you see them"));
    window.click_button("Undo");
    window.wait_for_entries(&["Expectation: risks early"]);
    window.wait_for_text("Undid: replacing the expectation of");
    assert_eq!(query_count(&journal, "SELECT count(*) FROM expectations WHERE state = 'current'"), 1);
}

#[test]
fn replacement_text_is_kept_as_a_draft() {
    let (_journal, mut window) = open_meet_with(&["= risks early"]);
    window.click_button("Replace…: risks early");
    window.fill("In their words", "no surprises");
    window.press(Key::Escape);
    window.click_button("Replace…: risks early");
    assert_eq!(window.field_text("In their words"), "no surprises");
    window.click_button("Cancel");
    window.click_button("Replace…: risks early");
    assert_eq!(window.field_text("In their words"), "");
}

#[test]
fn delegation_is_detailed_after_the_jot_and_changes_level() {
    let (journal, mut window) = open_meet_with(&[]);
    window.jot("> the release notes");
    window.wait_for(Role::Button, "Who decides, and with what support?");
    window.press_with(Modifiers::COMMAND, Key::M);
    window.click(Role::ComboBox, "Who decides");
    window.click(Role::MenuItemRadio, "consult: you decide, after asking");
    window.fill("Your support", "a review");
    window.fill("Hands off until (optional)", "in 2 weeks");
    window.click_button("Save");
    window.wait_for_text("you decide, after asking · support: a review · hands off until Tue 8 Dec");
    assert!(!window.has(Role::Button, "Who decides, and with what support?"), "it was answered");
    journal.clock.set(minutes_after_now(24 * 60));
    window.click_button("Move up to agree: the release notes");
    window.wait_for_text("consult → agree today");
    window.click_button("Move up to advise: the release notes");
    window.wait_for_text("consult → agree today → advise today");
    window.choose_menu_item("More for Delegation: the release notes", "Add details…");
    assert!(!window.has(Role::ComboBox, "Who decides"), "where it stands now is a step");
    window.click_button("Cancel");
    window.choose_menu_item("More for Delegation: the release notes", "Take back…");
    window.click_button("Take back");
    window.wait_for_text("Back with you today");
    assert!(!window.has(Role::Button, "Move up to inquire: the release notes"));
}

#[test]
fn topic_origin_is_set_with_one_choice() {
    let (journal, mut window) = open_meet_with(&["? the offsite"]);
    window.choose_menu_item("More for Topic: the offsite", "They brought it up");
    window.wait_for_text("Dana brought it up · to discuss");
    window.choose_menu_item("More for Topic: the offsite", "You brought it up");
    window.wait_until("it is yours", |window| !window.has_text("Dana brought it up"));
    assert_eq!(query_count(&journal, "SELECT count(*) FROM topics WHERE \"from\" = 'me'"), 1);
}

#[test]
fn ctrl_m_after_feedback_asks_what_was_changed() {
    let (_journal, mut window) = open_meet_with(&[]);
    window.jot("<< wants to hear the reason");
    window.wait_for_entries(&["Feedback: wants to hear the reason"]);
    window.press_with(Modifiers::COMMAND, Key::M);
    assert!(window.field("What you changed as a result").is_focused(), "{:?}", window.focused_label());
    window.type_text("I say why first");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("What you changed: I say why first");
}

#[test]
fn check_in_cannot_be_separated_from_its_goal() {
    let (_journal, mut window) = open_meet_with(&["^ lead a design"]);
    window.click_button("4 of 5: check in on lead a design");
    window.wait_for_entries(&["Goal: lead a design", "Check-in: Checked in"]);
    for menu in ["More for Check-in: Checked in", "More for Goal: lead a design"] {
        window.choose_menu_item(menu, "Change kind, date or person…");
        assert!(window.has_text("A goal and its check-ins belong together"), "{}", window.visible_text());
        assert!(!window.has(Role::ComboBox, "Kind") && !window.has(Role::ComboBox, "Person"));
        window.click_button("Cancel");
    }
    window.choose_menu_item("More for Check-in: Checked in", "Change kind, date or person…");
    window.fill("Date", "yesterday");
    window.click_button("Save");
    window.wait_for_text("4 of 5, yesterday");
}

#[test]
fn reclassify_marks_archived_people_and_rejects_year_0() {
    let (journal, mut window) = open_meet_with(&["hello"]);
    journal.commit(Change::Archive(rapport::domain::id::PersonId(2))).unwrap();
    window.wait_until("it is seen", |window| !window.has(Role::ListItem, "Bo Berg, Tue 1 Dec"));
    window.choose_menu_item("More for Note: hello", "Change kind, date or person…");
    window.click(Role::ComboBox, "Person");
    assert!(window.has(Role::MenuItemRadio, "Bo Berg (archived)"), "{}", window.visible_text());
    window.press(Key::Escape);
    window.fill("Date", "0000-01-01");
    window.click_button("Save");
    assert!(window.has_text("There’s no “0000-01-01”."), "{}", window.visible_text());
}

#[test]
fn version_history_is_readable_and_restorable() {
    let (journal, mut window) = open_meet_with(&["> the notes"]);
    let id = rapport::domain::id::EntryId(1);
    let commit = |change| journal.commit(change).unwrap();
    commit(Change::EditText { entry: id, text: "the release notes".into(), due: None });
    commit(Change::Transition { entry: id, transition: Transition::TakeBack("no time".into()) });
    window.wait_for_text("Back with you today: no time");
    window.choose_menu_item("More for Delegation: the release notes", "Version history…");
    let text = window.visible_text();
    for text in
        ["Changed twice since 24 November 2026", "10:00 · Written", "10:00 · Text edited", "10:00 · Back with you"]
    {
        assert!(text.contains(text), "{text}\n{text}");
    }
    for raw in ["rewrite", "jot", "take back", "with them"] {
        assert!(!text.contains(&format!("· {raw}")), "{raw}\n{text}");
    }
    // The oldest version is the last.
    window.query_all_by_role_and_label(Role::Button, "Restore this version").last().unwrap().click();
    window.settle();
    window.wait_for_entries(&["Delegation: the notes"]);
    window.wait_for_text("Version restored: ");
}

#[test]
fn discarded_due_date_stays_text_when_editing() {
    let (journal, mut window) = open_meet_with(&[]);
    window.type_text("[] send it by friday");
    window.press(Key::Escape);
    window.press(Key::Enter);
    window.wait_for_entries(&["Action: send it by friday"]);
    window.press(Key::ArrowUp);
    assert_eq!(window.field_text(EDITOR), "send it by friday");
    assert!(!window.has_text("Due Fri"), "{}", window.visible_text());
    window.press(Key::Home);
    window.type_text("please ");
    window.press(Key::Enter);
    window.wait_for_entries(&["Action: please send it by friday"]);
    assert_eq!(query_count(&journal, "SELECT count(*) FROM actions WHERE due IS NULL"), 1);
    window.press(Key::ArrowUp);
    window.fill(EDITOR, "please send it by 1 dec");
    assert!(window.has_text("Due Tue 1 Dec"), "another day is read");
}

#[test]
fn wrap_up_lists_promises_open_items_and_the_next_meeting() {
    let (_journal, mut window) = open_meet_with(&["? the offsite", "[] an older promise", "+ calm", "! quiet"]);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field("Jot while you talk"));
    window.jot("[@] draft it by friday");
    window.jot("? next time this");
    window.wait_until("all is there", |window| window.entry_labels().len() == 2);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    let text = window.visible_text();
    let order =
        ["Promised", "draft it · Dana · due Fri 27 Nov", "Still open", "quiet", "the offsite", "next time this"];
    let (_, dialog) = text.rsplit_once("Duration (min)").unwrap();
    let mut rest = dialog;
    for expected in order {
        (_, rest) = rest.split_once(expected).unwrap_or_else(|| panic!("{expected}\n{text}"));
    }
    for expected in ["an older promise · you", "calm · not told Dana yet", "Tue 1 Dec"] {
        assert!(dialog.contains(expected), "{expected}\n{text}");
    }
}
