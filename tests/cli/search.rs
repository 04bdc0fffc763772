//! `rapport search`: the query language, its output, and what is said when nothing is found.

use rapport::{
    domain::{id::PersonId, parse::entry_line::parse_entry_line, person::Profile},
    journal::change::Change,
};
use serde_json::Value;

use crate::{commit_change, terminal::Sandbox};

fn sandbox() -> Sandbox {
    let desk = Sandbox::empty();
    let people = ["Dana Whitfield", "Tomás Ferreira"].map(Profile::with_name);
    commit_change(&desk.journal_path(), Change::AddPeople(people.into()));
    for (person, line) in [
        (1, "! Third week on call"),
        (1, "Won’t hand on-call to Piotr"),
        (2, "Asked about the ladder; called it unfair"),
    ] {
        let line = parse_entry_line(line, jiff::civil::date(2026, 11, 24)).unwrap();
        commit_change(&desk.journal_path(), Change::AddEntry { person: PersonId(person), one_on_one: None, line });
    }
    desk
}

#[test]
fn what_is_found_is_listed_by_person() {
    let desk = sandbox();
    let output = desk.run(["search", "call"]).success();
    let lines: Vec<&str> = output.lines().map(str::trim).collect();
    assert_eq!(lines[0], "Dana Whitfield");
    assert!(lines[1].contains("Flag #1") && lines[3].contains("Note #2"), "{output}");
    assert_eq!((lines[2], lines[4]), ("Third week on call", "Won’t hand on-call to Piotr"));
    assert_eq!((lines[6], lines[8]), ("Tomás Ferreira", "Asked about the ladder; called it unfair"));
    assert!(!output.contains('\u{1B}'), "nothing is marked where no terminal is");
    let output = desk.run(["search", "kind:flag", "on call"]).success();
    assert!(output.contains("Third week") && !output.contains("Piotr"), "{output}");
    let output = desk.run(["search", "\"on call\" -piotr"]).success();
    assert!(output.contains("Third week") && !output.contains("Piotr"), "{output}");
    let output = desk.run(["search", "call -holiday person:\"tomás ferr\""]).success();
    assert!(output.starts_with("Tomás Ferreira"), "{output}");
    let output = desk.run(["search", "call", "person:tomás ferr"]).success();
    assert!(output.starts_with("Tomás Ferreira"), "the shell has removed the quotes: {output}");
    let output = desk.run(["search", "call", "--limit", "1"]).success();
    assert!(output.ends_with("3 found. Showing 1; --limit shows more.\n"), "{output}");
}

#[test]
fn what_is_not_found_or_not_understood_is_said() {
    let desk = sandbox();
    let output = desk.run(["search", "laddre"]).success();
    assert_eq!(output, "Nothing matches. The trash is searched with is:trash.\nDid you mean “ladder”?\n");
    let output = desk.run(["search", "kind:mood call"]).success();
    assert!(output.starts_with("“mood” isn’t a kind, so it’s searched as words.\nNothing matches."), "{output}");
    let output = desk.run(["search", "\"((*"]).success();
    assert_eq!(output, "Type a word to search for.\nNothing was searched.\n");
    assert_eq!(desk.run(["search"]).exit_code, Some(2));
}

#[test]
fn search_prints_json() {
    let desk = sandbox();
    let json: Value = serde_json::from_str(&desk.run(["search", "call", "--json"]).success()).unwrap();
    assert_eq!((&json["total"], &json["more"]), (&3.into(), &false.into()));
    let first = &json["hits"][0];
    assert_eq!(first["person"], "Dana Whitfield");
    assert_eq!((&first["kind"], &first["number"]), (&"flag".into(), &1.into()));
    assert_eq!(first["text"], "Third week on call");
    let none: Value = serde_json::from_str(&desk.run(["search", "zebra", "--json"]).success()).unwrap();
    assert_eq!((&none["total"], none["hits"].as_array().map(Vec::len)), (&0.into(), Some(0)));
}

/// `script` gives the program a terminal.
#[test]
#[cfg(target_os = "linux")]
fn matches_are_marked_on_a_terminal() {
    let desk = sandbox();
    let search = format!("{} search ladder --journal {}", env!("CARGO_BIN_EXE_rapport"), desk.journal_path().display());
    let mut script = std::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", &search, "/dev/null"]).stdin(std::process::Stdio::null());
    let output = script.output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && shown.contains("Asked about the \u{1B}[1mladder\u{1B}[0m"), "{shown}");
}
