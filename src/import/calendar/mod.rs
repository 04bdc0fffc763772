//! Calendars (iCalendar, RFC 5545): whom you meet one-on-one next, and in which rhythm.
//!
//! An event that is with one person, by its guests or by its title, becomes the next one-on-one with them: its first
//! occurrence after now, on the leader's clock. What has been is left alone, since a calendar does not show that you met. The
//! lasting name of a planned one follows from the person, the event, and which of its occurrences it is, so that reading the
//! calendar again moves what was moved there; nothing is ever taken away.

mod event;
mod lines;
mod recur;
mod who;
mod zone;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use jiff::Zoned;

use self::{
    event::{Contents, Event, Named, contents},
    recur::{Occurrence, Series},
    who::{Circle, With},
    zone::Clocks,
};
use super::{Aside, Ground, Harvest, ImportError, Result, Watch, misses::Misses, text};
use crate::{
    domain::{
        cadence::Cadence,
        id::{OneOnOneId, PersonId, Uid},
        moment::Moment,
        name::fold,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        prepare::Prepare,
    },
    journal::bundle::{Arrival, Belongs, Bundle},
};

/// So many events with one person are kept, until all but the first are let go.
const MOST_TO_COME: usize = 100;

/// Reads a calendar.
///
/// # Errors
/// Where it cannot be read, is no calendar, or whoever watches says to stop.
pub fn read(path: &Path, ground: &Ground, watch: &mut Watch<'_>) -> Result<Harvest> {
    let text = text::read(path)?;
    let mut misses = Misses::of(path);
    if let Some(line) = text.damaged {
        misses.add(line, text::Text::DAMAGED);
    }
    let mut contents = contents(&text.text, &mut misses, watch)?;
    drop(text);
    if !contents.is_calendar {
        let why = "is no calendar: nowhere in it does one begin".to_owned();
        return Err(ImportError::Unreadable { path: path.to_owned(), why });
    }
    let circle = Circle::of(&contents, &ground.people);
    // A time of a series that you said no to is called off for you.
    for event in contents.events.iter_mut().filter(|event| event.instead_of.is_some()) {
        event.cancelled |= circle.is_declined(event);
    }
    let mut finding = Finding {
        circle,
        clocks: Clocks::of(&contents, ground.now.time_zone(), ground.now.timestamp()),
        contents: &contents,
        now: &ground.now,
        found: BTreeMap::new(),
        counts: Counts::default(),
        strange_zones: HashSet::new(),
        misses,
    };
    for series in series(&contents.events) {
        finding.look_at(&series);
    }
    Ok(finding.harvest(ground))
}

/// The events of one series each, in the order of the file. Of two with the same name the later one stands.
fn series(events: &[Box<Event>]) -> Vec<Series<'_>> {
    let mut all: Vec<Series<'_>> = Vec::with_capacity(events.len());
    let mut places: HashMap<&str, usize> = HashMap::new();
    for event in events {
        let known = places.get(event.uid.as_str()).filter(|_| !event.uid.is_empty());
        let place = known.copied().unwrap_or_else(|| {
            all.push(Series { whole: None, changed: Vec::new() });
            all.len() - 1
        });
        places.insert(&event.uid, place);
        let Some(series) = all.get_mut(place) else { continue };
        if event.instead_of.is_some() { series.changed.push(event) } else { series.whole = Some(event) }
    }
    all
}

/// Who an event is with, in an order to go through them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Known(usize),
    /// By the folded name.
    New(String),
}

/// A one-on-one that is to come.
struct ToCome {
    name: String,
    uid: String,
    says_so: bool,
    is_asked: bool,
    occurrence: Occurrence,
}

/// What is left aside, and how often.
#[derive(Default)]
struct Counts {
    over: usize,
    groups: usize,
    cancelled: usize,
    declined: usize,
    unclear: usize,
    which_is_you: usize,
    put_away: usize,
}

struct Finding<'a> {
    circle: Circle<'a>,
    clocks: Clocks,
    contents: &'a Contents,
    now: &'a Zoned,
    found: BTreeMap<Who, Vec<ToCome>>,
    counts: Counts,
    strange_zones: HashSet<&'a str>,
    misses: Misses,
}

impl<'a> Finding<'a> {
    fn look_at(&mut self, series: &Series<'a>) {
        let Some(event) = series.whole.or(series.changed.first().copied()) else { return };
        let meeting = self.circle.meeting(event);
        let is_all_day = event.start.as_ref().is_some_and(|start| start.clock == Named::AllDay);
        let (who, name) = match meeting.with {
            With::Known(_) | With::New(_) if is_all_day && !meeting.says_so => {
                self.counts.unclear += 1;
                return;
            }
            With::Known(place) => {
                let person = self.circle.person(place);
                if person.is_some_and(|person| person.archived.is_some()) {
                    self.counts.put_away += 1;
                    return;
                }
                (Who::Known(place), String::new())
            }
            With::New(name) => (Who::New(fold(&name)), name),
            With::Group => return self.counts.groups += 1,
            With::Declined => return self.counts.declined += 1,
            With::Unclear => return self.counts.unclear += 1,
            With::WhichIsYou => return self.counts.which_is_you += 1,
            With::Nobody => return,
        };
        if series.whole.is_some_and(|event| event.cancelled) {
            self.counts.cancelled += 1;
            return;
        }
        let broken: Vec<&(u64, String)> =
            series.whole.into_iter().chain(series.changed.iter().copied()).flat_map(|event| &event.broken).collect();
        if !broken.is_empty() {
            for (line, why) in broken {
                self.misses.add(*line, why.as_str());
            }
            return;
        }
        self.say_strange_zones(series);
        match recur::next(series, self.contents, &mut self.clocks, self.now) {
            Ok(Some(occurrence)) => {
                let uid = if event.uid.is_empty() { event.summary.clone() } else { event.uid.clone() };
                let to_come = ToCome { name, uid, says_so: meeting.says_so, is_asked: meeting.is_asked, occurrence };
                let all = self.found.entry(who).or_default();
                all.push(to_come);
                if all.len() >= MOST_TO_COME {
                    thin(all);
                }
            }
            Ok(None) => self.counts.over += 1,
            Err((line, why)) => self.misses.add(line, why),
        }
    }

    /// A zone that nobody knows is said once.
    fn say_strange_zones(&mut self, series: &Series<'a>) {
        for event in series.whole.into_iter().chain(series.changed.iter().copied()) {
            let Some(start) = &event.start else { continue };
            if let Named::Zone(name) = &start.clock
                && self.clocks.clock(&start.clock, self.contents).is_none()
                && self.strange_zones.insert(name)
            {
                let why = format!("is in the zone “{name}”, which nobody knows; its times are taken for yours");
                self.misses.add(event.line, why);
            }
        }
    }

    fn harvest(self, ground: &Ground) -> Harvest {
        let mut bundle = Bundle::default();
        for ((who, to_come), row) in self.found.into_iter().zip(1..) {
            let known = match who {
                Who::Known(place) => self.circle.person(place),
                Who::New(_) => None,
            };
            let Some((next, rhythm)) = choose(&to_come) else { continue };
            let id = PersonId(row);
            let arrival = match known {
                Some(person) => Arrival { person: Person { id, ..person.clone() }, belongs: Belongs::To(person.id) },
                None => Arrival { person: newcomer(id, &next.name, ground), belongs: Belongs::AsNamed },
            };
            let name = arrival.person.uid.to_string();
            let zone = ground.now.time_zone();
            let mut at = next.occurrence.at.to_zoned(zone.clone());
            // A day without a time: when you usually meet, and else at noon.
            let usual = known.and_then(|person| person.profile.cadence?.time()).filter(|_| next.occurrence.all_day);
            if let Some(at_usual) = usual.and_then(|time| at.date().to_datetime(time).to_zoned(zone.clone()).ok()) {
                at = at_usual;
            }
            bundle.one_on_ones.push(OneOnOne {
                id: OneOnOneId(row),
                uid: Uid::of_content(&["planned", &name, &next.uid, &next.occurrence.id]),
                person: id,
                at: Moment::from(&at),
                state: OneOnOneState::Planned,
                wrapped_up: None,
                minutes: None,
                reason: String::new(),
            });
            bundle.rhythms.extend(rhythm.map(|rhythm| (id, rhythm)));
            bundle.people.push(arrival);
        }
        Harvest { bundle, unread: self.misses.into_list(), aside: self.counts.said(), ..Harvest::default() }
    }
}

/// Keeps only those of them of which [`choose`] takes one: the first of each sort.
fn thin(all: &mut Vec<ToCome>) {
    all.sort_by_key(|one| one.occurrence.at);
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert((one.says_so, one.is_asked, one.occurrence.rhythm.is_some())));
}

/// The next one with somebody, and the rhythm. What says that it is a one-on-one, or comes again and again, is one before
/// anything else that two people have in their calendars; and what only names them may be about the one that they are asked to.
fn choose(all: &[ToCome]) -> Option<(&ToCome, Option<Cadence>)> {
    let are_asked = all.iter().any(|one| one.says_so && one.is_asked);
    let is_one = |one: &&ToCome| (one.says_so || one.occurrence.rhythm.is_some()) && (one.is_asked || !are_asked);
    let earliest = |one: &&ToCome| one.occurrence.at;
    let next = all.iter().filter(is_one).min_by_key(earliest).or_else(|| all.iter().min_by_key(earliest))?;
    let regular = all.iter().filter(|one| one.occurrence.rhythm.is_some());
    let rhythm = regular
        .min_by_key(|one| (!one.says_so, !one.is_asked, one.occurrence.at))
        .and_then(|one| one.occurrence.rhythm);
    Some((next, rhythm))
}

fn newcomer(id: PersonId, name: &str, ground: &Ground) -> Person {
    Person {
        id,
        uid: Uid::of_content(&["person", &fold(name)]),
        profile: Profile::named(name),
        place: id.0 - 1,
        added: Moment::from(&ground.now),
        archived: None,
        prepare: Prepare::default(),
    }
}

impl Counts {
    fn said(&self) -> Vec<Aside> {
        let all = [
            (self.groups, "with three people or more"),
            (self.over, "in the past: no sign that you met"),
            (self.cancelled, "called off"),
            (self.declined, "that you said no to"),
            (self.unclear, "naming somebody, but not like a one-on-one"),
            (self.which_is_you, "of two people, where it is not clear which of them is you"),
            (self.put_away, "with somebody whom you have put away"),
        ];
        let events = |count: usize| if count == 1 { "event" } else { "events" };
        let said = all.into_iter().filter(|(count, _)| *count > 0);
        said.map(|(count, why)| Aside { count, what: format!("{} {why}", events(count)) }).collect()
    }
}
