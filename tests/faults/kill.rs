//! SIGKILL at a random time of each command that writes. Afterwards the journal is sound, and what
//! was acknowledged is in it.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rapport::store::is_encrypted;

use super::{report_figure, rounds, seeded_rng, support::raw_connection, terminal::Sandbox};

/// Rounds of each test in the suite.
const SHORT: usize = 4;

/// The journal of a sandbox as exported JSON.
fn export(sandbox: &Sandbox, journal: &Path) -> String {
    sandbox.run_on_journal(journal, ["export", "journal", "--format", "json", "--out", "-"]).success()
}

fn assert_sound(sandbox: &Sandbox, journal: &Path) {
    let check = sandbox.run_on_journal(journal, ["check"]);
    assert_eq!(check.exit_code, Some(0), "{check:?}");
}

/// Kills commands at random times within the time that they take.
struct Killer {
    rng: ChaCha8Rng,
    /// How long the command runs when nobody kills it.
    duration: Duration,
    killed: usize,
    finished: usize,
}

impl Killer {
    fn new(test: u64) -> Self {
        Self { rng: seeded_rng(test), duration: Duration::from_millis(200), killed: 0, finished: 0 }
    }

    /// Runs a command to its end, to learn how long it takes.
    fn measure(&mut self, command: &mut Command) {
        let started = Instant::now();
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        self.duration = started.elapsed();
    }

    /// Starts a command and kills it. True if it succeeded before.
    fn run(&mut self, command: &mut Command) -> bool {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(self.duration.mul_f64(self.rng.random_range(0.0..1.2)));
        child.kill().unwrap();
        let finished = child.wait().unwrap().success();
        if finished {
            self.finished += 1;
        } else {
            self.killed += 1;
        }
        finished
    }

    fn report(&self, what: &str) {
        report_figure(&format!("{what}: killed {}, finished before {}", self.killed, self.finished));
    }
}

/// A command on a journal.
fn command(sandbox: &Sandbox, journal: &Path, arguments: &[&str]) -> Command {
    let mut command = sandbox.command(arguments.iter().copied());
    command.arg("--journal").arg(journal);
    command
}

#[test]
fn killed_jot_loses_no_acknowledged_entry() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let mut killer = Killer::new(1);
    killer.measure(&mut command(&sandbox, &journal, &["jot", "dana", "the first line"]));
    let (mut attempted, mut acknowledged) = (Vec::new(), Vec::new());
    for round in 0..rounds(SHORT) {
        let text = format!("line {round} of many");
        if killer.run(&mut command(&sandbox, &journal, &["jot", "dana", &text])) {
            acknowledged.push(text.clone());
        }
        attempted.push(text);
        assert_sound(&sandbox, &journal);
    }
    let content = export(&sandbox, &journal);
    let occurrences = |text: &str| content.matches(&format!("\"{text}\"")).count();
    assert!(acknowledged.iter().all(|text| occurrences(text) == 1), "an acknowledged entry is lost");
    assert!(attempted.iter().all(|text| occurrences(text) <= 1), "an entry is there twice");
    killer.report("jot");
}

#[test]
fn killed_migration_leaves_a_journal_that_migrates() {
    let folder = Sandbox::empty();
    let old = folder.path("old.rapport");
    raw_connection(&old).execute_batch(include_str!("../fixtures/schema-10.sql")).unwrap();
    let journal = folder.journal_path();
    let copy_old = || {
        for name in folder.files().iter().filter(|name| name.starts_with("journal.rapport")) {
            fs::remove_file(folder.path(name)).unwrap();
        }
        fs::copy(&old, &journal).unwrap();
    };
    let mut killer = Killer::new(2);
    copy_old();
    killer.measure(&mut command(&folder, &journal, &["people"]));
    let expected = export(&folder, &journal);
    for _ in 0..rounds(SHORT) {
        copy_old();
        killer.run(&mut command(&folder, &journal, &["people"]));
        assert_eq!(export(&folder, &journal), expected);
        assert_sound(&folder, &journal);
    }
    killer.report("migration");
}

#[test]
fn killed_search_index_is_made_when_the_journal_is_opened_next() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let expected = export(&sandbox, &journal);
    let found = || sandbox.run_on_journal(&journal, ["search", "on call", "--json"]).success();
    let hits = found();
    let make_due = || {
        raw_connection(&journal)
            .execute_batch(
                "DELETE FROM search_documents; INSERT INTO settings (name, value) VALUES ('search_index_due', 'true')",
            )
            .unwrap();
    };
    let mut killer = Killer::new(8);
    make_due();
    killer.measure(&mut command(&sandbox, &journal, &["check"]));
    for _ in 0..rounds(SHORT) {
        make_due();
        killer.run(&mut command(&sandbox, &journal, &["check"]));
        assert_eq!(found(), hits);
        assert_sound(&sandbox, &journal);
        assert_eq!(export(&sandbox, &journal), expected);
    }
    killer.report("search index");
}

#[test]
fn killed_backup_leaves_only_whole_backups() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let folder = sandbox.path("backups");
    fs::create_dir(&folder).unwrap();
    let arguments = ["backup", "--to", folder.to_str().unwrap()];
    let mut killer = Killer::new(3);
    killer.measure(&mut command(&sandbox, &journal, &arguments));
    let before = export(&sandbox, &journal);
    for round in 0..rounds(SHORT) {
        killer.run(&mut command(&sandbox, &journal, &arguments));
        assert_eq!(export(&sandbox, &journal), before, "round {round}");
        for path in backups(&folder) {
            sandbox.run_without_journal(["verify", path.to_str().unwrap()]).success();
            // A folder of 1,000 backups would be verified 1,000 times.
            fs::remove_file(path).unwrap();
        }
    }
    killer.report("backup");
}

fn backups(folder: &Path) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rapport")).collect()
}

#[test]
fn killed_restore_leaves_the_journal_or_the_backup() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let folder = sandbox.path("backups");
    fs::create_dir(&folder).unwrap();
    sandbox.run(["backup", "--to", folder.to_str().unwrap()]).success();
    let backup = backups(&folder).remove(0);
    let arguments = ["restore", backup.to_str().unwrap(), "--yes"];
    let restored = export(&sandbox, &journal);
    let mut killer = Killer::new(4);
    sandbox.run(["jot", "dana", "after the backup"]).success();
    killer.measure(&mut command(&sandbox, &journal, &arguments));
    for round in 0..rounds(SHORT) {
        sandbox.run(["jot", "dana", &format!("after the backup, {round}")]).success();
        let before = export(&sandbox, &journal);
        let finished = killer.run(&mut command(&sandbox, &journal, &arguments));
        let after = export(&sandbox, &journal);
        assert!(after == restored || (after == before && !finished), "round {round}: neither of the two");
        assert_sound(&sandbox, &journal);
    }
    killer.report("restore");
}

#[test]
fn killed_recovery_changes_nothing_and_leaves_no_half_journal() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let original = fs::read(&journal).unwrap();
    let target = sandbox.path("recovered.rapport");
    let recover = |sandbox: &Sandbox| {
        let arguments = ["recover", journal.to_str().unwrap(), "--to", target.to_str().unwrap()];
        sandbox.command(arguments)
    };
    let mut killer = Killer::new(5);
    killer.measure(&mut recover(&sandbox));
    let expected = export(&sandbox, &target);
    for round in 0..rounds(SHORT) {
        if target.exists() {
            fs::remove_file(&target).unwrap();
        }
        let finished = killer.run(&mut recover(&sandbox));
        assert!(fs::read(&journal).unwrap() == original, "round {round}: the damaged file was written");
        assert!(target.exists() || !finished, "round {round}: nothing was recovered");
        if target.exists() {
            assert_eq!(export(&sandbox, &target), expected, "round {round}");
        }
    }
    killer.report("recover");
}

/// Only in the entry that is erased.
const SECRET: &str = "zugzwangerl";

#[test]
fn killed_erase_leaves_all_of_the_text_or_none() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let mut killer = Killer::new(6);
    for round in 0..=rounds(SHORT) {
        sandbox.run(["jot", "dana", SECRET]).success();
        let entries = sandbox.list_json([]);
        let id = entries.iter().find(|entry| entry["text"] == SECRET).unwrap()["id"].to_string();
        let mut erase = command(&sandbox, &journal, &["erase", &id, "--yes"]);
        let finished = if round == 0 {
            killer.measure(&mut erase);
            true
        } else {
            killer.run(&mut erase)
        };
        assert_sound(&sandbox, &journal);
        if export(&sandbox, &journal).contains(SECRET) {
            assert!(!finished, "round {round}: what was erased is there");
            sandbox.run(["erase", &id, "--yes"]).success();
        }
        assert_eq!(files_with(&sandbox, SECRET), Vec::<String>::new(), "round {round}");
    }
    killer.report("erase");
}

/// The files beside the journal whose bytes contain a text.
fn files_with(sandbox: &Sandbox, text: &str) -> Vec<String> {
    let holds = |name: &String| {
        let path = sandbox.path(name);
        path.is_file() && fs::read(path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
    };
    sandbox.files().into_iter().filter(holds).collect()
}

#[test]
fn killed_import_brings_all_or_nothing() {
    let sandbox = Sandbox::with_sample();
    let notes = sandbox.path("Dana Whitfield.md");
    let lines: Vec<String> =
        (0..300).map(|index| format!("# 2024-03-{:02}\n- imported {index}\n", index % 28 + 1)).collect();
    fs::write(&notes, lines.concat()).unwrap();
    let base = sandbox.path("base.rapport");
    fs::rename(sandbox.journal_path(), &base).unwrap();
    let journal = sandbox.journal_path();
    let reset = || {
        for name in sandbox.files().iter().filter(|name| name.starts_with("journal.rapport")) {
            fs::remove_file(sandbox.path(name)).unwrap();
        }
        fs::copy(&base, &journal).unwrap();
    };
    let arguments = ["import", "markdown", notes.to_str().unwrap()];
    let imported = || export(&sandbox, &journal).matches("imported ").count();
    let mut killer = Killer::new(7);
    reset();
    killer.measure(&mut command(&sandbox, &journal, &arguments));
    let all = imported();
    assert!(all >= 300, "{all}");
    for round in 0..rounds(SHORT) {
        reset();
        let finished = killer.run(&mut command(&sandbox, &journal, &arguments));
        let count = imported();
        assert!(count == all || (count == 0 && !finished), "round {round}: {count} of {all}");
        assert_sound(&sandbox, &journal);
    }
    killer.report("import");
}

/// What the key file of a sandbox holds.
const PASSPHRASES: [&str; 2] = ["canoe lantern", "voyage pepper"];

#[test]
fn killed_change_of_the_passphrase_leaves_the_journal_with_one_or_the_other() {
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let expected = export(&sandbox, &journal);
    let key_files = PASSPHRASES.map(|passphrase| {
        let path = sandbox.path(passphrase);
        fs::write(&path, passphrase).unwrap();
        path
    });
    let run = |key: usize, arguments: &[&str]| {
        let mut command = command(&sandbox, &journal, arguments);
        command.env("RAPPORT_KEYFILE", &key_files[key]);
        command
    };
    let opens_with = |key: usize| {
        let exported = run(key, &["export", "journal", "--format", "json", "--out", "-"]).output().unwrap();
        exported.status.success().then(|| String::from_utf8(exported.stdout).unwrap())
    };
    let mut killer = Killer::new(9);
    for round in 0..=rounds(SHORT) {
        // Set, and then removed again.
        for arguments in [&["passphrase", "set"][..], &["passphrase", "remove", "--yes"]] {
            let mut change = run(0, arguments);
            if round == 0 {
                killer.measure(&mut change);
            } else {
                killer.run(&mut change);
            }
            let content = opens_with(0).expect("it opens with its passphrase, or without one");
            assert_eq!(content, expected, "round {round}");
            assert!(run(0, &["check"]).output().unwrap().status.success());
            if is_encrypted(&journal) {
                assert_eq!(opens_with(1), None);
                assert_eq!(files_with(&sandbox, "Whitfield"), Vec::<String>::new(), "round {round}");
            }
            assert!(!sandbox.files().iter().any(|name| name.starts_with(".rapport-old")), "{:?}", sandbox.files());
        }
        if is_encrypted(&journal) {
            assert!(run(0, &["passphrase", "remove", "--yes"]).output().unwrap().status.success());
        }
    }
    killer.report("passphrase");
}
