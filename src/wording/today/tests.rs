use jiff::civil::{date, time};

use super::*;
use crate::domain::{
    attention::AttentionItem,
    entry::kind::{
        Kind,
        action::{ActionState, Party},
        flag::FlagState,
    },
    id::{EntryId, PersonId},
    next_meeting::NextMeeting,
    person::Birthday,
};

const TODAY: Date = date(2026, 11, 24);
const DANA: PersonId = PersonId(1);

fn days_ago(days: i32) -> Date {
    TODAY.saturating_sub(jiff::Span::new().days(days))
}

fn flag(state: FlagState) -> OpenItemStatus {
    OpenItemStatus::Flag { state, watch_until: None, recheck_on: None, raised_on: None }
}

fn action(by: Party, due: Option<i32>) -> OpenItemStatus {
    OpenItemStatus::Action { by, state: ActionState::Open, due: due.map(days_ago), done_on: None }
}

fn done(by: Party, days: i32) -> OpenItemStatus {
    OpenItemStatus::Action { by, state: ActionState::Done, due: None, done_on: Some(days_ago(days)) }
}

fn open_item(stands: OpenItemStatus, written: i32) -> OpenItem {
    OpenItem { entry: EntryId(1), person: DANA, written_on: days_ago(written), snoozed_until: None, status: stands }
}

#[test]
fn attention_reason_has_short_and_long_labels() {
    let watching = |days: i32| OpenItemStatus::Flag {
        state: FlagState::Watching,
        watch_until: Some(days_ago(days)),
        recheck_on: None,
        raised_on: None,
    };
    let raised = |days: i32| OpenItemStatus::Flag {
        state: FlagState::Raised,
        watch_until: None,
        recheck_on: None,
        raised_on: Some(days_ago(days)),
    };
    let again = |days: i32| OpenItemStatus::Flag {
        state: FlagState::Settled,
        watch_until: None,
        recheck_on: Some(days_ago(days)),
        raised_on: None,
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
        ("my action, late", action(Party::Me, Some(4)), 9, "4 days late | You promised it for Fri 20 Nov."),
        ("my action, due", action(Party::Me, Some(0)), 9, "due today | You promised it for today."),
        ("my action, in time", action(Party::Me, Some(-1)), 9, ""),
        ("my action without a day", action(Party::Me, None), 90, ""),
        (
            "my action, done",
            done(Party::Me, 2),
            9,
            "done, not told for 2 days | It is done, and Dana does not know yet.",
        ),
        ("my action, done today", done(Party::Me, 0), 9, "done, tell Dana | It is done, and Dana does not know yet."),
        (
            "their action, late",
            action(Party::Them, Some(1)),
            9,
            "Dana, 1 day late | Dana promised it for yesterday. What is in the way?",
        ),
        ("their action, due", action(Party::Them, Some(0)), 9, ""),
        ("a goal", OpenItemStatus::Goal(Some(days_ago(27))), 90, ""),
        (
            "a quiet goal",
            OpenItemStatus::Goal(Some(days_ago(41))),
            90,
            "41 days quiet | No check-in for 41 days. How close does it feel?",
        ),
        (
            "a goal without a check-in",
            OpenItemStatus::Goal(None),
            28,
            "28 days quiet | Set 4 weeks ago, and no check-in yet. How close does it feel?",
        ),
        ("a new goal", OpenItemStatus::Goal(None), 27, ""),
        ("praise", OpenItemStatus::Praise, 3, "3 days, not told | You saw it 3 days ago. Does Dana know?"),
        ("praise of today", OpenItemStatus::Praise, 0, ""),
        ("a topic", OpenItemStatus::Topic, 30, ""),
    ] {
        let said = attention_reason(&open_item(stands, written), TODAY)
            .map_or_else(String::new, |why| format!("{} | {}", why.short_label("Dana"), why.long_label("Dana", TODAY)));
        assert_eq!(said, expected, "{case}");
    }
}

fn planned(id: i64, day: Date, hour: i8) -> UpcomingMeeting {
    UpcomingMeeting { person: PersonId(id), next: NextMeeting::Planned { day, time: time(hour, 0, 0, 0) } }
}

#[test]
fn highlights_are_limited_and_sorted_by_urgency() {
    let named = |birthday: &str, since: Option<Date>| Profile {
        birthday: Birthday::parse(birthday).ok(),
        since,
        ..Profile::with_name("Dana")
    };
    let plain = named("", None);
    let put_off = OpenItem { snoozed_until: Some(date(2026, 12, 1)), ..open_item(flag(FlagState::Noticed), 12) };
    for (case, things, profile, expected) in [
        ("nothing", vec![], plain.clone(), ""),
        (
            "as in the design",
            vec![
                open_item(flag(FlagState::Noticed), 12),
                open_item(action(Party::Me, Some(4)), 9),
                open_item(OpenItemStatus::Topic, 3),
            ],
            named("30 November", None),
            "1 flag to raise · 1 late action · birthday in 6 days",
        ),
        (
            "counted",
            vec![
                open_item(OpenItemStatus::Topic, 3),
                open_item(OpenItemStatus::Topic, 4),
                open_item(OpenItemStatus::Goal(None), 50),
            ],
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
        assert_eq!(highlights(&things, &profile, TODAY).join(" · "), expected, "{case}");
    }
    let leapling = named("29 February", None);
    for (today, expected) in [
        (date(2027, 2, 28), "birthday (29 February) today"),
        (date(2028, 2, 28), "birthday tomorrow"),
        (date(2026, 12, 24), ""),
    ] {
        assert_eq!(highlights(&[], &leapling, today).join(""), expected, "{today}");
    }
    assert_eq!(highlights(&[], &named("2 January", None), date(2026, 12, 30)).join(""), "birthday in 3 days");
}

#[test]
fn day_summary_counts_meetings_and_attention_items() {
    let wait =
        |why| AttentionItem { entry: EntryId(1), person: DANA, kind: Kind::Flag, reason: why, snoozed_until: None };
    let (flag, late) = (wait(AttentionReason::FlagNotRaised(5)), wait(AttentionReason::ActionOverdue(2)));
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
        assert_eq!(describe_day(&coming, &AttentionList { now, snoozed: vec![] }, TODAY), expected);
    }
}
