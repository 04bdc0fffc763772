//! What can be done about an entry, and when: raised, settled, done, told, stepped up. An entry ends only with what its
//! kind ends with, a flag never without an outcome or a reason.

mod acknowledge;

use jiff::civil::Date;

use super::{
    Detail, Entry,
    event::{EntryEvent, EventKind},
    kind::{
        Kind,
        action::{ActionState, Party},
        delegation::Level,
        flag::{FlagState, RaisePlan},
        goal::GoalState,
        praise::PraiseState,
        topic::TopicState,
    },
};
use crate::{
    domain::{
        id::{OneOnOneId, Uid},
        moment::Moment,
        parse::entry_line::{TextError, clean_text},
    },
    wording::entry_caption::describe_level,
};

/// Something to be done about an entry. Words are free text and may be empty unless it says that they are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// A flag was talked about; what they said.
    Raise(String),
    /// A flag that was not raised yet is to be raised then.
    Plan(RaisePlan),
    /// A flag is only watched, until a day.
    Watch(Date),
    /// A flag ends with a reason, which is needed.
    LetGo(String),
    /// A raised flag ends with an outcome, which is needed.
    Settle {
        /// What came of it.
        outcome: String,
        /// The day to look again.
        recheck_on: Option<Date>,
    },
    /// A settled flag that was to be looked at again was; what you saw.
    Recheck(String),
    /// An action is done.
    MarkDone,
    /// They know: of my action that is done, or of praise; when and how.
    MarkTold(String),
    /// A topic was talked about; what was said.
    Discuss(String),
    /// A goal rests, and why.
    Pause(String),
    /// A goal goes on.
    Resume,
    /// A goal is reached, and how.
    Reach(String),
    /// A goal or an action is given up, and why.
    Drop(String),
    /// A delegation moves on the ladder.
    ChangeLevel(Level),
    /// A delegation comes back to you.
    TakeBack(String),
    /// A delegation is complete.
    Complete(String),
    /// An expectation was said aloud.
    SayAloud,
    /// The latest thing that happened to it did not: a tick that is taken away.
    Reopen,
}

/// Why something cannot be done about an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// It ended already, or has to be something else first.
    #[error("That cannot be done with this {}: it is {state}.", kind.label().to_lowercase())]
    InvalidState {
        /// Its kind.
        kind: Kind,
        /// Its state in words.
        state: String,
    },
    /// Its kind has no such life.
    #[error("That cannot be done with {}.", .0.plural_label().to_lowercase())]
    UnsupportedKind(Kind),
    /// A step on the ladder leads to another level.
    #[error("It is at the level “{}” already: {}.", .0.as_str(), describe_level(*.0))]
    LevelUnchanged(Level),
    /// A flag does not simply end.
    #[error("A flag ends with an outcome or a reason: say it in a few words.")]
    TextRequired,
    /// More words than are kept.
    #[error(transparent)]
    InvalidText(TextError),
    /// Watching until a day that is over watches nothing, and looking again then is too late.
    #[error("Choose a day after today.")]
    DateNotInFuture,
    /// Nothing is raised on a day that is over.
    #[error("Choose today or a day after it.")]
    RaiseDateInPast,
    /// A settled flag comes back only where a day was named for it.
    #[error("It has no day to be looked at again.")]
    NoRecheckDate,
    /// There is nothing to take away.
    #[error("Nothing has happened to it yet.")]
    NothingToReopen,
    /// Nobody was told on a day that has not come.
    #[error("Choose today or a day before.")]
    FutureDate,
    /// Nobody hears of something before it is there.
    #[error("It is of {}: they cannot know since before.", .0.strftime("%-d %B %Y"))]
    ToldBeforeEvent(Date),
}

/// When and where something was done.
#[derive(Debug, Clone)]
pub struct EventContext {
    /// The lasting name of the step that it becomes.
    pub uid: Uid,
    /// When.
    pub at: Moment,
    /// The one-on-one that was going on, if any.
    pub one_on_one: Option<OneOnOneId>,
}

impl Entry {
    /// Does it. On an error the entry is as it was.
    ///
    /// # Errors
    /// Where this cannot be done with an entry of its kind, or not in the state it is in.
    pub fn apply(&mut self, transition: &Transition, context: EventContext) -> Result<(), TransitionError> {
        match transition {
            Transition::Reopen => self.reopen(),
            Transition::Plan(when) => self.plan_raise(*when, context.at.day()),
            Transition::Watch(until) => self.watch(*until, context.at.day()),
            _ => self.apply_event(transition, context),
        }
    }

    fn apply_event(&mut self, transition: &Transition, context: EventContext) -> Result<(), TransitionError> {
        let what = event_kind_of(transition)
            .filter(|what| what.applies_to(self.kind()))
            .ok_or(TransitionError::UnsupportedKind(self.kind()))?;
        if !self.can(what) {
            if what == EventKind::Rechecked && self.detail.state() == Some(FlagState::Settled.as_str()) {
                return Err(TransitionError::NoRecheckDate);
            }
            let same = what.level().filter(|level| self.detail.is_open() && self.delegation_level() == Some(*level));
            return Err(same.map_or_else(|| self.invalid_state_error(), TransitionError::LevelUnchanged));
        }
        let words = clean_comment(transition.comment())?;
        if words.is_empty() && matches!(what, EventKind::Settled | EventKind::LetGo) {
            return Err(TransitionError::TextRequired);
        }
        if let Transition::Settle { recheck_on: Some(day), .. } = transition
            && *day <= context.at.day()
        {
            return Err(TransitionError::DateNotInFuture);
        }
        self.push_event(what, words, context);
        match (&mut self.detail, transition) {
            (Detail::Flag(flag), Transition::Settle { recheck_on: check_again, .. }) => flag.recheck_on = *check_again,
            (Detail::Flag(flag), Transition::Recheck(_)) => flag.recheck_on = None,
            _ => {}
        }
        Ok(())
    }

    fn push_event(&mut self, what: EventKind, words: String, context: EventContext) {
        // A clock that was put back must not put the steps out of order.
        let at = context.at.max(self.last_changed_at().clone());
        self.events.push(EntryEvent {
            uid: context.uid,
            at,
            one_on_one: context.one_on_one,
            kind: what,
            comment: words,
        });
        self.recompute_state();
    }

    /// When it was written, or something happened to it last.
    fn last_changed_at(&self) -> &Moment {
        self.events.last().map_or(&self.written_at, |step| &step.at).max(&self.written_at)
    }

    /// An expectation gives way to a newer one.
    ///
    /// # Errors
    /// Where it is none, or did so already.
    pub fn mark_replaced(&mut self, context: EventContext) -> Result<(), TransitionError> {
        if !EventKind::Replaced.applies_to(self.kind()) {
            return Err(TransitionError::UnsupportedKind(self.kind()));
        }
        if !self.can(EventKind::Replaced) {
            return Err(self.invalid_state_error());
        }
        self.push_event(EventKind::Replaced, String::new(), context);
        Ok(())
    }

    /// A flag that is watched or to be raised is only noticed again; any other entry loses its latest step.
    fn reopen(&mut self) -> Result<(), TransitionError> {
        if self.clear_plan() {
            return Ok(());
        }
        let step = self.events.pop().ok_or(TransitionError::NothingToReopen)?;
        self.recompute_state();
        if let (Detail::Flag(flag), EventKind::Rechecked) = (&mut self.detail, step.kind) {
            // It is to be looked at again after all, and the day for it is not later than it was thought to be.
            flag.recheck_on = Some(step.at.day());
        }
        Ok(())
    }

    /// Whether this can happen to the entry as it stands now.
    pub fn can(&self, what: EventKind) -> bool {
        match (&self.detail, what) {
            (Detail::Flag(flag), EventKind::Raised) => flag.state.is_unraised(),
            (Detail::Flag(flag), EventKind::Settled) => flag.state == FlagState::Raised,
            (Detail::Flag(flag), EventKind::Rechecked) => flag.recheck_on.is_some(),
            (Detail::Flag(flag), EventKind::LetGo) => flag.state.is_open(),
            (Detail::Goal(goal), EventKind::Paused) => goal.state == GoalState::Active,
            (Detail::Goal(goal), EventKind::Resumed) => goal.state == GoalState::Paused,
            (Detail::Goal(goal), EventKind::Reached | EventKind::Dropped) => goal.state.is_open(),
            (Detail::Action(action), EventKind::Done | EventKind::Dropped) => action.state == ActionState::Open,
            (Detail::Action(action), EventKind::Told) => action.by == Party::Me && action.state == ActionState::Done,
            (Detail::Praise(praise), EventKind::Told) => praise.state == PraiseState::Noticed,
            (Detail::Delegation(delegation), EventKind::LevelChanged(level)) => {
                delegation.state.is_open() && self.delegation_level() != Some(level)
            }
            (Detail::Delegation(delegation), EventKind::TakenBack | EventKind::Completed) => delegation.state.is_open(),
            (Detail::Expectation(expectation), EventKind::SaidAloud | EventKind::Replaced) => {
                expectation.state.is_in_force()
            }
            (Detail::Topic(topic), EventKind::Discussed) => topic.state == TopicState::Open,
            _ => false,
        }
    }

    /// The level a delegation stands at: the last step on the ladder, or where it began.
    pub fn delegation_level(&self) -> Option<Level> {
        let Detail::Delegation(delegation) = &self.detail else { return None };
        Some(self.events.iter().rev().find_map(|step| step.kind.level()).unwrap_or(delegation.level))
    }

    pub(super) fn invalid_state_error(&self) -> TransitionError {
        match self.detail.state() {
            Some(state) => TransitionError::InvalidState { kind: self.kind(), state: state.replace('_', " ") },
            None => TransitionError::UnsupportedKind(self.kind()),
        }
    }
}

/// Words as they are kept; there may be none.
fn clean_comment(words: &str) -> Result<String, TransitionError> {
    match clean_text(words) {
        Err(TextError::Empty) => Ok(String::new()),
        cleaned => cleaned.map_err(TransitionError::InvalidText),
    }
}

fn event_kind_of(transition: &Transition) -> Option<EventKind> {
    Some(match transition {
        Transition::Raise(_) => EventKind::Raised,
        Transition::LetGo(_) => EventKind::LetGo,
        Transition::Settle { .. } => EventKind::Settled,
        Transition::Recheck(_) => EventKind::Rechecked,
        Transition::MarkDone => EventKind::Done,
        Transition::MarkTold(_) => EventKind::Told,
        Transition::Discuss(_) => EventKind::Discussed,
        Transition::Pause(_) => EventKind::Paused,
        Transition::Resume => EventKind::Resumed,
        Transition::Reach(_) => EventKind::Reached,
        Transition::Drop(_) => EventKind::Dropped,
        Transition::ChangeLevel(level) => EventKind::LevelChanged(*level),
        Transition::TakeBack(_) => EventKind::TakenBack,
        Transition::Complete(_) => EventKind::Completed,
        Transition::SayAloud => EventKind::SaidAloud,
        Transition::Plan(_) | Transition::Watch(_) | Transition::Reopen => return None,
    })
}

impl Transition {
    /// What a person wrote for it; may be empty.
    pub fn comment(&self) -> &str {
        match self {
            Self::Settle { outcome, .. } => outcome,
            Self::Raise(words)
            | Self::LetGo(words)
            | Self::Recheck(words)
            | Self::MarkTold(words)
            | Self::Discuss(words)
            | Self::Pause(words)
            | Self::Reach(words)
            | Self::Drop(words)
            | Self::TakeBack(words)
            | Self::Complete(words) => words,
            Self::MarkDone
            | Self::Resume
            | Self::ChangeLevel(_)
            | Self::SayAloud
            | Self::Plan(_)
            | Self::Watch(_)
            | Self::Reopen => "",
        }
    }
}

#[cfg(test)]
mod transition_matrix;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{EntryId, PersonId},
        parse::prefix::Prefix,
    };
    use jiff::civil::date;

    pub(super) const TODAY: Date = date(2026, 11, 24);

    fn moment(minute: i64) -> Moment {
        let noon = TODAY.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
        Moment::from_parts(noon.as_millisecond() + minute * 60_000, 0, "UTC".into()).expect("a moment")
    }

    fn entry(mark: Prefix) -> Entry {
        Entry {
            id: EntryId(1),
            uid: Uid::NIL,
            person: PersonId(1),
            one_on_one: None,
            written_at: moment(0),
            text: "Quiet in two design reviews".into(),
            detail: Detail::from_prefix(mark, None),
            events: Vec::new(),
            trashed_at: None,
            snoozed_until: None,
            evidence: false,
        }
    }

    pub(super) fn context(minute: i64) -> EventContext {
        EventContext { uid: Uid::NIL, at: moment(minute), one_on_one: None }
    }

    pub(super) fn entry_after(mark: Prefix, moves: &[Transition]) -> Result<Entry, TransitionError> {
        let mut entry = entry(mark);
        for (minute, wanted) in (1..).zip(moves) {
            entry.apply(wanted, context(minute))?;
        }
        assert_eq!(entry.validation_error(), None);
        Ok(entry)
    }

    fn comment() -> String {
        "felt talked over".into()
    }

    #[test]
    fn transitions_lead_to_the_expected_state() {
        let settle = || Transition::Settle { outcome: comment(), recheck_on: Some(date(2026, 12, 8)) };
        for (case, mark, moves, state) in [
            ("a flag is raised", Prefix::Flag, vec![Transition::Raise(String::new())], "raised"),
            (
                "a flag is settled after it was raised",
                Prefix::Flag,
                vec![Transition::Raise(comment()), settle()],
                "settled",
            ),
            ("a flag is let go with a reason", Prefix::Flag, vec![Transition::LetGo(comment())], "let_go"),
            (
                "a watched flag is raised",
                Prefix::Flag,
                vec![Transition::Watch(date(2026, 12, 1)), Transition::Raise(comment())],
                "raised",
            ),
            (
                "a watched flag is noticed again",
                Prefix::Flag,
                vec![Transition::Watch(date(2026, 12, 1)), Transition::Reopen],
                "noticed",
            ),
            (
                "my action is done, then told",
                Prefix::MyAction,
                vec![Transition::MarkDone, Transition::MarkTold(comment())],
                "told",
            ),
            ("their action is done", Prefix::TheirAction, vec![Transition::MarkDone], "done"),
            ("a tick is taken away", Prefix::MyAction, vec![Transition::MarkDone, Transition::Reopen], "open"),
            ("praise is told", Prefix::Praise, vec![Transition::MarkTold(String::new())], "told"),
            (
                "a goal rests and goes on",
                Prefix::Goal,
                vec![Transition::Pause(comment()), Transition::Resume],
                "active",
            ),
            ("a goal is reached", Prefix::Goal, vec![Transition::Reach(comment())], "reached"),
            ("a delegation climbs", Prefix::Delegation, vec![Transition::ChangeLevel(Level::Delegate)], "with_them"),
            ("a delegation comes back", Prefix::Delegation, vec![Transition::TakeBack(comment())], "back"),
            ("a topic is talked about", Prefix::Topic, vec![Transition::Discuss(String::new())], "talked"),
            (
                "an expectation is said again",
                Prefix::Expectation,
                vec![Transition::SayAloud, Transition::SayAloud],
                "current",
            ),
        ] {
            let entry = entry_after(mark, &moves).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(entry.detail.state(), Some(state), "{case}");
        }
    }

    #[test]
    fn invalid_transitions_are_rejected_without_side_effects() {
        for (case, mark, moves, refused) in [
            (
                "settled before it was raised",
                Prefix::Flag,
                vec![],
                Transition::Settle { outcome: comment(), recheck_on: None },
            ),
            ("let go without a reason", Prefix::Flag, vec![], Transition::LetGo("  ".into())),
            (
                "settled without an outcome",
                Prefix::Flag,
                vec![Transition::Raise(comment())],
                Transition::Settle { outcome: String::new(), recheck_on: None },
            ),
            ("watched until today", Prefix::Flag, vec![], Transition::Watch(TODAY)),
            (
                "more words than are kept",
                Prefix::MyAction,
                vec![Transition::MarkDone],
                Transition::MarkTold("x".repeat(crate::domain::parse::entry_line::MAX_ENTRY_CHARS + 1)),
            ),
            (
                "looked at again today",
                Prefix::Flag,
                vec![Transition::Raise(comment())],
                Transition::Settle { outcome: comment(), recheck_on: Some(TODAY) },
            ),
            (
                "watched after it was raised",
                Prefix::Flag,
                vec![Transition::Raise(comment())],
                Transition::Watch(date(2026, 12, 1)),
            ),
            ("told before it was done", Prefix::MyAction, vec![], Transition::MarkTold(comment())),
            ("their action told", Prefix::TheirAction, vec![Transition::MarkDone], Transition::MarkTold(comment())),
            ("done twice", Prefix::MyAction, vec![Transition::MarkDone], Transition::MarkDone),
            ("a note is done", Prefix::Note, vec![], Transition::MarkDone),
            ("praise is raised", Prefix::Praise, vec![], Transition::Raise(comment())),
            ("the level it has already", Prefix::Delegation, vec![], Transition::ChangeLevel(Level::Inquire)),
            ("reopened before anything happened", Prefix::Topic, vec![], Transition::Reopen),
        ] {
            let mut entry = entry_after(mark, &moves).expect(case);
            let before = entry.clone();
            assert!(entry.apply(&refused, context(9)).is_err(), "{case}");
            assert_eq!(entry, before, "{case}");
        }
    }

    #[test]
    fn transition_error_names_the_obstacle() {
        for (mark, moves, refused, said) in [
            (Prefix::MyAction, vec![], Transition::Raise(comment()), "That cannot be done with actions."),
            (Prefix::Praise, vec![], Transition::MarkDone, "That cannot be done with praise."),
            (
                Prefix::Flag,
                vec![Transition::LetGo(comment())],
                Transition::Raise(comment()),
                "That cannot be done with this flag: it is let go.",
            ),
            (
                Prefix::Delegation,
                vec![],
                Transition::ChangeLevel(Level::Inquire),
                "It is at the level “inquire” already: they decide and tell you.",
            ),
            (
                Prefix::Delegation,
                vec![Transition::TakeBack(comment())],
                Transition::ChangeLevel(Level::Inquire),
                "That cannot be done with this delegation: it is back.",
            ),
        ] {
            let error = entry_after(mark, &moves).expect("a life").apply(&refused, context(9)).expect_err(said);
            assert_eq!(error.to_string(), said);
        }
    }

    #[test]
    fn reopening_a_settled_flag_clears_its_recheck_date() {
        let day = Some(date(2026, 12, 8));
        let check_again = |entry: &Entry| if let Detail::Flag(flag) = &entry.detail { flag.recheck_on } else { None };
        let mut entry = entry_after(
            Prefix::Flag,
            &[Transition::Raise(comment()), Transition::Settle { outcome: comment(), recheck_on: day }],
        )
        .expect("a life");
        assert_eq!(check_again(&entry), day);
        entry.apply(&Transition::Reopen, context(5)).expect("reopened");
        assert_eq!((check_again(&entry), entry.detail.state()), (None, Some("raised")));
    }

    #[test]
    fn only_a_current_expectation_can_be_replaced() {
        let mut entry = entry_after(Prefix::Expectation, &[Transition::SayAloud]).expect("said");
        entry.mark_replaced(context(2)).expect("replaced");
        assert_eq!((entry.detail.state(), entry.validation_error()), (Some("replaced"), None));
        for mut refused in [entry, entry_after(Prefix::Goal, &[]).expect("a goal")] {
            let before = refused.clone();
            assert!(refused.mark_replaced(context(3)).is_err());
            assert!(refused.apply(&Transition::SayAloud, context(3)).is_err(), "what was replaced is not said aloud");
            assert_eq!(refused, before);
        }
    }

    #[test]
    fn events_stay_ordered_when_the_clock_goes_back() {
        let mut entry = entry_after(Prefix::MyAction, &[Transition::MarkDone]).expect("done");
        entry.apply(&Transition::MarkTold(String::new()), context(-60)).expect("told");
        assert_eq!(entry.validation_error(), None);
    }
}
