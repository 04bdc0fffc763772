//! The full form: everything, by lasting names, the same bytes for the same content.

use std::{collections::BTreeSet, ops::ControlFlow, path::Path, sync::Arc};

use jiff::civil::date;
use rapport::{
    domain::{
        id::PersonId,
        kind::Kind,
        question::{Own, Theme},
    },
    export::{self, ExportError, Format, Of, Order},
    import::{Ground, full},
    journal::{
        Journal,
        change::Change,
        clock::SetClock,
        leading::Leading,
        reviewing::{Reviewing, Written},
    },
    store::Db,
};
use serde_json::{Value, json};

use crate::{
    exported, order, sample,
    support::{self, TempJournal},
};

/// The tables that are no content: what follows from a text, what was not finished, and what belongs to the machine.
const NO_CONTENT: [&str; 6] = ["subjects", "drafts", "devices", "changes", "edits", "settings"];

fn full_form(db: &Db) -> String {
    exported(db, &order(Of::Journal, Format::Json)).0
}

/// The sample, with what it has not: something in the trash, questions of your own, hidden and asked.
fn filled(folder: &tempfile::TempDir) -> Journal {
    drop(sample(folder));
    let clock = SetClock::at(support::zoned(support::NOW));
    let journal = support::open(&folder.path().join("sample.rapport"), &clock);
    let people = journal.db().people().unwrap();
    let change = |change: Change| journal.commit(change, &journal.now()).unwrap();
    change(Change::Trash(journal.db().open_entries(people[1].id).unwrap()[0].id));
    for text in ["What did you laugh about?", "What would you drop?"] {
        let own = Own { theme: Theme::Workload, text: text.into(), suits: "Anybody".into() };
        change(Change::Leading(Leading::KeepQuestion { card: None, own }));
    }
    let own = journal.db().cards().unwrap().into_iter().map(|card| card.question).collect::<Vec<_>>();
    change(Change::Leading(Leading::HideQuestion(own[0].clone())));
    change(Change::Leading(Leading::HideQuestion("team-joy".into())));
    change(Change::Leading(Leading::Ask { person: people[0].id, question: own[1].clone() }));
    change(Change::Leading(Leading::Ask { person: people[1].id, question: own[1].clone() }));
    let open = journal.db().open_entries(people[0].id).unwrap();
    change(Change::PutOff { entry: open[0].id, until: Some(date(2026, 12, 8)) });
    change(Change::Evidence { entries: vec![open[1].id], picked: true });
    change(Change::Arrange { person: people[0].id, order: open.iter().map(|entry| entry.uid).collect() });
    let matters = people[0].profile.matters.clone();
    let detail = rapport::domain::matters::details(&matters).remove(0);
    change(Change::AskAbout { person: people[0].id, detail });
    let written = |nth: usize, text: &str| Written {
        person: people[nth].id,
        from: date(2026, 6, 1),
        to: date(2026, 11, 30),
        text: text.into(),
    };
    change(Change::Reviewing(Reviewing::Finish(written(0, "## Where Dana moved\n\nFar."))));
    change(Change::Reviewing(Reviewing::Write(written(0, "The next one"))));
    change(Change::Reviewing(Reviewing::Write(written(1, "About somebody else"))));
    for name in ["Yearly", "Ask"] {
        change(Change::Reviewing(Reviewing::KeepTemplate { name: name.into(), text: "## {name}".into() }));
    }
    journal
}

/// The tables of a journal that hold content: all that its schema has and nobody said that they hold none.
fn tables_of_content(conn: &rusqlite::Connection) -> Vec<String> {
    let mut tables = texts(conn, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    for none in NO_CONTENT {
        assert!(tables.iter().any(|table| table == none), "there is no table {none} any more");
    }
    tables.retain(|table| !NO_CONTENT.contains(&table.as_str()));
    tables
}

/// Every row of every table of content, without the numbers of rows.
fn content(path: &Path) -> BTreeSet<String> {
    let conn = support::raw(path);
    let rows = |table: String| {
        let mut columns = texts(
            &conn,
            &format!(
                "SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')
                 WHERE name <> 'id' AND name NOT IN (SELECT \"from\" FROM pragma_foreign_key_list('{table}'))"
            ),
        );
        if columns.is_empty() {
            // Nothing but the number of a row: how many there are is all there is.
            columns.push("'it'".to_owned());
        }
        let all = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ', ' || ");
        texts(&conn, &format!("SELECT '{table} ' || count(*) || ' of ' || {all} FROM {table} GROUP BY {all}"))
    };
    tables_of_content(&conn).into_iter().flat_map(rows).collect()
}

fn texts(conn: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A journal made from the full form, with other rows and in another order of them.
fn read_in(document: &str, folder: &Path, first_row: i64) -> Journal {
    let written = folder.join("whole.json");
    std::fs::write(&written, document).unwrap();
    let ground = Ground { now: support::zoned(support::NOW), people: Vec::new() };
    let harvest = full::read(&written, &ground, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(harvest.unread, []);
    let mut bundle = harvest.bundle;
    // Backwards, so that no order of rows is the order of the document.
    bundle.people.reverse();
    bundle.one_on_ones.reverse();
    bundle.entries.reverse();
    let journal =
        support::open(&folder.join(format!("again-{first_row}.rapport")), &SetClock::at(support::zoned(support::NOW)));
    let raw = support::raw(journal.path());
    for table in ["people", "one_on_ones", "entries"] {
        raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (table, first_row)).unwrap();
    }
    journal.commit(Change::BringIn(Arc::new(bundle)), &journal.now()).unwrap();
    journal
}

#[test]
fn the_full_form_is_read_in_whole_and_written_again_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let journal = filled(&folder);
    let document = full_form(journal.db());
    assert_eq!(document.matches("\"trashed\":\"2026-11-24").count(), 1, "what is in the trash is in it");
    let written = content(journal.db().path());
    for first_row in [0, 1_000] {
        let again = read_in(&document, folder.path(), first_row);
        let again = again.db();
        assert!(full_form(again) == document, "other rows, other bytes");
        let lost: Vec<_> = written.symmetric_difference(&content(again.path())).cloned().collect();
        assert_eq!(lost, Vec::<String>::new(), "no column is lost");
        assert_eq!(again.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn every_table_of_content_is_in_the_full_form() {
    let folder = tempfile::tempdir().unwrap();
    let journal = filled(&folder);
    let document: Value = serde_json::from_str(&full_form(journal.db())).unwrap();
    let [entries, people] = ["entries", "people"].map(|list| document[list].as_array().unwrap());
    let within = |things: &[Value], list: &str| -> usize {
        things.iter().map(|thing| thing.pointer(list).unwrap().as_array().unwrap().len()).sum()
    };
    let raw = support::raw(journal.db().path());
    let docs = include_str!("../../docs/export.md");
    for table in tables_of_content(&raw) {
        let kind = Kind::ALL.into_iter().find(|kind| of_kind(*kind) == table);
        let in_it = match (document[&table].as_array(), kind) {
            (Some(list), _) => {
                assert!(docs.contains(&format!("\n| `{table}` |")), "docs/export.md says nothing of {table}");
                list.len()
            }
            (None, Some(kind)) => entries.iter().filter(|entry| entry["kind"] == kind.as_str()).count(),
            (None, None) => match table.as_str() {
                "steps" => within(entries, "/steps"),
                "snoozes" => entries.iter().filter(|entry| !entry["put_off"].is_null()).count(),
                "evidence" => entries.iter().filter(|entry| entry["evidence"] == true).count(),
                "raise_order" => within(people, "/prepare/order"),
                "asked_about" => within(people, "/prepare/asked"),
                _ => panic!("the full form has no list for the table {table}"),
            },
        };
        assert!(in_it > 0, "there is nothing to be seen of {table}");
        let rows = support::number(&raw, &format!("SELECT count(*) FROM {table}"));
        assert_eq!(i64::try_from(in_it).unwrap(), rows, "{table}");
    }
}

/// The table of what only a kind has.
fn of_kind(kind: Kind) -> String {
    match kind {
        Kind::Praise | Kind::Feedback => kind.as_str().to_owned(),
        _ => format!("{}s", kind.as_str()),
    }
}

#[test]
fn the_leaders_own_side_is_in_the_full_form_alone() {
    let folder = tempfile::tempdir().unwrap();
    let journal = filled(&folder);
    let db = journal.db();
    let line = db.latest_intentions(1).unwrap().remove(0).text;
    let check = db.latest_self_checks(9).unwrap().into_iter().find(|check| !check.line.is_empty()).unwrap().line;
    let dana = db.people().unwrap()[0].clone();
    for format in Format::ALL {
        for of in [Of::Journal, Of::Person(dana.id)] {
            let order = Order { with_flags: true, ..order(of, *format) };
            let (document, _) = exported(db, &order);
            for own in [&line, &check] {
                assert_eq!(document.contains(own), order.is_full_form(), "{own}: {format:?} of {of:?}");
            }
        }
    }
    let (of_dana, _) = exported(db, &Order { with_flags: true, ..order(Of::Person(dana.id), Format::Json) });
    let of_dana: Value = serde_json::from_str(&of_dana).unwrap();
    let lists: Vec<&str> = of_dana.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        BTreeSet::from_iter(lists),
        BTreeSet::from(["rapport", "people", "needs", "one_on_ones", "entries", "asked", "reviews"])
    );
    let asked = of_dana["asked"].as_array().unwrap();
    assert_eq!(asked.len(), 1, "what was asked of her, not what was asked of others");
    assert_eq!(asked[0]["person"], of_dana["people"][0]["uid"]);
    let hers = db.finished_reviews(dana.id).unwrap().len() + 1;
    assert_eq!(of_dana["reviews"].as_array().unwrap().len(), hers, "her reviews, not those of others");
    let later = Order { from: Some(date(2026, 11, 25)), ..order(Of::Journal, Format::Json) };
    let later: Value = serde_json::from_str(&exported(db, &later).0).unwrap();
    for list in ["asked", "self_checks", "intentions", "reviews"] {
        assert_eq!(later[list], json!([]), "{list} of the days to come");
    }
    assert_eq!(later["questions"].as_array().unwrap().len(), 3, "questions are of no day");
}

#[test]
fn flags_are_left_out_and_counted_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    let dana = db.people().unwrap()[0].id;
    for format in Format::ALL {
        for of in [Of::Journal, Of::Person(dana)] {
            let order = order(of, *format);
            let (without, made) = exported(&db, &order);
            let (with, all) = exported(&db, &Order { with_flags: true, ..order });
            let flag = "Quiet in two design reviews";
            assert!(with.contains(flag));
            assert_eq!(all.flags_left_out, 0);
            if order.is_full_form() {
                assert!(without == with);
            } else {
                assert!(!without.contains(flag), "{format:?} of {of:?}");
                assert_eq!(made.entries + made.flags_left_out, all.entries);
                assert!(made.flags_left_out > 0);
            }
        }
    }
}

#[test]
fn the_days_narrow_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    let dana = db.people().unwrap()[0].id;
    for format in Format::ALL {
        let days =
            Order { from: Some(date(2026, 9, 1)), to: Some(date(2026, 9, 30)), ..order(Of::Person(dana), *format) };
        let (document, made) = exported(&db, &days);
        assert!(document.contains("Stayed with the new hire through her first incident"), "8 September");
        assert!(!document.contains("Storage is at 71%"), "26 May");
        assert!(made.entries > 0 && made.entries < 30);
        let (_, none) = exported(&db, &Order { from: Some(date(2030, 1, 1)), to: None, ..days });
        assert_eq!(none.entries, 0);
    }
}

#[test]
fn an_empty_journal_is_a_document_too() {
    let journal = TempJournal::with(&[]);
    for format in Format::ALL {
        let (document, made) = exported(journal.db(), &order(Of::Journal, *format));
        assert_eq!(made.entries, 0);
        assert!(!document.is_empty());
    }
    let document: Value = serde_json::from_str(&full_form(journal.db())).unwrap();
    assert_eq!(document["people"], json!([]));
}

#[test]
fn somebody_who_is_not_there_is_no_document() {
    let journal = TempJournal::with(&["Ana"]);
    let failed =
        export::write(journal.db(), &order(Of::Person(PersonId(9)), Format::Html), &mut Vec::new(), &mut |_, _| {
            ControlFlow::Continue(())
        });
    assert!(matches!(failed, Err(ExportError::Nobody)));
}

#[test]
fn an_export_that_is_stopped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    for format in Format::ALL {
        let path = folder.path().join(format!("all.{}", format.ending()));
        let mut heard = Vec::new();
        let stopped = export::to_file(&db, &order(Of::Journal, *format), &path, false, &mut |done, of| {
            heard.push((done, of));
            if done == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(ExportError::Stopped)));
        assert_eq!(heard.len(), 10);
        assert!(heard.iter().all(|(_, of)| *of > 200));
        assert!(!path.exists());
    }
    let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| name.starts_with("sample.rapport")));
}
