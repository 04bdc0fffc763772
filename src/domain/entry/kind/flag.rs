//! Flags: "I noticed something off", and what came of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Kind,
    lifecycle::{Lifecycle, event_subset},
};
use crate::domain::{
    entry::{
        event::EntryEvent,
        state::EntryState,
        transition::{Transition, TransitionError},
    },
    string_enum::string_enum,
};

string_enum! {
    /// The state of a flag. It ends only with an outcome or a reason.
    pub enum FlagState {
        /// Seen, not talked about.
        Noticed = "noticed",
        /// Seen, and watched until a day. No event leads here: it is `Noticed` with a day.
        Watching = "watching",
        /// Talked about, without an outcome yet.
        Raised = "raised",
        /// Over, with an outcome.
        Settled = "settled",
        /// Over, with a reason.
        LetGo = "let_go",
    }
}

impl FlagState {
    /// Whether it has not ended.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Settled | Self::LetGo)
    }

    /// Whether the two of you have not talked about it.
    pub fn is_unraised(self) -> bool {
        matches!(self, Self::Noticed | Self::Watching)
    }
}

event_subset! {
    /// What can happen to a flag.
    FlagEvent { Raised, Settled, Rechecked, LetGo, }
}

/// When you mean to raise a flag. The plan is cleared when the flag is raised, let go or watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaisePlan {
    /// No plan.
    #[default]
    Undecided,
    /// In the next one-on-one, whenever that is.
    NextOneOnOne,
    /// On a day, in a one-on-one or not.
    On(Date),
}

impl RaisePlan {
    /// The planned day, where the plan names one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::Undecided | Self::NextOneOnOne => None,
        }
    }
}

/// What can be planned for a flag that was not raised yet. A plan is no event: nothing has happened
/// between the two of you.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagPlan {
    /// Raise it then.
    Raise(RaisePlan),
    /// Only watch it, until that day.
    Watch(Date),
}

impl From<FlagPlan> for Transition {
    fn from(plan: FlagPlan) -> Self {
        match plan {
            FlagPlan::Raise(when) => Self::Plan(when),
            FlagPlan::Watch(until) => Self::Watch(until),
        }
    }
}

/// The fields of a flag. What you saw is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// How they usually are.
    pub usually: String,
    /// How they are lately.
    pub lately: String,
    /// What they might need to be successful.
    pub need: String,
    /// The state.
    pub state: FlagState,
    /// When you mean to raise it; only while noticed. Absent in the change log of older versions.
    #[serde(default)]
    #[serde(rename = "raise_when")]
    pub raise_plan: RaisePlan,
    /// The day until which you only watch; set exactly while watching.
    pub watch_until: Option<Date>,
    /// The day to look at it again; only while settled.
    #[serde(rename = "check_again")]
    pub recheck_on: Option<Date>,
}

impl Default for Flag {
    fn default() -> Self {
        Self {
            usually: String::new(),
            lately: String::new(),
            need: String::new(),
            state: FlagState::Noticed,
            raise_plan: RaisePlan::Undecided,
            watch_until: None,
            recheck_on: None,
        }
    }
}

impl Flag {
    /// Whether it belongs on the agenda of the next one-on-one: it is planned for that, or its day
    /// has come.
    pub fn is_on_agenda(&self, today: Date) -> bool {
        match self.raise_plan {
            RaisePlan::Undecided => false,
            RaisePlan::NextOneOnOne => true,
            RaisePlan::On(day) => day <= today,
        }
    }

    /// Whether it is watched until a day after today.
    pub fn is_still_watched(&self, today: Date) -> bool {
        self.watch_until.is_some_and(|until| until > today)
    }

    /// Plans when to raise it; it is watched no longer.
    pub(in crate::domain::entry) fn plan_raise(&mut self, plan: RaisePlan, today: Date) -> Result<(), TransitionError> {
        self.check_unraised()?;
        if matches!(plan, RaisePlan::On(day) if day < today) {
            return Err(TransitionError::RaiseDateInPast);
        }
        self.set_plan(FlagState::Noticed, plan, None);
        Ok(())
    }

    /// Only watches it until a day; a plan to raise it is dropped.
    pub(in crate::domain::entry) fn watch(&mut self, until: Date, today: Date) -> Result<(), TransitionError> {
        self.check_unraised()?;
        if until <= today {
            return Err(TransitionError::DateNotInFuture);
        }
        self.set_plan(FlagState::Watching, RaisePlan::Undecided, Some(until));
        Ok(())
    }

    /// Makes it merely noticed again where it was watched or planned. Whether it was.
    pub(in crate::domain::entry) fn clear_plan(&mut self) -> bool {
        let is_planned = self.state == FlagState::Watching || self.raise_plan != RaisePlan::Undecided;
        if is_planned {
            self.set_plan(FlagState::Noticed, RaisePlan::Undecided, None);
        }
        is_planned
    }

    fn set_plan(&mut self, state: FlagState, raise_plan: RaisePlan, watch_until: Option<Date>) {
        (self.state, self.raise_plan, self.watch_until) = (state, raise_plan, watch_until);
    }

    fn check_unraised(&self) -> Result<(), TransitionError> {
        if self.state.is_unraised() { Ok(()) } else { Err(self.invalid_state_error()) }
    }

    pub(in crate::domain::entry) fn dates(&self) -> Vec<Date> {
        [self.watch_until.or(self.raise_plan.day()), self.recheck_on].into_iter().flatten().collect()
    }

    pub(in crate::domain::entry) fn texts(&self) -> Vec<&String> {
        vec![&self.usually, &self.lately, &self.need]
    }

    pub(in crate::domain::entry) fn validation_error(&self) -> Option<&'static str> {
        if (self.state == FlagState::Watching) != self.watch_until.is_some() {
            return Some("only a watched flag has a day to watch until");
        }
        if self.recheck_on.is_some() && self.state != FlagState::Settled {
            return Some("only a settled flag can be checked again");
        }
        (self.raise_plan != RaisePlan::Undecided && self.state != FlagState::Noticed)
            .then_some("only a noticed flag can be scheduled")
    }
}

impl Lifecycle for Flag {
    type State = FlagState;
    type Event = FlagEvent;
    const KIND: Kind = Kind::Flag;
    const INITIAL: FlagState = FlagState::Noticed;
    const ENTRY_STATE: fn(FlagState) -> EntryState = EntryState::Flag;

    fn state(&self) -> FlagState {
        self.state
    }

    fn set_state(&mut self, state: FlagState) {
        self.state = state;
    }

    fn state_after(event: FlagEvent) -> Option<FlagState> {
        match event {
            FlagEvent::Raised => Some(FlagState::Raised),
            FlagEvent::Settled => Some(FlagState::Settled),
            FlagEvent::Rechecked => None,
            FlagEvent::LetGo => Some(FlagState::LetGo),
        }
    }

    fn can(&self, event: FlagEvent, _: &[EntryEvent]) -> bool {
        match event {
            FlagEvent::Raised => self.state.is_unraised(),
            FlagEvent::Settled => self.state == FlagState::Raised,
            FlagEvent::Rechecked => self.recheck_on.is_some(),
            FlagEvent::LetGo => self.state.is_open(),
        }
    }

    fn rejection(&self, event: FlagEvent, _: &[EntryEvent]) -> Option<TransitionError> {
        match event {
            FlagEvent::Rechecked if self.state == FlagState::Settled => Some(TransitionError::NoRecheckDate),
            FlagEvent::Raised | FlagEvent::Settled | FlagEvent::Rechecked | FlagEvent::LetGo => None,
        }
    }

    fn requires_comment(event: FlagEvent) -> bool {
        match event {
            FlagEvent::Settled | FlagEvent::LetGo => true,
            FlagEvent::Raised | FlagEvent::Rechecked => false,
        }
    }

    fn agrees_with(&self, replayed: FlagState) -> bool {
        self.state == replayed || (self.state == FlagState::Watching && replayed == FlagState::Noticed)
    }

    fn reconcile_fields(&mut self) {
        match (self.state, self.watch_until) {
            (FlagState::Noticed, Some(_)) => self.state = FlagState::Watching,
            (FlagState::Watching, _) => {}
            (FlagState::Noticed | FlagState::Raised | FlagState::Settled | FlagState::LetGo, _) => {
                self.watch_until = None;
            }
        }
        if self.state != FlagState::Noticed {
            self.raise_plan = RaisePlan::Undecided;
        }
        if self.state != FlagState::Settled {
            self.recheck_on = None;
        }
    }
}

#[cfg(test)]
mod tests;
