//! Where an entry belongs, what only its kind has, and what it was before.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        check_in::Closeness,
        delegation::Level,
        describe::{AboutFlag, Description},
        entry::{Detail, Entry},
        feedback::Direction,
        flag::{Flag, Plan, RaiseWhen},
        id::{EntryId, OneOnOneId, PersonId},
        kind::Kind,
        life::{Move, MoveError},
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
fn what_becomes_a_flag_is_no_evidence_until_it_is_picked_as_one() {
    let journal = TempJournal::with(&["Ana"]);
    let [note, other] = ["quiet lately", "spoke first"].map(|line| journal.jot(1, line));
    journal.commit(Change::Evidence { entries: vec![note, other], picked: true }).unwrap();
    journal.commit(refile(note, Some(Mark::Flag), today(&journal), ANA)).unwrap();
    journal.commit(refile(other, Some(Mark::Praise), today(&journal), ANA)).unwrap();
    assert!(!entry(&journal, note).evidence && entry(&journal, other).evidence);
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
    let described = Description::Flag(AboutFlag { lately: "waits to be asked".into(), ..AboutFlag::default() });
    journal.commit(Change::Describe { entry: id, description: described }).unwrap();
    let entry = entry(&journal, id);
    let Detail::Flag(flag) = &entry.detail else { panic!("it is a flag") };
    assert_eq!((flag.lately.as_str(), entry.detail.state()), ("waits to be asked", Some("raised")));
    let other = Description::Delegation { level: Level::Agree, support: "time".into(), hands_off_until: None };
    let other = Change::Describe { entry: id, description: other };
    assert_eq!(refusal(&journal, other), Some(Refusal::OtherKind(Kind::Flag)));
}

/// Who describes a flag in one window takes nothing back that was done about it in another.
#[test]
fn describing_a_flag_leaves_its_plan_and_its_days_as_they_stand() {
    let journal = TempJournal::with(&["Ana"]);
    let day = date(2026, 12, 8);
    let settle = Move::Settle { outcome: "writes first".into(), check_again: Some(day) };
    let about = || AboutFlag { need: "room to disagree".into(), ..AboutFlag::default() };
    for moves in [
        vec![Move::Plan(RaiseWhen::NextOneOnOne)],
        vec![Move::Plan(RaiseWhen::On(day))],
        vec![Move::Watch(day)],
        vec![Move::Raise(String::new()), settle],
    ] {
        let id = journal.jot(1, "! quiet");
        for wanted in moves {
            journal.commit(Change::Move { entry: id, wanted }).unwrap();
        }
        let before = entry(&journal, id);
        journal.commit(Change::Describe { entry: id, description: Description::Flag(about()) }).unwrap();
        let text = before.text.clone();
        journal.commit(Change::DescribeFlag { entry: id, text, about: about(), plan: None }).unwrap();
        let after = entry(&journal, id);
        let Detail::Flag(flag) = before.detail.clone() else { panic!("it is a flag") };
        let expected = Flag { need: "room to disagree".into(), ..flag };
        assert_eq!(after, Entry { detail: Detail::Flag(expected), ..before });
    }
    assert_clean(journal.db());
}

#[test]
fn all_about_a_flag_is_written_and_decided_in_one_change_or_not_at_all() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let jotted = journal.content();
    let about = AboutFlag { usually: "speaks early".into(), ..AboutFlag::default() };
    let with = |text: &str, plan| Change::DescribeFlag { entry: id, text: text.into(), about: about.clone(), plan };
    for (change, refused) in [
        (with(" ", None), Refusal::Text(rapport::domain::jot::JotError::Empty)),
        (with("quiet", Some(Plan::Watch(today(&journal)))), Refusal::Move(MoveError::DayIsOver)),
        (
            with("quiet", Some(Plan::Raise(RaiseWhen::On(today(&journal).yesterday().unwrap())))),
            Refusal::Move(MoveError::TooLateToRaise),
        ),
    ] {
        assert_eq!(refusal(&journal, change), Some(refused));
        assert_eq!(journal.content(), jotted);
    }
    journal.commit(with("quiet in two reviews", Some(Plan::Raise(RaiseWhen::NextOneOnOne)))).unwrap();
    let Detail::Flag(flag) = entry(&journal, id).detail else { panic!("it is a flag") };
    assert_eq!((flag.usually.as_str(), flag.raise_when), ("speaks early", RaiseWhen::NextOneOnOne));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), jotted);
    let note = journal.jot(1, "a note");
    let about = AboutFlag::default();
    let other = Change::DescribeFlag { entry: note, text: "a note".into(), about, plan: None };
    assert_eq!(refusal(&journal, other), Some(Refusal::OtherKind(Kind::Note)));
}

#[test]
fn each_kind_is_described_with_what_it_has_and_keeps_where_it_stands() {
    let journal = TempJournal::with(&["Ana"]);
    let text = |text: &str| text.to_owned();
    let day = Some(date(2026, 12, 8));
    let changed = |changed: &str| Description::Feedback {
        situation: text("demo"),
        behaviour: text("waited"),
        impact: text("calm"),
        changed: text(changed),
    };
    let goal = Description::Goal { why: text("a"), success: text("b"), support: text("c"), target: day };
    let delegation = Description::Delegation { level: Level::Agree, support: text("time"), hands_off_until: day };
    let expectation = Description::Expectation { provide: text("cover"), their_words: text("yes") };
    for (line, wanted, description) in [
        ("^ lead", Some(Move::Pause("leave".into())), goal),
        ("<< listen", None, changed("I ask first")),
        ("< well said", None, changed("")),
        ("> the rota", Some(Move::Complete(String::new())), delegation),
        ("= a word early", Some(Move::Say), expectation),
    ] {
        let id = journal.jot(1, line);
        if let Some(wanted) = wanted {
            journal.commit(Change::Move { entry: id, wanted }).unwrap();
        }
        let before = entry(&journal, id);
        journal.commit(Change::Describe { entry: id, description: description.clone() }).unwrap();
        let after = entry(&journal, id);
        assert_eq!((after.detail.state(), &after.steps), (before.detail.state(), &before.steps), "{line}");
        assert_ne!(after.detail, before.detail, "{line}");
        journal.commit(Change::Describe { entry: id, description }).unwrap();
        assert_eq!(entry(&journal, id), after, "{line}");
    }
    let given = journal.jot(1, "< well said");
    let Detail::Feedback(feedback) = entry(&journal, given).detail else { panic!("it is feedback") };
    assert_eq!(feedback.direction, Direction::Given);
    let what_was_changed = Change::Describe { entry: given, description: changed("I ask first") };
    assert_eq!(refusal(&journal, what_was_changed), Some(Refusal::OtherKind(Kind::Feedback)));
    assert_clean(journal.db());
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
    journal.flush().unwrap();
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
