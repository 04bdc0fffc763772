//! The sample journals: the same for the same seed, every kind and state, nothing in the future,
//! and nothing wrong.

use std::{collections::BTreeSet, fs, path::Path};

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        entry::{
            Entry,
            kind::{
                Kind, action::ActionState, delegation::DelegationState, expectation::ExpectationState, flag::FlagState,
                goal::GoalState, praise::PraiseState, topic::TopicState,
            },
            state::EntryState,
        },
        one_on_one::OneOnOneState,
    },
    sample::{SampleCounts, SampleError, Size, create_if_missing, write},
    store::{Db, EntryFilter, StoreError},
};

const UNTIL: Date = date(2026, 11, 24);

fn write_sample(path: &Path, size: Size, seed: u64, until: Date) -> (SampleCounts, Db) {
    let counts = write(path, size, seed, until).unwrap();
    (counts, Db::open_existing(path).unwrap())
}

fn entries(db: &Db) -> Vec<Entry> {
    let mut entries = Vec::new();
    db.for_each_filtered_entry::<StoreError>(&EntryFilter::default(), |entry| {
        entries.push(entry);
        Ok(())
    })
    .unwrap();
    entries
}

#[test]
fn the_same_seed_writes_the_same_content_and_another_seed_another() {
    let folder = tempfile::tempdir().unwrap();
    let content = |name: &str, size, seed| {
        let (_, db) = write_sample(&folder.path().join(name), size, seed, UNTIL);
        (db.people().unwrap(), entries(&db))
    };
    assert_eq!(content("a", Size::Small, 7), content("b", Size::Small, 7));
    let typical = content("c", Size::Typical, 7);
    assert!(typical == content("d", Size::Typical, 7));
    let (people, entries) = content("e", Size::Typical, 8);
    let texts = |entries: &[Entry]| -> Vec<String> { entries.iter().map(|entry| entry.text.clone()).collect() };
    assert_ne!(people, typical.0);
    assert!(texts(&entries) != texts(&typical.1));
}

#[test]
fn the_small_one_has_every_kind_and_every_state() {
    let folder = tempfile::tempdir().unwrap();
    let (counts, db) = write_sample(&folder.path().join("small"), Size::Small, 1, UNTIL);
    assert_eq!(counts.people, 6);
    assert!(counts.entries > 200);
    let entries = entries(&db);
    assert_eq!(entries.len(), counts.entries);
    let found: BTreeSet<(Kind, &str)> = entries
        .iter()
        .map(|entry| (entry.kind(), entry.detail.state().map(EntryState::as_str).unwrap_or_default()))
        .collect();
    let states = [
        (Kind::Flag, state_names(FlagState::ALL, FlagState::as_str)),
        (Kind::Goal, state_names(GoalState::ALL, GoalState::as_str)),
        (Kind::Action, state_names(ActionState::ALL, ActionState::as_str)),
        (Kind::Praise, state_names(PraiseState::ALL, PraiseState::as_str)),
        (Kind::Topic, state_names(TopicState::ALL, TopicState::as_str)),
        (Kind::Delegation, state_names(DelegationState::ALL, DelegationState::as_str)),
        (Kind::Expectation, state_names(ExpectationState::ALL, ExpectationState::as_str)),
        (Kind::Note, vec![""]),
        (Kind::CheckIn, vec![""]),
        (Kind::Feedback, vec![""]),
    ];
    for (kind, states) in states {
        for state in states {
            assert!(found.contains(&(kind, state)), "no {kind} is {state}");
        }
    }
    let mut met = BTreeSet::new();
    for person in db.people().unwrap() {
        let one_on_ones = db.latest_one_on_ones(person.id, 1_000).unwrap();
        met.extend(one_on_ones.into_iter().map(|one| one.state));
        met.extend(db.next_planned(person.id).unwrap().map(|one| one.state));
    }
    assert_eq!(met, OneOnOneState::ALL.iter().copied().collect());
    let checks = db.latest_self_checks(100).unwrap();
    assert!(checks.len() > 5 && checks.iter().all(|check| check.at.day() < UNTIL));
    let lines = db.latest_intentions(100).unwrap();
    assert!(lines.len() > 5 && lines.iter().all(|line| line.written_at.day() < UNTIL));
}

fn state_names<S: Copy>(all: &[S], word: impl Fn(S) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|state| word(*state)).collect()
}

#[test]
fn the_typical_one_is_ten_years_of_twelve_people_with_little_left_open() {
    let folder = tempfile::tempdir().unwrap();
    let (counts, db) = write_sample(&folder.path().join("typical"), Size::Typical, 1, UNTIL);
    assert_eq!((counts.people, counts.entries), (12, 6_000));
    let entries = entries(&db);
    assert!(entries[0].written_at.day() < date(2017, 1, 31));
    for person in db.people().unwrap() {
        let open = db.open_entries(person.id).unwrap();
        for (kind, most) in [
            (Kind::Flag, 4),
            (Kind::Action, 5),
            (Kind::Goal, 3),
            (Kind::Topic, 3),
            (Kind::Praise, 2),
            (Kind::Delegation, 3),
        ] {
            let count = open.iter().filter(|entry| entry.kind() == kind).count();
            assert!(count <= most, "{count} of {kind} are open");
        }
    }
    let inside = entries.iter().filter(|entry| entry.one_on_one.is_some());
    assert!(inside.count() * 2 > entries.len());
}

#[test]
fn nothing_is_written_after_the_day_it_ends_on() {
    let folder = tempfile::tempdir().unwrap();
    // A Tuesday, a Saturday, a Sunday, and the turn of a year that has a leap day.
    for until in [UNTIL, date(2026, 8, 1), date(2026, 8, 2), date(2029, 1, 1)] {
        for size in [Size::Small, Size::Typical] {
            let name = format!("{until}-{}", size.as_str());
            let (_, db) = write_sample(&folder.path().join(name), size, 1, until);
            for entry in entries(&db) {
                assert!(entry.written_at.day() <= until, "{entry:?}");
                let last = entry.events.last();
                assert!(last.is_none_or(|step| step.at.day() <= until), "{entry:?}");
            }
            for person in db.people().unwrap() {
                assert!(person.added_at.day() <= until);
                let met = db.last_met(person.id).unwrap().unwrap();
                assert!(met.day() <= until);
                let planned = db.next_planned(person.id).unwrap();
                assert!(planned.is_none_or(|one| one.at.day() >= until));
            }
        }
    }
}

#[test]
fn the_store_finds_nothing_wrong_with_them() {
    let folder = tempfile::tempdir().unwrap();
    for size in [Size::Small, Size::Typical] {
        let (_, db) = write_sample(&folder.path().join(size.as_str()), size, 3, UNTIL);
        assert_eq!(db.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn existing_files_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    let refused = || {
        let error = write(&taken, Size::Small, 1, UNTIL).unwrap_err();
        assert!(matches!(error, SampleError::Store(StoreError::AlreadyExists(_))), "{error:?}");
    };
    fs::write(&taken, "precious").unwrap();
    refused();
    assert_eq!(fs::read_to_string(&taken).unwrap(), "precious");

    fs::remove_file(&taken).unwrap();
    fs::create_dir(&taken).unwrap();
    refused();

    // Sidecar files of an earlier database would be read as part of the new one.
    fs::remove_dir(&taken).unwrap();
    fs::write(folder.path().join("taken-wal"), "precious").unwrap();
    refused();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn leftover_wal_file_is_not_taken_for_a_sample() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.rapport");
    fs::write(folder.path().join("sample.rapport-wal"), "left over").unwrap();
    let error = create_if_missing(&path, UNTIL).unwrap_err();
    assert!(matches!(error, SampleError::Store(StoreError::AlreadyExists(_))), "{error:?}");
    assert!(!path.exists());
    fs::remove_file(folder.path().join("sample.rapport-wal")).unwrap();
    create_if_missing(&path, UNTIL).unwrap();
    create_if_missing(&path, UNTIL).unwrap();
}

#[test]
fn failed_sample_leaves_no_partial_file() {
    let folder = tempfile::tempdir().unwrap();
    let (_, db) = write_sample(&folder.path().join("small"), Size::Small, 1, UNTIL);
    drop(db);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["small"]);

    let far = folder.path().join("far");
    let error = write(&far, Size::Small, 1, date(9999, 12, 31)).unwrap_err();
    assert!(matches!(error, SampleError::YearOutOfRange { year: 9999 }));
    assert!(!far.exists());
}
