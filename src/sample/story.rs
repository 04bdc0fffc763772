//! One person's history in a generated sample: the one-on-ones on their cadence, when something was written, and of which kind.

mod life;

use std::collections::BTreeMap;

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};

use self::life::{Life, Still};
use super::{
    content::Content,
    dice::{Dice, Weighted},
    phrases::{Cast, Phrases},
    zone::{Zone, days_after, days_between, is_working_day, working_day_from},
};
use crate::domain::{
    cadence::Cadence,
    entry::Entry,
    id::{OneOnOneId, PersonId},
    kind::Kind,
    need::Need,
    one_on_one::{OneOnOne, OneOnOneState},
    person::Relation,
    step::Step,
};

/// Out of a hundred entries, so many are of that kind.
const KINDS: [(Kind, u64); 10] = [
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

/// Out of a hundred entries, so many are jotted in a one-on-one.
const IN_ONE_ON_ONES: u32 = 82;

/// What is told about one person.
pub(super) struct Story<'a> {
    dice: &'a mut Dice,
    zone: &'a Zone,
    phrases: &'a Phrases,
    content: &'a mut Content,
    cast: Cast,
    person: PersonId,
    from: Date,
    /// The day after the last on which something happens.
    to: Date,
    /// Whether it goes on after that.
    goes_on: bool,
    /// Those that were held, in the order of time.
    meetings: Vec<Meeting>,
    still: Still,
}

/// A one-on-one that was held.
#[derive(Clone, Copy)]
struct Meeting {
    id: OneOnOneId,
    start: DateTime,
    minutes: i32,
    /// How much more is written in it than in others.
    weight: u64,
}

/// When an entry is written, and in which one-on-one.
type Slot = (DateTime, Option<OneOnOneId>);

impl<'a> Story<'a> {
    /// Of `(from, to, until)` the first is its first day, the second the day after its last, and the third the end of all.
    pub(super) fn new(
        dice: &'a mut Dice,
        zone: &'a Zone,
        phrases: &'a Phrases,
        content: &'a mut Content,
        cast: Cast,
        person: PersonId,
        (from, to, until): (Date, Date, Date),
    ) -> Self {
        Self {
            dice,
            zone,
            phrases,
            content,
            cast,
            person,
            from,
            to,
            goes_on: to == until,
            meetings: Vec::new(),
            still: Still::default(),
        }
    }

    /// Tells it, with so many entries.
    pub(super) fn about(mut self, relation: Relation, cadence: Cadence, entries: usize) {
        let months = self.months();
        self.meet(cadence, &months);
        let slots = self.slots(entries, &months);
        self.nothing_to_note(&slots);
        self.needs();
        let kinds = Weighted::new(KINDS);
        for slot in slots {
            let kind = kinds.pick(self.dice).unwrap_or(Kind::Note);
            self.write(slot, fitting(kind, relation));
        }
    }

    /// How much is written in each month; some are thin, most of them in summer and before the turn of the year.
    fn months(&mut self) -> BTreeMap<Date, u64> {
        let mut months = BTreeMap::new();
        let mut month = self.from.first_of_month();
        while month < self.to {
            let thin = match month.month() {
                7 | 8 => 35,
                12 => 30,
                _ => 8,
            };
            let weight = if self.dice.percent(thin) { 12 } else { self.dice.between(60, 130) };
            months.insert(month, u64::from(weight.unsigned_abs()));
            month = month.saturating_add(1.month());
        }
        months
    }

    /// The one-on-ones, on their cadence, and the next one.
    fn meet(&mut self, cadence: Cadence, months: &BTreeMap<Date, u64>) {
        let mut due = working_day_from(days_after(self.from, self.dice.between(0, 4)));
        let hour = i8::try_from(self.dice.between(9, 15)).unwrap_or(9);
        let minute = *self.dice.pick(&[0, 30]);
        let time = Time::constant(hour, minute, 0, 0);
        while due < self.to {
            let moved = i32::from(self.dice.percent(8));
            let day = working_day_from(days_after(due, moved));
            let day = if day < self.to { day } else { due };
            let weight = months.get(&day.first_of_month()).copied().unwrap_or(100);
            self.meet_on(day.to_datetime(time), weight);
            due = working_day_from(cadence.next_after(due));
        }
        if self.goes_on {
            self.one_on_one(due.to_datetime(time), OneOnOneState::Planned, 0, "");
        }
    }

    fn meet_on(&mut self, start: DateTime, month: u64) {
        let skipped = if month < 20 { 30 } else { 8 };
        if self.dice.percent(skipped) {
            let reason = self.say(|phrases| &phrases.skip_reason);
            self.one_on_one(start, OneOnOneState::Skipped, 0, &reason);
            return;
        }
        let minutes = self.dice.between(20, 50);
        let id = self.one_on_one(start, OneOnOneState::Held, minutes, "");
        let more = u64::from(self.dice.between(50, 150).unsigned_abs());
        self.meetings.push(Meeting { id, start, minutes, weight: month * more });
    }

    fn one_on_one(&mut self, start: DateTime, state: OneOnOneState, minutes: i32, reason: &str) -> OneOnOneId {
        let at = self.zone.moment(start);
        let minutes = Some(minutes).filter(|_| state == OneOnOneState::Held);
        let over = minutes.map(|minutes| start.saturating_add(minutes.minutes()));
        let id = self.content.next_one_on_one();
        self.content.one_on_ones.push(OneOnOne {
            id,
            uid: self.dice.uid(&at),
            person: self.person,
            at,
            state,
            wrapped_up: over.map(|over| self.zone.moment(over)),
            minutes: minutes.map(i32::unsigned_abs),
            reason: reason.to_owned(),
        });
        id
    }

    /// When something is written, in the order of time.
    fn slots(&mut self, entries: usize, months: &BTreeMap<Date, u64>) -> Vec<Slot> {
        let by_weight = Weighted::new(self.meetings.iter().map(|one| (*one, one.weight)));
        let days = Weighted::new(self.working_days().map(|day| {
            let month = months.get(&day.first_of_month());
            (day, month.copied().unwrap_or(0))
        }));
        // In every one-on-one something, as far as that goes; then more where there was more to say.
        let first = self.meetings.iter().copied().take(entries * 7 / 10);
        let first: Vec<Meeting> = first.collect();
        let mut slots: Vec<Slot> = first.iter().map(|one| self.within(one)).collect();
        while slots.len() < entries {
            let meeting = by_weight.pick(self.dice);
            let inside = self.dice.percent(IN_ONE_ON_ONES);
            let slot = match (meeting.filter(|_| inside), days.pick(self.dice)) {
                (Some(meeting), _) => self.within(&meeting),
                (None, Some(day)) => (self.at_work(day), None),
                // Not a working day, and nobody met.
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

    fn within(&mut self, meeting: &Meeting) -> Slot {
        let seconds = self.dice.between(60, meeting.minutes * 60 - 60);
        let at = meeting.start.saturating_add(seconds.seconds());
        (at, Some(meeting.id))
    }

    /// A time of that day at which people work.
    fn at_work(&mut self, day: Date) -> DateTime {
        let minutes = self.dice.between(0, 10 * 60);
        day.at(8, 15, 0, 0).saturating_add(minutes.minutes())
    }

    /// Where nothing was written, there was nothing to note.
    fn nothing_to_note(&mut self, slots: &[Slot]) {
        let mut noted: Vec<OneOnOneId> = slots.iter().filter_map(|(_, id)| *id).collect();
        noted.sort_unstable();
        let is_noted = |meeting: &Meeting| noted.binary_search(&meeting.id).is_ok();
        let (noted, without) = std::mem::take(&mut self.meetings).into_iter().partition::<Vec<_>, _>(is_noted);
        self.meetings = noted;
        let ids: Vec<OneOnOneId> = without.iter().map(|meeting| meeting.id).collect();
        for one_on_one in &mut self.content.one_on_ones {
            if one_on_one.person == self.person && ids.contains(&one_on_one.id) {
                one_on_one.state = OneOnOneState::NothingToNote;
                one_on_one.wrapped_up = None;
                one_on_one.minutes = None;
            }
        }
    }

    /// What they need to be successful, asked a few times a year.
    fn needs(&mut self) {
        let mut day = days_after(self.from, self.dice.between(5, 40));
        while day < self.to {
            let at = self.at_work(day);
            let written = self.zone.moment(at);
            let text = self.say(|phrases| &phrases.need);
            self.content.needs.push(Need { uid: self.dice.uid(&written), person: self.person, written, text });
            day = working_day_from(days_after(day, self.dice.between(90, 250)));
        }
    }

    fn write(&mut self, slot: Slot, kind: Kind) {
        let Life { text, detail, happened } = self.live(slot, kind);
        let (at, one_on_one) = slot;
        let written = self.zone.moment(at);
        let steps = happened
            .into_iter()
            .map(|step| {
                let at = self.zone.moment(step.at);
                Step { uid: self.dice.uid(&at), at, one_on_one: step.one_on_one, what: step.what, words: step.words }
            })
            .collect();
        let mut entry = Entry {
            id: self.content.next_entry(),
            uid: self.dice.uid(&written),
            person: self.person,
            one_on_one,
            written,
            text,
            detail,
            steps,
            trashed: None,
            put_off: None,
            evidence: false,
        };
        entry.follow_steps();
        self.content.entries.push(entry);
    }

    fn say(&mut self, which: impl FnOnce(&Phrases) -> &Vec<String>) -> String {
        self.cast.say(self.dice, which(self.phrases))
    }
}

/// One does not coach a peer or hand things down to a boss.
fn fitting(kind: Kind, relation: Relation) -> Kind {
    match kind {
        Kind::Goal | Kind::CheckIn | Kind::Delegation if relation != Relation::Report => Kind::Note,
        kind => kind,
    }
}
