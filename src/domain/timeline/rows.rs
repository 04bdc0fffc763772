//! The rows of a timeline: events, with headings of months, groups of a one-on-one, and gaps for
//! empty months.

mod build;

use std::ops::Range;

use jiff::civil::Date;

pub use self::build::build_rows;
use super::{FinishedReview, Timeline, TimelineEvent, lanes::LaneLayout};
use crate::domain::id::{EntryId, OneOnOneId};

/// A row; rows are newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineRow {
    /// The heading of a month.
    Month {
        /// Its first day.
        first: Date,
        /// The number of entries written in it.
        count: u32,
    },
    /// Consecutive months without events.
    EmptyMonths {
        /// The first day of the earliest.
        from: Date,
        /// The first day of the latest.
        to: Date,
    },
    /// An event.
    Event {
        /// Its index in [`Timeline::events`].
        index: u32,
        /// Whether the day is shown at its left.
        starts_day: bool,
    },
    /// Entries of one one-on-one on one day, except those on a lane.
    Meeting {
        /// The index of its first event in [`Timeline::events`].
        index: u32,
        /// The index of its first event among the members of [`TimelineRows`].
        members_start: u32,
        /// The number of events, at least two.
        count: u32,
        /// Whether the day is shown at its left.
        starts_day: bool,
    },
    /// A skipped one-on-one.
    SkippedMeeting {
        /// Its index in [`Timeline::skipped_meetings`].
        index: u32,
        /// Whether the day is shown at its left.
        starts_day: bool,
    },
    /// A finished review.
    FinishedReview {
        /// Its index in [`Timeline::finished_reviews`].
        index: u32,
        /// Whether the day is shown at its left.
        starts_day: bool,
    },
}

/// The rows of a timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimelineRows {
    /// The rows.
    pub rows: Vec<TimelineRow>,
    /// The events of grouped one-on-ones, as indices in [`Timeline::events`]; within a group in the
    /// order of writing.
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
    /// A unique key of the row, stable as long as what it shows.
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
                // From its uid, whose last bits are random.
                let bits = self.finished_review(history).map_or(0, |one| one.review.0.as_u64_pair().1);
                REVIEW_KEY | (bits & !(0b111 << 61))
            }
        }
    }

    /// Its day; of a month the first, of a gap the first day of the latest month.
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

    /// The review, if it is one.
    pub fn finished_review<'a>(&self, history: &'a Timeline) -> Option<&'a FinishedReview> {
        if let Self::FinishedReview { index: at, .. } = self {
            history.finished_reviews.get(to_usize(*at))
        } else {
            None
        }
    }

    /// The one-on-one, if it is a group of one or a skipped one.
    pub fn one_on_one(&self, history: &Timeline) -> Option<OneOnOneId> {
        match self {
            Self::Meeting { index: at, .. } => history.events.get(to_usize(*at)).and_then(|moment| moment.one_on_one),
            Self::SkippedMeeting { index: at, .. } => {
                history.skipped_meetings.get(to_usize(*at)).map(|one| one.one_on_one)
            }
            Self::Month { .. } | Self::EmptyMonths { .. } | Self::Event { .. } | Self::FinishedReview { .. } => None,
        }
    }

    /// Whether the keyboard can select it: an event or a group.
    pub fn holds_entries(&self) -> bool {
        matches!(self, Self::Event { .. } | Self::Meeting { .. })
    }
}

impl TimelineRows {
    /// The events of a row: one, those of a group, or none.
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

    /// The row with the writing of an entry, its own or that of its group.
    pub fn row_of_entry(&self, entry: EntryId, history: &Timeline) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| self.events(row, history).any(|moment| moment.entry == entry && moment.is_written()))
    }

    /// The first row of a day, or of the latest earlier day with rows; the last row where there is
    /// none.
    pub fn row_of_day(&self, day: Date, history: &Timeline) -> Option<usize> {
        // The heading of a month precedes its rows, but has the day of its first.
        let stands = |row: &TimelineRow| matches!(row, TimelineRow::Month { .. } | TimelineRow::EmptyMonths { .. });
        let found = self.rows.iter().position(|row| !stands(row) && row.day(history) <= day);
        found.or(self.rows.len().checked_sub(1))
    }

    /// The heading of a month, or of the latest earlier month with rows.
    pub fn row_of_month(&self, first: Date) -> Option<usize> {
        let found = self.rows.iter().position(|row| match row {
            TimelineRow::Month { first: month, .. } => *month <= first,
            TimelineRow::EmptyMonths { from, .. } => *from <= first,
            _ => false,
        });
        found.or(self.rows.len().checked_sub(1))
    }
}
/// Months since the year 0.
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
