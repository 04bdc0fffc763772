use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    entry::{
        kind::{feedback::Feedback, flag::Flag, goal::Goal, note::Note},
        transition::{EventContext, Transition},
    },
    id::{PersonId, Uid},
    meeting_prep::MeetingPrep,
    moment::Moment,
    one_on_one::OneOnOneState,
    parse::prefix::Prefix,
    person::{Profile, ShortName},
};

const MEETING: OneOnOneId = OneOnOneId(7);

fn moment(minute: i64) -> Moment {
    Moment::from_parts(minute * 60_000, 0, "UTC".into()).unwrap()
}

/// An entry written in the one-on-one, with these transitions in it.
fn entry(prefix: Prefix, text: &str, transitions: &[Transition]) -> Entry {
    let mut entry =
        Entry::new(EntryId(1), Uid::NIL, PersonId(1), moment(0), text.into(), Detail::from_prefix(prefix, None));
    entry.one_on_one = Some(MEETING);
    for transition in transitions {
        let context = EventContext { uid: Uid::NIL, at: moment(1), one_on_one: Some(MEETING) };
        entry.apply(transition, context).unwrap();
    }
    entry
}

fn outside(mut entry: Entry) -> Entry {
    entry.one_on_one = None;
    entry
}

fn recap(entries: Vec<Entry>) -> Recap {
    build_recap(&RecapInput {
        person: person(),
        meeting: OneOnOne {
            id: MEETING,
            uid: Uid::NIL,
            person: PersonId(1),
            at: moment(0),
            state: OneOnOneState::Held,
            wrapped_up_at: Some(moment(30)),
            minutes: Some(30),
            reason: String::new(),
            planned_end: None,
        },
        entries,
        next: Some((date(2026, 12, 1), None)),
    })
}

fn person() -> Person {
    Person {
        id: PersonId(1),
        uid: Uid::NIL,
        profile: Profile { goes_by: "Dee".into(), ..Profile::with_name("Dana Whitfield") },
        position: 0,
        added_at: moment(0),
        archived_at: None,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName(Some("Dee W.".into())),
    }
}

#[test]
fn a_recap_has_what_both_agreed_and_discussed() {
    let discuss = || vec![Transition::Discuss("she is afraid of it".into())];
    let recap = recap(vec![
        entry(Prefix::MyAction, "get the disk alert an **owner** #oncall", &[]),
        entry(Prefix::TheirAction, "send the outline", &[Transition::MarkDone]),
        entry(Prefix::Delegation, "the migration", &[Transition::ChangeLevel(Level::Delegate)]),
        outside(entry(Prefix::Expectation, "risks early", &[Transition::SayAloud])),
        outside(entry(Prefix::Topic, "#career: lead or shape?", &discuss())),
        outside(entry(Prefix::Praise, "the incident write-up", &[Transition::MarkTold("over coffee".into())])),
    ]);
    assert_eq!(recap.first_name, "Dee", "they do not know that there is another Dee");
    let texts = |actions: &[SharedAction]| -> Vec<(String, bool)> {
        actions.iter().map(|action| (action.text.clone(), action.is_done)).collect()
    };
    assert_eq!(texts(&recap.mine), [("get the disk alert an owner".to_owned(), false)]);
    assert_eq!(texts(&recap.theirs), [("send the outline".to_owned(), true)]);
    assert_eq!(recap.delegations, [("the migration".to_owned(), Level::Delegate)]);
    assert_eq!(recap.expectations, ["risks early"]);
    assert_eq!(recap.topics, ["career: lead or shape?"]);
    assert_eq!(recap.praise, ["the incident write-up"]);
    assert_eq!(recap.left_out, []);
    assert!(!recap.is_empty());
}

#[test]
fn what_did_not_happen_in_the_one_on_one_stays_out() {
    let elsewhere = outside(entry(Prefix::MyAction, "promised last week", &[]));
    let recap = recap(vec![
        elsewhere,
        entry(Prefix::MyAction, "given up", &[Transition::Drop(String::new())]),
        entry(Prefix::Topic, "for next time", &[]),
        entry(Prefix::Praise, "not told", &[]),
        entry(Prefix::Expectation, "not said", &[]),
        entry(Prefix::Delegation, "taken back", &[Transition::TakeBack(String::new())]),
    ]);
    assert!(recap.is_empty());
    let left_out: Vec<Kind> = recap.left_out.iter().map(|(kind, _)| *kind).collect();
    assert!(
        left_out.contains(&Kind::Praise) && left_out.contains(&Kind::Expectation) && !left_out.contains(&Kind::Topic)
    );
}

#[test]
fn what_is_marked_private_or_in_the_trash_stays_out() {
    let mut trashed = entry(Prefix::MyAction, "deleted", &[]);
    trashed.trashed_at = Some(moment(2));
    let recap = recap(vec![trashed, entry(Prefix::TheirAction, "see a doctor #private", &[])]);
    assert!(recap.is_empty());
    assert_eq!(recap.left_out, [(Kind::Action, 2)]);
}

#[test]
fn an_agenda_has_open_topics_and_actions_only() {
    let agenda = build_shared_agenda(&AgendaInput {
        person: person(),
        entries: vec![
            entry(Prefix::Flag, "quiet lately", &[]),
            entry(Prefix::Topic, "conference talk", &[]),
            entry(Prefix::Praise, "a surprise", &[]),
            entry(Prefix::MyAction, "ask Finance", &[]),
            entry(Prefix::TheirAction, "draft options", &[]),
            entry(Prefix::Goal, "speak up", &[]),
        ],
        next: None,
    });
    assert_eq!(agenda.topics, ["conference talk"]);
    assert_eq!((agenda.mine.len(), agenda.theirs.len()), (1, 1));
    assert_eq!(agenda.left_out, [(Kind::Flag, 1), (Kind::Praise, 1)]);
}

/// A text that occurs nowhere else.
const SECRET: &str = "zqxsecret";

fn private_entry() -> impl Strategy<Value = Entry> {
    let details = prop_oneof![
        Just(Detail::Note(Note::default())),
        Just(Detail::Flag(Flag { usually: SECRET.into(), lately: SECRET.into(), ..Flag::default() })),
        Just(Detail::Goal(Goal { why: SECRET.into(), ..Goal::default() })),
        Just(Detail::Feedback(Feedback::given())),
        Just(Detail::Feedback(Feedback::received())),
        Just(Detail::from_prefix(Prefix::Praise, None)),
        Just(Detail::from_prefix(Prefix::Expectation, None)),
        Just(Detail::from_prefix(Prefix::Topic, None)),
    ];
    (details, any::<bool>()).prop_map(|(detail, was_written_here)| {
        let mut entry = entry(Prefix::Note, SECRET, &[]);
        entry.one_on_one = was_written_here.then_some(MEETING);
        entry.detail = detail;
        if entry.can(EventKind::Raised) {
            let context = EventContext { uid: Uid::NIL, at: moment(1), one_on_one: Some(MEETING) };
            entry.apply(&Transition::Raise(SECRET.into()), context).unwrap();
        }
        entry
    })
}

fn shared_entry() -> impl Strategy<Value = Entry> {
    let comment = || SECRET.to_owned();
    prop_oneof![
        Just(entry(Prefix::MyAction, "mine", &[])),
        Just(entry(Prefix::TheirAction, "theirs", &[Transition::MarkDone])),
        Just(entry(Prefix::Topic, "topic", &[Transition::Discuss(comment())])),
        Just(entry(Prefix::Praise, "praise", &[Transition::MarkTold(comment())])),
        Just(entry(Prefix::MyAction, &format!("{SECRET} #private"), &[])),
        Just({
            let mut delegation = entry(Prefix::Delegation, "delegation", &[]);
            if let Detail::Delegation(detail) = &mut delegation.detail {
                detail.support = comment();
            }
            delegation
        }),
        Just({
            let mut said = entry(Prefix::Expectation, "expectation", &[Transition::SayAloud]);
            if let Detail::Expectation(detail) = &mut said.detail {
                (detail.provide, detail.their_words) = (comment(), comment());
            }
            said
        }),
    ]
}

proptest! {
    #[test]
    fn nothing_private_reaches_a_recap_or_an_agenda(
        entries in prop::collection::vec(prop_oneof![private_entry(), shared_entry()], 0..12)
    ) {
        let recap = Recap { left_out: Vec::new(), ..recap(entries.clone()) };
        prop_assert!(!format!("{recap:?}").contains(SECRET), "{recap:?}");
        let input = AgendaInput { person: person(), entries: entries.clone(), next: None };
        let mut agenda = build_shared_agenda(&input);
        // An open topic is there to be talked about.
        agenda.topics.retain(|topic| topic != SECRET);
        prop_assert!(!format!("{agenda:?}").contains(SECRET), "{agenda:?}");
    }
}
