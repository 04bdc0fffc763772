//! A journal written before names were changed. It opens, gives the same output and export, and its
//! whole history can be undone and redone.
//!
//! `generate.rs` has the generator, and why it is never run again.

use std::{ffi::OsString, fmt::Write as _, ops::ControlFlow, sync::Arc};

use rapport::{
    cli::{Arguments, Invocation},
    import::{ImportContext, json},
    journal::change::Change,
    store::{Db, UndoDirection},
};

use super::{drafts, generate::SETTINGS, records::rewritten};
use crate::{
    assert_frozen, frozen,
    support::{TempJournal, assert_clean, query_number, raw_connection, strings},
};

/// A copy of the frozen journal.
pub fn copy() -> TempJournal {
    TempJournal::of_sql(&frozen("journal.sql"))
}

/// The number of records of each kind, by the words of the database.
const HAS: &[(&str, &str)] = &[
    ("SELECT DISTINCT state FROM changes", "done, gone, undone"),
    (
        "SELECT DISTINCT record FROM edits",
        "asked, entry, intention, need, one_on_one, person, question, review, self_check, template",
    ),
    (
        "SELECT DISTINCT kind FROM entries",
        "action, check_in, delegation, expectation, feedback, flag, goal, note, praise, topic",
    ),
    ("SELECT DISTINCT about FROM notes", "person, unmarked, work"),
    ("SELECT DISTINCT state FROM flags", "let_go, noticed, raised, settled, watching"),
    ("SELECT DISTINCT raise_when FROM flags", "next_one_on_one, on_a_day, undecided"),
    ("SELECT DISTINCT state FROM goals", "active, dropped, paused, reached"),
    ("SELECT DISTINCT by || ' ' || state FROM actions", "me done, me dropped, me open, me told, them done, them open"),
    ("SELECT DISTINCT state FROM praise", "noticed, told"),
    ("SELECT DISTINCT direction FROM feedback", "given, received"),
    ("SELECT DISTINCT state FROM delegations", "back, complete, with_them"),
    ("SELECT DISTINCT state FROM expectations", "current, replaced"),
    ("SELECT DISTINCT \"from\" || ' ' || state FROM topics", "me open, me talked, them open"),
    ("SELECT DISTINCT state FROM one_on_ones", "held, nothing_to_note, planned, skipped"),
    ("SELECT DISTINCT relation FROM people", "boss, peer, report"),
    ("SELECT DISTINCT outcome FROM intentions WHERE outcome IS NOT NULL", "did, not_this_time"),
    (
        "SELECT DISTINCT what FROM steps",
        "back, complete, done, dropped, let_go, level, looked_again, paused, raised, reached, replaced, resumed, said, settled, talked, told",
    ),
    (
        "SELECT DISTINCT what FROM changes WHERE state = 'done'",
        "add_people, answer_need, archive, arrange, ask_about, ask_question, begin, bring_back, bring_back_version, \
         bring_in, change_template, check_in, check_self, complete, describe, describe_flag, done, drop, drop_evidence, \
         edit_person, finish_review, hide_question, intend, jot, keep_question, keep_template, let_go, level, look_again, \
         look_back, nothing_to_note, pause, pick_evidence, plan, plan_to_raise, put_off, put_on_table, raise, reach, \
         refile, remove_template, reopen, reorder, replace, restore, resume, rewrite, say, settle, show_question, skip, \
         take_away_self_check, take_back, take_off_table, talked, tell, throw_review_away, told, trash, unplan, \
         wake_up, watch, wrap_up, write_on_review, write_review",
    ),
];

/// The tables that came after the frozen journal.
const ADDED_LATER: [&str; 1] = ["shared"];

/// The journal has every kind of record.
#[track_caller]
pub fn assert_has_everything(journal: &TempJournal) {
    let raw = journal.raw_connection();
    for (sql, words) in HAS {
        let mut found = strings(&raw, sql);
        found.sort();
        assert_eq!(found.join(", "), *words, "{sql}");
    }
    let tables =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    for table in strings(&raw, tables).into_iter().filter(|table| !ADDED_LATER.contains(&table.as_str())) {
        assert_ne!(query_number(&raw, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert_clean(journal.db());
}

#[test]
fn it_opens_and_has_everything_it_had() {
    let journal = copy();
    assert_has_everything(&journal);
    let raw = journal.raw_connection();
    let drafts: Vec<_> =
        drafts::stored(&raw).into_iter().map(|(place, mark, text)| [place, mark, text].join("|")).collect();
    let mut stored_drafts = strings(&raw, "SELECT place || '|' || mark || '|' || text FROM drafts");
    stored_drafts.sort();
    assert_eq!(stored_drafts, sorted(drafts));
    let stored_settings = strings(&raw, "SELECT name || '|' || value FROM settings");
    assert_eq!(sorted(stored_settings), sorted(SETTINGS.map(|(name, value)| format!("{name}|{value}")).to_vec()));
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

#[test]
fn its_export_is_the_same_and_can_be_read_in_whole() {
    let journal = copy();
    assert_frozen("journal.json", &journal.export_json());

    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("journal.json");
    std::fs::write(&document, frozen("journal.json")).unwrap();
    let context = ImportContext { now: journal.now(), people: Vec::new() };
    let read = json::read(&document, &context, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(read.diagnostics, []);
    let again = TempJournal::with_people(&[]);
    again.commit(Change::Import(Arc::new(read.bundle))).unwrap();
    assert_frozen("journal.json", &again.export_json());
}

#[test]
fn all_that_was_ever_done_is_taken_back_and_made_again() {
    let journal = copy();
    let raw = journal.raw_connection();
    let in_state = |state: &str| query_number(&raw, &format!("SELECT count(*) FROM changes WHERE state = '{state}'"));
    let (done, undone) = (in_state("done"), in_state("undone"));
    let content = journal.content_rows();
    for _ in 0..done {
        journal.undo();
    }
    journal.flush().unwrap();
    assert_eq!((in_state("done"), in_state("undone")), (0, done + undone));
    assert!(journal.db().peek_history(UndoDirection::Undo).unwrap().is_none());
    assert_eq!(
        journal.export_json(),
        TempJournal::with_people(&[]).export_json(),
        "nothing was there before the first change"
    );
    for _ in 0..done {
        journal.redo();
    }
    journal.flush().unwrap();
    assert_eq!((in_state("done"), in_state("undone")), (done, undone));
    assert_frozen("journal.json", &journal.export_json());
    assert_eq!(journal.content_rows(), content);
    // The change that was undone last is redone too.
    for _ in 0..undone {
        journal.redo();
    }
    journal.flush().unwrap();
    assert_eq!(in_state("undone"), 0);
    assert_clean(journal.db());
    for _ in 0..undone {
        journal.undo();
    }
    journal.flush().unwrap();
    assert_frozen("journal.json", &journal.export_json());
}

#[test]
fn every_record_of_its_change_log_is_read_and_written_as_it_stands() {
    // The frozen log; a migration removes what the journal has anyway.
    let folder = tempfile::tempdir().unwrap();
    let raw = raw_connection(&folder.path().join("journal.rapport"));
    raw.execute_batch(&frozen("journal.sql")).unwrap();
    let sql = "SELECT record || ' ' || before FROM edits WHERE before IS NOT NULL
               UNION SELECT record || ' ' || after FROM edits WHERE after IS NOT NULL";
    let records = strings(&raw, sql);
    assert!(records.len() > 150);
    for record in records {
        let (kind, json) = record.split_once(' ').unwrap();
        assert_eq!(rewritten(kind, json), json);
    }
}

#[test]
fn the_terminal_says_the_same_of_it() {
    let found = without_sentences(&terminal(&copy()));
    let expected = without_sentences(&frozen("terminal.txt"));
    for (number, (found, expected)) in (1..).zip(found.lines().zip(expected.lines())) {
        assert_eq!(found, expected, "terminal.txt, line {number}");
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

/// Fields that hold a sentence. Their names stay; their wording may change.
const SENTENCES: [&str; 8] = ["summary", "stands_out", "why", "sentence", "next", "said", "about_person", "about_work"];

/// A field of a brief that is newer than the frozen output.
const NEW_FIELD: &str = "  \"since_last_time\": {";

/// The output without the values of the fields that hold a sentence, and without [`NEW_FIELD`].
fn without_sentences(output: &str) -> String {
    let mut in_new_field = false;
    let is_old = |line: &&str| {
        let was_in_new_field = in_new_field;
        in_new_field = *line == NEW_FIELD || in_new_field && *line != "  },";
        !in_new_field && !was_in_new_field
    };
    let lines: Vec<&str> = output.lines().filter(is_old).collect();
    let mut kept = String::new();
    for (index, line) in lines.iter().enumerate() {
        let field = line.trim_start().split_once("\": \"").map_or("", |(name, _)| name.trim_start_matches('"'));
        let is_caption = field == "text" && lines.get(index + 1).is_some_and(|next| next.contains("\"voice\": "));
        let is_ignored_item = field == "what" && line.contains("\": \"event ");
        let is_item_of_list = field.is_empty() && line.trim_end_matches(',').ends_with(".\"");
        if SENTENCES.contains(&field) || is_caption || is_ignored_item || is_item_of_list {
            writeln!(kept, "{field}: …").unwrap();
        } else {
            writeln!(kept, "{line}").unwrap();
        }
    }
    kept
}

/// Sources with ignored items, unreadable lines and questions.
const SOURCES: [(&str, &str); 4] = [
    ("team.csv", "person,day,text,mood\nDana,2026-10-05,hello,good\nDana,soon,hello,bad\n"),
    ("days.csv", "person,day,text\nDana,03/04/2026,hello\n"),
    ("bare.csv", "Dana,2026-10-05,hello\n"),
    (
        "team.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Team\nDTSTART:20261127T090000Z\nATTENDEE;CN=Ana:mailto:a@x.org\n\
         ATTENDEE;CN=Bo:mailto:b@x.org\nATTENDEE;CN=Cleo:mailto:c@x.org\nEND:VEVENT\nEND:VCALENDAR\n",
    ),
];

/// The output of every command with `--json`.
pub fn terminal(journal: &TempJournal) -> String {
    let folder = journal.file().with_file_name("");
    for (name, text) in SOURCES.into_iter().chain([("another.json", journal.export_json().as_str())]) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    drop(Db::open(&folder.join("empty.rapport")).unwrap());
    let mut output = String::new();
    for command in [
        "people --json",
        "list --json",
        "open --json",
        "today --json",
        "brief Ana --json",
        "brief Bo --json",
        "next Ana --json",
        "check --json",
        "import json @another.json --dry-run --json --journal @empty.rapport",
        "import csv @team.csv --dry-run --json",
        "import csv @days.csv --dry-run --json",
        "import csv @bare.csv --dry-run --json",
        "import ics @team.ics --dry-run --json",
        "skip Ana --json",
    ] {
        writeln!(output, "$ rapport {}", command.replace('@', "")).unwrap();
        let folder = folder.to_str().unwrap();
        output.push_str(&run(journal, &command.replace('@', folder)).replace(folder, ""));
    }
    output
}

fn run(journal: &TempJournal, command: &str) -> String {
    let mut arguments: Vec<OsString> = ["rapport"].into_iter().chain(command.split(' ')).map(OsString::from).collect();
    if !command.contains("--journal") {
        arguments.extend(["--journal".into(), journal.file().into_os_string()]);
    }
    let call = Arguments::from_args(arguments).unwrap().resolve().unwrap();
    let command = if let Invocation::Terminal(command) = call { Some(command) } else { None };
    let mut out = Vec::new();
    command.unwrap().run(&journal.clock, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
