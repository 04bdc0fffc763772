//! The person, day, one-on-one, kind and fields of an entry, and its earlier versions.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        entry::{
            Detail, Entry,
            fields::{EntryFields, FlagFields},
            kind::{
                Kind,
                check_in::Closeness,
                delegation::Level,
                feedback::Direction,
                flag::{Flag, FlagPlan, FlagState, RaisePlan},
            },
            state::EntryState,
            transition::{Transition, TransitionError},
        },
        id::{EntryId, OneOnOneId, PersonId},
        parse::prefix::Prefix,
    },
    journal::change::{Change, ChangeError, RuleViolation},
};

use crate::support::{TempJournal, assert_clean, minutes_after_now};

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);

fn entry(journal: &TempJournal, id: EntryId) -> Entry {
    journal.db().entry(id).unwrap().unwrap()
}

fn today(journal: &TempJournal) -> Date {
    journal.today()
}

fn reclassify(entry: EntryId, mark: Option<Prefix>, day: Date, person: PersonId) -> Change {
    Change::Reclassify { entry, prefix: mark, day, person }
}

fn violation_of(journal: &TempJournal, change: Change) -> Option<RuleViolation> {
    match journal.commit(change) {
        Err(ChangeError::RuleViolation(refusal)) => Some(refusal),
        _ => None,
    }
}

fn check_in(journal: &TempJournal, goal: EntryId, closeness: u8) {
    journal.commit(Change::CheckIn { goal, closeness: Closeness::try_from(closeness).unwrap() }).unwrap();
}

#[test]
fn reclassified_entry_starts_over_and_can_be_reverted() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "[] ask Finance");
    journal.commit(Change::Transition { entry: id, transition: Transition::MarkDone }).unwrap();
    let done = entry(&journal, id);
    journal.commit(reclassify(id, Some(Prefix::Flag), today(&journal), ANA)).unwrap();
    let flag = entry(&journal, id);
    assert_eq!((flag.kind(), flag.events.len(), flag.text.as_str()), (Kind::Flag, 0, "ask Finance"));
    let versions = journal.db().versions(&flag).unwrap();
    assert_eq!(versions.len(), 3, "written, done, refiled");
    journal.commit(Change::RestoreVersion(Box::new(versions[1].entry.clone()))).unwrap();
    assert_eq!(entry(&journal, id), done);
    assert_clean(journal.db());
}

#[test]
fn entry_reclassified_as_flag_is_no_longer_evidence() {
    let journal = TempJournal::with_people(&["Ana"]);
    let [note, other] = ["quiet lately", "spoke first"].map(|line| journal.jot(1, line));
    journal.commit(Change::SetEvidence { entries: vec![note, other], picked: true }).unwrap();
    journal.commit(reclassify(note, Some(Prefix::Flag), today(&journal), ANA)).unwrap();
    journal.commit(reclassify(other, Some(Prefix::Praise), today(&journal), ANA)).unwrap();
    assert!(!entry(&journal, note).evidence && entry(&journal, other).evidence);
}

#[test]
fn entry_moved_to_another_day_or_person_leaves_its_one_on_one() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    journal.clock.set(minutes_after_now(1));
    let (moved, other) = (journal.jot(1, "about Bo"), journal.jot(1, "from last week"));
    for id in [moved, other] {
        let within = Entry { one_on_one: Some(OneOnOneId(1)), ..entry(&journal, id) };
        journal.commit(Change::RestoreVersion(Box::new(within))).unwrap();
    }
    journal.commit(reclassify(moved, None, today(&journal), BO)).unwrap();
    let moved = entry(&journal, moved);
    assert_eq!((moved.person, moved.one_on_one), (BO, None));
    journal.commit(reclassify(other, None, date(2026, 11, 2), ANA)).unwrap();
    let other = entry(&journal, other);
    assert_eq!((other.written_at.day(), other.one_on_one), (date(2026, 11, 2), None));
    assert_clean(journal.db());
}

#[test]
fn reclassifying_a_goal_with_check_ins_is_rejected() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    let goal = journal.jot(1, "^ give a talk");
    check_in(&journal, goal, 2);
    let step = EntryId(goal.0 + 1);
    assert_eq!(entry(&journal, step).kind(), Kind::CheckIn);
    let day = today(&journal);
    for (case, change) in [
        ("the goal about somebody else", reclassify(goal, None, day, BO)),
        ("the goal as a note", reclassify(goal, Some(Prefix::Note), day, ANA)),
        ("its check-in as a flag", reclassify(step, Some(Prefix::Flag), day, ANA)),
    ] {
        assert_eq!(violation_of(&journal, change), Some(RuleViolation::LinkedGoal), "{case}");
    }
    let flag = journal.jot(1, "! quiet");
    journal.commit(Change::Transition { entry: flag, transition: Transition::Raise(String::new()) }).unwrap();
    let later = day.tomorrow().unwrap();
    assert_eq!(violation_of(&journal, reclassify(flag, None, later, ANA)), Some(RuleViolation::EventsPrecedeDate(day)));
    assert_clean(journal.db());
}

#[test]
fn trashed_check_in_still_pins_its_goal() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    let id = journal.jot(1, "a talk");
    let day = today(&journal);
    journal.commit(reclassify(id, Some(Prefix::Goal), day, ANA)).unwrap();
    check_in(&journal, id, 2);
    journal.commit(Change::Trash(EntryId(id.0 + 1))).unwrap();
    let goal = entry(&journal, id);
    let note = journal.db().versions(&goal).unwrap().last().unwrap().entry.clone();
    assert_eq!(note.kind(), Kind::Note);
    for (case, change) in [
        ("as a note", reclassify(id, Some(Prefix::Note), day, ANA)),
        ("about somebody else", reclassify(id, None, day, BO)),
        ("as a note again", Change::RestoreVersion(Box::new(note))),
    ] {
        assert_eq!(violation_of(&journal, change), Some(RuleViolation::LinkedGoal), "{case}");
    }
    assert_eq!(entry(&journal, id), goal);
}

#[test]
fn entry_cannot_be_moved_to_a_future_date() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "a note");
    let day = today(&journal);
    let tomorrow = day.tomorrow().unwrap();
    assert_eq!(violation_of(&journal, reclassify(id, None, tomorrow, ANA)), Some(RuleViolation::FutureDate));
    let written = entry(&journal, id).written_at.with_date(tomorrow);
    let ahead = Entry { written_at: written, ..entry(&journal, id) };
    journal.commit(Change::RestoreVersion(Box::new(ahead))).unwrap();
    journal.commit(reclassify(id, Some(Prefix::Flag), tomorrow, ANA)).unwrap();
    assert_eq!(entry(&journal, id).kind(), Kind::Flag);
}

#[test]
fn check_in_belongs_to_the_goals_person_and_running_one_on_one() {
    let journal = TempJournal::with_people(&["Ana"]);
    let goal = journal.jot(1, "^ give a talk");
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    check_in(&journal, goal, 4);
    let latest = journal.db().latest_check_ins(goal, 5).unwrap();
    assert_eq!(latest, [(today(&journal), Closeness::try_from(4).unwrap())]);
    assert_eq!(entry(&journal, EntryId(goal.0 + 1)).one_on_one, Some(OneOnOneId(1)));
    let note = journal.jot(1, "a note");
    let closeness = Closeness::try_from(3).unwrap();
    assert_eq!(
        violation_of(&journal, Change::CheckIn { goal: note, closeness }),
        Some(RuleViolation::NotFound("goal"))
    );
}

#[test]
fn editing_fields_keeps_the_state() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    journal.commit(Change::Transition { entry: id, transition: Transition::Raise("talked over".into()) }).unwrap();
    let described = EntryFields::Flag(FlagFields { lately: "waits to be asked".into(), ..FlagFields::default() });
    journal.commit(Change::EditFields { entry: id, fields: described }).unwrap();
    let entry = entry(&journal, id);
    let Detail::Flag(flag) = &entry.detail else { panic!("it is a flag") };
    assert_eq!(
        (flag.lately.as_str(), entry.detail.state()),
        ("waits to be asked", Some(EntryState::Flag(FlagState::Raised)))
    );
    let other = EntryFields::Delegation { level: Level::Agree, support: "time".into(), hands_off_until: None };
    let other = Change::EditFields { entry: id, fields: other };
    assert_eq!(violation_of(&journal, other), Some(RuleViolation::KindMismatch(Kind::Flag)));
}

/// Editing the fields of a flag in one window reverts nothing that another window did.
#[test]
fn editing_flag_fields_keeps_its_plan_and_dates() {
    let journal = TempJournal::with_people(&["Ana"]);
    let day = date(2026, 12, 8);
    let settle = Transition::Settle { outcome: "writes first".into(), recheck_on: Some(day) };
    let about = || FlagFields { need: "room to disagree".into(), ..FlagFields::default() };
    for moves in [
        vec![Transition::Plan(RaisePlan::NextOneOnOne)],
        vec![Transition::Plan(RaisePlan::On(day))],
        vec![Transition::Watch(day)],
        vec![Transition::Raise(String::new()), settle],
    ] {
        let id = journal.jot(1, "! quiet");
        for request in moves {
            journal.commit(Change::Transition { entry: id, transition: request }).unwrap();
        }
        let before = entry(&journal, id);
        journal.commit(Change::EditFields { entry: id, fields: EntryFields::Flag(about()) }).unwrap();
        let text = before.text.clone();
        journal.commit(Change::EditFlag { entry: id, text, fields: about(), plan: None }).unwrap();
        let after = entry(&journal, id);
        let Detail::Flag(flag) = before.detail.clone() else { panic!("it is a flag") };
        let expected = Flag { need: "room to disagree".into(), ..flag };
        assert_eq!(after, Entry { detail: Detail::Flag(expected), ..before });
    }
    assert_clean(journal.db());
}

#[test]
fn flag_text_fields_and_plan_change_atomically() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let jotted = journal.content_rows();
    let about = FlagFields { usually: "speaks early".into(), ..FlagFields::default() };
    let with = |text: &str, plan| Change::EditFlag { entry: id, text: text.into(), fields: about.clone(), plan };
    for (change, refused) in [
        (with(" ", None), RuleViolation::InvalidText(rapport::domain::parse::entry_line::TextError::Empty)),
        (
            with("quiet", Some(FlagPlan::Watch(today(&journal)))),
            RuleViolation::InvalidTransition(TransitionError::DateNotInFuture),
        ),
        (
            with("quiet", Some(FlagPlan::Raise(RaisePlan::On(today(&journal).yesterday().unwrap())))),
            RuleViolation::InvalidTransition(TransitionError::RaiseDateInPast),
        ),
    ] {
        assert_eq!(violation_of(&journal, change), Some(refused));
        assert_eq!(journal.content_rows(), jotted);
    }
    journal.commit(with("quiet in two reviews", Some(FlagPlan::Raise(RaisePlan::NextOneOnOne)))).unwrap();
    let Detail::Flag(flag) = entry(&journal, id).detail else { panic!("it is a flag") };
    assert_eq!((flag.usually.as_str(), flag.raise_plan), ("speaks early", RaisePlan::NextOneOnOne));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), jotted);
    let note = journal.jot(1, "a note");
    let about = FlagFields::default();
    let other = Change::EditFlag { entry: note, text: "a note".into(), fields: about, plan: None };
    assert_eq!(violation_of(&journal, other), Some(RuleViolation::KindMismatch(Kind::Note)));
}

#[test]
fn every_kind_accepts_its_own_fields_and_keeps_its_state() {
    let journal = TempJournal::with_people(&["Ana"]);
    let text = |text: &str| text.to_owned();
    let day = Some(date(2026, 12, 8));
    let changed = |changed: &str| EntryFields::Feedback {
        situation: text("demo"),
        behaviour: text("waited"),
        impact: text("calm"),
        changed: text(changed),
    };
    let goal = EntryFields::Goal { why: text("a"), success: text("b"), support: text("c"), target: day };
    let delegation = EntryFields::Delegation { level: Level::Agree, support: text("time"), hands_off_until: day };
    let expectation = EntryFields::Expectation { provide: text("cover"), their_words: text("yes") };
    for (line, request, description) in [
        ("^ lead", Some(Transition::Pause("leave".into())), goal),
        ("<< listen", None, changed("I ask first")),
        ("< well said", None, changed("")),
        ("> the rota", Some(Transition::Complete(String::new())), delegation),
        ("= a word early", Some(Transition::SayAloud), expectation),
    ] {
        let id = journal.jot(1, line);
        if let Some(request) = request {
            journal.commit(Change::Transition { entry: id, transition: request }).unwrap();
        }
        let before = entry(&journal, id);
        journal.commit(Change::EditFields { entry: id, fields: description.clone() }).unwrap();
        let after = entry(&journal, id);
        assert_eq!((after.detail.state(), &after.events), (before.detail.state(), &before.events), "{line}");
        assert_ne!(after.detail, before.detail, "{line}");
        journal.commit(Change::EditFields { entry: id, fields: description }).unwrap();
        assert_eq!(entry(&journal, id), after, "{line}");
    }
    let given = journal.jot(1, "< well said");
    let Detail::Feedback(feedback) = entry(&journal, given).detail else { panic!("it is feedback") };
    assert_eq!(feedback.direction, Direction::Given);
    let what_was_changed = Change::EditFields { entry: given, fields: changed("I ask first") };
    assert_eq!(violation_of(&journal, what_was_changed), Some(RuleViolation::KindMismatch(Kind::Feedback)));
    assert_clean(journal.db());
}

#[test]
fn latest_need_answer_is_current_and_undo_restores_the_previous() {
    let journal = TempJournal::with_people(&["Ana"]);
    for (minutes, text) in [(1, "Sleep"), (2, "A clear owner")] {
        journal.clock.set(minutes_after_now(minutes));
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
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "! quiet");
    let day = today(&journal).tomorrow().unwrap();
    for request in
        [Transition::Raise(String::new()), Transition::Settle { outcome: "writes first".into(), recheck_on: Some(day) }]
    {
        journal.commit(Change::Transition { entry: id, transition: request }).unwrap();
    }
    assert!(journal.db().flags_due_for_recheck(ANA, today(&journal)).unwrap().is_empty());
    assert_eq!(journal.db().flags_due_for_recheck(ANA, day).unwrap().len(), 1);
}

#[test]
fn trashed_entry_can_be_restored() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "not meant so");
    journal.commit(Change::Trash(id)).unwrap();
    assert_eq!(journal.db().trashed_entries(ANA).unwrap().len(), 1);
    journal.commit(Change::Restore(id)).unwrap();
    assert!(journal.db().trashed_entries(ANA).unwrap().is_empty());
}
