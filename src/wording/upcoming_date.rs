//! Birthdays and anniversaries as text.

use jiff::civil::Date;

use crate::{
    domain::{
        brief::upcoming_dates::{Occasion, UpcomingDate, upcoming_dates},
        date::days_between,
        person::Profile,
    },
    wording::{
        date::{format_date, format_relative_date},
        text::lowercase_first,
    },
};

/// A line of its own: "Birthday in 6 days, Mon 30 Nov".
pub fn long_label(upcoming: UpcomingDate, today: Date) -> String {
    let distance = format_relative_date(upcoming.date, today);
    // "Today" and "tomorrow" need no date.
    let when = if days_between(today, upcoming.date) < 2 {
        distance
    } else {
        format!("{distance}, {}", format_date(upcoming.date, today))
    };
    format!("{} {when}", occasion_label(upcoming.occasion))
}

/// The dates within so many days, as parts of a line: "birthday in 6 days".
pub fn short_labels_within(profile: &Profile, days: i32, today: Date) -> Vec<String> {
    upcoming_dates(profile, today)
        .into_iter()
        .filter(|upcoming| days_between(today, upcoming.date) <= days)
        .map(|upcoming| {
            let name = lowercase_first(&occasion_label(upcoming.occasion));
            format!("{name} {}", format_relative_date(upcoming.date, today))
        })
        .collect()
}

fn occasion_label(occasion: Occasion) -> String {
    match occasion {
        Occasion::Birthday { replaces_leap_day: false } => "Birthday".to_owned(),
        Occasion::Birthday { replaces_leap_day: true } => "Birthday (29 February)".to_owned(),
        Occasion::Anniversary { years: 1 } => "1-year anniversary".to_owned(),
        Occasion::Anniversary { years } => format!("{years}-year anniversary"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::person::Birthday;

    fn labels(birthday: &str, since: Option<Date>, today: Date) -> Vec<String> {
        let birthday = Birthday::parse(birthday).ok();
        let profile = Profile { since, birthday, ..Profile::with_name("Dana") };
        upcoming_dates(&profile, today).into_iter().map(|day| long_label(day, today)).collect()
    }

    #[test]
    fn birthday_is_listed_up_to_thirty_days_ahead() {
        let today = date(2026, 11, 24);
        for (birthday, expected) in [
            ("24 November", Some("Birthday today")),
            ("25 November", Some("Birthday tomorrow")),
            ("1988-11-30", Some("Birthday in 6 days, Mon 30 Nov")),
            ("24 December", Some("Birthday in 4 weeks, Thu 24 Dec")),
            ("25 December", None),
            ("23 November", None),
            ("", None),
        ] {
            let found = labels(birthday, None, today);
            assert_eq!(found.first().map(String::as_str), expected, "{birthday}");
        }
        let over_the_year = labels("3 January", None, date(2026, 12, 20));
        assert_eq!(over_the_year, ["Birthday in 14 days, Sun 3 Jan 2027"]);
    }

    #[test]
    fn leap_day_birthday_falls_on_28_february_in_common_years() {
        for (today, expected) in [
            (date(2027, 2, 20), "Birthday (29 February) in 8 days, Sun 28 Feb"),
            (date(2027, 2, 28), "Birthday (29 February) today"),
            (date(2028, 2, 20), "Birthday in 9 days, Tue 29 Feb"),
            (date(2028, 2, 28), "Birthday tomorrow"),
        ] {
            assert_eq!(labels("29 February", None, today), [expected], "{today}");
        }
        assert_eq!(labels("29 February", None, date(2027, 3, 1)), [""; 0], "it is over");
        let came = labels("", Some(date(2024, 2, 29)), date(2027, 2, 20));
        assert_eq!(came, ["3-year anniversary in 8 days, Sun 28 Feb"]);
    }

    #[test]
    fn anniversary_is_listed_from_the_first_year_on() {
        let came = Some(date(2025, 12, 1));
        assert_eq!(labels("", came, date(2026, 11, 24)), ["1-year anniversary in 7 days, Tue 1 Dec"]);
        assert_eq!(labels("", came, date(2025, 11, 24)), [""; 0]);
        let both = labels("30 November", Some(date(2022, 11, 25)), date(2026, 11, 24));
        assert_eq!(both, ["4-year anniversary tomorrow", "Birthday in 6 days, Mon 30 Nov"]);
    }

    #[test]
    fn last_day_of_the_calendar_does_not_panic() {
        assert_eq!(labels("1 January", Some(Date::MAX), Date::MAX), [""; 0]);
    }
}
