//! The program in a terminal: its output, exit codes and files.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first thing that is wrong")]

#[path = "support/approved.rs"]
mod approved;
#[path = "cli/backup.rs"]
mod backup;
#[path = "cli/brief.rs"]
mod brief;
#[path = "cli/encryption.rs"]
mod encryption;
#[path = "cli/erase.rs"]
mod erase;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/file.rs"]
mod file;
#[path = "cli/format.rs"]
mod format;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/passphrase.rs"]
mod passphrase;
#[path = "cli/person.rs"]
mod person;
#[path = "cli/recap.rs"]
mod recap;
#[path = "cli/search.rs"]
mod search;
#[path = "support/terminal.rs"]
mod terminal;
#[path = "cli/today.rs"]
mod today;
#[path = "cli/transitions.rs"]
mod transitions;

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::Stdio,
    sync::Arc,
    thread,
};

use rapport::{
    domain::person::Profile,
    journal::{
        Journal,
        change::Change,
        clock::{Clock, SystemClock},
    },
};
use serde_json::Value;
use terminal::{RunResult, Sandbox};

const AT: &str = "2026-11-20T10:00";

/// The latest entry about a person, as JSON.
fn latest_entry_of(desk: &Sandbox, person: &str) -> Value {
    desk.list_json(["--person", person]).pop().unwrap()
}

/// Commits changes like the window.
fn commit_change(path: &Path, change: Change) {
    let journal = Journal::open(path, Arc::new(SystemClock), || {}).unwrap();
    journal.commit(change, &SystemClock.now()).unwrap();
}

// -------------------------------------------------------------------------------------------------
// Output of the commands.

#[test]
fn people_lists_role_and_cadence() {
    let desk = Sandbox::with_sample();
    let out = desk.run(["people"]).success();
    assert!(out.contains("Dana Whitfield · Staff engineer, Platform\n  every week · last met"));
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");

    let people: Vec<Value> = serde_json::from_str(&desk.run(["people", "--json"]).success()).unwrap();
    assert_eq!(people.len(), 6);
    assert_eq!(people[0]["name"], "Dana Whitfield");
    assert_eq!(people[0]["cadence"], "every week");
    assert_eq!(people[0]["unraised_flag"], true);
    assert_eq!(people[0]["archived"], Value::Null);
    assert!(people[0]["last_met"].as_str().unwrap().ends_with("[Europe/Lisbon]"));
}

#[test]
fn jot_stores_the_entry_and_confirms_it() {
    let desk = Sandbox::with_sample();
    let jot = |text: &str| desk.run(["jot", "dana", text, "--at", AT]).success();
    assert_eq!(jot("discussed #career"), "Saved for Dana Whitfield: note.\n");
    let added = latest_entry_of(&desk, "dana");
    // The sample has later entries on that day.
    assert_eq!(added["day"], "2026-11-20");
    let added = desk.list_json(["--person", "dana", "--from", "2026-11-20"]);
    let added = added.iter().find(|entry| entry["text"] == "discussed #career").unwrap();
    assert_eq!(added["kind"], "note");
    assert_eq!(added["subjects"][0], "career");
    assert_eq!(added["person"], "Dana Whitfield");
    assert!(added["written"].as_str().unwrap().starts_with("2026-11-20T10:00:00"));
}

#[test]
fn jot_parses_prefixes_and_due_dates() {
    let desk = Sandbox::with_sample();
    let at = "2026-11-20T17:59";
    for (text, message, kind) in [
        ("! quiet", "flag", "flag"),
        ("[] ask HR by friday", "action, due Fri 27 Nov 2026", "action"),
        ("[@] draft it, 2026-12-01", "their action, due Tue 1 Dec 2026", "action"),
        ("+ well done", "praise", "praise"),
        ("< too long", "feedback", "feedback"),
        ("<< too short", "feedback received", "feedback"),
        ("^ lead a design", "goal", "goal"),
        ("> the rota", "delegation", "delegation"),
        ("? holidays", "topic", "topic"),
        ("= risks early", "expectation", "expectation"),
        (" ! no flag", "note", "note"),
    ] {
        let out = desk.run(["jot", "Whitfield", text, "--at", at]).success();
        assert_eq!(out, format!("Saved for Dana Whitfield: {message}.\n"));
        assert_eq!(latest_entry_of(&desk, "dana")["kind"], kind);
    }
    let actions = desk.list_json(["--kind", "action", "--from", "2026-11-20"]);
    let action = actions.iter().find(|one| one["text"] == "ask HR").unwrap();
    assert_eq!((&action["by"], &action["due"]), (&"me".into(), &"2026-11-27".into()));
    assert_eq!(latest_entry_of(&desk, "dana")["text"], "! no flag");
}

#[test]
fn a_jot_may_come_as_several_words_or_by_standard_input() {
    let desk = Sandbox::with_sample();
    let at = ["--at", "2026-11-20T17:59"];
    desk.run(["jot", "dana", "!", "quiet", "today"].into_iter().chain(at)).success();
    assert_eq!(latest_entry_of(&desk, "dana")["text"], "quiet today");

    let input = "+ first line\r\nsecond line\n".as_bytes();
    desk.run_with_stdin(input, ["jot", "dana", "-"].into_iter().chain(at)).success();
    let added = latest_entry_of(&desk, "dana");
    assert_eq!((&added["kind"], &added["text"]), (&"praise".into(), &"first line\nsecond line".into()));
}

#[test]
fn a_jot_belongs_to_the_one_on_one_that_is_going_on() {
    let desk = Sandbox::empty();
    commit_change(&desk.journal_path(), Change::AddPeople(vec![Profile::with_name("Ann Lee")]));
    let journal = Journal::open_existing(&desk.journal_path(), Arc::new(SystemClock)).unwrap();
    let ann = journal.db().people().unwrap()[0].id;
    drop(journal);
    commit_change(&desk.journal_path(), Change::StartMeeting(ann));

    let out = desk.run(["jot", "ann", "here"]).success();
    assert_eq!(out, "Saved for Ann Lee: note, in the current one-on-one.\n");
    assert!(latest_entry_of(&desk, "ann")["one_on_one"].is_string());
    // Changes before it began are not part of it.
    let out = desk.run(["jot", "ann", "before", "--at", "2020-01-07T10:00"]).success();
    assert_eq!(out, "Saved for Ann Lee: note.\n");
}

#[test]
fn list_filters_and_sorts_by_time() {
    let desk = Sandbox::with_sample();
    let all = desk.list_json([]);
    let written = |entry: &Value| entry["written"].as_str().unwrap().parse::<jiff::Zoned>();
    assert!(all.is_sorted_by_key(|entry| written(entry).unwrap().timestamp()));
    assert_eq!(all.len(), 234);

    let narrowed =
        desk.list_json(["--person", "dana", "--kind", "check-in", "--from", "2026-11-01", "--to", "2026-11-10"]);
    assert_eq!(narrowed.len(), 3);
    for entry in &narrowed {
        assert_eq!((&entry["person"], &entry["kind"]), (&"Dana Whitfield".into(), &"check_in".into()));
        let goal = all.iter().find(|other| other["uid"] == entry["goal"]).unwrap();
        assert_eq!(goal["kind"], "goal");
    }
    let flags = desk.list_json(["--kind", "flags"]);
    let raised = flags.iter().find(|flag| flag["state"] == "settled").unwrap();
    assert_eq!(raised["steps"][0]["what"], "raised");
    let moves = desk.list_json(["--kind", "delegation", "--person", "dana"]);
    assert_eq!(moves[0]["steps"][0]["level"], "inquire");
}

#[test]
fn list_fits_eighty_columns() {
    let desk = Sandbox::with_sample();
    let out = desk.run(["list", "--person", "dana", "--from", "2026-11-18", "--to", "2026-11-20"]);
    assert_eq!(
        out.success(),
        "\
Wednesday 18 November 2026
  14:05  Delegation #227, with them, hands off until Fri 18 Dec 2026
         On-call rota and shadow weeks for the winter: hers to decide

Friday 20 November 2026
  15:45  Note
         Finance moved our slot to next week. Dana doesn’t know yet.
"
    );
    let all = desk.run(["list"]).success();
    assert!(all.contains("Dana Whitfield · Flag #"));
    assert!(all.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_listing_of_nothing_says_so() {
    let desk = Sandbox::with_sample();
    let out = desk.run(["list", "--person", "dana", "--kind", "flag", "--to", "2020-01-07"]).success();
    assert_eq!(out, "No entries of kind flag about Dana Whitfield to Tue 7 Jan 2020.\n");
    assert_eq!(desk.run(["list", "--json", "--to", "2020-01-07"]).success(), "[]\n");
    let empty = Sandbox::empty();
    drop(Journal::open(&empty.journal_path(), Arc::new(SystemClock), || {}).unwrap());
    assert!(empty.run(["people"]).success().starts_with("Nobody yet."));
    assert_eq!(empty.run(["people", "--json"]).success(), "[]\n");
}

#[test]
fn check_reports_counts_and_finds_damage() {
    let desk = Sandbox::with_sample();
    let out = desk.run(["check"]).success();
    assert!(out.contains("6 people, 97 one-on-ones, 234 entries"), "{out}");
    assert!(out.ends_with("No problems found.\n"), "{out}");
    let found: Value = serde_json::from_str(&desk.run(["check", "--json"]).success()).unwrap();
    assert_eq!(found["looked_at"]["people"], 6);
    assert_eq!(found["problems"], serde_json::json!([]));

    let file = rusqlite::Connection::open(desk.journal_path()).unwrap();
    file.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM subjects; DELETE FROM people WHERE id = 1;").unwrap();
    drop(file);
    let RunResult { exit_code: code, stdout: out, stderr: err } = desk.run(["check"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("people that is not there") && out.contains("subjects"), "{out}");
    assert_eq!(err.lines().count(), 1, "{err}");
    let RunResult { exit_code: code, stdout: out, .. } = desk.run(["check", "--json"]);
    assert_eq!(code, Some(1));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert!(found["problems"].as_array().unwrap().len() > 1);
}

#[test]
fn check_repair_keeps_a_copy_and_says_what_it_did() {
    let desk = Sandbox::with_sample();
    let file = rusqlite::Connection::open(desk.journal_path()).unwrap();
    file.execute_batch("DROP INDEX entries_in_time; DELETE FROM subjects;").unwrap();
    drop(file);
    let RunResult { exit_code: code, stdout: out, stderr: err } = desk.run(["check"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("- schema: the index entries_in_time is missing"), "{out}");
    assert!(err.contains("rapport check --repair"), "{err}");

    let RunResult { exit_code: code, stdout: out, .. } = desk.run(["check", "--repair", "--json"]);
    assert_eq!(code, Some(0));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["problems"], serde_json::json!([]));
    assert_eq!(found["repaired"][0], "made the index entries_in_time again");
    let copy = Path::new(found["backup"].as_str().unwrap());
    assert!(copy.is_file() && copy.parent() == desk.journal_path().parent());
    desk.run(["check"]).success();
    assert_eq!(desk.run(["check", "--accept"]).exit_code, Some(2));
}

#[test]
fn recover_writes_a_new_journal_and_lists_what_is_lost() {
    let desk = Sandbox::with_sample();
    let (damaged, new) = (desk.journal_path(), desk.path("new.rapport"));
    let (damaged, new) = (damaged.to_str().unwrap(), new.to_str().unwrap());
    let file = rusqlite::Connection::open(damaged).unwrap();
    let text = file.query_row("SELECT text FROM entries ORDER BY id DESC", [], |row| row.get::<_, String>(0)).unwrap();
    drop(file);
    let mut bytes = fs::read(damaged).unwrap();
    // The pages with the text of the last entry are gone, and the header too.
    for page in bytes.chunks_mut(4096).filter(|page| page.windows(text.len()).any(|part| part == text.as_bytes())) {
        page.fill(0);
    }
    bytes[..100].fill(0);
    fs::write(damaged, &bytes).unwrap();
    desk.run(["check"]).failure();
    let out = desk.run_without_journal(["recover", damaged, "--to", new]).success();
    assert!(out.starts_with("Recovered 6 people, 97 one-on-ones, "), "{out}");
    assert!(out.contains("Missing or uncertain:\n- ") && out.contains(": the text is lost"), "{out}");
    assert_eq!(fs::read(damaged).unwrap(), bytes);
    desk.run_without_journal(["check", "--journal", new]).success();

    let refused = desk.run_without_journal(["recover", damaged, "--to", new]).failure();
    assert!(refused.contains("new.rapport already exists."), "{refused}");
    let again = desk.path("again.rapport");
    let out = desk.run_without_journal(["recover", damaged, "--to", again.to_str().unwrap(), "--json"]).success();
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["recovered"]["people"], 6);
    assert_eq!(found["recovered"]["losses"][0]["record"], "entry");
    let names = desk.files();
    assert!(!names.iter().any(|name| name.starts_with("journal.rapport-")), "{names:?}");
}

#[test]
fn a_name_that_could_be_several_people_lists_them() {
    let desk = Sandbox::empty();
    let people = ["Ann Lee", "Anna Berg", "Tomás Ferreira"].map(Profile::with_name);
    commit_change(&desk.journal_path(), Change::AddPeople(people.into()));
    let message = desk.run(["jot", "an", "hello"]).failure();
    assert!(message.contains("Ann Lee or Anna Berg"), "{message}");
    let message = desk.run(["list", "--person", "zoe"]).failure();
    assert!(message.contains("There’s nobody called “zoe”"), "{message}");
    desk.run(["jot", "ANN", "hello"]).failure();
    desk.run(["jot", "ann lee", "hello"]).success();
    desk.run(["jot", "tomas", "hello"]).success();
    assert_eq!(desk.list_json([]).len(), 2);
}

#[test]
fn archived_people_match_after_active_ones() {
    let desk = Sandbox::empty();
    let people = ["Ann Lee", "Anna Berg"].map(Profile::with_name);
    commit_change(&desk.journal_path(), Change::AddPeople(people.into()));
    let journal = Journal::open_existing(&desk.journal_path(), Arc::new(SystemClock)).unwrap();
    let ids: Vec<_> = journal.db().people().unwrap().iter().map(|one| one.id).collect();
    drop(journal);
    commit_change(&desk.journal_path(), Change::Archive(ids[0]));
    assert_eq!(desk.run(["jot", "ann", "x"]).success(), "Saved for Anna Berg: note.\n");
    assert_eq!(desk.run(["jot", "lee", "x"]).success(), "Saved for Ann Lee: note.\n");
    assert!(desk.run(["people"]).success().ends_with("Archived:\n  Ann Lee\n"));
}

#[test]
fn sample_reports_counts_and_overwrites_nothing() {
    let desk = Sandbox::empty();
    let path = desk.path("new/folder/sample.rapport");
    let path = path.to_str().unwrap();
    let out = desk.run_without_journal(["sample", path, "--until", "2026-11-24"]).success();
    assert!(out.starts_with("Wrote 6 people, 97 one-on-ones and 234 entries up to Tue 24 Nov 2026"), "{out}");
    let before = fs::read(path).unwrap();
    let message = desk.run_without_journal(["sample", path]).failure();
    assert!(message.contains("already exists"), "{message}");
    assert_eq!(fs::read(path).unwrap(), before);
}

#[test]
fn default_journal_is_in_the_data_folder_and_demo_beside_it() {
    let desk = Sandbox::empty();
    let message = desk.run_without_journal(["people"]).failure();
    assert!(message.contains("There is no journal at"), "{message}");
    assert_eq!(desk.files(), Vec::<String>::new());

    let people: Vec<Value> =
        serde_json::from_str(&desk.run_without_journal(["--demo", "people", "--json"]).success()).unwrap();
    assert_eq!(people.len(), 6);
    desk.run_without_journal(["--demo", "list"]).success();
    desk.run_without_journal(["people"]).failure();
    desk.run_without_journal(["--demo", "--journal", "x", "people"]).usage_error();
}

impl RunResult {
    #[track_caller]
    fn usage_error(self) -> String {
        assert_eq!((self.exit_code, self.stdout.as_str()), (Some(2), ""), "{}", self.stderr);
        self.stderr
    }
}

#[test]
fn usage_errors_exit_with_2_and_help_with_0() {
    let desk = Sandbox::with_sample();
    for arguments in [
        &["frobnicate"][..],
        &["jot"],
        &["jot", "dana"],
        &["list", "--kind", "gossip"],
        &["list", "--from", "31 feb"],
        &["list", "--from", "whenever"],
        &["list", "--from", "2026-11-02", "--to", "2026-11-01"],
        &["jot", "dana", "x", "--at", "soon"],
        &["jot", "dana", "x", "--at", "2026-02-30T10:00"],
        &["jot", "dana", "x", "--at", "0000-01-01T10:00"],
        &["people", "--yaml"],
    ] {
        let message = desk.run(arguments.iter().copied()).usage_error();
        assert!(!message.is_empty(), "{arguments:?}");
    }
    desk.run_without_journal(["sample", "x", "--size", "vast"]).usage_error();
    assert!(desk.run_without_journal(["--help"]).success().contains("Usage: rapport"));
    assert!(desk.run_without_journal(["jot", "--help"]).success().contains("feedback received"));
    assert!(desk.run_without_journal(["--version"]).success().starts_with("rapport "));
}

#[test]
fn without_a_command_and_without_a_display_it_says_what_to_do() {
    if cfg!(any(target_os = "linux", not(feature = "window"))) {
        let desk = Sandbox::empty();
        let message = desk.run([]).failure();
        let reason = if cfg!(feature = "window") { "no display" } else { "This build has no window." };
        assert!(message.contains(reason) && message.contains("--help"), "{message}");
        assert_eq!(desk.files(), Vec::<String>::new());
    }
}

// -------------------------------------------------------------------------------------------------
// Bad input.

#[test]
fn invalid_jots_are_rejected_without_side_effects() {
    let desk = Sandbox::with_sample();
    let before = fs::read(desk.journal_path()).unwrap();
    let big = "x".repeat(1024 * 1024);
    for (text, message) in [
        ("", "Write something first"),
        (" \u{7}\u{200B} ", "Write something first"),
        ("! ", "Write something first"),
        ("[] call the bank by 31 feb", "There’s no 31 feb. Nothing was saved."),
        (big.as_str(), "This text has 1,048,576 characters"),
    ] {
        let refused = desk.run_with_stdin(text.as_bytes(), ["jot", "dana", "-"]).failure();
        assert!(refused.contains(message), "{refused}");
    }
    let refused = desk.run_with_stdin(&[0xFF, 0xFE, 0x00], ["jot", "dana", "-"]).failure();
    assert!(refused.contains("not UTF-8 text"), "{refused}");
    let refused = desk.run(["jot", "dana", "x", "--at", "2999-01-01T10:00"]).failure();
    assert!(refused.contains("in the future"), "{refused}");
    assert!(fs::read(desk.journal_path()).unwrap() == before);
}

#[test]
fn any_script_is_kept_and_control_characters_are_not() {
    let desk = Sandbox::with_sample();
    for (text, added) in [
        ("שלום, עולם \u{2066}abc\u{2069}", "שלום, עולם \u{2066}abc\u{2069}"),
        ("👩🏽‍🚀 took off", "👩🏽‍🚀 took off"),
        ("a\u{1b}[31mb\u{0}c\u{202E}d", "a[31mbcd"),
        ("ключ #работа", "ключ #работа"),
    ] {
        desk.run_with_stdin(text.as_bytes(), ["jot", "dana", "-", "--at", "2026-11-20T17:59"]).success();
        assert_eq!(latest_entry_of(&desk, "dana")["text"], added);
    }
    assert_eq!(latest_entry_of(&desk, "dana")["subjects"][0], "работа");
    assert!(!desk.run(["list"]).success().contains('\u{1b}'));
}

/// Runs every command that needs a journal on this one, and returns their common error.
fn failure_of_every_command(desk: &Sandbox, journal: &Path) -> String {
    let commands: [&[&str]; 7] =
        [&["people"], &["jot", "dana", "x"], &["list"], &["check", "--json"], &["open"], &["done", "168"], &["undo"]];
    let message: BTreeSet<String> =
        commands.iter().map(|command| desk.run_on_journal(journal, command.iter().copied()).failure()).collect();
    assert_eq!(message.len(), 1, "{message:?}");
    message.into_iter().next().unwrap()
}

#[test]
fn a_path_that_is_no_journal_is_refused_and_left_as_it_was() {
    let desk = Sandbox::empty();
    let message = failure_of_every_command(&desk, &desk.path("nowhere/none.rapport"));
    assert!(message.contains("There is no journal at"), "{message}");
    assert_eq!(desk.files(), Vec::<String>::new());

    fs::create_dir(desk.path("folder")).unwrap();
    let message = failure_of_every_command(&desk, &desk.path("folder"));
    assert!(message.contains("is a folder"), "{message}");

    let text = desk.path("text.rapport");
    fs::write(&text, "Dear diary, this is not a database at all.").unwrap();
    let message = failure_of_every_command(&desk, &text);
    assert!(message.contains("is not a Rapport journal"), "{message}");
    assert_eq!(fs::read_to_string(&text).unwrap(), "Dear diary, this is not a database at all.");

    let other = desk.path("other.sqlite");
    let file = rusqlite::Connection::open(&other).unwrap();
    file.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    drop(file);
    let before = fs::read(&other).unwrap();
    let message = failure_of_every_command(&desk, &other);
    assert!(message.contains("another program’s database"), "{message}");
    assert_eq!(fs::read(&other).unwrap(), before);
    assert_eq!(desk.files(), ["folder", "other.sqlite", "text.rapport"]);
}

#[test]
fn a_journal_of_a_newer_version_is_refused_and_left_as_it_was() {
    let desk = Sandbox::with_sample();
    let file = rusqlite::Connection::open(desk.journal_path()).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    drop(file);
    let before = fs::read(desk.journal_path()).unwrap();
    let message = failure_of_every_command(&desk, &desk.journal_path());
    assert!(message.contains("newer version of Rapport"), "{message}");
    assert!(fs::read(desk.journal_path()).unwrap() == before);
}

#[cfg(unix)]
mod permissions {
    use std::os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::CommandExt as _,
    };

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_journal_that_is_read_only_can_be_read_but_not_changed() {
        let desk = Sandbox::with_sample();
        let page = desk.path("all.html");
        let export = ["export", "journal", "--format", "html", "--out", page.to_str().unwrap(), "--force"];
        let reading: [&[&str]; 7] =
            [&["list"], &["people"], &["today"], &["open"], &["brief", "dana"], &["check"], &export];
        let run = |command: &[&str]| desk.run(command.iter().copied()).success();
        let outputs = reading.map(run);
        set_mode(&desk.journal_path(), 0o444);
        let before = fs::read(desk.journal_path()).unwrap();
        assert_eq!(reading.map(run), outputs);
        for command in [&["jot", "dana", "x"][..], &["done", "168"], &["undo"], &["skip", "dana"]] {
            let said = desk.run(command.iter().copied()).failure();
            assert!(said.contains("can be read but not changed"), "{said}");
        }
        assert!(fs::read(desk.journal_path()).unwrap() == before);
        assert_eq!(desk.files(), ["all.html", "journal.rapport"]);
    }

    #[test]
    fn a_journal_without_permissions_is_refused_and_left_as_it_was() {
        let desk = Sandbox::with_sample();
        let before = fs::read(desk.journal_path()).unwrap();
        let is_root = fs::metadata(desk.journal_path()).unwrap().uid() == 0;
        let mut command = desk.command(["list", "--journal"]);
        if is_root {
            // Root may read everything, so become another user, who needs access to the program and
            // the file.
            let program = desk.path("program");
            fs::copy(env!("CARGO_BIN_EXE_rapport"), &program).unwrap();
            set_mode(desk.journal_path().parent().unwrap(), 0o755);
            set_mode(&program, 0o755);
            command = std::process::Command::new(program);
            command.args(["list", "--journal"]).uid(65_534);
        } else {
            set_mode(&desk.journal_path(), 0o000);
        }
        let result = RunResult::from_output(command.arg(desk.journal_path()).output().unwrap());
        let message = result.failure();
        assert!(message.contains("You don’t have permission to open"), "{message}");
        set_mode(&desk.journal_path(), 0o600);
        assert!(fs::read(desk.journal_path()).unwrap() == before);
    }

    #[test]
    fn a_new_journal_and_its_folder_are_for_their_owner_only() {
        let desk = Sandbox::empty();
        let path = desk.path("new/journal.rapport");
        desk.run_without_journal(["sample", path.to_str().unwrap()]).success();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}

// -------------------------------------------------------------------------------------------------
// Concurrent processes.

#[test]
fn two_processes_that_jot_at_once_lose_nothing() {
    const EACH: usize = 50;
    let desk = Sandbox::with_sample();
    let jot = |who: &str| {
        for number in 0..EACH {
            desk.run(["jot", "dana", &format!("{who} {number}")]).success();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| jot("one"));
        scope.spawn(|| jot("other"));
    });
    let texts: BTreeSet<String> =
        desk.list_json([]).iter().map(|entry| entry["text"].as_str().unwrap().to_owned()).collect();
    for number in 0..EACH {
        assert!(texts.contains(&format!("one {number}")), "one {number}");
        assert!(texts.contains(&format!("other {number}")), "other {number}");
    }
    desk.run(["check"]).success();
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Sandbox::empty();
    let path = desk.journal_path();
    desk.run_without_journal(["sample", path.to_str().unwrap(), "--size", "typical"]).success();
    for format in ["list --json", "list"] {
        let mut command = desk.command(format.split(' '));
        command.arg("--journal").arg(&path);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let ended = RunResult::from_output(child.wait_with_output().unwrap());
        assert_eq!((ended.exit_code, ended.stderr.as_str()), (Some(0), ""), "{format}");
    }
}
