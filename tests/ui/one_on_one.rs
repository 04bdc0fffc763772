//! One-on-ones: begun, jotted in, wrapped up, or recorded as "met, nothing to note".

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, after, number},
    window::Window,
};

const RUNNING: &str = "Jot while you talk";
const MINUTES: &str = "How long did it take, in minutes?";

fn meet() -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let window = Window::over(&journal);
    (journal, window)
}

/// One-on-one with Dana going on since ten o'clock.
fn running() -> (TempJournal, Window) {
    let (journal, mut window) = meet();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field(RUNNING));
    (journal, window)
}

#[test]
fn ctrl_enter_starts_one_and_what_is_jotted_belongs_to_it() {
    let (journal, mut window) = meet();
    window.type_text("half a line");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field(RUNNING));
    window.settle();
    assert_eq!(window.text_of(RUNNING), "half a line", "what was being written stays");
    assert!(window.says("Tuesday 24 November"), "{}", window.read());
    assert!(window.says("0 min"), "{}", window.read());
    assert!(window.says("going on now"), "{}", window.read());
    assert!(window.has(Role::Button, "Dana Whitfield, Going on now"), "{}", window.read());
    window.press(Key::Enter);
    window.until_entries(&["Note: half a line"]);
    window.jot("! quiet today");
    window.until_entries(&["Note: half a line", "Flag: quiet today"]);
    assert!(window.says("10:00"), "each with its time");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL"), 2);
}

#[test]
fn a_key_that_is_pressed_twice_starts_one_and_complains_of_nothing() {
    let (journal, mut window) = meet();
    for _ in 0..2 {
        window.key_press_modifiers(Modifiers { ctrl: true, ..Modifiers::COMMAND }, Key::Enter);
        window.step();
    }
    window.until("it has begun", |window| window.has_field(RUNNING));
    window.wait(0.5);
    assert!(!window.says("going on already"), "{}", window.read());
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 1);
}

#[test]
fn the_button_starts_one_and_minutes_are_counted() {
    let (journal, mut window) = meet();
    window.button("Start one-on-one");
    window.until("it has begun", |window| window.has_field(RUNNING));
    assert!(window.says("Listen first, then jot."), "{}", window.read());
    journal.clock.set(after(18));
    window.wait(0.2);
    assert!(window.says("18 min"), "{}", window.read());
}

#[test]
fn wrapping_up_asks_how_long_it_took() {
    let (journal, mut window) = running();
    window.jot("first");
    window.jot("! second");
    window.until_entries(&["Note: first", "Flag: second"]);
    journal.clock.set(after(42));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.says("Wrap up with Dana"), "{}", window.read());
    assert_eq!(window.text_of(MINUTES), "42");
    assert!(window.field(MINUTES).is_focused());
    window.fill(MINUTES, "25");
    window.press(Key::Enter);
    window.until_there(Role::Status, "Wrapped up");
    assert!(window.says("Last time, today"), "{}", window.read());
    assert_eq!(window.entries(), ["Note: first", "Flag: second"], "what was jotted is still to be seen");
    assert_eq!(number(&journal.raw(), "SELECT minutes FROM one_on_ones"), 25);
    window.button("Undo");
    window.until("it goes on", |window| window.has_field(RUNNING));
}

#[test]
fn minutes_that_are_none_are_said_beside_the_field() {
    let (journal, mut window) = running();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.says("Nothing was jotted. It still counts as held."), "{}", window.read());
    for minutes in ["", "an hour", "-3", "1441"] {
        window.fill(MINUTES, minutes);
        assert!(window.says("Say it in minutes, from 0 to 1440."), "{minutes:?}");
        window.press(Key::Enter);
        assert!(window.has_field(MINUTES), "{minutes:?}");
    }
    window.button("Not yet");
    assert!(window.has_field(RUNNING), "it goes on");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones WHERE wrapped_up IS NULL"), 1);
}

#[test]
fn esc_leaves_the_question_and_the_one_on_one_goes_on() {
    let (_journal, mut window) = running();
    window.type_text("half a line");
    window.button("Wrap up");
    assert!(window.has_field(MINUTES));
    window.press(Key::Escape);
    assert!(!window.has_field(MINUTES));
    assert_eq!(window.text_of(RUNNING), "half a line");
}

#[test]
fn met_and_nothing_to_note_is_recorded_and_taken_back() {
    let (journal, mut window) = meet();
    window.button("Met, nothing to note");
    window.until_there(Role::Status, "Recorded: met, nothing to note");
    assert!(window.says("Nothing was noted last time."), "{}", window.read());
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 1);
    window.button("Undo");
    window.until_says("Nothing about Dana yet.");
}

#[test]
fn what_is_jotted_afterwards_stands_apart() {
    let (journal, mut window) = running();
    window.jot("in it");
    window.until_entries(&["Note: in it"]);
    journal.clock.set(after(30));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_there(Role::Status, "Wrapped up");
    journal.clock.set(after(60));
    window.jot("after it");
    window.until_entries(&["Note: in it", "Note: after it"]);
    assert!(window.says("Since then"), "{}", window.read());
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries WHERE one_on_one IS NULL"), 1);
}

#[test]
fn up_in_a_new_one_on_one_edits_nothing_that_is_not_to_be_seen() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.jot(1, "from before");
    journal.clock.set(after(60));
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field(RUNNING));
    window.until_entries(&[]);
    window.press(Key::ArrowUp);
    window.click(Role::Tab, "Timeline");
    assert_eq!(window.entries(), ["Note: from before"]);
    assert!(!window.has_field("The entry"), "no editor was opened out of sight");
}

#[test]
fn nobody_begins_a_one_on_one_with_somebody_who_is_archived() {
    use rapport::{domain::id::PersonId, journal::change::Change};
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::over(&journal);
    journal.commit(Change::Archive(PersonId(1))).unwrap();
    window.until_says("Dana Whitfield is archived.");
    assert!(!window.has(Role::Button, "Start one-on-one"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait(0.5);
    journal.flush().unwrap();
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 0);
}
