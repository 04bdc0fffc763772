//! The statistics that Reflect shows.

use jiff::civil::date;
use rapport::{
    domain::{
        balance::{Balance, window_start},
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::{
                action::{Action, ActionState},
                feedback::Feedback,
                flag::{Flag, FlagState},
                note::{Note, NoteFocus},
                praise::{Praise, PraiseState},
            },
        },
        id::{PersonId, Uid},
        leader_stats::{CommitmentStats, FlagTiming, PraiseStats},
        moment::Moment,
        one_on_one::OneOnOneState,
        person::Person,
        question::Theme,
    },
    store::{EntryFilter, Record, StoreError},
};

use super::entries::{entry, journal_with_two_people, one_on_one, person, put, put_entry};
use crate::support::{moment, zoned};

#[test]
fn balance_counts_live_entries_since_the_writers_day() {
    let (_temp, db) = journal_with_two_people();
    let about = |about| Detail::Note(Note { about });
    let at = |id, person, at: &str, detail| Entry {
        written_at: Moment::from(&zoned(at)),
        ..entry(id, person, 0, "text", detail)
    };
    // 00:30 on the first day in Tokyo is the previous day in Greenwich; 23:30 on the day before in
    // Honolulu is the first day in Greenwich.
    let entries = [
        at(1, 1, "2026-11-01T00:30:00+09:00[+09:00]", about(NoteFocus::Person)),
        at(2, 1, "2026-10-31T23:30:00-10:00[-10:00]", about(NoteFocus::Person)),
        at(3, 1, "2026-11-02T10:00:00+00:00[+00:00]", about(NoteFocus::Work)),
        at(4, 1, "2026-11-02T10:00:00+00:00[+00:00]", about(NoteFocus::Unmarked)),
        at(5, 1, "2026-11-03T10:00:00+00:00[+00:00]", Detail::Praise(Praise::default())),
        at(6, 1, "2026-11-04T10:00:00+00:00[+00:00]", Detail::Action(Action::mine(None))),
        at(7, 1, "2026-11-05T10:00:00+00:00[+00:00]", Detail::Action(Action::theirs(None))),
        at(8, 2, "2026-11-05T10:00:00+00:00[+00:00]", about(NoteFocus::Person)),
        Entry {
            trashed_at: Some(moment(9)),
            ..at(9, 1, "2026-11-05T10:00:00+00:00[+00:00]", about(NoteFocus::Person))
        },
    ];
    for entry in &entries {
        put_entry(&db, entry);
    }
    let of = |person, from| db.balance(PersonId(person), from).unwrap();
    assert_eq!(of(1, date(2026, 11, 1)), Balance { person: 2, work: 3 });
    assert_eq!(of(1, date(2026, 10, 31)), Balance { person: 3, work: 3 });
    assert_eq!(of(1, date(2026, 11, 6)), Balance::default());
    assert_eq!(of(2, date(2026, 11, 1)), Balance { person: 1, work: 0 });
    assert_eq!(of(1, jiff::civil::Date::MIN), Balance { person: 3, work: 3 });
    // The listing determines days differently and has the same entries.
    let mut listed = Balance::default();
    let filter = EntryFilter { person: Some(PersonId(1)), from: Some(date(2026, 11, 1)), ..EntryFilter::default() };
    db.for_each_filtered_entry::<StoreError>(&filter, |entry| {
        let note = if let Detail::Note(note) = &entry.detail { note.about } else { NoteFocus::Unmarked };
        listed.add(entry.kind(), note, 1);
        Ok(())
    })
    .unwrap();
    assert_eq!(listed, of(1, date(2026, 11, 1)));
}

fn flag(state: FlagState) -> Detail {
    let watch_until = (state == FlagState::Watching).then_some(date(2026, 12, 1));
    Detail::Flag(Flag { state, watch_until, ..Flag::default() })
}

fn with_events(entry: Entry, steps: &[(EventKind, i64)]) -> Entry {
    let steps = steps.iter().zip(1..).map(|((what, days), nth)| EntryEvent {
        uid: Uid::new(9, u128::from(entry.id.0.unsigned_abs()) * 100 + nth),
        at: moment(days * DAY_MIN),
        one_on_one: None,
        kind: *what,
        comment: String::new(),
    });
    Entry { events: steps.collect(), ..entry }
}

/// A day in minutes.
const DAY_MIN: i64 = 24 * 60;

#[test]
fn activity_is_counted_per_person_within_the_period() {
    let (_temp, db) = journal_with_two_people();
    let today = moment(0).day();
    let from = window_start(today);
    let days = |days: i64| -days * DAY_MIN;
    let mine = |due, state| Detail::Action(Action { state, ..Action::mine(due) });
    let told = Detail::Praise(Praise { state: PraiseState::Told });
    let yesterday = today.yesterday().unwrap();
    let entries = [
        entry(1, 1, days(3), "seen", Detail::Praise(Praise::default())),
        with_events(entry(2, 1, days(89), "seen", told.clone()), &[(EventKind::Told, 0)]),
        with_events(entry(3, 1, days(90), "too long ago", told), &[(EventKind::Told, 0)]),
        with_events(
            entry(4, 1, days(12), "raised late", flag(FlagState::Settled)),
            &[(EventKind::Raised, -2), (EventKind::Settled, -1)],
        ),
        with_events(
            entry(5, 1, days(200), "raised in these days", flag(FlagState::Raised)),
            &[(EventKind::Raised, -80)],
        ),
        with_events(entry(6, 1, days(200), "raised before", flag(FlagState::Raised)), &[(EventKind::Raised, -100)]),
        with_events(
            entry(7, 1, days(95), "raised before, and again", flag(FlagState::Raised)),
            &[(EventKind::Raised, -94), (EventKind::Raised, -1)],
        ),
        entry(8, 1, days(300), "waits", flag(FlagState::Noticed)),
        entry(9, 1, days(5), "watched", flag(FlagState::Watching)),
        with_events(entry(10, 1, days(5), "let go", flag(FlagState::LetGo)), &[(EventKind::LetGo, 0)]),
        with_events(entry(11, 1, days(1), "done", mine(None, ActionState::Done)), &[(EventKind::Done, 0)]),
        entry(12, 1, days(1), "open", mine(Some(today), ActionState::Open)),
        entry(13, 1, days(150), "late", mine(Some(yesterday), ActionState::Open)),
        entry(14, 1, days(1), "theirs", Detail::Action(Action::theirs(Some(yesterday)))),
        Entry { trashed_at: Some(moment(0)), ..entry(15, 1, days(1), "gone", flag(FlagState::Noticed)) },
        Entry { trashed_at: Some(moment(0)), ..entry(16, 1, days(1), "gone", Detail::Praise(Praise::default())) },
        entry(17, 2, days(1), "about Bo", Detail::Praise(Praise::default())),
    ];
    for entry in &entries {
        put_entry(&db, entry);
    }
    put(
        &db,
        [
            Record::OneOnOne(one_on_one(3, 1, days(89), OneOnOneState::NothingToNote)),
            Record::OneOnOne(one_on_one(4, 1, days(90), OneOnOneState::NothingToNote)),
            Record::OneOnOne(one_on_one(5, 1, days(7), OneOnOneState::Skipped)),
            Record::OneOnOne(one_on_one(6, 1, 7 * DAY_MIN, OneOnOneState::Planned)),
            Record::Person(Box::new(Person { archived_at: Some(moment(0)), ..person(3, "Cleo") })),
        ],
    );
    put_entry(&db, &entry(18, 3, days(1), "archived", flag(FlagState::Noticed)));
    let stats = db.leader_stats(from, today).unwrap();
    assert_eq!(stats.keys().collect::<Vec<_>>(), [&PersonId(1), &PersonId(2)]);
    let ana = &stats[&PersonId(1)];
    assert_eq!((ana.held, ana.skipped), (2, 1));
    assert_eq!(ana.balance, db.balance(PersonId(1), from).unwrap());
    assert_eq!(ana.praise, PraiseStats { noticed: 2, told: 1 });
    assert_eq!(ana.commitments, CommitmentStats { made: 2, done: 1, overdue: 1 });
    let day = |days: i64| moment(days * DAY_MIN).day();
    let mut flags = ana.flags.clone();
    flags.sort_by_key(|flag| flag.noticed_on);
    let expected = [
        FlagTiming { noticed_on: day(-300), raised_on: None },
        FlagTiming { noticed_on: day(-200), raised_on: Some(day(-80)) },
        FlagTiming { noticed_on: day(-12), raised_on: Some(day(-2)) },
        FlagTiming { noticed_on: day(-5), raised_on: None },
    ];
    assert_eq!(flags, expected);
    let bo = &stats[&PersonId(2)];
    assert_eq!((bo.held, bo.praise), (1, PraiseStats { noticed: 1, told: 0 }));
}

#[test]
fn last_discussed_themes_come_from_subjects_and_kinds() {
    let (_temp, db) = journal_with_two_people();
    let note = || Detail::Note(Note { about: NoteFocus::Unmarked });
    let day = |days: i64| moment(-days * DAY_MIN).day();
    let entries = [
        entry(1, 1, -40 * DAY_MIN, "her #career and #team", note()),
        entry(2, 1, -20 * DAY_MIN, "again #Career", note()),
        entry(3, 1, -400 * DAY_MIN, "#purpose, long ago", note()),
        entry(4, 1, -3 * DAY_MIN, "kind", Detail::Feedback(Feedback::received())),
        entry(5, 1, -2 * DAY_MIN, "kind", Detail::Feedback(Feedback::given())),
        entry(6, 1, -DAY_MIN, "well done", Detail::Praise(Praise::default())),
        entry(7, 2, 0, "#workload of Bo", note()),
        Entry { trashed_at: Some(moment(0)), ..entry(8, 1, 0, "#growth, taken back", note()) },
    ];
    for entry in &entries {
        put_entry(&db, entry);
    }
    let talked = db.themes_last_discussed(PersonId(1), day(365)).unwrap();
    let expected = [
        (Theme::Career, Some(day(20))),
        (Theme::Team, Some(day(40))),
        (Theme::Feedback, Some(day(3))),
        (Theme::Recognition, Some(day(1))),
    ];
    for theme in Theme::ALL {
        let found = expected.iter().find(|(known, _)| known == theme).and_then(|(_, day)| *day);
        assert_eq!(talked.last_discussed(*theme), found, "{theme:?}");
    }
    assert_eq!(db.themes_last_discussed(PersonId(1), day(400)).unwrap().last_discussed(Theme::Purpose), Some(day(400)));
}

#[test]
fn received_feedback_is_newest_first_without_trash_and_archive() {
    let (_temp, db) = journal_with_two_people();
    put(&db, [Record::Person(Box::new(Person { archived_at: Some(moment(0)), ..person(3, "Cleo") }))]);
    for entry in [
        entry(1, 1, 1, "first", Detail::Feedback(Feedback::received())),
        entry(2, 2, 2, "second", Detail::Feedback(Feedback::received())),
        entry(3, 1, 3, "given", Detail::Feedback(Feedback::given())),
        entry(4, 3, 4, "archived", Detail::Feedback(Feedback::received())),
        Entry { trashed_at: Some(moment(0)), ..entry(5, 1, 5, "gone", Detail::Feedback(Feedback::received())) },
    ] {
        put_entry(&db, &entry);
    }
    let today = moment(0).day();
    let texts =
        |most| db.feedback_received(today, most).unwrap().into_iter().map(|entry| entry.text).collect::<Vec<_>>();
    assert_eq!(texts(10), ["second", "first"]);
    assert_eq!(texts(1), ["second"]);
    assert_eq!(db.feedback_received(today.tomorrow().unwrap(), 10).unwrap(), []);
}
