//! The daily intention of the leader: one line a day, looked back on at the end of the week.

use jiff::{
    Span,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};

use super::{id::Uid, moment::Moment, string_enum::string_enum};

string_enum! {
    /// What became of an intention, as the leader sees it.
    pub enum Outcome {
        /// Done.
        Did = "did",
        /// Not done.
        NotThisTime = "not_this_time",
    }
}

/// The intention of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intention {
    /// Its identity across files.
    pub uid: Uid,
    /// When it was first written; the day is the one it is for.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// The text, one line.
    pub text: String,
    /// What became of it; `None` until answered.
    pub outcome: Option<Outcome>,
}

/// The days of a week to look back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewWeek {
    /// The Monday of the week.
    pub first_day: Date,
    /// The last completed day.
    pub last_day: Date,
    /// Whether it is the previous week.
    pub is_last_week: bool,
}

/// The week to look back on: from Friday to Sunday the current one up to yesterday, on Monday the
/// previous one, and none from Tuesday to Thursday.
pub fn week_in_review(today: Date) -> Option<ReviewWeek> {
    let back = |days: i32| today.checked_sub(Span::new().days(days)).ok();
    let since_monday = i32::from(today.weekday().to_monday_zero_offset());
    match today.weekday() {
        Weekday::Friday | Weekday::Saturday | Weekday::Sunday => {
            Some(ReviewWeek { first_day: back(since_monday)?, last_day: back(1)?, is_last_week: false })
        }
        Weekday::Monday => Some(ReviewWeek { first_day: back(7)?, last_day: back(1)?, is_last_week: true }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn week_in_review_is_shown_from_friday_to_monday() {
        let week = |first, last, is_over| Some(ReviewWeek { first_day: first, last_day: last, is_last_week: is_over });
        let cases = [
            (date(2026, 11, 24), None),
            (date(2026, 11, 26), None),
            (date(2026, 11, 27), week(date(2026, 11, 23), date(2026, 11, 26), false)),
            (date(2026, 11, 28), week(date(2026, 11, 23), date(2026, 11, 27), false)),
            (date(2026, 11, 29), week(date(2026, 11, 23), date(2026, 11, 28), false)),
            (date(2026, 11, 30), week(date(2026, 11, 23), date(2026, 11, 29), true)),
            (date(2026, 12, 1), None),
            (date(2027, 1, 1), week(date(2026, 12, 28), date(2026, 12, 31), false)),
            (Date::MIN, None),
        ];
        for (today, expected) in cases {
            assert_eq!(week_in_review(today), expected, "{today}");
        }
    }
}
