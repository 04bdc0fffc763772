//! The Settings page: its tabs, and the backups of the journal.

use std::{fs, ops::ControlFlow, path::Path, time::Duration};

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use rapport::{
    app::JournalPaths,
    domain::{backup::BackupReason, passphrase::Passphrase},
    journal::backup::{BackupFile, BackupFolders, list_backups, make_backup},
    store::{BackupLabel, FileKey, change_key, forget_key, inspect_backup, known_key},
};

use crate::{
    support::{TempJournal, minutes_after_now, moment, query_number, raw_connection, strings},
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

    /// Asks for the preview of a file in the dialog that restores.
    fn preview(&mut self, file: &Path) {
        self.window.wait_until("a file can be chosen", |window| window.has_field("Or another file"));
        self.window.fill("Or another file", file.to_str().unwrap());
        self.window.click_button("Preview");
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
    setting.window.click(Role::ListItem, "Today");
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
    setting.window.click(Role::ListItem, "Today");
    assert!(!setting.window.has_text("Your last backup"));
    setting.show_backups();
    setting.window.wait_for_text("Your last backup is 9 days old.");
    setting.window.click(Role::ListItem, "Today");
    setting.window.wait_for_text("Your last backup is 9 days old.");
}

#[test]
fn backups_on_the_disk_of_the_journal_are_said_on_today_until_that_is_dismissed() {
    let mut setting = Setting::open();
    let line = "Your backups are on the same disk as your journal: if it fails, you lose both.";
    assert!(!setting.window.has_text(line), "there is no backup yet");
    setting.back_up();
    setting.window.click(Role::ListItem, "Today");
    setting.window.wait_for_text(line);
    setting.window.click(Role::Button, "Dismiss: backups");
    setting.window.wait_until("the line is gone", |window| !window.has_text(line));
    let Setting { journal, folder, window } = setting;
    window.close();
    let mut window = open_window(&journal, folder.path());
    window.wait_for_text("Needs your attention");
    let stored = "SELECT value FROM settings WHERE name = 'backup'";
    assert!(strings(&journal.raw_connection(), stored)[0].contains(r#""accepts_same_disk":true"#));
    assert!(!window.has_text(line));
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

/// In the preview of a file that cannot be restored.
#[test]
fn what_must_not_be_restored_is_refused_with_a_way_on() {
    let mut setting = Setting::open();
    setting.back_up();
    let backup = setting.backups().remove(0).path;
    let copy = |name: &str| {
        let path = setting.folder.path().join(name);
        fs::copy(&backup, &path).unwrap();
        path
    };
    let newer = copy("newer.rapport");
    raw_connection(&newer).pragma_update(None, "user_version", 9_999).unwrap();
    let damaged = copy("damaged.rapport");
    let mut bytes = fs::read(&damaged).unwrap();
    let text = bytes.windows(9).position(|part| part == b"the retro").unwrap();
    bytes[text] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    let text = setting.folder.path().join("text.rapport");
    fs::write(&text, "a".repeat(9_000)).unwrap();
    let missing = setting.folder.path().join("missing.rapport");
    let before = setting.journal.content_rows();
    setting.window.click_button("Restore…");
    for (file, says) in [
        (setting.journal.file(), "is the journal itself. Nothing was changed. Choose one of its backups."),
        (newer, "newer version of Rapport"),
        (damaged, "is damaged. Nothing was changed. Choose another backup."),
        (text, "is not a Rapport journal"),
        (missing, "missing.rapport"),
    ] {
        setting.preview(&file);
        setting.window.wait_until("it is refused", |window| window.visible_text().contains(says));
        assert!(!setting.window.has(Role::Button, "Restore all"), "{}", setting.window.visible_text());
        assert!(setting.window.has(Role::Button, "Preview: Today, 10:00"), "another one can be chosen");
    }
    setting.window.click_button("Close");
    assert_eq!(setting.journal.content_rows(), before);
}

/// Only after it was said whose it is, and that the journal is replaced.
#[test]
fn backup_of_another_journal_is_restored_only_if_that_is_confirmed() {
    let mut setting = Setting::open();
    let other = TempJournal::with_people(&["Ana Lima", "Ben Okafor", "Cara Nowak"]);
    let folder = tempfile::tempdir().unwrap();
    let label = BackupLabel { made_at: moment(0), reason: BackupReason::Manual };
    let (folders, go_on) = (BackupFolders::only(folder.path()), &mut |_, _| ControlFlow::Continue(()));
    let foreign = make_backup(&other.file(), &folders, &label, Duration::ZERO, go_on).unwrap().backup.path;
    let people = |setting: &Setting| query_number(&setting.journal.raw_connection(), "SELECT count(*) FROM people");
    setting.back_up();
    setting.window.click_button("Restore…");
    setting.preview(&foreign);
    setting.window.wait_for_text("is a backup of another journal.");
    setting.window.click_button("Back");
    assert_eq!(people(&setting), 2);
    setting.preview(&foreign);
    setting.window.wait_for(Role::Button, "Show it anyway");
    setting.window.click_button("Show it anyway");
    setting.window.wait_for(Role::Button, "Restore all");
    setting.window.click_button("Restore all");
    setting.window.wait_until("it is restored", |window| !window.has(Role::Dialog, "Restore from a backup"));
    assert_eq!(people(&setting), 3);
    assert_eq!(setting.backups().len(), 2, "the journal as it was is kept");
}

#[test]
fn passphrase_of_a_backup_that_has_another_one_is_asked_for() {
    let mut setting = Setting::open();
    setting.back_up();
    setting.journal.jot(1, "? written since");
    let backup = setting.folder.path().join("locked.rapport");
    fs::copy(setting.backups().remove(0).path, &backup).unwrap();
    change_key(&backup, Some(FileKey::generate(&Passphrase::new("the former one").unwrap()).unwrap())).unwrap();
    forget_key(&known_key(&backup).unwrap());
    setting.window.click_button("Restore…");
    setting.preview(&backup);
    setting.window.wait_for_text("locked.rapport");
    for typed in ["another", "the former one"] {
        let field = "Passphrase of the backup";
        setting.window.get_by_role_and_label(Role::PasswordInput, field).focus();
        setting.window.settle();
        setting.window.press_with(Modifiers::COMMAND, Key::A);
        setting.window.type_text(typed);
        setting.window.press(Key::Enter);
        if typed == "another" {
            setting.window.wait_for_text("Wrong passphrase.");
        }
    }
    setting.window.wait_for_text("1 written since is removed");
    setting.window.click_button("Restore all");
    setting.window.wait_until("it is restored", |window| !window.has(Role::Dialog, "Restore from a backup"));
    let entries = query_number(&setting.journal.raw_connection(), "SELECT count(*) FROM entries");
    assert_eq!(entries, 1, "and the journal is as plain as before");
    assert!(known_key(&backup).is_none(), "the key is forgotten");
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
