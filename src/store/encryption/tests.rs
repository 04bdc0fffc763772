use std::{fs, path::PathBuf};

use super::*;
use crate::{
    domain::{backup::BackupReason, moment::Moment},
    store::{BackupLabel, Displacement, FileKey, OpenOptions, copy_backup, inspect_backup, rewrite_backup},
};

const WORD: &str = "verschwiegenheit";

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

/// A journal with one setting that holds [`WORD`], encrypted with a passphrase.
fn encrypted_journal(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("journal.rapport");
    Db::open(&path).unwrap().set_setting("word", &WORD).unwrap();
    assert_eq!(change_key(&path, Some(FileKey::generate(&passphrase(text)).unwrap())).unwrap(), OldFile::Overwritten);
    path
}

fn word(path: &Path) -> Option<String> {
    Db::open_existing(path).unwrap().setting("word").unwrap()
}

/// Another process, which does not have the key of this file.
fn lock(path: &Path) {
    let salt = *fs::read(path).unwrap().first_chunk::<16>().unwrap();
    if let Some(key) = keyring::find(&salt) {
        forget_key(&key);
    }
}

fn files_with_word(folder: &Path) -> Vec<PathBuf> {
    let has_word = |path: &PathBuf| fs::read(path).unwrap().windows(WORD.len()).any(|bytes| bytes == WORD.as_bytes());
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(has_word).collect()
}

#[test]
fn encrypted_journal_needs_its_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    assert_eq!(word(&path).as_deref(), Some(WORD));
    assert_eq!(files_with_word(folder.path()), Vec::<PathBuf>::new());
    lock(&path);
    assert!(is_encrypted(&path));
    assert!(matches!(Db::open_existing(&path), Err(StoreError::Encrypted(_))));
    assert!(matches!(Db::open_reader(&path), Err(StoreError::Encrypted(_))));
    assert!(matches!(unlock(&path, &passphrase("canoe lanterns")), Err(StoreError::WrongPassphrase(_))));
    assert!(matches!(Db::open_existing(&path), Err(StoreError::Encrypted(_))));
    unlock(&path, &passphrase("canoe lantern")).unwrap();
    assert_eq!(word(&path).as_deref(), Some(WORD));
}

#[test]
fn recovery_key_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    let key = Db::open_existing(&path).unwrap().recovery_key().unwrap().unwrap();
    lock(&path);
    let other = RecoveryKey::new([7; 32]);
    assert!(matches!(unlock_with_recovery_key(&path, &other), Err(StoreError::WrongPassphrase(_))));
    unlock_with_recovery_key(&path, &RecoveryKey::parse(&key.to_string()).unwrap()).unwrap();
    assert_eq!(word(&path).as_deref(), Some(WORD));
}

#[test]
fn changed_passphrase_replaces_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "the old one");
    change_key(&path, Some(FileKey::generate(&passphrase("the new one")).unwrap())).unwrap();
    lock(&path);
    assert!(matches!(unlock(&path, &passphrase("the old one")), Err(StoreError::WrongPassphrase(_))));
    unlock(&path, &passphrase("the new one")).unwrap();
    let db = Db::open_existing(&path).unwrap();
    assert!(
        db.is_passphrase(&passphrase("the new one")).unwrap() && !db.is_passphrase(&passphrase("the old one")).unwrap()
    );
}

#[test]
fn removed_passphrase_leaves_a_plain_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    change_key(&path, None).unwrap();
    lock(&path);
    assert!(!is_encrypted(&path));
    assert_eq!(word(&path).as_deref(), Some(WORD));
    assert!(Db::open_existing(&path).unwrap().check().unwrap().problems.is_empty());
}

#[test]
fn change_of_the_key_leaves_one_file_with_the_schema_and_mode_of_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["journal.rapport"]);
    let db = Db::open_existing(&path).unwrap();
    assert_eq!(db.check().unwrap().problems, Vec::<String>::new());
    assert_eq!(db.conn.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)).unwrap(), "wal");
}

#[test]
fn open_window_writes_nothing_to_a_journal_whose_key_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let window = Db::open(&path).unwrap();
    window.set_setting("word", &WORD).unwrap();
    change_key(&path, Some(FileKey::generate(&passphrase("canoe lantern")).unwrap())).unwrap();
    let late = window.transaction(|db| db.set_setting("word", &"late"));
    let is_rekeyed = |result| matches!(result, Err(StoreError::Displaced { displacement: Displacement::Rekeyed, .. }));
    assert!(is_rekeyed(late));
    drop(window);
    let window = Db::open_existing(&path).unwrap();
    assert_eq!(word(&path).as_deref(), Some(WORD));
    for key in [Some(FileKey::generate(&passphrase("another")).unwrap()), None] {
        change_key(&path, key).unwrap();
        assert!(is_rekeyed(window.verify_identity()), "changed, then removed");
    }
}

#[test]
fn copy_with_the_same_key_in_the_place_of_a_journal_is_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    let window = Db::open_existing(&path).unwrap();
    let copy = folder.path().join("copy");
    window.copy_to_new_file(&copy, |_| Ok(())).unwrap();
    fs::rename(&copy, &path).unwrap();
    let found = window.verify_identity();
    assert!(matches!(found, Err(StoreError::Displaced { displacement: Displacement::Replaced, .. })), "{found:?}");
}

#[test]
fn journal_that_somebody_writes_to_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let window = Db::open(&path).unwrap();
    let before = fs::read(&path).unwrap();
    window.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let key = FileKey::generate(&passphrase("canoe lantern")).unwrap();
    assert!(matches!(change_key(&path, Some(key)), Err(StoreError::Busy(_))));
    window.conn.execute_batch("ROLLBACK").unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn second_name_that_an_interrupted_change_left_is_removed_and_the_journal_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    Db::open(&path).unwrap().set_setting("word", &WORD).unwrap();
    let second = folder.path().join(".rapport-old-journal.rapport-1");
    fs::hard_link(&path, &second).unwrap();
    assert_eq!(discard_old_files(&path), OldFile::Removed);
    assert!(!second.exists());
    assert_eq!(word(&path).as_deref(), Some(WORD));
}

#[test]
fn old_file_that_an_interrupted_change_left_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    let (old, kept) = (folder.path().join(".rapport-old-journal.rapport-1"), folder.path().join("kept"));
    fs::write(&old, format!("{WORD} of a journal")).unwrap();
    fs::hard_link(&old, &kept).unwrap();
    assert_eq!(discard_old_files(&path), OldFile::Overwritten);
    assert!(!old.exists());
    assert!(fs::read(&kept).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn copies_of_an_encrypted_journal_are_encrypted_and_open_with_its_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    let copies = ["backup", "second", "copy"].map(|name| folder.path().join(name));
    let made_at = Moment::from(&"2026-11-30T08:00[UTC]".parse::<jiff::Zoned>().unwrap());
    let label = BackupLabel { made_at, reason: BackupReason::Manual };
    let db = Db::open_existing(&path).unwrap();
    db.write_backup(&copies[0], &label, |_, _| Ok::<_, StoreError>(())).unwrap();
    copy_backup(&copies[0], &copies[1]).unwrap();
    rewrite_backup(&copies[1], |_| Ok::<_, StoreError>(())).unwrap();
    db.copy_to_new_file(&copies[2], |_| Ok(())).unwrap();
    drop(db);
    assert_eq!(files_with_word(folder.path()), Vec::<PathBuf>::new());
    for copy in &copies {
        assert_eq!(inspect_backup(copy).unwrap().problems, Vec::<String>::new());
    }
    lock(&path);
    for copy in &copies {
        assert!(matches!(inspect_backup(copy), Err(StoreError::Encrypted(_))));
        unlock(copy, &passphrase("canoe lantern")).unwrap();
        assert_eq!(word(copy).as_deref(), Some(WORD));
        lock(copy);
    }
}

#[test]
fn backups_from_before_a_passphrase_and_after_it_are_restored_into_either() {
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("plain.rapport");
    Db::open(&plain).unwrap().set_setting("word", &"plain").unwrap();
    let encrypted = encrypted_journal(&folder, "canoe lantern");
    for (from, to) in [(&plain, &encrypted), (&encrypted, &plain)] {
        let target = folder.path().join("target.rapport");
        fs::copy(to, &target).unwrap();
        let was_encrypted = is_encrypted(&target);
        let mut current = OpenOptions::new().open(&target).unwrap();
        current.replace_content(&Db::load_copy(from).unwrap()).unwrap();
        drop(current);
        assert_eq!(is_encrypted(&target), was_encrypted);
        assert_eq!(word(&target), word(from));
        assert_eq!(Db::open_existing(&target).unwrap().check().unwrap().problems, Vec::<String>::new());
        fs::remove_file(&target).unwrap();
    }
}

#[test]
fn passphrase_of_a_file_with_a_damaged_first_page_is_told_from_a_wrong_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = encrypted_journal(&folder, "canoe lantern");
    lock(&path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(unlock(&path, &passphrase("another")), Err(StoreError::WrongPassphrase(_))));
    unlock(&path, &passphrase("canoe lantern")).unwrap();
    assert!(matches!(Db::open_existing(&path), Err(StoreError::Corrupt(_))));
}

#[test]
fn other_files_are_not_encrypted_journals() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other");
    for content in
        [b"".to_vec(), b"notes about people ".repeat(1_000), [PLAIN_HEADER.to_vec(), vec![7; 8_000]].concat()]
    {
        fs::write(&path, content).unwrap();
        assert!(!is_encrypted(&path));
    }
    assert!(!is_encrypted(&folder.path().join("missing")));
    Db::open(&folder.path().join("plain")).unwrap();
    assert!(!is_encrypted(&folder.path().join("plain")));
}
