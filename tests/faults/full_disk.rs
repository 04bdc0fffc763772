//! A disk that is full at every write: a small `tmpfs`, in a mount namespace of its own.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    report_figure, rounds,
    support::raw_connection,
    terminal::{RunResult, Sandbox},
};

/// What `sh` does in the namespace. `$1` folder, `$2` size in KiB, `$3` program, `$4` journal to
/// start from; then the arguments of the program.
const SCRIPT: &str = r#"
set -e
disk="$1"; size="$2"; rapport="$3"; start="$4"
shift 4
mount -t tmpfs -o "size=${size}k,mode=0700" tmpfs "$disk"
cp "$start" "$disk/journal.rapport"
set +e
"$rapport" "$@" --journal "$disk/journal.rapport" 2>"$disk.error" >/dev/null
echo "command $?"
mount -o remount,size=64m "$disk"
"$rapport" check --journal "$disk/journal.rapport" >/dev/null 2>"$disk.check"
echo "check $?"
head -c 15 "$disk/journal.rapport" >"$disk.beginning"
"$rapport" export journal --format json --out - --journal "$disk/journal.rapport" >"$disk.export"
for file in "$disk"/*; do
    case "$file" in
        *.rapport) "$rapport" check --journal "$file" >/dev/null 2>&1 || echo "unsound $file" ;;
    esac
done
"#;

/// Stands for the folder of the small disk in the arguments of a command.
const DISK: &str = "DISK";

/// The name of the file with the passphrase.
const KEY_FILE: &str = "passphrase";

const RECOVERED_FROM: &str = "DISK/journal.rapport";
const RECOVERED_TO: &str = "DISK/recovered.rapport";

/// A command on a disk with little room.
struct Case {
    name: &'static str,
    /// The journal that it starts with.
    start: PathBuf,
    arguments: Vec<String>,
    /// The most room beside the journal, in KiB: enough for the command to succeed.
    most_room: u64,
    /// Whether the command has succeeded.
    is_done: fn(&Content) -> bool,
}

/// What the journal has in it after the command.
struct Content {
    /// All of it, as JSON.
    export: String,
    is_encrypted: bool,
}

impl Case {
    fn new(
        name: &'static str,
        start: &Path,
        arguments: &[&str],
        most_room: u64,
        is_done: fn(&Content) -> bool,
    ) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Self { name, start: start.to_owned(), arguments, most_room, is_done }
    }

    /// Runs the command with every amount of room.
    fn run(&self, sandbox: &Sandbox, count: u64) {
        let size = fs::metadata(&self.start).unwrap().len() / 1024 + 4;
        let (mut refused, mut acknowledged) = (0, 0);
        for index in 0..count {
            // From no room at all to enough, in pages.
            let size = size + index * self.most_room / count / 4 * 4;
            let folder = sandbox.path(&format!("disk-{}-{index}", self.name.replace(' ', "-")));
            fs::create_dir(&folder).unwrap();
            if self.succeeds(sandbox, &folder, size) {
                acknowledged += 1;
            } else {
                refused += 1;
            }
        }
        let figure = format!("full disk, {}: {count} sizes, {refused} refused, {acknowledged} done", self.name);
        assert!(refused > 0 && acknowledged > 0, "{figure}");
        report_figure(&figure);
    }

    /// Runs it once, and checks that it was done or refused, and nothing in between.
    fn succeeds(&self, sandbox: &Sandbox, folder: &Path, size: u64) -> bool {
        let output = self.script(sandbox, folder, size);
        let name = format!("{} with {size} KiB", self.name);
        let beside = |extension: &str| fs::read_to_string(folder.with_extension(extension)).unwrap();
        let error = beside("error");
        let lines: Vec<&str> = output.stdout.lines().collect();
        assert_eq!(lines.get(1), Some(&"check 0"), "{name}: {}\n{error}", beside("check"));
        assert_eq!(lines.len(), 2, "{name}: {lines:?}");
        let is_encrypted = fs::read(folder.with_extension("beginning")).unwrap() != b"SQLite format 3";
        let content = Content { export: beside("export"), is_encrypted };
        match lines[0] {
            "command 0" => {
                assert!((self.is_done)(&content), "{name}: it is acknowledged and not there");
                true
            }
            "command 1" => {
                // The log, which has kinds and numbers, goes to standard error too.
                let answer: Vec<&str> = error.lines().filter(|line| !line.contains(" WARN ")).collect();
                assert_eq!(answer.len(), 1, "{name}: {error}");
                assert!(answer[0].contains("full"), "{name}: {error}");
                let is_unchanged = ["backup", "recover"].contains(&self.name) || !(self.is_done)(&content);
                assert!(is_unchanged, "{name}: it is refused and done");
                false
            }
            other => unreachable!("{name}: {other}: {error}"),
        }
    }

    fn script(&self, sandbox: &Sandbox, folder: &Path, size: u64) -> RunResult {
        let program = sandbox.command([]);
        let mut command = namespace(SCRIPT);
        command.arg(folder).arg(size.to_string()).arg(program.get_program()).arg(&self.start);
        command.args(self.arguments.iter().map(|argument| argument.replace(DISK, folder.to_str().unwrap())));
        for (name, value) in program.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        command.env("RAPPORT_KEYFILE", sandbox.path(KEY_FILE));
        RunResult::from_output(command.output().unwrap())
    }
}

#[test]
fn full_disk_refuses_in_one_line_and_keeps_the_journal() {
    let sandbox = Sandbox::with_sample();
    if !can_mount(&sandbox.path("probe")) {
        assert!(std::env::var_os("CI").is_none(), "a tmpfs cannot be mounted in a namespace");
        report_figure("full disk: skipped, a tmpfs cannot be mounted in a namespace");
        return;
    }
    let count = u64::try_from(rounds(4)).unwrap().min(160);
    for case in cases(&sandbox) {
        case.run(&sandbox, count);
    }
}

/// Every command that writes much.
fn cases(sandbox: &Sandbox) -> Vec<Case> {
    sandbox.run(["jot", "dana", "to be erased"]).success();
    let start = sandbox.path("start.rapport");
    fs::rename(sandbox.journal_path(), &start).unwrap();
    let notes = sandbox.path("Dana Whitfield.md");
    let lines: Vec<String> =
        (0..300).map(|index| format!("# 2024-03-{:02}\n- imported {index}\n", index % 28 + 1)).collect();
    fs::write(&notes, lines.concat()).unwrap();
    let notes = notes.to_str().unwrap();
    let old = sandbox.path("old.rapport");
    raw_connection(&old).execute_batch(include_str!("../fixtures/schema-10.sql")).unwrap();
    let erased = sandbox.run_on_journal(&start, ["list", "--json"]).success();
    let erased: Vec<serde_json::Value> = serde_json::from_str(&erased).unwrap();
    let id = erased.iter().find(|entry| entry["text"] == "to be erased").unwrap()["id"].to_string();
    let key_file = sandbox.path(KEY_FILE);
    fs::write(&key_file, "canoe lantern").unwrap();
    let encrypted = sandbox.path("encrypted.rapport");
    fs::copy(&start, &encrypted).unwrap();
    let mut set = sandbox.command(["passphrase", "set", "--journal", encrypted.to_str().unwrap()]);
    assert!(set.env("RAPPORT_KEYFILE", &key_file).output().unwrap().status.success());
    let other = sandbox.path("other.rapport");
    let other_path = other.to_str().unwrap();
    sandbox.run_without_journal(["sample", other_path, "--until", "2026-11-20"]).success();
    let backups = sandbox.path("backups");
    fs::create_dir(&backups).unwrap();
    sandbox.run_on_journal(&other, ["backup", "--to", backups.to_str().unwrap()]).success();
    let backup = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    let backup = backup.to_str().unwrap();
    vec![
        Case::new("jot", &start, &["jot", "dana", "on a full disk"], 640, |after| {
            after.export.contains("on a full disk")
        }),
        Case::new("import", &start, &["import", "markdown", notes], 2_048, |after| {
            after.export.matches("imported ").count() >= 300
        }),
        Case::new("erase", &start, &["erase", &id, "--yes"], 2_048, |after| !after.export.contains("to be erased")),
        Case::new("restore", &start, &["restore", backup, "--yes", "--other-journal"], 2_048, |after| {
            !after.export.contains("to be erased")
        }),
        Case::new("backup", &start, &["backup", "--to", DISK], 2_048, |_| true),
        Case::new("recover", &start, &["recover", RECOVERED_FROM, "--to", RECOVERED_TO], 2_048, |_| true),
        Case::new("passphrase set", &start, &["passphrase", "set"], 2_048, |after| after.is_encrypted),
        Case::new("passphrase remove", &encrypted, &["passphrase", "remove", "--yes"], 2_048, |after| {
            !after.is_encrypted
        }),
        Case::new("encrypted jot", &encrypted, &["jot", "dana", "on a full disk"], 640, |after| {
            after.export.contains("on a full disk")
        }),
        // The journal is migrated before it is written to.
        Case::new("migration", &old, &["jot", "ana", "after the migration"], 2_048, |after| {
            after.export.contains("after the migration")
        }),
    ]
}

/// Whether a `tmpfs` can be mounted in a namespace.
pub fn can_mount(folder: &Path) -> bool {
    fs::create_dir(folder).unwrap();
    let script = r#"mount -t tmpfs tmpfs "$1""#;
    let status = namespace(script).arg(folder).status();
    status.is_ok_and(|status| status.success())
}

/// A script that runs in a mount namespace of its own, as its root.
fn namespace(script: &str) -> Command {
    let mut command = in_namespace("sh");
    command.args(["-c", script, "sh"]).stderr(Stdio::null());
    command
}

/// A program in a mount namespace of its own, as its root.
pub fn in_namespace(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]).arg(program);
    command
}
