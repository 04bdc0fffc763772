//! What was measured, and how it is said.

use std::{
    io::{self, Write},
    time::Duration,
};

/// How long something took, each time it was done.
pub struct Times(Vec<Duration>);

impl Times {
    /// Does it so many times.
    pub fn measure(times: usize, once: impl FnMut(usize) -> Duration) -> Self {
        Self::from_durations((0..times).map(once).collect())
    }

    /// From single ones.
    pub fn from_durations(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The one in the middle.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// Of a hundred, so many take no longer.
    fn percentile(&self, percent: usize) -> Duration {
        let nth = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(nth).copied().unwrap_or_default()
    }
}

/// One number of the table.
pub enum Figure {
    /// Said as the median, and what 99 of 100 stay below.
    Times(Times),
    /// Done once.
    Once(Duration),
    /// How many times as much.
    Ratio(f64),
}

impl Figure {
    fn format(&self) -> String {
        match self {
            Self::Times(times) => {
                format!("{} · {}", format_duration(times.median()), format_duration(times.percentile(99)))
            }
            Self::Once(time) => format_duration(*time),
            Self::Ratio(ratio) => format!("{ratio:.2}"),
        }
    }

    /// The number that two sizes are compared by.
    fn number(&self) -> f64 {
        match self {
            Self::Times(times) => times.median().as_secs_f64(),
            Self::Once(time) => time.as_secs_f64(),
            Self::Ratio(ratio) => *ratio,
        }
    }
}

/// Three digits and a unit.
fn format_duration(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        1_000.0.. => format!("{:.1} s", ms / 1e3),
        100.0.. => format!("{ms:.0} ms"),
        10.0.. => format!("{ms:.1} ms"),
        _ => format!("{ms:.2} ms"),
    }
}

/// What was measured of one journal, in the order it is said.
pub struct Column {
    /// Which journal.
    pub heading: String,
    /// What it was, and how much.
    pub figures: Vec<(&'static str, Figure)>,
}

/// Writes the table: a row for each thing, a column for each journal, and how the last compares with the first.
pub fn write_table(out: &mut impl Write, columns: &[Column]) -> io::Result<()> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Ok(()) };
    let compares = columns.len() > 1;
    let heads: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    write!(out, "| | {} |", heads.join(" | "))?;
    writeln!(out, "{}", if compares { " last ÷ first |" } else { "" })?;
    writeln!(out, "| --- |{}", " ---: |".repeat(columns.len() + usize::from(compares)))?;
    for (nth, (what, _)) in first.figures.iter().enumerate() {
        let said: Vec<String> = columns.iter().map(|column| column.figures[nth].1.format()).collect();
        write!(out, "| {what} | {} |", said.join(" | "))?;
        if compares {
            write!(out, " {:.2} |", last.figures[nth].1.number() / first.figures[nth].1.number())?;
        }
        writeln!(out)?;
    }
    Ok(())
}
