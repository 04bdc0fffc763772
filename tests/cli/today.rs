//! `today`, `next`, `skip`: whom you meet, and when.

use rapport::{domain::person::Profile, journal::change::Change};
use serde_json::Value;

use crate::{commit_change, terminal::Sandbox};

fn sandbox_with_two_people() -> Sandbox {
    let desk = Sandbox::empty();
    commit_change(&desk.journal_path(), Change::AddPeople(["Ana Lima", "Bo Berg"].map(Profile::with_name).into()));
    desk
}

#[test]
fn next_shows_sets_moves_and_clears_the_planned_one_on_one() {
    let desk = sandbox_with_two_people();
    let output = desk.run(["next", "ana"]).success();
    assert!(output.starts_with("Ana Lima: next one-on-one ") && output.ends_with(" (every week).\n"), "{output}");
    let output = desk.run(["next", "ana", "tomorrow", "9:30"]).success();
    assert_eq!(output, "Ana Lima: next one-on-one tomorrow, 09:30.\n");
    let output = desk.run(["next", "ana", "in 3 days"]).success();
    assert!(output.ends_with(", 09:30.\n"), "moved at the same time: {output}");
    let json: Value = serde_json::from_str(&desk.run(["next", "ana", "--json"]).success()).unwrap();
    assert_eq!(
        (&json["name"], &json["overdue_days"], &json["running"]),
        (&"Ana Lima".into(), &0.into(), &false.into())
    );
    assert!(json["planned"].as_str().unwrap().contains("T09:30"), "{json}");
    let output = desk.run(["next", "ana", "--by-rhythm"]).success();
    assert!(output.ends_with(" (every week).\n"), "{output}");
    assert!(desk.run(["next", "ana", "--by-cadence"]).failure().contains("No one-on-one with Ana Lima is scheduled"));
    desk.run(["undo"]).success();
    assert!(desk.run(["next", "ana"]).success().ends_with(", 09:30.\n"));
}

#[test]
fn next_rejects_past_and_unreadable_times() {
    let desk = sandbox_with_two_people();
    for (when, why) in [
        ("yesterday 10:00", "That’s in the past."),
        ("some day", "isn’t a date that Rapport understands"),
        ("tomorrow", "Add a time"),
        ("tomorrow 25:00", "“25:00” isn’t a valid time."),
    ] {
        let result = desk.run(["next", "bo", when]);
        assert_eq!(result.exit_code, Some(2), "{when}");
        assert!(result.stderr.contains(why), "{when}: {}", result.stderr);
    }
}

#[test]
fn a_one_on_one_is_skipped_with_its_reason() {
    let desk = sandbox_with_two_people();
    desk.run(["next", "bo", "tomorrow at 9"]).success();
    let output = desk.run(["skip", "bo", "--reason", "release week"]).success();
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines[0], "Skipped: release week. Open items carry over.");
    assert!(lines[1].starts_with("Bo Berg: next one-on-one "), "{output}");
    let json: Value = serde_json::from_str(&desk.run(["skip", "bo", "--json"]).success()).unwrap();
    assert_eq!(json["planned"], Value::Null);
}

#[test]
fn today_lists_meetings_and_attention_items_in_80_columns() {
    let desk = Sandbox::with_sample();
    let out = desk.run(["today"]).success();
    assert!(out.contains("Needs your attention"), "{out}");
    assert!(out.contains("Who haven’t you written about lately?"), "{out}");
    assert!(out.contains("Flag · Dana · "), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let json: Value = serde_json::from_str(&desk.run(["today", "--json"]).success()).unwrap();
    assert!(json["meet"].as_array().unwrap().len() >= 3, "{json}");
    let waits = json["waits"].as_array().unwrap();
    assert_eq!(waits[0]["kind"], "flag");
    assert!(waits.iter().all(|wait| !wait["text"].as_str().unwrap().is_empty() && wait["until"] == Value::Null));
}

#[test]
fn today_with_nobody_says_what_to_do() {
    let desk = Sandbox::empty();
    commit_change(&desk.journal_path(), Change::AddPeople(Vec::new()));
    assert_eq!(desk.run(["today"]).success(), "Nobody yet. Open the window to add the people you meet.\n");
}
