//! Transitions of entries through the journal.

use jiff::civil::date;
use rapport::{
    domain::{
        entry::{
            Detail, Entry,
            event::EventKind,
            kind::{action::ActionState, flag::FlagState},
            state::EntryState,
            transition::{Transition, TransitionError},
        },
        id::{EntryId, OneOnOneId, PersonId},
    },
    journal::{
        change::{Change, ChangeError, RuleViolation, kind::ChangeKind},
        writer_event::WriterEvent,
    },
};

use crate::support::{TempJournal, assert_clean, minutes_after_now, moment, query_number};

const ANA: PersonId = PersonId(1);

fn transition(entry: EntryId, request: Transition) -> Change {
    Change::Transition { entry, transition: request }
}

fn entry(journal: &TempJournal, id: EntryId) -> Entry {
    journal.db().entry(id).unwrap().unwrap()
}

/// The error, if it was rejected.
fn violation_of(journal: &TempJournal, change: Change) -> Option<RuleViolation> {
    match journal.commit(change) {
        Err(ChangeError::RuleViolation(refusal)) => Some(refusal),
        _ => None,
    }
}

#[test]
fn transition_during_a_one_on_one_is_linked_to_it() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    let [before, within, of_bo, afterwards] = [1, 1, 2, 1].map(|person| journal.jot(person, "? holidays"));
    let talked = |id, minutes| {
        journal.clock.set(minutes_after_now(minutes));
        journal.commit(transition(id, Transition::Discuss("in May".into()))).unwrap();
        let step = entry(&journal, id).events.pop().unwrap();
        assert_eq!((step.at, step.kind, step.comment.as_str()), (moment(minutes), EventKind::Discussed, "in May"));
        step.one_on_one
    };
    assert_eq!(talked(before, 1), None);
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    assert_eq!(talked(within, 2), Some(OneOnOneId(1)));
    assert_eq!(talked(of_bo, 3), None, "it is a one-on-one with somebody else");
    journal.commit(Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 5 }).unwrap();
    assert_eq!(talked(afterwards, 10), None, "it is over");
    assert_eq!(entry(&journal, within).one_on_one, None, "it was written before");
    assert_clean(journal.db());
}

#[test]
fn transition_of_a_trashed_or_missing_entry_is_rejected() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "[] send it");
    journal.commit(Change::Trash(id)).unwrap();
    let before = journal.content_rows();
    assert_eq!(violation_of(&journal, transition(id, Transition::MarkDone)), Some(RuleViolation::NotFound("entry")));
    assert_eq!(violation_of(&journal, transition(id, Transition::Reopen)), Some(RuleViolation::NotFound("entry")));
    assert_eq!(
        violation_of(&journal, transition(EntryId(9), Transition::MarkDone)),
        Some(RuleViolation::NotFound("entry"))
    );
    assert_eq!(journal.content_rows(), before);
    journal.commit(Change::Restore(id)).unwrap();
    journal.commit(transition(id, Transition::MarkDone)).unwrap();
    assert_eq!(entry(&journal, id).detail.state(), Some(EntryState::Action(ActionState::Done)));
}

#[test]
fn rejected_transition_keeps_entry_and_redo_history() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    journal.commit(transition(id, Transition::Raise(String::new()))).unwrap();
    journal.undo();
    journal.flush().unwrap();
    let before = journal.content_rows();
    let settle = Transition::Settle { outcome: "fine".into(), recheck_on: None };
    assert!(matches!(
        violation_of(&journal, transition(id, settle)),
        Some(RuleViolation::InvalidTransition(TransitionError::InvalidState { .. }))
    ));
    let reason = violation_of(&journal, transition(id, Transition::LetGo(" \u{200B}".into())));
    assert_eq!(reason, Some(RuleViolation::InvalidTransition(TransitionError::TextRequired)));
    assert_eq!(
        violation_of(&journal, transition(id, Transition::Reopen)),
        Some(RuleViolation::InvalidTransition(TransitionError::NothingToReopen))
    );
    assert_eq!(journal.content_rows(), before);
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(entry(&journal, id).detail.state(), Some(EntryState::Flag(FlagState::Raised)));
}

#[test]
fn reopening_removes_the_latest_event_and_is_undoable() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let raise = Transition::Raise("felt talked over".into());
    let settle = Transition::Settle { outcome: "writes first".into(), recheck_on: Some(date(2026, 12, 8)) };
    let mut states = vec![journal.content_rows()];
    for request in [raise, settle] {
        journal.commit(transition(id, request)).unwrap();
        states.push(journal.content_rows());
    }
    journal.commit(transition(id, Transition::Reopen)).unwrap();
    assert_eq!(journal.content_rows(), states[1]);
    journal.commit(transition(id, Transition::Reopen)).unwrap();
    assert_eq!(journal.content_rows(), states[0]);
    journal.undo();
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), states[2], "with its words, its moment and its day");
    assert_clean(journal.db());
}

#[test]
fn repeating_the_same_watch_date_is_a_no_op() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let noticed = journal.content_rows();
    for _ in 0..2 {
        journal.commit(transition(id, Transition::Watch(date(2026, 12, 1)))).unwrap();
    }
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), noticed);
}

#[test]
fn replacing_an_expectation_is_one_undoable_change() {
    let journal = TempJournal::with_people(&["Ana"]);
    let old = journal.jot(1, "= risks early");
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    let before = journal.content_rows();
    let replace = |id, text: &str| Change::ReplaceExpectation {
        entry: id,
        text: text.into(),
        provide: " no blame\n".into(),
        their_words: "\u{200B}".into(),
    };
    journal.submit(replace(old, "risks the same day #trust"));
    journal.flush().unwrap();
    let notices = journal.poll_events();
    assert!(
        matches!(
            notices.as_slice(),
            [WriterEvent::Committed { kind: ChangeKind::ReplaceExpectation, person: Some(ANA), .. }]
        ),
        "{notices:?}"
    );
    let new = journal.db().current_expectations(ANA).unwrap().pop().unwrap();
    let Detail::Expectation(expectation) = &new.detail else { panic!("{new:?}") };
    assert_eq!((new.text.as_str(), expectation.provide.as_str()), ("risks the same day #trust", "no blame"));
    assert_eq!((expectation.their_words.as_str(), new.one_on_one), ("", Some(OneOnOneId(1))));
    let step = entry(&journal, old).events.pop().unwrap();
    assert_eq!((step.kind, step.one_on_one), (EventKind::Replaced, Some(OneOnOneId(1))));
    assert_eq!(entry(&journal, old).text, "risks early", "it stays to be read");
    assert_clean(journal.db());

    let replaced = journal.content_rows();
    for refused in [replace(old, "again"), replace(new.id, " "), replace(EntryId(9), "gone")] {
        assert!(violation_of(&journal, refused).is_some());
    }
    assert_eq!(journal.content_rows(), replaced);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), before);
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), replaced);
}

#[test]
fn told_details_can_be_added_later_and_undone() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "+ calm");
    journal.clock.set(minutes_after_now(3 * 24 * 60));
    journal.commit(transition(id, Transition::MarkTold(String::new()))).unwrap();
    let told = journal.content_rows();
    let tell = |day| Change::RecordTold { entry: id, words: "in the lift".into(), day };
    journal.commit(tell(Some(date(2026, 11, 25)))).unwrap();
    let step = entry(&journal, id).events.pop().unwrap();
    assert_eq!((step.comment.as_str(), step.at.day()), ("in the lift", date(2026, 11, 25)));
    assert_clean(journal.db());
    let refused = violation_of(&journal, tell(Some(date(2026, 11, 28))));
    assert_eq!(refused, Some(RuleViolation::InvalidTransition(TransitionError::FutureDate)));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), told);
}

#[test]
fn transition_events_carry_their_own_change_kind() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "+ calm");
    journal.submit(transition(id, Transition::MarkTold(String::new())));
    journal.undo();
    journal.flush().unwrap();
    let notices = journal.poll_events();
    let [WriterEvent::Committed { kind: deed, person, .. }, WriterEvent::Undone(stepped)] = notices.as_slice() else {
        panic!("{notices:?}")
    };
    assert_eq!((*deed, *person), (ChangeKind::Told, Some(ANA)));
    assert_eq!((stepped.kind, stepped.person), (Some(ChangeKind::Told), Some(ANA)));
    assert_eq!(stepped.entry.as_ref().map(|entry| entry.id), Some(id));
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM steps"), 0);
}

#[test]
fn shared_actions_have_their_day_and_one_that_is_done_is_told() {
    let journal = TempJournal::with_people(&["Ana"]);
    let [open, done, theirs, topic] =
        ["[] mine", "[] mine, done", "[@] theirs", "? a topic"].map(|line| journal.jot(1, line));
    journal.commit(transition(done, Transition::MarkDone)).unwrap();
    journal.commit(Change::MarkShared(vec![open, done, theirs, topic, EntryId(99)])).unwrap();
    let state = |id| match entry(&journal, id).detail {
        Detail::Action(action) => Some(action.state),
        _ => None,
    };
    let today = journal.today();
    for (id, shared_on, expected) in [
        (open, Some(today), Some(ActionState::Open)),
        (done, Some(today), Some(ActionState::Told)),
        (theirs, Some(today), Some(ActionState::Open)),
        (topic, None, None),
    ] {
        assert_eq!((entry(&journal, id).shared_on, state(id)), (shared_on, expected));
    }
    assert_clean(journal.db());
    journal.undo();
    journal.flush().unwrap();
    assert_eq!((entry(&journal, open).shared_on, state(done)), (None, Some(ActionState::Done)));
    assert_clean(journal.db());
}
