//! How evenly entries cover a period: a bar for each month, which bars are thin, and the share of
//! recent entries.
//!
//! # Rules
//!
//! *Coverable days* are the days of the period up to today and from the day the person joined, or
//! from the first entry where that is earlier.
//!
//! *Recent* are the last four weeks of the coverable days. The share of recent entries is *high*
//! where it is at least 1.5 times the share of the days and at least ten percentage points above
//! it. Where the coverable days are at most four weeks, all are recent, and there is no share.
//!
//! *A bar* is a month, or a year where the period has more than 36 months. It is *thin* where it
//! holds less than a third of the usual number of entries: the median of the bars whose days are
//! all coverable, at least one entry. Of a partial bar, only the share of its days is expected.
//! Without a full bar, the average over all days is used. A bar with less than a quarter of its
//! days is not judged.
//!
//! *Evidence from before the period*, such as a goal with a check-in or an expectation in force,
//! counts in the shares of the evidence at the last day on which something happened to it, or at
//! the first day of the period; it counts in no bar.
//!
//! *With fewer than four entries*, no bar is thin and there is no share.
//!
//! Once evidence is picked, the shares are those of the evidence; bars always count all entries.

use jiff::{ToSpan as _, civil::Date};

use super::period::Period;

/// The number of recent days.
pub const RECENT_DAYS: u32 = 28;
/// With fewer entries, a period is not judged.
pub const MIN_ENTRIES: u32 = 4;
/// Longer periods have yearly bars.
const MAX_MONTH_BARS: usize = 36;

/// The part of an entry that these rules need.
#[derive(Debug, Clone, Copy)]
pub struct CoverageEntry {
    /// Its day.
    pub day: Date,
    /// Whether it is picked as evidence.
    pub picked: bool,
    /// Whether it was written before the period and went on in it.
    pub precedes_period: bool,
}

/// The coverage of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The months, or years, oldest first.
    pub bars: Vec<CoverageBar>,
    /// The coverable days; `None` where the period is in the future or ended before the person
    /// joined.
    pub coverable: Option<Period>,
    /// Whether the period includes today, so that its last four weeks are the last four weeks.
    pub is_ongoing: bool,
    /// When the person joined, where that was within the period.
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
    /// Its status.
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

/// The status of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarStatus {
    /// Nothing to remark.
    Fair,
    /// It has far fewer entries than the others.
    Thin,
    /// The person had not joined yet.
    BeforeJoining,
    /// It is in the future.
    Future,
}

/// Counts of the entries, or of the picked evidence.
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

/// The coverage of a period by the entries in `written`; those outside it do not count. `came` is
/// the day the person joined, where it is known.
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
    // Entries dated after today count as well.
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

/// The recent part of the coverable days.
fn recent_days(lived: Period) -> Option<Period> {
    let from = lived.last_day().checked_sub(i64::from(RECENT_DAYS - 1).days()).ok()?;
    Period::new(from.max(lived.first_day()), lived.last_day()).ok()
}

/// Empty bars for the months of a period, or for its years where there are too many months.
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

/// Sets the status of each bar; none is thin unless there is `enough` to judge by.
fn set_statuses(bars: &mut [CoverageBar], lived: Option<Period>, today: Date, enough: bool) {
    for bar in bars.iter_mut() {
        bar.status = match lived.and_then(|lived| lived.intersection(bar.period)) {
            Some(_) => BarStatus::Fair,
            None if bar.period.first_day() > today => BarStatus::Future,
            None => BarStatus::BeforeJoining,
        };
    }
    let Some(lived) = lived.filter(|_| enough) else { return };
    // Twice the median, so that a median between two numbers is whole.
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

/// Twice the median of the entries of a full bar.
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
    /// The last day of the month or year of a day.
    fn last_day(self, day: Date) -> Date {
        match self {
            Self::Month => day.last_of_month(),
            Self::Year => day.last_of_year(),
        }
    }
}

impl CoverageBar {
    /// The number of its coverable days.
    fn coverable_days(&self, lived: Period) -> u32 {
        lived.intersection(self.period).map_or(0, Period::day_count)
    }

    /// The number of days of the whole month or year.
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
    /// Whether evidence is picked, so that the shares are those of the evidence.
    pub fn is_about_evidence(&self) -> bool {
        self.picked_tally.total > 0
    }

    /// The largest number of entries in a bar.
    pub fn max_entries(&self) -> u32 {
        self.bars.iter().map(|bar| bar.entries).max().unwrap_or_default()
    }

    /// Whether the bars are at most twelve months, so that a month needs no year.
    pub fn spans_at_most_a_year(&self) -> bool {
        self.bars.len() <= 12 && self.bars.iter().all(|bar| bar.unit == BarUnit::Month)
    }
}

/// Whether the share of recent entries is high; `days` is the number of coverable days.
pub fn is_recent_share_high(of: EntryTally, days: u32) -> bool {
    let (recent, all) = (u64::from(of.recent), u64::from(of.total));
    let (share, fair) = (recent * u64::from(days), u64::from(RECENT_DAYS) * all);
    // Both sides are multiplied by the entries and the days.
    share * 2 >= fair * 3 && (share - fair.min(share)) * 10 >= all * u64::from(days)
}

#[cfg(test)]
mod tests;
