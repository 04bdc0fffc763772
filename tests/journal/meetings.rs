//! The next one-on-one: set, moved, skipped, left to the rhythm; and what is put off. All of it is taken back, and what is open
//! stays with the person whatever becomes of a meeting.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        describe::AboutFlag,
        flag::{Plan, RaiseWhen},
        id::{EntryId, PersonId},
        life::Move,
        moment::Moment,
        one_on_one::OneOnOneState,
        today::Why,
    },
    journal::{Journal, change::Change, today::Day},
};

use crate::support::{TempJournal, after, assert_clean, jotted, moment, number, zoned};

const DANA: PersonId = PersonId(1);

fn at(text: &str) -> Moment {
    Moment::from(&zoned(&format!("{text}+01:00[+01:00]")))
}

/// "Next one-on-one Tue 1 Dec", as the header says it.
fn next(journal: &TempJournal) -> String {
    let (_, meetings) = journal.db().person_with_meetings(DANA).unwrap().unwrap();
    let (before, when) = meetings.next(journal.today()).in_full(journal.today());
    format!("{before} {when}")
}

fn open(journal: &TempJournal) -> Vec<EntryId> {
    journal.db().open_entries(DANA).unwrap().iter().map(|entry| entry.id).collect()
}

#[test]
fn the_next_one_is_set_moved_and_left_to_the_rhythm_again() {
    let journal = TempJournal::with(&["Dana"]);
    let begun = journal.content();
    assert_eq!(next(&journal), "Next one-on-one Tue 1 Dec");
    journal.commit(Change::Plan { person: DANA, at: at("2026-11-26T10:00:00") }).unwrap();
    assert_eq!(next(&journal), "Next one-on-one Thu 26 Nov, 10:00");
    journal.commit(Change::Plan { person: DANA, at: at("2026-11-27T15:00:00") }).unwrap();
    assert_eq!(next(&journal), "Next one-on-one Fri 27 Nov, 15:00");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 1, "moved, not set twice");
    journal.commit(Change::Unplan(DANA)).unwrap();
    assert_eq!(next(&journal), "Next one-on-one Tue 1 Dec");
    for said in ["Next one-on-one Fri 27 Nov, 15:00", "Next one-on-one Thu 26 Nov, 10:00", "Next one-on-one Tue 1 Dec"]
    {
        journal.undo();
        journal.flush().unwrap();
        assert_eq!(next(&journal), said);
    }
    assert_eq!(journal.content(), begun);
    assert!(journal.commit(Change::Unplan(DANA)).is_err(), "nothing is set");
    let past = journal.commit(Change::Plan { person: DANA, at: moment(0) }).unwrap_err();
    assert_eq!(past.to_string(), "The next one-on-one is after now.");
}

#[test]
fn the_rhythm_counts_from_the_last_that_took_place_or_was_skipped() {
    let journal = TempJournal::with(&["Dana"]);
    let skip = || Change::Skip { person: DANA, reason: " release week ".into() };
    // Added today, so due in a week; skipped ahead.
    journal.commit(skip()).unwrap();
    assert_eq!(next(&journal), "Next one-on-one Tue 8 Dec");
    let skipped = journal.db().latest_one_on_ones(DANA, 12).unwrap();
    assert_eq!((skipped[0].at.day(), skipped[0].state), (date(2026, 12, 1), OneOnOneState::Skipped));
    assert_eq!(skipped[0].reason, "release week");
    // "Met, nothing to note" counts like any other.
    journal.clock.set(after(15 * 24 * 60));
    assert_eq!(next(&journal), "One-on-one 1 day overdue");
    journal.commit(Change::NothingToNote(DANA)).unwrap();
    assert_eq!(next(&journal), "Next one-on-one Wed 16 Dec");
    // A planned one is skipped at its own time.
    journal.commit(Change::Plan { person: DANA, at: at("2026-12-14T09:00:00") }).unwrap();
    journal.commit(Change::Skip { person: DANA, reason: String::new() }).unwrap();
    assert_eq!(next(&journal), "Next one-on-one Mon 21 Dec");
    for said in ["Next one-on-one Mon 14 Dec, 09:00", "Next one-on-one Wed 16 Dec", "One-on-one 1 day overdue"] {
        journal.undo();
        journal.flush().unwrap();
        assert_eq!(next(&journal), said);
    }
    assert_clean(journal.db());
}

#[test]
fn without_a_plan_and_a_rhythm_there_is_nothing_to_skip() {
    let journal = TempJournal::with(&["Dana"]);
    let mut profile = journal.db().person(DANA).unwrap().unwrap().profile;
    profile.cadence = None;
    journal.commit(Change::EditPerson { person: DANA, profile }).unwrap();
    let refused = journal.commit(Change::Skip { person: DANA, reason: String::new() }).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "There is no one-on-one with Dana to skip: none is planned, and there is no rhythm."
    );
}

#[test]
fn whatever_becomes_of_a_meeting_everything_open_stays() {
    let journal = TempJournal::with(&["Dana"]);
    for line in
        ["! quiet today", "[] talk to Finance by friday", "? the Oslo move", "+ patient", "^ lead the migration"]
    {
        journal.jot(1, line);
    }
    let begun = open(&journal);
    assert_eq!(begun.len(), 5);
    for change in [
        Change::Plan { person: DANA, at: at("2026-11-26T10:00:00") },
        Change::Plan { person: DANA, at: at("2026-11-27T10:00:00") },
        Change::Skip { person: DANA, reason: "ill".into() },
        Change::Skip { person: DANA, reason: String::new() },
        Change::NothingToNote(DANA),
    ] {
        journal.commit(change.clone()).unwrap();
        assert_eq!(open(&journal), begun, "{change:?}");
    }
}

#[test]
fn what_is_put_off_is_kept_until_something_happens_to_it() {
    let journal = TempJournal::with(&["Dana"]);
    let flag = journal.jot(1, "! quiet today");
    let until = |day: Option<Date>| Change::PutOff { entry: flag, until: day };
    let kept = |journal: &TempJournal| journal.db().entry(flag).unwrap().unwrap().put_off;
    assert!(journal.commit(until(Some(journal.today()))).is_err(), "today is not later");
    journal.commit(until(Some(date(2026, 12, 1)))).unwrap();
    assert_eq!(kept(&journal), Some(date(2026, 12, 1)));
    let things = journal.db().open_things(journal.today()).unwrap();
    assert_eq!(things.iter().map(|thing| thing.put_off).collect::<Vec<_>>(), [Some(date(2026, 12, 1))]);
    journal.commit(until(None)).unwrap();
    assert_eq!(kept(&journal), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(kept(&journal), Some(date(2026, 12, 1)));
    // Deciding when to raise it is an answer to it too, from its dialog or by itself.
    let on_the_table = Some(Plan::Raise(RaiseWhen::NextOneOnOne));
    let text = "quiet today".to_owned();
    journal
        .commit(Change::DescribeFlag { entry: flag, text, about: AboutFlag::default(), plan: on_the_table })
        .unwrap();
    assert_eq!(kept(&journal), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(kept(&journal), Some(date(2026, 12, 1)));
    // It was put off as something to raise; raised, it waits for something else.
    journal.commit(Change::Move { entry: flag, wanted: Move::Raise("tired".into()) }).unwrap();
    assert_eq!(kept(&journal), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(kept(&journal), Some(date(2026, 12, 1)));
    assert_clean(journal.db());
}

#[test]
fn the_day_is_read_as_the_journal_has_it() {
    let journal = TempJournal::with(&["Dana", "Bo", "Gone"]);
    let then = |days: i64, person, line: &str| {
        Journal::commit(&journal, jotted(person, None, line), &after(-days * 24 * 60)).unwrap();
    };
    then(12, 1, "! quiet");
    then(9, 2, "[] by 20 nov 2026 talk");
    then(9, 2, "[] talk by 20 nov 2026");
    then(3, 1, "+ patient");
    then(40, 1, "^ a goal");
    then(40, 3, "! of somebody who is gone");
    then(20, 1, "! raised and forgotten");
    journal.commit(Change::Archive(PersonId(3))).unwrap();
    Journal::commit(
        &journal,
        Change::Move { entry: EntryId(7), wanted: Move::Raise(String::new()) },
        &after(-8 * 24 * 60),
    )
    .unwrap();
    let glances = journal.db().glances(journal.today()).unwrap();
    let day = Day::read(journal.db(), &glances, journal.today()).unwrap();
    let whys: Vec<Why> = day.waiting.now.iter().map(|wait| wait.why).collect();
    assert_eq!(
        whys,
        [Why::NotRaised(12), Why::Late(4), Why::NoOutcome(8), Why::NeverCheckedIn(40), Why::PraiseNotTold(3)]
    );
    // What is put into the trash does not wait.
    journal.commit(Change::Trash(EntryId(1))).unwrap();
    journal.commit(Change::CheckIn { goal: EntryId(5), closeness: 3.try_into().unwrap() }).unwrap();
    let day = Day::read(journal.db(), &glances, journal.today()).unwrap();
    let whys: Vec<Why> = day.waiting.now.iter().map(|wait| wait.why).collect();
    assert_eq!(whys, [Why::Late(4), Why::NoOutcome(8), Why::PraiseNotTold(3)]);
}
