//! Whatever is done can be taken back, step by step, and made again.

use std::{ops::ControlFlow, sync::Arc};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rapport::{
    domain::{
        action::By,
        delegation::Level,
        describe::{AboutFlag, Description},
        flag::{Plan, RaiseWhen},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        jot::Jot,
        life::Move,
        mark::Mark,
        person::Profile,
        question::{Own, Theme},
    },
    import::{Ground, full},
    journal::{
        change::Change,
        leading::Leading,
        reviewing::{Reviewing, Written},
    },
};

use crate::support::{TempJournal, after, assert_clean, moment};

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z #]{0,12}", "\\PC{1,20}", Just("línea\n#tag 🙂".to_owned())]
}

fn mark() -> impl Strategy<Value = Mark> {
    prop::sample::select(Mark::ALL.to_vec())
}

fn person() -> impl Strategy<Value = PersonId> {
    (1..6_i64).prop_map(PersonId)
}

fn entry() -> impl Strategy<Value = EntryId> {
    (1..9_i64).prop_map(EntryId)
}

fn profile() -> impl Strategy<Value = Profile> {
    let names = prop::sample::select(vec!["Ana", "Bo", "Cleo", "Dan", "Eve", "ana", " Łukasz", ""]);
    let colour = prop::option::of(any::<u8>());
    (names, prop_oneof![text(), Just("tea · cake".to_owned())], colour).prop_map(|(name, matters, colour)| Profile {
        matters,
        colour,
        ..Profile::named(name)
    })
}

fn day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of(Just(date(2026, 12, 1)))
}

fn move_() -> impl Strategy<Value = Move> {
    let with: Vec<fn(String) -> Move> = vec![
        Move::Raise,
        Move::LetGo,
        Move::Told,
        Move::Talked,
        Move::Pause,
        Move::Reach,
        Move::Drop,
        Move::TakeBack,
        Move::Complete,
        Move::LookAgain,
    ];
    let until = prop::sample::select(vec![date(2026, 12, 1), date(2026, 11, 24), Date::MAX]);
    prop_oneof![
        8 => (prop::sample::select(with), text()).prop_map(|(with, words)| with(words)),
        2 => until.prop_map(Move::Watch),
        3 => raise_when().prop_map(Move::Plan),
        2 => (text(), day()).prop_map(|(outcome, check_again)| Move::Settle { outcome, check_again }),
        2 => prop::sample::select(Level::ALL).prop_map(Move::Level),
        4 => prop::sample::select(vec![Move::Done, Move::Resume, Move::Say, Move::Reopen]),
    ]
}

fn raise_when() -> impl Strategy<Value = RaiseWhen> {
    let on = vec![date(2026, 12, 1), date(2026, 11, 24), date(2026, 11, 23)];
    prop_oneof![
        Just(RaiseWhen::Undecided),
        Just(RaiseWhen::NextOneOnOne),
        prop::sample::select(on).prop_map(RaiseWhen::On),
    ]
}

fn plan() -> impl Strategy<Value = Option<Plan>> {
    let watch = prop::sample::select(vec![date(2026, 12, 1), date(2026, 11, 24)]).prop_map(Plan::Watch);
    prop::option::of(prop_oneof![raise_when().prop_map(Plan::Raise), watch])
}

fn about_flag() -> impl Strategy<Value = AboutFlag> {
    (text(), text(), text()).prop_map(|(usually, lately, need)| AboutFlag { usually, lately, need })
}

fn description() -> impl Strategy<Value = Description> {
    let texts = || (text(), text(), text(), prop_oneof![Just(String::new()), text()]);
    prop_oneof![
        about_flag().prop_map(Description::Flag),
        (texts(), day()).prop_map(|((why, success, support, _), target)| Description::Goal {
            why,
            success,
            support,
            target
        }),
        texts().prop_map(|(situation, behaviour, impact, changed)| Description::Feedback {
            situation,
            behaviour,
            impact,
            changed
        }),
        (proptest::sample::select(Level::ALL.to_vec()), text(), day())
            .prop_map(|(level, support, hands_off_until)| Description::Delegation { level, support, hands_off_until }),
        prop_oneof![Just(By::Me), Just(By::Them)].prop_map(|from| Description::Topic { from }),
        (text(), text()).prop_map(|(provide, their_words)| Description::Expectation { provide, their_words }),
    ]
}

fn leading() -> impl Strategy<Value = Change> {
    let question = || prop::sample::select(vec!["team-joy", "career-year", "gone"]).prop_map(str::to_owned);
    let theme = prop::sample::select(Theme::ALL.to_vec());
    let step = || prop::option::of((1..6_u8).prop_map(|step| step.try_into().unwrap()));
    prop_oneof![
        (person(), question()).prop_map(|(person, question)| Leading::Ask { person, question }),
        (theme, text()).prop_map(|(theme, text)| {
            Leading::KeepQuestion { card: None, own: Own { theme, text, suits: String::new() } }
        }),
        question().prop_map(Leading::HideQuestion),
        question().prop_map(Leading::ShowQuestion),
        ([step(), step(), step(), step()], text()).prop_map(|(answers, line)| Leading::CheckSelf { answers, line }),
        text().prop_map(Leading::Intend),
    ]
    .prop_map(Change::Leading)
}

/// Templates have no keys that could be guessed, so their renaming and removing has a test of its own.
fn reviewing() -> impl Strategy<Value = Change> {
    let day = || (1..29_i8).prop_map(|day| date(2026, 11, day));
    let written =
        || (person(), day(), day(), text()).prop_map(|(person, from, to, text)| Written { person, from, to, text });
    let name = prop::sample::select(vec!["Yearly", "yearly ", "Short", ""]);
    prop_oneof![
        4 => written().prop_map(Reviewing::Write),
        2 => written().prop_map(Reviewing::Finish),
        1 => person().prop_map(Reviewing::ThrowAway),
        1 => (name, text()).prop_map(|(name, text)| Reviewing::KeepTemplate { name: name.to_owned(), text }),
    ]
    .prop_map(Change::Reviewing)
}

/// Many of them are refused, as in life.
fn change() -> impl Strategy<Value = Change> {
    let meeting = || (1..5_i64).prop_map(OneOnOneId);
    prop_oneof![
        2 => prop::collection::vec(profile(), 0..3).prop_map(Change::AddPeople),
        6 => (person(), prop::option::of(meeting()), mark(), text(), day()).prop_map(|(person, one_on_one, mark, text, due)| {
            Change::Jot { person, one_on_one, jot: Jot { mark, text, due, no_such_day: None } }
        }),
        8 => (entry(), move_()).prop_map(|(entry, wanted)| Change::Move { entry, wanted }),
        3 => (entry(), text(), day()).prop_map(|(entry, text, due)| Change::Rewrite { entry, text, due }),
        2 => entry().prop_map(Change::Trash),
        2 => entry().prop_map(Change::Restore),
        2 => person().prop_map(Change::Begin),
        2 => (meeting(), 0..2_000_u32).prop_map(|(one_on_one, minutes)| Change::WrapUp { one_on_one, minutes }),
        1 => person().prop_map(Change::NothingToNote),
        2 => (person(), -60..9_000_i64).prop_map(|(person, minutes)| Change::Plan { person, at: moment(minutes) }),
        1 => person().prop_map(Change::Unplan),
        2 => (person(), text()).prop_map(|(person, reason)| Change::Skip { person, reason }),
        3 => (entry(), day()).prop_map(|(entry, until)| Change::PutOff { entry, until }),
        2 => (prop::collection::vec(entry(), 1..3), any::<bool>())
            .prop_map(|(entries, picked)| Change::Evidence { entries, picked }),
        1 => person().prop_map(Change::Archive),
        1 => person().prop_map(Change::BringBack),
        1 => Just(vec![1, 2, 3, 4, 5]).prop_shuffle().prop_map(|order| {
            Change::Reorder(order.into_iter().take(3).map(PersonId).collect())
        }),
        1 => (person(), profile()).prop_map(|(person, profile)| Change::EditPerson { person, profile }),
        3 => (entry(), 1..6_u8).prop_map(|(goal, closeness)| Change::CheckIn { goal, closeness: closeness.try_into().unwrap() }),
        3 => (entry(), description()).prop_map(|(entry, description)| Change::Describe { entry, description }),
        3 => (entry(), text(), about_flag(), plan()).prop_map(|(entry, text, about, plan)| {
            Change::DescribeFlag { entry, text, about, plan }
        }),
        4 => (entry(), prop::option::of(mark()), 1..29_i8, person()).prop_map(|(entry, mark, day, person)| {
            Change::Refile { entry, mark, day: date(2026, 11, day), person }
        }),
        5 => leading(),
        4 => reviewing(),
        1 => (person(), text()).prop_map(|(person, text)| Change::AnswerNeed { person, text }),
        2 => (entry(), text(), prop::option::of(1..29_i8)).prop_map(|(entry, words, day)| {
            Change::Tell { entry, words, day: day.map(|day| date(2026, 11, day)) }
        }),
        2 => (entry(), text(), text(), text()).prop_map(|(entry, text, provide, their_words)| {
            Change::Replace { entry, text, provide, their_words }
        }),
        1 => (person(), prop::collection::vec(1..9_u64, 0..4)).prop_map(|(person, order)| {
            Change::Arrange { person, order: order.into_iter().map(|nth| Uid::new(nth, 0)).collect() }
        }),
        1 => (person(), prop::sample::select(vec!["tea", "cake", ""])).prop_map(|(person, detail)| {
            Change::AskAbout { person, detail: detail.to_owned() }
        }),
    ]
}

/// What can be done about a flag, by a dialog or by itself.
fn about_the_flag() -> impl Strategy<Value = Change> {
    let entry = EntryId(1);
    prop_oneof![
        3 => move_().prop_map(move |wanted| Change::Move { entry, wanted }),
        2 => raise_when().prop_map(move |when| Change::Move { entry, wanted: Move::Plan(when) }),
        2 => (text(), about_flag(), plan())
            .prop_map(move |(text, about, plan)| Change::DescribeFlag { entry, text, about, plan }),
        1 => about_flag().prop_map(move |about| Change::Describe { entry, description: Description::Flag(about) }),
        1 => Just(Change::Begin(PersonId(1))),
        1 => Just(Change::Move { entry, wanted: Move::Raise("talked over".into()) }),
        1 => day().prop_map(move |check_again| Change::Move {
            entry,
            wanted: Move::Settle { outcome: "writes first".into(), check_again },
        }),
        1 => Just(Change::Move { entry, wanted: Move::LookAgain(String::new()) }),
        1 => Just(Change::Move { entry, wanted: Move::Reopen }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_done_is_undone_and_redone_step_by_step(changes in prop::collection::vec(change(), 1..24)) {
        is_undone_and_redone(TempJournal::with(&["Ana", "Bo", "Cleo"]), changes)?;
    }

    #[test]
    fn a_whole_life_is_undone_and_redone_step_by_step(moves in prop::collection::vec((1..12_i64, move_()), 8..40)) {
        // One of each kind, so that few of the moves are refused for their kind alone.
        let journal = TempJournal::with(&["Ana"]);
        for mark in Mark::ALL {
            journal.jot(1, &format!("{} about it", mark.sign()));
        }
        let changes = moves.into_iter().map(|(entry, wanted)| Change::Move { entry: EntryId(entry), wanted });
        is_undone_and_redone(journal, changes.collect())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_life_of_one_flag_is_undone_and_redone_step_by_step(changes in prop::collection::vec(about_the_flag(), 6..24)) {
        let journal = TempJournal::with(&["Ana"]);
        journal.jot(1, "! quiet");
        is_undone_and_redone(journal, changes)?;
    }
}

/// Every row of the file, and the bytes of its full form.
fn state(journal: &TempJournal) -> (Vec<String>, String) {
    (journal.content(), journal.full_form())
}

fn is_undone_and_redone(mut journal: TempJournal, changes: Vec<Change>) -> Result<(), TestCaseError> {
    let mut states = vec![state(&journal)];
    for (minutes, change) in (1..).zip(changes) {
        journal.clock.set(after(minutes));
        let done = journal.commit(change.clone()).is_ok();
        let now = state(&journal);
        if done && Some(&now) != states.last() {
            states.push(now);
        } else {
            prop_assert_eq!(Some(&now), states.last(), "neither done nor left alone: {:?}", change);
        }
    }
    assert_clean(journal.db());
    // A second journal takes its time: of every four cases one.
    if states.len() % 4 == 1 {
        is_read_in_the_same(&journal)?;
    }
    for before in states.iter().rev().skip(1) {
        journal.undo();
        journal.flush().unwrap();
        prop_assert_eq!(&state(&journal), before);
    }
    assert_clean(journal.db());
    journal.reopen();
    for after in states.iter().skip(1) {
        journal.redo();
        journal.flush().unwrap();
        prop_assert_eq!(&state(&journal), after);
    }
    assert_clean(journal.db());
    Ok(())
}

/// Whatever a journal holds, its full form read into an empty one gives the same journal.
fn is_read_in_the_same(journal: &TempJournal) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("journal.json");
    let full_form = journal.full_form();
    std::fs::write(&document, &full_form).unwrap();
    let ground = Ground { now: journal.now(), people: Vec::new() };
    let harvest = full::read(&document, &ground, &mut |_, _| ControlFlow::Continue(())).unwrap();
    prop_assert_eq!(&harvest.unread, &[]);
    let again = TempJournal::with(&[]);
    again.clock.set(journal.now());
    again.commit(Change::BringIn(Arc::new(harvest.bundle))).unwrap();
    prop_assert_eq!(again.full_form(), full_form);
    Ok(())
}
