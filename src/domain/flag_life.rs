//! What can be decided about a flag that nobody raised yet: when to raise it, or to watch it until a day. Deciding is no
//! step: nothing has happened between the two of you.

use jiff::civil::Date;

use super::{
    entry::{Detail, Entry},
    flag::{Flag, FlagState, Plan, RaiseWhen},
    life::{Move, MoveError},
};

impl From<Plan> for Move {
    fn from(plan: Plan) -> Self {
        match plan {
            Plan::Raise(when) => Self::Plan(when),
            Plan::Watch(until) => Self::Watch(until),
        }
    }
}

impl Entry {
    /// It is to be raised then; who only watched it watches no longer.
    pub(super) fn plan(&mut self, when: RaiseWhen, today: Date) -> Result<(), MoveError> {
        let flag = self.unraised()?;
        if matches!(when, RaiseWhen::On(day) if day < today) {
            return Err(MoveError::TooLateToRaise);
        }
        flag.state = FlagState::Noticed;
        flag.watch_until = None;
        flag.raise_when = when;
        Ok(())
    }

    /// It is only watched, and to be raised at no time that was said before.
    pub(super) fn watch(&mut self, until: Date, today: Date) -> Result<(), MoveError> {
        let flag = self.unraised()?;
        if until <= today {
            return Err(MoveError::DayIsOver);
        }
        flag.state = FlagState::Watching;
        flag.watch_until = Some(until);
        flag.raise_when = RaiseWhen::Undecided;
        Ok(())
    }

    /// Makes a flag noticed and nothing more, where something was decided about it. Whether there was.
    pub(super) fn forget_plan(&mut self) -> bool {
        let Detail::Flag(flag) = &mut self.detail else { return false };
        let decided = flag.state == FlagState::Watching || flag.raise_when != RaiseWhen::Undecided;
        if decided {
            flag.state = FlagState::Noticed;
            flag.watch_until = None;
            flag.raise_when = RaiseWhen::Undecided;
        }
        decided
    }

    fn unraised(&mut self) -> Result<&mut Flag, MoveError> {
        let (kind, not_now) = (self.kind(), self.not_now());
        let Detail::Flag(flag) = &mut self.detail else { return Err(MoveError::NotThis(kind)) };
        if flag.state.is_unraised() { Ok(flag) } else { Err(not_now) }
    }
}

#[cfg(test)]
mod tests;
