//! The composer: prefixes, dates, chips and keys, pasting, and what it rejects.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const COMPOSER: &str = "Jot about Dana";

/// Every prefix, the label of its selected chip, and the kind in the name of the entry.
const PREFIXES: [(&str, &str, &str); 11] = [
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

fn open_meet() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::open(&journal);
    assert_eq!(window.focused_label().as_deref(), Some("MultilineTextInput Jot about Dana"));
    (journal, window)
}

/// The label of the selected chip.
fn selected_chip(window: &Window) -> String {
    use egui_kittest::kittest::NodeT as _;
    let labels: Vec<&str> = PREFIXES.iter().map(|(_, label, _)| *label).collect();
    let nodes = window.root().children_recursive();
    let chips = nodes.map(|node| node.accesskit_node()).filter(|node| node.role() == Role::RadioButton);
    let selected = chips.filter(|node| node.toggled() == Some(eframe::egui::accesskit::Toggled::True));
    let mut names: Vec<String> = selected.filter_map(|node| node.label()).collect();
    names.retain(|name| labels.contains(&name.as_str()));
    assert_eq!(names.len(), 1, "{names:?}");
    names.remove(0)
}

#[test]
fn every_prefix_selects_its_chip_and_creates_its_kind() {
    let (journal, mut window) = open_meet();
    let mut entries = Vec::new();
    for (index, (prefix, label, kind)) in PREFIXES.into_iter().enumerate() {
        window.type_text(prefix);
        assert_eq!((selected_chip(&window).as_str(), window.field_text(COMPOSER).as_str()), (label, ""), "{prefix:?}");
        let text = format!("line {index}");
        window.jot(&text);
        assert_eq!(window.field_text(COMPOSER), "", "the next line begins");
        assert_eq!(selected_chip(&window), "Note", "and it begins as a note");
        entries.push(format!("{kind}: {text}"));
        let expected: Vec<&str> = entries.iter().map(String::as_str).collect();
        window.wait_for_entries(&expected);
    }
    let conn = journal.raw_connection();
    assert_eq!(query_number(&conn, "SELECT count(*) FROM actions WHERE by = 'them'"), 1);
}

#[test]
fn parsed_due_date_is_shown_and_esc_discards_it() {
    let (journal, mut window) = open_meet();
    window.type_text("[] send the notes by friday");
    assert!(window.has_text("Due Fri 27 Nov · Esc to ignore"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_entries(&["Action: send the notes"]);
    assert!(window.has_text("due Fri 27 Nov"), "{}", window.visible_text());

    window.type_text("[] book the room tomorrow");
    assert!(window.has_text("Due tomorrow"));
    window.press(Key::Escape);
    assert!(!window.has_text("Esc to ignore"), "{}", window.visible_text());
    assert_eq!(window.field_text(COMPOSER), "book the room tomorrow", "the words stay");
    window.press(Key::Enter);
    window.wait_for_entries(&["Action: send the notes", "Action: book the room tomorrow"]);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM actions WHERE due IS NULL"), 1);
}

#[test]
fn nonexistent_date_is_reported_and_stays_text() {
    let (_journal, mut window) = open_meet();
    window.type_text("[] send it by 31 feb");
    assert!(window.has_text("There’s no 31 feb, so it stays in the text."), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_entries(&["Action: send it by 31 feb"]);
}

#[test]
fn backspace_turns_a_kind_back_into_its_prefix() {
    let (_journal, mut window) = open_meet();
    window.type_text("! ");
    assert_eq!(selected_chip(&window), "Flag");
    window.press(Key::Backspace);
    assert_eq!((selected_chip(&window).as_str(), window.field_text(COMPOSER).as_str()), ("Note", "!"));
    window.jot("important");
    window.wait_for_entries(&["Note: !important"]);
}

#[test]
fn keys_go_through_the_kinds_in_both_directions() {
    let (_journal, mut window) = open_meet();
    window.type_text("quiet today");
    let mut visited = Vec::new();
    for _ in 0..PREFIXES.len() {
        window.press_with(Modifiers::COMMAND, Key::ArrowDown);
        visited.push(selected_chip(&window));
        assert!(window.has(Role::Status, &selected_chip(&window)), "it is announced: {visited:?}");
    }
    assert_eq!(visited.first().map(String::as_str), Some("Flag"));
    assert_eq!(visited.last().map(String::as_str), Some("Note"), "and around: {visited:?}");
    window.press_with(Modifiers::COMMAND, Key::ArrowUp);
    assert_eq!(selected_chip(&window), "Expectation");
    window.press_with(Modifiers::COMMAND, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::ArrowDown);
    assert_eq!(selected_chip(&window), "Flag");
    assert_eq!(window.field_text(COMPOSER), "quiet today", "the text is as it was");
    window.press(Key::Enter);
    window.wait_for_entries(&["Flag: quiet today"]);
    assert!(window.has(Role::Status, "Saved: flag about Dana"), "{}", window.visible_text());
}

#[test]
fn tab_leads_from_the_text_to_the_kinds_and_to_the_button_that_saves() {
    let (_journal, mut window) = open_meet();
    window.type_text("quiet today");
    window.press(Key::Tab);
    assert_eq!(window.focused_label().as_deref(), Some("RadioButton Note"));
    window.press(Key::ArrowRight);
    assert_eq!((selected_chip(&window), window.focused_label()), ("Flag".into(), Some("RadioButton Flag".into())));
    window.press(Key::Tab);
    assert_eq!(window.focused_label().as_deref(), Some("Button Save entry"));
    window.press(Key::Space);
    window.wait_for_entries(&["Flag: quiet today"]);
    assert!(window.field(COMPOSER).is_focused(), "the next line can be typed");
    window.press_with(Modifiers::SHIFT, Key::Tab);
    assert!(!window.field(COMPOSER).is_focused(), "an empty line does not hold Tab either");
}

#[test]
fn a_click_on_a_chip_chooses_the_kind_and_a_second_one_the_other_side() {
    let (_journal, mut window) = open_meet();
    window.type_text("draft the plan");
    window.click(Role::RadioButton, "Action");
    assert_eq!(selected_chip(&window), "Action");
    assert!(window.field(COMPOSER).is_focused(), "one goes on typing");
    window.click(Role::RadioButton, "Action");
    assert_eq!(selected_chip(&window), "Their action");
    window.click(Role::RadioButton, "Their action");
    assert_eq!(selected_chip(&window), "Action");
    window.click(Role::RadioButton, "Action");
    window.jot(" by friday");
    window.wait_for_entries(&["Action: draft the plan"]);
    assert!(window.has_text("Dana · due Fri 27 Nov"), "{}", window.visible_text());
}

#[test]
fn leading_space_keeps_a_prefix_as_text() {
    let (_journal, mut window) = open_meet();
    window.type_text(" ! is what she wrote");
    assert_eq!(selected_chip(&window), "Note");
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: ! is what she wrote"]);
}

#[test]
fn pasted_text_is_not_parsed_for_prefixes() {
    let (_journal, mut window) = open_meet();
    window.paste("! quoted from the chat");
    window.type_text(", she said");
    assert_eq!(selected_chip(&window), "Note");
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: ! quoted from the chat, she said"]);
    window.jot("+ but typed marks are read");
    window.wait_for_entries(&["Note: ! quoted from the chat, she said", "Praise: but typed marks are read"]);
}

#[test]
fn a_prefix_is_read_from_letters_that_arrive_in_one_frame_but_not_from_a_paste_among_them() {
    let (_journal, mut window) = open_meet();
    let letters = "! fell silent".chars().map(|letter| Event::Text(letter.into()));
    window.input_mut().events.extend(letters);
    window.settle();
    assert_eq!((selected_chip(&window), window.field_text(COMPOSER)), ("Flag".into(), "fell silent".into()));
    window.press(Key::Enter);
    window.wait_for_entries(&["Flag: fell silent"]);
    window.input_mut().events.extend([
        Event::Paste("! quoted".into()),
        Event::Text(",".into()),
        Event::Text(" so".into()),
    ]);
    window.settle();
    assert_eq!((selected_chip(&window), window.field_text(COMPOSER)), ("Note".into(), "! quoted, so".into()));
}

#[test]
fn oversized_paste_is_rejected_and_the_text_stays() {
    let (journal, mut window) = open_meet();
    window.type_text("before it");
    window.paste(&"x".repeat(1_000_000));
    assert_eq!(window.field_text(COMPOSER), "before it");
    assert!(
        window.has_text("This text has 1,000,009 characters; an entry can have up to 100,000."),
        "{}",
        window.visible_text()
    );
    window.type_text("!");
    assert!(!window.has_text("1,000,009"), "what is wrong is said until something is typed");
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: before it!"]);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT max(length(text)) FROM entries"), 10);
}

#[test]
fn empty_line_is_rejected_with_a_reason() {
    let (journal, mut window) = open_meet();
    for text in ["", "   ", "\u{200b}"] {
        window.fill(COMPOSER, text);
        window.press(Key::Enter);
        assert!(window.has_text("Write something first."), "{text:?}");
    }
    window.fill(COMPOSER, "");
    window.type_text("! ");
    window.press(Key::Enter);
    assert!(window.has_text("Write something first"), "a mark alone is nothing yet");
    window.advance_time(0.5);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries"), 0);
}

#[test]
fn control_characters_are_stripped_and_unicode_text_is_kept() {
    let (journal, mut window) = open_meet();
    window.paste("a\u{7}b\u{0}c\u{202e}d");
    window.press(Key::Enter);
    window.wait_for_entries(&["Note: abcd"]);
    let texts = ["👩🏽‍💻 shipped it 🎉", "שלום, היא אמרה", "لقد أنهت العمل اليوم", "渡辺さんは静かだった", "नमस्ते"];
    for text in texts {
        window.paste(text);
        assert_eq!(window.field_text(COMPOSER), text);
        window.press(Key::Enter);
        let name = format!("Note: {text}");
        window.wait_until(text, |window| window.entry_labels().contains(&name));
    }
    let conn = journal.raw_connection();
    for text in texts {
        let count: i64 =
            conn.query_row("SELECT count(*) FROM entries WHERE text = ?1", [text], |row| row.get(0)).unwrap();
        assert_eq!(count, 1, "{text}");
    }
}

#[test]
fn shift_enter_makes_a_new_line() {
    let (journal, mut window) = open_meet();
    window.type_text("first");
    window.press_with(Modifiers::SHIFT, Key::Enter);
    window.type_text("second");
    assert_eq!(window.field_text(COMPOSER), "first\nsecond");
    window.press(Key::Enter);
    window.wait_until("it is kept", |window| window.entry_labels().len() == 1);
    assert_eq!(
        query_number(
            &journal.raw_connection(),
            "SELECT count(*) FROM entries WHERE text = 'first' || char(10) || 'second'"
        ),
        1
    );
}

#[test]
fn subjects_are_kept_with_the_entry() {
    let (journal, mut window) = open_meet();
    window.jot("wants to lead #growth #career");
    window.wait_until("it is kept", |window| window.entry_labels().len() == 1);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM subjects"), 2);
}

#[test]
fn undo_reverts_typing_first_and_then_the_last_jot() {
    let (_journal, mut window) = open_meet();
    window.jot("first");
    window.wait_for_entries(&["Note: first"]);
    window.type_text("second");
    window.advance_time(2.0);
    window.type_text(" and more");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.advance_time(0.5);
    assert_ne!(window.field_text(COMPOSER), "second and more", "typing was taken back");
    assert_eq!(window.entry_labels(), ["Note: first"]);
    for _ in 0..6 {
        if !window.field_text(COMPOSER).is_empty() {
            window.press_with(Modifiers::COMMAND, Key::Z);
        }
    }
    assert_eq!(window.field_text(COMPOSER), "", "the line is empty, and never what was kept before");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_entries(&[]);
    window.wait_for_text("Undid: note about");
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    window.wait_for_entries(&["Note: first"]);
    window.wait_for_text("Redid: note about");
}

#[test]
fn undo_with_nothing_to_take_back_says_so() {
    let (_journal, mut window) = open_meet();
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the first run is back", |window| window.has_field("Names, one per line"));
    window.press(Key::Escape);
    window.press(Key::Tab);
    window.press(Key::Tab);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Nothing to undo or redo");
}

#[test]
fn esc_leaves_the_composer_and_a_key_comes_back_to_it() {
    let (_journal, mut window) = open_meet();
    window.type_text("half a line");
    window.press(Key::Escape);
    assert!(!window.field(COMPOSER).is_focused());
    assert_eq!(window.field_text(COMPOSER), "half a line");
    window.press_with(Modifiers::COMMAND, Key::N);
    assert!(window.field(COMPOSER).is_focused());
    window.type_text(", whole");
    assert_eq!(window.field_text(COMPOSER), "half a line, whole");
}

#[test]
fn letters_that_come_in_the_same_frame_as_enter_belong_to_the_line() {
    use eframe::egui::Event;
    let (_journal, mut window) = open_meet();
    let press = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let text = |text: &str| Event::Text(text.to_owned());
    let events = [text("! quiet"), text(" today"), press(Key::Enter), text("and"), text(" tired"), press(Key::Enter)];
    window.input_mut().events.extend(events);
    window.settle();
    window.wait_for_entries(&["Flag: quiet today", "Note: and tired"]);
    assert_eq!(window.field_text(COMPOSER), "");
}
