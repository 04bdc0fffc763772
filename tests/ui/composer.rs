//! The composer: marks, days, chips and keys, pasting, and what it refuses.

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";

/// Every mark, the word on its lit chip, and how the entry is named.
const MARKS: [(&str, &str, &str); 11] = [
    ("", "Note", "Note"),
    ("! ", "Flag", "Flag"),
    ("[] ", "Action", "Action"),
    ("[@] ", "Their action", "Action"),
    ("+ ", "Praise", "Praise"),
    ("= ", "Expectation", "Expectation"),
    ("< ", "Feedback", "Feedback"),
    ("<< ", "Feedback received", "Feedback"),
    ("^ ", "Goal", "Goal"),
    ("> ", "Delegation", "Delegation"),
    ("? ", "Topic", "Topic"),
];

fn meet() -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let window = Window::over(&journal);
    assert_eq!(window.focused().as_deref(), Some("MultilineTextInput Jot about Dana"));
    (journal, window)
}

/// The word on the chip that is lit.
fn lit(window: &Window) -> String {
    use egui_kittest::kittest::NodeT as _;
    let words: Vec<&str> = MARKS.iter().map(|(_, word, _)| *word).collect();
    let nodes = window.root().children_recursive();
    let chips = nodes.map(|node| node.accesskit_node()).filter(|node| node.role() == Role::Button);
    let on = chips.filter(|node| node.toggled() == Some(eframe::egui::accesskit::Toggled::True));
    let mut names: Vec<String> = on.filter_map(|node| node.label()).collect();
    names.retain(|name| words.contains(&name.as_str()));
    assert_eq!(names.len(), 1, "{names:?}");
    names.remove(0)
}

#[test]
fn every_mark_lights_its_chip_and_becomes_an_entry_of_its_kind() {
    let (journal, mut window) = meet();
    let mut kept = Vec::new();
    for (nth, (mark, word, kind)) in MARKS.into_iter().enumerate() {
        window.type_text(mark);
        assert_eq!((lit(&window).as_str(), window.text_of(COMPOSER).as_str()), (word, ""), "{mark:?}");
        let text = format!("line {nth}");
        window.jot(&text);
        assert_eq!(window.text_of(COMPOSER), "", "the next line begins");
        assert_eq!(lit(&window), "Note", "and it begins as a note");
        kept.push(format!("{kind}: {text}"));
        let expected: Vec<&str> = kept.iter().map(String::as_str).collect();
        window.until_entries(&expected);
    }
    let conn = journal.raw();
    assert_eq!(number(&conn, "SELECT count(*) FROM actions WHERE by = 'them'"), 1);
}

#[test]
fn the_day_that_was_read_is_shown_and_esc_takes_it_back() {
    let (journal, mut window) = meet();
    window.type_text("[] send the notes by friday");
    assert!(window.says("Due Fri 27 Nov · Esc takes it back"), "{}", window.read());
    window.press(Key::Enter);
    window.until_entries(&["Action: send the notes"]);
    assert!(window.says("due Fri 27 Nov"), "{}", window.read());

    window.type_text("[] book the room tomorrow");
    assert!(window.says("Due tomorrow"));
    window.press(Key::Escape);
    assert!(!window.says("Esc takes it back"), "{}", window.read());
    assert_eq!(window.text_of(COMPOSER), "book the room tomorrow", "the words stay");
    window.press(Key::Enter);
    window.until_entries(&["Action: send the notes", "Action: book the room tomorrow"]);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM actions WHERE due IS NULL"), 1);
}

#[test]
fn a_day_that_does_not_exist_is_said_and_stays_text() {
    let (_journal, mut window) = meet();
    window.type_text("[] send it by 31 feb");
    assert!(window.says("There is no 31 feb. It stays in the text."), "{}", window.read());
    window.press(Key::Enter);
    window.until_entries(&["Action: send it by 31 feb"]);
}

#[test]
fn backspace_turns_a_kind_back_into_its_mark() {
    let (_journal, mut window) = meet();
    window.type_text("! ");
    assert_eq!(lit(&window), "Flag");
    window.press(Key::Backspace);
    assert_eq!((lit(&window).as_str(), window.text_of(COMPOSER).as_str()), ("Note", "!"));
    window.jot("important");
    window.until_entries(&["Note: !important"]);
}

#[test]
fn tab_goes_through_the_kinds_and_shift_tab_goes_back() {
    let (_journal, mut window) = meet();
    window.type_text("quiet today");
    let mut walked = Vec::new();
    for _ in 0..MARKS.len() {
        window.press(Key::Tab);
        walked.push(lit(&window));
    }
    assert_eq!(walked.first().map(String::as_str), Some("Flag"));
    assert_eq!(walked.last().map(String::as_str), Some("Note"), "and around: {walked:?}");
    window.press_with(Modifiers::SHIFT, Key::Tab);
    assert_eq!(lit(&window), "Expectation");
    window.press(Key::Tab);
    window.press(Key::Tab);
    assert_eq!(lit(&window), "Flag");
    assert_eq!(window.text_of(COMPOSER), "quiet today", "the text is as it was");
    window.press(Key::Enter);
    window.until_entries(&["Flag: quiet today"]);
}

#[test]
fn a_click_on_a_chip_chooses_the_kind_and_a_second_one_the_other_side() {
    let (_journal, mut window) = meet();
    window.type_text("draft the plan");
    window.button("Action");
    assert_eq!(lit(&window), "Action");
    assert!(window.field(COMPOSER).is_focused(), "one goes on typing");
    window.button("Action");
    assert_eq!(lit(&window), "Their action");
    window.button("Their action");
    assert_eq!(lit(&window), "Action");
    window.button("Action");
    window.jot(" by friday");
    window.until_entries(&["Action: draft the plan"]);
    assert!(window.says("Dana · due Fri 27 Nov"), "{}", window.read());
}

#[test]
fn a_leading_space_keeps_a_mark_as_text() {
    let (_journal, mut window) = meet();
    window.type_text(" ! is what she wrote");
    assert_eq!(lit(&window), "Note");
    window.press(Key::Enter);
    window.until_entries(&["Note: ! is what she wrote"]);
}

#[test]
fn pasted_text_is_not_read_for_marks() {
    let (_journal, mut window) = meet();
    window.paste("! quoted from the chat");
    window.type_text(", she said");
    assert_eq!(lit(&window), "Note");
    window.press(Key::Enter);
    window.until_entries(&["Note: ! quoted from the chat, she said"]);
    window.jot("+ but typed marks are read");
    window.until_entries(&["Note: ! quoted from the chat, she said", "Praise: but typed marks are read"]);
}

#[test]
fn a_paste_that_no_entry_can_hold_is_refused_and_the_text_before_stays() {
    let (journal, mut window) = meet();
    window.type_text("before it");
    window.paste(&"x".repeat(1_000_000));
    assert_eq!(window.text_of(COMPOSER), "before it");
    assert!(window.says("This text has 1,000,009 characters; one entry holds up to 100,000."), "{}", window.read());
    window.type_text("!");
    assert!(!window.says("1,000,009"), "what is wrong is said until something is typed");
    window.press(Key::Enter);
    window.until_entries(&["Note: before it!"]);
    assert_eq!(number(&journal.raw(), "SELECT max(length(text)) FROM entries"), 10);
}

#[test]
fn an_empty_line_is_not_kept_and_it_is_said_why() {
    let (journal, mut window) = meet();
    for text in ["", "   ", "\u{200b}"] {
        window.fill(COMPOSER, text);
        window.press(Key::Enter);
        assert!(window.says("There is nothing to keep yet: write a few words first."), "{text:?}");
    }
    window.fill(COMPOSER, "");
    window.type_text("! ");
    window.press(Key::Enter);
    assert!(window.says("There is nothing to keep yet"), "a mark alone is nothing yet");
    window.wait(0.5);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries"), 0);
}

#[test]
fn control_characters_go_and_emoji_and_right_to_left_text_stay() {
    let (journal, mut window) = meet();
    window.paste("a\u{7}b\u{0}c\u{202e}d");
    window.press(Key::Enter);
    window.until_entries(&["Note: abcd"]);
    let texts = ["👩🏽‍💻 shipped it 🎉", "שלום, היא אמרה", "لقد أنهت العمل اليوم", "渡辺さんは静かだった", "नमस्ते"];
    for text in texts {
        window.paste(text);
        assert_eq!(window.text_of(COMPOSER), text);
        window.press(Key::Enter);
        let name = format!("Note: {text}");
        window.until(text, |window| window.entries().contains(&name));
    }
    let conn = journal.raw();
    for text in texts {
        let known: i64 =
            conn.query_row("SELECT count(*) FROM entries WHERE text = ?1", [text], |row| row.get(0)).unwrap();
        assert_eq!(known, 1, "{text}");
    }
}

#[test]
fn shift_enter_makes_a_new_line() {
    let (journal, mut window) = meet();
    window.type_text("first");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    window.type_text("second");
    assert_eq!(window.text_of(COMPOSER), "first\nsecond");
    window.press(Key::Enter);
    window.until("it is kept", |window| window.entries().len() == 1);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries WHERE text = 'first' || char(10) || 'second'"), 1);
}

#[test]
fn subjects_are_kept_with_the_entry() {
    let (journal, mut window) = meet();
    window.jot("wants to lead #growth #career");
    window.until("it is kept", |window| window.entries().len() == 1);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM subjects"), 2);
}

#[test]
fn undo_takes_back_typing_first_and_with_an_empty_line_the_last_jot() {
    let (_journal, mut window) = meet();
    window.jot("first");
    window.until_entries(&["Note: first"]);
    window.type_text("second");
    window.wait(2.0);
    window.type_text(" and more");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait(0.5);
    assert_ne!(window.text_of(COMPOSER), "second and more", "typing was taken back");
    assert_eq!(window.entries(), ["Note: first"]);
    for _ in 0..6 {
        if !window.text_of(COMPOSER).is_empty() {
            window.press_with(Modifiers::COMMAND, Key::Z);
        }
    }
    assert_eq!(window.text_of(COMPOSER), "", "the line is empty, and never what was kept before");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_entries(&[]);
    window.until_says("Taken back: the jot");
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    window.until_entries(&["Note: first"]);
    window.until_says("Made again: the jot");
}

#[test]
fn undo_with_nothing_to_take_back_says_so() {
    let (_journal, mut window) = meet();
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("the first run is back", |window| window.has_field("Names, one a line"));
    window.press(Key::Escape);
    window.press(Key::Tab);
    window.press(Key::Tab);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_says("There is nothing more to take back or make again");
}

#[test]
fn esc_leaves_the_composer_and_a_key_comes_back_to_it() {
    let (_journal, mut window) = meet();
    window.type_text("half a line");
    window.press(Key::Escape);
    assert!(!window.field(COMPOSER).is_focused());
    assert_eq!(window.text_of(COMPOSER), "half a line");
    window.press_with(Modifiers::COMMAND, Key::N);
    assert!(window.field(COMPOSER).is_focused());
    window.type_text(", whole");
    assert_eq!(window.text_of(COMPOSER), "half a line, whole");
}

#[test]
fn letters_that_come_in_the_same_frame_as_enter_belong_to_the_line() {
    use eframe::egui::Event;
    let (_journal, mut window) = meet();
    let press = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let text = |text: &str| Event::Text(text.to_owned());
    let busy = [text("! quiet"), text(" today"), press(Key::Enter), text("and"), text(" tired"), press(Key::Enter)];
    window.input_mut().events.extend(busy);
    window.settle();
    window.until_entries(&["Flag: quiet today", "Note: and tired"]);
    assert_eq!(window.text_of(COMPOSER), "");
}
