//! Days and times as they are given to an option.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{CliError, Result};
use crate::domain::parse::date;

/// The day that an option names, of a period that was.
pub(super) fn parse_past_day(option: &str, text: &str, today: Date) -> Result<Date> {
    date::parse_past_date(text, today).map_err(|error| CliError::usage(format!("{option}: {error}")))
}

/// The day that an option names.
pub(super) fn parse_day(option: &str, text: &str, today: Date) -> Result<Date> {
    date::parse_date(text, today).map_err(|error| CliError::usage(format!("{option}: {error}")))
}

/// The time that `--at` names: on the clock here (where it has that time twice, the first), or with the zone or the offset
/// of another place.
pub(super) fn parse_moment(said: &str, now: &Zoned) -> Result<Zoned> {
    let at = parse_zoned(said, now.time_zone()).filter(|at| at.year() > 0).ok_or_else(|| {
        CliError::usage(format!(
            "--at: “{said}” is not a time that Rapport can read. Write it as 2026-11-24T10:00, if need be with an \
             offset (2026-11-24T10:00+01:00) or a zone (2026-11-24T10:00[Europe/Berlin])."
        ))
    })?;
    if at > *now {
        return Err(CliError::runtime(format!(
            "{} is still to come, and a jot is about what was. Nothing was kept. Leave --at out to date it now.",
            at.strftime("%a %-d %b %Y, %H:%M")
        )));
    }
    Ok(at)
}

fn parse_zoned(text: &str, here: &TimeZone) -> Option<Zoned> {
    let said = text.trim();
    if said.contains('[') {
        return said.parse().ok();
    }
    // The offset is kept as it was given; a day alone has no time, and midnight would be made up.
    if let Ok(instant) = said.parse::<Timestamp>() {
        let pieces = jiff::fmt::temporal::Pieces::parse(said).ok()?;
        return Some(instant.to_zoned(TimeZone::fixed(pieces.to_numeric_offset()?)));
    }
    let with_time = said.contains(':');
    let civil: DateTime = said.parse().ok().filter(|_| with_time)?;
    civil.to_zoned(here.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_local_and_zoned_times() {
        // Berlin's clocks go from 2 to 3 on 29 March and from 3 to 2 on 25 October 2026.
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        for (said, instant) in [
            ("2026-11-24T10:00", Some("2026-11-24T09:00:00Z")),
            ("2026-11-24 10:00", Some("2026-11-24T09:00:00Z")),
            ("2026-11-24T10:00-05:00", Some("2026-11-24T15:00:00Z")),
            ("2026-11-24T10:00Z", Some("2026-11-24T10:00:00Z")),
            ("2026-11-24T10:00+01:00[+01:00]", Some("2026-11-24T09:00:00Z")),
            // Not on the clock: as if it had not been put forward yet.
            ("2026-03-29T02:30", Some("2026-03-29T01:30:00Z")),
            // Twice on the clock: the first.
            ("2026-10-25T02:30", Some("2026-10-25T00:30:00Z")),
            ("2026-02-30T10:00", None),
            ("2026-11-24", None),
            ("yesterday", None),
            ("", None),
        ] {
            let read = parse_zoned(said, &berlin).map(|zoned| zoned.timestamp().to_string());
            assert_eq!(read.as_deref(), instant, "{said}");
        }
    }

    #[test]
    fn keeps_an_explicit_offset() {
        let read = parse_zoned("2026-11-24T10:00-05:00", &TimeZone::UTC).unwrap();
        assert_eq!(read.time().to_string(), "10:00:00");
    }

    #[test]
    fn rejects_future_times() {
        let now = "2026-11-24T10:00[UTC]".parse().unwrap();
        assert!(parse_moment("2026-11-24T10:00", &now).is_ok());
        assert!(matches!(parse_moment("2026-11-24T10:01", &now), Err(CliError::Runtime(_))));
        assert!(matches!(parse_moment("soon", &now), Err(CliError::Usage(_))));
    }
}
