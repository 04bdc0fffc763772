//! What the file can be asked: entries of every kind as they were put, and every listing as it promises.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        action::{Action, ActionState, By},
        check_in::CheckIn,
        delegation::{Delegation, DelegationState, Level},
        entry::{Detail, Entry},
        expectation::{Expectation, ExpectationState},
        feedback::Feedback,
        flag::{Flag, FlagState, RaiseWhen},
        goal::{Goal, GoalState},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        kind::Kind,
        matters::Asked,
        moment::Moment,
        note::{About, Note},
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Birthday, Person, Profile, Relation},
        praise::{Praise, PraiseState},
        prepare::Prepare,
        step::{Step, What},
        timeline::{Happened, History},
        topic::{Topic, TopicState},
    },
    store::{Db, EntryFilter, Record, StoreError},
};

use crate::support::{TempJournal, assert_clean, moment, number, raw};

const DAY: Date = date(2026, 12, 31);

fn uid(table: u64, key: i64) -> Uid {
    Uid::new(table, u128::from(key.unsigned_abs()))
}

pub fn person(id: i64, name: &str) -> Person {
    Person {
        id: PersonId(id),
        uid: uid(1, id),
        profile: Profile::named(name),
        place: id,
        added: moment(0),
        archived: None,
        prepare: Prepare::default(),
    }
}

pub fn one_on_one(id: i64, person: i64, minutes: i64, state: OneOnOneState) -> OneOnOne {
    OneOnOne {
        id: OneOnOneId(id),
        uid: uid(2, id),
        person: PersonId(person),
        at: moment(minutes),
        state,
        wrapped_up: None,
        minutes: None,
        reason: String::new(),
    }
}

pub fn entry(id: i64, person: i64, minutes: i64, text: &str, detail: Detail) -> Entry {
    Entry {
        id: EntryId(id),
        uid: uid(3, id),
        person: PersonId(person),
        one_on_one: None,
        written: moment(minutes),
        text: text.to_owned(),
        detail,
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    }
}

fn note() -> Detail {
    Detail::Note(Note::default())
}

pub fn put(db: &Db, records: impl IntoIterator<Item = Record>) {
    db.transaction::<_, StoreError>(|db| records.into_iter().try_for_each(|record| db.put(&record))).unwrap();
}

pub fn put_entry(db: &Db, entry: &Entry) {
    put(db, [Record::Entry(Box::new(entry.clone()))]);
}

/// A file with Ana (1) and Bo (2), and a one-on-one with each (1 and 2).
pub fn with_two() -> (TempJournal, Db) {
    let temp = TempJournal::with(&[]);
    let db = Db::open_existing(&temp.file()).unwrap();
    put(
        &db,
        [
            Record::Person(person(1, "Ana")),
            Record::Person(person(2, "Bo")),
            Record::OneOnOne(one_on_one(1, 1, 0, OneOnOneState::Held)),
            Record::OneOnOne(one_on_one(2, 2, 0, OneOnOneState::NothingToNote)),
        ],
    );
    (temp, db)
}

/// Every kind in every state, with and without what may be missing.
fn details(goal: EntryId) -> Vec<Detail> {
    let said = |text: &str| text.to_owned();
    let mut all = Vec::new();
    all.extend(About::ALL.iter().map(|&about| Detail::Note(Note { about })));
    all.extend(FlagState::ALL.iter().map(|&state| {
        Detail::Flag(Flag {
            usually: said("first to laugh"),
            lately: said("quiet"),
            need: said("time ⏳"),
            state,
            raise_when: RaiseWhen::Undecided,
            watch_until: (state == FlagState::Watching).then_some(DAY),
            check_again: (state == FlagState::Settled).then_some(DAY),
        })
    }));
    all.extend(
        [RaiseWhen::NextOneOnOne, RaiseWhen::On(DAY)]
            .map(|raise_when| Detail::Flag(Flag { raise_when, ..Flag::default() })),
    );
    for &state in GoalState::ALL {
        all.extend([None, Some(DAY)].map(|target| {
            let (why, success, support) = (said("自由"), said("on stage"), said("a rehearsal"));
            Detail::Goal(Goal { why, success, support, target, state })
        }));
    }
    all.extend(
        (1..=5).map(|closeness: u8| Detail::CheckIn(CheckIn { goal, closeness: closeness.try_into().unwrap() })),
    );
    for &by in By::ALL {
        for &state in ActionState::ALL {
            if state != ActionState::Told || by == By::Me {
                all.extend([None, Some(DAY)].map(|due| Detail::Action(Action { by, due, state })));
            }
        }
        all.extend(TopicState::ALL.iter().map(|&state| Detail::Topic(Topic { from: by, state })));
    }
    all.extend(PraiseState::ALL.iter().map(|&state| Detail::Praise(Praise { state })));
    let full =
        Feedback { situation: said("demo"), behaviour: said("waited"), impact: said("calm"), ..Feedback::given() };
    all.push(Detail::Feedback(full.clone()));
    all.push(Detail::Feedback(Feedback { changed: said("I ask first"), ..Feedback::received() }));
    for &level in Level::ALL {
        all.extend(DelegationState::ALL.iter().map(|&state| {
            let hands_off_until = (state == DelegationState::WithThem).then_some(DAY);
            Detail::Delegation(Delegation { level, support: said("budget"), hands_off_until, state })
        }));
    }
    all.extend(ExpectationState::ALL.iter().map(|&state| {
        Detail::Expectation(Expectation { provide: said("cover"), their_words: said("«sim»"), state })
    }));
    all
}

fn steps_that_fit(kind: Kind) -> Vec<What> {
    let plain = [
        What::Raised,
        What::Settled,
        What::LookedAgain,
        What::LetGo,
        What::Paused,
        What::Resumed,
        What::Reached,
        What::Dropped,
        What::Done,
        What::Told,
        What::Back,
        What::Complete,
        What::Said,
        What::Replaced,
        What::Talked,
    ];
    let moves = Level::ALL.iter().map(|&level| What::Level(level));
    plain.into_iter().chain(moves).filter(|what| what.fits(kind)).collect()
}

/// One entry for each detail, every other one in the one-on-one, some in the trash, with all the steps of its kind.
pub fn one_of_each(first: i64, goal: EntryId) -> Vec<Entry> {
    (first..)
        .zip(details(goal))
        .map(|(id, detail)| {
            let steps = steps_that_fit(detail.kind());
            let step = |(nth, what)| Step {
                uid: uid(4, id * 100 + nth),
                at: moment(id + nth),
                one_on_one: (nth % 2 == 0).then_some(OneOnOneId(1)),
                what,
                words: format!("words {nth}"),
            };
            Entry {
                one_on_one: (id % 2 == 0).then_some(OneOnOneId(1)),
                steps: (0..).zip(steps).map(step).collect(),
                trashed: (id % 7 == 0).then(|| moment(500)),
                ..entry(id, 1, id, "línea 1\nשורה 2 #tag 🙂", detail)
            }
        })
        .collect()
}

#[test]
fn an_entry_of_every_kind_and_state_comes_back_as_it_was_put() {
    let (_temp, db) = with_two();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    for entry in one_of_each(2, goal.id) {
        put_entry(&db, &entry);
        assert_eq!(db.entry(entry.id).unwrap(), Some(entry.clone()));
        let found = db.entry(entry.id).unwrap().map(|entry| Record::Entry(Box::new(entry)));
        assert_eq!(found, Some(Record::Entry(Box::new(entry))));
    }
}

#[test]
fn an_entry_put_as_another_kind_leaves_nothing_of_the_old_one() {
    let (temp, db) = with_two();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    let raw = raw(&temp.file());
    let tables = [
        "notes",
        "flags",
        "goals",
        "check_ins",
        "actions",
        "praise",
        "feedback",
        "delegations",
        "expectations",
        "topics",
    ];
    let mut one_of_each_kind = details(goal.id);
    one_of_each_kind.dedup_by_key(|detail| detail.kind());
    for before in &one_of_each_kind {
        for after in &one_of_each_kind {
            put_entry(&db, &entry(2, 1, 1, "was #old", before.clone()));
            let changed = entry(2, 1, 1, "is #new", after.clone());
            put_entry(&db, &changed);
            assert_eq!(db.entry(EntryId(2)).unwrap(), Some(changed), "{before:?} to {after:?}");
        }
        let rows: i64 =
            tables.iter().map(|table| number(&raw, &format!("SELECT count(*) FROM {table} WHERE entry = 2"))).sum();
        assert_eq!(rows, 1, "{before:?}");
    }
    assert_eq!(number(&raw, "SELECT count(*) FROM subjects WHERE word = 'old'"), 0);
    assert_eq!(number(&raw, "SELECT count(*) FROM subjects WHERE word = 'new'"), 1);
}

#[test]
fn a_goal_with_check_ins_cannot_become_something_else() {
    let (_temp, db) = with_two();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    let closeness = 3.try_into().unwrap();
    put_entry(&db, &entry(2, 1, 1, "Closer", Detail::CheckIn(CheckIn { goal: goal.id, closeness })));
    let becomes =
        |changed: Entry| db.transaction::<_, StoreError>(|db| db.put(&Record::Entry(Box::new(changed)))).is_ok();
    assert!(!becomes(Entry { detail: note(), ..goal.clone() }));
    assert!(!becomes(Entry { person: PersonId(2), ..goal.clone() }));
    assert_eq!(db.entry(goal.id).unwrap().as_ref(), Some(&goal));
    let reached = Detail::Goal(Goal { state: GoalState::Reached, ..Goal::default() });
    assert!(becomes(Entry { detail: reached, ..goal }));
}

#[test]
fn people_and_one_on_ones_come_back_as_they_were_put() {
    let (_temp, db) = with_two();
    let full = Person {
        profile: Profile {
            relation: Relation::Boss,
            role: "Head of 研究".into(),
            team: "R&D".into(),
            since: Some(date(2020, 2, 29)),
            birthday: Some(Birthday::read("29 February").unwrap()),
            pronouns: "they".into(),
            matters: "quiet mornings\n- tea".into(),
            cadence: Some("every 2 weeks".parse().unwrap()),
            colour: Some(255),
            ..Profile::named("Søren O'Hara-Ĵones 🙂")
        },
        archived: Some(moment(9)),
        prepare: Prepare {
            order: vec![uid(4, 9), uid(4, 2)],
            asked: vec![Asked { detail: "tea".into(), on: date(2026, 11, 24) }],
        },
        ..person(3, "")
    };
    let bare = Person { profile: Profile { cadence: None, ..Profile::named("Li") }, ..person(4, "") };
    let born = Birthday::read("1988-11-30").unwrap();
    let known = Person { profile: Profile { birthday: Some(born), ..Profile::named("Kai") }, ..person(5, "") };
    for person in [full, bare, known] {
        put(&db, [Record::Person(person.clone())]);
        assert_eq!(db.person(person.id).unwrap(), Some(person));
    }
    let held =
        OneOnOne { wrapped_up: Some(moment(70)), minutes: Some(45), ..one_on_one(3, 1, 30, OneOnOneState::Held) };
    let skipped = OneOnOne { reason: "ill".into(), ..one_on_one(4, 1, 40, OneOnOneState::Skipped) };
    for one_on_one in [held, skipped, one_on_one(5, 1, 50, OneOnOneState::Planned)] {
        put(&db, [Record::OneOnOne(one_on_one.clone())]);
        assert_eq!(db.one_on_one(one_on_one.id).unwrap(), Some(one_on_one));
    }
}

#[test]
fn a_transaction_that_fails_leaves_nothing() {
    let (temp, db) = with_two();
    let before = temp.content();
    let failed = db.transaction::<(), StoreError>(|db| {
        db.put(&Record::Person(person(9, "Cleo")))?;
        db.put(&Record::Entry(Box::new(entry(1, 77, 0, "about nobody", note()))))
    });
    assert!(failed.is_err());
    assert_eq!(temp.content(), before);
}

/// Ten notes about Ana, ten minutes apart, 3 and 4 in the one-on-one, 9 in the trash; 11 is about Bo.
fn with_notes() -> (TempJournal, Db) {
    let (temp, db) = with_two();
    for id in 1..=10 {
        let written = Entry {
            one_on_one: (3..=4).contains(&id).then_some(OneOnOneId(1)),
            trashed: (id == 9).then(|| moment(900)),
            ..entry(id, 1, id * 10, "A note", note())
        };
        put_entry(&db, &written);
    }
    put_entry(&db, &entry(11, 2, 55, "About Bo", Detail::Praise(Praise::default())));
    (temp, db)
}

fn keys(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.id.0).collect()
}

#[test]
fn a_history_is_newest_first_without_the_trash() {
    let (_temp, db) = with_notes();
    // The same instant: the later key is the newer one.
    put_entry(&db, &entry(12, 1, 100, "At once", Detail::Topic(Topic::default())));
    let history = db.history(PersonId(1)).unwrap();
    let found: Vec<i64> = history.happenings.iter().map(|moment| moment.entry.0).collect();
    assert_eq!(found, [12, 10, 8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(history.happenings[0].kind, Kind::Topic);
    assert_eq!(db.history(PersonId(2)).unwrap().happenings.len(), 1);
    assert_eq!(db.history(PersonId(3)).unwrap(), History::default());
}

#[test]
fn a_history_holds_what_became_of_what_was_written() {
    let (_temp, db) = with_two();
    put(&db, [Record::OneOnOne(OneOnOne { reason: "ill".into(), ..one_on_one(5, 1, 90, OneOnOneState::Skipped) })]);
    let step = |minute: i64, what| Step {
        uid: Uid::new(7, u128::try_from(minute).unwrap()),
        at: moment(minute),
        one_on_one: Some(OneOnOneId(1)),
        what,
        words: "in their words".into(),
    };
    let flag = Entry {
        steps: vec![step(30, What::Raised)],
        ..entry(1, 1, 0, "quiet", Detail::Flag(Flag { state: FlagState::Raised, ..Flag::default() }))
    };
    put_entry(&db, &flag);
    put_entry(&db, &entry(2, 1, 10, "lead", Detail::Goal(Goal::default())));
    let closeness = 4.try_into().unwrap();
    put_entry(&db, &entry(3, 1, 20, "close", Detail::CheckIn(CheckIn { goal: EntryId(2), closeness })));
    // What lies in the trash takes what became of it along.
    let told = Praise { state: PraiseState::Told };
    let gone = Entry {
        trashed: Some(moment(50)),
        steps: vec![step(40, What::Told)],
        ..entry(4, 1, 5, "well", Detail::Praise(told.clone()))
    };
    put_entry(&db, &gone);
    // A step goes where its entry goes.
    let other = Entry {
        one_on_one: None,
        steps: vec![Step { one_on_one: None, ..step(45, What::Told) }],
        ..entry(6, 1, 6, "kind", Detail::Praise(told))
    };
    put_entry(&db, &other);
    put_entry(&db, &Entry { person: PersonId(2), ..other });
    let history = db.history(PersonId(1)).unwrap();
    let found: Vec<_> = history.happenings.iter().map(|moment| (moment.entry.0, moment.nth, moment.what)).collect();
    assert_eq!(
        found,
        [
            (1, 1, Happened::Step(What::Raised)),
            (3, 0, Happened::CheckedIn { goal: EntryId(2) }),
            (2, 0, Happened::Written),
            (1, 0, Happened::Written),
        ]
    );
    assert_eq!(history.happenings[0].one_on_one, Some(OneOnOneId(1)));
    assert_eq!((history.happenings[0].kind, history.happenings[0].day), (Kind::Flag, moment(30).day()));
    let skipped: Vec<i64> = history.skipped.iter().map(|one| one.one_on_one.0).collect();
    assert_eq!(skipped, [5]);
    assert_eq!(db.history(PersonId(2)).unwrap().happenings.len(), 2);
    assert_clean(&db);
}

#[test]
fn the_day_of_an_entry_is_that_of_the_writers_calendar() {
    let (_temp, db) = with_two();
    let written = |text: &str| Moment::from(&crate::support::zoned(text));
    let moments = [
        ("2026-11-24T23:30:00+09:00[+09:00]", date(2026, 11, 24)),
        ("2026-11-24T00:15:00-10:00[-10:00]", date(2026, 11, 24)),
        ("2024-02-29T23:59:59.999+00:00[+00:00]", date(2024, 2, 29)),
    ];
    for (id, (text, day)) in (1..).zip(moments) {
        put_entry(&db, &Entry { written: written(text), ..entry(id, 1, 0, "A note", note()) });
        let history = db.history(PersonId(1)).unwrap();
        assert_eq!(history.written(EntryId(id)).unwrap().day, day, "{text}");
        let on = |day| {
            let mut found = Vec::new();
            let filter = EntryFilter { from: Some(day), to: Some(day), ..EntryFilter::default() };
            db.list::<StoreError>(&filter, |entry| {
                found.push(entry.id.0);
                Ok(())
            })
            .unwrap();
            found.contains(&id)
        };
        assert!(on(day), "{text}");
        assert!(!on(day.tomorrow().unwrap()) && !on(day.yesterday().unwrap()), "{text}");
    }
}

#[test]
fn a_listing_is_narrowed_by_all_that_it_is_told() {
    let (_temp, db) = with_notes();
    put_entry(&db, &entry(12, 1, 24 * 60, "Tomorrow", Detail::Goal(Goal::default())));
    let (today, tomorrow) = (date(2026, 11, 24), date(2026, 11, 25));
    let ana = Some(PersonId(1));
    let all = EntryFilter::default();
    let cases: [(&str, EntryFilter, &[i64]); 8] = [
        ("all", all, &[1, 2, 3, 4, 5, 11, 6, 7, 8, 10, 12]),
        ("person", EntryFilter { person: Some(PersonId(2)), ..all }, &[11]),
        ("kind", EntryFilter { kind: Some(Kind::Goal), ..all }, &[12]),
        ("from", EntryFilter { from: Some(tomorrow), ..all }, &[12]),
        ("to", EntryFilter { to: Some(today), person: ana, ..all }, &[1, 2, 3, 4, 5, 6, 7, 8, 10]),
        ("both", EntryFilter { person: ana, kind: Some(Kind::Praise), ..all }, &[]),
        ("never", EntryFilter { from: Some(tomorrow), to: Some(today), ..all }, &[]),
        ("nobody", EntryFilter { person: Some(PersonId(5)), ..all }, &[]),
    ];
    for (name, filter, expected) in cases {
        let mut found = Vec::new();
        db.list::<StoreError>(&filter, |entry| {
            found.push(entry.id.0);
            Ok(())
        })
        .unwrap();
        assert_eq!(found, expected, "{name}");
    }
    let mut read = 0;
    let stopped = db.list::<StoreError>(&all, |_| {
        read += 1;
        Err(StoreError::Stopped)
    });
    assert!(stopped.is_err());
    assert_eq!(read, 1, "a listing ends where its reader has had enough");
}

#[test]
fn jots_outside_meetings_are_the_latest_ones_oldest_first() {
    let (_temp, db) = with_notes();
    let since = |minutes, most| {
        let since = moment(minutes);
        keys(&db.jotted_since(PersonId(1), Some(&since), most).unwrap())
    };
    assert_eq!(keys(&db.jotted_since(PersonId(1), None, 100).unwrap()), [1, 2, 5, 6, 7, 8, 10]);
    assert_eq!(since(60, 100), [6, 7, 8, 10], "from that very moment on");
    assert_eq!(since(0, 3), [7, 8, 10], "no more than asked for, and the latest of them");
    assert_eq!(keys(&db.entries_of(OneOnOneId(1)).unwrap()), [3, 4]);
}

#[test]
fn what_is_open_is_what_the_domain_calls_open() {
    let (_temp, db) = with_two();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    let mut all = one_of_each(2, goal.id);
    for entry in &all {
        put_entry(&db, entry);
    }
    put_entry(&db, &entry(900, 2, 0, "About Bo", Detail::Flag(Flag::default())));
    all.insert(0, goal);
    let open: Vec<i64> =
        all.iter().filter(|entry| entry.trashed.is_none() && entry.detail.is_open()).map(|entry| entry.id.0).collect();
    assert!(open.len() > 15);
    assert_eq!(keys(&db.open_entries(PersonId(1)).unwrap()), open);
    let in_force = |entry: &&Entry| entry.trashed.is_none() && entry.detail.state() == Some("current");
    let in_force: Vec<i64> = all.iter().filter(in_force).map(|entry| entry.id.0).collect();
    assert!(!in_force.is_empty());
    assert_eq!(keys(&db.expectations_in_force(PersonId(1)).unwrap()), in_force);
    assert_eq!(db.expectations_in_force(PersonId(2)).unwrap(), []);
}

#[test]
fn a_glance_says_who_was_met_what_is_planned_and_what_was_not_raised() {
    let (_temp, db) = with_two();
    put(
        &db,
        [
            Record::Person(Person { place: 0, ..person(3, "Cleo") }),
            Record::OneOnOne(one_on_one(3, 3, -300, OneOnOneState::NothingToNote)),
            Record::OneOnOne(one_on_one(4, 3, -200, OneOnOneState::Skipped)),
            Record::OneOnOne(one_on_one(5, 3, 900, OneOnOneState::Planned)),
            Record::OneOnOne(one_on_one(6, 3, 500, OneOnOneState::Planned)),
        ],
    );
    let flag = |state, watch_until| Detail::Flag(Flag { state, watch_until, ..Flag::default() });
    put_entry(&db, &entry(1, 1, 0, "Raised", flag(FlagState::Raised, None)));
    put_entry(&db, &entry(2, 2, 0, "Watching", flag(FlagState::Watching, Some(DAY))));
    let trashed = Entry { trashed: Some(moment(3)), ..entry(3, 3, 0, "Noticed", flag(FlagState::Noticed, None)) };
    put_entry(&db, &trashed);

    let glances = db.glances(DAY).unwrap();
    let seen: Vec<_> = glances
        .iter()
        .map(|glance| {
            let at = |moment: &Option<Moment>| moment.as_ref().map(Moment::at_ms);
            (
                glance.person.profile.name.as_str(),
                at(&glance.last_met),
                at(&glance.meetings.planned),
                glance.unraised,
                glance.meetings.running,
            )
        })
        .collect();
    let at = |minutes| Some(moment(minutes).at_ms());
    assert_eq!(
        seen,
        [
            ("Cleo", at(-300), at(500), false, false),
            ("Ana", at(0), None, false, true),
            ("Bo", at(0), None, true, false),
        ]
    );
    put_entry(&db, &Entry { trashed: None, ..trashed });
    assert!(db.glances(DAY).unwrap()[0].unraised);
    let the_day_before = db.glances(date(2026, 12, 30)).unwrap();
    assert!(!the_day_before[2].unraised, "what is watched is quiet until its day");
}

#[test]
fn the_latest_one_on_ones_are_oldest_first_without_planned_ones() {
    let (_temp, db) = with_two();
    put(
        &db,
        [
            Record::OneOnOne(one_on_one(3, 1, 10, OneOnOneState::Skipped)),
            Record::OneOnOne(one_on_one(4, 1, 20, OneOnOneState::Planned)),
            Record::OneOnOne(one_on_one(5, 1, 10, OneOnOneState::NothingToNote)),
            Record::OneOnOne(one_on_one(6, 1, -5, OneOnOneState::NothingToNote)),
        ],
    );
    let latest =
        |most| -> Vec<i64> { db.latest_one_on_ones(PersonId(1), most).unwrap().iter().map(|one| one.id.0).collect() };
    assert_eq!(latest(10), [6, 1, 3, 5]);
    assert_eq!(latest(2), [3, 5]);
    assert_eq!(db.latest_met(PersonId(1)).unwrap().unwrap().id, OneOnOneId(5));
    assert_eq!(db.running(PersonId(1)).unwrap().unwrap().id, OneOnOneId(1));
    assert_eq!(db.next_planned(PersonId(1)).unwrap().unwrap().id, OneOnOneId(4));
}

/// Damage, done by hand to a journal that was clean, and a part of what the check says of it.
const DAMAGE: &[(&str, &str)] = &[
    ("DELETE FROM notes WHERE entry = 2", "entry 2 is a note without its row in notes"),
    ("UPDATE flags SET state = 'raised' WHERE entry = 3", "entry 3: it is raised, but its steps say noticed"),
    ("DELETE FROM subjects WHERE entry = 2", "entry 2: its subjects are not those of its text"),
    ("INSERT INTO subjects VALUES (3, 'invented')", "entry 3: its subjects"),
    ("UPDATE entries SET one_on_one = 99 WHERE id = 2", "points at a row of one_on_ones that is not there"),
    ("UPDATE entries SET one_on_one = 2 WHERE id = 2", "points at a row of one_on_ones that is not there"),
    ("UPDATE entries SET person = 99 WHERE id = 2", "points at a row of people that is not there"),
    ("UPDATE check_ins SET goal = 2", "points at a row of goals that is not there"),
    ("INSERT INTO praise (entry, state) VALUES (2, 'told')", "points at a row of entries that is not there"),
    ("UPDATE entries SET kind = 'topic' WHERE id = 2", "entry 2 is a topic without its row in topics"),
    ("UPDATE steps SET what = 'talked' WHERE entry = 5", "“talked” cannot happen to its kind, action"),
    ("UPDATE topics SET state = 'talked' WHERE entry = 6", "entry 6: it is talked, but its steps say open"),
];

/// A goal, a note with a subject, a flag, a check-in, an action with a step, and a topic in the trash.
fn with_some() -> (TempJournal, Db) {
    let (temp, db) = with_two();
    let done = Step { uid: uid(4, 1), at: moment(9), one_on_one: None, what: What::Done, words: String::new() };
    let action = Action { state: ActionState::Done, ..Action::mine(None) };
    for entry in [
        entry(1, 1, 0, "A goal", Detail::Goal(Goal::default())),
        entry(2, 1, 1, "A note about #growth", note()),
        entry(3, 1, 2, "A flag", Detail::Flag(Flag::default())),
        entry(4, 1, 3, "Closer", Detail::CheckIn(CheckIn { goal: EntryId(1), closeness: 2.try_into().unwrap() })),
        Entry { steps: vec![done], ..entry(5, 1, 4, "Promised", Detail::Action(action)) },
        Entry { trashed: Some(moment(8)), ..entry(6, 1, 5, "A topic", Detail::Topic(Topic::default())) },
    ] {
        put_entry(&db, &entry);
    }
    (temp, db)
}

#[test]
fn a_check_finds_planted_damage_and_tells_no_word_of_a_note() {
    for (sql, expected) in DAMAGE {
        let (temp, db) = with_some();
        assert_clean(&db);
        let raw = temp.raw();
        raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let problems = db.check().unwrap().problems;
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{sql}: {problems:?}");
        assert!(!problems.concat().contains("about"), "{problems:?}");
    }
}

#[test]
fn a_check_finds_a_file_whose_pages_are_damaged() {
    let (temp, db) = with_some();
    drop(db);
    let path = temp.file();
    drop(temp.raw());
    temp.flush().unwrap();
    raw(&path).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let copy = tempfile::tempdir().unwrap();
    let copy = copy.path().join("j");
    let mut bytes = std::fs::read(&path).unwrap();
    let page = 4096;
    for byte in &mut bytes[page * 6..page * 12] {
        *byte = 0x5a;
    }
    std::fs::write(&copy, bytes).unwrap();
    // Either it cannot be read at all, and says so, or the check finds the damage.
    match Db::open_existing(&copy).and_then(|db| db.check()) {
        Ok(report) => assert!(!report.problems.is_empty()),
        Err(error) => assert!(!error.trouble().to_do.is_empty()),
    }
}

#[test]
fn a_check_says_what_it_looked_at() {
    let (_temp, db) = with_some();
    let report = db.check().unwrap();
    let expected = [("people", 2), ("one-on-ones", 2), ("entries", 6), ("steps", 1), ("drafts", 0), ("changes", 0)];
    assert_eq!(report.looked_at, expected);
}
