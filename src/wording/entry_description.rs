//! Describes an entry for a document: its kind, state, details and events with their dates. The
//! window says "12 days ago"; a document, which is read later, gives the date.

use jiff::civil::Date;

use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::{
                action::{Action, ActionState, Party},
                delegation::{Delegation, DelegationState, Level},
                expectation::ExpectationState,
                feedback::{Direction, Feedback},
                flag::{Flag, FlagState, RaisePlan},
                goal::{Goal, GoalState},
                note::NoteFocus,
                praise::PraiseState,
                topic::{Topic, TopicState},
            },
        },
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
        person::Person,
        review::evidence::EvidenceItem,
    },
    wording::{
        cadence::short_cadence,
        event_label::event_label,
        evidence::{EvidenceContext, progress_summary},
    },
};

/// What a document says where nothing is in it.
pub const NO_ENTRIES: &str = "No entries in this period.";

/// The description of an entry, without its text.
pub struct EntryDescription {
    /// The kind: "Goal", "Their action", "Feedback received".
    pub kind_label: String,
    /// The state; empty for kinds without one.
    pub status: &'static str,
    /// Details, then events.
    pub details: Vec<DetailLine>,
    /// Whether the entry is placed at the time it was written, so that the time is worth showing.
    pub shows_time: bool,
}

/// Who will read the description.
#[derive(Clone, Copy)]
enum Audience<'a> {
    /// The leader who wrote it.
    Author,
    /// The person of that name too: nothing that is still to be told or raised is included.
    Shared(&'a str),
}

impl Audience<'_> {
    fn choose(self, own: &str, shared: impl FnOnce(&str) -> String) -> String {
        match self {
            Self::Author => own.to_owned(),
            Self::Shared(them) => shared(them),
        }
    }
}

/// A detail or event of an entry.
#[derive(Debug, PartialEq, Eq)]
pub struct DetailLine {
    /// The label, in Rapport's words.
    pub label: String,
    /// The user's text or a date; empty if the label says it all.
    pub text: String,
}

/// Describes an entry. `goal` is the text of the goal that a check-in belongs to.
pub fn describe_entry(entry: &Entry, goal: &str) -> EntryDescription {
    let mut lines = detail_lines(&entry.detail, goal, Audience::Author);
    lines.retain(|line| !line.text.trim().is_empty());
    lines.extend(entry.events.iter().map(|event| describe_event(event, Audience::Author)));
    EntryDescription {
        kind_label: kind_label(&entry.detail, Audience::Author),
        status: status(&entry.detail),
        details: lines,
        shows_time: true,
    }
}

/// Describes an evidence item in words that the person may read: since when, and how it went in the
/// period.
pub fn describe_evidence(entry: &Entry, item: &EvidenceItem, context: &EvidenceContext<'_>) -> EntryDescription {
    let eyes = Audience::Shared(context.short_name);
    let line = |label: &str, text: String| DetailLine { label: label.to_owned(), text };
    let since = item.written_on != item.day || item.written_on < context.period.first_day();
    let mut lines = vec![line("Since", if since { format_day(item.written_on) } else { String::new() })];
    lines.extend(detail_lines(&entry.detail, context.goal_text.unwrap_or_default(), eyes));
    let way = progress_summary(context.check_ins, context.period, context.today);
    lines.push(line("How close it feels", way.unwrap_or_default()));
    if let Detail::Delegation(delegation) = &entry.detail {
        lines.push(line("Who decides", describe_level_changes(entry, delegation.level, eyes)));
    }
    lines.retain(|line| !line.text.trim().is_empty());
    // Level changes are in one line already; only their comments are added.
    let tells = |event: &&EntryEvent| event.kind.level().is_none() || !event.comment.trim().is_empty();
    lines.extend(entry.events.iter().filter(tells).map(|event| describe_event(event, eyes)));
    EntryDescription {
        kind_label: kind_label(&entry.detail, eyes),
        status: shared_status(&entry.detail),
        details: lines,
        shows_time: false,
    }
}

/// "I decide, after asking → Dana decides, Tue 3 Nov 2026".
fn describe_level_changes(entry: &Entry, begun: Level, audience: Audience<'_>) -> String {
    let climbed = entry.events.iter().filter_map(|event| Some((event.kind.level()?, event.at.day())));
    climbed.fold(decider_label(begun, audience), |said, (level, day)| {
        format!("{said} → {}, {}", decider_label(level, audience), format_day(day))
    })
}

fn decider_label(level: Level, audience: Audience<'_>) -> String {
    audience.choose(level.description(), |them| match level {
        Level::Tell => "I decide and tell".to_owned(),
        Level::Sell => "I decide and win them over".to_owned(),
        Level::Consult => "I decide, after asking".to_owned(),
        Level::Agree => "we decide together".to_owned(),
        Level::Advise => format!("{them} decides, after asking"),
        Level::Inquire => format!("{them} decides, then tells me"),
        Level::Delegate => format!("{them} decides"),
    })
}

/// The state, without anything that is still to be told or raised.
fn shared_status(detail: &Detail) -> &'static str {
    match detail {
        Detail::Note(_)
        | Detail::Praise(_)
        | Detail::Delegation(Delegation { state: DelegationState::WithThem, .. }) => "",
        Detail::Flag(flag) if flag.state.is_unraised() => "",
        Detail::Action(action) if matches!(action.state, ActionState::Done | ActionState::Told) => "done",
        Detail::Delegation(Delegation { state: DelegationState::TakenBack, .. }) => "handed back",
        Detail::Topic(topic) if topic.state == TopicState::Open => "",
        other => status(other),
    }
}

/// The state.
fn status(detail: &Detail) -> &'static str {
    match detail {
        Detail::Note(note) => match note.about {
            NoteFocus::Unmarked => "",
            NoteFocus::Person => "about the person",
            NoteFocus::Work => "about the work",
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
            (ActionState::Done, Party::Me) => "done, not told yet",
            (ActionState::Done, Party::Them) => "done",
            (ActionState::Told, _) => "done and told",
            (ActionState::Dropped, _) => "dropped",
        },
        Detail::Praise(praise) => match praise.state {
            PraiseState::Noticed => "not told yet",
            PraiseState::Told => "told",
        },
        Detail::Delegation(delegation) => match delegation.state {
            DelegationState::WithThem => "with them",
            DelegationState::TakenBack => "back with you",
            DelegationState::Complete => "complete",
        },
        Detail::Expectation(expectation) => match expectation.state {
            ExpectationState::Current => "current",
            ExpectationState::Replaced => "replaced",
        },
        Detail::Topic(topic) => match topic.state {
            TopicState::Open => "open",
            TopicState::Discussed => "discussed",
        },
        Detail::CheckIn(_) | Detail::Feedback(_) => "",
    }
}

/// The kind.
fn kind_label(detail: &Detail, audience: Audience<'_>) -> String {
    match detail {
        Detail::Action(Action { by: Party::Them, .. }) => {
            audience.choose("Their action", |them| format!("{them}’s action"))
        }
        Detail::Topic(Topic { from: Party::Them, .. }) => {
            audience.choose("Their topic", |them| format!("{them}’s topic"))
        }
        Detail::Feedback(Feedback { direction: Direction::Given, .. }) => {
            audience.choose("Feedback given", |them| format!("Feedback to {them}"))
        }
        Detail::Feedback(Feedback { direction: Direction::Received, .. }) => {
            audience.choose("Feedback received", |them| format!("Feedback from {them}"))
        }
        other => other.kind().label().to_owned(),
    }
}

fn detail_lines(detail: &Detail, goal: &str, audience: Audience<'_>) -> Vec<DetailLine> {
    let said = |own: &str, shared: &str, text: &str| DetailLine {
        label: audience.choose(own, |_| shared.to_owned()),
        text: text.to_owned(),
    };
    let line = |label: &str, text: &str| DetailLine { label: label.to_owned(), text: text.to_owned() };
    let day = |label: &str, day: Option<Date>| line(label, &day.map(format_day).unwrap_or_default());
    let is_shared = matches!(audience, Audience::Shared(_));
    match detail {
        Detail::Note(_) | Detail::Praise(_) | Detail::Topic(_) => Vec::new(),
        Detail::Flag(Flag {
            usually,
            lately,
            need,
            raise_plan: raise_when,
            watch_until,
            recheck_on: check_again,
            state: _,
        }) => vec![
            line("Usually", usually),
            line("Lately", lately),
            line("What they might need to be successful", need),
            match raise_when {
                _ if is_shared => line("To raise", ""),
                RaisePlan::Undecided => line("To raise", ""),
                RaisePlan::NextOneOnOne => line("To raise", "at the next one-on-one"),
                RaisePlan::On(on) => day("To raise", Some(*on)),
            },
            day("Watching until", watch_until.filter(|_| !is_shared)),
            day("Check again", check_again.filter(|_| !is_shared)),
        ],
        Detail::Goal(Goal { why, success, support, target, state: _ }) => vec![
            line("Why it matters", why),
            line("What success looks like", success),
            said("Your support", "Support", support),
            day("Target date", *target),
        ],
        Detail::CheckIn(check_in) => {
            let close = format!("{} of 5", u8::from(check_in.closeness));
            vec![line("On the goal", goal), line("How close it feels", &close)]
        }
        Detail::Action(action) => vec![day("Due", action.due)],
        Detail::Feedback(Feedback { situation, behaviour, impact, changed, direction: _ }) => vec![
            line("Situation", situation),
            line("Behaviour", behaviour),
            line("Impact", impact),
            said("What you changed as a result", "What changed as a result", changed),
        ],
        Detail::Delegation(Delegation { level, support, hands_off_until, state: _ }) => vec![
            // Who decided when is in one line there.
            line("Who decides", if is_shared { "" } else { level.description() }),
            said("Your support", "Support", support),
            day("Hands off until", *hands_off_until),
        ],
        Detail::Expectation(expectation) => {
            let theirs = audience.choose("In their words", |them| format!("In {them}’s words"));
            vec![line("I will provide", &expectation.provide), line(&theirs, &expectation.their_words)]
        }
    }
}

/// "Raised, Tue 3 Nov 2026", and the comment.
fn describe_event(event: &EntryEvent, audience: Audience<'_>) -> DetailLine {
    let what = match event.kind {
        EventKind::LevelChanged(level) => return describe_level_change(&decider_label(level, audience), event),
        EventKind::TakenBack if matches!(audience, Audience::Shared(_)) => "Handed back",
        kind => event_label(kind),
    };
    DetailLine { label: format!("{what}, {}", format_day(event.at.day())), text: event.comment.clone() }
}

fn describe_level_change(level: &str, event: &EntryEvent) -> DetailLine {
    DetailLine { label: format!("Since {}, {level}", format_day(event.at.day())), text: event.comment.clone() }
}

/// A one-on-one in a line; `None` for a planned one.
pub fn describe_one_on_one(one: &OneOnOne) -> Option<(String, &str)> {
    let minutes = match one.minutes {
        None | Some(0) => String::new(),
        Some(1) => ", 1 minute".to_owned(),
        Some(minutes) => format!(", {minutes} minutes"),
    };
    match one.state {
        OneOnOneState::Planned => None,
        OneOnOneState::Held => Some((format!("One-on-one, {}{minutes}", format_time(&one.at)), "")),
        OneOnOneState::NothingToNote => Some(("One-on-one: met, no notes".to_owned(), "")),
        OneOnOneState::Skipped => Some(("One-on-one skipped".to_owned(), one.reason.as_str())),
    }
}

/// "Staff engineer, Platform · she/her · working together since March 2022 · every week".
pub fn describe_person(person: &Person) -> String {
    let profile = &person.profile;
    let parts = [
        describe_role(person),
        profile.since.map(|day| format!("working together since {}", day.strftime("%B %Y"))).unwrap_or_default(),
        profile.cadence.map(|cadence| format!("one-on-one {}", short_cadence(cadence))).unwrap_or_default(),
        person.archived_at.as_ref().map(|when| format!("archived {}", format_day(when.day()))).unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// "Staff engineer, Platform · she/her": the part of a profile that the person may read.
pub fn describe_role(person: &Person) -> String {
    let profile = &person.profile;
    let role = [profile.role.as_str(), profile.team.as_str()].into_iter().filter(|part| !part.is_empty());
    let parts = [role.collect::<Vec<_>>().join(", "), profile.pronouns.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The period of a document in words; `None` if it covers everything.
pub fn describe_period(from: Option<Date>, to: Option<Date>) -> Option<String> {
    Some(match (from, to) {
        (None, None) => return None,
        (Some(from), None) => format!("from {}", format_long_day(from)),
        (None, Some(to)) => format!("up to {}", format_long_day(to)),
        (Some(from), Some(to)) => format!("{} to {}", format_long_day(from), format_long_day(to)),
    })
}

/// "Tue 3 Nov 2026".
pub fn format_day(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// "3 November 2026".
pub fn format_long_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// "10:12", in the writer's time zone.
pub fn format_time(moment: &Moment) -> String {
    moment.time().strftime("%H:%M").to_string()
}

/// "1 entry", "214 entries".
pub fn format_count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
