//! The rows of a history: which there are, and in which order. Months are landmarks, a one-on-one holds its jots together, and
//! what is long and empty is said shortly.

use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Range,
};

use jiff::civil::Date;

use super::{Finished, Happening, History, Kinds, lanes::Lanes};
use crate::domain::id::{EntryId, OneOnOneId};

/// One row, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A month begins; how many entries were written in it.
    Month {
        /// Its first day.
        first: Date,
        /// How many entries.
        count: u32,
    },
    /// Whole months in which nothing happened.
    Quiet {
        /// The first day of the earliest.
        from: Date,
        /// The first day of the latest.
        to: Date,
    },
    /// One moment.
    One {
        /// Where it stands in [`History::happenings`].
        at: u32,
        /// Whether the day stands at its left.
        first_of_day: bool,
    },
    /// What was jotted in one one-on-one on one day, but for what stands on a lane.
    Meeting {
        /// Where its first moment stands in [`History::happenings`].
        at: u32,
        /// Where its first moment stands in [`Rows::members`].
        from: u32,
        /// How many there are, at least two.
        count: u32,
        /// Whether the day stands at its left.
        first_of_day: bool,
    },
    /// A one-on-one that did not happen.
    Skipped {
        /// Where it stands in [`History::skipped`].
        at: u32,
        /// Whether the day stands at its left.
        first_of_day: bool,
    },
    /// A review that was finished.
    Review {
        /// Where it stands in [`History::reviews`].
        at: u32,
        /// Whether the day stands at its left.
        first_of_day: bool,
    },
}

/// The rows of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// All of them.
    pub list: Vec<Row>,
    /// The moments that one-on-ones hold together, each as its place in [`History::happenings`]; in one of them as they came.
    pub members: Vec<u32>,
    /// The lanes beside them.
    pub lanes: Lanes,
}

const REVIEW_KEY: u64 = 0b011 << 61;
const MONTH_KEY: u64 = 0b100 << 61;
const QUIET_KEY: u64 = 0b101 << 61;
const MEETING_KEY: u64 = 0b110 << 61;
const SKIPPED_KEY: u64 = 0b111 << 61;

impl Row {
    /// A number that no other row of the history has, and that lasts as long as what the row shows.
    pub fn key(&self, history: &History) -> u64 {
        match self {
            Self::Month { first, .. } => MONTH_KEY | month_number(*first),
            Self::Quiet { to, .. } => QUIET_KEY | month_number(*to),
            Self::One { at, .. } => history.happenings.get(place(*at)).map_or(0, Happening::key),
            Self::Meeting { .. } => {
                let day = self.day(history);
                let days = month_number(day) * 32 + u64::from(day.day().unsigned_abs());
                let one_on_one = self.one_on_one(history).map_or(0, |one_on_one| one_on_one.0.unsigned_abs());
                MEETING_KEY | (one_on_one << 24) | days
            }
            Self::Skipped { at, .. } => {
                let one_on_one = history.skipped.get(place(*at)).map_or(0, |one| one.one_on_one.0);
                SKIPPED_KEY | one_on_one.unsigned_abs()
            }
            Self::Review { .. } => {
                // By its lasting name, as it has no other: its last bits are chance.
                let bits = self.review(history).map_or(0, |one| one.review.0.as_u64_pair().1);
                REVIEW_KEY | (bits & !(0b111 << 61))
            }
        }
    }

    /// The day it stands on; of a month its first, of months in which nothing happened the first of the latest.
    pub fn day(&self, history: &History) -> Date {
        match self {
            Self::Month { first, .. } => *first,
            Self::Quiet { to, .. } => *to,
            Self::One { at, .. } | Self::Meeting { at, .. } => {
                history.happenings.get(place(*at)).map_or(Date::MIN, |moment| moment.day)
            }
            Self::Skipped { at, .. } => history.skipped.get(place(*at)).map_or(Date::MIN, |one| one.day),
            Self::Review { .. } => self.review(history).map_or(Date::MIN, |one| one.day),
        }
    }

    /// The review it is of, if it is one.
    pub fn review<'a>(&self, history: &'a History) -> Option<&'a Finished> {
        if let Self::Review { at, .. } = self { history.reviews.get(place(*at)) } else { None }
    }

    /// The one-on-one it is of, if it holds the moments of one, or is one that did not happen.
    pub fn one_on_one(&self, history: &History) -> Option<OneOnOneId> {
        match self {
            Self::Meeting { at, .. } => history.happenings.get(place(*at)).and_then(|moment| moment.one_on_one),
            Self::Skipped { at, .. } => history.skipped.get(place(*at)).map(|one| one.one_on_one),
            Self::Month { .. } | Self::Quiet { .. } | Self::One { .. } | Self::Review { .. } => None,
        }
    }

    /// Whether there is something on it to go to from the keyboard: a moment, or a one-on-one's moments.
    pub fn holds_entries(&self) -> bool {
        matches!(self, Self::One { .. } | Self::Meeting { .. })
    }
}

impl Rows {
    /// The moments of a row: one, those of a one-on-one as they came, or none.
    pub fn moments<'a>(&'a self, row: &Row, history: &'a History) -> impl DoubleEndedIterator<Item = &'a Happening> {
        let (one, members): (Option<u32>, &[u32]) = match row {
            Row::One { at, .. } => (Some(*at), &[]),
            Row::Meeting { from, count, .. } => (None, self.members.get(range(*from, *count)).unwrap_or_default()),
            Row::Month { .. } | Row::Quiet { .. } | Row::Skipped { .. } | Row::Review { .. } => (None, &[]),
        };
        one.into_iter().chain(members.iter().copied()).filter_map(|at| history.happenings.get(place(at)))
    }

    /// The row on which an entry was written, whether it has one for itself or is held by a one-on-one.
    pub fn row_of(&self, entry: EntryId, history: &History) -> Option<usize> {
        self.list
            .iter()
            .position(|row| self.moments(row, history).any(|moment| moment.entry == entry && moment.is_written()))
    }

    /// The first row of a day, or where there is none, of the latest day before it that has one; in a history that is younger
    /// the last row.
    pub fn row_of_day(&self, day: Date, history: &History) -> Option<usize> {
        // A month stands above its days, but its day is their earliest.
        let stands = |row: &Row| matches!(row, Row::Month { .. } | Row::Quiet { .. });
        let found = self.list.iter().position(|row| !stands(row) && row.day(history) <= day);
        found.or(self.list.len().checked_sub(1))
    }

    /// The row at which a month begins, or where it is empty, the latest month before it.
    pub fn row_of_month(&self, first: Date) -> Option<usize> {
        let found = self.list.iter().position(|row| match row {
            Row::Month { first: month, .. } => *month <= first,
            Row::Quiet { from, .. } => *from <= first,
            _ => false,
        });
        found.or(self.list.len().checked_sub(1))
    }
}

/// The rows of a history, as far as it is of these kinds. What did not happen is left out where not everything is looked for.
pub fn rows(history: &History, kinds: Kinds) -> Rows {
    let meetings = Meetings::of(history, kinds);
    let mut others = if kinds.is_all() { others(history) } else { Vec::new() }.into_iter().peekable();
    let mut building = Building::new(history, kinds.is_all());
    for (at, moment) in (0_u32..).zip(&history.happenings) {
        if !kinds.contains(moment.kind) {
            continue;
        }
        while let Some(other) = others.next_if(|other| (other.day, other.at_ms) > (moment.day, moment.at_ms)) {
            building.other(&other);
        }
        building.moment(at, moment, meetings.get(moment));
    }
    others.for_each(|other| building.other(&other));
    building.done()
}

/// Something that is no moment of an entry: there are few of them.
struct Other {
    day: Date,
    at_ms: i64,
    at: u32,
    is_review: bool,
}

/// All of them, newest first.
fn others(history: &History) -> Vec<Other> {
    let skipped = (0_u32..).zip(&history.skipped);
    let skipped = skipped.map(|(at, one)| Other { day: one.day, at_ms: one.at_ms, at, is_review: false });
    let reviews = (0_u32..).zip(&history.reviews);
    let reviews = reviews.map(|(at, one)| Other { day: one.day, at_ms: one.at_ms, at, is_review: true });
    let mut all: Vec<Other> = skipped.chain(reviews).collect();
    all.sort_by_key(|other| std::cmp::Reverse((other.day, other.at_ms)));
    all
}

/// Of what was jotted in a one-on-one on one day, how much there is and which comes last here: the first that was jotted.
struct Meetings(HashMap<(OneOnOneId, Date), Meeting>);

#[derive(Clone, Copy)]
struct Meeting {
    count: u32,
    first: u32,
}

impl Meetings {
    fn of(history: &History, kinds: Kinds) -> Self {
        let mut all = HashMap::new();
        for (at, moment) in (0_u32..).zip(&history.happenings) {
            if !kinds.contains(moment.kind) {
                continue;
            }
            let Some(key) = meeting(moment) else { continue };
            match all.entry(key) {
                Entry::Occupied(mut known) => {
                    let known: &mut Meeting = known.get_mut();
                    *known = Meeting { count: known.count + 1, first: at };
                }
                Entry::Vacant(free) => {
                    free.insert(Meeting { count: 1, first: at });
                }
            }
        }
        Self(all)
    }

    fn get(&self, moment: &Happening) -> Option<Meeting> {
        let meeting = self.0.get(&meeting(moment)?)?;
        (meeting.count > 1).then_some(*meeting)
    }
}

/// The one-on-one that holds a moment together with others. What stands on a lane stands for itself, so that its lane has a
/// place to begin and to end.
fn meeting(moment: &Happening) -> Option<(OneOnOneId, Date)> {
    if moment.is_on_a_lane() { None } else { moment.one_on_one.map(|one_on_one| (one_on_one, moment.day)) }
}

struct Building<'a> {
    history: &'a History,
    says_gaps: bool,
    rows: Rows,
    /// Where the month stands that is being filled, and how much of it was written.
    month: Option<(usize, Date, u32)>,
    day: Option<Date>,
    /// What was met of one-on-ones whose first moment is still to come, newest first.
    waiting: HashMap<(OneOnOneId, Date), Vec<u32>>,
}

impl<'a> Building<'a> {
    fn new(history: &'a History, says_gaps: bool) -> Self {
        let list = Vec::with_capacity(history.happenings.len() + history.happenings.len() / 8 + 1);
        let rows = Rows { list, ..Rows::default() };
        Self { history, says_gaps, rows, month: None, day: None, waiting: HashMap::new() }
    }

    fn moment(&mut self, at: u32, moment: &Happening, held: Option<Meeting>) {
        let month = self.enter(moment.day);
        if let Some((_, _, count)) = &mut self.month
            && moment.is_written()
        {
            *count += 1;
        }
        let Some((key, held)) = meeting(moment).zip(held) else {
            let first_of_day = self.is_first(moment.day);
            self.rows.list.push(Row::One { at, first_of_day });
            return;
        };
        debug_assert_eq!(month, moment.day.first_of_month());
        let met = self.waiting.entry(key).or_default();
        met.push(at);
        if at != held.first {
            return;
        }
        let mut met = self.waiting.remove(&key).unwrap_or_default();
        self.drop_what_is_said_twice(&mut met);
        if let [at] = met[..] {
            let first_of_day = self.is_first(moment.day);
            self.rows.list.push(Row::One { at, first_of_day });
            return;
        }
        let from = narrow(self.rows.members.len());
        self.rows.members.extend(met.iter().rev());
        let first_of_day = self.is_first(moment.day);
        self.rows.list.push(Row::Meeting { at, from, count: narrow(met.len()), first_of_day });
    }

    /// What was written in a one-on-one and told, done or talked about in the same says so itself.
    fn drop_what_is_said_twice(&self, met: &mut Vec<u32>) {
        let moment = |at: u32| self.history.happenings.get(place(at));
        let written: Vec<EntryId> =
            met.iter().filter_map(|at| moment(*at)).filter(|one| one.is_written()).map(|one| one.entry).collect();
        met.retain(|at| moment(*at).is_some_and(|one| one.is_written() || !written.contains(&one.entry)));
    }

    fn other(&mut self, other: &Other) {
        self.enter(other.day);
        let (at, first_of_day) = (other.at, self.is_first(other.day));
        let row = if other.is_review { Row::Review { at, first_of_day } } else { Row::Skipped { at, first_of_day } };
        self.rows.list.push(row);
    }

    /// Begins a month where this day is in another than the last one was, and says which months lie between.
    fn enter(&mut self, day: Date) -> Date {
        let first = day.first_of_month();
        let before = self.month.map(|(_, month, _)| month);
        if before == Some(first) {
            return first;
        }
        self.count_month();
        if self.says_gaps
            && let Some(before) = before
            && month_number(before) - month_number(first) > 1
        {
            self.rows.list.push(Row::Quiet { from: months_from(first, 1), to: months_from(before, -1) });
        }
        self.month = Some((self.rows.list.len(), first, 0));
        self.day = None;
        self.rows.list.push(Row::Month { first, count: 0 });
        first
    }

    fn count_month(&mut self) {
        if let Some((row, _, written)) = self.month
            && let Some(Row::Month { count, .. }) = self.rows.list.get_mut(row)
        {
            *count = written;
        }
    }

    fn is_first(&mut self, day: Date) -> bool {
        self.day.replace(day) != Some(day)
    }

    fn done(mut self) -> Rows {
        self.count_month();
        self.rows.lanes = Lanes::of(self.history, &self.rows);
        self.rows
    }
}

/// Months since the year 0; dates before it are beyond what is written in.
fn month_number(day: Date) -> u64 {
    let months = i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    months.unsigned_abs()
}

fn months_from(first: Date, months: i32) -> Date {
    first.saturating_add(jiff::Span::new().months(months))
}

fn range(from: u32, count: u32) -> Range<usize> {
    place(from)..place(from) + place(count)
}

fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// A history has fewer moments than four thousand million.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        id::Uid,
        kind::Kind,
        review::period::Period,
        step::What,
        timeline::{Happened, Skipped},
    };

    fn written(id: i64, day: Date, kind: Kind) -> Happening {
        let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
        Happening {
            entry: EntryId(id),
            at_ms: noon.as_millisecond() + id,
            one_on_one: None,
            what: Happened::Written,
            day,
            nth: 0,
            kind,
        }
    }

    fn jotted(id: i64, day: Date, kind: Kind, one_on_one: i64) -> Happening {
        Happening { one_on_one: Some(OneOnOneId(one_on_one)), ..written(id, day, kind) }
    }

    fn skipped(one_on_one: i64, day: Date) -> Skipped {
        Skipped { one_on_one: OneOnOneId(one_on_one), at_ms: written(0, day, Kind::Note).at_ms, day }
    }

    fn finished(nth: u64, day: Date) -> Finished {
        let period = Period::new(day, day).expect("a period");
        let at_ms = written(0, day, Kind::Note).at_ms + 500;
        Finished { review: Uid::new(nth, u128::from(nth)), at_ms, day, period }
    }

    /// What the rows say, a line each.
    fn said(history: &History, kinds: Kinds) -> Vec<String> {
        let rows = rows(history, kinds);
        let of_day = |first: bool, row: &Row| if first { format!("{} ", row.day(history)) } else { String::new() };
        let ids = |row: &Row| {
            let ids: Vec<String> = rows.moments(row, history).map(|moment| moment.entry.0.to_string()).collect();
            ids.join(" ")
        };
        rows.list
            .iter()
            .map(|row| match row {
                Row::Month { first, count } => format!("# {} {count}", first.strftime("%Y-%m")),
                Row::Quiet { from, to } => format!("~ {} {}", from.strftime("%Y-%m"), to.strftime("%Y-%m")),
                Row::One { first_of_day, .. } => format!("{}{}", of_day(*first_of_day, row), ids(row)),
                Row::Meeting { first_of_day, .. } => format!("{}[{}]", of_day(*first_of_day, row), ids(row)),
                Row::Skipped { first_of_day, .. } => format!("{}skipped", of_day(*first_of_day, row)),
                Row::Review { first_of_day, .. } => format!("{}review", of_day(*first_of_day, row)),
            })
            .collect()
    }

    const NOV: Date = date(2026, 11, 24);

    #[test]
    fn months_stand_before_their_entries_and_a_day_is_said_once() {
        let note = |id, day| written(id, day, Kind::Note);
        let all = vec![note(1, date(2026, 9, 30)), note(2, date(2026, 10, 31)), note(3, NOV), note(4, NOV)];
        let history = History::from_parts(all, Vec::new());
        let expected =
            ["# 2026-11 2", "2026-11-24 4", "3", "# 2026-10 1", "2026-10-31 2", "# 2026-09 1", "2026-09-30 1"];
        assert_eq!(said(&history, Kinds::ALL), expected);
    }

    #[test]
    fn months_in_which_nothing_happened_are_said_in_one_row() {
        let history = History::from_parts(
            vec![written(1, date(2023, 2, 3), Kind::Note), written(2, date(2024, 7, 1), Kind::Note)],
            vec![skipped(1, date(2022, 12, 30))],
        );
        assert_eq!(
            said(&history, Kinds::ALL),
            [
                "# 2024-07 1",
                "2024-07-01 2",
                "~ 2023-03 2024-06",
                "# 2023-02 1",
                "2023-02-03 1",
                "~ 2023-01 2023-01",
                "# 2022-12 0",
                "2022-12-30 skipped"
            ]
        );
    }

    #[test]
    fn a_one_on_one_holds_its_jots_together_where_the_first_was_written() {
        let all = vec![
            jotted(1, NOV, Kind::Note, 7),
            jotted(2, NOV, Kind::Flag, 7),
            jotted(3, NOV, Kind::Action, 7),
            written(4, NOV, Kind::Note),
            jotted(5, NOV, Kind::Praise, 7),
            // Told where it was written, it says so itself.
            Happening { what: Happened::Step(What::Told), nth: 1, ..jotted(5, NOV, Kind::Praise, 7) },
            // Alone in its one-on-one, it needs no group.
            jotted(6, NOV, Kind::Note, 8),
        ];
        let history = History::from_parts(all, vec![skipped(9, date(2026, 11, 17))]);
        let expected = ["# 2026-11 6", "2026-11-24 6", "4", "2", "[1 3 5]", "2026-11-17 skipped"];
        assert_eq!(said(&history, Kinds::ALL), expected);
        // What is left out leaves nothing behind.
        let notes = Kinds::of(&[Kind::Note, Kind::Flag]);
        assert_eq!(said(&history, notes), ["# 2026-11 4", "2026-11-24 6", "4", "2", "1"]);
    }

    #[test]
    fn a_finished_review_stands_where_it_was_finished() {
        let note = |id, day| written(id, day, Kind::Note);
        let all = vec![note(1, NOV), note(2, date(2026, 11, 20))];
        let reviews = vec![finished(1, date(2025, 12, 1)), finished(2, NOV)];
        let history = History::from_parts(all, vec![skipped(9, date(2026, 11, 22))]).with_reviews(reviews);
        let expected = [
            "# 2026-11 2",
            "2026-11-24 review",
            "1",
            "2026-11-22 skipped",
            "2026-11-20 2",
            "~ 2026-01 2026-10",
            "# 2025-12 0",
            "2025-12-01 review",
        ];
        assert_eq!(said(&history, Kinds::ALL), expected);
        assert_eq!(said(&history, Kinds::of(&[Kind::Note])), ["# 2026-11 2", "2026-11-24 1", "2026-11-20 2"]);
        assert!(!History::default().with_reviews(vec![finished(1, NOV)]).is_empty());
    }

    #[test]
    fn what_became_of_an_entry_stands_on_its_own_day() {
        let raised = Happening { what: Happened::Step(What::Raised), nth: 1, ..written(1, NOV, Kind::Flag) };
        let history = History::from_parts(vec![written(1, date(2026, 11, 12), Kind::Flag), raised], Vec::new());
        assert_eq!(said(&history, Kinds::ALL), ["# 2026-11 1", "2026-11-24 1", "2026-11-12 1"]);
        let rows = rows(&history, Kinds::ALL);
        assert_eq!(rows.row_of(EntryId(1), &history), Some(2));
        assert_eq!(rows.row_of(EntryId(2), &history), None);
    }

    #[test]
    fn a_day_written_in_another_zone_is_not_torn_apart() {
        // Written in Tokyo on the 1st, before something was written in Lisbon that was still on the 30th.
        let tokyo = Happening { at_ms: 1_000, ..written(1, date(2026, 12, 1), Kind::Note) };
        let lisbon = Happening { at_ms: 2_000, ..written(2, date(2026, 11, 30), Kind::Note) };
        let history = History::from_parts(vec![lisbon, tokyo], Vec::new());
        assert_eq!(said(&history, Kinds::ALL), ["# 2026-12 1", "2026-12-01 1", "# 2026-11 1", "2026-11-30 2"]);
    }

    #[test]
    fn days_and_months_are_found() {
        let note = |id, day| written(id, day, Kind::Note);
        let all = vec![note(1, date(2026, 7, 9)), note(2, date(2026, 10, 31)), note(3, NOV)];
        let history = History::from_parts(all, Vec::new());
        let rows = rows(&history, Kinds::ALL);
        // 0 November, 1 the 24th, 2 October, 3 the 31st, 4 nothing in between, 5 July, 6 the 9th.
        for (day, row) in [
            (date(2027, 1, 1), 1),
            (NOV, 1),
            (date(2026, 11, 23), 3),
            (date(2026, 10, 31), 3),
            (date(2026, 8, 15), 6),
            (date(2020, 1, 1), 6),
        ] {
            assert_eq!(rows.row_of_day(day, &history), Some(row), "{day}");
        }
        for (month, row) in [
            (date(2027, 1, 1), 0),
            (date(2026, 11, 1), 0),
            (date(2026, 10, 1), 2),
            (date(2026, 9, 1), 4),
            (date(2026, 8, 1), 4),
            (date(2026, 7, 1), 5),
            (date(2025, 1, 1), 6),
        ] {
            assert_eq!(rows.row_of_month(month), Some(row), "{month}");
        }
        assert_eq!(Rows::default().row_of_month(NOV), None);
    }

    fn some_history() -> impl Strategy<Value = History> {
        let kind = prop::sample::select(&Kind::ALL[..]);
        let moment = (0_i32..900, kind, prop::option::of(0_i64..30));
        let skips = prop::collection::vec(0_i32..900, 0..6);
        (prop::collection::vec(moment, 0..120), skips).prop_map(|(moments, skips)| {
            let day = |days: i32| NOV.saturating_sub(jiff::Span::new().days(days));
            let happenings = (2_i64..).zip(moments).map(|(id, (days, kind, one_on_one))| Happening {
                one_on_one: one_on_one.map(OneOnOneId),
                nth: u16::from(id % 2 == 1),
                ..written(id / 2, day(days), kind)
            });
            let reviews = (1_u64..).zip(&skips).map(|(nth, days)| finished(nth, day(days / 2))).collect();
            let skips = (100_i64..).zip(&skips).map(|(id, days)| skipped(id, day(*days)));
            History::from_parts(happenings.collect(), skips.collect()).with_reviews(reviews)
        })
    }

    proptest! {
        #[test]
        fn every_moment_has_one_row_but_what_is_said_twice_and_no_two_rows_share_a_key(history in some_history()) {
            let rows = rows(&history, Kinds::ALL);
            let mut moments: Vec<u64> = rows
                .list
                .iter()
                .flat_map(|row| rows.moments(row, &history).map(Happening::key))
                .collect();
            moments.sort_unstable();
            let met_again = |one: &&Happening| {
                let same = |other: &Happening| other.is_written() && other.entry == one.entry && meeting(other) == meeting(one);
                one.is_written() || meeting(one).is_none() || !history.happenings.iter().any(same)
            };
            let mut all: Vec<u64> = history.happenings.iter().filter(met_again).map(Happening::key).collect();
            all.sort_unstable();
            prop_assert_eq!(moments, all);
            let keys: HashSet<u64> = rows.list.iter().map(|row| row.key(&history)).collect();
            prop_assert_eq!(keys.len(), rows.list.len());
        }

        #[test]
        fn days_only_go_back_and_stand_at_the_left_once(history in some_history()) {
            let rows = rows(&history, Kinds::ALL);
            let mut before = Date::MAX;
            for row in &rows.list {
                let day = row.day(&history);
                match row {
                    Row::Month { first, .. } => prop_assert!(*first < before.first_of_month()),
                    Row::Quiet { from, to } => prop_assert!(from <= to && *to < before.first_of_month()),
                    Row::One { first_of_day, .. }
                    | Row::Meeting { first_of_day, .. }
                    | Row::Skipped { first_of_day, .. }
                    | Row::Review { first_of_day, .. } => {
                        prop_assert!(day <= before);
                        prop_assert_eq!(*first_of_day, day != before);
                        before = day;
                    }
                }
            }
        }
    }
}
