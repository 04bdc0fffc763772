//! Parses the events and time zones of a calendar.

use std::{collections::HashMap, ops::ControlFlow, rc::Rc};

use jiff::{
    SignedDuration, Span, SpanRelativeTo,
    civil::{Date, DateTime},
};

use super::content_line::{Property, unfold_lines};
use crate::import::{ImportError, ProgressFn, Result, diagnostics::Diagnostics};

/// Limits for what is kept of an event: nobody has more rules, and more attendees are a group in
/// any case.
const MAX_ATTENDEES: usize = 16;
const MAX_RULES: usize = 4;
const MAX_DATES: usize = 2_000;
const MAX_ERRORS: usize = 16;
const MAX_OBSERVANCES: usize = 400;
const MAX_RULE_LEN: usize = 512;
const MAX_TEXT_LEN: usize = 500;

/// An event.
#[derive(Debug, Clone, Default)]
pub(super) struct Event {
    /// The line on which it begins.
    pub line: u64,
    pub uid: String,
    pub summary: String,
    pub start: Option<IcsDateTime>,
    /// When it ends, or how long it takes; without either, nothing is known about its end. Boxed,
    /// as a calendar of very many short events would take too much memory.
    pub end: Option<Box<EventEnd>>,
    /// Which occurrence of its series it replaces.
    pub recurrence_id: Option<IcsDateTime>,
    /// Whether it also replaces all later ones.
    pub this_and_future: bool,
    /// Its rules, each with its line.
    pub rrules: Vec<(u64, String)>,
    pub rdates: Vec<IcsDateTime>,
    pub exdates: Vec<IcsDateTime>,
    pub cancelled: bool,
    pub attendees: Vec<Attendee>,
    /// Diagnostics for its parts.
    pub errors: Vec<(u64, String)>,
}

/// The end of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EventEnd {
    At(IcsDateTime),
    After(SignedDuration),
}

/// An attendee or the organizer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attendee {
    pub name: String,
    /// In lower case; empty if there is none.
    pub address: String,
    pub declined: bool,
}

/// A time as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IcsDateTime {
    pub datetime: DateTime,
    pub reference: TimeReference,
}

/// What a time refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TimeReference {
    /// A date without a time.
    Date,
    /// The local time of the reader.
    Floating,
    Utc,
    /// A named zone.
    Zone(Rc<str>),
}

/// A recurring change of the UTC offset.
#[derive(Debug, Clone, Default)]
pub(super) struct Observance {
    pub start: Option<DateTime>,
    /// Seconds east of UTC before and after it.
    pub offset_from: Option<i32>,
    pub offset_to: Option<i32>,
    pub rrules: Vec<String>,
    pub rdates: Vec<DateTime>,
}

/// A zone that the calendar defines.
#[derive(Debug, Clone, Default)]
pub(super) struct VTimezone {
    /// Its IANA name.
    pub iana_name: Option<String>,
    pub observances: Vec<Observance>,
}

/// Everything needed of a calendar.
#[derive(Debug, Default)]
pub(super) struct CalendarData {
    /// Boxed, so that the growing list stays small.
    #[expect(clippy::vec_box, reason = "a list that grows is there twice")]
    pub events: Vec<Box<Event>>,
    pub timezones: HashMap<String, VTimezone>,
    /// The owner, if given.
    pub name: String,
    /// The zone of the whole calendar.
    pub default_timezone: Option<String>,
    /// Whether there is a calendar at all.
    pub is_calendar: bool,
}

/// The state of the parser.
#[derive(Default)]
enum OpenComponent {
    #[default]
    Calendar,
    Event(Box<Event>),
    Timezone(String, VTimezone, Option<Observance>),
}

/// Parses all events and zones of a text.
pub(super) fn parse_calendar(
    text: &str,
    diagnostics: &mut Diagnostics,
    on_progress: &mut ProgressFn<'_>,
) -> Result<CalendarData> {
    let mut reader = CalendarParser {
        calendar: CalendarData::default(),
        component: OpenComponent::Calendar,
        skipped_components: Vec::new(),
        in_calendar: false,
        line: 0,
        diagnostics,
    };
    let total = text.len() as u64;
    for (index, line) in unfold_lines(text).enumerate() {
        reader.line = line.number;
        if index % 1_024 == 0
            && let ControlFlow::Break(()) = on_progress(line.end_offset as u64, total)
        {
            return Err(ImportError::Cancelled);
        }
        match line.property() {
            Some(property) => reader.handle_property(line.number, &property),
            None if line.is_blank() => {}
            None if reader.calendar.is_calendar => reader.diagnostics.add(line.number, "is not a valid calendar line"),
            None => {}
        }
    }
    reader.finish();
    Ok(reader.calendar)
}

struct CalendarParser<'a> {
    calendar: CalendarData,
    component: OpenComponent,
    /// Skipped components within the current one, such as alarms.
    skipped_components: Vec<String>,
    /// Whether a calendar is open, and the current line.
    in_calendar: bool,
    line: u64,
    diagnostics: &'a mut Diagnostics,
}

impl CalendarParser<'_> {
    fn handle_property(&mut self, line: u64, property: &Property<'_>) {
        match property.name.as_str() {
            "BEGIN" => self.begin_component(line, &property.value.trim().to_ascii_uppercase()),
            "END" => self.end_component(line, &property.value.trim().to_ascii_uppercase()),
            _ if !self.skipped_components.is_empty() => {}
            name => match &mut self.component {
                OpenComponent::Calendar => match name {
                    "X-WR-CALNAME" => self.calendar.name = truncate(property.unescaped_text()),
                    "X-WR-TIMEZONE" | "TZID" => {
                        self.calendar.default_timezone = Some(truncate(property.unescaped_text()));
                    }
                    _ => {}
                },
                OpenComponent::Event(event) => apply_event_property(event, line, property),
                OpenComponent::Timezone(id, zone, change) => {
                    apply_timezone_property(id, zone, change.as_mut(), property);
                }
            },
        }
    }

    fn begin_component(&mut self, line: u64, what: &str) {
        match what {
            "VCALENDAR" => {
                self.report_unclosed();
                self.calendar.is_calendar = true;
                self.in_calendar = true;
            }
            "VEVENT" => {
                self.report_unclosed();
                self.skipped_components.clear();
                self.component = OpenComponent::Event(Box::new(Event { line, ..Event::default() }));
            }
            "VTIMEZONE" => {
                self.report_unclosed();
                self.skipped_components.clear();
                self.component = OpenComponent::Timezone(String::new(), VTimezone::default(), None);
            }
            "STANDARD" | "DAYLIGHT"
                if self.skipped_components.is_empty() && matches!(self.component, OpenComponent::Timezone(..)) =>
            {
                if let OpenComponent::Timezone(.., change) = &mut self.component {
                    *change = Some(Observance::default());
                }
            }
            // Nothing is nested deeper; what is gets skipped until its event ends.
            _ if self.skipped_components.len() < 16 => self.skipped_components.push(what.to_owned()),
            _ => {}
        }
    }

    fn end_component(&mut self, line: u64, what: &str) {
        match (what, &mut self.component) {
            ("VEVENT", OpenComponent::Event(_)) => {
                if let OpenComponent::Event(mut event) = std::mem::take(&mut self.component) {
                    event.rdates.shrink_to_fit();
                    event.exdates.shrink_to_fit();
                    event.attendees.shrink_to_fit();
                    event.rrules.shrink_to_fit();
                    // An entry without a name is not stored.
                    if !event.summary.is_empty() || !event.attendees.is_empty() {
                        self.calendar.events.push(event);
                    }
                }
                self.skipped_components.clear();
            }
            ("VTIMEZONE", OpenComponent::Timezone(..)) => {
                if let OpenComponent::Timezone(id, zone, _) = std::mem::take(&mut self.component) {
                    self.calendar.timezones.insert(id, zone);
                }
                self.skipped_components.clear();
            }
            ("STANDARD" | "DAYLIGHT", OpenComponent::Timezone(_, zone, change)) => {
                if let Some(change) = change.take().filter(|_| zone.observances.len() < MAX_OBSERVANCES) {
                    zone.observances.push(change);
                }
            }
            ("VCALENDAR", _) => {
                self.report_unclosed();
                self.in_calendar = false;
            }
            ("VEVENT", _) => self.diagnostics.add(line, "ends an event that never started"),
            _ => {
                if let Some(at) = self.skipped_components.iter().rposition(|open| open == what) {
                    self.skipped_components.truncate(at);
                }
            }
        }
    }

    /// Reports components without an end.
    fn report_unclosed(&mut self) {
        if let OpenComponent::Event(event) = std::mem::take(&mut self.component) {
            self.diagnostics.add(event.line, "starts an event that never ends");
        }
    }

    fn finish(&mut self) {
        self.calendar.events.shrink_to_fit();
        let is_cut = self.in_calendar && !matches!(self.component, OpenComponent::Event(_));
        self.report_unclosed();
        if is_cut {
            self.diagnostics.add(self.line, "is the last line, but the calendar is incomplete");
        }
    }
}

/// Adds a diagnostic for a part of an event, up to a limit.
fn push_error(errors: &mut Vec<(u64, String)>, line: u64, why: String) {
    if errors.len() < MAX_ERRORS {
        errors.push((line, why));
    }
}

fn apply_event_property(event: &mut Event, line: u64, property: &Property<'_>) {
    let mut stamps = |kept: &mut Vec<IcsDateTime>| {
        for value in property.value.split(',').take(MAX_DATES.saturating_sub(kept.len())) {
            // A period begins with its start.
            match parse_datetime(value.split('/').next().unwrap_or(value), property) {
                Ok(mut stamp) => {
                    // Zone names are stored once.
                    if let Some(last) = kept.last().filter(|last| last.reference == stamp.reference) {
                        stamp.reference = last.reference.clone();
                    }
                    kept.push(stamp);
                }
                Err(why) => push_error(&mut event.errors, line, why),
            }
        }
    };
    match property.name.as_str() {
        "UID" => event.uid = truncate(property.unescaped_text()),
        "SUMMARY" => event.summary = truncate(property.unescaped_text()),
        "STATUS" => event.cancelled |= property.value.trim().eq_ignore_ascii_case("CANCELLED"),
        "DTSTART" => match parse_datetime(property.value, property) {
            Ok(start) => event.start = Some(start),
            Err(why) => push_error(&mut event.errors, line, why),
        },
        // Without a valid end, the event is still a one-on-one.
        "DTEND" => set_end(event, parse_datetime(property.value, property).ok().map(EventEnd::At)),
        "DURATION" => set_end(event, parse_duration(property.value).map(EventEnd::After)),
        "RECURRENCE-ID" => {
            event.this_and_future =
                property.parameter("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            match parse_datetime(property.value, property) {
                Ok(id) => event.recurrence_id = Some(id),
                Err(why) => push_error(&mut event.errors, line, why),
            }
        }
        "RRULE" if property.value.len() > MAX_RULE_LEN => {
            push_error(&mut event.errors, line, "has a recurrence rule that is too long".into());
        }
        "RRULE" if event.rrules.len() < MAX_RULES => event.rrules.push((line, property.value.trim().to_owned())),
        "RDATE" => stamps(&mut event.rdates),
        "EXDATE" => stamps(&mut event.exdates),
        "ATTENDEE" | "ORGANIZER" => add_attendee(event, property),
        _ => {}
    }
}

/// Rooms and resources are no people. The organizer is often among the attendees too.
fn add_attendee(event: &mut Event, property: &Property<'_>) {
    let is_thing = |kind: &str| ["ROOM", "RESOURCE"].iter().any(|thing| kind.eq_ignore_ascii_case(thing));
    if property.parameter("CUTYPE").is_some_and(is_thing) || event.attendees.len() >= MAX_ATTENDEES {
        return;
    }
    let value = property.value.trim();
    let address = value.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).and_then(|_| value.get(7..));
    // Exchange writes a path where it has no address.
    let address = address.or_else(|| property.parameter("EMAIL")).unwrap_or(value).trim().to_lowercase();
    let address = if address.contains('@') { truncate(address) } else { String::new() };
    if address.ends_with("resource.calendar.google.com") {
        return;
    }
    let name = truncate(property.parameter("CN").unwrap_or("").trim().to_owned());
    let declined = property.parameter("PARTSTAT").is_some_and(|status| status.eq_ignore_ascii_case("DECLINED"));
    let same = |guest: &&mut Attendee| {
        if address.is_empty() || guest.address.is_empty() { guest.name == name } else { guest.address == address }
    };
    match event.attendees.iter_mut().find(same) {
        Some(guest) => {
            guest.declined |= declined;
            if guest.name.is_empty() {
                guest.name = name;
            }
        }
        None if name.is_empty() && address.is_empty() => {}
        None => event.attendees.push(Attendee { name, address, declined }),
    }
}

fn apply_timezone_property(
    id: &mut String,
    timezone: &mut VTimezone,
    observance: Option<&mut Observance>,
    property: &Property<'_>,
) {
    let Some(change) = observance else {
        match property.name.as_str() {
            "TZID" => *id = truncate(property.unescaped_text()),
            "X-LIC-LOCATION" => timezone.iana_name = Some(truncate(property.unescaped_text())),
            _ => {}
        }
        return;
    };
    let civil = |value: &str| parse_datetime(value, property).ok().map(|stamp| stamp.datetime);
    match property.name.as_str() {
        "DTSTART" => change.start = civil(property.value),
        "TZOFFSETFROM" => change.offset_from = parse_utc_offset(property.value),
        "TZOFFSETTO" => change.offset_to = parse_utc_offset(property.value),
        "RRULE" if property.value.len() <= MAX_RULE_LEN && change.rrules.is_empty() => {
            change.rrules.push(property.value.trim().to_owned());
        }
        "RDATE" => change.rdates.extend(property.value.split(',').filter_map(civil).take(MAX_OBSERVANCES)),
        _ => {}
    }
}

fn set_end(event: &mut Event, end: Option<EventEnd>) {
    event.end = end.map(Box::new).or(event.end.take());
}

/// A duration: `PT30M`, `P1DT2H`, `P1W`.
fn parse_duration(value: &str) -> Option<SignedDuration> {
    let span = value.trim().parse::<Span>().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}

/// A UTC offset: `+0100`, `-053000`.
fn parse_utc_offset(value: &str) -> Option<i32> {
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

/// A date or time: `20261124T100000`, `20261124T090000Z`, `20261124`.
fn parse_datetime(value: &str, property: &Property<'_>) -> Result<IcsDateTime, String> {
    let value = value.trim();
    let problem = || {
        let excerpt: String = value.chars().filter(|c| !c.is_control()).take(40).collect();
        format!("says “{excerpt}”, which isn’t a valid time")
    };
    let number = |range| {
        let part: Option<&str> = value.get(range);
        part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).and_then(|part| part.parse::<i16>().ok())
    };
    let small = |range| number(range).and_then(|number| i8::try_from(number).ok());
    let date = || Date::new(number(0..4)?, small(4..6)?, small(6..8)?).ok().filter(|day| day.year() > 0);
    let day = date().ok_or_else(problem)?;
    let (rest, utc) = match value.get(8..).unwrap_or("") {
        "" => {
            return Ok(IcsDateTime {
                datetime: day.to_datetime(jiff::civil::Time::midnight()),
                reference: TimeReference::Date,
            });
        }
        rest => match rest.strip_suffix(['Z', 'z']) {
            Some(rest) => (rest, true),
            None => (rest, false),
        },
    };
    if !rest.starts_with(['T', 't']) || !(rest.len() == 7 || rest.len() == 5) {
        return Err(problem());
    }
    // A leap second becomes the last second of its minute.
    let second = if rest.len() == 5 { 0 } else { small(13..15).ok_or_else(problem)?.min(59) };
    let time = jiff::civil::Time::new(small(9..11).ok_or_else(problem)?, small(11..13).ok_or_else(problem)?, second, 0);
    let clock = match property.parameter("TZID") {
        _ if utc => TimeReference::Utc,
        Some(zone) if !zone.is_empty() => TimeReference::Zone(truncate(zone.to_owned()).into()),
        _ => TimeReference::Floating,
    };
    Ok(IcsDateTime { datetime: day.to_datetime(time.map_err(|_| problem())?), reference: clock })
}

fn truncate(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_TEXT_LEN));
    text.shrink_to_fit();
    text
}
