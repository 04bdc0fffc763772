//! `rapport recap`: what both agreed, and the agenda to send.

use rapport::{domain::person::Profile, journal::change::Change};
use serde_json::Value;

use crate::{commit_change, terminal::Sandbox};

fn recap_json(desk: &Sandbox, more: &[&str]) -> Value {
    let arguments = ["recap", "dana", "--json"].into_iter().chain(more.iter().copied());
    serde_json::from_str(&desk.run(arguments).success()).unwrap()
}

#[test]
fn the_recap_of_the_last_one_on_one_has_nothing_private() {
    let desk = Sandbox::with_sample();
    let text = desk.run(["recap", "dana"]).success();
    assert!(text.starts_with("Hi Dana, "), "{text}");
    let entries = desk.list_json(["--person", "dana"]);
    for entry in
        entries.iter().filter(|entry| ["note", "flag", "feedback", "goal"].contains(&entry["kind"].as_str().unwrap()))
    {
        let private = entry["text"].as_str().unwrap();
        assert!(!text.contains(private), "{private}\n{text}");
    }
    let markdown = desk.run(["recap", "dana", "--markdown"]).success();
    assert!(markdown.starts_with("Hi Dana, "), "{markdown}");
    let json = recap_json(&desk, &[]);
    assert_eq!(json["text"], text);
    assert_eq!(json["name"], "Dana Whitfield");
}

#[test]
fn a_day_chooses_the_one_on_one_and_a_day_without_one_is_an_error() {
    let desk = Sandbox::with_sample();
    let last = recap_json(&desk, &[])["date"].as_str().unwrap().to_owned();
    assert_eq!(recap_json(&desk, &["--date", &last])["date"], Value::String(last));
    let line = desk.run(["recap", "dana", "--date", "2020-01-01"]).failure();
    assert!(line.contains("There was no one-on-one with Dana Whitfield on Wed 1 Jan 2020."), "{line}");
    assert_eq!(desk.run(["recap", "dana", "--date", "someday"]).exit_code, Some(2));
}

#[test]
fn an_empty_recap_and_an_agenda_are_still_texts() {
    let desk = Sandbox::empty();
    commit_change(&desk.journal_path(), Change::AddPeople(vec![Profile::with_name("Dana Whitfield")]));
    let none = desk.run(["recap", "dana"]).failure();
    assert!(none.contains("There was no one-on-one with Dana Whitfield."), "{none}");
    let empty = desk.run(["recap", "dana", "--agenda"]).success();
    assert!(empty.starts_with("Hi Dana, what would you like to talk about"), "{empty}");
    desk.run(["jot", "dana", "? the conference talk #career"]).success();
    desk.run(["jot", "dana", "! quiet lately"]).success();
    let agenda = desk.run(["recap", "dana", "--agenda"]).success();
    assert!(agenda.contains("- the conference talk\n") && !agenda.contains("quiet"), "{agenda}");
}
