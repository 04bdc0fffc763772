//! Resolves the times of a calendar: by IANA zone, by Windows zone, or by a zone that the calendar
//! defines itself.

use std::collections::HashMap;

use ical::recur::{IcalRecurFreq, IcalRecurRule, expand::IcalRecurExpand};
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};
use windows_timezones::WindowsTimezone;

use super::{
    event::{CalendarData, IcsDateTime, Observance, TimeReference, VTimezone},
    recurrence,
};

/// The first year whose offset changes are computed, and how many years ahead.
const MIN_YEAR: i16 = 1970;
const MAX_YEARS_AHEAD: i16 = 4;

/// A clock to read times on.
#[derive(Debug, Clone)]
pub(super) enum ZoneClock {
    /// A zone of the time zone database.
    Iana(TimeZone),
    /// A zone that the calendar defines.
    Embedded(OffsetTransitions),
}

/// The offset changes of a zone.
#[derive(Debug, Clone)]
pub(super) struct OffsetTransitions {
    /// The offset before the first change.
    initial: Offset,
    /// In the order of time.
    transitions: Vec<(Timestamp, Offset)>,
}

impl ZoneClock {
    /// The instant of a local time. In a gap it is the time after it, in a fold the earlier one.
    pub fn to_timestamp(&self, at: DateTime) -> Option<Timestamp> {
        match self {
            Self::Iana(zone) => zone.to_timestamp(at).ok(),
            Self::Embedded(changes) => {
                let about = changes.initial.to_timestamp(at).ok()?;
                let near = changes.offset_at(about).to_timestamp(at).ok()?;
                changes.offset_at(near).to_timestamp(at).ok()
            }
        }
    }

    /// The local time of an instant.
    pub fn to_datetime(&self, instant: Timestamp) -> DateTime {
        match self {
            Self::Iana(zone) => zone.to_datetime(instant),
            Self::Embedded(changes) => changes.offset_at(instant).to_datetime(instant),
        }
    }
}

impl OffsetTransitions {
    fn offset_at(&self, instant: Timestamp) -> Offset {
        let count = self.transitions.partition_point(|(since, _)| *since <= instant);
        count.checked_sub(1).and_then(|last| self.transitions.get(last)).map_or(self.initial, |(_, offset)| *offset)
    }

    /// The changes that a calendar defines; `None` if it defines none.
    fn from_vtimezone(timezone: &VTimezone, this_year: i16) -> Option<Self> {
        let last_year = this_year.saturating_add(MAX_YEARS_AHEAD);
        let mut all: Vec<(Timestamp, Offset, Offset)> = timezone
            .observances
            .iter()
            .filter_map(|change| observance_transitions(change, last_year))
            .flatten()
            .collect();
        all.sort_unstable_by_key(|(since, ..)| *since);
        let before = all.first()?.1;
        Some(Self { initial: before, transitions: all.into_iter().map(|(since, _, to)| (since, to)).collect() })
    }
}

/// All times of one change, with the offsets before and after.
fn observance_transitions(observance: &Observance, last_year: i16) -> Option<Vec<(Timestamp, Offset, Offset)>> {
    let from = Offset::from_seconds(observance.offset_from?).ok()?;
    let to = Offset::from_seconds(observance.offset_to?).ok()?;
    let mut start = observance.start?;
    let mut days = vec![start];
    days.extend(&observance.rdates);
    for rule in &observance.rrules {
        // Only a change that comes once a year is one of a zone.
        let rule = IcalRecurRule::parse(rule).ok()?;
        if rule.freq != IcalRecurFreq::Yearly || !rule.by_hour.is_empty() || !rule.by_minute.is_empty() {
            continue;
        }
        if start.year() < MIN_YEAR && rule.count.is_none() {
            start = start.with().year(MIN_YEAR).build().unwrap_or(start);
        }
        let ahead = IcalRecurExpand::new(rule, recurrence::to_ical(start)).filter_map(recurrence::from_ical);
        days.extend(ahead.take_while(|day| day.year() <= last_year).take(1_000));
    }
    Some(days.into_iter().filter_map(|day| Some((from.to_timestamp(day).ok()?, from, to))).collect())
}

/// The clocks of the zones of one calendar.
pub(super) struct ZoneClocks {
    /// The leader's zone.
    local: ZoneClock,
    /// The zone of the calendar, for times without one.
    floating: ZoneClock,
    by_name: HashMap<String, Option<ZoneClock>>,
    this_year: i16,
}

impl ZoneClocks {
    /// Prepares the clocks of a calendar that is read in the zone `here`. Times without a zone are
    /// in the calendar's own zone, where it has one.
    pub fn new(calendar: &CalendarData, here: &TimeZone, now: Timestamp) -> Self {
        let this_year = now.to_zoned(here.clone()).year();
        let floating = calendar.default_timezone.as_deref().and_then(find_timezone).unwrap_or_else(|| here.clone());
        Self {
            local: ZoneClock::Iana(here.clone()),
            floating: ZoneClock::Iana(floating),
            by_name: HashMap::new(),
            this_year,
        }
    }

    /// The clock of a time; `None` if its zone is unknown.
    pub fn clock(&mut self, reference: &TimeReference, calendar: &CalendarData) -> Option<ZoneClock> {
        match reference {
            TimeReference::Date => Some(self.local.clone()),
            TimeReference::Floating => Some(self.floating.clone()),
            TimeReference::Utc => Some(ZoneClock::Iana(TimeZone::UTC)),
            TimeReference::Zone(name) => {
                if let Some(clock) = self.by_name.get(&**name) {
                    return clock.clone();
                }
                let carried = calendar.timezones.get(&**name);
                let clock = find_timezone(name)
                    .or_else(|| carried.and_then(|carried| find_timezone(carried.iana_name.as_deref()?)))
                    .map(ZoneClock::Iana)
                    .or_else(|| OffsetTransitions::from_vtimezone(carried?, self.this_year).map(ZoneClock::Embedded));
                self.by_name.insert(name.to_string(), clock.clone());
                clock
            }
        }
    }

    /// The clock of a time, or the calendar's if its zone is unknown.
    pub fn clock_or_floating(&mut self, reference: &TimeReference, calendar: &CalendarData) -> ZoneClock {
        self.clock(reference, calendar).unwrap_or_else(|| self.floating.clone())
    }

    /// Converts a time to another clock.
    pub fn convert(&mut self, written: &IcsDateTime, target: &TimeReference, calendar: &CalendarData) -> DateTime {
        let as_written = matches!(written.reference, TimeReference::Date | TimeReference::Floating)
            || matches!(target, TimeReference::Date);
        if as_written || written.reference == *target {
            return written.datetime;
        }
        let instant = self.clock_or_floating(&written.reference, calendar).to_timestamp(written.datetime);
        instant.map_or(written.datetime, |instant| self.clock_or_floating(target, calendar).to_datetime(instant))
    }
}

/// The zone with this IANA name, Windows name, or path that ends with one.
fn find_timezone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    let by_windows = || name.parse::<WindowsTimezone>().ok().and_then(|zone| tzdb_timezone(zone.tzdb_id()));
    let by_end = || {
        let ends = name.match_indices('/').filter_map(|(at, _)| name.get(at + 1..));
        ends.filter(|end| end.contains('/')).find_map(tzdb_timezone)
    };
    tzdb_timezone(name).or_else(by_windows).or_else(by_end)
}

/// Whether a name can be a zone: `GMT-3` or `Etc/…` can, a date or a path of files cannot.
fn tzdb_timezone(name: &str) -> Option<TimeZone> {
    let is_name = name.len() <= 64 && !name.starts_with(['/', '.']) && !name.contains("..");
    if !is_name {
        return None;
    }
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timezones_are_found_by_iana_windows_and_path_names() {
        for (name, expected) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            ("W. Europe Standard Time", Some("Europe/Berlin")),
            ("Pacific Standard Time", Some("America/Los_Angeles")),
            ("/mozilla.org/20050126_1/Europe/Lisbon", Some("Europe/Lisbon")),
            ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", Some("America/Argentina/Buenos_Aires")),
            ("UTC", Some("UTC")),
            ("Customized Time Zone", None),
            ("../../etc/passwd", None),
            ("/etc/passwd", None),
            ("", None),
        ] {
            let zone = find_timezone(name);
            assert_eq!(zone.as_ref().and_then(TimeZone::iana_name), expected, "{name}");
        }
    }

    #[test]
    fn embedded_timezone_matches_the_real_one() {
        let change = |start: &str, from, to, rule: &str| Observance {
            start: start.parse().ok(),
            offset_from: Some(from),
            offset_to: Some(to),
            rrules: vec![rule.to_owned()],
            rdates: Vec::new(),
        };
        let carried = VTimezone {
            iana_name: None,
            observances: vec![
                change("1601-01-01T03:00:00", 7_200, 3_600, "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
                change("1601-01-01T02:00:00", 3_600, 7_200, "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
            ],
        };
        let own = ZoneClock::Embedded(OffsetTransitions::from_vtimezone(&carried, 2026).expect("changes"));
        let berlin = ZoneClock::Iana(TimeZone::get("Europe/Berlin").expect("Berlin"));
        for at in ["2026-11-24T10:00", "2026-07-01T10:00", "2026-03-29T04:00", "2026-10-24T23:00", "2028-06-01T00:00"] {
            let at: DateTime = at.parse().expect(at);
            let instant = own.to_timestamp(at).expect("an instant");
            assert_eq!(Some(instant), berlin.to_timestamp(at), "{at}");
            assert_eq!(own.to_datetime(instant), at);
        }
        assert!(OffsetTransitions::from_vtimezone(&VTimezone::default(), 2026).is_none());
    }
}
