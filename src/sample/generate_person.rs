//! The history of one person in a generated sample: one-on-ones by cadence, and when which kind of
//! entry is written.

mod generate_entry;

use std::collections::BTreeMap;

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};

use self::generate_entry::{GeneratedEntry, OpenItems};
use super::{
    dataset::Dataset,
    phrases::{PhraseContext, Phrases},
    rng::{SampleRng, WeightedChoice},
    zone::{SampleZone, days_after, days_between, is_working_day, working_day_from},
};
use crate::domain::{
    cadence::Cadence,
    entry::{Entry, event::EntryEvent, kind::Kind},
    id::{OneOnOneId, PersonId},
    need::Need,
    one_on_one::{OneOnOne, OneOnOneState},
    person::Relation,
};

/// The share of each kind, in percent.
const KIND_WEIGHTS: [(Kind, u64); 10] = [
    (Kind::Note, 38),
    (Kind::Action, 18),
    (Kind::Topic, 10),
    (Kind::CheckIn, 10),
    (Kind::Praise, 8),
    (Kind::Feedback, 6),
    (Kind::Flag, 4),
    (Kind::Goal, 2),
    (Kind::Delegation, 2),
    (Kind::Expectation, 2),
];

/// The share of entries written in a one-on-one, in percent.
const IN_ONE_ON_ONE_PERCENT: u32 = 82;

/// Generates the history of one person.
pub(super) struct PersonGenerator<'a> {
    rng: &'a mut SampleRng,
    zone: &'a SampleZone,
    phrases: &'a Phrases,
    dataset: &'a mut Dataset,
    phrase_context: PhraseContext,
    person: PersonId,
    from: Date,
    /// The day after the last day with records.
    to: Date,
    /// Whether the history continues after that.
    is_active: bool,
    /// The one-on-ones that were held, in order of time.
    held_meetings: Vec<HeldMeeting>,
    open_items: OpenItems,
}

/// A one-on-one that was held.
#[derive(Clone, Copy)]
struct HeldMeeting {
    id: OneOnOneId,
    start: DateTime,
    minutes: i32,
    /// The relative number of entries written in it.
    weight: u64,
}

/// When an entry is written, and in which one-on-one.
type EntrySlot = (DateTime, Option<OneOnOneId>);

impl<'a> PersonGenerator<'a> {
    /// Of `(from, to, until)`, `from` is the first day of the history, `to` the day after its last,
    /// and `until` the end of the whole sample.
    pub(super) fn new(
        rng: &'a mut SampleRng,
        zone: &'a SampleZone,
        phrases: &'a Phrases,
        dataset: &'a mut Dataset,
        phrase_context: PhraseContext,
        person: PersonId,
        (from, to, until): (Date, Date, Date),
    ) -> Self {
        Self {
            rng,
            zone,
            phrases,
            dataset,
            phrase_context,
            person,
            from,
            to,
            is_active: to == until,
            held_meetings: Vec::new(),
            open_items: OpenItems::default(),
        }
    }

    /// Generates the history with this number of entries.
    pub(super) fn generate(mut self, relation: Relation, cadence: Cadence, entries: usize) {
        let months = self.month_weights();
        self.add_one_on_ones(cadence, &months);
        let slots = self.plan_slots(entries, &months);
        self.mark_empty_meetings(&slots);
        self.add_needs();
        let kinds = WeightedChoice::new(KIND_WEIGHTS);
        for slot in slots {
            let kind = kinds.pick(self.rng).unwrap_or(Kind::Note);
            self.add_entry(slot, kind_for_relation(kind, relation));
        }
    }

    /// The relative number of entries per month; some are thin, most of them in summer and in
    /// December.
    fn month_weights(&mut self) -> BTreeMap<Date, u64> {
        let mut months = BTreeMap::new();
        let mut month = self.from.first_of_month();
        while month < self.to {
            let thin_percent = match month.month() {
                7 | 8 => 35,
                12 => 30,
                _ => 8,
            };
            let weight = if self.rng.chance(thin_percent) { 12 } else { self.rng.between(60, 130) };
            months.insert(month, u64::from(weight.unsigned_abs()));
            month = month.saturating_add(1.month());
        }
        months
    }

    /// Adds the past one-on-ones by cadence, and the next one.
    fn add_one_on_ones(&mut self, cadence: Cadence, months: &BTreeMap<Date, u64>) {
        let mut due = working_day_from(days_after(self.from, self.rng.between(0, 4)));
        let hour = i8::try_from(self.rng.between(9, 15)).unwrap_or(9);
        let minute = *self.rng.pick(&[0, 30]);
        let time = Time::constant(hour, minute, 0, 0);
        while due < self.to {
            let delay = i32::from(self.rng.chance(8));
            let day = working_day_from(days_after(due, delay));
            let day = if day < self.to { day } else { due };
            let weight = months.get(&day.first_of_month()).copied().unwrap_or(100);
            self.add_held_or_skipped(day.to_datetime(time), weight);
            due = working_day_from(cadence.next_after(due));
        }
        if self.is_active {
            self.push_one_on_one(due.to_datetime(time), OneOnOneState::Planned, 0, "");
        }
    }

    fn add_held_or_skipped(&mut self, start: DateTime, month: u64) {
        let skip_percent = if month < 20 { 30 } else { 8 };
        if self.rng.chance(skip_percent) {
            let reason = self.phrase(|phrases| &phrases.skip_reason);
            self.push_one_on_one(start, OneOnOneState::Skipped, 0, &reason);
            return;
        }
        let minutes = self.rng.between(20, 50);
        let id = self.push_one_on_one(start, OneOnOneState::Held, minutes, "");
        let factor = u64::from(self.rng.between(50, 150).unsigned_abs());
        self.held_meetings.push(HeldMeeting { id, start, minutes, weight: month * factor });
    }

    fn push_one_on_one(&mut self, start: DateTime, state: OneOnOneState, minutes: i32, reason: &str) -> OneOnOneId {
        let at = self.zone.moment(start);
        let minutes = Some(minutes).filter(|_| state == OneOnOneState::Held);
        let end = minutes.map(|minutes| start.saturating_add(minutes.minutes()));
        let id = self.dataset.next_one_on_one_id();
        self.dataset.one_on_ones.push(OneOnOne {
            id,
            uid: self.rng.uid(&at),
            person: self.person,
            at,
            state,
            wrapped_up_at: end.map(|end| self.zone.moment(end)),
            minutes: minutes.map(i32::unsigned_abs),
            reason: reason.to_owned(),
            planned_end: None,
        });
        id
    }

    /// The times at which entries are written, in order.
    fn plan_slots(&mut self, entries: usize, months: &BTreeMap<Date, u64>) -> Vec<EntrySlot> {
        let by_weight = WeightedChoice::new(self.held_meetings.iter().map(|meeting| (*meeting, meeting.weight)));
        let days = WeightedChoice::new(self.working_days().map(|day| {
            let month = months.get(&day.first_of_month());
            (day, month.copied().unwrap_or(0))
        }));
        // At least one entry in each one-on-one, as far as that goes; the rest by weight.
        let first = self.held_meetings.iter().copied().take(entries * 7 / 10);
        let first: Vec<HeldMeeting> = first.collect();
        let mut slots: Vec<EntrySlot> = first.iter().map(|meeting| self.slot_in_meeting(meeting)).collect();
        while slots.len() < entries {
            let meeting = by_weight.pick(self.rng);
            let in_meeting = self.rng.chance(IN_ONE_ON_ONE_PERCENT);
            let slot = match (meeting.filter(|_| in_meeting), days.pick(self.rng)) {
                (Some(meeting), _) => self.slot_in_meeting(&meeting),
                (None, Some(day)) => (self.random_work_time(day), None),
                // No working day and no one-on-one.
                (None, None) => break,
            };
            slots.push(slot);
        }
        slots.sort();
        slots
    }

    fn working_days(&self) -> impl Iterator<Item = Date> + use<> {
        let from = self.from;
        (0..days_between(from, self.to)).map(move |days| days_after(from, days)).filter(|day| is_working_day(*day))
    }

    fn slot_in_meeting(&mut self, meeting: &HeldMeeting) -> EntrySlot {
        let seconds = self.rng.between(60, meeting.minutes * 60 - 60);
        let at = meeting.start.saturating_add(seconds.seconds());
        (at, Some(meeting.id))
    }

    /// A random time of that day within working hours.
    fn random_work_time(&mut self, day: Date) -> DateTime {
        let minutes = self.rng.between(0, 10 * 60);
        day.at(8, 15, 0, 0).saturating_add(minutes.minutes())
    }

    /// Marks one-on-ones without entries as "nothing to note".
    fn mark_empty_meetings(&mut self, slots: &[EntrySlot]) {
        let mut noted: Vec<OneOnOneId> = slots.iter().filter_map(|(_, id)| *id).collect();
        noted.sort_unstable();
        let is_noted = |meeting: &HeldMeeting| noted.binary_search(&meeting.id).is_ok();
        let (noted, empty) = std::mem::take(&mut self.held_meetings).into_iter().partition::<Vec<_>, _>(is_noted);
        self.held_meetings = noted;
        let ids: Vec<OneOnOneId> = empty.iter().map(|meeting| meeting.id).collect();
        for one_on_one in &mut self.dataset.one_on_ones {
            if one_on_one.person == self.person && ids.contains(&one_on_one.id) {
                one_on_one.state = OneOnOneState::NothingToNote;
                one_on_one.wrapped_up_at = None;
                one_on_one.minutes = None;
            }
        }
    }

    /// Adds answers to what they need to be successful, a few times a year.
    fn add_needs(&mut self) {
        let mut day = days_after(self.from, self.rng.between(5, 40));
        while day < self.to {
            let at = self.random_work_time(day);
            let written_at = self.zone.moment(at);
            let text = self.phrase(|phrases| &phrases.need);
            self.dataset.needs.push(Need { uid: self.rng.uid(&written_at), person: self.person, written_at, text });
            day = working_day_from(days_after(day, self.rng.between(90, 250)));
        }
    }

    fn add_entry(&mut self, slot: EntrySlot, kind: Kind) {
        let GeneratedEntry { text, detail, events } = self.generate_entry(slot, kind);
        let (at, one_on_one) = slot;
        let written_at = self.zone.moment(at);
        let events = events
            .into_iter()
            .map(|event| {
                let at = self.zone.moment(event.at);
                EntryEvent {
                    uid: self.rng.uid(&at),
                    at,
                    one_on_one: event.one_on_one,
                    kind: event.kind,
                    comment: event.comment,
                }
            })
            .collect();
        let (id, uid) = (self.dataset.next_entry_id(), self.rng.uid(&written_at));
        let entry = Entry::new(id, uid, self.person, written_at, text, detail);
        let mut entry = Entry { one_on_one, events, ..entry };
        entry.recompute_state();
        self.dataset.entries.push(entry);
    }

    fn phrase(&mut self, select: impl FnOnce(&Phrases) -> &Vec<String>) -> String {
        self.phrase_context.fill(self.rng, select(self.phrases))
    }
}

/// Replaces kinds that do not fit: peers are not coached, and nothing is delegated to a boss.
fn kind_for_relation(kind: Kind, relation: Relation) -> Kind {
    match kind {
        Kind::Goal | Kind::CheckIn | Kind::Delegation if relation != Relation::Report => Kind::Note,
        kind => kind,
    }
}
