//! The state of an entry, whatever its kind.

use super::kind::{
    action::ActionState, delegation::DelegationState, expectation::ExpectationState, flag::FlagState, goal::GoalState,
    praise::PraiseState, topic::TopicState,
};

/// The state of an entry of a kind that has states. It follows from the entry's events, and is
/// stored with the entry so that queries can filter by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    /// The state of a flag.
    Flag(FlagState),
    /// The state of a goal.
    Goal(GoalState),
    /// The state of an action.
    Action(ActionState),
    /// The state of praise.
    Praise(PraiseState),
    /// The state of a delegation.
    Delegation(DelegationState),
    /// The state of an expectation.
    Expectation(ExpectationState),
    /// The state of a topic.
    Topic(TopicState),
}

impl EntryState {
    /// The word in the database, in `--json` and in an export.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag(state) => state.as_str(),
            Self::Goal(state) => state.as_str(),
            Self::Action(state) => state.as_str(),
            Self::Praise(state) => state.as_str(),
            Self::Delegation(state) => state.as_str(),
            Self::Expectation(state) => state.as_str(),
            Self::Topic(state) => state.as_str(),
        }
    }

    /// The state in plain words: “let go”, “with them”.
    pub fn label(self) -> String {
        match self {
            Self::Delegation(DelegationState::TakenBack) => "back with you".to_owned(),
            Self::Topic(TopicState::Discussed) => "discussed".to_owned(),
            state => state.as_str().replace('_', " "),
        }
    }
}
