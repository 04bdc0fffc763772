//! `rapport backup`, `rapport backups` and `rapport verify`.

use std::{
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    CliError, Result, open_existing,
    progress::ProgressLine,
    terminal_text::{TERMINAL_COLUMNS, pluralize, single_line},
    unlock::unlock_if_encrypted,
};
use crate::{
    domain::{backup::BackupReason, moment::Moment},
    journal::{
        backup::{BackupError, BackupFile, BackupFolders, list_backups, make_backup, make_backup_before, needs_backup},
        clock::Clock,
        paths,
        progress::ProgressFn,
    },
    store::{BackupLabel, Db, inspect_backup},
    wording::backup::{count_and_size, file_size, made_at, reason},
};

/// How long to wait while another window makes a backup.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, clap::Args)]
pub(super) struct BackupArguments {
    /// Back up to this folder instead of the one in Settings, and remove nothing there
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ListArguments {
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct VerifyArguments {
    /// The backup
    file: PathBuf,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn back_up(arguments: &BackupArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let folders = match &arguments.to {
        Some(folder) => BackupFolders::only(folder),
        None => BackupFolders::of_journal(&open_existing(path)?, paths::default_backups().as_deref())?,
    };
    // The journal may not exist; it is never created for a backup.
    drop(open_existing(path)?);
    let label = BackupLabel { made_at: Moment::from(&clock.now()), reason: BackupReason::Manual };
    let mut progress = ProgressLine::start()?;
    let made = with_progress(&mut progress, arguments.json, out, |report| {
        make_backup(path, &folders, &label, PATIENCE, report)
    })?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &backup_json(&made.backup))?;
        writeln!(out)?;
    } else {
        let BackupFile { path, size, manifest, .. } = &made.backup;
        writeln!(
            out,
            "Backed up {} to {} ({}), and checked the copy.",
            content_text(manifest.people, manifest.entries),
            path.display(),
            file_size(*size)
        )?;
        if made.removed > 0 {
            writeln!(out, "Removed {}.", pluralize(made.removed, "old backup", "old backups"))?;
        }
    }
    // The backup in the main folder is there; the other folder is no reason to hide it.
    out.flush()?;
    made.second_folder_error.map_or(Ok(()), |error| Err(error.into()))
}

/// Runs work that makes a backup, with its progress on the terminal.
pub(super) fn with_progress<T>(
    line: &mut ProgressLine,
    quiet: bool,
    out: &mut dyn Write,
    work: impl FnOnce(&mut ProgressFn<'_>) -> std::result::Result<T, BackupError>,
) -> Result<T> {
    let result = work(&mut |done, total| {
        if !quiet {
            line.report(out, || format!("Backing up: {}%", done.saturating_mul(100).checked_div(total).unwrap_or(0)));
        }
        line.check_interrupt()
    });
    line.clear(out);
    Ok(result?)
}

/// Backs the journal up, if there is one and something was written since the last backup. What
/// follows can be undone, so it is done even if the backup fails.
pub(super) fn back_up_before(path: &Path, reason: BackupReason, now: &Moment) {
    let folder = paths::default_backups();
    let label = BackupLabel { made_at: now.clone(), reason };
    let make = || -> std::result::Result<(), BackupError> {
        if needs_backup(path, folder.as_deref())? {
            let mut go_on = |_: u64, _: u64| ControlFlow::Continue(());
            make_backup_before(&Db::open_reader(path)?, folder.as_deref(), &label, &mut go_on)?;
        }
        Ok(())
    };
    if let Err(error) = make() {
        tracing::warn!(%error, "no backup was made before the change");
    }
}

pub(super) fn list(arguments: &ListArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let db = open_existing(path)?;
    let folders = BackupFolders::of_journal(&db, paths::default_backups().as_deref())?;
    let id = db.journal_id()?;
    let mut found: Vec<(&Path, Vec<BackupFile>)> = Vec::new();
    for folder in folders.all() {
        let backups = match list_backups(folder, id) {
            // It is created with the first backup.
            Err(BackupError::FolderMissing(_)) if folders.is_default && folder == folders.main => Vec::new(),
            listed => listed?.into_iter().filter(|_| id.is_some()).collect(),
        };
        found.push((folder, backups));
    }
    if arguments.json {
        let all: Vec<Value> = found.iter().flat_map(|(_, backups)| backups).map(backup_json).collect();
        serde_json::to_writer_pretty(&mut *out, &all)?;
        return Ok(writeln!(out)?);
    }
    let today = clock.now().date();
    for (folder, backups) in found {
        if backups.is_empty() {
            writeln!(out, "No backups in {} yet.", folder.display())?;
            continue;
        }
        let bytes = backups.iter().map(|backup| backup.size).sum();
        writeln!(out, "{} in {}:", count_and_size(backups.len(), bytes), folder.display())?;
        for backup in &backups {
            write_backup(backup, today, out)?;
        }
    }
    Ok(())
}

fn write_backup(backup: &BackupFile, today: jiff::civil::Date, out: &mut dyn Write) -> Result {
    let manifest = &backup.manifest;
    let why =
        Some(reason(manifest.reason)).filter(|why| !why.is_empty()).map_or_else(String::new, |why| format!(", {why}"));
    let content = content_text(manifest.people, manifest.entries);
    writeln!(out, "  {}: {content}, {}{why}", made_at(&manifest.made_at, today), file_size(backup.size))?;
    let name = backup.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(writeln!(out, "    {}", single_line(&name, TERMINAL_COLUMNS))?)
}

fn backup_json(backup: &BackupFile) -> Value {
    let manifest = &backup.manifest;
    json!({
        "path": backup.path.to_string_lossy(),
        "made_at": manifest.made_at,
        "reason": manifest.reason,
        "people": manifest.people,
        "entries": manifest.entries,
        "bytes": backup.size,
    })
}

pub(super) fn verify(
    arguments: &VerifyArguments,
    passphrase_from_stdin: bool,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    unlock_if_encrypted(&arguments.file, passphrase_from_stdin)?;
    let inspection = inspect_backup(&arguments.file)?;
    let manifest = inspection.manifest.as_ref();
    let path = arguments.file.display();
    if arguments.json {
        let report = json!({
            "path": arguments.file.to_string_lossy(),
            "made_at": manifest.map(|manifest| &manifest.made_at),
            "reason": manifest.map(|manifest| manifest.reason),
            "people": inspection.people,
            "entries": inspection.entries,
            "schema": inspection.schema,
            "problems": inspection.problems,
        });
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)?;
    } else if inspection.problems.is_empty() {
        let content = content_text(inspection.people, inspection.entries);
        let today = clock.now().date();
        match manifest {
            Some(manifest) => {
                writeln!(out, "{path} can be restored: {content}, {}.", made_at(&manifest.made_at, today))?;
            }
            None => writeln!(out, "{path} can be restored: {content}. It is a plain copy, without a checksum.")?,
        }
    } else {
        for problem in &inspection.problems {
            writeln!(out, "- {problem}")?;
        }
    }
    out.flush()?;
    match inspection.problems.len() {
        0 => Ok(()),
        count => Err(CliError::runtime(format!(
            "{path} is damaged: {}. Nothing was changed. Use another backup: “rapport backups” lists them.",
            pluralize(count, "problem", "problems")
        ))),
    }
}

/// "6 people and 312 entries".
pub(super) fn content_text(people: u64, entries: u64) -> String {
    let count = |count: u64, one, many| pluralize(usize::try_from(count).unwrap_or(usize::MAX), one, many);
    format!("{} and {}", count(people, "person", "people"), count(entries, "entry", "entries"))
}
