use std::collections::HashSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::{build::meeting, *};
use crate::domain::{
    id::Uid,
    kind::Kind,
    review::period::Period,
    step::What,
    timeline::{Happened, Kinds, Skipped},
};

fn written(id: i64, day: Date, kind: Kind) -> Happening {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
    Happening {
        entry: EntryId(id),
        at_ms: noon.as_millisecond() + id,
        one_on_one: None,
        what: Happened::Written,
        day,
        nth: 0,
        kind,
    }
}

fn jotted(id: i64, day: Date, kind: Kind, one_on_one: i64) -> Happening {
    Happening { one_on_one: Some(OneOnOneId(one_on_one)), ..written(id, day, kind) }
}

fn skipped(one_on_one: i64, day: Date) -> Skipped {
    Skipped { one_on_one: OneOnOneId(one_on_one), at_ms: written(0, day, Kind::Note).at_ms, day }
}

fn finished(nth: u64, day: Date) -> Finished {
    let period = Period::new(day, day).expect("a period");
    let at_ms = written(0, day, Kind::Note).at_ms + 500;
    Finished { review: Uid::new(nth, u128::from(nth)), at_ms, day, period }
}

/// What the rows say, a line each.
fn said(history: &History, kinds: Kinds) -> Vec<String> {
    let rows = rows(history, kinds);
    let of_day = |first: bool, row: &Row| if first { format!("{} ", row.day(history)) } else { String::new() };
    let ids = |row: &Row| {
        let ids: Vec<String> = rows.moments(row, history).map(|moment| moment.entry.0.to_string()).collect();
        ids.join(" ")
    };
    rows.list
        .iter()
        .map(|row| match row {
            Row::Month { first, count } => format!("# {} {count}", first.strftime("%Y-%m")),
            Row::Quiet { from, to } => format!("~ {} {}", from.strftime("%Y-%m"), to.strftime("%Y-%m")),
            Row::One { first_of_day, .. } => format!("{}{}", of_day(*first_of_day, row), ids(row)),
            Row::Meeting { first_of_day, .. } => format!("{}[{}]", of_day(*first_of_day, row), ids(row)),
            Row::Skipped { first_of_day, .. } => format!("{}skipped", of_day(*first_of_day, row)),
            Row::Review { first_of_day, .. } => format!("{}review", of_day(*first_of_day, row)),
        })
        .collect()
}

const NOV: Date = date(2026, 11, 24);

#[test]
fn months_stand_before_their_entries_and_a_day_is_said_once() {
    let note = |id, day| written(id, day, Kind::Note);
    let all = vec![note(1, date(2026, 9, 30)), note(2, date(2026, 10, 31)), note(3, NOV), note(4, NOV)];
    let history = History::from_parts(all, Vec::new());
    let expected = ["# 2026-11 2", "2026-11-24 4", "3", "# 2026-10 1", "2026-10-31 2", "# 2026-09 1", "2026-09-30 1"];
    assert_eq!(said(&history, Kinds::ALL), expected);
}

#[test]
fn months_in_which_nothing_happened_are_said_in_one_row() {
    let history = History::from_parts(
        vec![written(1, date(2023, 2, 3), Kind::Note), written(2, date(2024, 7, 1), Kind::Note)],
        vec![skipped(1, date(2022, 12, 30))],
    );
    assert_eq!(
        said(&history, Kinds::ALL),
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
fn a_one_on_one_holds_its_jots_together_where_the_first_was_written() {
    let all = vec![
        jotted(1, NOV, Kind::Note, 7),
        jotted(2, NOV, Kind::Flag, 7),
        jotted(3, NOV, Kind::Action, 7),
        written(4, NOV, Kind::Note),
        jotted(5, NOV, Kind::Praise, 7),
        // Told where it was written, it says so itself.
        Happening { what: Happened::Step(What::Told), nth: 1, ..jotted(5, NOV, Kind::Praise, 7) },
        // Alone in its one-on-one, it needs no group.
        jotted(6, NOV, Kind::Note, 8),
    ];
    let history = History::from_parts(all, vec![skipped(9, date(2026, 11, 17))]);
    let expected = ["# 2026-11 6", "2026-11-24 6", "4", "2", "[1 3 5]", "2026-11-17 skipped"];
    assert_eq!(said(&history, Kinds::ALL), expected);
    // What is left out leaves nothing behind.
    let notes = Kinds::of(&[Kind::Note, Kind::Flag]);
    assert_eq!(said(&history, notes), ["# 2026-11 4", "2026-11-24 6", "4", "2", "1"]);
}

#[test]
fn a_finished_review_stands_where_it_was_finished() {
    let note = |id, day| written(id, day, Kind::Note);
    let all = vec![note(1, NOV), note(2, date(2026, 11, 20))];
    let reviews = vec![finished(1, date(2025, 12, 1)), finished(2, NOV)];
    let history = History::from_parts(all, vec![skipped(9, date(2026, 11, 22))]).with_reviews(reviews);
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
    assert_eq!(said(&history, Kinds::ALL), expected);
    assert_eq!(said(&history, Kinds::of(&[Kind::Note])), ["# 2026-11 2", "2026-11-24 1", "2026-11-20 2"]);
    assert!(!History::default().with_reviews(vec![finished(1, NOV)]).is_empty());
}

#[test]
fn what_became_of_an_entry_stands_on_its_own_day() {
    let raised = Happening { what: Happened::Step(What::Raised), nth: 1, ..written(1, NOV, Kind::Flag) };
    let history = History::from_parts(vec![written(1, date(2026, 11, 12), Kind::Flag), raised], Vec::new());
    assert_eq!(said(&history, Kinds::ALL), ["# 2026-11 1", "2026-11-24 1", "2026-11-12 1"]);
    let rows = rows(&history, Kinds::ALL);
    assert_eq!(rows.row_of(EntryId(1), &history), Some(2));
    assert_eq!(rows.row_of(EntryId(2), &history), None);
}

#[test]
fn a_day_written_in_another_zone_is_not_torn_apart() {
    // Written in Tokyo on the 1st, before something was written in Lisbon that was still on the 30th.
    let tokyo = Happening { at_ms: 1_000, ..written(1, date(2026, 12, 1), Kind::Note) };
    let lisbon = Happening { at_ms: 2_000, ..written(2, date(2026, 11, 30), Kind::Note) };
    let history = History::from_parts(vec![lisbon, tokyo], Vec::new());
    assert_eq!(said(&history, Kinds::ALL), ["# 2026-12 1", "2026-12-01 1", "# 2026-11 1", "2026-11-30 2"]);
}

#[test]
fn days_and_months_are_found() {
    let note = |id, day| written(id, day, Kind::Note);
    let all = vec![note(1, date(2026, 7, 9)), note(2, date(2026, 10, 31)), note(3, NOV)];
    let history = History::from_parts(all, Vec::new());
    let rows = rows(&history, Kinds::ALL);
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
    assert_eq!(Rows::default().row_of_month(NOV), None);
}

fn some_history() -> impl Strategy<Value = History> {
    let kind = prop::sample::select(&Kind::ALL[..]);
    let moment = (0_i32..900, kind, prop::option::of(0_i64..30));
    let skips = prop::collection::vec(0_i32..900, 0..6);
    (prop::collection::vec(moment, 0..120), skips).prop_map(|(moments, skips)| {
        let day = |days: i32| NOV.saturating_sub(jiff::Span::new().days(days));
        let happenings = (2_i64..).zip(moments).map(|(id, (days, kind, one_on_one))| Happening {
            one_on_one: one_on_one.map(OneOnOneId),
            nth: u16::from(id % 2 == 1),
            ..written(id / 2, day(days), kind)
        });
        let reviews = (1_u64..).zip(&skips).map(|(nth, days)| finished(nth, day(days / 2))).collect();
        let skips = (100_i64..).zip(&skips).map(|(id, days)| skipped(id, day(*days)));
        History::from_parts(happenings.collect(), skips.collect()).with_reviews(reviews)
    })
}

proptest! {
    #[test]
    fn every_moment_has_one_row_but_what_is_said_twice_and_no_two_rows_share_a_key(history in some_history()) {
        let rows = rows(&history, Kinds::ALL);
        let mut moments: Vec<u64> = rows
            .list
            .iter()
            .flat_map(|row| rows.moments(row, &history).map(Happening::key))
            .collect();
        moments.sort_unstable();
        let met_again = |one: &&Happening| {
            let same = |other: &Happening| other.is_written() && other.entry == one.entry && meeting(other) == meeting(one);
            one.is_written() || meeting(one).is_none() || !history.happenings.iter().any(same)
        };
        let mut all: Vec<u64> = history.happenings.iter().filter(met_again).map(Happening::key).collect();
        all.sort_unstable();
        prop_assert_eq!(moments, all);
        let keys: HashSet<u64> = rows.list.iter().map(|row| row.key(&history)).collect();
        prop_assert_eq!(keys.len(), rows.list.len());
    }

    #[test]
    fn days_only_go_back_and_stand_at_the_left_once(history in some_history()) {
        let rows = rows(&history, Kinds::ALL);
        let mut before = Date::MAX;
        for row in &rows.list {
            let day = row.day(&history);
            match row {
                Row::Month { first, .. } => prop_assert!(*first < before.first_of_month()),
                Row::Quiet { from, to } => prop_assert!(from <= to && *to < before.first_of_month()),
                Row::One { first_of_day, .. }
                | Row::Meeting { first_of_day, .. }
                | Row::Skipped { first_of_day, .. }
                | Row::Review { first_of_day, .. } => {
                    prop_assert!(day <= before);
                    prop_assert_eq!(*first_of_day, day != before);
                    before = day;
                }
            }
        }
    }
}
