//! The Settings page: its tabs, and the backups of the journal.

use std::{fs, path::Path};

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use rapport::{
    app::JournalPaths,
    journal::backup::{BackupFile, list_backups},
    store::inspect_backup,
};

use crate::{
    support::{TempJournal, minutes_after_now, query_number},
    window::Window,
};

/// A journal about Dana and Tomas with a window that keeps its backups in a folder of their own.
struct Setting {
    journal: TempJournal,
    folder: tempfile::TempDir,
    window: Window,
}

impl Setting {
    fn open() -> Self {
        let journal = TempJournal::with_people(&["Dana Whitfield", "Tomas Ferreira"]);
        journal.jot(1, "? the retro");
        let folder = tempfile::tempdir().unwrap();
        let window = open_window(&journal, folder.path());
        Self { journal, folder, window }
    }

    fn backups(&self) -> Vec<BackupFile> {
        list_backups(self.folder.path(), None).unwrap()
    }

    fn show_backups(&mut self) {
        self.window.press_with(Modifiers::COMMAND, Key::Comma);
        self.window.click(Role::Tab, "Privacy & backup");
    }

    fn back_up(&mut self) {
        self.show_backups();
        self.window.wait_for(Role::Button, "Back up now");
        self.window.click_button("Back up now");
        self.window.wait_for_text("Backed up");
    }
}

fn open_window(journal: &TempJournal, folder: &Path) -> Window {
    let paths =
        JournalPaths { own: journal.file(), sample: folder.join("sample.rapport"), backups: Some(folder.to_owned()) };
    Window::launch_with_paths(Window::builder(), paths, &journal.clock)
}

#[test]
fn settings_is_a_page_with_a_tab_for_each_subject() {
    let mut setting = Setting::open();
    let window = &mut setting.window;
    window.press_with(Modifiers::COMMAND, Key::Comma);
    for (tab, shows) in [
        ("Appearance", "Zoom"),
        ("Reminders", "Shows a desktop notification"),
        ("Privacy & backup", "Anyone who can read your files can read this journal"),
        ("Import & export", "The file is readable only by you."),
        ("Shortcuts", "People and files"),
    ] {
        window.click(Role::Tab, tab);
        window.wait_for_text(shows);
    }
    window.press(Key::Escape);
    assert!(!window.has(Role::Tab, "Appearance"), "Esc leaves the page");
}

#[test]
fn a_backup_is_made_on_request_and_shown_with_its_warning() {
    let mut setting = Setting::open();
    setting.show_backups();
    setting.window.wait_for_text("None yet. The first is made when you close Rapport.");
    setting.back_up();
    let window = &mut setting.window;
    window.wait_for_text("opened and checked");
    assert!(window.has_text("Today, 10:00") && window.has_text("1 backup, "), "{}", window.visible_text());
    assert!(window.has_text("7 daily, 4 weekly, 12 monthly"));
    assert!(window.has_text("These backups are on the same disk as your journal."));
    assert!(window.has(Role::Button, "Show in folder"));
    assert_eq!(inspect_backup(&setting.backups()[0].path).unwrap().problems, [] as [String; 0]);
}

#[test]
fn closing_the_window_makes_a_backup_only_if_something_was_written() {
    let setting = Setting::open();
    let Setting { journal, folder, window } = setting;
    window.close();
    assert_eq!(list_backups(folder.path(), None).unwrap().len(), 1);
    open_window(&journal, folder.path()).close();
    assert_eq!(list_backups(folder.path(), None).unwrap().len(), 1);
    journal.clock.set(minutes_after_now(60 * 24));
    journal.jot(1, "a note");
    open_window(&journal, folder.path()).close();
    assert_eq!(list_backups(folder.path(), None).unwrap().len(), 2);
}

#[test]
fn who_can_read_this_is_beside_the_cards_or_below_them() {
    let setting = Setting::open();
    for width in [1280.0, 760.0] {
        let paths = JournalPaths {
            own: setting.journal.file(),
            sample: setting.folder.path().join("sample.rapport"),
            backups: Some(setting.folder.path().to_owned()),
        };
        let builder = Window::builder().with_size(vec2(width, 1_600.0));
        let mut window = Window::launch_with_paths(builder, paths, &setting.journal.clock);
        window.press_with(Modifiers::COMMAND, Key::Comma);
        window.click(Role::Tab, "Privacy & backup");
        window.wait_for(Role::Button, "Back up now");
        let readers = window.get_by_role_and_label(Role::Heading, "Who can read this").rect();
        let backups = window.get_by_role_and_label(Role::Heading, "Backups").rect();
        assert_eq!(readers.left() > backups.right(), width > 1_000.0, "{readers:?} {backups:?}");
        assert_eq!(readers.top() > backups.bottom(), width < 1_000.0, "{readers:?} {backups:?}");
    }
}

#[test]
fn a_folder_is_checked_before_it_is_used() {
    let mut setting = Setting::open();
    let file = setting.folder.path().join("file");
    fs::write(&file, "text").unwrap();
    setting.show_backups();
    setting.window.wait_for(Role::Button, "Back up now");
    setting.window.click_button("Change…: Change the backup folder");
    setting.window.fill("Folder", file.to_str().unwrap());
    setting.window.click_button("Save");
    setting.window.wait_for_text("is a file, not a folder.");
    let other = tempfile::tempdir().unwrap();
    setting.window.fill("Folder", other.path().to_str().unwrap());
    setting.window.click_button("Save");
    setting.window.wait_until("it is saved", |window| !window.has(Role::Dialog, "Backup folder"));
    setting.back_up();
    assert_eq!(list_backups(other.path(), None).unwrap().len(), 1);
    drop(other);
    // An unplugged drive: one calm line on Today, and a band in the settings.
    setting.window.press(Key::Escape);
    setting.show_backups();
    setting.window.wait_for_text("Connect the drive, or choose another folder in Settings.");
    setting.window.click_button("Today");
    setting.window.wait_for_text("isn’t there.");
    setting.window.click_button("Backup settings");
    assert!(setting.window.has(Role::Button, "Back up now"));
}

#[test]
fn an_old_backup_is_said_on_today() {
    let mut setting = Setting::open();
    setting.back_up();
    setting.journal.jot(1, "a note");
    setting.journal.clock.set(minutes_after_now(60 * 24 * 9));
    setting.window.click_button("Today");
    assert!(!setting.window.has_text("Your last backup"));
    setting.show_backups();
    setting.window.wait_for_text("Your last backup is 9 days old.");
    setting.window.click_button("Today");
    setting.window.wait_for_text("Your last backup is 9 days old.");
}

#[test]
fn the_whole_journal_is_restored_and_opened_again() {
    let mut setting = Setting::open();
    setting.back_up();
    setting.journal.jot(1, "? written since");
    setting.window.click_button("Restore…");
    setting.window.wait_for(Role::Button, "Preview: Today, 10:00");
    setting.window.click_button("Preview: Today, 10:00");
    setting.window.wait_for_text("1 written since is removed");
    setting.window.click_button("Restore all");
    setting.window.wait_until("it is restored", |window| !window.has(Role::Dialog, "Restore from a backup"));
    let entries = || query_number(&setting.journal.raw_connection(), "SELECT count(*) FROM entries");
    assert_eq!(entries(), 1);
    assert_eq!(setting.backups().len(), 2, "the journal as it was is kept");
    assert!(!setting.window.has_text("written since"));
}

#[test]
fn chosen_entries_are_restored_and_can_be_undone() {
    let mut setting = Setting::open();
    setting.journal.jot(2, "? the budget");
    setting.back_up();
    let trashed = "UPDATE entries SET trashed = '2026-11-24T10:00:00+01:00' WHERE text = 'the retro'";
    setting.journal.raw_connection().execute(trashed, []).unwrap();
    setting.window.click_button("Restore…");
    setting.window.wait_for(Role::Button, "Preview: Today, 10:00");
    setting.window.click_button("Preview: Today, 10:00");
    setting.window.wait_for(Role::RadioButton, "Chosen entries");
    setting.window.click(Role::RadioButton, "Chosen entries");
    setting.window.click_button("Show the entries about Dana Whitfield");
    setting.window.click(Role::CheckBox, "Restore: the retro");
    setting.window.click_button("Restore 1 entry");
    let live = || {
        let sql = "SELECT count(*) FROM entries WHERE trashed IS NULL";
        query_number(&setting.journal.raw_connection(), sql)
    };
    setting.window.wait_for_text("Restored from the backup");
    assert_eq!(live(), 2);
    setting.window.click_button("Undo");
    setting.window.wait_until("it is undone", |_| live() == 1);
}
