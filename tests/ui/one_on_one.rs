//! One-on-ones: started, written in, wrapped up, or recorded as "met, nothing to note".

use eframe::egui::{Event, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use rapport::{
    domain::{
        calendar_sync::{PlannedChange, PlannedTime},
        id::PersonId,
        moment::Moment,
    },
    journal::change::Change,
};

use crate::{
    support::{TempJournal, minutes_after_now, query_number, zoned},
    window::Window,
};

const RUNNING: &str = "Jot while you talk";
const MINUTES: &str = "Duration (min)";

fn open_meet() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::open(&journal);
    (journal, window)
}

/// A one-on-one with Dana, running since ten o'clock.
fn open_running_one_on_one() -> (TempJournal, Window) {
    let (journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    (journal, window)
}

#[test]
fn ctrl_enter_starts_one_and_what_is_jotted_belongs_to_it() {
    let (journal, mut window) = open_meet();
    window.type_text("half a line");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    window.settle();
    assert_eq!(window.field_text(RUNNING), "half a line", "what was being written stays");
    assert!(window.has_text("Tuesday 24 November"), "{}", window.visible_text());
    assert!(window.has_text("0 min"), "{}", window.visible_text());
    assert!(window.has_text("in progress"), "{}", window.visible_text());
    assert!(window.has(Role::ListItem, "Dana Whitfield, In progress"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: half a line"]);
    window.jot("! quiet today");
    window.wait_for_entries(&["Note: half a line", "Flag: quiet today"]);
    assert!(window.has_text("10:00"), "each with its time");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL"), 2);
}

#[test]
fn pressing_the_key_twice_starts_one_without_an_error() {
    let (journal, mut window) = open_meet();
    for _ in 0..2 {
        window.key_press_modifiers(Modifiers { ctrl: true, ..Modifiers::COMMAND }, Key::Enter);
        window.step();
    }
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    window.advance_time(0.5);
    assert!(!window.has_text("already in progress"), "{}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1);
}

#[test]
fn the_button_starts_one_and_minutes_are_counted() {
    let (journal, mut window) = open_meet();
    window.click_button("Start one-on-one");
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    assert!(window.has_text("Listen first, then jot."), "{}", window.visible_text());
    journal.clock.set(minutes_after_now(18));
    window.advance_time(0.2);
    assert!(window.has_text("18 min"), "{}", window.visible_text());
}

/// A one-on-one with Dana that began at ten o'clock and is planned until half past ten.
fn open_one_on_one_with_end(width: f32) -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let end = zoned("2026-11-24T10:30+01:00[Europe/Berlin]").timestamp();
    let at = Moment::from(&minutes_after_now(0));
    let planned = PlannedTime { at, end: Some(end) };
    let change = PlannedChange { person: PersonId(1), before: None, after: Some(planned) };
    journal.commit(Change::FollowCalendar(vec![change])).unwrap();
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    let builder = Window::builder().with_size(vec2(width, 760.0));
    let mut window = Window::open_with_builder(builder, &journal.file(), &journal.clock);
    window.wait_until("it is going on", |window| window.has_field(RUNNING));
    (journal, window)
}

#[test]
fn the_planned_end_stands_beside_the_time_and_is_marked_five_minutes_before() {
    let (journal, mut window) = open_one_on_one_with_end(1280.0);
    for (minutes, shown) in [
        (0, "0 min · until 10:30"),
        (24, "24 min · until 10:30"),
        (25, "25 min · 5 min left"),
        (32, "32 min · 2 min over"),
        (540, "9 h · 8 h 30 min over"),
    ] {
        journal.clock.set(minutes_after_now(minutes));
        window.advance_time(0.2);
        assert!(window.has_text(shown), "{minutes}: {}", window.visible_text());
        assert!(window.field(RUNNING).is_focused(), "{minutes}");
    }
}

#[test]
fn a_compact_window_shows_the_name_before_the_planned_end() {
    let (journal, mut window) = open_one_on_one_with_end(360.0);
    let before = window.visible_text();
    for (minutes, shown) in [(12, "12 min"), (26, "4 min left")] {
        journal.clock.set(minutes_after_now(minutes));
        window.advance_time(0.2);
        assert!(window.has_text(shown), "{minutes}: {before} {}", window.visible_text());
        let name = window.get_button("Menu, Dana Whitfield").rect();
        let time = window.get_by_label(shown).rect();
        assert!(name.right() < time.left() && name.width() > 90.0, "{minutes}: {name:?} {time:?}");
    }
}

#[test]
fn wrapping_up_asks_how_long_it_took() {
    let (journal, mut window) = open_running_one_on_one();
    window.jot("first");
    window.jot("! second");
    window.wait_for_entries(&["Note: first", "Flag: second"]);
    journal.clock.set(minutes_after_now(42));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("Wrap up with Dana"), "{}", window.visible_text());
    assert_eq!(window.field_text(MINUTES), "42");
    assert!(window.field(MINUTES).is_focused());
    window.fill(MINUTES, "25");
    window.press(Key::Enter);
    window.wait_for(Role::Status, "Wrapped up: Dana");
    assert!(window.has_text("Last one-on-one: today"), "{}", window.visible_text());
    assert_eq!(window.entry_labels(), ["Note: first", "Flag: second"], "what was jotted is still to be seen");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT minutes FROM one_on_ones"), 25);
    window.click_button("Undo");
    window.wait_until("it goes on", |window| window.has_field(RUNNING));
}

#[test]
fn invalid_minutes_are_reported_at_the_field() {
    let (journal, mut window) = open_running_one_on_one();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("No notes. It still counts as held."), "{}", window.visible_text());
    for minutes in ["", "an hour", "-3", "1441"] {
        window.fill(MINUTES, minutes);
        assert!(window.has_text("Enter minutes, from 0 to 1440."), "{minutes:?}");
        window.press(Key::Enter);
        assert!(window.has_field(MINUTES), "{minutes:?}");
    }
    window.click_button("Cancel");
    assert!(window.has_field(RUNNING), "it goes on");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones WHERE wrapped_up IS NULL"), 1);
}

#[test]
fn esc_leaves_the_question_and_the_one_on_one_goes_on() {
    let (_journal, mut window) = open_running_one_on_one();
    window.type_text("half a line");
    window.click_button("Wrap up");
    assert!(window.has_field(MINUTES));
    window.press(Key::Escape);
    assert!(!window.has_field(MINUTES));
    assert_eq!(window.field_text(RUNNING), "half a line");
}

#[test]
fn met_and_nothing_to_note_is_recorded_and_taken_back() {
    let (journal, mut window) = open_meet();
    window.click_button("Log without notes");
    window.wait_for(Role::Status, "Meeting logged: Dana");
    assert!(window.has_text("No notes from last time"), "{}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1);
    window.click_button("Undo");
    window.wait_for_text("No notes about Dana yet");
}

#[test]
fn jots_after_the_one_on_one_are_listed_separately() {
    let (journal, mut window) = open_running_one_on_one();
    window.jot("in it");
    window.wait_for_entries(&["Note: in it"]);
    journal.clock.set(minutes_after_now(30));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Status, "Wrapped up: Dana");
    journal.clock.set(minutes_after_now(60));
    window.jot("after it");
    window.wait_for_entries(&["Note: in it", "Note: after it"]);
    assert!(window.has_text("Since then"), "{}", window.visible_text());
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE one_on_one IS NULL"), 1);
}

#[test]
fn up_does_not_edit_an_entry_that_is_not_visible() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "from before");
    journal.clock.set(minutes_after_now(60));
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    window.wait_for_entries(&[]);
    window.press(Key::ArrowUp);
    window.click(Role::Tab, "Timeline");
    assert_eq!(window.entry_labels(), ["Note: from before"]);
    assert!(!window.has_field("Entry"), "no editor was opened out of sight");
}

#[test]
fn nobody_begins_a_one_on_one_with_somebody_who_is_archived() {
    use rapport::{domain::id::PersonId, journal::change::Change};
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::open(&journal);
    journal.commit(Change::Archive(PersonId(1))).unwrap();
    window.wait_for_text("Dana Whitfield is archived.");
    assert!(!window.has(Role::Button, "Start one-on-one"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.advance_time(0.5);
    journal.flush().unwrap();
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 0);
}

#[test]
fn jots_since_the_last_one_on_one_are_grouped_by_day() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let day = 24 * 60;
    rapport::journal::Journal::commit(
        &journal,
        rapport::journal::change::Change::NothingToNote(rapport::domain::id::PersonId(1)),
        &minutes_after_now(-7 * day),
    )
    .unwrap();
    journal.jot_days_ago(1, 4, "first");
    journal.jot_days_ago(1, 4, "second");
    journal.jot_days_ago(1, 1, "third");
    let window = Window::open(&journal);
    assert_eq!(window.entry_labels(), ["Note: first", "Note: second", "Note: third"]);
    let shown = window.visible_text();
    assert_eq!(shown.matches("Fri 20 Nov").count(), 1, "{shown}");
    assert_eq!(shown.matches("Yesterday").count(), 1, "{shown}");
}

#[test]
fn a_bookmark_is_made_with_one_key_and_filled_in_at_the_end() {
    let (journal, mut window) = open_running_one_on_one();
    window.type_text("half a line");
    for minutes in [5, 10, 15] {
        let count = window.entry_labels().len();
        journal.clock.set(minutes_after_now(minutes));
        window.press_with(Modifiers::COMMAND, Key::Space);
        window.wait_until("it is listed", |window| window.entry_labels().len() == count + 1);
    }
    assert_eq!(window.entry_labels(), ["Note: Come back to this"; 3]);
    assert_eq!(window.field_text(RUNNING), "half a line");
    assert!(window.field(RUNNING).is_focused());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.fill("At 10:05", "she wants to lead it");
    window.fill("At 10:10", "[] ask Finance by friday");
    window.fill("Anything else?", "+ calm in the incident");
    window.press(Key::Enter);
    window.wait_for(Role::Status, "Wrapped up: Dana");
    let rows = "SELECT kind || ': ' || text FROM entries ORDER BY id";
    assert_eq!(
        crate::support::strings(&journal.raw_connection(), rows),
        [
            "note: she wants to lead it",
            "action: ask Finance",
            "note: Come back to this",
            "praise: calm in the incident"
        ]
    );
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text <> 'half a line'"), 0);
}

#[test]
fn the_last_note_is_kept_as_a_draft_while_the_one_on_one_goes_on() {
    let (_journal, mut window) = open_running_one_on_one();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.fill("Anything else?", "ask about the move");
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert_eq!(window.field_text("Anything else?"), "ask about the move");
}

#[test]
fn the_kind_of_the_last_jot_is_changed_with_one_key() {
    let (journal, mut window) = open_running_one_on_one();
    window.jot("get the alert an owner by friday");
    // Before the jot is stored, as quick as hands are.
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Num3);
    window.wait_for_entries(&["Action: get the alert an owner"]);
    let due = "SELECT due FROM actions";
    assert_eq!(crate::support::strings(&journal.raw_connection(), due), ["2026-11-27"]);
    assert!(window.has_field(RUNNING), "it is still Meet");
    // With Shift, a digit has another sign on most keyboards.
    let (key, physical_key) = (Key::Exclamationmark, Some(Key::Num2));
    let modifiers = Modifiers::COMMAND | Modifiers::SHIFT;
    window.input_mut().events.push(Event::Key { key, physical_key, pressed: true, repeat: false, modifiers });
    window.step();
    window.wait_for_entries(&["Flag: get the alert an owner"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&["Action: get the alert an owner"]);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries"), 1);
}
