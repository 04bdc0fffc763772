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
        ("a flag of today", flag(FlagState::Noticed), 0, "Noticed today | You noticed this today."),
        (
            "a flag",
            flag(FlagState::Noticed),
            12,
            "Not raised · 12 days | You noticed this 12 days ago and have not raised it.",
        ),
        ("a watched flag", watching(-1), 12, ""),
        (
            "a watched flag whose day has come",
            watching(0),
            1,
            "Not raised · 1 day | You noticed this yesterday and have not raised it.",
        ),
        ("a flag that was raised lately", raised(6), 20, ""),
        (
            "a flag without an outcome",
            raised(7),
            20,
            "Raised 7 days ago, no outcome | You raised it 7 days ago. What came of it?",
        ),
        ("a flag to look at again", again(0), 30, "Check again today | You planned to check again today. Did it hold?"),
        (
            "and not looked at",
            again(2),
            30,
            "Check again · 2 days late | You planned to check again 2 days ago. Did it hold?",
        ),
        ("a flag to look at later", again(-1), 30, ""),
        ("my action, late", action(Party::Me, Some(4)), 9, "4 days late | You promised this for Fri 20 Nov."),
        ("my action, due", action(Party::Me, Some(0)), 9, "Due today | You promised this for today."),
        ("my action, in time", action(Party::Me, Some(-1)), 9, ""),
        ("my action without a day", action(Party::Me, None), 90, ""),
        (
            "my action, done",
            done(Party::Me, 2),
            9,
            "Done, not told · 2 days | It’s done, but you haven’t told Dana yet.",
        ),
        ("my action, done today", done(Party::Me, 0), 9, "Done, not told | It’s done, but you haven’t told Dana yet."),
        (
            "their action, late",
            action(Party::Them, Some(1)),
            9,
            "Dana’s action · 1 day late | Dana promised this for yesterday. What’s in the way?",
        ),
        ("their action, due", action(Party::Them, Some(0)), 9, ""),
        ("a goal", OpenItemStatus::Goal(Some(days_ago(27))), 90, ""),
        (
            "a quiet goal",
            OpenItemStatus::Goal(Some(days_ago(41))),
            90,
            "No check-in · 41 days | No check-in for 41 days. How close does it feel?",
        ),
        (
            "a goal without a check-in",
            OpenItemStatus::Goal(None),
            28,
            "No check-in · 28 days | Set 4 weeks ago, no check-in yet. How close does it feel?",
        ),
        ("a new goal", OpenItemStatus::Goal(None), 27, ""),
        ("praise", OpenItemStatus::Praise, 3, "Not told · 3 days | You saw this 3 days ago. Does Dana know?"),
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
            "1 flag to raise · 1 overdue action · birthday in 6 days",
        ),
        (
            "counted",
            vec![
                open_item(OpenItemStatus::Topic, 3),
                open_item(OpenItemStatus::Topic, 4),
                open_item(OpenItemStatus::Goal(None), 50),
            ],
            plain.clone(),
            "2 topics · 1 goal without a check-in",
        ),
        ("snoozed", vec![put_off], plain.clone(), ""),
        ("a birthday today", vec![], named("1988-11-24", None), "birthday today"),
        ("a birthday tomorrow", vec![], named("25 nov", None), "birthday tomorrow"),
        ("a birthday that is far", vec![], named("9 dec", None), ""),
        ("five years", vec![], named("", Some(date(2021, 12, 1))), "5-year anniversary in 7 days"),
        ("one year", vec![], named("", Some(date(2025, 11, 24))), "1-year anniversary today"),
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
        (vec![], vec![], "No one-on-ones today. Nothing needs your attention."),
        (vec![later], vec![late], "No one-on-ones today. One item needs your attention."),
        (vec![today, later], vec![late, late], "You have one one-on-one today. Two items need your attention."),
        (vec![today, today], vec![flag, late], "You have two one-on-ones today. One flag hasn’t been raised yet."),
        (vec![today; 12], vec![flag; 3], "You have 12 one-on-ones today. Three flags haven’t been raised yet."),
    ] {
        assert_eq!(describe_day(&coming, 0, &AttentionList { now, snoozed: vec![] }, TODAY), expected);
    }
}

#[test]
fn the_summary_counts_what_was_held_today() {
    let planned = |id: i64| UpcomingMeeting {
        person: PersonId(id),
        next: crate::domain::next_meeting::NextMeeting::Planned { day: TODAY, time: jiff::civil::time(16, 0, 0, 0) },
    };
    for (upcoming, held, expected) in [
        (vec![], 1, "Today’s one-on-one is done."),
        (vec![], 2, "Today’s two one-on-ones are done."),
        (vec![planned(1)], 1, "You have one more one-on-one today."),
        (vec![planned(1), planned(2)], 3, "You have two more one-on-ones today."),
    ] {
        let summary = describe_day(&upcoming, held, &AttentionList::default(), TODAY);
        assert!(summary.starts_with(expected), "{summary}");
    }
}

#[test]
fn nobody_missing_is_said_to_be_covered_only_when_it_is_true() {
    assert!(!stale_people_heading(&[], false).contains("everyone"));
    assert!(stale_people_heading(&[], true).contains("everyone"));
}
