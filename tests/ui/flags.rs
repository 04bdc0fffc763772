//! A flag's life in the window: jotted, described, watched, back on its day, put on the table, raised, settled, looked at
//! again, and all of it taken back.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Span;
use rapport::{
    domain::{
        entry::Detail,
        flag::{Flag, RaiseWhen},
        id::{EntryId, PersonId},
        life::Move,
    },
    journal::change::Change,
};

use crate::{
    support::{TempJournal, number, zoned},
    window::Window,
};

const DIALOG: &str = "Something is off";
const SAW: &str = "What did you see?";
const NEED: &str = "What might they need to be successful?";
const NEXT: &str = "Next one-on-one";
const MORE: &str = "More about it…";

/// Dana's Meet; the composer has the caret.
fn meet() -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let window = Window::over(&journal);
    (journal, window)
}

/// The same with a flag just jotted.
fn jotted() -> (TempJournal, Window) {
    let (journal, mut window) = meet();
    window.jot("! quiet in two reviews");
    window.until_entries(&["Flag: quiet in two reviews"]);
    (journal, window)
}

fn flag(journal: &TempJournal) -> Flag {
    let entry = journal.db().entry(EntryId(1)).unwrap();
    let flag = entry.and_then(|entry| if let Detail::Flag(flag) = entry.detail { Some(flag) } else { None });
    flag.unwrap()
}

/// What is written about Dana, without drafts and how the window looks.
fn written(journal: &TempJournal) -> Vec<String> {
    let of = |row: &String| ["entries ", "flags ", "steps ", "one_on_ones "].iter().any(|table| row.starts_with(table));
    journal.content().into_iter().filter(of).collect()
}

/// Days go by, and the window notices.
fn days_go_by(journal: &TempJournal, window: &mut Window, days: i64) {
    journal.clock.set(journal.now().checked_add(Span::new().days(days)).unwrap());
    window.wait(0.2);
}

fn choose(window: &mut Window, choice: &str) {
    window.click(Role::RadioButton, choice);
}

fn is_chosen(window: &Window, choice: &str) -> bool {
    let node = window.get_by_role_and_label(Role::RadioButton, choice);
    node.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
}

#[test]
fn a_jot_makes_a_flag_without_asking_and_more_is_one_key_away() {
    let (_journal, mut window) = jotted();
    assert!(!window.has(Role::Dialog, DIALOG), "a jot is not interrupted");
    assert!(window.field("Jot about Dana").is_focused());
    window.press_with(Modifiers::COMMAND, Key::M);
    assert!(window.has(Role::Dialog, DIALOG), "{}", window.read());
    assert_eq!(window.text_of(SAW), "quiet in two reviews");
    assert!(window.says("Only you can read this."));
    window.press(Key::Escape);
    window.button(MORE);
    assert!(window.has(Role::Dialog, DIALOG));
}

#[test]
fn more_that_is_asked_for_before_the_jot_is_kept_is_about_that_jot() {
    let (_journal, mut window) = jotted();
    window.type_text("! tired on Friday");
    window.key_press(Key::Enter);
    window.key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND, Key::M);
    window.until_there(Role::Dialog, DIALOG);
    assert_eq!(window.text_of(SAW), "tired on Friday");
}

/// A query that takes the writer a noticeable time, so that frames are drawn before its answer.
const SLOW_VIEW: &str = "CREATE VIEW slow AS WITH RECURSIVE n (i) AS
    (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) SELECT i FROM n;";
const SLOW_ENTRIES: &str = "CREATE TRIGGER slow_entry AFTER INSERT ON entries BEGIN SELECT count(*) FROM slow; END";
const SLOW_REJECTION: &str = "CREATE TRIGGER rejected BEFORE INSERT ON entries BEGIN
    SELECT count(*) FROM slow; SELECT RAISE(ABORT, 'broken for a test'); END";

#[test]
fn more_about_the_second_of_two_quick_jots_waits_until_that_one_is_committed() {
    let (journal, mut window) = meet();
    journal.raw().execute_batch(&format!("{SLOW_VIEW}{SLOW_ENTRIES}")).unwrap();
    // Both are typed before the first is committed.
    window.jot("! quiet");
    window.jot("! tired");
    window.press_with(Modifiers::COMMAND, Key::M);
    window.until_there(Role::Dialog, DIALOG);
    assert_eq!(window.text_of(SAW), "tired");
}

#[test]
fn more_about_a_jot_that_is_rejected_opens_nothing() {
    let (journal, mut window) = jotted();
    journal.raw().execute_batch(&format!("{SLOW_VIEW}{SLOW_REJECTION}")).unwrap();
    window.jot("! tired");
    window.press_with(Modifiers::COMMAND, Key::M);
    window.until_there(Role::Alert, "What you wrote could not be kept.");
    window.wait(3.0);
    assert!(!window.has(Role::Dialog, DIALOG), "the flag before it was not meant");
}

#[test]
fn what_was_said_in_the_dialog_is_kept_as_one_change() {
    let (journal, mut window) = jotted();
    window.button(MORE);
    window.fill(SAW, "Quiet in two design reviews");
    window.fill("Usually", "Speaks early");
    window.fill("Lately", "Waits to be asked");
    window.fill(NEED, "Room to disagree");
    choose(&mut window, NEXT);
    window.button("Keep it");
    window.until_entries(&["Flag: Quiet in two design reviews"]);
    window.until_there(Role::Status, "Kept what you noticed");
    window.until_says("Noticed today, not raised yet · for the next one-on-one");
    let [usually, lately, need] = ["Speaks early", "Waits to be asked", "Room to disagree"].map(str::to_owned);
    let raise_when = RaiseWhen::NextOneOnOne;
    assert_eq!(flag(&journal), Flag { usually, lately, need, raise_when, ..Flag::default() });
    assert!(!window.has(Role::Button, MORE), "it is said already");
    window.button("Undo");
    window.until_entries(&["Flag: quiet in two reviews"]);
    assert_eq!(flag(&journal), Flag::default());
}

#[test]
fn the_dialog_opens_from_the_menu_the_rail_and_the_key_of_an_entry() {
    let (_journal, mut window) = jotted();
    window.choose("More for Flag: quiet in two reviews", MORE);
    assert!(window.has(Role::Dialog, DIALOG));
    window.press(Key::Escape);
    window.button("More about: quiet in two reviews");
    assert!(window.has(Role::Dialog, DIALOG));
    window.press(Key::Escape);
    window.get_by_role_and_label(Role::Article, "Flag: quiet in two reviews").focus();
    window.settle();
    window.press(Key::M);
    assert!(window.has(Role::Dialog, DIALOG));
}

#[test]
fn the_dialog_names_the_planned_day_and_is_used_from_the_keyboard() {
    let (journal, mut window) = jotted();
    journal
        .raw()
        .execute_batch(
            "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state)
             VALUES (zeroblob(16), 1, 1796115600000, 3600, '+01:00', 'planned')",
        )
        .unwrap();
    window.press_with(Modifiers::COMMAND, Key::M);
    let planned = "Next one-on-one, Tue 1 Dec";
    assert!(window.has(Role::RadioButton, planned), "{}", window.read());
    for _ in 0..4 {
        window.press(Key::Tab);
    }
    assert_eq!(window.focused().as_deref(), Some("RadioButton Next one-on-one, Tue 1 Dec"));
    window.press(Key::Space);
    assert!(is_chosen(&window, planned));
    window.press(Key::ArrowRight);
    assert!(is_chosen(&window, "Today"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("to raise today");
}

#[test]
fn a_day_to_watch_until_is_read_and_enter_keeps_it() {
    let (journal, mut window) = jotted();
    window.button(MORE);
    choose(&mut window, "Watch until…");
    for (day, said) in [("", "Choose a day after today."), ("today", "Choose a day after today."), ("soon", "soon")] {
        window.fill("Watch until", day);
        window.press(Key::Enter);
        assert!(window.says(said), "{day:?}\n{}", window.read());
        assert!(window.has(Role::Dialog, DIALOG), "{day:?}");
    }
    window.fill("Watch until", "1 dec");
    assert!(window.says("Tuesday 1 December 2026"), "{}", window.read());
    window.press(Key::Enter);
    window.until_says("watching until Tue 1 Dec");
    assert_eq!(flag(&journal).watch_until.map(|day| day.to_string()).as_deref(), Some("2026-12-01"));
    // What was decided stands chosen, and is let go by choosing it again.
    window.button("More about: quiet in two reviews");
    assert!(is_chosen(&window, "Watch until…"));
    choose(&mut window, "Watch until…");
    window.button("Keep it");
    window.until_says("Noticed today, not raised yet");
    assert_eq!(flag(&journal), Flag::default());
}

#[test]
fn what_is_typed_in_the_dialog_is_a_draft_until_it_is_kept_or_cancelled() {
    let (journal, mut window) = jotted();
    window.button(MORE);
    window.fill("Usually", "Speaks early");
    choose(&mut window, "Today");
    window.press(Key::Escape);
    window.close();
    let mut window = Window::over(&journal);
    window.button("More about: quiet in two reviews");
    assert_eq!(window.text_of("Usually"), "Speaks early");
    assert!(is_chosen(&window, "Today"));
    window.button("Cancel");
    window.button("More about: quiet in two reviews");
    assert_eq!(window.text_of("Usually"), "");
    assert!(!is_chosen(&window, "Today"));
    window.fill(SAW, " ");
    window.button("Keep it");
    assert!(window.says("There is nothing to keep yet: write a few words first."), "{}", window.read());
}

#[test]
fn a_flag_that_another_window_raised_is_not_taken_back_by_an_open_dialog() {
    let (journal, mut window) = jotted();
    window.button(MORE);
    window.fill("Lately", "Waits to be asked");
    journal.commit(Change::Move { entry: EntryId(1), wanted: Move::Raise("talked over".into()) }).unwrap();
    window.button("Keep it");
    window.until("it is described", |_| flag(&journal).lately == "Waits to be asked");
    assert_eq!(flag(&journal).state.as_str(), "raised");
    window.button("More about: quiet in two reviews");
    assert!(!window.has(Role::RadioButton, NEXT), "it was raised: nothing is to be decided");
}

#[test]
fn a_long_text_leaves_room_for_the_question_and_the_rest_of_the_rail() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, &format!("! {}the end", "quiet ".repeat(300)));
    let mut window = Window::over(&journal);
    let name = |window: &Window| {
        let names = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        names.filter(|name| name.starts_with("More about: ")).collect::<Vec<_>>()
    };
    assert_eq!(name(&window).len(), 1);
    assert!(name(&window)[0].ends_with("quiet…") && name(&window)[0].chars().count() < 160, "{:?}", name(&window));
    let more = name(&window).remove(0);
    window.button(&more);
    assert!(window.text_of(SAW).ends_with("the end"), "nothing of it is left out where it is written");
    // All of it is reached with the Tab key, and comes into sight.
    for _ in 0..4 {
        window.press(Key::Tab);
    }
    let seen = |window: &Window, name: &str| {
        let at = window.get_by_role_and_label(Role::RadioButton, name).rect();
        at.bottom() <= window.get_button("Keep it").rect().top()
    };
    window.wait(0.5);
    assert!(seen(&window, NEXT), "{:?}", window.focused());
    window.press(Key::Space);
    window.press(Key::ArrowLeft);
    window.wait(0.5);
    assert!(is_chosen(&window, "Watch until…"));
    let day = window.field("Watch until").rect();
    assert!(day.bottom() <= window.get_button("Keep it").rect().top(), "{day:?}");
}

#[test]
fn what_is_for_the_next_one_on_one_stands_first_until_it_is_taken_off() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for line in ["! first", "! second", "! third"] {
        journal.jot(1, line);
    }
    let plan = |entry, wanted| journal.commit(Change::Move { entry: EntryId(entry), wanted }).unwrap();
    plan(1, Move::Watch(zoned("2026-12-01T10:00[UTC]").date()));
    plan(3, Move::Plan(RaiseWhen::NextOneOnOne));
    let mut window = Window::over(&journal);
    let order = |window: &Window| {
        let mut shown: Vec<_> = ["first", "second", "third"]
            .map(|text| (window.get_button(&format!("More about: {text}")).rect().top(), text))
            .into();
        shown.sort_by(|a, b| a.0.total_cmp(&b.0));
        shown.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
    };
    assert_eq!(order(&window), ["third", "second", "first"]);
    window.choose("More for Flag: third", "Off the table");
    window.until("it is off the table", |window| order(window) == ["second", "third", "first"]);
    window.until_there(Role::Status, "Off the table; it stays a flag");
}

#[test]
fn a_flag_lives_from_noticing_it_to_looking_again_and_all_of_it_is_taken_back() {
    let (journal, mut window) = jotted();
    let mut contents = vec![written(&journal)];
    let mut stood = |journal: &TempJournal| contents.push(written(journal));

    window.button("Keep watching…");
    assert!(!window.has_field("Why wait?"), "{}", window.read());
    window.fill("Until", "in 5 days");
    window.press(Key::Enter);
    window.until_says("watching until Sun 29 Nov");
    stood(&journal);

    days_go_by(&journal, &mut window, 5);
    window.until_says("Back today: you watched it until then · noticed 5 days ago, not raised yet");
    window.button("Raise it…");
    assert!(is_chosen(&window, "On the next one-on-one’s table"), "nobody talks to Dana now");
    window.button("Keep it");
    window.until_there(Role::Status, "On the next one-on-one’s table");
    window.until_says("Noticed 5 days ago, not raised yet · for the next one-on-one");
    stood(&journal);

    days_go_by(&journal, &mut window, 6);
    window.until_says("Noticed 11 days ago, still not raised · for the next one-on-one");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field("Jot while you talk"));
    stood(&journal);
    assert!(window.says("for the next one-on-one"), "it came along by itself");
    window.press_with(Modifiers::ALT, Key::Num1);
    assert!(is_chosen(&window, "I just did"));
    assert!(window.says("It is recorded in this one-on-one."), "{}", window.read());
    assert!(window.field("What did they say?").is_focused(), "{:?}", window.focused());
    window.type_text("Talked over by the vendors");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("after 11 days, no outcome yet");
    assert_eq!(flag(&journal).raise_when, RaiseWhen::Undecided);
    assert_eq!(number(&journal.raw(), "SELECT one_on_one FROM steps WHERE what = 'raised'"), 1);
    assert_eq!(window.entries(), ["Flag: quiet in two reviews"], "it stands in the stream");
    stood(&journal);

    window.button("Settle it…");
    window.fill("What came of it?", "She writes first");
    window.fill("Check again (if you like)", "tomorrow");
    window.press(Key::Enter);
    window.until_says("check again tomorrow");
    stood(&journal);

    days_go_by(&journal, &mut window, 1);
    window.until_there(Role::CheckBox, "Looked again: quiet in two reviews");
    window.click(Role::CheckBox, "Looked again: quiet in two reviews");
    window.until_there(Role::Status, "Looked again");
    window.until_says("She writes first · looked again today");
    stood(&journal);

    for (back, before) in contents.iter().rev().skip(1).enumerate() {
        window.press_with(Modifiers::COMMAND, Key::Z);
        window.until(&format!("{} steps are taken back", back + 1), |_| written(&journal) == *before);
    }
    assert!(journal.db().running(PersonId(1)).unwrap().is_none());
    window.until_says("Noticed 12 days ago, still not raised");
}
