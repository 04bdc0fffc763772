//! Dates as far as they are known.

use jiff::civil::Date;

use super::numeric::checked_date;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Which number of a numeric date comes first, where both readings exist.
    pub enum DayOrder {
        /// 03/04/24 is the third of April.
        DayFirst = "day-first",
        /// 03/04/24 is the fourth of March.
        MonthFirst = "month-first",
    }
}

/// A date that may lack its year, or the order of its day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// A known date.
    Day(Date),
    /// One of two dates, depending on the order of day and month.
    Ambiguous {
        /// The date when the day comes first.
        day_first: Date,
        /// The date when the month comes first.
        month_first: Date,
    },
    /// A day and a month; the year is given elsewhere.
    WithoutYear {
        /// Day of the month, 1 to 31.
        day: i8,
        /// Month, 1 to 12.
        month: i8,
    },
    /// Written like a date, but not in the calendar, such as 31 February.
    Invalid,
}

impl PartialDate {
    /// Resolves the date with the order of day and month and with the year, where it needs them.
    ///
    /// Returns `None` where the one it needs is not given, and for a date that does not exist.
    pub fn resolve(self, order: Option<DayOrder>, year: Option<i16>) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Ambiguous { day_first, month_first } => Some(match order? {
                DayOrder::DayFirst => day_first,
                DayOrder::MonthFirst => month_first,
            }),
            Self::WithoutYear { day, month } => Date::new(year?, month, day).ok(),
            Self::Invalid => None,
        }
    }

    /// The date with this year, month and day, or [`PartialDate::Invalid`].
    pub(super) fn from_ymd(year: i16, month: i16, day: i16) -> Self {
        checked_date(year, month, day).map_or(Self::Invalid, Self::Day)
    }

    /// Reads two numbers of a date in both orders.
    pub(super) fn from_either_order(year: i16, first: i16, second: i16) -> Self {
        match (checked_date(year, second, first), checked_date(year, first, second)) {
            (Some(day_first), Some(month_first)) if day_first != month_first => {
                Self::Ambiguous { day_first, month_first }
            }
            (Some(date), _) | (None, Some(date)) => Self::Day(date),
            (None, None) => Self::Invalid,
        }
    }
}
