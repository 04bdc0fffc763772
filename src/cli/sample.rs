//! `rapport sample`.

use std::{io::Write, path::PathBuf};

use super::{Result, date_args, terminal_text::pluralize};
use crate::{
    journal::clock::Clock,
    sample::{Size, write},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to create
    path: PathBuf,
    /// How much is in it
    #[arg(long, value_name = "SIZE", default_value = "small", value_enum)]
    size: Size,
    /// The same seed creates the same journal
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The last day of the journal
    #[arg(long, value_name = "DAY", default_value = "today")]
    until: String,
}

pub(super) fn run(arguments: &Arguments, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let until = date_args::parse_day("--until", &arguments.until, clock.now().date())?;
    let summary = write(&arguments.path, arguments.size, arguments.seed, until)?;
    writeln!(
        out,
        "Wrote {}, {} and {} up to {} to {}.",
        pluralize(summary.people, "person", "people"),
        pluralize(summary.one_on_ones, "one-on-one", "one-on-ones"),
        pluralize(summary.entries, "entry", "entries"),
        until.strftime("%a %-d %b %Y"),
        arguments.path.display()
    )?;
    Ok(())
}
