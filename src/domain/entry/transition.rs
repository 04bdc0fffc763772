//! Transitions: what can be done about an entry. What a kind allows in which state is in the file
//! of that kind, as its `Lifecycle`.

mod acknowledge;

use jiff::civil::Date;

use super::{
    Detail, Entry,
    event::{EntryEvent, EventKind},
    kind::{
        Kind,
        delegation::Level,
        flag::{Flag, RaisePlan},
    },
};
use crate::domain::{
    id::{OneOnOneId, Uid},
    moment::Moment,
    parse::entry_line::{TextError, clean_optional_text},
};

/// Something that a person does about an entry. Comments are free text and may be empty unless
/// stated otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// A flag was talked about; the comment is what they said.
    Raise(String),
    /// Plans when to raise a flag that was not raised yet. No event.
    Plan(RaisePlan),
    /// Watches a flag until a day. No event.
    Watch(Date),
    /// Ends a flag with a reason, which is required.
    LetGo(String),
    /// Ends a raised flag with an outcome.
    Settle {
        /// What came of it; required.
        outcome: String,
        /// The day to look at it again; after today.
        recheck_on: Option<Date>,
    },
    /// Looks at a settled flag again, as planned; the comment is what you saw.
    Recheck(String),
    /// Completes an action.
    MarkDone,
    /// Records that they were told: of my action that is done, or of praise; the comment is how.
    MarkTold(String),
    /// A topic was talked about; the comment is what was said.
    Discuss(String),
    /// Pauses a goal; the comment is why.
    Pause(String),
    /// Resumes a paused goal.
    Resume,
    /// A goal is reached; the comment is how.
    Reach(String),
    /// Gives up a goal or an action; the comment is why.
    Drop(String),
    /// Moves a delegation to another level.
    ChangeLevel(Level),
    /// Takes a delegation back.
    TakeBack(String),
    /// Completes a delegation.
    Complete(String),
    /// An expectation was said aloud.
    SayAloud,
    /// Removes the latest event, as when a tick is taken away.
    Reopen,
}

/// Why a transition cannot be applied to an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The state does not allow it.
    #[error("That isn’t possible: this {} is {state}.", kind.label().to_lowercase())]
    InvalidState {
        /// The kind of the entry.
        kind: Kind,
        /// Its state, in plain words.
        state: String,
    },
    /// The kind has no such transition.
    #[error("That isn’t possible with {}.", .0.plural_label().to_lowercase())]
    UnsupportedKind(Kind),
    /// A delegation is at that level already.
    #[error("It’s already at the level “{}”: {}.", .0.as_str(), .0.description())]
    LevelUnchanged(Level),
    /// A flag cannot end without an outcome or a reason.
    #[error("Add an outcome or a reason first.")]
    TextRequired,
    /// The comment is too long.
    #[error(transparent)]
    InvalidText(TextError),
    /// The day to watch until, or to look again, is not after today.
    #[error("Choose a day after today.")]
    DateNotInFuture,
    /// The day to raise a flag is before today.
    #[error("Choose today or a later day.")]
    RaiseDateInPast,
    /// A settled flag has no day to be looked at again.
    #[error("It has no date to check again.")]
    NoRecheckDate,
    /// There is no event to remove.
    #[error("There’s nothing to undo: it hasn’t been updated yet.")]
    NothingToReopen,
    /// The day on which they were told is after today.
    #[error("Choose today or an earlier day.")]
    FutureDate,
    /// The day on which they were told is before this one, on which there was first something to
    /// tell.
    #[error("It’s dated {}, so you can’t have told them earlier.", .0.strftime("%-d %B %Y"))]
    ToldBeforeEvent(Date),
}

/// What an event records of when and where it happened.
#[derive(Debug, Clone)]
pub struct EventContext {
    /// The UUID of the event.
    pub uid: Uid,
    /// When it happened.
    pub at: Moment,
    /// The one-on-one in progress, if any.
    pub one_on_one: Option<OneOnOneId>,
}

impl Entry {
    /// Applies a transition. On an error the entry is unchanged.
    ///
    /// # Errors
    /// If the kind of entry has no such transition, its state does not allow it, or the comment or
    /// the date is not acceptable.
    pub fn apply(&mut self, transition: &Transition, context: EventContext) -> Result<(), TransitionError> {
        let today = context.at.day();
        let event = match transition {
            Transition::Plan(plan) => return self.flag_mut()?.plan_raise(*plan, today),
            Transition::Watch(until) => return self.flag_mut()?.watch(*until, today),
            Transition::Reopen => return self.reopen(),
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
        };
        self.apply_event(event, transition, context)
    }

    fn apply_event(
        &mut self,
        event: EventKind,
        transition: &Transition,
        context: EventContext,
    ) -> Result<(), TransitionError> {
        self.check(event)?;
        let comment = clean_comment(transition.comment())?;
        if comment.is_empty() && self.detail.lifecycle().is_some_and(|kind| kind.requires_comment(event)) {
            return Err(TransitionError::TextRequired);
        }
        let recheck_on = transition.recheck_on();
        if recheck_on.is_some_and(|day| day <= context.at.day()) {
            return Err(TransitionError::DateNotInFuture);
        }
        self.push_event(event, comment, context);
        if let Detail::Flag(flag) = &mut self.detail {
            flag.recheck_on = recheck_on;
        }
        Ok(())
    }

    fn push_event(&mut self, kind: EventKind, comment: String, context: EventContext) {
        // A clock that was put back must not put the events out of order.
        let at = context.at.max(self.last_changed_at().clone());
        self.events.push(EntryEvent { uid: context.uid, at, one_on_one: context.one_on_one, kind, comment });
        self.recompute_state();
    }

    /// The moment of the latest event, or of writing.
    fn last_changed_at(&self) -> &Moment {
        self.events.last().map_or(&self.written_at, |event| &event.at).max(&self.written_at)
    }

    /// Marks an expectation as replaced by a newer one.
    ///
    /// # Errors
    /// If it is no expectation, or was replaced already.
    pub fn mark_replaced(&mut self, context: EventContext) -> Result<(), TransitionError> {
        self.check(EventKind::Replaced)?;
        self.push_event(EventKind::Replaced, String::new(), context);
        Ok(())
    }

    /// Clears the plan of a flag; an entry without one loses its latest event.
    fn reopen(&mut self) -> Result<(), TransitionError> {
        if self.flag_mut().is_ok_and(Flag::clear_plan) {
            return Ok(());
        }
        let event = self.events.pop().ok_or(TransitionError::NothingToReopen)?;
        self.recompute_state();
        if let (Detail::Flag(flag), EventKind::Rechecked) = (&mut self.detail, event.kind) {
            // The planned day is gone; the day on which it was looked at again is the best guess.
            flag.recheck_on = Some(event.at.day());
        }
        Ok(())
    }

    fn flag_mut(&mut self) -> Result<&mut Flag, TransitionError> {
        let kind = self.kind();
        if let Detail::Flag(flag) = &mut self.detail { Ok(flag) } else { Err(TransitionError::UnsupportedKind(kind)) }
    }

    /// Whether an event can happen to the entry now.
    pub fn can(&self, event: EventKind) -> bool {
        self.check(event).is_ok()
    }

    /// Why an event cannot happen to the entry now.
    fn check(&self, event: EventKind) -> Result<(), TransitionError> {
        let lifecycle = self.detail.lifecycle().ok_or(TransitionError::UnsupportedKind(self.kind()))?;
        lifecycle.check(event, &self.events)
    }

    /// The current level of a delegation; `None` for other kinds.
    pub fn delegation_level(&self) -> Option<Level> {
        let Detail::Delegation(delegation) = &self.detail else { return None };
        Some(delegation.level_after(&self.events))
    }
}

/// Cleans a comment, which may be empty.
fn clean_comment(comment: &str) -> Result<String, TransitionError> {
    clean_optional_text(comment).map_err(TransitionError::InvalidText)
}

impl Transition {
    /// The comment that the person wrote; may be empty.
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

    /// The day to look at a settled flag again.
    fn recheck_on(&self) -> Option<Date> {
        if let Self::Settle { recheck_on, .. } = self { *recheck_on } else { None }
    }
}

#[cfg(test)]
mod transition_matrix;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        entry::state::EntryState,
        id::{EntryId, PersonId},
        parse::prefix::Prefix,
    };
    use jiff::civil::date;

    pub(super) const TODAY: Date = date(2026, 11, 24);

    fn moment(minute: i64) -> Moment {
        let noon = TODAY.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
        Moment::from_parts(noon.as_millisecond() + minute * 60_000, 0, "UTC".into()).expect("a moment")
    }

    fn entry(prefix: Prefix) -> Entry {
        let (text, detail) = ("Quiet in two design reviews".into(), Detail::from_prefix(prefix, None));
        Entry::new(EntryId(1), Uid::NIL, PersonId(1), moment(0), text, detail)
    }

    pub(super) fn context(minute: i64) -> EventContext {
        EventContext { uid: Uid::NIL, at: moment(minute), one_on_one: None }
    }

    pub(super) fn entry_after(prefix: Prefix, transitions: &[Transition]) -> Result<Entry, TransitionError> {
        let mut entry = entry(prefix);
        for (minute, transition) in (1..).zip(transitions) {
            entry.apply(transition, context(minute))?;
        }
        assert_eq!(entry.validation_error(), None);
        Ok(entry)
    }

    pub(super) fn state_of(entry: &Entry) -> Option<&'static str> {
        entry.detail.state().map(EntryState::as_str)
    }

    fn comment() -> String {
        "felt talked over".into()
    }

    #[test]
    fn transitions_lead_to_the_expected_state() {
        let settle = || Transition::Settle { outcome: comment(), recheck_on: Some(date(2026, 12, 8)) };
        for (case, prefix, transitions, state) in [
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
            ("a done action is reopened", Prefix::MyAction, vec![Transition::MarkDone, Transition::Reopen], "open"),
            ("praise is told", Prefix::Praise, vec![Transition::MarkTold(String::new())], "told"),
            (
                "a goal is paused and resumed",
                Prefix::Goal,
                vec![Transition::Pause(comment()), Transition::Resume],
                "active",
            ),
            ("a goal is reached", Prefix::Goal, vec![Transition::Reach(comment())], "reached"),
            (
                "a delegation changes its level",
                Prefix::Delegation,
                vec![Transition::ChangeLevel(Level::Delegate)],
                "with_them",
            ),
            ("a delegation is taken back", Prefix::Delegation, vec![Transition::TakeBack(comment())], "back"),
            ("a topic is talked about", Prefix::Topic, vec![Transition::Discuss(String::new())], "talked"),
            (
                "an expectation is said again",
                Prefix::Expectation,
                vec![Transition::SayAloud, Transition::SayAloud],
                "current",
            ),
        ] {
            let entry = entry_after(prefix, &transitions).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(state_of(&entry), Some(state), "{case}");
        }
    }

    #[test]
    fn invalid_transitions_are_rejected_without_side_effects() {
        for (case, prefix, transitions, rejected) in [
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
                "too long a comment",
                Prefix::MyAction,
                vec![Transition::MarkDone],
                Transition::MarkTold("x".repeat(crate::domain::parse::entry_line::MAX_ENTRY_CHARS + 1)),
            ),
            (
                "a recheck date of today",
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
            ("their action is told", Prefix::TheirAction, vec![Transition::MarkDone], Transition::MarkTold(comment())),
            ("done twice", Prefix::MyAction, vec![Transition::MarkDone], Transition::MarkDone),
            ("a note is done", Prefix::Note, vec![], Transition::MarkDone),
            ("praise is raised", Prefix::Praise, vec![], Transition::Raise(comment())),
            ("the level it has already", Prefix::Delegation, vec![], Transition::ChangeLevel(Level::Inquire)),
            ("reopened before anything happened", Prefix::Topic, vec![], Transition::Reopen),
        ] {
            let mut entry = entry_after(prefix, &transitions).expect(case);
            let before = entry.clone();
            assert!(entry.apply(&rejected, context(9)).is_err(), "{case}");
            assert_eq!(entry, before, "{case}");
        }
    }

    #[test]
    fn transition_error_names_the_obstacle() {
        for (prefix, transitions, rejected, message) in [
            (Prefix::MyAction, vec![], Transition::Raise(comment()), "That isn’t possible with actions."),
            (Prefix::Praise, vec![], Transition::MarkDone, "That isn’t possible with praise."),
            (
                Prefix::Flag,
                vec![Transition::LetGo(comment())],
                Transition::Raise(comment()),
                "That isn’t possible: this flag is let go.",
            ),
            (
                Prefix::Delegation,
                vec![],
                Transition::ChangeLevel(Level::Inquire),
                "It’s already at the level “inquire”: they decide, then tell you.",
            ),
            (
                Prefix::Delegation,
                vec![Transition::TakeBack(comment())],
                Transition::ChangeLevel(Level::Inquire),
                "That isn’t possible: this delegation is back with you.",
            ),
        ] {
            let mut entry = entry_after(prefix, &transitions).expect(message);
            let error = entry.apply(&rejected, context(9)).expect_err(message);
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn reopening_a_settled_flag_clears_its_recheck_date() {
        let day = Some(date(2026, 12, 8));
        let recheck_on = |entry: &Entry| if let Detail::Flag(flag) = &entry.detail { flag.recheck_on } else { None };
        let mut entry = entry_after(
            Prefix::Flag,
            &[Transition::Raise(comment()), Transition::Settle { outcome: comment(), recheck_on: day }],
        )
        .expect("settled");
        assert_eq!(recheck_on(&entry), day);
        entry.apply(&Transition::Reopen, context(5)).expect("reopened");
        assert_eq!((recheck_on(&entry), state_of(&entry)), (None, Some("raised")));
    }

    #[test]
    fn only_a_current_expectation_can_be_replaced() {
        let mut entry = entry_after(Prefix::Expectation, &[Transition::SayAloud]).expect("said");
        entry.mark_replaced(context(2)).expect("replaced");
        assert_eq!((state_of(&entry), entry.validation_error()), (Some("replaced"), None));
        for mut rejecting in [entry, entry_after(Prefix::Goal, &[]).expect("a goal")] {
            let before = rejecting.clone();
            assert!(rejecting.mark_replaced(context(3)).is_err());
            assert!(
                rejecting.apply(&Transition::SayAloud, context(3)).is_err(),
                "a replaced expectation is not said aloud"
            );
            assert_eq!(rejecting, before);
        }
    }

    #[test]
    fn events_stay_ordered_when_the_clock_goes_back() {
        let mut entry = entry_after(Prefix::MyAction, &[Transition::MarkDone]).expect("done");
        entry.apply(&Transition::MarkTold(String::new()), context(-60)).expect("told");
        assert_eq!(entry.validation_error(), None);
    }
}
