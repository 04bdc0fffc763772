//! Erasing in the window: it says what goes, asks, and what was shown is gone.

use std::{fs, ops::ControlFlow, path::Path, time::Duration};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use rapport::{
    app::JournalPaths,
    domain::{
        backup::BackupReason,
        erase::{EraseRequest, EraseScope},
        id::{EntryId, PersonId},
        retention::Retention,
    },
    journal::{
        backup::{BackupFolders, list_backups, make_backup},
        change::Change,
        tidy::{RETENTION_SETTING, trimmed_count},
    },
    store::{BackupLabel, inspect_backup},
};

use crate::{
    support::{TempJournal, minutes_after_now, moment, query_number},
    window::Window,
};

fn count(journal: &TempJournal, table: &str) -> i64 {
    query_number(&journal.raw_connection(), &format!("SELECT count(*) FROM {table}"))
}

#[test]
fn the_trash_of_a_person_is_erased_after_saying_what_goes() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "Stays");
    for text in ["First in the trash", "! Second in the trash"] {
        let entry = journal.jot(1, text);
        journal.commit(Change::Trash(entry)).unwrap();
    }
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("•  1 note, 1 flag");
    assert!(window.has_text("This can’t be undone."), "{}", window.visible_text());
    assert!(!window.has_text("First in the trash"), "nothing is quoted: {}", window.visible_text());
    window.click_button("Cancel");
    assert_eq!(count(&journal, "entries"), 3);

    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("•  1 note, 1 flag");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: 2 entries");
    assert_eq!(count(&journal, "entries"), 1);
    assert_eq!(journal.db().entry(EntryId(1)).unwrap().unwrap().text, "Stays");
}

#[test]
fn person_whose_page_is_open_is_erased() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Marcus Oyelaran"]);
    journal.jot(1, "About Dana");
    let mut window = Window::open_timeline(&journal);
    window.choose_menu_item("More for Dana Whitfield", "Erase for good…");
    window.wait_for_text("•  1 note");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: Dana Whitfield");
    assert_eq!((count(&journal, "people"), count(&journal, "entries")), (1, 0));
    assert!(!window.has(Role::Button, "More for Dana Whitfield"), "{}", window.visible_text());
}

#[test]
fn one_entry_of_the_trash_is_erased_alone() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for text in ["First in the trash", "Second in the trash"] {
        let entry = journal.jot(1, text);
        journal.commit(Change::Trash(entry)).unwrap();
    }
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.query_all_by_role_and_label(Role::Button, "Erase for good…").next().unwrap().click();
    window.wait_for_text("•  1 note");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: 1 entry");
    assert_eq!(count(&journal, "entries"), 1);
}

fn back_up(journal: &TempJournal, folder: &Path, minutes: i64) {
    let label = BackupLabel { made_at: moment(minutes), reason: BackupReason::Manual };
    let go_on = &mut |_, _| ControlFlow::Continue(());
    make_backup(&journal.file(), &BackupFolders::only(folder), &label, Duration::ZERO, go_on).unwrap();
}

/// A journal with a note in the trash that two backups have, and its window.
struct BackedUp {
    journal: TempJournal,
    folder: tempfile::TempDir,
    window: Window,
}

impl BackedUp {
    fn open() -> Self {
        let journal = TempJournal::with_people(&["Dana Whitfield"]);
        let folder = tempfile::tempdir().unwrap();
        journal.jot(1, "Stays");
        let entry = journal.jot(1, PLANTED);
        for minutes in [-60 * 24 * 3, -60] {
            back_up(&journal, folder.path(), minutes);
        }
        journal.commit(Change::Trash(entry)).unwrap();
        let paths = JournalPaths {
            own: journal.file(),
            sample: folder.path().join("sample.rapport"),
            backups: Some(folder.path().to_owned()),
        };
        let window = Window::launch_with_paths(Window::builder(), paths, &journal.clock);
        Self { journal, folder, window }
    }

    fn back_up(&self, minutes: i64) {
        back_up(&self.journal, self.folder.path(), minutes);
    }

    fn open_dialog(&mut self) {
        let window = &mut self.window;
        window.press_with(Modifiers::COMMAND, Key::Comma);
        window.click(Role::Tab, "Privacy & backup");
        // It is further down.
        window.focus(Role::Button, "Erase for good…");
        window.press(Key::Enter);
        window.wait_for_text("It’s also in 2 backups:");
        assert!(
            window.has_text("•  Sat 21 Nov, 10:00") && window.has_text("•  Today, 09:00"),
            "{}",
            window.visible_text()
        );
    }

    /// How many of the backups have the planted word.
    fn backups_with_it(&self) -> usize {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
        files.filter(|bytes| bytes.windows(PLANTED.len()).any(|window| window == PLANTED.as_bytes())).count()
    }
}

const PLANTED: &str = "Zwetschgenkuchen";

#[test]
fn backups_that_have_it_are_listed_and_it_is_erased_there_only_if_chosen() {
    let mut backed_up = BackedUp::open();
    backed_up.open_dialog();
    backed_up.window.click_button("Cancel");
    backed_up.open_dialog();
    assert!(!backed_up.window.is_toggled(Role::CheckBox, "Erase it there too"));
    backed_up.window.click_button("Erase for good");
    backed_up.window.wait_for(Role::Status, "Erased for good: 1 entry");
    assert_eq!((count(&backed_up.journal, "entries"), backed_up.backups_with_it()), (1, 2));
}

#[test]
fn it_is_erased_in_the_backups_which_stay_valid() {
    let mut backed_up = BackedUp::open();
    backed_up.open_dialog();
    backed_up.window.click(Role::CheckBox, "Erase it there too");
    backed_up.window.click_button("Erase for good");
    backed_up.window.wait_for(Role::Status, "Erased for good: 1 entry, also in 2 backups");
    assert_eq!((count(&backed_up.journal, "entries"), backed_up.backups_with_it()), (1, 0));
    for backup in list_backups(backed_up.folder.path(), None).unwrap() {
        let inspection = inspect_backup(&backup.path).unwrap();
        assert_eq!((inspection.entries, inspection.problems.as_slice()), (1, [].as_slice()));
    }
}

/// The automatic backup of another window, for example.
#[test]
fn backup_that_is_made_while_the_dialog_is_open_is_shown_and_erased_too() {
    let mut backed_up = BackedUp::open();
    backed_up.open_dialog();
    backed_up.back_up(-30);
    backed_up.window.click_button("Erase for good");
    backed_up.window.wait_for_text("Your backups have changed meanwhile.");
    backed_up.window.wait_for_text("It’s also in 3 backups:");
    assert_eq!(count(&backed_up.journal, "entries"), 2, "nothing is erased before that is seen");
    backed_up.window.click(Role::CheckBox, "Erase it there too");
    backed_up.back_up(-20);
    backed_up.window.click_button("Erase for good");
    backed_up.window.wait_for(Role::Status, "Erased for good: 1 entry, also in 4 backups");
    assert_eq!((count(&backed_up.journal, "entries"), backed_up.backups_with_it()), (1, 0));
}

/// As long as a backup still has it, the journal keeps it: nothing else says which records it is.
#[test]
fn backup_in_which_it_cannot_be_erased_is_named_and_the_journal_keeps_it() {
    let mut backed_up = BackedUp::open();
    backed_up.open_dialog();
    let oldest = list_backups(backed_up.folder.path(), None).unwrap().pop().unwrap().path;
    let bytes = fs::read(&oldest).unwrap();
    let mut damaged = bytes.clone();
    let name = damaged.windows(9).position(|bytes| bytes == b"Whitfield").unwrap();
    damaged[name] ^= 1;
    fs::write(&oldest, damaged).unwrap();
    backed_up.window.click(Role::CheckBox, "Erase it there too");
    backed_up.window.click_button("Erase for good");
    backed_up.window.wait_for_text("It couldn’t be erased in 1 backup. Your journal still has it");
    assert!(backed_up.window.has_text(oldest.file_name().unwrap().to_str().unwrap()));
    assert_eq!(count(&backed_up.journal, "entries"), 2);
    fs::write(&oldest, bytes).unwrap();
    backed_up.window.click_button("Try again");
    backed_up.window.wait_for(Role::Status, "Erased for good: 1 entry, also in 2 backups");
    assert_eq!((count(&backed_up.journal, "entries"), backed_up.backups_with_it()), (1, 0));
}

#[test]
fn an_archived_person_is_erased_and_their_page_is_left() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Bo Berg"]);
    journal.jot(1, "About Dana");
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "Archive");
    window
        .wait_until("they are archived", |_| journal.db().person(PersonId(1)).unwrap().unwrap().archived_at.is_some());
    window.settle();
    window.choose_menu_item("More for Dana Whitfield", "Erase for good…");
    window.wait_for_text("•  Dana Whitfield, with the profile");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: Dana Whitfield");
    assert!(!window.has(Role::Button, "More for Dana Whitfield"), "{}", window.visible_text());
    assert_eq!((count(&journal, "people"), count(&journal, "entries")), (1, 0));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(count(&journal, "people"), 1);
}

#[test]
fn undo_after_an_erase_says_that_it_is_final() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "In the trash");
    journal.commit(Change::Trash(entry)).unwrap();
    let mut window = Window::open(&journal);
    window.choose_menu_item("More for Dana Whitfield", "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("•  1 note");
    window.click_button("Erase for good");
    window.wait_for(Role::Status, "Erased for good: 1 entry");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for(Role::Status, "Nothing to undo: erasing is final");
}

#[test]
fn versions_show_what_changed_word_by_word_and_one_is_restored() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "Quiet in the review");
    journal.commit(Change::EditText { entry, text: "Very quiet in the demo".into(), due: None }).unwrap();
    let mut window = Window::open_timeline(&journal);
    window.choose_menu_item("More for Note: Very quiet in the demo", "Version history…");
    let spoken = "[removed: Quiet][added: Very quiet] in the [removed: review][added: demo]";
    window.wait_for_text(spoken);
    window.click_button("Restore this version");
    window.wait_for_entries(&["Note: Quiet in the review"]);
    journal.undo();
    window.wait_for_entries(&["Note: Very quiet in the demo"]);
}

#[test]
fn entry_that_is_erased_elsewhere_leaves_this_window_and_what_is_typed_about_it_goes_nowhere() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "Shown in both windows");
    journal.jot(1, "Stays");
    let mut window = Window::open_timeline(&journal);
    window.wait_for_entries(&["Note: Stays", "Note: Shown in both windows"]);
    let uid = journal.db().entry(entry).unwrap().unwrap().uid;
    let elsewhere = journal.open_another();
    elsewhere.erase(EraseRequest::new(EraseScope::Entries(vec![uid])), None).unwrap();
    window.wait_for_entries(&["Note: Stays"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for(Role::Status, "Nothing to undo: erasing is final");
    assert_eq!(count(&journal, "entries"), 1);
}

#[test]
fn erasing_old_entries_is_suggested_once_a_year() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot_days_ago(1, 4 * 366, "Four years old");
    journal.jot(1, "New");
    let mut window = Window::launch(&journal);
    assert!(!window.has_text("You have entries from before"), "it is not suggested unless asked for");
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Privacy & backup");
    window.click(Role::RadioButton, "3 years");
    window.wait_until("it is stored", |_| journal.db().setting::<Retention>(RETENTION_SETTING).unwrap().is_some());
    drop(window);

    let mut window = Window::launch(&journal);
    window.wait_for(Role::Status, "You have entries from before 24 November 2023.");
    window.click_button("See what would be erased…");
    window.wait_for_text("•  1 note");
    window.click_button("Cancel");
    assert!(!window.has_text("You have entries from before"), "{}", window.visible_text());
    assert_eq!(count(&journal, "entries"), 2, "nothing goes by itself");
    drop(window);
    for (days, is_suggested) in [(0, false), (364, false), (366, true)] {
        journal.clock.set(minutes_after_now(60 * 24 * days));
        let mut window = Window::launch(&journal);
        assert_eq!(window.has_text("You have entries from before"), is_suggested, "after {days} days");
        if is_suggested {
            window.click_button("Not this year");
            assert!(!window.has_text("You have entries from before"), "{}", window.visible_text());
        }
    }
}

#[test]
fn earlier_versions_that_were_removed_are_counted_in_the_settings() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entry = journal.jot(1, "First");
    journal.commit(Change::EditText { entry, text: "Second".into(), due: None }).unwrap();
    journal.jot(1, "Another");
    journal.clock.set(minutes_after_now(60 * 24 * 400));
    journal.jot(1, "New");
    let mut window = Window::launch(&journal);
    window.wait_until("the log is trimmed", |_| trimmed_count(journal.db()).unwrap() > 0);
    let count = trimmed_count(journal.db()).unwrap();
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Privacy & backup");
    window.wait_for_text(&format!("Undo and versions go back a year. {count} removed so far."));
    assert!(window.is_toggled(Role::CheckBox, "Remove earlier versions after a year"));
    window.click(Role::CheckBox, "Remove earlier versions after a year");
    let is_off = |journal: &TempJournal| {
        journal.db().setting::<Retention>(RETENTION_SETTING).unwrap().is_some_and(|retention| !retention.trim_log)
    };
    window.wait_until("it is stored", |_| is_off(&journal));
}
