//! The JSON export of a journal: complete, keyed by uid, and the same bytes for the same content.

use std::{collections::BTreeSet, ops::ControlFlow, path::Path, sync::Arc};

use jiff::civil::date;
use rapport::{
    domain::{
        entry::kind::Kind,
        id::PersonId,
        person::Profile,
        question::{CustomQuestion, Theme},
    },
    export,
    export::{ExportError, ExportOptions, ExportScope, Format, Target},
    import::{ImportContext, json},
    journal::{
        Journal,
        change::{
            Change,
            leader::LeaderChange,
            review::{ReviewChange, ReviewText},
        },
        clock::FixedClock,
    },
    store::Db,
};
use serde_json::{Value, json};

use super::{export_to_string, open_small_sample, options};
use crate::support::{self, TempJournal};

/// Tables without content of their own: derived, unfinished or local to the machine.
const NON_CONTENT_TABLES: [&str; 7] =
    ["subjects", "drafts", "devices", "changes", "edits", "settings", "search_documents"];

fn export_json(db: &Db) -> String {
    export_to_string(db, &options(ExportScope::Journal, Format::Json)).0
}

/// The sample plus what it lacks: entries in the trash; custom, hidden and asked questions.
fn fully_populated_journal(folder: &tempfile::TempDir) -> Journal {
    drop(open_small_sample(folder));
    let clock = FixedClock::new(support::zoned(support::NOW));
    let journal = support::open_journal(&folder.path().join("sample.rapport"), &clock);
    let people = journal.db().people().unwrap();
    let change = |change: Change| journal.commit(change, &journal.now()).unwrap();
    change(Change::Trash(journal.db().open_entries(people[1].id).unwrap()[0].id));
    for text in ["What did you laugh about?", "What would you drop?"] {
        let own = CustomQuestion { theme: Theme::Workload, text: text.into(), suitable_for: "Anybody".into() };
        change(Change::Leader(LeaderChange::SaveQuestion { uid: None, question: own }));
    }
    let own = journal.db().question_overrides().unwrap().into_iter().map(|card| card.question).collect::<Vec<_>>();
    change(Change::Leader(LeaderChange::HideQuestion(own[0].clone())));
    change(Change::Leader(LeaderChange::HideQuestion("team-joy".into())));
    change(Change::Leader(LeaderChange::AskQuestion { person: people[0].id, question: own[1].clone() }));
    change(Change::Leader(LeaderChange::AskQuestion { person: people[1].id, question: own[1].clone() }));
    let open = journal.db().open_entries(people[0].id).unwrap();
    change(Change::Snooze { entry: open[0].id, until: Some(date(2026, 12, 8)) });
    change(Change::SetEvidence { entries: vec![open[1].id], picked: true });
    change(Change::SetAgendaOrder { person: people[0].id, order: open.iter().map(|entry| entry.uid).collect() });
    let profile = Profile { format: "Career talk".into(), ..people[0].profile.clone() };
    change(Change::EditPerson { person: people[0].id, profile });
    let matters = people[0].profile.personal_details.clone();
    let detail = rapport::domain::personal_details::split_details(&matters).remove(0);
    change(Change::MarkAsked { person: people[0].id, detail });
    let written = |index: usize, text: &str| ReviewText {
        person: people[index].id,
        from: date(2026, 6, 1),
        to: date(2026, 11, 30),
        text: text.into(),
    };
    let action = journal.read(|db| db.open_entries(people[0].id)).unwrap();
    let action = action.iter().find(|entry| entry.kind() == Kind::Action).unwrap().id;
    change(Change::MarkShared(vec![action]));
    change(Change::Review(ReviewChange::Finish(written(0, "## Where Dana grew\n\nFar."))));
    change(Change::Review(ReviewChange::Save(written(0, "The next one"))));
    change(Change::Review(ReviewChange::Save(written(1, "About somebody else"))));
    for name in ["Yearly", "Ask"] {
        change(Change::Review(ReviewChange::SaveTemplate { name: name.into(), text: "## {name}".into() }));
    }
    journal
}

/// The content tables: all tables of the schema except [`NON_CONTENT_TABLES`].
fn content_tables(conn: &rusqlite::Connection) -> Vec<String> {
    let sql =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = query_strings(conn, sql);
    for none in NON_CONTENT_TABLES {
        assert!(tables.iter().any(|table| table == none), "there is no table {none} any more");
    }
    tables.retain(|table| !NON_CONTENT_TABLES.contains(&table.as_str()));
    tables
}

/// Every row of every content table, without row ids and the checksums that cover them.
fn content_rows(path: &Path) -> BTreeSet<String> {
    let conn = support::raw_connection(path);
    let rows = |table: String| {
        let mut columns = query_strings(
            &conn,
            &format!(
                "SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')
                 WHERE name NOT IN ('id', 'checksum') AND name NOT IN (SELECT \"from\" FROM pragma_foreign_key_list('{table}'))"
            ),
        );
        if columns.is_empty() {
            // It has nothing but row ids, so only the count is compared.
            columns.push("'it'".to_owned());
        }
        let all = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ', ' || ");
        query_strings(&conn, &format!("SELECT '{table} ' || count(*) || ' of ' || {all} FROM {table} GROUP BY {all}"))
    };
    content_tables(&conn).into_iter().flat_map(rows).collect()
}

fn query_strings(conn: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A journal imported from the JSON, with other row ids in another order.
fn import_into_new_journal(document: &str, folder: &Path, first_row: i64) -> Journal {
    let written = folder.join("whole.json");
    std::fs::write(&written, document).unwrap();
    let context = ImportContext { now: support::zoned(support::NOW), people: Vec::new() };
    let result = json::read(&written, &context, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(result.diagnostics, []);
    let mut bundle = result.bundle;
    // In reverse, so that row ids do not follow the order of the document.
    bundle.people.reverse();
    bundle.one_on_ones.reverse();
    bundle.entries.reverse();
    let journal = support::open_journal(
        &folder.join(format!("again-{first_row}.rapport")),
        &FixedClock::new(support::zoned(support::NOW)),
    );
    let raw = support::raw_connection(journal.path());
    for table in ["people", "one_on_ones", "entries"] {
        raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (table, first_row)).unwrap();
    }
    journal.commit(Change::Import(Arc::new(bundle)), &journal.now()).unwrap();
    journal
}

#[test]
fn json_export_round_trips_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let journal = fully_populated_journal(&folder);
    let document = export_json(journal.db());
    assert_eq!(document.matches("\"trashed\":\"2026-11-24").count(), 1, "what is in the trash is in it");
    let written = content_rows(journal.db().path());
    for first_row in [0, 1_000] {
        let again = import_into_new_journal(&document, folder.path(), first_row);
        let again = again.db();
        assert!(export_json(again) == document, "other rows, other bytes");
        let lost: Vec<_> = written.symmetric_difference(&content_rows(again.path())).cloned().collect();
        assert_eq!(lost, Vec::<String>::new(), "no column is lost");
        assert_eq!(again.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn json_export_covers_every_content_table() {
    let folder = tempfile::tempdir().unwrap();
    let journal = fully_populated_journal(&folder);
    let document: Value = serde_json::from_str(&export_json(journal.db())).unwrap();
    let [entries, people] = ["entries", "people"].map(|list| document[list].as_array().unwrap());
    let within = |things: &[Value], list: &str| -> usize {
        things.iter().map(|thing| thing.pointer(list).unwrap().as_array().unwrap().len()).sum()
    };
    let raw = support::raw_connection(journal.db().path());
    let docs = include_str!("../../../docs/export.md");
    for table in content_tables(&raw) {
        let kind = Kind::ALL.iter().copied().find(|kind| detail_table(*kind) == table);
        let in_it = match (document[&table].as_array(), kind) {
            (Some(list), _) => {
                assert!(docs.contains(&format!("\n| `{table}` |")), "docs/export.md says nothing of {table}");
                list.len()
            }
            (None, Some(kind)) => entries.iter().filter(|entry| entry["kind"] == kind.as_str()).count(),
            (None, None) => match table.as_str() {
                "steps" => within(entries, "/steps"),
                "snoozes" => entries.iter().filter(|entry| !entry["put_off"].is_null()).count(),
                "shared" => entries.iter().filter(|entry| entry["shared"].is_string()).count(),
                "evidence" => entries.iter().filter(|entry| entry["evidence"] == true).count(),
                "raise_order" => within(people, "/prepare/order"),
                "asked_about" => within(people, "/prepare/asked"),
                _ => panic!("the full form has no list for the table {table}"),
            },
        };
        assert!(in_it > 0, "there is nothing to be seen of {table}");
        let rows = support::query_number(&raw, &format!("SELECT count(*) FROM {table}"));
        assert_eq!(i64::try_from(in_it).unwrap(), rows, "{table}");
    }
}

/// The table with the fields of a kind.
fn detail_table(kind: Kind) -> String {
    match kind {
        Kind::Praise | Kind::Feedback => kind.as_str().to_owned(),
        _ => format!("{}s", kind.as_str()),
    }
}

#[test]
fn leader_data_is_exported_only_as_full_json() {
    let folder = tempfile::tempdir().unwrap();
    let journal = fully_populated_journal(&folder);
    let db = journal.db();
    let line = db.latest_intentions(1).unwrap().remove(0).text;
    let check = db.latest_self_checks(9).unwrap().into_iter().find(|check| !check.comment.is_empty()).unwrap().comment;
    let dana = db.people().unwrap()[0].clone();
    for format in Format::ALL {
        for of in [ExportScope::Journal, ExportScope::Person(dana.id)] {
            let order = ExportOptions { with_flags: true, ..options(of, *format) };
            let (document, _) = export_to_string(db, &order);
            for own in [&line, &check] {
                assert_eq!(document.contains(own), order.is_full_export(), "{own}: {format:?} of {of:?}");
            }
        }
    }
    let (of_dana, _) = export_to_string(
        db,
        &ExportOptions { with_flags: true, ..options(ExportScope::Person(dana.id), Format::Json) },
    );
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
    let later = ExportOptions { from: Some(date(2026, 11, 25)), ..options(ExportScope::Journal, Format::Json) };
    let later: Value = serde_json::from_str(&export_to_string(db, &later).0).unwrap();
    for list in ["asked", "self_checks", "intentions", "reviews"] {
        assert_eq!(later[list], json!([]), "{list} of the days to come");
    }
    assert_eq!(later["questions"].as_array().unwrap().len(), 3, "questions are of no day");
}

#[test]
fn flags_are_left_out_and_counted_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let dana = db.people().unwrap()[0].id;
    for format in Format::ALL {
        for of in [ExportScope::Journal, ExportScope::Person(dana)] {
            let order = options(of, *format);
            let (without, summary) = export_to_string(&db, &order);
            let (with, all) = export_to_string(&db, &ExportOptions { with_flags: true, ..order });
            let flag = "Quiet in two design reviews";
            assert!(with.contains(flag));
            assert_eq!(all.flags_left_out, 0);
            if order.is_full_export() {
                assert!(without == with);
            } else {
                assert!(!without.contains(flag), "{format:?} of {of:?}");
                assert_eq!(summary.entries + summary.flags_left_out, all.entries);
                assert!(summary.flags_left_out > 0);
            }
        }
    }
}

#[test]
fn date_range_limits_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let dana = db.people().unwrap()[0].id;
    for format in Format::ALL {
        let days = ExportOptions {
            from: Some(date(2026, 9, 1)),
            to: Some(date(2026, 9, 30)),
            ..options(ExportScope::Person(dana), *format)
        };
        let (document, summary) = export_to_string(&db, &days);
        assert!(document.contains("Stayed with the new hire through her first incident"), "8 September");
        assert!(!document.contains("Storage is at 71%"), "26 May");
        assert!(summary.entries > 0 && summary.entries < 30);
        let (_, none) = export_to_string(&db, &ExportOptions { from: Some(date(2030, 1, 1)), to: None, ..days });
        assert_eq!(none.entries, 0);
    }
}

#[test]
fn an_empty_journal_is_a_document_too() {
    let journal = TempJournal::with_people(&[]);
    for format in Format::ALL {
        let (document, summary) = export_to_string(journal.db(), &options(ExportScope::Journal, *format));
        assert_eq!(summary.entries, 0);
        assert!(!document.is_empty());
    }
    let document: Value = serde_json::from_str(&export_json(journal.db())).unwrap();
    assert_eq!(document["people"], json!([]));
}

#[test]
fn unknown_person_is_an_error() {
    let journal = TempJournal::with_people(&["Ana"]);
    let failed = export::write(
        journal.db(),
        &options(ExportScope::Person(PersonId(9)), Format::Html),
        &mut Vec::new(),
        &mut |_, _| ControlFlow::Continue(()),
    );
    assert!(matches!(failed, Err(ExportError::PersonNotFound)));
}

#[test]
fn an_export_that_is_stopped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    for format in Format::ALL {
        let path = folder.path().join(format!("all.{}", format.extension()));
        let mut reports = Vec::new();
        let options = options(ExportScope::Journal, *format);
        let stopped = export::to_file(&db, &options, &Target::plain(&path, false), &mut |done, of| {
            reports.push((done, of));
            if done == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(ExportError::Cancelled)));
        assert_eq!(reports.len(), 10);
        assert!(reports.iter().all(|(_, of)| *of > 200));
        assert!(!path.exists());
    }
    let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| name.starts_with("sample.rapport")));
}
