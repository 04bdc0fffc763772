//! `rapport restore`.

use std::{
    collections::HashSet,
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{
    CliError, Result,
    backup::{back_up_before, content_text, with_progress},
    confirm,
    progress::ProgressLine,
    terminal_text::single_line,
    unlock::unlock_if_encrypted,
};
use crate::{
    domain::{backup::BackupReason, id::Uid, moment::Moment, name::find_by_name},
    journal::{
        Journal,
        backup::{Comparison, PersonDifference, RestorePermission, compare, restore_journal, verify},
        clock::{Clock, FixedClock},
        paths,
    },
    store::{BackupInspection, Db, StoreError},
    wording::backup::{Difference, entry_difference, made_at, whole_difference},
};

/// The width to which names are cut, in columns.
const MAX_NAME: usize = 30;

const HELP: &str = "The journal as it is now is backed up first, so a restore can be reverted by restoring that backup.
With --person only entries that are missing now or were changed since come back; nothing is removed, and
“rapport undo” reverts it.

Examples:
  rapport restore journal-2026-11-30-081200.rapport --dry-run
  rapport restore journal-2026-11-30-081200.rapport --person Dana --yes";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
#[expect(clippy::struct_excessive_bools, reason = "options of the terminal")]
pub(super) struct Arguments {
    /// The backup
    file: PathBuf,
    /// Restore only the entries about this person. Can be repeated
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// Preview the restore without changing anything
    #[arg(long)]
    dry_run: bool,
    /// Restore without asking
    #[arg(long)]
    yes: bool,
    /// Allow a backup of another journal
    #[arg(long)]
    other_journal: bool,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    path: &Path,
    passphrase_from_stdin: bool,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    unlock_if_encrypted(&arguments.file, passphrase_from_stdin)?;
    let permission = RestorePermission { other_journal: arguments.other_journal };
    let backup = verify(&arguments.file, path, permission)?;
    let comparison = read_comparison(&arguments.file, path)?;
    let chosen = match &comparison {
        Some(comparison) => choose_people(arguments, comparison)?,
        None if arguments.person.is_empty() => None,
        None => {
            return Err(CliError::runtime(
                "The journal cannot be read, so single entries cannot be restored. Nothing was changed. Restore all of the \
             backup instead: leave --person out.",
            ));
        }
    };
    if !arguments.json {
        write_preview(arguments, &backup, comparison.as_ref(), chosen.as_deref(), clock, out)?;
    }
    let is_same = match (&comparison, &chosen) {
        (_, Some(chosen)) => chosen.iter().all(|person| person.entries.is_empty()),
        (Some(comparison), None) => comparison.is_empty(),
        (None, None) => false,
    };
    let mut before = None;
    if !arguments.dry_run && !is_same {
        if !arguments.yes && !confirm::ask("Restore it?", out)? {
            return Ok(writeln!(out, "Nothing was changed.")?);
        }
        match (&comparison, &chosen) {
            (Some(comparison), Some(chosen)) => restore_entries(comparison, chosen, path, clock)?,
            _ => before = restore_all(arguments, path, permission, clock, out)?,
        }
        if !arguments.json {
            writeln!(out, "Restored.")?;
        }
    }
    if arguments.json {
        write_json(arguments, &backup, comparison.as_ref(), chosen.as_deref(), before.as_deref(), out)?;
    }
    Ok(())
}

/// What differs; `None` if there is no journal that can be read.
fn read_comparison(backup: &Path, journal: &Path) -> Result<Option<Comparison>> {
    match Db::open_existing(journal) {
        Ok(db) => Ok(Some(compare(backup, &db, &mut |_, _| ControlFlow::Continue(()))?)),
        Err(error) if is_unreadable(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_unreadable(error: &StoreError) -> bool {
    use StoreError as Error;
    let is_missing = matches!(error, Error::NotFound(_) | Error::Empty(_) | Error::LogWithoutJournal(_));
    is_missing || error.is_damage() || matches!(error, Error::NotAJournal(_))
}

/// The people of `--person`; `None` if all of the backup is restored.
fn choose_people<'a>(arguments: &Arguments, comparison: &'a Comparison) -> Result<Option<Vec<&'a PersonDifference>>> {
    if arguments.person.is_empty() {
        return Ok(None);
    }
    let find = |name: &String| {
        find_by_name(name, &comparison.people, |person| [&person.name]).map_err(|_| {
            CliError::usage(format!(
                "Nothing about {name} differs between the backup and the journal. Nothing was changed."
            ))
        })
    };
    arguments.person.iter().map(find).collect::<Result<Vec<_>>>().map(Some)
}

fn restore_entries(comparison: &Comparison, people: &[&PersonDifference], path: &Path, clock: &dyn Clock) -> Result {
    let entries: HashSet<Uid> =
        people.iter().flat_map(|person| &person.entries).map(|difference| difference.entry.uid).collect();
    let now = clock.now();
    back_up_before(path, BackupReason::BeforeRestore, &Moment::from(&now));
    let journal = Journal::open_existing(path, Arc::new(FixedClock::new(now.clone())))?;
    journal.commit(comparison.restore_change(&entries), &now)?;
    Ok(())
}

/// Restores the whole backup and returns the path of the backup made before.
fn restore_all(
    arguments: &Arguments,
    path: &Path,
    permission: RestorePermission,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result<Option<PathBuf>> {
    let mut line = ProgressLine::start()?;
    let now = Moment::from(&clock.now());
    let folder = paths::default_backups();
    let restored = with_progress(&mut line, arguments.json, out, |progress| {
        restore_journal(&arguments.file, path, folder.as_deref(), permission, &now, progress)
    })?;
    if !arguments.json {
        if let Some(before) = &restored.backup_before {
            writeln!(out, "The previous journal is in {}.", before.path.display())?;
        }
        if let Some(aside) = &restored.moved_aside {
            writeln!(out, "The damaged journal is now {}.", aside.display())?;
        }
    }
    Ok(restored.backup_before.map(|backup| backup.path))
}

fn difference(person: &PersonDifference) -> Difference {
    let changed = person.entries.iter().filter(|difference| difference.is_changed).count();
    Difference {
        missing: person.entries.len() - changed,
        changed,
        added_since: person.added_since,
        other: person.other_records,
    }
}

fn write_preview(
    arguments: &Arguments,
    backup: &BackupInspection,
    comparison: Option<&Comparison>,
    chosen: Option<&[&PersonDifference]>,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    let made = backup.manifest.as_ref().map(|manifest| format!(", {}", made_at(&manifest.made_at, clock.now().date())));
    let content = content_text(backup.people, backup.entries);
    writeln!(out, "{}: {content}{}.", arguments.file.display(), made.unwrap_or_default())?;
    let Some(comparison) = comparison else {
        return Ok(writeln!(out, "The journal can’t be read; the whole backup will replace it.")?);
    };
    let mut lines: Vec<(String, String)> = match chosen {
        Some(chosen) => {
            chosen.iter().map(|person| (person.name.clone(), entry_difference(difference(person)))).collect()
        }
        None => {
            comparison.people.iter().map(|person| (person.name.clone(), whole_difference(difference(person)))).collect()
        }
    };
    lines.retain(|(_, text)| !text.is_empty());
    if chosen.is_none() && comparison.leader_records > 0 {
        let other = Difference { other: comparison.leader_records, ..Difference::default() };
        lines.push(("About yourself".to_owned(), whole_difference(other)));
    }
    if lines.is_empty() {
        return Ok(writeln!(out, "The journal is the same. Nothing to restore.")?);
    }
    for (name, text) in lines {
        writeln!(out, "  {}: {text}", single_line(&name, MAX_NAME))?;
    }
    Ok(())
}

fn write_json(
    arguments: &Arguments,
    backup: &BackupInspection,
    comparison: Option<&Comparison>,
    chosen: Option<&[&PersonDifference]>,
    before: Option<&Path>,
    out: &mut dyn Write,
) -> Result {
    let person_json = |person: &PersonDifference| {
        let Difference { missing, changed, added_since, other } = difference(person);
        json!({
            "person": person.name,
            "missing": missing,
            "changed": changed,
            "written_since": added_since,
            "other": other,
        })
    };
    let people: Vec<Value> = match chosen {
        Some(chosen) => chosen.iter().map(|person| person_json(person)).collect(),
        None => comparison.map_or(Vec::new(), |comparison| comparison.people.iter().map(person_json).collect()),
    };
    let summary = json!({
        "path": arguments.file.to_string_lossy(),
        "made_at": backup.manifest.as_ref().map(|manifest| &manifest.made_at),
        "dry_run": arguments.dry_run,
        "people": people,
        "own": comparison.map_or(0, |comparison| comparison.leader_records),
        "backup_before": before.map(Path::to_string_lossy),
    });
    serde_json::to_writer_pretty(&mut *out, &summary)?;
    Ok(writeln!(out)?)
}
