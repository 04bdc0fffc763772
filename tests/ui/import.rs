//! Import in the window: source, preview and mapping of people, import; cancelled, rejected and
//! undone.

use std::{fs, path::Path, sync::Arc};

use eframe::egui::{DroppedFile, Event, HoveredFile, Key, Modifiers, PointerButton, Pos2, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::store::Db;

use crate::{support::TempJournal, window::Window};

const TITLE: &str = "Import";

/// A file dropped on the window.
#[derive(Debug)]
struct DroppedPath(std::path::PathBuf);

impl DroppedFile for DroppedPath {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_files(window: &mut Window, paths: &[&Path]) {
    for path in paths {
        window.input_mut().dropped_files.push(Arc::new(DroppedPath(path.to_path_buf())));
    }
    window.step();
}

/// A window on the first run, with the exported sample in a folder.
fn open_first_run_with_sample_file() -> (TempJournal, Window, tempfile::TempDir, TempJournal) {
    let sample = TempJournal::sample();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sample.json"), sample.export_json()).unwrap();
    let journal = TempJournal::with_people(&[]);
    let window = Window::open(&journal);
    (journal, window, folder, sample)
}

/// Chooses a path and waits for the preview.
fn open_preview(window: &mut Window, path: &Path) {
    window.fill("From", &path.display().to_string());
    window.click_button("Preview");
    window.wait_for_text("Matched by name.");
    window.settle();
}

/// Whether the preview is counted and can be imported.
fn can_import(window: &Window) -> bool {
    let buttons = window.query_all_by_role(Role::Button);
    let named = |name: &str| name.starts_with("Import ") && name.contains(" item");
    buttons.map(|button| button.accesskit_node()).any(|it| it.label().is_some_and(|it| named(&it)) && !it.is_disabled())
}

fn confirm_import(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("Imported ");
}

fn people_names(db: &Db) -> Vec<String> {
    db.people().unwrap().into_iter().map(|person| person.profile.name).collect()
}

#[test]
fn journal_is_imported_from_the_first_run() {
    let (journal, mut window, folder, sample) = open_first_run_with_sample_file();
    window.click_button("Import notes…");
    assert!(window.has(Role::Dialog, TITLE));
    open_preview(&mut window, &folder.path().join("sample.json"));
    assert!(window.has_text(" for 6 people"), "{}", window.visible_text());
    assert!(window.has_text("6 new people"));
    assert_eq!(journal.db().people().unwrap().len(), 0, "nothing has changed yet");
    window.click_button("Examples for Dana Whitfield");
    assert!(window.has_text("Flag") && window.has_text("Third week on call out of five"), "{}", window.visible_text());
    confirm_import(&mut window);
    assert_eq!(journal.export_json(), sample.export_json(), "it is the same journal");
    window.click_button("Prepare for Dana");
    window.wait_for_text("Last time · ");
    assert!(!window.has(Role::Dialog, TITLE));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the first run is back", |window| window.has_field("Names, one per line"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_for(Role::Button, "Add person");
    window.wait_for_text("Dana Whitfield");
    assert_eq!(journal.export_json(), sample.export_json(), "made again, it is the same");
}

#[test]
fn enter_alone_leads_from_the_path_to_the_first_brief() {
    let (_journal, mut window, folder, _sample) = open_first_run_with_sample_file();
    window.click_button("Import notes…");
    window.fill("From", &folder.path().join("sample.json").display().to_string());
    for text in [" for 6 people", "Imported ", "Last time · "] {
        window.press(Key::Enter);
        window.wait_for_text(text);
        window.settle();
    }
    assert!(!window.has(Role::Dialog, TITLE));
}

#[test]
fn closing_the_import_shows_today_and_undo_the_first_run() {
    let (journal, mut window, folder, _sample) = open_first_run_with_sample_file();
    window.press_with(Modifiers::COMMAND, Key::I);
    open_preview(&mut window, &folder.path().join("sample.json"));
    confirm_import(&mut window);
    window.click_button("Close");
    window.wait_for_text("Needs your attention");
    // A second import finds nothing new.
    window.press_with(Modifiers::COMMAND, Key::I);
    window.fill("From", &folder.path().join("sample.json").display().to_string());
    window.click_button("Preview");
    window.wait_for_text("Nothing new to import.");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("Nothing new to import."), "there is nothing to bring in");
    window.click_button("Cancel");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the first run is back", |window| window.has_field("Names, one per line"));
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn import_is_undone_from_its_summary() {
    let (journal, mut window, folder, _sample) = open_first_run_with_sample_file();
    window.click_button("Import notes…");
    open_preview(&mut window, &folder.path().join("sample.json"));
    confirm_import(&mut window);
    window.click_button("Undo import");
    window.wait_until("the first run is back", |window| window.has_field("Names, one per line"));
    window.wait_for_text("Undid: import");
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn people_are_mapped_with_keyboard_and_pointer() {
    let (_first, _window, folder, _sample) = open_first_run_with_sample_file();
    let journal = TempJournal::with_people(&["Dana W.", "Marcus Oyelaran"]);
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::I);
    open_preview(&mut window, &folder.path().join("sample.json"));
    assert!(window.has_text("5 new people"), "Marcus is known by his name\n{}", window.visible_text());
    // Dana is the existing Dana W.
    window.click(Role::ComboBox, "Who is Dana Whitfield?");
    window.click(Role::MenuItemRadio, "Match to Dana W.");
    window.wait_for_text("4 new people");
    // Priya is left out.
    window.get_by_role_and_label(Role::ComboBox, "Who is Priya Raman?").focus();
    window.press(Key::Enter);
    window.click(Role::MenuItemRadio, "Skip");
    window.wait_for_text("3 new people");
    assert!(window.has_text("items skipped"), "{}", window.visible_text());
    // Kenji is renamed.
    window.click_button("Rename Kenji Watanabe");
    assert_eq!(window.focused_label().as_deref(), Some("TextInput Name of Kenji Watanabe"));
    window.fill("Name of Kenji Watanabe", " ");
    window.wait_for_text("Enter a name.");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(!window.has_text("Imported "), "a name that is none comes not in");
    window.fill("Name of Kenji Watanabe", "Ken Watanabe");
    window.press(Key::Enter);
    window.settle();
    // Ingrid and Tomás are the same person.
    let ingrid = "ComboBox Who is Ingrid Solberg?";
    for _ in 0..60 {
        if window.focused_label().as_deref() == Some(ingrid) {
            break;
        }
        window.press(Key::Tab);
    }
    assert_eq!(window.focused_label().as_deref(), Some(ingrid), "Tab comes to everybody");
    window.settle();
    let rect = window.get_by_role_and_label(Role::ComboBox, "Who is Ingrid Solberg?").rect();
    assert!(rect.top() > 150.0 && rect.bottom() < 722.0, "and brings them into sight: {rect:?}");
    window.press(Key::Enter);
    window.click(Role::MenuItemRadio, "Same as Tomás Ferreira");
    window.wait_for_text("2 new people");
    window.wait_until("it is counted", can_import);
    confirm_import(&mut window);
    assert_eq!(people_names(journal.db()), ["Dana W.", "Marcus Oyelaran", "Tomás Ferreira", "Ken Watanabe"]);
    // On a second read everybody is recognised; only the person left out is new.
    window.click_button("Close");
    window.press_with(Modifiers::COMMAND, Key::I);
    open_preview(&mut window, &folder.path().join("sample.json"));
    assert!(window.has_text("1 new person"), "{}", window.visible_text());
    assert!(window.has(Role::ComboBox, "Who is Kenji Watanabe?"));
}

/// Presses and releases within one frame, like a tap on a touchpad.
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
fn reopened_menu_stays_above_the_dialog() {
    let (_journal, mut window, folder, _sample) = open_first_run_with_sample_file();
    window.click_button("Import notes…");
    open_preview(&mut window, &folder.path().join("sample.json"));
    let who = window.get_by_role_and_label(Role::ComboBox, "Who is Dana Whitfield?").rect().center();
    tap(&mut window, who);
    assert!(window.has(Role::MenuItemRadio, "Skip"), "{}", window.visible_text());
    window.press(Key::Escape);
    window.settle();
    assert!(!window.has(Role::MenuItemRadio, "Skip"));
    tap(&mut window, who);
    let leave_out = window.get_by_role_and_label(Role::MenuItemRadio, "Skip").rect().center();
    tap(&mut window, leave_out);
    window.wait_for_text("items skipped");
}

#[test]
fn dropped_file_is_previewed() {
    let (_journal, mut window, folder, _sample) = open_first_run_with_sample_file();
    let file = folder.path().join("sample.json");
    window.input_mut().hovered_files.push(HoveredFile { path: Some(file.clone()), mime: String::new() });
    window.step();
    window.step();
    assert!(window.has(Role::Status, "Drop to preview it as a Rapport journal."), "{}", window.visible_text());
    window.input_mut().hovered_files.clear();
    drop_files(&mut window, &[&file]);
    window.wait_for_text("6 new people");
    assert!(!window.has_text("Drop to preview it"));
    window.press(Key::Escape);
    assert!(!window.has(Role::Dialog, TITLE));
    // Two files are rejected; an unknown format is asked for.
    let photo = folder.path().join("photo.png");
    fs::write(&photo, [0x89, b'P', b'N', b'G', 0, 1, 2, 3]).unwrap();
    drop_files(&mut window, &[&file, &photo]);
    window.wait_for_text("Drop one file at a time, or the folder they’re in");
    assert!(!window.has(Role::Dialog, TITLE));
    drop_files(&mut window, &[&photo]);
    window.wait_for_text("Rapport can’t tell what photo.png is.");
    window.click(Role::RadioButton, "Rapport journal (JSON)");
    window.click_button("Preview");
    window.wait_for_text("Nothing was imported.");
    // While another dialog is open, a dropped file is rejected.
    window.press(Key::Escape);
    window.press(Key::F1);
    drop_files(&mut window, &[&file]);
    window.wait_for_text("Close the open dialog first, then drop it again");
    assert!(window.has(Role::Dialog, "Keyboard shortcuts"));
}

#[test]
fn missing_or_damaged_file_is_reported_at_the_path() {
    let (journal, mut window, folder, sample) = open_first_run_with_sample_file();
    window.press_with(Modifiers::COMMAND, Key::I);
    window.click_button("Preview");
    assert!(window.has_text("Choose a file or folder."));
    for name in ["nowhere.json", "nowhere"] {
        window.fill("From", &folder.path().join(name).display().to_string());
        window.click_button("Preview");
        window.wait_for_text(&format!("{name}. Nothing was imported. Check the path."));
    }
    let form = sample.export_json();
    let cut = folder.path().join("cut.json");
    fs::write(&cut, &form.as_bytes()[..form.len() / 2]).unwrap();
    window.fill("From", &cut.display().to_string());
    assert!(
        !window.has_text("There’s no file or folder at "),
        "what was wrong with another path is not said of this one"
    );
    window.press(Key::Enter);
    window.wait_for_text("Nothing was imported.");
    assert_eq!(journal.db().people().unwrap().len(), 0);
}

#[test]
fn a_part_that_cannot_be_read_is_listed_and_can_be_copied() {
    let (_journal, mut window, folder, sample) = open_first_run_with_sample_file();
    let broken = folder.path().join("broken.json");
    fs::write(&broken, sample.export_json().replacen("\"kind\":\"flag\"", "\"kind\":\"worry\"", 1)).unwrap();
    window.press_with(Modifiers::COMMAND, Key::I);
    open_preview(&mut window, &broken);
    window.click_button("1 could not be read");
    assert!(window.has_text("broken.json, line "), "{}", window.visible_text());
    window.get_button("Copy list").click();
    window.step();
    let copied = window.copied_text().unwrap().to_owned();
    assert!(copied.starts_with(&format!("{}:", broken.display())), "{copied}");
    confirm_import(&mut window);
    assert!(window.has(Role::Button, "1 could not be read"), "it is still said after the rest came in");
}

#[test]
fn failed_import_is_reported_and_can_be_retried() {
    let (journal, mut window, folder, sample) = open_first_run_with_sample_file();
    window.press_with(Modifiers::COMMAND, Key::I);
    open_preview(&mut window, &folder.path().join("sample.json"));
    let raw = journal.raw_connection();
    raw.execute_batch("CREATE TRIGGER full BEFORE INSERT ON goals BEGIN SELECT RAISE(ABORT, 'full'); END").unwrap();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("The import failed.");
    assert!(!window.has(Role::Button, "Copy"), "there is no text of yours to save");
    assert_eq!(journal.db().people().unwrap().len(), 0);
    raw.execute_batch("DROP TRIGGER full").unwrap();
    confirm_import(&mut window);
    assert_eq!(journal.export_json(), sample.export_json());
}

#[test]
fn cancelled_import_changes_nothing() {
    let (journal, mut window, folder, _sample) = open_first_run_with_sample_file();
    window.press_with(Modifiers::COMMAND, Key::I);
    open_preview(&mut window, &folder.path().join("sample.json"));
    // Another window holds the write lock: the import waits, and is cancelled meanwhile.
    let raw = journal.raw_connection();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.click_button("Stop");
    raw.execute_batch("COMMIT").unwrap();
    window.wait_for_text("Nothing was imported.");
    assert_eq!(journal.db().people().unwrap().len(), 0);
    confirm_import(&mut window);
    assert_eq!(journal.db().people().unwrap().len(), 6, "it can be brought in after all");
}

/// A folder of notes: a page for each person, an invalid date, and a binary file.
fn notes_folder() -> tempfile::TempDir {
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
fn folder_of_notes_is_imported_from_the_first_run() {
    let folder = notes_folder();
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    window.click_button("Import notes…");
    window.type_text(&folder.path().display().to_string());
    window.press(Key::Enter);
    window.wait_for_text(" for 2 people");
    window.settle();
    assert!(window.has_text("2 new people"), "{}", window.visible_text());
    assert!(window.has(Role::Label, "2 one-on-ones · 2 notes · 2 actions"), "{}", window.visible_text());
    window.click_button("2 could not be read");
    assert!(window.has_text("photo.md") && window.has_text("Is not text."), "{}", window.visible_text());
    assert!(window.has_text("Dana Whitfield.md, line 15"), "{}", window.visible_text());
    confirm_import(&mut window);
    assert_eq!(people_names(journal.db()), ["Dana Whitfield", "Marcus Oyelaran"]);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("Before you meet");
    assert!(
        window.has_text("Ask Finance about the second engineer"),
        "it is of whom you meet first\n{}",
        window.visible_text()
    );
    assert!(window.has_text("Tired after the release"), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.wait_for_text("On call was calm.");
    // One undo reverts the whole import.
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the first run is back", |window| window.has_field("Names, one per line"));
    assert_eq!(people_names(journal.db()), [""; 0]);
}

#[test]
fn ambiguous_dates_must_be_resolved_first() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("Dana Whitfield.md");
    fs::write(&document, "# Dana Whitfield\n\n## 03/04/26\n\nWants a mentor\n\n## 05/06/26\n\nFound one\n").unwrap();
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    drop_files(&mut window, &[&document]);
    window.wait_for_text("be read?");
    window.settle();
    assert!(!can_import(&window), "noitem before it is answered\n{}", window.visible_text());
    window.click(Role::RadioButton, "Day first: 3 April 2026");
    window.wait_until("it can be brought in", can_import);
    window.click(Role::RadioButton, "Month first: 4 March 2026");
    window.wait_until("it can be brought in", can_import);
    confirm_import(&mut window);
    assert!(journal.export_json().contains("\"written\":\"2026-03-04T"), "{}", journal.export_json());
    assert!(journal.export_json().contains("\"written\":\"2026-05-06T"), "{}", journal.export_json());
}

#[test]
fn person_is_asked_for_when_a_document_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("notes.md");
    fs::write(&document, "## 2026-11-10\n\nWants a mentor\n\n## 2026-11-17\n\nFound one\n").unwrap();
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    drop_files(&mut window, &[&document]);
    window.wait_for_text("Who is it about?");
    window.fill("About", "Dana Whitfield");
    window.click_button("Apply");
    window.wait_until("it can be brought in", can_import);
    assert!(window.has(Role::ComboBox, "Who is Dana Whitfield?"));
    confirm_import(&mut window);
    assert_eq!(people_names(journal.db()), ["Dana Whitfield"]);
    assert!(journal.export_json().contains("Found one"));
}

#[test]
fn table_columns_are_shown_and_can_be_reassigned() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("team.csv");
    let rows = "Alpha,Beta,Gamma,Delta\nDana Whitfield,2026-11-10,Wants a mentor,x1\nMarcus Oyelaran,2026-11-12,On call was calm,x2\n";
    fs::write(&table, rows).unwrap();
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    drop_files(&mut window, &[&table]);
    window.wait_for_text("Choose which columns hold the person, the day and the text.");
    window.settle();
    assert!(
        window.has_text("Wants a mentor · On call was calm"),
        "samples stand beside the columns\n{}",
        window.visible_text()
    );
    for (column, content) in [("Alpha", "Person"), ("Beta", "Day"), ("Delta", "Text")] {
        window.click(Role::ComboBox, &format!("Content of {column}"));
        window.click(Role::MenuItemRadio, content);
        window.settle();
    }
    window.wait_until("it can be brought in", can_import);
    assert!(!window.has_text("Who is it about?"), "a column says it\n{}", window.visible_text());
    // The other column is the text.
    window.click(Role::ComboBox, "Content of Gamma");
    window.click(Role::MenuItemRadio, "Text");
    window.wait_for_text("Text: Gamma");
    window.wait_until("it can be brought in", can_import);
    confirm_import(&mut window);
    let form = journal.export_json();
    assert!(form.contains("Wants a mentor") && !form.contains("x1"), "{form}");
    assert_eq!(people_names(journal.db()), ["Dana Whitfield", "Marcus Oyelaran"]);
}

fn open_import_settings(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Import & export");
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
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    open_import_settings(&mut window);
    assert!(!window.has(Role::Button, "Import the calendar again"), "none was read yet");
    window.click_button("Import…");
    open_preview(&mut window, &calendar);
    confirm_import(&mut window);
    window.click_button("Close");
    window.wait_for_text("Thu 26 Nov");
    fs::write(&calendar, event("20261127")).unwrap();
    window.click(Role::ListItem, "Reflect");
    open_import_settings(&mut window);
    window.click_button("Import the calendar again");
    window.wait_until("it can be brought in", can_import);
    assert!(window.has_text("1 changed cadence or planned one-on-one"), "{}", window.visible_text());
    confirm_import(&mut window);
    window.click_button("Close");
    window.wait_for_text("Fri 27 Nov");
}
