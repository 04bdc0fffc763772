//! What the commands do to the file, and what they say where it cannot be used.

#[cfg(target_os = "linux")]
use std::process::Command;
#[cfg(unix)]
use std::{fs, path::PathBuf};

use super::terminal::{RunResult, Sandbox};

#[test]
fn every_command_leaves_one_file_with_everything_in_it() {
    let desk = Sandbox::with_sample();
    let commands: [&[&str]; 5] =
        [&["jot", "dana", "! the newest"], &["list"], &["undo"], &["redo"], &["next", "dana", "tomorrow 10:00"]];
    for command in commands {
        desk.run(command.iter().copied()).success();
        assert_eq!(desk.files(), ["journal.rapport"], "{command:?}");
    }
}

#[test]
fn journal_that_is_missing_beside_its_log_is_not_begun_anew() {
    let desk = Sandbox::with_sample();
    let log = desk.path("journal.rapport-wal");
    std::fs::rename(desk.journal_path(), &log).unwrap();
    let before = std::fs::read(&log).unwrap();
    for command in [&["list"][..], &["jot", "dana", "x"], &["import", "json", "x.json", "--dry-run"]] {
        let ran = desk.run(command.iter().copied());
        assert_ne!(ran.exit_code, Some(0), "{command:?}");
    }
    let said = desk.run(["list"]).failure();
    assert!(said.contains("is missing, but its log") && said.contains("restore a backup"), "{said}");
    assert!(std::fs::read(&log).unwrap() == before);
    assert_eq!(desk.files(), ["journal.rapport-wal"]);
}

#[cfg(all(target_os = "linux", feature = "window"))]
#[test]
fn display_that_cannot_be_reached_is_reported_with_what_to_do() {
    let desk = Sandbox::with_sample();
    let no_display = desk.run([]).failure();
    assert!(no_display.contains("There is no display") && no_display.contains("rapport --help"), "{no_display}");
    let no_composer = desk.run(["capture", "dana ! quiet today"]).failure();
    assert!(no_composer.contains("Nothing was saved") && no_composer.contains("rapport jot"), "{no_composer}");
    let mut command = desk.command(["--journal"]);
    // No server has this number.
    let ran = command.arg(desk.journal_path()).env("DISPLAY", ":64999").output().unwrap();
    let said = RunResult::from_output(ran).failure();
    assert!(said.contains("the display cannot be reached") && said.contains("libx11-6"), "{said}");
    assert!(!said.contains(".rs"), "it names no source file: {said}");
    assert_eq!(desk.files(), ["journal.rapport"]);
}

/// Runs a script as root of a new user and mount namespace, with the program as `$0` and a folder
/// as `$1`; `None` if the system does not allow that.
#[cfg(target_os = "linux")]
pub(super) fn run_with_mounts(desk: &Sandbox, script: &str) -> Option<RunResult> {
    let allowed = Command::new("unshare").args(["--user", "--map-root-user", "--mount", "true"]).status();
    if !allowed.is_ok_and(|status| status.success()) {
        return None;
    }
    let program = desk.command([]);
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-ec", script]);
    command.arg(program.get_program()).arg(desk.path(""));
    Some(RunResult::from_output(command.output().unwrap()))
}

#[cfg(target_os = "linux")]
#[test]
fn journal_on_a_full_disk_can_be_read() {
    let desk = Sandbox::with_sample();
    let listed = desk.run(["list"]).success();
    let script = "cd \"$1\"; mkdir disk; mount -t tmpfs -o size=2m none disk
        cp journal.rapport disk/
        cat /dev/zero > disk/rest 2> errors || true
        \"$0\" list --journal disk/journal.rapport
        \"$0\" jot dana 'no room' --journal disk/journal.rapport 2> said && exit 9
        cat said >&2";
    let Some(ran) = run_with_mounts(&desk, script) else { return };
    assert_eq!(ran.exit_code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stdout, listed);
    assert!(ran.stderr.contains("the disk is full"), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn journal_with_a_log_on_a_full_disk_can_be_read() {
    let desk = Sandbox::with_sample();
    let script = "cd \"$1\"; mkdir disk; mount -t tmpfs -o size=2m none disk
        cp journal.rapport disk/
        printf x > disk/journal.rapport-wal
        cat /dev/zero > disk/rest 2> errors || true
        \"$0\" list --journal disk/journal.rapport > listed
        test -s listed";
    let Some(ran) = run_with_mounts(&desk, script) else { return };
    assert_eq!(ran.exit_code, Some(0), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn journal_on_a_read_only_disk_can_be_read_also_with_a_log() {
    let desk = Sandbox::with_sample();
    let listed = desk.run(["list"]).success();
    let script = "cd \"$1\"; mkdir disk; mount -t tmpfs -o size=4m none disk
        cp journal.rapport disk/a; cp journal.rapport disk/b; printf x > disk/b-wal
        mount -o remount,ro disk
        \"$0\" list --journal disk/a
        \"$0\" list --journal disk/b > listed
        test -s listed
        \"$0\" jot dana 'not here' --journal disk/a 2> said && exit 9
        cat said >&2";
    let Some(ran) = run_with_mounts(&desk, script) else { return };
    assert_eq!(ran.exit_code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stdout, listed);
    assert!(ran.stderr.contains("can be read but not changed"), "{}", ran.stderr);
}

/// The folder is not that of a journal, so only the register of temporary files knows of it.
#[cfg(unix)]
#[test]
fn what_a_killed_command_left_in_any_folder_is_removed_by_the_next() {
    let desk = Sandbox::with_sample();
    let folder = desk.path("elsewhere");
    fs::create_dir(&folder).unwrap();
    let files = || -> Vec<PathBuf> { fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let target = folder.join("new.rapport");
    let mut writing = desk.command(["sample", target.to_str().unwrap(), "--size", "huge"]);
    let mut child = writing.stdout(std::process::Stdio::null()).spawn().unwrap();
    while !files().iter().any(|file| fs::metadata(file).is_ok_and(|metadata| metadata.len() > 0)) {
        assert!(child.try_wait().unwrap().is_none(), "it was written too fast to be killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    desk.run(["people"]).success();
    assert!(!files().is_empty(), "a file that is being written stays");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!files().is_empty());
    desk.run(["people"]).success();
    assert_eq!(files(), Vec::<PathBuf>::new());
    assert!(!desk.path("data/rapport/unfinished").exists(), "nothing is registered any more");
}

/// The upgrade of a large journal takes a while: before there is a window, nothing would say so.
#[test]
fn older_journal_is_not_upgraded_before_there_is_a_window() {
    let desk = Sandbox::empty();
    let old = include_str!("../fixtures/schema-10.sql");
    rusqlite::Connection::open(desk.journal_path()).unwrap().execute_batch(old).unwrap();
    let path = desk.journal_path();
    let arguments = ["rapport", "--journal", path.to_str().unwrap()].map(std::ffi::OsString::from);
    rapport::cli::Arguments::from_args(arguments).unwrap().resolve().unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let schema: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(schema, 10);
}
