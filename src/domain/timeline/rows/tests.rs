use std::collections::HashSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::{build::meeting_key, *};
use crate::domain::{
    entry::{event::EventKind, kind::Kind},
    id::Uid,
    review::period::Period,
    timeline::{KindSet, SkippedMeeting, TimelineEventKind},
};

fn written(id: i64, day: Date, kind: Kind) -> TimelineEvent {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
    TimelineEvent {
        entry: EntryId(id),
        at_ms: noon.as_millisecond() + id,
        one_on_one: None,
        event_kind: TimelineEventKind::Written,
        day,
        event_index: 0,
        kind,
    }
}

fn written_in(id: i64, day: Date, kind: Kind, one_on_one: i64) -> TimelineEvent {
    TimelineEvent { one_on_one: Some(OneOnOneId(one_on_one)), ..written(id, day, kind) }
}

fn skipped(one_on_one: i64, day: Date) -> SkippedMeeting {
    SkippedMeeting { one_on_one: OneOnOneId(one_on_one), at_ms: written(0, day, Kind::Note).at_ms, day }
}

fn finished(number: u64, day: Date) -> FinishedReview {
    let period = Period::new(day, day).expect("a period");
    let at_ms = written(0, day, Kind::Note).at_ms + 500;
    FinishedReview { review: Uid::new(number, u128::from(number)), at_ms, day, period }
}

/// What the rows say, a line each.
fn rendered_rows(history: &Timeline, kinds: KindSet) -> Vec<String> {
    let rows = build_rows(history, kinds);
    let of_day = |first: bool, row: &TimelineRow| if first { format!("{} ", row.day(history)) } else { String::new() };
    let ids = |row: &TimelineRow| {
        let ids: Vec<String> = rows.events(row, history).map(|moment| moment.entry.0.to_string()).collect();
        ids.join(" ")
    };
    rows.rows
        .iter()
        .map(|row| match row {
            TimelineRow::Month { first, count } => format!("# {} {count}", first.strftime("%Y-%m")),
            TimelineRow::EmptyMonths { from, to } => format!("~ {} {}", from.strftime("%Y-%m"), to.strftime("%Y-%m")),
            TimelineRow::Event { starts_day: first_of_day, .. } => {
                format!("{}{}", of_day(*first_of_day, row), ids(row))
            }
            TimelineRow::Meeting { starts_day: first_of_day, .. } => {
                format!("{}[{}]", of_day(*first_of_day, row), ids(row))
            }
            TimelineRow::SkippedMeeting { starts_day: first_of_day, .. } => {
                format!("{}skipped", of_day(*first_of_day, row))
            }
            TimelineRow::FinishedReview { starts_day: first_of_day, .. } => {
                format!("{}review", of_day(*first_of_day, row))
            }
        })
        .collect()
}

const NOV: Date = date(2026, 11, 24);

#[test]
fn month_rows_precede_entries_and_each_day_is_labelled_once() {
    let note = |id, day| written(id, day, Kind::Note);
    let all = vec![note(1, date(2026, 9, 30)), note(2, date(2026, 10, 31)), note(3, NOV), note(4, NOV)];
    let history = Timeline::from_parts(all, Vec::new());
    let expected = ["# 2026-11 2", "2026-11-24 4", "3", "# 2026-10 1", "2026-10-31 2", "# 2026-09 1", "2026-09-30 1"];
    assert_eq!(rendered_rows(&history, KindSet::ALL), expected);
}

#[test]
fn empty_months_become_one_row() {
    let history = Timeline::from_parts(
        vec![written(1, date(2023, 2, 3), Kind::Note), written(2, date(2024, 7, 1), Kind::Note)],
        vec![skipped(1, date(2022, 12, 30))],
    );
    assert_eq!(
        rendered_rows(&history, KindSet::ALL),
        [
            "# 2024-07 1",
            "2024-07-01 2",
            "~ 2023-03 2024-06",
            "# 2023-02 1",
            "2023-02-03 1",
            "~ 2023-01 2023-01",
            "# 2022-12 0",
            "2022-12-30 skipped"
        ]
    );
}

#[test]
fn meeting_entries_are_grouped_at_the_first_one() {
    let all = vec![
        written_in(1, NOV, Kind::Note, 7),
        written_in(2, NOV, Kind::Flag, 7),
        written_in(3, NOV, Kind::Action, 7),
        written(4, NOV, Kind::Note),
        written_in(5, NOV, Kind::Praise, 7),
        // Told where it was written, it says so itself.
        TimelineEvent {
            event_kind: TimelineEventKind::Event(EventKind::Told),
            event_index: 1,
            ..written_in(5, NOV, Kind::Praise, 7)
        },
        // Alone in its one-on-one, it needs no group.
        written_in(6, NOV, Kind::Note, 8),
    ];
    let history = Timeline::from_parts(all, vec![skipped(9, date(2026, 11, 17))]);
    let expected = ["# 2026-11 6", "2026-11-24 6", "4", "2", "[1 3 5]", "2026-11-17 skipped"];
    assert_eq!(rendered_rows(&history, KindSet::ALL), expected);
    // What is left out leaves nothing behind.
    let notes = KindSet::from_kinds(&[Kind::Note, Kind::Flag]);
    assert_eq!(rendered_rows(&history, notes), ["# 2026-11 4", "2026-11-24 6", "4", "2", "1"]);
}

#[test]
fn finished_review_is_placed_at_its_date() {
    let note = |id, day| written(id, day, Kind::Note);
    let all = vec![note(1, NOV), note(2, date(2026, 11, 20))];
    let reviews = vec![finished(1, date(2025, 12, 1)), finished(2, NOV)];
    let history = Timeline::from_parts(all, vec![skipped(9, date(2026, 11, 22))]).with_reviews(reviews);
    let expected = [
        "# 2026-11 2",
        "2026-11-24 review",
        "1",
        "2026-11-22 skipped",
        "2026-11-20 2",
        "~ 2026-01 2026-10",
        "# 2025-12 0",
        "2025-12-01 review",
    ];
    assert_eq!(rendered_rows(&history, KindSet::ALL), expected);
    assert_eq!(
        rendered_rows(&history, KindSet::from_kinds(&[Kind::Note])),
        ["# 2026-11 2", "2026-11-24 1", "2026-11-20 2"]
    );
    assert!(!Timeline::default().with_reviews(vec![finished(1, NOV)]).is_empty());
}

#[test]
fn later_events_are_placed_on_their_own_day() {
    let raised = TimelineEvent {
        event_kind: TimelineEventKind::Event(EventKind::Raised),
        event_index: 1,
        ..written(1, NOV, Kind::Flag)
    };
    let history = Timeline::from_parts(vec![written(1, date(2026, 11, 12), Kind::Flag), raised], Vec::new());
    assert_eq!(rendered_rows(&history, KindSet::ALL), ["# 2026-11 1", "2026-11-24 1", "2026-11-12 1"]);
    let rows = build_rows(&history, KindSet::ALL);
    assert_eq!(rows.row_of_entry(EntryId(1), &history), Some(2));
    assert_eq!(rows.row_of_entry(EntryId(2), &history), None);
}

#[test]
fn entries_of_one_civil_day_stay_together_across_zones() {
    // Written in Tokyo on the 1st, before something was written in Lisbon that was still on the
    // 30th.
    let tokyo = TimelineEvent { at_ms: 1_000, ..written(1, date(2026, 12, 1), Kind::Note) };
    let lisbon = TimelineEvent { at_ms: 2_000, ..written(2, date(2026, 11, 30), Kind::Note) };
    let history = Timeline::from_parts(vec![lisbon, tokyo], Vec::new());
    assert_eq!(rendered_rows(&history, KindSet::ALL), ["# 2026-12 1", "2026-12-01 1", "# 2026-11 1", "2026-11-30 2"]);
}

#[test]
fn finds_rows_of_days_and_months() {
    let note = |id, day| written(id, day, Kind::Note);
    let all = vec![note(1, date(2026, 7, 9)), note(2, date(2026, 10, 31)), note(3, NOV)];
    let history = Timeline::from_parts(all, Vec::new());
    let rows = build_rows(&history, KindSet::ALL);
    // 0 November, 1 the 24th, 2 October, 3 the 31st, 4 nothing in between, 5 July, 6 the 9th.
    for (day, row) in [
        (date(2027, 1, 1), 1),
        (NOV, 1),
        (date(2026, 11, 23), 3),
        (date(2026, 10, 31), 3),
        (date(2026, 8, 15), 6),
        (date(2020, 1, 1), 6),
    ] {
        assert_eq!(rows.row_of_day(day, &history), Some(row), "{day}");
    }
    for (month, row) in [
        (date(2027, 1, 1), 0),
        (date(2026, 11, 1), 0),
        (date(2026, 10, 1), 2),
        (date(2026, 9, 1), 4),
        (date(2026, 8, 1), 4),
        (date(2026, 7, 1), 5),
        (date(2025, 1, 1), 6),
    ] {
        assert_eq!(rows.row_of_month(month), Some(row), "{month}");
    }
    assert_eq!(TimelineRows::default().row_of_month(NOV), None);
}

fn any_timeline() -> impl Strategy<Value = Timeline> {
    let kind = prop::sample::select(Kind::ALL);
    let moment = (0_i32..900, kind, prop::option::of(0_i64..30));
    let skips = prop::collection::vec(0_i32..900, 0..6);
    (prop::collection::vec(moment, 0..120), skips).prop_map(|(moments, skips)| {
        let day = |days: i32| NOV.saturating_sub(jiff::Span::new().days(days));
        let happenings = (2_i64..).zip(moments).map(|(id, (days, kind, one_on_one))| TimelineEvent {
            one_on_one: one_on_one.map(OneOnOneId),
            event_index: u16::from(id % 2 == 1),
            ..written(id / 2, day(days), kind)
        });
        let reviews = (1_u64..).zip(&skips).map(|(number, days)| finished(number, day(days / 2))).collect();
        let skips = (100_i64..).zip(&skips).map(|(id, days)| skipped(id, day(*days)));
        Timeline::from_parts(happenings.collect(), skips.collect()).with_reviews(reviews)
    })
}

proptest! {
    #[test]
    fn every_event_has_one_row_and_row_keys_are_unique(history in any_timeline()) {
        let rows = build_rows(&history, KindSet::ALL);
        let mut moments: Vec<u64> = rows
            .rows
            .iter()
            .flat_map(|row| rows.events(row, &history).map(TimelineEvent::key))
            .collect();
        moments.sort_unstable();
        let met_again = |one: &&TimelineEvent| {
            let same = |other: &TimelineEvent| other.is_written() && other.entry == one.entry && meeting_key(other) == meeting_key(one);
            one.is_written() || meeting_key(one).is_none() || !history.events.iter().any(same)
        };
        let mut all: Vec<u64> = history.events.iter().filter(met_again).map(TimelineEvent::key).collect();
        all.sort_unstable();
        prop_assert_eq!(moments, all);
        let keys: HashSet<u64> = rows.rows.iter().map(|row| row.key(&history)).collect();
        prop_assert_eq!(keys.len(), rows.rows.len());
    }

    #[test]
    fn days_descend_and_each_is_labelled_once(history in any_timeline()) {
        let rows = build_rows(&history, KindSet::ALL);
        let mut before = Date::MAX;
        for row in &rows.rows {
            let day = row.day(&history);
            match row {
                TimelineRow::Month { first, .. } => prop_assert!(*first < before.first_of_month()),
                TimelineRow::EmptyMonths { from, to } => prop_assert!(from <= to && *to < before.first_of_month()),
                TimelineRow::Event { starts_day, .. }
                | TimelineRow::Meeting { starts_day, .. }
                | TimelineRow::SkippedMeeting { starts_day, .. }
                | TimelineRow::FinishedReview { starts_day, .. } => {
                    prop_assert!(day <= before);
                    prop_assert_eq!(*starts_day, day != before);
                    before = day;
                }
            }
        }
    }
}
