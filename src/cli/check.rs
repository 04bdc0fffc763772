//! `rapport check`.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use super::{
    CliError, Result,
    terminal_text::{join_with_and, pluralize},
};
use crate::{
    journal::{clock::Clock, tidy::trimmed_count},
    store::{CheckReport, Db, RepairReport},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Repair what can be worked out from the rest of the journal, after making a copy
    #[arg(long)]
    repair: bool,
    /// Also accept rows that do not match their checksums as they are
    #[arg(long, requires = "repair")]
    accept: bool,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, journal: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let db = super::open_existing(journal)?;
    if arguments.repair {
        return repair(arguments, &db, clock, out);
    }
    let report = db.snapshot(Db::check)?;
    if arguments.json {
        write_json(&check_json(&report), out)?;
    } else {
        write_report(&report, &db, out)?;
    }
    finish(&report, &db, "Nothing was changed. Run “rapport check --repair”, or restore a backup.", out)
}

fn repair(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let copy = path_of_copy(db.path(), clock);
    db.copy_to_new_file(&copy, |_| Ok(()))?;
    let RepairReport { repaired, remaining } = db.repair(arguments.accept)?;
    if arguments.json {
        let mut listed = check_json(&remaining);
        listed["backup"] = json!(copy);
        listed["repaired"] = json!(repaired);
        write_json(&listed, out)?;
    } else {
        writeln!(out, "The previous journal is in {}.", copy.display())?;
        for line in &repaired {
            writeln!(out, "- {line}")?;
        }
        if repaired.is_empty() {
            writeln!(out, "Nothing to repair.")?;
        }
        write_report(&remaining, db, out)?;
    }
    finish(&remaining, db, "What is left cannot be repaired. Restore a backup, or run “rapport recover”.", out)
}

/// A new file beside the journal, named after the moment.
fn path_of_copy(journal: &Path, clock: &dyn Clock) -> PathBuf {
    let mut name = journal.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-before-repair-{}.rapport", clock.now().strftime("%Y%m%d-%H%M%S")));
    journal.with_file_name(name)
}

fn check_json(report: &CheckReport) -> Value {
    let counts: Map<String, Value> =
        report.counts.iter().map(|(noun, count)| (noun.replace('-', "_"), json!(count))).collect();
    json!({ "looked_at": counts, "problems": report.problems })
}

fn write_json(value: &Value, out: &mut dyn Write) -> Result {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

fn write_report(report: &CheckReport, db: &Db, out: &mut dyn Write) -> Result {
    let counts: Vec<String> = report.counts.iter().map(|(noun, count)| format!("{count} {noun}")).collect();
    writeln!(out, "Checked {} in {}:", join_with_and(&counts), db.path().display())?;
    writeln!(out, "the file (SQLite’s integrity check) and its schema, the checksum of every row, references")?;
    writeln!(out, "between rows (foreign keys), and the journal’s own rules (each entry has its details, its")?;
    writeln!(out, "events in order and its subjects).")?;
    for problem in &report.problems {
        writeln!(out, "- {problem}")?;
    }
    let trimmed = trimmed_count(db)?;
    if trimmed > 0 {
        writeln!(
            out,
            "{} older than a year left the change log.",
            pluralize(usize::try_from(trimmed).unwrap_or(usize::MAX), "version", "versions")
        )?;
    }
    if report.problems.is_empty() {
        writeln!(out, "No problems found.")?;
    }
    Ok(())
}

/// Ends with an error if there are problems.
fn finish(report: &CheckReport, db: &Db, advice: &str, out: &mut dyn Write) -> Result {
    // The problems come before the error line, which goes to another stream.
    out.flush()?;
    if report.problems.is_empty() {
        return Ok(());
    }
    let problems = pluralize(report.problems.len(), "problem", "problems");
    Err(CliError::runtime(format!("{problems} found in {}. {advice}", db.path().display())))
}
