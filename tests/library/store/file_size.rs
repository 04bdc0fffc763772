//! The size of the file, in proportion to the text in it.

use rapport::{
    domain::{
        entry::{Detail, kind::note::Note},
        id::Uid,
    },
    store::{Db, Edit, NewChange, OpenStep, Record, StoreError},
};

use super::entries::{entry, journal_with_two_people};
use crate::support::{assert_clean, moment, query_number, raw_connection};

const ENTRIES: i64 = 1_500;
/// The length of a text: longer than what a page of an index can hold.
const TEXT_BYTES: usize = 1_200;
const PAGE_SIZE: i64 = 4096;
const MAX_RATIO: f64 = 2.0;

fn ratio(path: &std::path::Path) -> f64 {
    let raw = raw_connection(path);
    let pages = query_number(&raw, "PRAGMA page_count") * PAGE_SIZE;
    let text = query_number(&raw, "SELECT sum(length(CAST(text AS BLOB))) FROM entries");
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let ratio = pages as f64 / text as f64;
    ratio
}

#[test]
fn a_journal_is_at_most_twice_as_large_as_its_text() {
    let (temp, db) = journal_with_two_people();
    db.transaction(|db| {
        for id in 1..=ENTRIES {
            let text = format!("{id} {}", "word ".repeat(TEXT_BYTES / 5));
            let uid = Uid::new(7, u128::try_from(id).unwrap());
            let new = NewChange { kind: "jot", person: None, uid, made_at: &moment(id) };
            let added = Record::Entry(Box::new(entry(id, 1, id, &text, Detail::Note(Note::default()))));
            db.apply_and_log::<StoreError>(&new, &[Edit::created(added)], || Ok(()))?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let ratio = ratio(&temp.file());
    assert!(ratio <= MAX_RATIO, "{ratio}");
}

#[test]
fn migration_makes_a_journal_with_a_large_change_log_small() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema-10.rapport");
    let raw = raw_connection(&path);
    raw.execute_batch(include_str!("../../fixtures/schema-10.sql")).unwrap();
    raw.execute_batch(&format!(
        "CREATE TEMP TABLE numbers AS
             WITH RECURSIVE n (i) AS (VALUES (1000) UNION ALL SELECT i + 1 FROM n WHERE i < {ENTRIES} + 999) SELECT i FROM n;
         INSERT INTO entries (id, uid, kind, person, written_at, offset_s, zone, text)
             SELECT i, randomblob(16), 'note', 1, i, 0, 'UTC', 'x' || hex(zeroblob({TEXT_BYTES} / 2)) FROM numbers;
         INSERT INTO notes (entry, about) SELECT i, 'unmarked' FROM numbers;
         INSERT INTO changes (id, uid, device, made, what) SELECT i, randomblob(16), 1, '', 'jot' FROM numbers;
         INSERT INTO edits (change, nth, record, uid, after)
             SELECT id, 0, 'entry', uid, json_object('text', text) FROM entries WHERE id >= 1000;
         DROP TABLE numbers;"
    ))
    .unwrap();
    drop(raw);
    assert!(ratio(&path) > 5.0, "every row of the log has a page of its own");

    let mut steps = Vec::new();
    let db = Db::open_with_progress(&path, &mut |step| steps.push(step)).unwrap();
    assert_clean(&db);
    assert_eq!(steps, [OpenStep::Migrate, OpenStep::Index, OpenStep::Vacuum]);
    drop(db);
    let ratio = ratio(&path);
    assert!(ratio <= MAX_RATIO, "{ratio}");
    assert_eq!(query_number(&raw_connection(&path), "PRAGMA freelist_count"), 0);
    steps = Vec::new();
    Db::open_with_progress(&path, &mut |step| steps.push(step)).unwrap();
    assert_eq!(steps, [], "nothing is left to do");
}

/// Another program that reads the journal keeps the file from being rebuilt.
#[test]
fn a_rebuild_that_fails_leaves_the_journal_open_and_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    drop(Db::open(&path).unwrap());
    let raw = raw_connection(&path);
    raw.execute_batch("INSERT INTO settings (name, value) VALUES ('vacuum_due', 'true')").unwrap();
    raw.execute_batch("BEGIN; SELECT count(*) FROM people;").unwrap();
    let due = "SELECT count(*) FROM settings WHERE name = 'vacuum_due'";
    let db = Db::open_existing(&path).unwrap();
    assert_clean(&db);
    assert_eq!(query_number(&raw, due), 1, "the write-ahead log could not be emptied");
    raw.execute_batch("COMMIT").unwrap();
    drop(db);
    assert_clean(&Db::open_existing(&path).unwrap());
    assert_eq!(query_number(&raw, due), 0);
}
