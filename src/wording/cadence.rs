//! A cadence as text.

use crate::domain::cadence::Cadence;

/// "every 2 weeks, Tue 09:30": the interval, and the day and time where there are any.
pub fn short_cadence(cadence: Cadence) -> String {
    let weekday = cadence.weekday().map(|day| weekday_abbreviation(day).to_owned());
    let time = cadence.time().map(|time| time.strftime("%H:%M").to_string());
    let when: Vec<String> = weekday.into_iter().chain(time).collect();
    let interval = cadence.interval_only();
    if when.is_empty() { interval.to_string() } else { format!("{interval}, {}", when.join(" ")) }
}

fn weekday_abbreviation(weekday: jiff::civil::Weekday) -> &'static str {
    crate::domain::cadence::weekday_name(weekday).get(..3).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cadence_is_described_by_its_interval_day_and_time() {
        for (cadence, expected) in [
            ("every 2 weeks on Tuesday at 09:30 (20 days at the latest)", "every 2 weeks, Tue 09:30"),
            ("every week on Monday", "every week, Mon"),
            ("every month", "every month"),
        ] {
            assert_eq!(cadence.parse().map(short_cadence).as_deref(), Ok(expected));
        }
    }
}
