//! Prepare: what to know before you meet, read and put in order with the pointer or the keys alone.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use rapport::{
    domain::{
        id::PersonId,
        person::{Birthday, Profile},
    },
    journal::{Journal, change::Change, print},
};

use crate::{
    support::{TempJournal, after, jotted, number},
    window::Window,
};

const DAY: i64 = 24 * 60;
const RUNNING: &str = "Jot while you talk";

/// Dana, with these lines jotted, each so many days ago; Prepare is shown.
fn prepare(lines: &[(i64, &str)]) -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for (days, line) in lines {
        Journal::commit(&journal, jotted(1, None, line), &after(-days * DAY)).unwrap();
    }
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.says("Before you meet"), "{}", window.read());
    (journal, window)
}

/// Presses Tab until this has the focus.
#[track_caller]
fn tab_to(window: &mut Window, wanted: &str) {
    for _ in 0..60 {
        window.press(Key::Tab);
        if window.focused().as_deref() == Some(wanted) {
            return;
        }
    }
    assert_eq!(window.focused().as_deref(), Some(wanted), "it is not reached\n{}", window.read());
}

const THREE: [(i64, &str); 3] = [(3, "? first"), (2, "? second"), (1, "? third")];

#[test]
fn from_the_brief_to_the_meeting_with_keys_only() {
    let (journal, mut window) = prepare(&[(12, "! quiet in two reviews"), (2, "? the conference")]);
    assert!(window.says("One thing is waiting on you. It is a conversation."), "{}", window.read());
    assert_eq!(window.entries(), ["Flag: quiet in two reviews", "Topic: the conference"]);
    assert!(window.says("Noticed 12 days ago, still not raised"), "{}", window.read());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field(RUNNING));
    window.settle();
    window.jot("she would rather shape it");
    window.until("it is kept", |_| {
        number(&journal.raw(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL") == 1
    });
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.says("While you meet"), "{}", window.read());
    window.button("Go on in Meet");
    assert!(window.has_field(RUNNING));
}

#[test]
fn what_to_raise_is_put_in_order_with_keys_and_taken_back() {
    let (_journal, mut window) = prepare(&THREE);
    let up = |window: &mut Window| window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::ArrowUp);
    let down = |window: &mut Window| window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::ArrowDown);
    tab_to(&mut window, "Article Topic: third");
    up(&mut window);
    window.until_entries(&["Topic: first", "Topic: third", "Topic: second"]);
    assert_eq!(window.focused().as_deref(), Some("Article Topic: third"), "the focus goes with it");
    up(&mut window);
    window.until_entries(&["Topic: third", "Topic: first", "Topic: second"]);
    up(&mut window);
    down(&mut window);
    window.until_entries(&["Topic: first", "Topic: third", "Topic: second"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_entries(&["Topic: third", "Topic: first", "Topic: second"]);
    window.until("it is said", |window| window.says("Taken back: the order of what to raise"));
    for _ in 0..2 {
        window.press_with(Modifiers::COMMAND, Key::Z);
    }
    window.until_entries(&["Topic: first", "Topic: second", "Topic: third"]);
}

#[test]
fn the_menu_moves_a_row_too_and_the_order_is_there_after_a_restart() {
    let (journal, mut window) = prepare(&THREE);
    window.choose("More for Topic: first", "Move down");
    window.until_entries(&["Topic: second", "Topic: first", "Topic: third"]);
    window.button("More for Topic: second");
    assert!(!window.has(Role::MenuItem, "Move up"), "it is the first already");
    window.press(Key::Escape);
    window.close();
    let window = Window::over(&journal);
    assert!(window.says("Before you meet"), "the tab is remembered\n{}", window.read());
    assert_eq!(window.entries(), ["Topic: second", "Topic: first", "Topic: third"]);
}

#[test]
fn a_row_is_dragged_by_its_handle() {
    let (_journal, mut window) = prepare(&THREE);
    let place = |window: &Window, name: &str| window.get_by_role_and_label(Role::Article, name).rect();
    let from = place(&window, "Topic: first");
    let to = place(&window, "Topic: third");
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
    window.until_entries(&["Topic: second", "Topic: third", "Topic: first"]);
}

#[test]
fn a_topic_is_added_where_it_will_stand() {
    let (journal, mut window) = prepare(&[]);
    window.button("Add a topic");
    assert!(window.field("A topic").is_focused());
    window.type_text("the conference #growth");
    window.press(Key::Enter);
    window.until_entries(&["Topic: the conference #growth"]);
    window.settle();
    assert!(window.field("A topic").is_focused(), "it waits for the next");
    assert_eq!(window.text_of("A topic"), "");
    window.type_text("half a th");
    window.press(Key::Escape);
    assert!(!window.has_field("A topic"));
    window.close();
    let mut window = Window::over(&journal);
    window.button("Add a topic");
    assert_eq!(window.text_of("A topic"), "half a th", "what was typed waits");
    for _ in 0..9 {
        window.press(Key::Backspace);
    }
    window.press(Key::Enter);
    assert!(!window.has_field("A topic"), "Enter on nothing is done");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM topics"), 1);
}

#[test]
fn a_promise_is_ticked_off_and_stays_to_be_seen() {
    let (_journal, mut window) = prepare(&[(3, "[@] draft the options"), (2, "[] talk to Finance by 20 nov 2026")]);
    assert!(window.says("4 days late"), "{}", window.read());
    window.click(Role::CheckBox, "Done: draft the options");
    window.until_says("kept today");
    window.click(Role::CheckBox, "Done: talk to Finance");
    window.until_says("done today, Dana does not know yet");
    window.click(Role::CheckBox, "They know: talk to Finance");
    window.until_says("Nothing is waiting on you. Ask, then listen.");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_says("done today, Dana does not know yet");
}

#[test]
fn one_click_checks_in_on_a_goal() {
    let (journal, mut window) = prepare(&[(41, "^ give feedback the same day")]);
    assert!(window.says("no check-in for 41 days"), "{}", window.read());
    window.button("4 of 5: check in on give feedback the same day");
    window.until_says("last check-in today");
    assert_eq!(number(&journal.raw(), "SELECT closeness FROM check_ins"), 4);
}

#[test]
fn the_flags_choices_are_at_hand() {
    let (_journal, mut window) = prepare(&[(12, "! quiet in two reviews")]);
    for choice in ["Raise it…", "Keep watching…", "Let it go…"] {
        assert!(window.has(Role::Button, choice), "{choice}\n{}", window.read());
    }
    window.button("Raise it…");
    window.click(Role::RadioButton, "I just did");
    window.fill("What did they say?", "felt talked over");
    window.button("Keep it");
    window.until_says("Raised today after 12 days, no outcome yet");
    assert!(window.says("Nothing is waiting on you."), "{}", window.read());
}

#[test]
fn a_detail_that_matters_is_asked_about_and_remembered() {
    let journal = TempJournal::with(&[]);
    let profile = Profile {
        matters: "Climbing · two kids".into(),
        birthday: Some(Birthday::read("30 November").unwrap()),
        since: Some(date(2022, 12, 1)),
        ..Profile::named("Dana Whitfield")
    };
    journal.commit(Change::AddPeople(vec![profile])).unwrap();
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    for said in [
        "Ask about: Climbing",
        "not asked yet",
        "Birthday in 6 days, Mon 30 Nov",
        "4 years with you in 7 days, Tue 1 Dec",
    ] {
        assert!(window.says(said), "{said}\n{}", window.read());
    }
    window.button("Asked today");
    window.until_says("last asked today");
    assert!(!window.has(Role::Button, "Asked today"));
    window.until_there(Role::Button, "Undo");
    window.button("Undo");
    window.until_says("not asked yet");
    window.button("Asked today");
    window.until_says("last asked today");
    journal.clock.set(after(DAY));
    window.wait(0.2);
    window.until_says("Ask about: two kids");
}

#[test]
fn somebody_new_is_told_what_will_be_here() {
    let (_journal, window) = prepare(&[]);
    for said in [
        "Nothing is waiting on you. Ask, then listen.",
        "What you notice and want to talk about stands here until you have raised it.",
        "What you and Dana promise each other stands here until it is done.",
        "What Dana wants to grow into",
        "You and Dana have not met here yet.",
        "Asked before reacting",
    ] {
        assert!(window.says(said), "{said}\n{}", window.read());
    }
    for next in ["Start one-on-one", "Add a topic", "Answer it", "Write it down"] {
        assert!(window.has(Role::Button, next), "{next}");
    }
}

#[test]
fn the_earlier_answers_are_shown_when_they_are_asked_for() {
    let (journal, mut window) = prepare(&[]);
    for (minutes, answer) in [(0, "A mentor"), (5, "Two quiet afternoons")] {
        let change = Change::AnswerNeed { person: PersonId(1), text: answer.into() };
        Journal::commit(&journal, change, &after(minutes)).unwrap();
    }
    window.until_says("1 earlier answer");
    assert!(window.says("Two quiet afternoons") && !window.says("A mentor"), "{}", window.read());
    window.button("1 earlier answer");
    assert!(window.says("A mentor"), "{}", window.read());
}

#[test]
fn a_person_opens_on_the_brief_and_while_you_meet_on_meet() {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Alvarez"]);
    journal.commit(Change::Begin(PersonId(2))).unwrap();
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.button("Tomás Alvarez, Going on now");
    assert!(window.has_field(RUNNING), "{}", window.read());
}

#[test]
fn the_brief_is_copied_as_markdown() {
    let (_journal, mut window) = prepare(&[(12, "! quiet in *two* reviews")]);
    window.get_button("Copy the brief").click();
    let mut copied = String::new();
    for _ in 0..10 {
        window.step();
        copied.extend(window.copied());
    }
    assert!(copied.starts_with("# Before you meet Dana Whitfield\n"), "{copied}");
    assert!(
        copied.contains("- **Flag** quiet in two reviews\n  - **Noticed 12 days ago, still not raised**\n"),
        "{copied}"
    );
    assert!(window.says("The brief is on the clipboard, as Markdown"), "{}", window.read());
}

#[test]
fn the_brief_is_printed_to_a_page_that_goes_with_the_window() {
    use eframe::egui::OutputCommand;
    let (journal, mut window) = prepare(&[(12, "! quiet in two reviews")]);
    let page = print::place(&journal.file());
    window.get_button("Print the brief").click();
    let mut opened = None;
    for _ in 0..10 {
        window.step();
        let commands = &window.output().platform_output.commands;
        opened = opened.or_else(|| {
            commands.iter().find_map(|command| match command {
                OutputCommand::OpenUrl(open) => Some(open.url.clone()),
                _ => None,
            })
        });
    }
    let opened = opened.unwrap();
    assert!(opened.starts_with("file:///") && opened.ends_with("/journal.print.html"), "{opened}");
    assert!(std::fs::read_to_string(&page).unwrap().contains("quiet in two reviews"));
    assert!(window.says("The page lies beside your journal until Rapport closes"), "{}", window.read());
    window.close();
    assert!(!page.exists());
    // What a window left that was killed goes when the next one opens.
    print::write(&journal.file(), "left").unwrap();
    drop(Window::over(&journal));
    assert!(!page.exists());
}
