//! Dates as text.

use jiff::civil::Date;

use crate::domain::date::days_between;

/// The mean length of a month, in hundredths of a day, as in 365.25 days a year.
const MONTH_HUNDREDTHS_OF_DAY: i32 = 3044;

/// "today", "tomorrow", "yesterday" or "Fri 27 Nov", with the year where it is not this one: "Fri
/// 26 Nov 2027".
pub fn format_date(day: Date, today: Date) -> String {
    match days_between(today, day) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ if day.year() == today.year() => day.strftime("%a %-d %b").to_string(),
        _ => day.strftime("%a %-d %b %Y").to_string(),
    }
}

/// "24 Nov", with the year where it is not this one: "24 Nov 2025".
pub fn format_short_date(day: Date, today: Date) -> String {
    day.strftime(if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// The distance of a day from today: "today", "yesterday", "12 days ago", from 28 days on "4 weeks
/// ago", from 12 weeks on "3 months ago", from two years on "2 years ago"; for a day to come
/// "tomorrow", "in 12 days".
///
/// Months and years are rounded.
pub fn format_relative_date(day: Date, today: Date) -> String {
    let days = days_between(day, today);
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        2.. => format!("{} ago", format_day_count(days)),
        _ => format!("in {}", format_day_count(days.saturating_neg())),
    }
}

/// A length of at least two days.
fn format_day_count(days: i32) -> String {
    let (count, unit) = match days {
        ..28 => (days, "days"),
        28..84 => (days / 7, "weeks"),
        84..730 => (round_to_months(days).clamp(3, 23), "months"),
        _ => ((days * 4 / 1461).max(2), "years"),
    };
    format!("{count} {unit}")
}

const fn round_to_months(days: i32) -> i32 {
    (days * 100 + MONTH_HUNDREDTHS_OF_DAY / 2) / MONTH_HUNDREDTHS_OF_DAY
}

#[cfg(test)]
mod tests;
