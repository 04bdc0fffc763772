//! `rapport person`: what people are called.

use rapport::{domain::person::Profile, journal::change::Change};
use serde_json::Value;

use crate::{commit_change, terminal::Sandbox};

fn people(desk: &Sandbox) -> Vec<Value> {
    serde_json::from_str(&desk.run(["people", "--json"]).success()).unwrap()
}

fn sandbox_with(names: &[&str]) -> Sandbox {
    let desk = Sandbox::empty();
    let profiles = names.iter().map(|name| Profile::with_name(*name)).collect();
    commit_change(&desk.journal_path(), Change::AddPeople(profiles));
    desk
}

#[test]
fn a_person_is_added_and_edited_with_what_they_go_by() {
    let desk = sandbox_with(&["Ana Lima"]);
    let added = desk.run(["person", "add", "Robert Lang", "--goes-by", "Bob", "--cadence", "every 2 weeks"]);
    assert_eq!(added.success(), "Added: Robert Lang, goes by Bob.\n");
    assert_eq!(people(&desk)[1]["goes_by"], "Bob");
    assert_eq!(people(&desk)[1]["cadence"], "every 2 weeks");
    assert!(desk.run(["brief", "bob"]).success().contains("Robert Lang"), "they are found by it");
    let edited = desk.run(["person", "edit", "bob", "--goes-by", "Robert", "--role", "Engineer"]);
    assert_eq!(edited.success(), "Saved: Robert Lang.\n");
    assert_eq!(people(&desk)[1].get("goes_by"), None, "the default is not stored");
    assert_eq!(people(&desk)[1]["role"], "Engineer");
    assert!(desk.run(["undo"]).success().starts_with("Undid"));
    assert_eq!(people(&desk)[1]["goes_by"], "Bob");
}

#[test]
fn wrong_usage_changes_nothing() {
    let desk = sandbox_with(&["Ana Lima"]);
    let exit_code = |arguments: &[&str]| desk.run(arguments.iter().copied()).exit_code;
    assert_eq!(exit_code(&["person", "edit", "ana"]), Some(2));
    assert_eq!(exit_code(&["person", "edit", "ana", "--cadence", "now and then"]), Some(2));
    assert_eq!(exit_code(&["person", "add", " "]), Some(2));
    assert_eq!(exit_code(&["person", "add", "ana lima"]), Some(1), "the name is taken");
    assert_eq!(people(&desk).len(), 1);
}

#[test]
fn people_with_one_first_name_are_told_apart_and_found_by_it() {
    let desk = sandbox_with(&["Dana Whitfield", "Dana Kim"]);
    desk.run(["jot", "dana w.", "[] send the outline"]).success();
    let briefed = desk.run(["brief", "dana k"]).success();
    assert!(briefed.contains("Dana Kim"), "{briefed}");
    let brief = desk.run(["brief", "dana w."]).success();
    assert!(brief.contains("send the outline"), "{brief}");
    let ambiguous = desk.run(["brief", "dana"]).failure();
    assert!(ambiguous.contains("Dana Whitfield or Dana Kim"), "{ambiguous}");
}

#[test]
fn exports_and_imports_keep_what_somebody_goes_by() {
    let desk = sandbox_with(&["Ana Lima"]);
    desk.run(["person", "edit", "ana", "--goes-by", "Annie"]).success();
    let file = desk.path("all.json");
    desk.run(["export", "journal", "--format", "json", "--out", file.to_str().unwrap()]).success();
    let other = Sandbox::empty();
    commit_change(&other.journal_path(), Change::AddPeople(vec![Profile::with_name("Bo Berg")]));
    other.run(["import", "json", file.to_str().unwrap()]).success();
    assert_eq!(people(&other)[1]["goes_by"], "Annie");
}
