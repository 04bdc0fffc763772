//! After closing, the one file is the journal.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapport::store::Db;

use crate::support::{TempJournal, jot_change, open_journal};

/// What a plain copy of the one file holds, as a user would make it.
fn texts_in_a_copy_of(file: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.rapport");
    fs::copy(file, &copy).unwrap();
    let db = Db::open_existing(&copy).unwrap();
    db.open_entries(rapport::domain::id::PersonId(1)).unwrap().into_iter().map(|entry| entry.text).collect()
}

fn log_length(file: &Path) -> u64 {
    fs::metadata(PathBuf::from(format!("{}-wal", file.display()))).map_or(0, |log| log.len())
}

#[test]
fn copy_of_a_closed_journal_has_the_newest_entries_even_if_a_reader_is_still_open() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    journal.jot(1, "! the newest");
    assert!(log_length(&journal.file()) > 0, "it is in the log at first");
    let reader = journal.open_reader().unwrap();
    journal.close();
    assert_eq!(log_length(&journal.file()), 0);
    assert_eq!(texts_in_a_copy_of(&journal.file()), ["the newest"]);
    drop(reader);
}

#[test]
fn closing_one_of_two_windows_folds_the_log_into_the_file() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    let other = journal.open_another();
    journal.jot(1, "! the newest");
    journal.close();
    assert_eq!(texts_in_a_copy_of(&journal.file()), ["the newest"]);
    other.commit(jot_change(1, None, "! from the other window"), &other.now()).unwrap();
    drop(other);
    assert_eq!(texts_in_a_copy_of(&journal.file()).len(), 2);
}

#[test]
fn closing_does_not_fail_while_another_program_reads() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    let raw = journal.raw_connection();
    raw.execute_batch("BEGIN; SELECT count(*) FROM people").unwrap();
    journal.jot(1, "! the newest");
    journal.close();
    raw.execute_batch("COMMIT").unwrap();
    drop(raw);
    let again = open_journal(&journal.file(), &journal.clock);
    assert_eq!(again.db().open_entries(rapport::domain::id::PersonId(1)).unwrap().len(), 1);
}

#[test]
fn leaving_the_window_folds_the_log_into_the_file() {
    let journal = TempJournal::with_people(&["Ana"]);
    journal.jot(1, "! the newest");
    journal.set_active(false);
    journal.flush().unwrap();
    assert_eq!(texts_in_a_copy_of(&journal.file()), ["the newest"]);
}
