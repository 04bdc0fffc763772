//! The marks of the composer: what a line is, said in one or two characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::kind::Kind;
use super::text::quoted;

/// What a line in the composer will become (DESIGN.md, "Jotting").
///
/// Finer than [`Kind`]: an action says whose it is, feedback says which way it
/// went. A check-in has no mark, since it is written on its goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Mark {
    /// No mark at all.
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

impl Mark {
    /// Every mark in the order of the chips, each variant right after its chip:
    /// the order in which Tab walks through them.
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

    /// The marks that have a chip of their own, in the order of the chips.
    /// [`Mark::other_side`] of a chip leads to the two that have none.
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
    pub const fn sign(self) -> &'static str {
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

    /// The mark that a sign stands for, without the space after it. `[ ]` is an
    /// action too, since people type it. The empty sign is a note.
    pub fn from_sign(sign: &str) -> Option<Self> {
        if sign == "[ ]" {
            return Some(Self::MyAction);
        }
        Self::ALL.into_iter().find(|mark| mark.sign() == sign)
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

    /// The word that a draft is stored with. It never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MyAction => "action_mine",
            Self::TheirAction => "action_theirs",
            Self::FeedbackGiven => "feedback_given",
            Self::FeedbackReceived => "feedback_received",
            _ => self.kind().as_str(),
        }
    }

    /// The word on its chip: the kind's, and for the two variants which side it is.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TheirAction => "Their action",
            Self::FeedbackReceived => "Feedback received",
            _ => self.kind().word(),
        }
    }

    /// Mine for theirs, given for received, and back; any other mark is its own.
    #[must_use]
    pub const fn other_side(self) -> Self {
        match self {
            Self::MyAction => Self::TheirAction,
            Self::TheirAction => Self::MyAction,
            Self::FeedbackGiven => Self::FeedbackReceived,
            Self::FeedbackReceived => Self::FeedbackGiven,
            other => other,
        }
    }

    /// The mark that Tab leads to; after the last comes the first.
    #[must_use]
    pub fn next(self) -> Self {
        let after = Self::ALL.into_iter().skip_while(|mark| *mark != self).nth(1);
        after.unwrap_or(Self::Note)
    }

    /// The mark that Shift+Tab leads to; before the first comes the last.
    #[must_use]
    pub fn previous(self) -> Self {
        let before = Self::ALL.into_iter().take_while(|mark| *mark != self).last();
        before.unwrap_or(Self::Expectation)
    }

    /// Whether a day at the end of the line is read.
    pub const fn takes_a_day(self) -> bool {
        matches!(self.kind(), Kind::Action)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Mark> for &'static str {
    fn from(mark: Mark) -> Self {
        mark.as_str()
    }
}

/// A stored word that names no mark, as from a newer or a damaged file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{} is not a mark that this version of Rapport knows.", quoted(.said))]
pub struct MarkError {
    /// What was given.
    pub said: String,
}

impl FromStr for Mark {
    type Err = MarkError;

    /// Reads a word written by [`Mark::as_str`], exactly as it was written.
    ///
    /// # Errors
    /// When no mark has this word.
    fn from_str(said: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == said).ok_or_else(|| MarkError { said: said.to_owned() })
    }
}

impl TryFrom<String> for Mark {
    type Error = MarkError;

    fn try_from(said: String) -> Result<Self, Self::Error> {
        said.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_reads_back_from_its_sign_and_from_its_stored_word() {
        for mark in Mark::ALL {
            assert_eq!(Mark::from_sign(mark.sign()), Some(mark));
            assert_eq!(mark.as_str().parse(), Ok(mark));
            let json = serde_json::to_string(&mark).unwrap();
            assert_eq!(json, format!("\"{mark}\""));
            assert_eq!(serde_json::from_str::<Mark>(&json).unwrap(), mark);
        }
    }

    #[test]
    fn signs_stand_for_the_kinds_of_the_design() {
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
        for (sign, kind) in cases {
            assert_eq!(Mark::from_sign(sign).map(Mark::kind), Some(kind), "{sign}");
        }
        for sign in ["!!", ">>", "[x]", " ", "#"] {
            assert_eq!(Mark::from_sign(sign), None, "{sign}");
        }
    }

    #[test]
    fn the_chips_keep_their_order_among_all_marks_and_reach_the_rest() {
        let among: Vec<Mark> = Mark::ALL.into_iter().filter(|mark| Mark::CHIPS.contains(mark)).collect();
        assert_eq!(among, Mark::CHIPS);
        for mark in Mark::ALL {
            assert!(Mark::CHIPS.contains(&mark) || Mark::CHIPS.contains(&mark.other_side()));
            assert_eq!(mark.other_side().other_side(), mark);
            assert_eq!(mark.other_side().kind(), mark.kind());
        }
    }

    #[test]
    fn tab_walks_through_every_mark_and_comes_round() {
        let mut seen = vec![Mark::Note];
        while let Some(last) = seen.last().copied().filter(|_| seen.len() < 20) {
            if last.next() == Mark::Note {
                break;
            }
            assert_eq!(last.next().previous(), last);
            seen.push(last.next());
        }
        assert_eq!(seen, Mark::ALL);
        assert_eq!(Mark::Note.previous(), Mark::Expectation);
    }

    #[test]
    fn an_unknown_stored_word_is_refused() {
        for said in ["", "Note", "task", "check_in"] {
            assert!(said.parse::<Mark>().is_err(), "{said}");
        }
    }
}
