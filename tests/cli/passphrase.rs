//! `rapport passphrase`, and commands on an encrypted journal.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::terminal::{RunResult, Sandbox};

const PASSPHRASE: &str = "canoe lantern voyage\n";

/// Runs a command that reads the passphrase from standard input.
fn run_with(desk: &Sandbox, input: &str, arguments: &[&str]) -> RunResult {
    desk.run_with_stdin(input.as_bytes(), arguments.iter().copied().chain(["--passphrase-stdin"]))
}

fn encrypted() -> Sandbox {
    let desk = Sandbox::with_sample();
    run_with(&desk, PASSPHRASE, &["passphrase", "set"]).success();
    desk
}

/// The files below the folder in which one of these words stands.
fn files_with(folder: &Path, words: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files_with(&path, words));
        } else if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            let has = |word: &&str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
            found.extend(words.iter().any(has).then_some(path));
        }
    }
    found
}

#[test]
fn journal_with_a_passphrase_opens_with_it_and_not_without() {
    let desk = Sandbox::with_sample();
    let before = desk.run(["list"]).success();
    let said = run_with(&desk, PASSPHRASE, &["passphrase", "set"]).success();
    assert!(said.starts_with("Your journal is encrypted.\n") && said.contains("Recovery key"), "{said}");
    let refused = desk.run(["list"]);
    assert_eq!((refused.exit_code, refused.stdout.as_str()), (Some(2), ""));
    assert!(refused.stderr.contains("--passphrase-stdin") && refused.stderr.contains("RAPPORT_KEYFILE"), "{refused:?}");
    let wrong = run_with(&desk, "canoe lantern\n", &["list"]).failure();
    assert!(wrong.contains("That’s not the passphrase of ") && wrong.contains("Nothing was changed."), "{wrong}");
    assert_eq!(run_with(&desk, PASSPHRASE, &["list"]).success(), before);
    run_with(&desk, PASSPHRASE, &["jot", "Dana", "Wrote after that"]).success();
    assert!(run_with(&desk, PASSPHRASE, &["list"]).success().contains("Wrote after that"));
    assert!(run_with(&desk, PASSPHRASE, &["check"]).success().ends_with("No problems found.\n"));
}

#[test]
fn nothing_readable_is_left_on_the_disk() {
    let desk = Sandbox::with_sample();
    desk.run(["jot", "Dana", "Zimtschnecken im Frühling"]).success();
    desk.run(["backup"]).success();
    let words = ["Zimtschnecken", "Whitfield"];
    assert!(files_with(&desk.path(""), &words).len() >= 2);
    let said = run_with(&desk, PASSPHRASE, &["passphrase", "set"]).success();
    assert!(said.contains("Your journal is encrypted, and so is its backup."), "{said}");
    run_with(&desk, PASSPHRASE, &["jot", "Dana", "Zimtschnecken again"]).success();
    run_with(&desk, PASSPHRASE, &["backup"]).success();
    run_with(&desk, PASSPHRASE, &["search", "Zimtschnecken"]).success();
    assert_eq!(files_with(&desk.path(""), &words), Vec::<PathBuf>::new());
    assert_eq!(desk.files().iter().filter(|name| name.starts_with('.')).count(), 0, "{:?}", desk.files());
}

#[test]
fn backups_follow_the_passphrase_and_can_be_verified_and_restored() {
    let desk = encrypted();
    let said = run_with(&desk, PASSPHRASE, &["backup", "--json"]).success();
    let backup: serde_json::Value = serde_json::from_str(&said).unwrap();
    let backup = backup["path"].as_str().unwrap();
    let changed = run_with(&desk, &format!("{PASSPHRASE}a new one for all\n"), &["passphrase", "change"]).success();
    assert!(
        changed.contains("The passphrase was changed.\nYour journal is encrypted, and so is its backup."),
        "{changed}"
    );
    assert!(run_with(&desk, PASSPHRASE, &["list"]).failure().contains("That’s not the passphrase"));
    assert!(run_with(&desk, PASSPHRASE, &["verify", backup]).failure().contains("That’s not the passphrase"));
    let new = "a new one for all\n";
    let verified = run_with(&desk, new, &["verify", backup]).success();
    assert!(verified.contains("can be restored"), "{verified}");
    run_with(&desk, new, &["jot", "Dana", "Only now"]).success();
    run_with(&desk, new, &["restore", backup, "--yes"]).success();
    assert!(!run_with(&desk, new, &["list"]).success().contains("Only now"));
    run_with(&desk, new, &["passphrase", "remove", "--yes"]).success();
    desk.run(["verify", backup]).success();
    desk.run(["list"]).success();
}

#[test]
fn key_file_with_a_newline_opens_the_journal() {
    let desk = encrypted();
    let key_file = desk.path("key");
    fs::write(&key_file, PASSPHRASE).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = desk.command(arguments.iter().copied());
        command.arg("--journal").arg(desk.journal_path()).env("RAPPORT_KEYFILE", &key_file);
        RunResult::from_output(command.output().unwrap())
    };
    run(&["list"]).success();
    let unset = run(&["passphrase", "remove"]);
    assert!(unset.exit_code == Some(2) && unset.stderr.contains("--yes"), "{unset:?}");
    run(&["passphrase", "remove", "--yes"]).success();
    desk.run(["list"]).success();
}

#[test]
fn passphrases_in_any_form_open_what_they_protect() {
    for (set, typed) in [
        ("x", "x"),
        ("  leading and trailing  ", "  leading and trailing  "),
        ("пароль 四つの言葉", "пароль 四つの言葉"),
        ("Tomás", "Toma\u{301}s"),
        (&*"long ".repeat(2_000), &*"long ".repeat(2_000)),
    ] {
        let desk = Sandbox::with_sample();
        run_with(&desk, &format!("{set}\n"), &["passphrase", "set"]).success();
        run_with(&desk, &format!("{typed}\r\n"), &["people"]).success();
    }
}

#[test]
fn commands_that_do_not_fit_change_nothing() {
    let desk = Sandbox::with_sample();
    for (input, arguments, expected) in [
        ("\n", ["passphrase", "set"], "The passphrase is empty."),
        ("one\n", ["passphrase", "change"], "The journal has no passphrase."),
        ("one\n", ["passphrase", "recovery-key"], "The journal has no passphrase."),
    ] {
        let refused = run_with(&desk, input, &arguments);
        assert!(refused.exit_code == Some(2) && refused.stderr.contains(expected), "{refused:?}");
        assert!(refused.stderr.contains("Nothing was changed."), "{refused:?}");
    }
    desk.run(["list"]).success();
    let desk = encrypted();
    let again = run_with(&desk, PASSPHRASE, &["passphrase", "set"]);
    assert!(again.exit_code == Some(2) && again.stderr.contains("has a passphrase already"), "{again:?}");
    let missing = run_with(&desk, PASSPHRASE, &["passphrase", "change"]);
    assert!(missing.exit_code == Some(2) && missing.stderr.contains("The passphrase is empty."), "{missing:?}");
    run_with(&desk, PASSPHRASE, &["list"]).success();
}

#[test]
fn damaged_encrypted_journal_is_recovered_into_an_encrypted_one() {
    let desk = encrypted();
    let mut bytes = fs::read(desk.journal_path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desk.journal_path(), bytes).unwrap();
    let new = desk.path("recovered.rapport");
    let new = new.to_str().unwrap();
    let refused = desk.run(["recover", desk.journal_path().to_str().unwrap(), "--to", new]);
    assert_eq!(refused.exit_code, Some(2), "{refused:?}");
    let said = run_with(&desk, PASSPHRASE, &["recover", desk.journal_path().to_str().unwrap(), "--to", new]).success();
    assert!(said.contains("6 people"), "{said}");
    assert_eq!(files_with(&desk.path(""), &["Whitfield"]), Vec::<PathBuf>::new());
    let verified = run_with(&desk, PASSPHRASE, &["verify", new]).success();
    assert!(verified.contains("can be restored: 6 people"), "{verified}");
}

#[test]
fn recovery_key_is_shown_again() {
    let desk = encrypted();
    let shown = run_with(&desk, PASSPHRASE, &["passphrase", "recovery-key"]).success();
    let groups = shown.lines().filter(|line| line.starts_with("  ")).flat_map(str::split_whitespace).count();
    assert_eq!(groups, 13, "{shown}");
}
