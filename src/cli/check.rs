//! `rapport check`.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{
    CliError, Result,
    terminal_text::{join_with_and, pluralize},
};
use crate::store::Db;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, out: &mut dyn Write) -> Result {
    let report = db.check()?;
    if arguments.json {
        let looked_at: Map<String, Value> =
            report.counts.iter().map(|(what, count)| (what.replace('-', "_"), json!(count))).collect();
        let found = json!({ "looked_at": looked_at, "problems": report.problems });
        serde_json::to_writer_pretty(&mut *out, &found)?;
        writeln!(out)?;
    } else {
        let counts: Vec<String> = report.counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
        writeln!(out, "Looked at {} in {}:", join_with_and(&counts), db.path().display())?;
        writeln!(out, "the file (SQLite's integrity check), what its rows point at (foreign keys), and the rules")?;
        writeln!(out, "of the journal (that every entry has its detail, its steps their order and its subjects).")?;
        for problem in &report.problems {
            writeln!(out, "- {problem}")?;
        }
    }
    if report.problems.is_empty() {
        if !arguments.json {
            writeln!(out, "No problems found.")?;
        }
        return Ok(());
    }
    // What was found is seen before the line that says so.
    out.flush()?;
    Err(CliError::runtime(format!(
        "{} found in {}. Nothing was changed. Copy the file away before you go on.",
        pluralize(report.problems.len(), "problem", "problems"),
        db.path().display()
    )))
}
