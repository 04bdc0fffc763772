//! Migrations: a journal of every released schema opens, is migrated and passes the check.
//!
//! `tests/fixtures/schema-N.sql` is a small journal as SQL. The fixture of a released schema is
//! never written again. Until the newest schema is released, its fixture is written with
//! `RAPPORT_WRITE_FIXTURE=1 cargo test --test library store::migrations`.

use std::{
    cell::Cell,
    collections::BTreeSet,
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::entries::{entries_of_every_state, entry, journal_with_two_people, one_on_one, person, put, put_entry};
use crate::support::{
    TempJournal, assert_clean, content_rows, dump_as_sql, jot_change, max_id, moment, query_number, raw_connection,
    schema, strings,
};
use jiff::civil::date;
use rapport::{
    domain::{
        entry::{
            Detail,
            event::EventKind,
            kind::{Kind, goal::Goal},
            state::EntryState,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Birthday, Person, Profile},
    },
    journal::change::{
        Change,
        leader::LeaderChange,
        review::{ReviewChange, ReviewText},
    },
    store::{Db, Draft, EntryFilter, MigrationStop, OpenOptions, Record, StoreError, UndoDirection},
};

const SCHEMA_1: &str = include_str!("../../fixtures/schema-1.sql");
const SCHEMA_10: &str = include_str!("../../fixtures/schema-10.sql");
const SCHEMA_11: &str = include_str!("../../fixtures/schema-11.sql");
const SCHEMA_12: &str = include_str!("../../fixtures/schema-12.sql");
const SCHEMA_14: &str = include_str!("../../fixtures/schema-14.sql");
const SCHEMA_15: &str = include_str!("../../fixtures/schema-15.sql");

#[test]
fn journal_of_schema_1_migrates_cleanly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema-1.rapport");
    raw_connection(&path).execute_batch(SCHEMA_1).unwrap();
    let before = content_rows(&path);
    let flags = query_number(&raw_connection(&path), "SELECT count(*) FROM flags");

    let db = Db::open_existing(&path).unwrap();
    assert_clean(&db);
    assert_eq!(content_rows(&path), with_columns_added_since_schema_1(before));
    let undecided = "SELECT count(*) FROM flags WHERE raise_when = 'undecided' AND raise_on IS NULL";
    assert_eq!(query_number(&raw_connection(&path), undecided), flags);
    let mut kinds = Vec::new();
    db.for_each_filtered_entry::<StoreError>(&EntryFilter::default(), |entry| {
        kinds.push(entry.kind());
        Ok(())
    })
    .unwrap();
    assert!(kinds.len() > 50);
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, Kind::ALL, "one of every kind");
    assert_eq!(db.people().unwrap().len(), 3);
    let history = db.timeline(PersonId(1)).unwrap();
    assert!(history.events.iter().any(|moment| !moment.is_written()), "what became of entries is there too");
    assert_eq!(history.skipped_meetings.len(), 1);
    assert_eq!(db.needs(PersonId(1)).unwrap()[0].text, "Time to think");
    assert_eq!(db.draft_slots().unwrap(), [1]);
    drop(db);

    // Changes from before the migration can be undone and redone.
    let clock = rapport::journal::clock::FixedClock::new(crate::support::minutes_after_now(0));
    let journal = crate::support::open_journal(&path, &clock);
    let history = |end| journal.db().peek_history(end).unwrap().map(|change| change.kind);
    assert_eq!(history(UndoDirection::Undo).as_deref(), Some("jot"));
    assert_eq!(history(UndoDirection::Redo).as_deref(), Some("trash"));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(history(UndoDirection::Undo), None);
    journal.redo();
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(history(UndoDirection::Redo), None);
    assert_clean(journal.db());
}

/// A damaged row is found after the migration too: its checksum is not made again.
#[test]
fn migration_keeps_the_checksum_of_a_damaged_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    let old = raw_connection(&path);
    old.execute_batch(SCHEMA_12).unwrap();
    old.execute_batch("UPDATE people SET checksum = checksum + 1 WHERE id = 1").unwrap();
    old.execute_batch("UPDATE one_on_ones SET checksum = checksum + 1 WHERE id = 1").unwrap();
    drop(old);
    let db = Db::open_existing(&path).unwrap();
    let problems = db.check().unwrap().problems;
    assert_eq!(problems.len(), 2, "{problems:?}");
}

/// The rows of schema 1 with the defaults of newer schemas, such as the plan of a flag.
fn with_columns_added_since_schema_1(rows: Vec<String>) -> Vec<String> {
    let grown = |row: String| match row.strip_suffix(']') {
        Some(flag) if row.starts_with("flags ") => format!(r#"{flag}, Text("undecided"), Null]"#),
        Some(person) if row.starts_with("people ") => format!(r#"{person}, Text(""), Text("")]"#),
        Some(meeting) if row.starts_with("one_on_ones ") => format!("{meeting}, Null]"),
        _ => row,
    };
    rows.into_iter().map(grown).collect()
}

/// A migrated journal has the same schema as a new one.
#[test]
fn migrated_journal_has_the_newest_schema() {
    let temp = TempJournal::with_people(&[]);
    for old in [SCHEMA_1, SCHEMA_10, SCHEMA_11, SCHEMA_12, SCHEMA_14, SCHEMA_15] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        raw_connection(&path).execute_batch(old).unwrap();
        let is_newest = query_number(&raw_connection(&path), "PRAGMA user_version")
            == query_number(&temp.raw_connection(), "PRAGMA user_version");
        assert_eq!(sorted_schema(&path) == sorted_schema(&temp.file()), is_newest);
        let db = Db::open_existing(&path).unwrap();
        assert_clean(&db);
        assert_eq!(sorted_schema(&path), sorted_schema(&temp.file()));
        assert_eq!(
            query_number(&raw_connection(&path), "PRAGMA user_version"),
            query_number(&temp.raw_connection(), "PRAGMA user_version")
        );
    }
}

/// A migrated file is rebuilt, which changes the order of its schema.
fn sorted_schema(path: &std::path::Path) -> Vec<String> {
    let mut schema = schema(&raw_connection(path));
    schema.sort();
    schema
}

#[test]
fn migration_clamps_year_0_dates() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    let old = raw_connection(&path);
    old.execute_batch(SCHEMA_1).unwrap();
    old.execute_batch("UPDATE entries SET written_at = -62135683200000, offset_s = 3600 WHERE id = 1").unwrap();
    assert_eq!(strings(&old, "SELECT day FROM entries WHERE id = 1"), ["0000-12-31"]);
    drop(old);
    let db = Db::open_existing(&path).unwrap();
    let written = db.entry(EntryId(1)).unwrap().unwrap().written_at;
    assert_eq!(written.day().to_string(), "0001-01-01");
    assert_clean(&db);
}

/// Writes a small journal of the newest schema, once, before that schema is released.
#[test]
fn newest_schema_fixture_is_written_on_request() {
    let (newest, journal) = journal_of_newest_schema();
    assert!(
        ["self_checks", "reviews", "templates"].iter().all(|table| journal.contains(&format!("INSERT INTO {table}")))
    );
    if std::env::var_os("RAPPORT_WRITE_FIXTURE").is_some() {
        let path = format!("{}/tests/fixtures/schema-{newest}.sql", env!("CARGO_MANIFEST_DIR"));
        fs::write(path, journal).unwrap();
    }
}

/// A journal with every kind of record: the version of its schema, and the journal as SQL.
fn journal_of_newest_schema() -> (i64, String) {
    let (temp, db) = journal_with_two_people();
    let birthday = Birthday::parse("29 February").unwrap();
    let profile = Profile {
        birthday: Some(birthday),
        personal_details: "Tea,\nquiet".into(),
        format: "Career talk".into(),
        ..Profile::with_name("José 'Pepe' Ñúñez")
    };
    let held = one_on_one(1, 1, 0, OneOnOneState::Held);
    put(
        &db,
        [
            Record::Person(Box::new(Person { profile, archived_at: Some(moment(60)), ..person(3, "") })),
            Record::OneOnOne(OneOnOne { wrapped_up_at: Some(moment(45)), minutes: Some(40), ..held }),
            Record::OneOnOne(OneOnOne { reason: "ill".into(), ..one_on_one(3, 1, -100, OneOnOneState::Skipped) }),
            Record::OneOnOne(OneOnOne {
                planned_end: Some(moment(10_030).instant()),
                ..one_on_one(4, 1, 10_000, OneOnOneState::Planned)
            }),
        ],
    );
    put_entry(&db, &entry(1, 1, 0, "A goal", Detail::Goal(Goal::default())));
    for mut entry in entries_of_every_state(2, EntryId(1)) {
        let state = entry.detail.state().map(EntryState::as_str);
        entry.events.retain(|step| {
            matches!(step.kind, EventKind::LevelChanged(_) | EventKind::SaidAloud) || Some(step.kind.as_str()) == state
        });
        put_entry(&db, &entry);
    }
    let need = Need { uid: Uid::new(9, 9), person: PersonId(1), written_at: moment(1), text: "Time to think".into() };
    db.put(&Record::Need(need)).unwrap();
    db.put_draft(&Draft { field_key: "jot/1".into(), prefix: "flag".into(), text: "half a th".into() }, 1, 0).unwrap();
    db.set_setting("theme", &"dark").unwrap();
    let line = LeaderChange::SaveSelfCheck { answers: [None; 4], line: "Too fast".into() };
    temp.commit(Change::Leader(line)).unwrap();
    let (from, to) = (date(2026, 6, 1), date(2026, 11, 30));
    let written = |text: &str| ReviewText { person: PersonId(1), from, to, text: text.into() };
    temp.commit(Change::Review(ReviewChange::Finish(written("## Far\n\n> so")))).unwrap();
    temp.commit(Change::Review(ReviewChange::Save(written("Further")))).unwrap();
    temp.commit(Change::Review(ReviewChange::SaveTemplate { name: "Mine".into(), text: "## {name}".into() })).unwrap();
    temp.commit(jot_change(2, None, "! quiet today #wellbeing")).unwrap();
    temp.commit(Change::Trash(EntryId(max_id(&temp.file(), "entries")))).unwrap();
    temp.undo();
    temp.flush().unwrap();
    assert_eq!(db.one_on_one(OneOnOneId(1)).unwrap().unwrap().minutes, Some(40));
    (
        query_number(&temp.raw_connection(), "PRAGMA user_version"),
        dump_as_sql(&temp.raw_connection(), "A small journal", "tests/library/store/migrations.rs"),
    )
}

/// Opens a journal, but stops the work of opening it at the n-th question whether to stop.
fn open_until_question(path: &std::path::Path, question: usize) -> Result<Db, StoreError> {
    let asked = AtomicUsize::new(0);
    let stop: MigrationStop = Arc::new(move || asked.fetch_add(1, Ordering::Relaxed) >= question);
    OpenOptions::new().stop_migration_when(&stop).open(path)
}

/// Stops the work of opening the journal later and later, until it is done.
fn stop_at_every_question(path: &std::path::Path, is_unchanged: impl Fn()) {
    let mut stops = 0;
    loop {
        match open_until_question(path, stops) {
            Ok(db) => break assert_clean(&db),
            Err(error) => {
                assert!(matches!(error, StoreError::UpgradeStopped), "{error:?}");
                is_unchanged();
            }
        }
        stops += 1;
    }
    assert!(stops > 3, "it was only stopped {stops} times");
}

#[test]
fn migration_that_is_stopped_is_made_wholly_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    raw_connection(&path).execute_batch(SCHEMA_10).unwrap();
    let before = dump_as_sql(&raw_connection(&path), "", "");
    let at_old_schema = Cell::new(0);
    stop_at_every_question(&path, || {
        let raw = raw_connection(&path);
        if query_number(&raw, "PRAGMA user_version") == 10 {
            assert!(dump_as_sql(&raw, "", "") == before, "it is not as it was");
            at_old_schema.set(at_old_schema.get() + 1);
        } else {
            // A journal that was encrypted has the same in another order.
            let sorted = |raw: &rusqlite::Connection| schema(raw).into_iter().collect::<BTreeSet<String>>();
            assert_eq!(sorted(&raw), sorted(&TempJournal::with_people(&[]).raw_connection()));
        }
    });
    assert!(at_old_schema.get() > 1);
}

#[test]
fn search_index_that_is_stopped_is_made_when_the_journal_is_opened_next() {
    let mut temp = TempJournal::sample();
    let path = temp.file();
    temp.close();
    let raw = raw_connection(&path);
    let documents = query_number(&raw, "SELECT count(*) FROM search_documents");
    raw.execute_batch(
        "DELETE FROM search_documents; INSERT INTO settings (name, value) VALUES ('search_index_due', 'true')",
    )
    .unwrap();
    let rows = content_rows(&path);
    stop_at_every_question(&path, || {
        assert_eq!(query_number(&raw, "SELECT count(*) FROM search_documents"), 0);
        assert_eq!(content_rows(&path), rows);
    });
    assert_eq!(query_number(&raw, "SELECT count(*) FROM search_documents"), documents);
    assert_eq!(query_number(&raw, "SELECT count(*) FROM settings WHERE name = 'search_index_due'"), 0);
}
