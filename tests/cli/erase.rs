//! `rapport erase`: what it says, what it asks, and what is left when it is killed.

use std::{fs, process::Stdio, thread, time::Duration};

use rapport::journal::backup::BackupLock;

use crate::terminal::Sandbox;

const PLANTED: &str = "zqävłxj";

/// Whether any file beside the journal, or the journal, holds the planted word.
fn holds_planted_word(sandbox: &Sandbox) -> bool {
    sandbox.files().iter().any(|name| {
        let path = sandbox.path(name);
        path.is_file() && fs::read(path).unwrap().windows(PLANTED.len()).any(|part| part == PLANTED.as_bytes())
    })
}

/// The sample with an entry about Dana that has the planted word.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_sample();
    sandbox.run(["jot", "Dana", PLANTED]).success();
    sandbox
}

fn count_about(sandbox: &Sandbox, name: &str) -> usize {
    let run = sandbox.run(["list", "--json", "--person", name]);
    serde_json::from_str::<Vec<serde_json::Value>>(&run.stdout).map_or(0, |entries| entries.len())
}

#[test]
fn an_erase_says_what_goes_and_asks_unless_told_not_to() {
    let sandbox = sandbox();
    let said = sandbox.run(["erase", "--person", "Dana", "--dry-run"]).success();
    assert!(said.starts_with("This will be gone for good:\n  Dana Whitfield, with the profile\n"), "{said}");
    assert!(said.contains(" notes") && said.contains("one-on-ones") && !said.contains(PLANTED), "{said}");
    let asked = sandbox.run_with_stdin(b"y\n", ["erase", "--person", "Dana"]);
    assert_eq!(asked.exit_code, Some(2), "nobody can be asked: {asked:?}");
    assert!(asked.stderr.starts_with("Nothing was changed.") && holds_planted_word(&sandbox));
    let said = sandbox.run(["erase", "--person", "Dana", "--yes"]).success();
    assert!(said.ends_with("This can’t be undone.\nErased for good: Dana Whitfield.\n"), "{said}");
    assert!(!holds_planted_word(&sandbox));
    assert_eq!(sandbox.run(["undo"]).failure(), "Nothing to undo: erasing is final.");
    sandbox.run(["check"]).success();
}

#[test]
fn entries_the_trash_and_drafts_are_erased_by_themselves() {
    let sandbox = sandbox();
    let entries = sandbox.list_json(["--person", "Dana"]);
    let planted = entries.iter().find(|entry| entry["text"] == PLANTED).unwrap();
    let before = entries.len();
    let said = sandbox.run(["erase", &planted["id"].to_string(), "--yes"]).success();
    assert!(said.contains("  1 note\n") && said.ends_with("Erased for good: 1 entry.\n"), "{said}");
    assert_eq!(count_about(&sandbox, "Dana"), before - 1);
    assert!(!holds_planted_word(&sandbox));
    sandbox.run(["erase", "--trash", "--drafts", "--yes"]).success();
    assert_eq!(sandbox.run(["erase", "--trash", "--drafts", "--yes"]).success(), "There is nothing to erase.\n");
    let said = sandbox.run(["erase", "--before", "2026-10-01", "--yes"]).success();
    assert!(said.contains("People, your own questions and templates stay."), "{said}");
    assert!(sandbox.list_json(["--to", "2026-09-30"]).is_empty());
    sandbox.run(["check"]).success();
}

#[test]
fn backups_that_have_it_are_named_by_date_and_erased_there_only_if_asked() {
    let sandbox = sandbox();
    let json: serde_json::Value = serde_json::from_str(&sandbox.run(["backup", "--json"]).success()).unwrap();
    let path = json["path"].as_str().unwrap();
    let has_it = || fs::read(path).unwrap().windows(PLANTED.len()).any(|bytes| bytes == PLANTED.as_bytes());
    assert!(has_it());
    let said = sandbox.run(["erase", "--person", "Dana", "--dry-run"]).success();
    assert!(said.contains("It is also in 1 backup, and stays there (--backups erases it there, too):"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("  Today, ") && line.ends_with(path)), "{said}");
    let unreadable = path.replace(".rapport", "-2.rapport");
    fs::write(&unreadable, "torn").unwrap();
    let said = sandbox.run(["erase", "--person", "Dana", "--dry-run"]).success();
    assert!(said.contains(&format!("{unreadable} can’t be read and may have it.")), "{said}");
    fs::remove_file(unreadable).unwrap();

    // A damaged backup is not made to look sound: nothing else is erased, so that it can be tried
    // again.
    let whole = fs::read(path).unwrap();
    let mut damaged = whole.clone();
    let name = damaged.windows(6).position(|bytes| bytes == b"Marcus").unwrap();
    damaged[name] ^= 1;
    fs::write(path, damaged).unwrap();
    let listed = sandbox.run(["erase", "--person", "Dana", "--backups", "--yes"]);
    fs::write(path, &whole).unwrap();
    assert_eq!(listed.exit_code, Some(1), "{listed:?}");
    assert!(listed.stderr.contains("It is still in 1 backup, and in the journal:"), "{listed:?}");
    assert!(count_about(&sandbox, "Dana") > 0 && has_it());

    let said = sandbox.run(["erase", "--person", "Dana", "--backups", "--yes"]).success();
    assert!(said.contains("Erased in 1 backup.\n") && said.ends_with("Erased for good: Dana Whitfield.\n"), "{said}");
    assert!(!has_it());
    sandbox.run(["verify", path]).success();
}

/// A backup that is being made would keep what is erased.
#[test]
fn erase_waits_until_a_backup_is_made() {
    let sandbox = sandbox();
    let lock = BackupLock::acquire(&sandbox.journal_path(), Duration::ZERO).unwrap().unwrap();
    let mut erase = sandbox.command(["erase", "--person", "Dana", "--yes"]);
    erase.arg("--journal").arg(sandbox.journal_path());
    let mut erase = erase.stdout(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(erase.try_wait().unwrap().is_none() && holds_planted_word(&sandbox));
    drop(lock);
    assert!(erase.wait().unwrap().success() && !holds_planted_word(&sandbox));
}

#[test]
fn wrong_arguments_erase_nothing() {
    let sandbox = sandbox();
    for (arguments, exit_code, says) in [
        (vec!["erase"], 2, "required"),
        (vec!["erase", "1", "--trash", "--yes"], 2, "cannot be used with"),
        (vec!["erase", "--before", "2999-01-01", "--yes"], 2, "is in the future"),
        (vec!["erase", "--before", "soon", "--yes"], 2, "--before"),
        (vec!["erase", "99999", "--yes"], 1, "There is no entry 99999"),
        (vec!["erase", "--person", "Nobody", "--yes"], 1, "Nobody"),
    ] {
        let run = sandbox.run(arguments.iter().copied());
        assert_eq!(run.exit_code, Some(exit_code), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    sandbox.run(["people"]).success();
    assert!(holds_planted_word(&sandbox));
}

#[test]
fn a_first_name_that_two_people_have_erases_neither() {
    let sandbox = Sandbox::with_sample();
    fs::write(sandbox.path("team.csv"), "person,day,text\nDana Osei,2026-10-05,Hello\n").unwrap();
    sandbox.run(["import", "csv", sandbox.path("team.csv").to_str().unwrap()]).success();
    let people = sandbox.run(["people", "--json"]).success();
    let run = sandbox.run(["erase", "--person", "Dana", "--yes"]);
    assert_eq!(run.exit_code, Some(1), "{run:?}");
    assert_eq!(sandbox.run(["people", "--json"]).success(), people);
}

/// Wherever the program is killed, Dana is there as before or gone from every file.
#[test]
fn a_killed_erase_is_complete_or_has_no_effect() {
    let sandbox = sandbox();
    let whole = fs::read(sandbox.journal_path()).unwrap();
    let before = count_about(&sandbox, "Dana");
    let mut outcomes = Vec::new();
    for milliseconds in (0..40).step_by(3) {
        for name in sandbox.files() {
            if name.starts_with("journal.rapport") {
                fs::remove_file(sandbox.path(&name)).unwrap();
            }
        }
        fs::write(sandbox.journal_path(), &whole).unwrap();
        let mut command = sandbox.command(["erase", "--person", "Dana", "--yes", "--journal"]);
        command.arg(sandbox.journal_path()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();

        let check = sandbox.run(["check"]);
        assert_eq!(check.exit_code, Some(0), "{check:?}");
        let after = count_about(&sandbox, "Dana");
        assert!(after == before || after == 0, "{after} of {before} after {milliseconds} ms");
        assert_eq!(holds_planted_word(&sandbox), after == before, "after {milliseconds} ms");
        let said = check.stderr;
        assert!(
            said.is_empty() || said.contains(if after == 0 { "complete now" } else { "nothing was erased" }),
            "{said}"
        );
        outcomes.push(after);
    }
    // Without the kill it is gone.
    sandbox.run(["erase", "--person", "Dana", "--yes"]);
    assert_eq!(count_about(&sandbox, "Dana"), 0);
}
