//! The Prepare tab: the brief, and reordering the agenda with pointer or keys.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use rapport::{
    domain::{
        id::{OneOnOneId, PersonId},
        person::{Birthday, Profile},
    },
    journal::{Journal, change::Change, print_file},
};

use crate::{
    support::{TempJournal, minutes_after_now, query_number},
    window::Window,
};

const DAY: i64 = 24 * 60;
const RUNNING: &str = "Jot while you talk";

/// Dana's Prepare tab with these entries, each with its age in days.
fn open_prepare_with(lines: &[(i64, &str)]) -> (TempJournal, Window) {
    let journal = TempJournal::with_entries(lines);
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.has_text("Before you meet"), "{}", window.visible_text());
    (journal, window)
}

/// Presses Tab until the widget with this label has the focus.
#[track_caller]
fn press_tab_until_focused(window: &mut Window, label: &str) {
    for _ in 0..60 {
        window.press(Key::Tab);
        if window.focused_label().as_deref() == Some(label) {
            return;
        }
    }
    assert_eq!(window.focused_label().as_deref(), Some(label), "it is not reached\n{}", window.visible_text());
}

const THREE: [(i64, &str); 3] = [(3, "? first"), (2, "? second"), (1, "? third")];

#[test]
fn from_the_brief_to_the_meeting_with_keys_only() {
    let (journal, mut window) = open_prepare_with(&[(12, "! quiet in two reviews"), (2, "? the conference")]);
    assert!(window.has_text("One item needs your attention: a conversation."), "{}", window.visible_text());
    assert_eq!(window.entry_labels(), ["Flag: quiet in two reviews", "Topic: the conference"]);
    assert!(window.has_text("Noticed 12 days ago, still not raised"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    window.settle();
    window.jot("she would rather shape it");
    window.wait_until("it is kept", |_| {
        query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL") == 1
    });
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.has_text("In progress"), "{}", window.visible_text());
    window.click_button("Continue in Meet");
    assert!(window.has_field(RUNNING));
}

#[test]
fn agenda_is_reordered_with_keys_and_undone() {
    let (_journal, mut window) = open_prepare_with(&THREE);
    let up = |window: &mut Window| window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::ArrowUp);
    let down = |window: &mut Window| window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::ArrowDown);
    press_tab_until_focused(&mut window, "Article Topic: third");
    up(&mut window);
    window.wait_for_entries(&["Topic: first", "Topic: third", "Topic: second"]);
    assert_eq!(window.focused_label().as_deref(), Some("Article Topic: third"), "the focus goes with it");
    up(&mut window);
    window.wait_for_entries(&["Topic: third", "Topic: first", "Topic: second"]);
    up(&mut window);
    down(&mut window);
    window.wait_for_entries(&["Topic: first", "Topic: third", "Topic: second"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&["Topic: third", "Topic: first", "Topic: second"]);
    window.wait_until("it is said", |window| window.has_text("Undid: reordering the agenda"));
    for _ in 0..2 {
        window.press_with(Modifiers::COMMAND, Key::Z);
    }
    window.wait_for_entries(&["Topic: first", "Topic: second", "Topic: third"]);
}

#[test]
fn menu_reorders_the_agenda_and_the_order_persists() {
    let (journal, mut window) = open_prepare_with(&THREE);
    window.choose_menu_item("More for Topic: first", "Move down");
    window.wait_for_entries(&["Topic: second", "Topic: first", "Topic: third"]);
    window.click_button("More for Topic: second");
    assert!(!window.has(Role::MenuItem, "Move up"), "it is the first already");
    window.press(Key::Escape);
    window.close();
    let window = Window::open(&journal);
    assert!(window.has_text("Before you meet"), "the tab is remembered\n{}", window.visible_text());
    assert_eq!(window.entry_labels(), ["Topic: second", "Topic: first", "Topic: third"]);
}

#[test]
fn a_row_is_dragged_by_its_handle() {
    let (_journal, mut window) = open_prepare_with(&THREE);
    let rect_of = |window: &Window, name: &str| window.get_by_role_and_label(Role::Article, name).rect();
    let from = rect_of(&window, "Topic: first");
    let to = rect_of(&window, "Topic: third");
    let handle = eframe::egui::pos2(from.left() - 6.0, from.center().y);
    window.hover_at(handle);
    window.settle();
    window.drag_at(handle);
    window.step();
    for y in [handle.y + 12.0, to.center().y, to.bottom() + 4.0] {
        window.hover_at(eframe::egui::pos2(handle.x, y));
        window.step();
    }
    window.drop_at(eframe::egui::pos2(handle.x, to.bottom() + 4.0));
    window.wait_for_entries(&["Topic: second", "Topic: third", "Topic: first"]);
}

#[test]
fn topic_is_added_inline_and_kept_as_a_draft() {
    let (journal, mut window) = open_prepare_with(&[]);
    window.click_button("Add topic");
    assert!(window.field("Topic").is_focused());
    window.type_text("the conference #growth");
    window.press(Key::Enter);
    window.wait_for_entries(&["Topic: the conference #growth"]);
    window.settle();
    assert!(window.field("Topic").is_focused(), "it waits for the next");
    assert_eq!(window.field_text("Topic"), "");
    window.type_text("half a th");
    window.press(Key::Escape);
    assert!(!window.has_field("Topic"));
    window.close();
    let mut window = Window::open(&journal);
    window.click_button("Add topic");
    assert_eq!(window.field_text("Topic"), "half a th", "what was typed waits");
    for _ in 0..9 {
        window.press(Key::Backspace);
    }
    window.press(Key::Enter);
    assert!(!window.has_field("Topic"), "Enter on nothing is done");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM topics"), 1);
}

#[test]
fn completed_promise_stays_visible() {
    let (_journal, mut window) =
        open_prepare_with(&[(3, "[@] draft the options"), (2, "[] talk to Finance by 20 nov 2026")]);
    assert!(window.has_text("4 days late"), "{}", window.visible_text());
    window.click(Role::CheckBox, "Done: draft the options");
    window.wait_for_text("done today");
    window.click(Role::CheckBox, "Done: talk to Finance");
    window.wait_for_text("done today, not told yet");
    window.click(Role::CheckBox, "Told: talk to Finance");
    window.wait_for_text("Nothing needs your attention. Ask, then listen.");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("done today, not told yet");
}

#[test]
fn one_click_checks_in_on_a_goal() {
    let (journal, mut window) = open_prepare_with(&[(41, "^ give feedback the same day")]);
    assert!(window.has_text("no check-in for 41 days"), "{}", window.visible_text());
    window.click_button("4 of 5: check in on give feedback the same day");
    window.wait_for_text("last check-in today");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT closeness FROM check_ins"), 4);
}

#[test]
fn flag_actions_are_offered() {
    let (_journal, mut window) = open_prepare_with(&[(12, "! quiet in two reviews")]);
    for choice in ["Raise…", "Keep watching…", "Let go…"] {
        assert!(window.has(Role::Button, choice), "{choice}\n{}", window.visible_text());
    }
    window.click_button("Raise…");
    window.click(Role::RadioButton, "I just did");
    window.fill("What did they say?", "felt talked over");
    window.click_button("Save");
    window.wait_for_text("Raised today after 12 days, no outcome yet");
    assert!(window.has_text("Nothing needs your attention."), "{}", window.visible_text());
}

#[test]
fn asked_personal_detail_is_remembered() {
    let journal = TempJournal::with_people(&[]);
    let profile = Profile {
        personal_details: "Climbing · two kids".into(),
        birthday: Some(Birthday::parse("30 November").unwrap()),
        since: Some(date(2022, 12, 1)),
        ..Profile::with_name("Dana Whitfield")
    };
    journal.commit(Change::AddPeople(vec![profile])).unwrap();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    for text in [
        "Ask about Climbing",
        "never asked",
        "Birthday in 6 days, Mon 30 Nov",
        "4-year anniversary in 7 days, Tue 1 Dec",
    ] {
        assert!(window.has_text(text), "{text}\n{}", window.visible_text());
    }
    window.click_button("Mark asked");
    window.wait_for_text("last asked today");
    assert!(!window.has(Role::Button, "Mark asked"));
    window.wait_for(Role::Button, "Undo");
    window.click_button("Undo");
    window.wait_for_text("never asked");
    window.click_button("Mark asked");
    window.wait_for_text("last asked today");
    journal.clock.set(minutes_after_now(DAY));
    window.advance_time(0.2);
    window.wait_for_text("Ask about two kids");
}

#[test]
fn empty_sections_explain_themselves() {
    let (_journal, window) = open_prepare_with(&[]);
    for text in [
        "Nothing needs your attention. Ask, then listen.",
        "Flags and topics appear here until you raise them.",
        "What you and Dana promise each other appears here until it’s done.",
        "What Dana wants to grow into",
        "Notes from your last meeting appear here.",
        "Write your current answer",
    ] {
        assert!(window.has_text(text), "{text}\n{}", window.visible_text());
    }
    for next in ["Start one-on-one", "Add topic", "Add answer", "Add details"] {
        assert!(window.has(Role::Button, next), "{next}");
    }
}

#[test]
fn the_earlier_answers_are_shown_when_they_are_asked_for() {
    let (journal, mut window) = open_prepare_with(&[]);
    for (minutes, answer) in [(0, "A mentor"), (5, "Two quiet afternoons")] {
        let change = Change::AnswerNeed { person: PersonId(1), text: answer.into() };
        Journal::commit(&journal, change, &minutes_after_now(minutes)).unwrap();
    }
    window.wait_for_text("1 earlier answer");
    assert!(window.has_text("Two quiet afternoons") && !window.has_text("A mentor"), "{}", window.visible_text());
    window.click_button("1 earlier answer");
    assert!(window.has_text("A mentor"), "{}", window.visible_text());
}

#[test]
fn person_opens_on_prepare_or_on_meet_during_a_one_on_one() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    journal.commit(Change::StartMeeting(PersonId(2))).unwrap();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.click(Role::ListItem, "Tomás Alvarez, In progress");
    assert!(window.has_field(RUNNING), "{}", window.visible_text());
}

#[test]
fn the_brief_is_copied_as_markdown() {
    let (_journal, mut window) = open_prepare_with(&[(12, "! quiet in *two* reviews")]);
    window.get_button("Copy brief").click();
    let mut copied = String::new();
    for _ in 0..10 {
        window.step();
        copied.extend(window.copied_text());
    }
    assert!(copied.starts_with("# Before you meet Dana Whitfield\n"), "{copied}");
    assert!(
        copied.contains("- **Flag** quiet in two reviews\n  - **Noticed 12 days ago, still not raised**\n"),
        "{copied}"
    );
    assert!(window.has_text("Copied as Markdown"), "{}", window.visible_text());
}

#[test]
fn printed_brief_page_is_deleted_with_the_window() {
    use eframe::egui::OutputCommand;
    let (journal, mut window) = open_prepare_with(&[(12, "! quiet in two reviews")]);
    let page = print_file::page_path(&journal.file());
    window.get_button("Print brief").click();
    let mut opened_url = None;
    for _ in 0..10 {
        window.step();
        let commands = &window.output().platform_output.commands;
        opened_url = opened_url.or_else(|| {
            commands.iter().find_map(|command| match command {
                OutputCommand::OpenUrl(open) => Some(open.url.clone()),
                _ => None,
            })
        });
    }
    let opened_url = opened_url.unwrap();
    assert!(opened_url.starts_with("file:///") && opened_url.ends_with("/journal.print.html"), "{opened_url}");
    assert!(std::fs::read_to_string(&page).unwrap().contains("quiet in two reviews"));
    assert!(window.has_text("Temporary page, deleted when you quit"), "{}", window.visible_text());
    window.close();
    assert!(!page.exists());
    // A page left behind by a killed window is deleted by the next one.
    print_file::write_page(&journal.file(), "left").unwrap();
    drop(Window::open(&journal));
    assert!(!page.exists());
}

#[test]
fn what_was_jotted_between_meetings_stands_above_the_last_one() {
    let (journal, mut window) =
        open_prepare_with(&[(3, "helped the new colleague #team"), (0, "tired after the release")]);
    assert!(window.has_text("Noted so far"), "{}", window.visible_text());
    journal.commit(Change::NothingToNote(PersonId(1))).unwrap();
    journal.clock.set(minutes_after_now(24 * 60));
    journal.jot(1, "asked for a mentor");
    window.wait_for_text("Since last time");
    let top = |window: &Window, text: &str| window.get_by_label(text).rect().top();
    let (since, jotted) = (top(&window, "Since last time"), top(&window, "asked for a mentor"));
    let last = top(&window, "Last time · yesterday");
    assert!(since < jotted && jotted < last, "{}", window.visible_text());
    assert!(last < top(&window, "Coaching goals"));
}

#[test]
fn the_last_real_notes_are_shown_after_a_meeting_without_notes() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let long = "wants to lead the migration ".repeat(8);
    let at = |minutes| minutes_after_now(minutes);
    Journal::commit(&journal, Change::StartMeeting(PersonId(1)), &at(-14 * 24 * 60)).unwrap();
    let line = rapport::domain::parse::entry_line::parse_entry_line(&long, at(0).date()).unwrap();
    let jot = Change::AddEntry { person: PersonId(1), one_on_one: Some(OneOnOneId(1)), line };
    Journal::commit(&journal, jot, &at(-14 * 24 * 60 + 5)).unwrap();
    Journal::commit(&journal, Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 30 }, &at(-14 * 24 * 60 + 30))
        .unwrap();
    Journal::commit(&journal, Change::NothingToNote(PersonId(1)), &at(-7 * 24 * 60)).unwrap();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.has_text("Last time · Tue 17 Nov"), "{}", window.visible_text());
    assert!(window.has_text("Notes from Tue 10 Nov:"), "{}", window.visible_text());
    let note = window.get_by_label(long.trim()).rect();
    assert!(note.height() > 30.0, "it wraps: {note:?}");
}

#[test]
fn what_matters_most_is_shown_and_the_rest_is_one_key_away() {
    let words = "word ".repeat(24);
    let lines: Vec<(i64, String)> = (1..=20)
        .map(|number| (number, format!("{} item {number:02} {words}", if number % 2 == 0 { "?" } else { "[]" })))
        .collect();
    let lines: Vec<(i64, &str)> = lines.iter().map(|(age, line)| (*age, line.as_str())).collect();
    let (_journal, mut window) = open_prepare_with(&lines);
    assert!(window.has_text("more items."), "{}", window.visible_text());
    let shown = window.entry_labels().len();
    assert!((6..20).contains(&shown), "{shown}\n{}", window.visible_text());
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::A);
    window.wait_for(Role::Button, "Show less");
    assert_eq!(window.entry_labels().len(), 20, "{}", window.visible_text());
    assert!(!window.has_text("more items."));
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::A);
    window.wait_for(Role::Button, "Show everything");
    assert_eq!(window.entry_labels().len(), shown);
}
