//! Errors when a journal cannot be opened.

use std::{fs, ops::ControlFlow, time::Duration};

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use rapport::{
    app::JournalPaths,
    domain::backup::BackupReason,
    journal::{
        backup::{BackupFolders, list_backups, make_backup},
        clock::FixedClock,
    },
    store::BackupLabel,
};

use crate::{
    support::{NOW, TempJournal, moment, zoned},
    window::Window,
};

fn open_path(path: &std::path::Path) -> Window {
    Window::open_path(path, &FixedClock::new(zoned(NOW)))
}

#[test]
fn open_error_is_shown_and_try_again_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    fs::write(&path, "this is a letter, and no journal\n".repeat(200)).unwrap();
    let mut window = open_path(&path);
    assert!(window.has_text("Your journal couldn’t be opened"), "{}", window.visible_text());
    assert!(window.has_text(&path.display().to_string()), "it says where");
    let text = window.visible_text();
    window.click_button("Try again");
    assert_eq!(window.visible_text(), text, "it says the same as long as nothing has changed");
    assert!(fs::read_to_string(&path).unwrap().starts_with("this is a letter"), "the file is as it was");

    let mut good = TempJournal::with_people(&["Dana Whitfield"]);
    good.close();
    fs::copy(good.file(), &path).unwrap();
    window.click_button("Try again");
    window.wait_for_text("Needs your attention");
}

#[test]
fn every_open_error_says_what_is_safe_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("folder.rapport");
    fs::create_dir(&in_the_way).unwrap();
    let newer = folder.path().join("newer.rapport");
    let mut good = TempJournal::with_people(&["Dana"]);
    good.close();
    fs::copy(good.file(), &newer).unwrap();
    crate::support::raw_connection(&newer).pragma_update(None, "user_version", 9_999).unwrap();
    let foreign = folder.path().join("foreign.rapport");
    crate::support::raw_connection(&foreign).execute_batch("CREATE TABLE recipes (id INTEGER PRIMARY KEY)").unwrap();
    for path in [in_the_way, newer, foreign] {
        let size_before = fs::metadata(&path).unwrap().len();
        let window = open_path(&path);
        assert!(window.has_text("Your journal couldn’t be opened"), "{}", window.visible_text());
        // Heading, problem, reassurance, remedy and path, plus a button.
        assert!(window.visible_text().lines().count() >= 6, "{}", window.visible_text());
        assert_eq!(fs::metadata(&path).unwrap().len(), size_before, "nothing was written over");
    }
}

/// A closed journal of two people that lacks its last pages.
fn cut_journal(folder: &std::path::Path, pages: usize) -> std::path::PathBuf {
    let mut journal = TempJournal::with_people(&["Dana Whitfield", "Amara Okafor"]);
    for index in 0..60 {
        journal.jot(1 + index % 2, &format!("talked about the release {index} {}", "and more ".repeat(30)));
    }
    journal.close();
    let bytes = fs::read(journal.file()).unwrap();
    let path = folder.join("journal.rapport");
    fs::write(&path, &bytes[..bytes.len() - pages * 4096]).unwrap();
    path
}

#[test]
fn damaged_journal_is_recovered_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = cut_journal(folder.path(), 9);
    let damaged = fs::read(&path).unwrap();
    let mut window = open_path(&path);
    assert!(window.has_text("Your journal couldn’t be opened"), "{}", window.visible_text());
    window.click_button("Recover…");
    let new = folder.path().join("journal recovered.rapport");
    assert_eq!(window.field_text("Save the recovered journal as"), new.display().to_string());
    // A file that is there is never overwritten.
    window.fill("Save the recovered journal as", &path.display().to_string());
    window.click_button("Recover");
    window.wait_for_text("already exists");
    window.fill("Save the recovered journal as", &new.display().to_string());
    window.click_button("Recover");
    window.wait_for_text("Your journal was recovered");
    assert!(window.has_text("Missing or uncertain"), "{}", window.visible_text());
    window.click_button("Open the recovered journal");
    window.wait_for_text("Amara");
    assert_eq!(fs::read(&path).unwrap(), damaged, "the damaged file is only read");
}

#[test]
fn damaged_journal_can_be_read_or_another_file_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = cut_journal(folder.path(), 1);
    let mut window = open_path(&path);
    window.click_button("Open read-only");
    window.wait_for_text("Dana");
    drop(window);

    let mut good = TempJournal::with_people(&["Elif Kaya"]);
    good.close();
    let mut window = open_path(&path);
    window.click_button("Choose another file…");
    window.fill("Journal", &good.file().display().to_string());
    window.click_button("Open");
    window.wait_for_text("Elif");
}

#[test]
fn backup_is_restored_in_the_place_of_a_damaged_journal() {
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    let backups = tempfile::tempdir().unwrap();
    let label = BackupLabel { made_at: moment(0), reason: BackupReason::Manual };
    let folders = BackupFolders::only(backups.path());
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let backup = make_backup(&journal.file(), &folders, &label, Duration::ZERO, go_on).unwrap().backup;
    journal.close();
    let bytes = fs::read(journal.file()).unwrap();
    fs::write(journal.file(), &bytes[..bytes.len() / 2 / 4096 * 4096]).unwrap();
    let mut window = open_path(&journal.file());
    window.click_button("Restore a backup…");
    window.fill("Or a backup in another folder", &backup.path.display().to_string());
    window.click_button("Restore this file");
    window.wait_for_text("Dana");
}

#[test]
fn older_journal_is_updated_with_progress_and_a_backup_and_then_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let schema = include_str!("../fixtures/schema-10.sql");
    crate::support::raw_connection(&path).execute_batch(schema).unwrap();
    let backups = folder.path().join("backups");
    let paths = JournalPaths {
        own: path.clone(),
        sample: folder.path().join("sample.rapport"),
        backups: Some(backups.clone()),
    };
    let mut window = Window::launch_with_paths(Window::builder(), paths, &FixedClock::new(zoned(NOW)));
    window.wait_for_text("Needs your attention");
    let reasons: Vec<_> =
        list_backups(&backups, None).unwrap().into_iter().map(|backup| backup.manifest.reason).collect();
    assert_eq!(reasons, [BackupReason::BeforeMigration]);
}

#[test]
fn page_of_an_update_says_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let schema = include_str!("../fixtures/schema-10.sql");
    crate::support::raw_connection(&path).execute_batch(schema).unwrap();
    // Another program writes: the update waits for it.
    let writing = crate::support::raw_connection(&path);
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    let paths = JournalPaths { own: path.clone(), sample: folder.path().join("sample.rapport"), backups: None };
    let mut window = Window::launch_with_paths(Window::builder(), paths, &FixedClock::new(zoned(NOW)));
    window.advance_time(1.2);
    assert!(window.has_text("Updating your journal"), "{}", window.visible_text());
    assert!(window.has_text("1 second so far"), "{}", window.visible_text());
    assert!(window.query_all_by_role(Role::ProgressIndicator).count() == 1, "{}", window.visible_text());
    writing.execute_batch("ROLLBACK").unwrap();
    window.wait_for_text("Needs your attention");
}

#[test]
fn update_can_be_stopped_and_made_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let schema = include_str!("../fixtures/schema-10.sql");
    crate::support::raw_connection(&path).execute_batch(schema).unwrap();
    let version = |path: &std::path::Path| -> i64 {
        crate::support::raw_connection(path).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    let writing = crate::support::raw_connection(&path);
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    let paths = JournalPaths { own: path.clone(), sample: folder.path().join("sample.rapport"), backups: None };
    let mut window = Window::launch_with_paths(Window::builder(), paths, &FixedClock::new(zoned(NOW)));
    window.advance_time(1.2);
    window.get_button("Stop").click();
    window.advance_time(0.3);
    assert!(window.has_text("Stopping…"), "{}", window.visible_text());
    writing.execute_batch("ROLLBACK").unwrap();
    window.wait_for_text("Your journal was not updated");
    assert!(window.has_text("The update of your journal was stopped."), "{}", window.visible_text());
    assert_eq!(version(&path), 10, "nothing was changed");

    window.click_button("Open read-only");
    window.wait_for_text("Needs your attention");
    assert!(window.has_text("Read-only: nothing in this file is changed."), "{}", window.visible_text());
    drop(window);
    assert_eq!(version(&path), 10);

    let paths = JournalPaths { own: path.clone(), sample: folder.path().join("sample.rapport"), backups: None };
    let mut window = Window::launch_with_paths(Window::builder(), paths, &FixedClock::new(zoned(NOW)));
    window.wait_for_text("Needs your attention");
    drop(window);
    assert_ne!(version(&path), 10);
}
