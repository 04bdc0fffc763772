//! Builds the rows in one pass over the timeline, newest first: groups of one-on-ones, headings of
//! months and gaps.

use std::collections::{HashMap, hash_map::Entry};

use jiff::civil::Date;

use super::{TimelineRow, TimelineRows, month_number, to_usize};
use crate::domain::{
    id::{EntryId, OneOnOneId},
    timeline::{KindSet, Timeline, TimelineEvent, lanes::LaneLayout},
};

/// The rows of a timeline limited to some kinds. Skipped one-on-ones are included only with all
/// kinds.
pub fn build_rows(history: &Timeline, kinds: KindSet) -> TimelineRows {
    let meetings = MeetingGroups::from_timeline(history, kinds);
    let mut others = if kinds.is_all() { non_entry_rows(history) } else { Vec::new() }.into_iter().peekable();
    let mut building = TimelineRowsBuilder::new(history, kinds.is_all());
    for (at, moment) in (0_u32..).zip(&history.events) {
        if !kinds.contains(moment.kind) {
            continue;
        }
        while let Some(other) = others.next_if(|other| (other.day, other.at_ms) > (moment.day, moment.at_ms)) {
            building.push_non_entry(&other);
        }
        building.push_event(at, moment, meetings.get(moment));
    }
    others.for_each(|other| building.push_non_entry(&other));
    building.finish()
}

/// A row that is not an event of an entry.
struct NonEntryRow {
    day: Date,
    at_ms: i64,
    index: u32,
    is_review: bool,
}

/// All of them, newest first.
fn non_entry_rows(history: &Timeline) -> Vec<NonEntryRow> {
    let skipped = (0_u32..).zip(&history.skipped_meetings);
    let skipped = skipped.map(|(at, one)| NonEntryRow { day: one.day, at_ms: one.at_ms, index: at, is_review: false });
    let reviews = (0_u32..).zip(&history.finished_reviews);
    let reviews = reviews.map(|(at, one)| NonEntryRow { day: one.day, at_ms: one.at_ms, index: at, is_review: true });
    let mut all: Vec<NonEntryRow> = skipped.chain(reviews).collect();
    all.sort_by_key(|other| std::cmp::Reverse((other.day, other.at_ms)));
    all
}

/// The size of a group and its last event here, which was written first.
struct MeetingGroups(HashMap<(OneOnOneId, Date), MeetingGroup>);

#[derive(Clone, Copy)]
struct MeetingGroup {
    count: u32,
    oldest_index: u32,
}

impl MeetingGroups {
    fn from_timeline(history: &Timeline, kinds: KindSet) -> Self {
        let mut all = HashMap::new();
        for (at, moment) in (0_u32..).zip(&history.events) {
            if !kinds.contains(moment.kind) {
                continue;
            }
            let Some(key) = meeting_key(moment) else { continue };
            match all.entry(key) {
                Entry::Occupied(mut known) => {
                    let known: &mut MeetingGroup = known.get_mut();
                    *known = MeetingGroup { count: known.count + 1, oldest_index: at };
                }
                Entry::Vacant(free) => {
                    free.insert(MeetingGroup { count: 1, oldest_index: at });
                }
            }
        }
        Self(all)
    }

    fn get(&self, moment: &TimelineEvent) -> Option<MeetingGroup> {
        let meeting = self.0.get(&meeting_key(moment)?)?;
        (meeting.count > 1).then_some(*meeting)
    }
}

/// The one-on-one that groups an event with others. Events of a lane are not grouped, so that the
/// lane has rows to start and end at.
pub(super) fn meeting_key(moment: &TimelineEvent) -> Option<(OneOnOneId, Date)> {
    if moment.has_lane() { None } else { moment.one_on_one.map(|one_on_one| (one_on_one, moment.day)) }
}

struct TimelineRowsBuilder<'a> {
    timeline: &'a Timeline,
    shows_gaps: bool,
    rows: TimelineRows,
    /// The row of the current month and the number of entries in it.
    month: Option<(usize, Date, u32)>,
    day: Option<Date>,
    /// The events of unfinished groups, newest first.
    pending: HashMap<(OneOnOneId, Date), Vec<u32>>,
}

impl<'a> TimelineRowsBuilder<'a> {
    fn new(timeline: &'a Timeline, shows_gaps: bool) -> Self {
        let list = Vec::with_capacity(timeline.events.len() + timeline.events.len() / 8 + 1);
        let rows = TimelineRows { rows: list, ..TimelineRows::default() };
        Self { timeline, shows_gaps, rows, month: None, day: None, pending: HashMap::new() }
    }

    fn push_event(&mut self, at: u32, moment: &TimelineEvent, held: Option<MeetingGroup>) {
        let month = self.enter_month(moment.day);
        if let Some((_, _, count)) = &mut self.month
            && moment.is_written()
        {
            *count += 1;
        }
        let Some((key, held)) = meeting_key(moment).zip(held) else {
            let first_of_day = self.starts_day(moment.day);
            self.rows.rows.push(TimelineRow::Event { index: at, starts_day: first_of_day });
            return;
        };
        debug_assert_eq!(month, moment.day.first_of_month());
        let met = self.pending.entry(key).or_default();
        met.push(at);
        if at != held.oldest_index {
            return;
        }
        let mut met = self.pending.remove(&key).unwrap_or_default();
        self.remove_duplicate_events(&mut met);
        if let [at] = met[..] {
            let first_of_day = self.starts_day(moment.day);
            self.rows.rows.push(TimelineRow::Event { index: at, starts_day: first_of_day });
            return;
        }
        let from = to_u32(self.rows.members.len());
        self.rows.members.extend(met.iter().rev());
        let first_of_day = self.starts_day(moment.day);
        self.rows.rows.push(TimelineRow::Meeting {
            index: at,
            members_start: from,
            count: to_u32(met.len()),
            starts_day: first_of_day,
        });
    }

    /// An event in the one-on-one in which the entry was written needs no row of its own.
    fn remove_duplicate_events(&self, met: &mut Vec<u32>) {
        let moment = |at: u32| self.timeline.events.get(to_usize(at));
        let written: Vec<EntryId> =
            met.iter().filter_map(|at| moment(*at)).filter(|one| one.is_written()).map(|one| one.entry).collect();
        met.retain(|at| moment(*at).is_some_and(|one| one.is_written() || !written.contains(&one.entry)));
    }

    fn push_non_entry(&mut self, other: &NonEntryRow) {
        self.enter_month(other.day);
        let (at, first_of_day) = (other.index, self.starts_day(other.day));
        let row = if other.is_review {
            TimelineRow::FinishedReview { index: at, starts_day: first_of_day }
        } else {
            TimelineRow::SkippedMeeting { index: at, starts_day: first_of_day }
        };
        self.rows.rows.push(row);
    }

    /// Starts a new month where the day is in another month, with a gap before it where months are
    /// empty.
    fn enter_month(&mut self, day: Date) -> Date {
        let first = day.first_of_month();
        let before = self.month.map(|(_, month, _)| month);
        if before == Some(first) {
            return first;
        }
        self.set_month_count();
        if self.shows_gaps
            && let Some(before) = before
            && month_number(before) - month_number(first) > 1
        {
            self.rows.rows.push(TimelineRow::EmptyMonths { from: add_months(first, 1), to: add_months(before, -1) });
        }
        self.month = Some((self.rows.rows.len(), first, 0));
        self.day = None;
        self.rows.rows.push(TimelineRow::Month { first, count: 0 });
        first
    }

    fn set_month_count(&mut self) {
        if let Some((row, _, written)) = self.month
            && let Some(TimelineRow::Month { count, .. }) = self.rows.rows.get_mut(row)
        {
            *count = written;
        }
    }

    fn starts_day(&mut self, day: Date) -> bool {
        self.day.replace(day) != Some(day)
    }

    fn finish(mut self) -> TimelineRows {
        self.set_month_count();
        self.rows.lane_layout = LaneLayout::new(self.timeline, &self.rows);
        self.rows
    }
}
fn add_months(first: Date, months: i32) -> Date {
    first.saturating_add(jiff::Span::new().months(months))
}

/// A timeline has fewer than 2³² events.
fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
