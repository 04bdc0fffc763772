//! Delegations: what you handed over, at which level and with which support.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Kind,
    lifecycle::{Lifecycle, event_subset},
};
use crate::domain::{
    entry::{event::EntryEvent, state::EntryState, transition::TransitionError},
    string_enum::string_enum,
};

string_enum! {
    /// Who decides, from least to most theirs. The seven levels of delegation as Jurgen Appelo
    /// names them ("Management 3.0", 2010).
    pub enum Level {
        /// You decide and say so.
        Tell = "tell",
        /// You decide and win them over.
        Sell = "sell",
        /// You ask, then decide.
        Consult = "consult",
        /// You decide together.
        Agree = "agree",
        /// They ask, then decide.
        Advise = "advise",
        /// They decide and tell you.
        Inquire = "inquire",
        /// They decide.
        Delegate = "delegate",
    }
}

impl Level {
    /// Who decides at this level, in the words of the leader.
    pub fn description(self) -> &'static str {
        match self {
            Self::Tell => "you decide and tell",
            Self::Sell => "you decide and win them over",
            Self::Consult => "you decide, after asking",
            Self::Agree => "you decide together",
            Self::Advise => "they decide, after asking",
            Self::Inquire => "they decide, then tell you",
            Self::Delegate => "they decide",
        }
    }
}

string_enum! {
    /// The state of a delegation.
    pub enum DelegationState {
        /// In their hands.
        WithThem = "with_them",
        /// With you again.
        TakenBack = "back",
        /// Complete.
        Complete = "complete",
    }
}

impl DelegationState {
    /// Whether it is in their hands.
    pub fn is_open(self) -> bool {
        self == Self::WithThem
    }
}

event_subset! {
    /// What can happen to a delegation.
    DelegationEvent { LevelChanged(level: Level), TakenBack, Completed, }
}

/// The fields of a delegation. What was handed over is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Who decides, as it was handed over. Events change the level later.
    pub level: Level,
    /// The support that you give.
    pub support: String,
    /// The day until which you keep your hands off.
    pub hands_off_until: Option<Date>,
    /// The state.
    pub state: DelegationState,
}

impl Default for Delegation {
    /// At the level [`Inquire`](Level::Inquire), which is what handing over commonly means.
    fn default() -> Self {
        Self { level: Level::Inquire, support: String::new(), hands_off_until: None, state: DelegationState::WithThem }
    }
}

impl Delegation {
    pub(in crate::domain::entry) fn dates(&self) -> Vec<Date> {
        self.hands_off_until.into_iter().collect()
    }

    pub(in crate::domain::entry) fn texts(&self) -> Vec<&String> {
        vec![&self.support]
    }

    /// The level after these events: the last that it was changed to, or the one it began with.
    pub(in crate::domain::entry) fn level_after(&self, events: &[EntryEvent]) -> Level {
        events.iter().rev().find_map(|event| event.kind.level()).unwrap_or(self.level)
    }
}

impl Lifecycle for Delegation {
    type State = DelegationState;
    type Event = DelegationEvent;
    const KIND: Kind = Kind::Delegation;
    const INITIAL: DelegationState = DelegationState::WithThem;
    const ENTRY_STATE: fn(DelegationState) -> EntryState = EntryState::Delegation;

    fn state(&self) -> DelegationState {
        self.state
    }

    fn set_state(&mut self, state: DelegationState) {
        self.state = state;
    }

    fn state_after(event: DelegationEvent) -> Option<DelegationState> {
        match event {
            DelegationEvent::LevelChanged(_) => None,
            DelegationEvent::TakenBack => Some(DelegationState::TakenBack),
            DelegationEvent::Completed => Some(DelegationState::Complete),
        }
    }

    fn can(&self, event: DelegationEvent, events: &[EntryEvent]) -> bool {
        match event {
            DelegationEvent::LevelChanged(level) => self.state.is_open() && self.level_after(events) != level,
            DelegationEvent::TakenBack | DelegationEvent::Completed => self.state.is_open(),
        }
    }

    fn rejection(&self, event: DelegationEvent, _: &[EntryEvent]) -> Option<TransitionError> {
        match event {
            DelegationEvent::LevelChanged(level) if self.state.is_open() => {
                Some(TransitionError::LevelUnchanged(level))
            }
            DelegationEvent::LevelChanged(_) | DelegationEvent::TakenBack | DelegationEvent::Completed => None,
        }
    }
}
