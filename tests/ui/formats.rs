//! Formats of a one-on-one: put on the agenda from Prepare, standing ones, and files of one’s own.

use std::fs;

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use rapport::{
    domain::{id::PersonId, person::Profile},
    journal::{
        change::Change,
        formats::{create_formats_folder, formats_folder},
    },
};

use crate::{support::TempJournal, window::Window};

const CAREER: [&str; 6] = [
    "Topic: Which work of the past year would you like more of, and which less?",
    "Topic: When did you last learn something that excited you?",
    "Topic: Where would you like to be in two or three years: deeper, broader, or somewhere else?",
    "Topic: What is missing on the way: a skill, a chance, somebody to learn from?",
    "Topic: What do I believe about you that isn’t true any more?",
    "Topic: One step in the next three months, and what I’ll do for it",
];

fn open_prepare(journal: &TempJournal, width: f32) -> Window {
    let builder = Window::builder().with_size(vec2(width, 820.0));
    let mut window = Window::open_with_builder(builder, &journal.file(), &journal.clock);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.wait_for(Role::Button, "Formats");
    window
}

/// A journal about Dana, with files of formats beside it.
fn journal_with_formats(files: &[(&str, &[u8])]) -> TempJournal {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let folder = create_formats_folder(journal.path()).unwrap();
    for (name, content) in files {
        fs::write(folder.join(name), content).unwrap();
    }
    journal
}

fn set_standing(journal: &TempJournal, format: &str) {
    let profile = Profile { format: format.into(), ..Profile::with_name("Dana Whitfield") };
    journal.commit(Change::EditPerson { person: PersonId(1), profile }).unwrap();
}

fn open_menu(window: &mut Window, item: &str) {
    window.click_button("Formats");
    window.wait_for(Role::MenuItem, item);
}

#[test]
fn a_format_is_put_on_the_agenda_in_every_width_and_undone_at_once() {
    for width in [1280.0, 760.0, 380.0] {
        let journal = TempJournal::with_people(&["Dana Whitfield"]);
        journal.jot(1, "? when did you last learn SOMETHING that excited you?");
        let mut window = open_prepare(&journal, width);
        // Compact windows show the rows without their whole brief.
        window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::A);
        open_menu(&mut window, "Career talk");
        window.click(Role::MenuItem, "Career talk");
        let others = CAREER.iter().filter(|topic| !topic.contains("last learn")).copied();
        let mut expected = vec!["Topic: when did you last learn SOMETHING that excited you?"];
        expected.extend(others);
        window.wait_for_entries(&expected);
        window.wait_for(Role::Status, "Added to agenda: Dana");
        // The notice stands over the button in a compact window.
        window.advance_time(8.0);
        open_menu(&mut window, "Career talk, on the agenda");
        window.press(Key::Escape);
        window.press_with(Modifiers::COMMAND, Key::Z);
        window.wait_for_entries(&expected[..1]);
        window.wait_for_text("Undid: adding topics to the agenda with Dana");
    }
}

#[test]
fn the_menu_is_used_with_keys_alone() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_prepare(&journal, 380.0);
    for _ in 0..20 {
        window.press(Key::Tab);
        if window.focused_label().as_deref() == Some("Button Formats") {
            break;
        }
    }
    window.press(Key::Enter);
    window.wait_for(Role::MenuItem, "Regular one-on-one");
    for _ in 0..3 {
        window.press(Key::ArrowDown);
    }
    let chosen = window.focused_label().unwrap();
    window.press(Key::Enter);
    window.wait_for(Role::Status, "Added to agenda: Dana");
    assert!(chosen.starts_with("MenuItem "), "{chosen}");
}

#[test]
fn the_standing_format_is_set_in_the_form_and_added_with_one_key() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = open_prepare(&journal, 1280.0);
    open_menu(&mut window, "Standing format: none…");
    window.click(Role::MenuItem, "Standing format: none…");
    window.click(Role::ComboBox, "Standing format");
    window.wait_for(Role::MenuItemRadio, "Career talk");
    window.click(Role::MenuItemRadio, "Career talk");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    let offer = "Add “Career talk” to the agenda";
    window.wait_for(Role::Button, offer);
    assert!(window.entry_labels().is_empty(), "nothing is added by itself");
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::O);
    window.wait_until("it is added", |window| !window.has(Role::Button, offer));
    assert_eq!(journal.db().open_entries(PersonId(1)).unwrap().len(), CAREER.len());
    // What was taken off the agenda is not offered again; after the one-on-one, all of it is.
    let all: Vec<_> = journal.db().open_entries(PersonId(1)).unwrap().iter().map(|entry| entry.id).collect();
    journal.commit(Change::Trash(all[0])).unwrap();
    window.wait_until("it is gone", |window| !window.visible_text().contains("Which work of the past year"));
    assert!(!window.has(Role::Button, offer), "{}", window.visible_text());
    for entry in &all[1..] {
        journal.commit(Change::Trash(*entry)).unwrap();
    }
    window.wait_for(Role::Button, offer);
    window.click_button(offer);
    window.wait_until("it is added again", |window| !window.has(Role::Button, offer));
}

#[test]
fn own_formats_stand_in_the_menu_and_broken_files_say_why() {
    let journal = journal_with_formats(&[
        ("planning.md", b"# Planning with {name}\n\n- What does {name} want to do first?\n".as_slice()),
        ("career.md", b"Career talk\n\n- Only this\n"),
        ("empty.md", b""),
        ("no-topic.md", b"Thoughts\n\nJust text\n"),
        ("bytes.md", b"Name\n- \xff\xfe\n"),
        ("notes.txt", b"is no format"),
    ]);
    let mut window = open_prepare(&journal, 760.0);
    open_menu(&mut window, "Planning with {name}");
    for problem in [
        "bytes.md isn’t used: it isn’t UTF-8 text.",
        "empty.md isn’t used: its first line isn’t a name.",
        "no-topic.md isn’t used: it has no topic: a line that starts with “- ”.",
    ] {
        assert!(window.visible_text().contains(problem), "{}", window.visible_text());
    }
    assert!(!window.visible_text().contains("notes.txt"), "{}", window.visible_text());
    window.click(Role::MenuItem, "Planning with {name}");
    window.wait_for_entries(&["Topic: What does Dana want to do first?"]);
    open_menu(&mut window, "Career talk");
    window.click(Role::MenuItem, "Career talk");
    window.wait_for_entries(&["Topic: What does Dana want to do first?", "Topic: Only this"]);
    // A file that is written while the window is open is there the next time.
    fs::write(formats_folder(journal.path()).join("new.md"), "Retrospective\n- What helped?\n").unwrap();
    window.click_button("Formats");
    window.wait_for(Role::MenuItem, "Retrospective");
}

#[test]
fn a_standing_format_whose_file_is_gone_says_so_and_blocks_nothing() {
    let journal = journal_with_formats(&[("planning.md", b"Planning\n- First\n")]);
    set_standing(&journal, "Planning");
    let mut window = open_prepare(&journal, 760.0);
    window.wait_for(Role::Button, "Add “Planning” to the agenda");
    fs::remove_dir_all(formats_folder(journal.path())).unwrap();
    open_menu(&mut window, "Standing format: Planning…");
    window.press(Key::Escape);
    let gone = "There is no format “Planning” any more. Choose another under Formats.";
    window.wait_until("it says so", |window| window.visible_text().contains(gone));
    open_menu(&mut window, "Goodbye");
    window.click(Role::MenuItem, "Standing format: Planning…");
    window.click(Role::ComboBox, "Standing format");
    window.wait_for(Role::MenuItemRadio, "None");
    assert!(window.has(Role::MenuItemRadio, "Planning"), "it stays until another is chosen");
    window.click(Role::MenuItemRadio, "None");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it is said no longer", |window| !window.visible_text().contains(gone));
    assert_eq!(journal.db().people().unwrap()[0].profile.format, "");
}

#[test]
fn a_running_one_on_one_offers_no_standing_format() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    set_standing(&journal, "Career talk");
    let mut window = open_prepare(&journal, 1280.0);
    let offer = "Add “Career talk” to the agenda";
    window.wait_for(Role::Button, offer);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("0 min");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.wait_for(Role::Button, "Continue in Meet");
    assert!(!window.has(Role::Button, offer), "{}", window.visible_text());
}
