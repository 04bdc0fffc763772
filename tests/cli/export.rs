//! `rapport export`: documents, and targets that cannot be written.

use std::{fs, path::Path, process::Command};

use rapport::store::atomic_file::TEMP_PREFIX;
use serde_json::Value;

use super::terminal::{RunResult, Sandbox};

fn export_dana_html<'a>(desk: &Sandbox, out: &'a str, more: impl IntoIterator<Item = &'a str>) -> RunResult {
    desk.run(["export", "person", "--person", "dana", "--format", "html", "--out", out].into_iter().chain(more))
}

/// The files beside the journal.
fn files_beside_journal(desk: &Sandbox) -> Vec<String> {
    desk.files().into_iter().filter(|name| !name.starts_with("journal.rapport")).collect()
}

fn path_text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn export_writes_person_and_journal_and_reports_omitted_flags() {
    let desk = Sandbox::with_sample();
    let page = desk.path("dana.html");
    let message = export_dana_html(&desk, &path_text(&page), []).success();
    assert_eq!(
        message,
        format!(
            "Exported 72 entries to {}. 3 flags were left out; use --with flags to include them.\n",
            page.display()
        )
    );
    assert!(fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));
    let message = export_dana_html(&desk, &path_text(&page), ["--force", "--with", "flags"]).success();
    assert_eq!(message, format!("Exported 75 entries to {}.\n", page.display()));
    let whole = desk.path("all.json");
    let message = desk.run(["export", "journal", "--format", "json", "--out", &path_text(&whole)]).success();
    assert!(message.ends_with("all.json. It includes flags and the trash.\n"), "{message}");
    assert_eq!(files_beside_journal(&desk), ["all.json", "dana.html"]);
}

#[test]
fn review_is_exported_and_can_be_selected_by_period() {
    let desk = Sandbox::with_sample();
    let page = path_text(&desk.path("review.html"));
    let review = ["export", "review", "--person", "dana", "--format", "html", "--out", &page];
    let message = desk.run(review).success();
    assert_eq!(message, format!("Exported the review with 6 pieces of evidence to {page}.\n"));
    assert!(fs::read_to_string(&page).unwrap().contains("Where Dana grew"));
    let earlier = ["export", "review", "--person", "dana", "--format", "markdown", "--out", "-", "--to", "2026-06-30"];
    let message = desk.run(earlier).success();
    assert!(message.contains("what new people read first") && !message.contains("storage design"), "{message}");
    for (arguments, expected) in [
        (
            &["--person", "marcus"][..],
            "There’s no review of Marcus Oyelaran yet. Write one in the window, under Review.",
        ),
        (&["--person", "dana", "--to", "2025-06-30"], "There’s no review of Dana Whitfield in this period yet."),
    ] {
        let all = ["export", "review", "--format", "json", "--out", "-"].iter().chain(arguments).copied();
        let message = desk.run(all).failure();
        assert!(message.contains(expected), "{message}");
    }
    let result = desk.run(["export", "review", "--format", "json", "--out", "-"]);
    assert_eq!((result.exit_code, result.stderr.as_str()), (Some(2), "Choose a person: --person NAME.\n"));
}

#[test]
fn dash_writes_only_the_document_to_stdout() {
    let desk = Sandbox::with_sample();
    let arguments = ["export", "person", "--person", "dana", "--format", "json", "--out", "-", "--to", "2026-05-31"];
    let document: Value = serde_json::from_str(&desk.run(arguments).success()).unwrap();
    assert_eq!(document["entries"].as_array().unwrap().len(), 2);
    assert_eq!(document["rapport"]["to"], "2026-05-31");
    assert_eq!(files_beside_journal(&desk), Vec::<String>::new());
}

#[test]
fn from_and_to_accept_days_months_and_years() {
    let desk = Sandbox::with_sample();
    let head = |from: &str, to: &str| {
        let days =
            ["export", "person", "--person", "dana", "--format", "json", "--out", "-", "--from", from, "--to", to];
        let document: Value = serde_json::from_str(&desk.run(days).success()).unwrap();
        let day = |name: &str| document["rapport"][name].as_str().unwrap().to_owned();
        (day("from"), day("to"))
    };
    // Years are given, because a missing one depends on the current day.
    assert_eq!(head("july 2025", "july 2025"), ("2025-07-01".into(), "2025-07-31".into()));
    assert_eq!(head("2025", "2025-12"), ("2025-01-01".into(), "2025-12-31".into()));
    let (from, to) = head("last month", "last month");
    assert!(from.ends_with("-01") && from.get(..7) == to.get(..7), "{from} to {to}");
    assert!(desk.run(["export", "--help"]).stdout.contains("last month"));
    assert!(desk.run(["--help"]).stdout.contains("a review or the whole journal"));
}

/// An export reports a flag quoted in the text of a review.
#[test]
fn a_review_that_quotes_a_flag_says_so() {
    let desk = Sandbox::with_sample();
    let whole = path_text(&desk.path("all.json"));
    desk.run(["export", "journal", "--format", "json", "--out", &whole]).success();
    let quoting =
        fs::read_to_string(&whole).unwrap().replace("## Where Dana grew", "> quiet\\n>\\n> — Flag, 24 November 2026");
    fs::write(&whole, quoting).unwrap();
    let other = desk.path("other.rapport");
    desk.run_on_journal(&other, ["import", "json", &whole]).success();
    let page = path_text(&desk.path("review.html"));
    let review = ["export", "review", "--person", "dana", "--format", "html", "--out", &page];
    let message = desk.run_on_journal(&other, review).success();
    assert!(message.ends_with("review.html. The text quotes a flag.\n"), "{message}");
}

#[test]
fn existing_file_is_kept_without_force() {
    let desk = Sandbox::with_sample();
    let page = desk.path("dana.html");
    fs::write(&page, "precious").unwrap();
    let message = export_dana_html(&desk, &path_text(&page), []).failure();
    assert!(message.contains("already exists. Nothing was written.") && message.contains("--force"), "{message}");
    assert_eq!(fs::read_to_string(&page).unwrap(), "precious");
    export_dana_html(&desk, &path_text(&page), ["--force"]).success();
    assert!(fs::read_to_string(&page).unwrap().contains("Dana Whitfield"));
}

#[test]
fn invalid_targets_are_reported_and_leave_nothing() {
    let desk = Sandbox::with_sample();
    let folder = desk.path("folder");
    fs::create_dir(&folder).unwrap();
    let nowhere = path_text(&desk.path("nowhere/dana.html"));
    let (folder, journal) = (path_text(&folder), path_text(&desk.journal_path()));
    for (out, expected) in [
        (folder.as_str(), "folder is a folder. Nothing was written. Choose a file in it."),
        (&nowhere, "nowhere doesn’t exist. Nothing was written. Create the folder first, or choose another."),
        #[cfg(target_os = "linux")]
        ("/proc/dana.html", "You don’t have permission to write /proc/dana.html. Nothing was written."),
        (&journal, "is a journal, which an export never replaces. Nothing was written."),
        ("/dev/null", "/dev/null is not a regular file. Nothing was written."),
    ] {
        let message = export_dana_html(&desk, out, ["--force"]).failure();
        assert!(message.contains(expected), "{message}");
    }
    desk.run(["check"]).success();
    let beside = path_text(&desk.path("journal.rapport-wal"));
    assert!(export_dana_html(&desk, &beside, ["--force"]).failure().contains("is a journal"));
    assert_eq!(files_beside_journal(&desk), ["folder"]);
}

#[cfg(unix)]
#[test]
fn read_only_file_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Sandbox::with_sample();
    let page = desk.path("dana.html");
    fs::write(&page, "precious").unwrap();
    fs::set_permissions(&page, fs::Permissions::from_mode(0o444)).unwrap();
    let message = export_dana_html(&desk, &path_text(&page), ["--force"]).failure();
    assert!(message.contains("You don’t have permission to write"), "{message}");
    assert_eq!(fs::read_to_string(&page).unwrap(), "precious");
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_leaves_no_partial_file() {
    let desk = Sandbox::with_sample();
    let page = desk.path("dana.html");
    // Enough for the files of SQLite beside a journal, too little for the page. A file over the
    // limit is refused like on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 80; exec \"$0\" \"$@\"";
    let program = desk.command([]);
    let mut command = Command::new("sh");
    command.args(["-c", limited]).arg(program.get_program());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let arguments = ["export", "person", "--person", "dana", "--format", "html", "--out"];
    let result = command.args(arguments).arg(&page).arg("--journal").arg(desk.journal_path()).output().unwrap();
    let message = RunResult::from_output(result).failure();
    assert!(
        message.contains("There isn’t enough space on the disk for") && message.contains("Nothing was written."),
        "{message}"
    );
    assert_eq!(files_beside_journal(&desk), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_behind() {
    let desk = Sandbox::empty();
    let journal = desk.journal_path();
    desk.run_without_journal(["sample", &path_text(&journal), "--size", "typical", "--until", "2026-11-24"]).success();
    let mut command = desk.command(["export", "journal", "--format", "html"]);
    let page = desk.path("all.html");
    let mut child = command.arg("--out").arg(&page).arg("--journal").arg(&journal).spawn().unwrap();
    // Writing has begun once there is a temporary file.
    while !files_beside_journal(&desk).iter().any(|name| name.starts_with(TEMP_PREFIX)) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let code = child.wait().unwrap().code();
    // If the signal came too late, the file is complete.
    assert!(matches!(code, Some(130 | 0)), "{code:?}");
    assert_eq!(files_beside_journal(&desk).len(), usize::from(code == Some(0)), "{:?}", files_beside_journal(&desk));
}

#[test]
fn usage_errors_name_the_correct_usage() {
    let desk = Sandbox::with_sample();
    for (arguments, expected) in [
        (&["person", "--format", "html"][..], "Choose a person: --person NAME."),
        (&["journal", "--format", "html", "--person", "dana"], "--person is only for “rapport export person”"),
        (&["journal", "--format", "pdf"], "[possible values: html, markdown, csv, json]"),
        (&["journal", "--format", "csv", "--from", "2026-11-02", "--to", "2026-11-01"], "swap them"),
        (&["journal", "--format", "csv", "--from", "soon"], "--from:"),
        (&["journal", "--format", "csv", "--with", "drafts"], "flags"),
    ] {
        let result = desk.run(["export"].into_iter().chain(arguments.iter().copied()).chain(["--out", "x"]));
        assert_eq!(result.exit_code, Some(2), "{arguments:?}: {}", result.stderr);
        assert!(result.stderr.contains(expected), "{}", result.stderr);
    }
    let nobody = desk.run(["export", "person", "--person", "zoe", "--format", "csv", "--out", "x"]).failure();
    assert!(nobody.contains("zoe"), "{nobody}");
}
