//! Any sequence of changes can be undone and redone step by step.

use std::{ops::ControlFlow, sync::Arc};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rapport::{
    domain::{
        entry::{
            fields::{EntryFields, FlagFields},
            kind::{
                action::Party,
                delegation::Level,
                flag::{FlagPlan, RaisePlan},
            },
            transition::Transition,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        parse::{entry_line::EntryLine, prefix::Prefix},
        person::Profile,
        question::{CustomQuestion, Theme},
    },
    import::{ImportContext, json},
    journal::change::{
        Change,
        leader::LeaderChange,
        review::{ReviewChange, ReviewText},
    },
};
use rusqlite::Connection;

use crate::support::{TempJournal, assert_clean, content_rows_through, minutes_after_now, moment};

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z #]{0,12}", "\\PC{1,20}", Just("línea\n#tag 🙂".to_owned())]
}

fn any_prefix() -> impl Strategy<Value = Prefix> {
    prop::sample::select(Prefix::ALL.to_vec())
}

fn any_person() -> impl Strategy<Value = PersonId> {
    (1..6_i64).prop_map(PersonId)
}

fn any_entry() -> impl Strategy<Value = EntryId> {
    (1..9_i64).prop_map(EntryId)
}

fn any_profile() -> impl Strategy<Value = Profile> {
    let names = prop::sample::select(vec!["Ana", "Bo", "Cleo", "Dan", "Eve", "ana", " Łukasz", ""]);
    let colour = prop::option::of(any::<u8>());
    let called = prop::sample::select(vec!["", "Bob"]);
    let formats = prop::sample::select(vec!["", "Career talk"]);
    (names, (called, formats), prop_oneof![any_text(), Just("tea · cake".to_owned())], colour).prop_map(
        |(name, (goes_by, format), matters, colour)| Profile {
            format: format.into(),
            goes_by: goes_by.into(),
            personal_details: matters,
            colour,
            ..Profile::with_name(name)
        },
    )
}

fn any_day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of(Just(date(2026, 12, 1)))
}

fn any_transition() -> impl Strategy<Value = Transition> {
    let with: Vec<fn(String) -> Transition> = vec![
        Transition::Raise,
        Transition::LetGo,
        Transition::MarkTold,
        Transition::Discuss,
        Transition::Pause,
        Transition::Reach,
        Transition::Drop,
        Transition::TakeBack,
        Transition::Complete,
        Transition::Recheck,
    ];
    let until = prop::sample::select(vec![date(2026, 12, 1), date(2026, 11, 24), Date::MAX]);
    prop_oneof![
        8 => (prop::sample::select(with), any_text()).prop_map(|(with, words)| with(words)),
        2 => until.prop_map(Transition::Watch),
        3 => any_raise_plan().prop_map(Transition::Plan),
        2 => (any_text(), any_day()).prop_map(|(outcome, recheck_on)| Transition::Settle { outcome, recheck_on }),
        2 => prop::sample::select(Level::ALL).prop_map(Transition::ChangeLevel),
        4 => prop::sample::select(vec![Transition::MarkDone, Transition::Resume, Transition::SayAloud, Transition::Reopen]),
    ]
}

fn any_raise_plan() -> impl Strategy<Value = RaisePlan> {
    let on = vec![date(2026, 12, 1), date(2026, 11, 24), date(2026, 11, 23)];
    prop_oneof![
        Just(RaisePlan::Undecided),
        Just(RaisePlan::NextOneOnOne),
        prop::sample::select(on).prop_map(RaisePlan::On),
    ]
}

fn any_flag_plan() -> impl Strategy<Value = Option<FlagPlan>> {
    let watch = prop::sample::select(vec![date(2026, 12, 1), date(2026, 11, 24)]).prop_map(FlagPlan::Watch);
    prop::option::of(prop_oneof![any_raise_plan().prop_map(FlagPlan::Raise), watch])
}

fn any_flag_fields() -> impl Strategy<Value = FlagFields> {
    (any_text(), any_text(), any_text()).prop_map(|(usually, lately, need)| FlagFields { usually, lately, need })
}

fn any_entry_fields() -> impl Strategy<Value = EntryFields> {
    let texts = || (any_text(), any_text(), any_text(), prop_oneof![Just(String::new()), any_text()]);
    prop_oneof![
        any_flag_fields().prop_map(EntryFields::Flag),
        (texts(), any_day()).prop_map(|((why, success, support, _), target)| EntryFields::Goal {
            why,
            success,
            support,
            target
        }),
        texts().prop_map(|(situation, behaviour, impact, changed)| EntryFields::Feedback {
            situation,
            behaviour,
            impact,
            changed
        }),
        (proptest::sample::select(Level::ALL.to_vec()), any_text(), any_day())
            .prop_map(|(level, support, hands_off_until)| EntryFields::Delegation { level, support, hands_off_until }),
        prop_oneof![Just(Party::Me), Just(Party::Them)].prop_map(|from| EntryFields::Topic { from }),
        (any_text(), any_text()).prop_map(|(provide, their_words)| EntryFields::Expectation { provide, their_words }),
    ]
}

fn any_leader_change() -> impl Strategy<Value = Change> {
    let question = || prop::sample::select(vec!["team-joy", "career-year", "gone"]).prop_map(str::to_owned);
    let theme = prop::sample::select(Theme::ALL.to_vec());
    let step = || prop::option::of((1..6_u8).prop_map(|step| step.try_into().unwrap()));
    prop_oneof![
        (any_person(), question()).prop_map(|(person, question)| LeaderChange::AskQuestion { person, question }),
        (theme, any_text()).prop_map(|(theme, text)| {
            LeaderChange::SaveQuestion {
                uid: None,
                question: CustomQuestion { theme, text, suitable_for: String::new() },
            }
        }),
        question().prop_map(LeaderChange::HideQuestion),
        question().prop_map(LeaderChange::ShowQuestion),
        ([step(), step(), step(), step()], any_text())
            .prop_map(|(answers, line)| LeaderChange::SaveSelfCheck { answers, line }),
        any_text().prop_map(LeaderChange::SetIntention),
    ]
    .prop_map(Change::Leader)
}

/// Templates have keys that cannot be guessed, so renaming and removing them has a test of its own.
fn any_review_change() -> impl Strategy<Value = Change> {
    let day = || (1..29_i8).prop_map(|day| date(2026, 11, day));
    let written = || {
        (any_person(), day(), day(), any_text()).prop_map(|(person, from, to, text)| ReviewText {
            person,
            from,
            to,
            text,
        })
    };
    let name = prop::sample::select(vec!["Yearly", "yearly ", "Short", ""]);
    prop_oneof![
        4 => written().prop_map(ReviewChange::Save),
        2 => written().prop_map(ReviewChange::Finish),
        1 => any_person().prop_map(ReviewChange::Discard),
        1 => (name, any_text()).prop_map(|(name, text)| ReviewChange::SaveTemplate { name: name.to_owned(), text }),
    ]
    .prop_map(Change::Review)
}

/// Many of the changes are rejected, as in real use.
fn any_change() -> impl Strategy<Value = Change> {
    let meeting = || (1..5_i64).prop_map(OneOnOneId);
    prop_oneof![
        2 => prop::collection::vec(any_profile(), 0..3).prop_map(Change::AddPeople),
        6 => (any_person(), prop::option::of(meeting()), any_prefix(), any_text(), any_day()).prop_map(|(person, one_on_one, mark, text, due)| {
            Change::AddEntry { person, one_on_one, line: EntryLine { prefix: mark, text, due, invalid_date: None } }
        }),
        8 => (any_entry(), any_transition()).prop_map(|(entry, transition)| Change::Transition { entry, transition }),
        3 => (any_entry(), any_text(), any_day()).prop_map(|(entry, text, due)| Change::EditText { entry, text, due }),
        2 => any_entry().prop_map(Change::Trash),
        2 => any_entry().prop_map(Change::Restore),
        2 => any_person().prop_map(Change::StartMeeting),
        2 => (meeting(), 0..2_000_u32).prop_map(|(one_on_one, minutes)| Change::WrapUp { one_on_one, minutes }),
        1 => any_person().prop_map(Change::NothingToNote),
        2 => (any_person(), -60..9_000_i64).prop_map(|(person, minutes)| Change::ScheduleMeeting { person, at: moment(minutes) }),
        1 => any_person().prop_map(Change::ClearSchedule),
        2 => (any_person(), any_text()).prop_map(|(person, reason)| Change::SkipMeeting { person, reason }),
        3 => (any_entry(), any_day()).prop_map(|(entry, until)| Change::Snooze { entry, until }),
        2 => (prop::collection::vec(any_entry(), 1..3), any::<bool>())
            .prop_map(|(entries, picked)| Change::SetEvidence { entries, picked }),
        1 => any_person().prop_map(Change::Archive),
        1 => any_person().prop_map(Change::Unarchive),
        1 => Just(vec![1, 2, 3, 4, 5]).prop_shuffle().prop_map(|order| {
            Change::ReorderPeople(order.into_iter().take(3).map(PersonId).collect())
        }),
        1 => (any_person(), any_profile()).prop_map(|(person, profile)| Change::EditPerson { person, profile }),
        3 => (any_entry(), 1..6_u8).prop_map(|(goal, closeness)| Change::CheckIn { goal, closeness: closeness.try_into().unwrap() }),
        3 => (any_entry(), any_entry_fields()).prop_map(|(entry, fields)| Change::EditFields { entry, fields }),
        3 => (any_entry(), any_text(), any_flag_fields(), any_flag_plan()).prop_map(|(entry, text, fields, plan)| {
            Change::EditFlag { entry, text, fields, plan }
        }),
        4 => (any_entry(), prop::option::of(any_prefix()), 1..29_i8, any_person()).prop_map(|(entry, prefix, day, person)| {
            Change::Reclassify { entry, prefix, day: date(2026, 11, day), person }
        }),
        5 => any_leader_change(),
        4 => any_review_change(),
        1 => (any_person(), any_text()).prop_map(|(person, text)| Change::AnswerNeed { person, text }),
        2 => (any_entry(), any_text(), prop::option::of(1..29_i8)).prop_map(|(entry, words, day)| {
            Change::RecordTold { entry, words, day: day.map(|day| date(2026, 11, day)) }
        }),
        2 => (any_entry(), any_text(), any_text(), any_text()).prop_map(|(entry, text, provide, their_words)| {
            Change::ReplaceExpectation { entry, text, provide, their_words }
        }),
        1 => (any_person(), prop::collection::vec(1..9_u64, 0..4)).prop_map(|(person, order)| {
            Change::SetAgendaOrder { person, order: order.into_iter().map(|number| Uid::new(number, 0)).collect() }
        }),
        1 => (any_person(), prop::sample::select(vec!["tea", "cake", ""])).prop_map(|(person, detail)| {
            Change::MarkAsked { person, detail: detail.to_owned() }
        }),
    ]
}

/// The changes to a flag, by a dialog or directly.
fn any_flag_change() -> impl Strategy<Value = Change> {
    let entry = EntryId(1);
    prop_oneof![
        3 => any_transition().prop_map(move |transition| Change::Transition { entry, transition }),
        2 => any_raise_plan().prop_map(move |when| Change::Transition { entry, transition: Transition::Plan(when) }),
        2 => (any_text(), any_flag_fields(), any_flag_plan())
            .prop_map(move |(text, fields, plan)| Change::EditFlag { entry, text, fields, plan }),
        1 => any_flag_fields().prop_map(move |about| Change::EditFields { entry, fields: EntryFields::Flag(about) }),
        1 => Just(Change::StartMeeting(PersonId(1))),
        1 => Just(Change::Transition { entry, transition: Transition::Raise("talked over".into()) }),
        1 => any_day().prop_map(move |check_again| Change::Transition {
            entry,
            transition: Transition::Settle { outcome: "writes first".into(), recheck_on: check_again },
        }),
        1 => Just(Change::Transition { entry, transition: Transition::Recheck(String::new()) }),
        1 => Just(Change::Transition { entry, transition: Transition::Reopen }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_done_is_undone_and_redone_step_by_step(changes in prop::collection::vec(any_change(), 1..24)) {
        check_undo_and_redo(TempJournal::with_people(&["Ana", "Bo", "Cleo"]), changes)?;
    }

    #[test]
    fn a_whole_life_is_undone_and_redone_step_by_step(moves in prop::collection::vec((1..12_i64, any_transition()), 8..40)) {
        // One of each kind, so that few transitions are rejected for the kind alone.
        let journal = TempJournal::with_people(&["Ana"]);
        for mark in Prefix::ALL {
            journal.jot(1, &format!("{} about it", mark.symbol()));
        }
        let changes = moves.into_iter().map(|(entry, transition)| Change::Transition { entry: EntryId(entry), transition });
        check_undo_and_redo(journal, changes.collect())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_life_of_one_flag_is_undone_and_redone_step_by_step(changes in prop::collection::vec(any_flag_change(), 6..24)) {
        let journal = TempJournal::with_people(&["Ana"]);
        journal.jot(1, "! quiet");
        check_undo_and_redo(journal, changes)?;
    }
}

/// Every row of the file, and the JSON export.
fn snapshot(journal: &TempJournal, observer: &Connection) -> (Vec<String>, String) {
    (content_rows_through(observer), journal.export_json())
}

fn check_undo_and_redo(mut journal: TempJournal, changes: Vec<Change>) -> Result<(), TestCaseError> {
    let observer = journal.raw_connection();
    let mut states = vec![snapshot(&journal, &observer)];
    for (minutes, change) in (1..).zip(changes) {
        journal.clock.set(minutes_after_now(minutes));
        let done = journal.commit(change.clone()).is_ok();
        let now = snapshot(&journal, &observer);
        if done && Some(&now) != states.last() {
            states.push(now);
        } else {
            prop_assert_eq!(Some(&now), states.last(), "neither done nor left alone: {:?}", change);
        }
    }
    assert_clean(journal.db());
    // Creating a second journal is slow: one in four cases.
    if states.len() % 4 == 1 {
        check_json_round_trip(&journal)?;
    }
    for before in states.iter().rev().skip(1) {
        journal.undo();
        journal.flush().unwrap();
        prop_assert_eq!(&snapshot(&journal, &observer), before);
    }
    assert_clean(journal.db());
    journal.reopen();
    for after in states.iter().skip(1) {
        journal.redo();
        journal.flush().unwrap();
        prop_assert_eq!(&snapshot(&journal, &observer), after);
    }
    assert_clean(journal.db());
    Ok(())
}

/// The JSON export of any journal, imported into an empty one, gives the same journal.
fn check_json_round_trip(journal: &TempJournal) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("journal.json");
    let exported = journal.export_json();
    std::fs::write(&document, &exported).unwrap();
    let context = ImportContext { now: journal.now(), people: Vec::new() };
    let result = json::read(&document, &context, &mut |_, _| ControlFlow::Continue(())).unwrap();
    prop_assert_eq!(&result.diagnostics, &[]);
    let again = TempJournal::with_people(&[]);
    again.clock.set(journal.now());
    again.commit(Change::Import(Arc::new(result.bundle))).unwrap();
    prop_assert_eq!(again.export_json(), exported);
    Ok(())
}
