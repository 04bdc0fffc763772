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
const RECENT_DAYS: u32 = 28;
/// Fewer entries than this say nothing about a period.
const MIN_ENTRIES: u32 = 4;
/// Up to so many months are shown as months.
const MAX_MONTH_BARS: usize = 36;
/// So many thin ones are named one by one, with what they hold.
const MAX_NAMED_BARS: usize = 3;

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
    coverable: Option<Period>,
    /// Whether the period goes on: its last four weeks are the last four weeks.
    is_ongoing: bool,
    /// When they came, where that was within the period.
    joined_on: Option<Date>,
    written_tally: EntryTally,
    picked_tally: EntryTally,
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
struct EntryTally {
    total: u32,
    recent: u32,
    first: Option<Date>,
    last: Option<Date>,
}

/// The sentence: what is to be seen first, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageText {
    /// The part with the most recent; the sentence begins with it. May be empty.
    pub lead: String,
    /// What follows it.
    pub rest: String,
    /// Whether the first part is said loudly.
    pub is_emphasized: bool,
}

impl CoverageText {
    fn plain(rest: String) -> Self {
        Self { lead: String::new(), rest, is_emphasized: false }
    }

    /// The whole sentence.
    pub fn full_text(&self) -> String {
        format!("{}{}", self.lead, self.rest)
    }
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

    /// "August", and of another year than `but` "August 2025"; "2024".
    pub fn label(&self, but: Option<i16>) -> String {
        let first = self.period.first_day();
        match self.unit {
            BarUnit::Month if but == Some(first.year()) => first.strftime("%B").to_string(),
            BarUnit::Month => first.strftime("%B %Y").to_string(),
            BarUnit::Year => first.strftime("%Y").to_string(),
        }
    }

    /// "August: 1 entry, thin"; with the year where it is not the one that goes without saying.
    fn describe(&self, year: Option<i16>, with_picked: bool) -> String {
        let mut said = format!("{}: {}", self.label(year), count_noun(self.entries, "entry", "entries"));
        if with_picked {
            let picked = if self.picked == 0 { "none".to_owned() } else { self.picked.to_string() };
            said = format!("{said}, {picked} picked");
        }
        match self.status {
            BarStatus::Fair => said,
            BarStatus::Thin => format!("{said}, thin"),
            BarStatus::BeforeJoining => format!("{said}, before they came"),
            BarStatus::Future => format!("{said}, still to come"),
        }
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

    /// A bar in words: "August: 1 entry, thin".
    pub fn describe_bar(&self, bar: &CoverageBar) -> String {
        bar.describe(self.spans_at_most_a_year().then(|| bar.period.first_day().year()), self.is_about_evidence())
    }

    /// The sentence. `them` is how the person is called in passing.
    pub fn describe(&self, short_name: &str) -> CoverageText {
        let mut said = self.describe_recent_share();
        let thin = self.describe_thin_bars();
        if !thin.is_empty() {
            said.rest = format!("{}; {thin}. Look there before you write.", said.rest);
        } else if !said.rest.ends_with('.') {
            said.rest.push('.');
        }
        if let Some(came) = self.joined_on {
            said.rest = format!("{} {short_name} came on {}.", said.rest, came.strftime("%-d %b"));
        }
        said
    }

    /// The part about how much is recent, without its full stop.
    fn describe_recent_share(&self) -> CoverageText {
        let of = if self.is_about_evidence() { self.picked_tally } else { self.written_tally };
        let (Some(lived), Some(first), Some(last)) = (self.coverable, of.first, of.last) else {
            let yet = if self.is_ongoing { " yet" } else { "" };
            return CoverageText::plain(format!("Nothing was written in this period{yet}"));
        };
        let entries = if self.is_about_evidence() { "piece of evidence" } else { "entry" };
        let many = if self.is_about_evidence() { "pieces of evidence" } else { "entries" };
        let day = |day: Date| day.strftime("%-d %b").to_string();
        match of.total {
            1 => {
                return CoverageText::plain(format!(
                    "One {entries}, from {}: too little to judge a period by",
                    day(first)
                ));
            }
            all if all < MIN_ENTRIES => {
                let days = if first == last {
                    format!("all from {}", day(first))
                } else {
                    format!("from {} to {}", day(first), day(last))
                };
                return CoverageText::plain(format!("{all} {many}, {days}: too few to judge a period by"));
            }
            all if first == last => {
                let first = format!("All {all} {many} are from one day, {}", day(first));
                return CoverageText {
                    lead: first,
                    rest: String::new(),
                    is_emphasized: lived.day_count() > RECENT_DAYS,
                };
            }
            _ => {}
        }
        if lived.day_count() <= RECENT_DAYS {
            let days = count_noun(lived.day_count(), "day", "days");
            return CoverageText::plain(format!("{} {many} in {days}: all of it is recent", of.total));
        }
        let what = if self.is_about_evidence() { "the evidence" } else { "what you wrote" };
        let weeks = if self.is_ongoing { "the last four weeks" } else { "its last four weeks" };
        let first = match of.recent {
            0 => format!("Nothing of {what} is from {weeks}"),
            recent if recent == of.total => format!("All of {what} is from {weeks}"),
            recent => format!("{} of {what} is from {weeks}", format_percent(recent, of.total)),
        };
        let rest = format!(", {} of the period", format_percent(RECENT_DAYS, lived.day_count()));
        CoverageText { lead: first, rest, is_emphasized: is_recent_share_high(of, lived.day_count()) }
    }

    /// "August holds one entry"; nothing where no bar is thin.
    fn describe_thin_bars(&self) -> String {
        let thin: Vec<&CoverageBar> = self.bars.iter().filter(|bar| bar.status == BarStatus::Thin).collect();
        let year = self.bars.first().map(|bar| bar.period.first_day().year());
        let year = year.filter(|year| {
            self.bars.iter().all(|bar| bar.period.first_day().year() == *year || self.spans_at_most_a_year())
        });
        let name = |bar: &CoverageBar| {
            // Within twelve months, the name of a month is enough.
            if self.spans_at_most_a_year() { bar.label(Some(bar.period.first_day().year())) } else { bar.label(year) }
        };
        if thin.len() > MAX_NAMED_BARS {
            let what = if thin.iter().all(|bar| bar.unit == BarUnit::Month) { "months" } else { "years" };
            return format!("{} of {} {what} are thin", thin.len(), self.bars.len());
        }
        let holds: Vec<String> = thin
            .iter()
            .enumerate()
            .map(|(nth, bar)| {
                let holds = if nth == 0 { " holds" } else { "" };
                format!("{}{holds} {}", name(bar), entries_in_words(bar.entries))
            })
            .collect();
        match holds.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }

    fn spans_at_most_a_year(&self) -> bool {
        self.bars.len() <= 12 && self.bars.iter().all(|bar| bar.unit == BarUnit::Month)
    }
}

/// Whether the recent part is far more than its share of the days.
fn is_recent_share_high(of: EntryTally, days: u32) -> bool {
    let (recent, all) = (u64::from(of.recent), u64::from(of.total));
    let (share, fair) = (recent * u64::from(days), u64::from(RECENT_DAYS) * all);
    // Ten of a hundred more, both sides times all the entries and all the days.
    share * 2 >= fair * 3 && (share - fair.min(share)) * 10 >= all * u64::from(days)
}

/// "31%"; what is there is never said to be nothing, and what is not all of it never to be all.
fn format_percent(part: u32, all: u32) -> String {
    let (part, all) = (u64::from(part), u64::from(all.max(1)));
    let of_hundred = (part * 100 + all / 2) / all;
    match of_hundred {
        0 if part > 0 => "Less than 1%".to_owned(),
        100.. if part < all => "99%".to_owned(),
        of_hundred => format!("{of_hundred}%"),
    }
}

/// "no entries", "1 entry", "12 entries".
fn count_noun(count: u32, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// "nothing", "one entry", "2 entries".
fn entries_in_words(entries: u32) -> String {
    match entries {
        0 => "nothing".to_owned(),
        1 => "one entry".to_owned(),
        entries => format!("{entries} entries"),
    }
}

#[cfg(test)]
mod tests;
