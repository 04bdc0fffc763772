//! What can be decided about a flag that nobody raised yet: when to raise it, or to watch it until a day. Deciding is no
//! step: nothing has happened between the two of you.

use jiff::civil::Date;

use super::{
    Detail, Entry,
    kind::flag::{Flag, FlagPlan, FlagState, RaisePlan},
    transition::{Transition, TransitionError},
};

impl From<FlagPlan> for Transition {
    fn from(plan: FlagPlan) -> Self {
        match plan {
            FlagPlan::Raise(when) => Self::Plan(when),
            FlagPlan::Watch(until) => Self::Watch(until),
        }
    }
}

impl Entry {
    /// It is to be raised then; who only watched it watches no longer.
    pub(super) fn plan_raise(&mut self, when: RaisePlan, today: Date) -> Result<(), TransitionError> {
        let flag = self.unraised_flag_mut()?;
        if matches!(when, RaisePlan::On(day) if day < today) {
            return Err(TransitionError::RaiseDateInPast);
        }
        flag.state = FlagState::Noticed;
        flag.watch_until = None;
        flag.raise_plan = when;
        Ok(())
    }

    /// It is only watched, and to be raised at no time that was said before.
    pub(super) fn watch(&mut self, until: Date, today: Date) -> Result<(), TransitionError> {
        let flag = self.unraised_flag_mut()?;
        if until <= today {
            return Err(TransitionError::DateNotInFuture);
        }
        flag.state = FlagState::Watching;
        flag.watch_until = Some(until);
        flag.raise_plan = RaisePlan::Undecided;
        Ok(())
    }

    /// Makes a flag noticed and nothing more, where something was decided about it. Whether there was.
    pub(super) fn clear_plan(&mut self) -> bool {
        let Detail::Flag(flag) = &mut self.detail else { return false };
        let decided = flag.state == FlagState::Watching || flag.raise_plan != RaisePlan::Undecided;
        if decided {
            flag.state = FlagState::Noticed;
            flag.watch_until = None;
            flag.raise_plan = RaisePlan::Undecided;
        }
        decided
    }

    fn unraised_flag_mut(&mut self) -> Result<&mut Flag, TransitionError> {
        let (kind, not_now) = (self.kind(), self.invalid_state_error());
        let Detail::Flag(flag) = &mut self.detail else { return Err(TransitionError::UnsupportedKind(kind)) };
        if flag.state.is_unraised() { Ok(flag) } else { Err(not_now) }
    }
}

#[cfg(test)]
mod tests;
