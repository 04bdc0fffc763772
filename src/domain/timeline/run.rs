//! How long something ran, in a sentence: said where its lane is brought out.

use jiff::civil::Date;

use super::{
    History, Rows,
    lanes::{Sort, Thread},
};
use crate::domain::kind::Kind;

/// The days of one goal, flag or delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    began: Date,
    raised: Option<Date>,
    /// Since when it rests.
    rests: Option<Date>,
    ended: Option<Date>,
}

/// How long a thread ran, as of today.
pub fn say_run(thread: &Thread, rows: &Rows, history: &History, today: Date) -> String {
    let marks = rows.lanes.marks(thread);
    let day = |row: u32| {
        let row = usize::try_from(row).ok().and_then(|row| rows.list.get(row));
        row.map(|row| row.day(history))
    };
    let latest = |wanted: Sort| marks.iter().rev().find(|mark| mark.sort == wanted);
    let rests = latest(Sort::Paused).filter(|pause| latest(Sort::Resumed).is_none_or(|on| on.row > pause.row));
    let run = Run {
        began: latest(Sort::Begin).and_then(|mark| day(mark.row)).unwrap_or(today),
        raised: latest(Sort::Raised).and_then(|mark| day(mark.row)),
        rests: rests.and_then(|mark| day(mark.row)),
        ended: latest(Sort::End).and_then(|mark| day(mark.row)),
    };
    match thread.kind {
        Kind::Flag => of_flag(&run, today),
        Kind::Delegation => of_delegation(&run, today),
        _ => of_goal(&run, today),
    }
}

fn of_flag(run: &Run, today: Date) -> String {
    match (run.raised, run.ended) {
        (None, None) => match days(run.began, today) {
            0 => "Noticed today, not raised yet".to_owned(),
            _ => format!("{} so far, not raised yet", length(run.began, today)),
        },
        (None, Some(ended)) => format!("{}, and you let it go without raising it", length(run.began, ended)),
        (Some(raised), ended) => {
            let silence = match days(run.began, raised) {
                0 => "You raised it the same day".to_owned(),
                _ => format!("{} before you raised it", length(run.began, raised)),
            };
            let end = match ended {
                None => "no outcome yet".to_owned(),
                Some(ended) => match days(raised, ended) {
                    0 => "settled the same day".to_owned(),
                    1 => "settled the day after".to_owned(),
                    _ => format!("settled {} later", length(raised, ended)),
                },
            };
            format!("{silence}, {end}")
        }
    }
}

fn of_goal(run: &Run, today: Date) -> String {
    match (run.ended, run.rests) {
        (Some(ended), _) => format!("It ran for {}", length(run.began, ended)),
        (None, Some(since)) => {
            format!("Set {} ago, resting for {}", length(run.began, today), length(since, today))
        }
        (None, None) if run.began == today => "Set today".to_owned(),
        (None, None) => format!("{} so far", length(run.began, today)),
    }
}

fn of_delegation(run: &Run, today: Date) -> String {
    match run.ended {
        Some(ended) => format!("In their hands for {}", length(run.began, ended)),
        None if run.began == today => "In their hands since today".to_owned(),
        None => format!("In their hands for {} so far", length(run.began, today)),
    }
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days().max(0)
}

/// Days up to eight weeks, then weeks, then months: for reading, not for counting.
fn length(from: Date, to: Date) -> String {
    let (count, unit) = match days(from, to) {
        0 => return "less than a day".to_owned(),
        days @ 1..56 => (days, "day"),
        days @ 56..180 => (days / 7, "week"),
        days @ 180..730 => (days * 10 / 304, "month"),
        days => (days * 4 / 1461, "year"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn run(began: Date, raised: Option<Date>, ended: Option<Date>) -> Run {
        Run { began, raised, rests: None, ended }
    }

    #[test]
    fn it_says_how_long_a_flag_was_kept_silent_and_how_it_went_on() {
        let noticed = date(2026, 11, 12);
        let later = |day| Some(date(2026, 11, day));
        for (raised, ended, said) in [
            (None, None, "12 days so far, not raised yet"),
            (later(24), None, "12 days before you raised it, no outcome yet"),
            (later(24), later(24), "12 days before you raised it, settled the same day"),
            (later(13), later(14), "1 day before you raised it, settled the day after"),
            (later(12), later(20), "You raised it the same day, settled 8 days later"),
            (None, later(20), "8 days, and you let it go without raising it"),
        ] {
            assert_eq!(of_flag(&run(noticed, raised, ended), TODAY), said);
        }
        assert_eq!(of_flag(&run(TODAY, None, None), TODAY), "Noticed today, not raised yet");
    }

    #[test]
    fn it_says_how_long_goals_and_delegations_ran() {
        let set = date(2026, 8, 4);
        assert_eq!(of_goal(&run(set, None, Some(date(2026, 11, 17))), TODAY), "It ran for 15 weeks");
        assert_eq!(of_goal(&run(set, None, None), TODAY), "16 weeks so far");
        assert_eq!(of_goal(&run(TODAY, None, None), TODAY), "Set today");
        let rests = Run { rests: Some(date(2026, 11, 3)), ..run(set, None, None) };
        assert_eq!(of_goal(&rests, TODAY), "Set 16 weeks ago, resting for 21 days");
        let ended = Some(date(2024, 2, 4));
        assert_eq!(of_delegation(&run(date(2023, 2, 4), None, ended), TODAY), "In their hands for 12 months");
        assert_eq!(of_delegation(&run(date(2022, 2, 4), None, None), TODAY), "In their hands for 4 years so far");
        assert_eq!(of_delegation(&run(TODAY, None, None), TODAY), "In their hands since today");
    }
}
