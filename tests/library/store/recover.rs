//! Recovery of damaged journals: real files, damaged in every way.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use rapport::{
    domain::{
        id::EntryId,
        recovery::{LossKind, LostRecord, RecoveryReport},
    },
    journal::change::Change,
    store::{Db, RecoverError, StoreError, recover},
};

use crate::support::{TempJournal, assert_clean, encrypted, jot_change, max_id, moment, raw_connection, strings};

const PAGE: usize = 4096;

/// A closed journal of which the tests damage copies.
struct Original {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
    texts: BTreeSet<String>,
}

impl Original {
    /// A journal whose entries were all changed later, so that the change log has them.
    fn logged(entries: usize) -> Self {
        let mut journal = TempJournal::with_people(&["Dana Whitfield", "Amara Okafor", "Tomas Lindqvist"]);
        let prefixes = ["", "! ", "goal: ", "+ ", "praise: ", "expect: ", "topic: ", "delegate: "];
        for index in 0..entries {
            let prefix = prefixes[index % prefixes.len()];
            let padding = "and so on ".repeat(index % 40);
            let line = format!("{prefix}entry {index} about the release {padding}");
            journal.commit(jot_change(1 + i64::try_from(index % 3).unwrap(), None, &line)).unwrap();
        }
        let long = "A long story. ".repeat(700);
        journal.jot(1, &long);
        // The log does not repeat what was only added.
        for entry in 1..=max_id(&journal.file(), "entries") {
            let text = journal.db().entry(EntryId(entry)).unwrap().unwrap().text;
            let text = format!("{text}, later");
            journal.commit(Change::EditText { entry: EntryId(entry), text, due: None }).unwrap();
        }
        journal.close();
        Self::of(&journal.file())
    }

    /// The sample, which has every kind of record, but no change log.
    fn sample() -> Self {
        let mut journal = TempJournal::sample();
        journal.close();
        Self::of(&journal.file())
    }

    fn of(path: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // As one file without a log beside it.
        raw_connection(path).pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
        let bytes = fs::read(path).unwrap();
        Self { folder, bytes, texts: texts(path) }
    }

    fn pages(&self) -> usize {
        self.bytes.len() / PAGE
    }

    /// Recovers what is left of `bytes`, and checks that the result is sound.
    fn recover(&self, bytes: &[u8]) -> (PathBuf, RecoveryReport) {
        let damaged = self.folder.path().join("damaged.rapport");
        let new = self.folder.path().join("new.rapport");
        let _ = fs::remove_file(&new);
        fs::write(&damaged, bytes).unwrap();
        let report = recover_file(&damaged, &new).unwrap();
        assert_eq!(fs::read(&damaged).unwrap(), bytes, "the damaged file is only read");
        let db = Db::open_existing(&new).unwrap();
        assert_clean(&db);
        drop(db);
        let names: BTreeSet<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with("new.rapport"))
            .collect();
        assert_eq!(names, BTreeSet::from(["damaged.rapport".to_owned()]), "nothing is written beside the damaged file");
        (new, report)
    }
}

fn recover_file(damaged: &Path, new: &Path) -> Result<RecoveryReport, RecoverError> {
    recover(damaged, new, &moment(0), &mut |_, _| ControlFlow::Continue(()))
}

fn texts(path: &Path) -> BTreeSet<String> {
    strings(&raw_connection(path), "SELECT text FROM entries").into_iter().collect()
}

/// Whether this is the long run of `docs/reliability.md`, with every page and not some.
fn is_long_run() -> bool {
    std::env::var_os("RAPPORT_FAULT_ROUNDS").is_some()
}

/// Prints a figure for `docs/reliability.md`.
fn report_figure(figure: &str) {
    writeln!(std::io::stderr().lock(), "{figure}").unwrap();
}

/// The pages without which a journal can be read: an encrypted one begins with its salt.
fn readable_after(mut pages: BTreeSet<usize>) -> BTreeSet<usize> {
    if encrypted::is_asked() {
        pages.remove(&0);
    }
    pages
}

fn zero_page(bytes: &[u8], page: usize) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    damaged[page * PAGE..(page + 1) * PAGE].fill(0);
    damaged
}

#[test]
fn sound_journal_is_recovered_without_a_loss() {
    for original in [Original::logged(120), Original::sample()] {
        let (new, report) = original.recover(&original.bytes);
        assert!(report.is_complete(), "{report:?}");
        assert_eq!(report.from_change_log, 0);
        let old = original.folder.path().join("damaged.rapport");
        assert_eq!(crate::support::content_rows(&new), crate::support::content_rows(&old));
    }
}

#[test]
fn encrypted_journal_is_recovered_with_its_long_texts_and_its_damage_is_reported() {
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    // Longer than a page.
    let entry = journal.jot(1, &"A long story. ".repeat(2_000));
    journal.close();
    if !encrypted::is_asked() {
        encrypted::encrypt(&journal.file());
    }
    let original = Original::of(&journal.file());
    let (new, report) = original.recover(&original.bytes);
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(texts(&new), original.texts);
    let page = pages_of(&original, "entries").into_iter().max().unwrap();
    fs::write(journal.file(), zero_page(&original.bytes, page)).unwrap();
    let error = Db::open_existing(&journal.file()).unwrap().entry(entry).unwrap_err();
    assert!(error.is_damage(), "{error:?}");
}

#[test]
fn every_text_in_the_change_log_survives_the_loss_of_any_one_page() {
    let original = Original::logged(if is_long_run() { 120 } else { 24 });
    let texts_and_log = ["entries", "edits", "sqlite_schema"].map(|table| pages_of(&original, table)).concat();
    let pages: BTreeSet<usize> = (0..original.pages()).step_by(if is_long_run() { 1 } else { 5 }).collect();
    for page in readable_after(pages.into_iter().chain(texts_and_log).collect()) {
        let (new, report) = original.recover(&zero_page(&original.bytes, page));
        let found = texts(&new);
        let missing = original.texts.difference(&found).count();
        assert_eq!(missing, 0, "page {page}: {report:?}");
    }
    report_figure(&format!(
        "recovery with a change log: {} texts, any one of {} pages lost, all came back",
        original.texts.len(),
        original.pages()
    ));
}

#[test]
fn lost_texts_of_a_journal_without_a_change_log_are_listed() {
    let original = Original::sample();
    let mut losses = BTreeMap::new();
    let texts_and_steps = [pages_of(&original, "entries"), pages_of(&original, "steps")].concat();
    let pages: BTreeSet<usize> = (0..original.pages()).step_by(if is_long_run() { 1 } else { 20 }).collect();
    for page in readable_after(pages.into_iter().chain(texts_and_steps).collect()) {
        let (new, report) = original.recover(&zero_page(&original.bytes, page));
        let missing = original.texts.difference(&texts(&new)).count();
        let is_text = |what| matches!(what, LossKind::Gone | LossKind::TextLost | LossKind::TextCut);
        let entries = report.losses.iter().filter(|loss| loss.record == LostRecord::Entry);
        let listed = entries.filter(|loss| is_text(loss.what)).count();
        assert!(missing <= listed, "page {page}: {missing} texts are missing, {listed} are listed");
        *losses.entry(missing).or_insert(0) += 1;
    }
    assert!(losses.keys().any(|missing| *missing > 0), "no page of texts was damaged");
    report_figure(&format!(
        "recovery without a change log: of {} texts, so many lost by how many of the pages: {losses:?}",
        original.texts.len()
    ));
}

#[test]
fn entries_of_a_lost_person_are_given_to_a_placeholder() {
    let original = Original::sample();
    let people = pages_of(&original, "people");
    let mut damaged = original.bytes.clone();
    for page in people {
        damaged = zero_page(&damaged, page);
    }
    let (new, report) = original.recover(&damaged);
    assert_eq!(texts(&new), original.texts);
    let names = strings(&raw_connection(&new), "SELECT name FROM people ORDER BY id");
    assert_eq!(names[..2], ["Unknown person (recovered)", "Unknown person (recovered) 2"]);
    let placeholders = report.losses.iter().filter(|loss| loss.what == LossKind::Placeholder).count();
    assert_eq!(placeholders, names.len());
}

#[test]
fn journal_with_a_damaged_header_is_recovered_whole() {
    // An encrypted one has its salt there.
    if encrypted::is_asked() {
        return;
    }
    let original = Original::logged(24);
    // The name of the format, the page size, the encoding, the version of the schema, and all of
    // it.
    for (what, range) in
        [("magic", 0..16), ("page size", 16..18), ("encoding", 56..60), ("version", 60..64), ("all", 0..100)]
    {
        for value in [0, 0x33] {
            let mut damaged = original.bytes.clone();
            damaged[range.clone()].fill(value);
            let (new, report) = original.recover(&damaged);
            assert_eq!(texts(&new), original.texts, "{what} {value}: {report:?}");
        }
    }
}

#[test]
fn file_that_was_cut_gives_what_is_left() {
    let original = Original::logged(24);
    for pages in [1, 3, original.pages() / 2, original.pages() - 1] {
        for extra in [0, 700] {
            let bytes = &original.bytes[..pages * PAGE + extra];
            let damaged = original.folder.path().join("cut.rapport");
            let new = original.folder.path().join("whole.rapport");
            let _ = fs::remove_file(&new);
            fs::write(&damaged, bytes).unwrap();
            match recover_file(&damaged, &new) {
                Ok(report) => {
                    assert_clean(&Db::open_existing(&new).unwrap());
                    assert!(!report.losses.is_empty());
                }
                Err(RecoverError::NothingFound(_)) => assert!(pages < original.pages() / 2 && !new.exists()),
                Err(error) => panic!("{pages} pages: {error}"),
            }
            fs::remove_file(&damaged).unwrap();
        }
    }
}

#[test]
fn journal_with_many_flipped_bits_is_recovered_as_far_as_possible() {
    let original = Original::logged(24);
    let mut random = Random(7);
    for round in 0..12 {
        let mut damaged = original.bytes.clone();
        for _ in 0..(1 << (round % 8)) {
            let bit = random.below(damaged.len() * 8);
            damaged[bit / 8] ^= 1 << (bit % 8);
        }
        let (new, _) = original.recover(&damaged);
        assert!(texts(&new).len() * 2 >= original.texts.len(), "round {round}");
    }
}

#[test]
fn commits_after_a_torn_frame_of_the_log_are_recovered() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for index in 0..10 {
        journal.jot(1, &format!("written {index}"));
    }
    let folder = tempfile::tempdir().unwrap();
    let (damaged, wal) = (folder.path().join("damaged.rapport"), folder.path().join("damaged.rapport-wal"));
    fs::copy(journal.file(), &damaged).unwrap();
    let whole = fs::read(journal.db().write_ahead_log()).unwrap();
    let all = texts(&journal.file());
    let frames = whole.len() / (PAGE + 24);
    for (index, frame) in [0, frames / 2, frames - 2].into_iter().enumerate() {
        let mut torn = whole.clone();
        let at = 32 + frame * (PAGE + 24) + 24 + PAGE / 2;
        torn[at..at + PAGE / 4].fill(0xa5);
        fs::write(&wal, &torn).unwrap();
        let new = folder.path().join(format!("new-{index}.rapport"));
        let report = recover_file(&damaged, &new).unwrap();
        assert_clean(&Db::open_existing(&new).unwrap());
        assert_eq!(texts(&new), all, "frame {frame} of {frames}");
        assert_eq!(report.torn_commits, 1);
        assert_eq!(fs::read(&wal).unwrap(), torn, "the log is only read");
    }
    // The salt of an encrypted journal is in the file.
    if encrypted::is_asked() {
        return;
    }
    // The file alone may be empty: everything is in its log.
    fs::write(&wal, &whole).unwrap();
    fs::write(&damaged, "").unwrap();
    let new = folder.path().join("from-log.rapport");
    recover_file(&damaged, &new).unwrap();
    assert_eq!(texts(&new), all);
    // Or it may be missing.
    fs::remove_file(&damaged).unwrap();
    let new = folder.path().join("from-log-only.rapport");
    recover_file(&damaged, &new).unwrap();
    assert_eq!(texts(&new), all);
}

#[test]
fn what_cannot_be_recovered_is_refused_without_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (garbage, new) = (path("garbage"), path("new.rapport"));
    fs::write(&garbage, "no journal ".repeat(5000)).unwrap();
    assert!(matches!(recover_file(&garbage, &new), Err(RecoverError::NothingFound(_))));
    let foreign = path("foreign.db");
    raw_connection(&foreign).execute_batch("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x')").unwrap();
    assert!(matches!(recover_file(&foreign, &new), Err(RecoverError::NothingFound(_))));
    assert!(matches!(recover_file(&path("none"), &new), Err(RecoverError::Store(StoreError::NotFound(_)))));
    assert!(matches!(recover_file(folder.path(), &new), Err(RecoverError::Store(StoreError::IsDirectory(_)))));
    let original = Original::logged(3);
    let damaged = path("damaged");
    fs::write(&damaged, &original.bytes).unwrap();
    let stopped = recover(&damaged, &new, &moment(0), &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(RecoverError::Cancelled)));
    assert!(!new.exists());
    fs::write(&new, "precious").unwrap();
    assert!(matches!(recover_file(&damaged, &new), Err(RecoverError::Store(StoreError::AlreadyExists(_)))));
    assert_eq!(fs::read_to_string(&new).unwrap(), "precious");
    assert!(matches!(recover_file(&damaged, &damaged), Err(RecoverError::Store(StoreError::AlreadyExists(_)))));
}

/// The pages of a table, from 0.
fn pages_of(original: &Original, table: &str) -> Vec<usize> {
    let copy = original.folder.path().join("pages.rapport");
    fs::write(&copy, &original.bytes).unwrap();
    let sql = format!("SELECT CAST(pageno AS TEXT) FROM dbstat WHERE name = '{table}'");
    let pages = strings(&raw_connection(&copy), &sql).iter().map(|page| page.parse::<usize>().unwrap() - 1).collect();
    for name in ["pages.rapport", "pages.rapport-wal", "pages.rapport-shm"] {
        let _ = fs::remove_file(original.folder.path().join(name));
    }
    pages
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}
