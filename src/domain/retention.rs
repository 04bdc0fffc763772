//! How long history is kept: old versions leave the change log by themselves, entries never do.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

/// The choices about old history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Whether changes older than a year leave the change log. The texts stay as they are now.
    pub trim_log: bool,
    /// The age in years from which the window suggests erasing entries, once a year; `None` never
    /// does.
    pub suggest_after_years: Option<u8>,
    /// The day of the last suggestion.
    pub suggested_on: Option<Date>,
}

impl Default for Retention {
    fn default() -> Self {
        Self { trim_log: true, suggest_after_years: None, suggested_on: None }
    }
}

impl Retention {
    /// The first day whose changes stay in the change log; `None` keeps all.
    pub fn log_kept_from(&self, today: Date) -> Option<Date> {
        if self.trim_log { years_before(today, 1) } else { None }
    }

    /// The day before which to suggest erasing; `None` if nothing is to be suggested today.
    pub fn suggestion(&self, today: Date) -> Option<Date> {
        let years = self.suggest_after_years?;
        let was_suggested =
            self.suggested_on.is_some_and(|on| years_before(today, 1).is_none_or(|year_ago| on > year_ago));
        if was_suggested { None } else { years_before(today, years) }
    }
}

fn years_before(today: Date, years: u8) -> Option<Date> {
    today.checked_sub(Span::new().years(i16::from(years))).ok().filter(|day| day.year() > 0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn old_changes_leave_the_log_unless_that_is_off() {
        let retention = Retention::default();
        assert_eq!(retention.log_kept_from(TODAY), Some(date(2025, 11, 24)));
        assert_eq!(Retention { trim_log: false, ..retention }.log_kept_from(TODAY), None);
        assert_eq!(retention.log_kept_from(date(2028, 2, 29)), Some(date(2027, 2, 28)));
    }

    #[test]
    fn erasing_is_suggested_once_a_year_and_only_if_asked_for() {
        let off = Retention::default();
        assert_eq!(off.suggestion(TODAY), None);
        let five = Retention { suggest_after_years: Some(5), ..off };
        assert_eq!(five.suggestion(TODAY), Some(date(2021, 11, 24)));
        for (suggested_on, expected) in
            [(TODAY, None), (date(2025, 11, 25), None), (date(2025, 11, 24), Some(date(2021, 11, 24)))]
        {
            let retention = Retention { suggested_on: Some(suggested_on), ..five };
            assert_eq!(retention.suggestion(TODAY), expected, "{suggested_on}");
        }
    }
}
