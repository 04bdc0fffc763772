//! The rows of a history: which there are, and in which order. Months are landmarks, a one-on-one holds its jots together, and
//! what is long and empty is said shortly.

mod build;

use std::ops::Range;

use jiff::civil::Date;

pub use self::build::build_rows;
use super::{FinishedReview, Timeline, TimelineEvent, lanes::LaneLayout};
use crate::domain::id::{EntryId, OneOnOneId};

/// One row, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineRow {
    /// A month begins; how many entries were written in it.
    Month {
        /// Its first day.
        first: Date,
        /// How many entries.
        count: u32,
    },
    /// Whole months in which nothing happened.
    EmptyMonths {
        /// The first day of the earliest.
        from: Date,
        /// The first day of the latest.
        to: Date,
    },
    /// One moment.
    Event {
        /// Where it stands in [`History::happenings`].
        index: u32,
        /// Whether the day stands at its left.
        starts_day: bool,
    },
    /// What was jotted in one one-on-one on one day, but for what stands on a lane.
    Meeting {
        /// Where its first moment stands in [`History::happenings`].
        index: u32,
        /// Where its first moment stands in [`Rows::members`].
        members_start: u32,
        /// How many there are, at least two.
        count: u32,
        /// Whether the day stands at its left.
        starts_day: bool,
    },
    /// A one-on-one that did not happen.
    SkippedMeeting {
        /// Where it stands in [`History::skipped`].
        index: u32,
        /// Whether the day stands at its left.
        starts_day: bool,
    },
    /// A review that was finished.
    FinishedReview {
        /// Where it stands in [`History::reviews`].
        index: u32,
        /// Whether the day stands at its left.
        starts_day: bool,
    },
}

/// The rows of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimelineRows {
    /// All of them.
    pub rows: Vec<TimelineRow>,
    /// The moments that one-on-ones hold together, each as its place in [`History::happenings`]; in one of them as they came.
    pub members: Vec<u32>,
    /// The lanes beside them.
    pub lane_layout: LaneLayout,
}

const REVIEW_KEY: u64 = 0b011 << 61;
const MONTH_KEY: u64 = 0b100 << 61;
const EMPTY_MONTHS_KEY: u64 = 0b101 << 61;
const MEETING_KEY: u64 = 0b110 << 61;
const SKIPPED_KEY: u64 = 0b111 << 61;

impl TimelineRow {
    /// A number that no other row of the history has, and that lasts as long as what the row shows.
    pub fn key(&self, history: &Timeline) -> u64 {
        match self {
            Self::Month { first, .. } => MONTH_KEY | month_number(*first),
            Self::EmptyMonths { to, .. } => EMPTY_MONTHS_KEY | month_number(*to),
            Self::Event { index: at, .. } => history.events.get(to_usize(*at)).map_or(0, TimelineEvent::key),
            Self::Meeting { .. } => {
                let day = self.day(history);
                let days = month_number(day) * 32 + u64::from(day.day().unsigned_abs());
                let one_on_one = self.one_on_one(history).map_or(0, |one_on_one| one_on_one.0.unsigned_abs());
                MEETING_KEY | (one_on_one << 24) | days
            }
            Self::SkippedMeeting { index: at, .. } => {
                let one_on_one = history.skipped_meetings.get(to_usize(*at)).map_or(0, |one| one.one_on_one.0);
                SKIPPED_KEY | one_on_one.unsigned_abs()
            }
            Self::FinishedReview { .. } => {
                // By its lasting name, as it has no other: its last bits are chance.
                let bits = self.finished_review(history).map_or(0, |one| one.review.0.as_u64_pair().1);
                REVIEW_KEY | (bits & !(0b111 << 61))
            }
        }
    }

    /// The day it stands on; of a month its first, of months in which nothing happened the first of the latest.
    pub fn day(&self, history: &Timeline) -> Date {
        match self {
            Self::Month { first, .. } => *first,
            Self::EmptyMonths { to, .. } => *to,
            Self::Event { index: at, .. } | Self::Meeting { index: at, .. } => {
                history.events.get(to_usize(*at)).map_or(Date::MIN, |moment| moment.day)
            }
            Self::SkippedMeeting { index: at, .. } => {
                history.skipped_meetings.get(to_usize(*at)).map_or(Date::MIN, |one| one.day)
            }
            Self::FinishedReview { .. } => self.finished_review(history).map_or(Date::MIN, |one| one.day),
        }
    }

    /// The review it is of, if it is one.
    pub fn finished_review<'a>(&self, history: &'a Timeline) -> Option<&'a FinishedReview> {
        if let Self::FinishedReview { index: at, .. } = self {
            history.finished_reviews.get(to_usize(*at))
        } else {
            None
        }
    }

    /// The one-on-one it is of, if it holds the moments of one, or is one that did not happen.
    pub fn one_on_one(&self, history: &Timeline) -> Option<OneOnOneId> {
        match self {
            Self::Meeting { index: at, .. } => history.events.get(to_usize(*at)).and_then(|moment| moment.one_on_one),
            Self::SkippedMeeting { index: at, .. } => {
                history.skipped_meetings.get(to_usize(*at)).map(|one| one.one_on_one)
            }
            Self::Month { .. } | Self::EmptyMonths { .. } | Self::Event { .. } | Self::FinishedReview { .. } => None,
        }
    }

    /// Whether there is something on it to go to from the keyboard: a moment, or a one-on-one's moments.
    pub fn holds_entries(&self) -> bool {
        matches!(self, Self::Event { .. } | Self::Meeting { .. })
    }
}

impl TimelineRows {
    /// The moments of a row: one, those of a one-on-one as they came, or none.
    pub fn events<'a>(
        &'a self,
        row: &TimelineRow,
        history: &'a Timeline,
    ) -> impl DoubleEndedIterator<Item = &'a TimelineEvent> {
        let (one, members): (Option<u32>, &[u32]) = match row {
            TimelineRow::Event { index: at, .. } => (Some(*at), &[]),
            TimelineRow::Meeting { members_start: from, count, .. } => {
                (None, self.members.get(index_range(*from, *count)).unwrap_or_default())
            }
            TimelineRow::Month { .. }
            | TimelineRow::EmptyMonths { .. }
            | TimelineRow::SkippedMeeting { .. }
            | TimelineRow::FinishedReview { .. } => (None, &[]),
        };
        one.into_iter().chain(members.iter().copied()).filter_map(|at| history.events.get(to_usize(at)))
    }

    /// The row on which an entry was written, whether it has one for itself or is held by a one-on-one.
    pub fn row_of_entry(&self, entry: EntryId, history: &Timeline) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| self.events(row, history).any(|moment| moment.entry == entry && moment.is_written()))
    }

    /// The first row of a day, or where there is none, of the latest day before it that has one; in a history that is younger
    /// the last row.
    pub fn row_of_day(&self, day: Date, history: &Timeline) -> Option<usize> {
        // A month stands above its days, but its day is their earliest.
        let stands = |row: &TimelineRow| matches!(row, TimelineRow::Month { .. } | TimelineRow::EmptyMonths { .. });
        let found = self.rows.iter().position(|row| !stands(row) && row.day(history) <= day);
        found.or(self.rows.len().checked_sub(1))
    }

    /// The row at which a month begins, or where it is empty, the latest month before it.
    pub fn row_of_month(&self, first: Date) -> Option<usize> {
        let found = self.rows.iter().position(|row| match row {
            TimelineRow::Month { first: month, .. } => *month <= first,
            TimelineRow::EmptyMonths { from, .. } => *from <= first,
            _ => false,
        });
        found.or(self.rows.len().checked_sub(1))
    }
}
/// Months since the year 0; dates before it are beyond what is written in.
fn month_number(day: Date) -> u64 {
    let months = i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    months.unsigned_abs()
}

fn index_range(from: u32, count: u32) -> Range<usize> {
    to_usize(from)..to_usize(from) + to_usize(count)
}

fn to_usize(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
