//! First run: whom do you meet?

use eframe::egui::{Key, accesskit::Role};

use crate::{support::TempJournal, window::Window};

const NAMES: &str = "Names, one a line";

fn write(window: &mut Window, lines: &[&str]) {
    for (nth, line) in lines.iter().enumerate() {
        if nth > 0 {
            window.press(Key::Enter);
        }
        window.type_text(line);
    }
}

#[test]
fn names_with_rhythms_begin_the_journal_and_the_first_person_is_met() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    assert_eq!(window.focused().as_deref(), Some("MultilineTextInput Names, one a line"));
    write(&mut window, &["Dana Whitfield, every 2 weeks", "Tomás Alvarez, monthly", "Sofia Almeida"]);
    window.button("Begin");
    window.until_says("You and Dana");
    let people = journal.db().people().unwrap();
    let said: Vec<String> = people
        .iter()
        .map(|person| {
            let rhythm = person.profile.cadence.map(|cadence| cadence.to_string()).unwrap_or_default();
            format!("{}: {rhythm}", person.profile.name)
        })
        .collect();
    assert_eq!(said, ["Dana Whitfield: every 2 weeks", "Tomás Alvarez: every month", "Sofia Almeida: every week"]);
    assert!(window.says("Nothing about Dana yet."), "{}", window.read());
    assert_eq!(window.focused().as_deref(), Some("MultilineTextInput Jot about Dana"));
}

#[test]
fn a_problem_is_said_with_its_line_and_nobody_is_added() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    write(&mut window, &["Dana, every now and then", "Tomás", "tomás"]);
    assert!(!window.says("Line 1"), "nothing is said before the first try\n{}", window.read());
    window.button("Begin");
    assert!(window.says("Line 1: “every now and then” is not a rhythm"), "{}", window.read());
    assert!(window.says("Line 3: The same name is on line 2."), "{}", window.read());
    window.wait(1.0);
    assert_eq!(journal.db().people().unwrap().len(), 0);
    assert_eq!(window.text_of(NAMES), "Dana, every now and then\nTomás\ntomás", "the text is there to be mended");
}

#[test]
fn with_no_name_there_is_nothing_to_begin() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    window.button("Begin");
    assert!(window.has_field(NAMES));
    assert!(window.says("Nothing is ever sent anywhere."), "{}", window.read());
    assert!(window.says(&journal.file().display().to_string()));
}

#[test]
fn names_that_were_being_written_are_there_again() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    write(&mut window, &["Dana Whitfield", "Tom"]);
    window.close();
    let window = Window::over(&journal);
    assert_eq!(window.text_of(NAMES), "Dana Whitfield\nTom");
}

#[test]
fn the_sample_is_looked_at_and_left_and_the_own_journal_stays_empty() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    window.button("Look at a sample journal");
    window.until_there(Role::Button, "Leave the sample");
    assert!(window.says("A sample journal. Try anything."));
    window.button("Leave the sample");
    window.until("the first run is back", |window| window.has_field(NAMES));
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn adding_people_is_taken_back_with_undo() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    write(&mut window, &["Dana"]);
    window.button("Begin");
    window.until_says("You and Dana");
    window.press_with(eframe::egui::Modifiers::COMMAND, Key::Z);
    window.until("the first run is back", |window| window.has_field(NAMES));
}

#[test]
fn a_paste_that_is_no_list_of_names_is_refused() {
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    window.type_text("Dana");
    window.paste(&"x\n".repeat(500_000));
    assert_eq!(window.text_of("Names, one a line"), "Dana");
    assert!(window.says("This text has 1,000,004 characters"), "{}", window.read());
}
