//! The lifecycle of a flag in the window: written, described, watched, on the agenda, raised,
//! settled, rechecked, and all of it undone.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Span;
use rapport::{
    domain::{
        entry::{
            Detail,
            kind::flag::{Flag, RaisePlan},
            transition::Transition,
        },
        id::{EntryId, PersonId},
    },
    journal::change::Change,
};

use crate::{
    support::{TempJournal, query_number, zoned},
    window::Window,
};

const DIALOG: &str = "Flag details";
const SAW: &str = "What did you see?";
const NEED: &str = "What might they need to be successful?";
const NEXT: &str = "Next one-on-one";
const MORE: &str = "Add details…";

/// Dana's Meet tab with the focus in the composer.
fn open_meet() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::open(&journal);
    (journal, window)
}

/// Dana's Meet tab with a new flag.
fn open_meet_with_new_flag() -> (TempJournal, Window) {
    let (journal, mut window) = open_meet();
    window.jot("! quiet in two reviews");
    window.wait_for_entries(&["Flag: quiet in two reviews"]);
    (journal, window)
}

fn stored_flag(journal: &TempJournal) -> Flag {
    let entry = journal.db().entry(EntryId(1)).unwrap();
    let flag = entry.and_then(|entry| if let Detail::Flag(flag) = entry.detail { Some(flag) } else { None });
    flag.unwrap()
}

/// All content rows without drafts and settings.
fn content_of_entries(journal: &TempJournal) -> Vec<String> {
    let is_entry_content =
        |row: &String| ["entries ", "flags ", "steps ", "one_on_ones "].iter().any(|table| row.starts_with(table));
    journal.content_rows().into_iter().filter(is_entry_content).collect()
}

/// Advances the clock and the window by days.
fn advance_days(journal: &TempJournal, window: &mut Window, days: i64) {
    journal.clock.set(journal.now().checked_add(Span::new().days(days)).unwrap());
    window.advance_time(0.2);
}

fn choose(window: &mut Window, choice: &str) {
    window.click(Role::RadioButton, choice);
}

#[test]
fn jotting_a_flag_does_not_interrupt_and_ctrl_m_opens_its_dialog() {
    let (_journal, mut window) = open_meet_with_new_flag();
    assert!(!window.has(Role::Dialog, DIALOG), "a jot is not interrupted");
    assert!(window.field("Jot about Dana").is_focused());
    window.press_with(Modifiers::COMMAND, Key::M);
    assert!(window.has(Role::Dialog, DIALOG), "{}", window.visible_text());
    assert_eq!(window.field_text(SAW), "quiet in two reviews");
    assert!(window.has_text("Only you can read this."));
    window.press(Key::Escape);
    window.click_button(MORE);
    assert!(window.has(Role::Dialog, DIALOG));
}

#[test]
fn ctrl_m_right_after_enter_is_about_the_new_jot() {
    let (_journal, mut window) = open_meet_with_new_flag();
    window.type_text("! tired on Friday");
    window.key_press(Key::Enter);
    window.key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND, Key::M);
    window.wait_for(Role::Dialog, DIALOG);
    assert_eq!(window.field_text(SAW), "tired on Friday");
}

/// A query that keeps the writer busy for a while, so that frames are drawn before it answers.
const SLOW_VIEW: &str = "CREATE VIEW slow AS WITH RECURSIVE n (i) AS
    (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) SELECT i FROM n;";
const SLOW_ENTRIES: &str = "CREATE TRIGGER slow_entry AFTER INSERT ON entries BEGIN SELECT count(*) FROM slow; END";
const SLOW_REJECTION: &str = "CREATE TRIGGER rejected BEFORE INSERT ON entries BEGIN
    SELECT count(*) FROM slow; SELECT RAISE(ABORT, 'broken for a test'); END";

#[test]
fn more_about_the_second_of_two_quick_jots_waits_until_that_one_is_committed() {
    let (journal, mut window) = open_meet();
    journal.raw_connection().execute_batch(&format!("{SLOW_VIEW}{SLOW_ENTRIES}")).unwrap();
    // Both are typed before the first is committed.
    window.jot("! quiet");
    window.jot("! tired");
    window.press_with(Modifiers::COMMAND, Key::M);
    window.wait_for(Role::Dialog, DIALOG);
    assert_eq!(window.field_text(SAW), "tired");
}

#[test]
fn more_about_a_jot_that_is_rejected_opens_nothing() {
    let (journal, mut window) = open_meet_with_new_flag();
    journal.raw_connection().execute_batch(&format!("{SLOW_VIEW}{SLOW_REJECTION}")).unwrap();
    window.jot("! tired");
    window.press_with(Modifiers::COMMAND, Key::M);
    window.wait_for(Role::Alert, "What you wrote couldn’t be saved.");
    window.advance_time(3.0);
    assert!(!window.has(Role::Dialog, DIALOG), "the flag before it was not meant");
}

#[test]
fn dialog_saves_all_fields_as_one_change() {
    let (journal, mut window) = open_meet_with_new_flag();
    window.click_button(MORE);
    window.fill(SAW, "Quiet in two design reviews");
    window.fill("Usually", "Speaks early");
    window.fill("Lately", "Waits to be asked");
    window.fill(NEED, "Room to disagree");
    choose(&mut window, NEXT);
    window.click_button("Save");
    window.wait_for_entries(&["Flag: Quiet in two design reviews"]);
    window.wait_for(Role::Status, "Saved: flag about Dana");
    window.wait_for_text("Noticed today, not raised yet · for the next one-on-one");
    let [usually, lately, need] = ["Speaks early", "Waits to be asked", "Room to disagree"].map(str::to_owned);
    let raise_when = RaisePlan::NextOneOnOne;
    assert_eq!(stored_flag(&journal), Flag { usually, lately, need, raise_plan: raise_when, ..Flag::default() });
    assert!(!window.has(Role::Button, MORE), "it is said already");
    window.click_button("Undo");
    window.wait_for_entries(&["Flag: quiet in two reviews"]);
    assert_eq!(stored_flag(&journal), Flag::default());
}

#[test]
fn dialog_opens_from_menu_side_panel_and_key() {
    let (_journal, mut window) = open_meet_with_new_flag();
    window.choose_menu_item("More for Flag: quiet in two reviews", MORE);
    assert!(window.has(Role::Dialog, DIALOG));
    window.press(Key::Escape);
    window.click_button("Details: quiet in two reviews");
    assert!(window.has(Role::Dialog, DIALOG));
    window.press(Key::Escape);
    window.get_by_role_and_label(Role::Article, "Flag: quiet in two reviews").focus();
    window.settle();
    window.press(Key::M);
    assert!(window.has(Role::Dialog, DIALOG));
}

#[test]
fn dialog_shows_the_planned_day_and_works_from_the_keyboard() {
    let (journal, mut window) = open_meet_with_new_flag();
    journal
        .raw_connection()
        .execute_batch(
            "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state)
             VALUES (zeroblob(16), 1, 1796115600000, 3600, '+01:00', 'planned')",
        )
        .unwrap();
    window.press_with(Modifiers::COMMAND, Key::M);
    let planned = "Next one-on-one, Tue 1 Dec";
    assert!(window.has(Role::RadioButton, planned), "{}", window.visible_text());
    for _ in 0..4 {
        window.press(Key::Tab);
    }
    assert_eq!(window.focused_label().as_deref(), Some("RadioButton Next one-on-one, Tue 1 Dec"));
    window.press(Key::Space);
    assert!(window.is_toggled(Role::RadioButton, planned));
    window.press(Key::ArrowRight);
    assert!(window.is_toggled(Role::RadioButton, "Today"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("to raise today");
}

#[test]
fn watch_date_is_validated_and_saved_with_enter() {
    let (journal, mut window) = open_meet_with_new_flag();
    window.click_button(MORE);
    choose(&mut window, "Watch until…");
    for (day, error) in [("", "Choose a day after today."), ("today", "Choose a day after today."), ("soon", "soon")] {
        window.fill("Watch until", day);
        window.press(Key::Enter);
        assert!(window.has_text(error), "{day:?}\n{}", window.visible_text());
        assert!(window.has(Role::Dialog, DIALOG), "{day:?}");
    }
    window.fill("Watch until", "1 dec");
    assert!(window.has_text("Tuesday 1 December 2026"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_text("watching until Tue 1 Dec");
    assert_eq!(stored_flag(&journal).watch_until.map(|day| day.to_string()).as_deref(), Some("2026-12-01"));
    // The current choice is selected, and cleared by choosing it again.
    window.click_button("Details: quiet in two reviews");
    assert!(window.is_toggled(Role::RadioButton, "Watch until…"));
    choose(&mut window, "Watch until…");
    window.click_button("Save");
    window.wait_for_text("Noticed today, not raised yet");
    assert_eq!(stored_flag(&journal), Flag::default());
}

#[test]
fn dialog_text_is_a_draft_until_saved_or_cancelled() {
    let (journal, mut window) = open_meet_with_new_flag();
    window.click_button(MORE);
    window.fill("Usually", "Speaks early");
    choose(&mut window, "Today");
    window.press(Key::Escape);
    window.close();
    let mut window = Window::open(&journal);
    window.click_button("Details: quiet in two reviews");
    assert_eq!(window.field_text("Usually"), "Speaks early");
    assert!(window.is_toggled(Role::RadioButton, "Today"));
    window.click_button("Cancel");
    window.click_button("Details: quiet in two reviews");
    assert_eq!(window.field_text("Usually"), "");
    assert!(!window.is_toggled(Role::RadioButton, "Today"));
    window.fill(SAW, " ");
    window.click_button("Save");
    assert!(window.has_text("Write something first."), "{}", window.visible_text());
}

#[test]
fn a_flag_that_another_window_raised_is_not_taken_back_by_an_open_dialog() {
    let (journal, mut window) = open_meet_with_new_flag();
    window.click_button(MORE);
    window.fill("Lately", "Waits to be asked");
    journal
        .commit(Change::Transition { entry: EntryId(1), transition: Transition::Raise("talked over".into()) })
        .unwrap();
    window.click_button("Save");
    window.wait_until("it is described", |_| stored_flag(&journal).lately == "Waits to be asked");
    assert_eq!(stored_flag(&journal).state.as_str(), "raised");
    window.click_button("Details: quiet in two reviews");
    assert!(!window.has(Role::RadioButton, NEXT), "it was raised: nothing is to be decided");
}

#[test]
fn long_text_leaves_room_for_the_rest_of_the_dialog() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, &format!("! {}the end", "quiet ".repeat(300)));
    let mut window = Window::open(&journal);
    let name = |window: &Window| {
        let names = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        names.filter(|name| name.starts_with("Details: ")).collect::<Vec<_>>()
    };
    assert_eq!(name(&window).len(), 1);
    assert!(name(&window)[0].ends_with("quiet…") && name(&window)[0].chars().count() < 160, "{:?}", name(&window));
    let more = name(&window).remove(0);
    window.click_button(&more);
    assert!(window.field_text(SAW).ends_with("the end"), "nothing of it is left out where it is written");
    // Tab reaches all of it and scrolls it into view.
    for _ in 0..4 {
        window.press(Key::Tab);
    }
    let is_visible = |window: &Window, name: &str| {
        let at = window.get_by_role_and_label(Role::RadioButton, name).rect();
        at.bottom() <= window.get_button("Save").rect().top()
    };
    window.advance_time(0.5);
    assert!(is_visible(&window, NEXT), "{:?}", window.focused_label());
    window.press(Key::Space);
    window.press(Key::ArrowLeft);
    window.advance_time(0.5);
    assert!(window.is_toggled(Role::RadioButton, "Watch until…"));
    let day = window.field("Watch until").rect();
    assert!(day.bottom() <= window.get_button("Save").rect().top(), "{day:?}");
}

#[test]
fn agenda_flags_come_first_until_removed() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for line in ["! first", "! second", "! third"] {
        journal.jot(1, line);
    }
    let plan = |entry, transition| journal.commit(Change::Transition { entry: EntryId(entry), transition }).unwrap();
    plan(1, Transition::Watch(zoned("2026-12-01T10:00[UTC]").date()));
    plan(3, Transition::Plan(RaisePlan::NextOneOnOne));
    let mut window = Window::open(&journal);
    let order = |window: &Window| {
        let mut shown: Vec<_> = ["first", "second", "third"]
            .map(|text| (window.get_button(&format!("Details: {text}")).rect().top(), text))
            .into();
        shown.sort_by(|a, b| a.0.total_cmp(&b.0));
        shown.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
    };
    assert_eq!(order(&window), ["third", "second", "first"]);
    window.choose_menu_item("More for Flag: third", "Remove from agenda");
    window.wait_until("it is off the table", |window| order(window) == ["second", "third", "first"]);
    window.wait_for(Role::Status, "Removed from agenda: flag about Dana");
}

#[test]
fn flag_goes_through_its_whole_lifecycle_and_back_with_undo() {
    let (journal, mut window) = open_meet_with_new_flag();
    let mut contents = vec![content_of_entries(&journal)];
    let mut record = |journal: &TempJournal| contents.push(content_of_entries(journal));

    window.focus(Role::Button, "Details: quiet in two reviews");
    window.click_button("Keep watching…");
    assert!(!window.has_field("Why wait?"), "{}", window.visible_text());
    window.fill("Until", "in 5 days");
    window.press(Key::Enter);
    window.wait_for_text("watching until Sun 29 Nov");
    record(&journal);

    advance_days(&journal, &mut window, 5);
    window.wait_for_text("Watched until today · noticed 5 days ago, not raised yet");
    window.focus(Role::Button, "Details: quiet in two reviews");
    window.click_button("Raise…");
    assert!(window.is_toggled(Role::RadioButton, "At the next one-on-one"), "nobody talks to Dana now");
    window.click_button("Save");
    window.wait_for(Role::Status, "Added to agenda: flag about Dana");
    window.wait_for_text("Noticed 5 days ago, not raised yet · for the next one-on-one");
    record(&journal);

    advance_days(&journal, &mut window, 6);
    window.wait_for_text("Noticed 11 days ago, still not raised · for the next one-on-one");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field("Jot while you talk"));
    record(&journal);
    assert!(window.has_text("for the next one-on-one"), "it came along by itself");
    window.press_with(Modifiers::ALT, Key::Num1);
    assert!(window.is_toggled(Role::RadioButton, "I just did"));
    assert!(window.has_text("Saved to this one-on-one."), "{}", window.visible_text());
    assert!(window.field("What did they say?").is_focused(), "{:?}", window.focused_label());
    window.type_text("Talked over by the vendors");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("after 11 days, no outcome yet");
    assert_eq!(stored_flag(&journal).raise_plan, RaisePlan::Undecided);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT one_on_one FROM steps WHERE what = 'raised'"), 1);
    assert_eq!(window.entry_labels(), ["Flag: quiet in two reviews"], "it stands in the stream");
    record(&journal);

    window.focus(Role::Button, "Details: quiet in two reviews");
    window.click_button("Settle…");
    window.fill("What came of it?", "She writes first");
    window.fill("Check again (optional)", "tomorrow");
    window.press(Key::Enter);
    window.wait_for_text("check again tomorrow");
    record(&journal);

    advance_days(&journal, &mut window, 1);
    window.wait_for(Role::CheckBox, "Checked again: quiet in two reviews");
    window.click(Role::CheckBox, "Checked again: quiet in two reviews");
    window.wait_for(Role::Status, "Checked again: flag about Dana");
    window.wait_for_text("She writes first · checked again today");
    record(&journal);

    for (undone, expected) in contents.iter().rev().skip(1).enumerate() {
        window.press_with(Modifiers::COMMAND, Key::Z);
        window
            .wait_until(&format!("{} steps are taken back", undone + 1), |_| content_of_entries(&journal) == *expected);
    }
    assert!(journal.db().running_one_on_one(PersonId(1)).unwrap().is_none());
    window.wait_for_text("Noticed 12 days ago, still not raised");
}
