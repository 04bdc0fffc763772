//! Generates one entry of a sample: its text, its events, and whether it is still open at the end.
//! Where too many of a kind would stay open, it is closed at once or replaced by a note.

use jiff::{ToSpan as _, civil::DateTime};

use super::{EntrySlot, PersonGenerator};
use crate::{
    domain::{
        entry::{
            Detail,
            event::EventKind,
            kind::{
                Kind,
                action::{Action, Party},
                check_in::{CheckIn, Closeness},
                delegation::{Delegation, Level},
                expectation::Expectation,
                feedback::Feedback,
                flag::Flag,
                goal::Goal,
                note::{Note, NoteFocus},
                praise::Praise,
                topic::Topic,
            },
        },
        id::{EntryId, OneOnOneId},
    },
    sample::zone::{days_after, days_between, working_day_from},
};

/// Entries of the last days are often still open.
const RECENT_DAYS: i32 = 50;

/// The most open entries of one kind about one person.
const MAX_OPEN: usize = 3;

/// The most unraised flags, untold praise, and finished actions that they do not know of.
const MAX_UNTOLD: usize = 2;

/// An entry with all its events.
pub(super) struct GeneratedEntry {
    pub(super) text: String,
    pub(super) detail: Detail,
    pub(super) events: Vec<GeneratedEvent>,
}

/// An event of an entry.
pub(super) struct GeneratedEvent {
    pub(super) at: DateTime,
    pub(super) one_on_one: Option<OneOnOneId>,
    pub(super) kind: EventKind,
    pub(super) comment: String,
}

/// What is still open.
#[derive(Default)]
pub(super) struct OpenItems {
    /// Whether the entry being generated stays as it is.
    stays_open: bool,
    goals: Vec<RunningGoal>,
    /// The end of each; `None` without one.
    delegations: Vec<Option<DateTime>>,
    expectations: Vec<Option<DateTime>>,
    unraised: usize,
    raised: usize,
    to_do: usize,
    untold: usize,
    praise: usize,
    topics: usize,
}

/// A goal that is being worked on.
#[derive(Clone, Copy)]
struct RunningGoal {
    id: EntryId,
    from: DateTime,
    to: Option<DateTime>,
    /// The start of a pause, and its end if any.
    pause: Option<(DateTime, Option<DateTime>)>,
}

impl RunningGoal {
    /// The assumed duration of a goal without an end.
    const DEFAULT_DAYS: i32 = 200;

    fn is_paused(&self, at: DateTime) -> bool {
        self.pause.is_some_and(|(from, to)| from <= at && to.is_none_or(|to| at <= to))
    }

    /// From 1 at the start to 5 at the end.
    fn closeness(&self, at: DateTime) -> i32 {
        let days = |to: DateTime| days_between(self.from.date(), to.date());
        let total = self.to.map_or(Self::DEFAULT_DAYS, days).max(1);
        1 + (days(at) * 4 / total).min(4)
    }
}

/// Counts one more open item, if the maximum permits.
fn try_leave_open(open: &mut usize, max: usize) -> bool {
    let allowed = *open < max;
    *open += usize::from(allowed);
    allowed
}

/// Whether one more may begin at that time.
fn can_begin(ends: &mut Vec<Option<DateTime>>, at: DateTime) -> bool {
    ends.retain(|end| end.is_none_or(|end| end > at));
    ends.len() < MAX_OPEN
}

impl PersonGenerator<'_> {
    pub(super) fn generate_entry(&mut self, slot: EntrySlot, kind: Kind) -> GeneratedEntry {
        let is_recent = days_between(slot.0.date(), self.to) <= RECENT_DAYS;
        self.open_items.stays_open = self.is_active && is_recent && self.rng.chance(60);
        let entry = match kind {
            Kind::Note => None,
            Kind::Flag => self.flag(slot),
            Kind::Goal => self.goal(slot).or_else(|| self.check_in(slot)),
            Kind::CheckIn => self.check_in(slot).or_else(|| self.goal(slot)),
            Kind::Action => Some(self.action(slot)),
            Kind::Praise => Some(self.praise(slot)),
            Kind::Feedback => Some(self.feedback()),
            Kind::Delegation => self.delegation(slot),
            Kind::Expectation => self.expectation(slot),
            Kind::Topic => Some(self.topic(slot)),
        };
        entry.unwrap_or_else(|| self.note())
    }

    fn note(&mut self) -> GeneratedEntry {
        let (mut text, about) = match self.rng.between(1, 100) {
            1..=4 => (self.phrase(|p| &p.long_note), NoteFocus::Unmarked),
            5..=52 => (self.phrase(|p| &p.note_person), NoteFocus::Person),
            _ => (self.phrase(|p| &p.note_work), NoteFocus::Work),
        };
        if !text.contains(['#', '\n']) && self.rng.chance(8) {
            let subject = self.rng.pick(&self.phrases.subjects);
            text = format!("{text} #{subject}");
        }
        let about = if self.rng.chance(15) { NoteFocus::Unmarked } else { about };
        GeneratedEntry { text, detail: Detail::Note(Note { about }), events: Vec::new() }
    }

    fn flag(&mut self, slot: EntrySlot) -> Option<GeneratedEntry> {
        let mut flag = Flag {
            usually: self.phrase(|p| &p.flag_usually),
            lately: self.phrase(|p| &p.flag_lately),
            need: self.maybe_phrase(60, |p| &p.flag_need),
            ..Flag::default()
        };
        let mut events = Vec::new();
        let (at, _) = slot;
        let end = if self.rng.chance(14) {
            self.later_workday(at, 5, 40).map(|when| (when, EventKind::LetGo))
        } else {
            let raised = match self.rng.between(1, 100) {
                // A long silence, for the timeline to show.
                1..=10 => self.later_workday(at, 30, 90),
                11..=30 => self.later_workday(at, 1, 12),
                percent => self.slot_in_later_meeting(at, usize::from(percent > 80)),
            };
            if let Some(raised) = raised {
                events.push(self.event(raised, EventKind::Raised, |p| &p.flag_said));
            }
            raised.and_then(|(raised, _)| self.later_workday(raised, 10, 60)).map(|when| (when, EventKind::Settled))
        };
        match end {
            Some((when, kind @ EventKind::LetGo)) => {
                events.push(self.event(when, kind, |p| &p.flag_reason));
            }
            Some(((settled, meeting), kind)) => {
                events.push(self.event((settled, meeting), kind, |p| &p.flag_outcome));
                let recheck_date = days_after(settled.date(), self.rng.between(14, 60));
                let recheck_on = self.rng.chance(40).then(|| working_day_from(recheck_date));
                // A past recheck has already taken place.
                flag.recheck_on = recheck_on.filter(|day| *day >= self.to);
            }
            None if events.is_empty() => {
                let until = days_after(at.date(), self.rng.between(7, 28));
                flag.watch_until = self.rng.chance(40).then(|| working_day_from(until));
                if !try_leave_open(&mut self.open_items.unraised, MAX_UNTOLD) {
                    return None;
                }
            }
            None => {
                if !try_leave_open(&mut self.open_items.raised, MAX_UNTOLD) {
                    return None;
                }
            }
        }
        Some(GeneratedEntry { text: self.phrase(|p| &p.flag), detail: Detail::Flag(flag), events })
    }

    fn goal(&mut self, (at, _): EntrySlot) -> Option<GeneratedEntry> {
        self.open_items.goals.retain(|goal| goal.to.is_none_or(|to| to > at));
        if self.open_items.goals.len() >= MAX_OPEN {
            return None;
        }
        let mut running = RunningGoal { id: self.dataset.next_entry_id(), from: at, to: None, pause: None };
        let mut events = Vec::new();
        if self.rng.chance(15)
            && let Some(paused) = self.later_workday(at, 20, 80)
        {
            events.push(self.event(paused, EventKind::Paused, |_| &NO_PHRASES));
            let resumed = self.later_workday(paused.0, 20, 60);
            running.pause = Some((paused.0, resumed.map(|(when, _)| when)));
            events.extend(resumed.map(|when| self.event(when, EventKind::Resumed, |_| &NO_PHRASES)));
        }
        let stays_paused = running.pause.is_some_and(|(_, to)| to.is_none());
        let since = events.last().map_or(at, |event| event.at);
        if let Some(end) = self.later_workday(since, 60, 260).filter(|_| !stays_paused) {
            let kind = if self.rng.chance(70) { EventKind::Reached } else { EventKind::Dropped };
            running.to = Some(end.0);
            events.push(self.event(end, kind, |p| &p.check_in));
        }
        self.open_items.goals.push(running);
        let target = days_after(at.date(), self.rng.between(60, 240));
        let goal = Goal {
            why: self.phrase(|p| &p.goal_why),
            success: self.phrase(|p| &p.goal_success),
            support: self.phrase(|p| &p.goal_support),
            target: self.rng.chance(75).then(|| working_day_from(target)),
            ..Goal::default()
        };
        Some(GeneratedEntry { text: self.phrase(|p| &p.goal), detail: Detail::Goal(goal), events })
    }

    fn check_in(&mut self, (at, _): EntrySlot) -> Option<GeneratedEntry> {
        let is_open = |goal: &RunningGoal| goal.from < at && goal.to.is_none_or(|to| to > at) && !goal.is_paused(at);
        let open: Vec<RunningGoal> = self.open_items.goals.iter().copied().filter(is_open).collect();
        if open.is_empty() {
            return None;
        }
        let goal = *self.rng.pick(&open);
        let closeness = (goal.closeness(at) + self.rng.between(-1, 1)).clamp(1, 5);
        let closeness = Closeness::try_from(u8::try_from(closeness).ok()?).ok()?;
        Some(GeneratedEntry {
            text: self.phrase(|p| &p.check_in),
            detail: Detail::CheckIn(CheckIn { goal: goal.id, closeness }),
            events: Vec::new(),
        })
    }

    fn action(&mut self, slot: EntrySlot) -> GeneratedEntry {
        let (at, _) = slot;
        let is_mine = self.rng.chance(55);
        let days = self.rng.between(2, 21);
        let due = self.rng.chance(70).then(|| working_day_from(days_after(at.date(), days)));
        let mut events = Vec::new();
        if self.rng.chance(5)
            && let Some(when) = self.later_workday(at, 5, 30)
        {
            events.push(self.event(when, EventKind::Dropped, |p| &p.topic_words));
        } else {
            let done_slot = self.later_workday(at, 1, days + 3);
            let done_slot = done_slot
                .or_else(|| (!try_leave_open(&mut self.open_items.to_do, MAX_OPEN)).then(|| self.shortly_after(slot)));
            if let Some(done_slot) = done_slot {
                events.push(self.event(done_slot, EventKind::Done, |_| &NO_PHRASES));
                let told_slot = if is_mine { self.told_slot(done_slot) } else { None };
                events.extend(told_slot.map(|when| self.event(when, EventKind::Told, |_| &NO_PHRASES)));
            }
        }
        let action = if is_mine { Action::mine(due) } else { Action::theirs(due) };
        GeneratedEntry { text: self.phrase(|p| &p.action), detail: Detail::Action(action), events }
    }

    /// When the person is told what you did for them.
    fn told_slot(&mut self, done_slot: EntrySlot) -> Option<EntrySlot> {
        let next = self.slot_in_later_meeting(done_slot.0, 0);
        next.or_else(|| {
            (!try_leave_open(&mut self.open_items.untold, MAX_UNTOLD)).then(|| self.shortly_after(done_slot))
        })
    }

    fn praise(&mut self, slot: EntrySlot) -> GeneratedEntry {
        let told_slot = match self.rng.between(1, 100) {
            1..=45 if !self.open_items.stays_open => Some(self.shortly_after(slot)),
            46..=70 => self.later_workday(slot.0, 1, 5),
            _ => self.slot_in_later_meeting(slot.0, 0),
        };
        let told_slot = told_slot
            .or_else(|| (!try_leave_open(&mut self.open_items.praise, MAX_UNTOLD)).then(|| self.shortly_after(slot)));
        let events = told_slot.map(|when| self.event(when, EventKind::Told, |p| &p.praise_how));
        GeneratedEntry {
            text: self.phrase(|p| &p.praise),
            detail: Detail::Praise(Praise::default()),
            events: events.into_iter().collect(),
        }
    }

    fn feedback(&mut self) -> GeneratedEntry {
        let is_given = self.rng.chance(60);
        let filled = if self.rng.chance(65) { 100 } else { 0 };
        let changed = if is_given { 0 } else { 65 };
        let empty = if is_given { Feedback::given() } else { Feedback::received() };
        let feedback = Feedback {
            situation: self.maybe_phrase(filled, |p| &p.situation),
            behaviour: self.maybe_phrase(filled, |p| &p.behaviour),
            impact: self.maybe_phrase(filled, |p| &p.impact),
            changed: self.maybe_phrase(changed, |p| &p.changed),
            ..empty
        };
        GeneratedEntry {
            text: self.phrase(|p| if is_given { &p.feedback_given } else { &p.feedback_received }),
            detail: Detail::Feedback(feedback),
            events: Vec::new(),
        }
    }

    fn delegation(&mut self, (at, _): EntrySlot) -> Option<GeneratedEntry> {
        if !can_begin(&mut self.open_items.delegations, at) {
            return None;
        }
        let mut level = self.rng.between(2, 5);
        let initial_level = level_at(level);
        let mut events = Vec::new();
        let mut last = at;
        while level < 6 && self.rng.chance(35) {
            let Some(level_change) = self.later_workday(last, 7, 30) else {
                break;
            };
            level += 1;
            last = level_change.0;
            events.push(self.event(level_change, EventKind::LevelChanged(level_at(level)), |p| &p.check_in));
        }
        let end = self.later_workday(last, 30, 140);
        self.open_items.delegations.push(end.map(|(when, _)| when));
        if let Some(end) = end {
            let kind = if self.rng.chance(80) { EventKind::Completed } else { EventKind::TakenBack };
            events.push(self.event(end, kind, |p| &p.check_in));
        }
        let hands_off = days_after(at.date(), self.rng.between(30, 100));
        let delegation = Delegation {
            level: initial_level,
            support: self.phrase(|p| &p.delegation_support),
            hands_off_until: self.rng.chance(75).then(|| working_day_from(hands_off)),
            ..Delegation::default()
        };
        Some(GeneratedEntry { text: self.phrase(|p| &p.delegation), detail: Detail::Delegation(delegation), events })
    }

    fn expectation(&mut self, slot: EntrySlot) -> Option<GeneratedEntry> {
        let (at, one_on_one) = slot;
        if !can_begin(&mut self.open_items.expectations, at) {
            return None;
        }
        let mut said_slot =
            if one_on_one.is_some() { Some(self.shortly_after(slot)) } else { self.slot_in_later_meeting(at, 0) };
        let mut events = Vec::new();
        while let Some(when) = said_slot {
            events.push(self.event(when, EventKind::SaidAloud, |_| &NO_PHRASES));
            said_slot = if self.rng.chance(40) { self.slot_in_later_meeting(when.0, 5) } else { None };
        }
        let last = events.last().map_or(at, |event| event.at);
        let end = self.later_workday(last, 150, 600);
        self.open_items.expectations.push(end.map(|(when, _)| when));
        events.extend(end.map(|when| self.event(when, EventKind::Replaced, |_| &NO_PHRASES)));
        let expectation = Expectation {
            provide: self.phrase(|p| &p.provide),
            their_words: self.maybe_phrase(60, |p| &p.their_words),
            ..Expectation::default()
        };
        Some(GeneratedEntry { text: self.phrase(|p| &p.expectation), detail: Detail::Expectation(expectation), events })
    }

    fn topic(&mut self, slot: EntrySlot) -> GeneratedEntry {
        let later = usize::from(self.rng.chance(25));
        let talked = self.slot_in_later_meeting(slot.0, later);
        let talked = talked
            .or_else(|| (!try_leave_open(&mut self.open_items.topics, MAX_OPEN)).then(|| self.shortly_after(slot)));
        let events = talked.map(|when| self.event(when, EventKind::Discussed, |p| &p.topic_words));
        let topic = Topic { from: if self.rng.chance(55) { Party::Me } else { Party::Them }, ..Topic::default() };
        GeneratedEntry {
            text: self.phrase(|p| &p.topic),
            detail: Detail::Topic(topic),
            events: events.into_iter().collect(),
        }
    }

    /// A working day `from` to `to` days later; `None` past the end or where the entry stays open.
    fn later_workday(&mut self, at: DateTime, from: i32, to: i32) -> Option<EntrySlot> {
        let days = self.rng.between(from, to);
        let day = working_day_from(days_after(at.date(), days));
        let is_before_end = day < self.to && !self.open_items.stays_open;
        is_before_end.then(|| (self.random_work_time(day), None))
    }

    /// In the next one-on-one that was held, or `skip` later.
    fn slot_in_later_meeting(&mut self, at: DateTime, skip: usize) -> Option<EntrySlot> {
        let next_index = self.held_meetings.partition_point(|meeting| meeting.start <= at);
        let meeting = *self.held_meetings.get(next_index + skip).filter(|_| !self.open_items.stays_open)?;
        let minutes = self.rng.between(1, 12);
        Some((meeting.start.saturating_add(minutes.minutes()), Some(meeting.id)))
    }

    /// A minute or two later, in the same one-on-one.
    fn shortly_after(&mut self, (at, one_on_one): EntrySlot) -> EntrySlot {
        let seconds = self.rng.between(20, 150);
        (at.saturating_add(seconds.seconds()), one_on_one)
    }

    fn event(
        &mut self,
        (at, one_on_one): EntrySlot,
        kind: EventKind,
        phrases: impl FnOnce(&super::Phrases) -> &Vec<String>,
    ) -> GeneratedEvent {
        GeneratedEvent { at, one_on_one, kind, comment: self.maybe_phrase(80, phrases) }
    }

    /// A random phrase with this probability in percent; otherwise, or without phrases, an empty
    /// text.
    fn maybe_phrase(&mut self, percent: u32, select: impl FnOnce(&super::Phrases) -> &Vec<String>) -> String {
        let phrases = select(self.phrases);
        if !phrases.is_empty() && self.rng.chance(percent) {
            self.phrase_context.fill(self.rng, phrases)
        } else {
            String::new()
        }
    }
}

/// For events without a comment.
static NO_PHRASES: Vec<String> = Vec::new();

/// The level at an index, from the one with the least autonomy.
fn level_at(index: i32) -> Level {
    let index = usize::try_from(index).unwrap_or_default();
    Level::ALL.get(index).copied().unwrap_or(Level::Delegate)
}
