use jiff::civil::{Date, date};

use crate::domain::{
    aside::{Voice, asides},
    entry::{Detail, Entry},
    flag::{Flag, FlagState, RaiseWhen},
    id::{EntryId, PersonId, Uid},
    life::{Move, MoveError, Occasion},
    mark::Mark,
    moment::Moment,
};

/// The day the flag was noticed.
const NOTICED: Date = date(2026, 11, 24);
const LATER: Date = date(2026, 12, 8);
const NEXT: RaiseWhen = RaiseWhen::NextOneOnOne;
const UNDECIDED: RaiseWhen = RaiseWhen::Undecided;

fn at(day: Date) -> Moment {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
    Moment::from_parts(noon.as_millisecond(), 0, "UTC".into()).expect("a moment")
}

fn entry(mark: Mark) -> Entry {
    Entry {
        id: EntryId(1),
        uid: Uid::NONE,
        person: PersonId(1),
        one_on_one: None,
        written: at(NOTICED),
        text: "Quiet in two design reviews".into(),
        detail: Detail::begun(mark, None),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    }
}

fn make(entry: &mut Entry, wanted: &Move, day: Date) -> Result<(), MoveError> {
    entry.make(wanted, Occasion { uid: Uid::NONE, at: at(day), one_on_one: None })
}

/// A flag after these moves, all on the day it was noticed.
fn flag(moves: &[Move]) -> Entry {
    let mut entry = entry(Mark::Flag);
    for wanted in moves {
        make(&mut entry, wanted, NOTICED).unwrap_or_else(|error| panic!("{wanted:?}: {error}"));
    }
    entry
}

fn of(entry: &Entry) -> &Flag {
    let Detail::Flag(flag) = &entry.detail else { panic!("it is a flag") };
    flag
}

fn words() -> String {
    "felt talked over".into()
}

fn raise() -> Move {
    Move::Raise(words())
}

fn settle(check_again: Option<Date>) -> Move {
    Move::Settle { outcome: words(), check_again }
}

#[test]
fn a_plan_stands_until_something_happens_to_the_flag() {
    let table = Move::Plan(NEXT);
    let today = Move::Plan(RaiseWhen::On(NOTICED));
    for (case, moves, state, raise_when, watch_until) in [
        ("on the table", vec![table.clone()], FlagState::Noticed, NEXT, None),
        ("for today", vec![today.clone()], FlagState::Noticed, RaiseWhen::On(NOTICED), None),
        (
            "another plan takes its place",
            vec![table.clone(), today.clone()],
            FlagState::Noticed,
            RaiseWhen::On(NOTICED),
            None,
        ),
        ("off the table", vec![table.clone(), Move::Plan(UNDECIDED)], FlagState::Noticed, UNDECIDED, None),
        ("off the table by reopening", vec![table.clone(), Move::Reopen], FlagState::Noticed, UNDECIDED, None),
        ("watched instead", vec![table.clone(), Move::Watch(LATER)], FlagState::Watching, UNDECIDED, Some(LATER)),
        ("planned instead of watched", vec![Move::Watch(LATER), table.clone()], FlagState::Noticed, NEXT, None),
        ("watched no longer", vec![Move::Watch(LATER), Move::Plan(UNDECIDED)], FlagState::Noticed, UNDECIDED, None),
        ("raised", vec![table.clone(), raise()], FlagState::Raised, UNDECIDED, None),
        ("raised, and then not", vec![table.clone(), raise(), Move::Reopen], FlagState::Noticed, UNDECIDED, None),
        ("let go", vec![today, Move::LetGo(words())], FlagState::LetGo, UNDECIDED, None),
        ("settled", vec![table, raise(), settle(None)], FlagState::Settled, UNDECIDED, None),
    ] {
        let entry = flag(&moves);
        let flag = of(&entry);
        assert_eq!((flag.state, flag.raise_when, flag.watch_until), (state, raise_when, watch_until), "{case}");
        assert_eq!(entry.problem(), None, "{case}");
    }
}

#[test]
fn what_cannot_be_decided_is_refused_and_changes_nothing() {
    let not_now = "That cannot be done with this flag: it is";
    for (case, moves, refused, said) in [
        (
            "to be raised yesterday",
            vec![],
            Move::Plan(RaiseWhen::On(date(2026, 11, 23))),
            "Choose today or a day after it.",
        ),
        ("watched until today", vec![Move::Plan(NEXT)], Move::Watch(NOTICED), "Choose a day after today."),
        ("on the table after it was raised", vec![raise()], Move::Plan(NEXT), not_now),
        ("off the table after it was raised", vec![raise()], Move::Plan(UNDECIDED), not_now),
        ("on the table after it was settled", vec![raise(), settle(None)], Move::Plan(NEXT), not_now),
        ("for a day after it was let go", vec![Move::LetGo(words())], Move::Plan(RaiseWhen::On(LATER)), not_now),
        ("watched after it was let go", vec![Move::LetGo(words())], Move::Watch(LATER), not_now),
        ("settled on the table", vec![Move::Plan(NEXT)], settle(None), not_now),
        ("looked at again before it was raised", vec![Move::Plan(NEXT)], Move::LookAgain(words()), not_now),
        ("looked at again while watched", vec![Move::Watch(LATER)], Move::LookAgain(words()), not_now),
        ("looked at again before it was settled", vec![raise()], Move::LookAgain(words()), not_now),
        ("looked at again after it was let go", vec![Move::LetGo(words())], Move::LookAgain(words()), not_now),
        (
            "looked at again without a day for it",
            vec![raise(), settle(None)],
            Move::LookAgain(words()),
            "It has no day to be looked at again.",
        ),
        (
            "looked at again twice",
            vec![raise(), settle(Some(LATER)), Move::LookAgain(String::new())],
            Move::LookAgain(String::new()),
            "It has no day to be looked at again.",
        ),
        (
            "looked at again with more words than are kept",
            vec![raise(), settle(Some(LATER))],
            Move::LookAgain("x".repeat(crate::domain::jot::MAX_CHARS + 1)),
            "has 100,001 characters",
        ),
        (
            "raised after it was looked at again",
            vec![raise(), settle(Some(LATER)), Move::LookAgain(String::new())],
            raise(),
            not_now,
        ),
        ("reopened when nothing was decided", vec![], Move::Reopen, "Nothing has happened to it yet."),
    ] {
        let mut entry = flag(&moves);
        let before = entry.clone();
        let error = make(&mut entry, &refused, NOTICED).expect_err(case);
        assert!(error.to_string().contains(said), "{case}: {error}");
        assert_eq!(entry, before, "{case}");
    }
}

#[test]
fn only_a_flag_is_planned_watched_or_looked_at_again() {
    for mark in Mark::ALL.into_iter().filter(|mark| *mark != Mark::Flag) {
        for refused in [Move::Plan(NEXT), Move::Plan(UNDECIDED), Move::Watch(LATER), Move::LookAgain(words())] {
            let mut entry = entry(mark);
            let before = entry.clone();
            let error = make(&mut entry, &refused, NOTICED).expect_err("not a flag");
            assert_eq!(error, MoveError::NotThis(mark.kind()), "{mark:?}");
            assert_eq!(entry, before);
        }
    }
}

#[test]
fn looking_again_is_dated_keeps_the_outcome_and_can_be_taken_away() {
    let mut entry = flag(&[raise(), settle(Some(LATER))]);
    make(&mut entry, &Move::LookAgain("comments in writing".into()), LATER).expect("looked at again");
    assert_eq!((of(&entry).check_again, entry.detail.state()), (None, Some("settled")));
    assert_eq!(entry.problem(), None);
    let said = asides(&entry, LATER, "Dana");
    let said: Vec<&str> = said.iter().map(|aside| aside.text.as_str()).collect();
    let stands = "Settled Tue 24 Nov: felt talked over · looked again today: comments in writing";
    assert_eq!(said, ["felt talked over", stands]);
    make(&mut entry, &Move::Reopen, LATER).expect("not looked at again");
    assert_eq!((of(&entry).check_again, entry.detail.state()), (Some(LATER), Some("settled")), "it is to be, still");
    assert_eq!(entry.problem(), None);
}

#[test]
fn a_flag_says_when_it_is_to_be_raised_and_gets_louder_all_the_same() {
    let on = |day| vec![Move::Plan(RaiseWhen::On(day))];
    for (moves, day, said, voice) in [
        (vec![], date(2026, 11, 26), "Noticed 2 days ago, not raised yet", Voice::Calm),
        (vec![], date(2026, 11, 27), "Noticed 3 days ago, not raised yet", Voice::Urgent),
        (vec![], date(2026, 12, 4), "Noticed 10 days ago, still not raised", Voice::Insistent),
        (vec![Move::Plan(NEXT)], NOTICED, "Noticed today, not raised yet · for the next one-on-one", Voice::Calm),
        (
            vec![Move::Plan(NEXT)],
            date(2026, 12, 4),
            "Noticed 10 days ago, still not raised · for the next one-on-one",
            Voice::Insistent,
        ),
        (on(NOTICED), NOTICED, "Noticed today, not raised yet · to raise today", Voice::Urgent),
        (
            on(date(2026, 11, 26)),
            date(2026, 11, 25),
            "Noticed yesterday, not raised yet · to raise tomorrow",
            Voice::Calm,
        ),
        (
            on(NOTICED),
            date(2026, 11, 25),
            "Noticed yesterday, not raised yet · you meant to raise it yesterday",
            Voice::Urgent,
        ),
        (vec![Move::Watch(LATER)], date(2026, 12, 7), "Noticed 13 days ago, watching until tomorrow", Voice::Calm),
        (
            vec![Move::Watch(LATER)],
            LATER,
            "Back today: you watched it until then · noticed 14 days ago, still not raised",
            Voice::Insistent,
        ),
        (
            vec![Move::Watch(date(2026, 11, 25))],
            date(2026, 11, 26),
            "Back yesterday: you watched it until then · noticed 2 days ago, not raised yet",
            Voice::Urgent,
        ),
    ] {
        let aside = asides(&flag(&moves), day, "Dana").pop().expect("a line");
        assert_eq!((aside.text.as_str(), aside.voice), (said, voice));
    }
}

#[test]
fn what_waits_for_the_two_of_you_is_on_the_table() {
    for (moves, day, on_the_table, rests) in [
        (vec![], NOTICED, false, false),
        (vec![Move::Plan(NEXT)], NOTICED, true, false),
        (vec![Move::Plan(RaiseWhen::On(LATER))], NOTICED, false, false),
        (vec![Move::Plan(RaiseWhen::On(LATER))], LATER, true, false),
        (vec![Move::Plan(RaiseWhen::On(LATER))], date(2026, 12, 9), true, false),
        (vec![Move::Watch(LATER)], NOTICED, false, true),
        (vec![Move::Watch(LATER)], LATER, false, false),
    ] {
        let entry = flag(&moves);
        assert_eq!((of(&entry).is_on_the_table(day), of(&entry).rests(day)), (on_the_table, rests), "{moves:?} {day}");
    }
}

#[test]
fn what_an_older_program_wrote_of_a_flag_is_read_as_undecided() {
    let old = r#"{"usually":"","lately":"","need":"","state":"noticed","watch_until":null,"check_again":null}"#;
    let flag: Flag = serde_json::from_str(old).expect("a flag");
    assert_eq!(flag, Flag::default());
    for when in [UNDECIDED, NEXT, RaiseWhen::On(LATER)] {
        let json = serde_json::to_string(&when).expect("JSON");
        assert_eq!(serde_json::from_str::<RaiseWhen>(&json).expect(&json), when);
    }
}
