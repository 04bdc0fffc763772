//! `rapport sample`.

use std::{io::Write, path::PathBuf};

use super::{Result, date_args, terminal_text::pluralize};
use crate::{
    journal::clock::Clock,
    sample::{Size, write},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The new file
    path: PathBuf,
    /// small (6 people, half a year), typical (12 people, ten years) or huge (50 people, 100,000
    /// entries)
    #[arg(long, value_name = "SIZE", default_value = "small", value_parser = parse_size)]
    size: Size,
    /// The same number writes the same journal
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The day it ends on
    #[arg(long, value_name = "DAY", default_value = "today")]
    until: String,
}

fn parse_size(text: &str) -> std::result::Result<Size, String> {
    text.parse().map_err(|_| {
        let sizes: Vec<&str> = Size::ALL.iter().map(|size| size.as_str()).collect();
        format!("the sizes are {}", sizes.join(", "))
    })
}

pub(super) fn run(arguments: &Arguments, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let until = date_args::parse_day("--until", &arguments.until, clock.now().date())?;
    let summary = write(&arguments.path, arguments.size, arguments.seed, until)?;
    writeln!(
        out,
        "Wrote {}, {} and {} until {} to {}.",
        pluralize(summary.people, "person", "people"),
        pluralize(summary.one_on_ones, "one-on-one", "one-on-ones"),
        pluralize(summary.entries, "entry", "entries"),
        until.strftime("%a %-d %b %Y"),
        arguments.path.display()
    )?;
    Ok(())
}
