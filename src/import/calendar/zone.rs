//! What a time of a calendar is on the clocks of the world: by a zone that everybody knows, by one that Outlook knows under
//! another name, or by one that only the calendar itself describes.

use std::collections::HashMap;

use ical::recur::{IcalRecurFreq, IcalRecurRule, expand::IcalRecurExpand};
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};
use windows_timezones::WindowsTimezone;

use super::{
    event::{Carried, Change, Contents, Named, Stamp},
    recur,
};

/// The first year of which the changes of a clock are looked at, and how many years after this one.
const FIRST_YEAR: i16 = 1970;
const YEARS_AHEAD: i16 = 4;

/// A clock.
#[derive(Debug, Clone)]
pub(super) enum Clock {
    /// One of the world's.
    Zone(TimeZone),
    /// One that only its calendar describes.
    Own(Changes),
}

/// When a clock was put to another offset.
#[derive(Debug, Clone)]
pub(super) struct Changes {
    /// Before the first of them.
    before: Offset,
    /// In the order of time.
    after: Vec<(Timestamp, Offset)>,
}

impl Clock {
    /// The instant at which this clock says so. Of an hour that it skips the one after it, of one that it says twice the first.
    pub fn instant(&self, at: DateTime) -> Option<Timestamp> {
        match self {
            Self::Zone(zone) => zone.to_timestamp(at).ok(),
            Self::Own(changes) => {
                let about = changes.before.to_timestamp(at).ok()?;
                let near = changes.offset(about).to_timestamp(at).ok()?;
                changes.offset(near).to_timestamp(at).ok()
            }
        }
    }

    /// What this clock says at an instant.
    pub fn at(&self, instant: Timestamp) -> DateTime {
        match self {
            Self::Zone(zone) => zone.to_datetime(instant),
            Self::Own(changes) => changes.offset(instant).to_datetime(instant),
        }
    }
}

impl Changes {
    fn offset(&self, instant: Timestamp) -> Offset {
        let count = self.after.partition_point(|(since, _)| *since <= instant);
        count.checked_sub(1).and_then(|last| self.after.get(last)).map_or(self.before, |(_, offset)| *offset)
    }

    /// The changes that a calendar describes; `None` where it describes none.
    fn of(carried: &Carried, this_year: i16) -> Option<Self> {
        let last_year = this_year.saturating_add(YEARS_AHEAD);
        let mut all: Vec<(Timestamp, Offset, Offset)> =
            carried.changes.iter().filter_map(|change| of_change(change, last_year)).flatten().collect();
        all.sort_unstable_by_key(|(since, ..)| *since);
        let before = all.first()?.1;
        Some(Self { before, after: all.into_iter().map(|(since, _, to)| (since, to)).collect() })
    }
}

/// All times at which one change comes: since when, and the offsets before and after.
fn of_change(change: &Change, last_year: i16) -> Option<Vec<(Timestamp, Offset, Offset)>> {
    let from = Offset::from_seconds(change.from?).ok()?;
    let to = Offset::from_seconds(change.to?).ok()?;
    let mut start = change.start?;
    let mut days = vec![start];
    days.extend(&change.more);
    for rule in &change.rules {
        // Only a change that comes every year, once, is one of a clock.
        let rule = IcalRecurRule::parse(rule).ok()?;
        if rule.freq != IcalRecurFreq::Yearly || !rule.by_hour.is_empty() || !rule.by_minute.is_empty() {
            continue;
        }
        if start.year() < FIRST_YEAR && rule.count.is_none() {
            start = start.with().year(FIRST_YEAR).build().unwrap_or(start);
        }
        let ahead = IcalRecurExpand::new(rule, recur::to_rule(start)).filter_map(recur::from_rule);
        days.extend(ahead.take_while(|day| day.year() <= last_year).take(1_000));
    }
    Some(days.into_iter().filter_map(|day| Some((from.to_timestamp(day).ok()?, from, to))).collect())
}

/// The clocks that the times of one calendar are told on.
pub(super) struct Clocks {
    /// The leader's.
    here: Clock,
    /// That of the calendar: what its times without a zone are told on.
    floating: Clock,
    named: HashMap<String, Option<Clock>>,
    this_year: i16,
}

impl Clocks {
    /// The clocks of a calendar that is read in the zone `here`. Times without a zone are told on the clock of the calendar,
    /// where it has one.
    pub fn of(contents: &Contents, here: &TimeZone, now: Timestamp) -> Self {
        let this_year = now.to_zoned(here.clone()).year();
        let floating = contents.zone.as_deref().and_then(known).unwrap_or_else(|| here.clone());
        Self { here: Clock::Zone(here.clone()), floating: Clock::Zone(floating), named: HashMap::new(), this_year }
    }

    /// The clock of a time; `None` where its zone is not known anywhere.
    pub fn clock(&mut self, named: &Named, contents: &Contents) -> Option<Clock> {
        match named {
            Named::AllDay => Some(self.here.clone()),
            Named::Anywhere => Some(self.floating.clone()),
            Named::Utc => Some(Clock::Zone(TimeZone::UTC)),
            Named::Zone(name) => {
                if let Some(clock) = self.named.get(&**name) {
                    return clock.clone();
                }
                let carried = contents.zones.get(&**name);
                let clock = known(name)
                    .or_else(|| carried.and_then(|carried| known(carried.known_as.as_deref()?)))
                    .map(Clock::Zone)
                    .or_else(|| Changes::of(carried?, self.this_year).map(Clock::Own));
                self.named.insert(name.to_string(), clock.clone());
                clock
            }
        }
    }

    /// The clock of a time, and that of the calendar where its zone is not known.
    pub fn clock_or_here(&mut self, named: &Named, contents: &Contents) -> Clock {
        self.clock(named, contents).unwrap_or_else(|| self.floating.clone())
    }

    /// A time on another clock than it was written on.
    pub fn tell(&mut self, stamp: &Stamp, on: &Named, contents: &Contents) -> DateTime {
        let as_written = matches!(stamp.clock, Named::AllDay | Named::Anywhere) || matches!(on, Named::AllDay);
        if as_written || stamp.clock == *on {
            return stamp.at;
        }
        let instant = self.clock_or_here(&stamp.clock, contents).instant(stamp.at);
        instant.map_or(stamp.at, |instant| self.clock_or_here(on, contents).at(instant))
    }
}

/// The zone that is known everywhere under this name, under that of Windows, or under the end of a path of some program's.
fn known(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    let by_windows = || name.parse::<WindowsTimezone>().ok().and_then(|zone| get(zone.tzdb_id()));
    let by_end = || {
        let ends = name.match_indices('/').filter_map(|(at, _)| name.get(at + 1..));
        ends.filter(|end| end.contains('/')).find_map(get)
    };
    get(name).or_else(by_windows).or_else(by_end)
}

/// `GMT-3` or `Etc/…` may be zones too; a name that is a day or a path of files is none.
fn get(name: &str) -> Option<TimeZone> {
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
    fn a_zone_is_known_under_many_names() {
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
            let zone = known(name);
            assert_eq!(zone.as_ref().and_then(TimeZone::iana_name), expected, "{name}");
        }
    }

    #[test]
    fn a_clock_that_only_a_calendar_describes_is_read_from_it() {
        let change = |start: &str, from, to, rule: &str| Change {
            start: start.parse().ok(),
            from: Some(from),
            to: Some(to),
            rules: vec![rule.to_owned()],
            more: Vec::new(),
        };
        let carried = Carried {
            known_as: None,
            changes: vec![
                change("1601-01-01T03:00:00", 7_200, 3_600, "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
                change("1601-01-01T02:00:00", 3_600, 7_200, "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
            ],
        };
        let own = Clock::Own(Changes::of(&carried, 2026).expect("changes"));
        let berlin = Clock::Zone(TimeZone::get("Europe/Berlin").expect("Berlin"));
        for at in ["2026-11-24T10:00", "2026-07-01T10:00", "2026-03-29T04:00", "2026-10-24T23:00", "2028-06-01T00:00"] {
            let at: DateTime = at.parse().expect(at);
            let instant = own.instant(at).expect("an instant");
            assert_eq!(Some(instant), berlin.instant(at), "{at}");
            assert_eq!(own.at(instant), at);
        }
        assert!(Changes::of(&Carried::default(), 2026).is_none());
    }
}
