//! What a period holds, as the Review page asks for it.

use jiff::{Span, Zoned, civil::Date};
use rapport::{
    domain::{
        check_in::Closeness,
        id::{EntryId, PersonId},
        kind::Kind,
        life::Move,
        review::{evidence::Evidence, period::Period},
    },
    journal::{Journal, change::Change},
};

use crate::support::{NOW, TempJournal, jotted, zoned};

const DANA: PersonId = PersonId(1);

fn days_ago(days: i64) -> Zoned {
    zoned(NOW).checked_sub(Span::new().days(days)).unwrap()
}

fn make(journal: &TempJournal, days: i64, change: Change) {
    Journal::commit(journal, change, &days_ago(days)).unwrap();
}

fn jot(journal: &TempJournal, days: i64, line: &str) -> EntryId {
    make(journal, days, jotted(1, None, line));
    EntryId(crate::support::max_key(&journal.file(), "entries"))
}

fn autumn(journal: &TempJournal) -> Evidence {
    let day = |text: &str| text.parse::<Date>().unwrap();
    journal.db().evidence(DANA, Period::new(day("2026-09-01"), day("2026-11-30")).unwrap()).unwrap()
}

/// Each piece by its key, its own day and the day it stands at.
fn said(evidence: &Evidence) -> Vec<String> {
    let say = |piece: &rapport::domain::review::evidence::Piece| {
        format!("{} {} {} {}", piece.entry.0, piece.kind, piece.written, piece.day)
    };
    evidence.pieces.iter().map(say).collect()
}

#[test]
fn a_period_holds_what_was_written_and_what_went_on_in_it() {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás"]);
    let goal = jot(&journal, 200, "^ a goal of the spring");
    let flag = jot(&journal, 190, "! a flag of the spring");
    jot(&journal, 190, "! a flag that is quiet");
    let expectation = jot(&journal, 180, "= decide inside the team");
    let action = jot(&journal, 170, "[] an action of the spring");
    let note = jot(&journal, 30, "a note");
    let gone = jot(&journal, 20, "a note in the trash");
    make(&journal, 0, jotted(2, None, "about another"));
    make(&journal, 40, Change::CheckIn { goal, closeness: Closeness::try_from(2).unwrap() });
    let check_in = EntryId(crate::support::max_key(&journal.file(), "entries"));
    make(&journal, 35, Change::Move { entry: flag, wanted: Move::Raise("she was tired".into()) });
    make(&journal, 33, Change::Move { entry: action, wanted: Move::Done });
    make(&journal, 10, Change::Trash(gone));
    let [goal, flag, expectation, note, check_in] = [goal, flag, expectation, note, check_in].map(|id| id.0);
    assert_eq!(
        said(&autumn(&journal)),
        [
            format!("{note} note 2026-10-25 2026-10-25"),
            format!("{flag} flag 2026-05-18 2026-10-20"),
            format!("{check_in} check_in 2026-10-15 2026-10-15"),
            format!("{goal} goal 2026-05-08 2026-10-15"),
            format!("{expectation} expectation 2026-05-28 2026-05-28"),
        ]
    );
    make(&journal, 5, Change::Trash(EntryId(check_in)));
    make(&journal, 5, Change::Trash(EntryId(expectation)));
    let kinds: Vec<Kind> = autumn(&journal).pieces.iter().map(|piece| piece.kind).collect();
    assert_eq!(kinds, [Kind::Note, Kind::Flag], "what is in the trash says nothing");
}

#[test]
fn the_first_and_the_last_day_are_those_of_the_writers_calendar() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for (at, line) in [
        ("2026-08-31T23:30:00+02:00[+02:00]", "the day before"),
        ("2026-09-01T00:10:00+13:00[+13:00]", "the first, far in the east"),
        ("2026-11-30T23:50:00-11:00[-11:00]", "the last, far in the west"),
        ("2026-12-01T00:01:00-11:00[-11:00]", "the day after"),
    ] {
        Journal::commit(&journal, jotted(1, None, line), &zoned(at)).unwrap();
    }
    let days: Vec<String> = autumn(&journal).pieces.iter().map(|piece| piece.written.to_string()).collect();
    assert_eq!(days, ["2026-11-30", "2026-09-01"]);
}

#[test]
fn what_is_picked_is_known_and_many_are_picked_in_one_step() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let entries: Vec<EntryId> = (0..5).map(|nth| jot(&journal, nth, &format!("note {nth}"))).collect();
    assert_eq!(autumn(&journal).picked(), 0);
    journal.commit(Change::Evidence { entries: entries.clone(), picked: true }).unwrap();
    assert_eq!(autumn(&journal).picked(), 5);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(autumn(&journal).picked(), 0, "one step takes all of them back");
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(autumn(&journal).picked(), 5);
    let two = entries.into_iter().take(2).collect();
    journal.commit(Change::Evidence { entries: two, picked: false }).unwrap();
    assert_eq!(autumn(&journal).picked(), 3);
    crate::support::assert_clean(journal.db());
}

#[test]
fn one_on_ones_are_counted_when_they_were_held_or_skipped() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    make(&journal, 100, Change::NothingToNote(DANA));
    make(&journal, 30, Change::NothingToNote(DANA));
    make(&journal, 20, Change::Begin(DANA));
    let one_on_one = journal.db().running(DANA).unwrap().unwrap().id;
    make(&journal, 20, Change::WrapUp { one_on_one, minutes: 30 });
    make(&journal, 10, Change::Skip { person: DANA, reason: "ill".into() });
    assert_eq!(autumn(&journal).met.say().as_deref(), Some("2 of 3 one-on-ones held, 1 skipped"));
}

#[test]
fn check_ins_of_a_goal_are_those_of_the_period() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let goal = jot(&journal, 200, "^ a goal");
    for (days, close) in [(150, 1), (60, 2), (20, 4)] {
        make(&journal, days, Change::CheckIn { goal, closeness: Closeness::try_from(close).unwrap() });
    }
    let period = Period::new("2026-09-01".parse().unwrap(), "2026-11-30".parse().unwrap()).unwrap();
    let felt: Vec<u8> =
        journal.db().check_ins_in(goal, period).unwrap().iter().map(|(_, close)| u8::from(*close)).collect();
    assert_eq!(felt, [2, 4]);
}

#[test]
fn subjects_are_those_of_the_pieces() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let one = jot(&journal, 5, "about #growth and #team");
    jot(&journal, 4, "about nothing");
    let evidence = autumn(&journal);
    let subjects = journal.db().subjects_in(&evidence).unwrap();
    assert_eq!(subjects, [(one, "growth".to_owned()), (one, "team".to_owned())]);
}
