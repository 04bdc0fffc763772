//! An entry in words, for whoever reads it long after: what it is, what belongs to it, what became of it, and on which
//! days. What is on the screen says "12 days ago"; a page that is kept says the day.

use jiff::civil::Date;

use crate::domain::{
    action::{Action, ActionState, By},
    aside::level_words,
    delegation::{Delegation, DelegationState, Level},
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
    review::{
        evidence::Piece,
        line::{Beside, way},
    },
    step::{Step, What},
    topic::{Topic, TopicState},
};

/// What an entry has beside its text.
pub(super) struct Told {
    /// What it is: "Goal", "Their action", "Feedback received".
    pub word: String,
    /// Where it stands; empty where its kind has no life of its own.
    pub state: &'static str,
    /// What belongs to it, and then what happened to it.
    pub lines: Vec<Line>,
    /// Whether it stands at the moment at which it was written, so that the moment says something.
    pub at_its_time: bool,
}

/// For whose eyes something is told.
#[derive(Clone, Copy)]
enum Eyes<'a> {
    /// Those of whoever wrote it.
    Own,
    /// Those of the person too, who is called so: what waits to be told is not told by the way.
    Shared(&'a str),
}

impl Eyes<'_> {
    fn say(self, own: &str, shared: impl FnOnce(&str) -> String) -> String {
        match self {
            Self::Own => own.to_owned(),
            Self::Shared(them) => shared(them),
        }
    }
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
    let mut lines = belongings(&entry.detail, goal, Eyes::Own);
    lines.retain(|line| !line.text.trim().is_empty());
    lines.extend(entry.steps.iter().map(|step| happened(step, Eyes::Own)));
    Told { word: word(&entry.detail, Eyes::Own), state: standing(&entry.detail), lines, at_its_time: true }
}

/// A piece of evidence in words that the person may read too: since when, and how it went in the period.
pub(super) fn told_in_review(entry: &Entry, piece: &Piece, beside: &Beside<'_>) -> Told {
    let eyes = Eyes::Shared(beside.them);
    let line = |label: &str, text: String| Line { label: label.to_owned(), text };
    let since = piece.written != piece.day || piece.written < beside.period.from();
    let mut lines = vec![line("Since", if since { say_day(piece.written) } else { String::new() })];
    lines.extend(belongings(&entry.detail, beside.goal.unwrap_or_default(), eyes));
    let way = way(beside.check_ins, beside.period, beside.today);
    lines.push(line("How close it feels", way.unwrap_or_default()));
    if let Detail::Delegation(delegation) = &entry.detail {
        lines.push(line("Who decides", climb(entry, delegation.level, eyes)));
    }
    lines.retain(|line| !line.text.trim().is_empty());
    // The steps of a climb stand in one line already, but for what was said of them.
    let tells = |step: &&Step| step.what.level().is_none() || !step.words.trim().is_empty();
    lines.extend(entry.steps.iter().filter(tells).map(|step| happened(step, eyes)));
    Told { word: word(&entry.detail, eyes), state: shared_standing(&entry.detail), lines, at_its_time: false }
}

/// "I decide, after asking → Dana decides, Tue 3 Nov 2026".
fn climb(entry: &Entry, begun: Level, eyes: Eyes<'_>) -> String {
    let climbed = entry.steps.iter().filter_map(|step| Some((step.what.level()?, step.at.day())));
    climbed
        .fold(decides(begun, eyes), |said, (level, day)| format!("{said} → {}, {}", decides(level, eyes), say_day(day)))
}

fn decides(level: Level, eyes: Eyes<'_>) -> String {
    eyes.say(level_words(level), |them| match level {
        Level::Tell => "I decide and tell".to_owned(),
        Level::Sell => "I decide and win over".to_owned(),
        Level::Consult => "I decide, after asking".to_owned(),
        Level::Agree => "we decide together".to_owned(),
        Level::Advise => format!("{them} decides, after asking"),
        Level::Inquire => format!("{them} decides and tells me"),
        Level::Delegate => format!("{them} decides"),
    })
}

/// Where it stands, without what still waits to be told or raised.
fn shared_standing(detail: &Detail) -> &'static str {
    match detail {
        Detail::Note(_)
        | Detail::Praise(_)
        | Detail::Delegation(Delegation { state: DelegationState::WithThem, .. }) => "",
        Detail::Flag(flag) if flag.state.is_unraised() => "",
        Detail::Action(action) if matches!(action.state, ActionState::Done | ActionState::Told) => "done",
        Detail::Delegation(Delegation { state: DelegationState::Back, .. }) => "handed back",
        Detail::Topic(topic) if topic.state == TopicState::Open => "",
        other => standing(other),
    }
}

/// Where it stands.
fn standing(detail: &Detail) -> &'static str {
    match detail {
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
    }
}

/// What it is.
fn word(detail: &Detail, eyes: Eyes<'_>) -> String {
    match detail {
        Detail::Action(Action { by: By::Them, .. }) => eyes.say("Their action", |them| format!("{them}’s action")),
        Detail::Topic(Topic { from: By::Them, .. }) => eyes.say("Their topic", |them| format!("{them}’s topic")),
        Detail::Feedback(Feedback { direction: Direction::Given, .. }) => {
            eyes.say("Feedback given", |them| format!("Feedback to {them}"))
        }
        Detail::Feedback(Feedback { direction: Direction::Received, .. }) => {
            eyes.say("Feedback received", |them| format!("Feedback from {them}"))
        }
        other => other.kind().word().to_owned(),
    }
}

fn belongings(detail: &Detail, goal: &str, eyes: Eyes<'_>) -> Vec<Line> {
    let said = |own: &str, shared: &str, text: &str| Line {
        label: eyes.say(own, |_| shared.to_owned()),
        text: text.to_owned(),
    };
    let line = |label: &str, text: &str| Line { label: label.to_owned(), text: text.to_owned() };
    let day = |label: &str, day: Option<Date>| line(label, &day.map(say_day).unwrap_or_default());
    let is_shared = matches!(eyes, Eyes::Shared(_));
    match detail {
        Detail::Note(_) | Detail::Praise(_) | Detail::Topic(_) => Vec::new(),
        Detail::Flag(Flag { usually, lately, need, raise_when, watch_until, check_again, state: _ }) => vec![
            line("Usually", usually),
            line("Lately", lately),
            line("What they might need to be successful", need),
            match raise_when {
                _ if is_shared => line("To raise", ""),
                RaiseWhen::Undecided => line("To raise", ""),
                RaiseWhen::NextOneOnOne => line("To raise", "in the next one-on-one"),
                RaiseWhen::On(on) => day("To raise", Some(*on)),
            },
            day("Watching until", watch_until.filter(|_| !is_shared)),
            day("Look again", check_again.filter(|_| !is_shared)),
        ],
        Detail::Goal(Goal { why, success, support, target, state: _ }) => vec![
            line("Why it matters", why),
            line("What success looks like", success),
            said("What you do to support it", "Support", support),
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
            said("What you changed because of it", "What changed because of it", changed),
        ],
        Detail::Delegation(Delegation { level, support, hands_off_until, state: _ }) => vec![
            // Who decided when is told in one line there.
            line("Who decides", if is_shared { "" } else { level_words(*level) }),
            said("What support you give", "Support", support),
            day("Hands off until", *hands_off_until),
        ],
        Detail::Expectation(expectation) => {
            let theirs = eyes.say("In their words", |them| format!("In {them}’s words"));
            vec![line("I will provide", &expectation.provide), line(&theirs, &expectation.their_words)]
        }
    }
}

/// "Raised, Tue 3 Nov 2026", and what was said.
fn happened(step: &Step, eyes: Eyes<'_>) -> Line {
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
        What::Level(level) => return moved(&decides(level, eyes), step),
        What::Back if matches!(eyes, Eyes::Shared(_)) => "Handed back",
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
    let parts = [
        in_passing(person),
        profile.since.map(|day| format!("with you since {}", day.strftime("%B %Y"))).unwrap_or_default(),
        profile.cadence.map(|cadence| format!("one-on-one {cadence}")).unwrap_or_default(),
        person.archived.as_ref().map(|when| format!("archived {}", say_day(when.day()))).unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// "Staff engineer, Platform · she/her": what the person would say of themselves.
pub(super) fn in_passing(person: &Person) -> String {
    let profile = &person.profile;
    let role = [profile.role.as_str(), profile.team.as_str()].into_iter().filter(|part| !part.is_empty());
    let parts = [role.collect::<Vec<_>>().join(", "), profile.pronouns.clone()];
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
