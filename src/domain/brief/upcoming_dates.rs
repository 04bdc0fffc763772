//! Birthdays and work anniversaries within the next thirty days.
//!
//! In a year without a 29 February, a date on that day falls on the 28th.

use jiff::civil::Date;

use crate::domain::{
    date::days_between,
    person::{Birthday, Profile},
};

/// How far ahead dates are listed, in days.
pub const LOOKAHEAD_DAYS: i32 = 30;

/// A birthday or an anniversary soon to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpcomingDate {
    /// Its next occurrence.
    pub date: Date,
    /// What is remembered.
    pub occasion: Occasion,
}

/// What a date is remembered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The day they were born.
    Birthday {
        /// Whether it stands in for 29 February.
        replaces_leap_day: bool,
    },
    /// The day they joined the leader.
    Anniversary {
        /// Full years since then, at least 1.
        years: i16,
    },
}

/// The birthday and the anniversary of a person within [`LOOKAHEAD_DAYS`], nearest first.
pub fn upcoming_dates(profile: &Profile, today: Date) -> Vec<UpcomingDate> {
    let birthday = profile.birthday.and_then(|birthday| next_birthday(birthday, today));
    let anniversary = profile.since.and_then(|since| next_anniversary(since, today));
    let mut dates: Vec<UpcomingDate> = birthday.into_iter().chain(anniversary).collect();
    dates.sort_by_key(|upcoming| upcoming.date);
    dates
}

fn next_birthday(Birthday { month, day, .. }: Birthday, today: Date) -> Option<UpcomingDate> {
    let date = next_annual_date(month, day, today)?;
    Some(UpcomingDate { date, occasion: Occasion::Birthday { replaces_leap_day: date.day() != day } })
}

fn next_anniversary(since: Date, today: Date) -> Option<UpcomingDate> {
    let date = next_annual_date(since.month(), since.day(), today)?;
    let years = date.year() - since.year();
    (years >= 1).then_some(UpcomingDate { date, occasion: Occasion::Anniversary { years } })
}

/// The next occurrence of a day of the year within [`LOOKAHEAD_DAYS`].
fn next_annual_date(month: i8, day: i8, today: Date) -> Option<Date> {
    [Some(today.year()), today.year().checked_add(1)]
        .into_iter()
        .flatten()
        .filter_map(|year| Date::new(year, month, day).or_else(|_| Date::new(year, month, day - 1)).ok())
        .find(|date| *date >= today && days_between(today, *date) <= LOOKAHEAD_DAYS)
}
