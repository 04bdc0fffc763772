//! What happened to an entry after it was written: raised, told, stepped up, settled, each with its moment.

use serde::{Deserialize, Serialize};

use super::kind::{Kind, delegation::Level};
use crate::domain::{
    id::{OneOnOneId, Uid},
    moment::Moment,
    string_enum::UnknownVariant,
};

/// One dated step in the life of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEvent {
    /// The lasting name.
    pub uid: Uid,
    /// When it happened.
    pub at: Moment,
    /// The one-on-one it happened in, if any.
    pub one_on_one: Option<OneOnOneId>,
    /// What happened.
    #[serde(rename = "what")]
    pub kind: EventKind,
    /// What was said, the outcome, the reason or the way, as the step has it; may be empty.
    #[serde(rename = "words")]
    pub comment: String,
}

/// What can happen to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A flag was talked about; the words are what they said.
    Raised,
    /// A flag ended with an outcome.
    Settled,
    /// A settled flag was looked at again; the words are what you saw.
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
    /// They know: of an action that was done, or of praise.
    Told,
    /// A delegation moved on the ladder.
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
    /// The word in the database and the export; a move on the ladder keeps its level beside it.
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

    /// The level that a move on the ladder went to.
    pub fn level(self) -> Option<Level> {
        if let Self::LevelChanged(level) = self { Some(level) } else { None }
    }

    /// From its word, and for a move on the ladder its level.
    ///
    /// # Errors
    /// Where the word is none of these, or a move names no level.
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
                return Err(UnknownVariant { type_name: "What", value: word.to_owned() });
            }
        })
    }

    /// Whether this can happen to an entry of that kind.
    pub fn applies_to(self, kind: Kind) -> bool {
        match self {
            Self::Raised | Self::Settled | Self::Rechecked | Self::LetGo => kind == Kind::Flag,
            Self::Paused | Self::Resumed | Self::Reached => kind == Kind::Goal,
            Self::Dropped => matches!(kind, Kind::Goal | Kind::Action),
            Self::Done => kind == Kind::Action,
            Self::Told => matches!(kind, Kind::Action | Kind::Praise),
            Self::LevelChanged(_) | Self::TakenBack | Self::Completed => kind == Kind::Delegation,
            Self::SaidAloud | Self::Replaced => kind == Kind::Expectation,
            Self::Discussed => kind == Kind::Topic,
        }
    }
}
