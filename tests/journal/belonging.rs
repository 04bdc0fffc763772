//! Where an entry belongs, what only its kind has, and what it was before.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        check_in::Closeness,
        entry::{Detail, Entry},
        flag::Flag,
        id::{EntryId, OneOnOneId, PersonId},
        kind::Kind,
        life::Move,
        mark::Mark,
    },
    journal::change::{Change, ChangeError, Refusal},
};

use crate::support::{TempJournal, after, assert_clean};

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);

fn entry(journal: &TempJournal, id: EntryId) -> Entry {
    journal.db().entry(id).unwrap().unwrap()
}

fn today(journal: &TempJournal) -> Date {
    journal.today()
}

fn refile(entry: EntryId, mark: Option<Mark>, day: Date, person: PersonId) -> Change {
    Change::Refile { entry, mark, day, person }
}

fn refusal(journal: &TempJournal, change: Change) -> Option<Refusal> {
    match journal.commit(change) {
        Err(ChangeError::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

fn check_in(journal: &TempJournal, goal: EntryId, closeness: u8) {
    journal.commit(Change::CheckIn { goal, closeness: Closeness::try_from(closeness).unwrap() }).unwrap();
}

#[test]
fn an_entry_of_another_kind_begins_anew_and_can_be_had_back() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "[] ask Finance");
    journal.commit(Change::Move { entry: id, wanted: Move::Done }).unwrap();
    let done = entry(&journal, id);
    journal.commit(refile(id, Some(Mark::Flag), today(&journal), ANA)).unwrap();
    let flag = entry(&journal, id);
    assert_eq!((flag.kind(), flag.steps.len(), flag.text.as_str()), (Kind::Flag, 0, "ask Finance"));
    let versions = journal.db().versions(&flag).unwrap();
    assert_eq!(versions.len(), 3, "written, done, refiled");
    journal.commit(Change::BringBackVersion(Box::new(versions[1].entry.clone()))).unwrap();
    assert_eq!(entry(&journal, id), done);
    assert_clean(journal.db());
}

#[test]
fn an_entry_of_another_day_or_person_leaves_the_one_on_one_it_was_jotted_in() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    journal.commit(Change::Begin(ANA)).unwrap();
    journal.clock.set(after(1));
    let (moved, other) = (journal.jot(1, "about Bo"), journal.jot(1, "from last week"));
    for id in [moved, other] {
        let within = Entry { one_on_one: Some(OneOnOneId(1)), ..entry(&journal, id) };
        journal.commit(Change::BringBackVersion(Box::new(within))).unwrap();
    }
    journal.commit(refile(moved, None, today(&journal), BO)).unwrap();
    let moved = entry(&journal, moved);
    assert_eq!((moved.person, moved.one_on_one), (BO, None));
    journal.commit(refile(other, None, date(2026, 11, 2), ANA)).unwrap();
    let other = entry(&journal, other);
    assert_eq!((other.written.day(), other.one_on_one), (date(2026, 11, 2), None));
    assert_clean(journal.db());
}

#[test]
fn what_would_tear_a_history_apart_is_refused() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    let goal = journal.jot(1, "^ give a talk");
    check_in(&journal, goal, 2);
    let step = EntryId(goal.0 + 1);
    assert_eq!(entry(&journal, step).kind(), Kind::CheckIn);
    let day = today(&journal);
    for (case, change) in [
        ("the goal about somebody else", refile(goal, None, day, BO)),
        ("the goal as a note", refile(goal, Some(Mark::Note), day, ANA)),
        ("its check-in as a flag", refile(step, Some(Mark::Flag), day, ANA)),
    ] {
        assert_eq!(refusal(&journal, change), Some(Refusal::GoalAndCheckIns), "{case}");
    }
    let flag = journal.jot(1, "! quiet");
    journal.commit(Change::Move { entry: flag, wanted: Move::Raise(String::new()) }).unwrap();
    let later = day.tomorrow().unwrap();
    assert_eq!(refusal(&journal, refile(flag, None, later, ANA)), Some(Refusal::HappenedBefore(day)));
    assert_clean(journal.db());
}

#[test]
fn a_check_in_in_the_trash_still_holds_its_goal() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    let id = journal.jot(1, "a talk");
    let day = today(&journal);
    journal.commit(refile(id, Some(Mark::Goal), day, ANA)).unwrap();
    check_in(&journal, id, 2);
    journal.commit(Change::Trash(EntryId(id.0 + 1))).unwrap();
    let goal = entry(&journal, id);
    let note = journal.db().versions(&goal).unwrap().last().unwrap().entry.clone();
    assert_eq!(note.kind(), Kind::Note);
    for (case, change) in [
        ("as a note", refile(id, Some(Mark::Note), day, ANA)),
        ("about somebody else", refile(id, None, day, BO)),
        ("as the note that it was", Change::BringBackVersion(Box::new(note))),
    ] {
        assert_eq!(refusal(&journal, change), Some(Refusal::GoalAndCheckIns), "{case}");
    }
    assert_eq!(entry(&journal, id), goal);
}

#[test]
fn no_entry_is_moved_to_a_day_to_come_but_one_that_is_there_may_stay() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "a note");
    let day = today(&journal);
    let tomorrow = day.tomorrow().unwrap();
    assert_eq!(refusal(&journal, refile(id, None, tomorrow, ANA)), Some(Refusal::StillToCome));
    let written = entry(&journal, id).written.on(tomorrow);
    let ahead = Entry { written, ..entry(&journal, id) };
    journal.commit(Change::BringBackVersion(Box::new(ahead))).unwrap();
    journal.commit(refile(id, Some(Mark::Flag), tomorrow, ANA)).unwrap();
    assert_eq!(entry(&journal, id).kind(), Kind::Flag);
}

#[test]
fn a_check_in_is_an_entry_of_the_goals_person_in_the_one_on_one_that_is_going_on() {
    let journal = TempJournal::with(&["Ana"]);
    let goal = journal.jot(1, "^ give a talk");
    journal.commit(Change::Begin(ANA)).unwrap();
    check_in(&journal, goal, 4);
    let latest = journal.db().latest_check_ins(goal, 5).unwrap();
    assert_eq!(latest, [(today(&journal), Closeness::try_from(4).unwrap())]);
    assert_eq!(entry(&journal, EntryId(goal.0 + 1)).one_on_one, Some(OneOnOneId(1)));
    let note = journal.jot(1, "a note");
    let closeness = Closeness::try_from(3).unwrap();
    assert_eq!(refusal(&journal, Change::CheckIn { goal: note, closeness }), Some(Refusal::Gone("goal")));
}

#[test]
fn what_only_a_kind_has_is_described_without_touching_where_it_stands() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    journal.commit(Change::Move { entry: id, wanted: Move::Raise("talked over".into()) }).unwrap();
    let described = Detail::Flag(Flag { lately: "waits to be asked".into(), ..Flag::default() });
    journal.commit(Change::Describe { entry: id, detail: described }).unwrap();
    let entry = entry(&journal, id);
    let Detail::Flag(flag) = &entry.detail else { panic!("it is a flag") };
    assert_eq!((flag.lately.as_str(), entry.detail.state()), ("waits to be asked", Some("raised")));
    let other = Detail::begun(Mark::Praise, None);
    assert_eq!(refusal(&journal, Change::Describe { entry: id, detail: other }), Some(Refusal::OtherKind(Kind::Flag)));
}

#[test]
fn the_latest_answer_to_what_somebody_needs_stands_and_undo_brings_back_the_one_before() {
    let journal = TempJournal::with(&["Ana"]);
    for (minutes, text) in [(1, "Sleep"), (2, "A clear owner")] {
        journal.clock.set(after(minutes));
        journal.commit(Change::AnswerNeed { person: ANA, text: text.into() }).unwrap();
    }
    let answers = || journal.db().needs(ANA).unwrap().into_iter().map(|need| need.text).collect::<Vec<_>>();
    assert_eq!(answers(), ["A clear owner", "Sleep"]);
    journal.undo();
    journal.flush();
    assert_eq!(answers(), ["Sleep"]);
}

#[test]
fn a_settled_flag_comes_back_on_its_day() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let day = today(&journal).tomorrow().unwrap();
    for wanted in [Move::Raise(String::new()), Move::Settle { outcome: "writes first".into(), check_again: Some(day) }]
    {
        journal.commit(Change::Move { entry: id, wanted }).unwrap();
    }
    assert!(journal.db().flags_to_check_again(ANA, today(&journal)).unwrap().is_empty());
    assert_eq!(journal.db().flags_to_check_again(ANA, day).unwrap().len(), 1);
}

#[test]
fn what_was_moved_to_the_trash_is_there_to_be_brought_back() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "not meant so");
    journal.commit(Change::Trash(id)).unwrap();
    assert_eq!(journal.db().trash(ANA).unwrap().len(), 1);
    journal.commit(Change::Restore(id)).unwrap();
    assert!(journal.db().trash(ANA).unwrap().is_empty());
}
