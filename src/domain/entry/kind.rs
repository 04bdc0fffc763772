//! The kinds of entry, each with its fields and its state machine.

pub mod action;
pub mod check_in;
pub mod delegation;
pub mod expectation;
pub mod feedback;
pub mod flag;
pub mod goal;
pub(super) mod lifecycle;
pub mod note;
pub mod praise;
pub mod topic;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::text_cleaning::quote_input;

/// The kind of an entry; every entry is of exactly one. The order is that of
/// menus and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An entry of no other kind.
    Note,
    /// "I noticed something off."
    Flag,
    /// A coaching goal.
    Goal,
    /// How close a goal feels on a day.
    CheckIn,
    /// Something promised, by the leader or by the other person.
    Action,
    /// Something good that you saw.
    Praise,
    /// Feedback given or received.
    Feedback,
    /// Something that you handed over.
    Delegation,
    /// What you expect, and what you provide in return.
    Expectation,
    /// Something to talk about.
    Topic,
}

impl Kind {
    /// Every kind, in the order of the variants.
    pub const ALL: [Self; 10] = [
        Self::Note,
        Self::Flag,
        Self::Goal,
        Self::CheckIn,
        Self::Action,
        Self::Praise,
        Self::Feedback,
        Self::Delegation,
        Self::Expectation,
        Self::Topic,
    ];

    /// The word in the database, in `--json` and in an export, which never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Flag => "flag",
            Self::Goal => "goal",
            Self::CheckIn => "check_in",
            Self::Action => "action",
            Self::Praise => "praise",
            Self::Feedback => "feedback",
            Self::Delegation => "delegation",
            Self::Expectation => "expectation",
            Self::Topic => "topic",
        }
    }

    /// The name on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Flag => "Flag",
            Self::Goal => "Goal",
            Self::CheckIn => "Check-in",
            Self::Action => "Action",
            Self::Praise => "Praise",
            Self::Feedback => "Feedback",
            Self::Delegation => "Delegation",
            Self::Expectation => "Expectation",
            Self::Topic => "Topic",
        }
    }

    /// The plural on screen, as in a filter.
    pub const fn plural_label(self) -> &'static str {
        match self {
            Self::Note => "Notes",
            Self::Flag => "Flags",
            Self::Goal => "Goals",
            Self::CheckIn => "Check-ins",
            Self::Action => "Actions",
            Self::Praise => "Praise",
            Self::Feedback => "Feedback",
            Self::Delegation => "Delegations",
            Self::Expectation => "Expectations",
            Self::Topic => "Topics",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no kind. The message lists the kinds.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{} is not a kind of entry. The kinds are: {}.", quote_input(.input), kind_list())]
pub struct KindError {
    /// The word.
    pub input: String,
}

fn kind_list() -> String {
    let words: Vec<String> = Kind::ALL.iter().map(|kind| kind.label().to_lowercase()).collect();
    words.join(", ")
}

impl FromStr for Kind {
    type Err = KindError;

    /// Parses a kind as a person types it: singular or plural, in any case, and `check-in` with a
    /// hyphen, an underscore, a space or nothing between.
    ///
    /// # Errors
    /// If the word names no kind.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let query = compact_lowercase(input);
        let singular = query.strip_suffix('s').unwrap_or(&query);
        Self::ALL
            .into_iter()
            .find(|kind| {
                let word = compact_lowercase(kind.as_str());
                word == query || word == singular
            })
            .ok_or_else(|| KindError { input: input.to_owned() })
    }
}

/// The word in lower case, without hyphens, underscores and spaces.
fn compact_lowercase(word: &str) -> String {
    word.trim().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_parses_from_its_labels() {
        for kind in Kind::ALL {
            for word in [kind.as_str(), kind.label(), kind.plural_label()] {
                assert_eq!(word.parse(), Ok(kind), "{word}");
            }
        }
    }

    #[test]
    fn kind_parsing_ignores_case_plural_and_separators() {
        let cases = [
            ("upper case", "FLAG", Kind::Flag),
            ("space around it", " goal ", Kind::Goal),
            ("a hyphen", "check-in", Kind::CheckIn),
            ("an underscore and many", "check_ins", Kind::CheckIn),
            ("nothing between", "checkin", Kind::CheckIn),
            ("a space between", "Check in", Kind::CheckIn),
            ("a plural of what has none", "feedbacks", Kind::Feedback),
        ];
        for (case, input, kind) in cases {
            assert_eq!(input.parse(), Ok(kind), "{case}");
        }
    }

    #[test]
    fn unknown_kind_error_lists_all_kinds() {
        for input in ["", "s", "task", "notess"] {
            let error = input.parse::<Kind>().unwrap_err();
            assert_eq!(error.input, input);
        }
        let message = "task".parse::<Kind>().unwrap_err().to_string();
        assert_eq!(
            message,
            "“task” is not a kind of entry. The kinds are: note, flag, goal, check-in, action, \
             praise, feedback, delegation, expectation, topic."
        );
    }

    #[test]
    fn serde_and_database_use_the_same_string() {
        for kind in Kind::ALL {
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
            assert_eq!(serde_json::from_str::<Kind>(&json).unwrap(), kind);
        }
    }
}
