//! The next occurrence of a series, and its cadence.

use ical::recur::{IcalRecurDateTime, IcalRecurFreq, IcalRecurRule, expand::IcalRecurExpand};
use jiff::{
    SignedDuration, Span, Timestamp, Zoned,
    civil::{Date, DateTime, Time},
};

use super::{
    event::{CalendarData, Event, EventEnd, IcsDateTime, TimeReference},
    timezone::{ZoneClock, ZoneClocks},
};
use crate::domain::cadence::{Cadence, Unit};

/// How many years ahead occurrences are searched: nobody plans a one-on-one later.
pub(super) const MAX_YEARS_AHEAD: i16 = 2;

/// The earliest year of a start: no meeting has gone on for longer.
const MIN_YEAR: i16 = 1900;

/// How many past occurrences are iterated. Forty years of daily meetings have fewer.
const MAX_OCCURRENCES: usize = 15_000;

/// An event and those that replace one of its occurrences.
pub(super) struct Series<'a> {
    /// `None` if the calendar holds only some of the occurrences.
    pub master: Option<&'a Event>,
    pub overrides: Vec<&'a Event>,
}

/// One occurrence of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub at: Timestamp,
    /// When it ends, where the event says so.
    pub end: Option<Timestamp>,
    /// The original time as written, whatever it was moved to; empty for an event without
    /// recurrence.
    pub recurrence_id: String,
    /// Whether it is a date without a time.
    pub all_day: bool,
    /// The cadence of the series.
    pub cadence: Option<Cadence>,
}

/// The first occurrence after now. An error says what of the event cannot be followed, as the end
/// of a sentence.
pub(super) fn next_occurrence(
    series: &Series<'_>,
    calendar: &CalendarData,
    clocks: &mut ZoneClocks,
    now: &Zoned,
) -> Result<Option<Occurrence>, (u64, String)> {
    for event in series.master.iter().chain(&series.overrides) {
        let year = event.start.as_ref().map_or(now.year(), |start| start.datetime.year());
        if year > now.year() + MAX_YEARS_AHEAD {
            return Err((event.line, format!("is an event in the year {year}, too far in the future")));
        }
    }
    let planned = match series.master {
        Some(event) => next_from_rules(event, series, calendar, clocks, now)?,
        None => None,
    };
    let cadence = planned.as_ref().and_then(|occurrence| occurrence.cadence);
    let moved = series.overrides.iter().filter(|event| !event.cancelled).filter_map(|event| {
        let start = event.start.as_ref()?;
        let all_day = start.reference == TimeReference::Date;
        let at = clocks
            .clock_or_floating(&start.reference, calendar)
            .to_timestamp(noon_if_all_day(start.datetime, all_day))?;
        let id = event.recurrence_id.as_ref().map(|id| id.datetime.to_string()).unwrap_or_default();
        let end = length(event, clocks, calendar).and_then(|length| at.checked_add(length).ok());
        (at > now.timestamp()).then_some(Occurrence { at, end, recurrence_id: id, all_day, cadence })
    });
    let first = moved.chain(planned).min_by_key(|occurrence| occurrence.at);
    Ok(first)
}

fn next_from_rules(
    event: &Event,
    series: &Series<'_>,
    calendar: &CalendarData,
    clocks: &mut ZoneClocks,
    now: &Zoned,
) -> Result<Option<Occurrence>, (u64, String)> {
    let Some(start) = &event.start else { return Err((event.line, "is an event without a start time".to_owned())) };
    if start.datetime.year() < MIN_YEAR && !event.rrules.is_empty() {
        return Err((
            event.line,
            format!("is a recurring event since the year {}, which is too long ago", start.datetime.year()),
        ));
    }
    let all_day = start.reference == TimeReference::Date;
    let clock = clocks.clock_or_floating(&start.reference, calendar);
    let mut tell = |stamp| clocks.convert(stamp, &start.reference, calendar);
    let not_on: Vec<DateTime> = event
        .exdates
        .iter()
        .map(|stamp| if stamp.reference == TimeReference::Date { stamp.datetime } else { tell(stamp) })
        .collect();
    let instead: Vec<(DateTime, &Event)> =
        series.overrides.iter().filter_map(|event| Some((tell(event.recurrence_id.as_ref()?), *event))).collect();
    let more: Vec<DateTime> = event.rdates.iter().map(&mut tell).collect();
    let shifts: Vec<(DateTime, Span, &Event)> = instead
        .iter()
        .filter(|(_, event)| event.this_and_future && !event.cancelled)
        .filter_map(|(id, event)| Some((*id, tell(event.start.as_ref()?).since(*id).ok()?, *event)))
        .collect();
    // A date alone removes all occurrences on it.
    let whole_days = event.exdates.iter().any(|stamp| stamp.reference == TimeReference::Date);
    let is_out = |at: DateTime| {
        not_on.contains(&at)
            || (whole_days && not_on.contains(&at.date().to_datetime(Time::midnight())))
            || instead.iter().any(|(id, _)| *id == at)
    };
    // Where now is in the zone of the event; occurrences may be moved from the past to after now.
    let now_there = clock.to_datetime(now.timestamp());
    let shift_of = |at: DateTime| shifts.iter().filter(|(since, ..)| *since <= at).max_by_key(|(since, ..)| *since);
    let shifted = |at: DateTime| shift_of(at).and_then(|(_, by, _)| at.checked_add(*by).ok()).unwrap_or(at);
    let to_come = |at: DateTime| {
        let instant = clock
            .to_timestamp(noon_if_all_day(shifted(at), all_day))
            .filter(|instant| *instant > now.timestamp() && !is_out(at))?;
        Some((instant, at))
    };
    let mut first: Option<(Timestamp, DateTime)> =
        std::iter::once(start.datetime).chain(more).filter_map(to_come).min_by_key(|(instant, _)| *instant);
    let mut goes_on = None;
    for (line, rule) in &event.rrules {
        let read = parse_rule(rule, &start.reference, &clock).map_err(|why| (*line, why))?;
        let found = first_match(read, start.datetime, now_there, to_come).map_err(|why| (*line, why))?;
        goes_on = found.map(|(instant, _)| (rule, now.time_zone().to_datetime(instant)));
        first = first.into_iter().chain(found).min_by_key(|(instant, _)| *instant);
    }
    let cadence =
        goes_on.filter(|_| event.rrules.len() == 1).and_then(|(rule, next)| cadence_from_rule(rule, &next, all_day));
    let id = |id: DateTime| {
        if event.rrules.is_empty() && event.rdates.is_empty() { String::new() } else { id.to_string() }
    };
    Ok(first.map(|(at, named)| {
        let length = length(shift_of(named).map_or(event, |(.., event)| event), clocks, calendar);
        let end = length.and_then(|length| at.checked_add(length).ok());
        Occurrence { at, end, recurrence_id: id(named), all_day, cadence }
    }))
}

/// How long an event takes; `None` for one without a time.
fn length(event: &Event, clocks: &mut ZoneClocks, calendar: &CalendarData) -> Option<SignedDuration> {
    let start = event.start.as_ref().filter(|start| start.reference != TimeReference::Date)?;
    match event.end.as_deref()? {
        EventEnd::After(length) => Some(*length),
        EventEnd::At(end) if end.reference == TimeReference::Date => None,
        EventEnd::At(end) => {
            let mut instant = |written: &IcsDateTime| {
                clocks.clock_or_floating(&written.reference, calendar).to_timestamp(written.datetime)
            };
            Some(instant(end)?.duration_since(instant(start)?))
        }
    }
}

/// A date without a time is its noon.
fn noon_if_all_day(at: DateTime, all_day: bool) -> DateTime {
    if all_day { at.date().at(12, 0, 0, 0) } else { at }
}

/// Parses a rule. Those that no one-on-one has are refused: following them would be too expensive.
fn parse_rule(text: &str, reference: &TimeReference, clock: &ZoneClock) -> Result<IcalRecurRule, String> {
    let mut rule =
        IcalRecurRule::parse(text).map_err(|_| format!("has an invalid recurrence rule: {}", excerpt(text)))?;
    let times = [&rule.by_hour, &rule.by_minute, &rule.by_second];
    if matches!(rule.freq, IcalRecurFreq::Hourly | IcalRecurFreq::Minutely | IcalRecurFreq::Secondly)
        || times.iter().any(|times| times.len() > 1)
    {
        return Err("repeats several times a day".to_owned());
    }
    if let Some(until) = &mut rule.until {
        let end = text.to_ascii_uppercase();
        let end = end.split(';').find_map(|part| part.trim().strip_prefix("UNTIL=")).unwrap_or("");
        if !end.contains('T') {
            (until.hour, until.minute, until.second) = (23, 59, 59);
        } else if end.ends_with('Z')
            && !matches!(reference, TimeReference::Utc | TimeReference::Date)
            && let Some(until_instant) = from_ical(*until).and_then(|at| jiff::tz::TimeZone::UTC.to_timestamp(at).ok())
        {
            *until = to_ical(clock.to_datetime(until_instant));
        }
    }
    Ok(rule)
}

/// The first occurrence of a rule after now.
fn first_match<T>(
    mut rule: IcalRecurRule,
    start: DateTime,
    now: DateTime,
    to_come: impl Fn(DateTime) -> Option<T>,
) -> Result<Option<T>, String> {
    let last = now.saturating_add(Span::new().years(MAX_YEARS_AHEAD + 1));
    if rule.until.is_none_or(|until| until > to_ical(last)) {
        rule.until = Some(to_ical(last));
    }
    let start = if rule.count.is_none() { fast_forward(&rule, start, now) } else { start };
    for (walked, at) in IcalRecurExpand::new(rule, to_ical(start)).filter_map(from_ical).enumerate() {
        if let Some(found) = to_come(at) {
            return Ok(Some(found));
        }
        if walked >= MAX_OCCURRENCES {
            return Err("repeats too often to follow".to_owned());
        }
    }
    Ok(None)
}

/// A later start, shortly before now, from which a daily or weekly rule gives the same days.
fn fast_forward(rule: &IcalRecurRule, start: DateTime, now: DateTime) -> DateTime {
    let days = match rule.freq {
        IcalRecurFreq::Daily => i64::from(rule.interval),
        IcalRecurFreq::Weekly => i64::from(rule.interval) * 7,
        _ => return start,
    };
    let between = i64::from((now.date() - start.date()).get_days());
    // A year before: what was moved from there may still come.
    let periods = (between - 366) / days;
    if periods <= 0 {
        return start;
    }
    start.checked_add(Span::new().days(periods * days)).unwrap_or(start)
}

/// The cadence of a rule: every so many days, weeks or months, on the weekday and at the time of
/// the next occurrence in the leader's zone.
fn cadence_from_rule(rule: &str, next: &DateTime, all_day: bool) -> Option<Cadence> {
    let rule = IcalRecurRule::parse(rule).ok()?;
    let interval = u16::try_from(rule.interval).ok()?;
    let (every, unit, weekday) = match rule.freq {
        IcalRecurFreq::Weekly if rule.by_day.len() <= 1 => (interval, Unit::Week, true),
        IcalRecurFreq::Daily if !rule.by_day.is_empty() => return None,
        IcalRecurFreq::Daily if interval.is_multiple_of(7) => (interval / 7, Unit::Week, true),
        IcalRecurFreq::Daily => (interval, Unit::Day, false),
        IcalRecurFreq::Monthly if rule.by_day.len() <= 1 => (interval, Unit::Month, rule.by_day.len() == 1),
        IcalRecurFreq::Monthly if !rule.by_set_pos.is_empty() => (interval, Unit::Month, false),
        IcalRecurFreq::Yearly if rule.by_month.len() <= 1 => (interval.checked_mul(12)?, Unit::Month, false),
        _ => return None,
    };
    let cadence = Cadence::new(every, unit).ok()?;
    let time = next.time().with().second(0).subsec_nanosecond(0).build().ok();
    Some(cadence.with_weekday(weekday.then(|| next.weekday())).with_time(time.filter(|_| !all_day)))
}

/// A time in the form of the recurrence library.
pub(super) fn to_ical(at: DateTime) -> IcalRecurDateTime {
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    IcalRecurDateTime {
        year: i32::from(at.year()),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
    }
}

/// A time from the recurrence library; `None` if the calendar lacks it.
pub(super) fn from_ical(at: IcalRecurDateTime) -> Option<DateTime> {
    let small = |number: u8| i8::try_from(number).ok();
    let day = Date::new(i16::try_from(at.year).ok()?, small(at.month)?, small(at.day)?).ok()?;
    let time = Time::new(small(at.hour)?, small(at.minute)?, small(at.second.min(59))?, 0).ok()?;
    Some(day.to_datetime(time))
}

fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
