//! "I noticed something off": what you saw, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Where a flag stands. It ends only with an outcome or a reason.
    pub enum FlagState {
        /// Seen, not talked about.
        Noticed = "noticed",
        /// Seen, and watched until a day.
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
    /// Whether it still waits for an end.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Settled | Self::LetGo)
    }

    /// Whether it was kept to yourself so far.
    pub fn is_unraised(self) -> bool {
        matches!(self, Self::Noticed | Self::Watching)
    }
}

/// When you mean to raise a flag. A plan goes with the first thing that happens to the flag: it was raised, let go, or is
/// only watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaisePlan {
    /// You have not said.
    #[default]
    Undecided,
    /// It is on the table of the one-on-one that comes next, until it was raised, however often that one moves.
    NextOneOnOne,
    /// On a day, in a one-on-one or not.
    On(Date),
}

impl RaisePlan {
    /// The day, where it is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::Undecided | Self::NextOneOnOne => None,
        }
    }
}

/// What can be decided about a flag that was not raised yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagPlan {
    /// Raise it then.
    Raise(RaisePlan),
    /// Only watch it, until that day.
    Watch(Date),
}

/// What only a flag has. What you saw is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// How they usually are.
    pub usually: String,
    /// How they are lately.
    pub lately: String,
    /// What they might need to be successful.
    pub need: String,
    /// Where it stands.
    pub state: FlagState,
    /// When you mean to raise it; only while noticed. What older programs wrote does not say.
    #[serde(default)]
    #[serde(rename = "raise_when")]
    pub raise_plan: RaisePlan,
    /// The day until which you only watch; set while watching.
    pub watch_until: Option<Date>,
    /// The day to look again after it was settled.
    #[serde(rename = "check_again")]
    pub recheck_on: Option<Date>,
}

impl Flag {
    /// Whether it waits for the two of you to sit down: it is for the next one-on-one, or its day has come.
    pub fn is_on_agenda(&self, today: Date) -> bool {
        match self.raise_plan {
            RaisePlan::Undecided => false,
            RaisePlan::NextOneOnOne => true,
            RaisePlan::On(day) => day <= today,
        }
    }

    /// Whether it is watched, and the day it comes back on is still to come.
    pub fn is_still_watched(&self, today: Date) -> bool {
        self.watch_until.is_some_and(|until| until > today)
    }

    /// Why its days do not fit its state; `None` where all is well.
    pub(in crate::domain) fn validation_error(&self) -> Option<&'static str> {
        if (self.state == FlagState::Watching) != self.watch_until.is_some() {
            return Some("a flag is watched until a day, and only then");
        }
        if self.recheck_on.is_some() && self.state != FlagState::Settled {
            return Some("only a settled flag is looked at again");
        }
        (self.raise_plan != RaisePlan::Undecided && self.state != FlagState::Noticed)
            .then_some("only a noticed flag is to be raised some time")
    }

    /// A noticed flag with a day to watch until is watched; any other has no such day, only a noticed one is to be raised
    /// some time, and only a settled one is looked at again.
    pub(in crate::domain) fn reconcile_dates_with_state(&mut self) {
        match (self.state, self.watch_until) {
            (FlagState::Noticed, Some(_)) => self.state = FlagState::Watching,
            (FlagState::Watching, _) => {}
            _ => self.watch_until = None,
        }
        if self.state != FlagState::Noticed {
            self.raise_plan = RaisePlan::Undecided;
        }
        if self.state != FlagState::Settled {
            self.recheck_on = None;
        }
    }
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
