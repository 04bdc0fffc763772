//! The captions under an entry: its status, dates and details. The caller chooses how each emphasis
//! looks.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    domain::{
        attention::{ATTENTION_AFTER_DAYS, CHECK_IN_DUE_AFTER_DAYS, CRITICAL_AFTER_DAYS, Emphasis},
        date::days_between,
        entry::{
            Detail, Entry,
            event::EventKind,
            kind::{
                action::{Action, ActionState, Party},
                check_in::Closeness,
                delegation::{Delegation, DelegationState},
                expectation::{Expectation, ExpectationState},
                feedback::{Direction, Feedback},
                flag::{Flag, FlagState, RaisePlan},
                goal::{Goal, GoalState},
                praise::PraiseState,
                topic::{Topic, TopicState},
            },
        },
    },
    wording::{
        date::{format_date, format_relative_date},
        text::{labelled, lowercase_first, pluralize},
    },
};

/// One caption under an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Caption {
    /// The text; may have several parts between dots.
    pub text: String,
    /// How strongly it is shown.
    #[serde(rename = "voice")]
    pub emphasis: Emphasis,
}

impl Caption {
    /// A caption of normal emphasis.
    pub fn new(text: String) -> Self {
        Self { text, emphasis: Emphasis::Normal }
    }

    fn from_parts(parts: impl IntoIterator<Item = String>) -> Option<Self> {
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| Self { text: parts.join(" · "), emphasis: Emphasis::Normal })
    }

    fn attention(text: String) -> Self {
        Self { text, emphasis: Emphasis::Attention }
    }
}

/// The captions under an entry, as of `today`; `short_name` is that of the person.
pub fn captions(entry: &Entry, today: Date, short_name: &str) -> Vec<Caption> {
    match &entry.detail {
        Detail::Note(_) => Vec::new(),
        Detail::Flag(flag) => flag_captions(entry, flag, today),
        Detail::Goal(goal) => goal_captions(entry, goal, today),
        Detail::CheckIn(check_in) => {
            Caption::from_parts([format!("{} of 5", u8::from(check_in.closeness))]).into_iter().collect()
        }
        Detail::Action(action) => action_caption(entry, action, today, short_name).into_iter().collect(),
        Detail::Praise(praise) => praise_caption(entry, praise.state, today, short_name).into_iter().collect(),
        Detail::Feedback(feedback) => feedback_captions(feedback),
        Detail::Delegation(delegation) => delegation_captions(entry, delegation, today),
        Detail::Expectation(expectation) => expectation_captions(entry, expectation, today),
        Detail::Topic(topic) => topic_caption(entry, topic, today, short_name).into_iter().collect(),
    }
}

/// The caption of an entry that is picked as evidence for a review.
pub fn evidence_caption(entry: &Entry) -> Option<Caption> {
    entry.evidence.then(|| Caption::from_parts(["review evidence".to_owned()])).flatten()
}

/// The status of an entry in one line for a list: how long it waits, how late it is, or how it
/// ended.
pub fn status_caption(entry: &Entry, today: Date, short_name: &str) -> Option<Caption> {
    match &entry.detail {
        Detail::Flag(flag) => flag_status(entry, flag, today),
        Detail::Goal(goal) => {
            goal_status(entry, goal, today).or_else(|| Caption::from_parts([format_target_date(goal, today)]))
        }
        Detail::Delegation(delegation) => {
            let lines = delegation_captions(entry, delegation, today);
            if delegation.state.is_open() { lines.into_iter().next() } else { lines.into_iter().next_back() }
        }
        Detail::Expectation(expectation) => expectation_status(entry, expectation, today),
        Detail::Note(_) | Detail::Feedback(_) => None,
        Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) | Detail::Topic(_) => {
            captions(entry, today, short_name).pop()
        }
    }
}

fn flag_captions(entry: &Entry, flag: &Flag, today: Date) -> Vec<Caption> {
    let raised = entry.last_event(|kind| kind == EventKind::Raised);
    let comment = raised.and_then(|event| Caption::from_parts([event.comment.clone()]));
    let state = flag_status(entry, flag, today);
    let open = flag.state.is_unraised();
    let need = open.then(|| labelled("Might need", &flag.need)).and_then(|need| Caption::from_parts([need]));
    comment.into_iter().chain(state).chain(need).collect()
}

fn flag_status(entry: &Entry, flag: &Flag, today: Date) -> Option<Caption> {
    let since = entry.written_at.day();
    match flag.state {
        FlagState::Noticed => Some(with_raise_plan(unraised_caption(since, today), flag.raise_plan, today)),
        FlagState::Watching => match flag.watch_until {
            Some(until) if until > today => Caption::from_parts([format!(
                "Noticed {}, watching until {}",
                format_relative_date(since, today),
                format_date(until, today)
            )]),
            // On the day it was watched until, it is back by itself, and says so.
            Some(until) => Some(watch_ended_caption(&unraised_caption(since, today), until, today)),
            None => Some(unraised_caption(since, today)),
        },
        FlagState::Raised => {
            let raised = entry.last_event(|kind| kind == EventKind::Raised);
            raised.map(|event| raised_caption(since, event.at.day(), today))
        }
        FlagState::Settled => outcome_caption(entry, EventKind::Settled, "Settled", today).map(|caption| {
            let looked = outcome_caption(entry, EventKind::Rechecked, "checked again", today);
            let text = looked.map_or(caption.text.clone(), |looked| format!("{} · {}", caption.text, looked.text));
            let Some(day) = flag.recheck_on else { return Caption { text, ..caption } };
            let text = format!("{text} · check again {}", format_date(day, today));
            if day <= today { Caption::attention(text) } else { Caption { text, ..caption } }
        }),
        FlagState::LetGo => outcome_caption(entry, EventKind::LetGo, "Let go", today),
    }
}

/// The emphasis of an unraised flag grows with its age.
fn unraised_caption(since: Date, today: Date) -> Caption {
    let noticed = format_relative_date(since, today);
    match days_between(since, today) {
        CRITICAL_AFTER_DAYS.. => {
            Caption { text: format!("Noticed {noticed}, still not raised"), emphasis: Emphasis::Critical }
        }
        ATTENTION_AFTER_DAYS.. => Caption::attention(format!("Noticed {noticed}, not raised yet")),
        _ => Caption { text: format!("Noticed {noticed}, not raised yet"), emphasis: Emphasis::Normal },
    }
}

/// Adds the raise plan; on the planned day the emphasis is at least [`Emphasis::Attention`].
fn with_raise_plan(unraised: Caption, plan: RaisePlan, today: Date) -> Caption {
    let Some(plan_text) = describe_raise_plan(plan, today) else { return unraised };
    let minimum =
        if matches!(plan, RaisePlan::On(day) if day <= today) { Emphasis::Attention } else { Emphasis::Normal };
    Caption { text: format!("{} · {plan_text}", unraised.text), emphasis: unraised.emphasis.max(minimum) }
}

/// The raise plan of a flag in a few words: "for the next one-on-one", "to raise today".
pub fn describe_raise_plan(plan: RaisePlan, today: Date) -> Option<String> {
    match plan {
        RaisePlan::Undecided => None,
        RaisePlan::NextOneOnOne => Some("for the next one-on-one".to_owned()),
        RaisePlan::On(day) if day < today => Some(format!("you planned to raise it {}", format_date(day, today))),
        RaisePlan::On(day) => Some(format!("to raise {}", format_date(day, today))),
    }
}

/// A flag whose watch has ended has at least [`Emphasis::Attention`], however young it is.
fn watch_ended_caption(unraised: &Caption, until: Date, today: Date) -> Caption {
    let text = format!("Watched until {} · {}", format_date(until, today), lowercase_first(&unraised.text));
    Caption { text, emphasis: unraised.emphasis.max(Emphasis::Attention) }
}

fn raised_caption(since: Date, raised: Date, today: Date) -> Caption {
    let waited = days_between(since, raised);
    let after = if waited > 0 { format!(" after {}", pluralize(waited, "day")) } else { String::new() };
    Caption::attention(format!("Raised {}{after}, no outcome yet", format_date(raised, today)))
}

fn goal_captions(entry: &Entry, goal: &Goal, today: Date) -> Vec<Caption> {
    let why = Caption::from_parts([labelled("Why it matters", &goal.why)]);
    let success = Caption::from_parts([labelled("Success looks like", &goal.success), format_target_date(goal, today)]);
    why.into_iter().chain(success).chain(goal_status(entry, goal, today)).collect()
}

fn goal_status(entry: &Entry, goal: &Goal, today: Date) -> Option<Caption> {
    match goal.state {
        GoalState::Active => None,
        GoalState::Paused => outcome_caption(entry, EventKind::Paused, "Paused", today),
        GoalState::Reached => outcome_caption(entry, EventKind::Reached, "Reached", today),
        GoalState::Dropped => outcome_caption(entry, EventKind::Dropped, "Dropped", today),
    }
}

/// The latest check-in of a goal, or how long it is overdue.
pub fn last_check_in_caption(latest: Option<(Date, Closeness)>, today: Date) -> Caption {
    match latest {
        None => Caption::new("no check-in yet".to_owned()),
        Some((day, _)) if days_between(day, today) >= CHECK_IN_DUE_AFTER_DAYS => {
            Caption::attention(format!("no check-in for {}", pluralize(days_between(day, today), "day")))
        }
        Some((day, closeness)) => {
            Caption::new(format!("{} of 5, {}", u8::from(closeness), format_relative_date(day, today)))
        }
    }
}

fn format_target_date(goal: &Goal, today: Date) -> String {
    goal.target.map(|day| format!("by {}", format_date(day, today))).unwrap_or_default()
}

fn action_caption(entry: &Entry, action: &Action, today: Date, short_name: &str) -> Option<Caption> {
    let who = match action.by {
        Party::Me => "you",
        Party::Them => short_name,
    };
    let late = action.days_late(today);
    let what = match action.state {
        ActionState::Open if late > 0 => {
            return Some(Caption::attention(format!("{who} · {} late", pluralize(late, "day"))));
        }
        ActionState::Open => action.due.map(|day| format!("due {}", format_date(day, today))).unwrap_or_default(),
        ActionState::Done if action.by == Party::Me => {
            return Some(Caption::attention(format!(
                "{who} · {}, not told yet",
                event_with_date(entry, EventKind::Done, "done", today)
            )));
        }
        ActionState::Done => event_with_date(entry, EventKind::Done, "done", today),
        ActionState::Told => event_with_comment(entry, EventKind::Told, "done and told", today),
        ActionState::Dropped => event_with_date(entry, EventKind::Dropped, "dropped", today),
    };
    let shared = entry.shared_on.map(|day| format!("shared {}", format_relative_date(day, today))).unwrap_or_default();
    Caption::from_parts([who.to_owned(), what, shared])
}

fn praise_caption(entry: &Entry, state: PraiseState, today: Date, short_name: &str) -> Option<Caption> {
    match state {
        PraiseState::Noticed if days_between(entry.written_at.day(), today) >= ATTENTION_AFTER_DAYS => {
            Some(Caption::attention(format!("you haven’t told {short_name} yet")))
        }
        PraiseState::Noticed => Caption::from_parts([format!("not told {short_name} yet")]),
        PraiseState::Told => outcome_caption(entry, EventKind::Told, "told", today),
    }
}

fn feedback_captions(feedback: &Feedback) -> Vec<Caption> {
    let direction = match feedback.direction {
        Direction::Given => "given",
        Direction::Received => "received",
    };
    let parts = [&feedback.situation, &feedback.behaviour, &feedback.impact];
    let first = Caption::from_parts(std::iter::once(direction.to_owned()).chain(parts.into_iter().cloned()));
    let changed = Caption::from_parts([labelled("What you changed", &feedback.changed)]);
    first.into_iter().chain(changed).collect()
}

fn delegation_captions(entry: &Entry, delegation: &Delegation, today: Date) -> Vec<Caption> {
    let level = entry.delegation_level().unwrap_or(delegation.level);
    let hands_off = delegation.hands_off_until.map(|day| format!("hands off until {}", format_date(day, today)));
    let how = [level.description().to_owned(), labelled("support", &delegation.support), hands_off.unwrap_or_default()];
    let end = match delegation.state {
        DelegationState::WithThem => None,
        DelegationState::TakenBack => outcome_caption(entry, EventKind::TakenBack, "Back with you", today),
        DelegationState::Complete => outcome_caption(entry, EventKind::Completed, "Completed", today),
    };
    let climbed = level_history(entry, today).map(Caption::new);
    Caption::from_parts(how).into_iter().chain(climbed).chain(end).collect()
}

/// The levels of a delegation with their days: "tell → consult 3 Nov → agree 20 Nov".
pub fn level_history(entry: &Entry, today: Date) -> Option<String> {
    let Detail::Delegation(delegation) = &entry.detail else { return None };
    let steps = entry.events.iter().filter_map(|event| Some((event.kind.level()?, event.at.day())));
    let steps: Vec<String> =
        steps.map(|(level, day)| format!("{} {}", level.as_str(), format_date(day, today))).collect();
    let climbed = format!("{} → {}", delegation.level.as_str(), steps.join(" → "));
    (!steps.is_empty()).then_some(climbed)
}

fn expectation_captions(entry: &Entry, expectation: &Expectation, today: Date) -> Vec<Caption> {
    let provide = Caption::from_parts([labelled("I will provide", &expectation.provide)]);
    let theirs = Caption::from_parts([labelled("In their words", &expectation.their_words)]);
    provide.into_iter().chain(theirs).chain(expectation_status(entry, expectation, today)).collect()
}

fn expectation_status(entry: &Entry, expectation: &Expectation, today: Date) -> Option<Caption> {
    let said = entry
        .last_event(|kind| kind == EventKind::SaidAloud)
        .map(|event| format!("last discussed {}", format_relative_date(event.at.day(), today)));
    match expectation.state {
        ExpectationState::Current => Caption::from_parts([said.unwrap_or_else(|| "not discussed yet".to_owned())]),
        ExpectationState::Replaced => Caption::from_parts([
            said.unwrap_or_default(),
            event_with_date(entry, EventKind::Replaced, "replaced", today),
        ]),
    }
}

fn topic_caption(entry: &Entry, topic: &Topic, today: Date, short_name: &str) -> Option<Caption> {
    let from = match topic.from {
        Party::Me => String::new(),
        Party::Them => format!("{short_name} brought it up"),
    };
    let state = match topic.state {
        TopicState::Open => "to discuss".to_owned(),
        TopicState::Discussed => event_with_date(entry, EventKind::Discussed, "discussed", today),
    };
    Caption::from_parts([from, state])
}

/// "Settled 24 Nov: she comments in writing".
fn outcome_caption(entry: &Entry, event: EventKind, label: &str, today: Date) -> Option<Caption> {
    entry.last_event(|kind| kind == event)?;
    Caption::from_parts([event_with_comment(entry, event, label, today)])
}

/// "told 14 Nov: over coffee".
fn event_with_comment(entry: &Entry, event: EventKind, label: &str, today: Date) -> String {
    let comment = entry.last_event(|kind| kind == event).map_or("", |last| &last.comment);
    let comment = if comment.is_empty() { String::new() } else { format!(": {comment}") };
    format!("{}{comment}", event_with_date(entry, event, label, today))
}

/// "done 14 Nov".
fn event_with_date(entry: &Entry, event: EventKind, label: &str, today: Date) -> String {
    match entry.last_event(|kind| kind == event) {
        Some(event) => format!("{label} {}", format_date(event.at.day(), today)),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
