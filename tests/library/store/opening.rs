//! Opening: what is created, and what is left alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapport::store::{Db, StoreError};
use tempfile::tempdir;

use crate::support::{assert_clean, content_rows, query_number, raw_connection};

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_new_journal_and_its_folders_are_for_their_owner_only() {
    let folder = tempdir().unwrap();
    set_mode(folder.path(), 0o755);
    let path = folder.path().join("rapport/mine/journal.rapport");
    let _db = Db::open(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
    for beside in ["-wal", "-shm"] {
        assert_eq!(mode(&path.with_extension(format!("rapport{beside}"))), 0o600, "{beside}");
    }
    assert_eq!(mode(&folder.path().join("rapport/mine")), 0o700);
    assert_eq!(mode(&folder.path().join("rapport")), 0o700);
    assert_eq!(mode(folder.path()), 0o755, "a folder that was there keeps its rights");
}

#[test]
fn reopening_keeps_all_content() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("j");
    drop(Db::open(&path).unwrap());
    let before = content_rows(&path);
    drop(Db::open(&path).unwrap());
    drop(Db::open_existing(&path).unwrap());
    assert_eq!(content_rows(&path), before);
}

#[test]
fn every_table_is_strict() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("j");
    drop(Db::open(&path).unwrap());
    let conn = raw_connection(&path);
    let tables = "FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    // The tables of the search index are those of FTS5.
    assert_eq!(query_number(&conn, &format!("SELECT count(*) {tables} AND NOT strict")), 0);
    assert_eq!(query_number(&conn, &format!("SELECT count(*) {tables}")), 33);
}

/// A file that is not a writable journal: a name, how to create it, and whether the error is right.
type BadPath = (&'static str, fn(&Path), fn(&StoreError) -> bool);

fn write_journal_with(sql: &str, path: &Path) {
    drop(Db::open(path).unwrap());
    raw_connection(path).execute_batch(sql).unwrap();
}

const INVALID_JOURNALS: &[BadPath] = &[
    ("nothing in it", |path| fs::write(path, "").unwrap(), |e| matches!(e, StoreError::Empty(_))),
    ("folder", |path| fs::create_dir(path).unwrap(), |e| matches!(e, StoreError::IsDirectory(_))),
    ("text", |path| fs::write(path, "Dear diary,\n").unwrap(), |e| matches!(e, StoreError::NotAJournal(_))),
    ("one byte", |path| fs::write(path, "S").unwrap(), |e| matches!(e, StoreError::NotAJournal(_))),
    (
        "long text",
        |path| fs::write(path, "Dear diary,\n".repeat(5_000)).unwrap(),
        |e| matches!(e, StoreError::NotAJournal(_)),
    ),
    (
        "another program's",
        |path| {
            raw_connection(path).execute_batch("CREATE TABLE recipes (soup TEXT)").unwrap();
        },
        |e| matches!(e, StoreError::ForeignDatabase(_)),
    ),
    (
        "another program's in WAL mode",
        |path| {
            raw_connection(path).execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE recipes (soup TEXT)").unwrap();
        },
        |e| matches!(e, StoreError::ForeignDatabase(_)),
    ),
    (
        "another program's without tables",
        |path| {
            raw_connection(path).execute_batch("PRAGMA application_id = 77; CREATE TABLE a (b); DROP TABLE a").unwrap();
        },
        |e| matches!(e, StoreError::ForeignDatabase(_)),
    ),
    (
        "newer",
        |path| write_journal_with("CREATE TABLE moods (id); PRAGMA user_version = 99", path),
        |e| matches!(e, StoreError::SchemaTooNew { found: 99, .. }),
    ),
    (
        "read-only",
        |path| {
            drop(Db::open(path).unwrap());
            let mut rights = fs::metadata(path).unwrap().permissions();
            rights.set_readonly(true);
            fs::set_permissions(path, rights).unwrap();
        },
        |e| matches!(e, StoreError::ReadOnly(_)),
    ),
];

#[test]
fn invalid_journal_files_are_rejected_untouched() {
    for (name, make, is_right) in INVALID_JOURNALS {
        let folder = tempdir().unwrap();
        let path = folder.path().join("there");
        make(&path);
        let bytes = fs::read(&path).ok();
        for error in [Db::open(&path).err(), Db::open_existing(&path).err()] {
            let error = error.unwrap_or_else(|| panic!("{name}: it was opened"));
            assert!(is_right(&error), "{name}: {error:?}");
            let trouble = error.user_facing_error();
            assert!(trouble.problem.contains(&path.display().to_string()), "{name}: {trouble:?}");
            assert_eq!(trouble.reassurance, "Nothing was changed.", "{name}");
        }
        assert_eq!(fs::read(&path).ok(), bytes, "{name}");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["there"], "{name}: nothing is left beside it");
    }
}

#[test]
fn open_existing_does_not_create_a_missing_journal() {
    let folder = tempdir().unwrap();
    for missing in ["journal.rapport", "no/such/folder/journal.rapport"] {
        let path = folder.path().join(missing);
        let error = Db::open_existing(&path).err().unwrap();
        assert!(matches!(error, StoreError::NotFound(_)), "{error:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn file_as_parent_folder_is_rejected() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    fs::write(&file, "Dear").unwrap();
    let error = Db::open(&file.join("journal.rapport")).err().unwrap();
    assert!(matches!(error, StoreError::NotAJournal(_)), "{error:?}");
    assert_eq!(fs::read(&file).unwrap(), b"Dear");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_at_once() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("pipe");
    let mkfifo = std::process::Command::new("mkfifo").arg(&path).status();
    if !mkfifo.is_ok_and(|status| status.success()) {
        return;
    }
    let error = Db::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::NotAJournal(_)), "{error:?}");
}

/// The user `root` may do everything, so the test would see nothing.
#[cfg(unix)]
#[test]
fn a_journal_without_permissions_is_refused_and_left_as_it_was() {
    let folder = tempdir().unwrap();
    let inner = folder.path().join("locked");
    let path = inner.join("j");
    drop(Db::open(&path).unwrap());
    let bytes = fs::read(&path).unwrap();

    set_mode(&path, 0o000);
    if fs::File::open(&path).is_ok() {
        return;
    }
    let closed_file = Db::open(&path).err().unwrap();
    set_mode(&path, 0o400);
    let unwritable = Db::open(&path).err().unwrap();
    set_mode(&path, 0o600);
    set_mode(&inner, 0o000);
    let closed_folder = Db::open(&path).err().unwrap();
    set_mode(&inner, 0o500);
    let unwritable_folder = Db::open(&path).err().unwrap();
    let new_file = Db::open(&inner.join("new")).err().unwrap();
    set_mode(&inner, 0o700);

    assert!(matches!(closed_file, StoreError::PermissionDenied(_)), "{closed_file:?}");
    assert!(matches!(unwritable, StoreError::ReadOnly(_)), "{unwritable:?}");
    assert!(matches!(closed_folder, StoreError::PermissionDenied(_)), "{closed_folder:?}");
    assert!(
        matches!(unwritable_folder, StoreError::PermissionDenied(_) | StoreError::ReadOnly(_)),
        "{unwritable_folder:?}"
    );
    assert!(matches!(new_file, StoreError::PermissionDenied(_)), "{new_file:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_clean(&Db::open(&path).unwrap());
}

#[test]
fn a_path_that_looks_like_a_uri_is_a_plain_path() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("file:j?mode=memory");
    drop(Db::open(&path).unwrap());
    assert!(fs::metadata(&path).unwrap().len() > 0);
}

#[test]
fn concurrent_creation_succeeds_for_everyone() {
    for _ in 0..8 {
        let folder = tempdir().unwrap();
        let path = folder.path().join("new/j");
        let together = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        together.wait();
                        Db::open(&path).map(|db| assert_clean(&db))
                    })
                })
                .collect();
            for thread in opened {
                thread.join().unwrap().unwrap();
            }
        });
        let alone = folder.path().join("alone");
        drop(Db::open(&alone).unwrap());
        let version = |path: &Path| query_number(&raw_connection(path), "PRAGMA user_version");
        assert_eq!(version(&path), version(&alone));
    }
}

/// Closing any handle of a file releases all POSIX locks of the process on it; another process
/// would then take itself for the last one, and delete the log that this one still writes to.
#[test]
fn opening_a_journal_twice_in_one_process_keeps_its_locks() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("j");
    let first = Db::open(&path).unwrap();
    drop(Db::open(&path).unwrap());
    assert!(Db::open(&folder.path().join("j/nowhere")).is_err());
    first.set_setting("theme", &"dark").unwrap();
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let inode = inode(&path);
    if locks.contains("POSIX") {
        assert!(locks.lines().any(|line| line.contains(&format!(":{inode} "))), "{inode}: {locks}");
    }
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).unwrap().ino()
}

#[cfg(not(unix))]
fn inode(_: &Path) -> u64 {
    0
}

/// A journal as a crash leaves it: with entries in the file and newer ones in its log.
fn crashed_journal(folder: &Path) -> (PathBuf, Vec<String>) {
    let journal = crate::support::TempJournal::sample();
    for nth in 0..20 {
        journal.jot(1, &format!("! in the log {nth}"));
    }
    let copy = folder.join("crashed.rapport");
    fs::copy(journal.file(), &copy).unwrap();
    fs::copy(beside(&journal.file(), "-wal"), beside(&copy, "-wal")).unwrap();
    (copy, journal.content_rows())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

#[test]
fn log_without_its_journal_is_kept_and_no_journal_is_begun() {
    let folder = tempdir().unwrap();
    let (path, _) = crashed_journal(folder.path());
    let log = fs::read(beside(&path, "-wal")).unwrap();
    fs::remove_file(&path).unwrap();
    for error in [Db::open(&path).err(), Db::open_existing(&path).err()] {
        assert!(matches!(error, Some(StoreError::LogWithoutJournal(_))), "{error:?}");
    }
    assert!(!path.exists());
    assert!(fs::read(beside(&path, "-wal")).unwrap() == log);

    // Nor is it destroyed where an empty file has taken the place of the journal.
    fs::write(&path, "").unwrap();
    for error in [Db::open(&path).err(), Db::open_existing(&path).err()] {
        assert!(matches!(error, Some(StoreError::Truncated(_))), "{error:?}");
    }
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
    assert!(fs::read(beside(&path, "-wal")).unwrap() == log);
}

#[test]
fn empty_log_of_a_journal_that_was_deleted_does_not_keep_a_new_one_from_being_made() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("j");
    fs::write(beside(&path, "-wal"), "").unwrap();
    assert_clean(&Db::open(&path).unwrap());
}

#[test]
fn file_cut_short_beside_its_log_is_refused_unless_the_log_has_the_rest() {
    const PAGE: u64 = 4096;
    let folder = tempdir().unwrap();
    let (path, content) = crashed_journal(folder.path());
    let length = fs::metadata(&path).unwrap().len();
    let mut refused = 0;
    for cut in (0..length).step_by(usize::try_from(PAGE).unwrap()).flat_map(|page| [page, page + 700]) {
        let cut_folder = tempdir().unwrap();
        let cut_path = cut_folder.path().join("cut.rapport");
        fs::copy(&path, &cut_path).unwrap();
        fs::copy(beside(&path, "-wal"), beside(&cut_path, "-wal")).unwrap();
        fs::OpenOptions::new().write(true).open(&cut_path).unwrap().set_len(cut).unwrap();
        match Db::open(&cut_path) {
            Ok(db) => assert_eq!(content_rows(db.path()), content, "cut at {cut}"),
            Err(error) => {
                refused += 1;
                assert!(error.is_damage(), "cut at {cut}: {error:?}");
                assert_eq!(fs::metadata(&cut_path).unwrap().len(), cut);
                assert!(fs::metadata(beside(&cut_path, "-wal")).unwrap().len() > 0, "cut at {cut}");
            }
        }
    }
    assert!(refused > length / PAGE, "{refused}");
}
