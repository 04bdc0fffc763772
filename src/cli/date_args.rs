//! Dates and times as option values.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{CliError, Result};
use crate::domain::parse::date;

/// The date given to an option. A date without a year is the latest such date.
pub(super) fn parse_past_day(option: &str, text: &str, today: Date) -> Result<Date> {
    date::parse_past_date(text, today).map_err(|error| CliError::usage(format!("{option}: {error}")))
}

/// The date given to an option. A date without a year is the next such date.
pub(super) fn parse_day(option: &str, text: &str, today: Date) -> Result<Date> {
    date::parse_date(text, today).map_err(|error| CliError::usage(format!("{option}: {error}")))
}

/// The time given to `--at`: local time, unless it has an offset or a zone. A local time that
/// occurs twice, as clocks go back, is the first.
pub(super) fn parse_moment(text: &str, now: &Zoned) -> Result<Zoned> {
    let at = parse_zoned(text, now.time_zone()).filter(|at| at.year() > 0).ok_or_else(|| {
        CliError::usage(format!(
            "--at: “{text}” isn’t a time that Rapport understands. Try 2026-11-24T10:00, optionally with an \
             offset (2026-11-24T10:00+01:00) or a zone (2026-11-24T10:00[Europe/Berlin])."
        ))
    })?;
    if at > *now {
        return Err(CliError::runtime(format!(
            "{} is in the future. Nothing was saved. Leave out --at to date the entry now.",
            at.strftime("%a %-d %b %Y, %H:%M")
        )));
    }
    Ok(at)
}

fn parse_zoned(text: &str, local: &TimeZone) -> Option<Zoned> {
    let text = text.trim();
    if text.contains('[') {
        return text.parse().ok();
    }
    // Keeps the offset as it was given.
    if let Ok(instant) = text.parse::<Timestamp>() {
        let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
        return Some(instant.to_zoned(TimeZone::fixed(pieces.to_numeric_offset()?)));
    }
    // jiff reads a date without a time as midnight, which nobody meant.
    let has_time = text.contains(':');
    let civil: DateTime = text.parse().ok().filter(|_| has_time)?;
    civil.to_zoned(local.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_local_and_zoned_times() {
        // Berlin's clocks go from 2 to 3 on 29 March and from 3 to 2 on 25 October 2026.
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        for (text, expected) in [
            ("2026-11-24T10:00", Some("2026-11-24T09:00:00Z")),
            ("2026-11-24 10:00", Some("2026-11-24T09:00:00Z")),
            ("2026-11-24T10:00-05:00", Some("2026-11-24T15:00:00Z")),
            ("2026-11-24T10:00Z", Some("2026-11-24T10:00:00Z")),
            ("2026-11-24T10:00+01:00[+01:00]", Some("2026-11-24T09:00:00Z")),
            // Skipped by the clock: read as if it had not been put forward yet.
            ("2026-03-29T02:30", Some("2026-03-29T01:30:00Z")),
            // Twice on the clock: the first.
            ("2026-10-25T02:30", Some("2026-10-25T00:30:00Z")),
            ("2026-02-30T10:00", None),
            ("2026-11-24", None),
            ("yesterday", None),
            ("", None),
        ] {
            let read = parse_zoned(text, &berlin).map(|zoned| zoned.timestamp().to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
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
