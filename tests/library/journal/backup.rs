//! Backups: what is in them, where they fail, which are kept, and how they are restored.

use std::{
    collections::HashSet,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

use rapport::{
    domain::{
        backup::BackupReason,
        entry::{Entry, kind::check_in::Closeness},
        moment::Moment,
    },
    journal::{
        backup::{
            BACKUP_SETTING, BackupError, BackupFolders, BackupOutcome, BackupSettings, Comparison, RestorePermission,
            compare, list_backups, make_backup, make_backup_before, needs_backup, read_status, restore_journal, verify,
        },
        change::Change,
    },
    store::{BackupLabel, Db, StoreError, inspect_backup, rewrite_backup},
};

use crate::support::{TempJournal, content_rows, moment, query_number, raw_connection};

const NOBODY_ELSE: RestorePermission = RestorePermission { other_journal: false };

/// A journal about Dana with a folder for its backups.
struct Setting {
    journal: TempJournal,
    folder: tempfile::TempDir,
}

impl Setting {
    fn new() -> Self {
        let journal = TempJournal::with_people(&["Dana Whitfield", "Tomas Ferreira"]);
        journal.jot(1, "! Quiet in the retro");
        journal.jot(2, "[] send the budget");
        Self { journal, folder: tempfile::tempdir().unwrap() }
    }

    fn back_up(&self, minutes: i64) -> PathBuf {
        self.try_back_up(minutes).unwrap().backup.path
    }

    fn try_back_up(&self, minutes: i64) -> Result<BackupOutcome, BackupError> {
        let folders = BackupFolders { keeps_all: false, ..BackupFolders::only(self.folder.path()) };
        back_up_to(&self.journal, &folders, minutes)
    }

    fn restore(&self, backup: &Path) -> Result<(), BackupError> {
        let folder = Some(self.folder.path());
        restore_journal(backup, &self.journal.file(), folder, NOBODY_ELSE, &moment(500), &mut go_on).map(drop)
    }

    fn compare(&self, backup: &Path) -> Comparison {
        compare(backup, &self.journal.open_reader().unwrap(), &mut go_on).unwrap()
    }

    fn files(&self) -> Vec<String> {
        file_names(self.folder.path())
    }
}

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn back_up_to(journal: &TempJournal, folders: &BackupFolders, minutes: i64) -> Result<BackupOutcome, BackupError> {
    let label = BackupLabel { made_at: moment(minutes), reason: BackupReason::Automatic };
    make_backup(&journal.file(), folders, &label, Duration::ZERO, &mut go_on)
}

fn file_names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The rows of a journal, without the settings of a backup and of this computer.
fn comparable_rows(path: &Path) -> Vec<String> {
    let mut rows = content_rows(path);
    rows.retain(|row| !["backup_manifest", "journal_id", "\"window\""].iter().any(|name| row.contains(name)));
    rows
}

fn entry_of(journal: &TempJournal, person: i64, text: &str) -> Entry {
    let entries = journal.db().open_entries(rapport::domain::id::PersonId(person)).unwrap();
    entries.into_iter().find(|entry| entry.text == text).unwrap()
}

#[test]
fn a_backup_holds_everything_in_one_file_for_its_owner_only() {
    let setting = Setting::new();
    let path = setting.back_up(0);
    assert_eq!(setting.files(), ["journal-2026-11-24-100000.rapport"]);
    assert_eq!(comparable_rows(&path), comparable_rows(&setting.journal.file()));
    let inspection = inspect_backup(&path).unwrap();
    assert_eq!((inspection.people, inspection.entries, inspection.problems.as_slice()), (2, 2, [].as_slice()));
    assert_eq!(inspection.manifest.unwrap().reason, BackupReason::Automatic);
    assert_eq!(inspection.journal_id, setting.journal.db().journal_id().unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(
        file_names(setting.journal.file().parent().unwrap()).iter().filter(|name| name.contains("lock")).count(),
        0
    );
}

#[test]
fn a_backup_of_an_open_journal_holds_what_was_just_written() {
    let setting = Setting::new();
    for index in 0..50 {
        setting.journal.jot(1, &format!("note {index}"));
    }
    let path = setting.back_up(0);
    assert_eq!(inspect_backup(&path).unwrap().entries, 52);
}

#[test]
fn every_changed_byte_of_a_text_is_found() {
    let setting = Setting::new();
    let path = setting.back_up(0);
    let bytes = fs::read(&path).unwrap();
    let text = b"Quiet in the retro";
    let found: Vec<usize> =
        bytes.windows(text.len()).enumerate().filter(|(_, at)| *at == text).map(|(at, _)| at).collect();
    assert!(!found.is_empty());
    for start in found {
        let mut changed = bytes.clone();
        changed[start + 3] ^= 1;
        fs::write(&path, changed).unwrap();
        let problems = inspect_backup(&path).unwrap().problems;
        // What was deleted lies in free pages; it is in no row.
        let conn = raw_connection(&path);
        let is_in_a_row: i64 = conn
            .query_row("SELECT count(*) FROM entries WHERE text = ?1", ["Quiet in the retro"], |row| row.get(0))
            .unwrap();
        assert!(is_in_a_row == 1 || !problems.is_empty(), "{start}");
    }
}

#[test]
fn a_cut_backup_is_damaged_and_is_not_restored() {
    let setting = Setting::new();
    let path = setting.back_up(0);
    let before = comparable_rows(&setting.journal.file());
    let bytes = fs::read(&path).unwrap();
    for length in [bytes.len() - 4096, bytes.len() / 2, 4096] {
        fs::write(&path, &bytes[..length]).unwrap();
        let refused = setting.restore(&path).unwrap_err();
        assert!(matches!(refused, BackupError::Damaged(_) | BackupError::Store(_)), "{refused:?}");
        assert_eq!(comparable_rows(&setting.journal.file()), before);
    }
}

#[test]
fn a_folder_that_is_missing_or_a_file_is_named() {
    let setting = Setting::new();
    let missing = setting.folder.path().join("unplugged");
    let refused = back_up_to(&setting.journal, &BackupFolders::only(&missing), 0).unwrap_err();
    assert!(matches!(&refused, BackupError::FolderMissing(folder) if *folder == missing));
    assert!(!missing.exists(), "an unplugged drive gets no folder in its place");
    let file = setting.folder.path().join("file");
    fs::write(&file, "text").unwrap();
    for folder in [file.clone(), file.join("below")] {
        let refused = back_up_to(&setting.journal, &BackupFolders::only(&folder), 0).unwrap_err();
        assert!(matches!(&refused, BackupError::FolderIsFile(_)), "{refused:?}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "text");
}

#[test]
fn the_default_folder_is_created_for_its_owner_only() {
    let setting = Setting::new();
    let default = setting.folder.path().join("data/backups");
    let folders = BackupFolders::of_journal(setting.journal.db(), Some(&default)).unwrap();
    back_up_to(&setting.journal, &folders, 0).unwrap();
    assert_eq!(list_backups(&default, None).unwrap().len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&default).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn a_backup_that_fails_half_way_leaves_no_file_and_removes_none() {
    let setting = Setting::new();
    let first = setting.back_up(0);
    let folders = BackupFolders::only(setting.folder.path());
    let label = BackupLabel { made_at: moment(60), reason: BackupReason::Manual };
    for _ in 0..300 {
        setting.journal.jot(1, &"long ".repeat(1_500));
    }
    let mut stop = |_: u64, _: u64| ControlFlow::Break(());
    let cancelled = make_backup(&setting.journal.file(), &folders, &label, Duration::ZERO, &mut stop).unwrap_err();
    assert!(matches!(cancelled, BackupError::Cancelled), "{cancelled:?}");
    assert_eq!(setting.files(), [first.file_name().unwrap().to_str().unwrap()]);
    setting.back_up(61);
    assert_eq!(setting.files().len(), 1, "the newer one of the day takes its place");
}

#[test]
fn folder_that_is_removed_while_a_backup_is_written_is_named() {
    let setting = Setting::new();
    let folder = setting.folder.path().join("drive");
    fs::create_dir(&folder).unwrap();
    for _ in 0..300 {
        setting.journal.jot(1, &"long ".repeat(1_500));
    }
    let label = BackupLabel { made_at: moment(0), reason: BackupReason::Manual };
    let mut unplug = |_: u64, _: u64| {
        let _ = fs::remove_dir_all(&folder);
        ControlFlow::Continue(())
    };
    let folders = BackupFolders::only(&folder);
    let refused = make_backup(&setting.journal.file(), &folders, &label, Duration::ZERO, &mut unplug).unwrap_err();
    assert!(matches!(&refused, BackupError::FolderMissing(gone) if *gone == folder), "{refused:?}");
    assert!(!folder.exists());
}

#[test]
fn damage_of_the_journal_is_not_blamed_on_the_copy() {
    let mut setting = Setting::new();
    setting.journal.close();
    let path = setting.journal.file();
    let conn = raw_connection(&path);
    let page = query_number(&conn, "SELECT rootpage FROM sqlite_schema WHERE name = 'edits_of_record'");
    let page = usize::try_from(page).unwrap();
    drop(conn);
    let mut bytes = fs::read(&path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0x5A);
    fs::write(&path, &bytes).unwrap();
    let label = BackupLabel { made_at: moment(0), reason: BackupReason::Manual };
    let folders = BackupFolders::only(setting.folder.path());
    let refused = make_backup(&path, &folders, &label, Duration::ZERO, &mut go_on).unwrap_err();
    assert!(
        matches!(&refused, BackupError::Store(error) if error.is_damage_of(&path)),
        "the backup is not the damaged file: {refused:?}"
    );
    assert_eq!(setting.files(), Vec::<String>::new());
}

#[test]
fn what_a_killed_backup_left_is_removed_by_the_next() {
    let setting = Setting::new();
    let leftover = setting.folder.path().join(".rapport-backup-x1y2z3");
    fs::write(&leftover, "half a journal").unwrap();
    setting.back_up(0);
    assert!(!leftover.exists());
}

#[test]
fn other_files_and_backups_of_other_journals_stay() {
    let setting = Setting::new();
    let other = TempJournal::with_people(&["Ana Lima"]);
    let folders = BackupFolders { keeps_all: false, ..BackupFolders::only(setting.folder.path()) };
    back_up_to(&other, &folders, -60 * 24 * 900).unwrap();
    fs::write(setting.folder.path().join("notes.rapport"), "not a journal").unwrap();
    for minute in 0..5 {
        setting.back_up(minute);
    }
    assert_eq!(setting.files().len(), 3);
    assert_eq!(list_backups(setting.folder.path(), None).unwrap().len(), 2);
    assert_eq!(list_backups(setting.folder.path(), setting.journal.db().journal_id().unwrap()).unwrap().len(), 1);
}

#[test]
fn the_second_folder_gets_a_verified_copy() {
    let setting = Setting::new();
    let second = tempfile::tempdir().unwrap();
    let folders =
        BackupFolders { second: Some(second.path().to_owned()), ..BackupFolders::only(setting.folder.path()) };
    let made = back_up_to(&setting.journal, &folders, 0).unwrap();
    assert!(made.second_folder_error.is_none());
    assert_eq!(file_names(second.path()), setting.files());
    let copy = second.path().join(made.backup.path.file_name().unwrap());
    assert_eq!(inspect_backup(&copy).unwrap().problems, [] as [String; 0]);
    let unplugged = second.path().join("unplugged");
    let folders = BackupFolders { second: Some(unplugged), ..folders };
    let made = back_up_to(&setting.journal, &folders, 1).unwrap();
    assert!(matches!(made.second_folder_error, Some(BackupError::FolderMissing(_))), "the first folder has it anyway");
    assert_eq!(setting.files().len(), 2);
}

#[test]
fn two_backups_at_once_are_made_one_after_the_other() {
    let setting = Setting::new();
    let folders = BackupFolders::only(setting.folder.path());
    let journal = setting.journal.file();
    std::thread::scope(|scope| {
        let made: Vec<_> = (0..4)
            .map(|_| {
                let label = BackupLabel { made_at: moment(0), reason: BackupReason::Manual };
                let (journal, folders) = (&journal, &folders);
                scope.spawn(move || make_backup(journal, folders, &label, Duration::from_mins(1), &mut go_on).unwrap())
            })
            .collect();
        for thread in made {
            drop(thread.join().unwrap());
        }
    });
    let expected = ["", "-2", "-3", "-4"].map(|number| format!("journal-2026-11-24-100000{number}.rapport"));
    assert_eq!(setting.files().into_iter().collect::<HashSet<_>>(), HashSet::from(expected));
    for backup in list_backups(setting.folder.path(), None).unwrap() {
        assert_eq!(inspect_backup(&backup.path).unwrap().problems, [] as [String; 0]);
    }
}

#[test]
fn a_backup_is_needed_only_after_something_was_written() {
    let setting = Setting::new();
    let needs = || needs_backup(&setting.journal.file(), Some(setting.folder.path())).unwrap();
    assert!(needs());
    setting.back_up(0);
    assert!(!needs());
    setting.journal.set_setting("theme", &"dark");
    setting.journal.flush().unwrap();
    assert!(!needs(), "a setting is not worth a backup");
    setting.journal.jot(1, "a note");
    assert!(needs());
    setting.back_up(1);
    setting.journal.undo();
    setting.journal.flush().unwrap();
    assert!(needs());
}

#[test]
fn the_status_says_how_old_the_newest_is_and_what_is_wrong() {
    let setting = Setting::new();
    let status = || read_status(&setting.journal.open_reader().unwrap(), Some(setting.folder.path()));
    assert_eq!((status().newest, status().count, status().problem), (None, 0, None));
    setting.back_up(-60 * 24 * 9);
    assert_eq!(
        (status().count, status().days_overdue(setting.journal.today())),
        (1, None),
        "nothing was written since"
    );
    setting.journal.jot(1, "a note");
    assert_eq!(status().days_overdue(setting.journal.today()), Some(9));
    assert!(status().bytes > 10_000 && status().is_on_same_disk);
    let gone = setting.folder.path().join("unplugged");
    let settings = BackupSettings { folder: Some(gone.to_str().unwrap().to_owned()), ..BackupSettings::default() };
    setting.journal.set_setting(BACKUP_SETTING, &settings);
    setting.journal.flush().unwrap();
    assert_eq!(status().problem.unwrap().missing_folder, Some(gone.clone()));
    // Before an import the default folder is used in its place.
    let label = BackupLabel { made_at: moment(5), reason: BackupReason::BeforeImport };
    let made = make_backup_before(setting.journal.db(), Some(setting.folder.path()), &label, &mut go_on).unwrap();
    assert_eq!(made.backup.path.parent(), Some(setting.folder.path()));
    assert!(!gone.exists());
}

#[test]
fn restoring_all_brings_back_the_journal_and_keeps_a_backup_of_what_was_there() {
    let setting = Setting::new();
    let before = comparable_rows(&setting.journal.file());
    let backup = setting.back_up(0);
    setting.journal.jot(1, "? written since");
    setting.journal.commit(Change::Trash(entry_of(&setting.journal, 2, "send the budget").id)).unwrap();
    let generation = setting.journal.generation();
    setting.restore(&backup).unwrap();
    assert_eq!(comparable_rows(&setting.journal.file()), before);
    assert!(setting.journal.db().check().unwrap().problems.is_empty());
    let kept = list_backups(setting.folder.path(), None).unwrap();
    assert_eq!(kept[0].manifest.reason, BackupReason::BeforeRestore);
    // The open window notices it, and goes on writing.
    while setting.journal.generation() == generation {
        std::thread::sleep(Duration::from_millis(5));
    }
    setting.journal.jot(1, "? written after");
    assert_eq!(entry_of(&setting.journal, 1, "written after").text, "written after");
    setting.restore(&kept[0].path).unwrap();
    assert_eq!(entry_of(&setting.journal, 1, "written since").text, "written since");
}

#[test]
fn drafts_and_the_backup_folder_stay_when_a_backup_is_restored() {
    let setting = Setting::new();
    let backup = setting.back_up(0);
    let folder = setting.folder.path().to_str().unwrap().to_owned();
    setting
        .journal
        .set_setting(BACKUP_SETTING, &BackupSettings { folder: Some(folder.clone()), ..BackupSettings::default() });
    setting.journal.flush().unwrap();
    raw_connection(&setting.journal.file())
        .execute("INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES ('jot/1', 1, '', 'half a th', 1)", [])
        .unwrap();
    setting.restore(&backup).unwrap();
    let db = setting.journal.open_reader().unwrap();
    assert_eq!(db.draft("jot/1", 1).unwrap().unwrap().text, "half a th");
    assert_eq!(db.setting::<BackupSettings>(BACKUP_SETTING).unwrap().unwrap().folder, Some(folder));
    assert!(db.setting::<serde_json::Value>("backup_manifest").unwrap().is_none());
}

#[test]
fn chosen_entries_come_back_and_one_undo_reverts_it() {
    let setting = Setting::new();
    let meant = setting.journal.jot(1, "^ run a retro");
    setting.journal.commit(Change::CheckIn { goal: meant, closeness: Closeness::try_from(3).unwrap() }).unwrap();
    let backup = setting.back_up(0);
    let budget = entry_of(&setting.journal, 2, "send the budget");
    let flag = entry_of(&setting.journal, 1, "Quiet in the retro");
    setting.journal.commit(Change::Trash(budget.id)).unwrap();
    setting.journal.commit(Change::EditText { entry: flag.id, text: "Something else".to_owned(), due: None }).unwrap();
    setting.journal.jot(1, "? written since");
    let before = comparable_rows(&setting.journal.file());
    let comparison = setting.compare(&backup);
    let names: Vec<(&str, usize, usize)> = comparison
        .people
        .iter()
        .map(|person| (person.name.as_str(), person.entries.len(), person.added_since))
        .collect();
    assert_eq!(names, [("Dana Whitfield", 1, 1), ("Tomas Ferreira", 1, 0)]);
    assert!(comparison.people[0].entries[0].is_changed);

    setting.journal.commit(comparison.restore_change(&HashSet::from([flag.uid]))).unwrap();
    assert_eq!(entry_of(&setting.journal, 1, "Quiet in the retro"), flag);
    assert_eq!(entry_of(&setting.journal, 1, "written since").text, "written since");
    let left = setting.compare(&backup);
    assert_eq!(left.people.iter().map(|person| person.entries.len()).sum::<usize>(), 1, "the other was not chosen");
    setting.journal.undo();
    setting.journal.flush().unwrap();
    assert_eq!(comparable_rows(&setting.journal.file()), before);
}

#[test]
fn erased_people_come_back_with_their_goals_and_check_ins() {
    let setting = Setting::new();
    let goal = setting.journal.jot(1, "^ run a retro");
    setting.journal.commit(Change::StartMeeting(rapport::domain::id::PersonId(1))).unwrap();
    setting.journal.commit(Change::CheckIn { goal, closeness: Closeness::try_from(3).unwrap() }).unwrap();
    let backup = setting.back_up(0);
    let before = setting.journal.export_json();
    let conn = raw_connection(&setting.journal.file());
    conn.execute_batch(
        "PRAGMA foreign_keys = OFF; BEGIN;
         DELETE FROM check_ins; DELETE FROM goals; DELETE FROM flags; DELETE FROM steps; DELETE FROM entries WHERE person = 1;
         DELETE FROM one_on_ones; DELETE FROM people WHERE id = 1; COMMIT",
    )
    .unwrap();
    // They are still in the search index.
    Db::open_existing(&setting.journal.file()).unwrap().repair(false).unwrap();
    let comparison = setting.compare(&backup);
    let dana = &comparison.people[0];
    assert_eq!((dana.name.as_str(), dana.entries.len()), ("Dana Whitfield", 3));
    let all: HashSet<_> = dana.entries.iter().map(|difference| difference.entry.uid).collect();
    setting.journal.commit(comparison.restore_change(&all)).unwrap();
    assert!(setting.journal.db().check().unwrap().problems.is_empty());
    let entries = |json: &str| {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        json["entries"].as_array().unwrap().iter().map(ToString::to_string).collect::<HashSet<_>>()
    };
    assert_eq!(entries(&setting.journal.export_json()), entries(&before));
}

#[test]
fn what_must_not_be_restored_is_refused_by_its_name() {
    let setting = Setting::new();
    let backup = setting.back_up(0);
    let journal = setting.journal.file();
    let refuse = |file: &Path| verify(file, &journal, NOBODY_ELSE).unwrap_err();
    assert!(matches!(refuse(&journal), BackupError::SameFile(_)));
    #[cfg(unix)]
    {
        let link = setting.folder.path().join("link.rapport");
        std::os::unix::fs::symlink(&journal, &link).unwrap();
        assert!(matches!(refuse(&link), BackupError::SameFile(_)));
    }
    assert!(matches!(refuse(&setting.folder.path().join("none")), BackupError::Store(StoreError::NotFound(_))));
    let text = setting.folder.path().join("text.rapport");
    fs::write(&text, "a".repeat(9_000)).unwrap();
    assert!(matches!(refuse(&text), BackupError::Store(StoreError::NotAJournal(_))));

    let other = TempJournal::with_people(&["Ana Lima"]);
    let folder = tempfile::tempdir().unwrap();
    let foreign = back_up_to(&other, &BackupFolders::only(folder.path()), 0).unwrap().backup.path;
    assert!(matches!(refuse(&foreign), BackupError::OtherJournal(_)));
    assert!(verify(&foreign, &journal, RestorePermission { other_journal: true }).is_ok());

    raw_connection(&backup).pragma_update(None, "user_version", 9_999).unwrap();
    assert!(matches!(refuse(&backup), BackupError::Store(StoreError::SchemaTooNew { found: 9_999, .. })));
}

#[test]
fn a_missing_journal_is_restored_and_a_damaged_one_is_moved_aside() {
    let mut setting = Setting::new();
    let expected = comparable_rows(&setting.journal.file());
    let backup = setting.back_up(0);
    setting.journal.close();
    let path = setting.journal.file();
    fs::remove_file(&path).unwrap();
    setting.restore(&backup).unwrap();
    assert_eq!(comparable_rows(&path), expected);

    let mut bytes = fs::read(&path).unwrap();
    bytes[..16].copy_from_slice(b"not a journal...");
    fs::write(&path, &bytes).unwrap();
    let restored =
        restore_journal(&backup, &path, Some(setting.folder.path()), NOBODY_ELSE, &moment(9), &mut go_on).unwrap();
    assert_eq!(comparable_rows(&path), expected);
    assert_eq!(fs::read(restored.moved_aside.unwrap()).unwrap(), bytes, "nothing of it is lost");
}

#[test]
fn a_backup_can_be_changed_and_stays_valid() {
    let setting = Setting::new();
    let backup = setting.back_up(0);
    let entry = entry_of(&setting.journal, 1, "Quiet in the retro");
    rewrite_backup(&backup, |db: &Db| db.remove(&rapport::store::Record::Entry(Box::new(entry.clone())))).unwrap();
    let inspection = inspect_backup(&backup).unwrap();
    assert_eq!((inspection.entries, inspection.problems.as_slice()), (1, [].as_slice()));
    let failed: Result<(), StoreError> = rewrite_backup(&backup, |_| Err(StoreError::WriterGone));
    assert!(failed.is_err());
    assert_eq!(inspect_backup(&backup).unwrap(), inspection);
    assert_eq!(setting.files().len(), 1);
    let made_at: Moment = inspection.manifest.unwrap().made_at;
    assert_eq!(made_at, moment(0), "it keeps its place in the rotation");
}
