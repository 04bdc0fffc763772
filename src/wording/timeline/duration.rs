//! How long a lane of the timeline lasted, as text.

use jiff::civil::Date;

use crate::{
    domain::{
        date::days_between,
        entry::kind::Kind,
        timeline::{
            Timeline, TimelineRows,
            lanes::{Lane, LaneMarkerKind},
        },
    },
    wording::text::pluralize,
};

/// The days of one goal, flag or delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LaneDates {
    started: Date,
    raised: Option<Date>,
    /// Since when it is paused.
    paused_since: Option<Date>,
    ended: Option<Date>,
}

/// How long a lane lasted, as of `today`.
pub fn describe_duration(lane: &Lane, rows: &TimelineRows, timeline: &Timeline, today: Date) -> String {
    let markers = rows.lane_layout.markers(lane);
    let day = |row: u32| {
        let row = usize::try_from(row).ok().and_then(|row| rows.rows.get(row));
        row.map(|row| row.day(timeline))
    };
    let latest = |kind: LaneMarkerKind| markers.iter().rev().find(|marker| marker.kind == kind);
    let pause = latest(LaneMarkerKind::Paused)
        .filter(|pause| latest(LaneMarkerKind::Resumed).is_none_or(|on| on.row > pause.row));
    let dates = LaneDates {
        started: latest(LaneMarkerKind::Start).and_then(|mark| day(mark.row)).unwrap_or(today),
        raised: latest(LaneMarkerKind::Raised).and_then(|mark| day(mark.row)),
        paused_since: pause.and_then(|mark| day(mark.row)),
        ended: latest(LaneMarkerKind::End).and_then(|mark| day(mark.row)),
    };
    match lane.kind {
        Kind::Flag => describe_flag(&dates, today),
        Kind::Delegation => describe_delegation(&dates, today),
        Kind::Goal
        | Kind::CheckIn
        | Kind::Note
        | Kind::Action
        | Kind::Praise
        | Kind::Feedback
        | Kind::Expectation
        | Kind::Topic => describe_goal(&dates, today),
    }
}

fn describe_flag(dates: &LaneDates, today: Date) -> String {
    match (dates.raised, dates.ended) {
        (None, None) => match elapsed_days(dates.started, today) {
            0 => "Noticed today, not raised yet".to_owned(),
            _ => format!("{} so far, not raised yet", format_length(dates.started, today)),
        },
        (None, Some(ended)) => format!("{}, let go without raising it", format_length(dates.started, ended)),
        (Some(raised), ended) => {
            let waited = match elapsed_days(dates.started, raised) {
                0 => "You raised it the same day".to_owned(),
                _ => format!("{} before you raised it", format_length(dates.started, raised)),
            };
            let end = match ended {
                None => "no outcome yet".to_owned(),
                Some(ended) => match elapsed_days(raised, ended) {
                    0 => "settled the same day".to_owned(),
                    1 => "settled the day after".to_owned(),
                    _ => format!("settled {} later", format_length(raised, ended)),
                },
            };
            format!("{waited}, {end}")
        }
    }
}

fn describe_goal(dates: &LaneDates, today: Date) -> String {
    match (dates.ended, dates.paused_since) {
        (Some(ended), _) => format!("It ran for {}", format_length(dates.started, ended)),
        (None, Some(since)) => {
            format!("Set {} ago, paused for {}", format_length(dates.started, today), format_length(since, today))
        }
        (None, None) if dates.started == today => "Set today".to_owned(),
        (None, None) => format!("{} so far", format_length(dates.started, today)),
    }
}

fn describe_delegation(dates: &LaneDates, today: Date) -> String {
    match dates.ended {
        Some(ended) => format!("With them for {}", format_length(dates.started, ended)),
        None if dates.started == today => "With them since today".to_owned(),
        None => format!("With them for {} so far", format_length(dates.started, today)),
    }
}

/// 0 where the later day is the earlier one, as can happen between two time zones.
fn elapsed_days(from: Date, to: Date) -> i32 {
    days_between(from, to).max(0)
}

/// Days up to eight weeks, then rounded weeks, months and years.
fn format_length(from: Date, to: Date) -> String {
    let (count, unit) = match elapsed_days(from, to) {
        0 => return "less than a day".to_owned(),
        days @ 1..56 => (days, "day"),
        days @ 56..180 => (days / 7, "week"),
        days @ 180..730 => (days * 10 / 304, "month"),
        days => (days * 4 / 1461, "year"),
    };
    pluralize(count, unit)
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
            (None, later(20), "8 days, let go without raising it"),
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
        let paused = LaneDates { paused_since: Some(date(2026, 11, 3)), ..dates(set, None, None) };
        assert_eq!(describe_goal(&paused, TODAY), "Set 16 weeks ago, paused for 21 days");
        let ended = Some(date(2024, 2, 4));
        assert_eq!(describe_delegation(&dates(date(2023, 2, 4), None, ended), TODAY), "With them for 12 months");
        assert_eq!(describe_delegation(&dates(date(2022, 2, 4), None, None), TODAY), "With them for 4 years so far");
        assert_eq!(describe_delegation(&dates(TODAY, None, None), TODAY), "With them since today");
    }
}
