//! What is done about an entry, through the journal.

use jiff::civil::date;
use rapport::{
    domain::{
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId},
        life::{Move, MoveError},
        step::What,
    },
    journal::{
        change::{Change, ChangeError, Refusal},
        deed::Deed,
        notice::{Notice, Stepped},
    },
};

use crate::support::{TempJournal, after, assert_clean, moment, number};

const ANA: PersonId = PersonId(1);

fn moved(entry: EntryId, wanted: Move) -> Change {
    Change::Move { entry, wanted }
}

fn entry(journal: &TempJournal, id: EntryId) -> Entry {
    journal.db().entry(id).unwrap().unwrap()
}

/// Why it was refused, if it was.
fn refusal(journal: &TempJournal, change: Change) -> Option<Refusal> {
    match journal.commit(change) {
        Err(ChangeError::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

#[test]
fn a_move_within_a_running_one_on_one_is_dated_in_it() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    let [before, within, of_bo, afterwards] = [1, 1, 2, 1].map(|person| journal.jot(person, "? holidays"));
    let talked = |id, minutes| {
        journal.clock.set(after(minutes));
        journal.commit(moved(id, Move::Talked("in May".into()))).unwrap();
        let step = entry(&journal, id).steps.pop().unwrap();
        assert_eq!((step.at, step.what, step.words.as_str()), (moment(minutes), What::Talked, "in May"));
        step.one_on_one
    };
    assert_eq!(talked(before, 1), None);
    journal.commit(Change::Begin(ANA)).unwrap();
    assert_eq!(talked(within, 2), Some(OneOnOneId(1)));
    assert_eq!(talked(of_bo, 3), None, "it is a one-on-one with somebody else");
    journal.commit(Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 5 }).unwrap();
    assert_eq!(talked(afterwards, 10), None, "it is over");
    assert_eq!(entry(&journal, within).one_on_one, None, "it was written before");
    assert_clean(journal.db());
}

#[test]
fn a_move_about_what_is_in_the_trash_or_not_there_is_refused() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "[] send it");
    journal.commit(Change::Trash(id)).unwrap();
    let before = journal.content();
    assert_eq!(refusal(&journal, moved(id, Move::Done)), Some(Refusal::Gone("entry")));
    assert_eq!(refusal(&journal, moved(id, Move::Reopen)), Some(Refusal::Gone("entry")));
    assert_eq!(refusal(&journal, moved(EntryId(9), Move::Done)), Some(Refusal::Gone("entry")));
    assert_eq!(journal.content(), before);
    journal.commit(Change::Restore(id)).unwrap();
    journal.commit(moved(id, Move::Done)).unwrap();
    assert_eq!(entry(&journal, id).detail.state(), Some("done"));
}

#[test]
fn what_is_refused_leaves_the_entry_and_what_can_be_made_again() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    journal.commit(moved(id, Move::Raise(String::new()))).unwrap();
    journal.undo();
    journal.flush().unwrap();
    let before = journal.content();
    let settle = Move::Settle { outcome: "fine".into(), check_again: None };
    assert!(matches!(refusal(&journal, moved(id, settle)), Some(Refusal::Move(MoveError::NotNow { .. }))));
    let reason = refusal(&journal, moved(id, Move::LetGo(" \u{200B}".into())));
    assert_eq!(reason, Some(Refusal::Move(MoveError::WordsNeeded)));
    assert_eq!(refusal(&journal, moved(id, Move::Reopen)), Some(Refusal::Move(MoveError::NothingHappened)));
    assert_eq!(journal.content(), before);
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(entry(&journal, id).detail.state(), Some("raised"));
}

#[test]
fn reopening_takes_the_latest_step_away_and_can_itself_be_taken_back() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let raise = Move::Raise("felt talked over".into());
    let settle = Move::Settle { outcome: "writes first".into(), check_again: Some(date(2026, 12, 8)) };
    let mut states = vec![journal.content()];
    for wanted in [raise, settle] {
        journal.commit(moved(id, wanted)).unwrap();
        states.push(journal.content());
    }
    journal.commit(moved(id, Move::Reopen)).unwrap();
    assert_eq!(journal.content(), states[1]);
    journal.commit(moved(id, Move::Reopen)).unwrap();
    assert_eq!(journal.content(), states[0]);
    journal.undo();
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), states[2], "with its words, its moment and its day");
    assert_clean(journal.db());
}

#[test]
fn watching_until_the_same_day_again_leaves_no_trace_to_take_back() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let noticed = journal.content();
    for _ in 0..2 {
        journal.commit(moved(id, Move::Watch(date(2026, 12, 1)))).unwrap();
    }
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), noticed);
}

#[test]
fn an_expectation_is_replaced_in_one_change_that_is_taken_back_as_one() {
    let journal = TempJournal::with(&["Ana"]);
    let old = journal.jot(1, "= risks early");
    journal.commit(Change::Begin(ANA)).unwrap();
    let before = journal.content();
    let replace = |id, text: &str| Change::Replace {
        entry: id,
        text: text.into(),
        provide: " no blame\n".into(),
        their_words: "\u{200B}".into(),
    };
    journal.submit(replace(old, "risks the same day #trust"));
    journal.flush().unwrap();
    let notices = journal.notices();
    assert!(matches!(notices.as_slice(), [Notice::Kept { deed: Deed::Replace, person: Some(ANA), .. }]), "{notices:?}");
    let new = journal.db().expectations_in_force(ANA).unwrap().pop().unwrap();
    let Detail::Expectation(expectation) = &new.detail else { panic!("{new:?}") };
    assert_eq!((new.text.as_str(), expectation.provide.as_str()), ("risks the same day #trust", "no blame"));
    assert_eq!((expectation.their_words.as_str(), new.one_on_one), ("", Some(OneOnOneId(1))));
    let step = entry(&journal, old).steps.pop().unwrap();
    assert_eq!((step.what, step.one_on_one), (What::Replaced, Some(OneOnOneId(1))));
    assert_eq!(entry(&journal, old).text, "risks early", "it stays to be read");
    assert_clean(journal.db());

    let replaced = journal.content();
    for refused in [replace(old, "again"), replace(new.id, " "), replace(EntryId(9), "gone")] {
        assert!(refusal(&journal, refused).is_some());
    }
    assert_eq!(journal.content(), replaced);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), before);
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), replaced);
}

#[test]
fn how_they_heard_of_it_is_written_later_and_taken_back() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "+ calm");
    journal.clock.set(after(3 * 24 * 60));
    journal.commit(moved(id, Move::Told(String::new()))).unwrap();
    let told = journal.content();
    let tell = |day| Change::Tell { entry: id, words: "in the lift".into(), day };
    journal.commit(tell(Some(date(2026, 11, 25)))).unwrap();
    let step = entry(&journal, id).steps.pop().unwrap();
    assert_eq!((step.words.as_str(), step.at.day()), ("in the lift", date(2026, 11, 25)));
    assert_clean(journal.db());
    let refused = refusal(&journal, tell(Some(date(2026, 11, 28))));
    assert_eq!(refused, Some(Refusal::Move(MoveError::StillToCome)));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), told);
}

#[test]
fn a_move_is_kept_and_taken_back_by_its_own_name() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "+ calm");
    journal.submit(moved(id, Move::Told(String::new())));
    journal.undo();
    journal.flush().unwrap();
    let notices = journal.notices();
    let [Notice::Kept { deed, person, .. }, Notice::TakenBack(stepped)] = notices.as_slice() else {
        panic!("{notices:?}")
    };
    assert_eq!((*deed, *person), (Deed::Told, Some(ANA)));
    assert_eq!(*stepped, Stepped { deed: Some(Deed::Told), person: Some(ANA) });
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM steps"), 0);
}
