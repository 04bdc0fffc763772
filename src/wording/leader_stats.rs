//! Statistics about the leader's own work as text.

use jiff::civil::Date;

use crate::{
    domain::{
        date::days_between,
        leader_stats::{CommitmentStats, FlagTiming, PraiseStats},
    },
    wording::text::pluralize,
};

/// "Met 10 of 12; 2 skipped": the one-on-ones held, against those the cadence asks for where there
/// is one.
pub fn describe_meetings(held: u32, skipped: u32, expected: Option<u32>) -> String {
    let met = match (held, expected) {
        (held, Some(expected)) if expected > 0 && held <= expected => format!("Met {held} of {expected}"),
        (0, _) => "Not met".to_owned(),
        (1, _) => "Met once".to_owned(),
        (2, _) => "Met twice".to_owned(),
        (held, _) => format!("Met {held} times"),
    };
    if skipped == 0 { met } else { format!("{met}; {skipped} skipped") }
}

/// How much of the praise was passed on.
pub fn describe_praise(PraiseStats { noticed, told }: PraiseStats) -> String {
    match (told, noticed) {
        (_, 0) => "No praise noted".to_owned(),
        (0, 1) => "1 not passed on".to_owned(),
        (1, 1) => "1 passed on".to_owned(),
        (0, _) => format!("None of {noticed} passed on"),
        (2, 2) => "Both passed on".to_owned(),
        _ if told == noticed => format!("All {noticed} passed on"),
        _ => format!("{told} of {noticed} passed on"),
    }
}

/// After how many days flags were raised, and how long the others have been waiting.
pub fn describe_flags(flags: &[FlagTiming], today: Date) -> String {
    let mut waited: Vec<i32> =
        flags.iter().filter_map(|flag| Some(waited_days(flag.noticed_on, flag.raised_on?))).collect();
    let mut waiting: Vec<i32> =
        flags.iter().filter(|flag| flag.raised_on.is_none()).map(|flag| waited_days(flag.noticed_on, today)).collect();
    waited.sort_unstable();
    waiting.sort_unstable();
    let raised = match waited[..] {
        [] => None,
        [0] => Some("1 raised the same day".to_owned()),
        [days] => Some(format!("1 raised after {}", pluralize(days, "day"))),
        [.., 0] => Some(format!("{} raised, each the same day", waited.len())),
        _ => Some(format!("{} raised, after {} days", waited.len(), format_day_list(&waited))),
    };
    let still = match waiting[..] {
        [] => None,
        [0] => Some("1 noticed today".to_owned()),
        [days] => Some(format!("1 waiting for {}", pluralize(days, "day"))),
        [.., 0] => Some(format!("{} noticed today", waiting.len())),
        [.., longest] => Some(format!("{} waiting, for up to {}", waiting.len(), pluralize(longest, "day"))),
    };
    match (raised, still) {
        (None, None) => "No flags waiting".to_owned(),
        (None, Some(still)) => still,
        (Some(raised), None) => raised,
        (Some(raised), Some(still)) => format!("{raised}; {still}"),
    }
}

/// How many promises were kept, and how many are overdue.
pub fn describe_commitments(CommitmentStats { made, done, overdue }: CommitmentStats) -> String {
    let text = match (done, made) {
        (_, 0) if overdue == 0 => return "No promises".to_owned(),
        (_, 0) => return format!("{overdue} overdue from before"),
        (0, 1) => "1 promise, still open".to_owned(),
        (1, 1) => "1 promise, done".to_owned(),
        (0, _) => format!("{made} promises, all open"),
        _ if done == made => format!("All {made} promises done"),
        _ => format!("{done} of {made} promises done"),
    };
    if overdue == 0 { text } else { format!("{text}; {overdue} overdue") }
}

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
        let cases = [
            (9, 0, Some(12), "Met 9 of 12"),
            (9, 1, Some(12), "Met 9 of 12; 1 skipped"),
            (12, 0, Some(12), "Met 12 of 12"),
            (14, 2, Some(12), "Met 14 times; 2 skipped"),
            (0, 0, Some(3), "Met 0 of 3"),
            (0, 0, Some(0), "Not met"),
            (1, 0, Some(0), "Met once"),
            (2, 0, None, "Met twice"),
        ];
        for (held, skipped, expected, expected_text) in cases {
            assert_eq!(describe_meetings(held, skipped, expected), expected_text);
        }
    }

    #[test]
    fn describes_praise_told_against_noticed() {
        let cases = [
            (0, 0, "No praise noted"),
            (0, 1, "1 not passed on"),
            (1, 1, "1 passed on"),
            (2, 2, "Both passed on"),
            (0, 3, "None of 3 passed on"),
            (3, 5, "3 of 5 passed on"),
            (5, 5, "All 5 passed on"),
        ];
        for (told, noticed, expected_text) in cases {
            assert_eq!(describe_praise(PraiseStats { noticed, told }), expected_text);
        }
    }

    #[test]
    fn describes_how_long_flags_waited() {
        let raised = |after: i32| FlagTiming { noticed_on: days_ago(60), raised_on: Some(days_ago(60 - after)) };
        let waits = |days: i32| FlagTiming { noticed_on: days_ago(days), raised_on: None };
        let cases: [(Vec<FlagTiming>, &str); 13] = [
            (vec![], "No flags waiting"),
            (vec![raised(0)], "1 raised the same day"),
            (vec![raised(1)], "1 raised after 1 day"),
            (vec![raised(12)], "1 raised after 12 days"),
            (vec![raised(0), raised(0)], "2 raised, each the same day"),
            (vec![raised(12), raised(3)], "2 raised, after 3 and 12 days"),
            (vec![raised(12), raised(0), raised(3)], "3 raised, after 0, 3 and 12 days"),
            ((1..7).map(raised).collect(), "6 raised, after 1 to 6 days"),
            (vec![waits(0)], "1 noticed today"),
            (vec![waits(0), waits(0)], "2 noticed today"),
            (vec![waits(12), waits(1)], "2 waiting, for up to 12 days"),
            (vec![raised(3), waits(1)], "1 raised after 3 days; 1 waiting for 1 day"),
            (vec![raised(-1)], "1 raised the same day"),
        ];
        for (flags, expected_text) in cases {
            assert_eq!(describe_flags(&flags, TODAY), expected_text);
        }
    }

    #[test]
    fn describes_commitments_done_against_made() {
        let cases = [
            (0, 0, 0, "No promises"),
            (0, 0, 2, "2 overdue from before"),
            (1, 0, 0, "1 promise, still open"),
            (1, 1, 0, "1 promise, done"),
            (3, 0, 1, "3 promises, all open; 1 overdue"),
            (6, 4, 1, "4 of 6 promises done; 1 overdue"),
            (6, 6, 0, "All 6 promises done"),
        ];
        for (made, kept, late, expected_text) in cases {
            let promises = CommitmentStats { made, done: kept, overdue: late };
            assert_eq!(describe_commitments(promises), expected_text);
        }
    }
}
