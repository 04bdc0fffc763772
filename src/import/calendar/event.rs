//! The events and zones of a calendar, as they stand there.

use std::{collections::HashMap, ops::ControlFlow, rc::Rc};

use jiff::civil::{Date, DateTime};

use super::lines::{Property, lines};
use crate::import::{ImportError, Result, Watch, misses::Misses};

/// How much of one thing is kept of an event: nobody has more rules, nor looks at more guests to see that it is a group.
const MOST_GUESTS: usize = 16;
const MOST_RULES: usize = 4;
const MOST_DAYS: usize = 2_000;
const MOST_BROKEN: usize = 16;
const MOST_CHANGES: usize = 400;
const LONGEST_RULE: usize = 512;
const LONGEST_TEXT: usize = 500;

/// An event.
#[derive(Debug, Clone, Default)]
pub(super) struct Event {
    /// The line on which it begins.
    pub line: u64,
    pub uid: String,
    pub summary: String,
    pub start: Option<Stamp>,
    /// Which occurrence of its series it stands for.
    pub instead_of: Option<Stamp>,
    /// Whether it stands for all those that follow, too.
    pub and_those_after: bool,
    /// Its rules, and the lines they stand on.
    pub rules: Vec<(u64, String)>,
    pub more_days: Vec<Stamp>,
    pub not_on: Vec<Stamp>,
    pub cancelled: bool,
    pub guests: Vec<Guest>,
    /// What of it could not be read.
    pub broken: Vec<(u64, String)>,
}

/// Somebody who takes part, or who asked the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guest {
    pub name: String,
    /// In small letters; empty where there is none.
    pub address: String,
    pub declined: bool,
}

/// A time as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub at: DateTime,
    pub clock: Named,
}

/// On which clock a time was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// It is a day without a time.
    AllDay,
    /// The clock of whoever reads it.
    Anywhere,
    Utc,
    /// The clock of a zone.
    Zone(Rc<str>),
}

/// A change of the clocks, again and again.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    pub start: Option<DateTime>,
    /// Seconds east of UTC before and after it.
    pub from: Option<i32>,
    pub to: Option<i32>,
    pub rules: Vec<String>,
    pub more: Vec<DateTime>,
}

/// A zone that a calendar carries.
#[derive(Debug, Clone, Default)]
pub(super) struct Carried {
    /// The name that its zone has everywhere.
    pub known_as: Option<String>,
    pub changes: Vec<Change>,
}

/// All that is looked for in a calendar.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Each by itself, so that the list is short while it grows.
    #[expect(clippy::vec_box, reason = "a list that grows is there twice")]
    pub events: Vec<Box<Event>>,
    pub zones: HashMap<String, Carried>,
    /// Whose calendar it is, where it says so.
    pub name: String,
    /// The zone of the whole calendar.
    pub zone: Option<String>,
    /// Whether there is a calendar at all.
    pub is_calendar: bool,
}

/// What is being read.
#[derive(Default)]
enum Open {
    #[default]
    Nothing,
    Event(Box<Event>),
    Zone(String, Carried, Option<Change>),
}

/// Reads all events and zones of a text.
pub(super) fn contents(text: &str, misses: &mut Misses, watch: &mut Watch<'_>) -> Result<Contents> {
    let mut reader = Reader {
        contents: Contents::default(),
        open: Open::Nothing,
        inner: Vec::new(),
        goes_on: false,
        line: 0,
        misses,
    };
    let total = text.len() as u64;
    for (nth, line) in lines(text).enumerate() {
        reader.line = line.number;
        if nth % 1_024 == 0
            && let ControlFlow::Break(()) = watch(line.end as u64, total)
        {
            return Err(ImportError::Stopped);
        }
        match line.property() {
            Some(property) => reader.property(line.number, &property),
            None if line.is_empty() => {}
            None if reader.contents.is_calendar => reader.misses.add(line.number, "is no line of a calendar"),
            None => {}
        }
    }
    reader.end();
    Ok(reader.contents)
}

struct Reader<'a> {
    contents: Contents,
    open: Open,
    /// The parts within an event or the calendar that are passed over, as alarms.
    inner: Vec<String>,
    /// Whether a calendar has begun and not ended, and the line it is at.
    goes_on: bool,
    line: u64,
    misses: &'a mut Misses,
}

impl Reader<'_> {
    fn property(&mut self, line: u64, property: &Property<'_>) {
        match property.name.as_str() {
            "BEGIN" => self.begin(line, &property.value.trim().to_ascii_uppercase()),
            "END" => self.close(line, &property.value.trim().to_ascii_uppercase()),
            _ if !self.inner.is_empty() => {}
            name => match &mut self.open {
                Open::Nothing => match name {
                    "X-WR-CALNAME" => self.contents.name = shortened(property.text()),
                    "X-WR-TIMEZONE" | "TZID" => self.contents.zone = Some(shortened(property.text())),
                    _ => {}
                },
                Open::Event(event) => of_event(event, line, property),
                Open::Zone(id, zone, change) => of_zone(id, zone, change.as_mut(), property),
            },
        }
    }

    fn begin(&mut self, line: u64, what: &str) {
        match what {
            "VCALENDAR" => {
                self.not_closed();
                self.contents.is_calendar = true;
                self.goes_on = true;
            }
            "VEVENT" => {
                self.not_closed();
                self.inner.clear();
                self.open = Open::Event(Box::new(Event { line, ..Event::default() }));
            }
            "VTIMEZONE" => {
                self.not_closed();
                self.inner.clear();
                self.open = Open::Zone(String::new(), Carried::default(), None);
            }
            "STANDARD" | "DAYLIGHT" if self.inner.is_empty() && matches!(self.open, Open::Zone(..)) => {
                if let Open::Zone(.., change) = &mut self.open {
                    *change = Some(Change::default());
                }
            }
            // Nobody nests deeper; what does is passed over until its event ends.
            _ if self.inner.len() < 16 => self.inner.push(what.to_owned()),
            _ => {}
        }
    }

    fn close(&mut self, line: u64, what: &str) {
        match (what, &mut self.open) {
            ("VEVENT", Open::Event(_)) => {
                if let Open::Event(mut event) = std::mem::take(&mut self.open) {
                    event.more_days.shrink_to_fit();
                    event.not_on.shrink_to_fit();
                    event.guests.shrink_to_fit();
                    event.rules.shrink_to_fit();
                    // What names nobody costs nothing.
                    if !event.summary.is_empty() || !event.guests.is_empty() {
                        self.contents.events.push(event);
                    }
                }
                self.inner.clear();
            }
            ("VTIMEZONE", Open::Zone(..)) => {
                if let Open::Zone(id, zone, _) = std::mem::take(&mut self.open) {
                    self.contents.zones.insert(id, zone);
                }
                self.inner.clear();
            }
            ("STANDARD" | "DAYLIGHT", Open::Zone(_, zone, change)) => {
                if let Some(change) = change.take().filter(|_| zone.changes.len() < MOST_CHANGES) {
                    zone.changes.push(change);
                }
            }
            ("VCALENDAR", _) => {
                self.not_closed();
                self.goes_on = false;
            }
            ("VEVENT", _) => self.misses.add(line, "ends an event that did not begin"),
            _ => {
                if let Some(at) = self.inner.iter().rposition(|open| open == what) {
                    self.inner.truncate(at);
                }
            }
        }
    }

    /// What was begun and has no end.
    fn not_closed(&mut self) {
        if let Open::Event(event) = std::mem::take(&mut self.open) {
            self.misses.add(event.line, "begins an event that has no end");
        }
    }

    fn end(&mut self) {
        self.contents.events.shrink_to_fit();
        let is_cut = self.goes_on && !matches!(self.open, Open::Event(_));
        self.not_closed();
        if is_cut {
            self.misses.add(self.line, "is the last line, but not the end of the calendar: more may be missing");
        }
    }
}

/// Something of an event that could not be read, as long as it is not too much of it.
fn wrong(broken: &mut Vec<(u64, String)>, line: u64, why: String) {
    if broken.len() < MOST_BROKEN {
        broken.push((line, why));
    }
}

fn of_event(event: &mut Event, line: u64, property: &Property<'_>) {
    let mut stamps = |kept: &mut Vec<Stamp>| {
        for value in property.value.split(',').take(MOST_DAYS.saturating_sub(kept.len())) {
            // A period begins with its start.
            match stamp(value.split('/').next().unwrap_or(value), property) {
                Ok(mut stamp) => {
                    // The name of a zone is kept once for all of them.
                    if let Some(last) = kept.last().filter(|last| last.clock == stamp.clock) {
                        stamp.clock = last.clock.clone();
                    }
                    kept.push(stamp);
                }
                Err(why) => wrong(&mut event.broken, line, why),
            }
        }
    };
    match property.name.as_str() {
        "UID" => event.uid = shortened(property.text()),
        "SUMMARY" => event.summary = shortened(property.text()),
        "STATUS" => event.cancelled |= property.value.trim().eq_ignore_ascii_case("CANCELLED"),
        "DTSTART" => match stamp(property.value, property) {
            Ok(start) => event.start = Some(start),
            Err(why) => wrong(&mut event.broken, line, why),
        },
        "RECURRENCE-ID" => {
            event.and_those_after =
                property.parameter("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            match stamp(property.value, property) {
                Ok(id) => event.instead_of = Some(id),
                Err(why) => wrong(&mut event.broken, line, why),
            }
        }
        "RRULE" if property.value.len() > LONGEST_RULE => {
            wrong(&mut event.broken, line, "has a rule that is too long".into());
        }
        "RRULE" if event.rules.len() < MOST_RULES => event.rules.push((line, property.value.trim().to_owned())),
        "RDATE" => stamps(&mut event.more_days),
        "EXDATE" => stamps(&mut event.not_on),
        "ATTENDEE" | "ORGANIZER" => guest(event, property),
        _ => {}
    }
}

/// Rooms and the like are nobody. Who asked the others is often among them too.
fn guest(event: &mut Event, property: &Property<'_>) {
    let is_thing = |kind: &str| ["ROOM", "RESOURCE"].iter().any(|thing| kind.eq_ignore_ascii_case(thing));
    if property.parameter("CUTYPE").is_some_and(is_thing) || event.guests.len() >= MOST_GUESTS {
        return;
    }
    let value = property.value.trim();
    let address = value.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).and_then(|_| value.get(7..));
    // Exchange puts a path there where it has no address.
    let address = address.or_else(|| property.parameter("EMAIL")).unwrap_or(value).trim().to_lowercase();
    let address = if address.contains('@') { shortened(address) } else { String::new() };
    if address.ends_with("resource.calendar.google.com") {
        return;
    }
    let name = shortened(property.parameter("CN").unwrap_or("").trim().to_owned());
    let declined = property.parameter("PARTSTAT").is_some_and(|status| status.eq_ignore_ascii_case("DECLINED"));
    let same = |guest: &&mut Guest| {
        if address.is_empty() || guest.address.is_empty() { guest.name == name } else { guest.address == address }
    };
    match event.guests.iter_mut().find(same) {
        Some(guest) => {
            guest.declined |= declined;
            if guest.name.is_empty() {
                guest.name = name;
            }
        }
        None if name.is_empty() && address.is_empty() => {}
        None => event.guests.push(Guest { name, address, declined }),
    }
}

fn of_zone(id: &mut String, zone: &mut Carried, change: Option<&mut Change>, property: &Property<'_>) {
    let Some(change) = change else {
        match property.name.as_str() {
            "TZID" => *id = shortened(property.text()),
            "X-LIC-LOCATION" => zone.known_as = Some(shortened(property.text())),
            _ => {}
        }
        return;
    };
    let civil = |value: &str| stamp(value, property).ok().map(|stamp| stamp.at);
    match property.name.as_str() {
        "DTSTART" => change.start = civil(property.value),
        "TZOFFSETFROM" => change.from = offset(property.value),
        "TZOFFSETTO" => change.to = offset(property.value),
        "RRULE" if property.value.len() <= LONGEST_RULE && change.rules.is_empty() => {
            change.rules.push(property.value.trim().to_owned());
        }
        "RDATE" => change.more.extend(property.value.split(',').filter_map(civil).take(MOST_CHANGES)),
        _ => {}
    }
}

/// `+0100`, `-053000`.
fn offset(value: &str) -> Option<i32> {
    let value = value.trim();
    let (sign, digits) = match value.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let part = |range| digits.get(range).and_then(|part: &str| part.parse::<i32>().ok());
    let seconds = part(0..2)? * 3_600 + part(2..4)? * 60 + part(4..6).unwrap_or(0);
    (seconds < 24 * 3_600).then_some(sign * seconds)
}

/// `20261124T100000`, `20261124T090000Z`, `20261124`.
fn stamp(value: &str, property: &Property<'_>) -> Result<Stamp, String> {
    let value = value.trim();
    let wrong = || {
        let shown: String = value.chars().filter(|c| !c.is_control()).take(40).collect();
        format!("says “{shown}”, which is no time")
    };
    let number = |range| {
        let part: Option<&str> = value.get(range);
        part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).and_then(|part| part.parse::<i16>().ok())
    };
    let small = |range| number(range).and_then(|number| i8::try_from(number).ok());
    let date = || Date::new(number(0..4)?, small(4..6)?, small(6..8)?).ok().filter(|day| day.year() > 0);
    let day = date().ok_or_else(wrong)?;
    let (rest, utc) = match value.get(8..).unwrap_or("") {
        "" => return Ok(Stamp { at: day.to_datetime(jiff::civil::Time::midnight()), clock: Named::AllDay }),
        rest => match rest.strip_suffix(['Z', 'z']) {
            Some(rest) => (rest, true),
            None => (rest, false),
        },
    };
    if !rest.starts_with(['T', 't']) || !(rest.len() == 7 || rest.len() == 5) {
        return Err(wrong());
    }
    // A leap second is the last of its minute here.
    let second = if rest.len() == 5 { 0 } else { small(13..15).ok_or_else(wrong)?.min(59) };
    let time = jiff::civil::Time::new(small(9..11).ok_or_else(wrong)?, small(11..13).ok_or_else(wrong)?, second, 0);
    let clock = match property.parameter("TZID") {
        _ if utc => Named::Utc,
        Some(zone) if !zone.is_empty() => Named::Zone(shortened(zone.to_owned()).into()),
        _ => Named::Anywhere,
    };
    Ok(Stamp { at: day.to_datetime(time.map_err(|_| wrong())?), clock })
}

fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(LONGEST_TEXT));
    text.shrink_to_fit();
    text
}
