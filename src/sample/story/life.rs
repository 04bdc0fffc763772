//! What becomes of one entry of a generated sample: how it begins, what happens to it, and whether it is still open at the end.
//! Where too much of a kind would stay open, it ends at once, or it was only a note.

use jiff::{ToSpan as _, civil::DateTime};

use super::{Slot, Story};
use crate::{
    domain::{
        action::{Action, By},
        check_in::{CheckIn, Closeness},
        delegation::{Delegation, Level},
        entry::Detail,
        expectation::Expectation,
        feedback::Feedback,
        flag::Flag,
        goal::Goal,
        id::{EntryId, OneOnOneId},
        kind::Kind,
        note::{About, Note},
        praise::Praise,
        step::What,
        topic::Topic,
    },
    sample::zone::{days_after, days_between, working_day_from},
};

/// So many days before the end, things are often still open.
const RECENT_DAYS: i32 = 50;

/// The most that stays open of one kind about one person.
const MOST_OPEN: usize = 3;

/// The most flags that stay unraised, praise that stays untold, and promises kept that they do not know of.
const MOST_UNSAID: usize = 2;

/// An entry with all that happens to it.
pub(super) struct Life {
    pub(super) text: String,
    pub(super) detail: Detail,
    pub(super) happened: Vec<Happened>,
}

/// Something that happens to an entry.
pub(super) struct Happened {
    pub(super) at: DateTime,
    pub(super) one_on_one: Option<OneOnOneId>,
    pub(super) what: What,
    pub(super) words: String,
}

/// What is still going on.
#[derive(Default)]
pub(super) struct Still {
    /// Whether what is being written now stays as it is.
    lingers: bool,
    goals: Vec<Running>,
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
struct Running {
    id: EntryId,
    from: DateTime,
    to: Option<DateTime>,
    /// From when until when it rests.
    rest: Option<(DateTime, Option<DateTime>)>,
}

impl Running {
    /// How long a goal without an end is taken to need.
    const USUAL_DAYS: i32 = 200;

    fn rests(&self, at: DateTime) -> bool {
        self.rest.is_some_and(|(from, to)| from <= at && to.is_none_or(|to| at <= to))
    }

    /// From 1 at the start to 5 at the end.
    fn closeness(&self, at: DateTime) -> i32 {
        let days = |to: DateTime| days_between(self.from.date(), to.date());
        let all = self.to.map_or(Self::USUAL_DAYS, days).max(1);
        1 + (days(at) * 4 / all).min(4)
    }
}

/// Counts one more that stays open, if there may be one more.
fn may_stay(open: &mut usize, most: usize) -> bool {
    let may = *open < most;
    *open += usize::from(may);
    may
}

/// Whether one more may begin at that time.
fn may_begin(ends: &mut Vec<Option<DateTime>>, at: DateTime) -> bool {
    ends.retain(|end| end.is_none_or(|end| end > at));
    ends.len() < MOST_OPEN
}

impl Story<'_> {
    pub(super) fn live(&mut self, slot: Slot, kind: Kind) -> Life {
        let is_recent = days_between(slot.0.date(), self.to) <= RECENT_DAYS;
        self.still.lingers = self.goes_on && is_recent && self.dice.percent(60);
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

    fn note(&mut self) -> Life {
        let (mut text, about) = match self.dice.between(1, 100) {
            1..=4 => (self.say(|p| &p.long_note), About::Unmarked),
            5..=52 => (self.say(|p| &p.note_person), About::Person),
            _ => (self.say(|p| &p.note_work), About::Work),
        };
        if !text.contains(['#', '\n']) && self.dice.percent(8) {
            let subject = self.dice.pick(&self.phrases.subjects);
            text = format!("{text} #{subject}");
        }
        let about = if self.dice.percent(15) { About::Unmarked } else { about };
        Life { text, detail: Detail::Note(Note { about }), happened: Vec::new() }
    }

    fn flag(&mut self, slot: Slot) -> Option<Life> {
        let mut flag = Flag {
            usually: self.say(|p| &p.flag_usually),
            lately: self.say(|p| &p.flag_lately),
            need: self.sometimes(60, |p| &p.flag_need),
            ..Flag::default()
        };
        let mut happened = Vec::new();
        let (at, _) = slot;
        let end = if self.dice.percent(14) {
            self.some_day(at, 5, 40).map(|then| (then, What::LetGo))
        } else {
            let raised = match self.dice.between(1, 100) {
                // The silence that the timeline shows.
                1..=10 => self.some_day(at, 30, 90),
                11..=30 => self.some_day(at, 1, 12),
                nth => self.next_meeting(at, usize::from(nth > 80)),
            };
            if let Some(raised) = raised {
                happened.push(self.step(raised, What::Raised, |p| &p.flag_said));
            }
            raised.and_then(|(raised, _)| self.some_day(raised, 10, 60)).map(|then| (then, What::Settled))
        };
        match end {
            Some((then, what @ What::LetGo)) => {
                happened.push(self.step(then, what, |p| &p.flag_reason));
            }
            Some(((settled, meeting), what)) => {
                happened.push(self.step((settled, meeting), what, |p| &p.flag_outcome));
                let again = days_after(settled.date(), self.dice.between(14, 60));
                let kept = self.dice.percent(40).then(|| working_day_from(again));
                // Where the day has passed, somebody looked.
                flag.check_again = kept.filter(|day| *day >= self.to);
            }
            None if happened.is_empty() => {
                let until = days_after(at.date(), self.dice.between(7, 28));
                flag.watch_until = self.dice.percent(40).then(|| working_day_from(until));
                if !may_stay(&mut self.still.unraised, MOST_UNSAID) {
                    return None;
                }
            }
            None => {
                if !may_stay(&mut self.still.raised, MOST_UNSAID) {
                    return None;
                }
            }
        }
        Some(Life { text: self.say(|p| &p.flag), detail: Detail::Flag(flag), happened })
    }

    fn goal(&mut self, (at, _): Slot) -> Option<Life> {
        self.still.goals.retain(|goal| goal.to.is_none_or(|to| to > at));
        if self.still.goals.len() >= MOST_OPEN {
            return None;
        }
        let mut running = Running { id: self.content.next_entry(), from: at, to: None, rest: None };
        let mut happened = Vec::new();
        if self.dice.percent(15)
            && let Some(paused) = self.some_day(at, 20, 80)
        {
            happened.push(self.step(paused, What::Paused, |_| &NOTHING));
            let resumed = self.some_day(paused.0, 20, 60);
            running.rest = Some((paused.0, resumed.map(|(then, _)| then)));
            happened.extend(resumed.map(|then| self.step(then, What::Resumed, |_| &NOTHING)));
        }
        let rests = running.rest.is_some_and(|(_, to)| to.is_none());
        let since = happened.last().map_or(at, |step| step.at);
        if let Some(end) = self.some_day(since, 60, 260).filter(|_| !rests) {
            let what = if self.dice.percent(70) { What::Reached } else { What::Dropped };
            running.to = Some(end.0);
            happened.push(self.step(end, what, |p| &p.check_in));
        }
        self.still.goals.push(running);
        let target = days_after(at.date(), self.dice.between(60, 240));
        let goal = Goal {
            why: self.say(|p| &p.goal_why),
            success: self.say(|p| &p.goal_success),
            support: self.say(|p| &p.goal_support),
            target: self.dice.percent(75).then(|| working_day_from(target)),
            ..Goal::default()
        };
        Some(Life { text: self.say(|p| &p.goal), detail: Detail::Goal(goal), happened })
    }

    fn check_in(&mut self, (at, _): Slot) -> Option<Life> {
        let is_open = |goal: &Running| goal.from < at && goal.to.is_none_or(|to| to > at) && !goal.rests(at);
        let open: Vec<Running> = self.still.goals.iter().copied().filter(is_open).collect();
        if open.is_empty() {
            return None;
        }
        let goal = *self.dice.pick(&open);
        let closeness = (goal.closeness(at) + self.dice.between(-1, 1)).clamp(1, 5);
        let closeness = Closeness::try_from(u8::try_from(closeness).ok()?).ok()?;
        Some(Life {
            text: self.say(|p| &p.check_in),
            detail: Detail::CheckIn(CheckIn { goal: goal.id, closeness }),
            happened: Vec::new(),
        })
    }

    fn action(&mut self, slot: Slot) -> Life {
        let (at, _) = slot;
        let is_mine = self.dice.percent(55);
        let by = self.dice.between(2, 21);
        let due = self.dice.percent(70).then(|| working_day_from(days_after(at.date(), by)));
        let mut happened = Vec::new();
        if self.dice.percent(5)
            && let Some(then) = self.some_day(at, 5, 30)
        {
            happened.push(self.step(then, What::Dropped, |p| &p.topic_words));
        } else {
            let done = self.some_day(at, 1, by + 3);
            let done = done.or_else(|| (!may_stay(&mut self.still.to_do, MOST_OPEN)).then(|| self.soon(slot)));
            if let Some(done) = done {
                happened.push(self.step(done, What::Done, |_| &NOTHING));
                let told = if is_mine { self.told(done) } else { None };
                happened.extend(told.map(|then| self.step(then, What::Told, |_| &NOTHING)));
            }
        }
        let action = if is_mine { Action::mine(due) } else { Action::theirs(due) };
        Life { text: self.say(|p| &p.action), detail: Detail::Action(action), happened }
    }

    /// When they are told what you did for them.
    fn told(&mut self, done: Slot) -> Option<Slot> {
        let next = self.next_meeting(done.0, 0);
        next.or_else(|| (!may_stay(&mut self.still.untold, MOST_UNSAID)).then(|| self.soon(done)))
    }

    fn praise(&mut self, slot: Slot) -> Life {
        let told = match self.dice.between(1, 100) {
            1..=45 if !self.still.lingers => Some(self.soon(slot)),
            46..=70 => self.some_day(slot.0, 1, 5),
            _ => self.next_meeting(slot.0, 0),
        };
        let told = told.or_else(|| (!may_stay(&mut self.still.praise, MOST_UNSAID)).then(|| self.soon(slot)));
        let happened = told.map(|then| self.step(then, What::Told, |p| &p.praise_how));
        Life {
            text: self.say(|p| &p.praise),
            detail: Detail::Praise(Praise::default()),
            happened: happened.into_iter().collect(),
        }
    }

    fn feedback(&mut self) -> Life {
        let is_given = self.dice.percent(60);
        let filled = if self.dice.percent(65) { 100 } else { 0 };
        let changed = if is_given { 0 } else { 65 };
        let empty = if is_given { Feedback::given() } else { Feedback::received() };
        let feedback = Feedback {
            situation: self.sometimes(filled, |p| &p.situation),
            behaviour: self.sometimes(filled, |p| &p.behaviour),
            impact: self.sometimes(filled, |p| &p.impact),
            changed: self.sometimes(changed, |p| &p.changed),
            ..empty
        };
        Life {
            text: self.say(|p| if is_given { &p.feedback_given } else { &p.feedback_received }),
            detail: Detail::Feedback(feedback),
            happened: Vec::new(),
        }
    }

    fn delegation(&mut self, (at, _): Slot) -> Option<Life> {
        if !may_begin(&mut self.still.delegations, at) {
            return None;
        }
        let mut level = self.dice.between(2, 5);
        let begun = level_of(level);
        let mut happened = Vec::new();
        let mut last = at;
        while level < 6 && self.dice.percent(35) {
            let Some(moved) = self.some_day(last, 7, 30) else {
                break;
            };
            level += 1;
            last = moved.0;
            happened.push(self.step(moved, What::Level(level_of(level)), |p| &p.check_in));
        }
        let end = self.some_day(last, 30, 140);
        self.still.delegations.push(end.map(|(then, _)| then));
        if let Some(end) = end {
            let what = if self.dice.percent(80) { What::Complete } else { What::Back };
            happened.push(self.step(end, what, |p| &p.check_in));
        }
        let hands_off = days_after(at.date(), self.dice.between(30, 100));
        let delegation = Delegation {
            level: begun,
            support: self.say(|p| &p.delegation_support),
            hands_off_until: self.dice.percent(75).then(|| working_day_from(hands_off)),
            ..Delegation::default()
        };
        Some(Life { text: self.say(|p| &p.delegation), detail: Detail::Delegation(delegation), happened })
    }

    fn expectation(&mut self, slot: Slot) -> Option<Life> {
        let (at, one_on_one) = slot;
        if !may_begin(&mut self.still.expectations, at) {
            return None;
        }
        let mut said = if one_on_one.is_some() { Some(self.soon(slot)) } else { self.next_meeting(at, 0) };
        let mut happened = Vec::new();
        while let Some(then) = said {
            happened.push(self.step(then, What::Said, |_| &NOTHING));
            said = if self.dice.percent(40) { self.next_meeting(then.0, 5) } else { None };
        }
        let last = happened.last().map_or(at, |step| step.at);
        let end = self.some_day(last, 150, 600);
        self.still.expectations.push(end.map(|(then, _)| then));
        happened.extend(end.map(|then| self.step(then, What::Replaced, |_| &NOTHING)));
        let expectation = Expectation {
            provide: self.say(|p| &p.provide),
            their_words: self.sometimes(60, |p| &p.their_words),
            ..Expectation::default()
        };
        Some(Life { text: self.say(|p| &p.expectation), detail: Detail::Expectation(expectation), happened })
    }

    fn topic(&mut self, slot: Slot) -> Life {
        let later = usize::from(self.dice.percent(25));
        let talked = self.next_meeting(slot.0, later);
        let talked = talked.or_else(|| (!may_stay(&mut self.still.topics, MOST_OPEN)).then(|| self.soon(slot)));
        let happened = talked.map(|then| self.step(then, What::Talked, |p| &p.topic_words));
        let topic = Topic { from: if self.dice.percent(55) { By::Me } else { By::Them }, ..Topic::default() };
        Life { text: self.say(|p| &p.topic), detail: Detail::Topic(topic), happened: happened.into_iter().collect() }
    }

    // When things happen, if they happen before the end.

    /// On a working day, from so many days later to so many.
    fn some_day(&mut self, at: DateTime, from: i32, to: i32) -> Option<Slot> {
        let days = self.dice.between(from, to);
        let day = working_day_from(days_after(at.date(), days));
        let happens = day < self.to && !self.still.lingers;
        happens.then(|| (self.at_work(day), None))
    }

    /// In the next one-on-one that was held, or in a later one.
    fn next_meeting(&mut self, at: DateTime, skip: usize) -> Option<Slot> {
        let after = self.meetings.partition_point(|meeting| meeting.start <= at);
        let meeting = *self.meetings.get(after + skip).filter(|_| !self.still.lingers)?;
        let minutes = self.dice.between(1, 12);
        Some((meeting.start.saturating_add(minutes.minutes()), Some(meeting.id)))
    }

    /// A minute or two later, in the same one-on-one.
    fn soon(&mut self, (at, one_on_one): Slot) -> Slot {
        let seconds = self.dice.between(20, 150);
        (at.saturating_add(seconds.seconds()), one_on_one)
    }

    fn step(
        &mut self,
        (at, one_on_one): Slot,
        what: What,
        words: impl FnOnce(&super::Phrases) -> &Vec<String>,
    ) -> Happened {
        Happened { at, one_on_one, what, words: self.sometimes(80, words) }
    }

    /// One of the phrases, so many times out of a hundred; otherwise, and where there are none, nothing.
    fn sometimes(&mut self, percent: u32, which: impl FnOnce(&super::Phrases) -> &Vec<String>) -> String {
        let phrases = which(self.phrases);
        if !phrases.is_empty() && self.dice.percent(percent) {
            self.cast.say(self.dice, phrases)
        } else {
            String::new()
        }
    }
}

/// For a step that goes without words.
static NOTHING: Vec<String> = Vec::new();

/// By its place among the levels, from the one that is least theirs.
fn level_of(nth: i32) -> Level {
    let nth = usize::try_from(nth).unwrap_or_default();
    Level::ALL.get(nth).copied().unwrap_or(Level::Delegate)
}
