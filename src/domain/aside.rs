//! What stands small under an entry: what became of it, since when, by when. Words and figures only; whoever shows them
//! chooses how each voice looks.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    action::{Action, ActionState, By},
    check_in::Closeness,
    day::{ago, say_day},
    delegation::{Delegation, DelegationState, Level},
    entry::{Detail, Entry},
    expectation::{Expectation, ExpectationState},
    feedback::{Direction, Feedback},
    flag::{Flag, FlagState, RaiseWhen},
    goal::{Goal, GoalState},
    praise::PraiseState,
    step::What,
    topic::{Topic, TopicState},
};

/// From this many days on, what waits for the leader is said plainly; before, quietly.
pub(super) const URGENT_FROM_DAYS: i32 = 3;
/// A goal that nobody checked in on for this many days is quiet: four weeks.
pub(super) const QUIET_FROM_DAYS: i32 = 28;
/// From this many days on, a flag that nobody raised insists.
pub(super) const INSISTENT_FROM_DAYS: i32 = 10;

/// One line under an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// What it says; may hold several parts between dots.
    pub text: String,
    /// How loud it is.
    pub voice: Voice,
}

/// How loud something is said: by words and weight, not by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// To be known.
    Calm,
    /// It waits for the leader.
    Urgent,
    /// It has waited too long.
    Insistent,
}

impl Aside {
    /// One more thing to know.
    pub fn more(text: String) -> Self {
        Self { text, voice: Voice::Calm }
    }

    fn calm(parts: impl IntoIterator<Item = String>) -> Option<Self> {
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| Self { text: parts.join(" · "), voice: Voice::Calm })
    }

    fn urgent(text: String) -> Self {
        Self { text, voice: Voice::Urgent }
    }
}

/// The lines under an entry, as of `today`. `them` is how the person is called in passing.
pub fn asides(entry: &Entry, today: Date, them: &str) -> Vec<Aside> {
    match &entry.detail {
        Detail::Note(_) => Vec::new(),
        Detail::Flag(flag) => of_flag(entry, flag, today),
        Detail::Goal(goal) => of_goal(entry, goal, today),
        Detail::CheckIn(check_in) => {
            Aside::calm([format!("feels {} of 5 close", u8::from(check_in.closeness))]).into_iter().collect()
        }
        Detail::Action(action) => of_action(entry, action, today, them).into_iter().collect(),
        Detail::Praise(praise) => of_praise(entry, praise.state, today, them).into_iter().collect(),
        Detail::Feedback(feedback) => of_feedback(feedback),
        Detail::Delegation(delegation) => of_delegation(entry, delegation, today),
        Detail::Expectation(expectation) => of_expectation(entry, expectation, today),
        Detail::Topic(topic) => of_topic(entry, topic, today, them).into_iter().collect(),
    }
}

/// That an entry was picked as evidence for a review.
pub fn as_evidence(entry: &Entry) -> Option<Aside> {
    entry.evidence.then(|| Aside::calm(["evidence for a review".to_owned()])).flatten()
}

/// Where an entry stands, in one line for a list: how long it waits, how late it is, or what became of it.
pub fn in_short(entry: &Entry, today: Date, them: &str) -> Option<Aside> {
    match &entry.detail {
        Detail::Flag(flag) => state_of_flag(entry, flag, today),
        Detail::Goal(goal) => state_of_goal(entry, goal, today).or_else(|| Aside::calm([target(goal, today)])),
        Detail::Delegation(delegation) => {
            let lines = of_delegation(entry, delegation, today);
            if delegation.state.is_open() { lines.into_iter().next() } else { lines.into_iter().next_back() }
        }
        Detail::Expectation(expectation) => state_of_expectation(entry, expectation, today),
        Detail::Note(_) | Detail::Feedback(_) => None,
        Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) | Detail::Topic(_) => {
            asides(entry, today, them).pop()
        }
    }
}

fn of_flag(entry: &Entry, flag: &Flag, today: Date) -> Vec<Aside> {
    let raised = entry.last(|what| what == What::Raised);
    let said = raised.and_then(|step| Aside::calm([step.words.clone()]));
    let state = state_of_flag(entry, flag, today);
    let open = flag.state.is_unraised();
    let need = open.then(|| labelled("Might need", &flag.need)).and_then(|need| Aside::calm([need]));
    said.into_iter().chain(state).chain(need).collect()
}

fn state_of_flag(entry: &Entry, flag: &Flag, today: Date) -> Option<Aside> {
    let since = entry.written.day();
    match flag.state {
        FlagState::Noticed => Some(planned(unraised(since, today), flag.raise_when, today)),
        FlagState::Watching => match flag.watch_until {
            Some(until) if until > today => {
                Aside::calm([format!("Noticed {}, watching until {}", ago(since, today), say_day(until, today))])
            }
            // On the day it was watched until, it is back by itself, and says so.
            Some(until) => Some(back_from(&unraised(since, today), until, today)),
            None => Some(unraised(since, today)),
        },
        FlagState::Raised => {
            let raised = entry.last(|what| what == What::Raised);
            raised.map(|step| raised_after(since, step.at.day(), today))
        }
        FlagState::Settled => ended(entry, What::Settled, "Settled", today).map(|aside| {
            let looked = ended(entry, What::LookedAgain, "looked again", today);
            let text = looked.map_or(aside.text.clone(), |looked| format!("{} · {}", aside.text, looked.text));
            let Some(day) = flag.check_again else { return Aside { text, ..aside } };
            let text = format!("{text} · check again {}", say_day(day, today));
            if day <= today { Aside::urgent(text) } else { Aside { text, ..aside } }
        }),
        FlagState::LetGo => ended(entry, What::LetGo, "Let go", today),
    }
}

/// Quiet at first, then plain, then insistent: a flag gets louder with time.
fn unraised(since: Date, today: Date) -> Aside {
    let noticed = ago(since, today);
    match days(since, today) {
        INSISTENT_FROM_DAYS.. => {
            Aside { text: format!("Noticed {noticed}, still not raised"), voice: Voice::Insistent }
        }
        URGENT_FROM_DAYS.. => Aside::urgent(format!("Noticed {noticed}, not raised yet")),
        _ => Aside { text: format!("Noticed {noticed}, not raised yet"), voice: Voice::Calm },
    }
}

/// The same with when you mean to raise it; that day makes it waited for, and as loud as its age all the same.
fn planned(unraised: Aside, when: RaiseWhen, today: Date) -> Aside {
    let Some(plan) = plan_words(when, today) else { return unraised };
    let waits = if matches!(when, RaiseWhen::On(day) if day <= today) { Voice::Urgent } else { Voice::Calm };
    Aside { text: format!("{} · {plan}", unraised.text), voice: unraised.voice.max(waits) }
}

/// When you mean to raise a flag, in a few words: "for the next one-on-one", "to raise today".
pub fn plan_words(when: RaiseWhen, today: Date) -> Option<String> {
    match when {
        RaiseWhen::Undecided => None,
        RaiseWhen::NextOneOnOne => Some("for the next one-on-one".to_owned()),
        RaiseWhen::On(day) if day < today => Some(format!("you meant to raise it {}", say_day(day, today))),
        RaiseWhen::On(day) => Some(format!("to raise {}", say_day(day, today))),
    }
}

/// A flag whose watching is over waits for the leader, however young it is.
fn back_from(unraised: &Aside, until: Date, today: Date) -> Aside {
    let text = format!("Back {}: you watched it until then · {}", say_day(until, today), lower(&unraised.text));
    Aside { text, voice: unraised.voice.max(Voice::Urgent) }
}

fn lower(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn raised_after(since: Date, raised: Date, today: Date) -> Aside {
    let waited = days(since, raised);
    let after = if waited > 0 { format!(" after {}", count(waited, "day")) } else { String::new() };
    Aside::urgent(format!("Raised {}{after}, no outcome yet", say_day(raised, today)))
}

fn of_goal(entry: &Entry, goal: &Goal, today: Date) -> Vec<Aside> {
    let why = Aside::calm([labelled("Why it matters", &goal.why)]);
    let success = Aside::calm([labelled("Success looks like", &goal.success), target(goal, today)]);
    why.into_iter().chain(success).chain(state_of_goal(entry, goal, today)).collect()
}

fn state_of_goal(entry: &Entry, goal: &Goal, today: Date) -> Option<Aside> {
    match goal.state {
        GoalState::Active => None,
        GoalState::Paused => ended(entry, What::Paused, "Paused", today),
        GoalState::Reached => ended(entry, What::Reached, "Reached", today),
        GoalState::Dropped => ended(entry, What::Dropped, "Dropped", today),
    }
}

/// Since when nobody checked in on a goal, from its latest check-in.
pub fn checked_in(latest: Option<(Date, Closeness)>, today: Date) -> Aside {
    match latest {
        None => Aside::more("no check-in yet".to_owned()),
        Some((day, _)) if days(day, today) >= QUIET_FROM_DAYS => {
            Aside::urgent(format!("{} without a check-in", count(days(day, today), "day")))
        }
        Some((day, closeness)) => Aside::more(format!("felt {} of 5 close {}", u8::from(closeness), ago(day, today))),
    }
}

fn target(goal: &Goal, today: Date) -> String {
    goal.target.map(|day| format!("by {}", say_day(day, today))).unwrap_or_default()
}

fn of_action(entry: &Entry, action: &Action, today: Date, them: &str) -> Option<Aside> {
    let who = match action.by {
        By::Me => "you",
        By::Them => them,
    };
    let late = action.days_late(today);
    let what = match action.state {
        ActionState::Open if late > 0 => return Some(Aside::urgent(format!("{who} · {} late", count(late, "day")))),
        ActionState::Open => action.due.map(|day| format!("due {}", say_day(day, today))).unwrap_or_default(),
        ActionState::Done if action.by == By::Me => {
            return Some(Aside::urgent(format!(
                "{who} · {}, {them} does not know yet",
                dated(entry, What::Done, "done", today)
            )));
        }
        ActionState::Done => dated(entry, What::Done, "done", today),
        ActionState::Told => with_words(entry, What::Told, "done and told", today),
        ActionState::Dropped => dated(entry, What::Dropped, "dropped", today),
    };
    Aside::calm([who.to_owned(), what])
}

fn of_praise(entry: &Entry, state: PraiseState, today: Date, them: &str) -> Option<Aside> {
    match state {
        PraiseState::Noticed if days(entry.written.day(), today) >= URGENT_FROM_DAYS => {
            Some(Aside::urgent(format!("you haven’t told {them} yet")))
        }
        PraiseState::Noticed => Aside::calm([format!("not told {them} yet")]),
        PraiseState::Told => ended(entry, What::Told, "told", today),
    }
}

fn of_feedback(feedback: &Feedback) -> Vec<Aside> {
    let direction = match feedback.direction {
        Direction::Given => "given",
        Direction::Received => "received",
    };
    let parts = [&feedback.situation, &feedback.behaviour, &feedback.impact];
    let first = Aside::calm(std::iter::once(direction.to_owned()).chain(parts.into_iter().cloned()));
    let changed = Aside::calm([labelled("What you changed", &feedback.changed)]);
    first.into_iter().chain(changed).collect()
}

fn of_delegation(entry: &Entry, delegation: &Delegation, today: Date) -> Vec<Aside> {
    let level = entry.level().unwrap_or(delegation.level);
    let hands_off = delegation.hands_off_until.map(|day| format!("hands off until {}", say_day(day, today)));
    let how = [level_words(level).to_owned(), labelled("support", &delegation.support), hands_off.unwrap_or_default()];
    let end = match delegation.state {
        DelegationState::WithThem => None,
        DelegationState::Back => ended(entry, What::Back, "Back with you", today),
        DelegationState::Complete => ended(entry, What::Complete, "Complete", today),
    };
    let climbed = climb(entry, today).map(Aside::more);
    Aside::calm(how).into_iter().chain(climbed).chain(end).collect()
}

/// Every step on the ladder with its day: "tell → consult 3 Nov → agree 20 Nov".
pub fn climb(entry: &Entry, today: Date) -> Option<String> {
    let Detail::Delegation(delegation) = &entry.detail else { return None };
    let steps = entry.steps.iter().filter_map(|step| Some((step.what.level()?, step.at.day())));
    let steps: Vec<String> = steps.map(|(level, day)| format!("{} {}", level.as_str(), say_day(day, today))).collect();
    let climbed = format!("{} → {}", delegation.level.as_str(), steps.join(" → "));
    (!steps.is_empty()).then_some(climbed)
}

/// A level of delegation as a person says it.
pub fn level_words(level: Level) -> &'static str {
    match level {
        Level::Tell => "you decide and tell",
        Level::Sell => "you decide and win them over",
        Level::Consult => "you decide, after asking",
        Level::Agree => "you decide together",
        Level::Advise => "they decide, after asking",
        Level::Inquire => "they decide and tell you",
        Level::Delegate => "they decide",
    }
}

fn of_expectation(entry: &Entry, expectation: &Expectation, today: Date) -> Vec<Aside> {
    let provide = Aside::calm([labelled("I will provide", &expectation.provide)]);
    let theirs = Aside::calm([labelled("In their words", &expectation.their_words)]);
    provide.into_iter().chain(theirs).chain(state_of_expectation(entry, expectation, today)).collect()
}

fn state_of_expectation(entry: &Entry, expectation: &Expectation, today: Date) -> Option<Aside> {
    let said = entry.last(|what| what == What::Said).map(|step| format!("last said {}", ago(step.at.day(), today)));
    match expectation.state {
        ExpectationState::Current => Aside::calm([said.unwrap_or_else(|| "not said aloud yet".to_owned())]),
        ExpectationState::Replaced => {
            Aside::calm([said.unwrap_or_default(), dated(entry, What::Replaced, "replaced", today)])
        }
    }
}

fn of_topic(entry: &Entry, topic: &Topic, today: Date, them: &str) -> Option<Aside> {
    let from = match topic.from {
        By::Me => String::new(),
        By::Them => format!("{them} asked"),
    };
    let state = match topic.state {
        TopicState::Open => "for next time".to_owned(),
        TopicState::Talked => dated(entry, What::Talked, "talked about", today),
    };
    Aside::calm([from, state])
}

/// "Settled 24 Nov: she comments in writing".
fn ended(entry: &Entry, what: What, word: &str, today: Date) -> Option<Aside> {
    entry.last(|happened| happened == what)?;
    Aside::calm([with_words(entry, what, word, today)])
}

/// "told 14 Nov: over coffee".
fn with_words(entry: &Entry, what: What, word: &str, today: Date) -> String {
    let words = entry.last(|happened| happened == what).map_or("", |step| &step.words);
    let words = if words.is_empty() { String::new() } else { format!(": {words}") };
    format!("{}{words}", dated(entry, what, word, today))
}

/// "done 14 Nov".
fn dated(entry: &Entry, what: What, word: &str, today: Date) -> String {
    match entry.last(|happened| happened == what) {
        Some(step) => format!("{word} {}", say_day(step.at.day(), today)),
        None => word.to_owned(),
    }
}

fn labelled(label: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{label}: {text}") }
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

pub(super) fn count(number: i32, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
