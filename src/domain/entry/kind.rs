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

use std::fmt;

use crate::domain::string_enum::string_enum;

string_enum! {
    /// The kind of an entry; every entry is of exactly one. The order is that of menus and filters.
    pub enum Kind {
        /// An entry of no other kind.
        Note = "note",
        /// "I noticed something off."
        Flag = "flag",
        /// A coaching goal.
        Goal = "goal",
        /// How close a goal feels on a day.
        CheckIn = "check_in",
        /// Something promised, by the leader or by the other person.
        Action = "action",
        /// Something good that you saw.
        Praise = "praise",
        /// Feedback given or received.
        Feedback = "feedback",
        /// Something that you handed over.
        Delegation = "delegation",
        /// What you expect, and what you provide in return.
        Expectation = "expectation",
        /// Something to talk about.
        Topic = "topic",
    }
}

impl Kind {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_and_database_use_the_same_string() {
        for &kind in Kind::ALL {
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
            assert_eq!(serde_json::from_str::<Kind>(&json).unwrap(), kind);
        }
    }
}
