use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

use super::*;
use crate::domain::parse::date::{parse_date, parse_trailing_date};

const TUESDAY: Date = date(2026, 11, 24);

#[test]
fn formats_dates_relative_to_today() {
    let cases = [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 27), "Fri 27 Nov"),
        (date(2026, 1, 5), "Mon 5 Jan"),
        (date(2027, 11, 26), "Fri 26 Nov 2027"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
    ];
    for (day, expected) in cases {
        assert_eq!(format_date(day, TUESDAY), expected);
    }
    let eve = date(2026, 12, 31);
    assert_eq!(format_date(date(2027, 1, 1), eve), "tomorrow");
}

#[test]
fn formats_age_in_days_weeks_months_or_years() {
    let cases = [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (12, "12 days ago"),
        (27, "27 days ago"),
        (28, "4 weeks ago"),
        (83, "11 weeks ago"),
        (84, "3 months ago"),
        (365, "12 months ago"),
        (729, "23 months ago"),
        (730, "2 years ago"),
        (1096, "3 years ago"),
        (7305, "20 years ago"),
        (-1, "tomorrow"),
        (-5, "in 5 days"),
        (-30, "in 4 weeks"),
    ];
    for (days, expected) in cases {
        let day = TUESDAY.checked_sub(days.days()).unwrap();
        assert_eq!(format_relative_date(day, TUESDAY), expected, "{days}");
    }
}

proptest! {
    #[test]
    fn formatted_future_dates_parse_back(ahead in 0i32..3000, from in 0i32..3000) {
        let today = TUESDAY.checked_add(from.days()).unwrap();
        let day = today.checked_add(ahead.days()).unwrap();
        prop_assert_eq!(parse_date(&format_date(day, today), today), Ok(day));
        let text = format!("ask by {}", format_date(day, today));
        prop_assert_eq!(parse_trailing_date(&text, today).map(|found| found.date), Some(day));
    }
}
