//! An entry: something that you wrote about one person, of exactly one kind.

pub mod event;
pub mod fields;
pub mod kind;
pub mod state;
pub mod transition;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::{
    event::{EntryEvent, EventKind},
    kind::{
        Kind,
        action::{Action, Party},
        check_in::CheckIn,
        delegation::Delegation,
        expectation::Expectation,
        feedback::{Direction, Feedback},
        flag::Flag,
        goal::Goal,
        lifecycle::ErasedLifecycle,
        note::Note,
        praise::Praise,
        topic::Topic,
    },
    state::EntryState,
};
use super::{
    id::{EntryId, OneOnOneId, PersonId, Uid},
    moment::Moment,
    parse::{date::is_in_calendar, prefix::Prefix},
};

/// An entry, with the fields of its kind and its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The row in the database.
    pub id: EntryId,
    /// The UUID, which never changes.
    pub uid: Uid,
    /// The person that it is about.
    pub person: PersonId,
    /// The one-on-one that it was written in, if any.
    pub one_on_one: Option<OneOnOneId>,
    /// When it was written.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// The text, without the prefix of its kind.
    pub text: String,
    /// The fields of its kind.
    pub detail: Detail,
    /// What happened to it since, oldest first.
    #[serde(rename = "steps")]
    pub events: Vec<EntryEvent>,
    /// When it was moved to the trash; `None` while live.
    #[serde(rename = "trashed")]
    pub trashed_at: Option<Moment>,
    /// The day until which it needs no attention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "put_off")]
    pub snoozed_until: Option<Date>,
    /// Whether it was picked as evidence for a review.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub evidence: bool,
    /// The last day on which it was sent to the person, in a recap or an agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "shared")]
    pub shared_on: Option<Date>,
}

/// The kind of an entry, with the fields of that kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// An entry of no other kind.
    Note(Note),
    /// "I noticed something off."
    Flag(Flag),
    /// A coaching goal.
    Goal(Goal),
    /// How close a goal feels on a day.
    CheckIn(CheckIn),
    /// Something promised.
    Action(Action),
    /// Something good that you saw.
    Praise(Praise),
    /// Feedback given or received.
    Feedback(Feedback),
    /// Something that you handed over.
    Delegation(Delegation),
    /// What you expect, and what you provide in return.
    Expectation(Expectation),
    /// Something to talk about.
    Topic(Topic),
}

impl Detail {
    /// The kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Note(_) => Kind::Note,
            Self::Flag(_) => Kind::Flag,
            Self::Goal(_) => Kind::Goal,
            Self::CheckIn(_) => Kind::CheckIn,
            Self::Action(_) => Kind::Action,
            Self::Praise(_) => Kind::Praise,
            Self::Feedback(_) => Kind::Feedback,
            Self::Delegation(_) => Kind::Delegation,
            Self::Expectation(_) => Kind::Expectation,
            Self::Topic(_) => Kind::Topic,
        }
    }

    /// The initial detail of an entry written with a prefix. The due date is that of an action.
    pub fn from_prefix(prefix: Prefix, due: Option<Date>) -> Self {
        match prefix {
            Prefix::Note => Self::Note(Note::default()),
            Prefix::Flag => Self::Flag(Flag::default()),
            Prefix::MyAction => Self::Action(Action::mine(due)),
            Prefix::TheirAction => Self::Action(Action::theirs(due)),
            Prefix::Praise => Self::Praise(Praise::default()),
            Prefix::Expectation => Self::Expectation(Expectation::default()),
            Prefix::FeedbackGiven => Self::Feedback(Feedback::given()),
            Prefix::FeedbackReceived => Self::Feedback(Feedback::received()),
            Prefix::Goal => Self::Goal(Goal::default()),
            Prefix::Delegation => Self::Delegation(Delegation::default()),
            Prefix::Topic => Self::Topic(Topic::default()),
        }
    }

    /// The prefix that it is written with; a check-in has none.
    pub fn prefix(&self) -> Option<Prefix> {
        Some(match self {
            Self::Note(_) => Prefix::Note,
            Self::Flag(_) => Prefix::Flag,
            Self::Goal(_) => Prefix::Goal,
            Self::CheckIn(_) => return None,
            Self::Action(Action { by: Party::Me, .. }) => Prefix::MyAction,
            Self::Action(Action { by: Party::Them, .. }) => Prefix::TheirAction,
            Self::Praise(_) => Prefix::Praise,
            Self::Feedback(Feedback { direction: Direction::Given, .. }) => Prefix::FeedbackGiven,
            Self::Feedback(Feedback { direction: Direction::Received, .. }) => Prefix::FeedbackReceived,
            Self::Delegation(_) => Prefix::Delegation,
            Self::Expectation(_) => Prefix::Expectation,
            Self::Topic(_) => Prefix::Topic,
        })
    }

    /// The state; `None` for a kind without states.
    pub fn state(&self) -> Option<EntryState> {
        self.lifecycle().map(ErasedLifecycle::entry_state)
    }

    /// The state machine of its kind; `None` for a kind without states.
    fn lifecycle(&self) -> Option<&dyn ErasedLifecycle> {
        match self {
            Self::Note(_) | Self::CheckIn(_) | Self::Feedback(_) => None,
            Self::Flag(flag) => Some(flag),
            Self::Goal(goal) => Some(goal),
            Self::Action(action) => Some(action),
            Self::Praise(praise) => Some(praise),
            Self::Delegation(delegation) => Some(delegation),
            Self::Expectation(expectation) => Some(expectation),
            Self::Topic(topic) => Some(topic),
        }
    }

    fn lifecycle_mut(&mut self) -> Option<&mut dyn ErasedLifecycle> {
        match self {
            Self::Note(_) | Self::CheckIn(_) | Self::Feedback(_) => None,
            Self::Flag(flag) => Some(flag),
            Self::Goal(goal) => Some(goal),
            Self::Action(action) => Some(action),
            Self::Praise(praise) => Some(praise),
            Self::Delegation(delegation) => Some(delegation),
            Self::Expectation(expectation) => Some(expectation),
            Self::Topic(topic) => Some(topic),
        }
    }

    /// The free texts of the kind, in the order of its form.
    pub fn texts(&self) -> Vec<&String> {
        match self {
            Self::Note(_) | Self::CheckIn(_) | Self::Action(_) | Self::Praise(_) | Self::Topic(_) => Vec::new(),
            Self::Flag(flag) => flag.texts(),
            Self::Goal(goal) => goal.texts(),
            Self::Feedback(feedback) => feedback.texts(),
            Self::Delegation(delegation) => delegation.texts(),
            Self::Expectation(expectation) => expectation.texts(),
        }
    }

    /// The dates of the kind: due, until, by when.
    fn dates(&self) -> Vec<Date> {
        match self {
            Self::Note(_)
            | Self::CheckIn(_)
            | Self::Praise(_)
            | Self::Feedback(_)
            | Self::Expectation(_)
            | Self::Topic(_) => Vec::new(),
            Self::Flag(flag) => flag.dates(),
            Self::Goal(goal) => goal.dates(),
            Self::Action(action) => action.dates(),
            Self::Delegation(delegation) => delegation.dates(),
        }
    }

    /// Why its fields contradict one another, whatever the events are; `None` if they do not.
    fn validation_error(&self) -> Option<&'static str> {
        match self {
            Self::Note(_)
            | Self::Goal(_)
            | Self::CheckIn(_)
            | Self::Praise(_)
            | Self::Delegation(_)
            | Self::Expectation(_)
            | Self::Topic(_) => None,
            Self::Flag(flag) => flag.validation_error(),
            Self::Action(action) => action.validation_error(),
            Self::Feedback(feedback) => feedback.validation_error(),
        }
    }

    /// Whether something about it is still to be done, by either of you. That is never so of an
    /// expectation: it is in force, and listed apart from what is open.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Note(_) | Self::Feedback(_) | Self::CheckIn(_) | Self::Expectation(_) => false,
            Self::Flag(flag) => flag.state.is_open(),
            Self::Goal(goal) => goal.state.is_open(),
            Self::Action(action) => action.is_open(),
            Self::Praise(praise) => praise.state.is_open(),
            Self::Delegation(delegation) => delegation.state.is_open(),
            Self::Topic(topic) => topic.state.is_open(),
        }
    }
}

impl Entry {
    /// An entry to which nothing has happened yet, written outside a one-on-one.
    pub fn new(id: EntryId, uid: Uid, person: PersonId, written_at: Moment, text: String, detail: Detail) -> Self {
        Self {
            id,
            uid,
            person,
            one_on_one: None,
            written_at,
            text,
            detail,
            events: Vec::new(),
            trashed_at: None,
            snoozed_until: None,
            evidence: false,
            shared_on: None,
        }
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// Whether it differs from `other` in nothing but [`evidence`](Self::evidence).
    pub fn differs_only_in_evidence(&self, other: &Self) -> bool {
        self.evidence != other.evidence && Self { evidence: other.evidence, ..self.clone() } == *other
    }

    /// The dates of its kind: due, until, by when.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        self.detail.dates().into_iter()
    }

    /// The latest event of the kinds that match.
    pub fn last_event(&self, matches: impl Fn(EventKind) -> bool) -> Option<&EntryEvent> {
        self.events.iter().rev().find(|event| matches(event.kind))
    }

    /// Sets the state to that which the events lead to.
    pub fn recompute_state(&mut self) {
        if let Some(lifecycle) = self.detail.lifecycle_mut() {
            lifecycle.recompute_state(&self.events);
        }
    }

    /// Why the entry contradicts itself, as a sentence; `None` if it does not.
    pub fn validation_error(&self) -> Option<String> {
        if self.text.trim().is_empty() {
            return Some("it has no text".into());
        }
        if !self.dates().chain(self.snoozed_until).chain(self.shared_on).all(is_in_calendar) {
            return Some("it has a date before the year 1".into());
        }
        if let Some(event) = self.events.iter().find(|event| !event.kind.applies_to(self.kind())) {
            return Some(format!("“{}” can’t happen to its kind, {}", event.kind.as_str(), self.kind().as_str()));
        }
        if !self.events.is_sorted_by_key(|event| event.at.at_ms()) {
            return Some("its events are not in order".into());
        }
        if let Some(error) = self.detail.validation_error() {
            return Some(error.into());
        }
        let lifecycle = self.detail.lifecycle()?;
        let expected = lifecycle.conflicting_state(&self.events)?;
        Some(format!("it is {}, but its events say {}", lifecycle.entry_state().as_str(), expected.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        kind::{action::ActionState, delegation::Level, flag::FlagState, goal::GoalState},
        *,
    };

    fn entry(detail: Detail, kinds: &[EventKind]) -> Entry {
        let at = |ms| Moment::from_parts(ms, 0, "UTC".into()).expect("a moment");
        let event = |(minute, &kind): (i64, &EventKind)| EntryEvent {
            uid: Uid::NIL,
            at: at(minute),
            one_on_one: None,
            kind,
            comment: String::new(),
        };
        let events = (0..).zip(kinds).map(event).collect();
        Entry { events, ..Entry::new(EntryId(1), Uid::NIL, PersonId(1), at(0), "Quiet today".into(), detail) }
    }

    fn flag(state: FlagState) -> Detail {
        let watch_until = (state == FlagState::Watching).then(|| jiff::civil::date(2026, 11, 27));
        Detail::Flag(Flag { state, watch_until, ..Flag::default() })
    }

    #[test]
    fn inconsistent_detail_fails_validation() {
        let day = Some(jiff::civil::date(2026, 11, 27));
        let told = Action { by: Party::Them, due: None, state: ActionState::Told };
        let changed = "I speak later".to_owned();
        for (case, detail) in [
            ("watched without a day", Detail::Flag(Flag { state: FlagState::Watching, ..Flag::default() })),
            ("a day to watch until", Detail::Flag(Flag { watch_until: day, ..Flag::default() })),
            ("a recheck date before it is settled", Detail::Flag(Flag { recheck_on: day, ..Flag::default() })),
            ("their own action, told to them", Detail::Action(told)),
            ("given feedback that changed you", Detail::Feedback(Feedback { changed, ..Feedback::given() })),
        ] {
            assert!(detail.validation_error().is_some() && entry(detail, &[]).validation_error().is_some(), "{case}");
        }
        let mut early = entry(Detail::Note(Note::default()), &[]);
        early.snoozed_until = Some(jiff::civil::date(0, 1, 1));
        assert!(early.validation_error().is_some(), "put off to the year 0");
    }

    #[test]
    fn state_must_agree_with_events() {
        for (case, entry, valid) in [
            ("a flag begins noticed", entry(flag(FlagState::Noticed), &[]), true),
            ("watching is noticing with a day", entry(flag(FlagState::Watching), &[]), true),
            ("settled needs an outcome", entry(flag(FlagState::Settled), &[EventKind::Raised]), false),
            ("settled after raised", entry(flag(FlagState::Settled), &[EventKind::Raised, EventKind::Settled]), true),
            ("praise is not raised", entry(Detail::Praise(Praise::default()), &[EventKind::Raised]), false),
            (
                "a change of level leaves it with them",
                entry(Detail::Delegation(Delegation::default()), &[EventKind::LevelChanged(Level::Tell)]),
                true,
            ),
            (
                "a day in the year 0",
                entry(Detail::from_prefix(Prefix::MyAction, Some(jiff::civil::date(0, 1, 1))), &[]),
                false,
            ),
            (
                "a resumed goal is active",
                entry(Detail::Goal(Goal::default()), &[EventKind::Paused, EventKind::Resumed]),
                true,
            ),
        ] {
            assert_eq!(entry.validation_error().is_none(), valid, "{case}: {:?}", entry.validation_error());
        }
    }

    #[test]
    fn recompute_state_follows_events_and_clears_stale_dates() {
        let day = Some(jiff::civil::date(2026, 11, 27));
        let dated = Flag { watch_until: day, recheck_on: day, ..Flag::default() };
        for (events, state, watch_until, recheck_on) in [
            (&[][..], FlagState::Watching, day, None),
            (&[EventKind::Raised], FlagState::Raised, None, None),
            (&[EventKind::Raised, EventKind::Settled], FlagState::Settled, None, day),
            (&[EventKind::LetGo], FlagState::LetGo, None, None),
        ] {
            let mut entry = entry(Detail::Flag(dated.clone()), events);
            entry.recompute_state();
            let expected = Flag { state, watch_until, recheck_on, ..Flag::default() };
            assert_eq!(entry.detail, Detail::Flag(expected));
            assert_eq!(entry.validation_error(), None);
        }
        let mut goal = entry(Detail::Goal(Goal::default()), &[EventKind::Paused]);
        goal.recompute_state();
        assert_eq!(goal.detail.state(), Some(EntryState::Goal(GoalState::Paused)));
    }

    #[test]
    fn own_action_stays_open_until_told() {
        let action = |by, state| Action { by, due: None, state };
        assert!(action(Party::Me, ActionState::Done).is_open());
        assert!(!action(Party::Me, ActionState::Told).is_open());
        assert!(!action(Party::Them, ActionState::Done).is_open());
    }
}
