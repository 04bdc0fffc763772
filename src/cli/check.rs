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
        let counts: Map<String, Value> =
            report.counts.iter().map(|(noun, count)| (noun.replace('-', "_"), json!(count))).collect();
        let listed = json!({ "looked_at": counts, "problems": report.problems });
        serde_json::to_writer_pretty(&mut *out, &listed)?;
        writeln!(out)?;
    } else {
        let counts: Vec<String> = report.counts.iter().map(|(noun, count)| format!("{count} {noun}")).collect();
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
    // The problems come before the error line, which goes to another stream.
    out.flush()?;
    Err(CliError::runtime(format!(
        "{} found in {}. Nothing was changed. Copy the file away before you go on.",
        pluralize(report.problems.len(), "problem", "problems"),
        db.path().display()
    )))
}
