//! Calendars (iCalendar, RFC 5545): the next one-on-one with each person, and its cadence.
//!
//! An event with one person, by its attendees or its title, becomes the next one-on-one with them,
//! at its first occurrence after now, in the leader's zone. Past events are ignored, since a
//! calendar does not show that a meeting took place. The uid of a planned one-on-one follows from
//! the person, the event and the occurrence, so that importing the calendar again moves what was
//! moved in it; nothing is removed.

mod attendees;
mod content_line;
mod event;
mod recurrence;
mod timezone;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use jiff::Zoned;

use self::{
    attendees::{AttendeeMatcher, Counterpart},
    event::{CalendarData, Event, TimeReference, parse_calendar},
    recurrence::{Occurrence, Series},
    timezone::ZoneClocks,
};
use super::{
    IgnoredItems, ImportContext, ImportError, ImportResult, ProgressFn, Result,
    decode::{self, DecodedText},
    diagnostics::Diagnostics,
    imported_person::{existing_person, new_person, person_uid},
};
use crate::{
    domain::{
        cadence::Cadence,
        calendar_sync::PlannedTime,
        id::{OneOnOneId, PersonId, Uid},
        moment::Moment,
        name::normalize_name,
        one_on_one::{OneOnOne, OneOnOneState, is_possible_end},
        person::Profile,
    },
    journal::import_bundle::{ImportBundle, PersonMapping},
};

/// How many candidates with one person are kept before they are pruned.
const MAX_CANDIDATES: usize = 100;

/// Reads a calendar.
///
/// # Errors
/// If it cannot be read, is no calendar, or the callback asks to stop.
pub fn read(path: &Path, context: &ImportContext, on_progress: &mut ProgressFn<'_>) -> Result<ImportResult> {
    read_decoded(path, decode::read_text(path)?, context, on_progress)
}

/// The next one-on-ones of the people in the journal, as a calendar has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NextMeetings {
    /// With whom, and when.
    pub meetings: Vec<(PersonId, PlannedTime)>,
    /// Whether all of the calendar was understood.
    pub is_whole: bool,
}

/// Reads the next one-on-ones of a calendar that is kept up to date elsewhere. New people are left
/// out.
///
/// # Errors
/// As [`read`]; also if the file has no end yet, or no events any more.
pub fn read_next_meetings(
    path: &Path,
    context: &ImportContext,
    on_progress: &mut ProgressFn<'_>,
) -> Result<NextMeetings> {
    let text = decode::read_text(path)?;
    let upper = text.text.to_ascii_uppercase();
    let reason = if !upper.contains("BEGIN:VCALENDAR") {
        "is not a calendar"
    } else if !upper.trim_end().ends_with("END:VCALENDAR") {
        "is incomplete"
    } else if !upper.contains("BEGIN:VEVENT") {
        "has no events"
    } else {
        ""
    };
    if !reason.is_empty() {
        return Err(ImportError::Unreadable { path: path.to_owned(), reason: reason.to_owned() });
    }
    let result = read_decoded(path, text, context, on_progress)?;
    let known: HashMap<PersonId, PersonId> = result
        .bundle
        .people
        .iter()
        .filter_map(|imported| match imported.mapping {
            PersonMapping::Existing(id) => Some((imported.person.id, id)),
            PersonMapping::ByName | PersonMapping::Skip => None,
        })
        .collect();
    let meetings = result.bundle.one_on_ones.into_iter();
    let meetings = meetings.filter_map(|planned| Some((*known.get(&planned.person)?, PlannedTime::of(planned))));
    let meetings = meetings.collect();
    Ok(NextMeetings { meetings, is_whole: result.diagnostics.is_empty() })
}

fn read_decoded(
    path: &Path,
    text: DecodedText,
    context: &ImportContext,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ImportResult> {
    let mut diagnostics = Diagnostics::new(path);
    if let Some(line) = text.first_damaged_line {
        diagnostics.add(line, DecodedText::DAMAGED_MESSAGE);
    }
    let mut contents = parse_calendar(&text.text, &mut diagnostics, on_progress)?;
    drop(text);
    if !contents.is_calendar {
        let reason = "is not a calendar".to_owned();
        return Err(ImportError::Unreadable { path: path.to_owned(), reason });
    }
    let circle = AttendeeMatcher::new(&contents, &context.people);
    // An occurrence that the owner declined counts as cancelled.
    for event in contents.events.iter_mut().filter(|event| event.recurrence_id.is_some()) {
        event.cancelled |= circle.is_declined(event);
    }
    let mut finding = CalendarScan {
        matcher: circle,
        clocks: ZoneClocks::new(&contents, context.now.time_zone(), context.now.timestamp()),
        calendar: &contents,
        now: &context.now,
        candidates: BTreeMap::new(),
        ignored: IgnoredCounts::default(),
        unknown_zones: HashSet::new(),
        diagnostics,
    };
    for series in group_series(&contents.events) {
        finding.scan_series(&series);
    }
    Ok(finding.finish(context))
}

/// Groups the events by series, in the order of the file. Of two with the same uid the later one
/// wins.
fn group_series(events: &[Box<Event>]) -> Vec<Series<'_>> {
    let mut all: Vec<Series<'_>> = Vec::with_capacity(events.len());
    let mut indexes: HashMap<&str, usize> = HashMap::new();
    for event in events {
        let known = indexes.get(event.uid.as_str()).filter(|_| !event.uid.is_empty());
        let index = known.copied().unwrap_or_else(|| {
            all.push(Series { master: None, overrides: Vec::new() });
            all.len() - 1
        });
        indexes.insert(&event.uid, index);
        let Some(series) = all.get_mut(index) else { continue };
        if event.recurrence_id.is_some() { series.overrides.push(event) } else { series.master = Some(event) }
    }
    all
}

/// Whom an event is with, as an ordered key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum PersonKey {
    Existing(usize),
    /// By the normalised name.
    New(String),
}

/// A possible next one-on-one.
struct Candidate {
    name: String,
    uid: String,
    is_explicit: bool,
    is_invited: bool,
    occurrence: Occurrence,
}

/// How many events were ignored, by reason.
#[derive(Default)]
struct IgnoredCounts {
    past: usize,
    groups: usize,
    cancelled: usize,
    declined: usize,
    unclear: usize,
    ambiguous_self: usize,
    archived: usize,
}

struct CalendarScan<'a> {
    matcher: AttendeeMatcher<'a>,
    clocks: ZoneClocks,
    calendar: &'a CalendarData,
    now: &'a Zoned,
    candidates: BTreeMap<PersonKey, Vec<Candidate>>,
    ignored: IgnoredCounts,
    unknown_zones: HashSet<&'a str>,
    diagnostics: Diagnostics,
}

impl<'a> CalendarScan<'a> {
    fn scan_series(&mut self, series: &Series<'a>) {
        let Some(event) = series.master.or(series.overrides.first().copied()) else { return };
        let meeting = self.matcher.match_event(event);
        let is_all_day = event.start.as_ref().is_some_and(|start| start.reference == TimeReference::Date);
        let (key, name) = match meeting.counterpart {
            Counterpart::Existing(_) | Counterpart::New(_) if is_all_day && !meeting.is_explicit => {
                self.ignored.unclear += 1;
                return;
            }
            Counterpart::Existing(index) => {
                let person = self.matcher.person(index);
                if person.is_some_and(|person| person.archived_at.is_some()) {
                    self.ignored.archived += 1;
                    return;
                }
                (PersonKey::Existing(index), String::new())
            }
            Counterpart::New(name) => (PersonKey::New(normalize_name(&name)), name),
            Counterpart::Group => return self.ignored.groups += 1,
            Counterpart::Declined => return self.ignored.declined += 1,
            Counterpart::Unclear => return self.ignored.unclear += 1,
            Counterpart::AmbiguousSelf => return self.ignored.ambiguous_self += 1,
            Counterpart::Nobody => return,
        };
        if series.master.is_some_and(|event| event.cancelled) {
            self.ignored.cancelled += 1;
            return;
        }
        let broken: Vec<&(u64, String)> =
            series.master.into_iter().chain(series.overrides.iter().copied()).flat_map(|event| &event.errors).collect();
        if !broken.is_empty() {
            for (line, reason) in broken {
                self.diagnostics.add(*line, reason.as_str());
            }
            return;
        }
        self.report_unknown_zones(series);
        match recurrence::next_occurrence(series, self.calendar, &mut self.clocks, self.now) {
            Ok(Some(occurrence)) => {
                let uid = if event.uid.is_empty() { event.summary.clone() } else { event.uid.clone() };
                let to_come = Candidate {
                    name,
                    uid,
                    is_explicit: meeting.is_explicit,
                    is_invited: meeting.is_invited,
                    occurrence,
                };
                let all = self.candidates.entry(key).or_default();
                all.push(to_come);
                if all.len() >= MAX_CANDIDATES {
                    prune(all);
                }
            }
            Ok(None) => self.ignored.past += 1,
            Err((line, reason)) => self.diagnostics.add(line, reason),
        }
    }

    /// Each unknown zone is reported once.
    fn report_unknown_zones(&mut self, series: &Series<'a>) {
        for event in series.master.into_iter().chain(series.overrides.iter().copied()) {
            let Some(start) = &event.start else { continue };
            if let TimeReference::Zone(name) = &start.reference
                && self.clocks.clock(&start.reference, self.calendar).is_none()
                && self.unknown_zones.insert(name)
            {
                let reason = format!("is in the unknown time zone “{name}”; your own time zone was used");
                self.diagnostics.add(event.line, reason);
            }
        }
    }

    fn finish(self, context: &ImportContext) -> ImportResult {
        let mut bundle = ImportBundle::default();
        for ((key, to_come), row) in self.candidates.into_iter().zip(1..) {
            let known = match key {
                PersonKey::Existing(index) => self.matcher.person(index),
                PersonKey::New(_) => None,
            };
            let Some((next, cadence)) = pick_best(&to_come) else { continue };
            let id = PersonId(row);
            let imported = if let Some(person) = known {
                existing_person(id, person)
            } else {
                let uid = person_uid(&normalize_name(&next.name));
                new_person(id, uid, Profile::with_name(&next.name), Moment::from(&context.now))
            };
            let name = imported.person.uid.to_string();
            let zone = context.now.time_zone();
            let mut at = next.occurrence.at.to_zoned(zone.clone());
            let mut planned_end = next.occurrence.end;
            // An event without a time is at the usual time of the meeting, or at noon.
            let usual = known.and_then(|person| person.profile.cadence?.time()).filter(|_| next.occurrence.all_day);
            if let Some(at_usual) = usual.and_then(|time| at.date().to_datetime(time).to_zoned(zone.clone()).ok()) {
                (at, planned_end) = (at_usual, None);
            }
            let at = Moment::from(&at);
            bundle.one_on_ones.push(OneOnOne {
                id: OneOnOneId(row),
                uid: Uid::from_content(&["planned", &name, &next.uid, &next.occurrence.recurrence_id]),
                person: id,
                planned_end: planned_end.filter(|end| is_possible_end(&at, *end)),
                at,
                state: OneOnOneState::Planned,
                wrapped_up_at: None,
                minutes: None,
                reason: String::new(),
            });
            bundle.cadences.extend(cadence.map(|cadence| (id, cadence)));
            bundle.people.push(imported);
        }
        ImportResult {
            bundle,
            diagnostics: self.diagnostics.into_list(),
            ignored: self.ignored.describe(),
            ..ImportResult::default()
        }
    }
}

/// Keeps those that [`pick_best`] may choose: the first of each category.
fn prune(all: &mut Vec<Candidate>) {
    all.sort_by_key(|one| one.occurrence.at);
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert((one.is_explicit, one.is_invited, one.occurrence.cadence.is_some())));
}

/// The next one-on-one with somebody, and the cadence. Explicit and recurring events go before
/// anything else that two people have in their calendars, and events to which the person is invited
/// before those that only name them.
fn pick_best(all: &[Candidate]) -> Option<(&Candidate, Option<Cadence>)> {
    let are_asked = all.iter().any(|one| one.is_explicit && one.is_invited);
    let is_one =
        |one: &&Candidate| (one.is_explicit || one.occurrence.cadence.is_some()) && (one.is_invited || !are_asked);
    let earliest = |one: &&Candidate| one.occurrence.at;
    let next = all.iter().filter(is_one).min_by_key(earliest).or_else(|| all.iter().min_by_key(earliest))?;
    let regular = all.iter().filter(|one| one.occurrence.cadence.is_some());
    let cadence = regular
        .min_by_key(|one| (!one.is_explicit, !one.is_invited, one.occurrence.at))
        .and_then(|one| one.occurrence.cadence);
    Some((next, cadence))
}

impl IgnoredCounts {
    fn describe(&self) -> Vec<IgnoredItems> {
        let all = [
            (self.groups, "with three or more people"),
            (self.past, "in the past, with no sign that you met"),
            (self.cancelled, "cancelled"),
            (self.declined, "declined"),
            (self.unclear, "with a name, but no one-on-one"),
            (self.ambiguous_self, "of two people, where it’s unclear which is you"),
            (self.archived, "with someone you’ve archived"),
        ];
        let events = |count: usize| if count == 1 { "event" } else { "events" };
        let reported = all.into_iter().filter(|(count, _)| *count > 0);
        reported
            .map(|(count, reason)| IgnoredItems { count, description: format!("{} {reason}", events(count)) })
            .collect()
    }
}
