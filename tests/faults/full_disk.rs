//! A disk that is full at every write: a small `tmpfs`, in a mount namespace of its own.

use std::{fs, path::Path, process::Command};

use super::{report_figure, rounds, terminal::Sandbox};

/// What `sh` does in the namespace. `$1` folder, `$2` size in KiB, `$3` program, `$4` journal to
/// start from, `$5` text.
const SCRIPT: &str = r#"
set -e
mount -t tmpfs -o "size=$2k,mode=0700" tmpfs "$1"
cp "$4" "$1/journal.rapport"
set +e
"$3" jot dana "$5" --journal "$1/journal.rapport" 2>"$1.error" >/dev/null
echo "jot $?"
mount -o remount,size=64m "$1"
"$3" check --journal "$1/journal.rapport" >/dev/null 2>"$1.check"
echo "check $?"
"$3" list --json --journal "$1/journal.rapport" | grep -cF "$5"
"#;

#[test]
fn full_disk_refuses_in_one_line_and_keeps_the_journal() {
    let sandbox = Sandbox::with_sample();
    let start = sandbox.path("start.rapport");
    fs::rename(sandbox.journal_path(), &start).unwrap();
    if !can_mount(&sandbox.path("probe")) {
        assert!(std::env::var_os("CI").is_none(), "a tmpfs cannot be mounted in a namespace");
        report_figure("full disk: skipped, a tmpfs cannot be mounted in a namespace");
        return;
    }
    let size = fs::metadata(&start).unwrap().len() / 1024 + 4;
    let cases = u64::try_from(rounds(10)).unwrap().min(160);
    let (mut refused, mut acknowledged) = (0, 0);
    for case in 0..cases {
        // From no room at all to enough for the write-ahead log, in pages.
        let size = size + case * 640 / cases / 4 * 4;
        let folder = sandbox.path(&format!("disk-{case}"));
        fs::create_dir(&folder).unwrap();
        let [jot, check, count] = run(&sandbox, &folder, size, &start);
        let error = fs::read_to_string(folder.with_extension("error")).unwrap();
        assert_eq!(check, "check 0", "{size} KiB: {}", fs::read_to_string(folder.with_extension("check")).unwrap());
        if jot == "jot 0" {
            assert_eq!(count, "1", "{size} KiB: an acknowledged entry is lost");
            acknowledged += 1;
        } else {
            assert_eq!((jot.as_str(), count.as_str()), ("jot 1", "0"), "{size} KiB: {error}");
            assert_eq!(error.lines().count(), 1, "{error}");
            assert!(error.contains("full"), "{error}");
            refused += 1;
        }
    }
    assert!(refused > 0 && acknowledged > 0, "{refused} refused, {acknowledged} acknowledged");
    report_figure(&format!("full disk: {cases} sizes, {refused} refused in one line, {acknowledged} acknowledged"));
}

fn can_mount(folder: &Path) -> bool {
    fs::create_dir(folder).unwrap();
    let script = r#"mount -t tmpfs tmpfs "$1""#;
    let status = namespace(script).arg(folder).status();
    status.is_ok_and(|status| status.success())
}

fn namespace(script: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]);
    command.stderr(std::process::Stdio::null());
    command
}

fn run(sandbox: &Sandbox, folder: &Path, size: u64, start: &Path) -> [String; 3] {
    let program = sandbox.command([]);
    let mut command = namespace(SCRIPT);
    command.arg(folder).arg(size.to_string()).arg(program.get_program()).arg(start).arg("on a full disk");
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let output = command.output().unwrap();
    let lines: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    lines.try_into().unwrap()
}
