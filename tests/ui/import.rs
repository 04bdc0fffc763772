//! Import in the window: from where, what was found, who is who, and then in; stopped, refused and taken back.

use std::{fs, path::Path, sync::Arc};

use eframe::egui::{DroppedFile, Event, HoveredFile, Key, Modifiers, PointerButton, Pos2, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::store::Db;

use crate::{support::TempJournal, window::Window};

const TITLE: &str = "Bring in what you have";

/// A file that is let go over the window.
#[derive(Debug)]
struct Held(std::path::PathBuf);

impl DroppedFile for Held {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_on(window: &mut Window, paths: &[&Path]) {
    for path in paths {
        window.input_mut().dropped_files.push(Arc::new(Held(path.to_path_buf())));
    }
    window.step();
}

/// A window on the first run, with the full form of the sample beside it.
fn first_run() -> (TempJournal, Window, tempfile::TempDir, TempJournal) {
    let sample = TempJournal::sample();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sample.json"), sample.full_form()).unwrap();
    let journal = TempJournal::with(&[]);
    let window = Window::over(&journal);
    (journal, window, folder, sample)
}

/// Asks for what is at a path, and waits until it is shown what was found.
fn look_at(window: &mut Window, path: &Path) {
    window.fill("From", &path.display().to_string());
    window.button("Look at it");
    window.until_says("into your journal.");
    window.settle();
}

/// Whether what is shown has been counted and could be brought in.
fn is_ready(window: &Window) -> bool {
    let buttons = window.query_all_by_role(Role::Button);
    let named = |name: &str| name.starts_with("Bring in ") && name.contains(" thing");
    buttons.map(|button| button.accesskit_node()).any(|it| it.label().is_some_and(|it| named(&it)) && !it.is_disabled())
}

fn bring_in(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("in your journal.");
}

fn names(db: &Db) -> Vec<String> {
    db.people().unwrap().into_iter().map(|person| person.profile.name).collect()
}

#[test]
fn from_the_first_run_a_journal_comes_in_to_the_first_brief() {
    let (journal, mut window, folder, sample) = first_run();
    window.button("Import notes…");
    assert!(window.has(Role::Dialog, TITLE));
    look_at(&mut window, &folder.path().join("sample.json"));
    assert!(window.says("about 6 people would come into your journal."), "{}", window.read());
    assert!(window.says("6 people are new"));
    assert_eq!(journal.db().people().unwrap().len(), 0, "nothing has changed yet");
    window.button("The first of each kind about Dana Whitfield");
    assert!(window.says("Flag") && window.says("Third week on call out of five"), "{}", window.read());
    bring_in(&mut window);
    assert_eq!(journal.full_form(), sample.full_form(), "it is the same journal");
    window.button("Prepare for Dana");
    window.until_says("Last time · ");
    assert!(!window.has(Role::Dialog, TITLE));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("the first run is back", |window| window.has_field("Names, one a line"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until_there(Role::Button, "Add a person");
    window.until_says("Dana Whitfield");
    assert_eq!(journal.full_form(), sample.full_form(), "made again, it is the same");
}

#[test]
fn enter_alone_leads_from_the_path_to_the_first_brief() {
    let (_journal, mut window, folder, _sample) = first_run();
    window.button("Import notes…");
    window.fill("From", &folder.path().join("sample.json").display().to_string());
    for said in ["would come into your journal.", "are in your journal.", "Last time · "] {
        window.press(Key::Enter);
        window.until_says(said);
        window.settle();
    }
    assert!(!window.has(Role::Dialog, TITLE));
}

#[test]
fn closed_after_the_import_the_window_shows_today_and_taking_it_back_shows_the_first_run() {
    let (journal, mut window, folder, _sample) = first_run();
    window.press_with(Modifiers::COMMAND, Key::I);
    look_at(&mut window, &folder.path().join("sample.json"));
    bring_in(&mut window);
    window.button("Close");
    window.until_says("Don’t hope it fixes itself");
    // Once more: there is nothing new in it.
    window.press_with(Modifiers::COMMAND, Key::I);
    window.fill("From", &folder.path().join("sample.json").display().to_string());
    window.button("Look at it");
    window.until_says("There is nothing new in it.");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.says("There is nothing new in it."), "there is nothing to bring in");
    window.button("Cancel");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("the first run is back", |window| window.has_field("Names, one a line"));
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn taken_back_from_where_it_is_said_what_came() {
    let (journal, mut window, folder, _sample) = first_run();
    window.button("Import notes…");
    look_at(&mut window, &folder.path().join("sample.json"));
    bring_in(&mut window);
    window.button("Take it back");
    window.until("the first run is back", |window| window.has_field("Names, one a line"));
    window.until_says("Taken back: the import");
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn who_is_who_is_put_right_from_the_keyboard_and_by_the_pointer() {
    let (_first, _window, folder, _sample) = first_run();
    let journal = TempJournal::with(&["Dana W.", "Marcus Oyelaran"]);
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::I);
    look_at(&mut window, &folder.path().join("sample.json"));
    assert!(window.says("5 people are new"), "Marcus is known by his name\n{}", window.read());
    // Dana is who is there as Dana W.
    window.click(Role::ComboBox, "Who is Dana Whitfield?");
    window.click(Role::MenuItemRadio, "Is Dana W.");
    window.until_says("4 people are new");
    // Priya is left out.
    window.get_by_role_and_label(Role::ComboBox, "Who is Priya Raman?").focus();
    window.press(Key::Enter);
    window.click(Role::MenuItemRadio, "Leave out");
    window.until_says("3 people are new");
    assert!(window.says("things stay out"), "{}", window.read());
    // Kenji has another name.
    window.button("Another name for Kenji Watanabe");
    assert_eq!(window.focused().as_deref(), Some("TextInput Name of Kenji Watanabe"));
    window.fill("Name of Kenji Watanabe", " ");
    window.until_says("A name is missing: write at least one letter.");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(!window.says("are in your journal."), "a name that is none comes not in");
    window.fill("Name of Kenji Watanabe", "Ken Watanabe");
    window.press(Key::Enter);
    window.settle();
    // Ingrid and Tomás are one person.
    let ingrid = "ComboBox Who is Ingrid Solberg?";
    for _ in 0..60 {
        if window.focused().as_deref() == Some(ingrid) {
            break;
        }
        window.press(Key::Tab);
    }
    assert_eq!(window.focused().as_deref(), Some(ingrid), "Tab comes to everybody");
    window.settle();
    let place = window.get_by_role_and_label(Role::ComboBox, "Who is Ingrid Solberg?").rect();
    assert!(place.top() > 150.0 && place.bottom() < 722.0, "and brings them into sight: {place:?}");
    window.press(Key::Enter);
    window.click(Role::MenuItemRadio, "Same as Tomás Ferreira");
    window.until_says("2 people are new");
    window.until("it is counted", is_ready);
    bring_in(&mut window);
    assert_eq!(names(journal.db()), ["Dana W.", "Marcus Oyelaran", "Tomás Ferreira", "Ken Watanabe"]);
    // Read again, everybody is known by what is there, and only who was left out is new.
    window.button("Close");
    window.press_with(Modifiers::COMMAND, Key::I);
    look_at(&mut window, &folder.path().join("sample.json"));
    assert!(window.says("1 person is new"), "{}", window.read());
    assert!(window.has(Role::ComboBox, "Who is Kenji Watanabe?"));
}

/// Presses and lets go within one frame, as a tap on a touchpad does.
fn tap(window: &mut Window, pos: Pos2) {
    window.input_mut().events.push(Event::PointerMoved(pos));
    window.settle();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        window.input_mut().events.push(Event::PointerButton { pos, button, pressed, modifiers });
    }
    window.settle();
}

#[test]
fn a_menu_that_is_tapped_open_again_lies_over_the_dialog() {
    let (_journal, mut window, folder, _sample) = first_run();
    window.button("Import notes…");
    look_at(&mut window, &folder.path().join("sample.json"));
    let who = window.get_by_role_and_label(Role::ComboBox, "Who is Dana Whitfield?").rect().center();
    tap(&mut window, who);
    assert!(window.has(Role::MenuItemRadio, "Leave out"), "{}", window.read());
    window.press(Key::Escape);
    window.settle();
    assert!(!window.has(Role::MenuItemRadio, "Leave out"));
    tap(&mut window, who);
    let leave_out = window.get_by_role_and_label(Role::MenuItemRadio, "Leave out").rect().center();
    tap(&mut window, leave_out);
    window.until_says("things stay out");
}

#[test]
fn what_is_dropped_is_looked_at() {
    let (_journal, mut window, folder, _sample) = first_run();
    let file = folder.path().join("sample.json");
    window.input_mut().hovered_files.push(HoveredFile { path: Some(file.clone()), mime: String::new() });
    window.step();
    window.step();
    assert!(window.has(Role::Status, "Let go to look at it as a journal as JSON."), "{}", window.read());
    window.input_mut().hovered_files.clear();
    drop_on(&mut window, &[&file]);
    window.until_says("6 people are new");
    assert!(!window.says("Let go to look at it"));
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, TITLE));
    // Two at once are not; what is no source is asked about.
    let photo = folder.path().join("photo.png");
    fs::write(&photo, [0x89, b'P', b'N', b'G', 0, 1, 2, 3]).unwrap();
    drop_on(&mut window, &[&file, &photo]);
    window.until_says("One at a time: drop a file, or the folder they are in");
    assert!(!window.has(Role::Dialog, TITLE));
    drop_on(&mut window, &[&photo]);
    window.until_says("What photo.png is does not follow from its name.");
    window.click(Role::RadioButton, "A journal (JSON)");
    window.button("Look at it");
    window.until_says("Nothing was brought in.");
    // While something else is asked, it waits.
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    drop_on(&mut window, &[&file]);
    window.until_says("Close what is open first, then drop it again");
    assert!(window.has(Role::Dialog, "Settings"));
}

#[test]
fn what_is_not_there_or_damaged_is_said_at_the_path_and_changes_nothing() {
    let (journal, mut window, folder, sample) = first_run();
    window.press_with(Modifiers::COMMAND, Key::I);
    window.button("Look at it");
    assert!(window.says("Say where it lies."));
    window.fill("From", &folder.path().join("nowhere.json").display().to_string());
    window.button("Look at it");
    window.until_says("There is nothing at ");
    let form = sample.full_form();
    let cut = folder.path().join("cut.json");
    fs::write(&cut, &form.as_bytes()[..form.len() / 2]).unwrap();
    window.fill("From", &cut.display().to_string());
    assert!(!window.says("There is nothing at "), "what was wrong with another path is not said of this one");
    window.press(Key::Enter);
    window.until_says("Nothing was brought in.");
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn a_part_that_cannot_be_read_is_listed_and_can_be_copied() {
    let (_journal, mut window, folder, sample) = first_run();
    let broken = folder.path().join("broken.json");
    fs::write(&broken, sample.full_form().replacen("\"kind\":\"flag\"", "\"kind\":\"worry\"", 1)).unwrap();
    window.press_with(Modifiers::COMMAND, Key::I);
    look_at(&mut window, &broken);
    window.button("1 could not be read");
    assert!(window.says("broken.json, line "), "{}", window.read());
    window.get_button("Copy the list").click();
    window.step();
    let copied = window.copied().unwrap().to_owned();
    assert!(copied.starts_with(&format!("{}:", broken.display())), "{copied}");
    bring_in(&mut window);
    assert!(window.has(Role::Button, "1 could not be read"), "it is still said after the rest came in");
}

#[test]
fn a_full_disk_refuses_it_in_the_dialog_and_it_can_be_tried_again() {
    let (journal, mut window, folder, sample) = first_run();
    window.press_with(Modifiers::COMMAND, Key::I);
    look_at(&mut window, &folder.path().join("sample.json"));
    let raw = journal.raw();
    raw.execute_batch("CREATE TRIGGER full BEFORE INSERT ON goals BEGIN SELECT RAISE(ABORT, 'full'); END").unwrap();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("It could not be brought in.");
    assert!(!window.has(Role::Button, "Copy"), "there is no text of yours to save");
    assert_eq!(journal.db().people().unwrap().len(), 0);
    raw.execute_batch("DROP TRIGGER full").unwrap();
    bring_in(&mut window);
    assert_eq!(journal.full_form(), sample.full_form());
}

#[test]
fn an_import_is_stopped_with_nothing_half_done() {
    let (journal, mut window, folder, _sample) = first_run();
    window.press_with(Modifiers::COMMAND, Key::I);
    look_at(&mut window, &folder.path().join("sample.json"));
    // Another window is writing: the import waits for it, and is stopped meanwhile.
    let raw = journal.raw();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.button("Stop");
    raw.execute_batch("COMMIT").unwrap();
    window.until_says("Nothing was brought in.");
    assert_eq!(journal.db().people().unwrap().len(), 0);
    bring_in(&mut window);
    assert_eq!(journal.db().people().unwrap().len(), 6, "it can be brought in after all");
}

/// A folder of notes, as people keep it: a page for each person, and what is neither.
fn notes() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let people = folder.path().join("People");
    fs::create_dir(&people).unwrap();
    let dana = "# Dana Whitfield\n\n## 2026-11-17\n\n- Tired after the release #wellbeing\n- [ ] Ask Finance about the second \
                engineer\n\n## 2026-11-10\n\n- Wants a mentor #growth\n- [x] Send the ladder\n\n## 2024-13-01\n\n- On no day\n";
    let marcus = "# Marcus Oyelaran\n\n## 2026-11-12\n\nTobi walks now. On call was calm.\n";
    fs::write(people.join("Dana Whitfield.md"), dana).unwrap();
    fs::write(people.join("Marcus Oyelaran.md"), marcus).unwrap();
    fs::write(folder.path().join("photo.md"), [0, 159, 146, 150, 0, 1, 2, 3]).unwrap();
    folder
}

#[test]
fn from_the_first_run_a_folder_of_notes_comes_in_to_the_first_brief() {
    let folder = notes();
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    window.button("Import notes…");
    window.type_text(&folder.path().display().to_string());
    window.press(Key::Enter);
    window.until_says("into your journal.");
    window.settle();
    assert!(window.says("2 people are new"), "{}", window.read());
    assert!(window.has(Role::Label, "2 one-on-ones · 2 notes · 2 actions"), "{}", window.read());
    window.button("2 could not be read");
    assert!(window.says("photo.md") && window.says("Is not text."), "{}", window.read());
    assert!(window.says("Dana Whitfield.md, line 15"), "{}", window.read());
    bring_in(&mut window);
    assert_eq!(names(journal.db()), ["Dana Whitfield", "Marcus Oyelaran"]);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("Before you meet");
    assert!(window.says("Ask Finance about the second engineer"), "it is of whom you meet first\n{}", window.read());
    assert!(window.says("Tired after the release"), "{}", window.read());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.until_says("On call was calm.");
    // One undo takes all of it back.
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("the first run is back", |window| window.has_field("Names, one a line"));
    assert_eq!(names(journal.db()), [""; 0]);
}

#[test]
fn days_that_can_be_read_in_two_ways_are_asked_about_first() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("Dana Whitfield.md");
    fs::write(&document, "# Dana Whitfield\n\n## 03/04/26\n\nWants a mentor\n\n## 05/06/26\n\nFound one\n").unwrap();
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    drop_on(&mut window, &[&document]);
    window.until_says("to be read?");
    window.settle();
    assert!(!is_ready(&window), "nothing comes in before it is answered\n{}", window.read());
    window.click(Role::RadioButton, "The day first: 3 April 2026");
    window.until("it can be brought in", is_ready);
    window.click(Role::RadioButton, "The month first: 4 March 2026");
    window.until("it can be brought in", is_ready);
    bring_in(&mut window);
    assert!(journal.full_form().contains("\"written\":\"2026-03-04T"), "{}", journal.full_form());
    assert!(journal.full_form().contains("\"written\":\"2026-05-06T"), "{}", journal.full_form());
}

#[test]
fn a_document_that_names_nobody_is_about_whom_you_say() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("notes.md");
    fs::write(&document, "## 2026-11-10\n\nWants a mentor\n\n## 2026-11-17\n\nFound one\n").unwrap();
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    drop_on(&mut window, &[&document]);
    window.until_says("Whom is it about?");
    window.fill("About", "Dana Whitfield");
    window.button("Read it so");
    window.until("it can be brought in", is_ready);
    assert!(window.has(Role::ComboBox, "Who is Dana Whitfield?"));
    bring_in(&mut window);
    assert_eq!(names(journal.db()), ["Dana Whitfield"]);
    assert!(journal.full_form().contains("Found one"));
}

#[test]
fn the_columns_of_a_table_are_said_and_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("team.csv");
    let rows = "Alpha,Beta,Gamma,Delta\nDana Whitfield,2026-11-10,Wants a mentor,x1\nMarcus Oyelaran,2026-11-12,On call was calm,x2\n";
    fs::write(&table, rows).unwrap();
    let journal = TempJournal::with(&[]);
    let mut window = Window::over(&journal);
    drop_on(&mut window, &[&table]);
    window.until_says("Say which columns hold the person, the day and the text.");
    window.settle();
    assert!(window.says("Wants a mentor · On call was calm"), "samples stand beside the columns\n{}", window.read());
    for (column, holds) in [("Alpha", "Person"), ("Beta", "Day"), ("Delta", "Text")] {
        window.click(Role::ComboBox, &format!("What is in {column}?"));
        window.click(Role::MenuItemRadio, holds);
        window.settle();
    }
    window.until("it can be brought in", is_ready);
    assert!(!window.says("Whom is it about?"), "a column says it\n{}", window.read());
    // It was the other column.
    window.click(Role::ComboBox, "What is in Gamma?");
    window.click(Role::MenuItemRadio, "Text");
    window.until_says("Text: Gamma");
    window.until("it can be brought in", is_ready);
    bring_in(&mut window);
    let form = journal.full_form();
    assert!(form.contains("Wants a mentor") && !form.contains("x1"), "{form}");
    assert_eq!(names(journal.db()), ["Dana Whitfield", "Marcus Oyelaran"]);
}

#[test]
fn a_calendar_is_read_and_can_be_read_again_from_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let calendar = folder.path().join("work.ics");
    let event = |day: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:1@t\r\nDTSTAMP:20261101T080000Z\r\n\
             DTSTART:{day}T090000Z\r\nDTEND:{day}T093000Z\r\nSUMMARY:1:1 Dana Whitfield\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    fs::write(&calendar, event("20261126")).unwrap();
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    assert!(!window.has(Role::Button, "Read the calendar again"), "none was read yet");
    window.button("Import…");
    look_at(&mut window, &calendar);
    bring_in(&mut window);
    window.button("Close");
    window.until_says("Thu 26 Nov");
    fs::write(&calendar, event("20261127")).unwrap();
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.button("Read the calendar again");
    window.until("it can be brought in", is_ready);
    assert!(window.says("1 rhythm or planned one-on-one changes"), "{}", window.read());
    bring_in(&mut window);
    window.button("Close");
    window.until_says("Fri 27 Nov");
}
