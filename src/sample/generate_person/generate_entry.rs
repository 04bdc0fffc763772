//! What becomes of one entry of a generated sample: how it begins, what happens to it, and whether it is still open at the end.
//! Where too much of a kind would stay open, it ends at once, or it was only a note.

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

/// So many days before the end, things are often still open.
const RECENT_DAYS: i32 = 50;

/// The most that stays open of one kind about one person.
const MAX_OPEN: usize = 3;

/// The most flags that stay unraised, praise that stays untold, and promises kept that they do not know of.
const MAX_UNTOLD: usize = 2;

/// An entry with all that happens to it.
pub(super) struct GeneratedEntry {
    pub(super) text: String,
    pub(super) detail: Detail,
    pub(super) events: Vec<GeneratedEvent>,
}

/// Something that happens to an entry.
pub(super) struct GeneratedEvent {
    pub(super) at: DateTime,
    pub(super) one_on_one: Option<OneOnOneId>,
    pub(super) kind: EventKind,
    pub(super) words: String,
}

/// What is still going on.
#[derive(Default)]
pub(super) struct OpenItems {
    /// Whether what is being written now stays as it is.
    stays_open: bool,
    goals: Vec<RunningGoal>,
    /// When each ends; those without an end have none.
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
    /// From when until when it rests.
    pause: Option<(DateTime, Option<DateTime>)>,
}

impl RunningGoal {
    /// How long a goal without an end is taken to need.
    const DEFAULT_DAYS: i32 = 200;

    fn is_paused(&self, at: DateTime) -> bool {
        self.pause.is_some_and(|(from, to)| from <= at && to.is_none_or(|to| at <= to))
    }

    /// From 1 at the start to 5 at the end.
    fn closeness(&self, at: DateTime) -> i32 {
        let days = |to: DateTime| days_between(self.from.date(), to.date());
        let all = self.to.map_or(Self::DEFAULT_DAYS, days).max(1);
        1 + (days(at) * 4 / all).min(4)
    }
}

/// Counts one more that stays open, if there may be one more.
fn try_leave_open(open: &mut usize, max: usize) -> bool {
    let may = *open < max;
    *open += usize::from(may);
    may
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
        let life = match kind {
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
        life.unwrap_or_else(|| self.note())
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
        let mut happened = Vec::new();
        let (at, _) = slot;
        let end = if self.rng.chance(14) {
            self.later_workday(at, 5, 40).map(|then| (then, EventKind::LetGo))
        } else {
            let raised = match self.rng.between(1, 100) {
                // The silence that the timeline shows.
                1..=10 => self.later_workday(at, 30, 90),
                11..=30 => self.later_workday(at, 1, 12),
                nth => self.slot_in_later_meeting(at, usize::from(nth > 80)),
            };
            if let Some(raised) = raised {
                happened.push(self.event(raised, EventKind::Raised, |p| &p.flag_said));
            }
            raised.and_then(|(raised, _)| self.later_workday(raised, 10, 60)).map(|then| (then, EventKind::Settled))
        };
        match end {
            Some((then, what @ EventKind::LetGo)) => {
                happened.push(self.event(then, what, |p| &p.flag_reason));
            }
            Some(((settled, meeting), what)) => {
                happened.push(self.event((settled, meeting), what, |p| &p.flag_outcome));
                let again = days_after(settled.date(), self.rng.between(14, 60));
                let kept = self.rng.chance(40).then(|| working_day_from(again));
                // Where the day has passed, somebody looked.
                flag.recheck_on = kept.filter(|day| *day >= self.to);
            }
            None if happened.is_empty() => {
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
        Some(GeneratedEntry { text: self.phrase(|p| &p.flag), detail: Detail::Flag(flag), events: happened })
    }

    fn goal(&mut self, (at, _): EntrySlot) -> Option<GeneratedEntry> {
        self.open_items.goals.retain(|goal| goal.to.is_none_or(|to| to > at));
        if self.open_items.goals.len() >= MAX_OPEN {
            return None;
        }
        let mut running = RunningGoal { id: self.dataset.next_entry_id(), from: at, to: None, pause: None };
        let mut happened = Vec::new();
        if self.rng.chance(15)
            && let Some(paused) = self.later_workday(at, 20, 80)
        {
            happened.push(self.event(paused, EventKind::Paused, |_| &NO_PHRASES));
            let resumed = self.later_workday(paused.0, 20, 60);
            running.pause = Some((paused.0, resumed.map(|(then, _)| then)));
            happened.extend(resumed.map(|then| self.event(then, EventKind::Resumed, |_| &NO_PHRASES)));
        }
        let rests = running.pause.is_some_and(|(_, to)| to.is_none());
        let since = happened.last().map_or(at, |step| step.at);
        if let Some(end) = self.later_workday(since, 60, 260).filter(|_| !rests) {
            let what = if self.rng.chance(70) { EventKind::Reached } else { EventKind::Dropped };
            running.to = Some(end.0);
            happened.push(self.event(end, what, |p| &p.check_in));
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
        Some(GeneratedEntry { text: self.phrase(|p| &p.goal), detail: Detail::Goal(goal), events: happened })
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
        let by = self.rng.between(2, 21);
        let due = self.rng.chance(70).then(|| working_day_from(days_after(at.date(), by)));
        let mut happened = Vec::new();
        if self.rng.chance(5)
            && let Some(then) = self.later_workday(at, 5, 30)
        {
            happened.push(self.event(then, EventKind::Dropped, |p| &p.topic_words));
        } else {
            let done = self.later_workday(at, 1, by + 3);
            let done = done
                .or_else(|| (!try_leave_open(&mut self.open_items.to_do, MAX_OPEN)).then(|| self.shortly_after(slot)));
            if let Some(done) = done {
                happened.push(self.event(done, EventKind::Done, |_| &NO_PHRASES));
                let told = if is_mine { self.told_slot(done) } else { None };
                happened.extend(told.map(|then| self.event(then, EventKind::Told, |_| &NO_PHRASES)));
            }
        }
        let action = if is_mine { Action::mine(due) } else { Action::theirs(due) };
        GeneratedEntry { text: self.phrase(|p| &p.action), detail: Detail::Action(action), events: happened }
    }

    /// When they are told what you did for them.
    fn told_slot(&mut self, done: EntrySlot) -> Option<EntrySlot> {
        let next = self.slot_in_later_meeting(done.0, 0);
        next.or_else(|| (!try_leave_open(&mut self.open_items.untold, MAX_UNTOLD)).then(|| self.shortly_after(done)))
    }

    fn praise(&mut self, slot: EntrySlot) -> GeneratedEntry {
        let told = match self.rng.between(1, 100) {
            1..=45 if !self.open_items.stays_open => Some(self.shortly_after(slot)),
            46..=70 => self.later_workday(slot.0, 1, 5),
            _ => self.slot_in_later_meeting(slot.0, 0),
        };
        let told = told
            .or_else(|| (!try_leave_open(&mut self.open_items.praise, MAX_UNTOLD)).then(|| self.shortly_after(slot)));
        let happened = told.map(|then| self.event(then, EventKind::Told, |p| &p.praise_how));
        GeneratedEntry {
            text: self.phrase(|p| &p.praise),
            detail: Detail::Praise(Praise::default()),
            events: happened.into_iter().collect(),
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
        let begun = level_at(level);
        let mut happened = Vec::new();
        let mut last = at;
        while level < 6 && self.rng.chance(35) {
            let Some(moved) = self.later_workday(last, 7, 30) else {
                break;
            };
            level += 1;
            last = moved.0;
            happened.push(self.event(moved, EventKind::LevelChanged(level_at(level)), |p| &p.check_in));
        }
        let end = self.later_workday(last, 30, 140);
        self.open_items.delegations.push(end.map(|(then, _)| then));
        if let Some(end) = end {
            let what = if self.rng.chance(80) { EventKind::Completed } else { EventKind::TakenBack };
            happened.push(self.event(end, what, |p| &p.check_in));
        }
        let hands_off = days_after(at.date(), self.rng.between(30, 100));
        let delegation = Delegation {
            level: begun,
            support: self.phrase(|p| &p.delegation_support),
            hands_off_until: self.rng.chance(75).then(|| working_day_from(hands_off)),
            ..Delegation::default()
        };
        Some(GeneratedEntry {
            text: self.phrase(|p| &p.delegation),
            detail: Detail::Delegation(delegation),
            events: happened,
        })
    }

    fn expectation(&mut self, slot: EntrySlot) -> Option<GeneratedEntry> {
        let (at, one_on_one) = slot;
        if !can_begin(&mut self.open_items.expectations, at) {
            return None;
        }
        let mut said =
            if one_on_one.is_some() { Some(self.shortly_after(slot)) } else { self.slot_in_later_meeting(at, 0) };
        let mut happened = Vec::new();
        while let Some(then) = said {
            happened.push(self.event(then, EventKind::SaidAloud, |_| &NO_PHRASES));
            said = if self.rng.chance(40) { self.slot_in_later_meeting(then.0, 5) } else { None };
        }
        let last = happened.last().map_or(at, |step| step.at);
        let end = self.later_workday(last, 150, 600);
        self.open_items.expectations.push(end.map(|(then, _)| then));
        happened.extend(end.map(|then| self.event(then, EventKind::Replaced, |_| &NO_PHRASES)));
        let expectation = Expectation {
            provide: self.phrase(|p| &p.provide),
            their_words: self.maybe_phrase(60, |p| &p.their_words),
            ..Expectation::default()
        };
        Some(GeneratedEntry {
            text: self.phrase(|p| &p.expectation),
            detail: Detail::Expectation(expectation),
            events: happened,
        })
    }

    fn topic(&mut self, slot: EntrySlot) -> GeneratedEntry {
        let later = usize::from(self.rng.chance(25));
        let talked = self.slot_in_later_meeting(slot.0, later);
        let talked = talked
            .or_else(|| (!try_leave_open(&mut self.open_items.topics, MAX_OPEN)).then(|| self.shortly_after(slot)));
        let happened = talked.map(|then| self.event(then, EventKind::Discussed, |p| &p.topic_words));
        let topic = Topic { from: if self.rng.chance(55) { Party::Me } else { Party::Them }, ..Topic::default() };
        GeneratedEntry {
            text: self.phrase(|p| &p.topic),
            detail: Detail::Topic(topic),
            events: happened.into_iter().collect(),
        }
    }

    // When things happen, if they happen before the end.

    /// On a working day, from so many days later to so many.
    fn later_workday(&mut self, at: DateTime, from: i32, to: i32) -> Option<EntrySlot> {
        let days = self.rng.between(from, to);
        let day = working_day_from(days_after(at.date(), days));
        let happens = day < self.to && !self.open_items.stays_open;
        happens.then(|| (self.random_work_time(day), None))
    }

    /// In the next one-on-one that was held, or in a later one.
    fn slot_in_later_meeting(&mut self, at: DateTime, skip: usize) -> Option<EntrySlot> {
        let after = self.held_meetings.partition_point(|meeting| meeting.start <= at);
        let meeting = *self.held_meetings.get(after + skip).filter(|_| !self.open_items.stays_open)?;
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
        words: impl FnOnce(&super::Phrases) -> &Vec<String>,
    ) -> GeneratedEvent {
        GeneratedEvent { at, one_on_one, kind, words: self.maybe_phrase(80, words) }
    }

    /// One of the phrases, so many times out of a hundred; otherwise, and where there are none, nothing.
    fn maybe_phrase(&mut self, percent: u32, which: impl FnOnce(&super::Phrases) -> &Vec<String>) -> String {
        let phrases = which(self.phrases);
        if !phrases.is_empty() && self.rng.chance(percent) {
            self.phrase_context.fill(self.rng, phrases)
        } else {
            String::new()
        }
    }
}

/// For a step that goes without words.
static NO_PHRASES: Vec<String> = Vec::new();

/// By its place among the levels, from the one that is least theirs.
fn level_at(index: i32) -> Level {
    let nth = usize::try_from(index).unwrap_or_default();
    Level::ALL.get(nth).copied().unwrap_or(Level::Delegate)
}
