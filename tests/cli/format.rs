//! `rapport format`: the formats of one-on-ones.

use std::fs;

use rapport::{domain::person::Profile, journal::change::Change};
use serde_json::Value;

use crate::{commit_change, terminal::Sandbox};

fn sandbox() -> Sandbox {
    let desk = Sandbox::empty();
    commit_change(&desk.journal_path(), Change::AddPeople(vec![Profile::with_name("Dana Whitfield")]));
    desk
}

fn open_topics(desk: &Sandbox) -> Vec<String> {
    let listed: Vec<Value> = serde_json::from_str(&desk.run(["list", "--kind", "topic", "--json"]).success()).unwrap();
    listed.iter().map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn formats_are_listed_with_their_topics_and_with_files_that_are_broken() {
    let desk = sandbox();
    let folder = desk.path("journal.formats");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine.md"), "# Mine\n\n- How is {name}?\n").unwrap();
    fs::write(folder.join("broken.md"), "Broken\n").unwrap();
    let listed = desk.run(["format"]).success();
    assert!(listed.starts_with("Regular one-on-one\n  - What’s on your mind this week?\n"), "{listed}");
    let end = "Mine (your own)\n  - How is {name}?\n\
               broken.md isn’t used: it has no topic: a line that starts with “- ”.\n";
    assert!(listed.ends_with(end), "{listed}");
    let json: Vec<Value> = serde_json::from_str(&desk.run(["format", "--json"]).success()).unwrap();
    assert_eq!(json.len(), 9);
    assert_eq!(json[8], serde_json::json!({ "name": "Mine", "topics": ["How is {name}?"], "own": true }));
    assert_eq!(
        desk.run(["format", "dana", "mine"]).success(),
        "Added to the agenda with Dana Whitfield: 1 topic of “Mine”.\n"
    );
    assert_eq!(open_topics(&desk), ["How is Dana?"]);
}

#[test]
fn a_format_is_added_once_and_undone_at_once() {
    let desk = sandbox();
    desk.run(["jot", "dana", "? what are you most proud of from your time here?"]).success();
    assert_eq!(
        desk.run(["format", "dana", "good"]).success(),
        "Added to the agenda with Dana Whitfield: 5 topics of “Goodbye”. The others were there already.\n"
    );
    assert_eq!(open_topics(&desk).len(), 6);
    assert_eq!(
        desk.run(["format", "dana", "goodbye"]).success(),
        "All of “Goodbye” is on the agenda with Dana Whitfield already. Nothing was changed.\n"
    );
    assert_eq!(desk.run(["undo"]).success(), "Undid: adding topics to the agenda with Dana Whitfield.\n");
    assert_eq!(open_topics(&desk).len(), 1);
}

#[test]
fn the_standing_format_is_what_is_added_without_a_name() {
    let desk = sandbox();
    let nothing = desk.run(["format", "dana"]);
    assert_eq!(nothing.exit_code, Some(2));
    assert!(nothing.stderr.contains("Dana Whitfield has no standing format."), "{}", nothing.stderr);
    desk.run(["person", "edit", "dana", "--format", "skip"]).success();
    let added = desk.run(["format", "dana"]).success();
    assert_eq!(added, "Added to the agenda with Dana Whitfield: 6 topics of “Skip-level”.\n");
    desk.run(["person", "edit", "dana", "--format", ""]).success();
    assert_eq!(desk.run(["format", "dana"]).exit_code, Some(2));
}

#[test]
fn a_format_that_is_not_there_is_refused_with_the_names_of_all() {
    let desk = sandbox();
    for unclear in ["retro", "one-on-one"] {
        let refused = desk.run(["format", "dana", unclear]).failure();
        assert!(refused.contains("isn’t the name of one format. Choose one of: Regular one-on-one, "), "{refused}");
    }
    desk.run(["person", "edit", "dana", "--format", "retro"]).failure();
    let profile = Profile { format: "Retro".into(), ..Profile::with_name("Zoe") };
    commit_change(&desk.journal_path(), Change::AddPeople(vec![profile]));
    let gone = desk.run(["format", "zoe"]).failure();
    assert!(gone.contains("There is no format “Retro” any more."), "{gone}");
}
