//! Measured figures and their table.

use std::{
    io::{self, Write},
    time::Duration,
};

/// The durations of repeated runs.
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs it `count` times.
    pub fn measure(times: usize, once: impl FnMut(usize) -> Duration) -> Self {
        Self::from_durations((0..times).map(once).collect())
    }

    /// From single durations.
    pub fn from_durations(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The median.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// A percentile.
    pub fn percentile(&self, percent: usize) -> Duration {
        let nth = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(nth).copied().unwrap_or_default()
    }
}

/// A cell of the table.
pub enum Figure {
    /// Shown as the median and the 99th percentile.
    Times(Times),
    /// A single run.
    Once(Duration),
    /// A ratio.
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

    /// The number by which two sizes are compared.
    fn number(&self) -> f64 {
        match self {
            Self::Times(times) => times.median().as_secs_f64(),
            Self::Once(time) => time.as_secs_f64(),
            Self::Ratio(ratio) => *ratio,
        }
    }
}

/// Formats a duration with three digits and a unit.
fn format_duration(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        1_000.0.. => format!("{:.1} s", ms / 1e3),
        100.0.. => format!("{ms:.0} ms"),
        10.0.. => format!("{ms:.1} ms"),
        _ => format!("{ms:.2} ms"),
    }
}

/// The figures of one journal, in the order of the table.
pub struct Column {
    /// The size of the journal.
    pub heading: String,
    /// Each figure with its label.
    pub figures: Vec<(&'static str, Figure)>,
}

/// Writes the table: a row per figure, a column per journal, and the ratio of the last to the
/// first.
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
