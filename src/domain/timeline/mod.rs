//! A history: what was written about a person and what happened to it, each on its day.
//!
//! [`Timeline`] is the index: a few dozen bytes an event, without text. [`build_rows`] orders it for reading, with the
//! [`lanes`] beside the rows. `wording::timeline` describes events.

pub mod lanes;
mod rows;

use jiff::civil::Date;

pub use self::rows::{TimelineRow, TimelineRows, build_rows};
use super::{
    entry::{event::EventKind, kind::Kind},
    id::{EntryId, OneOnOneId, Uid},
    review::period::Period,
};

/// All that there is to see about a person, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// What was written and what happened to it.
    pub events: Vec<TimelineEvent>,
    /// The one-on-ones that did not happen.
    pub skipped_meetings: Vec<SkippedMeeting>,
    /// The reviews that were finished.
    pub finished_reviews: Vec<FinishedReview>,
}

/// One thing that happened: an entry was written, or something became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimelineEvent {
    /// The entry.
    pub entry: EntryId,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// The one-on-one it happened in, if any.
    pub one_on_one: Option<OneOnOneId>,
    /// What happened.
    pub event_kind: TimelineEventKind,
    /// The civil day where it was written.
    pub day: Date,
    /// How many things happened to the entry before; 0 is that it was written.
    pub event_index: u16,
    /// The kind of the entry.
    pub kind: Kind,
}

/// What happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineEventKind {
    /// It was written: noticed, set, handed over.
    Written,
    /// It was written, and is a check-in on this goal.
    CheckedIn {
        /// The goal, an entry about the same person; it may lie in the trash.
        goal: EntryId,
    },
    /// Something became of it.
    Event(EventKind),
}

/// A one-on-one that did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkippedMeeting {
    /// Which.
    pub one_on_one: OneOnOneId,
    /// When it was to be, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// On which day it was to be.
    pub day: Date,
}

/// A review that was finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinishedReview {
    /// Which.
    pub review: Uid,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// The civil day where it was finished.
    pub day: Date,
    /// What it is about.
    pub period: Period,
}

impl Timeline {
    /// Puts everything in its order: by the day on the writer's calendar first, so that a day is never torn apart by a journey
    /// to another zone.
    pub fn from_parts(mut events: Vec<TimelineEvent>, mut skipped_meetings: Vec<SkippedMeeting>) -> Self {
        let newest_first =
            |moment: &TimelineEvent| std::cmp::Reverse((moment.day, moment.at_ms, moment.entry, moment.event_index));
        // Stable, since that is quick with parts that are in order already.
        events.sort_by_key(newest_first);
        skipped_meetings.sort_by_key(|one| std::cmp::Reverse((one.day, one.at_ms, one.one_on_one)));
        Self { events, skipped_meetings, finished_reviews: Vec::new() }
    }

    /// The same with the reviews that were finished, in their order.
    #[must_use]
    pub fn with_reviews(mut self, mut reviews: Vec<FinishedReview>) -> Self {
        reviews.sort_by_key(|one| std::cmp::Reverse((one.day, one.at_ms, one.review)));
        self.finished_reviews = reviews;
        self
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.skipped_meetings.is_empty() && self.finished_reviews.is_empty()
    }

    /// Where an entry was written.
    pub fn written_event(&self, entry: EntryId) -> Option<&TimelineEvent> {
        self.events.iter().find(|moment| moment.entry == entry && moment.event_index == 0)
    }
}

impl TimelineEvent {
    /// Whether an entry was written, rather than that something became of one.
    pub fn is_written(&self) -> bool {
        self.event_index == 0
    }

    /// Whether it stands on a lane: goals, flags, delegations and check-ins begin, go on and end on lines of their own.
    pub fn has_lane(&self) -> bool {
        matches!(self.kind, Kind::Goal | Kind::Flag | Kind::Delegation | Kind::CheckIn)
    }

    /// Lasts as long as what it is about, and no other has it.
    pub fn key(&self) -> u64 {
        (self.entry.0.unsigned_abs() << 16) | u64::from(self.event_index)
    }
}

/// Some of the kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KindSet(u16);

impl KindSet {
    /// Every kind.
    pub const ALL: Self = Self((1 << Kind::ALL.len()) - 1);

    /// These.
    pub fn from_kinds(kinds: &[Kind]) -> Self {
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
    fn timeline_event_fits_in_64_bytes() {
        assert!(size_of::<TimelineEvent>() <= 64, "{}", size_of::<TimelineEvent>());
    }

    #[test]
    fn full_kind_set_contains_every_kind() {
        assert_eq!(KindSet::from_kinds(&Kind::ALL), KindSet::ALL);
        let flags = KindSet::from_kinds(&[Kind::Flag]);
        assert!(!flags.is_all() && flags.contains(Kind::Flag) && !flags.contains(Kind::Topic));
    }
}
