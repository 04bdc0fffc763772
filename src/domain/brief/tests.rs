use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    cadence::{Cadence, Last},
    flag::{Flag, FlagState, RaiseWhen},
    id::{OneOnOneId, PersonId, Uid},
    life::{Move, Occasion},
    mark::Mark,
    matters::Asked,
    moment::Moment,
    person::Profile,
    prepare::Prepare,
};

const TODAY: Date = date(2026, 11, 24);

/// Ten in the morning, so many days ago.
fn moment(days_ago: i64) -> Moment {
    let now = TODAY.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond();
    Moment::from_parts(now - days_ago * 86_400_000, 0, "UTC".into()).unwrap()
}

fn day(days_ago: i64) -> Date {
    moment(days_ago).day()
}

/// An entry with what happened to it, each so many days ago.
fn entry(id: i64, mark: Mark, days_ago: i64, text: &str, moves: &[(i64, Move)]) -> Entry {
    let mut entry = Entry {
        id: EntryId(id),
        uid: Uid::new(1, u128::from(id.unsigned_abs())),
        person: PersonId(1),
        one_on_one: None,
        written: moment(days_ago),
        text: text.into(),
        detail: Detail::begun(mark, None),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    };
    for (ago, wanted) in moves {
        entry.make(wanted, Occasion { uid: Uid::NONE, at: moment(*ago), one_on_one: None }).unwrap();
    }
    entry
}

fn due(mut action: Entry, days_ago: i64) -> Entry {
    if let Detail::Action(action) = &mut action.detail {
        action.due = Some(day(days_ago));
    }
    action
}

fn watched(id: i64, days_ago: i64, until_days_ago: i64) -> Entry {
    let mut entry = entry(id, Mark::Flag, days_ago, "watched", &[]);
    let until = Some(day(until_days_ago));
    entry.detail = Detail::Flag(Flag { state: FlagState::Watching, watch_until: until, ..Flag::default() });
    entry
}

fn settled(id: i64, check_again_days_ago: i64) -> Entry {
    let settle = Move::Settle { outcome: "went well".into(), check_again: Some(day(check_again_days_ago)) };
    entry(id, Mark::Flag, 60, "settled", &[(50, Move::Raise("said".into())), (49, settle)])
}

fn held() -> Held {
    let person = Person {
        id: PersonId(1),
        uid: Uid::NONE,
        profile: Profile::named("Dana Whitfield"),
        place: 0,
        added: moment(20),
        archived: None,
        prepare: Prepare::default(),
    };
    let last = Last { met: None, skipped: None, added: day(20) };
    Held {
        person,
        meetings: Meetings { cadence: None, last, planned: None, running: false },
        open: Vec::new(),
        kept: Vec::new(),
        check_ins: Vec::new(),
        needs: Vec::new(),
        expectations: Vec::new(),
        last: None,
        skipped: Vec::new(),
        spoken: Spoken::default(),
        balance: Balance::default(),
    }
}

fn met(days_ago: i64, state: OneOnOneState) -> OneOnOne {
    OneOnOne {
        id: OneOnOneId(days_ago),
        uid: Uid::NONE,
        person: PersonId(1),
        at: moment(days_ago),
        state,
        wrapped_up: None,
        minutes: None,
        reason: String::new(),
    }
}

fn with(open: Vec<Entry>) -> Brief {
    brief(&Held { open, ..held() }, TODAY)
}

fn texts(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.text.as_str()).collect()
}

/// What stands beside each item, with who it is about.
fn besides(items: &[Item]) -> Vec<String> {
    let said = |item: &Item| {
        let beside = item.beside.as_ref().map_or("", |beside| &beside.text);
        [item.who.as_deref().unwrap_or_default(), beside].join(" · ")
    };
    items.iter().map(said).collect()
}

#[test]
fn the_sentence_says_what_waits_and_what_of_it_is_a_conversation() {
    let flag = |id| entry(id, Mark::Flag, 12, "quiet", &[]);
    let late = |id| due(entry(id, Mark::MyAction, 9, "late", &[]), 1);
    let done = |id| entry(id, Mark::MyAction, 9, "done", &[(2, Move::Done)]);
    let praise = |id, ago| entry(id, Mark::Praise, ago, "good", &[]);
    let topic = |id| entry(id, Mark::Topic, 3, "topic", &[]);
    let cases: [(Vec<Entry>, &str); 15] = [
        (vec![], "Nothing is waiting on you. Ask, then listen."),
        (vec![topic(1)], "Nothing is waiting on you. There is one thing to talk about."),
        (vec![topic(1), topic(2)], "Nothing is waiting on you. There are two things to talk about."),
        (vec![flag(1)], "One thing is waiting on you. It is a conversation."),
        (vec![late(1), topic(2)], "One thing is waiting on you."),
        (vec![done(1)], "One thing is waiting on you."),
        (vec![flag(1), late(2)], "Two things are waiting on you. One of them is a conversation."),
        (vec![flag(1), flag(2)], "Two things are waiting on you. Both are conversations."),
        (vec![late(1), done(2), praise(3, 3)], "Three things are waiting on you."),
        (vec![flag(1), flag(2), late(3)], "Three things are waiting on you. Two of them are conversations."),
        (vec![flag(1), flag(2), settled(3, 0)], "Three things are waiting on you. All of them are conversations."),
        // What does not wait on the leader: what is only watched, fresh praise, what the other promised.
        (vec![watched(1, 5, -3), praise(2, 2)], "Nothing is waiting on you. Ask, then listen."),
        (vec![watched(1, 5, 0)], "One thing is waiting on you. It is a conversation."),
        (vec![due(entry(1, Mark::TheirAction, 9, "theirs", &[]), 4)], "Nothing is waiting on you. Ask, then listen."),
        ((1..=13).map(late).collect(), "13 things are waiting on you."),
    ];
    for (open, expected) in cases {
        let case = format!("{:?}", open.iter().map(|entry| &entry.text).collect::<Vec<_>>());
        assert_eq!(with(open).sentence, expected, "{case}");
    }
}

#[test]
fn what_to_raise_comes_loudest_first_until_it_is_arranged() {
    let open = vec![
        entry(1, Mark::Topic, 40, "old topic", &[]),
        watched(2, 30, -5),
        entry(3, Mark::Praise, 20, "praise", &[]),
        entry(4, Mark::Flag, 12, "flag", &[]),
        entry(5, Mark::Topic, 10, "topic", &[]),
        entry(6, Mark::Flag, 9, "raised", &[(1, Move::Raise(String::new()))]),
        settled(7, 2),
        entry(8, Mark::Flag, 2, "new flag", &[]),
        settled(9, -2),
        entry(10, Mark::Flag, 1, "on the table", &[(0, Move::Plan(RaiseWhen::NextOneOnOne))]),
    ];
    let loudest = ["on the table", "flag", "new flag", "settled", "raised", "old topic", "topic", "praise", "watched"];
    assert_eq!(texts(&with(open.clone()).to_raise), loudest);

    let arranged = |names: &[&str]| {
        let uid = |name: &&str| open.iter().find(|entry| entry.text == **name).unwrap().uid;
        let mut held = Held { open: open.clone(), ..held() };
        held.person.prepare.order = names.iter().map(uid).collect();
        let brief = brief(&held, TODAY);
        texts(&brief.to_raise).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()
    };
    // What came since: flags on top, all else to the end.
    assert_eq!(
        arranged(&["topic", "flag", "old topic"]),
        ["on the table", "new flag", "settled", "raised", "topic", "flag", "old topic", "praise", "watched"]
    );
    assert_eq!(arranged(&["watched"])[..5], ["on the table", "flag", "new flag", "settled", "raised"]);
}

#[test]
fn a_thing_is_moved_within_the_order() {
    let [a, b, c] = [1, 2, 3].map(|nth| Uid::new(nth, 0));
    for (from, to, expected) in
        [(0, 1, [b, a, c]), (2, 0, [c, a, b]), (0, 9, [b, c, a]), (1, 1, [a, b, c]), (9, 0, [a, b, c])]
    {
        assert_eq!(raise::moved(&[a, b, c], from, to), expected, "{from} to {to}");
    }
}

#[test]
fn promises_come_late_first_and_what_was_kept_is_struck_through() {
    let open = vec![
        entry(1, Mark::MyAction, 9, "no day", &[]),
        due(entry(2, Mark::TheirAction, 8, "friday", &[]), -3),
        due(entry(3, Mark::MyAction, 7, "late", &[]), 4),
        due(entry(4, Mark::TheirAction, 6, "later", &[]), 1),
        entry(5, Mark::MyAction, 5, "untold", &[(2, Move::Done)]),
        due(entry(6, Mark::MyAction, 5, "today", &[]), 0),
    ];
    let kept = vec![entry(7, Mark::TheirAction, 9, "kept", &[(10 - 9, Move::Done)]), open[4].clone()];
    let brief = brief(&Held { open, kept, ..held() }, TODAY);
    assert_eq!(texts(&brief.actions), ["late", "later", "today", "friday", "no day", "untold", "kept"]);
    assert_eq!(
        besides(&brief.actions),
        [
            "you · 4 days late",
            "Dana · 1 day late",
            "you · due today",
            "Dana · due Fri 27 Nov",
            "you · ",
            "you · done Sun 22 Nov, Dana does not know yet",
            "Dana · kept yesterday",
        ]
    );
    let done: Vec<bool> = brief.actions.iter().map(|item| item.done).collect();
    assert_eq!(done, [false, false, false, false, false, false, true]);
}

#[test]
fn a_goal_says_since_when_nobody_checked_in() {
    let close = |value: u8| Closeness::try_from(value).unwrap();
    let goal = |id, ago| entry(id, Mark::Goal, ago, &format!("goal {id}"), &[]);
    let rests = entry(5, Mark::Goal, 90, "goal 5", &[(3, Move::Pause("after the move".into()))]);
    let open = vec![rests, goal(1, 60), goal(2, 60), goal(3, 27), goal(4, 28)];
    let check_ins =
        vec![(EntryId(1), vec![(day(40), close(2)), (day(14), close(4))]), (EntryId(2), vec![(day(41), close(3))])];
    let brief = brief(&Held { open, check_ins, ..held() }, TODAY);
    let items: Vec<Item> = brief.goals.iter().map(|goal| goal.item.clone()).collect();
    assert_eq!(texts(&items), ["goal 1", "goal 2", "goal 3", "goal 4", "goal 5"], "what rests comes last");
    assert_eq!(
        besides(&items),
        [
            " · last check-in 14 days ago",
            " · no check-in for 41 days",
            " · no check-in yet",
            " · no check-in for 28 days",
            " · ",
        ]
    );
    assert_eq!(brief.goals[0].path, [2, 4]);
    assert_eq!(items[4].under.last().unwrap().text, "Paused Sat 21 Nov: after the move");
}

#[test]
fn last_time_is_what_was_jotted_and_is_not_open_any_more() {
    let last = |state, jotted: Vec<Entry>, open: Vec<Entry>, skipped: Vec<OneOnOne>| {
        let last = Some((met(14, state), jotted));
        brief(&Held { open, last, skipped, ..held() }, TODAY).last_time.unwrap()
    };
    let note = |id: i64| entry(id, Mark::Note, 14, &format!("note {id}"), &[]);
    let topic = entry(9, Mark::Topic, 14, "still open", &[]);
    let found = last(OneOnOneState::Held, vec![note(1), topic.clone(), note(2)], vec![topic.clone()], vec![]);
    assert_eq!((texts(&found.lines), found.more, found.said.as_str()), (vec!["note 1", "note 2"], 0, "Tue 10 Nov"));
    let many = last(OneOnOneState::Held, (1..=7).map(note).collect(), vec![], vec![]);
    assert_eq!((many.lines.len(), many.more), (4, 3));
    let ill = OneOnOne { reason: "she was ill".into(), ..met(7, OneOnOneState::Skipped) };
    for (state, jotted, open, skipped, notes) in [
        (OneOnOneState::NothingToNote, vec![], vec![], vec![], &["Met, nothing to note."][..]),
        (OneOnOneState::Held, vec![], vec![], vec![], &["Nothing was noted."]),
        (OneOnOneState::Held, vec![topic.clone()], vec![topic], vec![], &["All that was noted is above."]),
        (OneOnOneState::Held, vec![note(1)], vec![], vec![ill], &["Skipped Tue 17 Nov: she was ill"]),
    ] {
        assert_eq!(last(state, jotted, open, skipped).notes, notes);
    }
}

#[test]
fn hands_off_is_said_and_so_is_its_end() {
    let delegation = |days_ago: i64| {
        let mut entry = entry(1, Mark::Delegation, 30, "the rota", &[]);
        if let Detail::Delegation(delegation) = &mut entry.detail {
            delegation.hands_off_until = Some(day(days_ago));
            delegation.support = "advice".into();
        }
        with(vec![entry]).handed_over.remove(0).under
    };
    assert_eq!(delegation(-24)[0], calm("hands off until Fri 18 Dec".into()));
    assert_eq!(delegation(0)[0], calm("hands off until today".into()));
    assert_eq!(delegation(5)[0], urgent("the hands-off time ended Thu 19 Nov".into()));
    assert_eq!(delegation(5)[1], calm("they decide and tell you · support: advice".into()));
}

#[test]
fn when_you_meet_next_is_said_where_it_is_known() {
    let with = |meetings: Meetings| brief(&Held { meetings, ..held() }, TODAY).next;
    let next =
        |planned: Option<i64>, running| with(Meetings { planned: planned.map(moment), running, ..held().meetings });
    assert_eq!(next(None, false), None);
    assert_eq!(next(Some(0), false).as_deref(), Some("today, 10:00"));
    assert_eq!(next(Some(-2), false).as_deref(), Some("Thu 26 Nov, 10:00"));
    assert_eq!(next(Some(3), false), None, "a day that is over is not next");
    assert_eq!(next(Some(0), true).as_deref(), Some("going on now"));
    let by_cadence = |met: i64| {
        let last = Last { met: Some(day(met)), ..held().meetings.last };
        with(Meetings { cadence: Some(Cadence::WEEKLY), last, ..held().meetings })
    };
    assert_eq!(by_cadence(5).as_deref(), Some("Thu 26 Nov"));
    assert_eq!(by_cadence(16).as_deref(), Some("9 days overdue"));
}

#[test]
fn somebody_new_has_an_empty_brief_and_what_is_known_ends_that() {
    assert!(brief(&held(), TODAY).is_empty());
    assert!(brief(&held(), TODAY).sections().is_empty());
    assert!(!with(vec![entry(1, Mark::Topic, 1, "topic", &[])]).is_empty());
    let mut known = held();
    known.person.profile.matters = "Climbing · tea".into();
    known.person.prepare.asked = vec![Asked { detail: "Climbing".into(), on: day(49) }];
    let brief = brief(&known, TODAY);
    assert_eq!(brief.ask_about.unwrap().detail, "tea");
    assert_eq!(brief.matters, ["Climbing", "tea"]);
}

fn any_entry() -> impl Strategy<Value = (usize, i64, usize)> {
    (0..11_usize, 0..80_i64, 0..4_usize)
}

/// One of every kind, in one of the states it can be in.
fn made(id: i64, kind: usize, days_ago: i64, state: usize) -> Entry {
    let marks = [
        Mark::Note,
        Mark::Flag,
        Mark::MyAction,
        Mark::TheirAction,
        Mark::Praise,
        Mark::Expectation,
        Mark::FeedbackGiven,
        Mark::FeedbackReceived,
        Mark::Goal,
        Mark::Delegation,
        Mark::Topic,
    ];
    let mark = marks[kind];
    let end = |wanted: Move| vec![(0, wanted)];
    let moves = match (mark, state) {
        (Mark::Flag, 1) => end(Move::Raise(String::new())),
        (Mark::Flag, 2) => end(Move::LetGo("no".into())),
        (Mark::MyAction | Mark::TheirAction, 1) => end(Move::Done),
        (Mark::MyAction | Mark::TheirAction, 2) => end(Move::Drop(String::new())),
        (Mark::Praise, 1) => end(Move::Told(String::new())),
        (Mark::Goal, 1) => end(Move::Pause(String::new())),
        (Mark::Goal, 2) => end(Move::Reach(String::new())),
        (Mark::Topic, 1) => end(Move::Talked(String::new())),
        (Mark::Delegation, 1) => end(Move::Complete(String::new())),
        _ => Vec::new(),
    };
    entry(id, mark, days_ago, &format!("text {id}"), &moves)
}

proptest! {
    #[test]
    fn nothing_stands_in_it_twice_and_nothing_that_is_open_is_missing(
        sorts in prop::collection::vec(any_entry(), 0..30),
        shuffled in prop::collection::vec(0..30_u64, 0..10),
    ) {
        let all: Vec<Entry> =
            (1..).zip(sorts).map(|(id, (kind, days, state))| made(id, kind, days, state)).collect();
        let (open, over): (Vec<Entry>, Vec<Entry>) = all.iter().cloned().partition(|entry| entry.detail.is_open());
        let (expectations, open): (Vec<Entry>, Vec<Entry>) =
            open.into_iter().partition(|entry| entry.kind() == Kind::Expectation);
        let kept = over.into_iter().filter(|entry| entry.kind() == Kind::Action).collect();
        let mut held = Held {
            open,
            kept,
            expectations,
            last: Some((met(20, OneOnOneState::Held), all.clone())),
            ..held()
        };
        held.person.prepare.order = shuffled.into_iter().map(|id| Uid::new(1, u128::from(id))).collect();
        let brief = brief(&held, TODAY);
        let mut seen: Vec<EntryId> = brief.entries().collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen.len(), count, "nothing twice");
        for entry in held.open.iter().chain(&held.expectations) {
            prop_assert!(seen.contains(&entry.id), "{:?} is missing", entry.detail);
        }
    }
}
