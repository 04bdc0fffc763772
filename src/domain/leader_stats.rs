//! Statistics about the leader's own work with one person: meetings held, praise told, how long
//! flags waited, and commitments kept.
//!
//! Every figure counts what the leader did in the last [`WINDOW_DAYS`](super::balance::WINDOW_DAYS)
//! days. None rates the person, and none compares people.

use jiff::civil::Date;

use super::{balance::Balance, cadence::Cadence};

/// What the leader did with one person in the window.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeaderStats {
    /// One-on-ones held, including those with nothing to note.
    pub held: u32,
    /// One-on-ones skipped.
    pub skipped: u32,
    /// Entries about the person and about the work.
    pub balance: Balance,
    /// Praise written in the window, and how much of it was told.
    pub praise: PraiseStats,
    /// Flags raised in the window, and all that are not raised yet.
    pub flags: Vec<FlagTiming>,
    /// The actions that the leader promised in the window.
    pub commitments: CommitmentStats,
}

/// Praise noticed and told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PraiseStats {
    /// All praise written.
    pub noticed: u32,
    /// Praise that the person knows of.
    pub told: u32,
}

/// When a flag was noticed and raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagTiming {
    /// The day it was written.
    pub noticed_on: Date,
    /// The day it was raised; `None` while it waits.
    pub raised_on: Option<Date>,
}

/// Actions of the leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommitmentStats {
    /// Actions written in the window.
    pub made: u32,
    /// Of these, the ones done, told or not.
    pub done: u32,
    /// Open actions past their due date, whenever they were written.
    pub overdue: u32,
}

/// How many meetings the cadence calls for up to `today`, counted from `from` or from the day the
/// person was added (`since`), whichever is later. `None` without a cadence.
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
            ("every working day", every(1, Unit::Day), long_ago, Some(63)),
            ("known for three weeks", every(1, Unit::Week), days_ago(21), Some(3)),
            ("known since today", every(1, Unit::Week), TODAY, Some(0)),
            ("known from tomorrow on, in another zone", every(1, Unit::Week), days_ago(-1), Some(0)),
            ("no cadence", None, long_ago, None),
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
}
