//! What the leader looks back on.

use jiff::civil::date;
use rapport::{
    domain::{
        action::{Action, ActionState},
        balance::{Balance, first_day},
        entry::{Detail, Entry},
        feedback::Feedback,
        flag::{Flag, FlagState},
        id::{PersonId, Uid},
        moment::Moment,
        note::{About, Note},
        one_on_one::OneOnOneState,
        person::Person,
        praise::{Praise, PraiseState},
        question::Theme,
        reflect::{Noticed, Promises, Told},
        step::{Step, What},
    },
    store::{EntryFilter, Record, StoreError},
};

use super::entries::{entry, one_on_one, person, put, put_entry, with_two};
use crate::support::{moment, zoned};

#[test]
fn the_balance_counts_the_live_entries_of_one_person_from_a_day_of_their_writer_on() {
    let (_temp, db) = with_two();
    let about = |about| Detail::Note(Note { about });
    let at = |id, person, at: &str, detail| Entry {
        written: Moment::from(&zoned(at)),
        ..entry(id, person, 0, "text", detail)
    };
    // 00:30 on the first day in Tokyo is the day before in Greenwich; 23:30 on the day before in Honolulu is the first day there.
    let entries = [
        at(1, 1, "2026-11-01T00:30:00+09:00[+09:00]", about(About::Person)),
        at(2, 1, "2026-10-31T23:30:00-10:00[-10:00]", about(About::Person)),
        at(3, 1, "2026-11-02T10:00:00+00:00[+00:00]", about(About::Work)),
        at(4, 1, "2026-11-02T10:00:00+00:00[+00:00]", about(About::Unmarked)),
        at(5, 1, "2026-11-03T10:00:00+00:00[+00:00]", Detail::Praise(Praise::default())),
        at(6, 1, "2026-11-04T10:00:00+00:00[+00:00]", Detail::Action(Action::mine(None))),
        at(7, 1, "2026-11-05T10:00:00+00:00[+00:00]", Detail::Action(Action::theirs(None))),
        at(8, 2, "2026-11-05T10:00:00+00:00[+00:00]", about(About::Person)),
        Entry { trashed: Some(moment(9)), ..at(9, 1, "2026-11-05T10:00:00+00:00[+00:00]", about(About::Person)) },
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
    // The listing, which tells days in its own way, knows the same entries.
    let mut listed = Balance::default();
    let filter = EntryFilter { person: Some(PersonId(1)), from: Some(date(2026, 11, 1)), ..EntryFilter::default() };
    db.list::<StoreError>(&filter, |entry| {
        let note = if let Detail::Note(note) = &entry.detail { note.about } else { About::Unmarked };
        listed.count(entry.kind(), note, 1);
        Ok(())
    })
    .unwrap();
    assert_eq!(listed, of(1, date(2026, 11, 1)));
}

fn flag(state: FlagState) -> Detail {
    let watch_until = (state == FlagState::Watching).then_some(date(2026, 12, 1));
    Detail::Flag(Flag { state, watch_until, ..Flag::default() })
}

fn with_steps(entry: Entry, steps: &[(What, i64)]) -> Entry {
    let steps = steps.iter().zip(1..).map(|((what, days), nth)| Step {
        uid: Uid::new(9, u128::from(entry.id.0.unsigned_abs()) * 100 + nth),
        at: moment(days * DAY_MIN),
        one_on_one: None,
        what: *what,
        words: String::new(),
    });
    Entry { steps: steps.collect(), ..entry }
}

/// A day in minutes.
const DAY_MIN: i64 = 24 * 60;

#[test]
fn what_you_did_is_counted_person_by_person_in_the_days_that_are_looked_back_on() {
    let (_temp, db) = with_two();
    let today = moment(0).day();
    let from = first_day(today);
    let days = |days: i64| -days * DAY_MIN;
    let mine = |due, state| Detail::Action(Action { state, ..Action::mine(due) });
    let told = Detail::Praise(Praise { state: PraiseState::Told });
    let yesterday = today.yesterday().unwrap();
    let entries = [
        entry(1, 1, days(3), "seen", Detail::Praise(Praise::default())),
        with_steps(entry(2, 1, days(89), "seen", told.clone()), &[(What::Told, 0)]),
        with_steps(entry(3, 1, days(90), "too long ago", told), &[(What::Told, 0)]),
        with_steps(
            entry(4, 1, days(12), "raised late", flag(FlagState::Settled)),
            &[(What::Raised, -2), (What::Settled, -1)],
        ),
        with_steps(entry(5, 1, days(200), "raised in these days", flag(FlagState::Raised)), &[(What::Raised, -80)]),
        with_steps(entry(6, 1, days(200), "raised before", flag(FlagState::Raised)), &[(What::Raised, -100)]),
        with_steps(
            entry(7, 1, days(95), "raised before, and again", flag(FlagState::Raised)),
            &[(What::Raised, -94), (What::Raised, -1)],
        ),
        entry(8, 1, days(300), "waits", flag(FlagState::Noticed)),
        entry(9, 1, days(5), "watched", flag(FlagState::Watching)),
        with_steps(entry(10, 1, days(5), "let go", flag(FlagState::LetGo)), &[(What::LetGo, 0)]),
        with_steps(entry(11, 1, days(1), "done", mine(None, ActionState::Done)), &[(What::Done, 0)]),
        entry(12, 1, days(1), "open", mine(Some(today), ActionState::Open)),
        entry(13, 1, days(150), "late", mine(Some(yesterday), ActionState::Open)),
        entry(14, 1, days(1), "theirs", Detail::Action(Action::theirs(Some(yesterday)))),
        Entry { trashed: Some(moment(0)), ..entry(15, 1, days(1), "gone", flag(FlagState::Noticed)) },
        Entry { trashed: Some(moment(0)), ..entry(16, 1, days(1), "gone", Detail::Praise(Praise::default())) },
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
            Record::Person(Person { archived: Some(moment(0)), ..person(3, "Cleo") }),
        ],
    );
    put_entry(&db, &entry(18, 3, days(1), "archived", flag(FlagState::Noticed)));
    let doings = db.doings(from, today).unwrap();
    assert_eq!(doings.keys().collect::<Vec<_>>(), [&PersonId(1), &PersonId(2)]);
    let ana = &doings[&PersonId(1)];
    assert_eq!((ana.met, ana.skipped), (2, 1));
    assert_eq!(ana.balance, db.balance(PersonId(1), from).unwrap());
    assert_eq!(ana.praise, Told { noticed: 2, told: 1 });
    assert_eq!(ana.promises, Promises { made: 2, kept: 1, late: 1 });
    let day = |days: i64| moment(days * DAY_MIN).day();
    let mut flags = ana.flags.clone();
    flags.sort_by_key(|flag| flag.on);
    let expected = [
        Noticed { on: day(-300), raised: None },
        Noticed { on: day(-200), raised: Some(day(-80)) },
        Noticed { on: day(-12), raised: Some(day(-2)) },
        Noticed { on: day(-5), raised: None },
    ];
    assert_eq!(flags, expected);
    let bo = &doings[&PersonId(2)];
    assert_eq!((bo.met, bo.praise), (1, Told { noticed: 1, told: 0 }));
}

#[test]
fn what_was_talked_about_is_told_by_subjects_and_kinds_of_one_person() {
    let (_temp, db) = with_two();
    let note = || Detail::Note(Note { about: About::Unmarked });
    let day = |days: i64| moment(-days * DAY_MIN).day();
    let entries = [
        entry(1, 1, -40 * DAY_MIN, "her #career and #team", note()),
        entry(2, 1, -20 * DAY_MIN, "again #Career", note()),
        entry(3, 1, -400 * DAY_MIN, "#purpose, long ago", note()),
        entry(4, 1, -3 * DAY_MIN, "kind", Detail::Feedback(Feedback::received())),
        entry(5, 1, -2 * DAY_MIN, "kind", Detail::Feedback(Feedback::given())),
        entry(6, 1, -DAY_MIN, "well done", Detail::Praise(Praise::default())),
        entry(7, 2, 0, "#workload of Bo", note()),
        Entry { trashed: Some(moment(0)), ..entry(8, 1, 0, "#growth, taken back", note()) },
    ];
    for entry in &entries {
        put_entry(&db, entry);
    }
    let talked = db.talked(PersonId(1), day(365)).unwrap();
    let expected = [
        (Theme::Career, Some(day(20))),
        (Theme::Team, Some(day(40))),
        (Theme::Feedback, Some(day(3))),
        (Theme::Recognition, Some(day(1))),
    ];
    for theme in Theme::ALL {
        let found = expected.iter().find(|(known, _)| known == theme).and_then(|(_, day)| *day);
        assert_eq!(talked.last(*theme), found, "{theme:?}");
    }
    assert_eq!(db.talked(PersonId(1), day(400)).unwrap().last(Theme::Purpose), Some(day(400)));
}

#[test]
fn feedback_received_is_the_latest_first_without_the_trash_and_the_archive() {
    let (_temp, db) = with_two();
    put(&db, [Record::Person(Person { archived: Some(moment(0)), ..person(3, "Cleo") })]);
    for entry in [
        entry(1, 1, 1, "first", Detail::Feedback(Feedback::received())),
        entry(2, 2, 2, "second", Detail::Feedback(Feedback::received())),
        entry(3, 1, 3, "given", Detail::Feedback(Feedback::given())),
        entry(4, 3, 4, "archived", Detail::Feedback(Feedback::received())),
        Entry { trashed: Some(moment(0)), ..entry(5, 1, 5, "gone", Detail::Feedback(Feedback::received())) },
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
