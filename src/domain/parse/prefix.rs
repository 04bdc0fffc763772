//! The prefixes of the composer: one to three characters that say what a line becomes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::{entry::kind::Kind, text_cleaning::quote_input};

/// What a line in the composer becomes.
///
/// Finer than [`Kind`]: an action has an owner, feedback a direction. A check-in has no prefix,
/// since it is written on its goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Prefix {
    /// No prefix.
    #[default]
    Note,
    /// `!`
    Flag,
    /// `[]`: promised by the leader.
    MyAction,
    /// `[@]`: promised by the other person.
    TheirAction,
    /// `+`
    Praise,
    /// `<`: given to the other person.
    FeedbackGiven,
    /// `<<`: received from the other person.
    FeedbackReceived,
    /// `^`
    Goal,
    /// `>`
    Delegation,
    /// `?`
    Topic,
    /// `=`
    Expectation,
}

impl Prefix {
    /// Every prefix in the order of the chips, each variant right after its chip: the order in
    /// which Tab goes through them.
    pub const ALL: [Self; 11] = [
        Self::Note,
        Self::Flag,
        Self::MyAction,
        Self::TheirAction,
        Self::Praise,
        Self::FeedbackGiven,
        Self::FeedbackReceived,
        Self::Goal,
        Self::Delegation,
        Self::Topic,
        Self::Expectation,
    ];

    /// The prefixes that have a chip of their own, in the order of the chips.
    /// [`Prefix::counterpart`] of a chip leads to the two that have none.
    pub const CHIPS: [Self; 9] = [
        Self::Note,
        Self::Flag,
        Self::MyAction,
        Self::Praise,
        Self::FeedbackGiven,
        Self::Goal,
        Self::Delegation,
        Self::Topic,
        Self::Expectation,
    ];

    /// What is typed at the start of a line, followed by a space; empty for a note.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Note => "",
            Self::Flag => "!",
            Self::MyAction => "[]",
            Self::TheirAction => "[@]",
            Self::Praise => "+",
            Self::FeedbackGiven => "<",
            Self::FeedbackReceived => "<<",
            Self::Goal => "^",
            Self::Delegation => ">",
            Self::Topic => "?",
            Self::Expectation => "=",
        }
    }

    /// The prefix of a symbol, without the space after it. `[ ]` is an action too, since people
    /// type it. The empty symbol is a note.
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        if symbol == "[ ]" {
            return Some(Self::MyAction);
        }
        Self::ALL.into_iter().find(|prefix| prefix.symbol() == symbol)
    }

    /// The kind of entry that the line becomes.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Note => Kind::Note,
            Self::Flag => Kind::Flag,
            Self::MyAction | Self::TheirAction => Kind::Action,
            Self::Praise => Kind::Praise,
            Self::FeedbackGiven | Self::FeedbackReceived => Kind::Feedback,
            Self::Goal => Kind::Goal,
            Self::Delegation => Kind::Delegation,
            Self::Topic => Kind::Topic,
            Self::Expectation => Kind::Expectation,
        }
    }

    /// The word that a draft is stored with. It must never change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MyAction => "action_mine",
            Self::TheirAction => "action_theirs",
            Self::FeedbackGiven => "feedback_given",
            Self::FeedbackReceived => "feedback_received",
            _ => self.kind().as_str(),
        }
    }

    /// The label on its chip: that of the kind, or of the two variants.
    pub const fn label(self) -> &'static str {
        match self {
            Self::TheirAction => "Their action",
            Self::FeedbackReceived => "Feedback received",
            _ => self.kind().label(),
        }
    }

    /// The other owner or direction: mine and theirs, given and received. Any other is its own.
    #[must_use]
    pub const fn counterpart(self) -> Self {
        match self {
            Self::MyAction => Self::TheirAction,
            Self::TheirAction => Self::MyAction,
            Self::FeedbackGiven => Self::FeedbackReceived,
            Self::FeedbackReceived => Self::FeedbackGiven,
            other => other,
        }
    }

    /// The next prefix; after the last comes the first.
    #[must_use]
    pub fn next(self) -> Self {
        let after = Self::ALL.into_iter().skip_while(|prefix| *prefix != self).nth(1);
        after.unwrap_or(Self::Note)
    }

    /// The previous prefix; before the first comes the last.
    #[must_use]
    pub fn previous(self) -> Self {
        let before = Self::ALL.into_iter().take_while(|prefix| *prefix != self).last();
        before.unwrap_or(Self::Expectation)
    }

    /// Whether a due date at the end of the line is parsed.
    pub const fn accepts_due_date(self) -> bool {
        matches!(self.kind(), Kind::Action)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Prefix> for &'static str {
    fn from(prefix: Prefix) -> Self {
        prefix.as_str()
    }
}

/// A stored word that names no prefix, as from a newer or a damaged file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{} isn’t a prefix that this version of Rapport knows.", quote_input(.input))]
pub struct PrefixError {
    /// The input.
    pub input: String,
}

impl FromStr for Prefix {
    type Err = PrefixError;

    /// Reads exactly what [`Prefix::as_str`] writes.
    ///
    /// # Errors
    /// If no prefix has this word.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|prefix| prefix.as_str() == input)
            .ok_or_else(|| PrefixError { input: input.to_owned() })
    }
}

impl TryFrom<String> for Prefix {
    type Error = PrefixError;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        input.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_round_trips_through_symbol_and_stored_string() {
        for prefix in Prefix::ALL {
            assert_eq!(Prefix::from_symbol(prefix.symbol()), Some(prefix));
            assert_eq!(prefix.as_str().parse(), Ok(prefix));
            let json = serde_json::to_string(&prefix).unwrap();
            assert_eq!(json, format!("\"{prefix}\""));
            assert_eq!(serde_json::from_str::<Prefix>(&json).unwrap(), prefix);
        }
    }

    #[test]
    fn symbols_map_to_kinds() {
        let cases = [
            ("", Kind::Note),
            ("!", Kind::Flag),
            ("[]", Kind::Action),
            ("[ ]", Kind::Action),
            ("[@]", Kind::Action),
            ("+", Kind::Praise),
            ("=", Kind::Expectation),
            ("<", Kind::Feedback),
            ("<<", Kind::Feedback),
            ("^", Kind::Goal),
            (">", Kind::Delegation),
            ("?", Kind::Topic),
        ];
        for (symbol, kind) in cases {
            assert_eq!(Prefix::from_symbol(symbol).map(Prefix::kind), Some(kind), "{symbol}");
        }
        for symbol in ["!!", ">>", "[x]", " ", "#"] {
            assert_eq!(Prefix::from_symbol(symbol), None, "{symbol}");
        }
    }

    #[test]
    fn chips_keep_their_order_and_reach_every_prefix() {
        let chips: Vec<Prefix> = Prefix::ALL.into_iter().filter(|prefix| Prefix::CHIPS.contains(prefix)).collect();
        assert_eq!(chips, Prefix::CHIPS);
        for prefix in Prefix::ALL {
            assert!(Prefix::CHIPS.contains(&prefix) || Prefix::CHIPS.contains(&prefix.counterpart()));
            assert_eq!(prefix.counterpart().counterpart(), prefix);
            assert_eq!(prefix.counterpart().kind(), prefix.kind());
        }
    }

    #[test]
    fn next_cycles_through_every_prefix() {
        let mut seen = vec![Prefix::Note];
        while let Some(last) = seen.last().copied().filter(|_| seen.len() < 20) {
            if last.next() == Prefix::Note {
                break;
            }
            assert_eq!(last.next().previous(), last);
            seen.push(last.next());
        }
        assert_eq!(seen, Prefix::ALL);
        assert_eq!(Prefix::Note.previous(), Prefix::Expectation);
    }

    #[test]
    fn unknown_stored_string_is_rejected() {
        for word in ["", "Note", "task", "check_in"] {
            assert!(word.parse::<Prefix>().is_err(), "{word}");
        }
    }
}
