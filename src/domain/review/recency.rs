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
const FEW: u32 = 4;
/// Up to so many months are shown as months.
const MOST_MONTHS: usize = 36;
/// So many thin ones are named one by one, with what they hold.
const NAMED: usize = 3;

/// An entry, as far as this rule cares.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// Its day.
    pub day: Date,
    /// Whether it is picked as evidence.
    pub picked: bool,
    /// Whether it was written before the period and went on in it.
    pub before: bool,
}

/// How a period is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recency {
    /// The months, or years, oldest first.
    pub bars: Vec<Bar>,
    /// What can be covered; nothing where the period is still to come, or was over when they came.
    lived: Option<Period>,
    /// Whether the period goes on: its last four weeks are the last four weeks.
    goes_on: bool,
    /// When they came, where that was within the period.
    came: Option<Date>,
    written: Counted,
    picked: Counted,
}

/// A month, or a year, of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Its days within the period.
    pub days: Period,
    /// Whether it is a month or a year.
    pub unit: Unit,
    /// How many entries were written in it.
    pub entries: u32,
    /// How many of them are picked.
    pub picked: u32,
    /// What is to be said of it.
    pub standing: Standing,
}

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// What is to be said of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Fair,
    /// It holds far less than the others.
    Thin,
    /// They had not come yet.
    BeforeThem,
    /// It is still to come.
    ToCome,
}

/// What is counted of what was written, or of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counted {
    all: u32,
    recent: u32,
    first: Option<Date>,
    last: Option<Date>,
}

/// The sentence: what is to be seen first, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The part with the most recent; the sentence begins with it. May be empty.
    pub first: String,
    /// What follows it.
    pub rest: String,
    /// Whether the first part is said loudly.
    pub loud: bool,
}

impl Said {
    fn quiet(rest: String) -> Self {
        Self { first: String::new(), rest, loud: false }
    }

    /// The whole sentence.
    pub fn whole(&self) -> String {
        format!("{}{}", self.first, self.rest)
    }
}

/// How what was `written` covers a period. `came` is the day on which the person came, where that is known. What was written on
/// other days does not count.
pub fn recency(
    period: Period,
    came: Option<Date>,
    today: Date,
    written: impl IntoIterator<Item = Written, IntoIter: Clone>,
) -> Recency {
    let all_within = written.into_iter().filter(|entry| period.contains(entry.day));
    let within = all_within.clone().filter(|entry| !entry.before);
    let first = within.clone().map(|entry| entry.day).min();
    let began = came.map(|came| first.map_or(came, |first| first.min(came)));
    // What was written ahead of its day counts as well.
    let until = within.clone().map(|entry| entry.day).max().map_or(today, |last| last.max(today));
    let lived = Period::new(began.unwrap_or(period.from()).max(period.from()), until.min(period.to())).ok();
    let recent = lived.and_then(recent_days);
    let (mut all, mut picked) = (Counted::default(), Counted::default());
    let mut bars = bars(period);
    for entry in all_within {
        let is_recent = recent.is_some_and(|recent| recent.contains(entry.day));
        if entry.picked {
            picked.count(entry.day, is_recent);
        }
        if entry.before {
            continue;
        }
        all.count(entry.day, is_recent);
        let at = bars.partition_point(|bar| bar.days.to() < entry.day);
        if let Some(bar) = bars.get_mut(at) {
            bar.entries += 1;
            bar.picked += u32::from(entry.picked);
        }
    }
    judge(&mut bars, lived, today, all.all >= FEW);
    let came = came.filter(|came| *came > period.from() && period.contains(*came) && began == Some(*came));
    Recency { bars, lived, goes_on: period.to() >= today, came, written: all, picked }
}

/// The last four weeks of what can be covered.
fn recent_days(lived: Period) -> Option<Period> {
    let from = lived.to().checked_sub(i64::from(RECENT_DAYS - 1).days()).ok()?;
    Period::new(from.max(lived.from()), lived.to()).ok()
}

/// The months of a period, or its years where those are too many; all of them empty.
fn bars(period: Period) -> Vec<Bar> {
    let units = |unit: Unit| {
        let mut days = Some(period);
        std::iter::from_fn(move || {
            let left = days?;
            let end = unit.last_day(left.from()).min(period.to());
            days = end.tomorrow().ok().and_then(|next| Period::new(next, period.to()).ok());
            let days = Period::new(left.from(), end).ok()?;
            Some(Bar { days, unit, entries: 0, picked: 0, standing: Standing::Fair })
        })
    };
    let months: Vec<Bar> = units(Unit::Month).take(MOST_MONTHS + 1).collect();
    if months.len() <= MOST_MONTHS { months } else { units(Unit::Year).collect() }
}

/// Says of each bar how it stands; thin only where there is `enough` to judge by.
fn judge(bars: &mut [Bar], lived: Option<Period>, today: Date, enough: bool) {
    for bar in bars.iter_mut() {
        bar.standing = match lived.and_then(|lived| lived.and(bar.days)) {
            Some(_) => Standing::Fair,
            None if bar.days.from() > today => Standing::ToCome,
            None => Standing::BeforeThem,
        };
    }
    let Some(lived) = lived.filter(|_| enough) else { return };
    // In entries of two full bars, so that a median between two numbers is whole.
    let common = twice_common(bars, lived).max(2);
    for bar in bars.iter_mut() {
        let (days, of) = (bar.days_of(lived), bar.full_days());
        let judged = days * 4 >= of;
        let expected = u64::from(common) * u64::from(days);
        if judged && u64::from(bar.entries) * 6 * u64::from(of) < expected {
            bar.standing = Standing::Thin;
        }
    }
}

/// Twice what a full bar commonly holds.
fn twice_common(bars: &[Bar], lived: Period) -> u32 {
    let mut full: Vec<u32> =
        bars.iter().filter(|bar| bar.days_of(lived) == bar.full_days()).map(|bar| bar.entries).collect();
    full.sort_unstable();
    let middle = full.len() / 2;
    match (full.get(middle), full.len() % 2) {
        (Some(median), 1) => median * 2,
        (Some(upper), _) => upper + full.get(middle - 1).copied().unwrap_or_default(),
        (None, _) => {
            let (entries, days, of) = bars.iter().fold((0, 0, 0), |(entries, days, of), bar| {
                (entries + bar.entries, days + bar.days_of(lived), of.max(bar.full_days()))
            });
            (entries * 2 * of).checked_div(days).unwrap_or_default()
        }
    }
}

impl Unit {
    /// The last day of the one that a day is in.
    fn last_day(self, day: Date) -> Date {
        match self {
            Self::Month => day.last_of_month(),
            Self::Year => day.last_of_year(),
        }
    }
}

impl Bar {
    /// How many of its days can be covered.
    fn days_of(&self, lived: Period) -> u32 {
        lived.and(self.days).map_or(0, Period::days)
    }

    /// How many days it would have if the period did not cut it off.
    fn full_days(&self) -> u32 {
        let days = match self.unit {
            Unit::Month => self.days.from().days_in_month().into(),
            Unit::Year => self.days.from().days_in_year(),
        };
        u32::try_from(days).unwrap_or(1)
    }

    /// "August", and of another year than `but` "August 2025"; "2024".
    pub fn name(&self, but: Option<i16>) -> String {
        let first = self.days.from();
        match self.unit {
            Unit::Month if but == Some(first.year()) => first.strftime("%B").to_string(),
            Unit::Month => first.strftime("%B %Y").to_string(),
            Unit::Year => first.strftime("%Y").to_string(),
        }
    }

    /// "August: 1 entry, thin"; with the year where it is not the one that goes without saying.
    fn say(&self, year: Option<i16>, with_picked: bool) -> String {
        let mut said = format!("{}: {}", self.name(year), count(self.entries, "entry", "entries"));
        if with_picked {
            let picked = if self.picked == 0 { "none".to_owned() } else { self.picked.to_string() };
            said = format!("{said}, {picked} picked");
        }
        match self.standing {
            Standing::Fair => said,
            Standing::Thin => format!("{said}, thin"),
            Standing::BeforeThem => format!("{said}, before they came"),
            Standing::ToCome => format!("{said}, still to come"),
        }
    }
}

impl Counted {
    fn count(&mut self, day: Date, is_recent: bool) {
        self.all += 1;
        self.recent += u32::from(is_recent);
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(day, |last| last.max(day)));
    }
}

impl Recency {
    /// Whether it speaks of the evidence.
    pub fn of_evidence(&self) -> bool {
        self.picked.all > 0
    }

    /// The most entries that a bar holds.
    pub fn most(&self) -> u32 {
        self.bars.iter().map(|bar| bar.entries).max().unwrap_or_default()
    }

    /// A bar in words: "August: 1 entry, thin".
    pub fn say_bar(&self, bar: &Bar) -> String {
        bar.say(self.is_a_year().then(|| bar.days.from().year()), self.of_evidence())
    }

    /// The sentence. `them` is how the person is called in passing.
    pub fn say(&self, them: &str) -> Said {
        let mut said = self.share();
        let thin = self.thin();
        if !thin.is_empty() {
            said.rest = format!("{}; {thin}. Look there before you write.", said.rest);
        } else if !said.rest.ends_with('.') {
            said.rest.push('.');
        }
        if let Some(came) = self.came {
            said.rest = format!("{} {them} came on {}.", said.rest, came.strftime("%-d %b"));
        }
        said
    }

    /// The part about how much is recent, without its full stop.
    fn share(&self) -> Said {
        let of = if self.of_evidence() { self.picked } else { self.written };
        let (Some(lived), Some(first), Some(last)) = (self.lived, of.first, of.last) else {
            let yet = if self.goes_on { " yet" } else { "" };
            return Said::quiet(format!("Nothing was written in this period{yet}"));
        };
        let entries = if self.of_evidence() { "piece of evidence" } else { "entry" };
        let many = if self.of_evidence() { "pieces of evidence" } else { "entries" };
        let day = |day: Date| day.strftime("%-d %b").to_string();
        match of.all {
            1 => return Said::quiet(format!("One {entries}, from {}: too little to judge a period by", day(first))),
            all if all < FEW => {
                let days = if first == last {
                    format!("all from {}", day(first))
                } else {
                    format!("from {} to {}", day(first), day(last))
                };
                return Said::quiet(format!("{all} {many}, {days}: too few to judge a period by"));
            }
            all if first == last => {
                let first = format!("All {all} {many} are from one day, {}", day(first));
                return Said { first, rest: String::new(), loud: lived.days() > RECENT_DAYS };
            }
            _ => {}
        }
        if lived.days() <= RECENT_DAYS {
            let days = count(lived.days(), "day", "days");
            return Said::quiet(format!("{} {many} in {days}: all of it is recent", of.all));
        }
        let what = if self.of_evidence() { "the evidence" } else { "what you wrote" };
        let weeks = if self.goes_on { "the last four weeks" } else { "its last four weeks" };
        let first = match of.recent {
            0 => format!("Nothing of {what} is from {weeks}"),
            recent if recent == of.all => format!("All of {what} is from {weeks}"),
            recent => format!("{} of {what} is from {weeks}", percent(recent, of.all)),
        };
        let rest = format!(", {} of the period", percent(RECENT_DAYS, lived.days()));
        Said { first, rest, loud: is_loud(of, lived.days()) }
    }

    /// "August holds one entry"; nothing where no bar is thin.
    fn thin(&self) -> String {
        let thin: Vec<&Bar> = self.bars.iter().filter(|bar| bar.standing == Standing::Thin).collect();
        let year = self.bars.first().map(|bar| bar.days.from().year());
        let year = year.filter(|year| self.bars.iter().all(|bar| bar.days.from().year() == *year || self.is_a_year()));
        let name = |bar: &Bar| {
            // Within twelve months, the name of a month is enough.
            if self.is_a_year() { bar.name(Some(bar.days.from().year())) } else { bar.name(year) }
        };
        if thin.len() > NAMED {
            let what = if thin.iter().all(|bar| bar.unit == Unit::Month) { "months" } else { "years" };
            return format!("{} of {} {what} are thin", thin.len(), self.bars.len());
        }
        let holds: Vec<String> = thin
            .iter()
            .enumerate()
            .map(|(nth, bar)| {
                let holds = if nth == 0 { " holds" } else { "" };
                format!("{}{holds} {}", name(bar), in_words(bar.entries))
            })
            .collect();
        match holds.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }

    fn is_a_year(&self) -> bool {
        self.bars.len() <= 12 && self.bars.iter().all(|bar| bar.unit == Unit::Month)
    }
}

/// Whether the recent part is far more than its share of the days.
fn is_loud(of: Counted, days: u32) -> bool {
    let (recent, all) = (u64::from(of.recent), u64::from(of.all));
    let (share, fair) = (recent * u64::from(days), u64::from(RECENT_DAYS) * all);
    // Ten of a hundred more, both sides times all the entries and all the days.
    share * 2 >= fair * 3 && (share - fair.min(share)) * 10 >= all * u64::from(days)
}

/// "31%"; what is there is never said to be nothing, and what is not all of it never to be all.
fn percent(part: u32, all: u32) -> String {
    let (part, all) = (u64::from(part), u64::from(all.max(1)));
    let of_hundred = (part * 100 + all / 2) / all;
    match of_hundred {
        0 if part > 0 => "Less than 1%".to_owned(),
        100.. if part < all => "99%".to_owned(),
        of_hundred => format!("{of_hundred}%"),
    }
}

/// "no entries", "1 entry", "12 entries".
fn count(count: u32, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// "nothing", "one entry", "2 entries".
fn in_words(entries: u32) -> String {
    match entries {
        0 => "nothing".to_owned(),
        1 => "one entry".to_owned(),
        entries => format!("{entries} entries"),
    }
}

#[cfg(test)]
mod tests;
