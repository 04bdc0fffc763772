//! `rapport import`: from the terminal, shown first, once, and taken back with one undo.

use std::{fs, process::Command};

use serde_json::{Value, json};

use super::terminal::{Desk, Ran};

/// The journal as JSON.
fn exported(desk: &Desk) -> String {
    desk.run(["export", "journal", "--format", "json", "--out", "-"]).good()
}

/// A folder with the small sample as JSON, and a path for a journal that is not there yet.
fn with_document() -> Desk {
    let desk = Desk::with_sample();
    fs::write(desk.path("all.json"), exported(&desk)).unwrap();
    for name in ["journal.rapport", "journal.rapport-wal", "journal.rapport-shm"] {
        let _ = fs::remove_file(desk.path(name));
    }
    desk
}

fn import<'a>(desk: &Desk, sort: &str, file: &str, more: impl IntoIterator<Item = &'a str>) -> Ran {
    let mut command = desk.command(["import", sort]);
    command.arg(desk.path(file)).args(more).arg("--journal").arg(desk.journal());
    Ran::of(command.output().unwrap())
}

/// Two notes, one of them with a day that can be read in two ways, and a picture.
fn with_notes() -> Desk {
    let desk = Desk::with_sample();
    fs::create_dir(desk.path("notes")).unwrap();
    let of_dana = "# Dana Whitfield\n\n## 2026-11-02\n\nQuiet in the review\n\n## 2024-13-01\n\nA day that is none\n";
    fs::write(desk.path("notes/Dana Whitfield.md"), of_dana).unwrap();
    fs::write(desk.path("notes/Zoe Park.md"), "# Zoe Park\n\n## 03/04/24\n\nBegan well\n").unwrap();
    fs::write(desk.path("notes/picture.md"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    desk
}

#[test]
fn a_journal_comes_back_from_its_json_and_begins_where_there_is_none() {
    let desk = with_document();
    let document = fs::read_to_string(desk.path("all.json")).unwrap();
    let shown = import(&desk, "json", "all.json", ["--dry-run"]).good();
    assert!(shown.starts_with("Would bring in from ") && shown.contains("\n  Dana Whitfield: 75 entries, "), "{shown}");
    assert!(shown.contains("\n  New: Dana Whitfield, ") && shown.contains(" notes, first “"), "{shown}");
    assert!(!shown.contains("undo"), "{shown}");
    assert_eq!(desk.files(), ["all.json"], "nothing is written");

    let said = import(&desk, "json", "all.json", []).good();
    assert!(
        said.starts_with("Brought in from ") && said.ends_with("One “rapport undo” takes all of it back.\n"),
        "{said}"
    );
    assert_eq!(said.lines().skip(1).count(), shown.lines().count(), "what was shown is what came: {said}");
    assert!(exported(&desk) == document, "the same journal");
    desk.run(["check"]).good();

    let again = import(&desk, "json", "all.json", []).good();
    assert!(again.starts_with("Nothing new in ") && again.ends_with("the journal has all of it.\n"), "{again}");
    desk.run(["undo"]).good();
    assert_eq!(serde_json::from_str::<Value>(&exported(&desk)).unwrap()["people"], json!([]));
    desk.run(["redo"]).good();
    assert!(exported(&desk) == document);
}

#[test]
fn what_could_not_be_read_is_said_with_its_place() {
    let desk = with_notes();
    let before = exported(&desk);
    let said = import(&desk, "markdown", "notes", ["--days", "day-first"]).good();
    assert!(said.contains("\n  New: Zoe Park\n"), "{said}");
    assert!(said.contains("    1 note, first “Began well”\n"), "{said}");
    let told: Vec<&str> = said.lines().skip_while(|line| *line != "2 things could not be read:").skip(1).collect();
    let [of_dana, picture, undo] = told.as_slice() else { panic!("{said}") };
    assert!(
        of_dana.contains("/notes/Dana Whitfield.md:")
            && of_dana.ends_with(": is about 2024-13-01, a day that is in no calendar")
    );
    assert!(picture.ends_with("/notes/picture.md: is not text"), "{picture}");
    assert_eq!(*undo, "One “rapport undo” takes all of it back.");
    desk.run(["undo"]).good();
    assert!(exported(&desk) == before, "an import undone leaves the export as it was");
}

#[test]
fn a_day_that_is_two_days_is_asked_about() {
    let desk = with_notes();
    let before = exported(&desk);
    let ran = import(&desk, "markdown", "notes", []);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert_eq!(
        ran.err,
        "03/04/24 can be read in two ways. Say which: --days day-first or --days month-first. Nothing was brought in.\n"
    );
    let shown = import(&desk, "markdown", "notes", ["--dry-run"]).good();
    assert!(shown.contains("03/04/24 can be read in two ways"), "{shown}");
    assert!(!shown.contains("could be two days"), "what is asked about is not unreadable: {shown}");
    let shown = import(&desk, "markdown", "notes/Zoe Park.md", ["--dry-run"]).good();
    assert_eq!(
        shown, "To be said first: 03/04/24 can be read in two ways (--days day-first or month-first).\n",
        "only the question"
    );
    assert!(exported(&desk) == before);
    import(&desk, "markdown", "notes", ["--days", "month-first"]).good();
    let began = desk.listed(["--person", "zoe"]);
    assert!(began[0]["written"].as_str().unwrap().starts_with("2024-03-04T"), "{began:?}");
}

#[test]
fn which_column_is_what_can_be_said() {
    let desk = with_notes();
    let before = exported(&desk);
    fs::write(desk.path("team.csv"), "Whose,Stamp,\"Words, long\"\nDana Whitfield,2024-03-03,Quiet today\n").unwrap();
    let ran = import(&desk, "csv", "team.csv", []);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("The table has Whose, Stamp, Words, long") && ran.err.contains("--map"), "{}", ran.err);
    let shown = import(&desk, "csv", "team.csv", ["--dry-run"]).good();
    assert!(shown.starts_with("To be said first: The table has ") && shown.lines().count() == 1, "{shown}");
    for (map, code, expected) in [
        ("person=Whose,day=Nix,text=3", 1, "has no column “Nix”"),
        ("person=Whose,day=4,text=3", 1, "has no column “4”"),
        ("who=1", 2, "“who” is nothing that a column can be"),
    ] {
        let ran = import(&desk, "csv", "team.csv", ["--map", map]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{map}");
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
    assert!(exported(&desk) == before);
    let of_nora = ["--dry-run", "--map", "day=2,text=3", "--person", "Nora"];
    assert!(import(&desk, "csv", "team.csv", of_nora).good().contains("  New: Nora\n"));

    let mapped = ["--map", "person=Whose,day=2,text=\"Words, long\",kind=4"];
    let ran = import(&desk, "csv", "team.csv", mapped);
    assert_eq!(ran.code, Some(1), "there is no fourth column: {}", ran.out);
    let mapped = ["--map", "person=Whose,day=2,text=\"Words, long\""];
    let said = import(&desk, "csv", "team.csv", mapped).good();
    assert!(said.contains("  Dana Whitfield: 1 entry\n    1 note, first “Quiet today”\n"), "{said}");
    let again = import(&desk, "csv", "team.csv", mapped).good();
    assert!(again.starts_with("Nothing new in "), "{again}");
    desk.run(["undo"]).good();
    assert!(exported(&desk) == before, "an import undone leaves the export as it was");
}

#[test]
fn who_is_who_can_be_said() {
    let desk = with_notes();
    let shown = |more: &[&str]| {
        let more = ["--dry-run", "--days", "day-first"].into_iter().chain(more.iter().copied());
        import(&desk, "markdown", "notes", more)
    };
    let said = shown(&["--as", "Zoe=Dana Whitfield"]).good();
    assert!(!said.contains("New:") && said.contains("  Dana Whitfield: 2 entries"), "{said}");
    let said = shown(&["--skip", "zoe", "--skip", "dana"]).good();
    assert!(said.starts_with("There is nothing to bring in") && said.contains(" left out, as you said."), "{said}");
    for (more, code, expected) in [
        (["--as", "Zoe"], 2, "say it as THERE=HERE"),
        (["--as", "Nora=Dana"], 2, "“Nora”"),
        (["--as", "Zoe=Nora"], 1, "“Nora”"),
        (["--skip", "Nora"], 2, "“Nora”"),
    ] {
        let ran = shown(&more);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{more:?}");
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}

#[test]
fn who_was_put_right_once_is_known_when_the_source_is_read_again() {
    let desk = with_notes();
    fs::write(desk.path("team.csv"), "Employee,Date,Notes\nD. W.,2026-11-02,Quiet today\n").unwrap();
    import(&desk, "csv", "team.csv", ["--as", "D. W.=Dana Whitfield"]).good();
    let again = import(&desk, "csv", "team.csv", []).good();
    assert!(again.starts_with("Nothing new in "), "{again}");
    fs::write(desk.path("team.csv"), "Employee,Date,Notes\nD. W.,2026-11-02,Quiet today\nD. W.,2026-11-03,Loud\n")
        .unwrap();
    let grown = import(&desk, "csv", "team.csv", []).good();
    assert!(!grown.contains("New:") && grown.contains("  Dana Whitfield: 1 entry"), "{grown}");
}

#[test]
fn which_columns_are_read_is_said() {
    let desk = with_notes();
    fs::write(desk.path("team.csv"), "Name,Employee,Date,Notes\nWeekly,Dana Whitfield,2026-11-02,Quiet today\n")
        .unwrap();
    let shown = import(&desk, "csv", "team.csv", ["--dry-run", "--map", "person=2,day=Date,text=Notes"]).good();
    assert!(shown.contains("\nColumns: person=2, day=Date, text=Notes; not read: Name.\n"), "{shown}");
    let shown = import(&desk, "csv", "team.csv", ["--dry-run"]).good();
    assert!(shown.contains("\nColumns: person=Employee, day=Date, title=Name, text=Notes.\n"), "{shown}");
    let mapped = ["--dry-run", "--json", "--map", "person=2,day=Date,text=Notes"];
    let said: Value = serde_json::from_str(&import(&desk, "csv", "team.csv", mapped).good()).unwrap();
    let read = json!({ "person": "2", "day": "Date", "text": "Notes" });
    assert_eq!(said["columns"], json!({ "read": read, "left": ["Name"] }));
}

#[test]
fn as_json_it_says_all_of_it() {
    let desk = with_notes();
    let said: Value =
        serde_json::from_str(&import(&desk, "markdown", "notes", ["--json", "--dry-run"]).good()).unwrap();
    assert_eq!(said["dry_run"], true);
    assert_eq!(said["sort"], "markdown");
    assert_eq!(said["asks"], json!([{ "ask": "days", "example": "03/04/24" }]));
    assert_eq!(said["people"][0]["name"], "Dana Whitfield");
    assert_eq!(said["people"][0]["entries"]["note"], json!({ "count": 1, "first": "Quiet in the review" }));
    let unread = said["unread"].as_array().unwrap();
    assert!(
        unread
            .iter()
            .any(|unread| unread["line"].is_u64()
                && unread["why"] == "is about 2024-13-01, a day that is in no calendar")
    );
    let docs = include_str!("../../docs/import.md");
    for name in said.as_object().unwrap().keys() {
        assert!(docs.contains(&format!("`{name}`")), "docs/import.md says nothing of {name}");
    }
}

#[test]
fn a_great_many_problems_are_cut_short_but_not_in_json() {
    let desk = with_document();
    let entries: Vec<Value> = (0..30).map(|nth| json!({ "uid": nth })).collect();
    let document = json!({ "rapport": { "format": 1, "of": "journal" }, "entries": entries });
    fs::write(desk.path("broken.json"), document.to_string()).unwrap();
    let said = import(&desk, "json", "broken.json", []).good();
    assert!(
        said.contains("30 things could not be read:\n") && said.contains("and 10 more; --json lists all of them\n"),
        "{said}"
    );
    let said: Value = serde_json::from_str(&import(&desk, "json", "broken.json", ["--json"]).good()).unwrap();
    assert_eq!(said["unread"].as_array().unwrap().len(), 30);
    assert!(!desk.journal().exists(), "nothing came in, so no journal begins");
}

#[test]
fn what_cannot_be_read_at_all_is_told_in_one_line_and_leaves_the_journal() {
    let desk = with_notes();
    let before = exported(&desk);
    let document = exported(&desk);
    fs::write(desk.path("cut.json"), document.get(..5_000).unwrap()).unwrap();
    fs::write(desk.path("newer.json"), document.replacen("\"format\":1", "\"format\":7", 1)).unwrap();
    fs::write(desk.path("photo.ics"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    for (sort, file, expected) in [
        ("json", "cut.json", "ends in the middle, in line "),
        (
            "json",
            "newer.json",
            "was written by a newer Rapport (form 7; this one knows up to 1): bring this one up to date.",
        ),
        ("json", "gone.json", "There is nothing at "),
        ("json", "notes", "notes is a folder. Nothing was brought in. Name the file in it."),
        ("ics", "photo.ics", "photo.ics is not text. Nothing was brought in."),
        ("ics", "cut.json", "is no calendar"),
    ] {
        let said = import(&desk, sort, file, []).refused();
        assert!(said.contains(expected) && said.contains("Nothing was brought in."), "{said}");
    }
    assert!(exported(&desk) == before);
    for (arguments, expected) in
        [(["yaml", "x"], "what can be brought in is markdown, csv, json, ics"), (["ics", "--days=no"], "day-first")]
    {
        let ran = desk.run(["import"].into_iter().chain(arguments));
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_brings_in_nothing() {
    let desk = Desk::empty();
    let sample = desk.path("typical.rapport");
    desk.program(["sample", sample.to_str().unwrap(), "--size", "typical", "--until", "2026-11-22"]).good();
    let document = desk.path("all.json");
    let out = document.to_str().unwrap();
    desk.run_over(&sample, ["export", "journal", "--format", "json", "--out", out]).good();
    let mut command = desk.command(["import", "json", out]);
    let mut child = command.arg("--journal").arg(desk.journal()).spawn().unwrap();
    // What is brought in is in the file beside it first.
    let log = desk.path("journal.rapport-wal");
    while fs::metadata(&log).map_or(0, |about| about.len()) < 1 << 18 {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let code = child.wait().unwrap().code();
    // Where the signal came too late, all of it is there; half of it never is.
    assert!(matches!(code, Some(130 | 0)), "{code:?}");
    let document = fs::read_to_string(&document).unwrap();
    let is_there = exported(&desk);
    let people = serde_json::from_str::<Value>(&is_there).unwrap()["people"].as_array().unwrap().len();
    assert!(if code == Some(0) { is_there == document } else { people == 0 });
    desk.run(["check"]).good();
}
