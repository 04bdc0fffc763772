//! Periods of reviews as text.

use jiff::civil::Date;

use crate::domain::{
    person::Person,
    review::period::{Period, PeriodChoice},
};

/// The label of a choice in the menu of periods.
pub fn choice_label(choice: PeriodChoice) -> &'static str {
    match choice {
        PeriodChoice::ThisQuarter => "This quarter",
        PeriodChoice::LastQuarter => "Last quarter",
        PeriodChoice::HalfYear => "Half-year",
        PeriodChoice::Year => "Year",
        PeriodChoice::SinceLastReview => "Since last review",
        PeriodChoice::Custom(_) => "Custom",
    }
}

/// Why a period can hold no entries: it ends before the person came, or is still to come. `None`
/// where neither is so.
pub fn describe_empty_period(period: Period, person: &Person, today: Date) -> Option<String> {
    let short_name = person.short_name();
    match person.profile.since {
        Some(since) if period.last_day() < since => {
            Some(format!("{short_name} joined in {}, after this period.", since.strftime("%B %Y")))
        }
        _ if period.first_day() > today => Some("This period hasn’t started yet.".to_owned()),
        _ => None,
    }
}
