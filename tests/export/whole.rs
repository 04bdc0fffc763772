//! The full form: everything, by lasting names, the same bytes for the same content.

use std::{ops::ControlFlow, path::Path};

use jiff::civil::date;
use rapport::{
    domain::{
        check_in::CheckIn,
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        need::Need,
        one_on_one::OneOnOne,
        person::{Person, Profile},
        step::{Step, What},
    },
    export::{self, ExportError, Format, Of, Order},
    journal::change::Change,
    store::{Db, Record, StoreError},
};
use serde_json::{Map, Value, json};

use crate::{exported, order, sample, support::TempJournal};

fn full(db: &Db) -> String {
    exported(db, &order(Of::Journal, Format::Json)).0
}

/// A journal made from the full form, with other rows: what a reader of the form has to do.
fn read_in(document: &str, path: &Path, first_row: i64) -> Db {
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(document["rapport"]["format"], 1);
    let db = Db::open(path).unwrap();
    let list = |name: &str| document[name].as_array().unwrap().clone();
    let numbered = |name: &str| -> Map<String, Value> {
        let things = list(name);
        // Backwards, so that no order of rows is the order of the document.
        let numbers = (0..things.len()).map(|nth| first_row + i64::try_from(things.len() - nth).unwrap());
        things.iter().zip(numbers).map(|(thing, row)| (thing["uid"].as_str().unwrap().to_owned(), row.into())).collect()
    };
    let (people, meetings, entries) = (numbered("people"), numbered("one_on_ones"), numbered("entries"));
    let row = |rows: &Map<String, Value>, uid: &Value| rows[uid.as_str().unwrap()].as_i64().unwrap();
    let uid = |thing: &Value| -> Uid { serde_json::from_value(thing["uid"].clone()).unwrap() };
    let moment = |thing: &Value| serde_json::from_value(thing.clone()).unwrap();
    let meeting = |thing: &Value| {
        let uid = &thing["one_on_one"];
        (!uid.is_null()).then(|| OneOnOneId(row(&meetings, uid)))
    };
    let entry = |thing: &Value| {
        let mut detail = thing["detail"].clone();
        detail["kind"] = thing["kind"].clone();
        let detail = if thing["kind"] == "check_in" {
            let closeness = serde_json::from_value(detail["closeness"].clone()).unwrap();
            Detail::CheckIn(CheckIn { goal: EntryId(row(&entries, &detail["goal"])), closeness })
        } else {
            serde_json::from_value(detail).unwrap()
        };
        let step = |step: &Value| Step {
            uid: uid(step),
            at: moment(&step["at"]),
            one_on_one: meeting(step),
            what: What::from_parts(
                step["what"].as_str().unwrap(),
                step.get("level").map(|level| serde_json::from_value(level.clone()).unwrap()),
            )
            .unwrap(),
            words: step["words"].as_str().unwrap().to_owned(),
        };
        Entry {
            id: EntryId(row(&entries, &thing["uid"])),
            uid: uid(thing),
            person: PersonId(row(&people, &thing["person"])),
            one_on_one: meeting(thing),
            written: moment(&thing["written"]),
            text: thing["text"].as_str().unwrap().to_owned(),
            detail,
            steps: thing["steps"].as_array().unwrap().iter().map(step).collect(),
            trashed: serde_json::from_value(thing["trashed"].clone()).unwrap(),
        }
    };
    db.transaction(|db| -> Result<(), StoreError> {
        for person in list("people") {
            db.put(&Record::Person(Person {
                id: PersonId(row(&people, &person["uid"])),
                uid: uid(&person),
                profile: serde_json::from_value::<Profile>(person.clone()).unwrap(),
                place: person["place"].as_i64().unwrap(),
                added: moment(&person["added"]),
                archived: serde_json::from_value(person["archived"].clone()).unwrap(),
            }))?;
        }
        for mut need in list("needs") {
            need["person"] = json!(row(&people, &need["person"]));
            db.put(&Record::Need(serde_json::from_value::<Need>(need).unwrap()))?;
        }
        for mut one in list("one_on_ones") {
            one["id"] = json!(row(&meetings, &one["uid"]));
            one["person"] = json!(row(&people, &one["person"]));
            db.put(&Record::OneOnOne(serde_json::from_value::<OneOnOne>(one).unwrap()))?;
        }
        // Goals first, for what is a step of one.
        let (steps, others): (Vec<_>, Vec<_>) =
            list("entries").into_iter().partition(|thing| thing["kind"] == "check_in");
        for thing in others.iter().chain(&steps) {
            db.put(&Record::Entry(Box::new(entry(thing))))?;
        }
        Ok(())
    })
    .unwrap();
    db
}

#[test]
fn the_full_form_is_read_in_whole_and_written_again_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    let trashed = db.open_entries(db.people().unwrap()[1].id).unwrap()[0].id;
    drop(db);
    let clock = rapport::journal::clock::SetClock::at(crate::support::zoned(crate::support::NOW));
    let journal = crate::support::open(&folder.path().join("sample.rapport"), &clock);
    journal.commit(Change::Trash(trashed), &journal.now()).unwrap();
    let document = full(journal.db());
    assert_eq!(document.matches("\"trashed\":\"2026-11-24").count(), 1, "what is in the trash is in it");
    for (nth, first_row) in [0, 1_000].into_iter().enumerate() {
        let again = read_in(&document, &folder.path().join(format!("again-{nth}.rapport")), first_row);
        assert!(full(&again) == document, "other rows, other bytes");
        assert_eq!(again.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn every_table_of_content_is_in_the_full_form_but_drafts_and_settings() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    let document: Value = serde_json::from_str(&full(&db)).unwrap();
    let raw = crate::support::raw(&folder.path().join("sample.rapport"));
    for (list, tables) in
        [("people", "people"), ("needs", "needs"), ("one_on_ones", "one_on_ones"), ("entries", "entries")]
    {
        let rows = crate::support::number(&raw, &format!("SELECT count(*) FROM {tables}"));
        assert_eq!(i64::try_from(document[list].as_array().unwrap().len()).unwrap(), rows, "{list}");
    }
    let kinds: std::collections::BTreeSet<&str> =
        document["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 10);
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
    let document: Value = serde_json::from_str(&full(journal.db())).unwrap();
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
