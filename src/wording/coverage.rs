//! The coverage of a period as text.

use jiff::civil::Date;

use crate::{
    domain::review::coverage::{
        BarStatus, BarUnit, Coverage, CoverageBar, MIN_ENTRIES, RECENT_DAYS, is_recent_share_high,
    },
    wording::text::count_of,
};

/// Up to so many thin bars are named one by one.
const MAX_NAMED_BARS: usize = 3;

/// A sentence about the coverage of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageText {
    /// The beginning, about the recent share; may be empty.
    pub lead: String,
    /// The remainder.
    pub rest: String,
    /// Whether the beginning is emphasised.
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

/// "August", with the year where it is not `current_year`: "August 2025"; "2024".
fn bar_label(bar: &CoverageBar, current_year: Option<i16>) -> String {
    let first = bar.period.first_day();
    match bar.unit {
        BarUnit::Month if current_year == Some(first.year()) => first.strftime("%B").to_string(),
        BarUnit::Month => first.strftime("%B %Y").to_string(),
        BarUnit::Year => first.strftime("%Y").to_string(),
    }
}

/// A bar in words: "August: 1 entry, thin".
pub fn describe_bar(coverage: &Coverage, bar: &CoverageBar) -> String {
    let year = coverage.spans_at_most_a_year().then(|| bar.period.first_day().year());
    let text = format!("{}: {}", bar_label(bar, year), count_of(bar.entries, "entry", "entries"));
    let text = match (coverage.is_about_evidence(), bar.picked) {
        (false, _) => text,
        (true, 0) => format!("{text}, none picked"),
        (true, picked) => format!("{text}, {picked} picked"),
    };
    match bar.status {
        BarStatus::Fair => text,
        BarStatus::Thin => format!("{text}, thin"),
        BarStatus::BeforeJoining => format!("{text}, before they joined"),
        BarStatus::Future => format!("{text}, upcoming"),
    }
}

/// The sentence. `them` is how the person is called in passing.
pub fn describe_coverage(coverage: &Coverage, short_name: &str) -> CoverageText {
    let mut text = describe_recent_share(coverage);
    let thin = describe_thin_bars(coverage);
    if !thin.is_empty() {
        text.rest = format!("{}; {thin}. Look there before you write.", text.rest);
    } else if !text.rest.ends_with('.') {
        text.rest.push('.');
    }
    if let Some(came) = coverage.joined_on {
        text.rest = format!("{} {short_name} joined on {}.", text.rest, came.strftime("%-d %b"));
    }
    text
}

/// The part about how much is recent, without its full stop.
fn describe_recent_share(coverage: &Coverage) -> CoverageText {
    let of = if coverage.is_about_evidence() { coverage.picked_tally } else { coverage.written_tally };
    let (Some(lived), Some(first), Some(last)) = (coverage.coverable, of.first, of.last) else {
        let yet = if coverage.is_ongoing { " yet" } else { "" };
        return CoverageText::plain(format!("No entries in this period{yet}"));
    };
    let entries = if coverage.is_about_evidence() { "piece of evidence" } else { "entry" };
    let many = if coverage.is_about_evidence() { "pieces of evidence" } else { "entries" };
    let day = |day: Date| day.strftime("%-d %b").to_string();
    match of.total {
        1 => {
            return CoverageText::plain(format!("Only one {entries}, from {}: too little to go on", day(first)));
        }
        all if all < MIN_ENTRIES => {
            let days = if first == last {
                format!("all from {}", day(first))
            } else {
                format!("from {} to {}", day(first), day(last))
            };
            return CoverageText::plain(format!("Only {all} {many}, {days}: too little to go on"));
        }
        all if first == last => {
            let first = format!("All {all} {many} are from one day, {}", day(first));
            return CoverageText { lead: first, rest: String::new(), is_emphasized: lived.day_count() > RECENT_DAYS };
        }
        _ => {}
    }
    if lived.day_count() <= RECENT_DAYS {
        let days = count_of(lived.day_count(), "day", "days");
        return CoverageText::plain(format!("{} {many} in {days}, all recent", of.total));
    }
    let what = if coverage.is_about_evidence() { "the evidence" } else { "what you wrote" };
    let weeks = if coverage.is_ongoing { "the last four weeks" } else { "its last four weeks" };
    let first = match of.recent {
        0 => format!("None of {what} is from {weeks}"),
        recent if recent == of.total => format!("All of {what} is from {weeks}"),
        recent => format!("{} of {what} is from {weeks}", format_percent(recent, of.total)),
    };
    let rest = format!(", {} of the period", format_percent(RECENT_DAYS, lived.day_count()));
    CoverageText { lead: first, rest, is_emphasized: is_recent_share_high(of, lived.day_count()) }
}

/// "August holds one entry"; nothing where no bar is thin.
fn describe_thin_bars(coverage: &Coverage) -> String {
    let thin: Vec<&CoverageBar> = coverage.bars.iter().filter(|bar| bar.status == BarStatus::Thin).collect();
    let year = coverage.bars.first().map(|bar| bar.period.first_day().year());
    let year = year.filter(|year| {
        coverage.bars.iter().all(|bar| bar.period.first_day().year() == *year || coverage.spans_at_most_a_year())
    });
    let name = |bar: &CoverageBar| {
        // Within twelve months, the name of a month is enough.
        if coverage.spans_at_most_a_year() {
            bar_label(bar, Some(bar.period.first_day().year()))
        } else {
            bar_label(bar, year)
        }
    };
    if thin.len() > MAX_NAMED_BARS {
        let what = if thin.iter().all(|bar| bar.unit == BarUnit::Month) { "months" } else { "years" };
        return format!("{} of {} {what} are thin", thin.len(), coverage.bars.len());
    }
    let holds: Vec<String> = thin
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let holds = if index == 0 { " has" } else { "" };
            format!("{}{holds} {}", name(bar), entries_in_words(bar.entries))
        })
        .collect();
    match holds.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// "31%"; a part above zero is never "0%", and less than all is never "100%".
fn format_percent(part: u32, all: u32) -> String {
    let (part, all) = (u64::from(part), u64::from(all.max(1)));
    let of_hundred = (part * 100 + all / 2) / all;
    match of_hundred {
        0 if part > 0 => "Less than 1%".to_owned(),
        100.. if part < all => "99%".to_owned(),
        of_hundred => format!("{of_hundred}%"),
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
