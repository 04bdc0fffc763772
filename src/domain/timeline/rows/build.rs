//! How the rows are made, in one pass over a history from its newest moment: what a one-on-one holds together, where a month
//! begins, and which months are empty.

use std::collections::{HashMap, hash_map::Entry};

use jiff::civil::Date;

use super::{Row, Rows, month_number, place};
use crate::domain::{
    id::{EntryId, OneOnOneId},
    timeline::{Happening, History, Kinds, lanes::Lanes},
};

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
pub(super) fn meeting(moment: &Happening) -> Option<(OneOnOneId, Date)> {
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
fn months_from(first: Date, months: i32) -> Date {
    first.saturating_add(jiff::Span::new().months(months))
}

/// A history has fewer moments than four thousand million.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
