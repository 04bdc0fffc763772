//! Journals of every schema there was: each still opens, comes up to date, and is clean.
//!
//! `tests/fixtures/schema-N.sql` is a small journal as SQL. One that was released is never written again. As long as the
//! newest schema is not released, `RAPPORT_WRITE_FIXTURE=1 cargo test --test store fixture` writes its file anew.

use std::fs;

use super::entries::{entry, one_of_each, one_on_one, person, put, put_entry, with_two};
use crate::support::{assert_clean, content, dump, jotted, max_key, moment, number, raw, schema, strings};
use jiff::civil::date;
use rapport::{
    domain::{
        entry::Detail,
        goal::Goal,
        id::{EntryId, OneOnOneId, PersonId, Uid},
        kind::Kind,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Birthday, Person, Profile},
        step::What,
    },
    journal::{
        change::Change,
        leading::Leading,
        reviewing::{Reviewing, Written},
    },
    store::{Db, Draft, EntryFilter, History, Record, StoreError},
};

const SCHEMA_1: &str = include_str!("../fixtures/schema-1.sql");
const SCHEMA_10: &str = include_str!("../fixtures/schema-10.sql");

#[test]
fn a_journal_of_schema_1_opens_comes_up_to_date_and_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema-1.rapport");
    raw(&path).execute_batch(SCHEMA_1).unwrap();
    let before = content(&path);
    let flags = number(&raw(&path), "SELECT count(*) FROM flags");

    let db = Db::open_existing(&path).unwrap();
    assert_clean(&db);
    assert_eq!(content(&path), since_schema_1(before));
    let undecided = "SELECT count(*) FROM flags WHERE raise_when = 'undecided' AND raise_on IS NULL";
    assert_eq!(number(&raw(&path), undecided), flags);
    let mut kinds = Vec::new();
    db.list::<StoreError>(&EntryFilter::default(), |entry| {
        kinds.push(entry.kind());
        Ok(())
    })
    .unwrap();
    assert!(kinds.len() > 50);
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, Kind::ALL, "one of every kind");
    assert_eq!(db.people().unwrap().len(), 3);
    let history = db.history(PersonId(1)).unwrap();
    assert!(history.happenings.iter().any(|moment| !moment.is_written()), "what became of entries is there too");
    assert_eq!(history.skipped.len(), 1);
    assert_eq!(db.needs(PersonId(1)).unwrap()[0].text, "Time to think");
    assert_eq!(db.draft_slots().unwrap(), [1]);
    drop(db);

    // What was done before can be taken back and made again.
    let clock = rapport::journal::clock::SetClock::at(crate::support::after(0));
    let journal = crate::support::open(&path, &clock);
    let history = |end| journal.db().history_end(end).unwrap().map(|change| change.what);
    assert_eq!(history(History::ToUndo).as_deref(), Some("jot"));
    assert_eq!(history(History::ToRedo).as_deref(), Some("trash"));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(history(History::ToUndo), None);
    journal.redo();
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(history(History::ToRedo), None);
    assert_clean(journal.db());
}

/// The rows of schema 1 with what newer schemas have put beside them: a flag's plan, which was not said then.
fn since_schema_1(rows: Vec<String>) -> Vec<String> {
    let grown = |row: String| match row.strip_prefix("flags ").and_then(|row| row.strip_suffix(']')) {
        Some(row) => format!(r#"flags {row}, Text("undecided"), Null]"#),
        None => row,
    };
    rows.into_iter().map(grown).collect()
}

/// A journal that came up to date has the schema that a new one gets.
#[test]
fn a_journal_that_came_up_to_date_has_the_newest_schema() {
    let temp = crate::support::TempJournal::with(&[]);
    for old in [SCHEMA_1, SCHEMA_10] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        raw(&path).execute_batch(old).unwrap();
        let is_newest = number(&raw(&path), "PRAGMA user_version") == number(&temp.raw(), "PRAGMA user_version");
        assert_eq!(schema(&raw(&path)) == schema(&temp.raw()), is_newest);
        let db = Db::open_existing(&path).unwrap();
        assert_clean(&db);
        assert_eq!(schema(&raw(&path)), schema(&temp.raw()));
        assert_eq!(number(&raw(&path), "PRAGMA user_version"), number(&temp.raw(), "PRAGMA user_version"));
    }
}

#[test]
fn what_lay_in_the_year_0_can_still_be_read_once_it_came_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    let old = raw(&path);
    old.execute_batch(SCHEMA_1).unwrap();
    old.execute_batch("UPDATE entries SET written_at = -62135683200000, offset_s = 3600 WHERE id = 1").unwrap();
    assert_eq!(strings(&old, "SELECT day FROM entries WHERE id = 1"), ["0000-12-31"]);
    drop(old);
    let db = Db::open_existing(&path).unwrap();
    let written = db.entry(EntryId(1)).unwrap().unwrap().written;
    assert_eq!(written.day().to_string(), "0001-01-01");
    assert_clean(&db);
}

/// Writes a small journal of the newest schema: to be done once, before that schema is released.
#[test]
fn the_newest_schema_is_written_down_where_that_is_wanted() {
    let (newest, journal) = small_journal();
    assert!(
        ["self_checks", "reviews", "templates"].iter().all(|table| journal.contains(&format!("INSERT INTO {table}")))
    );
    if std::env::var_os("RAPPORT_WRITE_FIXTURE").is_some() {
        let path = format!("{}/tests/fixtures/schema-{newest}.sql", env!("CARGO_MANIFEST_DIR"));
        fs::write(path, journal).unwrap();
    }
}

/// A journal with everything in it: the number of its schema, and itself as SQL.
fn small_journal() -> (i64, String) {
    let (temp, db) = with_two();
    let birthday = Birthday::read("29 February").unwrap();
    let profile =
        Profile { birthday: Some(birthday), matters: "Tea,\nquiet".into(), ..Profile::named("José 'Pepe' Ñúñez") };
    let held = one_on_one(1, 1, 0, OneOnOneState::Held);
    put(
        &db,
        [
            Record::Person(Person { profile, archived: Some(moment(60)), ..person(3, "") }),
            Record::OneOnOne(OneOnOne { wrapped_up: Some(moment(45)), minutes: Some(40), ..held }),
            Record::OneOnOne(OneOnOne { reason: "ill".into(), ..one_on_one(3, 1, -100, OneOnOneState::Skipped) }),
            Record::OneOnOne(one_on_one(4, 1, 10_000, OneOnOneState::Planned)),
        ],
    );
    put_entry(&db, &entry(1, 1, 0, "A goal", Detail::Goal(Goal::default())));
    for mut entry in one_of_each(2, EntryId(1)) {
        let state = entry.detail.state();
        entry
            .steps
            .retain(|step| matches!(step.what, What::Level(_) | What::Said) || Some(step.what.as_str()) == state);
        put_entry(&db, &entry);
    }
    let need = Need { uid: Uid::new(9, 9), person: PersonId(1), written: moment(1), text: "Time to think".into() };
    db.put(&Record::Need(need)).unwrap();
    db.put_draft(&Draft { place: "jot/1".into(), mark: "flag".into(), text: "half a th".into() }, 1, 0).unwrap();
    db.set_setting("theme", &"dark").unwrap();
    let line = Leading::CheckSelf { answers: [None; 4], line: "Too fast".into() };
    temp.commit(Change::Leading(line)).unwrap();
    let (from, to) = (date(2026, 6, 1), date(2026, 11, 30));
    let written = |text: &str| Written { person: PersonId(1), from, to, text: text.into() };
    temp.commit(Change::Reviewing(Reviewing::Finish(written("## Far\n\n> so")))).unwrap();
    temp.commit(Change::Reviewing(Reviewing::Write(written("Further")))).unwrap();
    temp.commit(Change::Reviewing(Reviewing::KeepTemplate { name: "Mine".into(), text: "## {name}".into() })).unwrap();
    temp.commit(jotted(2, None, "! quiet today #wellbeing")).unwrap();
    temp.commit(Change::Trash(EntryId(max_key(&temp.file(), "entries")))).unwrap();
    temp.undo();
    temp.flush().unwrap();
    assert_eq!(db.one_on_one(OneOnOneId(1)).unwrap().unwrap().minutes, Some(40));
    (number(&temp.raw(), "PRAGMA user_version"), dump(&temp.raw(), "A small journal", "tests/store/fixture.rs"))
}
