//! Arithmetic of civil days.

use jiff::civil::Date;

/// Whole days from one day to another; negative where `to` is before `from`.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}
