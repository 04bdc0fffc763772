//! `rapport recover`.

use std::{io::Write, ops::ControlFlow, path::PathBuf};

use serde_json::json;

use super::{CliError, Result, progress::ProgressLine, unlock::unlock_if_encrypted};
use crate::{
    domain::moment::Moment,
    journal::clock::Clock,
    store::{RecoverError, recover},
    wording::recovery::{describe_damage, describe_loss, describe_recovered},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The damaged journal; it is only read
    file: PathBuf,
    /// Write the recovered journal to this new file
    #[arg(long, value_name = "NEW")]
    to: PathBuf,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    passphrase_from_stdin: bool,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    unlock_if_encrypted(&arguments.file, passphrase_from_stdin)?;
    let now = clock.now();
    let mut line = ProgressLine::start()?;
    let result = recover(&arguments.file, &arguments.to, &Moment::from(&now), &mut |done, total| {
        if !arguments.json {
            line.report(out, || format!("Recovering: {} %", done * 100 / total.max(1)));
        }
        match line.check_interrupt() {
            ControlFlow::Break(()) => ControlFlow::Break(()),
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
        }
    });
    line.clear(out);
    let report = result?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &json!({ "written": arguments.to, "recovered": report }))?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(out, "{}", describe_recovered(&report))?;
    if let Some(damage) = describe_damage(&report) {
        writeln!(out, "{damage}")?;
    }
    if report.losses.is_empty() {
        writeln!(out, "Nothing is missing.")?;
    } else {
        writeln!(out, "Missing or uncertain:")?;
        for loss in &report.losses {
            writeln!(out, "- {}", describe_loss(loss, now.date()))?;
        }
    }
    writeln!(out, "The recovered journal is {}.", arguments.to.display())?;
    writeln!(out, "{} was not changed.", arguments.file.display())?;
    Ok(())
}

impl From<RecoverError> for CliError {
    fn from(error: RecoverError) -> Self {
        match error {
            RecoverError::Store(error) => error.into(),
            RecoverError::Cancelled => Self::Cancelled(format!("{error} Nothing was written.")),
            error @ RecoverError::NothingFound(_) => error.user_facing_error().into(),
        }
    }
}
