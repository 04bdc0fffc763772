//! `rapport backup`, `backups`, `verify` and `restore`.

use std::{fs, path::PathBuf};

use serde_json::Value;

#[cfg(target_os = "linux")]
use super::file::run_with_mounts;
use crate::terminal::Sandbox;

/// Makes a backup in a folder of its own and returns its path.
fn back_up(desk: &Sandbox) -> String {
    let folder = desk.path("safe");
    fs::create_dir_all(&folder).unwrap();
    let said = desk.run(["backup", "--to", folder.to_str().unwrap(), "--json"]).success();
    let json: Value = serde_json::from_str(&said).unwrap();
    json["path"].as_str().unwrap().to_owned()
}

fn default_folder(desk: &Sandbox) -> PathBuf {
    desk.path("data/rapport/backups")
}

#[test]
fn a_backup_is_made_listed_and_verified() {
    let desk = Sandbox::with_sample();
    assert!(desk.run(["backups"]).success().starts_with("No backups in "));
    let said = desk.run(["backup"]).success();
    assert!(said.starts_with("Backed up 6 people and ") && said.ends_with("and checked the copy.\n"), "{said}");
    let listed = desk.run(["backups"]).success();
    assert!(
        listed.starts_with("1 backup, ") && listed.contains("Today, ") && listed.contains("made by you"),
        "{listed}"
    );
    let json: Value = serde_json::from_str(&desk.run(["backups", "--json"]).success()).unwrap();
    let backup = &json[0];
    assert_eq!((backup["people"].as_u64(), backup["reason"].as_str()), (Some(6), Some("manual")));
    let path = backup["path"].as_str().unwrap();
    assert!(PathBuf::from(path).starts_with(default_folder(&desk)), "{path}");
    let verified = desk.run(["verify", path]).success();
    assert!(verified.contains(" can be restored: 6 people and "), "{verified}");
}

#[test]
fn a_damaged_backup_fails_with_one_line() {
    let desk = Sandbox::with_sample();
    let path = back_up(&desk);
    let mut bytes = fs::read(&path).unwrap();
    let text = b"Whitfield";
    let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
    bytes[at] ^= 1;
    fs::write(&path, bytes).unwrap();
    let failed = desk.run(["verify", &path]);
    assert_eq!(failed.exit_code, Some(1));
    assert!(failed.stderr.contains("is damaged: 1 problem. Nothing was changed."), "{}", failed.stderr);
    assert!(failed.stdout.contains("checksum"), "{}", failed.stdout);
    let refused = desk.run(["restore", &path, "--yes"]).failure();
    assert!(refused.contains("is damaged. Nothing was changed. Choose another backup."), "{refused}");
}

#[test]
fn a_restore_is_previewed_by_person_and_needs_a_yes() {
    let desk = Sandbox::with_sample();
    let path = back_up(&desk);
    let before = desk.run(["list"]).success();
    desk.run(["jot", "Dana", "written", "since"]).success();
    let since = desk.run(["list"]).success();
    for arguments in [&["restore", &path, "--dry-run"][..], &["restore", &path]] {
        let said = desk.run(arguments.iter().copied());
        assert!(said.stdout.contains("  Dana Whitfield: 1 written since is removed\n"), "{}", said.stdout);
        assert_eq!(desk.run(["list"]).success(), since);
    }
    let asked = desk.run(["restore", &path]);
    assert_eq!(asked.exit_code, Some(2));
    assert!(asked.stderr.contains("Add --yes to do it"), "{}", asked.stderr);
    let said = desk.run(["restore", &path, "--yes"]).success();
    assert!(said.contains("Restored.") && said.contains("The previous journal is in "), "{said}");
    assert_eq!(desk.run(["list"]).success(), before);
    // The backup made before brings the restore back.
    let json: Value = serde_json::from_str(&desk.run(["backups", "--json"]).success()).unwrap();
    let made_before = json.as_array().unwrap().iter().find(|backup| backup["reason"] == "before_restore").unwrap();
    desk.run(["restore", made_before["path"].as_str().unwrap(), "--yes"]).success();
    assert_eq!(desk.run(["list"]).success(), since);
    assert!(desk.run(["check"]).success().contains("No problems found."));
}

#[test]
fn entries_of_one_person_are_restored_and_undone() {
    let desk = Sandbox::with_sample();
    desk.run(["jot", "Dana", "kept", "in", "the", "backup"]).success();
    let path = back_up(&desk);
    desk.run(["undo"]).success();
    let before = desk.run(["list"]).success();
    assert!(!before.contains("kept in the backup"));
    let said = desk.run(["restore", &path, "--person", "dana", "--yes"]).success();
    assert!(said.contains("  Dana Whitfield: 1 entry comes back\n"), "{said}");
    assert!(desk.run(["list"]).success().contains("kept in the backup"));
    desk.run(["undo"]).success();
    assert_eq!(desk.run(["list"]).success(), before);
    let nobody = desk.run(["restore", &path, "--person", "Priya", "--yes"]);
    assert_eq!(nobody.exit_code, Some(2), "{}", nobody.stderr);
}

#[test]
fn a_backup_that_holds_the_same_changes_nothing() {
    let desk = Sandbox::with_sample();
    let path = back_up(&desk);
    let said = desk.run(["restore", &path, "--yes"]).success();
    assert!(said.contains("The journal is the same."), "{said}");
    assert!(!default_folder(&desk).exists(), "no backup was needed");
}

#[test]
fn the_journal_itself_and_other_journals_are_refused() {
    let desk = Sandbox::with_sample();
    let own = desk.journal_path();
    let refused = desk.run(["restore", own.to_str().unwrap(), "--yes"]).failure();
    assert!(refused.contains("is the journal itself"), "{refused}");
    back_up(&desk);
    let other = Sandbox::with_sample();
    let foreign = back_up(&other);
    let refused = desk.run(["restore", &foreign, "--yes"]).failure();
    assert!(refused.contains("is a backup of another journal"), "{refused}");
    desk.run(["restore", &foreign, "--yes", "--other-journal"]).success();
}

#[test]
fn folders_that_cannot_take_a_backup_fail_with_one_line() {
    let desk = Sandbox::with_sample();
    let file = desk.path("file");
    fs::write(&file, "text").unwrap();
    let gone = desk.path("gone");
    for (folder, message) in [(&file, "is a file, not a folder"), (&gone, "isn’t there")] {
        let failed = desk.run(["backup", "--to", folder.to_str().unwrap()]).failure();
        assert!(failed.contains(message), "{failed}");
    }
    let missing = Sandbox::empty();
    let failed = missing.run(["backup"]).failure();
    assert!(failed.starts_with("There is no journal at"), "{failed}");
    assert_eq!(missing.files(), Vec::<String>::new());
}

#[test]
fn an_import_is_preceded_by_a_backup() {
    let desk = Sandbox::with_sample();
    let notes = desk.path("Dana Whitfield.md");
    fs::write(&notes, "# Dana Whitfield\n\n## 2026-10-05\n\n- Wants to move towards data\n").unwrap();
    desk.run(["import", "markdown", notes.to_str().unwrap(), "--dry-run"]).success();
    assert!(!default_folder(&desk).exists());
    desk.run(["import", "markdown", notes.to_str().unwrap()]).success();
    let json: Value = serde_json::from_str(&desk.run(["backups", "--json"]).success()).unwrap();
    assert_eq!(json[0]["reason"], "before_import");
}

#[test]
fn an_older_journal_is_backed_up_before_it_is_upgraded() {
    let desk = Sandbox::empty();
    let old = include_str!("../fixtures/schema-10.sql");
    rusqlite::Connection::open(desk.journal_path()).unwrap().execute_batch(old).unwrap();
    let before = fs::read(desk.journal_path()).unwrap();
    assert!(!before.is_empty());
    desk.run(["people"]).success();
    let json: Value = serde_json::from_str(&desk.run(["backups", "--json"]).success()).unwrap();
    assert_eq!((json.as_array().unwrap().len(), json[0]["reason"].as_str()), (1, Some("before_migration")));
    let path = json[0]["path"].as_str().unwrap();
    let verified: Value = serde_json::from_str(&desk.run(["verify", path, "--json"]).success()).unwrap();
    assert_eq!(verified["schema"], 10, "it is a copy from before");
    let people = desk.run(["people"]).success();
    desk.run(["jot", "a", "note"]);
    desk.run(["restore", path, "--yes"]).success();
    assert_eq!(desk.run(["people"]).success(), people);
}

#[cfg(target_os = "linux")]
#[test]
fn backup_to_a_full_disk_says_so_and_leaves_nothing_there() {
    let desk = Sandbox::with_sample();
    let script = "cd \"$1\"; mkdir disk; mount -t tmpfs -o size=512k none disk
        head -c 400k /dev/zero > disk/rest
        \"$0\" backup --to disk --journal journal.rapport && exit 9
        ls -A disk";
    let Some(ran) = run_with_mounts(&desk, script) else { return };
    assert_eq!((ran.exit_code, ran.stdout.as_str()), (Some(0), "rest\n"), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("the disk is full") && !ran.stderr.contains(".rapport-backup-"), "{}", ran.stderr);
    desk.run(["check"]).success();
}

#[cfg(target_os = "linux")]
#[test]
fn backup_to_a_read_only_disk_names_the_folder() {
    let desk = Sandbox::with_sample();
    let script = "cd \"$1\"; mkdir disk; mount -t tmpfs -o ro none disk
        \"$0\" backup --to disk --journal journal.rapport && exit 9
        true";
    let Some(ran) = run_with_mounts(&desk, script) else { return };
    assert_eq!(ran.exit_code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("The backup folder disk can’t be written."), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn restore_on_a_full_disk_leaves_the_journal_as_it_was() {
    let desk = Sandbox::with_sample();
    let backup = back_up(&desk);
    desk.run(["jot", "dana", "written since"]).success();
    let script = "cd \"$1\"; mkdir disk; mount -t tmpfs -o size=1m none disk
        cp journal.rapport disk/; cp journal.rapport before
        cat /dev/zero > disk/rest 2> errors || true
        \"$0\" restore safe/*.rapport --yes --journal disk/journal.rapport > said && exit 9
        rm disk/rest
        \"$0\" list --journal disk/journal.rapport > after
        \"$0\" list --journal before | cmp - after";
    let Some(ran) = run_with_mounts(&desk, script) else { return };
    assert_eq!(ran.exit_code, Some(0), "{} ({backup})", ran.stderr);
    assert!(ran.stderr.contains("the disk is full"), "{}", ran.stderr);
}
