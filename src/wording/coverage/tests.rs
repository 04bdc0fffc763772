use jiff::civil::date;

use super::*;
use crate::domain::review::{
    coverage::{CoverageEntry, coverage},
    period::Period,
};

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

#[test]
fn describes_recent_share_with_figures() {
    let day = |month, day| date(2026, month, day);
    let spread = [(6, 9), (7, 6), (8, 1), (9, 7), (10, 8)];
    let many = |november: i8| {
        let mut written = entries_by_month(&spread);
        written.extend(entries_on(&(1..=november).map(|nth| day(11, nth)).collect::<Vec<_>>()));
        written
    };
    let cases: &[(&str, Period, Vec<CoverageEntry>, &str, bool)] = &[
        (
            "the picture",
            half_year(),
            many(14),
            "31% of what you wrote is from the last four weeks, 16% of the period; August has one entry. \
             Look there before you write.",
            true,
        ),
        (
            "fairly spread",
            half_year(),
            entries_by_month(&[(6, 6), (7, 6), (8, 6), (9, 6), (10, 6), (11, 6)]),
            "17% of what you wrote is from the last four weeks, 16% of the period.",
            false,
        ),
        (
            "a little more than fair is not loud",
            half_year(),
            entries_by_month(&[(6, 6), (7, 6), (8, 6), (9, 6), (10, 6), (11, 8)]),
            "21% of what you wrote is from the last four weeks, 16% of the period.",
            false,
        ),
        ("nothing", half_year(), Vec::new(), "No entries in this period yet.", false),
        ("nothing in what is over", year_of(2025), Vec::new(), "No entries in this period.", false),
        ("one entry", half_year(), entries_on(&[day(8, 3)]), "Only one entry, from 3 Aug: too little to go on.", false),
        (
            "a few",
            half_year(),
            entries_on(&[day(6, 3), day(8, 3), day(11, 10)]),
            "Only 3 entries, from 3 Jun to 10 Nov: too little to go on.",
            false,
        ),
        (
            "a few in one day",
            half_year(),
            entries_on(&[day(8, 3), day(8, 3)]),
            "Only 2 entries, all from 3 Aug: too little to go on.",
            false,
        ),
        (
            "all in one day",
            half_year(),
            entries_on(&[day(10, 3); 5]),
            "All 5 entries are from one day, 3 Oct; 5 of 6 months are thin. Look there before you write.",
            true,
        ),
        (
            "shorter than four weeks",
            Period::new(day(11, 10), day(11, 24)).unwrap(),
            entries_on(&[day(11, 10), day(11, 11), day(11, 20), day(11, 21)]),
            "4 entries in 15 days, all recent.",
            false,
        ),
        (
            "all of it recent",
            half_year(),
            entries_on(&[day(11, 3), day(11, 4), day(11, 5), day(11, 24)]),
            "All of what you wrote is from the last four weeks, 16% of the period; 5 of 6 months are thin. \
             Look there before you write.",
            true,
        ),
        (
            "none of it recent",
            half_year(),
            entries_by_month(&[(6, 4), (7, 4), (8, 4), (9, 4), (10, 4)]),
            "None of what you wrote is from the last four weeks, 16% of the period; November has nothing. \
             Look there before you write.",
            false,
        ),
        (
            "a period that is over ends with its own last weeks",
            Period::new(day(1, 1), day(6, 30)).unwrap(),
            entries_by_month(&[(1, 4), (2, 4), (3, 4), (4, 1), (5, 0), (6, 4)]),
            "12% of what you wrote is from its last four weeks, 15% of the period; April has one entry and May nothing. \
             Look there before you write.",
            false,
        ),
        (
            "two years of months are named with their year",
            Period::new(date(2025, 1, 1), day(11, 30)).unwrap(),
            (1..=12)
                .flat_map(|month| [date(2025, month, 5), date(2025, month, 6)])
                .chain((1..=11).filter(|month| *month != 3).flat_map(|month| [day(month, 5), day(month, 6)]))
                .map(|day| CoverageEntry { day, picked: false, precedes_period: false })
                .collect(),
            "5% of what you wrote is from the last four weeks, 4% of the period; March 2026 has nothing. \
             Look there before you write.",
            false,
        ),
    ];
    for (rule, period, written, expected, loud) in cases {
        let said = describe_coverage(&coverage(*period, None, TODAY, written.clone()), "Dana");
        assert_eq!(said.full_text(), *expected, "{rule}");
        assert_eq!(said.is_emphasized, *loud, "{rule}");
    }
}

#[test]
fn picked_evidence_is_described_instead_of_entries() {
    let mut written = entries_by_month(&[(6, 9), (7, 6), (8, 1), (9, 7), (10, 8), (11, 14)]);
    let pick = |written: &mut Vec<CoverageEntry>, month: i8, most: usize| {
        written.iter_mut().filter(|entry| entry.day.month() == month).take(most).for_each(|entry| entry.picked = true);
    };
    pick(&mut written, 6, 1);
    let one = coverage(half_year(), None, TODAY, written.clone());
    assert!(one.is_about_evidence());
    assert_eq!(
        describe_coverage(&one, "Dana").full_text(),
        "Only one piece of evidence, from 1 Jun: too little to go on; August has one entry. \
         Look there before you write."
    );
    pick(&mut written, 7, 2);
    pick(&mut written, 11, 3);
    let found = coverage(half_year(), None, TODAY, written);
    let said = describe_coverage(&found, "Dana");
    assert_eq!(said.lead, "50% of the evidence is from the last four weeks");
    assert!(said.is_emphasized);
    assert_eq!(found.bars.iter().map(|bar| bar.picked).collect::<Vec<_>>(), [1, 2, 0, 0, 0, 3]);
    let says: Vec<String> = found.bars.iter().map(|bar| describe_bar(&found, bar)).collect();
    assert_eq!(says.get(2).map(String::as_str), Some("August: 1 entry, none picked, thin"));
    assert_eq!(says.get(5).map(String::as_str), Some("November: 14 entries, 3 picked"));
}

#[test]
fn joining_within_the_period_is_mentioned() {
    let came = date(2026, 8, 10);
    let found = coverage(half_year(), Some(came), date(2026, 10, 31), entries_by_month(&[(9, 6), (10, 6)]));
    assert_eq!(
        describe_coverage(&found, "Dana").full_text(),
        "25% of what you wrote is from the last four weeks, 34% of the period; August has nothing. \
         Look there before you write. Dana joined on 10 Aug."
    );
    // What was written before they came counts, and so do its days.
    let before = coverage(half_year(), Some(came), TODAY, entries_by_month(&[(6, 6), (7, 6), (8, 6), (9, 6)]));
    assert!(!describe_coverage(&before, "Dana").full_text().contains("joined"));
}

#[test]
fn evidence_from_before_the_period_is_described() {
    let mut written = entries_by_month(&[(6, 9), (7, 6), (8, 6), (9, 7), (10, 8), (11, 9)]);
    let goal = |day| CoverageEntry { day, picked: true, precedes_period: true };
    written.extend([goal(date(2026, 11, 20)), goal(date(2026, 6, 1))]);
    let found = coverage(half_year(), None, TODAY, written.clone());
    let said = describe_coverage(&found, "Dana").full_text();
    assert_eq!(said, "Only 2 pieces of evidence, from 1 Jun to 20 Nov: too little to go on.");
    written.extend([goal(date(2026, 6, 1)), goal(date(2026, 6, 1))]);
    let said = describe_coverage(&coverage(half_year(), None, TODAY, written), "Dana").lead;
    assert_eq!(said, "25% of the evidence is from the last four weeks");
}

#[test]
fn yearly_bars_are_named_by_their_year() {
    let period = Period::new(date(2020, 3, 15), date(2026, 11, 30)).unwrap();
    let written =
        (2020..=2026).filter(|year| *year != 2023).flat_map(|year| (1..=9).map(move |day| date(year, 5, day)));
    let found = coverage(period, None, TODAY, entries_on(&written.collect::<Vec<_>>()));
    let bars: Vec<String> = found.bars.iter().map(|bar| describe_bar(&found, bar)).collect();
    assert_eq!(bars.len(), 7);
    assert_eq!(bars.get(3).map(String::as_str), Some("2023: no entries, thin"));
    assert!(describe_coverage(&found, "Dana").full_text().contains("2023 has nothing"));
}

#[test]
fn a_future_period_has_nothing_written_yet() {
    let found = coverage(year_of(2027), None, TODAY, Vec::new());
    assert_eq!(describe_coverage(&found, "Dana").full_text(), "No entries in this period yet.");
}
