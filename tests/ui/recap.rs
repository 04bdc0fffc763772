//! The recap of a one-on-one and the agenda before it.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use rapport::{
    domain::{entry::Detail, id::PersonId, parse::entry_line::parse_entry_line},
    journal::change::Change,
};

use crate::{support::TempJournal, window::Window};

const DANA: PersonId = PersonId(1);

/// A journal with a running one-on-one, in which something of everything was written.
fn journal_in_a_one_on_one() -> TempJournal {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.commit(Change::StartMeeting(DANA)).unwrap();
    let running = journal.db().running_one_on_one(DANA).unwrap().unwrap().id;
    for line in [
        "[] get the disk alert an owner #oncall",
        "[@] send the talk outline",
        "! quiet in the review",
        "tired after the release",
        "kids are ill",
        "< spoke over Kenji",
    ] {
        let line = parse_entry_line(line, journal.today()).unwrap();
        journal.commit(Change::AddEntry { person: DANA, one_on_one: Some(running), line }).unwrap();
    }
    journal
}

fn open_person(window: &mut Window) {
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.wait_for(Role::Button, "More for Dana Whitfield");
}

/// The text that is copied in one of the next frames.
fn next_copied_text(window: &mut Window) -> String {
    let mut copied = String::new();
    for _ in 0..6 {
        window.step();
        copied.extend(window.copied_text());
    }
    copied
}

fn shared_days(journal: &TempJournal) -> Vec<bool> {
    let actions = journal.db().open_entries(DANA).unwrap();
    actions
        .iter()
        .filter(|entry| matches!(entry.detail, Detail::Action(_)))
        .map(|entry| entry.shared_on.is_some())
        .collect()
}

#[test]
fn wrapping_up_leads_to_a_recap_without_anything_private() {
    let journal = journal_in_a_one_on_one();
    let mut window = Window::open(&journal);
    open_person(&mut window);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("Wrap up with Dana");
    window.click_button("Wrap up and recap…");
    window.wait_for_text("Recap for Dana");
    let text = window.field_text("Recap");
    assert!(text.starts_with("Hi Dana, here’s what we agreed on "), "{text}");
    assert!(text.contains("I will\n- Get the disk alert an owner\n"), "{text}");
    assert!(text.contains("You will\n- Send the talk outline\n"), "{text}");
    for private in ["quiet", "tired", "kids", "Kenji", "oncall"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    window.wait_for_text("Left out because it’s private: 2 notes, 1 flag, 1 feedback");
    window.get_button("Copy").click();
    assert_eq!(next_copied_text(&mut window), text);
    window.wait_for(Role::Status, "Copied to the clipboard");
    window.wait_until("both actions are shared", |_| shared_days(&journal) == [true, true]);
    assert!(journal.db().running_one_on_one(DANA).unwrap().is_none(), "it is wrapped up");
    window.wait_for_text("shared today");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("they are not shared", |_| shared_days(&journal) == [false, false]);
}

#[test]
fn an_action_that_was_deleted_from_the_text_is_not_shared() {
    let journal = journal_in_a_one_on_one();
    let mut window = Window::open(&journal);
    open_person(&mut window);
    window.choose_menu_item("More for Dana Whitfield", "Recap of the last one-on-one…");
    window.wait_for_text("Recap for Dana");
    window.fill("Recap", "Only: send the talk outline");
    window.get_button("Copy").click();
    assert_eq!(next_copied_text(&mut window), "Only: send the talk outline");
    window.wait_until("one action is shared", |_| shared_days(&journal) == [false, true]);
}

#[test]
fn an_edited_recap_is_kept_until_it_is_sent_or_skipped() {
    let journal = journal_in_a_one_on_one();
    let mut window = Window::open(&journal);
    open_person(&mut window);
    window.choose_menu_item("More for Dana Whitfield", "Recap of the last one-on-one…");
    window.fill("Recap", "half a thought");
    window.press(Key::Escape);
    window.choose_menu_item("More for Dana Whitfield", "Recap of the last one-on-one…");
    assert_eq!(window.field_text("Recap"), "half a thought");
    window.click_button("Skip");
    window.choose_menu_item("More for Dana Whitfield", "Recap of the last one-on-one…");
    assert!(window.field_text("Recap").starts_with("Hi Dana"));
    assert_eq!(shared_days(&journal), [false, false], "nothing was sent");
}

#[test]
fn a_mail_needs_an_address_that_is_one() {
    let journal = journal_in_a_one_on_one();
    let mut window = Window::open(&journal);
    open_person(&mut window);
    window.choose_menu_item("More for Dana Whitfield", "Recap of the last one-on-one…");
    window.fill("To (optional)", "dana at acme");
    window.click_button("Open in mail");
    window.wait_for_text("“dana at acme” isn’t an email address.");
    window.fill("To (optional)", "dana+one@example.com");
    window.click_button("Open in mail");
    window.wait_until("both actions are shared", |_| shared_days(&journal) == [true, true]);
    window.wait_until("the dialog is closed", |window| !window.has_text("Recap for Dana"));
}

#[test]
fn a_recap_is_saved_as_a_file_and_replaces_one_only_when_asked_twice() {
    let journal = journal_in_a_one_on_one();
    let mut window = Window::open(&journal);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("recap.md");
    std::fs::write(&path, "mine").unwrap();
    open_person(&mut window);
    window.choose_menu_item("More for Dana Whitfield", "Recap of the last one-on-one…");
    window.click(Role::RadioButton, "Markdown");
    window.click_button("Save as file…");
    window.fill("File", path.to_str().unwrap());
    window.click_button("Save");
    window.wait_for_text("A file with that name already exists.");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    window.click_button("Replace");
    window.wait_until("it is written", |_| std::fs::read_to_string(&path).unwrap().starts_with("Hi Dana"));
    window.wait_until("both actions are shared", |_| shared_days(&journal) == [true, true]);
}

#[test]
fn the_agenda_is_sent_from_prepare_and_a_recap_is_opened_from_the_timeline() {
    let journal = journal_in_a_one_on_one();
    let line = parse_entry_line("? the conference talk", journal.today()).unwrap();
    journal.commit(Change::AddEntry { person: DANA, one_on_one: None, line }).unwrap();
    let mut window = Window::open(&journal);
    open_person(&mut window);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.click_button("Agenda for Dana…");
    let text = window.field_text("Agenda");
    assert!(text.contains("To discuss\n- the conference talk\n"), "{text}");
    assert!(text.contains("You said you would\n- Send the talk outline\n"), "{text}");
    window.wait_for_text("Left out because it’s private: 1 flag");
    window.click_button("Skip");
    window.press_with(Modifiers::COMMAND, Key::Num3);
    let day = journal.today().strftime("%-d %B %Y");
    window.click_button(&format!("Recap of the one-on-one on {day}…"));
    window.wait_for_text("Recap for Dana");
}
