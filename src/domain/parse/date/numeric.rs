//! The numbers of a date: days of a month, years, and whether a date exists.

use jiff::civil::Date;

use super::{is_in_calendar, partial::DayOrder};

/// Endings of ordinals. Which of them belongs to a number is not checked.
const ORDINAL_SUFFIXES: [&str; 4] = ["st", "nd", "rd", "th"];

/// The date, where the calendar has it: from the year 1 on.
pub(super) fn checked_date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok().filter(|date| is_in_calendar(*date))
}

/// Whether a word is made of ASCII digits only.
pub(super) fn all_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of one to four digits.
pub(super) fn parse_number(digits: &str) -> Option<i16> {
    (digits.len() <= 4 && all_digits(digits)).then(|| digits.parse().ok())?
}

/// A number of one or two digits.
pub(super) fn parse_short_number(digits: &str) -> Option<i8> {
    (digits.len() <= 2 && all_digits(digits)).then(|| digits.parse().ok())?
}

/// A year of four digits.
pub(super) fn parse_full_year(digits: &str) -> Option<i16> {
    parse_number(digits).filter(|_| digits.len() == 4)
}

/// A year of four digits, or of two as [`expand_year`] reads it.
pub(super) fn parse_year(digits: &str) -> Option<i16> {
    let year = parse_number(digits)?;
    match digits.len() {
        4 => Some(year),
        2 => Some(expand_year(year)),
        _ => None,
    }
}

/// The year from 1970 to 2069 that ends with these two digits.
pub(super) fn expand_year(two_digits: i16) -> i16 {
    if two_digits < 70 { 2000 + two_digits } else { 1900 + two_digits }
}

/// A word without its `st`, `nd`, `rd` or `th`; `None` where it ends with none of them.
pub(super) fn strip_ordinal_suffix(word: &str) -> Option<&str> {
    ORDINAL_SUFFIXES.iter().find_map(|suffix| word.strip_suffix(suffix))
}

/// Whether a word is `st`, `nd`, `rd` or `th`, in any case.
pub(super) fn is_ordinal_suffix(word: &str) -> bool {
    ORDINAL_SUFFIXES.iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}

/// The order that two numbers before a year show: one of them is a day and cannot be a month.
pub(super) fn implied_order(first: i16, second: i16) -> Option<DayOrder> {
    match (first, second) {
        (13..=31, 1..=12) => Some(DayOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}
