//! Lanes: goals, flags and delegations as lines beside the spine of a history, from where they begin to where they end.
//!
//! Rows count from the newest, so a thing's life goes up the page: it begins at its `bottom` row, ends at its `top` row, and what
//! is open runs on to the very top. Lanes are given from the thing that began last to the one that began first, and each takes,
//! of the lanes that are free as long as it lives, the one that was taken until shortly before. So
//!
//! - short things lie inside long ones, and lanes cross where they must only;
//! - an older thing is placed after all newer ones and moves none of them;
//! - as long as no more than [`MOST`] things live at once, each has a lane of its own.

use std::collections::HashMap;

use super::{Happened, Happening, History, Row, Rows};
use crate::domain::{id::EntryId, kind::Kind, step::What};

/// So many lanes there are; what finds none free is folded into one more.
pub const MOST: usize = 6;

/// The life of one goal, flag or delegation, as far as it has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread {
    /// The entry.
    pub entry: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// From 0, next to the spine; nothing where it is folded.
    pub lane: Option<u8>,
    /// Whether it goes on; then it runs to the top, above its latest row.
    pub is_open: bool,
    /// The row it ended at, or 0 while it goes on.
    pub top: u32,
    /// The row it began at.
    pub bottom: u32,
    /// Where its marks are: see [`Lanes::marks`].
    marks: (u32, u32),
}

/// Something on a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The row of the moment.
    pub row: u32,
    /// What it is.
    pub sort: Sort,
}

/// What a mark on a lane is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// It begins, and branches off the spine.
    Begin,
    /// A flag was raised: dotted before, a ring here, solid after.
    Raised,
    /// A check-in, or a step on the ladder.
    Dot,
    /// A goal rests from here on: the lane is thin.
    Paused,
    /// It goes on.
    Resumed,
    /// It ends, and joins the spine again.
    End,
}

/// All lanes of the rows of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lanes {
    threads: Vec<Thread>,
    marks: Vec<Mark>,
    /// The threads of each lane, from the top down; they do not overlap.
    by_lane: [Vec<u32>; MOST],
    /// The threads that found no lane, from the top down, each with how far down those before it reach.
    folded: Vec<(u32, u32)>,
    /// From which row on how many threads are folded.
    counts: Vec<(u32, u32)>,
    /// Which thread a row is of, by row.
    of_rows: Vec<(u32, u32)>,
}

impl Lanes {
    /// The lanes beside these rows.
    pub fn of(history: &History, rows: &Rows) -> Self {
        let moments = || moments_on_lanes(history, rows);
        let mut threads: Vec<Thread> = moments().filter_map(|(row, moment)| begin(row, moment)).collect();
        let place: HashMap<EntryId, u32> = (0..).zip(&threads).map(|(at, thread)| (thread.entry, at)).collect();
        let mut marks: Vec<(u32, Mark)> = Vec::new();
        for (row, moment) in moments() {
            let Some(at) = place.get(&thing(moment)) else { continue };
            marks.push((*at, Mark { row, sort: sort(moment) }));
        }
        let of_rows = marks.iter().map(|(at, mark)| (mark.row, *at)).collect();
        // In its life's order, from the bottom up.
        marks.sort_by_key(|(at, mark)| (*at, std::cmp::Reverse(mark.row), mark.sort));
        let mut from = 0;
        for of_one in marks.chunk_by(|(a, _), (b, _)| a == b) {
            let to = from + narrow(of_one.len());
            if let Some(thread) = of_one.first().and_then(|(at, _)| threads.get_mut(place_of(*at))) {
                thread.marks = (from, to);
                live(thread, of_one);
            }
            from = to;
        }
        let spans: Vec<(u32, u32)> = threads.iter().map(|thread| (thread.top, thread.bottom)).collect();
        for (thread, lane) in threads.iter_mut().zip(assign(&spans)) {
            thread.lane = lane;
        }
        let marks = marks.into_iter().map(|(_, mark)| mark).collect();
        Self { threads, marks, of_rows, ..Self::default() }.ordered()
    }

    /// Puts the threads of each lane in order, and counts those that are folded.
    fn ordered(mut self) -> Self {
        let mut from_top: Vec<u32> = (0..narrow(self.threads.len())).collect();
        from_top.sort_by_key(|at| self.thread(*at).map(|thread| (thread.top, thread.bottom)));
        let mut changes: Vec<(u32, i64)> = Vec::new();
        let mut reach = 0;
        for at in from_top {
            let Some(thread) = self.thread(at).copied() else { continue };
            if let Some(lane) = thread.lane.and_then(|lane| self.by_lane.get_mut(usize::from(lane))) {
                lane.push(at);
                continue;
            }
            reach = thread.bottom.max(reach);
            self.folded.push((at, reach));
            changes.extend([(thread.top, 1), (thread.bottom.saturating_add(1), -1)]);
        }
        changes.sort_unstable();
        let mut count = 0_i64;
        for (row, by) in changes {
            count += by;
            let said = u32::try_from(count).unwrap_or(0);
            match self.counts.last_mut() {
                Some(last) if last.0 == row => last.1 = said,
                _ => self.counts.push((row, said)),
            }
        }
        self
    }

    /// How many lanes are used, without the folded one.
    pub fn width(&self) -> usize {
        self.by_lane.iter().rposition(|lane| !lane.is_empty()).map_or(0, |last| last + 1)
    }

    /// Whether there ever were more things at once than lanes.
    pub fn folds(&self) -> bool {
        !self.folded.is_empty()
    }

    /// How many things are folded beside a row.
    pub fn folded_at(&self, row: u32) -> u32 {
        let after = self.counts.partition_point(|(from, _)| *from <= row);
        after.checked_sub(1).and_then(|at| self.counts.get(at)).map_or(0, |(_, count)| *count)
    }

    /// The threads that begin, end or pass beside the rows from `first` to `last`, both of them too. Takes as long as a search
    /// in each lane, and what is found.
    pub fn beside(&self, first: u32, last: u32) -> impl Iterator<Item = &Thread> {
        let in_sight = move |thread: &&Thread| thread.top <= last;
        let of_lanes = self.by_lane.iter().flat_map(move |lane| {
            let from = lane.partition_point(|at| self.thread(*at).is_some_and(|thread| thread.bottom < first));
            let below = lane.get(from..).unwrap_or_default();
            below.iter().filter_map(|at| self.thread(*at)).take_while(in_sight)
        });
        // Those before never reach as far down as those in sight.
        let from = self.folded.partition_point(|(_, reach)| *reach < first);
        let below = self.folded.get(from..).unwrap_or_default();
        let folded = below.iter().filter_map(|(at, _)| self.thread(*at)).take_while(in_sight);
        of_lanes.chain(folded.filter(move |thread| thread.bottom >= first))
    }

    /// The thread that a row's moment is of.
    pub fn of_row(&self, row: u32) -> Option<&Thread> {
        let at = self.of_rows.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.of_rows.get(at).and_then(|(_, at)| self.thread(*at))
    }

    /// What stands on a thread, from the bottom up.
    pub fn marks(&self, thread: &Thread) -> &[Mark] {
        let (from, to) = thread.marks;
        self.marks.get(place_of(from)..place_of(to)).unwrap_or_default()
    }

    fn thread(&self, at: u32) -> Option<&Thread> {
        self.threads.get(place_of(at))
    }
}

/// The rows that stand on a lane, each with its moment, from the top down.
fn moments_on_lanes<'a>(history: &'a History, rows: &'a Rows) -> impl Iterator<Item = (u32, &'a Happening)> {
    (0..).zip(&rows.list).filter_map(|(row, shown)| {
        let Row::One { at, .. } = shown else { return None };
        let moment = history.happenings.get(place_of(*at))?;
        moment.is_on_a_lane().then_some((row, moment))
    })
}

fn begin(row: u32, moment: &Happening) -> Option<Thread> {
    let begins = moment.is_written() && moment.kind != Kind::CheckIn;
    let thread = Thread {
        entry: moment.entry,
        kind: moment.kind,
        lane: None,
        is_open: true,
        top: 0,
        bottom: row,
        marks: (0, 0),
    };
    begins.then_some(thread)
}

/// Whose lane a moment is on.
fn thing(moment: &Happening) -> EntryId {
    if let Happened::CheckedIn { goal } = moment.what { goal } else { moment.entry }
}

fn sort(moment: &Happening) -> Sort {
    match moment.what {
        Happened::Written => Sort::Begin,
        Happened::Step(What::Raised) => Sort::Raised,
        Happened::Step(What::Paused) => Sort::Paused,
        Happened::Step(What::Resumed) => Sort::Resumed,
        Happened::Step(What::Settled | What::LetGo | What::Reached | What::Dropped | What::Back | What::Complete) => {
            Sort::End
        }
        Happened::CheckedIn { .. } | Happened::Step(_) => Sort::Dot,
    }
}

/// How far a thread reaches, from what stands on it. A journey to another zone may put an end on a day before its beginning, and
/// a check-in may be written after the end: what is on a lane is on it.
fn live(thread: &mut Thread, marks: &[(u32, Mark)]) {
    thread.is_open = !marks.iter().any(|(_, mark)| mark.sort == Sort::End);
    let rows = || marks.iter().map(|(_, mark)| mark.row);
    thread.bottom = rows().max().unwrap_or(thread.bottom);
    thread.top = if thread.is_open { 0 } else { rows().min().unwrap_or(0) };
}

/// Gives each span, from its top row to its bottom row, a lane, or none where all are taken.
///
/// From the one whose bottom is highest on, each takes the lane that was taken until shortly above its top: of all ways to hand
/// out lanes in this order, none folds fewer.
fn assign(spans: &[(u32, u32)]) -> Vec<Option<u8>> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|at| spans.get(*at).map(|(top, bottom)| (*bottom, std::cmp::Reverse(*top))));
    let mut lanes: Vec<Option<u8>> = vec![None; spans.len()];
    // Down to which row each lane is taken.
    let mut taken: [Option<u32>; MOST] = [None; MOST];
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

fn place_of(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// A history has fewer moments than four thousand million.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        id::OneOnOneId,
        timeline::{Kinds, rows},
    };

    const NOV: Date = date(2026, 11, 24);

    /// Something that began and ended so many days ago; what goes on has no end.
    #[derive(Debug, Clone, Copy)]
    struct Life {
        began: i32,
        ended: Option<i32>,
    }

    fn moment(entry: i64, days: i32, kind: Kind, what: Happened, nth: u16) -> Happening {
        let day = NOV.saturating_sub(jiff::Span::new().days(days));
        let minutes = i64::from(days) * -1_440 + entry;
        Happening {
            entry: EntryId(entry),
            at_ms: minutes * 60_000,
            one_on_one: Some(OneOnOneId(1)),
            what,
            day,
            nth,
            kind,
        }
    }

    fn of(lives: &[Life]) -> History {
        let mut all = Vec::new();
        for (entry, life) in (1..).zip(lives) {
            all.push(moment(entry, life.began, Kind::Flag, Happened::Written, 0));
            if let Some(ended) = life.ended {
                all.push(moment(entry, ended.min(life.began), Kind::Flag, Happened::Step(What::LetGo), 1));
            }
        }
        History::from_parts(all, Vec::new())
    }

    fn lanes_of(history: &History) -> Lanes {
        rows(history, Kinds::ALL).lanes
    }

    fn lane(lanes: &Lanes, entry: i64) -> Option<u8> {
        lanes.threads.iter().find(|thread| thread.entry == EntryId(entry)).and_then(|thread| thread.lane)
    }

    fn overlap(a: &Thread, b: &Thread) -> bool {
        a.top <= b.bottom && b.top <= a.bottom
    }

    #[test]
    fn short_things_lie_inside_long_ones_and_a_free_lane_is_used_again() {
        let flag = |began, ended| Life { began, ended: Some(ended) };
        let history = of(&[
            // A goal of half a year that goes on, and three flags one after the other.
            Life { began: 180, ended: None },
            flag(150, 120),
            flag(100, 60),
            flag(50, 10),
            // It begins while the last one lives, and ends after it.
            flag(30, 5),
        ]);
        let lanes = lanes_of(&history);
        let given: Vec<_> = (1..=5).map(|entry| lane(&lanes, entry)).collect();
        assert_eq!(given, [Some(2), Some(1), Some(1), Some(1), Some(0)]);
        assert_eq!((lanes.width(), lanes.folds()), (3, false));
    }

    #[test]
    fn a_life_is_told_by_its_marks() {
        let step = |what, days, nth| moment(1, days, Kind::Goal, Happened::Step(what), nth);
        let check_in = moment(2, 40, Kind::CheckIn, Happened::CheckedIn { goal: EntryId(1) }, 0);
        let goal = moment(1, 50, Kind::Goal, Happened::Written, 0);
        let note = moment(3, 35, Kind::Note, Happened::Written, 0);
        let all = vec![
            goal,
            check_in,
            note,
            step(What::Paused, 30, 1),
            step(What::Resumed, 20, 2),
            step(What::Reached, 10, 3),
        ];
        let lanes = lanes_of(&History::from_parts(all, Vec::new()));
        let thread = *lanes.threads.first().expect("the goal");
        assert!(!thread.is_open);
        let marks: Vec<(u32, Sort)> = lanes.marks(&thread).iter().map(|mark| (mark.row, mark.sort)).collect();
        let sorts: Vec<Sort> = marks.iter().map(|(_, sort)| *sort).collect();
        assert_eq!(sorts, [Sort::Begin, Sort::Dot, Sort::Paused, Sort::Resumed, Sort::End]);
        assert!(marks.is_sorted_by(|a, b| a.0 > b.0), "from the bottom up: {marks:?}");
        for (row, _) in marks {
            assert_eq!(lanes.of_row(row).map(|thread| thread.entry), Some(EntryId(1)));
        }
        assert_eq!(lanes.of_row(0), None);
    }

    #[test]
    fn a_check_in_without_its_goal_is_on_no_lane() {
        let check_in = moment(2, 40, Kind::CheckIn, Happened::CheckedIn { goal: EntryId(1) }, 0);
        let lanes = lanes_of(&History::from_parts(vec![check_in], Vec::new()));
        assert_eq!((lanes.threads.len(), lanes.of_row(1)), (0, None));
    }

    #[test]
    fn an_end_in_a_zone_where_it_was_still_the_day_before_is_on_the_lane_too() {
        let flag = moment(1, 3, Kind::Flag, Happened::Written, 0);
        let settled =
            Happening { day: date(2026, 11, 20), ..moment(1, 3, Kind::Flag, Happened::Step(What::Settled), 1) };
        let lanes = lanes_of(&History::from_parts(vec![flag, settled], Vec::new()));
        let thread = lanes.threads.first().expect("the flag");
        assert!(thread.top < thread.bottom, "{thread:?}");
    }

    #[test]
    fn beyond_six_at_once_the_rest_are_folded_and_counted() {
        let lives: Vec<Life> = (0..9).map(|nth| Life { began: 10 + nth, ended: None }).collect();
        let lanes = lanes_of(&of(&lives));
        let given: Vec<_> = (1..=9).map(|entry| lane(&lanes, entry)).collect();
        assert_eq!(given[..6], [Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)], "the newest have lanes");
        assert_eq!(given[6..], [None; 3]);
        assert_eq!((lanes.width(), lanes.folded_at(0), lanes.folded_at(u32::MAX)), (6, 3, 0));
    }

    fn lives(most: usize) -> impl Strategy<Value = Vec<Life>> {
        let life = (0_i32..300, prop::option::weighted(0.8, 0_i32..300));
        let life = life.prop_map(|(began, ended)| Life { began, ended: ended.map(|ended| began.min(ended)) });
        prop::collection::vec(life, 0..most)
    }

    proptest! {
        #[test]
        fn no_two_things_share_a_lane_at_one_time(lives in lives(60)) {
            let lanes = lanes_of(&of(&lives));
            for (nth, a) in lanes.threads.iter().enumerate() {
                prop_assert!(a.lane.is_none_or(|lane| usize::from(lane) < MOST));
                for b in lanes.threads.iter().skip(nth + 1) {
                    prop_assert!(a.lane.is_none() || a.lane != b.lane || !overlap(a, b), "{a:?} {b:?}");
                }
            }
        }

        #[test]
        fn only_where_more_than_six_live_at_once_something_is_folded(lives in lives(40)) {
            let history = of(&lives);
            let lanes = lanes_of(&history);
            let rows = rows(&history, Kinds::ALL);
            let at_once = |row: u32| lanes.threads.iter().filter(|one| one.top <= row && row <= one.bottom).count();
            let crowded = (0..narrow(rows.list.len())).any(|row| at_once(row) > MOST);
            prop_assert_eq!(lanes.folds(), crowded);
        }

        #[test]
        fn an_older_entry_moves_no_newer_lane(lives in lives(40), ended in prop::option::of(0_i32..400), later in 0_i32..90) {
            let before = lanes_of(&of(&lives));
            let oldest = lives.iter().map(|life| life.began).max().unwrap_or(0);
            let began = oldest + 1 + later;
            let mut more = lives.clone();
            more.push(Life { began, ended: ended.map(|ended| ended.min(began)) });
            let after = lanes_of(&of(&more));
            for entry in (1..).take(lives.len()) {
                prop_assert_eq!(lane(&before, entry), lane(&after, entry));
            }
        }

        #[test]
        fn an_entry_in_between_moves_nothing_that_began_after_it(lives in lives(40), new in lives(2)) {
            let Some(new) = new.first() else { return Ok(()) };
            let before = lanes_of(&of(&lives));
            let mut more = lives.clone();
            more.push(*new);
            let after = lanes_of(&of(&more));
            for (entry, life) in (1..).zip(&lives) {
                if life.began < new.began {
                    prop_assert_eq!(lane(&before, entry), lane(&after, entry));
                }
            }
        }

        #[test]
        fn a_lane_runs_from_the_beginning_to_the_end_and_what_is_open_to_the_top(lives in lives(40)) {
            let history = of(&lives);
            let lanes = lanes_of(&history);
            for thread in &lanes.threads {
                let marks = lanes.marks(thread);
                prop_assert_eq!(marks.first().map(|mark| (mark.row, mark.sort)), Some((thread.bottom, Sort::Begin)));
                let end = marks.last().filter(|mark| mark.sort == Sort::End);
                prop_assert_eq!(end.map(|mark| mark.row), (!thread.is_open).then_some(thread.top));
                prop_assert!(!thread.is_open || thread.top == 0);
            }
        }

        #[test]
        fn what_is_beside_some_rows_is_found_and_nothing_else(lives in lives(60), first in 0_u32..130, more in 0_u32..20) {
            let lanes = lanes_of(&of(&lives));
            let last = first + more;
            let mut found: Vec<i64> = lanes.beside(first, last).map(|thread| thread.entry.0).collect();
            let all = lanes.threads.iter().filter(|thread| thread.top <= last && thread.bottom >= first);
            let mut expected: Vec<i64> = all.map(|thread| thread.entry.0).collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
            let folded = lanes.threads.iter().filter(|thread| thread.lane.is_none());
            let folded = folded.filter(|thread| thread.top <= first && first <= thread.bottom).count();
            prop_assert_eq!(lanes.folded_at(first), narrow(folded));
        }

        #[test]
        fn lanes_cross_no_more_than_they_must_where_one_life_lies_within_another(began in 20_i32..200, length in 6_i32..200, inset in 1_i32..3) {
            let outer = Life { began: began + length, ended: Some(began) };
            let inner = Life { began: began + length - inset, ended: Some(began + inset) };
            for lives in [[outer, inner], [inner, outer]] {
                let lanes = lanes_of(&of(&lives));
                let inner_lane = lanes.threads.iter().max_by_key(|thread| std::cmp::Reverse(thread.bottom)).and_then(|one| one.lane);
                prop_assert_eq!(inner_lane, Some(0));
            }
        }
    }
}
