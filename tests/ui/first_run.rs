//! The first run: adding the first people.

use eframe::egui::{Key, accesskit::Role};

use crate::{support::TempJournal, window::Window};

const NAMES: &str = "Names, one per line";

fn type_lines(window: &mut Window, lines: &[&str]) {
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            window.press(Key::Enter);
        }
        window.type_text(line);
    }
}

#[test]
fn names_with_cadences_create_people_and_open_the_first() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    assert_eq!(window.focused_label().as_deref(), Some("MultilineTextInput Names, one per line"));
    type_lines(&mut window, &["Dana Whitfield, every 2 weeks", "Tomás Alvarez, monthly", "Sofia Almeida"]);
    window.click_button("Get started");
    window.wait_for_text("Notes about Dana");
    let people = journal.db().people().unwrap();
    let names: Vec<String> = people
        .iter()
        .map(|person| {
            let cadence = person.profile.cadence.map(|cadence| cadence.to_string()).unwrap_or_default();
            format!("{}: {cadence}", person.profile.name)
        })
        .collect();
    assert_eq!(names, ["Dana Whitfield: every 2 weeks", "Tomás Alvarez: every month", "Sofia Almeida: every week"]);
    assert!(window.has_text("No notes about Dana yet"), "{}", window.visible_text());
    assert_eq!(window.focused_label().as_deref(), Some("MultilineTextInput Jot about Dana"));
}

#[test]
fn invalid_lines_are_reported_and_nobody_is_added() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    type_lines(&mut window, &["Dana, every now and then", "Tomás", "tomás"]);
    assert!(!window.has_text("Line 1"), "nothing is said before the first try\n{}", window.visible_text());
    window.click_button("Get started");
    assert!(window.has_text("Line 1: “every now and then” isn’t a cadence"), "{}", window.visible_text());
    assert!(window.has_text("Line 3: The same name is on line 2."), "{}", window.visible_text());
    assert!(window.has_text("Tomás · every week"), "what can be used is still shown\n{}", window.visible_text());
    window.advance_time(1.0);
    assert_eq!(journal.db().people().unwrap().len(), 0);
    assert_eq!(window.field_text(NAMES), "Dana, every now and then\nTomás\ntomás", "the text is there to be mended");
}

#[test]
fn what_was_understood_of_each_line_is_shown_while_typing() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    window.type_text("Elif; weekly");
    window.wait_for_text("Elif · every week");
    window.press(Key::Enter);
    window.type_text("Priya Raman every 2 weeks");
    window.wait_for_text("Priya Raman · every 2 weeks");
    window.press(Key::Enter);
    window.type_text("Tom: often");
    window.wait_for_text("Tom · How often is “often”?");
    for _ in 0..5 {
        window.press(Key::Backspace);
    }
    window.type_text("monthly");
    window.wait_for_text("Tom · every month");
    window.click_button("Get started");
    window.wait_for_text("Notes about Elif");
    let names: Vec<String> = journal.db().people().unwrap().into_iter().map(|person| person.profile.name).collect();
    assert_eq!(names, ["Elif", "Priya Raman", "Tom"]);
}

#[test]
fn with_no_name_there_is_nothing_to_begin() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    window.click_button("Get started");
    assert!(window.has_field(NAMES));
    assert!(window.has_text("Nothing is ever sent anywhere."), "{}", window.visible_text());
    assert!(window.has_text(&journal.file().display().to_string()));
}

#[test]
fn typed_names_survive_a_restart() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    type_lines(&mut window, &["Dana Whitfield", "Tom"]);
    window.close();
    let window = Window::open(&journal);
    assert_eq!(window.field_text(NAMES), "Dana Whitfield\nTom");
}

#[test]
fn viewing_the_sample_leaves_the_own_journal_empty() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    window.click_button("Explore a sample journal");
    window.wait_for(Role::Button, "Exit sample");
    assert!(window.has_text("Sample journal. Try anything."));
    window.click_button("Exit sample");
    window.wait_until("the first run is back", |window| window.has_field(NAMES));
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn adding_people_is_taken_back_with_undo() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    type_lines(&mut window, &["Dana"]);
    window.click_button("Get started");
    window.wait_for_text("Notes about Dana");
    window.press_with(eframe::egui::Modifiers::COMMAND, Key::Z);
    window.wait_until("the first run is back", |window| window.has_field(NAMES));
}

#[test]
fn a_paste_that_is_no_list_of_names_is_refused() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    window.type_text("Dana");
    window.paste(&"x\n".repeat(500_000));
    assert_eq!(window.field_text("Names, one per line"), "Dana");
    assert!(window.has_text("This text has 1,000,004 characters"), "{}", window.visible_text());
}
