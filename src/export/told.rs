//! An entry in words, for whoever reads it long after: what it is, what belongs to it, what became of it, and on which
//! days. What is on the screen says "12 days ago"; a page that is kept says the day.

use jiff::civil::Date;

use crate::domain::{
    action::{Action, ActionState, By},
    aside::level_words,
    delegation::{Delegation, DelegationState},
    entry::{Detail, Entry},
    expectation::ExpectationState,
    feedback::{Direction, Feedback},
    flag::{Flag, FlagState, RaiseWhen},
    goal::{Goal, GoalState},
    moment::Moment,
    note::About,
    one_on_one::{OneOnOne, OneOnOneState},
    person::Person,
    praise::PraiseState,
    step::{Step, What},
    topic::{Topic, TopicState},
};

/// What an entry has beside its text.
pub(super) struct Told {
    /// What it is: "Goal", "Their action", "Feedback received".
    pub word: &'static str,
    /// Where it stands; empty where its kind has no life of its own.
    pub state: &'static str,
    /// What belongs to it, and then what happened to it.
    pub lines: Vec<Line>,
}

/// One thing that belongs to an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What it is, in our words.
    pub label: String,
    /// The words of a person, or a day; empty where the label says it all.
    pub text: String,
}

/// An entry in words. `goal` is the text of the goal that a check-in is a step of.
pub(super) fn told(entry: &Entry, goal: &str) -> Told {
    let (word, state) = standing(&entry.detail);
    let mut lines = belongings(&entry.detail, goal);
    lines.retain(|line| !line.text.trim().is_empty());
    lines.extend(entry.steps.iter().map(happened));
    Told { word, state, lines }
}

/// The word of what it is, and where it stands.
fn standing(detail: &Detail) -> (&'static str, &'static str) {
    let state = match detail {
        Detail::Note(note) => match note.about {
            About::Unmarked => "",
            About::Person => "about the person",
            About::Work => "about the work",
        },
        Detail::Flag(flag) => match flag.state {
            FlagState::Noticed => "not raised",
            FlagState::Watching => "watching",
            FlagState::Raised => "raised",
            FlagState::Settled => "settled",
            FlagState::LetGo => "let go",
        },
        Detail::Goal(goal) => match goal.state {
            GoalState::Active => "active",
            GoalState::Paused => "paused",
            GoalState::Reached => "reached",
            GoalState::Dropped => "dropped",
        },
        Detail::Action(action) => match (action.state, action.by) {
            (ActionState::Open, _) => "open",
            (ActionState::Done, By::Me) => "done, not told yet",
            (ActionState::Done, By::Them) => "done",
            (ActionState::Told, _) => "done, and they know",
            (ActionState::Dropped, _) => "dropped",
        },
        Detail::Praise(praise) => match praise.state {
            PraiseState::Noticed => "not told yet",
            PraiseState::Told => "told",
        },
        Detail::Delegation(delegation) => match delegation.state {
            DelegationState::WithThem => "with them",
            DelegationState::Back => "back with you",
            DelegationState::Complete => "complete",
        },
        Detail::Expectation(expectation) => match expectation.state {
            ExpectationState::Current => "in force",
            ExpectationState::Replaced => "replaced",
        },
        Detail::Topic(topic) => match topic.state {
            TopicState::Open => "for next time",
            TopicState::Talked => "talked about",
        },
        Detail::CheckIn(_) | Detail::Feedback(_) => "",
    };
    let word = match detail {
        Detail::Action(Action { by: By::Them, .. }) => "Their action",
        Detail::Topic(Topic { from: By::Them, .. }) => "Their topic",
        Detail::Feedback(Feedback { direction: Direction::Given, .. }) => "Feedback given",
        Detail::Feedback(Feedback { direction: Direction::Received, .. }) => "Feedback received",
        other => other.kind().word(),
    };
    (word, state)
}

fn belongings(detail: &Detail, goal: &str) -> Vec<Line> {
    let line = |label: &str, text: &str| Line { label: label.to_owned(), text: text.to_owned() };
    let day = |label: &str, day: Option<Date>| line(label, &day.map(say_day).unwrap_or_default());
    match detail {
        Detail::Note(_) | Detail::Praise(_) | Detail::Topic(_) => Vec::new(),
        Detail::Flag(Flag { usually, lately, need, raise_when, watch_until, check_again, state: _ }) => vec![
            line("Usually", usually),
            line("Lately", lately),
            line("What they might need to be successful", need),
            match raise_when {
                RaiseWhen::Undecided => line("To raise", ""),
                RaiseWhen::NextOneOnOne => line("To raise", "in the next one-on-one"),
                RaiseWhen::On(on) => day("To raise", Some(*on)),
            },
            day("Watching until", *watch_until),
            day("Look again", *check_again),
        ],
        Detail::Goal(Goal { why, success, support, target, state: _ }) => vec![
            line("Why it matters", why),
            line("What success looks like", success),
            line("What you do to support it", support),
            day("By when", *target),
        ],
        Detail::CheckIn(check_in) => {
            let close = format!("{} of 5", u8::from(check_in.closeness));
            vec![line("On the goal", goal), line("How close it feels", &close)]
        }
        Detail::Action(action) => vec![day("By when", action.due)],
        Detail::Feedback(Feedback { situation, behaviour, impact, changed, direction: _ }) => vec![
            line("Situation", situation),
            line("Behaviour", behaviour),
            line("Impact", impact),
            line("What you changed because of it", changed),
        ],
        Detail::Delegation(Delegation { level, support, hands_off_until, state: _ }) => vec![
            line("Who decides", level_words(*level)),
            line("What support you give", support),
            day("Hands off until", *hands_off_until),
        ],
        Detail::Expectation(expectation) => {
            vec![line("I will provide", &expectation.provide), line("In their words", &expectation.their_words)]
        }
    }
}

/// "Raised, Tue 3 Nov 2026", and what was said.
fn happened(step: &Step) -> Line {
    let what = match step.what {
        What::Raised => "Raised",
        What::Settled => "Settled",
        What::LookedAgain => "Looked again",
        What::LetGo => "Let go",
        What::Paused => "Paused",
        What::Resumed => "Going on again",
        What::Reached => "Reached",
        What::Dropped => "Dropped",
        What::Done => "Done",
        What::Told => "Told",
        What::Level(level) => return moved(level_words(level), step),
        What::Back => "Back with you",
        What::Complete => "Complete",
        What::Said => "Said aloud",
        What::Replaced => "Replaced",
        What::Talked => "Talked about",
    };
    Line { label: format!("{what}, {}", say_day(step.at.day())), text: step.words.clone() }
}

fn moved(level: &str, step: &Step) -> Line {
    Line { label: format!("From {} on, {level}", say_day(step.at.day())), text: step.words.clone() }
}

/// A one-on-one in a line; nothing of one that is only planned.
pub(super) fn one_on_one(one: &OneOnOne) -> Option<(String, &str)> {
    let minutes = match one.minutes {
        None | Some(0) => String::new(),
        Some(1) => ", 1 minute".to_owned(),
        Some(minutes) => format!(", {minutes} minutes"),
    };
    match one.state {
        OneOnOneState::Planned => None,
        OneOnOneState::Held => Some((format!("One-on-one, {}{minutes}", say_time(&one.at)), "")),
        OneOnOneState::NothingToNote => Some(("One-on-one: met, nothing to note".to_owned(), "")),
        OneOnOneState::Skipped => Some(("One-on-one skipped".to_owned(), one.reason.as_str())),
    }
}

/// "Staff engineer, Platform · she/her · with you since March 2022 · every week".
pub(super) fn about(person: &Person) -> String {
    let profile = &person.profile;
    let role = [profile.role.as_str(), profile.team.as_str()].into_iter().filter(|part| !part.is_empty());
    let parts = [
        role.collect::<Vec<_>>().join(", "),
        profile.pronouns.clone(),
        profile.since.map(|day| format!("with you since {}", day.strftime("%B %Y"))).unwrap_or_default(),
        profile.cadence.map(|cadence| format!("one-on-one {cadence}")).unwrap_or_default(),
        person.archived.as_ref().map(|when| format!("archived {}", say_day(when.day()))).unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Which days a document is of, in words; nothing where it is of all of them.
pub(super) fn period(from: Option<Date>, to: Option<Date>) -> Option<String> {
    Some(match (from, to) {
        (None, None) => return None,
        (Some(from), None) => format!("from {} on", say_long(from)),
        (None, Some(to)) => format!("up to {}", say_long(to)),
        (Some(from), Some(to)) => format!("{} to {}", say_long(from), say_long(to)),
    })
}

/// "Tue 3 Nov 2026".
pub(super) fn say_day(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// "3 November 2026".
pub(super) fn say_long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// "10:12", on the writer's clock.
pub(super) fn say_time(moment: &Moment) -> String {
    moment.time().strftime("%H:%M").to_string()
}

/// "1 entry", "214 entries".
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
