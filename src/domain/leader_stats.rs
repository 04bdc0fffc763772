//! Looking back on your own doing, with one person at a time: whether you met, what you wrote about, whether praise was
//! told, how long what you noticed waited, and whether you did what you said.
//!
//! Every figure counts what *you* did in the last [`DAYS`](super::balance::DAYS) days. None is about the person, none can be
//! set against that of another person, and people stay in the order you gave them. How each is counted stands beside it.

use jiff::civil::Date;

use super::{balance::Balance, cadence::Cadence};

/// What you did with one person in the days that are looked back on, as the journal counts it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeaderStats {
    /// One-on-ones that took place, those with nothing to note among them.
    pub held: u32,
    /// One-on-ones that were skipped.
    pub skipped: u32,
    /// What was written about the person, and about the work.
    pub balance: Balance,
    /// Praise written in these days, and how much of it they know of.
    pub praise: PraiseStats,
    /// Flags that were raised in these days, and those that still wait to be.
    pub flags: Vec<FlagTiming>,
    /// What you promised in these days.
    pub commitments: CommitmentStats,
}

/// Praise: told against noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PraiseStats {
    /// All that was noticed.
    pub noticed: u32,
    /// What they know of.
    pub told: u32,
}

/// A flag: when it was noticed, and when it was first talked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagTiming {
    /// The day it was written.
    pub noticed_on: Date,
    /// The day it was raised; `None` where it still waits.
    pub raised_on: Option<Date>,
}

/// Your actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommitmentStats {
    /// All that were made.
    pub made: u32,
    /// Those that are done, told or not.
    pub done: u32,
    /// Those that are still open and whose day has passed, whenever they were made.
    pub overdue: u32,
}

/// How often you meant to meet between `from` and `today`: how many times the cadence fits into the days since `from`, or
/// since you know the person, whichever is later.
pub fn expected_meetings(cadence: Option<Cadence>, since: Date, from: Date, today: Date) -> Option<u32> {
    let cadence = cadence?;
    let mut due = cadence.next_after(from.max(since));
    let mut times = 0;
    while due <= today {
        let next = cadence.next_after(due);
        times += 1;
        if next <= due {
            // The end of the calendar.
            break;
        }
        due = next;
    }
    Some(times)
}

impl LeaderStats {
    /// "You met 9 times; every week would be 12". `meant` is what [`meant_to_meet`] says.
    pub fn describe_meetings(&self, cadence: Option<Cadence>, meant: Option<u32>) -> String {
        let met = match self.held {
            0 => "You did not meet".to_owned(),
            1 => "You met once".to_owned(),
            2 => "You met twice".to_owned(),
            met => format!("You met {met} times"),
        };
        let skipped = match self.skipped {
            0 => String::new(),
            1 => ", and one was skipped".to_owned(),
            skipped => format!(", and {skipped} were skipped"),
        };
        match (cadence, meant) {
            (Some(cadence), Some(meant)) if meant > self.held => format!("{met}{skipped}; {cadence} would be {meant}"),
            (Some(cadence), Some(1..)) => format!("{met}{skipped}: {cadence}, as you meant to"),
            _ => format!("{met}{skipped}"),
        }
    }

    /// "You told 3 of the 5 you noticed".
    pub fn describe_praise(&self) -> String {
        let PraiseStats { noticed, told } = self.praise;
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
    pub fn describe_flags(&self, today: Date) -> String {
        let mut waited: Vec<i64> =
            self.flags.iter().filter_map(|flag| Some(days_between(flag.noticed_on, flag.raised_on?))).collect();
        let mut waiting: Vec<i64> = self
            .flags
            .iter()
            .filter(|flag| flag.raised_on.is_none())
            .map(|flag| days_between(flag.noticed_on, today))
            .collect();
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
    pub fn describe_commitments(&self) -> String {
        let CommitmentStats { made, done: kept, overdue: late } = self.commitments;
        let late = match late {
            0 => String::new(),
            1 => "one is late".to_owned(),
            late => format!("{late} are late"),
        };
        let said = match (kept, made) {
            (_, 0) if late.is_empty() => return "Nothing promised".to_owned(),
            (_, 0) => return format!("Of what you promised before, {late}"),
            (0, 1) => "The one thing you promised is open".to_owned(),
            (1, 1) => "You did the one thing you promised".to_owned(),
            (0, _) => format!("The {made} things you promised are open"),
            _ if kept == made => format!("You did all {made} things you promised"),
            _ => format!("You did {kept} of the {made} things you promised"),
        };
        if late.is_empty() { said } else { format!("{said}; {late}") }
    }
}

/// "for 5 days", as it follows on "one waits".
fn format_since(days: i64) -> String {
    match days {
        ..=0 => "since today".to_owned(),
        1 => "since yesterday".to_owned(),
        days => format!("for {days} days"),
    }
}

/// "3, 4 and 12"; of many, "3 to 40".
fn format_day_list(days: &[i64]) -> String {
    match days {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] if days.len() > 4 => format!("{first} to {last}"),
        [before @ .., last] => {
            let before: Vec<String> = before.iter().map(i64::to_string).collect();
            format!("{} and {last}", before.join(", "))
        }
    }
}

fn capitalize(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whole days; 0 where the later day is the earlier one, as it can be between two zones.
fn days_between(from: Date, to: Date) -> i64 {
    (to.duration_since(from).as_hours() / 24).max(0)
}

#[cfg(test)]
mod tests {
    use jiff::{Span, civil::date};

    use super::*;
    use crate::domain::{balance::window_start, cadence::Unit};

    const TODAY: Date = date(2026, 11, 24);

    fn days_ago(days: i32) -> Date {
        TODAY.checked_sub(Span::new().days(days)).unwrap()
    }

    #[test]
    fn expected_meetings_follow_the_cadence() {
        let every = |count, unit| Some(Cadence::new(count, unit).unwrap());
        let long_ago = date(2020, 1, 1);
        let cases = [
            ("every week", every(1, Unit::Week), long_ago, Some(12)),
            ("every two weeks", every(2, Unit::Week), long_ago, Some(6)),
            ("every month", every(1, Unit::Month), long_ago, Some(2)),
            ("every quarter", every(3, Unit::Month), long_ago, Some(0)),
            ("every day", every(1, Unit::Day), long_ago, Some(89)),
            ("known for three weeks", every(1, Unit::Week), days_ago(21), Some(3)),
            ("known since today", every(1, Unit::Week), TODAY, Some(0)),
            ("known from tomorrow on, in another zone", every(1, Unit::Week), days_ago(-1), Some(0)),
            ("no rhythm", None, long_ago, None),
        ];
        for (name, cadence, since, times) in cases {
            assert_eq!(expected_meetings(cadence, since, window_start(TODAY), TODAY), times, "{name}");
        }
        assert_eq!(
            expected_meetings(every(1, Unit::Day), long_ago, Date::MAX, Date::MAX),
            Some(1),
            "the calendar ends"
        );
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
        for (met, skipped, cadence, meant, said) in cases {
            assert_eq!(
                LeaderStats { held: met, skipped, ..LeaderStats::default() }.describe_meetings(cadence, meant),
                said
            );
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
        for (told, noticed, said) in cases {
            assert_eq!(
                LeaderStats { praise: PraiseStats { noticed, told }, ..LeaderStats::default() }.describe_praise(),
                said
            );
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
        for (flags, said) in cases {
            assert_eq!(LeaderStats { flags, ..LeaderStats::default() }.describe_flags(TODAY), said);
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
        for (made, kept, late, said) in cases {
            let promises = CommitmentStats { made, done: kept, overdue: late };
            assert_eq!(LeaderStats { commitments: promises, ..LeaderStats::default() }.describe_commitments(), said);
        }
    }
}
