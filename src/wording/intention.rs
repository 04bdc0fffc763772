//! The daily intention as text.

use crate::domain::intention::ReviewWeek;

/// The question that asks for the intention of the day.
pub const DAILY_QUESTION: &str = "What will you do today to lead, not just manage?";

/// The heading of the week looked back on.
pub fn week_heading(week: ReviewWeek) -> &'static str {
    if week.is_last_week { "Last week’s intentions" } else { "This week’s intentions" }
}
