//! `today`, `next`, `skip`: whom you meet, and when.

use rapport::{domain::person::Profile, journal::change::Change};
use serde_json::Value;

use crate::{change, terminal::Desk};

fn desk() -> Desk {
    let desk = Desk::empty();
    change(&desk.journal(), Change::AddPeople(["Ana Lima", "Bo Berg"].map(Profile::named).into()));
    desk
}

#[test]
fn the_next_one_is_said_set_moved_and_left_to_the_rhythm() {
    let desk = desk();
    let said = desk.run(["next", "ana"]).good();
    assert!(said.starts_with("Ana Lima: next one-on-one ") && said.ends_with(" (every week).\n"), "{said}");
    let said = desk.run(["next", "ana", "tomorrow", "9:30"]).good();
    assert_eq!(said, "Ana Lima: next one-on-one tomorrow, 09:30.\n");
    let said = desk.run(["next", "ana", "in 3 days"]).good();
    assert!(said.ends_with(", 09:30.\n"), "moved at the same time: {said}");
    let json: Value = serde_json::from_str(&desk.run(["next", "ana", "--json"]).good()).unwrap();
    assert_eq!(
        (&json["name"], &json["overdue_days"], &json["running"]),
        (&"Ana Lima".into(), &0.into(), &false.into())
    );
    assert!(json["planned"].as_str().unwrap().contains("T09:30"), "{json}");
    let said = desk.run(["next", "ana", "--by-rhythm"]).good();
    assert!(said.ends_with(" (every week).\n"), "{said}");
    assert!(desk.run(["next", "ana", "--by-rhythm"]).refused().contains("No one-on-one with Ana Lima is set"));
    desk.run(["undo"]).good();
    assert!(desk.run(["next", "ana"]).good().ends_with(", 09:30.\n"));
}

#[test]
fn what_is_no_time_to_come_is_refused() {
    let desk = desk();
    for (when, why) in [
        ("yesterday 10:00", "That is over already."),
        ("some day", "is not a day that Rapport can read"),
        ("tomorrow", "At what time?"),
        ("tomorrow 25:00", "There is no “25:00” on the clock."),
    ] {
        let ran = desk.run(["next", "bo", when]);
        assert_eq!(ran.code, Some(2), "{when}");
        assert!(ran.err.contains(why), "{when}: {}", ran.err);
    }
}

#[test]
fn a_one_on_one_is_skipped_with_its_reason() {
    let desk = desk();
    desk.run(["next", "bo", "tomorrow at 9"]).good();
    let said = desk.run(["skip", "bo", "--reason", "release week"]).good();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "Skipped: release week. What is open stays with Bo.");
    assert!(lines[1].starts_with("Bo Berg: next one-on-one "), "{said}");
    let json: Value = serde_json::from_str(&desk.run(["skip", "bo", "--json"]).good()).unwrap();
    assert_eq!(json["planned"], Value::Null);
}

#[test]
fn today_says_whom_you_meet_and_what_waits_in_80_columns() {
    let desk = Desk::with_sample();
    let out = desk.run(["today"]).good();
    assert!(out.contains("Don’t hope it fixes itself"), "{out}");
    assert!(out.contains("Walk around."), "{out}");
    assert!(out.contains("Flag · Dana · "), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let json: Value = serde_json::from_str(&desk.run(["today", "--json"]).good()).unwrap();
    assert!(json["meet"].as_array().unwrap().len() >= 3, "{json}");
    let waits = json["waits"].as_array().unwrap();
    assert_eq!(waits[0]["kind"], "flag");
    assert!(waits.iter().all(|wait| !wait["text"].as_str().unwrap().is_empty() && wait["until"] == Value::Null));
}

#[test]
fn today_with_nobody_says_what_to_do() {
    let desk = Desk::empty();
    change(&desk.journal(), Change::AddPeople(Vec::new()));
    assert_eq!(desk.run(["today"]).good(), "Nobody yet. Open the window to add the people you meet.\n");
}
