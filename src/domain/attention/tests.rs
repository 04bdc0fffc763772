use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 24);
const DANA: PersonId = PersonId(1);
const PRIYA: PersonId = PersonId(2);

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
fn most_urgent_item_comes_first() {
    // In this order they are written here, and in the other they are given.
    let expected = [
        ("a flag that waited longest", DANA, open_item(flag(FlagState::Noticed), 12)),
        ("a flag", PRIYA, open_item(flag(FlagState::Noticed), 5)),
        ("the same, of who comes later in the list", DANA, open_item(flag(FlagState::Noticed), 3)),
        ("the later person's", PRIYA, open_item(flag(FlagState::Noticed), 3)),
        (
            "a flag to look at again",
            DANA,
            open_item(
                OpenItemStatus::Flag {
                    state: FlagState::Settled,
                    watch_until: None,
                    recheck_on: Some(TODAY),
                    raised_on: None,
                },
                40,
            ),
        ),
        ("late", DANA, open_item(action(Party::Me, Some(4)), 9)),
        ("a little late", DANA, open_item(action(Party::Me, Some(1)), 9)),
        ("due", PRIYA, open_item(action(Party::Me, Some(0)), 9)),
        ("a fresh flag", DANA, open_item(flag(FlagState::Noticed), 2)),
        ("a flag without an outcome", DANA, open_item(flag(FlagState::Raised), 9)),
        ("not told", DANA, open_item(done(Party::Me, 1), 9)),
        ("theirs", DANA, open_item(action(Party::Them, Some(30)), 40)),
        ("a quiet goal", DANA, open_item(OpenItemStatus::Goal(Some(days_ago(41))), 90)),
        ("a goal that was never looked at", DANA, open_item(OpenItemStatus::Goal(None), 30)),
        ("praise", DANA, open_item(OpenItemStatus::Praise, 60)),
    ];
    let mut things: Vec<OpenItem> = (1..)
        .zip(&expected)
        .map(|(id, (_, person, thing))| OpenItem { entry: EntryId(id), person: *person, ..thing.clone() })
        .collect();
    things.reverse();
    let waiting = attention_list(&things, &[DANA, PRIYA], TODAY);
    let order: Vec<&str> =
        waiting.now.iter().map(|wait| expected[usize::try_from(wait.entry.0 - 1).unwrap()].0).collect();
    let names: Vec<&str> = expected.iter().map(|(name, ..)| *name).collect();
    assert_eq!(order, names);
    assert!(waiting.snoozed.is_empty());
}

#[test]
fn snoozed_items_return_on_their_day() {
    let put_off =
        |id, day| OpenItem { entry: EntryId(id), snoozed_until: Some(day), ..open_item(flag(FlagState::Noticed), 12) };
    let things = [
        put_off(1, date(2026, 12, 1)),
        put_off(2, date(2026, 11, 25)),
        put_off(3, TODAY),
        OpenItem { person: PRIYA, ..open_item(flag(FlagState::Noticed), 30) },
    ];
    let waiting = attention_list(&things, &[DANA], TODAY);
    let ids = |waits: &[AttentionItem]| waits.iter().map(|wait| wait.entry.0).collect::<Vec<_>>();
    assert_eq!(ids(&waiting.now), [3], "it came back by itself; who is not met any more is left out");
    assert_eq!(ids(&waiting.snoozed), [2, 1]);
}

#[test]
fn flag_emphasis_grows_with_age() {
    let voices: Vec<Emphasis> =
        [0, 2, 3, 9, 10, 400].map(|days| AttentionReason::FlagNotRaised(days).emphasis()).to_vec();
    let expected = [
        Emphasis::Normal,
        Emphasis::Normal,
        Emphasis::Attention,
        Emphasis::Attention,
        Emphasis::Critical,
        Emphasis::Critical,
    ];
    assert_eq!(voices, expected);
}

#[test]
fn stale_people_are_sorted_longest_first() {
    let people = [
        (PersonId(1), Some(days_ago(16)), days_ago(900)),
        (PersonId(2), Some(days_ago(13)), days_ago(900)),
        (PersonId(3), Some(days_ago(19)), days_ago(900)),
        (PersonId(4), None, days_ago(14)),
        (PersonId(5), None, TODAY),
        (PersonId(6), Some(days_ago(16)), days_ago(900)),
    ];
    let unseen = stale_people(people, TODAY);
    let actual: Vec<String> =
        unseen.iter().map(|unseen| format!("{} {} {}", unseen.person.0, unseen.days, unseen.has_entries)).collect();
    assert_eq!(actual, ["3 19 true", "1 16 true", "6 16 true", "4 14 false"]);
}
