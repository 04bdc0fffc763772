//! Open items and transitions: `open`, `raise`, `done` and the like, `undo` and `redo`.

use std::fs;

use jiff::{Span, Zoned};
use rapport::{
    domain::person::Profile,
    journal::{
        change::Change,
        clock::{Clock as _, SystemClock},
    },
};
use serde_json::Value;

use crate::{commit_change, terminal::Sandbox};

fn days_ago(days: i64) -> Zoned {
    SystemClock.now().checked_sub(Span::new().days(days)).unwrap()
}

/// A journal with two people and no entries.
fn sandbox_with_two_people() -> Sandbox {
    let desk = Sandbox::empty();
    commit_change(&desk.journal_path(), Change::AddPeople(["Ana Lima", "Bo Berg"].map(Profile::with_name).into()));
    desk
}

/// Adds an entry about Ana dated twelve days ago, and returns its number.
fn jot_twelve_days_ago(desk: &Sandbox, text: &str) -> String {
    let at = days_ago(12).strftime("%Y-%m-%dT%H:%M").to_string();
    desk.run(["jot", "ana", text, "--at", &at]).success();
    desk.list_json([]).iter().filter_map(|entry| entry["id"].as_i64()).max().unwrap().to_string()
}

fn open_items(desk: &Sandbox) -> Vec<Value> {
    serde_json::from_str(&desk.run(["open", "--json"]).success()).unwrap()
}

fn entry(desk: &Sandbox, kind: &str, id: &str) -> Value {
    let listed = desk.list_json(["--kind", kind]);
    let id: i64 = id.parse().unwrap();
    listed.into_iter().find(|entry| entry["id"] == id).unwrap()
}

/// Its events: kind, level if any, comment.
fn event_summaries(entry: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let steps = entry["steps"].as_array().unwrap().iter();
    let step = |step: &Value| [text(&step["what"]), text(&step["level"]), text(&step["words"])].join("|");
    steps.map(step).collect()
}

/// A transition: the command, with `ID` for the number; the start and end of the output; the state
/// after it; whether the entry is still open.
type TransitionCase<'a> = (&'a str, &'a str, &'a str, &'a str, bool);

fn assert_lifecycle(kind: &str, text: &str, moves: &[TransitionCase], expected: &[&str]) {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, text);
    let before = open_items(&desk);
    assert_eq!(before.iter().map(|entry| entry["id"].to_string()).collect::<Vec<_>>(), [id.as_str()], "{text}");
    assert_eq!((&before[0]["kind"], &before[0]["age_days"]), (&kind.into(), &12.into()));
    for (typed, begin, end, state, still_open) in moves {
        let was = desk.list_json([]);
        let words: Vec<&str> = typed.split(' ').map(|word| if word == "ID" { &id } else { word }).collect();
        let output = desk.run(words.iter().copied()).success();
        assert!(output.starts_with(begin) && output.ends_with(&format!("{end}\n")), "{typed}: {output}");
        assert_eq!(output.lines().count(), 1, "{typed}: {output}");
        assert_eq!(entry(&desk, kind, &id)["state"], *state, "{typed}");
        assert_eq!(!open_items(&desk).is_empty(), *still_open, "{typed}");

        let now = desk.list_json([]);
        let output = desk.run(["undo"]).success();
        assert!(output.starts_with("Undid: ") && output.contains(" Ana Lima"), "{typed}: {output}");
        assert_eq!(desk.list_json([]), was, "{typed}");
        assert!(desk.run(["redo"]).success().starts_with("Redid: "));
        assert_eq!(desk.list_json([]), now, "{typed}");
    }
    assert_eq!(event_summaries(&entry(&desk, kind, &id)), expected);
    desk.run(["check"]).success();
}

#[test]
fn a_flag_is_watched_raised_and_settled() {
    assert_lifecycle(
        "flag",
        "! quiet",
        &[
            ("watch ID --until tomorrow", "Watching: quiet; Ana Lima. Until ", ".", "watching", true),
            ("reopen ID", "Reopened: quiet; Ana Lima.", "Now noticed.", "noticed", true),
            ("raise ID felt talked over", "Raised: quiet; Ana Lima.", "Noticed 12 days before.", "raised", true),
            (
                "settle ID she writes first --check-again 2999-12-08",
                "Settled: quiet; Ana Lima.",
                "Check again on Sun 8 Dec 2999.",
                "settled",
                false,
            ),
        ],
        &["raised||felt talked over", "settled||she writes first"],
    );
    assert_lifecycle(
        "flag",
        "! tired",
        &[("let-go ID new baby", "Let go: tired", "Ana Lima.", "let_go", false)],
        &["let_go||new baby"],
    );
}

#[test]
fn an_action_of_mine_is_open_until_they_know_and_theirs_until_it_is_done() {
    assert_lifecycle(
        "action",
        "[] ask HR",
        &[
            ("done ID", "Done: ask HR; Ana Lima.", "Not told Ana yet.", "done", true),
            ("told ID by mail", "Marked as told: ask HR;", "Ana Lima.", "told", false),
        ],
        &["done||", "told||by mail"],
    );
    assert_lifecycle(
        "action",
        "[@] draft it",
        &[("done ID", "Done: draft it; Ana Lima.", "", "done", false)],
        &["done||"],
    );
    assert_lifecycle(
        "action",
        "[] ask HR",
        &[("drop ID not needed", "Dropped: ask HR", "", "dropped", false)],
        &["dropped||not needed"],
    );
}

#[test]
fn praise_is_told_and_a_topic_talked_about() {
    assert_lifecycle(
        "praise",
        "+ calm",
        &[("told ID in the corridor", "Marked as told: calm;", "", "told", false)],
        &["told||in the corridor"],
    );
    assert_lifecycle(
        "topic",
        "? holidays",
        &[
            ("talked ID", "Marked as discussed: holidays;", "Ana Lima.", "talked", false),
            ("reopen ID", "Reopened: holidays;", "Now open.", "open", true),
            ("talked ID two weeks in May", "Marked as discussed: holidays;", "", "talked", false),
        ],
        &["talked||two weeks in May"],
    );
}

#[test]
fn goal_is_paused_resumed_and_reached() {
    assert_lifecycle(
        "goal",
        "^ lead a design",
        &[
            ("pause ID parental leave", "Paused: lead a design;", "", "paused", true),
            ("resume ID", "Resumed: lead a design;", "", "active", true),
            ("reach ID shown to all", "Reached: lead a design;", "", "reached", false),
        ],
        &["paused||parental leave", "resumed||", "reached||shown to all"],
    );
    assert_lifecycle("goal", "^ speak up", &[("drop ID", "Dropped: speak up;", "", "dropped", false)], &["dropped||"]);
}

#[test]
fn delegation_changes_level_and_completes() {
    assert_lifecycle(
        "delegation",
        "> the rota",
        &[
            ("level ID delegate", "Level changed: the rota;", "Now “delegate”: they decide.", "with_them", true),
            ("level ID Agree", "Level changed: the rota;", "Now “agree”: you decide together.", "with_them", true),
            ("reopen ID", "Reopened: the rota;", "Now with them, “delegate”.", "with_them", true),
            ("back ID too much now", "Back with you: the rota;", "", "back", false),
            ("reopen ID", "Reopened: the rota;", "Now with them, “delegate”.", "with_them", true),
            ("complete ID", "Completed: the rota;", "", "complete", false),
        ],
        &["level|delegate|", "complete||"],
    );
}

#[test]
fn an_expectation_is_found_by_its_number_in_the_listing_and_said_aloud() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "= risks early");
    assert_eq!(desk.run(["open"]).success(), "No open items.\n");
    let listed = desk.run(["list", "--kind", "expectation"]).success();
    assert!(listed.contains(&format!("Expectation #{id}, current")), "{listed}");
    let output = desk.run(["said", &format!("#{id}")]).success();
    assert_eq!(output, "Marked as discussed: risks early; Ana Lima.\n");
    assert_eq!(event_summaries(&entry(&desk, "expectation", &id)), ["said||"]);
}

#[test]
fn expectation_is_replaced_and_topic_origin_is_set() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "= risks early");
    let output = desk.run(["replace", &id, "risks the same day", "--provide", "no blame"]).success();
    assert_eq!(output, "Expectation replaced: risks the same day; Ana Lima.\nPreviously: risks early.\n");
    assert_eq!(entry(&desk, "expectation", &id)["state"], "replaced");
    let listed = desk.list_json(["--kind", "expectation"]);
    assert_eq!((&listed[1]["text"], &listed[1]["provide"]), (&"risks the same day".into(), &"no blame".into()));
    assert!(desk.run(["replace", &id, "again"]).failure().contains("is replaced."));
    assert_eq!(desk.run(["undo"]).success(), "Undid: replacing the expectation of Ana Lima.\n");
    assert_eq!(entry(&desk, "expectation", &id)["state"], "current");

    let topic = jot_twelve_days_ago(&desk, "? the offsite");
    assert_eq!(desk.run(["asked", &topic, "them"]).success(), "They brought it up: the offsite; Ana Lima.\n");
    assert_eq!(entry(&desk, "topic", &topic)["from"], "them");
    assert!(desk.run(["asked", &id, "me"]).failure().contains("is not a topic"));
}

#[test]
fn how_and_when_they_were_told_can_be_added_later() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "+ calm");
    desk.run(["told", &id]).success();
    let day = days_ago(2).date();
    desk.run(["told", &id, "in the lift", "--on", &day.to_string()]).success();
    let praise = entry(&desk, "praise", &id);
    assert_eq!(event_summaries(&praise), ["told||in the lift"]);
    assert!(praise["steps"][0]["at"].as_str().unwrap().starts_with(&day.to_string()));
    assert!(desk.run(["told", &id, "--on", "in 3 days"]).failure().contains("Choose today or an earlier day."));
    assert!(desk.run(["told", &id, "--on", "30 days ago"]).failure().contains("you can’t have told them earlier"));
    assert!(desk.run(["told", &id]).failure().contains("is told."), "there is nothing new to say");
    desk.run(["check"]).success();
}

#[test]
fn open_lists_items_per_person_with_age() {
    let desk = sandbox_with_two_people();
    assert_eq!(desk.run(["open"]).success(), "No open items.\n");
    assert_eq!(desk.run(["open", "--person", "bo"]).success(), "No open items about Bo Berg.\n");
    assert_eq!(desk.run(["open", "--json"]).success(), "[]\n");

    jot_twelve_days_ago(&desk, "! quiet\nin two reviews");
    jot_twelve_days_ago(&desk, &format!("[] ask Finance by {}", days_ago(3).date()));
    desk.run(["jot", "bo", "? holidays"]).success();
    jot_twelve_days_ago(&desk, "just a note");
    jot_twelve_days_ago(&desk, &format!("+ {}", "long ".repeat(30)));
    assert_eq!(
        desk.run(["open"]).success(),
        "Ana Lima
  #1  Flag · quiet in two reviews
      Noticed 12 days ago, still not raised
  #2  Action · ask Finance
      you · 3 days late · written 12 days ago
  #5  Praise · long long long long long long long long long long long long long…
      you haven’t told Ana yet · noticed 12 days ago

Bo Berg
  #3  Topic · holidays
      to discuss · written today
"
    );
    assert!(!desk.run(["open", "--person", "bo"]).success().contains("Ana"));
    let people: Vec<Value> = open_items(&desk).iter().map(|entry| entry["person"].clone()).collect();
    assert_eq!(people, ["Ana Lima", "Ana Lima", "Ana Lima", "Bo Berg"]);
    // The fields of a listing, and the age.
    let mut flag = open_items(&desk).swap_remove(0);
    assert_eq!(flag.as_object_mut().unwrap().remove("age_days"), Some(12.into()));
    assert_eq!(flag, entry(&desk, "flag", "1"));

    // Up to today: an old check-in is described in another way.
    let sample = Sandbox::empty();
    sample.run_without_journal(["sample", sample.journal_path().to_str().unwrap()]).success();
    let listed = sample.run(["open"]).success();
    assert!(listed.lines().all(|line| line.chars().count() <= 80), "{listed}");
    assert!(
        listed.contains("\n  #227  Delegation · On-call rota")
            && listed.contains("\n        they decide, then tell you · ")
    );
    assert!(
        listed.contains(" of 5, ") && listed.contains("Paused ") && listed.contains("no outcome yet · noticed "),
        "{listed}"
    );
    assert!(listed.find("Dana Whitfield").unwrap() < listed.find("Kenji Watanabe").unwrap());
}

#[test]
fn settled_flag_reopens_on_its_recheck_date_until_checked() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "! quiet");
    desk.run(["raise", &id]).success();
    assert!(desk.run(["looked", &id]).failure().contains("That isn’t possible: this flag is raised."));
    desk.run(["settle", &id, "fine", "--check-again", "tomorrow"]).success();
    assert_eq!(desk.run(["open"]).success(), "No open items.\n");
    let file = rusqlite::Connection::open(desk.journal_path()).unwrap();
    rapport::store::register_functions(&file).unwrap();
    file.execute("UPDATE flags SET check_again = ?1", [days_ago(0).date().to_string()]).unwrap();
    drop(file);
    let listed = desk.run(["open"]).success();
    assert!(listed.contains("Settled today: fine · check again today"), "{listed}");
    assert_eq!(desk.run(["looked", &id, "still", "writes"]).success(), "Checked again: quiet; Ana Lima.\n");
    assert_eq!(desk.run(["open"]).success(), "No open items.\n");
    assert_eq!(entry(&desk, "flag", &id)["state"], "settled");
    assert_eq!(
        event_summaries(&entry(&desk, "flag", &id)),
        ["raised||", "settled||fine", "looked_again||still writes"]
    );
    let refused = desk.run(["looked", &id]).failure();
    assert!(refused.contains("It has no date to check again. Nothing was changed."), "{refused}");
}

#[test]
fn flag_is_added_to_the_next_agenda_and_listed_so() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "! quiet");
    assert_eq!(entry(&desk, "flag", &id)["raise_when"], "undecided");
    let output = desk.run(["raise", &id, "--next"]).success();
    assert_eq!(output, "Added to agenda: quiet; Ana Lima.\n");
    let listed = desk.run(["open"]).success();
    assert!(listed.contains("Noticed 12 days ago, still not raised · for the next one-on-one"), "{listed}");
    assert_eq!(open_items(&desk)[0]["raise_when"], "next_one_on_one");
    let listed = desk.run(["list"]).success();
    assert!(listed.contains("Flag #1, noticed, for the next one-on-one"), "{listed}");
    assert_eq!(desk.run(["undo"]).success(), "Undid: adding flag about Ana Lima to the agenda.\n");
    assert_eq!(open_items(&desk)[0]["raise_when"], "undecided");
    desk.run(["redo"]).success();
    // Mutually exclusive: it was raised, or it will be.
    assert!(!desk.run(["raise", &id, "talked", "over", "--next"]).usage_error().is_empty());
    desk.run(["raise", &id, "talked", "over"]).success();
    assert_eq!(open_items(&desk)[0]["raise_when"], "undecided");
    assert!(desk.run(["raise", &id, "--next"]).failure().contains("is raised. Nothing was changed."));
    desk.run(["check"]).success();
}

#[test]
fn open_lists_archived_people_only_by_name() {
    let desk = sandbox_with_two_people();
    jot_twelve_days_ago(&desk, "! quiet");
    commit_change(&desk.journal_path(), Change::Archive(rapport::domain::id::PersonId(1)));
    assert_eq!(desk.run(["open"]).success(), "No open items.\n");
    assert!(desk.run(["open", "--person", "ana"]).success().contains("#1  Flag · quiet"));
}

#[test]
fn invalid_transitions_give_the_reason_and_change_nothing() {
    let desk = sandbox_with_two_people();
    for text in ["! quiet", "[@] draft it", "> the rota", "a note", "+ calm", "! gone", "! over"] {
        jot_twelve_days_ago(&desk, text);
    }
    desk.run(["done", "2"]).success();
    desk.run(["raise", "7"]).success();
    commit_change(&desk.journal_path(), Change::Trash(rapport::domain::id::EntryId(6)));
    let before = fs::read(desk.journal_path()).unwrap();
    let long = "x".repeat(100_001);
    for (typed, reason) in [
        (&["settle", "1", "fine"][..], "That isn’t possible: this flag is noticed. Nothing was changed."),
        (&["let-go", "1", " "], "Add an outcome or a reason first"),
        (&["watch", "1", "--until", "today"], "Choose a day after today. Nothing was changed."),
        (&["settle", "7", "fine", "--check-again", "yesterday"], "Choose a day after today. Nothing was changed."),
        (&["raise", "7"], "is raised."),
        (&["done", "2"], "is done."),
        (&["told", "2"], "is done."),
        (&["level", "3", "inquire"], "It’s already at the level “inquire”: they decide, then tell you."),
        (&["done", "4"], "That isn’t possible with notes. Nothing was changed."),
        (&["raise", "5"], "That isn’t possible with praise."),
        (&["reopen", "5"], "There’s nothing to undo: it hasn’t been updated yet. Nothing was changed."),
        (&["raise", "1", &long], "has 100,001 characters"),
        (&["raise", "6"], "#6 is in the trash. Nothing was changed."),
        (&["raise", "99"], "There’s no #99 in this journal. Nothing was changed."),
        (&["done", "0"], "There’s no #0 in this journal."),
    ] {
        let refused = desk.run(typed.iter().copied()).failure();
        assert!(refused.contains(reason), "{refused}");
        assert_eq!(refused.matches("Nothing was changed").count(), 1, "{refused}");
        assert!(fs::read(desk.journal_path()).unwrap() == before, "{reason}");
    }
    for typed in [
        "raise",
        "raise quiet",
        "raise -1",
        "raise 1.5",
        "done 99999999999999999999",
        "settle 7",
        "let-go 1",
        "watch 1",
        "watch 1 --until whenever",
        "watch 1 --until 2026-02-30",
        "settle 7 fine --check-again soon",
        "level 3",
        "level 3 lead",
        "done 2 twice",
        "undo 3",
    ] {
        let output = desk.run(typed.split(' ')).usage_error();
        assert!(!output.is_empty(), "{typed}");
        assert!(fs::read(desk.journal_path()).unwrap() == before, "{typed}");
    }
    let output = desk.run(["level", "3", "lead"]).usage_error();
    assert!(output.contains("tell, sell, consult, agree, advise, inquire, delegate"), "{output}");
}

#[test]
fn undo_reaches_the_first_change_and_redo_the_last() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "[] ask HR");
    desk.run(["done", &id]).success();
    assert_eq!(desk.run(["redo"]).failure(), "Nothing to redo.");
    assert_eq!(desk.run(["undo"]).success(), "Undid: marking action for Ana Lima as done.\n");
    assert_eq!(desk.run(["undo"]).success(), "Undid: action for Ana Lima.\n");
    assert_eq!(desk.list_json([]), Vec::<Value>::new());
    assert_eq!(desk.run(["undo"]).success(), "Undid: adding people.\n");
    assert_eq!(desk.run(["undo"]).failure(), "Nothing to undo.");
    for output in
        ["Redid: adding people.\n", "Redid: action for Ana Lima.\n", "Redid: marking action for Ana Lima as done.\n"]
    {
        assert_eq!(desk.run(["redo"]).success(), output);
    }
    assert_eq!(entry(&desk, "action", &id)["state"], "done");
}

#[test]
fn transition_during_a_one_on_one_is_linked_to_it() {
    let desk = sandbox_with_two_people();
    let id = jot_twelve_days_ago(&desk, "? holidays");
    commit_change(&desk.journal_path(), Change::StartMeeting(rapport::domain::id::PersonId(1)));
    desk.run(["talked", &id]).success();
    let file = rusqlite::Connection::open(desk.journal_path()).unwrap();
    let met: i64 = file.query_row("SELECT one_on_one FROM steps", [], |row| row.get(0)).unwrap();
    assert_eq!(met, 1);
}
