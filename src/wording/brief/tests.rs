use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    cadence::{Cadence, CadenceAnchor},
    entry::{
        kind::flag::{Flag, FlagState, RaisePlan},
        transition::{EventContext, Transition},
    },
    id::{OneOnOneId, PersonId, Uid},
    meeting_prep::MeetingPrep,
    moment::Moment,
    one_on_one::OneOnOneState,
    parse::prefix::Prefix,
    person::{Profile, ShortName},
    personal_details::AskedDetail,
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
fn entry(id: i64, mark: Prefix, days_ago: i64, text: &str, moves: &[(i64, Transition)]) -> Entry {
    let mut entry = Entry {
        id: EntryId(id),
        uid: Uid::new(1, u128::from(id.unsigned_abs())),
        person: PersonId(1),
        one_on_one: None,
        written_at: moment(days_ago),
        text: text.into(),
        detail: Detail::from_prefix(mark, None),
        events: Vec::new(),
        trashed_at: None,
        snoozed_until: None,
        evidence: false,
        shared_on: None,
    };
    for (ago, wanted) in moves {
        entry.apply(wanted, EventContext { uid: Uid::NIL, at: moment(*ago), one_on_one: None }).unwrap();
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
    let mut entry = entry(id, Prefix::Flag, days_ago, "watched", &[]);
    let until = Some(day(until_days_ago));
    entry.detail = Detail::Flag(Flag { state: FlagState::Watching, watch_until: until, ..Flag::default() });
    entry
}

fn settled(id: i64, check_again_days_ago: i64) -> Entry {
    let settle = Transition::Settle { outcome: "went well".into(), recheck_on: Some(day(check_again_days_ago)) };
    entry(id, Prefix::Flag, 60, "settled", &[(50, Transition::Raise("said".into())), (49, settle)])
}

fn brief_input() -> BriefInput {
    let person = Person {
        id: PersonId(1),
        uid: Uid::NIL,
        profile: Profile::with_name("Dana Whitfield"),
        position: 0,
        added_at: moment(20),
        archived_at: None,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName::default(),
    };
    let last = CadenceAnchor { last_held: None, last_skipped: None, added_on: day(20) };
    BriefInput {
        person,
        schedule: MeetingSchedule { cadence: None, anchor: last, planned: None, is_running: false },
        open_entries: Vec::new(),
        completed_actions: Vec::new(),
        check_ins: Vec::new(),
        needs: Vec::new(),
        expectations: Vec::new(),
        last_meeting: None,
        earlier_meeting: None,
        entries_since: Vec::new(),
        skipped_meetings: Vec::new(),
        last_discussed: LastDiscussed::default(),
        balance: Balance::default(),
    }
}

fn meeting(days_ago: i64, state: OneOnOneState) -> OneOnOne {
    OneOnOne {
        id: OneOnOneId(days_ago),
        uid: Uid::NIL,
        person: PersonId(1),
        at: moment(days_ago),
        state,
        wrapped_up_at: None,
        minutes: None,
        reason: String::new(),
        planned_end: None,
    }
}

fn brief_with_open(open: Vec<Entry>) -> Brief {
    build_brief(&BriefInput { open_entries: open, ..brief_input() }, TODAY)
}

fn texts(items: &[BriefItem]) -> Vec<&str> {
    items.iter().map(|item| item.text.as_str()).collect()
}

/// What stands beside each item, with who it is about.
fn side_texts(items: &[BriefItem]) -> Vec<String> {
    let said = |item: &BriefItem| {
        let beside = item.side_caption.as_ref().map_or("", |beside| &beside.text);
        [item.owner.as_deref().unwrap_or_default(), beside].join(" · ")
    };
    items.iter().map(said).collect()
}

#[test]
fn headline_counts_what_needs_attention_and_conversations() {
    let flag = |id| entry(id, Prefix::Flag, 12, "quiet", &[]);
    let late = |id| due(entry(id, Prefix::MyAction, 9, "late", &[]), 1);
    let done = |id| entry(id, Prefix::MyAction, 9, "done", &[(2, Transition::MarkDone)]);
    let praise = |id, ago| entry(id, Prefix::Praise, ago, "good", &[]);
    let topic = |id| entry(id, Prefix::Topic, 3, "topic", &[]);
    let cases: [(Vec<Entry>, &str); 15] = [
        (vec![], "Nothing needs your attention. Ask, then listen."),
        (vec![topic(1)], "Nothing needs your attention. One topic to discuss."),
        (vec![topic(1), topic(2)], "Nothing needs your attention. Two topics to discuss."),
        (vec![flag(1)], "One item needs your attention: a conversation."),
        (vec![late(1), topic(2)], "One item needs your attention."),
        (vec![done(1)], "One item needs your attention."),
        (vec![flag(1), late(2)], "Two items need your attention, one of them a conversation."),
        (vec![flag(1), flag(2)], "Two items need your attention, both conversations."),
        (vec![late(1), done(2), praise(3, 3)], "Three items need your attention."),
        (vec![flag(1), flag(2), late(3)], "Three items need your attention, two of them conversations."),
        (vec![flag(1), flag(2), settled(3, 0)], "Three items need your attention, all of them conversations."),
        // What does not wait on the leader: what is only watched, fresh praise, what the other
        // promised.
        (vec![watched(1, 5, -3), praise(2, 2)], "Nothing needs your attention. Ask, then listen."),
        (vec![watched(1, 5, 0)], "One item needs your attention: a conversation."),
        (
            vec![due(entry(1, Prefix::TheirAction, 9, "theirs", &[]), 4)],
            "Nothing needs your attention. Ask, then listen.",
        ),
        ((1..=13).map(late).collect(), "13 items need your attention."),
    ];
    for (open, expected) in cases {
        let case = format!("{:?}", open.iter().map(|entry| &entry.text).collect::<Vec<_>>());
        assert_eq!(brief_with_open(open).headline, expected, "{case}");
    }
}

#[test]
fn agenda_is_sorted_by_rank_until_reordered() {
    let open = vec![
        entry(1, Prefix::Topic, 40, "old topic", &[]),
        watched(2, 30, -5),
        entry(3, Prefix::Praise, 20, "praise", &[]),
        entry(4, Prefix::Flag, 12, "flag", &[]),
        entry(5, Prefix::Topic, 10, "topic", &[]),
        entry(6, Prefix::Flag, 9, "raised", &[(1, Transition::Raise(String::new()))]),
        settled(7, 2),
        entry(8, Prefix::Flag, 2, "new flag", &[]),
        settled(9, -2),
        entry(10, Prefix::Flag, 1, "on the agenda", &[(0, Transition::Plan(RaisePlan::NextOneOnOne))]),
    ];
    let loudest = ["on the agenda", "flag", "new flag", "settled", "raised", "old topic", "topic", "praise", "watched"];
    assert_eq!(texts(&brief_with_open(open.clone()).to_raise), loudest);

    let arranged = |names: &[&str]| {
        let uid = |name: &&str| open.iter().find(|entry| entry.text == **name).unwrap().uid;
        let mut held = BriefInput { open_entries: open.clone(), ..brief_input() };
        held.person.meeting_prep.agenda_order = names.iter().map(uid).collect();
        let brief = build_brief(&held, TODAY);
        texts(&brief.to_raise).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()
    };
    // What came since: flags on top, all else to the end.
    assert_eq!(
        arranged(&["topic", "flag", "old topic"]),
        ["on the agenda", "new flag", "settled", "raised", "topic", "flag", "old topic", "praise", "watched"]
    );
    assert_eq!(arranged(&["watched"])[..5], ["on the agenda", "flag", "new flag", "settled", "raised"]);
}

#[test]
fn move_item_reorders_the_agenda() {
    let [a, b, c] = [1, 2, 3].map(|nth| Uid::new(nth, 0));
    for (from, to, expected) in
        [(0, 1, [b, a, c]), (2, 0, [c, a, b]), (0, 9, [b, c, a]), (1, 1, [a, b, c]), (9, 0, [a, b, c])]
    {
        assert_eq!(crate::domain::brief::agenda::move_item(&[a, b, c], from, to), expected, "{from} to {to}");
    }
}

#[test]
fn overdue_actions_come_first_and_completed_ones_last() {
    let open = vec![
        entry(1, Prefix::MyAction, 9, "no day", &[]),
        due(entry(2, Prefix::TheirAction, 8, "friday", &[]), -3),
        due(entry(3, Prefix::MyAction, 7, "late", &[]), 4),
        due(entry(4, Prefix::TheirAction, 6, "later", &[]), 1),
        entry(5, Prefix::MyAction, 5, "untold", &[(2, Transition::MarkDone)]),
        due(entry(6, Prefix::MyAction, 5, "today", &[]), 0),
    ];
    let kept = vec![entry(7, Prefix::TheirAction, 9, "kept", &[(10 - 9, Transition::MarkDone)]), open[4].clone()];
    let brief = build_brief(&BriefInput { open_entries: open, completed_actions: kept, ..brief_input() }, TODAY);
    assert_eq!(texts(&brief.actions), ["late", "later", "today", "friday", "no day", "untold", "kept"]);
    assert_eq!(
        side_texts(&brief.actions),
        [
            "you · 4 days late",
            "Dana · 1 day late",
            "you · due today",
            "Dana · due Fri 27 Nov",
            "you · ",
            "you · done Sun 22 Nov, not told yet",
            "Dana · done yesterday",
        ]
    );
    let done: Vec<bool> = brief.actions.iter().map(|item| item.done).collect();
    assert_eq!(done, [false, false, false, false, false, false, true]);
}

#[test]
fn goal_shows_days_since_last_check_in() {
    let close = |value: u8| Closeness::try_from(value).unwrap();
    let goal = |id, ago| entry(id, Prefix::Goal, ago, &format!("goal {id}"), &[]);
    let rests = entry(5, Prefix::Goal, 90, "goal 5", &[(3, Transition::Pause("after the move".into()))]);
    let open = vec![rests, goal(1, 60), goal(2, 60), goal(3, 27), goal(4, 28)];
    let check_ins =
        vec![(EntryId(1), vec![(day(40), close(2)), (day(14), close(4))]), (EntryId(2), vec![(day(41), close(3))])];
    let brief = build_brief(&BriefInput { open_entries: open, check_ins, ..brief_input() }, TODAY);
    let items: Vec<BriefItem> = brief.goals.iter().map(|goal| goal.item.clone()).collect();
    assert_eq!(texts(&items), ["goal 1", "goal 2", "goal 3", "goal 4", "goal 5"], "what rests comes last");
    assert_eq!(
        side_texts(&items),
        [
            " · last check-in 14 days ago",
            " · no check-in for 41 days",
            " · no check-in yet",
            " · no check-in for 28 days",
            " · ",
        ]
    );
    assert_eq!(brief.goals[0].closeness_history, [2, 4]);
    assert_eq!(items[4].captions.last().unwrap().text, "Paused Sat 21 Nov: after the move");
}

#[test]
fn last_meeting_lists_entries_that_are_no_longer_open() {
    let last = |state, jotted: Vec<Entry>, open: Vec<Entry>, skipped: Vec<OneOnOne>| {
        let last = Some((meeting(14, state), jotted));
        build_brief(
            &BriefInput { open_entries: open, last_meeting: last, skipped_meetings: skipped, ..brief_input() },
            TODAY,
        )
        .last_meeting
        .unwrap()
    };
    let note = |id: i64| entry(id, Prefix::Note, 14, &format!("note {id}"), &[]);
    let topic = entry(9, Prefix::Topic, 14, "still open", &[]);
    let found = last(OneOnOneState::Held, vec![note(1), topic.clone(), note(2)], vec![topic.clone()], vec![]);
    assert_eq!(
        (texts(&found.items), found.hidden_count, found.label.as_str()),
        (vec!["note 1", "note 2"], 0, "Tue 10 Nov")
    );
    let many = last(OneOnOneState::Held, (1..=7).map(note).collect(), vec![], vec![]);
    assert_eq!((many.items.len(), many.hidden_count), (4, 3));
    let ill = OneOnOne { reason: "she was ill".into(), ..meeting(7, OneOnOneState::Skipped) };
    for (state, jotted, open, skipped, notes) in [
        (OneOnOneState::NothingToNote, vec![], vec![], vec![], &["Met, no notes."][..]),
        (OneOnOneState::Held, vec![], vec![], vec![], &["No notes."]),
        (OneOnOneState::Held, vec![topic.clone()], vec![topic], vec![], &["All notes are above."]),
        (OneOnOneState::Held, vec![note(1)], vec![], vec![ill], &["Skipped Tue 17 Nov: she was ill"]),
    ] {
        assert_eq!(last(state, jotted, open, skipped).notes, notes);
    }
}

#[test]
fn notes_since_the_last_meeting_are_listed_with_their_day() {
    let note = |id: i64, days_ago: i64| entry(id, Prefix::Note, days_ago, &format!("note {id}"), &[]);
    let topic = entry(9, Prefix::Topic, 2, "still open", &[]);
    let since = |entries: Vec<Entry>| BriefInput {
        open_entries: vec![topic.clone()],
        last_meeting: Some((meeting(14, OneOnOneState::Held), Vec::new())),
        entries_since: entries,
        ..brief_input()
    };
    let brief = build_brief(&since(vec![note(1, 9), topic.clone(), note(2, 1)]), TODAY);
    let days: Vec<_> = brief.since_last_meeting.items.iter().filter_map(|item| item.side_caption.as_ref()).collect();
    assert_eq!(texts(&brief.since_last_meeting.items), ["note 1", "note 2"], "the open topic stands above");
    assert_eq!(days.iter().map(|day| day.text.as_str()).collect::<Vec<_>>(), ["15 Nov", "yesterday"]);
    assert_eq!(brief.since_last_meeting_title(), "Since last time");
    let many = build_brief(&since((1..=7).map(|id| note(id, 8 - id)).collect()), TODAY).since_last_meeting;
    assert_eq!((texts(&many.items), many.hidden_count), (vec!["note 4", "note 5", "note 6", "note 7"], 3));
    let titles: Vec<String> = brief.sections().into_iter().map(|section| section.title).collect();
    assert_eq!(titles, ["To raise", "Since last time", "Last time · Tue 10 Nov"]);
}

#[test]
fn after_a_meeting_without_notes_the_last_real_notes_are_shown() {
    let note = entry(1, Prefix::Note, 21, "asked for a mentor", &[]);
    let brief = build_brief(
        &BriefInput {
            last_meeting: Some((meeting(7, OneOnOneState::NothingToNote), Vec::new())),
            earlier_meeting: Some((meeting(21, OneOnOneState::Held), vec![note])),
            ..brief_input()
        },
        TODAY,
    );
    let last = brief.last_meeting.as_ref().unwrap();
    assert_eq!(last.label, "Tue 17 Nov");
    let earlier = last.earlier.as_ref().unwrap();
    assert_eq!((earlier.label.as_str(), texts(&earlier.notes.items)), ("Tue 3 Nov", vec!["asked for a mentor"]));
    assert_eq!(brief.entry_ids().collect::<Vec<_>>(), [EntryId(1)]);
    let lines = brief.sections().remove(0).lines;
    let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["Met, no notes.", "Notes from Tue 3 Nov:", "asked for a mentor"]);
}

#[test]
fn hands_off_period_and_its_end_are_shown() {
    let delegation = |days_ago: i64| {
        let mut entry = entry(1, Prefix::Delegation, 30, "the rota", &[]);
        if let Detail::Delegation(delegation) = &mut entry.detail {
            delegation.hands_off_until = Some(day(days_ago));
            delegation.support = "advice".into();
        }
        brief_with_open(vec![entry]).delegations.remove(0).captions
    };
    assert_eq!(delegation(-24)[0], normal_caption("hands off until Fri 18 Dec".into()));
    assert_eq!(delegation(0)[0], normal_caption("hands off until today".into()));
    assert_eq!(delegation(5)[0], attention_caption("hands-off ended Thu 19 Nov".into()));
    assert_eq!(delegation(5)[1], normal_caption("they decide, then tell you · support: advice".into()));
}

#[test]
fn next_meeting_is_shown_when_known() {
    let with = |meetings: MeetingSchedule| {
        build_brief(&BriefInput { schedule: meetings, ..brief_input() }, TODAY).next_meeting
    };
    let next = |planned: Option<i64>, running| {
        with(MeetingSchedule { planned: planned.map(moment), is_running: running, ..brief_input().schedule })
    };
    assert_eq!(next(None, false), None);
    assert_eq!(next(Some(0), false).as_deref(), Some("today, 10:00"));
    assert_eq!(next(Some(-2), false).as_deref(), Some("Thu 26 Nov, 10:00"));
    assert_eq!(next(Some(3), false), None, "a day that is over is not next");
    assert_eq!(next(Some(0), true).as_deref(), Some("in progress"));
    let by_cadence = |met: i64| {
        let last = CadenceAnchor { last_held: Some(day(met)), ..brief_input().schedule.anchor };
        with(MeetingSchedule { cadence: Some(Cadence::WEEKLY), anchor: last, ..brief_input().schedule })
    };
    assert_eq!(by_cadence(5).as_deref(), Some("Thu 26 Nov"));
    assert_eq!(by_cadence(16).as_deref(), Some("8 days overdue"));
}

#[test]
fn brief_of_a_new_person_is_empty() {
    assert!(build_brief(&brief_input(), TODAY).is_empty());
    assert!(build_brief(&brief_input(), TODAY).sections().is_empty());
    assert!(!brief_with_open(vec![entry(1, Prefix::Topic, 1, "topic", &[])]).is_empty());
    let mut known = brief_input();
    known.person.profile.personal_details = "Climbing · tea".into();
    known.person.meeting_prep.asked_details = vec![AskedDetail { detail: "Climbing".into(), asked_on: day(49) }];
    let brief = build_brief(&known, TODAY);
    assert_eq!(brief.suggested_detail.unwrap().detail, "tea");
    assert_eq!(brief.personal_details, ["Climbing", "tea"]);
}

fn any_entry() -> impl Strategy<Value = (usize, i64, usize)> {
    (0..11_usize, 0..80_i64, 0..4_usize)
}

/// One of every kind, in one of the states it can be in.
fn any_state_entry(id: i64, kind: usize, days_ago: i64, state: usize) -> Entry {
    let marks = [
        Prefix::Note,
        Prefix::Flag,
        Prefix::MyAction,
        Prefix::TheirAction,
        Prefix::Praise,
        Prefix::Expectation,
        Prefix::FeedbackGiven,
        Prefix::FeedbackReceived,
        Prefix::Goal,
        Prefix::Delegation,
        Prefix::Topic,
    ];
    let mark = marks[kind];
    let end = |wanted: Transition| vec![(0, wanted)];
    let moves = match (mark, state) {
        (Prefix::Flag, 1) => end(Transition::Raise(String::new())),
        (Prefix::Flag, 2) => end(Transition::LetGo("no".into())),
        (Prefix::MyAction | Prefix::TheirAction, 1) => end(Transition::MarkDone),
        (Prefix::MyAction | Prefix::TheirAction, 2) => end(Transition::Drop(String::new())),
        (Prefix::Praise, 1) => end(Transition::MarkTold(String::new())),
        (Prefix::Goal, 1) => end(Transition::Pause(String::new())),
        (Prefix::Goal, 2) => end(Transition::Reach(String::new())),
        (Prefix::Topic, 1) => end(Transition::Discuss(String::new())),
        (Prefix::Delegation, 1) => end(Transition::Complete(String::new())),
        _ => Vec::new(),
    };
    entry(id, mark, days_ago, &format!("text {id}"), &moves)
}

proptest! {
    #[test]
    fn every_open_entry_is_listed_exactly_once(
        sorts in prop::collection::vec(any_entry(), 0..30),
        shuffled in prop::collection::vec(0..30_u64, 0..10),
    ) {
        let all: Vec<Entry> =
            (1..).zip(sorts).map(|(id, (kind, days, state))| any_state_entry(id, kind, days, state)).collect();
        let (open, over): (Vec<Entry>, Vec<Entry>) = all.iter().cloned().partition(|entry| entry.detail.is_open());
        let (expectations, open): (Vec<Entry>, Vec<Entry>) =
            open.into_iter().partition(|entry| entry.kind() == Kind::Expectation);
        let kept = over.into_iter().filter(|entry| entry.kind() == Kind::Action).collect();
        let mut held = BriefInput {
            open_entries: open,
            completed_actions: kept,
            expectations,
            last_meeting: Some((meeting(20, OneOnOneState::Held), all.clone())),
            ..brief_input()
        };
        held.person.meeting_prep.agenda_order = shuffled.into_iter().map(|id| Uid::new(1, u128::from(id))).collect();
        let brief = build_brief(&held, TODAY);
        let mut seen: Vec<EntryId> = brief.entry_ids().collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen.len(), count, "nothing twice");
        for entry in held.open_entries.iter().chain(&held.expectations) {
            prop_assert!(seen.contains(&entry.id), "{:?} is missing", entry.detail);
        }
    }
}

#[test]
fn stale_topics_have_a_name_and_a_duration() {
    for (subject, days, was_discussed, expected) in [
        (Some("career"), 94, true, "Career: 94 days"),
        (None, 120, true, "Feedback for you: 120 days"),
        (None, 42, false, "Feedback for you: never"),
        (Some("workload"), 365, false, "Workload: over a year"),
        (Some("workload"), 365, true, "Workload: over a year"),
    ] {
        let topic = StaleTopicText::from(StaleTopic { subject, days, was_discussed });
        assert_eq!(format!("{}: {}", topic.name, topic.label), expected);
    }
}

#[test]
fn suggested_detail_tells_when_it_was_last_asked() {
    for (last_asked, expected) in [(None, "never asked"), (Some(date(2026, 10, 6)), "last asked 7 weeks ago")] {
        let suggested = SuggestedDetail { detail: "kids".to_owned(), last_asked };
        assert_eq!(SuggestedDetailText::new(suggested, date(2026, 11, 24)).label, expected);
    }
}

proptest! {
    #[test]
    fn a_short_brief_has_at_most_345_words_and_begins_as_the_whole(
        sizes in prop::collection::vec((0_usize..4, 1_usize..80), 0..40)
    ) {
        let kinds = [Prefix::Flag, Prefix::Topic, Prefix::MyAction, Prefix::Goal];
        let entries = (1..).zip(&sizes).map(|(id, (kind, words))| {
            entry(id, kinds[*kind], 5, &"word ".repeat(*words), &[])
        });
        let whole = brief_with_open(entries.collect());
        let short = whole.shorten();
        prop_assert!(short.word_count() <= MAX_WORDS, "{}", short.word_count());
        let ids = |items: &[BriefItem]| items.iter().map(|item| item.id).collect::<Vec<_>>();
        for (some, all) in [(&short.to_raise, &whole.to_raise), (&short.actions, &whole.actions)] {
            prop_assert!(ids(all).starts_with(&ids(some)));
        }
        let count = |brief: &Brief| brief.to_raise.len() + brief.actions.len() + brief.goals.len();
        prop_assert_eq!(count(&short) + short.omitted_count, count(&whole));
        prop_assert_eq!(short.is_shortened, whole.word_count() > MAX_WORDS);
        prop_assert!(short.to_raise.len() >= whole.to_raise.len().min(4), "what matters most comes first");
    }
}
