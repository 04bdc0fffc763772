//! How long something ran, in a sentence: said where its lane is brought out.

use jiff::civil::Date;

use crate::domain::{
    entry::kind::Kind,
    timeline::{
        Timeline, TimelineRows,
        lanes::{Lane, LaneMarkerKind},
    },
};

/// The days of one goal, flag or delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LaneDates {
    started: Date,
    raised: Option<Date>,
    /// Since when it rests.
    paused_since: Option<Date>,
    ended: Option<Date>,
}

/// How long a thread ran, as of today.
pub fn describe_duration(thread: &Lane, rows: &TimelineRows, history: &Timeline, today: Date) -> String {
    let marks = rows.lane_layout.markers(thread);
    let day = |row: u32| {
        let row = usize::try_from(row).ok().and_then(|row| rows.rows.get(row));
        row.map(|row| row.day(history))
    };
    let latest = |wanted: LaneMarkerKind| marks.iter().rev().find(|mark| mark.kind == wanted);
    let rests = latest(LaneMarkerKind::Paused)
        .filter(|pause| latest(LaneMarkerKind::Resumed).is_none_or(|on| on.row > pause.row));
    let run = LaneDates {
        started: latest(LaneMarkerKind::Start).and_then(|mark| day(mark.row)).unwrap_or(today),
        raised: latest(LaneMarkerKind::Raised).and_then(|mark| day(mark.row)),
        paused_since: rests.and_then(|mark| day(mark.row)),
        ended: latest(LaneMarkerKind::End).and_then(|mark| day(mark.row)),
    };
    match thread.kind {
        Kind::Flag => describe_flag(&run, today),
        Kind::Delegation => describe_delegation(&run, today),
        _ => describe_goal(&run, today),
    }
}

fn describe_flag(run: &LaneDates, today: Date) -> String {
    match (run.raised, run.ended) {
        (None, None) => match days_between(run.started, today) {
            0 => "Noticed today, not raised yet".to_owned(),
            _ => format!("{} so far, not raised yet", format_length(run.started, today)),
        },
        (None, Some(ended)) => format!("{}, and you let it go without raising it", format_length(run.started, ended)),
        (Some(raised), ended) => {
            let silence = match days_between(run.started, raised) {
                0 => "You raised it the same day".to_owned(),
                _ => format!("{} before you raised it", format_length(run.started, raised)),
            };
            let end = match ended {
                None => "no outcome yet".to_owned(),
                Some(ended) => match days_between(raised, ended) {
                    0 => "settled the same day".to_owned(),
                    1 => "settled the day after".to_owned(),
                    _ => format!("settled {} later", format_length(raised, ended)),
                },
            };
            format!("{silence}, {end}")
        }
    }
}

fn describe_goal(run: &LaneDates, today: Date) -> String {
    match (run.ended, run.paused_since) {
        (Some(ended), _) => format!("It ran for {}", format_length(run.started, ended)),
        (None, Some(since)) => {
            format!("Set {} ago, resting for {}", format_length(run.started, today), format_length(since, today))
        }
        (None, None) if run.started == today => "Set today".to_owned(),
        (None, None) => format!("{} so far", format_length(run.started, today)),
    }
}

fn describe_delegation(run: &LaneDates, today: Date) -> String {
    match run.ended {
        Some(ended) => format!("In their hands for {}", format_length(run.started, ended)),
        None if run.started == today => "In their hands since today".to_owned(),
        None => format!("In their hands for {} so far", format_length(run.started, today)),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days().max(0)
}

/// Days up to eight weeks, then weeks, then months: for reading, not for counting.
fn format_length(from: Date, to: Date) -> String {
    let (count, unit) = match days_between(from, to) {
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

    fn dates(began: Date, raised: Option<Date>, ended: Option<Date>) -> LaneDates {
        LaneDates { started: began, raised, paused_since: None, ended }
    }

    #[test]
    fn describes_how_long_a_flag_waited_and_ended() {
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
            assert_eq!(describe_flag(&dates(noticed, raised, ended), TODAY), said);
        }
        assert_eq!(describe_flag(&dates(TODAY, None, None), TODAY), "Noticed today, not raised yet");
    }

    #[test]
    fn describes_how_long_goals_and_delegations_ran() {
        let set = date(2026, 8, 4);
        assert_eq!(describe_goal(&dates(set, None, Some(date(2026, 11, 17))), TODAY), "It ran for 15 weeks");
        assert_eq!(describe_goal(&dates(set, None, None), TODAY), "16 weeks so far");
        assert_eq!(describe_goal(&dates(TODAY, None, None), TODAY), "Set today");
        let rests = LaneDates { paused_since: Some(date(2026, 11, 3)), ..dates(set, None, None) };
        assert_eq!(describe_goal(&rests, TODAY), "Set 16 weeks ago, resting for 21 days");
        let ended = Some(date(2024, 2, 4));
        assert_eq!(describe_delegation(&dates(date(2023, 2, 4), None, ended), TODAY), "In their hands for 12 months");
        assert_eq!(
            describe_delegation(&dates(date(2022, 2, 4), None, None), TODAY),
            "In their hands for 4 years so far"
        );
        assert_eq!(describe_delegation(&dates(TODAY, None, None), TODAY), "In their hands since today");
    }
}
