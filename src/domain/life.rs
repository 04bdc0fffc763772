//! What can be done about an entry, and when: raised, settled, done, told, stepped up. An entry ends only with what its
//! kind ends with, a flag never without an outcome or a reason.

mod tell;

use jiff::civil::Date;

use super::{
    action::{ActionState, By},
    aside::level_words,
    delegation::Level,
    entry::{Detail, Entry},
    flag::{FlagState, RaiseWhen},
    goal::GoalState,
    id::{OneOnOneId, Uid},
    jot::{JotError, clean},
    kind::Kind,
    moment::Moment,
    praise::PraiseState,
    step::{Step, What},
    topic::TopicState,
};

/// Something to be done about an entry. Words are free text and may be empty unless it says that they are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// A flag was talked about; what they said.
    Raise(String),
    /// A flag that was not raised yet is to be raised then.
    Plan(RaiseWhen),
    /// A flag is only watched, until a day.
    Watch(Date),
    /// A flag ends with a reason, which is needed.
    LetGo(String),
    /// A raised flag ends with an outcome, which is needed.
    Settle {
        /// What came of it.
        outcome: String,
        /// The day to look again.
        check_again: Option<Date>,
    },
    /// A settled flag that was to be looked at again was; what you saw.
    LookAgain(String),
    /// An action is done.
    Done,
    /// They know: of my action that is done, or of praise; when and how.
    Told(String),
    /// A topic was talked about; what was said.
    Talked(String),
    /// A goal rests, and why.
    Pause(String),
    /// A goal goes on.
    Resume,
    /// A goal is reached, and how.
    Reach(String),
    /// A goal or an action is given up, and why.
    Drop(String),
    /// A delegation moves on the ladder.
    Level(Level),
    /// A delegation comes back to you.
    TakeBack(String),
    /// A delegation is complete.
    Complete(String),
    /// An expectation was said aloud.
    Say,
    /// The latest thing that happened to it did not: a tick that is taken away.
    Reopen,
}

/// Why something cannot be done about an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// It ended already, or has to be something else first.
    #[error("That cannot be done with this {}: it is {state}.", kind.word().to_lowercase())]
    NotNow {
        /// Its kind.
        kind: Kind,
        /// Its state in words.
        state: String,
    },
    /// Its kind has no such life.
    #[error("That cannot be done with {}.", .0.plural().to_lowercase())]
    NotThis(Kind),
    /// A step on the ladder leads to another level.
    #[error("It is at the level “{}” already: {}.", .0.as_str(), level_words(*.0))]
    SameLevel(Level),
    /// A flag does not simply end.
    #[error("A flag ends with an outcome or a reason: say it in a few words.")]
    WordsNeeded,
    /// More words than are kept.
    #[error(transparent)]
    Words(JotError),
    /// Watching until a day that is over watches nothing, and looking again then is too late.
    #[error("Choose a day after today.")]
    DayIsOver,
    /// Nothing is raised on a day that is over.
    #[error("Choose today or a day after it.")]
    TooLateToRaise,
    /// A settled flag comes back only where a day was named for it.
    #[error("It has no day to be looked at again.")]
    NoDayToLookAgain,
    /// There is nothing to take away.
    #[error("Nothing has happened to it yet.")]
    NothingHappened,
    /// Nobody was told on a day that has not come.
    #[error("Choose today or a day before.")]
    StillToCome,
    /// Nobody hears of something before it is there.
    #[error("It is of {}: they cannot know since before.", .0.strftime("%-d %B %Y"))]
    KnownBefore(Date),
}

/// When and where something was done.
#[derive(Debug, Clone)]
pub struct Occasion {
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
    pub fn make(&mut self, wanted: &Move, occasion: Occasion) -> Result<(), MoveError> {
        match wanted {
            Move::Reopen => self.reopen(),
            Move::Plan(when) => self.plan(*when, occasion.at.day()),
            Move::Watch(until) => self.watch(*until, occasion.at.day()),
            _ => self.step(wanted, occasion),
        }
    }

    fn step(&mut self, wanted: &Move, occasion: Occasion) -> Result<(), MoveError> {
        let what = what_of(wanted).filter(|what| what.fits(self.kind())).ok_or(MoveError::NotThis(self.kind()))?;
        if !self.may(what) {
            if what == What::LookedAgain && self.detail.state() == Some(FlagState::Settled.as_str()) {
                return Err(MoveError::NoDayToLookAgain);
            }
            let same = what.level().filter(|level| self.detail.is_open() && self.level() == Some(*level));
            return Err(same.map_or_else(|| self.not_now(), MoveError::SameLevel));
        }
        let words = cleaned(wanted.words())?;
        if words.is_empty() && matches!(what, What::Settled | What::LetGo) {
            return Err(MoveError::WordsNeeded);
        }
        if let Move::Settle { check_again: Some(day), .. } = wanted
            && *day <= occasion.at.day()
        {
            return Err(MoveError::DayIsOver);
        }
        self.happen(what, words, occasion);
        match (&mut self.detail, wanted) {
            (Detail::Flag(flag), Move::Settle { check_again, .. }) => flag.check_again = *check_again,
            (Detail::Flag(flag), Move::LookAgain(_)) => flag.check_again = None,
            _ => {}
        }
        Ok(())
    }

    fn happen(&mut self, what: What, words: String, occasion: Occasion) {
        // A clock that was put back must not put the steps out of order.
        let at = occasion.at.max(self.latest().clone());
        self.steps.push(Step { uid: occasion.uid, at, one_on_one: occasion.one_on_one, what, words });
        self.follow_steps();
    }

    /// When it was written, or something happened to it last.
    fn latest(&self) -> &Moment {
        self.steps.last().map_or(&self.written, |step| &step.at).max(&self.written)
    }

    /// An expectation gives way to a newer one.
    ///
    /// # Errors
    /// Where it is none, or did so already.
    pub fn give_way(&mut self, occasion: Occasion) -> Result<(), MoveError> {
        if !What::Replaced.fits(self.kind()) {
            return Err(MoveError::NotThis(self.kind()));
        }
        if !self.may(What::Replaced) {
            return Err(self.not_now());
        }
        self.happen(What::Replaced, String::new(), occasion);
        Ok(())
    }

    /// A flag that is watched or to be raised is only noticed again; any other entry loses its latest step.
    fn reopen(&mut self) -> Result<(), MoveError> {
        if self.forget_plan() {
            return Ok(());
        }
        let step = self.steps.pop().ok_or(MoveError::NothingHappened)?;
        self.follow_steps();
        if let (Detail::Flag(flag), What::LookedAgain) = (&mut self.detail, step.what) {
            // It is to be looked at again after all, and the day for it is not later than it was thought to be.
            flag.check_again = Some(step.at.day());
        }
        Ok(())
    }

    /// Whether this can happen to the entry as it stands now.
    pub fn may(&self, what: What) -> bool {
        match (&self.detail, what) {
            (Detail::Flag(flag), What::Raised) => flag.state.is_unraised(),
            (Detail::Flag(flag), What::Settled) => flag.state == FlagState::Raised,
            (Detail::Flag(flag), What::LookedAgain) => flag.check_again.is_some(),
            (Detail::Flag(flag), What::LetGo) => flag.state.is_open(),
            (Detail::Goal(goal), What::Paused) => goal.state == GoalState::Active,
            (Detail::Goal(goal), What::Resumed) => goal.state == GoalState::Paused,
            (Detail::Goal(goal), What::Reached | What::Dropped) => goal.state.is_open(),
            (Detail::Action(action), What::Done | What::Dropped) => action.state == ActionState::Open,
            (Detail::Action(action), What::Told) => action.by == By::Me && action.state == ActionState::Done,
            (Detail::Praise(praise), What::Told) => praise.state == PraiseState::Noticed,
            (Detail::Delegation(delegation), What::Level(level)) => {
                delegation.state.is_open() && self.level() != Some(level)
            }
            (Detail::Delegation(delegation), What::Back | What::Complete) => delegation.state.is_open(),
            (Detail::Expectation(expectation), What::Said | What::Replaced) => expectation.state.is_in_force(),
            (Detail::Topic(topic), What::Talked) => topic.state == TopicState::Open,
            _ => false,
        }
    }

    /// The level a delegation stands at: the last step on the ladder, or where it began.
    pub fn level(&self) -> Option<Level> {
        let Detail::Delegation(delegation) = &self.detail else { return None };
        Some(self.steps.iter().rev().find_map(|step| step.what.level()).unwrap_or(delegation.level))
    }

    pub(super) fn not_now(&self) -> MoveError {
        match self.detail.state() {
            Some(state) => MoveError::NotNow { kind: self.kind(), state: state.replace('_', " ") },
            None => MoveError::NotThis(self.kind()),
        }
    }
}

/// Words as they are kept; there may be none.
fn cleaned(words: &str) -> Result<String, MoveError> {
    match clean(words) {
        Err(JotError::Empty) => Ok(String::new()),
        cleaned => cleaned.map_err(MoveError::Words),
    }
}

fn what_of(wanted: &Move) -> Option<What> {
    Some(match wanted {
        Move::Raise(_) => What::Raised,
        Move::LetGo(_) => What::LetGo,
        Move::Settle { .. } => What::Settled,
        Move::LookAgain(_) => What::LookedAgain,
        Move::Done => What::Done,
        Move::Told(_) => What::Told,
        Move::Talked(_) => What::Talked,
        Move::Pause(_) => What::Paused,
        Move::Resume => What::Resumed,
        Move::Reach(_) => What::Reached,
        Move::Drop(_) => What::Dropped,
        Move::Level(level) => What::Level(*level),
        Move::TakeBack(_) => What::Back,
        Move::Complete(_) => What::Complete,
        Move::Say => What::Said,
        Move::Plan(_) | Move::Watch(_) | Move::Reopen => return None,
    })
}

impl Move {
    /// What a person wrote for it; may be empty.
    pub fn words(&self) -> &str {
        match self {
            Self::Settle { outcome, .. } => outcome,
            Self::Raise(words)
            | Self::LetGo(words)
            | Self::LookAgain(words)
            | Self::Told(words)
            | Self::Talked(words)
            | Self::Pause(words)
            | Self::Reach(words)
            | Self::Drop(words)
            | Self::TakeBack(words)
            | Self::Complete(words) => words,
            Self::Done | Self::Resume | Self::Level(_) | Self::Say | Self::Plan(_) | Self::Watch(_) | Self::Reopen => {
                ""
            }
        }
    }
}

#[cfg(test)]
mod table;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{EntryId, PersonId},
        mark::Mark,
    };
    use jiff::civil::date;

    pub(super) const TODAY: Date = date(2026, 11, 24);

    fn moment(minute: i64) -> Moment {
        let noon = TODAY.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
        Moment::from_parts(noon.as_millisecond() + minute * 60_000, 0, "UTC".into()).expect("a moment")
    }

    fn entry(mark: Mark) -> Entry {
        Entry {
            id: EntryId(1),
            uid: Uid::NONE,
            person: PersonId(1),
            one_on_one: None,
            written: moment(0),
            text: "Quiet in two design reviews".into(),
            detail: Detail::begun(mark, None),
            steps: Vec::new(),
            trashed: None,
            put_off: None,
            evidence: false,
        }
    }

    pub(super) fn occasion(minute: i64) -> Occasion {
        Occasion { uid: Uid::NONE, at: moment(minute), one_on_one: None }
    }

    pub(super) fn live(mark: Mark, moves: &[Move]) -> Result<Entry, MoveError> {
        let mut entry = entry(mark);
        for (minute, wanted) in (1..).zip(moves) {
            entry.make(wanted, occasion(minute))?;
        }
        assert_eq!(entry.problem(), None);
        Ok(entry)
    }

    fn words() -> String {
        "felt talked over".into()
    }

    #[test]
    fn every_kind_lives_as_it_should() {
        let settle = || Move::Settle { outcome: words(), check_again: Some(date(2026, 12, 8)) };
        for (case, mark, moves, state) in [
            ("a flag is raised", Mark::Flag, vec![Move::Raise(String::new())], "raised"),
            ("a flag is settled after it was raised", Mark::Flag, vec![Move::Raise(words()), settle()], "settled"),
            ("a flag is let go with a reason", Mark::Flag, vec![Move::LetGo(words())], "let_go"),
            (
                "a watched flag is raised",
                Mark::Flag,
                vec![Move::Watch(date(2026, 12, 1)), Move::Raise(words())],
                "raised",
            ),
            (
                "a watched flag is noticed again",
                Mark::Flag,
                vec![Move::Watch(date(2026, 12, 1)), Move::Reopen],
                "noticed",
            ),
            ("my action is done, then told", Mark::MyAction, vec![Move::Done, Move::Told(words())], "told"),
            ("their action is done", Mark::TheirAction, vec![Move::Done], "done"),
            ("a tick is taken away", Mark::MyAction, vec![Move::Done, Move::Reopen], "open"),
            ("praise is told", Mark::Praise, vec![Move::Told(String::new())], "told"),
            ("a goal rests and goes on", Mark::Goal, vec![Move::Pause(words()), Move::Resume], "active"),
            ("a goal is reached", Mark::Goal, vec![Move::Reach(words())], "reached"),
            ("a delegation climbs", Mark::Delegation, vec![Move::Level(Level::Delegate)], "with_them"),
            ("a delegation comes back", Mark::Delegation, vec![Move::TakeBack(words())], "back"),
            ("a topic is talked about", Mark::Topic, vec![Move::Talked(String::new())], "talked"),
            ("an expectation is said again", Mark::Expectation, vec![Move::Say, Move::Say], "current"),
        ] {
            let entry = live(mark, &moves).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(entry.detail.state(), Some(state), "{case}");
        }
    }

    #[test]
    fn what_has_ended_or_has_not_come_so_far_is_refused_and_changes_nothing() {
        for (case, mark, moves, refused) in [
            ("settled before it was raised", Mark::Flag, vec![], Move::Settle { outcome: words(), check_again: None }),
            ("let go without a reason", Mark::Flag, vec![], Move::LetGo("  ".into())),
            (
                "settled without an outcome",
                Mark::Flag,
                vec![Move::Raise(words())],
                Move::Settle { outcome: String::new(), check_again: None },
            ),
            ("watched until today", Mark::Flag, vec![], Move::Watch(TODAY)),
            (
                "more words than are kept",
                Mark::MyAction,
                vec![Move::Done],
                Move::Told("x".repeat(crate::domain::jot::MAX_CHARS + 1)),
            ),
            (
                "looked at again today",
                Mark::Flag,
                vec![Move::Raise(words())],
                Move::Settle { outcome: words(), check_again: Some(TODAY) },
            ),
            ("watched after it was raised", Mark::Flag, vec![Move::Raise(words())], Move::Watch(date(2026, 12, 1))),
            ("told before it was done", Mark::MyAction, vec![], Move::Told(words())),
            ("their action told", Mark::TheirAction, vec![Move::Done], Move::Told(words())),
            ("done twice", Mark::MyAction, vec![Move::Done], Move::Done),
            ("a note is done", Mark::Note, vec![], Move::Done),
            ("praise is raised", Mark::Praise, vec![], Move::Raise(words())),
            ("the level it has already", Mark::Delegation, vec![], Move::Level(Level::Inquire)),
            ("reopened before anything happened", Mark::Topic, vec![], Move::Reopen),
        ] {
            let mut entry = live(mark, &moves).expect(case);
            let before = entry.clone();
            assert!(entry.make(&refused, occasion(9)).is_err(), "{case}");
            assert_eq!(entry, before, "{case}");
        }
    }

    #[test]
    fn a_refusal_says_what_stands_in_the_way() {
        for (mark, moves, refused, said) in [
            (Mark::MyAction, vec![], Move::Raise(words()), "That cannot be done with actions."),
            (Mark::Praise, vec![], Move::Done, "That cannot be done with praise."),
            (
                Mark::Flag,
                vec![Move::LetGo(words())],
                Move::Raise(words()),
                "That cannot be done with this flag: it is let go.",
            ),
            (
                Mark::Delegation,
                vec![],
                Move::Level(Level::Inquire),
                "It is at the level “inquire” already: they decide and tell you.",
            ),
            (
                Mark::Delegation,
                vec![Move::TakeBack(words())],
                Move::Level(Level::Inquire),
                "That cannot be done with this delegation: it is back.",
            ),
        ] {
            let error = live(mark, &moves).expect("a life").make(&refused, occasion(9)).expect_err(said);
            assert_eq!(error.to_string(), said);
        }
    }

    #[test]
    fn the_day_to_look_again_is_kept_and_goes_when_it_is_reopened() {
        let day = Some(date(2026, 12, 8));
        let check_again = |entry: &Entry| if let Detail::Flag(flag) = &entry.detail { flag.check_again } else { None };
        let mut entry = live(Mark::Flag, &[Move::Raise(words()), Move::Settle { outcome: words(), check_again: day }])
            .expect("a life");
        assert_eq!(check_again(&entry), day);
        entry.make(&Move::Reopen, occasion(5)).expect("reopened");
        assert_eq!((check_again(&entry), entry.detail.state()), (None, Some("raised")));
    }

    #[test]
    fn an_expectation_gives_way_once_and_nothing_else_does() {
        let mut entry = live(Mark::Expectation, &[Move::Say]).expect("said");
        entry.give_way(occasion(2)).expect("replaced");
        assert_eq!((entry.detail.state(), entry.problem()), (Some("replaced"), None));
        for mut refused in [entry, live(Mark::Goal, &[]).expect("a goal")] {
            let before = refused.clone();
            assert!(refused.give_way(occasion(3)).is_err());
            assert!(refused.make(&Move::Say, occasion(3)).is_err(), "what was replaced is not said aloud");
            assert_eq!(refused, before);
        }
    }

    #[test]
    fn a_clock_that_was_put_back_keeps_the_steps_in_order() {
        let mut entry = live(Mark::MyAction, &[Move::Done]).expect("done");
        entry.make(&Move::Told(String::new()), occasion(-60)).expect("told");
        assert_eq!(entry.problem(), None);
    }
}
