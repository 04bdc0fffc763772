//! Lanes: goals, flags and delegations as lines beside the spine of the timeline, from their first
//! row to their last.
//!
//! Rows count from the newest, so a lane starts at its `bottom` row, ends at its `top` row, and
//! runs to the very top while it is open. Columns are assigned from the lane that started last to
//! the one that started first; each takes, of the columns that are free for its whole length, the
//! one that was in use until most recently. So
//!
//! - short lanes lie inside long ones, and lanes cross only where they must;
//! - an older lane is placed after all newer ones and moves none of them;
//! - lanes share a column only when more are open at once than there are columns.

use std::collections::HashMap;

use super::{Timeline, TimelineEvent, TimelineEventKind, TimelineRow, TimelineRows};
use crate::domain::{
    entry::{event::EventKind, kind::Kind},
    id::EntryId,
};

/// The number of columns; lanes without a free one go into an overflow column.
pub const MAX_COLUMNS: usize = 6;

/// The lane of one goal, flag or delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// The entry.
    pub entry: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// Its column, from 0 next to the spine; `None` in the overflow column.
    pub column: Option<u8>,
    /// Whether it is open, and runs to the top.
    pub is_open: bool,
    /// The row it ended at, or 0 while it is open.
    pub top: u32,
    /// The row it started at.
    pub bottom: u32,
    /// The index range of its markers in [`LaneLayout`].
    marker_range: (u32, u32),
}

/// A marker on a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneMarker {
    /// The row of the event.
    pub row: u32,
    /// Its kind.
    pub kind: LaneMarkerKind,
}

/// The kind of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneMarkerKind {
    /// The lane starts, branching off the spine.
    Start,
    /// A flag was raised: dotted before, a ring here, solid after.
    Raised,
    /// A check-in, or a change of level.
    Dot,
    /// A goal is paused: the lane is thin from here on.
    Paused,
    /// A goal is resumed.
    Resumed,
    /// The lane ends, joining the spine.
    End,
}

/// The lanes beside the rows of a timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaneLayout {
    lanes: Vec<Lane>,
    markers: Vec<LaneMarker>,
    /// The lanes of each column, from the top down; they do not overlap.
    columns: [Vec<u32>; MAX_COLUMNS],
    /// The threads that found no lane, from the top down, each with how far down those before it
    /// reach.
    overflow: Vec<(u32, u32)>,
    /// The number of overflowing lanes, by the row from which it applies.
    overflow_counts: Vec<(u32, u32)>,
    /// The lane of each row.
    lanes_by_row: Vec<(u32, u32)>,
}

impl LaneLayout {
    /// Lays out the lanes beside these rows.
    pub fn new(history: &Timeline, rows: &TimelineRows) -> Self {
        let moments = || lane_events(history, rows);
        let mut threads: Vec<Lane> = moments().filter_map(|(row, moment)| start_lane(row, moment)).collect();
        let place: HashMap<EntryId, u32> = (0..).zip(&threads).map(|(at, thread)| (thread.entry, at)).collect();
        let mut marks: Vec<(u32, LaneMarker)> = Vec::new();
        for (row, moment) in moments() {
            let Some(at) = place.get(&lane_entry(moment)) else { continue };
            marks.push((*at, LaneMarker { row, kind: marker_kind(moment) }));
        }
        let of_rows = marks.iter().map(|(at, mark)| (mark.row, *at)).collect();
        // In its life's order, from the bottom up.
        marks.sort_by_key(|(at, mark)| (*at, std::cmp::Reverse(mark.row), mark.kind));
        let mut from = 0;
        for of_one in marks.chunk_by(|(a, _), (b, _)| a == b) {
            let to = from + to_u32(of_one.len());
            if let Some(thread) = of_one.first().and_then(|(at, _)| threads.get_mut(to_usize(*at))) {
                thread.marker_range = (from, to);
                set_extent(thread, of_one);
            }
            from = to;
        }
        let spans: Vec<(u32, u32)> = threads.iter().map(|thread| (thread.top, thread.bottom)).collect();
        for (thread, lane) in threads.iter_mut().zip(assign_columns(&spans)) {
            thread.column = lane;
        }
        let marks = marks.into_iter().map(|(_, mark)| mark).collect();
        Self { lanes: threads, markers: marks, lanes_by_row: of_rows, ..Self::default() }.index_columns()
    }

    /// Puts the threads of each lane in order, and counts those that are folded.
    fn index_columns(mut self) -> Self {
        let mut from_top: Vec<u32> = (0..to_u32(self.lanes.len())).collect();
        from_top.sort_by_key(|at| self.lane(*at).map(|thread| (thread.top, thread.bottom)));
        let mut changes: Vec<(u32, i64)> = Vec::new();
        let mut reach = 0;
        for at in from_top {
            let Some(thread) = self.lane(at).copied() else { continue };
            if let Some(lane) = thread.column.and_then(|lane| self.columns.get_mut(usize::from(lane))) {
                lane.push(at);
                continue;
            }
            reach = thread.bottom.max(reach);
            self.overflow.push((at, reach));
            changes.extend([(thread.top, 1), (thread.bottom.saturating_add(1), -1)]);
        }
        changes.sort_unstable();
        let mut count = 0_i64;
        for (row, by) in changes {
            count += by;
            let hidden = u32::try_from(count).unwrap_or(0);
            match self.overflow_counts.last_mut() {
                Some(last) if last.0 == row => last.1 = hidden,
                _ => self.overflow_counts.push((row, hidden)),
            }
        }
        self
    }

    /// The number of columns in use, without the overflow column.
    pub fn column_count(&self) -> usize {
        self.columns.iter().rposition(|lane| !lane.is_empty()).map_or(0, |last| last + 1)
    }

    /// Whether any lane overflows.
    pub fn has_overflow(&self) -> bool {
        !self.overflow.is_empty()
    }

    /// The number of overflowing lanes beside a row.
    pub fn overflow_count_at(&self, row: u32) -> u32 {
        let after = self.overflow_counts.partition_point(|(from, _)| *from <= row);
        after.checked_sub(1).and_then(|at| self.overflow_counts.get(at)).map_or(0, |(_, count)| *count)
    }

    /// The threads that begin, end or pass beside the rows from `first` to `last`, both of them
    /// too. Takes as long as a search in each lane, and what is found.
    pub fn lanes_in_rows(&self, first: u32, last: u32) -> impl Iterator<Item = &Lane> {
        let in_sight = move |thread: &&Lane| thread.top <= last;
        let of_lanes = self.columns.iter().flat_map(move |lane| {
            let from = lane.partition_point(|at| self.lane(*at).is_some_and(|thread| thread.bottom < first));
            let below = lane.get(from..).unwrap_or_default();
            below.iter().filter_map(|at| self.lane(*at)).take_while(in_sight)
        });
        // Those before never reach as far down as those in sight.
        let from = self.overflow.partition_point(|(_, reach)| *reach < first);
        let below = self.overflow.get(from..).unwrap_or_default();
        let folded = below.iter().filter_map(|(at, _)| self.lane(*at)).take_while(in_sight);
        of_lanes.chain(folded.filter(move |thread| thread.bottom >= first))
    }

    /// The thread that a row's moment is of.
    pub fn lane_at_row(&self, row: u32) -> Option<&Lane> {
        let at = self.lanes_by_row.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.lanes_by_row.get(at).and_then(|(_, at)| self.lane(*at))
    }

    /// What stands on a thread, from the bottom up.
    pub fn markers(&self, thread: &Lane) -> &[LaneMarker] {
        let (from, to) = thread.marker_range;
        self.markers.get(to_usize(from)..to_usize(to)).unwrap_or_default()
    }

    fn lane(&self, at: u32) -> Option<&Lane> {
        self.lanes.get(to_usize(at))
    }
}

/// The rows that stand on a lane, each with its moment, from the top down.
fn lane_events<'a>(history: &'a Timeline, rows: &'a TimelineRows) -> impl Iterator<Item = (u32, &'a TimelineEvent)> {
    (0..).zip(&rows.rows).filter_map(|(row, shown)| {
        let TimelineRow::Event { index: at, .. } = shown else { return None };
        let moment = history.events.get(to_usize(*at))?;
        moment.has_lane().then_some((row, moment))
    })
}

fn start_lane(row: u32, moment: &TimelineEvent) -> Option<Lane> {
    let begins = moment.is_written() && moment.kind != Kind::CheckIn;
    let thread = Lane {
        entry: moment.entry,
        kind: moment.kind,
        column: None,
        is_open: true,
        top: 0,
        bottom: row,
        marker_range: (0, 0),
    };
    begins.then_some(thread)
}

/// Whose lane a moment is on.
fn lane_entry(moment: &TimelineEvent) -> EntryId {
    if let TimelineEventKind::CheckedIn { goal } = moment.event_kind { goal } else { moment.entry }
}

fn marker_kind(moment: &TimelineEvent) -> LaneMarkerKind {
    match moment.event_kind {
        TimelineEventKind::Written => LaneMarkerKind::Start,
        TimelineEventKind::Event(EventKind::Raised) => LaneMarkerKind::Raised,
        TimelineEventKind::Event(EventKind::Paused) => LaneMarkerKind::Paused,
        TimelineEventKind::Event(EventKind::Resumed) => LaneMarkerKind::Resumed,
        TimelineEventKind::Event(
            EventKind::Settled
            | EventKind::LetGo
            | EventKind::Reached
            | EventKind::Dropped
            | EventKind::TakenBack
            | EventKind::Completed,
        ) => LaneMarkerKind::End,
        TimelineEventKind::CheckedIn { .. } | TimelineEventKind::Event(_) => LaneMarkerKind::Dot,
    }
}

/// How far a thread reaches, from what stands on it. A journey to another zone may put an end on a
/// day before its beginning, and a check-in may be written after the end: what is on a lane is on
/// it.
fn set_extent(thread: &mut Lane, marks: &[(u32, LaneMarker)]) {
    thread.is_open = !marks.iter().any(|(_, mark)| mark.kind == LaneMarkerKind::End);
    let rows = || marks.iter().map(|(_, mark)| mark.row);
    thread.bottom = rows().max().unwrap_or(thread.bottom);
    thread.top = if thread.is_open { 0 } else { rows().min().unwrap_or(0) };
}

/// Gives each span, from its top row to its bottom row, a lane, or none where all are taken.
///
/// From the one whose bottom is highest on, each takes the lane that was taken until shortly above
/// its top: of all ways to hand out lanes in this order, none folds fewer.
fn assign_columns(spans: &[(u32, u32)]) -> Vec<Option<u8>> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|at| spans.get(*at).map(|(top, bottom)| (*bottom, std::cmp::Reverse(*top))));
    let mut lanes: Vec<Option<u8>> = vec![None; spans.len()];
    // Down to which row each lane is taken.
    let mut taken: [Option<u32>; MAX_COLUMNS] = [None; MAX_COLUMNS];
    for at in order {
        let (Some((top, bottom)), Some(given)) = (spans.get(at), lanes.get_mut(at)) else { continue };
        let free = (0_u8..).zip(&mut taken).filter(|(_, taken)| taken.is_none_or(|down_to| down_to < *top));
        // Of lanes that were never taken, the one next to the spine.
        if let Some((lane, taken)) = free.max_by_key(|(lane, taken)| (**taken, std::cmp::Reverse(*lane))) {
            *taken = Some(*bottom);
            *given = Some(lane);
        }
    }
    lanes
}

fn to_usize(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// A timeline has fewer than 2³² events.
fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        id::OneOnOneId,
        timeline::{KindSet, build_rows},
    };

    const NOV: Date = date(2026, 11, 24);

    /// Something that began and ended so many days ago; what goes on has no end.
    #[derive(Debug, Clone, Copy)]
    struct Lifespan {
        began: i32,
        ended: Option<i32>,
    }

    fn event(entry: i64, days: i32, kind: Kind, what: TimelineEventKind, event_index: u16) -> TimelineEvent {
        let day = NOV.saturating_sub(jiff::Span::new().days(days));
        let minutes = i64::from(days) * -1_440 + entry;
        TimelineEvent {
            entry: EntryId(entry),
            at_ms: minutes * 60_000,
            one_on_one: Some(OneOnOneId(1)),
            event_kind: what,
            day,
            event_index,
            kind,
        }
    }

    fn timeline_of(lives: &[Lifespan]) -> Timeline {
        let mut all = Vec::new();
        for (entry, life) in (1..).zip(lives) {
            all.push(event(entry, life.began, Kind::Flag, TimelineEventKind::Written, 0));
            if let Some(ended) = life.ended {
                all.push(event(
                    entry,
                    ended.min(life.began),
                    Kind::Flag,
                    TimelineEventKind::Event(EventKind::LetGo),
                    1,
                ));
            }
        }
        Timeline::from_parts(all, Vec::new())
    }

    fn layout_of(history: &Timeline) -> LaneLayout {
        build_rows(history, KindSet::ALL).lane_layout
    }

    fn column_of(lanes: &LaneLayout, entry: i64) -> Option<u8> {
        lanes.lanes.iter().find(|thread| thread.entry == EntryId(entry)).and_then(|thread| thread.column)
    }

    fn overlap(a: &Lane, b: &Lane) -> bool {
        a.top <= b.bottom && b.top <= a.bottom
    }

    #[test]
    fn short_lanes_nest_inside_long_ones_and_columns_are_reused() {
        let flag = |began, ended| Lifespan { began, ended: Some(ended) };
        let history = timeline_of(&[
            // A goal of half a year that goes on, and three flags one after the other.
            Lifespan { began: 180, ended: None },
            flag(150, 120),
            flag(100, 60),
            flag(50, 10),
            // It begins while the last one lives, and ends after it.
            flag(30, 5),
        ]);
        let lanes = layout_of(&history);
        let given: Vec<_> = (1..=5).map(|entry| column_of(&lanes, entry)).collect();
        assert_eq!(given, [Some(2), Some(1), Some(1), Some(1), Some(0)]);
        assert_eq!((lanes.column_count(), lanes.has_overflow()), (3, false));
    }

    #[test]
    fn markers_follow_the_events_of_an_entry() {
        let step = |what, days, number| event(1, days, Kind::Goal, TimelineEventKind::Event(what), number);
        let check_in = event(2, 40, Kind::CheckIn, TimelineEventKind::CheckedIn { goal: EntryId(1) }, 0);
        let goal = event(1, 50, Kind::Goal, TimelineEventKind::Written, 0);
        let note = event(3, 35, Kind::Note, TimelineEventKind::Written, 0);
        let all = vec![
            goal,
            check_in,
            note,
            step(EventKind::Paused, 30, 1),
            step(EventKind::Resumed, 20, 2),
            step(EventKind::Reached, 10, 3),
        ];
        let lanes = layout_of(&Timeline::from_parts(all, Vec::new()));
        let thread = *lanes.lanes.first().expect("the goal");
        assert!(!thread.is_open);
        let marks: Vec<(u32, LaneMarkerKind)> =
            lanes.markers(&thread).iter().map(|mark| (mark.row, mark.kind)).collect();
        let sorts: Vec<LaneMarkerKind> = marks.iter().map(|(_, sort)| *sort).collect();
        assert_eq!(
            sorts,
            [
                LaneMarkerKind::Start,
                LaneMarkerKind::Dot,
                LaneMarkerKind::Paused,
                LaneMarkerKind::Resumed,
                LaneMarkerKind::End
            ]
        );
        assert!(marks.is_sorted_by(|a, b| a.0 > b.0), "from the bottom up: {marks:?}");
        for (row, _) in marks {
            assert_eq!(lanes.lane_at_row(row).map(|thread| thread.entry), Some(EntryId(1)));
        }
        assert_eq!(lanes.lane_at_row(0), None);
    }

    #[test]
    fn check_in_without_its_goal_has_no_lane() {
        let check_in = event(2, 40, Kind::CheckIn, TimelineEventKind::CheckedIn { goal: EntryId(1) }, 0);
        let lanes = layout_of(&Timeline::from_parts(vec![check_in], Vec::new()));
        assert_eq!((lanes.lanes.len(), lanes.lane_at_row(1)), (0, None));
    }

    #[test]
    fn end_dated_before_the_start_still_has_a_lane() {
        let flag = event(1, 3, Kind::Flag, TimelineEventKind::Written, 0);
        let settled = TimelineEvent {
            day: date(2026, 11, 20),
            ..event(1, 3, Kind::Flag, TimelineEventKind::Event(EventKind::Settled), 1)
        };
        let lanes = layout_of(&Timeline::from_parts(vec![flag, settled], Vec::new()));
        let thread = lanes.lanes.first().expect("the flag");
        assert!(thread.top < thread.bottom, "{thread:?}");
    }

    #[test]
    fn more_than_six_concurrent_lanes_overflow() {
        let lives: Vec<Lifespan> = (0..9).map(|number| Lifespan { began: 10 + number, ended: None }).collect();
        let lanes = layout_of(&timeline_of(&lives));
        let given: Vec<_> = (1..=9).map(|entry| column_of(&lanes, entry)).collect();
        assert_eq!(given[..6], [Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)], "the newest have lanes");
        assert_eq!(given[6..], [None; 3]);
        assert_eq!((lanes.column_count(), lanes.overflow_count_at(0), lanes.overflow_count_at(u32::MAX)), (6, 3, 0));
    }

    fn lifespans(most: usize) -> impl Strategy<Value = Vec<Lifespan>> {
        let life = (0_i32..300, prop::option::weighted(0.8, 0_i32..300));
        let life = life.prop_map(|(began, ended)| Lifespan { began, ended: ended.map(|ended| began.min(ended)) });
        prop::collection::vec(life, 0..most)
    }

    proptest! {
        #[test]
        fn concurrent_lanes_never_share_a_column(lives in lifespans(60)) {
            let lanes = layout_of(&timeline_of(&lives));
            for (number, a) in lanes.lanes.iter().enumerate() {
                prop_assert!(a.column.is_none_or(|lane| usize::from(lane) < MAX_COLUMNS));
                for b in lanes.lanes.iter().skip(number + 1) {
                    prop_assert!(a.column.is_none() || a.column != b.column || !overlap(a, b), "{a:?} {b:?}");
                }
            }
        }

        #[test]
        fn overflow_happens_only_beyond_six_concurrent_lanes(lives in lifespans(40)) {
            let history = timeline_of(&lives);
            let lanes = layout_of(&history);
            let rows = build_rows(&history, KindSet::ALL);
            let at_once = |row: u32| lanes.lanes.iter().filter(|one| one.top <= row && row <= one.bottom).count();
            let crowded = (0..to_u32(rows.rows.len())).any(|row| at_once(row) > MAX_COLUMNS);
            prop_assert_eq!(lanes.has_overflow(), crowded);
        }

        #[test]
        fn adding_an_older_entry_moves_no_newer_lane(lives in lifespans(40), ended in prop::option::of(0_i32..400), later in 0_i32..90) {
            let before = layout_of(&timeline_of(&lives));
            let oldest = lives.iter().map(|life| life.began).max().unwrap_or(0);
            let began = oldest + 1 + later;
            let mut more = lives.clone();
            more.push(Lifespan { began, ended: ended.map(|ended| ended.min(began)) });
            let after = layout_of(&timeline_of(&more));
            for entry in (1..).take(lives.len()) {
                prop_assert_eq!(column_of(&before, entry), column_of(&after, entry));
            }
        }

        #[test]
        fn adding_an_entry_moves_no_lane_that_started_after_it(lives in lifespans(40), new in lifespans(2)) {
            let Some(new) = new.first() else { return Ok(()) };
            let before = layout_of(&timeline_of(&lives));
            let mut more = lives.clone();
            more.push(*new);
            let after = layout_of(&timeline_of(&more));
            for (entry, life) in (1..).zip(&lives) {
                if life.began < new.began {
                    prop_assert_eq!(column_of(&before, entry), column_of(&after, entry));
                }
            }
        }

        #[test]
        fn lane_spans_start_to_end_and_open_lanes_reach_the_top(lives in lifespans(40)) {
            let history = timeline_of(&lives);
            let lanes = layout_of(&history);
            for thread in &lanes.lanes {
                let marks = lanes.markers(thread);
                prop_assert_eq!(marks.first().map(|mark| (mark.row, mark.kind)), Some((thread.bottom, LaneMarkerKind::Start)));
                let end = marks.last().filter(|mark| mark.kind == LaneMarkerKind::End);
                prop_assert_eq!(end.map(|mark| mark.row), (!thread.is_open).then_some(thread.top));
                prop_assert!(!thread.is_open || thread.top == 0);
            }
        }

        #[test]
        fn lanes_in_rows_returns_exactly_the_overlapping_lanes(lives in lifespans(60), first in 0_u32..130, more in 0_u32..20) {
            let lanes = layout_of(&timeline_of(&lives));
            let last = first + more;
            let mut found: Vec<i64> = lanes.lanes_in_rows(first, last).map(|thread| thread.entry.0).collect();
            let all = lanes.lanes.iter().filter(|thread| thread.top <= last && thread.bottom >= first);
            let mut expected: Vec<i64> = all.map(|thread| thread.entry.0).collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
            let folded = lanes.lanes.iter().filter(|thread| thread.column.is_none());
            let folded = folded.filter(|thread| thread.top <= first && first <= thread.bottom).count();
            prop_assert_eq!(lanes.overflow_count_at(first), to_u32(folded));
        }

        #[test]
        fn nested_lane_gets_the_innermost_column(began in 20_i32..200, length in 6_i32..200, inset in 1_i32..3) {
            let outer = Lifespan { began: began + length, ended: Some(began) };
            let inner = Lifespan { began: began + length - inset, ended: Some(began + inset) };
            for lives in [[outer, inner], [inner, outer]] {
                let lanes = layout_of(&timeline_of(&lives));
                let inner_lane = lanes.lanes.iter().max_by_key(|thread| std::cmp::Reverse(thread.bottom)).and_then(|one| one.column);
                prop_assert_eq!(inner_lane, Some(0));
            }
        }
    }
}
