//! A history: what was written about a person and what happened to it, each on its day.
//!
//! [`History`] is all that a timeline knows before anything is looked at: a few dozen bytes a moment, without a word of text.
//! [`rows()`] orders it for reading, with the [`lanes`] beside the rows; [`say()`] says a moment, [`say_run`] how long something ran.

pub mod lanes;
mod rows;
mod run;
mod say;

use jiff::civil::Date;

pub use self::{
    rows::{Row, Rows, rows},
    run::say_run,
    say::{Beside, Said, say},
};
use super::{
    id::{EntryId, OneOnOneId, Uid},
    kind::Kind,
    review::period::Period,
    step::What,
};

/// All that there is to see about a person, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// What was written and what happened to it.
    pub happenings: Vec<Happening>,
    /// The one-on-ones that did not happen.
    pub skipped: Vec<Skipped>,
    /// The reviews that were finished.
    pub reviews: Vec<Finished>,
}

/// One thing that happened: an entry was written, or something became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// The entry.
    pub entry: EntryId,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// The one-on-one it happened in, if any.
    pub one_on_one: Option<OneOnOneId>,
    /// What happened.
    pub what: Happened,
    /// The civil day where it was written.
    pub day: Date,
    /// How many things happened to the entry before; 0 is that it was written.
    pub nth: u16,
    /// The kind of the entry.
    pub kind: Kind,
}

/// What happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It was written: noticed, set, handed over.
    Written,
    /// It was written, and is a check-in on this goal.
    CheckedIn {
        /// The goal, an entry about the same person; it may lie in the trash.
        goal: EntryId,
    },
    /// Something became of it.
    Step(What),
}

/// A one-on-one that did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// Which.
    pub one_on_one: OneOnOneId,
    /// When it was to be, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// On which day it was to be.
    pub day: Date,
}

/// A review that was finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Which.
    pub review: Uid,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// The civil day where it was finished.
    pub day: Date,
    /// What it is about.
    pub period: Period,
}

impl History {
    /// Puts everything in its order: by the day on the writer's calendar first, so that a day is never torn apart by a journey
    /// to another zone.
    pub fn from_parts(mut happenings: Vec<Happening>, mut skipped: Vec<Skipped>) -> Self {
        let newest_first = |moment: &Happening| std::cmp::Reverse((moment.day, moment.at_ms, moment.entry, moment.nth));
        // Stable, since that is quick with parts that are in order already.
        happenings.sort_by_key(newest_first);
        skipped.sort_by_key(|one| std::cmp::Reverse((one.day, one.at_ms, one.one_on_one)));
        Self { happenings, skipped, reviews: Vec::new() }
    }

    /// The same with the reviews that were finished, in their order.
    #[must_use]
    pub fn with_reviews(mut self, mut reviews: Vec<Finished>) -> Self {
        reviews.sort_by_key(|one| std::cmp::Reverse((one.day, one.at_ms, one.review)));
        self.reviews = reviews;
        self
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.happenings.is_empty() && self.skipped.is_empty() && self.reviews.is_empty()
    }

    /// Where an entry was written.
    pub fn written(&self, entry: EntryId) -> Option<&Happening> {
        self.happenings.iter().find(|moment| moment.entry == entry && moment.nth == 0)
    }
}

impl Happening {
    /// Whether an entry was written, rather than that something became of one.
    pub fn is_written(&self) -> bool {
        self.nth == 0
    }

    /// Whether it stands on a lane: goals, flags, delegations and check-ins begin, go on and end on lines of their own.
    pub fn is_on_a_lane(&self) -> bool {
        matches!(self.kind, Kind::Goal | Kind::Flag | Kind::Delegation | Kind::CheckIn)
    }

    /// Lasts as long as what it is about, and no other has it.
    pub fn key(&self) -> u64 {
        (self.entry.0.unsigned_abs() << 16) | u64::from(self.nth)
    }
}

/// Some of the kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u16);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self((1 << Kind::ALL.len()) - 1);

    /// These.
    pub fn of(kinds: &[Kind]) -> Self {
        Self(kinds.iter().fold(0, |bits, kind| bits | bit(*kind)))
    }

    /// Whether it is among them.
    pub fn contains(self, kind: Kind) -> bool {
        self.0 & bit(kind) != 0
    }

    /// Whether nothing is left out.
    pub fn is_all(self) -> bool {
        self == Self::ALL
    }
}

fn bit(kind: Kind) -> u16 {
    1 << (kind as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_takes_no_more_than_sixty_four_bytes() {
        assert!(size_of::<Happening>() <= 64, "{}", size_of::<Happening>());
    }

    #[test]
    fn all_kinds_are_all_of_them() {
        assert_eq!(Kinds::of(&Kind::ALL), Kinds::ALL);
        let flags = Kinds::of(&[Kind::Flag]);
        assert!(!flags.is_all() && flags.contains(Kind::Flag) && !flags.contains(Kind::Topic));
    }
}
