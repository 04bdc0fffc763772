use super::*;
use crate::domain::{
    cadence::Standing,
    meeting::Next,
    person::{Birthday, Profile},
};
use jiff::civil::{Time, date, time};

const TODAY: Date = date(2026, 11, 24);
const DANA: PersonId = PersonId(1);
const PRIYA: PersonId = PersonId(2);

fn days_ago(days: i32) -> Date {
    TODAY.saturating_sub(jiff::Span::new().days(days))
}

fn flag(state: FlagState) -> Stands {
    Stands::Flag { state, watch_until: None, check_again: None, raised: None }
}

fn action(by: By, due: Option<i32>) -> Stands {
    Stands::Action { by, state: ActionState::Open, due: due.map(days_ago), done: None }
}

fn done(by: By, days: i32) -> Stands {
    Stands::Action { by, state: ActionState::Done, due: None, done: Some(days_ago(days)) }
}

fn thing(stands: Stands, written: i32) -> OpenThing {
    OpenThing { entry: EntryId(1), person: DANA, written: days_ago(written), put_off: None, stands }
}

#[test]
fn what_waits_says_why() {
    let watching = |days: i32| Stands::Flag {
        state: FlagState::Watching,
        watch_until: Some(days_ago(days)),
        check_again: None,
        raised: None,
    };
    let raised = |days: i32| Stands::Flag {
        state: FlagState::Raised,
        watch_until: None,
        check_again: None,
        raised: Some(days_ago(days)),
    };
    let again = |days: i32| Stands::Flag {
        state: FlagState::Settled,
        watch_until: None,
        check_again: Some(days_ago(days)),
        raised: None,
    };
    for (case, stands, written, expected) in [
        ("a flag of today", flag(FlagState::Noticed), 0, "noticed today | You noticed this today."),
        (
            "a flag",
            flag(FlagState::Noticed),
            12,
            "12 days, not raised | You noticed this 12 days ago and have not raised it.",
        ),
        ("a watched flag", watching(-1), 12, ""),
        (
            "a watched flag whose day has come",
            watching(0),
            1,
            "1 day, not raised | You noticed this yesterday and have not raised it.",
        ),
        ("a flag that was raised lately", raised(6), 20, ""),
        ("a flag without an outcome", raised(7), 20, "7 days, no outcome | You raised it 7 days ago. What came of it?"),
        ("a flag to look at again", again(0), 30, "look again today | You wanted to look again today: did it hold?"),
        (
            "and not looked at",
            again(2),
            30,
            "look again, 2 days late | You wanted to look again 2 days ago: did it hold?",
        ),
        ("a flag to look at later", again(-1), 30, ""),
        ("my action, late", action(By::Me, Some(4)), 9, "4 days late | You promised it for Fri 20 Nov."),
        ("my action, due", action(By::Me, Some(0)), 9, "due today | You promised it for today."),
        ("my action, in time", action(By::Me, Some(-1)), 9, ""),
        ("my action without a day", action(By::Me, None), 90, ""),
        ("my action, done", done(By::Me, 2), 9, "done, not told for 2 days | It is done, and Dana does not know yet."),
        ("my action, done today", done(By::Me, 0), 9, "done, tell Dana | It is done, and Dana does not know yet."),
        (
            "their action, late",
            action(By::Them, Some(1)),
            9,
            "Dana, 1 day late | Dana promised it for yesterday. What is in the way?",
        ),
        ("their action, due", action(By::Them, Some(0)), 9, ""),
        ("a goal", Stands::Goal(Some(days_ago(27))), 90, ""),
        (
            "a quiet goal",
            Stands::Goal(Some(days_ago(41))),
            90,
            "41 days quiet | No check-in for 41 days. How close does it feel?",
        ),
        (
            "a goal without a check-in",
            Stands::Goal(None),
            28,
            "28 days quiet | Set 4 weeks ago, and no check-in yet. How close does it feel?",
        ),
        ("a new goal", Stands::Goal(None), 27, ""),
        ("praise", Stands::Praise, 3, "3 days, not told | You saw it 3 days ago. Does Dana know?"),
        ("praise of today", Stands::Praise, 0, ""),
        ("a topic", Stands::Topic, 30, ""),
    ] {
        let said = why(&thing(stands, written), TODAY)
            .map_or_else(String::new, |why| format!("{} | {}", why.in_short("Dana"), why.in_full("Dana", TODAY)));
        assert_eq!(said, expected, "{case}");
    }
}

#[test]
fn the_loudest_comes_first() {
    // In this order they are written here, and in the other they are given.
    let expected = [
        ("a flag that waited longest", DANA, thing(flag(FlagState::Noticed), 12)),
        ("a flag", PRIYA, thing(flag(FlagState::Noticed), 5)),
        ("the same, of who comes later in the list", DANA, thing(flag(FlagState::Noticed), 3)),
        ("the later person's", PRIYA, thing(flag(FlagState::Noticed), 3)),
        (
            "a flag to look at again",
            DANA,
            thing(
                Stands::Flag { state: FlagState::Settled, watch_until: None, check_again: Some(TODAY), raised: None },
                40,
            ),
        ),
        ("late", DANA, thing(action(By::Me, Some(4)), 9)),
        ("a little late", DANA, thing(action(By::Me, Some(1)), 9)),
        ("due", PRIYA, thing(action(By::Me, Some(0)), 9)),
        ("a fresh flag", DANA, thing(flag(FlagState::Noticed), 2)),
        ("a flag without an outcome", DANA, thing(flag(FlagState::Raised), 9)),
        ("not told", DANA, thing(done(By::Me, 1), 9)),
        ("theirs", DANA, thing(action(By::Them, Some(30)), 40)),
        ("a quiet goal", DANA, thing(Stands::Goal(Some(days_ago(41))), 90)),
        ("a goal that was never looked at", DANA, thing(Stands::Goal(None), 30)),
        ("praise", DANA, thing(Stands::Praise, 60)),
    ];
    let mut things: Vec<OpenThing> = (1..)
        .zip(&expected)
        .map(|(id, (_, person, thing))| OpenThing { entry: EntryId(id), person: *person, ..thing.clone() })
        .collect();
    things.reverse();
    let waiting = waiting(&things, &[DANA, PRIYA], TODAY);
    let order: Vec<&str> =
        waiting.now.iter().map(|wait| expected[usize::try_from(wait.entry.0 - 1).unwrap()].0).collect();
    let names: Vec<&str> = expected.iter().map(|(name, ..)| *name).collect();
    assert_eq!(order, names);
    assert!(waiting.later.is_empty());
}

#[test]
fn what_was_put_off_is_silent_until_its_day() {
    let put_off = |id, day| OpenThing { entry: EntryId(id), put_off: Some(day), ..thing(flag(FlagState::Noticed), 12) };
    let things = [
        put_off(1, date(2026, 12, 1)),
        put_off(2, date(2026, 11, 25)),
        put_off(3, TODAY),
        OpenThing { person: PRIYA, ..thing(flag(FlagState::Noticed), 30) },
    ];
    let waiting = waiting(&things, &[DANA], TODAY);
    let ids = |waits: &[Wait]| waits.iter().map(|wait| wait.entry.0).collect::<Vec<_>>();
    assert_eq!(ids(&waiting.now), [3], "it came back by itself; who is not met any more is left out");
    assert_eq!(ids(&waiting.later), [2, 1]);
}

#[test]
fn a_flag_gets_louder_with_time() {
    let voices: Vec<Voice> = [0, 2, 3, 9, 10, 400].map(|days| Why::NotRaised(days).voice()).to_vec();
    let expected = [Voice::Calm, Voice::Calm, Voice::Urgent, Voice::Urgent, Voice::Insistent, Voice::Insistent];
    assert_eq!(voices, expected);
}

fn coming(id: i64, next: Next) -> Coming {
    Coming { person: PersonId(id), next }
}

fn planned(id: i64, day: Date, hour: i8) -> Coming {
    coming(id, Next::Planned { day, time: time(hour, 0, 0, 0) })
}

fn by_cadence(id: i64, standing: Standing, time: Option<Time>) -> Coming {
    coming(id, Next::ByCadence { standing, time })
}

#[test]
fn whom_you_meet_is_soonest_first() {
    let tomorrow = date(2026, 11, 25);
    let expected = [
        coming(1, Next::Now),
        by_cadence(2, Standing::Due { due: TODAY }, Some(time(9, 0, 0, 0))),
        planned(3, TODAY, 16),
        by_cadence(4, Standing::Due { due: TODAY }, None),
        planned(5, tomorrow, 8),
        by_cadence(6, Standing::Overdue { due: days_ago(9), days: 9 }, None),
        planned(7, days_ago(2), 10),
        by_cadence(8, Standing::Due { due: days_ago(20) }, None),
        planned(9, date(2026, 11, 26), 10),
        by_cadence(10, Standing::OnTime { due: date(2026, 12, 2) }, None),
    ];
    let mut given = expected.to_vec();
    given.push(coming(11, Next::Nothing));
    given.reverse();
    let order: Vec<i64> = whom_you_meet(given, TODAY).iter().map(|coming| coming.person.0).collect();
    assert_eq!(order, (1..=10).collect::<Vec<_>>());
    assert_eq!(most_shown(&expected, TODAY), 4, "everybody of today");
    assert_eq!(most_shown(&expected[4..], TODAY), 3, "or else three");
    assert_eq!(most_shown(&expected[9..], TODAY), 1);
    let crowd: Vec<Coming> = (1..=9).map(|id| planned(id, TODAY, 10)).collect();
    assert_eq!(most_shown(&crowd, TODAY), 6);
}

#[test]
fn what_stands_out_about_a_person_is_one_line() {
    let named = |birthday: &str, since: Option<Date>| Profile {
        birthday: Birthday::read(birthday).ok(),
        since,
        ..Profile::named("Dana")
    };
    let plain = named("", None);
    let put_off = OpenThing { put_off: Some(date(2026, 12, 1)), ..thing(flag(FlagState::Noticed), 12) };
    for (case, things, profile, expected) in [
        ("nothing", vec![], plain.clone(), ""),
        (
            "as in the picture",
            vec![thing(flag(FlagState::Noticed), 12), thing(action(By::Me, Some(4)), 9), thing(Stands::Topic, 3)],
            named("30 November", None),
            "1 flag to raise · 1 late action · birthday in 6 days",
        ),
        (
            "counted",
            vec![thing(Stands::Topic, 3), thing(Stands::Topic, 4), thing(Stands::Goal(None), 50)],
            plain.clone(),
            "2 topics · 1 quiet goal",
        ),
        ("put off", vec![put_off], plain.clone(), ""),
        ("a birthday today", vec![], named("1988-11-24", None), "birthday today"),
        ("a birthday tomorrow", vec![], named("25 nov", None), "birthday tomorrow"),
        ("a birthday that is far", vec![], named("9 dec", None), ""),
        ("five years", vec![], named("", Some(date(2021, 12, 1))), "5 years with you in 7 days"),
        ("one year", vec![], named("", Some(date(2025, 11, 24))), "one year with you today"),
        ("not a year yet", vec![], named("", Some(date(2026, 11, 30))), ""),
    ] {
        assert_eq!(stands_out(&things, &profile, TODAY).join(" · "), expected, "{case}");
    }
    let leapling = named("29 February", None);
    for (today, expected) in [
        (date(2027, 2, 28), "birthday (29 February) today"),
        (date(2028, 2, 28), "birthday tomorrow"),
        (date(2026, 12, 24), ""),
    ] {
        assert_eq!(stands_out(&[], &leapling, today).join(""), expected, "{today}");
    }
    assert_eq!(stands_out(&[], &named("2 January", None), date(2026, 12, 30)).join(""), "birthday in 3 days");
}

#[test]
fn whom_nothing_was_written_about_comes_longest_first() {
    let people = [
        (PersonId(1), Some(days_ago(16)), days_ago(900)),
        (PersonId(2), Some(days_ago(13)), days_ago(900)),
        (PersonId(3), Some(days_ago(19)), days_ago(900)),
        (PersonId(4), None, days_ago(14)),
        (PersonId(5), None, TODAY),
        (PersonId(6), Some(days_ago(16)), days_ago(900)),
    ];
    let unseen = unseen(people, TODAY);
    let said: Vec<String> =
        unseen.iter().map(|unseen| format!("{} {} {}", unseen.person.0, unseen.days, unseen.ever)).collect();
    assert_eq!(said, ["3 19 true", "1 16 true", "6 16 true", "4 14 false"]);
}

#[test]
fn the_day_is_said_in_a_sentence() {
    let wait = |why| Wait { entry: EntryId(1), person: DANA, kind: Kind::Flag, why, put_off: None };
    let (flag, late) = (wait(Why::NotRaised(5)), wait(Why::Late(2)));
    let (today, later) = (planned(1, TODAY, 10), planned(2, date(2026, 12, 1), 10));
    for (coming, now, expected) in [
        (vec![], vec![], "No one-on-one today. Nothing waits on you."),
        (vec![later], vec![late], "No one-on-one today. One thing waits on you."),
        (vec![today, later], vec![late, late], "One one-on-one today. Two things wait on you."),
        (
            vec![today, today],
            vec![flag, late],
            "Two one-on-ones today. One thing you noticed is still waiting for a conversation.",
        ),
        (
            vec![today; 12],
            vec![flag; 3],
            "12 one-on-ones today. Three things you noticed are still waiting for a conversation.",
        ),
    ] {
        assert_eq!(summary(&coming, &Waiting { now, later: vec![] }, TODAY), expected);
    }
}
