//! `rapport import`: previewed, imported once, and undone in one step.

use std::{fs, process::Command};

use serde_json::{Value, json};

use super::terminal::{RunResult, Sandbox};

/// The journal as JSON.
fn export_json(desk: &Sandbox) -> String {
    desk.run(["export", "journal", "--format", "json", "--out", "-"]).success()
}

/// A folder with the small sample as JSON, and a path for a new journal.
fn sandbox_with_json_document() -> Sandbox {
    let desk = Sandbox::with_sample();
    fs::write(desk.path("all.json"), export_json(&desk)).unwrap();
    for name in ["journal.rapport", "journal.rapport-wal", "journal.rapport-shm"] {
        let _ = fs::remove_file(desk.path(name));
    }
    desk
}

fn run_import<'a>(desk: &Sandbox, sort: &str, file: &str, more: impl IntoIterator<Item = &'a str>) -> RunResult {
    let mut command = desk.command(["import", sort]);
    command.arg(desk.path(file)).args(more).arg("--journal").arg(desk.journal_path());
    RunResult::from_output(command.output().unwrap())
}

/// Two notes, one of them with an ambiguous date, and a picture.
fn sandbox_with_notes() -> Sandbox {
    let desk = Sandbox::with_sample();
    fs::create_dir(desk.path("notes")).unwrap();
    let of_dana = "# Dana Whitfield\n\n## 2026-11-02\n\nQuiet in the review\n\n## 2024-13-01\n\nA day that is none\n";
    fs::write(desk.path("notes/Dana Whitfield.md"), of_dana).unwrap();
    fs::write(desk.path("notes/Zoe Park.md"), "# Zoe Park\n\n## 03/04/24\n\nBegan well\n").unwrap();
    fs::write(desk.path("notes/picture.md"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    desk
}

#[test]
fn json_export_is_restored_into_a_new_journal() {
    let desk = sandbox_with_json_document();
    let document = fs::read_to_string(desk.path("all.json")).unwrap();
    let shown = run_import(&desk, "json", "all.json", ["--dry-run"]).success();
    assert!(shown.starts_with("Would import from ") && shown.contains("\n  Dana Whitfield: 75 entries, "), "{shown}");
    assert!(shown.contains("\n  New: Dana Whitfield, ") && shown.contains(" notes, first “"), "{shown}");
    assert!(!shown.contains("undo"), "{shown}");
    assert_eq!(desk.files(), ["all.json"], "nothing is written");

    let message = run_import(&desk, "json", "all.json", []).success();
    assert!(
        message.starts_with("Imported from ") && message.ends_with("“rapport undo” undoes the whole import.\n"),
        "{message}"
    );
    assert_eq!(message.lines().skip(1).count(), shown.lines().count(), "what was shown is what came: {message}");
    assert!(export_json(&desk) == document, "the same journal");
    desk.run(["check"]).success();

    let again = run_import(&desk, "json", "all.json", []).success();
    assert!(
        again.starts_with("Nothing new in ") && again.ends_with("everything is already in your journal.\n"),
        "{again}"
    );
    desk.run(["undo"]).success();
    assert_eq!(serde_json::from_str::<Value>(&export_json(&desk)).unwrap()["people"], json!([]));
    desk.run(["redo"]).success();
    assert!(export_json(&desk) == document);
}

#[test]
fn diagnostics_name_file_and_line() {
    let desk = sandbox_with_notes();
    let before = export_json(&desk);
    let message = run_import(&desk, "markdown", "notes", ["--days", "day-first"]).success();
    assert!(message.contains("\n  New: Zoe Park\n"), "{message}");
    assert!(message.contains("    1 note, first “Began well”\n"), "{message}");
    let diagnostics: Vec<&str> =
        message.lines().skip_while(|line| *line != "2 items could not be read:").skip(1).collect();
    let [of_dana, picture, undo] = diagnostics.as_slice() else { panic!("{message}") };
    assert!(
        of_dana.contains("/notes/Dana Whitfield.md:")
            && of_dana.ends_with(": is dated 2024-13-01, which isn’t a valid date")
    );
    assert!(picture.ends_with("/notes/picture.md: is not text"), "{picture}");
    assert_eq!(*undo, "“rapport undo” undoes the whole import.");
    desk.run(["undo"]).success();
    assert!(export_json(&desk) == before, "an import undone leaves the export as it was");
}

#[test]
fn ambiguous_date_order_must_be_chosen() {
    let desk = sandbox_with_notes();
    let before = export_json(&desk);
    let result = run_import(&desk, "markdown", "notes", []);
    assert_eq!((result.exit_code, result.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        result.stderr,
        "03/04/24 can be read two ways. Choose one with --days day-first or --days month-first. Nothing was imported.\n"
    );
    let shown = run_import(&desk, "markdown", "notes", ["--dry-run"]).success();
    assert!(shown.contains("More information needed: 03/04/24 can be read two ways"), "{shown}");
    assert!(!shown.contains("which can be read two ways"), "what is asked about is not unreadable: {shown}");
    let shown = run_import(&desk, "markdown", "notes/Zoe Park.md", ["--dry-run"]).success();
    assert_eq!(
        shown, "More information needed: 03/04/24 can be read two ways (--days day-first or month-first).\n",
        "only the question"
    );
    assert!(export_json(&desk) == before);
    run_import(&desk, "markdown", "notes", ["--days", "month-first"]).success();
    let began = desk.list_json(["--person", "zoe"]);
    assert!(began[0]["written"].as_str().unwrap().starts_with("2024-03-04T"), "{began:?}");
}

#[test]
fn map_option_assigns_columns() {
    let desk = sandbox_with_notes();
    let before = export_json(&desk);
    fs::write(desk.path("team.csv"), "Whose,Stamp,\"Words, long\"\nDana Whitfield,2024-03-03,Quiet today\n").unwrap();
    let result = run_import(&desk, "csv", "team.csv", []);
    assert_eq!((result.exit_code, result.stdout.as_str()), (Some(2), ""));
    assert!(
        result.stderr.contains("The table has the columns Whose, Stamp, Words, long")
            && result.stderr.contains("--map"),
        "{}",
        result.stderr
    );
    let shown = run_import(&desk, "csv", "team.csv", ["--dry-run"]).success();
    assert!(
        shown.starts_with("More information needed: The table has the columns ") && shown.lines().count() == 1,
        "{shown}"
    );
    for (map, code, expected) in [
        ("person=Whose,day=Nix,text=3", 1, "has no column “Nix”"),
        ("person=Whose,day=4,text=3", 1, "has no column “4”"),
        ("who=1", 2, "“who” isn’t a known field"),
    ] {
        let result = run_import(&desk, "csv", "team.csv", ["--map", map]);
        assert_eq!((result.exit_code, result.stdout.as_str()), (Some(code), ""), "{map}");
        assert!(result.stderr.contains(expected), "{}", result.stderr);
    }
    assert!(export_json(&desk) == before);
    let of_nora = ["--dry-run", "--map", "day=2,text=3", "--person", "Nora"];
    assert!(run_import(&desk, "csv", "team.csv", of_nora).success().contains("  New: Nora\n"));

    let mapped = ["--map", "person=Whose,day=2,text=\"Words, long\",kind=4"];
    let result = run_import(&desk, "csv", "team.csv", mapped);
    assert_eq!(result.exit_code, Some(1), "there is no fourth column: {}", result.stdout);
    let mapped = ["--map", "person=Whose,day=2,text=\"Words, long\""];
    let message = run_import(&desk, "csv", "team.csv", mapped).success();
    assert!(message.contains("  Dana Whitfield: 1 entry\n    1 note, first “Quiet today”\n"), "{message}");
    let again = run_import(&desk, "csv", "team.csv", mapped).success();
    assert!(again.starts_with("Nothing new in "), "{again}");
    desk.run(["undo"]).success();
    assert!(export_json(&desk) == before, "an import undone leaves the export as it was");
}

#[test]
fn as_and_skip_options_map_people() {
    let desk = sandbox_with_notes();
    let shown = |more: &[&str]| {
        let more = ["--dry-run", "--days", "day-first"].into_iter().chain(more.iter().copied());
        run_import(&desk, "markdown", "notes", more)
    };
    let message = shown(&["--as", "Zoe=Dana Whitfield"]).success();
    assert!(!message.contains("New:") && message.contains("  Dana Whitfield: 2 entries"), "{message}");
    let message = shown(&["--skip", "zoe", "--skip", "dana"]).success();
    assert!(message.starts_with("Nothing to import") && message.contains(" skipped."), "{message}");
    for (more, code, expected) in [
        (["--as", "Zoe"], 2, "use SOURCE=JOURNAL"),
        (["--as", "Nora=Dana"], 2, "“Nora”"),
        (["--as", "Zoe=Nora"], 1, "“Nora”"),
        (["--skip", "Nora"], 2, "“Nora”"),
    ] {
        let result = shown(&more);
        assert_eq!((result.exit_code, result.stdout.as_str()), (Some(code), ""), "{more:?}");
        assert!(result.stderr.contains(expected), "{}", result.stderr);
    }
}

#[test]
fn person_mapping_is_remembered_on_reimport() {
    let desk = sandbox_with_notes();
    fs::write(desk.path("team.csv"), "Employee,Date,Notes\nD. W.,2026-11-02,Quiet today\n").unwrap();
    run_import(&desk, "csv", "team.csv", ["--as", "D. W.=Dana Whitfield"]).success();
    let again = run_import(&desk, "csv", "team.csv", []).success();
    assert!(again.starts_with("Nothing new in "), "{again}");
    fs::write(desk.path("team.csv"), "Employee,Date,Notes\nD. W.,2026-11-02,Quiet today\nD. W.,2026-11-03,Loud\n")
        .unwrap();
    let grown = run_import(&desk, "csv", "team.csv", []).success();
    assert!(!grown.contains("New:") && grown.contains("  Dana Whitfield: 1 entry"), "{grown}");
}

#[test]
fn import_reports_which_columns_were_used() {
    let desk = sandbox_with_notes();
    fs::write(desk.path("team.csv"), "Name,Employee,Date,Notes\nWeekly,Dana Whitfield,2026-11-02,Quiet today\n")
        .unwrap();
    let shown = run_import(&desk, "csv", "team.csv", ["--dry-run", "--map", "person=2,day=Date,text=Notes"]).success();
    assert!(shown.contains("\nColumns: person=2, day=Date, text=Notes; not read: Name.\n"), "{shown}");
    let shown = run_import(&desk, "csv", "team.csv", ["--dry-run"]).success();
    assert!(shown.contains("\nColumns: person=Employee, day=Date, title=Name, text=Notes.\n"), "{shown}");
    let mapped = ["--dry-run", "--json", "--map", "person=2,day=Date,text=Notes"];
    let report: Value = serde_json::from_str(&run_import(&desk, "csv", "team.csv", mapped).success()).unwrap();
    let read = json!({ "person": "2", "day": "Date", "text": "Notes" });
    assert_eq!(report["columns"], json!({ "read": read, "left": ["Name"] }));
}

#[test]
fn json_output_contains_every_documented_field() {
    let desk = sandbox_with_notes();
    let report: Value =
        serde_json::from_str(&run_import(&desk, "markdown", "notes", ["--json", "--dry-run"]).success()).unwrap();
    assert_eq!(report["dry_run"], true);
    assert_eq!(report["sort"], "markdown");
    assert_eq!(report["asks"], json!([{ "ask": "days", "example": "03/04/24" }]));
    assert_eq!(report["people"][0]["name"], "Dana Whitfield");
    assert_eq!(report["people"][0]["entries"]["note"], json!({ "count": 1, "first": "Quiet in the review" }));
    let unread = report["unread"].as_array().unwrap();
    assert!(
        unread
            .iter()
            .any(|unread| unread["line"].is_u64() && unread["why"] == "is dated 2024-13-01, which isn’t a valid date")
    );
    let docs = include_str!("../../docs/import.md");
    for name in report.as_object().unwrap().keys() {
        assert!(docs.contains(&format!("`{name}`")), "docs/import.md says nothing of {name}");
    }
}

#[test]
fn diagnostics_are_capped_in_text_but_not_in_json() {
    let desk = sandbox_with_json_document();
    let entries: Vec<Value> = (0..30).map(|number| json!({ "uid": number })).collect();
    let document = json!({ "rapport": { "format": 1, "of": "journal" }, "entries": entries });
    fs::write(desk.path("broken.json"), document.to_string()).unwrap();
    let message = run_import(&desk, "json", "broken.json", []).success();
    assert!(
        message.contains("30 items could not be read:\n")
            && message.contains("and 10 more; --json lists all of them\n"),
        "{message}"
    );
    let report: Value = serde_json::from_str(&run_import(&desk, "json", "broken.json", ["--json"]).success()).unwrap();
    assert_eq!(report["unread"].as_array().unwrap().len(), 30);
    assert!(!desk.journal_path().exists(), "nothing came in, so no journal begins");
}

#[test]
fn unreadable_source_fails_with_one_line_and_changes_nothing() {
    let desk = sandbox_with_notes();
    let before = export_json(&desk);
    let document = export_json(&desk);
    fs::write(desk.path("cut.json"), document.get(..5_000).unwrap()).unwrap();
    fs::write(desk.path("newer.json"), document.replacen("\"format\":1", "\"format\":7", 1)).unwrap();
    fs::write(desk.path("photo.ics"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    for (sort, file, expected) in [
        ("json", "cut.json", "ends in the middle of line "),
        (
            "json",
            "newer.json",
            "was written by a newer version of Rapport (format 7; this version supports up to 1). Update Rapport to import it.",
        ),
        ("json", "gone.json", "There’s no file or folder at "),
        ("json", "notes", "notes is a folder. Nothing was imported. Choose a file in it."),
        ("ics", "photo.ics", "photo.ics is not text. Nothing was imported."),
        ("ics", "cut.json", "is not a calendar"),
    ] {
        let message = run_import(&desk, sort, file, []).failure();
        assert!(message.contains(expected) && message.contains("Nothing was imported."), "{message}");
    }
    assert!(export_json(&desk) == before);
    for (arguments, expected) in
        [(["yaml", "x"], "[possible values: markdown, csv, json, ics]"), (["ics", "--days=no"], "day-first")]
    {
        let result = desk.run(["import"].into_iter().chain(arguments));
        assert_eq!(result.exit_code, Some(2), "{}", result.stderr);
        assert!(result.stderr.contains(expected), "{}", result.stderr);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_rolls_back_the_import() {
    let desk = Sandbox::empty();
    let sample = desk.path("typical.rapport");
    desk.run_without_journal(["sample", sample.to_str().unwrap(), "--size", "typical", "--until", "2026-11-22"])
        .success();
    let document = desk.path("all.json");
    let out = document.to_str().unwrap();
    desk.run_on_journal(&sample, ["export", "journal", "--format", "json", "--out", out]).success();
    let mut command = desk.command(["import", "json", out]);
    let mut child = command.arg("--journal").arg(desk.journal_path()).spawn().unwrap();
    // Imported rows are written to the log beside the file first.
    let log = desk.path("journal.rapport-wal");
    while fs::metadata(&log).map_or(0, |about| about.len()) < 1 << 18 {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let code = child.wait().unwrap().code();
    // If the signal came too late, the import is complete.
    assert!(matches!(code, Some(130 | 0)), "{code:?}");
    let document = fs::read_to_string(&document).unwrap();
    let is_there = export_json(&desk);
    let people = serde_json::from_str::<Value>(&is_there).unwrap()["people"].as_array().unwrap().len();
    assert!(if code == Some(0) { is_there == document } else { people == 0 });
    desk.run(["check"]).success();
}
