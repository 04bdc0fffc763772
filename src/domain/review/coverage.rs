//! How fairly a period is covered by what was written: a bar for each month, which months are thin, and a sentence about how
//! much is recent, with the figures it rests on.
//!
//! # The rule
//!
//! *What can be covered.* The days of the period that have been and on which the person was there: up to today, and from the
//! day they came, or from the first entry where one was written before.
//!
//! *Recent* are the last four weeks of these days. Their share of what was written is said beside their share of the days. It is
//! said *loudly* where it is at least half as large again as the share of the days, and at least ten of a hundred more. Days
//! that are no more than four weeks are all recent, and nothing is said of a share.
//!
//! *A bar* is a month, or a year where the period has more than three years of months. It is *thin* where it holds less
//! than a third of what a full one commonly holds, which is the median of those that lie in these days as a whole, and at
//! least one entry; of one that is cut off, only the share of its days is expected. With no full one, what all of them hold
//! for their days is taken. One with less than a quarter of its days is too short to be judged.
//!
//! *Evidence from before.* What was written before the period and is evidence of it all the same, as a goal with a check-in or an
//! expectation in force, is in the shares of the evidence with the last day on which something happened to it, or the first of
//! the period; in no bar, since nobody wrote it then.
//!
//! *Too few.* Of fewer than four entries, nothing is called thin and no share is said: they are only counted.
//!
//! With nothing picked, the sentence is about all that was written; once evidence is picked, its shares are those of the
//! evidence. Thin is always said of what was written: that is where to look for more.

use jiff::{ToSpan as _, civil::Date};

use super::period::Period;

/// So many of the last days are recent.
pub const RECENT_DAYS: u32 = 28;
/// Fewer entries than this say nothing about a period.
pub const MIN_ENTRIES: u32 = 4;
/// Up to so many months are shown as months.
const MAX_MONTH_BARS: usize = 36;

/// An entry, as far as this rule cares.
#[derive(Debug, Clone, Copy)]
pub struct CoverageEntry {
    /// Its day.
    pub day: Date,
    /// Whether it is picked as evidence.
    pub picked: bool,
    /// Whether it was written before the period and went on in it.
    pub precedes_period: bool,
}

/// How a period is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The months, or years, oldest first.
    pub bars: Vec<CoverageBar>,
    /// What can be covered; nothing where the period is still to come, or was over when they came.
    pub coverable: Option<Period>,
    /// Whether the period goes on: its last four weeks are the last four weeks.
    pub is_ongoing: bool,
    /// When they came, where that was within the period.
    pub joined_on: Option<Date>,
    /// The entries of the period.
    pub written_tally: EntryTally,
    /// Those picked as evidence.
    pub picked_tally: EntryTally,
}

/// A month, or a year, of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageBar {
    /// Its days within the period.
    pub period: Period,
    /// Whether it is a month or a year.
    pub unit: BarUnit,
    /// How many entries were written in it.
    pub entries: u32,
    /// How many of them are picked.
    pub picked: u32,
    /// What is to be said of it.
    pub status: BarStatus,
}

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarUnit {
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// What is to be said of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarStatus {
    /// Nothing.
    Fair,
    /// It holds far less than the others.
    Thin,
    /// They had not come yet.
    BeforeJoining,
    /// It is still to come.
    Future,
}

/// What is counted of what was written, or of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryTally {
    /// All of them.
    pub total: u32,
    /// Those of the last [`RECENT_DAYS`].
    pub recent: u32,
    /// The day of the earliest.
    pub first: Option<Date>,
    /// The day of the latest.
    pub last: Option<Date>,
}

/// How what was `written` covers a period. `came` is the day on which the person came, where that is known. What was written on
/// other days does not count.
pub fn coverage(
    period: Period,
    came: Option<Date>,
    today: Date,
    written: impl IntoIterator<Item = CoverageEntry, IntoIter: Clone>,
) -> Coverage {
    let all_within = written.into_iter().filter(|entry| period.contains(entry.day));
    let within = all_within.clone().filter(|entry| !entry.precedes_period);
    let first = within.clone().map(|entry| entry.day).min();
    let began = came.map(|came| first.map_or(came, |first| first.min(came)));
    // What was written ahead of its day counts as well.
    let until = within.clone().map(|entry| entry.day).max().map_or(today, |last| last.max(today));
    let lived =
        Period::new(began.unwrap_or(period.first_day()).max(period.first_day()), until.min(period.last_day())).ok();
    let recent = lived.and_then(recent_days);
    let (mut all, mut picked) = (EntryTally::default(), EntryTally::default());
    let mut bars = empty_bars(period);
    for entry in all_within {
        let is_recent = recent.is_some_and(|recent| recent.contains(entry.day));
        if entry.picked {
            picked.add(entry.day, is_recent);
        }
        if entry.precedes_period {
            continue;
        }
        all.add(entry.day, is_recent);
        let at = bars.partition_point(|bar| bar.period.last_day() < entry.day);
        if let Some(bar) = bars.get_mut(at) {
            bar.entries += 1;
            bar.picked += u32::from(entry.picked);
        }
    }
    set_statuses(&mut bars, lived, today, all.total >= MIN_ENTRIES);
    let came = came.filter(|came| *came > period.first_day() && period.contains(*came) && began == Some(*came));
    Coverage {
        bars,
        coverable: lived,
        is_ongoing: period.last_day() >= today,
        joined_on: came,
        written_tally: all,
        picked_tally: picked,
    }
}

/// The last four weeks of what can be covered.
fn recent_days(lived: Period) -> Option<Period> {
    let from = lived.last_day().checked_sub(i64::from(RECENT_DAYS - 1).days()).ok()?;
    Period::new(from.max(lived.first_day()), lived.last_day()).ok()
}

/// The months of a period, or its years where those are too many; all of them empty.
fn empty_bars(period: Period) -> Vec<CoverageBar> {
    let units = |unit: BarUnit| {
        let mut days = Some(period);
        std::iter::from_fn(move || {
            let left = days?;
            let end = unit.last_day(left.first_day()).min(period.last_day());
            days = end.tomorrow().ok().and_then(|next| Period::new(next, period.last_day()).ok());
            let days = Period::new(left.first_day(), end).ok()?;
            Some(CoverageBar { period: days, unit, entries: 0, picked: 0, status: BarStatus::Fair })
        })
    };
    let months: Vec<CoverageBar> = units(BarUnit::Month).take(MAX_MONTH_BARS + 1).collect();
    if months.len() <= MAX_MONTH_BARS { months } else { units(BarUnit::Year).collect() }
}

/// Says of each bar how it stands; thin only where there is `enough` to judge by.
fn set_statuses(bars: &mut [CoverageBar], lived: Option<Period>, today: Date, enough: bool) {
    for bar in bars.iter_mut() {
        bar.status = match lived.and_then(|lived| lived.intersection(bar.period)) {
            Some(_) => BarStatus::Fair,
            None if bar.period.first_day() > today => BarStatus::Future,
            None => BarStatus::BeforeJoining,
        };
    }
    let Some(lived) = lived.filter(|_| enough) else { return };
    // In entries of two full bars, so that a median between two numbers is whole.
    let common = twice_median(bars, lived).max(2);
    for bar in bars.iter_mut() {
        let (days, of) = (bar.coverable_days(lived), bar.full_days());
        let judged = days * 4 >= of;
        let expected = u64::from(common) * u64::from(days);
        if judged && u64::from(bar.entries) * 6 * u64::from(of) < expected {
            bar.status = BarStatus::Thin;
        }
    }
}

/// Twice what a full bar commonly holds.
fn twice_median(bars: &[CoverageBar], lived: Period) -> u32 {
    let mut full: Vec<u32> =
        bars.iter().filter(|bar| bar.coverable_days(lived) == bar.full_days()).map(|bar| bar.entries).collect();
    full.sort_unstable();
    let middle = full.len() / 2;
    match (full.get(middle), full.len() % 2) {
        (Some(median), 1) => median * 2,
        (Some(upper), _) => upper + full.get(middle - 1).copied().unwrap_or_default(),
        (None, _) => {
            let (entries, days, of) = bars.iter().fold((0, 0, 0), |(entries, days, of), bar| {
                (entries + bar.entries, days + bar.coverable_days(lived), of.max(bar.full_days()))
            });
            (entries * 2 * of).checked_div(days).unwrap_or_default()
        }
    }
}

impl BarUnit {
    /// The last day of the one that a day is in.
    fn last_day(self, day: Date) -> Date {
        match self {
            Self::Month => day.last_of_month(),
            Self::Year => day.last_of_year(),
        }
    }
}

impl CoverageBar {
    /// How many of its days can be covered.
    fn coverable_days(&self, lived: Period) -> u32 {
        lived.intersection(self.period).map_or(0, Period::day_count)
    }

    /// How many days it would have if the period did not cut it off.
    fn full_days(&self) -> u32 {
        let days = match self.unit {
            BarUnit::Month => self.period.first_day().days_in_month().into(),
            BarUnit::Year => self.period.first_day().days_in_year(),
        };
        u32::try_from(days).unwrap_or(1)
    }
}

impl EntryTally {
    fn add(&mut self, day: Date, is_recent: bool) {
        self.total += 1;
        self.recent += u32::from(is_recent);
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(day, |last| last.max(day)));
    }
}

impl Coverage {
    /// Whether it speaks of the evidence.
    pub fn is_about_evidence(&self) -> bool {
        self.picked_tally.total > 0
    }

    /// The most entries that a bar holds.
    pub fn max_entries(&self) -> u32 {
        self.bars.iter().map(|bar| bar.entries).max().unwrap_or_default()
    }

    /// Whether the bars are at most twelve months, so that a month needs no year.
    pub fn spans_at_most_a_year(&self) -> bool {
        self.bars.len() <= 12 && self.bars.iter().all(|bar| bar.unit == BarUnit::Month)
    }
}

/// Whether the recent part is far more than its share of the days.
pub fn is_recent_share_high(of: EntryTally, days: u32) -> bool {
    let (recent, all) = (u64::from(of.recent), u64::from(of.total));
    let (share, fair) = (recent * u64::from(days), u64::from(RECENT_DAYS) * all);
    // Ten of a hundred more, both sides times all the entries and all the days.
    share * 2 >= fair * 3 && (share - fair.min(share)) * 10 >= all * u64::from(days)
}

#[cfg(test)]
mod tests;
