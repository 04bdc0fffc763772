//! The timeline of a person: entries, their events, skipped one-on-ones and finished reviews.
//!
//! [`Timeline`] is the index: a few dozen bytes an event, without text. [`build_rows`] orders it
//! for reading, with the [`lanes`] beside the rows. `wording::timeline` describes events.

pub mod lanes;
mod rows;

use jiff::civil::Date;

pub use self::rows::{TimelineRow, TimelineRows, build_rows};
use super::{
    entry::{event::EventKind, kind::Kind},
    id::{EntryId, OneOnOneId, Uid},
    review::period::Period,
};

/// The timeline of a person, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Entries and their events.
    pub events: Vec<TimelineEvent>,
    /// Skipped one-on-ones.
    pub skipped_meetings: Vec<SkippedMeeting>,
    /// Finished reviews.
    pub finished_reviews: Vec<FinishedReview>,
}

/// An event: an entry was written, or changed its state.
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
    /// The civil day in the zone of writing.
    pub day: Date,
    /// Its index among the events of the entry; 0 is the writing.
    pub event_index: u16,
    /// The kind of the entry.
    pub kind: Kind,
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineEventKind {
    /// The entry was written.
    Written,
    /// The entry was written and is a check-in on a goal.
    CheckedIn {
        /// The goal, an entry about the same person; it may be in the trash.
        goal: EntryId,
    },
    /// A later event of the entry.
    Event(EventKind),
}

/// A skipped one-on-one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkippedMeeting {
    /// Its id.
    pub one_on_one: OneOnOneId,
    /// When it was planned for, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// The day it was planned for.
    pub day: Date,
}

/// A finished review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinishedReview {
    /// Its id.
    pub review: Uid,
    /// When, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// The civil day in the zone it was finished in.
    pub day: Date,
    /// Its period.
    pub period: Period,
}

impl Timeline {
    /// Sorts everything: by civil day first, so that travel to another time zone never splits a
    /// day.
    pub fn from_parts(mut events: Vec<TimelineEvent>, mut skipped_meetings: Vec<SkippedMeeting>) -> Self {
        let newest_first =
            |moment: &TimelineEvent| std::cmp::Reverse((moment.day, moment.at_ms, moment.entry, moment.event_index));
        // A stable sort is fast on parts that are in order already.
        events.sort_by_key(newest_first);
        skipped_meetings.sort_by_key(|one| std::cmp::Reverse((one.day, one.at_ms, one.one_on_one)));
        Self { events, skipped_meetings, finished_reviews: Vec::new() }
    }

    /// The same with the finished reviews, sorted.
    #[must_use]
    pub fn with_reviews(mut self, mut reviews: Vec<FinishedReview>) -> Self {
        reviews.sort_by_key(|one| std::cmp::Reverse((one.day, one.at_ms, one.review)));
        self.finished_reviews = reviews;
        self
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.skipped_meetings.is_empty() && self.finished_reviews.is_empty()
    }

    /// The index of the writing of an entry.
    pub fn written_event(&self, entry: EntryId) -> Option<&TimelineEvent> {
        self.events.iter().find(|moment| moment.entry == entry && moment.event_index == 0)
    }
}

impl TimelineEvent {
    /// Whether it is the writing of an entry.
    pub fn is_written(&self) -> bool {
        self.event_index == 0
    }

    /// Whether it belongs to a lane, as those of goals, flags, delegations and check-ins do.
    pub fn has_lane(&self) -> bool {
        matches!(self.kind, Kind::Goal | Kind::Flag | Kind::Delegation | Kind::CheckIn)
    }

    /// A stable unique key.
    pub fn key(&self) -> u64 {
        Self::written_key(self.entry) | u64::from(self.event_index)
    }

    /// The key of the writing of an entry.
    pub fn written_key(entry: EntryId) -> u64 {
        entry.0.unsigned_abs() << 16
    }
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KindSet(u16);

impl KindSet {
    /// Every kind.
    pub const ALL: Self = Self((1 << Kind::ALL.len()) - 1);

    /// A set of these kinds.
    pub fn from_kinds(kinds: &[Kind]) -> Self {
        Self(kinds.iter().fold(0, |bits, kind| bits | bit(*kind)))
    }

    /// Whether a kind is in the set.
    pub fn contains(self, kind: Kind) -> bool {
        self.0 & bit(kind) != 0
    }

    /// Whether every kind is in the set.
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
        assert_eq!(KindSet::from_kinds(Kind::ALL), KindSet::ALL);
        let flags = KindSet::from_kinds(&[Kind::Flag]);
        assert!(!flags.is_all() && flags.contains(Kind::Flag) && !flags.contains(Kind::Topic));
    }
}
