//! Events: what happened to an entry after it was written.

use serde::{Deserialize, Serialize};

use super::kind::{Kind, delegation::Level};
use crate::domain::{
    id::{OneOnOneId, Uid},
    moment::Moment,
    string_enum::UnknownVariant,
};

/// One event of an entry. The events of an entry, in their order, lead to its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEvent {
    /// The UUID, which never changes.
    pub uid: Uid,
    /// When it happened.
    pub at: Moment,
    /// The one-on-one that it happened in, if any.
    pub one_on_one: Option<OneOnOneId>,
    /// The kind of event.
    #[serde(rename = "what")]
    pub kind: EventKind,
    /// What was said, the outcome or the reason, depending on the kind; may be empty.
    #[serde(rename = "words")]
    pub comment: String,
}

/// What can happen to an entry. Which events a kind of entry has, and which states they lead to, is
/// in the file of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A flag was talked about; the comment is what they said.
    Raised,
    /// A flag ended with an outcome.
    Settled,
    /// A settled flag was looked at again; the comment is what you saw.
    #[serde(rename = "looked_again")]
    Rechecked,
    /// A flag ended with a reason.
    LetGo,
    /// A goal rests.
    Paused,
    /// A goal goes on.
    Resumed,
    /// A goal is reached.
    Reached,
    /// A goal or an action is given up.
    Dropped,
    /// An action is done.
    Done,
    /// They were told: of your action that was done, or of praise.
    Told,
    /// A delegation moved to another level.
    #[serde(rename = "level")]
    LevelChanged(Level),
    /// A delegation is with you again.
    #[serde(rename = "back")]
    TakenBack,
    /// A delegation is complete.
    #[serde(rename = "complete")]
    Completed,
    /// An expectation was said aloud.
    #[serde(rename = "said")]
    SaidAloud,
    /// An expectation gave way to a newer one.
    Replaced,
    /// A topic was talked about.
    #[serde(rename = "talked")]
    Discussed,
}

impl EventKind {
    /// The word in the database and the export, which have the level of `LevelChanged` in a column
    /// of its own.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Settled => "settled",
            Self::Rechecked => "looked_again",
            Self::LetGo => "let_go",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Reached => "reached",
            Self::Dropped => "dropped",
            Self::Done => "done",
            Self::Told => "told",
            Self::LevelChanged(_) => "level",
            Self::TakenBack => "back",
            Self::Completed => "complete",
            Self::SaidAloud => "said",
            Self::Replaced => "replaced",
            Self::Discussed => "talked",
        }
    }

    /// The level that a delegation was moved to.
    pub fn level(self) -> Option<Level> {
        if let Self::LevelChanged(level) = self { Some(level) } else { None }
    }

    /// The event with this word and, for a change of level, this level.
    ///
    /// # Errors
    /// If the word is unknown, or the level is missing or one too many.
    pub fn from_parts(word: &str, level: Option<Level>) -> Result<Self, UnknownVariant> {
        Ok(match (word, level) {
            ("raised", None) => Self::Raised,
            ("settled", None) => Self::Settled,
            ("looked_again", None) => Self::Rechecked,
            ("let_go", None) => Self::LetGo,
            ("paused", None) => Self::Paused,
            ("resumed", None) => Self::Resumed,
            ("reached", None) => Self::Reached,
            ("dropped", None) => Self::Dropped,
            ("done", None) => Self::Done,
            ("told", None) => Self::Told,
            ("level", Some(level)) => Self::LevelChanged(level),
            ("back", None) => Self::TakenBack,
            ("complete", None) => Self::Completed,
            ("said", None) => Self::SaidAloud,
            ("replaced", None) => Self::Replaced,
            ("talked", None) => Self::Discussed,
            _ => {
                return Err(UnknownVariant { type_name: "EventKind", value: word.to_owned() });
            }
        })
    }

    /// The kinds of entry that have this event.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Raised | Self::Settled | Self::Rechecked | Self::LetGo => &[Kind::Flag],
            Self::Paused | Self::Resumed | Self::Reached => &[Kind::Goal],
            Self::Dropped => &[Kind::Goal, Kind::Action],
            Self::Done => &[Kind::Action],
            Self::Told => &[Kind::Action, Kind::Praise],
            Self::LevelChanged(_) | Self::TakenBack | Self::Completed => &[Kind::Delegation],
            Self::SaidAloud | Self::Replaced => &[Kind::Expectation],
            Self::Discussed => &[Kind::Topic],
        }
    }

    /// Whether entries of this kind have this event.
    pub fn applies_to(self, kind: Kind) -> bool {
        self.kinds().contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::kind::{
        action::ActionEvent, delegation::DelegationEvent, expectation::ExpectationEvent, flag::FlagEvent,
        goal::GoalEvent, lifecycle::EventSubset as _, praise::PraiseEvent, topic::TopicEvent,
    };

    const WORDS: [&str; 16] = [
        "raised",
        "settled",
        "looked_again",
        "let_go",
        "paused",
        "resumed",
        "reached",
        "dropped",
        "done",
        "told",
        "level",
        "back",
        "complete",
        "said",
        "replaced",
        "talked",
    ];

    fn is_event_of(event: EventKind, kind: Kind) -> bool {
        match kind {
            Kind::Note | Kind::CheckIn | Kind::Feedback => false,
            Kind::Flag => FlagEvent::from_kind(event).is_some(),
            Kind::Goal => GoalEvent::from_kind(event).is_some(),
            Kind::Action => ActionEvent::from_kind(event).is_some(),
            Kind::Praise => PraiseEvent::from_kind(event).is_some(),
            Kind::Delegation => DelegationEvent::from_kind(event).is_some(),
            Kind::Expectation => ExpectationEvent::from_kind(event).is_some(),
            Kind::Topic => TopicEvent::from_kind(event).is_some(),
        }
    }

    #[test]
    fn kinds_of_an_event_are_those_whose_state_machine_has_it() {
        for word in WORDS {
            let event = EventKind::from_parts(word, (word == "level").then_some(Level::Tell)).expect("an event");
            assert_eq!(event.as_str(), word);
            assert!(!event.kinds().is_empty());
            for &kind in Kind::ALL {
                assert_eq!(event.applies_to(kind), is_event_of(event, kind), "{word} of {kind}");
            }
        }
    }
}
