//! Journals that are opened for reading only.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapport::store::{Db, OpenOptions, ReadOnlyReason, StoreError};
use tempfile::tempdir;

use crate::support::{TempJournal, query_number, raw_connection};

const SCHEMA_1: &str = include_str!("../../fixtures/schema-1.sql");

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

fn closed_sample(folder: &Path) -> PathBuf {
    let mut journal = TempJournal::sample();
    journal.close();
    let path = folder.join("journal.rapport");
    fs::copy(journal.file(), &path).unwrap();
    path
}

fn names(db: &Db) -> Vec<String> {
    db.people().unwrap().into_iter().map(|person| person.profile.name).collect()
}

fn set_read_only(path: &Path) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn read_only_file_can_be_read_and_nothing_is_left_beside_it() {
    let folder = tempdir().unwrap();
    let path = closed_sample(folder.path());
    set_read_only(&path);
    let error = Db::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    let db = OpenOptions::new().create().or_read_only().open(&path).unwrap();
    assert_eq!(db.read_only_reason(), Some(ReadOnlyReason::NotWritable));
    assert_eq!(names(&db).len(), 6);
    let another = db.open_another_reader().unwrap();
    assert_eq!(names(&another), names(&db));
    assert!(db.set_setting("theme", &"dark").is_err());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["journal.rapport"]);
}

#[test]
fn read_only_file_is_read_with_the_newest_entries_in_its_log() {
    let folder = tempdir().unwrap();
    let journal = TempJournal::sample();
    journal.jot(1, "! in the log");
    let path = folder.path().join("journal.rapport");
    fs::copy(journal.file(), &path).unwrap();
    fs::copy(beside(&journal.file(), "-wal"), beside(&path, "-wal")).unwrap();
    set_read_only(&path);
    let db = OpenOptions::new().or_read_only().open(&path).unwrap();
    assert_eq!(db.open_entries(rapport::domain::id::PersonId(1)).unwrap().last().unwrap().text, "in the log");
}

#[test]
fn read_only_file_of_an_older_schema_can_be_read() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("schema-1.rapport");
    raw_connection(&path).execute_batch(SCHEMA_1).unwrap();
    set_read_only(&path);
    let bytes = fs::read(&path).unwrap();
    let db = OpenOptions::new().or_read_only().open(&path).unwrap();
    assert_eq!(names(&db).len(), 3);
    assert!(db.person_summaries("2026-11-24".parse().unwrap()).is_ok());
    assert!(fs::read(&path).unwrap() == bytes);
}

#[test]
fn file_that_is_read_without_locks_and_changes_is_reported() {
    let folder = tempdir().unwrap();
    let path = closed_sample(folder.path());
    let db = Db::open_read_only(&path, ReadOnlyReason::Requested).unwrap();
    assert!(db.snapshot(Db::people).is_ok());
    let mut other = TempJournal::with_people(&["Bo"]);
    other.close();
    fs::copy(other.file(), &path).unwrap();
    let error = db.snapshot(|db| db.setting::<bool>("reminders")).unwrap_err();
    assert!(matches!(error, StoreError::Displaced { .. }) || error.is_damage(), "{error:?}");
}

#[test]
fn what_is_left_of_a_damaged_file_can_be_read_on_request() {
    let folder = tempdir().unwrap();
    let path = closed_sample(folder.path());
    let page = query_number(&raw_connection(&path), "SELECT rootpage FROM sqlite_schema WHERE name = 'entries'");
    let mut bytes = fs::read(&path).unwrap();
    let start = usize::try_from(page - 1).unwrap() * 4096;
    bytes[start..start + 4096].fill(0xa5);
    fs::write(&path, &bytes).unwrap();
    let db = Db::open_read_only(&path, ReadOnlyReason::Requested).unwrap();
    assert_eq!(db.read_only_reason(), Some(ReadOnlyReason::Requested));
    assert_eq!(names(&db).len(), 6);
    assert!(db.entry(rapport::domain::id::EntryId(1)).unwrap_err().is_damage());
    assert!(fs::read(&path).unwrap() == bytes);
}
