//! One thing written about one person at one time; always exactly one kind.

pub mod event;
pub mod fields;
pub(crate) mod flag_plan;
pub mod kind;
pub mod transition;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    entry::{
        event::{EntryEvent, EventKind},
        kind::{
            Kind,
            action::{Action, ActionState, Party},
            check_in::CheckIn,
            delegation::{Delegation, DelegationState},
            expectation::{Expectation, ExpectationState},
            feedback::{Direction, Feedback},
            flag::{Flag, FlagState},
            goal::{Goal, GoalState},
            note::Note,
            praise::{Praise, PraiseState},
            topic::Topic,
        },
    },
    id::{EntryId, OneOnOneId, PersonId, Uid},
    moment::Moment,
    parse::{date::is_in_calendar, prefix::Prefix},
};

/// An entry as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The row.
    pub id: EntryId,
    /// The lasting name.
    pub uid: Uid,
    /// About whom.
    pub person: PersonId,
    /// The one-on-one it was jotted in, if any.
    pub one_on_one: Option<OneOnOneId>,
    /// When it was written.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// The line itself, without its mark.
    pub text: String,
    /// What only its kind has.
    pub detail: Detail,
    /// What happened to it since, oldest first.
    #[serde(rename = "steps")]
    pub events: Vec<EntryEvent>,
    /// When it was moved to the trash; `None` while live.
    #[serde(rename = "trashed")]
    pub trashed_at: Option<Moment>,
    /// The day until which it does not wait on you.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "put_off")]
    pub snoozed_until: Option<Date>,
    /// Whether it was picked as evidence for a review.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub evidence: bool,
}

/// What only one kind of entry has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// No other kind.
    Note(Note),
    /// Something is off.
    Flag(Flag),
    /// A coaching goal.
    Goal(Goal),
    /// A step on a goal.
    CheckIn(CheckIn),
    /// Something promised.
    Action(Action),
    /// Something good.
    Praise(Praise),
    /// Given or received.
    Feedback(Feedback),
    /// Handed over.
    Delegation(Delegation),
    /// Expected and provided.
    Expectation(Expectation),
    /// To talk about.
    Topic(Topic),
}

impl Detail {
    /// The kind that this is the detail of.
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

    /// What a jot with this mark begins as, with the day that was read at the end of an action.
    pub fn from_prefix(mark: Prefix, due: Option<Date>) -> Self {
        match mark {
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

    /// The mark it would be jotted with; a check-in has none.
    pub fn prefix(&self) -> Option<Prefix> {
        Some(match self {
            Self::Note(_) => Prefix::Note,
            Self::Flag(_) => Prefix::Flag,
            Self::Goal(_) => Prefix::Goal,
            Self::CheckIn(_) => return None,
            Self::Action(Action { by: Party::Me, .. }) => Prefix::MyAction,
            Self::Action(_) => Prefix::TheirAction,
            Self::Praise(_) => Prefix::Praise,
            Self::Feedback(Feedback { direction: Direction::Given, .. }) => Prefix::FeedbackGiven,
            Self::Feedback(_) => Prefix::FeedbackReceived,
            Self::Delegation(_) => Prefix::Delegation,
            Self::Expectation(_) => Prefix::Expectation,
            Self::Topic(_) => Prefix::Topic,
        })
    }

    /// The word of the state it is in; kinds without a life of their own have none.
    pub fn state(&self) -> Option<&'static str> {
        match self {
            Self::Note(_) | Self::Feedback(_) | Self::CheckIn(_) => None,
            Self::Flag(flag) => Some(flag.state.as_str()),
            Self::Goal(goal) => Some(goal.state.as_str()),
            Self::Action(action) => Some(action.state.as_str()),
            Self::Praise(praise) => Some(praise.state.as_str()),
            Self::Delegation(delegation) => Some(delegation.state.as_str()),
            Self::Expectation(expectation) => Some(expectation.state.as_str()),
            Self::Topic(topic) => Some(topic.state.as_str()),
        }
    }

    /// All that a person wrote into it, in the order in which it is asked for.
    pub fn texts(&self) -> Vec<&String> {
        match self {
            Self::Flag(flag) => vec![&flag.usually, &flag.lately, &flag.need],
            Self::Goal(goal) => vec![&goal.why, &goal.success, &goal.support],
            Self::Feedback(feedback) => {
                vec![&feedback.situation, &feedback.behaviour, &feedback.impact, &feedback.changed]
            }
            Self::Delegation(delegation) => vec![&delegation.support],
            Self::Expectation(expectation) => vec![&expectation.provide, &expectation.their_words],
            Self::Note(_) | Self::CheckIn(_) | Self::Action(_) | Self::Praise(_) | Self::Topic(_) => Vec::new(),
        }
    }

    /// Why it contradicts itself, whatever happened to it; `None` where all is well.
    fn validation_error(&self) -> Option<&'static str> {
        match self {
            Self::Flag(flag) => flag.validation_error(),
            Self::Action(Action { by: Party::Them, state: ActionState::Told, .. }) => {
                Some("only what you promised yourself is told")
            }
            Self::Feedback(Feedback { direction: Direction::Given, changed, .. }) if !changed.is_empty() => {
                Some("only feedback you received changed something for you")
            }
            _ => None,
        }
    }

    /// Whether something about it is still to be done, by either of you. An expectation that is in force is not: it holds,
    /// and stands beside what is open.
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
    /// The kind of this entry.
    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// Whether another is the same, only picked as evidence or not.
    pub fn differs_only_in_evidence(&self, other: &Self) -> bool {
        self.evidence != other.evidence && Self { evidence: other.evidence, ..self.clone() } == *other
    }

    /// Every day that was named for it: due, until, by when.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let days = match &self.detail {
            Detail::Flag(flag) => [flag.watch_until.or(flag.raise_plan.day()), flag.recheck_on],
            Detail::Goal(goal) => [goal.target, None],
            Detail::Action(action) => [action.due, None],
            Detail::Delegation(delegation) => [delegation.hands_off_until, None],
            _ => [None, None],
        };
        days.into_iter().flatten()
    }

    /// The latest step of this sort.
    pub fn last_event(&self, wanted: impl Fn(EventKind) -> bool) -> Option<&EntryEvent> {
        self.events.iter().rev().find(|step| wanted(step.kind))
    }

    /// Puts the state to where the steps lead, for an entry that is made with its history.
    pub fn recompute_state(&mut self) {
        fn set_state<S: std::str::FromStr>(state: &mut S, word: &str) {
            if let Ok(found) = word.parse() {
                *state = found;
            }
        }
        let word = state_after_events(self.kind(), &self.events);
        match &mut self.detail {
            Detail::Note(_) | Detail::Feedback(_) | Detail::CheckIn(_) => {}
            Detail::Flag(flag) => {
                set_state(&mut flag.state, word);
                flag.reconcile_dates_with_state();
            }
            Detail::Goal(goal) => set_state(&mut goal.state, word),
            Detail::Action(action) => set_state(&mut action.state, word),
            Detail::Praise(praise) => set_state(&mut praise.state, word),
            Detail::Delegation(delegation) => set_state(&mut delegation.state, word),
            Detail::Expectation(expectation) => set_state(&mut expectation.state, word),
            Detail::Topic(topic) => set_state(&mut topic.state, word),
        }
    }

    /// The sentence that says why this entry cannot be as it is; `None` where all is well.
    pub fn validation_error(&self) -> Option<String> {
        if self.text.trim().is_empty() {
            return Some("it has no text".into());
        }
        if !self.dates().chain(self.snoozed_until).all(is_in_calendar) {
            return Some("it has a day before the year 1".into());
        }
        if let Some(step) = self.events.iter().find(|step| !step.kind.applies_to(self.kind())) {
            return Some(format!("“{}” cannot happen to its kind, {}", step.kind.as_str(), self.kind().as_str()));
        }
        if !self.events.is_sorted_by_key(|step| step.at.at_ms()) {
            return Some("its steps are not in the order of their time".into());
        }
        if let Some(problem) = self.detail.validation_error() {
            return Some(problem.into());
        }
        let state = self.detail.state()?;
        let expected = state_after_events(self.kind(), &self.events);
        // Watching is noticing with a day; it is no step of its own.
        let same = state == expected || (state == "watching" && expected == "noticed");
        (!same).then(|| format!("it is {state}, but its steps say {expected}"))
    }
}

/// The state that the steps of an entry lead to. The state is kept beside them so that it can be looked for.
fn state_after_events(kind: Kind, steps: &[EntryEvent]) -> &'static str {
    let last = steps.iter().rev().map(|step| step.kind);
    let mut lasting =
        last.filter(|what| !matches!(what, EventKind::LevelChanged(_) | EventKind::SaidAloud | EventKind::Rechecked));
    match (kind, lasting.next()) {
        (Kind::Flag, None) => FlagState::Noticed.as_str(),
        (Kind::Goal, None | Some(EventKind::Resumed)) => GoalState::Active.as_str(),
        (Kind::Action | Kind::Topic, None) => "open",
        (Kind::Praise, None) => PraiseState::Noticed.as_str(),
        (Kind::Delegation, None) => DelegationState::WithThem.as_str(),
        (Kind::Expectation, None) => ExpectationState::Current.as_str(),
        // The other steps have the word of the state they lead to.
        (_, Some(what)) => what.as_str(),
        (Kind::Note | Kind::Feedback | Kind::CheckIn, None) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(detail: Detail, steps: &[EventKind]) -> Entry {
        let at = |ms| Moment::from_parts(ms, 0, "UTC".into()).expect("a moment");
        let step = |(nth, &what): (i64, &EventKind)| EntryEvent {
            uid: Uid::NIL,
            at: at(nth),
            one_on_one: None,
            kind: what,
            comment: String::new(),
        };
        Entry {
            id: EntryId(1),
            uid: Uid::NIL,
            person: PersonId(1),
            one_on_one: None,
            written_at: at(0),
            text: "Quiet today".into(),
            detail,
            events: (0..).zip(steps).map(step).collect(),
            trashed_at: None,
            snoozed_until: None,
            evidence: false,
        }
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
            ("looked at again before it is settled", Detail::Flag(Flag { recheck_on: day, ..Flag::default() })),
            ("their action, told to them", Detail::Action(told)),
            ("given feedback that changed you", Detail::Feedback(Feedback { changed, ..Feedback::given() })),
        ] {
            assert!(detail.validation_error().is_some() && entry(detail, &[]).validation_error().is_some(), "{case}");
        }
        let mut late = entry(Detail::Note(Note::default()), &[]);
        late.snoozed_until = Some(jiff::civil::date(0, 1, 1));
        assert!(late.validation_error().is_some(), "put off to the year 0");
    }

    #[test]
    fn state_must_agree_with_events() {
        for (case, entry, well) in [
            ("a flag begins noticed", entry(flag(FlagState::Noticed), &[]), true),
            ("watching is noticing with a day", entry(flag(FlagState::Watching), &[]), true),
            ("settled needs an outcome", entry(flag(FlagState::Settled), &[EventKind::Raised]), false),
            ("settled after raised", entry(flag(FlagState::Settled), &[EventKind::Raised, EventKind::Settled]), true),
            ("praise is not raised", entry(Detail::Praise(Praise::default()), &[EventKind::Raised]), false),
            (
                "a ladder step leaves it with them",
                entry(
                    Detail::Delegation(Delegation::default()),
                    &[EventKind::LevelChanged(super::super::entry::kind::delegation::Level::Tell)],
                ),
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
            assert_eq!(entry.validation_error().is_none(), well, "{case}: {:?}", entry.validation_error());
        }
    }

    #[test]
    fn recompute_state_follows_events_and_clears_stale_dates() {
        let day = Some(jiff::civil::date(2026, 11, 27));
        let dated = Flag { watch_until: day, recheck_on: day, ..Flag::default() };
        for (steps, state, watch_until, check_again) in [
            (&[][..], FlagState::Watching, day, None),
            (&[EventKind::Raised], FlagState::Raised, None, None),
            (&[EventKind::Raised, EventKind::Settled], FlagState::Settled, None, day),
            (&[EventKind::LetGo], FlagState::LetGo, None, None),
        ] {
            let mut entry = entry(Detail::Flag(dated.clone()), steps);
            entry.recompute_state();
            let expected = Flag { state, watch_until, recheck_on: check_again, ..Flag::default() };
            assert_eq!(entry.detail, Detail::Flag(expected));
            assert_eq!(entry.validation_error(), None);
        }
        let mut goal = entry(Detail::Goal(Goal::default()), &[EventKind::Paused]);
        goal.recompute_state();
        assert_eq!(goal.detail.state(), Some("paused"));
    }

    #[test]
    fn own_action_stays_open_until_told() {
        use super::super::entry::kind::action::{ActionState, Party};
        let action = |by, state| Action { by, due: None, state };
        assert!(action(Party::Me, ActionState::Done).is_open());
        assert!(!action(Party::Me, ActionState::Told).is_open());
        assert!(!action(Party::Them, ActionState::Done).is_open());
    }
}
