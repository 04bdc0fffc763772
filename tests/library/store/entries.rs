//! Entries of every kind round-trip, and every listing keeps its promise.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::{
                Kind,
                action::{Action, ActionState, Party},
                check_in::CheckIn,
                delegation::{Delegation, DelegationState, Level},
                expectation::{Expectation, ExpectationState},
                feedback::Feedback,
                flag::{Flag, FlagState, RaisePlan},
                goal::{Goal, GoalState},
                note::{Note, NoteFocus},
                praise::{Praise, PraiseState},
                topic::{Topic, TopicState},
            },
            state::EntryState,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        meeting_prep::MeetingPrep,
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Birthday, Person, Profile, Relation, ShortName},
        personal_details::AskedDetail,
        timeline::{Timeline, TimelineEventKind},
    },
    store::{Db, EntryFilter, Record, StoreError},
};

use crate::support::{TempJournal, assert_clean, moment, query_number, raw_connection};

const DAY: Date = date(2026, 12, 31);

fn uid(table: u64, key: i64) -> Uid {
    Uid::new(table, u128::from(key.unsigned_abs()))
}

pub fn person(id: i64, name: &str) -> Person {
    Person {
        id: PersonId(id),
        uid: uid(1, id),
        profile: Profile::with_name(name),
        position: id,
        added_at: moment(0),
        archived_at: None,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName::default(),
    }
}

pub fn one_on_one(id: i64, person: i64, minutes: i64, state: OneOnOneState) -> OneOnOne {
    OneOnOne {
        id: OneOnOneId(id),
        uid: uid(2, id),
        person: PersonId(person),
        at: moment(minutes),
        state,
        wrapped_up_at: None,
        minutes: None,
        reason: String::new(),
        planned_end: None,
    }
}

pub fn entry(id: i64, person: i64, minutes: i64, text: &str, detail: Detail) -> Entry {
    Entry {
        id: EntryId(id),
        uid: uid(3, id),
        person: PersonId(person),
        one_on_one: None,
        written_at: moment(minutes),
        text: text.to_owned(),
        detail,
        events: Vec::new(),
        trashed_at: None,
        snoozed_until: None,
        evidence: false,
        shared_on: None,
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

/// A journal with Ana (1) and Bo (2), and a one-on-one with each (1 and 2).
pub fn journal_with_two_people() -> (TempJournal, Db) {
    let temp = TempJournal::with_people(&[]);
    let db = Db::open_existing(&temp.file()).unwrap();
    put(
        &db,
        [
            Record::Person(Box::new(person(1, "Ana"))),
            Record::Person(Box::new(person(2, "Bo"))),
            Record::OneOnOne(one_on_one(1, 1, 0, OneOnOneState::Held)),
            Record::OneOnOne(one_on_one(2, 2, 0, OneOnOneState::NothingToNote)),
        ],
    );
    (temp, db)
}

/// Every kind in every state, with and without optional fields.
fn all_details(goal: EntryId) -> Vec<Detail> {
    let owned = |text: &str| text.to_owned();
    let mut all = Vec::new();
    all.extend(NoteFocus::ALL.iter().map(|&about| Detail::Note(Note { about })));
    all.extend(FlagState::ALL.iter().map(|&state| {
        Detail::Flag(Flag {
            usually: owned("first to laugh"),
            lately: owned("quiet"),
            need: owned("time ⏳"),
            state,
            raise_plan: RaisePlan::Undecided,
            watch_until: (state == FlagState::Watching).then_some(DAY),
            recheck_on: (state == FlagState::Settled).then_some(DAY),
        })
    }));
    all.extend(
        [RaisePlan::NextOneOnOne, RaisePlan::On(DAY)]
            .map(|raise_when| Detail::Flag(Flag { raise_plan: raise_when, ..Flag::default() })),
    );
    for &state in GoalState::ALL {
        all.extend([None, Some(DAY)].map(|target| {
            let (why, success, support) = (owned("自由"), owned("on stage"), owned("a rehearsal"));
            Detail::Goal(Goal { why, success, support, target, state })
        }));
    }
    all.extend(
        (1..=5).map(|closeness: u8| Detail::CheckIn(CheckIn { goal, closeness: closeness.try_into().unwrap() })),
    );
    for &by in Party::ALL {
        for &state in ActionState::ALL {
            if state != ActionState::Told || by == Party::Me {
                all.extend([None, Some(DAY)].map(|due| Detail::Action(Action { by, due, state })));
            }
        }
        all.extend(TopicState::ALL.iter().map(|&state| Detail::Topic(Topic { from: by, state })));
    }
    all.extend(PraiseState::ALL.iter().map(|&state| Detail::Praise(Praise { state })));
    let full =
        Feedback { situation: owned("demo"), behaviour: owned("waited"), impact: owned("calm"), ..Feedback::given() };
    all.push(Detail::Feedback(full.clone()));
    all.push(Detail::Feedback(Feedback { changed: owned("I ask first"), ..Feedback::received() }));
    for &level in Level::ALL {
        all.extend(DelegationState::ALL.iter().map(|&state| {
            let hands_off_until = (state == DelegationState::WithThem).then_some(DAY);
            Detail::Delegation(Delegation { level, support: owned("budget"), hands_off_until, state })
        }));
    }
    all.extend(ExpectationState::ALL.iter().map(|&state| {
        Detail::Expectation(Expectation { provide: owned("cover"), their_words: owned("«sim»"), state })
    }));
    all
}

fn event_kinds_of(kind: Kind) -> Vec<EventKind> {
    let plain = [
        EventKind::Raised,
        EventKind::Settled,
        EventKind::Rechecked,
        EventKind::LetGo,
        EventKind::Paused,
        EventKind::Resumed,
        EventKind::Reached,
        EventKind::Dropped,
        EventKind::Done,
        EventKind::Told,
        EventKind::TakenBack,
        EventKind::Completed,
        EventKind::SaidAloud,
        EventKind::Replaced,
        EventKind::Discussed,
    ];
    let moves = Level::ALL.iter().map(|&level| EventKind::LevelChanged(level));
    plain.into_iter().chain(moves).filter(|what| what.applies_to(kind)).collect()
}

/// An entry for each detail: every other one in the one-on-one, some in the trash, with all events
/// of its kind.
pub fn entries_of_every_state(first: i64, goal: EntryId) -> Vec<Entry> {
    (first..)
        .zip(all_details(goal))
        .map(|(id, detail)| {
            let steps = event_kinds_of(detail.kind());
            let step = |(number, what)| EntryEvent {
                uid: uid(4, id * 100 + number),
                at: moment(id + number),
                one_on_one: (number % 2 == 0).then_some(OneOnOneId(1)),
                kind: what,
                comment: format!("words {number}"),
            };
            Entry {
                one_on_one: (id % 2 == 0).then_some(OneOnOneId(1)),
                events: (0..).zip(steps).map(step).collect(),
                trashed_at: (id % 7 == 0).then(|| moment(500)),
                ..entry(id, 1, id, "línea 1\nשורה 2 #tag 🙂", detail)
            }
        })
        .collect()
}

#[test]
fn entries_of_every_kind_and_state_round_trip() {
    let (_temp, db) = journal_with_two_people();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    for entry in entries_of_every_state(2, goal.id) {
        put_entry(&db, &entry);
        assert_eq!(db.entry(entry.id).unwrap(), Some(entry.clone()));
        let found = db.entry(entry.id).unwrap().map(|entry| Record::Entry(Box::new(entry)));
        assert_eq!(found, Some(Record::Entry(Box::new(entry))));
    }
}

#[test]
fn an_entry_put_as_another_kind_leaves_nothing_of_the_old_one() {
    let (temp, db) = journal_with_two_people();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    let raw = raw_connection(&temp.file());
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
    let mut one_of_each_kind = all_details(goal.id);
    one_of_each_kind.dedup_by_key(|detail| detail.kind());
    for before in &one_of_each_kind {
        for after in &one_of_each_kind {
            put_entry(&db, &entry(2, 1, 1, "was #old", before.clone()));
            let changed = entry(2, 1, 1, "is #new", after.clone());
            put_entry(&db, &changed);
            assert_eq!(db.entry(EntryId(2)).unwrap(), Some(changed), "{before:?} to {after:?}");
        }
        let rows: i64 = tables
            .iter()
            .map(|table| query_number(&raw, &format!("SELECT count(*) FROM {table} WHERE entry = 2")))
            .sum();
        assert_eq!(rows, 1, "{before:?}");
    }
    assert_eq!(query_number(&raw, "SELECT count(*) FROM subjects WHERE word = 'old'"), 0);
    assert_eq!(query_number(&raw, "SELECT count(*) FROM subjects WHERE word = 'new'"), 1);
}

#[test]
fn a_goal_with_check_ins_cannot_become_something_else() {
    let (_temp, db) = journal_with_two_people();
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
fn people_and_one_on_ones_round_trip() {
    let (_temp, db) = journal_with_two_people();
    let full = Person {
        profile: Profile {
            goes_by: "Ĵones".into(),
            relation: Relation::Boss,
            role: "Head of 研究".into(),
            team: "R&D".into(),
            since: Some(date(2020, 2, 29)),
            birthday: Some(Birthday::parse("29 February").unwrap()),
            pronouns: "they".into(),
            personal_details: "quiet mornings\n- tea".into(),
            cadence: Some("every 2 weeks".parse().unwrap()),
            colour: Some(255),
            format: "Career talk".into(),
            ..Profile::with_name("Søren O'Hara-Ĵones 🙂")
        },
        archived_at: Some(moment(9)),
        meeting_prep: MeetingPrep {
            agenda_order: vec![uid(4, 9), uid(4, 2)],
            asked_details: vec![AskedDetail { detail: "tea".into(), asked_on: date(2026, 11, 24) }],
        },
        ..person(3, "")
    };
    let bare = Person { profile: Profile { cadence: None, ..Profile::with_name("Li") }, ..person(4, "") };
    let born = Birthday::parse("1988-11-30").unwrap();
    let known = Person { profile: Profile { birthday: Some(born), ..Profile::with_name("Kai") }, ..person(5, "") };
    for person in [full, bare, known] {
        put(&db, [Record::Person(Box::new(person.clone()))]);
        assert_eq!(db.person(person.id).unwrap(), Some(person));
    }
    let held =
        OneOnOne { wrapped_up_at: Some(moment(70)), minutes: Some(45), ..one_on_one(3, 1, 30, OneOnOneState::Held) };
    let planned = OneOnOne { planned_end: Some(moment(80).instant()), ..one_on_one(5, 1, 50, OneOnOneState::Planned) };
    let skipped = OneOnOne { reason: "ill".into(), ..one_on_one(4, 1, 40, OneOnOneState::Skipped) };
    for one_on_one in [held, skipped, planned] {
        put(&db, [Record::OneOnOne(one_on_one.clone())]);
        assert_eq!(db.one_on_one(one_on_one.id).unwrap(), Some(one_on_one));
    }
}

#[test]
fn a_transaction_that_fails_leaves_nothing() {
    let (temp, db) = journal_with_two_people();
    let before = temp.content_rows();
    let failed = db.transaction::<(), StoreError>(|db| {
        db.put(&Record::Person(Box::new(person(9, "Cleo"))))?;
        db.put(&Record::Entry(Box::new(entry(1, 77, 0, "about nobody", note()))))
    });
    assert!(failed.is_err());
    assert_eq!(temp.content_rows(), before);
}

/// Ten notes about Ana, ten minutes apart: 3 and 4 in the one-on-one, 9 in the trash. 11 is about
/// Bo.
fn journal_with_notes() -> (TempJournal, Db) {
    let (temp, db) = journal_with_two_people();
    for id in 1..=10 {
        let written = Entry {
            one_on_one: (3..=4).contains(&id).then_some(OneOnOneId(1)),
            trashed_at: (id == 9).then(|| moment(900)),
            ..entry(id, 1, id * 10, "A note", note())
        };
        put_entry(&db, &written);
    }
    put_entry(&db, &entry(11, 2, 55, "About Bo", Detail::Praise(Praise::default())));
    (temp, db)
}

fn entry_ids(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.id.0).collect()
}

#[test]
fn timeline_is_newest_first_without_trash() {
    let (_temp, db) = journal_with_notes();
    // At the same instant the larger id is newer.
    put_entry(&db, &entry(12, 1, 100, "At once", Detail::Topic(Topic::default())));
    let history = db.timeline(PersonId(1)).unwrap();
    let found: Vec<i64> = history.events.iter().map(|moment| moment.entry.0).collect();
    assert_eq!(found, [12, 10, 8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(history.events[0].kind, Kind::Topic);
    assert_eq!(db.timeline(PersonId(2)).unwrap().events.len(), 1);
    assert_eq!(db.timeline(PersonId(3)).unwrap(), Timeline::default());
}

#[test]
fn timeline_contains_the_events_of_entries() {
    let (_temp, db) = journal_with_two_people();
    put(&db, [Record::OneOnOne(OneOnOne { reason: "ill".into(), ..one_on_one(5, 1, 90, OneOnOneState::Skipped) })]);
    let step = |minute: i64, what| EntryEvent {
        uid: Uid::new(7, u128::try_from(minute).unwrap()),
        at: moment(minute),
        one_on_one: Some(OneOnOneId(1)),
        kind: what,
        comment: "in their words".into(),
    };
    let flag = Entry {
        events: vec![step(30, EventKind::Raised)],
        ..entry(1, 1, 0, "quiet", Detail::Flag(Flag { state: FlagState::Raised, ..Flag::default() }))
    };
    put_entry(&db, &flag);
    put_entry(&db, &entry(2, 1, 10, "lead", Detail::Goal(Goal::default())));
    let closeness = 4.try_into().unwrap();
    put_entry(&db, &entry(3, 1, 20, "close", Detail::CheckIn(CheckIn { goal: EntryId(2), closeness })));
    // The events of an entry in the trash are hidden too.
    let told = Praise { state: PraiseState::Told };
    let gone = Entry {
        trashed_at: Some(moment(50)),
        events: vec![step(40, EventKind::Told)],
        ..entry(4, 1, 5, "well", Detail::Praise(told.clone()))
    };
    put_entry(&db, &gone);
    // An event is deleted with its entry.
    let other = Entry {
        one_on_one: None,
        events: vec![EntryEvent { one_on_one: None, ..step(45, EventKind::Told) }],
        ..entry(6, 1, 6, "kind", Detail::Praise(told))
    };
    put_entry(&db, &other);
    put_entry(&db, &Entry { person: PersonId(2), ..other });
    let history = db.timeline(PersonId(1)).unwrap();
    let found: Vec<_> =
        history.events.iter().map(|moment| (moment.entry.0, moment.event_index, moment.event_kind)).collect();
    assert_eq!(
        found,
        [
            (1, 1, TimelineEventKind::Event(EventKind::Raised)),
            (3, 0, TimelineEventKind::CheckedIn { goal: EntryId(2) }),
            (2, 0, TimelineEventKind::Written),
            (1, 0, TimelineEventKind::Written),
        ]
    );
    assert_eq!(history.events[0].one_on_one, Some(OneOnOneId(1)));
    assert_eq!((history.events[0].kind, history.events[0].day), (Kind::Flag, moment(30).day()));
    let skipped: Vec<i64> = history.skipped_meetings.iter().map(|one| one.one_on_one.0).collect();
    assert_eq!(skipped, [5]);
    assert_eq!(db.timeline(PersonId(2)).unwrap().events.len(), 2);
    assert_clean(&db);
}

#[test]
fn entry_day_follows_the_writers_time_zone() {
    let (_temp, db) = journal_with_two_people();
    let written = |text: &str| Moment::from(&crate::support::zoned(text));
    let moments = [
        ("2026-11-24T23:30:00+09:00[+09:00]", date(2026, 11, 24)),
        ("2026-11-24T00:15:00-10:00[-10:00]", date(2026, 11, 24)),
        ("2024-02-29T23:59:59.999+00:00[+00:00]", date(2024, 2, 29)),
    ];
    for (id, (text, day)) in (1..).zip(moments) {
        put_entry(&db, &Entry { written_at: written(text), ..entry(id, 1, 0, "A note", note()) });
        let history = db.timeline(PersonId(1)).unwrap();
        assert_eq!(history.written_event(EntryId(id)).unwrap().day, day, "{text}");
        let on = |day| {
            let mut found = Vec::new();
            let filter = EntryFilter { from: Some(day), to: Some(day), ..EntryFilter::default() };
            db.for_each_filtered_entry::<StoreError>(&filter, |entry| {
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
fn listing_applies_every_filter() {
    let (_temp, db) = journal_with_notes();
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
        db.for_each_filtered_entry::<StoreError>(&filter, |entry| {
            found.push(entry.id.0);
            Ok(())
        })
        .unwrap();
        assert_eq!(found, expected, "{name}");
    }
    let mut read = 0;
    let stopped = db.for_each_filtered_entry::<StoreError>(&all, |_| {
        read += 1;
        Err(StoreError::WriterGone)
    });
    assert!(stopped.is_err());
    assert_eq!(read, 1, "a listing ends where its reader has had enough");
}

#[test]
fn jots_outside_meetings_are_the_latest_ones_oldest_first() {
    let (_temp, db) = journal_with_notes();
    let since = |minutes, most| {
        let since = moment(minutes);
        entry_ids(&db.entries_outside_meetings_since(PersonId(1), Some(&since), most).unwrap())
    };
    assert_eq!(entry_ids(&db.entries_outside_meetings_since(PersonId(1), None, 100).unwrap()), [1, 2, 5, 6, 7, 8, 10]);
    assert_eq!(since(60, 100), [6, 7, 8, 10], "from that very moment on");
    assert_eq!(since(0, 3), [7, 8, 10], "no more than asked for, and the latest of them");
    assert_eq!(entry_ids(&db.entries_in_one_on_one(OneOnOneId(1)).unwrap()), [3, 4]);
}

#[test]
fn open_entries_match_the_domain_rule() {
    let (_temp, db) = journal_with_two_people();
    let goal = entry(1, 1, 0, "A goal", Detail::Goal(Goal::default()));
    put_entry(&db, &goal);
    let mut all = entries_of_every_state(2, goal.id);
    for entry in &all {
        put_entry(&db, entry);
    }
    put_entry(&db, &entry(900, 2, 0, "About Bo", Detail::Flag(Flag::default())));
    all.insert(0, goal);
    let open: Vec<i64> = all
        .iter()
        .filter(|entry| entry.trashed_at.is_none() && entry.detail.is_open())
        .map(|entry| entry.id.0)
        .collect();
    assert!(open.len() > 15);
    assert_eq!(entry_ids(&db.open_entries(PersonId(1)).unwrap()), open);
    let in_force = |entry: &&Entry| {
        entry.trashed_at.is_none() && entry.detail.state() == Some(EntryState::Expectation(ExpectationState::Current))
    };
    let in_force: Vec<i64> = all.iter().filter(in_force).map(|entry| entry.id.0).collect();
    assert!(!in_force.is_empty());
    assert_eq!(entry_ids(&db.current_expectations(PersonId(1)).unwrap()), in_force);
    assert_eq!(db.current_expectations(PersonId(2)).unwrap(), []);
}

#[test]
fn person_summary_has_last_met_planned_and_unraised() {
    let (_temp, db) = journal_with_two_people();
    put(
        &db,
        [
            Record::Person(Box::new(Person { position: 0, ..person(3, "Cleo") })),
            Record::OneOnOne(one_on_one(3, 3, -300, OneOnOneState::NothingToNote)),
            Record::OneOnOne(one_on_one(4, 3, -200, OneOnOneState::Skipped)),
            Record::OneOnOne(one_on_one(5, 3, 900, OneOnOneState::Planned)),
            Record::OneOnOne(one_on_one(6, 3, 500, OneOnOneState::Planned)),
        ],
    );
    let flag = |state, watch_until| Detail::Flag(Flag { state, watch_until, ..Flag::default() });
    put_entry(&db, &entry(1, 1, 0, "Raised", flag(FlagState::Raised, None)));
    put_entry(&db, &entry(2, 2, 0, "Watching", flag(FlagState::Watching, Some(DAY))));
    let trashed = Entry { trashed_at: Some(moment(3)), ..entry(3, 3, 0, "Noticed", flag(FlagState::Noticed, None)) };
    put_entry(&db, &trashed);

    let summaries = db.person_summaries(DAY).unwrap();
    let seen: Vec<_> = summaries
        .iter()
        .map(|glance| {
            let at = |moment: &Option<Moment>| moment.as_ref().map(Moment::at_ms);
            (
                glance.person.profile.name.as_str(),
                at(&glance.last_met),
                at(&glance.schedule.planned),
                glance.has_unraised_flag,
                glance.schedule.is_running,
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
    put_entry(&db, &Entry { trashed_at: None, ..trashed });
    assert!(db.person_summaries(DAY).unwrap()[0].has_unraised_flag);
    let the_day_before = db.person_summaries(date(2026, 12, 30)).unwrap();
    assert!(!the_day_before[2].has_unraised_flag, "what is watched is quiet until its day");
}

#[test]
fn the_latest_one_on_ones_are_oldest_first_without_planned_ones() {
    let (_temp, db) = journal_with_two_people();
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
    assert_eq!(db.running_one_on_one(PersonId(1)).unwrap().unwrap().id, OneOnOneId(1));
    assert_eq!(db.next_planned(PersonId(1)).unwrap().unwrap().id, OneOnOneId(4));
}

/// SQL that damages a clean journal, and a part of the problem that the check reports.
const DAMAGE: &[(&str, &str)] = &[
    ("DELETE FROM notes WHERE entry = 2", "entry 2 is a note without its row in notes"),
    ("UPDATE flags SET state = 'raised' WHERE entry = 3", "entry 3: it is raised, but its events say noticed"),
    ("DELETE FROM subjects WHERE entry = 2", "entry 2: its subjects are not those of its text"),
    ("INSERT INTO subjects VALUES (3, 'invented')", "entry 3: its subjects"),
    ("UPDATE entries SET one_on_one = 99 WHERE id = 2", "points at a row of one_on_ones that is not there"),
    ("UPDATE entries SET one_on_one = 2 WHERE id = 2", "points at a row of one_on_ones that is not there"),
    ("UPDATE entries SET person = 99 WHERE id = 2", "points at a row of people that is not there"),
    ("UPDATE check_ins SET goal = 2", "points at a row of goals that is not there"),
    ("INSERT INTO praise (entry, state) VALUES (2, 'told')", "points at a row of entries that is not there"),
    ("UPDATE entries SET kind = 'topic' WHERE id = 2", "entry 2 is a topic without its row in topics"),
    ("UPDATE steps SET what = 'talked' WHERE entry = 5", "“talked” can’t happen to its kind, action"),
    ("UPDATE topics SET state = 'talked' WHERE entry = 6", "entry 6: it is talked, but its events say open"),
];

/// A goal, a note with a subject, a flag, a check-in, an action with an event, and a topic in the
/// trash.
fn journal_to_damage() -> (TempJournal, Db) {
    let (temp, db) = journal_with_two_people();
    let done =
        EntryEvent { uid: uid(4, 1), at: moment(9), one_on_one: None, kind: EventKind::Done, comment: String::new() };
    let action = Action { state: ActionState::Done, ..Action::mine(None) };
    for entry in [
        entry(1, 1, 0, "A goal", Detail::Goal(Goal::default())),
        entry(2, 1, 1, "A note about #growth", note()),
        entry(3, 1, 2, "A flag", Detail::Flag(Flag::default())),
        entry(4, 1, 3, "Closer", Detail::CheckIn(CheckIn { goal: EntryId(1), closeness: 2.try_into().unwrap() })),
        Entry { events: vec![done], ..entry(5, 1, 4, "Promised", Detail::Action(action)) },
        Entry { trashed_at: Some(moment(8)), ..entry(6, 1, 5, "A topic", Detail::Topic(Topic::default())) },
    ] {
        put_entry(&db, &entry);
    }
    (temp, db)
}

#[test]
fn check_finds_damage_and_reveals_no_note_text() {
    for (sql, expected) in DAMAGE {
        let (temp, db) = journal_to_damage();
        assert_clean(&db);
        let raw = temp.raw_connection();
        raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let problems = db.check().unwrap().problems;
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{sql}: {problems:?}");
        assert!(!problems.concat().contains("about"), "{problems:?}");
    }
}

#[test]
fn a_check_finds_a_file_whose_pages_are_damaged() {
    let (temp, db) = journal_to_damage();
    drop(db);
    let path = temp.file();
    drop(temp.raw_connection());
    temp.flush().unwrap();
    raw_connection(&path).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let copy = tempfile::tempdir().unwrap();
    let copy = copy.path().join("j");
    let mut bytes = std::fs::read(&path).unwrap();
    let page = 4096;
    for byte in &mut bytes[page * 6..page * 12] {
        *byte = 0x5a;
    }
    std::fs::write(&copy, bytes).unwrap();
    // Either reading fails with an error, or the check finds the damage.
    match Db::open_existing(&copy).and_then(|db| db.check()) {
        Ok(report) => assert!(!report.problems.is_empty()),
        Err(error) => assert!(!error.user_facing_error().remedy.is_empty()),
    }
}

#[test]
fn check_reports_row_counts() {
    let (_temp, db) = journal_to_damage();
    let report = db.check().unwrap();
    let expected = [("people", 2), ("one-on-ones", 2), ("entries", 6), ("steps", 1), ("drafts", 0), ("changes", 0)];
    assert_eq!(report.counts, expected);
}
