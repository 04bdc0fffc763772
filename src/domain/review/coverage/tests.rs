use jiff::civil::date;

use super::*;

use BarStatus::{BeforeJoining, Fair, Future, Thin};

const TODAY: Date = date(2026, 11, 24);

fn half_year() -> Period {
    Period::new(date(2026, 6, 1), date(2026, 11, 30)).unwrap()
}

fn year_of(year: i16) -> Period {
    Period::new(date(year, 1, 1), date(year, 12, 31)).unwrap()
}

/// So many entries in these months of 2026, each on the day of its number from the first day on.
fn entries_by_month(counts: &[(i8, i8)]) -> Vec<CoverageEntry> {
    let of = |(month, count): &(i8, i8)| {
        let month = *month;
        (1..=*count).map(move |day| CoverageEntry {
            day: date(2026, month, day),
            picked: false,
            precedes_period: false,
        })
    };
    counts.iter().flat_map(of).collect()
}

fn entries_on(days: &[Date]) -> Vec<CoverageEntry> {
    days.iter().map(|day| CoverageEntry { day: *day, picked: false, precedes_period: false }).collect()
}

fn thin_bars(recency: &Coverage) -> Vec<String> {
    let is_thin = |bar: &&CoverageBar| bar.status == BarStatus::Thin;
    recency.bars.iter().filter(is_thin).map(|bar| bar.period.first_day().strftime("%B").to_string()).collect()
}

#[test]
fn month_is_thin_below_a_third_of_the_median() {
    type Case<'a> = (&'a str, Date, &'a [(i8, i8)], &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        ("the picture", TODAY, &[(6, 9), (7, 6), (8, 1), (9, 7), (10, 8), (11, 14)], &["August"]),
        ("a third is enough", TODAY, &[(6, 6), (7, 6), (8, 2), (9, 6), (10, 6), (11, 6)], &[]),
        ("all alike", TODAY, &[(6, 3), (7, 3), (8, 3), (9, 3), (10, 3), (11, 3)], &[]),
        ("nothing is thin among ones", TODAY, &[(6, 1), (7, 1), (8, 0), (9, 1), (10, 1), (11, 1)], &["August"]),
        (
            "where most hold nothing, those are thin",
            TODAY,
            &[(11, 20)],
            &["June", "July", "August", "September", "October"],
        ),
        ("this month by its days so far", date(2026, 11, 9), &[(6, 9), (7, 9), (8, 9), (9, 9), (10, 9), (11, 1)], &[]),
        (
            "and thin by its days so far",
            date(2026, 11, 24),
            &[(6, 9), (7, 9), (8, 9), (9, 9), (10, 9), (11, 2)],
            &["November"],
        ),
        ("a week of it is too short", date(2026, 11, 6), &[(6, 9), (7, 9), (8, 9), (9, 9), (10, 9)], &[]),
        ("three entries are too few", TODAY, &[(6, 3)], &[]),
        ("four are not", TODAY, &[(6, 4)], &["July", "August", "September", "October", "November"]),
        ("none at all", TODAY, &[], &[]),
    ];
    for (rule, today, counts, expected) in cases {
        let found = coverage(half_year(), None, *today, entries_by_month(counts));
        assert_eq!(thin_bars(&found), *expected, "{rule}");
    }
}

#[test]
fn partial_months_are_judged_by_their_days() {
    // From 21 June: ten days, of which three entries are a fair share of nine a month, and none are
    // not.
    let period = Period::new(date(2026, 6, 21), date(2026, 9, 30)).unwrap();
    for (in_june, expected) in [(1, &[][..]), (0, &["June"][..])] {
        let june = entries_on(&[date(2026, 6, 25)]).into_iter().take(in_june);
        let written: Vec<_> = june.chain(entries_by_month(&[(7, 9), (8, 9), (9, 9)])).collect();
        assert_eq!(thin_bars(&coverage(period, None, TODAY, written)), expected, "{in_june} in June");
    }
}

#[test]
fn months_before_joining_and_future_months_are_not_thin() {
    let came = date(2026, 8, 10);
    let found = coverage(half_year(), Some(came), date(2026, 10, 31), entries_by_month(&[(9, 6), (10, 6)]));
    let standing: Vec<BarStatus> = found.bars.iter().map(|bar| bar.status).collect();
    assert_eq!(standing, [BeforeJoining, BeforeJoining, Thin, Fair, Fair, Future]);
    // What was written before they came counts, and so do its days.
    let before = coverage(half_year(), Some(came), TODAY, entries_by_month(&[(6, 6), (7, 6), (8, 6), (9, 6)]));
    assert_eq!(before.bars.first().map(|bar| bar.status), Some(Fair));
    assert_eq!((found.joined_on, before.joined_on), (Some(came), None));
}

#[test]
fn evidence_from_before_counts_in_shares_but_in_no_bar() {
    let mut written = entries_by_month(&[(6, 9), (7, 6), (8, 6), (9, 7), (10, 8), (11, 9)]);
    let goal = |day| CoverageEntry { day, picked: true, precedes_period: true };
    written.extend([goal(date(2026, 11, 20)), goal(date(2026, 6, 1))]);
    let found = coverage(half_year(), None, TODAY, written.clone());
    assert_eq!(found.bars.iter().map(|bar| (bar.entries, bar.picked)).collect::<Vec<_>>()[5], (9, 0));
    assert_eq!((found.picked_tally.total, found.picked_tally.recent), (2, 1));
    written.extend([goal(date(2026, 6, 1)), goal(date(2026, 6, 1))]);
    let found = coverage(half_year(), None, TODAY, written);
    assert_eq!((found.picked_tally.total, found.picked_tally.recent), (4, 1));
    // Nobody came before they came because of it.
    let came = coverage(half_year(), Some(date(2026, 8, 1)), TODAY, [goal(date(2026, 6, 1))]);
    assert_eq!(came.bars.first().map(|bar| bar.status), Some(BeforeJoining));
}

#[test]
fn long_periods_use_yearly_bars() {
    let period = Period::new(date(2020, 3, 15), date(2026, 11, 30)).unwrap();
    let written =
        (2020..=2026).filter(|year| *year != 2023).flat_map(|year| (1..=9).map(move |day| date(year, 5, day)));
    let found = coverage(period, None, TODAY, entries_on(&written.collect::<Vec<_>>()));
    assert_eq!(found.bars.len(), 7);
    assert_eq!(found.bars.get(3).map(|bar| (bar.entries, bar.status)), Some((0, Thin)));
    let three = Period::new(date(2024, 1, 1), date(2026, 12, 31)).unwrap();
    assert_eq!(coverage(three, None, TODAY, Vec::new()).bars.len(), 36);
}

#[test]
fn periods_before_joining_or_in_the_future_are_labelled() {
    let found = coverage(year_of(2025), Some(date(2026, 3, 1)), TODAY, Vec::new());
    assert!(found.bars.iter().all(|bar| bar.status == BarStatus::BeforeJoining));
    let found = coverage(year_of(2027), None, TODAY, Vec::new());
    assert!(found.bars.iter().all(|bar| bar.status == BarStatus::Future));
}

#[test]
fn entries_outside_the_period_are_ignored() {
    let found = coverage(half_year(), None, TODAY, entries_on(&[date(2026, 5, 31), date(2026, 12, 1)]));
    assert_eq!(found.max_entries(), 0);
}
