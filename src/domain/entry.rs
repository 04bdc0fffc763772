//! One thing written about one person at one time; always exactly one kind.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    action::{Action, ActionState, By},
    check_in::CheckIn,
    day::is_in_calendar,
    delegation::{Delegation, DelegationState},
    expectation::{Expectation, ExpectationState},
    feedback::{Direction, Feedback},
    flag::{Flag, FlagState},
    goal::{Goal, GoalState},
    id::{EntryId, OneOnOneId, PersonId, Uid},
    kind::Kind,
    mark::Mark,
    moment::Moment,
    note::Note,
    praise::{Praise, PraiseState},
    step::{Step, What},
    topic::Topic,
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
    pub written: Moment,
    /// The line itself, without its mark.
    pub text: String,
    /// What only its kind has.
    pub detail: Detail,
    /// What happened to it since, oldest first.
    pub steps: Vec<Step>,
    /// When it was moved to the trash; `None` while live.
    pub trashed: Option<Moment>,
    /// The day until which it does not wait on you.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_off: Option<Date>,
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
    pub fn begun(mark: Mark, due: Option<Date>) -> Self {
        match mark {
            Mark::Note => Self::Note(Note::default()),
            Mark::Flag => Self::Flag(Flag::default()),
            Mark::MyAction => Self::Action(Action::mine(due)),
            Mark::TheirAction => Self::Action(Action::theirs(due)),
            Mark::Praise => Self::Praise(Praise::default()),
            Mark::Expectation => Self::Expectation(Expectation::default()),
            Mark::FeedbackGiven => Self::Feedback(Feedback::given()),
            Mark::FeedbackReceived => Self::Feedback(Feedback::received()),
            Mark::Goal => Self::Goal(Goal::default()),
            Mark::Delegation => Self::Delegation(Delegation::default()),
            Mark::Topic => Self::Topic(Topic::default()),
        }
    }

    /// The mark it would be jotted with; a check-in has none.
    pub fn mark(&self) -> Option<Mark> {
        Some(match self {
            Self::Note(_) => Mark::Note,
            Self::Flag(_) => Mark::Flag,
            Self::Goal(_) => Mark::Goal,
            Self::CheckIn(_) => return None,
            Self::Action(Action { by: By::Me, .. }) => Mark::MyAction,
            Self::Action(_) => Mark::TheirAction,
            Self::Praise(_) => Mark::Praise,
            Self::Feedback(Feedback { direction: Direction::Given, .. }) => Mark::FeedbackGiven,
            Self::Feedback(_) => Mark::FeedbackReceived,
            Self::Delegation(_) => Mark::Delegation,
            Self::Expectation(_) => Mark::Expectation,
            Self::Topic(_) => Mark::Topic,
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
    fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Flag(flag) => flag.problem(),
            Self::Action(Action { by: By::Them, state: ActionState::Told, .. }) => {
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

    /// Every day that was named for it: due, until, by when.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let days = match &self.detail {
            Detail::Flag(flag) => [flag.watch_until.or(flag.raise_when.day()), flag.check_again],
            Detail::Goal(goal) => [goal.target, None],
            Detail::Action(action) => [action.due, None],
            Detail::Delegation(delegation) => [delegation.hands_off_until, None],
            _ => [None, None],
        };
        days.into_iter().flatten()
    }

    /// The latest step of this sort.
    pub fn last(&self, wanted: impl Fn(What) -> bool) -> Option<&Step> {
        self.steps.iter().rev().find(|step| wanted(step.what))
    }

    /// Puts the state to where the steps lead, for an entry that is made with its history.
    pub fn follow_steps(&mut self) {
        fn put<S: std::str::FromStr>(state: &mut S, word: &str) {
            if let Ok(found) = word.parse() {
                *state = found;
            }
        }
        let word = state_after(self.kind(), &self.steps);
        match &mut self.detail {
            Detail::Note(_) | Detail::Feedback(_) | Detail::CheckIn(_) => {}
            Detail::Flag(flag) => {
                put(&mut flag.state, word);
                flag.keep_days_that_fit();
            }
            Detail::Goal(goal) => put(&mut goal.state, word),
            Detail::Action(action) => put(&mut action.state, word),
            Detail::Praise(praise) => put(&mut praise.state, word),
            Detail::Delegation(delegation) => put(&mut delegation.state, word),
            Detail::Expectation(expectation) => put(&mut expectation.state, word),
            Detail::Topic(topic) => put(&mut topic.state, word),
        }
    }

    /// The sentence that says why this entry cannot be as it is; `None` where all is well.
    pub fn problem(&self) -> Option<String> {
        if self.text.trim().is_empty() {
            return Some("it has no text".into());
        }
        if !self.days().chain(self.put_off).all(is_in_calendar) {
            return Some("it has a day before the year 1".into());
        }
        if let Some(step) = self.steps.iter().find(|step| !step.what.fits(self.kind())) {
            return Some(format!("“{}” cannot happen to its kind, {}", step.what.as_str(), self.kind().as_str()));
        }
        if !self.steps.is_sorted_by_key(|step| step.at.at_ms()) {
            return Some("its steps are not in the order of their time".into());
        }
        if let Some(problem) = self.detail.problem() {
            return Some(problem.into());
        }
        let state = self.detail.state()?;
        let expected = state_after(self.kind(), &self.steps);
        // Watching is noticing with a day; it is no step of its own.
        let same = state == expected || (state == "watching" && expected == "noticed");
        (!same).then(|| format!("it is {state}, but its steps say {expected}"))
    }
}

/// The state that the steps of an entry lead to. The state is kept beside them so that it can be looked for.
fn state_after(kind: Kind, steps: &[Step]) -> &'static str {
    let last = steps.iter().rev().map(|step| step.what);
    let mut lasting = last.filter(|what| !matches!(what, What::Level(_) | What::Said | What::LookedAgain));
    match (kind, lasting.next()) {
        (Kind::Flag, None) => FlagState::Noticed.as_str(),
        (Kind::Goal, None | Some(What::Resumed)) => GoalState::Active.as_str(),
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

    fn entry(detail: Detail, steps: &[What]) -> Entry {
        let at = |ms| Moment::from_parts(ms, 0, "UTC".into()).expect("a moment");
        let step = |(nth, &what): (i64, &What)| Step {
            uid: Uid::NONE,
            at: at(nth),
            one_on_one: None,
            what,
            words: String::new(),
        };
        Entry {
            id: EntryId(1),
            uid: Uid::NONE,
            person: PersonId(1),
            one_on_one: None,
            written: at(0),
            text: "Quiet today".into(),
            detail,
            steps: (0..).zip(steps).map(step).collect(),
            trashed: None,
            put_off: None,
            evidence: false,
        }
    }

    fn flag(state: FlagState) -> Detail {
        let watch_until = (state == FlagState::Watching).then(|| jiff::civil::date(2026, 11, 27));
        Detail::Flag(Flag { state, watch_until, ..Flag::default() })
    }

    #[test]
    fn a_detail_that_contradicts_itself_is_told() {
        let day = Some(jiff::civil::date(2026, 11, 27));
        let told = Action { by: By::Them, due: None, state: ActionState::Told };
        let changed = "I speak later".to_owned();
        for (case, detail) in [
            ("watched without a day", Detail::Flag(Flag { state: FlagState::Watching, ..Flag::default() })),
            ("a day to watch until", Detail::Flag(Flag { watch_until: day, ..Flag::default() })),
            ("looked at again before it is settled", Detail::Flag(Flag { check_again: day, ..Flag::default() })),
            ("their action, told to them", Detail::Action(told)),
            ("given feedback that changed you", Detail::Feedback(Feedback { changed, ..Feedback::given() })),
        ] {
            assert!(detail.problem().is_some() && entry(detail, &[]).problem().is_some(), "{case}");
        }
        let mut late = entry(Detail::Note(Note::default()), &[]);
        late.put_off = Some(jiff::civil::date(0, 1, 1));
        assert!(late.problem().is_some(), "put off to the year 0");
    }

    #[test]
    fn a_state_agrees_with_the_steps_that_led_to_it() {
        for (case, entry, well) in [
            ("a flag begins noticed", entry(flag(FlagState::Noticed), &[]), true),
            ("watching is noticing with a day", entry(flag(FlagState::Watching), &[]), true),
            ("settled needs an outcome", entry(flag(FlagState::Settled), &[What::Raised]), false),
            ("settled after raised", entry(flag(FlagState::Settled), &[What::Raised, What::Settled]), true),
            ("praise is not raised", entry(Detail::Praise(Praise::default()), &[What::Raised]), false),
            (
                "a ladder step leaves it with them",
                entry(Detail::Delegation(Delegation::default()), &[What::Level(super::super::delegation::Level::Tell)]),
                true,
            ),
            ("a day in the year 0", entry(Detail::begun(Mark::MyAction, Some(jiff::civil::date(0, 1, 1))), &[]), false),
            ("a resumed goal is active", entry(Detail::Goal(Goal::default()), &[What::Paused, What::Resumed]), true),
        ] {
            assert_eq!(entry.problem().is_none(), well, "{case}: {:?}", entry.problem());
        }
    }

    #[test]
    fn a_state_follows_the_steps_and_days_that_do_not_fit_it_go() {
        let day = Some(jiff::civil::date(2026, 11, 27));
        let dated = Flag { watch_until: day, check_again: day, ..Flag::default() };
        for (steps, state, watch_until, check_again) in [
            (&[][..], FlagState::Watching, day, None),
            (&[What::Raised], FlagState::Raised, None, None),
            (&[What::Raised, What::Settled], FlagState::Settled, None, day),
            (&[What::LetGo], FlagState::LetGo, None, None),
        ] {
            let mut entry = entry(Detail::Flag(dated.clone()), steps);
            entry.follow_steps();
            let expected = Flag { state, watch_until, check_again, ..Flag::default() };
            assert_eq!(entry.detail, Detail::Flag(expected));
            assert_eq!(entry.problem(), None);
        }
        let mut goal = entry(Detail::Goal(Goal::default()), &[What::Paused]);
        goal.follow_steps();
        assert_eq!(goal.detail.state(), Some("paused"));
    }

    #[test]
    fn my_action_stays_open_until_they_know() {
        use super::super::action::{ActionState, By};
        let action = |by, state| Action { by, due: None, state };
        assert!(action(By::Me, ActionState::Done).is_open());
        assert!(!action(By::Me, ActionState::Told).is_open());
        assert!(!action(By::Them, ActionState::Done).is_open());
    }
}
