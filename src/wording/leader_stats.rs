//! Statistics about the leader's own work as text.

use jiff::civil::Date;

use crate::{
    domain::{
        cadence::Cadence,
        date::days_between,
        leader_stats::{CommitmentStats, FlagTiming, PraiseStats},
    },
    wording::text::capitalize,
};

/// "You met 9 times; every week would be 12". `expected` is from
/// [`expected_meetings`](crate::domain::leader_stats::expected_meetings).
pub fn describe_meetings(held: u32, skipped: u32, cadence: Option<Cadence>, expected: Option<u32>) -> String {
    let met = match held {
        0 => "You did not meet".to_owned(),
        1 => "You met once".to_owned(),
        2 => "You met twice".to_owned(),
        met => format!("You met {met} times"),
    };
    let skipped = match skipped {
        0 => String::new(),
        1 => ", and one was skipped".to_owned(),
        skipped => format!(", and {skipped} were skipped"),
    };
    match (cadence, expected) {
        (Some(cadence), Some(expected)) if expected > held => {
            format!("{met}{skipped}; {cadence} would be {expected}")
        }
        (Some(cadence), Some(1..)) => format!("{met}{skipped}: {cadence}, as you meant to"),
        _ => format!("{met}{skipped}"),
    }
}

/// "You told 3 of the 5 you noticed".
pub fn describe_praise(PraiseStats { noticed, told }: PraiseStats) -> String {
    match (told, noticed) {
        (_, 0) => "No praise written down".to_owned(),
        (0, 1) => "You have not told the one you noticed".to_owned(),
        (1, 1) => "You told the one you noticed".to_owned(),
        (0, _) => format!("You told none of the {noticed} you noticed"),
        _ if told == noticed => format!("You told all {noticed} you noticed"),
        _ => format!("You told {told} of the {noticed} you noticed"),
    }
}

/// "You raised 2, after 3 and 12 days; one still waits, for 5 days".
pub fn describe_flags(flags: &[FlagTiming], today: Date) -> String {
    let mut waited: Vec<i32> =
        flags.iter().filter_map(|flag| Some(waited_days(flag.noticed_on, flag.raised_on?))).collect();
    let mut waiting: Vec<i32> =
        flags.iter().filter(|flag| flag.raised_on.is_none()).map(|flag| waited_days(flag.noticed_on, today)).collect();
    waited.sort_unstable();
    waiting.sort_unstable();
    let raised = match waited[..] {
        [] => None,
        [0] => Some("You raised one on the day you noticed it".to_owned()),
        [1] => Some("You raised one after a day".to_owned()),
        [days] => Some(format!("You raised one after {days} days")),
        [.., 0] => Some(format!("You raised {}, each on the day you noticed it", waited.len())),
        _ => Some(format!("You raised {}, after {} days", waited.len(), format_day_list(&waited))),
    };
    let still = match waiting[..] {
        [] => None,
        [days] => Some(format!("one waits {}", format_since(days))),
        [.., longest] => Some(format!("{} wait, one of them {}", waiting.len(), format_since(longest))),
    };
    match (raised, still) {
        (None, None) => "Nothing you noticed is waiting".to_owned(),
        (None, Some(still)) => capitalize(&still),
        (Some(raised), None) => raised,
        (Some(raised), Some(still)) => format!("{raised}; {still}"),
    }
}

/// "You did 4 of the 6 things you said; one is late".
pub fn describe_commitments(CommitmentStats { made, done, overdue }: CommitmentStats) -> String {
    let late = match overdue {
        0 => String::new(),
        1 => "one is late".to_owned(),
        overdue => format!("{overdue} are late"),
    };
    let text = match (done, made) {
        (_, 0) if late.is_empty() => return "Nothing promised".to_owned(),
        (_, 0) => return format!("Of what you promised before, {late}"),
        (0, 1) => "The one thing you promised is open".to_owned(),
        (1, 1) => "You did the one thing you promised".to_owned(),
        (0, _) => format!("The {made} things you promised are open"),
        _ if done == made => format!("You did all {made} things you promised"),
        _ => format!("You did {done} of the {made} things you promised"),
    };
    if late.is_empty() { text } else { format!("{text}; {late}") }
}

/// "for 5 days", as it follows on "one waits".
fn format_since(days: i32) -> String {
    match days {
        ..=0 => "since today".to_owned(),
        1 => "since yesterday".to_owned(),
        days => format!("for {days} days"),
    }
}

/// "3, 4 and 12"; of many, "3 to 40".
fn format_day_list(days: &[i32]) -> String {
    match days {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] if days.len() > 4 => format!("{first} to {last}"),
        [before @ .., last] => {
            let before: Vec<String> = before.iter().map(i32::to_string).collect();
            format!("{} and {last}", before.join(", "))
        }
    }
}

/// 0 where the later day is the earlier one, as can happen between two time zones.
fn waited_days(from: Date, to: Date) -> i32 {
    days_between(from, to).max(0)
}

#[cfg(test)]
mod tests {
    use jiff::{Span, civil::date};

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn days_ago(days: i32) -> Date {
        TODAY.checked_sub(Span::new().days(days)).unwrap()
    }

    #[test]
    fn describes_meetings_against_the_cadence() {
        let weekly = Some(Cadence::WEEKLY);
        let cases = [
            (9, 0, weekly, Some(12), "You met 9 times; every week would be 12"),
            (9, 1, weekly, Some(12), "You met 9 times, and one was skipped; every week would be 12"),
            (12, 0, weekly, Some(12), "You met 12 times: every week, as you meant to"),
            (14, 2, weekly, Some(12), "You met 14 times, and 2 were skipped: every week, as you meant to"),
            (0, 0, weekly, Some(3), "You did not meet; every week would be 3"),
            (0, 0, weekly, Some(0), "You did not meet"),
            (1, 0, weekly, Some(0), "You met once"),
            (2, 0, None, None, "You met twice"),
        ];
        for (met, skipped, cadence, meant, expected_text) in cases {
            assert_eq!(describe_meetings(met, skipped, cadence, meant), expected_text);
        }
    }

    #[test]
    fn describes_praise_told_against_noticed() {
        let cases = [
            (0, 0, "No praise written down"),
            (0, 1, "You have not told the one you noticed"),
            (1, 1, "You told the one you noticed"),
            (0, 3, "You told none of the 3 you noticed"),
            (3, 5, "You told 3 of the 5 you noticed"),
            (5, 5, "You told all 5 you noticed"),
        ];
        for (told, noticed, expected_text) in cases {
            assert_eq!(describe_praise(PraiseStats { noticed, told }), expected_text);
        }
    }

    #[test]
    fn describes_how_long_flags_waited() {
        let raised = |after: i32| FlagTiming { noticed_on: days_ago(60), raised_on: Some(days_ago(60 - after)) };
        let waits = |days: i32| FlagTiming { noticed_on: days_ago(days), raised_on: None };
        let cases: [(Vec<FlagTiming>, &str); 12] = [
            (vec![], "Nothing you noticed is waiting"),
            (vec![raised(0)], "You raised one on the day you noticed it"),
            (vec![raised(1)], "You raised one after a day"),
            (vec![raised(12)], "You raised one after 12 days"),
            (vec![raised(0), raised(0)], "You raised 2, each on the day you noticed it"),
            (vec![raised(12), raised(3)], "You raised 2, after 3 and 12 days"),
            (vec![raised(12), raised(0), raised(3)], "You raised 3, after 0, 3 and 12 days"),
            ((1..7).map(raised).collect(), "You raised 6, after 1 to 6 days"),
            (vec![waits(0)], "One waits since today"),
            (vec![waits(12), waits(1)], "2 wait, one of them for 12 days"),
            (vec![raised(3), waits(1)], "You raised one after 3 days; one waits since yesterday"),
            (vec![raised(-1)], "You raised one on the day you noticed it"),
        ];
        for (flags, expected_text) in cases {
            assert_eq!(describe_flags(&flags, TODAY), expected_text);
        }
    }

    #[test]
    fn describes_commitments_done_against_made() {
        let cases = [
            (0, 0, 0, "Nothing promised"),
            (0, 0, 2, "Of what you promised before, 2 are late"),
            (1, 0, 0, "The one thing you promised is open"),
            (1, 1, 0, "You did the one thing you promised"),
            (3, 0, 1, "The 3 things you promised are open; one is late"),
            (6, 4, 1, "You did 4 of the 6 things you promised; one is late"),
            (6, 6, 0, "You did all 6 things you promised"),
        ];
        for (made, kept, late, expected_text) in cases {
            let promises = CommitmentStats { made, done: kept, overdue: late };
            assert_eq!(describe_commitments(promises), expected_text);
        }
    }
}
